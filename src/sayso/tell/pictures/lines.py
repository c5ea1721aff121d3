"""The lines diagram: which ways from tellings to origins share no source, and where all of them can be cut.

The drawing is layered: tellings at the left, carriers between, origins at the right. Ways that count are thick,
established ones solid, those that only may be separate dashed; everything else is a hair line.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping

import networkx as nx

from sayso.schema import Tables
from sayso.tell.layering import Layout, lay_out
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.graph import MORE_SOURCES, MORE_TELLINGS, Node, Pair, Side, find_side
from sayso.tell.pictures.stemma import NODE_WIDTHS, draw_nobody
from sayso.tell.pictures.style import CAPTION, LINE, MARGIN, SMALL, STRONG, WIDTH, Canvas, Look, Pen, wrap
from sayso.tell.shown import count_of
from sayso.tell.verdicts import EDGES

GUTTER = 54  # least space between layers: room for a curve and its arrow
GAP = 14  # between two nodes of a layer
CAPTION_HEIGHT = 15
HEAD = 46  # the count, above the drawing
MAX_LINES = 3  # lines of a label
MOST = (20, 14)  # tellings and others that are nodes of their own; with more, curves are a knot
MOST_WAYS = 12  # lines that are surely drawn
WHOLE = (400, 300)  # of which ways are looked for: they take a second; twice as many ten
COUNT_WIDTH = 560  # room for the line that explains the strokes
SAME = frozenset(("same utterance", "speaks for"))


@dataclasses.dataclass(frozen=True, slots=True)
class Ways:
    """Ways that share no source, each from a telling to an origin, as node ids."""

    established: tuple[tuple[str, ...], ...]
    possible: tuple[tuple[str, ...], ...]


def draw_lines(tables: Tables, group_id: str, *, side: str) -> str:
    """Draw the independent lines of one side of a group: established ones, possible ones, the cut.

    Raises:
        UnknownName: no group has this id.
    """
    return draw_side_lines(Lookup(tables), group_id, side=side)


def draw_side_lines(lookup: Lookup, group_id: str, *, side: str) -> str:
    """The same, for whoever has looked the rows up already."""
    ways = find_ways(find_side(lookup, group_id, side=side, most=WHOLE))
    kept = [*ways.established, *ways.possible][:MOST_WAYS]
    shown = find_side(lookup, group_id, side=side, most=MOST, keep=itertools.chain.from_iterable(kept))
    canvas = Canvas()
    if not shown.nodes:
        return draw_nobody(canvas, "lines", shown, f"{group_id}-{side}")
    ways = Ways(*(
        tuple(way for way in held if way in kept and shown.nodes.keys() >= {*way}) for held in (ways.established, ways.possible)
    ))
    shown = _caption(shown, ways)
    plan = _plan(shown)
    counted = _count(shown, ways)
    canvas.text(MARGIN, MARGIN + 12, counted, look=STRONG, room=plan.size[0] - 2 * MARGIN)
    note = "thick: a line; dashed: a line only if its origin is someone else; thin: no line of its own"
    canvas.text(MARGIN, MARGIN + 28, note, look=CAPTION, room=plan.size[0] - 2 * MARGIN)
    pairs = {pair: _Stroke(3.0, "") for way in ways.established for pair in itertools.pairwise(way)}
    pairs |= {pair: _Stroke(3.0, "9 5") for way in ways.possible for pair in itertools.pairwise(way)}
    for pair in sorted(plan.layout.ways, key=lambda pair: (pair in pairs, pair)):
        _draw_edge(canvas, shown, plan, pair, pairs.get(pair))
    for i, layer in enumerate(plan.layout.layers):
        for node in layer:
            _draw_node(canvas, shown.nodes[node], plan, i)
    names = "; ".join(
        f"line {i}, {kind}: {', then '.join(shown.nodes[node].name for node in way)}"
        for i, (kind, way) in enumerate(
            [("established", way) for way in ways.established] + [("possible", way) for way in ways.possible], 1
        )
    )
    told = f"{counted}. {f'{names}. ' if names else ''}{shown.told}"
    return canvas.finish("lines", title=f"{counted}. {shown.title}", told=told, size=plan.size, key=f"{group_id}-{side}")


def _count(side: Side, ways: Ways) -> str:
    """The count in words; of what is folded away or can't be told apart here, that it isn't drawn."""
    lines, possible = (side.tally.lines, side.tally.lines_possible) if side.tally else (0, 0)
    counted = f"{count_of(lines, 'line')} established, {possible:,} possible"
    if lines == 1 and not ways.established and not {MORE_SOURCES, MORE_TELLINGS} & set(side.nodes):
        counted += "; no origin is named, so that all may be one"
    missing = possible - len(ways.established) - len(ways.possible)
    return f"{counted}; {missing:,} not drawn" if missing > 0 else counted


def _caption(side: Side, ways: Ways) -> Side:
    """Write the number of its line under each origin."""
    nodes = dict(side.nodes)
    for i, way in enumerate([*ways.established, *ways.possible], 1):
        node = nodes[way[-1]]
        name = f"line {i}" if i <= len(ways.established) else f"possible line {i}"
        nodes[way[-1]] = dataclasses.replace(node, caption=f"{name}, weakest point" if node.is_cut else name)
    return dataclasses.replace(side, nodes=nodes)


# ---------------------------------------------------------------- the ways


def find_ways(side: Side) -> Ways:
    """Find as many ways from tellings to origins as were counted, no two through the same source.

    A largest flow through nodes that hold one way each (documents, which can be read, hold any number as carriers),
    of those the one that ends in the most named origins: sets of origins that can be reached apart form a matroid, so
    that it holds a largest set of named ones (Perfect 1968).
    """
    one = _merge_same(side)
    folded = {MORE_SOURCES, MORE_TELLINGS}  # many at once are no way of their own
    tails = {one[tail] for (tail, head), kinds in side.kinds.items() if one[tail] != one[head]}
    cited = {one[head] for (_, head), kinds in side.kinds.items() if {"attribution", "citation"} & set(kinds)}
    many = len(side.nodes)
    graph = nx.DiGraph()
    for name, node in sorted(side.nodes.items()):
        if one[name] != name or name in folded:
            continue
        graph.add_edge(f"{name}\x1fin", f"{name}\x1fout", capacity=many if node.is_document else 1, weight=0)
        if name not in tails:
            is_named = name in cited and not node.is_unnamed
            graph.add_edge(f"{name}\x1fout", "\x1fend", capacity=1, weight=0 if is_named else 1)
    for tail, head in side.kinds:
        if one[tail] != one[head] and not folded & {tail, head}:
            graph.add_edge(f"{one[tail]}\x1fout", f"{one[head]}\x1fin", capacity=many, weight=0)
    for telling in sorted({one[telling] for telling in side.tellings} - folded):
        graph.add_edge("\x1fstart", f"{telling}\x1fin", capacity=many, weight=0)
    if not {"\x1fstart", "\x1fend"} <= set(graph):
        return Ways((), ())
    flow = nx.max_flow_min_cost(graph, "\x1fstart", "\x1fend")
    named: list[tuple[str, ...]] = []
    unnamed: list[tuple[str, ...]] = []
    for way in _follow(flow):
        is_named = way[-1] in cited and not side.nodes[way[-1]].is_unnamed
        (named if is_named else unnamed).append(_spell_out(side, one, way))
    lines, possible = (side.tally.lines, side.tally.lines_possible) if side.tally else (0, 0)
    established = sorted(named, key=lambda way: (way[-1], way))[:lines]
    others = sorted(unnamed, key=lambda way: (way[-1], way))[: max(possible - len(established), 0)]
    return Ways(tuple(established), tuple(others))


def _merge_same(side: Side) -> dict[str, str]:
    """For each node the one that stands for it: tellings of one utterance and names of one speaker are one."""
    graph = nx.Graph()
    graph.add_nodes_from(side.nodes)
    graph.add_edges_from(pair for pair, kinds in side.kinds.items() if SAME & set(kinds))
    return {node: min(held) for held in nx.connected_components(graph) for node in held}


def _follow(flow: Mapping[str, Mapping[str, int]]) -> Iterable[tuple[str, ...]]:
    """Take a flow apart into ways."""
    left = {tail: {head: units for head, units in sorted(heads.items()) if units} for tail, heads in flow.items()}
    while any(left["\x1fstart"].values()):
        at, way = "\x1fstart", []
        while at != "\x1fend":
            head = next(head for head, units in left[at].items() if units)
            left[at][head] -= 1
            at = head
            if at.endswith("\x1fin"):
                way.append(at.removesuffix("\x1fin"))
        yield tuple(way)


def _spell_out(side: Side, one: Mapping[str, str], way: tuple[str, ...]) -> tuple[str, ...]:
    """A way through merged nodes as one through those that are drawn."""
    undirected = nx.Graph(side.kinds.keys())
    allowed = [node for node in side.nodes if one[node] in way]
    starts = sorted(node for node in side.tellings if one[node] == way[0])
    part = undirected.subgraph(allowed)
    found: list[list[str]] = [
        nx.shortest_path(part, start, way[-1]) for start in starts
        if start in part and way[-1] in part and nx.has_path(part, start, way[-1])
    ]
    return tuple(sorted(found, key=lambda path: (len(path), path))[0]) if found else (way[-1],)


# ---------------------------------------------------------------- the drawing


@dataclasses.dataclass(frozen=True, slots=True)
class _Stroke:
    width: float
    dash: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Plan:
    layout: Layout
    lefts: list[float]
    width: float
    labels: dict[str, tuple[str, ...]]
    size: tuple[float, float]

    def box(self, node: str) -> float:
        """Height of a node's box."""
        return len(self.labels[node]) * LINE + 13


def _plan(side: Side) -> _Plan:
    starts = list(side.tellings)
    depth = max(1, len(lay_out(dict.fromkeys(side.nodes, 1.0), side.kinds, starts=starts, gap=1).layers))
    width = max(NODE_WIDTHS[0], min(NODE_WIDTHS[1], (WIDTH - 2 * MARGIN - GUTTER * (depth - 1)) / depth))
    labels = {
        node.id: wrap(node.name, width - 22, at_most=MAX_LINES, look=Look(is_italic=node.is_unnamed))
        for node in side.nodes.values()
    }
    heights = {
        node.id: len(labels[node.id]) * LINE + 13 + (CAPTION_HEIGHT if node.caption else 0) for node in side.nodes.values()
    }
    layout = lay_out(heights, side.kinds, starts=starts, gap=GAP)
    step = width + max(GUTTER, min(3 * GUTTER, (WIDTH - 2 * MARGIN - width * depth) / max(depth - 1, 1)))
    size = (max(step * (depth - 1) + width + 2 * MARGIN, COUNT_WIDTH), layout.height + 2 * MARGIN + HEAD)
    return _Plan(layout, [MARGIN + i * step for i in range(depth)], width, labels, size)


def _draw_edge(canvas: Canvas, side: Side, plan: _Plan, pair: Pair, stroke: _Stroke | None) -> None:
    is_turned = pair in plan.layout.turned  # leads back: from a left edge to a right edge, below the way there
    back = -1 if is_turned else 1
    points = _find_points(side, plan, pair, is_turned=is_turned)
    tip_x, tip_y = points[-1]
    points[-1] = (tip_x - 7 * back, tip_y)
    kinds = side.kinds[pair]
    pen = Pen(width=stroke.width, dash=stroke.dash) if stroke else Pen(stroke="soft", width=0.9)
    canvas.open("lines-edge", f"{side.nodes[pair[0]].name} {EDGES.get(kinds[0], kinds[0])} {side.nodes[pair[1]].name}")
    canvas.path(_curve(points), pen=pen)
    canvas.path(f"M{tip_x:.1f} {tip_y:.1f}l{-8 * back} -3.8v7.6z", pen=Pen(stroke="none", fill="ink"))
    canvas.close()


def _find_points(side: Side, plan: _Plan, pair: Pair, *, is_turned: bool) -> list[tuple[float, float]]:
    """Where an edge leaves, bends and arrives; at its ends it aims at the box, not at the caption below."""
    way, last = plan.layout.ways[pair], len(plan.layout.ways[pair]) - 1
    points = []
    for i, (layer, y) in enumerate(way):
        node = side.nodes[pair[0]] if i == 0 else side.nodes[pair[1]] if i == last else None
        on_right = (i == 0) != is_turned
        x = plan.lefts[layer] + (plan.width * on_right if node else plan.width / 2)
        lift = CAPTION_HEIGHT / 2 if node and node.caption else 0.0
        points.append((x, y + MARGIN + HEAD - lift + 7 * is_turned))
    return points


def _curve(points: list[tuple[float, float]]) -> str:
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (u, v) in itertools.pairwise(points):
        middle = (x + u) / 2
        path.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {v:.1f} {u:.1f} {v:.1f}")
    return "".join(path)


def _draw_node(canvas: Canvas, node: Node, plan: _Plan, layer: int) -> None:
    box, lines = plan.box(node.id), plan.labels[node.id]
    left = plan.lefts[layer]
    top = plan.layout.middles[node.id] + MARGIN + HEAD - (box + (CAPTION_HEIGHT if node.caption else 0)) / 2
    canvas.open("lines-node", node.name)
    pen = Pen(
        stroke="accent" if node.is_cut else "ink", width=2.5 if node.is_cut else 1.0, fill="accent" if node.is_cut else "none",
        opacity=0.09 if node.is_cut else 1.0, dash="5 3.5" if node.is_unnamed else "",
    )
    canvas.rect((left, top, plan.width, box), pen=pen, corner=0 if node.is_document else min(box / 2, 14))
    if node.is_document:
        canvas.path(f"M{left + 4:.1f} {top:.1f}v{box:.1f}", pen=Pen())
    for i, line in enumerate(lines):
        canvas.text(left + 11, top + 7 + LINE * (i + 0.76), line, look=Look(is_italic=node.is_unnamed))
    if node.caption:
        look = Look(size=SMALL, ink="accent", is_bold=True) if node.is_cut else CAPTION
        canvas.text(left + 1, top + box + CAPTION_HEIGHT - 3, node.caption, look=look, room=plan.width + GUTTER / 2)
    canvas.close()
