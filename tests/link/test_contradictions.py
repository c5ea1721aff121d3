"""Pairs of claims that can't both hold: which, of what kind, and how they stand to each other."""

from __future__ import annotations

import pytest
from link_rows import claim, document, hop, referent

from sayso.engine import run_stages
from sayso.link import LINK_STAGES
from sayso.link.contradictions import _take_side
from sayso.link.denials import is_told_against
from sayso.link.frames import find_events
from sayso.link.lexicon import find_words
from sayso.link.readings import Reading
from sayso.models.parser import load_parser
from sayso.schema import Claim, Contradiction, Document, Hop, Part, Piece, Referent, Tables


def link(
    *claims: Claim,
    documents: tuple[Document, ...] = (),
    hops: tuple[Hop, ...] = (),
    referents: tuple[Referent, ...] = (),
    pieces: tuple[Piece, ...] = (),
) -> list[Contradiction]:
    parts = tuple(Part(doc.id, doc.id, 0, 0, len(doc.text), None, (), doc.published) for doc in documents)
    given = {
        "claims": claims, "documents": documents, "hops": hops, "referents": referents, "pieces": pieces, "parts": parts,
    }
    return run_stages(LINK_STAGES, Tables(given)).take(Contradiction)


YES = claim("d1", "the ferry company had been warned about the broken ramp")
NO = claim("d2", "the ferry company was never warned about the broken ramp", polarity="negated", why_polarity="“never”")


def test_a_denial_contradicts_what_it_denies() -> None:
    (row,) = link(YES, NO)
    assert (row.kind, row.relation, {row.claim_a, row.claim_b}) == ("polarity", "dispute", {YES.id, NO.id})
    assert "“never”" in row.why


def test_the_clashing_words_are_marked_in_the_documents() -> None:
    documents = document("d1", YES.text), document("d2", NO.text)
    (row,) = link(YES, NO, documents=documents)
    marked = {
        claim_id: "".join(text[start:end] for start, end in spans)
        for claim_id, spans, text in (
            (row.claim_a, row.spans_a, YES.text if row.claim_a == YES.id else NO.text),
            (row.claim_b, row.spans_b, YES.text if row.claim_b == YES.id else NO.text),
        )
    }
    assert marked == {YES.id: "warned", NO.id: "never warned"}


def test_a_question_contradicts_nothing() -> None:
    assert not link(claim("d1", YES.text, stance="asks"), NO)


def test_one_sentence_does_not_contradict_itself() -> None:
    assert not link(YES, claim("d1", YES.text, polarity="negated", id="other"))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        pytest.param(
            "the miller Oskar Brandt was arrested in Velm on 4 May",
            "the miller Oskar Brandt was arrested in Velm on 6 May",
            "date", id="two days",
        ),
        pytest.param(
            "the miller Oskar Brandt was arrested in Velm on 4 May",
            "the miller Oskar Brandt was arrested in Velm in early May",
            None, id="a vague day fits",
        ),
        pytest.param(
            "the singer Ilse Tarn died in Norhaven", "the singer Ilse Tarn died in Dunsee", "place", id="two places",
        ),
        pytest.param(
            "the singer Ilse Tarn died in Norhaven on Monday", "the singer Ilse Tarn died in Dunsee on Friday", None,
            id="two days and two places are two events",
        ),
        pytest.param(
            "the raid on the mill in Velm was carried out by the army",
            "the raid on the mill in Velm was carried out by the militia",
            "name", id="two doers",
        ),
        pytest.param(
            "the letters of the mill's owner are genuine", "the letters of the mill's owner are false", "polarity",
            id="opposites",
        ),
        pytest.param(
            "the painting was stolen by Ada Kern", "the painting was stolen by an accomplice", None,
            id="a common noun names nobody",
        ),
    ],
)
def test_two_tellings_of_one_event(one: str, other: str, kind: str | None) -> None:
    found = link(claim("d1", one), claim("d2", other))
    assert [row.kind for row in found] == ([kind] if kind else [])


CREW = claim("d1", "43 crew members drowned when the ferry sank", quantities=("43 crew members",))
MORE = claim("d2", "57 crew members drowned when the ferry sank", quantities=("57 crew members",))


def test_numbers_that_exclude_each_other() -> None:
    (row,) = link(CREW, MORE)
    assert (row.kind, row.relation) == ("number", "dispute")
    assert {"43 crew members", "57 crew members"} <= set(row.why.replace(" where", ";").replace("one says ", "").replace(
        " the other says ", ""
    ).split(";"))


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        pytest.param("2031-05-01", "2031-05-03", "update", id="the later is greater"),
        pytest.param("2031-05-03", "2031-05-01", "dispute", id="a toll doesn't fall"),
        pytest.param("2031-05-01", "2031-05-01", "dispute", id="one day"),
        pytest.param(None, "2031-05-01", "dispute", id="a day isn't known"),
    ],
)
def test_a_toll_that_grows_is_an_update(first: str | None, second: str, relation: str) -> None:
    documents = document("d1", published=first), document("d2", published=second)
    assert [row.relation for row in link(CREW, MORE, documents=documents)] == [relation]


def test_numbers_that_fit_or_count_other_things_do_not_clash() -> None:
    fits = claim("d2", "at least 40 crew members drowned when the ferry sank", quantities=("at least 40 crew members",))
    other = claim("d3", "12 crates drowned when the ferry sank", quantities=("12 crates",))
    added = claim("d4", "another 12 crew members drowned when the ferry sank", quantities=("12 crew members",))
    assert not link(CREW, fits, other, added)


@pytest.mark.parametrize(
    ("one", "words", "other", "more"),
    [
        pytest.param(
            "a car bomb killed nine dockers of the harbour guild", "nine dockers",
            "41 dockers of the harbour guild were killed in a wave of car bombings", "41 dockers", id="one blow of several",
        ),
        pytest.param(
            "shelling killed 12 villagers in Lower Tarn on Monday", "12 villagers",
            "shelling killed 30 villagers in Upper Velm on Monday", "30 villagers", id="another place that hangs on the noun",
        ),
        pytest.param(
            "the bid of the firm for the bridge was 38 million crowns", "38 million crowns",
            "the bid of the firm for the bridge was 4 million crowns lower than the other", "4 million crowns", id="a difference",
        ),
        pytest.param(
            "the price of the ferry contract was 60 million crowns", "60 million crowns",
            "the price of the ferry contract rose by 9 million crowns", "9 million crowns", id="a rise",
        ),
    ],
)
def test_counts_of_other_things_are_no_clash(one: str, words: str, other: str, more: str) -> None:
    assert not link(claim("d1", one, quantities=(words,)), claim("d2", other, quantities=(more,)))


def test_two_differences_clash() -> None:
    one = claim("d1", "the losing bid was 4 million crowns lower than the winner's", quantities=("4 million crowns",))
    other = claim("d2", "the losing bid was 9 million crowns lower than the winner's", quantities=("9 million crowns",))
    assert [row.kind for row in link(one, other)] == ["number"]


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        pytest.param(None, None, "update", id="no day is known"),
        pytest.param("2031-05-01", "2031-05-03", "update", id="the later is greater"),
        pytest.param("2031-05-01", "2031-05-01", "dispute", id="one day"),
        pytest.param("2031-05-03", "2031-05-01", "dispute", id="it doesn't fall"),
    ],
)
def test_a_count_up_to_the_day_of_writing_may_grow(first: str | None, second: str | None, relation: str) -> None:
    few = claim("d1", "30 dockers have now been detained over the harbour riot", quantities=("30 dockers",))
    many = claim("d2", "50 dockers have been arrested over the harbour riot", quantities=("50 dockers",))
    (row,) = link(few, many, documents=(document("d1", published=first), document("d2", published=second)))
    assert row.relation == relation


def test_a_toll_told_with_another_verb_is_an_update_too() -> None:
    documents = document("d1", published="2031-05-01"), document("d2", published="2031-05-03")
    few = claim("d1", "the ferry disaster killed 50 people including 11 children in Dunsee", quantities=("11 children",))
    many = claim("d2", "the ferry disaster claimed the lives of 27 children in Dunsee", quantities=("27 children",))
    assert [row.relation for row in link(few, many, documents=documents)] == ["update"]


def _read(text: str, *, polarity: str = "affirmed") -> Reading:
    """A claim of a group as the stage reads it, without what the case knows of names."""
    tokens = list(load_parser()(text))
    said = claim("d", text, polarity=polarity)
    return Reading(said, text, tuple(_take_side(said, find_events(tokens, []))), (), find_words(text), {})


@pytest.mark.parametrize(
    ("denied", "told", "is_against"),
    [
        ("None of the deaths was related to the serum.", "Three deaths occurred in the serum group.", False),
        ("The file contains no word on deaths in later years.", "Three patients died after the serum.", False),
        ("None of the lost sailors were among the bodies in the boathouse.", "Divers found a boathouse with bodies.", False),
        ("Neither knew how badly the bishop was hurt.", "The blast had hurt the bishop.", False),
        ("The militia never used the word.", "The name is foreign and the militia themselves never use the word.", False),
        ("The harbour office received no warning about the chain.", "The harbour office was warned about the chain.", True),
        ("No goods from the barge were received in Velm.", "A barge sank goods in Velm.", False),
        ("The harbour office was never warned about the chain.", "The harbour office was told that the chain was breaking.", True),
        ("An audit found no evidence that ice brought the bridge down.", "Ice brought the bridge down.", True),
        ("The rules were not changed after the vote.", "The rules were altered after the vote.", True),
        ("The army carried out no raids on Tarn.", "The army raided Tarn.", True),
        ("The army did not burn the mill.", "It was unclear if the army burned the mill.", False),
        ("The army did not burn the mill.", "The rebels burned the mill last year.", False),
        ("The clerk of the harbour court declined to say how many drowned.", "The clerk of the harbour court is old.", False),
        ("The army did not burn the mill.", "Whether the army burned the mill", False),
    ],
)
def test_what_is_denied_must_be_told(denied: str, told: str, is_against: bool) -> None:
    one, other = _read(denied, polarity="negated"), _read(told)
    assert is_told_against(one, other) is is_told_against(other, one) is is_against


def test_one_source_then_and_now_is_a_reversal() -> None:
    speakers = [referent(name, "Mira Holt") for name in ("d1", "d2")]
    hops = tuple(
        row for said, who in ((YES, speakers[0]), (NO, speakers[1]))
        for row in (hop(said.id, 0, referent(said.document_id, "teller", "teller")), hop(said.id, 1, who))
    )
    tellers = tuple(referent(name, "teller", "teller") for name in ("d1", "d2"))
    documents = document("d1", published="2031-05-01"), document("d2", published="2031-06-01")
    (row,) = link(YES, NO, documents=documents, hops=hops, referents=(*speakers, *tellers))
    assert row.relation == "reversal"
    assert "the word of Mira Holt, then in d1.txt (2031-05-01), now in d2.txt (2031-06-01)" in row.why


def test_a_note_that_mends_a_number_is_a_correction() -> None:
    note = Piece("d2", 0, "d2", "correction", 0, 200, None, None)
    documents = document("d1", publisher="Velm Post"), document("d2", publisher="Velm Post")
    assert [row.relation for row in link(CREW, MORE, documents=documents, pieces=(note,))] == ["correction"]
    elsewhere = document("d1", publisher="Other Post"), documents[1]
    assert [row.relation for row in link(CREW, MORE, documents=elsewhere, pieces=(note,))] == ["dispute"]


def test_the_order_of_rows_does_not_matter() -> None:
    rows = (YES, NO, CREW, MORE)
    assert link(*rows) == link(*reversed(rows))
