"""The stemma: who tells a claim and on whose word, the tellings by date from left to right.

Tellings stand on a stair, one row each, the earliest at the left; sources stand above them at the right, carriers
before origins. Every node has a row of its own and every edge a track of its own, so that nothing ever runs through a
name. An edge goes up its track and along the row of the source it ends in, where it joins all others that end there.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from sayso.schema import Tables
from sayso.tell.layering import find_layers
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.graph import Node, Pair, Side, find_side
from sayso.tell.pictures.style import (
    CAPTION,
    COLUMN,
    FONT,
    LINE,
    MARGIN,
    SMALL,
    WIDTH,
    Canvas,
    Look,
    Pen,
    measure,
    pair_up,
    wrap,
)
from sayso.tell.verdicts import EDGES

NODE_WIDTHS = (112, 196)  # least and most; under 112 a name of two words breaks in the middle
GUTTER = 30  # right of a column of sources: room for the edges that leave it
STUB = 12  # between a telling and its first track
TRACKS = (6.0, 22.0)  # least and most between two tracks; nearer ones run into one in print
APPROACH = 22  # from the last track to a source: room for an arrow
GAP = 11
CAPTION_HEIGHT = 15
ROW, ROW_WIDTH = 20.0, 190.0  # of a row of one line: room for a date and three short words
MANY = 12  # more tellings than this stand in rows of one line
LABEL_LINES = 3  # of a name; the whole stands in the node's <title>
DOTTED = frozenset(("same utterance", "speaks for"))
DOUBLE = 1.8  # from the middle of a double line to each of its strokes


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: its box, and the height of the row on which edges reach it."""

    left: float
    top: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def right(self) -> float:
        """Right edge of its box."""
        return self.left + self.width

    @property
    def middle(self) -> float:
        """Height of its row."""
        return self.top + self.height / 2


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A stemma laid out.

    Attributes:
        tracks: for each edge, where its upright part runs.
        size: width and height of the whole.
    """

    places: dict[str, Place]
    tracks: dict[Pair, float]
    size: tuple[float, float]


def draw_stemma(tables: Tables, group_id: str, *, side: str) -> str:
    """Draw who tells one side of a group and on whose word, as one SVG element.

    Tellings stand on a stair by date, the earliest at the left; sources above them, origins at the right. The picture
    says the same in words in its `<desc>`.

    Raises:
        UnknownName: no group has this id.
    """
    return draw_side(Lookup(tables), group_id, side=side)


def draw_side(lookup: Lookup, group_id: str, *, side: str, room: int = WIDTH) -> str:
    """Draw the stemma of a side from rows that were looked up already; see `draw_stemma`.

    Args:
        lookup: the case's rows.
        group_id: the group.
        side: affirmed or negated.
        room: width that tellings and one column of sources shall fit into; deeper stemmata take `WIDTH`, and the
            deepest a little more.
    """
    shown = find_side(lookup, group_id, side=side)
    canvas = Canvas()
    if not shown.nodes:
        return draw_nobody(canvas, "stemma", shown, f"{group_id}-{side}")
    plan = _plan(shown, room)
    for pair, kinds in shown.kinds.items():
        _draw_edge(canvas, shown, plan, pair, kinds)
    _draw_joints(canvas, shown, plan)
    for node in [*shown.others, *shown.tellings]:
        _draw_node(canvas, shown.nodes[node], plan.places[node])
    classes = "stemma stemma-small" if plan.size[0] <= COLUMN else "stemma"
    return canvas.finish(
        "stemma", title=shown.title, told=shown.told, size=plan.size, key=f"{group_id}-{side}", classes=classes
    )


def draw_nobody(canvas: Canvas, kind: str, side: Side, key: str) -> str:
    """The picture of a side that nobody tells."""
    canvas.text(MARGIN, MARGIN + 14, "told by nobody", look=CAPTION)
    return canvas.finish(kind, title=side.title, told="Nobody tells it.", size=(NODE_WIDTHS[0] + 2 * MARGIN, 40), key=key)


# ---------------------------------------------------------------- where things stand


def _plan(side: Side, room: int) -> Plan:
    layer_of = find_layers(side.others, [pair for pair in side.kinds if set(pair) <= set(side.others)])
    depth = max(layer_of.values(), default=-1) + 1
    total = room if depth <= 1 else WIDTH
    slots = _list_slots(side)
    n_tracks = sum(map(len, slots.values()))
    column, label = _share_width(total, depth, n_tracks, len(side.tellings))
    after = [pair for pair in side.kinds if pair[0] in layer_of]
    free = total - 2 * MARGIN - label - STUB - APPROACH - depth * (column + GUTTER)
    step = min(TRACKS[1], max(TRACKS[0], free / max(n_tracks, 1)))
    tracks: dict[Pair, float] = {}
    lefts: dict[str, float] = {}
    x = MARGIN + label + STUB
    for node in side.tellings:
        lefts[node] = x - STUB  # right edge of its box
        for pair in slots[node]:
            tracks[pair] = x
            x += step
        if not slots[node]:
            x += step
    first = x - step + APPROACH if depth else x + 1
    places = _place_sources(side, layer_of, _rank(side, tracks), (first, column))
    bottom = max((place.top + place.height + CAPTION_HEIGHT for place in places.values()), default=MARGIN - 4) + 4
    places |= _place_tellings(side, lefts, label, bottom)
    for layer in range(depth):
        leaving = [pair for pair in after if layer_of[pair[0]] == layer]
        gap = (GUTTER - 14) / max(len(leaving) - 1, 1)
        for i, pair in enumerate(sorted(leaving, key=lambda pair: (places[pair[1]].middle, pair))):
            tracks[pair] = first + layer * (column + GUTTER) + column + 6 + min(gap, 8) * i
    right = max([place.right for place in places.values()] + [track + 4 for track in tracks.values()], default=0.0)
    foot = max(place.top + place.height + (CAPTION_HEIGHT if side.nodes[node].caption else 0) for node, place in places.items())
    return Plan(places, tracks, (max(right + MARGIN, 160), foot + MARGIN))


def _share_width(total: int, depth: int, n_tracks: int, n_tellings: int) -> tuple[float, float]:
    """Width of a column of sources and of the tellings' boxes."""
    free = total - 2 * MARGIN - STUB - APPROACH - depth * GUTTER
    if n_tellings > MANY:
        column = min(NODE_WIDTHS[1], max(NODE_WIDTHS[0], (free - n_tracks * TRACKS[0] - ROW_WIDTH) / max(depth, 1)))
        return column, ROW_WIDTH
    wanted = TRACKS[1] if total > COLUMN else 10.0
    each = (free - min(max(n_tracks, 1) * wanted, total * 0.36)) / (depth + 1.0)
    column = max(NODE_WIDTHS[0], min(NODE_WIDTHS[1], each))
    return column, max(NODE_WIDTHS[0], min(NODE_WIDTHS[1], each))


def _list_slots(side: Side) -> dict[str, list[Pair]]:
    """For each telling the edges whose track runs right of it: its own, and those that end or begin in an earlier one."""
    place = {node: i for i, node in enumerate(side.tellings)}
    slots: dict[str, list[Pair]] = {node: [] for node in side.tellings}
    for tail, head in side.kinds:
        if tail in place:
            later = head if head in place and place[head] > place[tail] else tail
            slots[later].append((tail, head))
    for pairs in slots.values():
        pairs.sort(key=lambda pair: (pair[1] in place, pair))
    return slots


def _rank(side: Side, tracks: dict[Pair, float]) -> dict[str, float]:
    """For each source the first track that leads to it, by whatever way: who is told first stands highest."""
    rank = dict.fromkeys(side.others, 9e9)
    tellings = set(side.tellings)
    for (tail, head), x in tracks.items():
        if tail in tellings and head in rank:
            rank[head] = min(rank[head], x)
    for _ in side.others:
        for tail, head in side.kinds:
            if tail in rank and head in rank:
                rank[head] = min(rank[head], rank[tail])
    return rank


def _place_sources(
    side: Side, layer_of: dict[str, int], rank: dict[str, float], columns: tuple[float, float]
) -> dict[str, Place]:
    places, top = {}, float(MARGIN)
    first, width = columns
    for node in sorted(side.others, key=lambda node: (rank[node], -layer_of[node], node)):
        shown = side.nodes[node]
        lines = wrap(shown.name, width - 22, at_most=LABEL_LINES, look=_look(shown))
        height = len(lines) * LINE + 13
        places[node] = Place(first + layer_of[node] * (width + GUTTER), top, width, height, lines)
        top += height + GAP + (CAPTION_HEIGHT if shown.caption else 0)
    return places


def _place_tellings(side: Side, rights: dict[str, float], label: float, top: float) -> dict[str, Place]:
    places = {}
    is_many = len(side.tellings) > MANY
    for node in side.tellings:
        shown = side.nodes[node]
        lines = (shown.name,) if is_many else wrap(shown.name, label - 22, at_most=LABEL_LINES)
        wanted = max(map(measure, lines)) + 24
        wanted += measure(shown.published, look=CAPTION) + 8 if is_many else 0
        width = min(label, max(NODE_WIDTHS[0], wanted))
        height = ROW if is_many else LINE * (len(lines) + 1) + 7
        places[node] = Place(rights[node] - width, top, width, height, lines)
        top += height + (5 if is_many else GAP) + (CAPTION_HEIGHT if shown.caption else 0)
    return places


# ---------------------------------------------------------------- marks


def _draw_edge(canvas: Canvas, side: Side, plan: Plan, pair: Pair, kinds: Iterable[str]) -> None:
    tail, head = side.nodes[pair[0]], side.nodes[pair[1]]
    kinds = tuple(kinds)
    pen = Pen(width=1.2, dash="1.5 4" if DOTTED.issuperset(kinds) else "")
    canvas.open("stemma-edge", f"{tail.name} {EDGES.get(kinds[0], kinds[0])} {head.name}")
    offsets = (-DOUBLE, DOUBLE) if kinds == ("copy",) else (0.0,)
    for offset in offsets:
        canvas.path(pair_up(_find_way(side, plan, pair, offset)), pen=pen)
    end, before = _find_way(side, plan, pair, 0.0)[:-3:-1]
    back = 1 if end[0] > before[0] else -1
    canvas.path(f"M{end[0] + 7 * back:.1f} {end[1]:.1f}l{-8 * back} -3.6v7.2z", pen=Pen(stroke="none", fill="ink"))
    canvas.close()


def _find_way(side: Side, plan: Plan, pair: Pair, offset: float) -> list[tuple[float, float]]:
    """From the right of who tells, up or down the track, to the left of a source or to the right of what stands further left."""
    tail, head, track = plan.places[pair[0]], plan.places[pair[1]], plan.tracks[pair]
    spread = 4.0 if tail.height <= ROW else 7.0
    is_telling, ends_in_telling = pair[0] in side.tellings, pair[1] in side.tellings
    start_y = tail.middle - (spread if is_telling and not ends_in_telling else 0.0)
    if track < head.left:
        end = (head.left - 7, head.middle)
        bend = 1 if start_y > end[1] else -1
        return [(tail.right, start_y + offset * bend), (track + offset, start_y + offset * bend),
                (track + offset, end[1] + offset), (end[0], end[1] + offset)]
    end = (head.right + 7, head.middle + (4.0 if head.height <= ROW else 7.0))
    bend = 1 if start_y > end[1] else -1
    return [(tail.right, start_y + offset * bend), (track + offset, start_y + offset * bend),
            (track + offset, end[1] - offset * bend), (end[0], end[1] - offset * bend)]


def _draw_joints(canvas: Canvas, side: Side, plan: Plan) -> None:
    """A dot where an edge joins another on its way to the same node, or parts from another of the same telling."""
    dot = Pen(stroke="none", fill="ink")
    ends: dict[str, list[float]] = defaultdict(list)
    starts: dict[str, list[float]] = defaultdict(list)
    for pair in side.kinds:
        if plan.tracks[pair] < plan.places[pair[1]].left:
            ends[pair[1]].append(plan.tracks[pair])
        if pair[0] in side.tellings and pair[1] not in side.tellings:
            starts[pair[0]].append(plan.tracks[pair])
    for node, tracks in sorted(ends.items()):
        for track in sorted(tracks)[1:]:
            canvas.circle(track, plan.places[node].middle, 2.4, pen=dot)
    for node, tracks in sorted(starts.items()):
        place = plan.places[node]
        for track in sorted(tracks)[:-1]:
            canvas.circle(track, place.middle - (4.0 if place.height <= ROW else 7.0), 2.4, pen=dot)


def _look(node: Node) -> Look:
    return Look(is_italic=node.is_unnamed, size=FONT)


def _draw_node(canvas: Canvas, node: Node, place: Place) -> None:
    canvas.open("stemma-node stemma-cut" if node.is_cut else "stemma-node", node.name)
    pen = Pen(
        stroke="accent" if node.is_cut else "ink", width=2.5 if node.is_cut else 1.0, fill="accent" if node.is_cut else "none",
        opacity=0.09 if node.is_cut else 1.0, dash="5 3.5" if node.is_unnamed else "",
    )
    box = (place.left, place.top, place.width, place.height)
    canvas.rect(box, pen=pen, corner=0 if node.is_document else min(place.height / 2, 14))
    if node.is_document:  # the mark of a document: a second line on its left, as of a bound paper
        canvas.path(f"M{place.left + 4:.1f} {place.top:.1f}v{place.height:.1f}", pen=Pen())
    x = place.left + 11
    if place.height <= ROW:
        taken = canvas.text(x, place.top + 14.5, node.published, look=CAPTION) + 6 if node.published else 0.0
        canvas.text(x + taken, place.top + 14.5, node.name, look=_look(node), room=place.right - x - taken - 6)
    else:
        for i, line in enumerate(place.lines):
            canvas.text(x, place.top + 6.5 + LINE * (i + 0.76), line, look=_look(node), room=place.width - 18)
        if place.height > len(place.lines) * LINE + 14:  # a telling's: room for its date
            y = place.top + 5.5 + LINE * (len(place.lines) + 0.76)
            canvas.text(x, y, node.published or "no date", look=CAPTION, room=place.width - 18)
    if node.caption:
        look = Look(size=SMALL, ink="accent", is_bold=True) if node.is_cut else CAPTION
        canvas.text(place.left + 1, place.top + place.height + CAPTION_HEIGHT - 3, node.caption, look=look)
    canvas.close()
