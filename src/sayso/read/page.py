"""One document made ready to read: its flow in parsed blocks, each with what it is and where it stands."""

from __future__ import annotations

import bisect
import dataclasses
from typing import TYPE_CHECKING, NamedTuple

from sayso.models.parser import load_parser
from sayso.read.distance import OTHER_SIDE
from sayso.read.legible import calm, find_foreign, tell_foreign, tell_noise
from sayso.schema import Document, Note, Part, Piece, Problem, Spans, Tables
from sayso.schema.tables import Cut
from sayso.text.flow import Flow
from sayso.text.mailing import find_wrote

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_BLOCK = 20_000  # characters; the parser's memory grows with a block, and no real paragraph is longer
OUT_OF_PROSE = ("heading", "title", "caption")  # kinds of block; their grammar is clipped, and the text says it again


class Place(NamedTuple):
    """Where a block stands, before it is parsed; as in `Block`."""

    start: int
    end: int
    kind: str
    part: Part
    is_other_side: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """One block of the flow: flow offsets, kind of piece, parse, part, and whether its section states the other side."""

    start: int
    end: int
    kind: str
    words: Doc
    part: Part
    is_other_side: bool

    @property
    def is_prose(self) -> bool:
        """Whether it is running text, in which it is looked for who says what."""
        return self.kind not in OUT_OF_PROSE


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A document with its flow, blocks and notes, and what couldn't be read."""

    doc: Document
    flow: Flow
    blocks: list[Block]
    notes: list[Note]
    starts: list[int]
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The flow's text."""
        return self.flow.text

    @property
    def prose(self) -> list[tuple[int, int, Doc]]:
        """The blocks of running text: flow offsets and parse."""
        return [(block.start, block.end, block.words) for block in self.blocks if block.is_prose]

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
    places = _find_places(flow, parts, pieces)
    tags = [
        None if place.kind == "heading" and find_wrote(flow.text[place.start : place.end]) else tag
        for place, tag in zip(places, find_foreign([flow.text[place.start : place.end] for place in places]), strict=True)
    ]  # a mail program says in its user's language who wrote what an English mail quotes
    problems = tell_foreign(doc, flow, [(place.start, place.end) for place in places], tags)
    places = [place for place, tag in zip(places, tags, strict=True) if tag is None]
    texts = [flow.text[place.start : place.end] for place in places]
    parser = load_parser()
    problems += tell_noise(doc, texts, is_word=parser.is_word)
    parses = parser.pipe(calm(texts, [place.kind for place in places], parser=parser))
    blocks = [
        Block(place.start, place.end, place.kind, words, place.part, place.is_other_side)
        for place, words in zip(places, parses, strict=True)
    ]
    starts = [block.start for block in blocks]
    return Page(doc, flow, blocks, tables.take(Note), starts, problems=tuple(problems))


def _find_places(flow: Flow, parts: list[Part], pieces: list[Piece]) -> list[Place]:
    piece_starts = [piece.start for piece in pieces]
    places, is_other_side = [], False
    for start, end in (place for block in flow.blocks() for place in _split_long(flow.text, *block)):
        canonical = flow.to_canonical(start, end)
        first = canonical[0][0] if canonical else 0
        kind = _kind_at(pieces, piece_starts, first)
        if kind == "heading":
            is_other_side = OTHER_SIDE.search(flow.text[start:end]) is not None
        places.append(Place(start, end, kind, _part_at(parts, first), is_other_side))
    return places


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
