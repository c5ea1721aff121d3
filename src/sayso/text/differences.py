"""What differs between two texts, word by word: the stretches that only one of them holds."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

Span = tuple[int, int]

MOST_CELLS = 200_000_000  # words times words that are aligned at once; takes 25 MB and a tenth of a second
ANCHOR = 8  # words in a row, met once in each text, by which longer texts are first cut into stretches
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*")


class Worded(NamedTuple):
    """A text's words, as they are compared (case, width and the sort of apostrophe don't count), and where each stands."""

    words: list[str]
    spans: list[Span]


class Change(NamedTuple):
    """Words `[a, a_end)` of one text stand where the other has words `[b, b_end)`; one of both may be empty."""

    a: int
    a_end: int
    b: int
    b_end: int


def split_words(text: str) -> Worded:
    """Split a text into words; of a script without spaces each sign is one."""
    found = list(_WORD.finditer(text))
    return Worded([_normal(match.group()) for match in found], [match.span() for match in found])


def _normal(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def find_differences(a_text: str, b_text: str) -> list[tuple[Span, Span]]:
    """Find what differs between two texts, in order.

    Returns:
        Pairs of spans, in characters of each text. Where only one text has something, the other's span is empty and stands
        behind the last word that both have.
    """
    a, b = split_words(a_text), split_words(b_text)
    return [
        (_to_span(a.spans, change.a, change.a_end), _to_span(b.spans, change.b, change.b_end))
        for change in align_words(a.words, b.words)
    ]


def _to_span(spans: Sequence[Span], first: int, past: int) -> Span:
    if first < past:
        return spans[first][0], spans[past - 1][1]
    at = spans[first - 1][1] if first else 0
    return at, at


def align_words(a: Sequence[str], b: Sequence[str]) -> list[Change]:
    """Align two rows of words so that the fewest are left over; give what differs, in order.

    Texts too long to be aligned at once are first cut at runs of words that stand once in each; what lies between two such
    runs and is still too long is told as changed whole.
    """
    changes: list[Change] = []
    for low_a, high_a, low_b, high_b in _cut_at_anchors(a, b):
        if (high_a - low_a) * (high_b - low_b) > MOST_CELLS:
            found = [Change(low_a, high_a, low_b, high_b)]
        else:
            found = list(_align(a[low_a:high_a], b[low_b:high_b], low_a, low_b))
        for change in found:
            last = changes[-1] if changes else None
            if last and (last.a_end, last.b_end) == (change.a, change.b):
                changes[-1] = Change(last.a, change.a_end, last.b, change.b_end)
            else:
                changes.append(change)
    return changes


def _align(a: Sequence[str], b: Sequence[str], at_a: int, at_b: int) -> Iterator[Change]:
    for code in Indel.opcodes(a, b):
        if code.tag != "equal":
            yield Change(code.src_start + at_a, code.src_end + at_a, code.dest_start + at_b, code.dest_end + at_b)


def _cut_at_anchors(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of both texts between the anchors; one stretch when both are short."""
    at_a = at_b = 0
    if len(a) * len(b) > MOST_CELLS:
        for place_a, place_b in _find_anchors(a, b):
            if place_a > at_a and place_b > at_b:
                yield at_a, place_a, at_b, place_b
                at_a, at_b = place_a, place_b
    yield at_a, len(a), at_b, len(b)


def _find_anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of runs met once in each text, the longest row of them that rises in both (patience sorting)."""
    in_a, in_b = _find_single(a), _find_single(b)
    pairs = sorted((place, in_b[run]) for run, place in in_a.items() if run in in_b)
    tops: list[int] = []  # of each length, the smallest place in b that a rising row of it ends at
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place_b) in enumerate(pairs):
        length = bisect.bisect_left(tops, place_b)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [place_b]
        ends[length : length + 1] = [index]
    row: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _find_single(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    again = set()
    for place in range(len(words) - ANCHOR + 1):
        run = tuple(words[place : place + ANCHOR])
        if run in places:
            again.add(run)
        else:
            places[run] = place
    return {run: place for run, place in places.items() if run not in again}
