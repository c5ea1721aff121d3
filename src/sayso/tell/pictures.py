"""Pictures, as SVG: the one module that draws; brief, notebook and workbench all show the same ones.

A picture must stand alone (a file, a notebook) and take on the colours of a page. So its strokes are `currentColor`,
its accent is an attribute that a page's style sheet overrides by class, and it has no style sheet of its own. What
colour says, shape says too: unnamed sources are dashed, the weakest point is thick and named, copies are double lines.
"""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections import defaultdict
from xml.sax.saxutils import escape

from sayso.schema import Tables
from sayso.tell.layering import Layout, lay_out
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.verdicts import EDGES

WIDTH = 720  # pixels; the brief's column
COLUMN = 352  # one of two columns: enough for two layers, and for a phone
NODE_WIDTHS = (112, 196)  # least and most; under 112 a name of two words breaks in the middle
GUTTER = 54  # least space between layers: room for a curve and its arrow
LINE = 15.5  # height of a line of a label
FONT = 12.5
MAX_LINES = 3  # lines of a label; the whole name stands in the node's <title>
GAP = 14  # between two nodes of a layer
MARGIN = 10
CAPTION = 15  # height of the words 'weakest point' or 'own word' under a node
ACCENT = "#a8321a"
_SANS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A node of the picture: a document that tells, a carrier or an origin."""

    id: str
    name: str
    lines: tuple[str, ...]
    is_document: bool
    is_unnamed: bool
    is_cut: bool
    caption: str

    @property
    def box(self) -> float:
        """Height of the box alone."""
        return len(self.lines) * LINE + 13

    @property
    def height(self) -> float:
        """Height of the box and its caption."""
        return self.box + (CAPTION if self.caption else 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """A stemma laid out: what stands where, in pixels.

    Attributes:
        kinds: for each pair of nodes, the kinds of edges from the first to the second.
        lefts: left edge of each layer.
        width: of every node.
        size: width and height of the whole.
    """

    nodes: dict[str, Node]
    kinds: dict[tuple[str, str], list[str]]
    layout: Layout
    lefts: list[float]
    width: float
    size: tuple[float, float]


def draw_stemma(tables: Tables, group_id: str, *, side: str) -> str:
    """Draw who tells one side of a group and on whose word, as one SVG element.

    Documents that tell stand at the left, origins at the right. The picture says the same in words in its `<desc>`.

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
        room: width that two layers shall fit into; deeper stemmata take `WIDTH`, and the deepest a little more.
    """
    title, told = _tell(lookup, group_id, side)
    drawing = _lay_out(lookup, group_id, side, room)
    name = escape(f"stemma-{group_id}-{side}", {'"': "&quot;"})
    width, height = drawing.size
    classes = "stemma stemma-small" if width <= COLUMN else "stemma"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" role="img" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" aria-labelledby="{name}-t {name}-d" '
        f'font-family="{_SANS}" font-size="{FONT}" color="#1b1a18" fill="currentColor">',
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>',
    ]
    parts += [_draw_edge(drawing, pair) for pair in sorted(drawing.kinds) if pair[0] != pair[1]]
    parts += [
        _draw_node(drawing.nodes[node], drawing.lefts[i], drawing.layout.middles[node] + MARGIN, drawing.width)
        for i, layer in enumerate(drawing.layout.layers) for node in layer
    ]
    return "".join([*parts, "</svg>"])


def _lay_out(lookup: Lookup, group_id: str, side: str, room: int) -> Drawing:
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in lookup.edges.get((group_id, side), []):
        if edge.kind not in kinds[edge.tail, edge.head]:
            kinds[edge.tail, edge.head].append(edge.kind)
    tellers = lookup.tellers(group_id, side)
    ids = list(dict.fromkeys([*tellers, *(node for pair in kinds for node in pair)]))
    depth = max(1, len(lay_out(dict.fromkeys(ids, 1.0), kinds, starts=tellers, gap=1).layers))
    total = room if depth <= 2 else WIDTH
    width = max(NODE_WIDTHS[0], min(NODE_WIDTHS[1], (total - 2 * MARGIN - GUTTER * (depth - 1)) / depth))
    tails = {tail for tail, _ in kinds}
    tally = lookup.tally(group_id, side)
    cut = frozenset(tally.cut_ids if tally else ())
    nodes = {node: _make_node(lookup, node, cut, width, leads_on=node in tails or not kinds) for node in ids}
    layout = lay_out({node.id: node.height for node in nodes.values()}, kinds, starts=tellers, gap=GAP)
    step = width + max(GUTTER, min(3 * GUTTER, (total - 2 * MARGIN - width * depth) / max(depth - 1, 1)))
    size = (step * (depth - 1) + width + 2 * MARGIN, layout.height + 2 * MARGIN)
    return Drawing(nodes, kinds, layout, [MARGIN + i * step for i in range(depth)], width, size)


def _make_node(lookup: Lookup, node_id: str, cut: frozenset[str], width: float, *, leads_on: bool) -> Node:
    source, name = lookup.sources.get(node_id), lookup.node_name(node_id)
    is_document = node_id in lookup.documents
    caption = "weakest point" if node_id in cut else "own word" if is_document and not leads_on else ""
    return Node(
        id=node_id,
        name=name,
        lines=_wrap(name, width - 20),
        is_document=is_document,
        is_unnamed=bool(source and not source.is_named),
        is_cut=node_id in cut,
        caption=caption,
    )


def _draw_node(node: Node, left: float, middle: float, width: float) -> str:
    top = middle - node.height / 2
    stroke = f'stroke="{ACCENT}" stroke-width="2.5"' if node.is_cut else 'stroke="currentColor" stroke-width="1"'
    dash = ' stroke-dasharray="5 3.5"' if node.is_unnamed else ""
    fill = f'fill="{ACCENT}" fill-opacity=".09"' if node.is_cut else 'fill="none"'
    corner = 0 if node.is_document else min(node.box / 2, 14)
    out = [
        f'<g class="stemma-node{" stemma-cut" if node.is_cut else ""}"><title>{escape(node.name)}</title>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{node.box:.1f}" rx="{corner:.1f}" '
        f"{fill} {stroke}{dash}/>"
    ]
    if node.is_document:  # the mark of a document: a second line on its left, as of a bound paper
        out.append(f'<path d="M{left + 4:.1f} {top:.1f}v{node.box:.1f}" stroke="currentColor" fill="none"/>')
    style = ' font-style="italic"' if node.is_unnamed else ""
    for i, line in enumerate(node.lines):
        y = top + 7 + LINE * (i + 0.76)
        out.append(f'<text x="{left + 11:.1f}" y="{y:.1f}"{style}>{escape(line)}</text>')
    if node.caption:
        look = f'fill="{ACCENT}" font-weight="700"' if node.is_cut else 'fill-opacity=".75"'
        out.append(
            f'<text class="stemma-caption" x="{left + 1:.1f}" y="{top + node.box + CAPTION - 3:.1f}" font-size="11" '
            f"{look}>{'✕ ' if node.is_cut else ''}{node.caption}</text>"
        )
    return "".join([*out, "</g>"])


def _draw_edge(drawing: Drawing, pair: tuple[str, str]) -> str:
    tail, head, kinds = drawing.nodes[pair[0]], drawing.nodes[pair[1]], drawing.kinds[pair]
    is_turned = pair in drawing.layout.turned  # leads back: from a left edge to a right edge, below the way there
    back = -1 if is_turned else 1
    points = _find_points(drawing, pair, is_turned=is_turned)
    tip_x, tip_y = points[-1]
    points[-1] = (tip_x - 7 * back, tip_y)
    dots = ' stroke-dasharray="1.5 4" stroke-linecap="round"' if set(kinds) <= {"same utterance", "speaks for"} else ""
    line = f'fill="none" stroke="currentColor" stroke-width="1.2"{dots}'
    paths = [f'<path d="{_curve(points, by)}" {line}/>' for by in ((-1.7, 1.7) if kinds == ["copy"] else (0.0,))]
    title = escape(f"{tail.name} {EDGES.get(kinds[0], kinds[0])} {head.name}")
    arrow = f'<path d="M{tip_x:.1f} {tip_y:.1f}l{-8 * back} -3.6v7.2z"/>'
    return f'<g class="stemma-edge"><title>{title}</title>{"".join(paths)}{arrow}</g>'


def _find_points(drawing: Drawing, pair: tuple[str, str], *, is_turned: bool) -> list[tuple[float, float]]:
    """Where an edge leaves, bends and arrives; at its ends it aims at the box, not at the caption below."""
    way, last = drawing.layout.ways[pair], len(drawing.layout.ways[pair]) - 1
    points = []
    for i, (layer, y) in enumerate(way):
        node = drawing.nodes[pair[0]] if i == 0 else drawing.nodes[pair[1]] if i == last else None
        on_right = (i == 0) != is_turned
        x = drawing.lefts[layer] + (drawing.width * on_right if node else drawing.width / 2)
        lift = (node.height - node.box) / 2 if node else 0.0
        points.append((x, y + MARGIN - lift + 7 * is_turned))
    return points


def _curve(points: list[tuple[float, float]], offset: float) -> str:
    path = [f"M{points[0][0]:.1f} {points[0][1] + offset:.1f}"]
    for (x, y), (u, v) in itertools.pairwise(points):
        middle = (x + u) / 2
        path.append(f"C{middle:.1f} {y + offset:.1f} {middle:.1f} {v + offset:.1f} {u:.1f} {v + offset:.1f}")
    return "".join(path)


def _tell(lookup: Lookup, group_id: str, side: str) -> tuple[str, str]:
    """Title and description of the picture: what it shows, for who can't see it."""
    text = elide(clean_line(lookup.group(group_id).text), at_most=120)
    tally, tellers = lookup.tally(group_id, side), lookup.tellers(group_id, side)
    edges = lookup.edges.get((group_id, side), [])
    verb = {"affirmed": ("tells", "tell"), "negated": ("denies", "deny")}[side][len(tellers) != 1]
    told = list(dict.fromkeys(
        f"{lookup.node_name(edge.tail)} {EDGES.get(edge.kind, edge.kind)} {lookup.node_name(edge.head)}"
        for edge in edges
    ))
    tails = {edge.tail for edge in edges}
    told += [f"{lookup.teller(teller)} names no source" for teller in tellers if teller not in tails]
    if tally and tally.cut:
        told.append(f"Weakest point: {', '.join(map(clean_line, tally.cut))}")
    return f"{count_of(len(tellers), 'document')} {verb}: {text}", ". ".join(told) + "."


def _wrap(name: str, room: float) -> tuple[str, ...]:
    """Break a name into at most `MAX_LINES` lines that fit; what doesn't fit is elided."""
    lines: list[str] = []
    for word in name.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _measure(joined) <= room:
            lines[-1] = joined
        else:
            lines += _break_word(word, room)
    if len(lines) > MAX_LINES:
        last = lines[MAX_LINES - 1]
        while last and _measure(last + "…") > room:
            last = last[:-1]
        lines = [*lines[: MAX_LINES - 1], last.rstrip() + "…"]
    return tuple(lines) or ("?",)


def _break_word(word: str, room: float) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and _measure(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts


def _measure(text: str) -> float:
    """Width of a text, from the widths of a common sans serif; a tenth wide rather than narrow."""
    return sum(FONT * _width_of(character) for character in text)


def _width_of(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "iljtfrI.,;:'|!()[] -’":
        return 0.36
    if character in "mwMW@%…":
        return 0.92
    return 0.71 if character.isupper() else 0.58

