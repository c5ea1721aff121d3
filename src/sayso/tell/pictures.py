"""Pictures, as SVG: the one module that draws; brief, notebook and workbench all show the same ones.

A picture must stand alone (a file, a notebook) and take on the colours of a page. So its strokes are `currentColor`,
its accent is an attribute that a page's style sheet overrides by class, and it has no style sheet of its own. What
colour says, shape says too: unnamed sources are dashed, the weakest point is thick and named, copies are double lines.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections import defaultdict
from xml.sax.saxutils import escape

from sayso.schema import Tables
from sayso.tell.layering import Layout, lay_out
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide

WIDTH = 720  # pixels; the brief's column
NODE_WIDTHS = (112, 196)  # least and most; under 112 a name of two words breaks in the middle
GUTTER = 54  # least space between layers: room for a curve and its arrow
LINE = 15.5  # height of a line of a label
FONT = 12.5
MAX_LINES = 3  # lines of a label; the whole name stands in the node's <title>
GAP = 14  # between two nodes of a layer
MARGIN = 10
CAPTION = 15  # height of the words 'weakest point' or 'own word' under a node
ACCENT = "#a8321a"
_SANS = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_DRAWN = {"attribution": "says", "citation": "cites", "copy": "copies", "same utterance": "same utterance as"}


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
    height: float


def draw_stemma(tables: Tables, group_id: str, *, side: str) -> str:
    """Draw who tells one side of a group and on whose word, as one SVG element.

    Documents that tell stand at the left, origins at the right. The picture says the same in words in its `<desc>`.

    Raises:
        UnknownName: no group has this id.
    """
    return draw_side(Lookup(tables), group_id, side=side)


def draw_side(lookup: Lookup, group_id: str, *, side: str) -> str:
    """Draw the stemma of a side from rows that were looked up already; see `draw_stemma`."""
    lookup.group(group_id)
    edges = lookup.edges.get((group_id, side), [])
    tellers = lookup.tellers(group_id, side)
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in edges:
        kinds[edge.tail, edge.head].append(edge.kind)
    ids = list(dict.fromkeys([*tellers, *(node for pair in kinds for node in pair)]))
    depth = len(lay_out({node: 1.0 for node in ids}, kinds, starts=tellers, gap=1).layers)
    width = max(NODE_WIDTHS[0], min(NODE_WIDTHS[1], (WIDTH - 2 * MARGIN - GUTTER * (depth - 1)) / max(depth, 1)))
    nodes = {node: _make_node(lookup, node, group_id, side, width, bool(kinds)) for node in ids}
    layout = lay_out({node.id: node.height for node in nodes.values()}, kinds, starts=tellers, gap=GAP)
    return _draw(nodes, kinds, layout, width, name=f"stemma-{group_id}-{side}", told=_tell(lookup, group_id, side))


def _make_node(lookup: Lookup, node_id: str, group_id: str, side: str, width: float, has_edges: bool) -> Node:  # noqa: FBT001, PLR0913
    tally, source = lookup.tally(group_id, side), lookup.sources.get(node_id)
    name = lookup.node_name(node_id)
    leads_on = any(edge.tail == node_id for edge in lookup.edges.get((group_id, side), []))
    is_cut = bool(tally and node_id in tally.cut_ids)
    own_word = node_id in lookup.documents and not leads_on
    caption = "weakest point" if is_cut else "own word" if own_word and has_edges else ""
    lines = _wrap(name, width - 20)
    height = len(lines) * LINE + 13 + (CAPTION if caption else 0)
    return Node(
        node_id, name, lines, node_id in lookup.documents, bool(source and not source.is_named), is_cut, caption, height
    )


def _draw(  # noqa: PLR0913
    nodes: dict[str, Node], kinds: dict[tuple[str, str], list[str]], layout: Layout, width: float,
    *, name: str, told: tuple[str, str],
) -> str:
    depth = max(len(layout.layers), 1)
    step = (WIDTH - 2 * MARGIN - width) / (depth - 1) if depth > 1 else 0.0
    step = max(min(step, width + 3 * GUTTER), width + GUTTER) if depth > 1 else 0.0
    total = max(WIDTH, step * (depth - 1) + width + 2 * MARGIN)
    lefts = [MARGIN + i * step for i in range(depth)]
    height = layout.height + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="stemma" role="img" viewBox="0 0 {total:.0f} {height:.0f}" '
        f'width="{total:.0f}" height="{height:.0f}" aria-labelledby="{_quote(name)}-t {_quote(name)}-d" '
        f'font-family="{_SANS}" font-size="{FONT}" color="#1b1a18" fill="currentColor">',
        f'<title id="{_quote(name)}-t">{escape(told[0])}</title><desc id="{_quote(name)}-d">{escape(told[1])}</desc>',
    ]
    for pair in sorted(kinds):
        parts += _draw_edge(nodes, pair, sorted(set(kinds[pair])), layout, lefts, width)
    for i, layer in enumerate(layout.layers):
        parts += [_draw_node(nodes[node], lefts[i], layout.middles[node] + MARGIN, width) for node in layer]
    return "".join([*parts, "</svg>"])


def _draw_node(node: Node, left: float, middle: float, width: float) -> str:
    top, box = middle - node.height / 2, node.height - (CAPTION if node.caption else 0)
    classes = " ".join(["stemma-node", *(["stemma-cut"] if node.is_cut else [])])
    stroke = f'stroke="{ACCENT}" stroke-width="2.5"' if node.is_cut else 'stroke="currentColor" stroke-width="1"'
    dash = ' stroke-dasharray="5 3.5"' if node.is_unnamed else ""
    fill = f'fill="{ACCENT}" fill-opacity=".09"' if node.is_cut else 'fill="none"'
    round_ = 0 if node.is_document else min(box / 2, 14)
    out = [
        f'<g class="{classes}"><title>{escape(node.name)}</title>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{box:.1f}" rx="{round_:.1f}" {fill} {stroke}{dash}/>'
    ]
    if node.is_document:  # the mark of a document: a bar on its left, as of a bound paper
        out.append(f'<path d="M{left + 4:.1f} {top:.1f}v{box:.1f}" stroke="currentColor" stroke-width="1" fill="none"/>')
    style = ' font-style="italic"' if node.is_unnamed else ""
    for i, line in enumerate(node.lines):
        y = top + 7 + LINE * (i + 0.76)
        out.append(f'<text x="{left + 11:.1f}" y="{y:.1f}"{style}>{escape(line)}</text>')
    if node.caption:
        look = f'fill="{ACCENT}" font-weight="700"' if node.is_cut else 'fill="currentColor" fill-opacity=".75"'
        out.append(
            f'<text class="stemma-caption" x="{left + 1:.1f}" y="{top + box + CAPTION - 3:.1f}" font-size="11" {look}>'
            f"{'✕ ' if node.is_cut else ''}{node.caption}</text>"
        )
    return "".join([*out, "</g>"])


def _draw_edge(  # noqa: PLR0913
    nodes: dict[str, Node], pair: tuple[str, str], kinds: list[str], layout: Layout, lefts: list[float], width: float
) -> list[str]:
    tail, head = nodes[pair[0]], nodes[pair[1]]
    if tail.id == head.id:
        return []
    drop = {node.id: (CAPTION / 2 if node.caption else 0) for node in (tail, head)}  # aim at the box, not the caption
    way = layout.ways[pair]
    leaves, points = width, []
    if pair in layout.turned:  # leads back: from the left edge of the later to the right edge of the earlier
        leaves = 0
    for i, (layer, y) in enumerate(way):
        shift = drop[tail.id] if i == 0 else drop[head.id] if i == len(way) - 1 else 0
        x = lefts[layer] + (leaves if i == 0 else width - leaves if i == len(way) - 1 else width / 2)
        points.append((x, y + MARGIN - shift))
    back = -1 if pair in layout.turned else 1
    title = f"{tail.name} → {head.name}: {', '.join(kinds)}"
    out = [f'<g class="stemma-edge"><title>{escape(title)}</title>']
    tip_x, tip_y = points[-1]
    points[-1] = (tip_x - 7 * back, tip_y)
    for offset in (-1.7, 1.7) if kinds == ["copy"] else (0.0,):
        dots = ' stroke-dasharray="1.5 4" stroke-linecap="round"' if kinds == ["same utterance"] else ""
        out.append(f'<path d="{_curve(points, offset)}" fill="none" stroke="currentColor" stroke-width="1.2"{dots}/>')
    out.append(f'<path d="M{tip_x:.1f} {tip_y:.1f}l{-8 * back} -3.6v7.2z" fill="currentColor"/></g>')
    return ["".join(out)]


def _curve(points: list[tuple[float, float]], offset: float) -> str:
    path = [f"M{points[0][0]:.1f} {points[0][1] + offset:.1f}"]
    for (x, y), (u, v) in zip(points, points[1:], strict=False):
        middle = (x + u) / 2
        path.append(f"C{middle:.1f} {y + offset:.1f} {middle:.1f} {v + offset:.1f} {u:.1f} {v + offset:.1f}")
    return "".join(path)


def _tell(lookup: Lookup, group_id: str, side: str) -> tuple[str, str]:
    """Title and description of the picture: what it shows, for who can't see it."""
    tally = lookup.tally(group_id, side)
    tellers = lookup.tellers(group_id, side)
    verb = "tell" if side == "affirmed" else "deny"
    title = f"{count_of(len(tellers), 'document')} {verb + 's' if len(tellers) == 1 else verb}: {elide(clean_line(lookup.group(group_id).text), at_most=120)}"
    told = list(dict.fromkeys(
        f"{lookup.node_name(edge.tail)} {_DRAWN.get(edge.kind, edge.kind)} {lookup.node_name(edge.head)}"
        if edge.kind != "attribution" else f"{lookup.node_name(edge.tail)} lays it to {lookup.node_name(edge.head)}"
        for edge in lookup.edges.get((group_id, side), [])
    ))
    tails = {edge.tail for edge in lookup.edges.get((group_id, side), [])}
    told += [f"{lookup.teller(teller)} names no source" for teller in tellers if teller not in tails]
    if tally and tally.cut:
        told.append(f"Weakest point: {', '.join(map(clean_line, tally.cut))}")
    return title, ". ".join(told) + "."


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


def _quote(name: str) -> str:
    return escape(name, {'"': "&quot;"})
