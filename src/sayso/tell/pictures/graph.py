"""One side of a group as a graph to be drawn: its nodes, who lays it to whom, few enough to see."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sayso.schema import Tally
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.style import clean
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.verdicts import EDGES

MOST_TELLINGS = 36  # documents drawn one by one; at 22 pixels each they fill a page of print
MOST_SOURCES = 20  # sources drawn one by one
MOST_SENTENCES = 60  # edges told in the text alternative
MORE_TELLINGS, MORE_SOURCES = "\x1fmore-tellings", "\x1fmore-sources"  # no id of a row has such a character
CUT_CAPTION = "✕ weakest point"
OWN_CAPTION = "own word"

Pair = tuple[str, str]
Limits = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A node of a picture: a document that tells, a carrier, an origin, or what stands for many of these.

    Attributes:
        published: day of publication; empty where it isn't known, and of sources.
        caption: what is said below it.
    """

    id: str
    name: str
    published: str
    is_document: bool
    is_unnamed: bool
    is_cut: bool
    caption: str


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """One side of a group, to be drawn.

    Attributes:
        tellings: ids of the documents that tell it, by date, undated ones last.
        others: ids of all others.
        kinds: for each pair of nodes, the kinds of edges from the first to the second, sorted.
        title: what the picture shows.
        told: the edges in words.
        tally: what was counted; null when nobody tells it.
    """

    nodes: Mapping[str, Node]
    tellings: tuple[str, ...]
    others: tuple[str, ...]
    kinds: Mapping[Pair, tuple[str, ...]]
    title: str
    told: str
    tally: Tally | None


def find_side(
    lookup: Lookup, group_id: str, *, side: str, most: Limits = (MOST_TELLINGS, MOST_SOURCES), keep: Iterable[str] = ()
) -> Side:
    """Give one side of a group, with what is too much to draw folded into one node.

    Args:
        most: how many tellings and how many others are nodes of their own.
        keep: nodes that are folded last of all.
    Raises:
        UnknownName: no group has this id.
    """
    title, told = _tell(lookup, group_id, side)
    kinds: dict[Pair, set[str]] = defaultdict(set)
    for edge in lookup.edges.get((group_id, side), []):
        if edge.tail != edge.head:
            kinds[edge.tail, edge.head].add(edge.kind)
    tally = lookup.tally(group_id, side)
    cut = frozenset(tally.cut_ids if tally else ())
    tellings = _sort_tellings(lookup, lookup.tellers(group_id, side))
    others = sorted({node for pair in kinds for node in pair} - set(tellings))
    folded = _fold((tellings, most[0]), (others, most[1]), kinds, (frozenset(keep), cut))
    drawn: dict[Pair, set[str]] = defaultdict(set)
    for (tail, head), found in kinds.items():
        pair = (folded.get(tail, tail), folded.get(head, head))
        if pair[0] != pair[1] and pair[0] != MORE_SOURCES and pair[1] != MORE_TELLINGS:
            drawn[pair] |= found  # what leads on from many at once, or back to many, would be a knot of lines
    tails = {tail for tail, _ in drawn}
    nodes = {
        node: _make_node(lookup, node, cut, leads_on=node in tails or not kinds)
        for node in [*tellings, *others] if node not in folded
    }
    nodes |= _make_more(lookup, folded)
    more = [node for node in (MORE_TELLINGS,) if node in nodes]
    return Side(
        nodes=nodes,
        tellings=(*(node for node in tellings if node not in folded), *more),
        others=tuple(node for node in nodes if node not in set(tellings) and node != MORE_TELLINGS),
        kinds={pair: tuple(sorted(found)) for pair, found in sorted(drawn.items())},
        title=title, told=told, tally=tally,
    )


def _sort_tellings(lookup: Lookup, tellers: Iterable[str]) -> list[str]:
    def place(node: str) -> tuple[bool, str, str, str]:
        document = lookup.documents.get(node)
        published = clean(document.published or "") if document else ""
        return (not published, published, document.path if document else "", node)

    return sorted(tellers, key=place)


def _fold(
    tellings: tuple[list[str], int], others: tuple[list[str], int], kinds: Mapping[Pair, object],
    kept: tuple[frozenset[str], frozenset[str]],
) -> dict[str, str]:
    """Which nodes are drawn as part of one that stands for many: those that least hangs on."""
    degree = Counter(node for pair in kinds for node in pair)
    cited = Counter(head for _, head in kinds)
    folded: dict[str, str] = {}
    for (nodes, at_most), more in ((tellings, MORE_TELLINGS), (others, MORE_SOURCES)):
        if len(nodes) > at_most:
            place = {node: i for i, node in enumerate(nodes)}
            weight = cited if more == MORE_TELLINGS else degree
            ranked = sorted(nodes, key=lambda node: (node not in kept[0], node not in kept[1], -weight[node], place[node]))
            folded |= dict.fromkeys(ranked[at_most - 1 :], more)
    return folded


def _make_node(lookup: Lookup, node_id: str, cut: frozenset[str], *, leads_on: bool) -> Node:
    source, document = lookup.sources.get(node_id), lookup.documents.get(node_id)
    return Node(
        id=node_id,
        name=clean(lookup.node_name(node_id)) or "?",
        published=clean(document.published or "")[:10] if document else "",
        is_document=document is not None,
        is_unnamed=bool(source and not source.is_named),
        is_cut=node_id in cut,
        caption=CUT_CAPTION if node_id in cut else OWN_CAPTION if document and not leads_on else "",
    )


def _make_more(lookup: Lookup, folded: Mapping[str, str]) -> dict[str, Node]:
    nodes = {}
    for more, noun in ((MORE_TELLINGS, "document"), (MORE_SOURCES, "source")):
        held = sorted(node for node in folded if folded[node] == more)
        if held:
            dates = sorted(
                day for node in held if node in lookup.documents and (day := clean(lookup.documents[node].published or "")[:10])
            )
            name = f"and {count_of(len(held), f'more {noun}')}" + (f", {dates[0]} to {dates[-1]}" if dates else "")
            nodes[more] = Node(more, name, "", more == MORE_TELLINGS, is_unnamed=False, is_cut=False, caption="")
    return nodes


def _tell(lookup: Lookup, group_id: str, side: str) -> Pair:
    """Title and description of the picture: what it shows, for who can't see it."""
    text = elide(clean_line(lookup.group(group_id).text), at_most=120)
    tally, tellers = lookup.tally(group_id, side), lookup.tellers(group_id, side)
    edges = lookup.edges.get((group_id, side), [])
    verb = (("denies", "deny") if lookup.is_against(group_id, side) else ("tells", "tell"))[len(tellers) != 1]
    told = list(dict.fromkeys(
        f"{elide(lookup.node_name(edge.tail), at_most=120)} {EDGES.get(edge.kind, edge.kind)} "
        f"{elide(lookup.node_name(edge.head), at_most=120)}"
        for edge in edges
    ))
    tails = {edge.tail for edge in edges}
    told += [f"{elide(lookup.teller(teller), at_most=120)} names no source" for teller in tellers if teller not in tails]
    if len(told) > MOST_SENTENCES:
        told = [*told[:MOST_SENTENCES], f"{count_of(len(told) - MOST_SENTENCES, 'more such tie')} are not told here"]
    if tally and tally.cut:
        told.append(f"Weakest point: {', '.join(map(clean_line, tally.cut[:MOST_SOURCES]))}")
    return f"{count_of(len(tellers), 'document')} {verb}: {text}", ". ".join(told) + "."
