"""Claims made of others, or resting on others: which are paired, and which must not be."""

from __future__ import annotations

import random

import pytest
from link_rows import claim, document

from sayso.engine import run_stage
from sayso.link.composite import Pair, find_parts
from sayso.link.relations import RELATIONS
from sayso.schema import Claim, Relation, Tables

WHOLE = claim("ledger", "The eleven spoons are the six from the Orrel chapel, the four found in June and one more.")
CHAPEL = claim("post", "six spoons were missing from the chapel in Orrel")
JUNE = claim("diary", "Four silver spoons turned up in June")


def pairs(*claims: Claim) -> set[tuple[str, str]]:
    return {(pair.whole, pair.part) for pair in find_parts(claims)}


def test_a_sum_that_adds_up_is_made_of_its_parts() -> None:
    found = find_parts([WHOLE, CHAPEL, JUNE])
    assert {(pair.whole, pair.part, pair.kind) for pair in found} == {
        (WHOLE.id, CHAPEL.id, "made of"), (WHOLE.id, JUNE.id, "made of")
    }
    assert all("6 + 4 + 1" in pair.why for pair in found)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("six forks were missing from the chapel in Orrel", id="another thing"),
        pytest.param("seven spoons were missing from the chapel in Orrel", id="another number"),
        pytest.param("six spoons were sold at Brandt's auction", id="none of the part's own words"),
        pytest.param("six of the eleven spoons came from the Orrel chapel, four in June", id="the whole again"),
    ],
)
def test_what_is_no_part(other: str) -> None:
    assert not pairs(WHOLE, claim("post", other)) & {(WHOLE.id, claim("post", other).id)}


def test_a_part_is_dated_by_its_document_where_it_gives_no_month() -> None:
    found = claim("diary", "Four silver spoons turned up behind the stove")
    assert not find_parts([WHOLE, found])
    assert find_parts([WHOLE, found], [document("ledger", WHOLE.text), document("diary", found.text, published="2031-06-09")])


@pytest.mark.parametrize(
    ("whole", "part", "why"),
    [
        ("Forty guards were let go, including nine sergeants of Orrel.", "Nine sergeants were let go at Orrel", "include 9"),
        ("Forty guards were let go, nine of them sergeants of Orrel.", "Nine sergeants were let go at Orrel", "include 9"),
        ("A further nine looms burnt in Orrel, bringing the total to 31.", "nine looms burnt in Orrel", "the total to 31"),
        ("Police say 5 miners died, 3 women and 2 men from Orrel.", "3 women from Orrel died", ""),
    ],
)
def test_other_ways_to_say_it(whole: str, part: str, why: str) -> None:
    a, b = claim("a", whole), claim("b", part)
    found = find_parts([a, b])
    if not why:
        assert not found  # miners are no women and men by themselves
        return
    assert [(pair.whole, pair.part) for pair in found] == [(a.id, b.id)]
    assert why in found[0].why


def test_the_sentence_before_may_give_the_part_and_the_noun() -> None:
    text = "Nine looms burnt down in Orrel on Monday. That brings the total number of looms to 31."
    whole = claim("a", "That brings the total number of looms to 31", 42, passage_start=0, passage_end=len(text))
    part = claim("b", "Nine looms were lost in Orrel on Monday")
    assert not find_parts([whole, part])
    found = find_parts([whole, part], [document("a", text), document("b", part.text)])
    assert [(pair.whole, pair.part) for pair in found] == [(whole.id, part.id)]


def test_combined_counts_are_the_one_pair_that_adds_up() -> None:
    first = claim("a", "The parish counted twelve graves", 0)
    second = claim("a", "The army counted nine graves", 100)
    whole = claim("a", "Combining the two counts gives 21 graves.", 200)
    assert pairs(whole, first, second) == {(whole.id, first.id), (whole.id, second.id)}
    third, fourth = claim("a", "eleven graves", 300), claim("a", "ten graves", 400)
    assert not pairs(whole, first, second, third, fourth)  # 12 + 9 or 11 + 10?


def test_what_is_said_to_rest_on_another_claim() -> None:
    whole = claim("a", "The mill will close, based on the finding that the weir leaks below the second gate.")
    ground = claim("b", "below the second gate the weir leaks")
    again = claim("c", "The mill will close because the weir leaks below the second gate")
    found = find_parts([whole, ground])
    assert [(pair.whole, pair.part, pair.kind) for pair in found] == [(whole.id, ground.id, "rests on")]
    assert (whole.id, again.id) not in pairs(whole, again)


def test_relations_are_rows_of_their_own_and_order_changes_nothing() -> None:
    rows = [WHOLE, CHAPEL, JUNE]
    made = run_stage(RELATIONS, Tables({"claims": rows})).take(Relation)
    assert {(row.claim_a, row.claim_b, row.kind, row.state) for row in made} == {
        (WHOLE.id, CHAPEL.id, "made of", "suggested"), (WHOLE.id, JUNE.id, "made of", "suggested")
    }
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert run_stage(RELATIONS, Tables({"claims": rows})).take(Relation) == made


def test_many_sums_cost_no_more_than_they_hold() -> None:
    said = "{} spoons of house {} were lost, including {} spoons of silver"
    claims = [claim(f"d{i}", said.format(i, i, i // 2), i) for i in range(2, 3000)]
    found: list[Pair] = find_parts(claims)
    assert len(found) < len(claims)
