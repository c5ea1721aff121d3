"""Which statements have fewer lines because something that they rest on was withdrawn."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from sayso.schema import StemmaEdge, Tables, Tally
from sayso.trace.tallies import tally_sides
from sayso.trace.withdrawal import find_withdrawn
from sayso.trace.wording import find_names


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """A side of a group that has fewer lines than it would have, had nothing been withdrawn.

    Attributes:
        before, after: established lines without the withdrawals and with them; `after` 0 where the last one is gone.
        possible_before, possible_after: possible lines likewise.
        withdrawn: names of what was withdrawn and stands in its stemma, sorted.
        rulings: their numbers, sorted.
    """

    group_id: str
    side: str
    before: int
    after: int
    possible_before: int
    possible_after: int
    withdrawn: tuple[str, ...]
    rulings: tuple[int, ...]


def find_losses(tables: Tables) -> list[Loss]:
    """Sides that lost lines to what was withdrawn: those that lost the last one first, then by how many they lost."""
    withdrawn = find_withdrawn(tables)
    if not withdrawn:
        return []
    without = Tables({name: tables.named(name) for name in tables.names() if name != "ruled"})
    before = {(row.group_id, row.side): row for row in tally_sides(without).take(Tally)}
    touched: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in tables.take(StemmaEdge):
        touched[edge.group_id, edge.side].update({edge.tail, edge.head} & withdrawn.keys())
    for claim_document, key in _find_tellings(tables):
        if claim_document in withdrawn:
            touched[key].add(claim_document)
    names = find_names(tables)
    losses = [
        Loss(
            group_id=row.group_id, side=row.side, before=was.lines, after=row.lines, possible_before=was.lines_possible,
            possible_after=row.lines_possible, withdrawn=tuple(sorted(names[node] for node in touched[key])),
            rulings=tuple(sorted({one.number for node in touched[key] for one in withdrawn[node]})),
        )
        for row in tally_sides(tables).take(Tally)
        if (was := before[key := (row.group_id, row.side)]) and touched[key]
        and (row.lines, row.lines_possible) != (was.lines, was.lines_possible)
    ]
    return sorted(losses, key=lambda loss: (loss.after > 0, loss.after - loss.before, loss.group_id, loss.side))


def _find_tellings(tables: Tables) -> list[tuple[str, tuple[str, str]]]:
    documents = {claim.id: claim.document_id for claim in tables.named("claims")}
    return [(documents[row.claim_id], (row.group_id, row.side)) for row in tables.named("memberships")]
