"""Find what is disputed: a group told both ways, groups that can't both hold."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from sayso.engine.stage import Stage
from sayso.schema import Contradiction, Dispute, Membership, Tables, find_denying_sides, make_id
from sayso.text.declining import is_declining
from sayso.trace.chains import Chain, find_chains, find_sides
from sayso.trace.wording import find_names, say_count, say_list

# A group told both ways of which `link` names no two clashing claims: its sides say so, no pair does.
UNPAIRED = 0.5
# Both sides from one document on one chain is more often a turn of phrase than a dispute; this puts it below
# any dispute of two documents, whose score is at least 2 * the lowest contradiction that `link` keeps.
ONE_VOICE = 0.1

# A count that has grown, and a mistake that was mended, are listed after what is disputed.
SETTLED = 0.1

WHAT = {"numbers": "numbers", "dates": "days", "places": "places", "names": "names"}
"""What each kind of clash but a denial is about, in words."""
RELATIONS = ("reversal", "correction", "update")

_KINDS = {"number": "numbers", "date": "dates", "place": "places", "name": "names"}
_SAID = {
    "reversal": "one source said the one, then the other",
    "correction": "what was printed, and what mends it",
    "update": "a later state, and no dispute",
}

_Key = tuple[str, str, str | None]


@dataclasses.dataclass(slots=True)
class _Clash:
    """The chains of two sides that clash, and the contradictions that say so."""

    ours: dict[str, Chain] = dataclasses.field(default_factory=dict)
    theirs: dict[str, Chain] = dataclasses.field(default_factory=dict)
    contradictions: list[Contradiction] = dataclasses.field(default_factory=list)

    def add(self, ours: Iterable[Chain], theirs: Iterable[Chain]) -> None:
        self.ours.update((chain.claim.id, chain) for chain in ours)
        self.theirs.update((chain.claim.id, chain) for chain in theirs)


def find_disputes(tables: Tables) -> Tables:
    """Give each dispute once, the weightiest first.

    Kinds: 'both ways', a group with tellings on both sides, or two groups whose claims `link` found to deny
    one another; 'numbers', 'dates', 'places', 'names', claims of one group or of two that exclude each other in
    these; 'reversal', one source then and now; and, listed though nobody disputes them, 'correction' and 'update'.
    Questions take no side.
    """
    chains = find_chains(tables)
    names = find_names(tables)
    clashes = _drop_told(_find_clashes(tables, chains))
    denying = find_denying_sides(tables)
    disputes = [_to_dispute(key, clash, names, denying) for key, clash in clashes.items()]
    return Tables({"disputes": sorted(disputes, key=lambda dispute: (-dispute.score, dispute.id))})


def _find_clashes(tables: Tables, chains: dict[str, Chain]) -> dict[_Key, _Clash]:
    sides = find_sides(tables, chains)
    places = {row.claim_id: (row.group_id, row.side) for row in tables.take(Membership)}
    clashes: defaultdict[_Key, _Clash] = defaultdict(_Clash)
    for group_id, side in sides:
        denying = [chain for chain in sides.get((group_id, "negated"), ()) if not _declines(chain)]
        if side == "affirmed" and denying:
            clashes["both ways", group_id, None].add(sides[group_id, side], denying)
    for row in sorted(tables.take(Contradiction), key=lambda row: row.id):
        placed = [claim_id for claim_id in (row.claim_a, row.claim_b) if claim_id in places]
        pair = sorted(placed, key=lambda c: (places[c], c))
        if len(pair) < 2 or not all(chains[claim_id].is_telling for claim_id in pair):
            continue
        (group_a, side_a), (group_b, side_b) = places[pair[0]], places[pair[1]]
        kind = row.relation if row.relation in RELATIONS else _KINDS.get(row.kind, "both ways")
        key = (kind, group_a, group_b if group_a != group_b else None)
        if key == ("both ways", group_a, None) and side_a == side_b:
            continue  # a group takes its sides from `memberships`
        clashes[key].contradictions.append(row)
        if kind != "both ways" or group_a != group_b:
            clashes[key].add([chains[pair[0]]], [chains[pair[1]]])
    return dict(clashes)


def _declines(chain: Chain) -> bool:
    """Whether somebody only wouldn't speak of it: no denial."""
    return chain.claim.polarity == "negated" and is_declining(chain.claim.text)


def _drop_told(clashes: dict[_Key, _Clash]) -> dict[_Key, _Clash]:
    """Leave out a group told both ways whose every telling is part of one source's reversal or of a correction."""
    kept = {}
    for key, clash in clashes.items():
        kind, group_id, other = key
        others = [clashes.get((relation, group_id, None)) for relation in RELATIONS]
        told = {claim_id for it in others if it for claim_id in (*it.ours, *it.theirs)}
        is_told = kind == "both ways" and other is None and not clash.contradictions and bool(told)
        if not (is_told and {*clash.ours, *clash.theirs} <= told):
            kept[key] = clash
    return kept


def _to_dispute(key: _Key, clash: _Clash, names: dict[str, str], denying: dict[str, str]) -> Dispute:
    kind, group_id, other_group_id = key
    ours, theirs = list(clash.ours.values()), list(clash.theirs.values())
    surest = max(clash.contradictions, key=lambda row: (row.score, row.id), default=None)
    n_tellings = len(_documents(ours)) + len(_documents(theirs))
    if kind != "both ways" and other_group_id is None:  # three numbers in one group have no two sides
        n_tellings = len(_documents([*ours, *theirs]))
    score = n_tellings * (surest.score if surest else UNPAIRED)
    is_one_voice = len({chain.nodes for chain in (*ours, *theirs)}) == 1
    is_turned = kind == "both ways" and other_group_id is None and denying.get(group_id) == "affirmed"
    why = _say_sides(key, theirs, ours, names) if is_turned else _say_sides(key, ours, theirs, names)
    if surest:
        why += f"; {surest.why}"
    if kind in ("update", "correction"):
        score *= SETTLED
    elif is_one_voice and kind != "reversal":
        score *= ONE_VOICE
        why += "; both sides are one document's, on the same word"
    return Dispute(
        id=make_id("dispute-", kind, group_id, other_group_id),
        kind=kind,
        group_id=group_id,
        other_group_id=other_group_id,
        contradiction_ids=tuple(row.id for row in clash.contradictions),
        score=round(score, 6),
        why=why,
    )


def _documents(chains: Iterable[Chain]) -> set[str]:
    return {chain.document_id for chain in chains}


def _say_sides(key: _Key, ours: list[Chain], theirs: list[Chain], names: dict[str, str]) -> str:
    kind, _, other_group_id = key
    if kind in RELATIONS:
        _, told = _say_documents([*ours, *theirs], names)
        return f"{told}: {_SAID[kind]}"
    if kind in WHAT and other_group_id is None:
        one, told = _say_documents([*ours, *theirs], names)
        return f"{told} {'gives' if one else 'give'} {WHAT[kind]} that can't all hold"
    ours_one, ours_told = _say_documents(ours, names)
    theirs_one, theirs_told = _say_documents(theirs, names)
    if kind in WHAT:
        return f"{ours_told} and {theirs_told} give {WHAT[kind]} that can't both hold"
    if ours_one and theirs_one and ours_told == theirs_told:
        return f"{ours_told} tells it both ways"
    if other_group_id is not None:  # which of the two words a denial stands in, the sides don't say
        return f"{ours_told} {'says' if ours_one else 'say'} the one, {theirs_told} the other"
    ours_verb, theirs_verb = "affirms" if ours_one else "affirm", "denies" if theirs_one else "deny"
    return f"{ours_told} {ours_verb} it, {theirs_told} {theirs_verb} it"


def _say_documents(chains: Iterable[Chain], names: dict[str, str]) -> tuple[bool, str]:
    documents = sorted(names.get(document_id, document_id) for document_id in _documents(chains))
    return len(documents) == 1, f"{say_count(len(documents), 'document')} ({say_list(documents)})"


DISPUTES = Stage(
    "trace.disputes",
    reads=("documents", "claims", "hops", "identities", "sources", "groups", "memberships", "contradictions"),
    writes=("disputes",),
    run=find_disputes,
)
