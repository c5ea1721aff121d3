"""The flow: canonical text with its cuts applied, every character of it mapped back."""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from sayso.schema import Cut, Spans
from sayso.text.spans import to_spans

BREAK = "\n\n"  # what stands between two blocks of the flow


class Flow:
    """The running text of a document and where each of its characters stands in the canonical text.

    Attributes:
        text: the flow; blocks (paragraphs, headings, list items) are parted by an empty line, no other line breaks.
    """

    __slots__ = ("_canonical_starts", "_ends", "_starts", "text")

    def __init__(self, text: str, cuts: Iterable[Cut]) -> None:
        kept: list[tuple[int, int, int]] = []  # flow start, flow end, canonical start
        out: list[str] = []
        at = size = 0
        for cut in sorted(cuts, key=lambda cut: cut.start):
            if cut.start > at:
                out.append(text[at : cut.start])
                kept.append((size, size + cut.start - at, at))
                size += cut.start - at
            out.append(cut.put)
            size += len(cut.put)
            at = max(at, cut.end)
        if at < len(text):
            out.append(text[at:])
            kept.append((size, size + len(text) - at, at))
        self.text = "".join(out)
        self._starts = [start for start, _, _ in kept]
        self._ends = [end for _, end, _ in kept]
        self._canonical_starts = [canonical for _, _, canonical in kept]

    def to_canonical(self, start: int, end: int) -> Spans:
        """Spans of the canonical text that flow characters `[start, end)` come from; what a cut put there has none."""
        pieces = []
        for i in range(bisect.bisect_right(self._ends, start), len(self._starts)):
            if self._starts[i] >= end:
                break
            b, e = max(start, self._starts[i]), min(end, self._ends[i])
            shift = self._canonical_starts[i] - self._starts[i]
            pieces.append((b + shift, e + shift))
        return to_spans(pieces)

    def from_canonical(self, place: int) -> int | None:
        """Where a canonical character stands in the flow; null when it was cut."""
        i = bisect.bisect_right(self._canonical_starts, place) - 1
        if i < 0:
            return None
        at = place - self._canonical_starts[i] + self._starts[i]
        return at if at < self._ends[i] else None

    def next_place(self, place: int) -> int:
        """Where a canonical character, or the first one after it that was kept, stands in the flow."""
        found = self.from_canonical(place)
        if found is not None:
            return found
        i = bisect.bisect_left(self._canonical_starts, place)
        return self._starts[i] if i < len(self._starts) else len(self.text)

    def blocks(self) -> list[tuple[int, int]]:
        """Flow offsets of each block that holds anything."""
        found, at = [], 0
        for block in self.text.split(BREAK):
            start = at + len(block) - len(block.lstrip())
            end = at + len(block.rstrip())
            if start < end:
                found.append((start, end))
            at += len(block) + len(BREAK)
        return found
