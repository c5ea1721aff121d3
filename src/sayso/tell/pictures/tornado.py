"""The tornado: what taking one thing away does to the lead, the weightiest at the top.

A bar runs from the lead of the leading hypothesis as it stands to its lead without that thing, in weighted
inconsistency. One that passes nought turns the order. Where nothing was weighed, it shows the swing alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sayso.schema import Group, Sensitivity, Tables, Weighing
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.style import CAPTION, MARGIN, SMALL, STRONG, WIDTH, Canvas, Look, Pen, clean
from sayso.tell.shown import count_of, elide

MOST = 20  # bars; the rest swing less than these
ROW = 26.0
LABEL = 250
CELLS = "cells"  # kind of the row whose name is how many cells together turn the order
TURNED = ("cell", CELLS)  # kinds of what is turned round, not taken away
MOST_TOLD = 5  # things told in the picture's words; of the others only those that turn the order
LONGEST_TOLD = 70  # characters of a name in the picture's words
AFTER = 112  # room right of the bars for a figure and 'turns'
HEAD = 52.0


@dataclasses.dataclass(frozen=True, slots=True)
class Swing:
    """One bar: from where to where.

    Attributes:
        margin: the lead of the leading hypothesis without this thing; below nought another leads.
    """

    row: Sensitivity
    margin: float


def draw_tornado(tables: Tables) -> str:
    """Draw which source, origin, document or cell moves the order of the hypotheses, and which turns it."""
    weighed = sorted(tables.take(Weighing), key=lambda row: (row.rank, row.weighted, row.hypothesis_id))
    rows = sorted(_name_cells(tables), key=lambda row: (-row.swing, not row.is_turned, row.kind, row.name, row.object_id))
    leader = weighed[0].hypothesis_id if len(weighed) > 1 else ""
    lead = weighed[1].weighted - weighed[0].weighted if leader else 0.0
    swings = [Swing(row, _find_margin(row, leader, lead)) for row in rows]
    if leader:
        swings.sort(key=lambda swing: (-abs(swing.margin - lead), not swing.row.is_turned, swing.row.kind, swing.row.object_id))
    shown, rest = swings[:MOST], swings[MOST:]
    n_turned = sum(swing.row.is_turned for swing in swings)
    canvas = Canvas()
    title = f"{count_of(len(rows), 'thing')} taken away or turned round one by one, {n_turned:,} of which turn the order"
    head = f"{clean(leader)} leads by {lead:.2f}" if leader else "how far a sum moves without each"
    canvas.text(MARGIN, MARGIN + 12, head, look=STRONG, room=WIDTH - 2 * MARGIN)
    note = "bars: to the lead without this, or with the cell turned round; at 0 another leads too, past 0 alone" if leader else (
        "there are no two hypotheses that were weighed, so that there is no order to turn" if not rows else "bars: swing"
    )
    canvas.text(MARGIN, MARGIN + 28, note, look=CAPTION, room=WIDTH - 2 * MARGIN)
    bottom = _draw_bars(canvas, shown, lead if leader else 0.0)
    if rest:
        more = f"{len(rest):,} more that move it less not drawn, {sum(s.row.is_turned for s in rest):,} of which turn it"
        canvas.text(MARGIN, bottom + 12, more, look=CAPTION, room=WIDTH - 2 * MARGIN)
        bottom += 18
    told = [f"{head[0].upper()}{head[1:]}"] + [_tell(swing, leader) for swing in shown[:MOST_TOLD]]
    told += [_tell(swing, leader) for swing in shown[MOST_TOLD:] if swing.row.is_turned]
    still = sum(not swing.row.is_turned for swing in shown[MOST_TOLD:])
    told += [f"{still:,} more drawn, none of which turns the order"] if still else []
    told += [f"{len(rest):,} more not drawn"] if rest else []
    return canvas.finish("tornado", title=title, told=". ".join(told) + ".", size=(WIDTH, bottom + MARGIN), key="case")


def _name_cells(tables: Tables) -> Iterator[Sensitivity]:
    """What moves the order; cells by the words of their evidence and not by its id."""
    texts, lookup = {group.id: group.text for group in tables.take(Group)}, Lookup(tables)
    for row in tables.take(Sensitivity):
        parts = row.object_id.split(" ")
        if row.kind == "cell" and len(parts) == 3 and parts[1] in texts:
            denied = "denied: " if lookup.is_against(parts[1], parts[2]) else ""
            yield dataclasses.replace(row, name=f"{parts[0]} · {denied}{clean(texts[parts[1]])}")
        else:
            yield row


def _find_margin(row: Sensitivity, leader: str, lead: float) -> float:
    sums = dict(row.sums)
    others = [value for key, value in sums.items() if key != leader]
    if not leader:
        return row.swing
    return min(others) - sums[leader] if leader in sums and others else lead


def _draw_bars(canvas: Canvas, shown: list[Swing], lead: float) -> float:
    top = HEAD + 14
    ends = [0.0, lead, *(swing.margin for swing in shown)]
    low, high = min(ends), max(ends)
    room = WIDTH - 2 * MARGIN - LABEL - AFTER
    scale = room / ((high - low) or 1.0)

    def place(value: float) -> float:
        return MARGIN + LABEL + (value - low) * scale

    bottom = top + ROW * len(shown)
    if shown:
        canvas.path(f"M{place(0):.1f} {top - 4:.1f}V{bottom:.1f}", pen=Pen(width=1.4))
        canvas.text(place(0), top - 8, "0", look=CAPTION, anchor="middle")
        if (place(lead) - place(0)) > 34:
            canvas.path(f"M{place(lead):.1f} {top - 4:.1f}V{bottom:.1f}", pen=Pen(stroke="soft", width=1.0, dash="3 3"))
            canvas.text(place(lead), top - 8, f"{lead:.2f}", look=CAPTION, anchor="middle")
    for i, swing in enumerate(shown):
        _draw_bar(canvas, swing, top + ROW * i, (place(lead), place(swing.margin)))
    return bottom


def _draw_bar(canvas: Canvas, swing: Swing, top: float, ends: tuple[float, float]) -> None:
    row = swing.row
    canvas.open("tornado-bar", f"{clean(row.name)}: {clean(row.why)}")
    kind = canvas.text(MARGIN, top + 15, clean(row.kind), look=CAPTION, room=58)
    canvas.text(MARGIN + max(kind, 52) + 6, top + 15, clean(row.name) or "?", room=LABEL - max(kind, 52) - 20)
    left, right = min(ends), max(ends)
    pen = Pen(stroke="accent" if row.is_turned else "ink", width=2.2 if row.is_turned else 0.9,
              fill="accent" if row.is_turned else "soft", opacity=0.16)
    canvas.rect((left, top + 4, max(right - left, 1.5), ROW - 11), pen=pen)
    figure = (f"{swing.margin:.2f}" if abs(swing.margin) < 1000 else f"{swing.margin:.1e}").replace("-", "−")
    taken = canvas.text(right + 6, top + 15, figure, look=Look(size=SMALL))
    if row.is_turned:
        canvas.text(right + 12 + taken, top + 15, "✕ turns", look=Look(size=SMALL, ink="accent", is_bold=True))
    canvas.close()


def _tell(swing: Swing, leader: str) -> str:
    row = swing.row
    turned = f", which turns the order{_say_order(row)}" if row.is_turned else ""
    what = "the lead is" if leader else "a sum moves by"
    name = clean(row.name) if row.kind == CELLS else f"{clean(row.kind)} {elide(clean(row.name), at_most=LONGEST_TOLD)}"
    how = f"With {name} the other way round" if row.kind in TURNED else f"Without {name}"
    return f"{how} {what} {swing.margin:.2f}{turned}"


def _say_order(row: Sensitivity) -> str:
    """` to H2, H1`; where several have the least sum, that they lead together: the order of equals says nothing."""
    sums = dict(row.sums)
    least = min(sums.values(), default=0.0)
    first = [clean(id_) for id_ in row.order if sums.get(id_) == least]
    if len(first) > 1:
        return f": {', '.join(first[:3])}{' and more' if len(first) > 3 else ''} lead together"
    return f" to {', '.join(map(clean, row.order[:3]))}"
