"""`link.relations`: claims that bear on others without stating the same: sums of them, what rests on them."""

from __future__ import annotations

from sayso.engine import Stage
from sayso.link.composite import Pair, find_parts
from sayso.schema import Claim, Document, Relation, Tables, make_id


def find_relations(tables: Tables) -> Tables:
    """Give the relations between claims, one a kind and pair of claims, sorted by id."""
    pairs = find_parts(tables.take(Claim), tables.take(Document))
    rows = {row.id: row for row in map(_to_relation, pairs)}
    return Tables({"relations": [rows[id_] for id_ in sorted(rows)]})


def _to_relation(pair: Pair) -> Relation:
    return Relation(
        id=make_id("r", pair.kind, pair.whole, pair.part), claim_a=pair.whole, claim_b=pair.part, kind=pair.kind,
        score=pair.score, why=pair.why,
    )


RELATIONS = Stage(
    "link.relations",
    reads=("documents", "claims", "identities", "memberships"),
    writes=("relations",),
    run=find_relations,
)
