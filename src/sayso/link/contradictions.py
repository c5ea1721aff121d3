"""`link.contradictions`: pairs of claims that can't both hold, told both ways or with numbers that exclude each other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sayso.engine import Stage
from sayso.link.likeness import Features, make_features
from sayso.link.quantities import find_amounts, find_clash
from sayso.schema import Claim, Contradiction, Copy, Document, Identity, Membership, Tables, make_id
from sayso.text.spans import overlap

BOTH_WAYS = 0.45  # likeness of two claims of one group on different sides; the group's own bar has been passed already
MAX_PAIRS = 400  # kept of one group, the likest first: 20 claims a side


def find_contradictions(tables: Tables) -> Tables:
    """Pairs of claims that clash in polarity, inside a group, or in a number, in any two groups."""
    claims = tables.take(Claim)
    if not claims:
        return Tables()
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    features = make_features(claims, tables.take(Copy), source_of=source_of)
    places = {claim.id: i for i, claim in enumerate(features.claims)}
    groups: dict[str, list[int]] = defaultdict(list)
    for membership in sorted(tables.take(Membership), key=lambda membership: membership.claim_id):
        groups[membership.group_id].append(places[membership.claim_id])
    published = {doc.id: doc.published for doc in tables.take(Document)}
    found = list(_find_numbers(features, published))
    for _, members in sorted(groups.items()):
        if len(members) > 1:
            found += sorted(_find_sides(features, members), key=_by_score)[:MAX_PAIRS]
    return Tables({"contradictions": sorted(found, key=lambda row: row.id)})


def _by_score(row: Contradiction) -> tuple[float, str]:
    return -row.score, row.id


def _find_sides(features: Features, members: Sequence[int]) -> Iterator[Contradiction]:
    """Pairs of one group told on different sides."""
    likeness = features.score(np.array(members), np.array(members))
    for x, y in itertools.combinations(range(len(members)), 2):
        a, b = features.claims[members[x]], features.claims[members[y]]
        alike = float(likeness[x, y])
        if a.polarity != b.polarity and alike >= BOTH_WAYS and can_clash(a, b):
            yield _to_row(a, b, kind="polarity", score=alike, why=tell_sides(a, b))


def _find_numbers(features: Features, published: Mapping[str, str | None]) -> Iterator[Contradiction]:
    """Pairs that are alike but for a number of one thing; such claims often stand in two groups."""
    for i, others in features.clashes.items():
        for j, alike in others.items():
            a, b = features.claims[i], features.claims[j]
            clash = find_clash(find_amounts(a.quantities), find_amounts(b.quantities))
            if i < j and clash and can_clash(a, b):
                why = f"says {clash[0].said} where the other says {clash[1].said}" + tell_dates(a, b, published)
                yield _to_row(a, b, kind="number", score=alike, why=why)


def can_clash(a: Claim, b: Claim) -> bool:
    """Whether two claims are two sayings: no question, no words in common in one document."""
    if "asks" in (a.stance, b.stance):
        return False
    return a.document_id != b.document_id or not overlap(a.spans, b.spans)


def tell_sides(a: Claim, b: Claim) -> str:
    """Which words put two claims on different sides."""
    yes, no = (a, b) if a.polarity == "affirmed" else (b, a)
    return f"one affirms “{_cut(yes.text)}”, the other negates it: “{_cut(no.text)}” ({no.why_polarity or 'negated'})"


def _cut(text: str) -> str:
    return text if len(text) <= 100 else text[:99].rsplit(" ", 1)[0] + " …"


def tell_dates(a: Claim, b: Claim, published: Mapping[str, str | None]) -> str:
    """A warning where the documents are of different days: a toll may have risen."""
    one, two = published.get(a.document_id), published.get(b.document_id)
    if one and two and one != two:
        return f"; published {one} and {two}, so that the number may have changed between"
    return ""


def _to_row(a: Claim, b: Claim, *, kind: str, score: float, why: str) -> Contradiction:
    return Contradiction(make_id("x", a.id, b.id, kind), a.id, b.id, kind, round(min(1.0, score), 3), why)


CONTRADICTIONS = Stage(
    "link.contradictions",
    reads=("documents", "claims", "copies", "identities", "memberships"),
    writes=("contradictions",),
    run=find_contradictions,
)
