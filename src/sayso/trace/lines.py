"""Count independent lines: the largest number of paths from tellings to origins that share no source."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

Pair = tuple[str, str]
NOBODY: frozenset[str] = frozenset()
NO_PAIRS: frozenset[Pair] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Stemma:
    """Who tells one side of a group, and whom they lay it to. Nodes are any ids.

    Attributes:
        tellings: documents of the case that tell it.
        edges: (who tells, whom they lay it to).
        copies: (the copying telling, the copied one). To be copied is not to be named as a source.
        same: pairs of nodes that count as one: two tellings of one utterance, or two names for its speaker.
        documents: further documents of the case that are cited but don't tell it. Documents can be read, so
            they are no weak point as carriers.
        unnamed: sources without a name.
        bare: tellings that name no source and copy nothing, though others may say where they have it from.
        withdrawn: nodes that a person ruled out; no line leads through them or ends in them.
    """

    tellings: frozenset[str]
    edges: frozenset[Pair] = NO_PAIRS
    copies: frozenset[Pair] = NO_PAIRS
    same: frozenset[Pair] = NO_PAIRS
    documents: frozenset[str] = NOBODY
    unnamed: frozenset[str] = NOBODY
    bare: frozenset[str] = NOBODY
    withdrawn: frozenset[str] = NOBODY

    @property
    def nodes(self) -> frozenset[str]:
        """Everyone who stands in it."""
        return self.tellings | {node for pair in self.edges | self.copies | self.same for node in pair}


@dataclasses.dataclass(frozen=True, slots=True)
class Lines:
    """How many lines stand behind one side of a group, and where they end.

    Attributes:
        established: lines that end in a named origin; 1 when none does, 0 when nobody tells it.
        possible: lines if every unnamed source, and every telling that names none, were someone else.
        cut: one smallest set of nodes without which no named origin is reached, sorted; where no origin is
            named, the same for all origins. Of equal ones that with the fewest unnamed, then the nearest to
            the origins.
        named: origins with a name, sorted.
        unnamed: origins that are unnamed sources.
        bare: origins that are tellings which name no source.
        circles: nodes that cite one another in a circle, each circle sorted.
        lost: tellings that are withdrawn, or that rest on nothing but what is, sorted.
    """

    established: int
    possible: int
    cut: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    circles: tuple[tuple[str, ...], ...] = ()
    lost: tuple[str, ...] = ()


def count_lines(stemma: Stemma) -> Lines:
    """Count the sources that would all have to be wrong for every telling to fall.

    By Menger's theorem the largest set of vertex-disjoint paths from tellings to origins is as large as the
    smallest cut. An origin is a node that nobody lays the claim on from: a source, or a document that is
    cited by name and names no source. Documents carry any number of paths and end one; every other source has
    room for one. A telling that names no source is an origin of unknown lineage, counted in `possible` alone.
    Nodes that cite one another and no one else are one origin. What is withdrawn is taken out once it is clear who is an
    origin: whoever laid the claim to it and to nobody else is none, and has nothing left.

    Args:
        stemma: any graph; cycles, self-citations and nodes that no telling reaches are allowed.
    Returns:
        `Lines`, with `established <= possible`; both 0 when there is no telling, or none that rests on anything but what
        is withdrawn, else at least 1.
    Source: Menger (1927); Even & Tarjan (1975) for the flow formulation.
    """
    if not stemma.tellings:
        return Lines(0, 0)
    path = _find_only_path(stemma)
    if path is not None:
        return _count_path(stemma, path)
    return _count_graph(stemma)


# ---------------------------------------------------------------- one chain: most groups have one claim


def _find_only_path(stemma: Stemma) -> tuple[str, ...] | None:
    """Give the one chain that the graph is; null if it has a branch, a circle, a copy, a second telling."""
    if len(stemma.tellings) != 1 or stemma.copies or stemma.same or stemma.withdrawn:
        return None
    heads = dict(stemma.edges)
    at: str | None = next(iter(stemma.tellings))
    path: list[str] = []
    while at is not None and at not in path:
        path.append(at)
        at = heads.get(at)
    is_whole = at is None and len(path) == len(stemma.edges) + 1
    return tuple(path) if is_whole and not (stemma.bare and len(path) > 1) else None


def _count_path(stemma: Stemma, path: tuple[str, ...]) -> Lines:
    end = path[-1]
    if len(path) == 1:
        return Lines(1, 1, cut=path, bare=path)
    if end not in stemma.unnamed:
        return Lines(1, 1, cut=(end,), named=(end,))
    carriers = [node for node in path[1:] if node not in stemma.documents and node not in stemma.unnamed]
    return Lines(1, 1, cut=(carriers[-1] if carriers else end,), unnamed=(end,))


# ---------------------------------------------------------------- any graph


def _count_graph(stemma: Stemma) -> Lines:
    whole, one = _merge(stemma, stemma.same)
    reached = _find_reached(whole)
    citing = [(tail, head) for tail, head in stemma.edges if tail != head and one.get(tail, tail) in reached]
    cited = {one.get(head, head) for _, head in citing}
    whole = dataclasses.replace(
        whole,
        edges=frozenset(pair for pair in whole.edges if pair[0] in reached),
        copies=frozenset(pair for pair in whole.copies if pair[0] in reached),
    )
    circles = _find_circles(whole)
    # Whoever stands in a closed circle, the word goes round and ends there: it is one origin, gone if any of it is.
    closed = [circle for circle in circles if _is_closed(circle, whole)]
    gone = whole.withdrawn | {node for circle in closed if whole.withdrawn & {*circle} for node in circle}
    whole, of_circle = _merge(
        dataclasses.replace(whole, withdrawn=gone), [(circle[0], node) for circle in closed for node in circle[1:]]
    )
    cited = {of_circle.get(node, node) for node in cited}
    named, others = _find_origins(whole, cited)
    lost: tuple[str, ...] = ()
    if whole.withdrawn:
        whole = _take_out(whole)
        standing = _find_standing(whole, named | others)
        named, others = named & standing, others & standing
        ends = {node: of_circle.get(one.get(node, node), one.get(node, node)) for node in stemma.tellings}
        lost = tuple(sorted(node for node, end in ends.items() if node in stemma.withdrawn or end not in standing))
    flow, cut = _find_smallest_cut(whole, named or others)
    possible = _find_smallest_cut(whole, named | others)[0] if named and others else flow
    return Lines(
        established=flow if named else min(flow, 1),
        possible=possible,
        cut=cut,
        named=tuple(sorted(named)),
        unnamed=tuple(sorted(others & whole.unnamed)),
        bare=tuple(sorted(others - whole.unnamed)),
        circles=tuple(circles),
        lost=lost,
    )


def _find_origins(stemma: Stemma, cited: set[str]) -> tuple[set[str], set[str]]:
    """Origins with a name, and all others; a node may end a chain of its own though others lay it further."""
    tails = {tail for tail, _ in stemma.edges | stemma.copies}
    ends = (_nodes(stemma) | stemma.tellings) - tails
    named = {node for node in ends if node in cited and node not in stemma.unnamed}
    return named, (ends - named) | (stemma.bare - named)


def _take_out(stemma: Stemma) -> Stemma:
    """The graph without what is withdrawn."""
    gone = stemma.withdrawn
    return dataclasses.replace(
        stemma,
        tellings=stemma.tellings - gone,
        edges=frozenset(pair for pair in stemma.edges if not gone.intersection(pair)),
        copies=frozenset(pair for pair in stemma.copies if not gone.intersection(pair)),
    )


def _find_standing(stemma: Stemma, origins: set[str]) -> set[str]:
    """Nodes on a path from a telling to an origin."""
    arcs = stemma.edges | stemma.copies
    reached = _find_reached(stemma)
    back = Stemma(tellings=frozenset(origins & reached), edges=frozenset((head, tail) for tail, head in arcs if tail in reached))
    return _find_reached(back)


def _nodes(stemma: Stemma) -> set[str]:
    return {node for pair in stemma.edges | stemma.copies for node in pair}


def _merge(stemma: Stemma, same: Iterable[Pair]) -> tuple[Stemma, dict[str, str]]:
    """Take the nodes of each pair for one, a document if any is one, unnamed, bare or withdrawn only if all are.

    Gives the smaller graph, and by which node each merged one goes.
    """
    classes: dict[str, set[str]] = {}
    for a, b in sorted(same):
        joined = classes.get(a, {a}) | classes.get(b, {b})
        classes.update(dict.fromkeys(joined, joined))
    documents = stemma.tellings | stemma.documents
    one = {
        node: min(members, key=lambda m: (m not in documents, m in stemma.unnamed, m))
        for node, members in classes.items()
    }
    nodes = _nodes(stemma) | documents | one.keys()
    known = {one.get(node, node) for node in nodes - stemma.unnamed}
    sourced = {one.get(node, node) for node in stemma.tellings - stemma.bare}
    kept = {one.get(node, node) for node in nodes - stemma.withdrawn}
    merged = Stemma(
        tellings=frozenset(one.get(node, node) for node in stemma.tellings),
        edges=_rename(stemma.edges, one),
        copies=_rename(stemma.copies, one),
        documents=frozenset(one.get(node, node) for node in stemma.documents),
        unnamed=frozenset(one.get(node, node) for node in stemma.unnamed) - known,
        bare=frozenset(one.get(node, node) for node in stemma.bare) - sourced,
        withdrawn=frozenset(one.get(node, node) for node in stemma.withdrawn) - kept,
    )
    return merged, one


def _rename(pairs: Iterable[Pair], one: dict[str, str]) -> frozenset[Pair]:
    renamed = ((one.get(tail, tail), one.get(head, head)) for tail, head in pairs)
    return frozenset((tail, head) for tail, head in renamed if tail != head)


def _find_reached(stemma: Stemma) -> set[str]:
    heads = defaultdict(list)
    for tail, head in stemma.edges | stemma.copies:
        heads[tail].append(head)
    reached, todo = set(stemma.tellings), list(stemma.tellings)
    while todo:
        fresh = [head for head in heads[todo.pop()] if head not in reached]
        reached.update(fresh)
        todo.extend(fresh)
    return reached


def _find_circles(stemma: Stemma) -> list[tuple[str, ...]]:
    import networkx as nx  # noqa: PLC0415  0.1 s, and most cases open without needing it

    graph = nx.DiGraph(list(stemma.edges | stemma.copies))
    return sorted(tuple(sorted(part)) for part in nx.strongly_connected_components(graph) if len(part) > 1)


def _is_closed(circle: tuple[str, ...], stemma: Stemma) -> bool:
    return not any(tail in circle and head not in circle for tail, head in stemma.edges | stemma.copies)


def _find_smallest_cut(stemma: Stemma, origins: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    """Count the vertex-disjoint paths from tellings to `origins` and name one smallest cut, sorted.

    Every node is an arc from its way in to its way out. A node weighs `unit`, an unnamed or bare one a little
    more, so that the lightest cut is a smallest one and, among those, one that can be named. Of lightest cuts
    it is the one nearest the origins: the arcs into all that can still reach them. That set is the same for
    every largest flow, so no order of rows changes it.
    """
    import networkx as nx  # noqa: PLC0415

    documents = stemma.tellings | stemma.documents
    nodes = _nodes(stemma) | stemma.tellings
    unit = len(nodes) + 1
    graph = nx.DiGraph()
    for telling in stemma.tellings:
        graph.add_edge("tellings", (telling, "in"))
    for node in nodes:
        weight = unit + (node in stemma.unnamed or node in stemma.bare)
        is_document = node in documents
        graph.add_edge((node, "in"), (node, "out"), **({} if is_document else {"capacity": weight}))
        if node in origins:
            graph.add_edge((node, "out"), "origins", **({"capacity": weight} if is_document else {}))
    for tail, head in stemma.edges | stemma.copies:
        graph.add_edge((tail, "out"), (head, "in"))
    if "origins" not in graph:
        return 0, ()
    residual = nx.algorithms.flow.shortest_augmenting_path(graph, "tellings", "origins")
    near, todo = {"origins"}, ["origins"]
    while todo:
        at = todo.pop()
        for tail in residual.pred[at]:
            arc = residual[tail][at]
            if tail not in near and arc["flow"] < arc["capacity"]:
                near.add(tail)
                todo.append(tail)
    cut = {tail[0] for tail, head in graph.edges if tail not in near and head in near}
    return residual.graph["flow_value"] // unit, tuple(sorted(cut))
