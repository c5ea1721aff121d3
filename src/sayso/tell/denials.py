"""Denials that no dispute shows: somebody says that it isn't so, and nothing that was read says that it is, so far as sayso sees.

Whoever is accused has a right that the denial is read. Where it was set against no statement, it would stand in the list of
every claim alone.
"""

from __future__ import annotations

from sayso.schema import Claim
from sayso.tell.lookup import Lookup
from sayso.tell.model import Block, Rows, Run, Section, Statement, show, tell
from sayso.tell.notes import QUOTED, Notes, tell_chain
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.stories import tell_rest
from sayso.tell.verdicts import SETTLED

MOST_DENIALS = 40  # three pages


def find_denials(lookup: Lookup) -> list[Claim]:
    """Claims that deny, of groups that stand in no dispute, by document and place."""
    disputed = {id_ for row in lookup.disputes if row.kind not in SETTLED for id_ in (row.group_id, row.other_group_id)}
    member = lookup.membership_of
    return [
        claim for claim in lookup.claims.values()
        if claim.stance == "denies" and not (claim.id in member and member[claim.id].group_id in disputed)
    ]


def tell_denials(lookup: Lookup, notes: Notes) -> Section | None:
    """Each with who denies it and where; nothing when every denial stands in a dispute."""
    found = find_denials(lookup)
    if not found:
        return None
    blocks: list[Block] = [_tell_denial(lookup, notes, claim) for claim in found[:MOST_DENIALS]]
    if rest := found[MOST_DENIALS:]:
        blocks.append(tell_rest("claims", "more denial", [claim.id for claim in rest], "sayso claims CASE"))
    return Section("denials", "Denied, and in no dispute above", tuple(blocks), level=2)


def count_denials(lookup: Lookup) -> list[Block]:
    """The same in one sentence of the bottom line; none when there is none."""
    found = find_denials(lookup)
    if not found:
        return []
    stand = count_of(len(found), "denial stands", "denials stand")
    words = tell(f"{stand} in none of these disputes: ", Run("who denies what", link="denials"), ".")
    return [Statement(words, rows=Rows("claims", tuple(claim.id for claim in found)), level=1)]


def _tell_denial(lookup: Lookup, notes: Notes, claim: Claim) -> Statement:
    said = show(elide(clean_line(claim.text), at_most=QUOTED), link=f"claim-{claim.id}", look="quote")
    return Statement(tell(show("Denied", look="bold"), ": ", *tell_chain(lookup, claim), ": ", said), notes.refer([claim]), level=1)
