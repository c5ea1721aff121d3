"""`link.relations`: claims that bear on others without stating the same: sums of them, what rests on them, instances of them."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.engine import Stage
from sayso.link.composite import Pair, find_parts
from sayso.link.likeness import make_features
from sayso.link.pairs import find_instances, judge_pairs
from sayso.schema import Claim, Copy, Document, Identity, Relation, Tables, make_id

SPECIALISES = "specialises"


def find_relations(tables: Tables) -> Tables:
    """Give the relations between claims, one a kind and pair of claims, sorted by id."""
    claims = tables.take(Claim)
    if not claims:
        return Tables()
    pairs = [*find_parts(claims, tables.take(Document)), *_find_instances(tables)]
    rows = {row.id: row for row in map(_to_relation, pairs)}
    return Tables({"relations": [rows[id_] for id_ in sorted(rows)]})


def _find_instances(tables: Tables) -> Iterator[Pair]:
    """Claims that are a case or a part of what another says in general, as the pair model has it."""
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    features = make_features(tables.take(Claim), tables.take(Copy), source_of=source_of)
    for one in find_instances(judge_pairs(features)):
        special, general = features.claims[one.special], features.claims[one.general]
        why = f"{one.likelihood:.0%} likely to be a case or a part of “{_cut(general.text)}”"
        yield Pair(special.id, general.id, SPECIALISES, one.likelihood, why)


def _cut(text: str) -> str:
    return text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + " …"


def _to_relation(pair: Pair) -> Relation:
    return Relation(
        id=make_id("r", pair.kind, pair.whole, pair.part), claim_a=pair.whole, claim_b=pair.part, kind=pair.kind,
        score=pair.score, why=pair.why,
    )


RELATIONS = Stage(
    "link.relations",
    reads=("documents", "claims", "copies", "identities", "memberships"),
    writes=("relations",),
    run=find_relations,
)
