"""The section of a brief about actors: of whom claims speak, and what they are said to do to one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sayso.schema import Claim
from sayso.tell.lookup import Lookup
from sayso.tell.model import Block, Row, Rows, Run, Section, Table, Words, show, tell
from sayso.tell.notes import Notes
from sayso.tell.pictures import Actor, draw_network
from sayso.tell.pictures import Tie as Bond
from sayso.tell.shown import clean_line, count_of
from sayso.tell.stories import make_figure, tell_rest
from sayso.tell.ties import Tie, TieSaid

MOST_ACTORS = 120
MOST_TIES = 60
MOST_SAID = 3  # passages of a tie, and as many that deny it
STRONGEST = {True: 2, False: 3}  # of signs: 2 for a tie that joins, -3 for one that parts


def tell_actors(lookup: Lookup, notes: Notes, ties: Sequence[Tie]) -> Section | None:
    """Of whom claims speak, those of whom most do first, and their ties; nothing when claims speak of nobody."""
    spoken: dict[str, list[Claim]] = defaultdict(list)
    for claim in lookup.claims.values():
        for source_id in dict.fromkeys(map(lookup.source_id, claim.actors)):
            if source_id in lookup.sources:
                spoken[source_id].append(claim)
    ids = sorted(spoken, key=lambda id_: (-len(spoken[id_]), lookup.sources[id_].name.casefold(), id_))
    blocks: list[Block] = []
    if ids:
        rows = tuple(_tell_actor(lookup, id_, spoken[id_]) for id_ in ids[:MOST_ACTORS])
        blocks.append(Table("Of whom claims speak", ("Actor", "Kind", "Claims that speak of it", "Documents"), rows, (8, 4, 4, 3)))
    if rest := ids[MOST_ACTORS:]:
        blocks.append(tell_rest("sources", "more actor", rest, "sayso actors CASE"))
    known = [tie for tie in ties if {tie.a_id, tie.b_id} <= lookup.sources.keys() and _find_claims(lookup, tie.said + tie.denied)]
    if known:
        blocks.append(_tell_ties(lookup, notes, known))
    return Section("actors", "Actors and ties", tuple(blocks)) if blocks else None


def _tell_actor(lookup: Lookup, source_id: str, claims: list[Claim]) -> Row:
    source, n_documents = lookup.sources[source_id], len({claim.document_id for claim in claims})
    name = show(source.name, link=f"source-{source_id}", look="bold")
    cells = (tell(name), tell(show(source.kind)), tell(f"{len(claims):,}"), tell(f"{n_documents:,}"))
    return Row(cells, Rows("claims", tuple(claim.id for claim in claims)), anchor=f"actor-{source_id}")


def draw_ties(lookup: Lookup, ties: Sequence[Tie]) -> str:
    """Draw the network of the actors that are tied, as one SVG element: who says so and who denies it, by the document's name."""
    spoken = Counter(source_id for claim in lookup.claims.values() for source_id in set(map(lookup.source_id, claim.actors)))
    known = [tie for tie in ties if {tie.a_id, tie.b_id} <= lookup.sources.keys()]
    ends = {id_ for tie in known for id_ in (tie.a_id, tie.b_id)}
    actors = [
        Actor(id_, clean_line(lookup.sources[id_].name), spoken[id_], lookup.sources[id_].is_named) for id_ in sorted(ends)
    ]
    bonds = [
        Bond(
            tie.a_id, tie.b_id, tie.sign_name, tie.sign / STRONGEST[tie.sign > 0], _name(lookup, tie.said),
            _name(lookup, tie.denied),
        )
        for tie in known
    ]
    return draw_network(actors, bonds)


def _tell_ties(lookup: Lookup, notes: Notes, ties: list[Tie]) -> Section:
    shown = ties[:MOST_TIES]
    claims = [row.claim_id for tie in shown for row in tie.said + tie.denied]
    blocks: list[Block] = [
        make_figure(draw_ties(lookup, shown), "Who is said to do what to whom", Rows("claims", tuple(dict.fromkeys(claims)))),
        Table(
            "Ties, the most told first", ("Who", "does what", "to whom", "Says", "Denies"),
            tuple(_tell_tie(lookup, notes, tie) for tie in shown), (5, 4, 5, 5, 4),
        ),
    ]
    if rest := [f"{tie.a_id} {tie.b_id} {tie.event}" for tie in ties[MOST_TIES:]]:
        blocks.append(tell_rest("ties", "more tie", rest, "sayso actors CASE"))
    return Section("ties", "What they are said to do to one another", tuple(blocks), level=2)


def _tell_tie(lookup: Lookup, notes: Notes, tie: Tie) -> Row:
    """A tie as somebody's word: who says it and who denies it, with their passages."""
    a, b = (show(lookup.sources[id_].name, link=f"source-{id_}", look="bold") for id_ in (tie.a_id, tie.b_id))
    what = tell(show(tie.sign_name), f" ({show(tie.event.lower()).text}{', each the other' if tie.is_mutual else ''})")
    claims = _find_claims(lookup, tie.said[:MOST_SAID] + tie.denied[:MOST_SAID])
    cells: tuple[Words, ...] = (tell(a), what, tell(b), _list(lookup, tie.said), _list(lookup, tie.denied))
    ids = tuple(row.claim_id for row in tie.said + tie.denied)
    return Row(cells, Rows("claims", ids), notes.refer(claims))


def _list(lookup: Lookup, said: Sequence[TieSaid]) -> Words:
    names = _name(lookup, said)
    more = [Run(f" and {count_of(len(names) - MOST_SAID, 'other')}")] if len(names) > MOST_SAID else []
    return tell(show(", ".join(names[:MOST_SAID])), *more) or tell("–")


def _name(lookup: Lookup, said: Sequence[TieSaid]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lookup.teller(claim.document_id) for claim in _find_claims(lookup, said)))


def _find_claims(lookup: Lookup, said: Sequence[TieSaid]) -> list[Claim]:
    return [lookup.claims[row.claim_id] for row in said if row.claim_id in lookup.claims]
