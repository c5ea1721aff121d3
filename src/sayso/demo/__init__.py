"""The built-in example case: an invented town, a bridge that fell, and the question who had been told.

Eleven short documents in `docs/`, with `meta.csv` for what they don't say of themselves. `gold.yaml` beside
them is what a careful reader gets out of them; the accuracy floors score the reader against it. Town, people,
bodies and outlets are all made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

QUESTION = (
    "Was the Dunmarch Bridge Office warned, before the Weir Lane footbridge gave way, "
    "that its hanger cables were breaking?"
)
"""The question that the demo case is about."""


@contextmanager
def open_docs() -> Iterator[Path]:
    """Give the folder of the demo's documents as a real folder, for as long as the context is open.

    An installed package is a folder already; where it isn't, the files are unpacked and gone afterwards.
    """
    with resources.as_file(resources.files(__name__) / "docs") as docs:
        yield docs


@contextmanager
def open_gold() -> Iterator[Path]:
    """Give the demo's gold file as a real file, for as long as the context is open."""
    with resources.as_file(resources.files(__name__) / "gold.yaml") as gold:
        yield gold
