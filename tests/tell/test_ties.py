"""Ties between actors: right actors, direction and sign; who says and who denies it; in the order of time."""

from __future__ import annotations

import random

import pytest

from sayso.schema import Claim, Tables
from sayso.tell.ties import Tie, find_ties
from tell.people import Told, make_people


def one(tables: Tables) -> Tie:
    (tie,) = find_ties(tables)
    return tie


@pytest.mark.parametrize("text", ["[Ostry] attacked [Lemna].", "[Lemna] was attacked by [Ostry]."])
def test_active_and_passive_are_one_tie(text: str) -> None:
    tie = one(make_people(Told(text)))
    assert (tie.a, tie.b, tie.event, tie.sign) == ("Ostry", "Lemna", "ASSAULT", -3)


def test_who_says_and_who_denies_over_time() -> None:
    tie = one(make_people(
        Told("[Ostry] attacked [Lemna].", by="Mayor Tarn", doc="late", published="2031-05-02"),
        Told("[Ostry] attacked [Lemna].", by="Dr Pryce", doc="early", published="2031-05-01"),
        Told("[Ostry] had attacked [Lemna]", by="Colonel Venn", doc="denial", published="2031-06-01", polarity="negated",
             denied_by="denied", stance="denies"),
        Told("[Ostry] did not attack [Lemna].", by="Captain Hale", doc="undated", published=None, polarity="negated"),
    ))
    assert [said.by for said in tie.said] == ["Dr Pryce", "Mayor Tarn"]
    assert [said.by for said in tie.denied] == ["Colonel Venn", "Captain Hale"]
    assert (tie.first_seen, tie.last_seen) == ("2031-05-01", "2031-06-01")


def test_a_denied_denial_says_it() -> None:
    tie = one(make_people(Told("[Ostry] had not attacked [Lemna]", by="Venn", denied_by="denied", polarity="affirmed")))
    assert len(tie.said) == 1 and not tie.denied


def test_the_speaker_is_meant_by_i() -> None:
    tie = one(make_people(Told("I met [Lemna] twice.", by="Ostry", is_quote=True)))
    assert {tie.a, tie.b} == {"Ostry", "Lemna"} and tie.is_mutual


def test_a_body_that_says_it_did_is_meant_by_it() -> None:
    tie = one(make_people(Told("it had funded [Lemna]", by="Ostry")))
    assert (tie.a, tie.b, tie.event) == ("Ostry", "Lemna", "AID")


def test_of_a_person_a_pronoun_alone_is_not_enough() -> None:
    assert not find_ties(make_people(Told("he had funded [Lemna]", by="Ostry Venn"), kinds={"Ostry Venn": "person"}))


def test_those_who_act_for_somebody() -> None:
    tie = one(make_people(Told("[Ostry]'s lawyers accused [Lemna] of fraud.")))
    assert (tie.a, tie.b, tie.event, tie.sign) == ("Ostry", "Lemna", "ACCUSE", -1)


def test_a_surname_means_the_one_named_in_full() -> None:
    tables = make_people(
        Told("[Anna Voss] spoke at noon.", doc="d1"), Told("Later [Lemna] praised Voss.", doc="d1"),
        kinds={"Anna Voss": "person"},
    )
    assert (one(tables).a, one(tables).b) == ("Lemna", "Anna Voss")


def test_a_question_tells_nothing() -> None:
    assert not find_ties(make_people(Told("[Ostry] attacked [Lemna]", stance="asks")))


def test_an_overlapping_claim_counts_once() -> None:
    tables = make_people(Told("[Ostry] attacked [Lemna] and [Ostry] fled.", by="Tarn"))
    claim = next(iter(tables.take(Claim)))
    start = claim.spans[0][0]
    tables.add("claims", [_cut(claim, start, len("Ostry attacked Lemna"))])
    assert len(one(tables).said) == 1


def _cut(claim: Claim, start: int, length: int) -> Claim:
    import dataclasses  # noqa: PLC0415

    text = claim.text[:length]
    return dataclasses.replace(claim, id="inner", spans=((start, start + length),), text=text, standalone=text)


def test_order_of_rows_changes_nothing() -> None:
    told = [
        Told("[Ostry] attacked [Lemna].", doc="a"), Told("[Lemna] thanked [Ostry].", doc="b"),
        Told("[Ostry] met [Lemna].", doc="c"), Told("[Lemna] sued [Ostry].", doc="d", published=None),
    ]
    tables = make_people(*told)
    mixed = Tables()
    for name in tables.names():
        rows = list(tables.named(name))
        random.Random(3).shuffle(rows)
        mixed.add(name, rows)
    assert find_ties(mixed) == find_ties(tables)


def test_no_claims_no_ties() -> None:
    assert find_ties(Tables()) == []
