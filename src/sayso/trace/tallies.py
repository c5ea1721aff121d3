"""Tally each side of each group: its lines, the weakest point, the verdict, and all of it in words."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable

from sayso.engine.stage import Stage
from sayso.schema import Document, Ruled, Source, StemmaEdge, Tables, Tally
from sayso.trace.bodies import SAME_KINDS
from sayso.trace.chains import Chain, find_chains, find_sides
from sayso.trace.hanging import pick_first, say_carriers, say_first
from sayso.trace.lines import Lines, Stemma, count_lines
from sayso.trace.withdrawal import find_withdrawn
from sayso.trace.wording import find_names, say_count, say_list

_WHO = ("person", "official", "crowd", "group", "teller")  # kinds that rest on others as who, not which


@dataclasses.dataclass(frozen=True, slots=True)
class _Nodes:
    """What a tally needs of nodes: names, which are documents, which sources are unnamed or people."""

    names: dict[str, str]
    documents: frozenset[str]
    unnamed: frozenset[str]
    people: frozenset[str]
    withdrawn: dict[str, list[Ruled]]
    dated: dict[str, Document]


def tally_sides(tables: Tables) -> Tables:
    """Give one tally for each side of each group that anybody tells; a side only asked about has none."""
    nodes = _find_nodes(tables)
    edges: defaultdict[tuple[str, str], list[StemmaEdge]] = defaultdict(list)
    for edge in tables.take(StemmaEdge):
        edges[edge.group_id, edge.side].append(edge)
    tallies = []
    for (group_id, side), chains in find_sides(tables, find_chains(tables)).items():
        drawn = edges[group_id, side]
        stemma = to_stemma(chains, drawn, documents=nodes.documents, unnamed=nodes.unnamed)
        gone = stemma.nodes & nodes.withdrawn.keys()
        lines = count_lines(dataclasses.replace(stemma, withdrawn=frozenset(gone)))
        tellings = {chain.document_id for chain in chains}
        n_documents = len(tellings)
        first = pick_first(tellings, nodes.dated) if n_documents > 1 else _when_told(tellings, nodes)
        tallies.append(Tally(
            group_id=group_id,
            side=side,
            tellings=n_documents,
            claims=len(chains),
            lines=lines.established,
            lines_possible=lines.possible,
            cut_ids=lines.cut,
            cut=tuple(nodes.names.get(node, node) for node in lines.cut),
            verdict=pick_verdict(n_documents - len(lines.lost), lines),
            is_all_unnamed=bool(lines.unnamed) and not lines.named,
            circles=lines.circles,
            why=_say_tally(n_documents, lines, nodes) + _say_withdrawn(gone, lines, nodes)
            + _say_hanging(tellings, drawn, lines, nodes, first),
            first_document_id=first[0],
            first_seen=first[1],
        ))
    return Tables({"tallies": tallies})


def to_stemma(
    chains: Iterable[Chain],
    edges: Iterable[StemmaEdge],
    *,
    documents: frozenset[str],
    unnamed: frozenset[str],
) -> Stemma:
    """Make the graph that `count_lines` counts from the rows of one side.

    A telling is bare when no claim of its own leads anywhere; what others say of it does not change that.

    Args:
        chains: of the claims that tell this side.
        edges: `stemma_edges` rows of this side.
        documents: ids of all documents of the case.
        unnamed: ids of all unnamed sources.
    """
    edges = list(edges)
    telling = {chain.claim.id: chain.document_id for chain in chains}
    tellings = frozenset(telling.values())
    own = [edge for edge in edges if edge.kind not in SAME_KINDS]
    sourced = {edge.tail for edge in own if telling.get(edge.claim_id) == edge.tail}
    nodes = {node for edge in edges for node in (edge.tail, edge.head)}
    return Stemma(
        tellings=tellings,
        edges=frozenset((e.tail, e.head) for e in edges if e.kind in ("attribution", "citation")),
        copies=frozenset((e.tail, e.head) for e in edges if e.kind == "copy"),
        same=frozenset((e.tail, e.head) for e in edges if e.kind in SAME_KINDS),
        documents=documents & nodes,
        unnamed=unnamed & nodes,
        bare=tellings - sourced,
    )


def pick_verdict(n_documents: int, lines: Lines) -> str:
    """Give the word for how a side's tellings hang together; one document stays a single telling.

    Args:
        n_documents: that tell it and have not lost all they rest on to a withdrawal.
        lines: of the side.
    """
    if not lines.established:
        return "withdrawn"
    if n_documents == 1:
        return "single telling"
    if lines.established > 1:
        return "independent"
    return "same origin" if lines.possible == 1 else "independence not established"


def _find_nodes(tables: Tables) -> _Nodes:
    sources = tables.take(Source)
    return _Nodes(
        names=find_names(tables),
        documents=frozenset(document.id for document in tables.take(Document)),
        unnamed=frozenset(source.id for source in sources if not source.is_named),
        people=frozenset(source.id for source in sources if source.kind in _WHO),
        withdrawn=find_withdrawn(tables),
        dated={document.id: document for document in tables.take(Document)},
    )


# ---------------------------------------------------------------- the count in words


def _say_tally(n_documents: int, lines: Lines, nodes: _Nodes) -> str:
    head = f"{say_count(n_documents, 'document')}, {say_count(lines.established, 'line')}"
    if not lines.established:
        return head
    n_documents -= len(lines.lost)
    if lines.possible > lines.established:
        head += f" established, {lines.possible} possible"
    say = _say_named if lines.named else _say_unknown
    told = f"{head}: {say(n_documents, lines, nodes)}"
    for circle in lines.circles:
        told += f"; {_say(circle, nodes)} cite one another in a circle"
    return told


def _say_withdrawn(gone: Iterable[str], lines: Lines, nodes: _Nodes) -> str:
    """What was withdrawn of a side's stemma, who ruled so and why; empty when nothing was."""
    told = [
        f"{nodes.names.get(node, node)} was withdrawn ({'; '.join(row.why for row in nodes.withdrawn[node])})"
        for node in sorted(gone, key=lambda node: (nodes.names.get(node, node), node))
    ]
    if not told:
        return ""
    left = "nothing else is left that it rests on" if not lines.established else "what rests on it alone carries no line"
    if len(told) > 1:
        left = left.replace("rests on it alone", "rests on them alone")
    joint = ": " if not lines.established else "; "
    return f"{joint}{'; '.join(told)}; {left}"


def _when_told(tellings: Iterable[str], nodes: _Nodes) -> tuple[str | None, str | None]:
    """The one telling and its date, where it has one."""
    (telling,) = tellings
    return telling, nodes.dated[telling].published


def _say_hanging(
    tellings: set[str], edges: list[StemmaEdge], lines: Lines, nodes: _Nodes, first: tuple[str | None, str | None]
) -> str:
    """Through whom several have it, and who told it first; of a single telling there is nothing to say."""
    if len(tellings) < 2:
        return ""
    told = say_carriers(edges, tellings=tellings, cut=lines.cut, names=nodes.names, people=nodes.people)
    undated = [id_ for id_ in tellings if not nodes.dated[id_].published]
    return told + say_first(first, nodes.names, undated=undated)


def _say_named(n_documents: int, lines: Lines, nodes: _Nodes) -> str:
    cut = _say(lines.cut, nodes)
    beside = lines.possible > lines.established
    if len(lines.cut) > 1:
        told = f"{cut} would {'both' if len(lines.cut) == 2 else 'all'} have to be wrong"
    elif beside:
        told = f"the line that is known rests on {cut}"
    else:
        told = f"{_subject(n_documents)} on {cut}"
    return f"{told}; {_say_beside(lines, nodes)} may be someone else or not" if beside else told


def _say_unknown(n_documents: int, lines: Lines, nodes: _Nodes) -> str:
    if lines.possible > 1:
        return f"no origin is named; {_say_beside(lines, nodes)} may all be the same"
    node = lines.cut[0]
    name = nodes.names.get(node, node)
    if node in nodes.unnamed:
        return f"{_subject(n_documents)} on an unnamed source ({name})"
    if node in lines.bare:
        return f"{name} names no source for it" if n_documents == 1 else f"all rest on {name}, which names no source for it"
    pronoun = "who" if node in nodes.people else "which"
    behind = _say_unnamed(lines.unnamed, nodes)
    return f"{_subject(n_documents)} on {name}, {pronoun} rests on {behind or 'no known source'}"


def _subject(n_documents: int) -> str:
    return {1: "it rests", 2: "both rest"}.get(n_documents, "all rest")


def _say_beside(lines: Lines, nodes: _Nodes) -> str:
    told = [_say_unnamed(lines.unnamed, nodes)] if lines.unnamed else []
    if lines.bare:
        noun = "document that names no source for it" if len(lines.bare) == 1 else "documents that name no source for it"
        told.append(f"{len(lines.bare)} {noun} ({_say(lines.bare, nodes)})")
    return " and ".join(told)


def _say_unnamed(unnamed: tuple[str, ...], nodes: _Nodes) -> str:
    return f"{say_count(len(unnamed), 'unnamed source')} ({_say(unnamed, nodes)})" if unnamed else ""


def _say(ids: Iterable[str], nodes: _Nodes) -> str:
    counts = Counter(nodes.names.get(node, node) for node in ids)
    return say_list([name if n == 1 else f"{name} ({n} times)" for name, n in sorted(counts.items())])


TALLIES = Stage(
    "trace.lines",
    reads=("documents", "claims", "hops", "identities", "sources", "memberships", "stemma_edges", "ruled"),
    writes=("tallies",),
    run=tally_sides,
)
