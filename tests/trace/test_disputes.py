"""Disputes: which, of what, how heavy, in which words."""

from __future__ import annotations

import dataclasses

import pytest
from pile_tables import Pile

from sayso.schema import Claim, Dispute, Group, Tables
from sayso.trace.disputes import find_disputes


def disputes_of(pile: Pile) -> list[Dispute]:
    return pile.trace().take(Dispute)


def test_a_group_told_both_ways_is_one_dispute() -> None:
    pile = Pile()
    first, second = pile.tell("A", "mayor"), pile.tell("B", "guard")
    denial = pile.tell("C", side="negated", stance="denies")
    rows = {
        pile.contradict(first, denial, kind="polarity"),
        pile.contradict(second, denial, kind="polarity", score=0.9),
    }
    (dispute,) = disputes_of(pile)
    assert (dispute.kind, dispute.group_id, dispute.other_group_id) == ("both ways", "g", None)
    assert set(dispute.contradiction_ids) == rows
    assert dispute.score == 2.7
    assert dispute.why == "2 documents (A and B) affirm it, 1 document (C) denies it; 40 against 400"


def test_a_group_told_both_ways_needs_no_contradiction() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B", side="negated")
    assert [(row.contradiction_ids, row.score) for row in disputes_of(pile)] == [((), 1.0)]


def test_a_question_disputes_nothing() -> None:
    pile = Pile()
    told = pile.tell("A")
    asked = pile.tell("B", side="negated", stance="asks")
    elsewhere = pile.tell("B", group="other", stance="asks")
    pile.contradict(told, asked, kind="polarity")
    pile.contradict(told, elsewhere)
    assert disputes_of(pile) == []


def test_numbers_of_two_groups() -> None:
    pile = Pile()
    a, b = pile.tell("A", group="g2"), pile.tell("B", group="g1")
    row = pile.contradict(a, b)
    (dispute,) = disputes_of(pile)
    assert (dispute.kind, dispute.group_id, dispute.other_group_id) == ("numbers", "g1", "g2")
    assert dispute.contradiction_ids == (row,)
    assert dispute.why == "1 document (B) and 1 document (A) give numbers that can't both hold; 40 against 400"


def test_numbers_of_one_group_count_each_document_once() -> None:
    pile = Pile()
    a, b, c = pile.tell("A"), pile.tell("B"), pile.tell("C")
    pile.contradict(a, b)
    pile.contradict(b, c, score=1.0)
    (dispute,) = disputes_of(pile)
    assert (dispute.kind, dispute.other_group_id, dispute.score) == ("numbers", None, 3.0)
    assert dispute.why == "3 documents (A, B and C) give numbers that can't all hold; 40 against 400"


def test_denials_across_groups() -> None:
    pile = Pile()
    a, b = pile.tell("A", group="g1"), pile.tell("B", group="g2", side="negated")
    pile.contradict(a, b, kind="polarity")
    assert [(row.kind, row.other_group_id) for row in disputes_of(pile)] == [("both ways", "g2")]


def test_one_voice_on_both_sides_ranks_below_two() -> None:
    pile = Pile()
    pile.tell("A", "mayor", group="one")
    pile.tell("A", "mayor", group="one", side="negated")
    pile.tell("A", "mayor", group="two")
    pile.tell("B", "guard", group="two", side="negated")
    assert [row.group_id for row in disputes_of(pile)] == ["two", "one"]
    why = "1 document (A) tells it both ways; both sides are one document's, on the same word"
    assert disputes_of(pile)[1].why == why


@pytest.mark.parametrize(
    ("kind", "told", "words"), [("date", "dates", "days"), ("place", "places", "places"), ("name", "names", "names")]
)
def test_days_places_and_names(kind: str, told: str, words: str) -> None:
    pile = Pile()
    pile.contradict(pile.tell("A", group="g1"), pile.tell("B", group="g2"), kind=kind)
    (dispute,) = disputes_of(pile)
    assert dispute.kind == told
    assert dispute.why == f"1 document (A) and 1 document (B) give {words} that can't both hold; 40 against 400"


def test_an_update_is_listed_below_every_dispute() -> None:
    pile = Pile()
    pile.contradict(pile.tell("A", group="g1"), pile.tell("B", group="g2"), score=1.0, relation="update")
    pile.contradict(pile.tell("C", group="g3"), pile.tell("D", group="g4"), score=0.5)
    first, last = disputes_of(pile)
    assert (first.kind, last.kind) == ("numbers", "update")
    assert last.why == "2 documents (A and B): a later state, and no dispute; 40 against 400"


def test_a_group_told_both_ways_by_one_source_alone_is_a_reversal() -> None:
    pile = Pile()
    then, now = pile.tell("A", "mayor"), pile.tell("B", "mayor", side="negated")
    pile.contradict(then, now, kind="polarity", relation="reversal")
    assert [row.kind for row in disputes_of(pile)] == ["reversal"]
    pile.tell("C", "guard", side="negated")
    assert {row.kind for row in disputes_of(pile)} == {"reversal", "both ways"}


def replace_claim(pile: Pile, claim_id: str, **more: object) -> Tables:
    claims = [dataclasses.replace(row, **more) if row.id == claim_id else row for row in pile.tables.take(Claim)]
    return Tables({**{name: pile.tables.named(name) for name in pile.tables.names()}, "claims": claims})


def test_who_says_that_there_was_none_affirms_it() -> None:
    pile = Pile()
    none = pile.tell("A", "mayor", side="negated")
    pile.tell("B", "guard")
    pile.tables.add("groups", [Group("g", "There was no flood", none)])
    (claim,) = [row for row in pile.tables.take(Claim) if row.id == none]
    at = claim.spans[0][0]
    within = replace_claim(pile, none, polarity="negated", polarity_spans=((at, at + 1),))
    (dispute,) = find_disputes(within).take(Dispute)
    assert dispute.why == "1 document (A) affirms it, 1 document (B) denies it"
    around = replace_claim(pile, none, polarity="negated", polarity_spans=((at - 3, at - 1),))
    (dispute,) = find_disputes(around).take(Dispute)
    assert dispute.why == "1 document (B) affirms it, 1 document (A) denies it"


def test_of_two_statements_neither_is_called_the_denial() -> None:
    pile = Pile()
    a, b = pile.tell("A", group="g1", side="negated"), pile.tell("B", group="g2")
    pile.contradict(a, b, kind="polarity")
    (dispute,) = disputes_of(pile)
    assert dispute.why == "1 document (A) says the one, 1 document (B) the other; 40 against 400"


def test_who_declined_to_say_disputes_nothing() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    silent = pile.tell("B", "guard", side="negated")
    assert len(disputes_of(pile)) == 1
    declined = replace_claim(pile, silent, polarity="negated", text="The guard declined to say how it burned")
    assert find_disputes(declined).take(Dispute) == []
