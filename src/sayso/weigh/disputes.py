"""Hypotheses that a case offers: the sides of a dispute."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.schema import Contradiction, Dispute, Membership, Tables
from sayso.weigh.cells import find_statements
from sayso.weigh.likening import is_negated
from sayso.weigh.proposals import Key

DENIED = "It is not so that: "
MOST_WORDS = 300  # characters of a hypothesis that is taken from a claim


def take_from_dispute(tables: Tables, dispute_id: str) -> tuple[str, ...]:
    """Give the texts of the readings that a dispute sets against each other, in the words of the case.

    A group told both ways gives what is told and its denial; two groups that clash give what each tells. Corrections and updates,
    which nobody disputes, give theirs all the same: a person asked for them.

    Args:
        tables: `disputes`, `contradictions`, `groups`, `claims`, `memberships`, `tallies`.
    Returns:
        Two texts; one, or none, where the dispute or its groups aren't in the case.
    """
    dispute = next((row for row in tables.take(Dispute) if row.id == dispute_id), None)
    if dispute is None:
        return ()
    told = {key: statement.text for key, statement in find_statements(tables).items()}
    if dispute.other_group_id is None:
        texts = [_say(told, dispute.group_id, "affirmed"), _say(told, dispute.group_id, "negated")]
    else:
        sides = _find_sides(tables, dispute)
        texts = [_say(told, id_, sides.get(id_, "affirmed")) for id_ in (dispute.group_id, dispute.other_group_id)]
    return tuple(dict.fromkeys(text for text in texts if text))


def _find_sides(tables: Tables, dispute: Dispute) -> dict[str, str]:
    """On which side the claims stand that make a dispute of two groups, by group."""
    members = {row.claim_id: row for row in tables.take(Membership)}
    wanted = set(dispute.contradiction_ids)
    found: dict[str, str] = {}
    for row in sorted(tables.take(Contradiction), key=lambda row: (-row.score, row.id)):
        for claim_id in (row.claim_a, row.claim_b) if row.id in wanted else ():
            if claim_id in members:
                found.setdefault(members[claim_id].group_id, members[claim_id].side)
    return found


def _say(told: Mapping[Key, str], group_id: str, side: str) -> str:
    """What a side tells; a denial whose own words deny nothing ("he denied that it was sold") is put as one."""
    text = told.get((group_id, side)) or (told.get((group_id, "affirmed"), "") if side == "negated" else "")
    text = " ".join(text.split())
    if len(text) > MOST_WORDS:
        text = text[: MOST_WORDS - 1].rsplit(" ", 1)[0] + " …"
    return DENIED + text if text and side == "negated" and not is_negated(text) else text
