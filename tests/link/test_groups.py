"""Claims that state the same proposition."""

from __future__ import annotations

import dataclasses
import random
import re
from collections import defaultdict

import pytest
from link_rows import claim

from sayso.engine import run_stage
from sayso.link.groups import GROUPS
from sayso.schema import Claim, Group, Identity, Membership, Ruled, Source, Tables

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
    assert re.match(r"\d\d% likely to state the same as “", why)
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


def ruled(kind: str, a: Claim, b: Claim) -> Ruled:
    return Ruled(1, kind, "claim", a.id, b.id, None, "applied", "Ina Rask on 3 May: I asked them both")


def test_a_ruling_puts_unlike_claims_together_and_is_named_as_the_reason() -> None:
    tables = group(*FERRY, *OTHERS, ruled=[ruled("same", FERRY[0], OTHERS[1])])
    assert frozenset(c.id for c in (*FERRY, OTHERS[1])) in parts(tables)
    (row,) = [m for m in tables.take(Membership) if m.claim_id == OTHERS[1].id]
    assert (row.state, row.why) == ("confirmed", "Ina Rask on 3 May: I asked them both")


def test_a_ruling_keeps_like_claims_apart_with_what_must_go_with_them() -> None:
    rows = [ruled("different", FERRY[0], FERRY[1]), dataclasses.replace(ruled("same", FERRY[1], OTHERS[0]), number=2)]
    together = parts(group(*FERRY, *OTHERS, ruled=rows))
    assert not any({FERRY[0].id, FERRY[1].id} <= ids or {FERRY[0].id, OTHERS[0].id} <= ids for ids in together)
    assert any({FERRY[1].id, OTHERS[0].id} <= ids for ids in together)


def test_a_whole_and_its_parts_are_apart_however_alike() -> None:
    whole = claim("d1", "the nine sunken barrels are the five barrels found in May, the three of June and one more")
    part = claim("d2", "five sunken barrels were found in May")
    assert len(group(whole, part).take(Group)) == 2
