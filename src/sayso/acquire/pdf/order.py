"""The order in which a page's rows are read: as the file stores them, but where the page shows otherwise.

A file stores its text as it was set, which is nearly always the order in which it is read. Two things are stronger: what stands
wholly above something else on the same measure is read before it, and prose on both sides of a gutter is read down one side
and then down the other, even where the file stores it row by row.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from sayso.acquire.lines import is_terminal
from sayso.acquire.pdf.rows import Row
from sayso.acquire.pdf.tables import join_parts, set_table

Split = Callable[[Row], list[Row]]
_PAIRS = 4  # rows that stand side by side over a gutter; titles and dates beside one another make 1 to 3
_COLUMN_CHARS = 18  # mean characters of a column's rows; cells of tables have fewer
_RUN_ON = 0.2  # share of a column's rows that run on into the next below; prose has 0.4 to 0.8, cells under 0.1
_WOVEN = 0.4  # changes of side a row, in the file's order, of columns that are stored row by row; else it is one a column
_BAND = 0.3  # of a row's height: white across both sides that is so much wider than between lines parts rows of a table
_BLOCKS = 300  # blocks of a page that are sorted; a page of prose has under 50, and the sorting is quadratic
_SHARED = 0.15  # of the narrower block's width
_BLOCK_STEP = 2.2  # of a row's height from one row to the next of a block


def order_rows(rows: list[Row], split: Split, *, has_gaps: bool) -> list[Row]:
    """Put a page's rows into the order in which they are read; rows of tables come back as one row each.

    Args:
        rows: as the file stores them.
        split: splits a row at its wide gaps.
        has_gaps: whether any row has such gaps.
    """
    asides = [row for row in rows if row.kind]
    rows = [row for row in rows if not row.kind]
    parts = [part for row in rows for part in (split(row) if has_gaps else [row])]
    if any(_find_pairs(parts)):
        rows = _order_parts(parts)
    return _sort_blocks(rows) + asides


def _find_pairs(parts: Sequence[Row]) -> Iterable[tuple[Row, Row]]:
    """Neighbours on one line, left before right."""
    sorted_parts = sorted(parts, key=lambda part: (part.top, part.left))
    for i, a in enumerate(sorted_parts):
        beside = []
        for b in sorted_parts[i + 1 : i + 40]:  # the next rows down the page; more never stand on one line
            if b.top > a.middle:
                break
            beside.append((a, b) if a.right <= b.left else (b, a) if b.right <= a.left else None)
        found = [pair for pair in beside if pair]
        if found:
            yield min(found, key=lambda pair: pair[1].left - pair[0].right)


# ------------------------------------------------------------------ columns


def _order_parts(parts: list[Row]) -> list[Row]:
    """Order the parts of a page, or of one column of it."""
    gutter = _find_gutter(parts)
    if gutter is None:
        return join_parts(parts)
    out: list[list[Row]] = []
    is_reordered = False
    for zone in _find_zones(parts, gutter):
        ordered, is_column = _order_zone(zone, gutter)
        is_reordered = is_reordered or is_column
        out.append(ordered)
    ordered = [row for rows in out for row in rows]
    return ordered if is_reordered else sorted(ordered, key=lambda row: row.at)


def _find_gutter(parts: Sequence[Row]) -> float | None:
    """The middle of the strip between most neighbours on a line; null when too few have one in common."""
    events = []
    for left, right in _find_pairs(parts):
        events += [(left.right, 0), (right.left, 1)]
    best, here, at, until = 0, 0, 0.0, 0.0
    events.sort()
    for i, (x, closes) in enumerate(events):
        here += -1 if closes else 1
        if not closes and here > best:
            best, at, until = here, x, events[i + 1][0]
    return (at + until) / 2 if best >= _PAIRS else None


def _find_zones(parts: Sequence[Row], gutter: float) -> list[list[Row]]:
    """Stretches of the page, from the top: what crosses the gutter, and what stands on either side of it between."""
    zones: list[tuple[bool, list[Row]]] = []
    crossing = {part.at for part in parts if part.left < gutter - 1 and part.right > gutter + 1}
    parts = [part for part in parts if part.at not in crossing] + join_parts(
        [part for part in parts if part.at in crossing]
    )
    for part in sorted(parts, key=lambda part: (part.middle, part.left)):
        crosses = part.left < gutter - 1 and part.right > gutter + 1
        if not zones or zones[-1][0] != crosses:
            zones.append((crosses, []))
        zones[-1][1].append(part)
    return [sorted(zone, key=lambda part: (part.at, part.left)) for _, zone in zones]


def _order_zone(zone: list[Row], gutter: float) -> tuple[list[Row], bool]:
    """Order one zone; say whether its order is another than the file's."""
    left = sorted((part for part in zone if part.right <= gutter + 1), key=lambda part: part.middle)
    right = sorted((part for part in zone if part.left >= gutter - 1), key=lambda part: part.middle)
    if not left or not right:
        return join_parts(zone), False
    if min(len(left), len(right)) < 2:
        return join_parts(zone), False
    prose = _is_prose(left) + _is_prose(right)
    n_switches = _count_switches(zone, gutter)
    is_woven = n_switches >= max(_PAIRS, _WOVEN * min(len(left), len(right)))
    if prose and not is_woven:
        # in the file's order; a column may hold a table, or columns of its own
        runs = [list(run) for _, run in groupby(zone, key=lambda part: part.left >= gutter - 1)]
        return [row for run in runs for row in _order_parts(run)], False
    if prose == 2 and not _is_banded(zone, left, right):
        return _order_parts(left) + _order_parts(right), True
    table = set_table(zone)
    return (table, True) if table else (join_parts(zone), False)


def _is_prose(column: Sequence[Row]) -> bool:
    if sum(len(part.text) for part in column) < _COLUMN_CHARS * len(column):
        return False
    pairs = list(pairwise(column))
    runs = sum(not is_terminal(a.text) and (b.text[0].islower() or a.text[-1] == "-") for a, b in pairs)
    return runs >= _RUN_ON * max(len(pairs), 1)


def _is_banded(zone: Sequence[Row], left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether both sides are parted at the same heights: rows of a table whose cells hold several lines."""
    ordered = sorted(zone, key=lambda part: part.top)
    between = sorted(b.top - a.bottom for a, b in pairwise(left))
    usual = between[len(between) // 2] if between else 0.0
    bands: list[list[Row]] = [[ordered[0]]]
    low = ordered[0].bottom
    for part in ordered[1:]:
        if part.top - low > max(usual, 0) + _BAND * part.size:
            bands.append([])
        bands[-1].append(part)
        low = max(low, part.bottom)
    held = {id(part) for part in left}
    both = [band for band in bands if 0 < sum(id(part) in held for part in band) < len(band)]
    return len(both) >= 3 and len(both) >= 0.7 * len(bands)


def _count_switches(zone: Sequence[Row], gutter: float) -> int:
    sides = [part.left >= gutter - 1 for part in zone]
    return sum(a != b for a, b in pairwise(sides))


# ------------------------------------------------------------------ blocks


def _sort_blocks(rows: list[Row]) -> list[Row]:
    """Read what stands above before what stands below it; else keep the file's order."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and _goes_on(blocks[-1][-1], row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    if len(blocks) < 2 or len(blocks) > _BLOCKS:
        return rows
    bounds = [
        (min(r.left for r in b), b[0].middle, max(r.right for r in b), max(r.middle for r in b)) for b in blocks
    ]
    below: list[list[int]] = [[] for _ in blocks]
    waits = [0] * len(blocks)
    for i, a in enumerate(bounds):
        for j, b in enumerate(bounds):
            if a[3] < b[1] and _share_measure(a, b):
                below[i].append(j)
                waits[j] += 1
    ready = [i for i, n in enumerate(waits) if n == 0]
    heapq.heapify(ready)
    out: list[Row] = []
    while ready:
        i = heapq.heappop(ready)
        out += blocks[i]
        for j in below[i]:
            waits[j] -= 1
            if waits[j] == 0:
                heapq.heappush(ready, j)
    return out


def _share_measure(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Whether blocks stand on the same measure: a table a little wider than its column does not stand in the next."""
    return min(a[2], b[2]) - max(a[0], b[0]) > _SHARED * min(a[2] - a[0], b[2] - b[0])


def _goes_on(a: Row, b: Row) -> bool:
    return (
        a.middle < b.middle
        and b.middle - a.middle <= _BLOCK_STEP * max(a.size, b.size)
        and a.left < b.right
        and b.left < a.right
    )
