"""Rows set under one another: the text of a page, and for each of its lines how it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.acquire.lines import Print, is_terminal
from sayso.acquire.pdf.print import find_body_size
from sayso.acquire.pdf.rows import Frame, Row

_GAP = 1.3  # of the usual distance of lines: a wider one parts paragraphs; leading varies by 5-10 %
_INDENT = 0.6  # of a line's height: what starts so much to the right of its neighbours begins a paragraph
_RESIZED = 0.12  # of a line's height: type that differs by more is a heading, a note or a caption
_ROOM = 0.4  # of a line's height that the next word must have had to spare
_SHORT = 0.6  # of the measure: a line without a full stop that is shorter is a heading or a row of a list
_STEP = 2.2  # of a row's height between rows of one column


def set_rows(rows: Sequence[Row], frame: Frame, at: int, *, title: Sequence[Row] = ()) -> tuple[str, list[Print]]:
    """Set a page's rows under one another, an empty line where a paragraph begins.

    Args:
        at: where the page's text begins in the document's.
        title: rows of the page that print the document's title.
    """
    out: list[str] = []
    prints: list[Print] = []
    titles = {id(row) for row in title}
    usual = _find_usual_step(rows)
    body = find_body_size([rows]) or 1.0
    rights = _find_rights(rows)
    for i, row in enumerate(rows):
        begins = _begins(rows, i, usual=usual, body=body, right=rights[i]) if i else None
        if i:
            joint = "\n\n" if begins else "\n"
            out.append(joint)
            at += len(joint)
        is_first_note = row.kind == "footnote" and (i == 0 or rows[i - 1].kind != "footnote")
        box = frame.to_shown((row.left, row.top, row.right, row.bottom))
        prints.append(Print(at, box, row.size, row.kind, row.why, begins, is_first_note, id(row) in titles))
        out.append(row.text)
        at += len(row.text)
    return "".join(out), prints


def _find_usual_step(rows: Sequence[Row]) -> float:
    """The commonest distance of lines, the smaller one of equals: notes and headings are fewer than lines of text."""
    steps = Counter(round(2 * (b.middle - a.middle)) / 2 for a, b in _pairs(rows))
    return min(steps, key=lambda step: (-steps[step], step), default=0.0)


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    return ((a, b) for a, b in pairwise(rows) if _is_below(a, b))


def _is_below(a: Row, b: Row) -> bool:
    """Whether a row stands in the same column under another, as the next line or after a gap."""
    return 0.3 * a.size < b.middle - a.middle <= _STEP * max(a.size, b.size) and a.left < b.right and b.left < a.right


def _find_rights(rows: Sequence[Row]) -> list[float]:
    """For each row, how far right the rows of its column reach."""
    rights: list[float] = []
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i].middle <= rows[i - 1].middle or rows[i].left >= rows[i - 1].right:
            right = max((row.right for row in rows[start:i]), default=0.0)
            rights += [right] * (i - start)
            start = i
    return rights


def _begins(rows: Sequence[Row], i: int, *, usual: float, body: float, right: float) -> bool | None:
    """Whether a row begins a paragraph; null at the top of a column, where how it is set does not tell."""
    a, b = rows[i - 1], rows[i]
    if a.kind != b.kind:
        return True
    if b.kind:
        return None if b.kind == "footnote" else False
    if not _is_below(a, b):
        return True if b.middle > a.middle and a.left < b.right and b.left < a.right else None
    step, small = b.middle - a.middle, min(a.size, b.size)
    if usual > 0 and step > _GAP * usual * max(small / body, 1.0):
        return True
    if abs(a.size - b.size) > _RESIZED * max(a.size, b.size):
        return True
    if a.text.endswith("-") and b.text[0].islower():
        return False
    word = (b.right - b.left) / max(len(b.text), 1) * (b.text.find(" ") % (len(b.text) + 1) + 1)
    has_room = a.right + word + _ROOM * a.size < right
    ends = is_terminal(a.text) or a.text.endswith(":")
    if has_room and not b.text[0].islower() and (ends or a.right - a.left < _SHORT * (right - a.left)):
        return True
    below = rows[i + 1] if i + 1 < len(rows) and _is_below(b, rows[i + 1]) else None
    is_in = b.left > a.left + _INDENT * b.size and (below is None or b.left > below.left + _INDENT * b.size)
    return is_in and (ends or has_room)
