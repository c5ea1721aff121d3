"""Ties between actors: right actors, direction and sign; who says and who denies it; in the order of time."""

from __future__ import annotations

import random

import pytest

from sayso.schema import Attribution, Claim, Document, Hop, Tables
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


def test_me_is_the_speaker_of_what_is_laid_to_somebody() -> None:
    tie = one(make_people(Told("[Lemna] had asked me to leave.", by="Ostry"), kinds={"Ostry": "person"}))
    assert (tie.a, tie.b, tie.event) == ("Lemna", "Ostry", "DEMAND")


@pytest.mark.parametrize(("between", "is_told"), [("has said that", True), ("and Anna Voss have said that", False)])
def test_he_is_the_speaker_when_he_follows_on_the_name(*, between: str, is_told: bool) -> None:
    import dataclasses  # noqa: PLC0415

    tables = make_people(Told(f"Ostry {between} he met [Lemna].", by="Ostry"), kinds={"Ostry": "person"})
    claim, document = next(iter(tables.take(Claim))), next(iter(tables.take(Document)))
    start = document.text.index("he met")
    spans = ((start, len(document.text) - 1),)
    cued = Attribution(
        "a1", document.id, ((0, 5),), ((start - 10, start - 6),), spans, "indirect", "say", None, None, 1.0, *[None] * 4, "test"
    )
    text = document.text[start:].strip()
    tables.add("attributions", [cued])
    tables.add("claims", [dataclasses.replace(claim, id="inner", attribution_id="a1", spans=spans, text=text, standalone=text)])
    tables.add("hops", [dataclasses.replace(hop, claim_id="inner") for hop in list(tables.take(Hop))])
    told = [said.text for tie in find_ties(tables) for said in tie.said if {tie.a, tie.b} == {"Ostry", "Lemna"}]
    assert (text in told) is is_told


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
