"""`link.groups`: claims that state the same proposition, whatever the wording, the hedge and the side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sayso.engine import Stage
from sayso.link.composite import find_parts
from sayso.link.likeness import Features, Floats, make_features
from sayso.link.linkage import find_components, group_average
from sayso.link.pairs import Judged, Judging, judge_all, judge_pairs, load_judging
from sayso.link.ruled import find_claim_rulings
from sayso.schema import Claim, Copy, Document, Group, Identity, Membership, Source, Tables, make_id

MAX_COMPONENT = 1500  # claims; a larger component is cut at a higher likelihood, to keep its matrix and pairs under 100 MB
HIGHER = 0.05  # by which it is cut
SHORT, LONG = 5, 45  # words; a group's text is neither a fragment nor a paragraph
SUREST = 0.99  # nothing is shown as certain
TOGETHER, APART = 1.0, -1e6  # of pairs that a person ruled on, or of a whole and its part: no mean outweighs the second

Whys = Mapping[tuple[str, str], str]


def group_claims(tables: Tables) -> Tables:
    """Partition all claims of the case; a claim like no other is a group of its own."""
    claims = tables.take(Claim)
    if not claims:
        return Tables()
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    names = {source.id: source.name for source in tables.take(Source)}
    features = make_features(claims, tables.take(Copy), source_of=source_of)
    judged = judge_pairs(features)
    must, never = find_claim_rulings(tables)
    parts = [(pair.whole, pair.part) for pair in find_parts(claims, tables.take(Document))]
    bounds = Bounds(features, must=must, never={**never, **dict.fromkeys(parts, "")})
    groups, memberships = [], []
    for places, likeness in partition(features, judged, bounds):
        group = _to_group(features, places, likeness)
        groups.append(group)
        memberships += _to_memberships(features, places, likeness, group=group, names=names, must=must)
    return Tables({
        "groups": sorted(groups, key=lambda group: group.id),
        "memberships": sorted(memberships, key=lambda membership: membership.claim_id),
    })


class Bounds:
    """Which claims (by place) must be in one group, and which must not."""

    def __init__(self, features: Features, *, must: Whys | None = None, never: Whys | None = None) -> None:
        places = {claim.id: i for i, claim in enumerate(features.claims)}

        def place(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
            return [(places[a], places[b]) for a, b in pairs if a in places and b in places]

        self.must, self.never = place(must or {}), place(never or {})

    def put_into(self, likeness: Floats, places: Sequence[int]) -> Floats:
        """Likelihoods with the bounds in them; what is joined by `must` is kept apart from all that one of it is."""
        at = {place: k for k, place in enumerate(places)}
        out = likeness.copy()
        joined = self._join(at)
        for a, b in self.never:
            if a in at and b in at:
                for x in joined.get(at[a], [at[a]]):
                    for y in joined.get(at[b], [at[b]]):
                        out[x, y] = out[y, x] = APART
        for members in joined.values():
            for x in members:
                for y in members:
                    if x != y:
                        out[x, y] = TOGETHER
        return out

    def _join(self, at: Mapping[int, int]) -> dict[int, list[int]]:
        pairs = [(at[a], at[b]) for a, b in self.must if a in at and b in at]
        if not pairs:
            return {}
        rows, columns = (np.array(some, dtype=np.int64) for some in zip(*pairs, strict=True))
        parts = [part for part in find_components(len(at), rows, columns) if len(part) > 1]
        return {place: part for part in parts for place in part}


def partition(
    features: Features, judged: Judged, bounds: Bounds, judging: Judging | None = None
) -> list[tuple[list[int], Floats]]:
    """Groups of claims (as places), each with its likelihoods.

    Average linkage, so that a vague sentence doesn't chain two propositions; claims that must be together are together.
    """
    judging = judging or load_judging()
    one_group, one_pair = judging.one_group, judging.one_pair
    known = dict(zip(zip(judged.first.tolist(), judged.second.tolist(), strict=True), judged.alike.tolist(), strict=True))
    found: list[tuple[list[int], Floats]] = []
    waiting = [(np.arange(len(features.claims)), one_group)]
    while waiting:
        some, at_least = waiting.pop()
        for component in _split(judged, bounds, some, at_least):
            if len(component) > MAX_COMPONENT and at_least < 1.0:
                waiting.append((np.array(component), at_least + HIGHER))
            elif len(component) == 1:
                found.append((component, np.ones((1, 1), dtype=np.float32)))
            else:
                likeness = judge_all(features, component, known, judge=judging.by_likeness)
                found += [
                    ([component[k] for k in members], likeness[np.ix_(members, members)])
                    for members in group_average(
                        bounds.put_into(likeness, component), at_least=one_group, alone=one_pair
                    )
                ]
    return sorted(found, key=lambda one: one[0])


def _split(
    judged: Judged, bounds: Bounds, some: npt.NDArray[np.int64], at_least: float
) -> list[list[int]]:
    """Components of the graph of pairs that are likely one: groups of different components are not compared."""
    inside = np.zeros(int(some.max()) + 1 if len(some) else 0, dtype=np.int64) - 1
    inside[some] = np.arange(len(some))
    keep = (judged.alike >= at_least) & (judged.second < len(inside))
    first, second = inside[judged.first[keep]], inside[judged.second[keep]]
    must = np.array([pair for pair in bounds.must if max(pair) < len(inside)], dtype=np.int64).reshape(-1, 2)
    first = np.concatenate([first, inside[must[:, 0]]])
    second = np.concatenate([second, inside[must[:, 1]]])
    both = (first >= 0) & (second >= 0)
    return [some[part].tolist() for part in find_components(len(some), first[both], second[both])]


def _to_group(features: Features, places: Sequence[int], likeness: Floats) -> Group:
    claims = [features.claims[i] for i in places]
    best = min(range(len(places)), key=lambda k: _rank(claims[k], float(likeness[k].mean())))
    group_id = make_id("g", *sorted(claim.id for claim in claims))
    return Group(id=group_id, text=claims[best].text, claim_id=claims[best].id)


def _rank(claim: Claim, nearness: float) -> tuple[bool, bool, float, str]:
    """Order for a group's text: no question, affirmed, then near to all; fragments and paragraphs stand back."""
    n_words = len(claim.text.split())
    back = 0.15 if not SHORT <= n_words <= LONG else 0.0
    return claim.stance == "asks", claim.polarity != "affirmed", round(back - nearness, 6), claim.id


def _to_memberships(
    features: Features, places: Sequence[int], likeness: Floats, *, group: Group, names: dict[str, str], must: Whys
) -> list[Membership]:
    found = []
    ruled = {id_: why for pair, why in must.items() for id_ in pair}
    near = likeness.copy()
    np.fill_diagonal(near, -1.0)
    for k, i in enumerate(places):
        claim = features.claims[i]
        if len(places) == 1:
            found.append(Membership(claim.id, group.id, claim.polarity, 1.0, "no other claim is like it"))
            continue
        other = int(np.argmax(near[k]))
        why = tell_likeness(features, i, places[other], float(near[k, other]), names=names)
        score = round(max(0.0, float(near[k, other])), 3)
        if claim.id in ruled:
            found.append(Membership(claim.id, group.id, claim.polarity, 1.0, ruled[claim.id], "confirmed"))
        else:
            found.append(Membership(claim.id, group.id, claim.polarity, score, why))
    return found


def tell_likeness(features: Features, i: int, j: int, likeness: float, *, names: dict[str, str]) -> str:
    """Why claim i is like claim j, in words."""
    other = features.claims[j]
    text = other.text if len(other.text) <= 90 else other.text[:89].rsplit(" ", 1)[0] + " …"
    shared = sorted(features.actors[i].keys() & features.actors[j].keys())
    why = f"{min(likeness, SUREST):.0%} likely to state the same as “{text}”"
    if j in features.ties.get(i, {}):
        why += "; the same words"
    if shared:
        why += f"; shared actors: {', '.join(sorted(names.get(actor, actor) for actor in shared)[:4])}"
    return why


GROUPS = Stage(
    "link.groups",
    reads=("documents", "claims", "copies", "identities", "sources", "ruled"),
    writes=("groups", "memberships"),
    run=group_claims,
)
