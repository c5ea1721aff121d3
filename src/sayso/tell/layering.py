"""Where the nodes of a stemma stand: layers from left to right, few crossings, no edge through a node.

The layered drawing of Sugiyama, Tagawa & Toda (1981) in its plainest form: edges that close a circle are turned round,
layers are longest paths, long edges get a bend in every layer they pass, layers are ordered by the mean place of
their neighbours, and heights are then eased towards straight lines. Stemmata have tens of nodes, so nothing
cleverer pays.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

SWEEPS = 8  # passes of the ordering, left to right and back; stemmata of 30 tellings settle after four
EASINGS = 12  # passes that pull nodes level with their neighbours; later ones move nothing by more than a pixel
BEND = 6.0  # height kept free for an edge that passes through a layer

Edge = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Places of nodes, and the way of each edge.

    Attributes:
        layers: node ids by layer, from the left, each from the top.
        middles: the height of each node's middle.
        ways: for each edge, the (layer, height) of its bends, from tail to head, both ends in.
        turned: edges that lead back, against the reading direction.
        height: of the whole picture.
    """

    layers: list[list[str]]
    middles: dict[str, float]
    ways: dict[Edge, list[tuple[int, float]]]
    turned: frozenset[Edge]
    height: float


def lay_out(heights: Mapping[str, float], edges: Iterable[Edge], *, starts: Sequence[str], gap: float) -> Layout:
    """Place nodes and edges.

    Args:
        heights: height of each node, by id.
        edges: from the one who tells to the one they lay it to; circles are allowed, loops are left out.
        starts: nodes that stand in the first layer if nothing leads to them, in the order wanted.
        gap: height kept free between two nodes.
    """
    pairs = sorted({(tail, head) for tail, head in edges if tail != head})
    turned = _find_turned(list(starts) + sorted(set(heights) - set(starts)), pairs)
    forward = [(head, tail) if (tail, head) in turned else (tail, head) for tail, head in pairs]
    layer_of = _find_layers(sorted(heights), forward, starts=frozenset(starts))
    chains = {pair: _pass_through(way, layer_of) for pair, way in zip(pairs, forward, strict=True)}
    layer_of |= {node: layer for chain in chains.values() for node, layer in chain}
    links = {(a[0], b[0]) for chain in chains.values() for a, b in itertools.pairwise(chain)}
    layers = _order_layers(layer_of, sorted(links), starts)
    sizes = {node: heights.get(node, BEND) for node in layer_of}
    middles, height = _place_layers(layers, sorted(links), sizes, gap)
    ways = {}
    for pair, chain in chains.items():
        way = [(layer, middles[node]) for node, layer in chain]
        ways[pair] = way[::-1] if pair in turned else way
    shown = [[node for node in layer if node in heights] for layer in layers]
    return Layout(shown, {node: middles[node] for node in heights}, ways, frozenset(turned), height)


def find_layers(nodes: Iterable[str], edges: Iterable[Edge]) -> dict[str, int]:
    """Layer of each node, 0 at the left: longest paths, circles turned round, the ends of all paths in the last layer."""
    ids, pairs = sorted(nodes), sorted({(tail, head) for tail, head in edges if tail != head})
    turned = _find_turned(ids, pairs)
    forward = [(head, tail) if (tail, head) in turned else (tail, head) for tail, head in pairs]
    return _find_layers(ids, forward, starts=frozenset())


def _find_turned(order: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """Edges that close a circle, found by walking depth first in the order given."""
    after: dict[str, list[str]] = defaultdict(list)
    for tail, head in edges:
        after[tail].append(head)
    turned: set[Edge] = set()
    done: set[str] = set()
    for start in order:
        if start in done:
            continue
        way, open_nodes = [(start, iter(after[start]))], {start}
        while way:
            node, heads = way[-1]
            head = next(heads, "")
            if not head:
                way.pop()
                open_nodes.discard(node)
                done.add(node)
            elif head in open_nodes:
                turned.add((node, head))
            elif head not in done:
                open_nodes.add(head)
                way.append((head, iter(after[head])))
    return turned


def _find_layers(nodes: Sequence[str], edges: Sequence[Edge], *, starts: frozenset[str]) -> dict[str, int]:
    """Longest path from the left; sources at the end of all paths stand in the last layer, where origins are read."""
    before: dict[str, list[str]] = defaultdict(list)
    for tail, head in edges:
        before[head].append(tail)
    layer_of: dict[str, int] = {}

    def place(node: str) -> int:
        if node not in layer_of:
            layer_of[node] = max((place(tail) + 1 for tail in before[node]), default=0)
        return layer_of[node]

    for node in nodes:
        place(node)
    last = max(layer_of.values(), default=0)
    tails = {tail for tail, _ in edges}
    return {
        node: last if node not in tails and node not in starts else layer for node, layer in layer_of.items()
    }


def _pass_through(edge: Edge, layer_of: Mapping[str, int]) -> list[tuple[str, int]]:
    """The nodes and bends an edge runs through, each with its layer."""
    tail, head = edge
    bends = [(f"{tail}\x1f{head}\x1f{layer}", layer) for layer in range(layer_of[tail] + 1, layer_of[head])]
    return [(tail, layer_of[tail]), *bends, (head, layer_of[head])]


def _order_layers(layer_of: Mapping[str, int], links: Sequence[Edge], starts: Sequence[str]) -> list[list[str]]:
    layers: list[list[str]] = [[] for _ in range(max(layer_of.values(), default=0) + 1)]
    wanted = {node: i for i, node in enumerate(starts)}
    for node in sorted(layer_of, key=lambda node: (wanted.get(node, len(wanted)), node)):
        layers[layer_of[node]].append(node)
    best, fewest = [list(layer) for layer in layers], _count_crossings(layers, links)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        near: dict[str, list[str]] = defaultdict(list)
        for tail, head in links:
            near[head if forth else tail].append(tail if forth else head)
        indices = range(1, len(layers)) if forth else range(len(layers) - 2, -1, -1)
        for i in indices:
            place = {node: at for layer in layers for at, node in enumerate(layer)}
            own = {node: at for at, node in enumerate(layers[i])}
            layers[i].sort(key=lambda node: (_mean([place[other] for other in near[node]], own[node]), own[node]))
        crossings = _count_crossings(layers, links)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _count_crossings(layers: Sequence[Sequence[str]], links: Sequence[Edge]) -> int:
    place = {node: (i, at) for i, layer in enumerate(layers) for at, node in enumerate(layer)}
    by_layer: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for tail, head in links:
        by_layer[place[tail][0]].append((place[tail][1], place[head][1]))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for ends in by_layer.values() for i, a in enumerate(ends) for b in ends[i + 1 :]
    )


def _place_layers(
    layers: Sequence[Sequence[str]], links: Sequence[Edge], sizes: Mapping[str, float], gap: float
) -> tuple[dict[str, float], float]:
    tallest = max((sum(sizes[n] for n in layer) + gap * (len(layer) - 1) for layer in layers if layer), default=0.0)
    middles: dict[str, float] = {}
    for layer in layers:
        at = (tallest - sum(sizes[n] for n in layer) - gap * (len(layer) - 1)) / 2
        for node in layer:
            middles[node] = at + sizes[node] / 2
            at += sizes[node] + gap
    near: dict[str, list[str]] = defaultdict(list)
    for tail, head in links:
        near[head].append(tail)
        near[tail].append(head)
    for _ in range(EASINGS):
        for layer in layers:
            wanted = {node: _mean([middles[other] for other in near[node]], middles[node]) for node in layer}
            _ease_layer(layer, wanted, middles, sizes, gap)
    top = min((middles[n] - sizes[n] / 2 for n in middles), default=0.0)
    middles = {n: middle - top for n, middle in middles.items()}
    return middles, max((middles[n] + sizes[n] / 2 for n in middles), default=0.0)


def _ease_layer(
    layer: Sequence[str], wanted: Mapping[str, float], middles: dict[str, float], sizes: Mapping[str, float], gap: float
) -> None:
    """Move a layer's nodes as near to the heights wanted as their order and the gap allow.

    Least squares under an order (pool adjacent violators; Best & Chakravarti 1990), after taking sizes and gaps out.
    """
    shifts, at = [], 0.0
    for node in layer:
        shifts.append(at + sizes[node] / 2)
        at += sizes[node] + gap
    pools: list[tuple[float, int]] = []  # mean, how many
    for node, shift in zip(layer, shifts, strict=True):
        pools.append((wanted[node] - shift, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m)]
    places = [mean for mean, n in pools for _ in range(n)]
    for node, shift, place in zip(layer, shifts, places, strict=True):
        middles[node] = place + shift


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default
