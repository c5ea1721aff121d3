"""`link.groups`: claims that state the same proposition, whatever the wording, the hedge and the side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.engine import Stage
from sayso.link.likeness import Features, Floats, make_features
from sayso.link.linkage import find_components, group_average
from sayso.schema import Claim, Copy, Group, Identity, Membership, Source, Tables, make_id

# Of 128 judged pairs of news claims (docs/accuracy.md) 0.51 keeps 63 of 77 right ones and 29 of 51 wrong.
ALIKE = 0.51  # mean likeness of two groups that are one
BLOCK = 1024  # claims compared with all others at a time: 4 MB a thousand claims
MAX_COMPONENT = 3000  # claims; a larger component is cut at a higher likeness, to keep its matrix under 75 MB
SHORT, LONG = 5, 45  # words; a group's text is neither a fragment nor a paragraph


def group_claims(tables: Tables) -> Tables:
    """Partition all claims of the case; a claim like no other is a group of its own."""
    claims = tables.take(Claim)
    if not claims:
        return Tables()
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    names = {source.id: source.name for source in tables.take(Source)}
    features = make_features(claims, tables.take(Copy), source_of=source_of)
    groups, memberships = [], []
    for places in partition(features):
        likeness = features.score(np.array(places), np.array(places))
        group = _to_group(features, places, likeness)
        groups.append(group)
        memberships += _to_memberships(features, places, likeness, group=group, names=names)
    return Tables({
        "groups": sorted(groups, key=lambda group: group.id),
        "memberships": sorted(memberships, key=lambda membership: membership.claim_id),
    })


def partition(features: Features) -> list[list[int]]:
    """Groups of claims (as indices) by average linkage, so that a vague sentence doesn't chain two propositions."""
    n = len(features.claims)
    found: list[list[int]] = []
    waiting = [(np.arange(n), ALIKE)]
    while waiting:
        some, at_least = waiting.pop()
        for component in _split(features, some, at_least):
            if len(component) > MAX_COMPONENT:
                waiting.append((np.array(component), at_least + 0.04))
            elif len(component) == 1:
                found.append(component)
            else:
                places = np.array(component)
                parts = group_average(features.score(places, places), at_least=ALIKE)
                found += [places[members].tolist() for members in parts]
    return sorted(found)


def _split(features: Features, some: npt.NDArray[np.int64], at_least: float) -> list[list[int]]:
    """Components of the graph of pairs alike enough: no two groups of different components can merge."""
    rows, columns = [], []
    for at in range(0, len(some), BLOCK):
        block = some[at : at + BLOCK]
        i, j = np.nonzero(features.score(block, some) >= at_least)
        keep = (i + at) < j
        rows.append(i[keep] + at)
        columns.append(j[keep])
    parts = find_components(len(some), np.concatenate(rows), np.concatenate(columns))
    return [some[part].tolist() for part in parts]


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
    features: Features, places: Sequence[int], likeness: Floats, *, group: Group, names: dict[str, str]
) -> list[Membership]:
    found = []
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
        found.append(Membership(claim.id, group.id, claim.polarity, score, why))
    return found


def tell_likeness(features: Features, i: int, j: int, likeness: float, *, names: dict[str, str]) -> str:
    """Why claim i is like claim j, in words."""
    other = features.claims[j]
    text = other.text if len(other.text) <= 90 else other.text[:89].rsplit(" ", 1)[0] + " …"
    shared = sorted(features.actors[i].keys() & features.actors[j].keys())
    why = f"likeness {likeness:.2f} to “{text}”"
    if j in features.ties.get(i, {}):
        why += "; the same words"
    if shared:
        why += f"; shared actors: {', '.join(sorted(names.get(actor, actor) for actor in shared)[:4])}"
    return why


GROUPS = Stage(
    "link.groups",
    reads=("claims", "copies", "identities", "sources"),
    writes=("groups", "memberships"),
    run=group_claims,
)
