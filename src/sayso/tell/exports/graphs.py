"""Two graphs of a case: the stemmata of all groups, and who lays claims to whom. Written as GraphML and as GEXF."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sayso.schema import Claim
from sayso.tell.exports.labels import to_label
from sayso.tell.lookup import SIDES, Lookup

Value = str | int | bool

NODE_ATTRIBUTES: dict[str, type[Value]] = {
    "kind": str, "is_named": bool, "published": str, "publisher": str, "sha256": str, "group_id": str, "side": str,
    "tellings": int, "lines": int, "lines_possible": int, "verdict": str,
}
"""What a node may carry; `kind` is document, a source's kind, or `side of a group`."""
EDGE_ATTRIBUTES: dict[str, type[Value]] = {
    "kind": str, "group_id": str, "side": str, "claim_id": str, "stance": str, "why": str, "n_claims": int,
    "n_documents": int, "n_negated": int, "n_denies": int,
}
"""What an edge may carry; `n_*` stand in the network of sources only."""


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A node: its id, what to call it, and attributes by name."""

    id: str
    label: str
    attributes: dict[str, Value]


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """An edge from the one who tells to the one they lay it to; weight is how many claims it stands for."""

    tail: str
    head: str
    weight: int
    attributes: dict[str, Value]


@dataclasses.dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by id, and edges in order, made as they are asked for, once; two edges may join the same nodes."""

    nodes: dict[str, Node]
    edges: Iterator[Edge]


def draw_stemmata(lookup: Lookup) -> Graph:
    """Put the stemmata of all groups into one graph.

    Each side of a group is a node; who tells it leads there by an edge of kind `tells`, so that a telling that rests on
    nobody's word is in the graph as well.
    """
    nodes: dict[str, Node] = {}
    for _ in _draw_sides(lookup, nodes):  # nodes come first in a file; edges, of which there are many more, aren't kept
        pass
    return Graph(nodes, _draw_sides(lookup, dict(nodes)))


def _draw_sides(lookup: Lookup, nodes: dict[str, Node]) -> Iterator[Edge]:
    """Edges of every side of every group; nodes are added that aren't there."""
    for group_id in lookup.groups:
        for side in SIDES:
            yield from _draw_side(lookup, group_id, side, nodes)


def draw_network(lookup: Lookup) -> Graph:
    """Join sources of the whole case: an edge from each element of a chain to the next, one for each pair."""
    nodes: dict[str, Node] = {}
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in lookup.claims.values():
        for pair in sorted(set(pairwise(_list_chain(lookup, claim, nodes)))):
            claims[pair].append(claim)
    edges = (
        Edge(tail, head, len(told), {
            "kind": "lays claims to", "n_claims": len(told), "n_documents": len({claim.document_id for claim in told}),
            "n_negated": sum(claim.polarity == "negated" for claim in told),
            "n_denies": sum(claim.stance == "denies" for claim in told),
        })
        for (tail, head), told in sorted(claims.items())
    )
    return Graph(dict(sorted(nodes.items())), edges)


def _draw_side(lookup: Lookup, group_id: str, side: str, nodes: dict[str, Node]) -> Iterator[Edge]:
    members = lookup.members(group_id, side)
    rows = lookup.edges.get((group_id, side), [])
    if not members and not rows:
        return
    tally = lookup.tally(group_id, side)
    about: dict[str, Value] = {"kind": "side of a group", "group_id": group_id, "side": side}
    if tally:
        about |= {"tellings": tally.tellings, "lines": tally.lines, "lines_possible": tally.lines_possible,
                  "verdict": tally.verdict}
    at = f"{group_id}/{side}"
    text = to_label(lookup.groups[group_id].text)
    nodes[at] = Node(at, text if side == "affirmed" else f"not so: {text}", about)
    for claim in members:
        _add_node(lookup, claim.document_id, nodes)
        yield Edge(claim.document_id, at, 1, {
            "kind": "tells", "group_id": group_id, "side": side, "claim_id": claim.id, "stance": claim.stance,
        })
    for row in rows:
        _add_node(lookup, row.tail, nodes)
        _add_node(lookup, row.head, nodes)
        told = lookup.claims.get(row.claim_id)
        yield Edge(row.tail, row.head, 1, {
            "kind": row.kind, "group_id": group_id, "side": side, "claim_id": row.claim_id,
            "stance": told.stance if told else "", "why": to_label(row.why),
        })


def _list_chain(lookup: Lookup, claim: Claim, nodes: dict[str, Node]) -> list[str]:
    """Node ids of a claim's chain, the document that tells it first; who isn't known over the case is left out."""
    chain = [claim.document_id]
    for hop in lookup.hops.get(claim.id, []):
        source_id = lookup.source_id(hop.referent_id)
        if hop.ordinal > 0 and source_id in lookup.sources and source_id != chain[-1]:
            chain.append(source_id or "")
    for node_id in chain:
        _add_node(lookup, node_id, nodes)
    return chain


def _add_node(lookup: Lookup, node_id: str, nodes: dict[str, Node]) -> None:
    if node_id in nodes:
        return
    about: dict[str, Value] = {"kind": "unknown"}
    if document := lookup.documents.get(node_id):
        about = {"kind": "document", "is_named": True, "sha256": document.sha256}
        about |= {"published": to_label(document.published)} if document.published else {}
        about |= {"publisher": to_label(document.publisher)} if document.publisher else {}
    elif source := lookup.sources.get(node_id):
        about = {"kind": source.kind, "is_named": source.is_named}
    nodes[node_id] = Node(node_id, to_label(lookup.node_name(node_id)), about)
