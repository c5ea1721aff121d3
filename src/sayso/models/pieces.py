"""A text as the reading model sees it: word pieces with their places, letter case and quotation marks, in windows."""

from __future__ import annotations

import bisect
import dataclasses
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sayso.models.wordpiece import WordPiece

Ints = npt.NDArray[np.int32]

WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+|\n\s*|[^\s\w]|_")
OPEN, CLOSE, STRAIGHT = frozenset("“„«"), frozenset("”»"), '"'
N_KINDS = 10  # five shapes of letters, outside or inside quotation marks
LONGEST = 256  # pieces of a window: about five paragraphs of news
MARGIN = 64  # pieces of context on each side where one paragraph is longer than a window


@dataclasses.dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one text, in order; the end of a paragraph is a piece of its own.

    `ids`, `starts`, `ends` (characters), `kinds` (shape of the word's letters * 2 + whether it stands in quotation
    marks) and `words` (number of the word that a piece belongs to), each of shape (n,); `breaks`: which of the pieces are
    ends of paragraphs.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    kinds: Ints
    words: Ints
    breaks: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """Pieces [first, last) read at once; what is found in [core_first, core_last) counts, the rest is context."""

    first: int
    last: int
    core_first: int
    core_last: int


def find_pieces(text: str, words: WordPiece) -> Pieces:
    """Split a text into pieces with their places."""
    rows: list[tuple[int, ...]] = []
    breaks: list[int] = []
    is_quoted = False
    for i, match in enumerate(WORD.finditer(text)):
        word, start, end = match.group(), match.start(), match.end()
        if word[0] == "\n":
            if rows and rows[-1][0] != words.last:
                breaks.append(len(rows))
                rows.append((words.last, start, start, 0, i))
            is_quoted = False
            continue
        kind = _shape(word) * 2 + (is_quoted or word in OPEN or word == STRAIGHT)
        if word == STRAIGHT:
            is_quoted = not is_quoted
        elif word in OPEN or word in CLOSE:
            is_quoted = word in OPEN
        rows.extend((*piece, kind, i) for piece in _split(word, start, end, words))
    table = np.asarray(rows, dtype=np.int32).reshape(-1, 5)
    ids, starts, ends, kinds, numbers = (np.ascontiguousarray(table[:, i]) for i in range(5))
    return Pieces(ids, starts, ends, kinds, numbers, np.asarray(breaks, dtype=np.int32))


def _split(word: str, start: int, end: int, words: WordPiece) -> Iterator[tuple[int, int, int]]:
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFD", plain) if unicodedata.category(char) != "Mn")
    split = words.split_word(plain)
    if len(split) == 1 or len(plain) != len(word):  # letters that decompose: each piece stands for the whole word
        yield from ((piece, start, end) for piece in split)
        return
    at = start
    for piece in split:
        yield piece, at, at + words.lengths[piece]
        at += words.lengths[piece]


def _shape(word: str) -> int:
    """0 lower case and marks, 1 capitalised, 2 capitals, 3 mixed, 4 figures."""
    if word.islower() or not word[0].isalnum():
        return 0
    if word[0].isdigit():
        return 4
    if word.isupper():
        return 2 if len(word) > 1 else 1
    return 1 if word[1:].islower() else 3


def make_windows(pieces: Pieces, *, longest: int = LONGEST, first: int | None = None) -> list[Window]:
    """Cut pieces into windows at ends of paragraphs; a paragraph longer than one is read in windows that overlap.

    Args:
        longest: pieces of a window at the most.
        first: pieces of the first window at the most, when it shall be shorter: training cuts each time elsewhere.
    """
    n = len(pieces)
    stops = [*(int(place) + 1 for place in pieces.breaks), n]
    windows: list[Window] = []
    at = 0
    while at < n:
        room = min(longest, first) if first is not None and not windows else longest
        i = bisect.bisect_right(stops, at + room) - 1
        stop = stops[i] if i >= 0 else 0
        if stop > at:
            windows.append(Window(at, stop, at, stop))
            at = stop
            continue
        stop = stops[bisect.bisect_right(stops, at)]  # end of the paragraph that doesn't fit
        windows.extend(_cut_long(at, stop, longest))
        at = stop
    return windows


def _cut_long(start: int, stop: int, longest: int) -> Iterator[Window]:
    at = start
    margin = min(MARGIN, longest // 4)
    while at < stop:
        first = max(start, at - margin)
        last = min(stop, first + longest)
        core_last = stop if last == stop else last - margin
        yield Window(first, last, at, core_last)
        at = core_last
