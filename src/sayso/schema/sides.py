"""Which side of a group denies the words that stand for it."""

from __future__ import annotations

from sayso.schema.declare import Tables
from sayso.schema.tables import Claim, Group, Membership

OTHER = {"affirmed": "negated", "negated": "affirmed"}


def is_denied_around(claim: Claim) -> bool:
    """Whether what stands around a claim's words denies it: "X denied that ..."; negation inside is the sentence's own."""
    outside = [
        span for span in claim.polarity_spans if not any(start <= span[0] < end for start, end in claim.spans)
    ]
    if claim.polarity_spans:
        return len(outside) % 2 == 1
    return claim.polarity == "negated"  # as a person ruled


def find_denying_side(lead: Claim | None, side: str | None) -> str:
    """The side that denies the words that stand for a group.

    Of words that are themselves a denial, `there was no warning`, it is the affirmed side: the negated one says so, and it would
    be false to say that it denies them.

    Args:
        lead: the claim whose words stand for the group; null where it isn't there.
        side: the side of the group that it is on; null where it is on none.
    """
    if lead is None or side is None or lead.polarity != side:
        return "negated"
    return side if is_denied_around(lead) else OTHER[side]


def find_denying_sides(tables: Tables) -> dict[str, str]:
    """The same of every group, by its id."""
    claims = {claim.id: claim for claim in tables.take(Claim)}
    places = {row.claim_id: row for row in tables.take(Membership)}
    found = {}
    for group in tables.take(Group):
        place = places.get(group.claim_id)
        side = place.side if place is not None and place.group_id == group.id else None
        found[group.id] = find_denying_side(claims.get(group.claim_id), side)
    return found
