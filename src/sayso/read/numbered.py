"""Numbered sentences of a document, and words looked for in them: how an answer that may only point is held to the text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from sayso.models.prompts import is_order
from sayso.schema import Spans
from sayso.text.flow import Flow
from sayso.text.spans import overlap, to_spans

AT_ONCE = 6_000  # characters of a question: 1,500 tokens; with rules and answer 4,096, the smallest context servers start with
LONGEST_SENTENCE = 2_000  # characters; what is longer is cut at a space, so that a text without stops still has numbers
WIDEST = 6  # sentences that one attribution may reach over; a quotation seldom runs on further
MOST_PLACES = 50  # at which one quotation is looked for

Why = tuple[str, str]
NUMBERS = "proposals of the language model name sentences that it wasn't given", "they are used nowhere"
ABSENT = "proposals of the language model quote words that don't stand in the sentence named", "they are used nowhere"
TWICE = "proposals of the language model quote words that stand there more than once", "which ones are meant isn't known"


class Unborne(Exception):
    """A proposal that the document doesn't bear out."""

    def __init__(self, why: Why) -> None:
        super().__init__(why[0])
        self.why = why


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered stretch of the flow.

    Attributes:
        run: counts up where a passage was kept back: nothing reaches over it.
        text: its words, parted by single spaces.
        places: where in the flow each of its characters stands.
    """

    number: int
    run: int
    text: str
    places: tuple[int, ...]


_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[^\W_a-z])")
_WORD = re.compile(r"\S+")


def split_sentences(flow: Flow) -> tuple[list[Sentence], int]:
    """Number the sentences of a flow, and count the blocks that are kept back because they speak to a machine.

    Where a sentence ends matters little, since an attribution may reach over several: an abbreviation may end one.
    """
    found: list[Sentence] = []
    withheld = 0
    for start, end in flow.blocks():
        if is_order(flow.text[start:end]):
            withheld += 1
            continue
        for piece in _split_block(flow.text, start, end):
            found.append(_fold(flow.text, piece, number=len(found) + 1, run=withheld))
    return found, withheld


def _split_block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    block = text[start:end]
    ends = [*(match.end() for match in _END.finditer(block)), len(block)]
    pieces, at = [], 0
    for stop in ends:
        while stop - at > LONGEST_SENTENCE:
            space = block.rfind(" ", at + 1, at + LONGEST_SENTENCE)
            cut = space if space > at else at + LONGEST_SENTENCE
            pieces.append((start + at, start + cut))
            at = cut
        pieces.append((start + at, start + stop))
        at = stop
    return [(b, e) for b, e in pieces if text[b:e].strip()]


def _fold(text: str, piece: tuple[int, int], *, number: int, run: int) -> Sentence:
    words: list[str] = []
    places: list[int] = []
    for word in _WORD.finditer(text, *piece):
        if words:
            places.append(places[-1] + 1)  # of the space; the first of the run
        words.append(word.group())
        places += range(word.start(), word.end())
    return Sentence(number, run, " ".join(words), tuple(places))


def batch_sentences(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Put sentences together to questions of some `AT_ONCE` characters."""
    batch: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if batch and size + len(sentence.text) > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(sentence)
        size += len(sentence.text) + 6
    if batch:
        yield batch


class Window:
    """Sentences that a proposal names, as one text, with the way back to the flow.

    Args:
        batch: the sentences of a question.
        first, last: numbers of the first and the last that are named.
    Raises:
        Unborne: they weren't all given, or are too many.
    """

    def __init__(self, batch: Sequence[Sentence], first: int, last: int) -> None:
        low, high = batch[0].number, batch[-1].number
        if not (low <= first <= last <= high and last - first < WIDEST):
            raise Unborne(NUMBERS)
        taken = batch[first - low : last - low + 1]
        if taken[0].run != taken[-1].run:
            raise Unborne(NUMBERS)
        self.text = " ".join(sentence.text for sentence in taken)
        self._places = [place for sentence in taken for place in (*sentence.places, sentence.places[-1] + 1)]

    def find(self, words: str) -> list[tuple[int, int]]:
        """Where words stand, as whole words.

        Raises:
            Unborne: nowhere.
        """
        wanted, at = " ".join(words.split()), 0
        found: list[tuple[int, int]] = []
        while wanted and len(found) < MOST_PLACES and (at := self.text.find(wanted, at)) >= 0:
            if _is_whole(self.text, at, at + len(wanted)):
                found.append((at, at + len(wanted)))
            at += 1
        if not found:
            raise Unborne(ABSENT)
        return found

    def find_only(self, words: str, *, after: int = 0) -> tuple[int, int]:
        """The one place, behind another, where words stand.

        Raises:
            Unborne: there is none, or several.
        """
        found = [place for place in self.find(words) if place[0] >= after]
        if len(found) != 1:
            raise Unborne(TWICE if found else ABSENT)
        return found[0]

    def find_nearest(self, words: str, *, to: Spans, off: Spans) -> tuple[int, int]:
        """Of the places where words stand clear of others, the nearest to a content; of two as near, the first.

        Raises:
            Unborne: there is none.
        """
        clear = [place for place in self.find(words) if not overlap((place,), off)]
        if not clear:
            raise Unborne(ABSENT)
        return min(clear, key=lambda place: (min(max(b - place[1], place[0] - e, 0) for b, e in to), place))

    def to_flow(self, spans: Spans) -> Spans:
        """Flow spans of spans of the window."""
        return to_spans((self._places[start], self._places[end - 1] + 1) for start, end in spans)


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())
