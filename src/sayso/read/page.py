"""One document made ready to read: its flow in parsed blocks, each with what it is and where it stands."""

from __future__ import annotations

import bisect
import dataclasses
from typing import TYPE_CHECKING

from sayso.models.parser import load_parser
from sayso.read.distance import OTHER_SIDE
from sayso.read.signals import NO_SIGNALS, Signals
from sayso.schema import Document, Note, Part, Piece, Spans, Tables
from sayso.schema.tables import Cut
from sayso.text.flow import Flow

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_BLOCK = 20_000  # characters; the parser's memory grows with a block, and no real paragraph is longer


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One block of the flow: flow offsets, kind of piece, parse, part, and whether its section states the other side."""

    start: int
    end: int
    kind: str
    words: Doc
    part: Part
    is_other_side: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A document with its flow, blocks and notes, and what a model saw in it beside the rules."""

    doc: Document
    flow: Flow
    blocks: list[Block]
    notes: list[Note]
    starts: list[int]
    signals: Signals = NO_SIGNALS

    @property
    def text(self) -> str:
        """The flow's text."""
        return self.flow.text

    def canonical(self, spans: Spans) -> Spans:
        """Flow spans as spans of the canonical text."""
        return tuple(piece for start, end in spans for piece in self.flow.to_canonical(start, end))

    def block_at(self, place: int) -> Block:
        """The block that holds a flow place."""
        i = bisect.bisect_right(self.starts, place) - 1
        return self.blocks[max(i, 0)]

    def tokens_in(self, spans: Spans) -> list[Token]:
        """Tokens that lie in flow spans, in order."""
        found: list[Token] = []
        for start, end in spans:
            block = self.block_at(start)
            words = block.words.char_span(
                max(start - block.start, 0), min(end, block.end) - block.start, alignment_mode="expand"
            )
            found.extend(token for token in words or () if not token.is_space)
        return found


def make_page(tables: Tables) -> Page:
    """Parse the flow of the one document in `tables`.

    Args:
        tables: `documents` (one row), its `parts`, `pieces`, `cuts`, `notes`.
    """
    doc = tables.take(Document)[0]
    flow = Flow(doc.text, tables.take(Cut))
    parts = sorted(tables.take(Part), key=lambda part: part.ordinal)
    pieces = sorted(tables.take(Piece), key=lambda piece: piece.start)
    places = [place for block in flow.blocks() for place in _split_long(flow.text, *block)]
    parses = load_parser().pipe((flow.text[start:end] for start, end in places), batch_size=32)
    piece_starts = [piece.start for piece in pieces]
    blocks, is_other_side = [], False
    for (start, end), words in zip(places, parses, strict=True):
        canonical = flow.to_canonical(start, end)
        first = canonical[0][0] if canonical else 0
        kind = _kind_at(pieces, piece_starts, first)
        if kind == "heading":
            is_other_side = OTHER_SIDE.search(flow.text[start:end]) is not None
        blocks.append(Block(start, end, kind, words, _part_at(parts, first), is_other_side))
    return Page(doc, flow, blocks, tables.take(Note), [block.start for block in blocks])


def _split_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a block that is longer than any paragraph at sentence ends or, failing those, at spaces."""
    cut = []
    while end - start > LONGEST_BLOCK:
        near = max(text.rfind(mark, start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK) for mark in (". ", "? ", "! "))
        near = near + 2 if near > 0 else text.rfind(" ", start + 1, start + LONGEST_BLOCK) + 1 or start + LONGEST_BLOCK
        cut.append((start, near))
        start = near
    return [*cut, (start, end)]


def _kind_at(pieces: list[Piece], starts: list[int], place: int) -> str:
    i = bisect.bisect_right(starts, place) - 1
    return pieces[i].kind if i >= 0 and place < pieces[i].end else "paragraph"


def _part_at(parts: list[Part], place: int) -> Part:
    return next((part for part in reversed(parts) if part.start <= place), parts[0])
