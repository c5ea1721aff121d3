"""Tables on a page: cells put together into rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.acquire.pdf.rows import Row

CELL = " | "  # what stands between cells, as in tables of other formats
_ENTRY = "    "  # what stands between a heading and its page in a table of contents
_PAGE = re.compile(r"\d{1,4}|[ivxl]{1,7}")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$")
_ROWS = 3  # lines with cells that make a table
_LOOSE = 0.25  # share of wide distances of lines in a table whose rows are set apart
_APART = 1.3  # of the narrowest distance of lines: a wider one parts rows


def join_parts(parts: Sequence[Row]) -> list[Row]:
    """Put parts of one stored row together again; two parts of a row stay apart as cells when no table holds them."""
    rows: list[Row] = []
    for part in parts:
        if rows and rows[-1].at == part.at and part.left >= rows[-1].right:
            rows[-1] = _merge(rows[-1], part, between=" ")
        else:
            rows.append(part)
    return rows


def set_table(parts: Sequence[Row]) -> list[Row]:
    """Set parts of a page as rows of a table; empty when they make none."""
    lines = _find_lines(parts)
    low = next((i for i, line in enumerate(lines) if len(line) > 1), 0)
    high = len(lines) - next((i for i, line in enumerate(lines[::-1]) if len(line) > 1), 0)
    above, lines, below = lines[:low], lines[low:high], lines[high:]
    if sum(len(line) >= 2 for line in lines) < _ROWS:
        return []
    if _is_contents(lines):
        return [_join(line, between=_ENTRY, kind="") for line in (*above, *lines, *below)]
    table, rest = _fill_rows([*lines, *below], n_sure=len(lines))
    return [line[0] for line in above] + [_join(row, between=CELL, kind="table") for row in table] + rest


def _fill_rows(lines: Sequence[Sequence[Row]], *, n_sure: int) -> tuple[list[list[Row]], list[Row]]:
    """Put lines together into rows; what stands below the last line of several cells and goes on in none comes back apart."""
    columns = _find_columns(lines)
    steps = sorted(b[0].middle - a[0].middle for a, b in pairwise(lines[:n_sure]))
    narrow = steps[0] if steps else 0.0
    is_loose = sum(step > _APART * narrow for step in steps) >= max(2, _LOOSE * len(steps))
    table: list[list[Row]] = []
    for i, line in enumerate(lines):
        is_near = i > 0 and line[0].middle - lines[i - 1][0].middle <= _APART * narrow
        if is_near and _runs_on(line, table[-1], columns, is_loose=is_loose):
            _add_line(table[-1], line, columns)
        elif i < n_sure:
            table.append(list(line))
        else:
            return table, [part for line in lines[i:] for part in line]
    return table, []


def _runs_on(
    line: Sequence[Row], row: Sequence[Row], columns: Sequence[tuple[float, float]], *, is_loose: bool
) -> bool:
    """Whether a line right under a row goes on in its cells: it has no first cell, or fewer cells, or runs on in mid-sentence."""
    if _column_of(line[0], columns) > 0:
        return True
    return is_loose and (len(line) < len(row) or any(part.text[0].islower() for part in line))


def _find_lines(parts: Sequence[Row]) -> list[list[Row]]:
    lines: list[list[Row]] = []
    for part in sorted(parts, key=lambda part: part.middle):
        if lines and part.middle - lines[-1][0].middle < 0.5 * min(part.size, lines[-1][0].size):
            lines[-1].append(part)
        else:
            lines.append([part])
    return [sorted(line, key=lambda part: part.left) for line in lines]


def _is_contents(lines: Sequence[Sequence[Row]]) -> bool:
    """Whether lines are headings with page numbers."""
    if sum(_LEADERS.search(line[-1].text) is not None for line in lines) >= 0.7 * len(lines):
        return True
    numbers = [int(line[-1].text) for line in lines if len(line) > 1 and line[-1].text.isdigit()]
    are_pages = [len(line) in {2, 3} and _PAGE.fullmatch(line[-1].text) is not None for line in lines]
    return sum(are_pages) >= 0.7 * len(lines) and numbers == sorted(numbers) and len(set(numbers)) > 1


def _find_columns(lines: Sequence[Sequence[Row]]) -> list[tuple[float, float]]:
    """Left and right edges of the columns: stretches of the measure that cells share."""
    columns: list[tuple[float, float]] = []
    for part in sorted((part for line in lines for part in line), key=lambda part: part.left):
        if columns and part.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.right))
        else:
            columns.append((part.left, part.right))
    return columns


def _column_of(part: Row, columns: Sequence[tuple[float, float]]) -> int:
    return next(i for i, (_, right) in enumerate(columns) if part.left < right or i == len(columns) - 1)


def _add_line(row: list[Row], line: Sequence[Row], columns: Sequence[tuple[float, float]]) -> None:
    """Add a further line to the cells of a row."""
    for part in line:
        column = _column_of(part, columns)
        at = next((i for i, cell in enumerate(row) if _column_of(cell, columns) == column), None)
        if at is None:
            row.append(part)
            row.sort(key=lambda cell: cell.left)
        else:
            row[at] = _merge(row[at], part, between=" ")


def _join(line: Sequence[Row], *, between: str, kind: str) -> Row:
    row = line[0]
    for part in line[1:]:
        row = _merge(row, part, between=between)
    row.kind = kind
    return row


def _merge(a: Row, b: Row, *, between: str) -> Row:
    is_broken = between == " " and a.text[-1:] == "-" and b.text[:1].islower() and b.top > a.middle
    return Row(
        a.text[:-1] + b.text if is_broken else a.text + between + b.text,
        min(a.left, b.left),
        min(a.top, b.top),
        max(a.right, b.right),
        max(a.bottom, b.bottom),
        max(a.size, b.size),
        a.at,
        a.first,
        b.last,
    )
