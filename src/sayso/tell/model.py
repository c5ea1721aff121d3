"""The brief as a model: what it says, and what each sentence of it rests on; every format is made from this alone.

Nothing here is styled, escaped or laid out. A `Statement` or a `Row` that rests on nothing can't be made: it names
passages of documents, or the rows that it counts or repeats. `Remark` is for sayso's own words on how to read the brief.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from sayso.errors import UnknownRows
from sayso.schema import Spans
from sayso.tell.passages import Bit
from sayso.tell.shown import clean_line, clean_text, elide

Look = Literal["plain", "bold", "italic", "quote", "code"]
# XML, and so DOCX and SVG, can't hold these two; nothing else is left of what it can't hold after `clean_line`.
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
LONGEST_NOTE = 600  # characters of a note's words; a copied page would fill the notes of a brief. The spans tell where the rest is


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look.

    Attributes:
        text: on one line, with hidden characters written out.
        link: anchor of this brief that it leads to, without `#`; empty for none.
    """

    text: str
    link: str = ""
    look: Look = "plain"


Words: TypeAlias = tuple[Run, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table that a sentence counts or repeats, by id; of a key of several columns these, parted by spaces."""

    table: str
    ids: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document that a sentence rests on.

    Attributes:
        number: of the note that shows it, 1 for the first; 0 for a passage that stands in the text itself.
        spans: in the canonical text, also where names are masked.
        words: at those spans, on one line; several spans are parted by an ellipsis.
        bits: the words in their paragraph; empty where `number` is 0.
        pages: of the original; empty for what has none.
    """

    number: int
    document_id: str
    document: str
    imprint: str
    spans: Spans
    words: str
    claim_id: str = ""
    bits: tuple[Bit, ...] = ()
    pages: tuple[int, ...] = ()
    is_masked: bool = False

    @property
    def place(self) -> str:
        """Where it stands, in words: `page 2, characters 90–140`."""
        pages = f"page {'–'.join(map(str, self.pages))}, " if self.pages else ""
        return f"{pages}characters {', '.join(f'{start}–{end}' for start, end in self.spans)}"


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the brief with what it rests on.

    Attributes:
        level: 0 for a paragraph, 1 for an item of a list.
    Raises:
        UnknownRows: it rests on no passage and on no row.
    """

    words: Words
    passages: tuple[Passage, ...] = ()
    rows: Rows | None = None
    anchor: str = ""
    level: int = 0

    def __post_init__(self) -> None:
        _check_ground(self.words, self.passages, self.rows)


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """Words of sayso's own, on how to read the brief; it says nothing of the case."""

    words: Words
    look: Literal["plain", "none"] = "plain"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of the brief, with what it rests on, as of a `Statement`."""

    cells: tuple[Words, ...]
    rows: Rows | None = None
    passages: tuple[Passage, ...] = ()
    anchor: str = ""

    def __post_init__(self) -> None:
        _check_ground(tuple(run for cell in self.cells for run in cell), self.passages, self.rows)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption and the words over its columns.

    Attributes:
        widths: share of each column, in any unit.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the same in words."""

    svg: str
    alt: str
    caption: str
    rows: Rows


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """A claim in full: who puts it how, on whose word, in which words.

    Its words are its one passage, which stands in the text and not in a note.
    """

    anchor: str
    stance: str
    chain: Words
    passage: Passage


Block: TypeAlias = "Statement | Remark | Table | Figure | Telling | Section"


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; sections stand in sections down to level 3."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Brief:
    """A brief.

    Attributes:
        question: the case's question, or a plain heading.
        made_at: when, as a reader writes it; made_at_iso as it was given.
        passages: those that have a number, in its order.
    """

    question: str
    made_at: str
    made_at_iso: str
    version: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    is_masked: bool


def show(text: str, *, link: str = "", look: Look = "plain") -> Run:
    """A run of text from anywhere, made safe to show."""
    return Run(show_text(clean_line(text)), link, look)


def show_text(text: str) -> str:
    """A text with hidden characters written out, its spaces left alone."""
    return _NONCHARACTERS.sub(lambda found: f"[U+{ord(found.group()):04X}]", clean_text(text))


def tell(*parts: str | Run) -> Words:
    """Words of plain text, which is sayso's own, and of runs."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text)


def is_turned(text: str) -> bool:
    """Whether any letter of a text is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def number_of(passages: Iterable[Passage]) -> list[int]:
    """Numbers of the notes that a sentence names, in order."""
    return sorted({passage.number for passage in passages if passage.number})


def cut_note(passage: Passage) -> list[tuple[str, Literal["own", "cut", ""]]]:
    """A note's words up to `LONGEST_NOTE`: the passage's own, what is no part of the sentence, and what stands around them."""
    told: list[tuple[str, Literal["own", "cut", ""]]] = []
    left = LONGEST_NOTE
    for bit in passage.bits:
        if left <= 0:
            break
        told.append((elide(bit.text, at_most=left), "cut" if bit.part == "cut" else "own" if bit.is_claim else ""))
        left -= len(bit.text)
    return told


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, in the order of the brief, a section before what is in it."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def find_anchors(sections: Iterable[Section]) -> list[str]:
    """Every anchor that links of these sections can lead to, in order."""
    anchors = []
    for block in walk(sections):
        if isinstance(block, Table):
            anchors += [row.anchor for row in block.rows]
        elif isinstance(block, Section | Statement | Telling):
            anchors.append(block.anchor)
    return [anchor for anchor in anchors if anchor]


def find_words(block: Block) -> Iterator[Words]:
    """The words of one block that can hold links."""
    if isinstance(block, Statement | Remark):
        yield block.words
    elif isinstance(block, Telling):
        yield block.chain
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells


def drop_dead_links(sections: tuple[Section, ...], anchors: frozenset[str]) -> tuple[Section, ...]:
    """The same sections without links to what was left out."""
    return tuple(_drop_in_section(section, anchors) for section in sections)


def _drop_in_section(section: Section, anchors: frozenset[str]) -> Section:
    return dataclasses.replace(section, blocks=tuple(_drop_in_block(block, anchors) for block in section.blocks))


def _drop_in_block(block: Block, anchors: frozenset[str]) -> Block:
    if isinstance(block, Section):
        return _drop_in_section(block, anchors)
    if isinstance(block, Statement | Remark):
        return dataclasses.replace(block, words=_drop(block.words, anchors))
    if isinstance(block, Telling):
        return dataclasses.replace(block, chain=_drop(block.chain, anchors))
    if isinstance(block, Table):
        rows = (dataclasses.replace(row, cells=tuple(_drop(cell, anchors) for cell in row.cells)) for row in block.rows)
        return dataclasses.replace(block, rows=tuple(rows))
    return block


def _drop(words: Words, anchors: frozenset[str]) -> Words:
    if all(not run.link or run.link in anchors for run in words):
        return words
    return tuple(run if run.link in anchors else dataclasses.replace(run, link="") for run in words)


def _check_ground(words: Words, passages: tuple[Passage, ...], rows: Rows | None) -> None:
    if not any(passage.spans for passage in passages) and not (rows and rows.ids):
        text = "".join(run.text for run in words)
        raise UnknownRows(
            "a sentence of the brief rests on no passage and on no row", where="brief", got=[text[:80]], fix="sayso add CASE"
        )
