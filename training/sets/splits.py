"""Which examples are held out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from training.examples import Example


def split(examples: Iterable[Example], share: float) -> tuple[list[Example], list[Example]]:
    """Hold out a share of the documents, the same ones in every run and on every machine.

    An id is `set/part/document` or `set/part/document#n`. Only the document's name is hashed, so its pieces stay together,
    also across sets that label the same articles. `part` is the publisher's ("train", "dev").

    Args:
        share: about how much to hold out, [0, 1]; exact only on average, since whole documents move.
    Returns:
        The kept and the held-out examples, each in the order given.
    """
    kept: list[Example] = []
    held: list[Example] = []
    for example in examples:
        (held if place_document(example.id) < share else kept).append(example)
    return kept, held


def place_document(example_id: str) -> float:
    """Where the document of an example falls in [0, 1)."""
    name = example_id.partition("#")[0].split("/", 2)[-1]
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def read_part(example: Example) -> str:
    """The publisher's part that an example comes from: "train" or "dev"."""
    return example.id.split("/")[1]
