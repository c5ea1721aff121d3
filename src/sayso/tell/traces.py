"""A group's stemma in words: who tells it, whom they lay it to, what that comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.schema import StemmaEdge, Tables
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line, count_of
from sayso.tell.verdicts import EDGES, STANDING, pick_verdict
from sayso.tell.views import tell_circle


def tell_trace(tables: Tables, group_id: str) -> str:
    """Tell a group's stemma as an indented tree, both sides, with lines, weakest point and verdict.

    Hidden characters of documents are written out, so that the text is safe in a terminal.

    Raises:
        UnknownName: no group has this id.
    """
    lookup = Lookup(tables)
    group = lookup.group(group_id)
    told = [f"“{clean_line(group.text)}”", f"  {group_id}"]
    for side in SIDES:
        if lookup.members(group_id, side):
            told += ["", *_tell_side(lookup, group_id, side)]
    return "\n".join([*told, "", STANDING]) + "\n"


def _tell_side(lookup: Lookup, group_id: str, side: str) -> Iterator[str]:
    tally = lookup.tally(group_id, side)
    yield f"{'DENIED' if lookup.is_against(group_id, side) else 'AFFIRMED'}: {pick_verdict(tally.verdict if tally else None).word}"
    if tally:
        possible = f", {tally.lines_possible} possible" if tally.lines_possible > tally.lines else ""
        unnamed = ", all unnamed" if tally.is_all_unnamed else ""
        yield f"  {count_of(tally.tellings, 'document')}, {count_of(tally.lines, 'line')}{possible}{unnamed}"
        if tally.cut_ids:
            yield f"  weakest point: {', '.join(map(lookup.node_name, tally.cut_ids))}"
        for circle in tally.circles:
            yield f"  circle: {tell_circle(lookup, circle)}"
        yield f"  why: {clean_line(tally.why)}"
    after: dict[str, list[StemmaEdge]] = {}
    for edge in lookup.edges.get((group_id, side), []):
        if all(edge.head != known.head for known in after.get(edge.tail, [])):
            after.setdefault(edge.tail, []).append(edge)
    for teller in lookup.tellers(group_id, side):
        document = lookup.documents[teller]
        dated = f", {clean_line(document.published)}" if document.published else ""
        yield f"  {lookup.teller(teller)}{dated}{'' if after.get(teller) else ': names no source'}"
        yield from _tell_edges(lookup, after, teller, way=(teller,))
        for claim in lookup.members(group_id, side):
            if claim.document_id == teller:
                yield f"      {claim.stance}: “{clean_line(claim.text)}” ({claim.id})"


def _tell_edges(
    lookup: Lookup, after: dict[str, list[StemmaEdge]], node: str, *, way: tuple[str, ...]
) -> Iterator[str]:
    for edge in after.get(node, []):
        source = lookup.sources.get(edge.head)
        unnamed = " (unnamed)" if source and not source.is_named else ""
        indent = "  " * (len(way) + 1)
        told = f"{indent}└ {EDGES.get(edge.kind, edge.kind)} {lookup.node_name(edge.head)}{unnamed}"
        if edge.head in way:
            yield f"{told}, and so back round"
            continue
        yield told
        yield from _tell_edges(lookup, after, edge.head, way=(*way, edge.head))
