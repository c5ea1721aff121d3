"""The trained reader: a small model finds who says what, the parse and the lexicon say what kind of saying it is."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.models import parser
from sayso.models.network import load_network
from sayso.models.reading import Reading, read_text
from sayso.models.wordpiece import WordPiece
from sayso.read.attribute import find_layings
from sayso.read.deciding import NESTED_AGREED, decide
from sayso.read.layout import join_layout
from sayso.read.modelled import find_seen
from sayso.read.page import make_page
from sayso.read.rules import write_page
from sayso.schema import Spans, Tables

if TYPE_CHECKING:
    from sayso.read.layings import Laying
    from sayso.read.page import Page

NAME = "trained"


class TrainedReader:
    """Reads one document at a time with the model of `sayso.models`; keeps nothing between documents."""

    name = NAME

    def __init__(self) -> None:
        self._network, self._settings, name = load_network()
        self._words = WordPiece.load()
        # Neither negations nor marks: beside the rules' they made polarity and stance worse (docs/accuracy.md), the surest too.
        self._wide = dataclasses.replace(self._settings, floors={"attribution": NESTED_AGREED}, heads=())
        self.made_by = f"read.trained 1, {name}, {parser.NAME}"

    def read(self, tables: Tables) -> Tables:
        """Read the one document in `tables` (`documents`, `parts`, `pieces`, `cuts`, `notes`)."""
        page = make_page(tables)
        return write_page(page, join_layout(page, self._find(page)), made_by=self.made_by)

    def _read(self, text: str) -> Reading:
        return read_text(text, self._network, self._words, self._wide)

    def _find(self, page: Page) -> list[Laying]:
        ruled = find_layings(page.text, page.prose)
        places = sorted(laying.cue[-1] for laying in ruled)
        seen = find_seen(_text_of(page), self._read, lambda content: _holds(content, places))
        return decide(page, seen, ruled, alone=self._settings.floors["attribution"])


def _text_of(page: Page) -> str:
    """The flow as its blocks were parsed, capitals made small; what is in another language is left blank."""
    parts, at = [], 0
    for block in page.blocks:
        parts.append("\n" * (block.start - at))
        parts.append(block.words.text)
        at = block.end
    return "".join(parts)


def _holds(content: Spans, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a cue stands in a content: rules miss few that are nested, and reading all again costs half a pass."""
    for b, e in content:
        here = places[bisect.bisect_left(places, (b, 0)) : bisect.bisect_left(places, (e, 0))]
        if any(end <= e for _, end in here):
            return True
    return False
