"""Arithmetic on spans: half-open `[start, end)` pieces of a text, in order."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.errors import BadSpan
from sayso.schema import Spans


def to_spans(pieces: Iterable[tuple[int, int]]) -> Spans:
    """Sort pieces, drop empty ones, join those that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def covers(spans: Spans, inner: Spans) -> bool:
    """Whether every character of `inner` lies in `spans`."""
    return all(any(start <= b and e <= end for start, end in spans) for b, e in inner)


def overlap(a: Spans, b: Spans) -> int:
    """Count the characters that two span lists share."""
    return sum(max(0, min(e, y) - max(s, x)) for s, e in a for x, y in b)


def length(spans: Spans) -> int:
    """Count the characters of a span list."""
    return sum(end - start for start, end in spans)


def hull(spans: Spans) -> tuple[int, int]:
    """Smallest single span around all pieces."""
    return spans[0][0], spans[-1][1]


def check_spans(spans: Spans, *, text_length: int, where: str) -> None:
    """Refuse spans that are empty, out of order, overlapping or outside the text.

    Raises:
        BadSpan: with the offending pieces.
    """
    last = 0
    for start, end in spans:
        if not (last <= start < end <= text_length):
            raise BadSpan(
                f"a span lies outside its text of {text_length} characters, or out of order",
                where=where,
                got=[f"[{start}, {end})"],
                fix="please report this with the document",
            )
        last = end


def cut_text(text: str, spans: Spans, *, gap: str = " … ") -> str:
    """Words of a span list, pieces joined by `gap`."""
    return gap.join(text[start:end] for start, end in spans)
