"""The timeline: who told a claim when, as marks in lanes; many tellings of one time become a number.

With a group's id its two sides are the lanes, else the groups that are told the most. Days are put together into weeks,
months, quarters, years or more, so that there are never more columns than can be read.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import defaultdict
from collections.abc import Sequence

from sayso.schema import Tables
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.pictures.style import CAPTION, MARGIN, SMALL, WIDTH, Canvas, Look, Pen, clean, fit, measure, wrap
from sayso.tell.shown import count_of, elide

LABEL = 196  # width of a lane's name
MOST_BINS = 22  # columns: a mark with two digits is 20 pixels wide
MOST_LANES = 14  # groups drawn; the rest is counted
LANE = 44  # height: two rows of marks, or two lines of a name
UNDATED = 62  # width of what has no date
RADIUS = 8.5
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
TOLD, DENIED = "told", "denied"  # of the words that stand for a group; who says that there was none denies no such words


@dataclasses.dataclass(frozen=True, slots=True)
class Lane:
    """A row of the timeline: by side, the tellings' days; null for those without one."""

    name: str
    days: dict[str, list[datetime.date | None]]
    first: str

    @property
    def n(self) -> int:
        """Tellings in it."""
        return sum(map(len, self.days.values()))


@dataclasses.dataclass(frozen=True, slots=True)
class Axis:
    """Columns of the timeline: the first day of each, the day after the last, how each is called, what one is."""

    starts: tuple[datetime.date, ...]
    names: tuple[str, ...]
    unit: str

    def find(self, day: datetime.date) -> int:
        """Column of a day."""
        return max(i for i, start in enumerate(self.starts) if start <= day)


def draw_timeline(tables: Tables, group_id: str | None = None) -> str:
    """Draw when a group was told and denied; without an id, when the groups that are told the most were.

    Raises:
        UnknownName: no group has this id.
    """
    lookup = Lookup(tables)
    lanes = _list_sides(lookup, group_id) if group_id else _list_groups(lookup)
    shown, n_more = lanes[:MOST_LANES], len(lanes) - MOST_LANES
    days = [day for lane in shown for held in lane.days.values() for day in held]
    dated = [day for day in days if day]
    axis = make_axis(min(dated), max(dated)) if dated else Axis((), (), "day")
    subject = elide(clean(lookup.group(group_id).text), at_most=120) if group_id else count_of(len(lanes), "statement")
    canvas, top = Canvas(), MARGIN + 24.0
    _draw_axis(canvas, axis, top + LANE * len(shown), has_undated=len(dated) < len(days))
    for lane in shown:
        _draw_lane(canvas, axis, lane, top)
        top += LANE
    top = _draw_notes(canvas, top + 18, axis, n_more)
    told = [f"{lane.name}: {_tell_lane(axis, lane)}" for lane in shown]
    if n_more > 0:
        told.append(f"{count_of(n_more, 'more statement')} not drawn")
    title = f"{count_of(len(days), 'telling')} over time: {subject}"
    return canvas.finish(
        "timeline", title=title, told=". ".join(told) + ("." if told else "Nothing is told."), size=(WIDTH, top + MARGIN - 4),
        key=group_id or "case",
    )


def read_day(published: str | None) -> datetime.date | None:
    """The day of an ISO date; the first of a month or year that is all it says; null for what is none."""
    found = _DATE.match(published or "")
    if not found:
        return None
    try:
        return datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def make_axis(first: datetime.date, last: datetime.date) -> Axis:
    """Columns from the first day to the last, of the shortest unit that gives at most `MOST_BINS`."""
    n_days = (last - first).days + 1
    if n_days <= MOST_BINS:
        days = tuple(datetime.date.fromordinal(first.toordinal() + i) for i in range(n_days))
        return Axis(days, tuple(f"{day.day} {day:%b} {day.year}" for day in days), "day")
    monday = first.toordinal() - first.weekday()
    if last.toordinal() - monday < MOST_BINS * 7:
        weeks = tuple(datetime.date.fromordinal(day) for day in range(monday, last.toordinal() + 1, 7))
        return Axis(weeks, tuple(f"{day.day} {day:%b} {day.year}" for day in weeks), "week")
    for months in (1, 3, 12, 60, 120, 600, 1200, 6000):
        at = (first.year * 12 + first.month - 1) // months * months
        end = last.year * 12 + last.month - 1
        if (end - at) // months < MOST_BINS:
            starts = tuple(datetime.date(max(month // 12, 1), month % 12 + 1, 1) for month in range(at, end + 1, months))
            unit = {1: "month", 3: "quarter", 12: "year"}.get(months, f"{months // 12} years")
            name = "%b " if months < 12 else ""
            return Axis(starts, tuple(f"{day.strftime(name)}{day.year}" for day in starts), unit)
    raise AssertionError("years have four digits, so that columns of 500 are always enough")


def _list_sides(lookup: Lookup, group_id: str) -> list[Lane]:
    lookup.group(group_id)
    return [
        Lane(
            f"{how} by {count_of(len(tellers), 'document')}", {how: _list_days(lookup, tellers)}, _find_first(lookup, tellers),
        )
        for how, tellers in _list_tellers(lookup, group_id) if tellers
    ]


def _list_tellers(lookup: Lookup, group_id: str) -> list[tuple[str, list[str]]]:
    """Who tells a group's words, then who denies them."""
    sides = sorted(SIDES, key=lambda side: lookup.is_against(group_id, side))
    return [(DENIED if lookup.is_against(group_id, side) else TOLD, lookup.tellers(group_id, side)) for side in sides]


def _list_groups(lookup: Lookup) -> list[Lane]:
    lanes = []
    for group in lookup.groups.values():
        tellers = dict(_list_tellers(lookup, group.id))
        everyone = [teller for held in tellers.values() for teller in held]
        if everyone:
            days = {side: _list_days(lookup, held) for side, held in tellers.items()}
            lanes.append(Lane(clean(group.text), days, _find_first(lookup, everyone)))
    return lanes


def _list_days(lookup: Lookup, tellers: Sequence[str]) -> list[datetime.date | None]:
    return [read_day(lookup.documents[teller].published) if teller in lookup.documents else None for teller in tellers]


def _find_first(lookup: Lookup, tellers: Sequence[str]) -> str:
    """Who told it first: nobody where two have the same earliest date, or none has one."""
    dated = sorted(
        (lookup.documents[teller].published or "", teller) for teller in tellers
        if teller in lookup.documents and read_day(lookup.documents[teller].published)
    )
    if not dated or (len(dated) > 1 and dated[0][0] == dated[1][0]):
        return ""
    return f"first {clean(lookup.teller(dated[0][1]))}, {clean(dated[0][0])[:10]}"


def _column(axis: Axis, i: int) -> float:
    """Middle of a column."""
    room = WIDTH - MARGIN - LABEL - UNDATED - 24
    return LABEL + 12 + room * (i + 0.5) / max(len(axis.starts), 1)


def _draw_axis(canvas: Canvas, axis: Axis, bottom: float, *, has_undated: bool) -> None:
    last = -999.0
    for i, name in enumerate(axis.names):
        x, width = _column(axis, i), measure(name, look=CAPTION)
        left = min(max(x - width / 2, LABEL), WIDTH - MARGIN - UNDATED - width - 4)
        canvas.path(f"M{x:.1f} {MARGIN + 20:.1f}V{bottom:.1f}", pen=Pen(stroke="hair", width=0.6))
        if left > last + 10:
            canvas.text(left, MARGIN + 12, name, look=CAPTION)
            last = left + width
    if has_undated:
        x = WIDTH - MARGIN - UNDATED
        canvas.path(f"M{x:.1f} {MARGIN:.1f}V{bottom:.1f}", pen=Pen(stroke="soft", width=1.0, dash="2 3"))
        canvas.text(x + UNDATED / 2, MARGIN + 12, "no date", look=CAPTION, anchor="middle", room=UNDATED)


def _draw_lane(canvas: Canvas, axis: Axis, lane: Lane, top: float) -> None:
    canvas.path(f"M{MARGIN} {top:.1f}H{WIDTH - MARGIN}", pen=Pen(stroke="hair", width=0.8))
    name = Look(size=SMALL + 0.5)
    lines = wrap(lane.name, LABEL - MARGIN - 8, at_most=2, look=name)
    canvas.open("timeline-lane", f"{lane.name}: {_tell_lane(axis, lane)}")
    for i, line in enumerate(lines):
        canvas.text(MARGIN, top + 17 + 14.5 * i, line, look=name)
    if len(lines) == 1 and lane.first:
        canvas.text(MARGIN, top + 32, lane.first, look=CAPTION, room=LABEL - MARGIN - 8)
    first = min((day for days in lane.days.values() for day in days if day), default=None)
    is_two = sum(map(bool, lane.days.values())) > 1
    for side, days in lane.days.items():
        y = top + LANE / 2 + (0 if not is_two else -10.5 if side == TOLD else 10.5)
        columns: dict[int, int] = defaultdict(int)
        for day in days:
            columns[axis.find(day) if day else -1] += 1
        for i, n in sorted(columns.items()):
            x = _column(axis, i) if i >= 0 else WIDTH - MARGIN - UNDATED / 2
            is_first = bool(first and i == axis.find(first) and first in days)
            _draw_mark(canvas, (x, y), side, n, is_first=is_first)
    canvas.close()


def _draw_mark(canvas: Canvas, at: tuple[float, float], side: str, n: int, *, is_first: bool) -> None:
    """A disc for a telling, a cross for a denial; more than one as a ring or a square with their number."""
    x, y = at
    if side == DENIED:
        pen = Pen(stroke="accent", width=2.6 if is_first else 1.6)
        if n == 1:
            canvas.path(f"M{x - 4.5:.1f} {y - 4.5:.1f}l9 9m0 -9l-9 9", pen=pen)
        else:
            canvas.rect((x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS), pen=pen)
    elif n == 1:
        canvas.circle(x, y, 4.2, pen=Pen(stroke="none", fill="ink"))
        if is_first:
            canvas.circle(x, y, 7.2, pen=Pen(width=1.4))
    else:
        canvas.circle(x, y, RADIUS + 0.5, pen=Pen(width=2.6 if is_first else 1.2))
    if n > 1:
        words = str(n) if n < 1000 else f"{n // 1000}k"
        look = Look(size=SMALL if len(words) < 3 else 7.5, is_bold=is_first)
        canvas.text(x, y + look.size * 0.36, fit(words, 2 * RADIUS + 4, look=look), look=look, anchor="middle")


def _draw_notes(canvas: Canvas, y: float, axis: Axis, n_more: int) -> float:
    notes = [f"● told; ✕ denied; a number: so many in one {axis.unit}; a second or a thick outline: the first telling"]
    if n_more > 0:
        notes.append(f"{count_of(n_more, 'more statement')} told by fewer documents not drawn")
    for note in notes:
        canvas.text(MARGIN, y, note, look=CAPTION, room=WIDTH - 2 * MARGIN)
        y += 15
    return y - 6


def _tell_lane(axis: Axis, lane: Lane) -> str:
    told = []
    for side, days in lane.days.items():
        counts: dict[int, int] = defaultdict(int)
        for day in days:
            counts[axis.find(day) if day else -1] += 1
        at = ", ".join(f"{n} in {axis.names[i]}" if i >= 0 else f"{n} without a date" for i, n in sorted(counts.items()))
        if days:
            told.append(f"{side} by {count_of(len(days), 'document')} ({at})")
    return "; ".join([*told, *([lane.first] if lane.first else [])])
