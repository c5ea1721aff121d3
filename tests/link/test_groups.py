"""Claims that state the same proposition."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from link_rows import claim

from sayso.engine import run_stage
from sayso.link.groups import GROUPS
from sayso.schema import Claim, Group, Identity, Membership, Source, Tables

FERRY = [
    claim("d1", "the ferry company had been warned about the broken ramp"),
    claim("d2", "the ferry company was warned that its ramp was broken", stance="hedges"),
    claim("d3", "the ferry company was never warned about the broken ramp", polarity="negated"),
]
OTHERS = [
    claim("d1", "three passengers were treated for hypothermia", 200),
    claim("d2", "the mayor will open the summer fair on Sunday", 200),
    claim("d3", "herring prices fell for the fourth year in a row", 200),
    claim("d3", "it is true", 400),
]


def group(*claims: Claim, **tables: object) -> Tables:
    return run_stage(GROUPS, Tables({"claims": claims, **tables}))  # type: ignore[dict-item]


def parts(tables: Tables) -> set[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for membership in tables.take(Membership):
        found[membership.group_id].add(membership.claim_id)
    return {frozenset(ids) for ids in found.values()}


def test_restatements_and_denials_are_one_group_and_the_rest_stand_alone() -> None:
    tables = group(*FERRY, *OTHERS)
    assert parts(tables) == {frozenset(c.id for c in FERRY), *(frozenset({c.id}) for c in OTHERS)}
    sides = {m.claim_id: m.side for m in tables.take(Membership)}
    assert [sides[c.id] for c in FERRY] == ["affirmed", "affirmed", "negated"]


def test_a_groups_text_is_no_question_and_no_denial() -> None:
    asked = claim("d4", "was the ferry company warned about the broken ramp?", stance="asks")
    (group_,) = group(*FERRY, asked).take(Group)
    assert group_.text in {FERRY[0].text, FERRY[1].text}
    assert group_.claim_id in {FERRY[0].id, FERRY[1].id}


def test_a_vague_claim_stands_alone_even_beside_its_twin() -> None:
    twins = claim("d1", "it is true"), claim("d2", "it is so")
    assert len(group(*twins).take(Group)) == 2


def test_membership_says_why_with_the_nearest_claim_and_shared_actors() -> None:
    a, b = (claim(c.document_id, c.text, actors=(f"r{c.document_id}",)) for c in FERRY[:2])
    identities = [Identity(f"rd{n}", "s1", 1.0, "same name") for n in (1, 2)]
    source = Source("s1", "Norland Ferries", "organisation", True, True, (), None, None)
    tables = group(a, b, identities=identities, sources=[source])
    why = {m.claim_id: m.why for m in tables.take(Membership)}[a.id]
    assert b.text in why
    assert why.startswith("likeness 0.")
    assert why.endswith("shared actors: Norland Ferries")


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_changes_nothing(seed: int) -> None:
    rows = [*FERRY, *OTHERS]
    random.Random(seed).shuffle(rows)
    assert group(*rows).take(Group) == group(*FERRY, *OTHERS).take(Group)
    assert group(*rows).take(Membership) == group(*FERRY, *OTHERS).take(Membership)


def test_no_claims_no_groups() -> None:
    assert group().names() == []


def test_other_numbers_are_other_statements() -> None:
    said = [(f"{n} crew members drowned when the ferry sank", f"{n} crew members") for n in (43, 43, 57)]
    claims = [claim(f"d{i}", text, quantities=(quantity,)) for i, (text, quantity) in enumerate(said)]
    assert parts(group(*claims)) == {frozenset(c.id for c in claims[:2]), frozenset({claims[2].id})}
