"""Grades: what each letter and digit asks for, who inherits, and that a ruling wins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told_rows import Told, shuffle, source_id

from sayso.engine.stage import run_stage
from sayso.schema import Grade
from sayso.schema.letters import find_letters
from sayso.weigh import GRADES
from sayso.weigh.grades import worth

PEOPLE = ("Orla", "Piet", "Suna", "Tarn", "aide?", "clerk?")
PAPERS = ("Courier", "Herald", "Log", "Wire")
LAWS = settings(max_examples=120, deadline=None)


def confirm(told: Told, name: str, *, times: int, start: int = 0) -> None:
    """Let statements of a source be confirmed by another."""
    for n in range(start, start + times):
        told.tell("Courier", name, group=f"yes{n}")
        told.tell("Herald", "Suna", group=f"yes{n}")


def outweigh(told: Told, name: str, *, times: int) -> None:
    """Let statements of a source be contradicted on two lines."""
    for n in range(times):
        told.tell("Courier", name, group=f"no{n}")
        told.tell("Herald", "Suna", group=f"no{n}", side="negated")
        told.tell("Wire", "Tarn", group=f"no{n}", side="negated")


# ---------------------------------------------------------------- digits


@pytest.mark.parametrize(
    ("tellings", "digit"),
    [
        pytest.param([("Courier", "Orla")], "6", id="nothing else bears on it"),
        pytest.param([("Courier", "Orla"), ("Herald", "Orla"), ("Wire", "Orla")], "6", id="often told on one word is no more"),
        pytest.param([("Courier", "Orla"), ("Herald", "aide?")], "3", id="the other may be anybody"),
        pytest.param([("Courier", "Orla"), ("Herald",)], "3", id="the other names no source"),
        pytest.param([("Courier", "aide?")], "6", id="one without a name"),
        pytest.param([("Courier", "Orla"), ("Herald", "Piet")], "2", id="two lines"),
        pytest.param([("Courier", "Orla"), ("Herald", "Piet"), ("Wire", "Suna")], "1", id="three lines"),
        pytest.param([("Courier", "Orla"), ("Herald", "Piet"), ("Wire", "aide?")], "2", id="no name confirms nothing"),
        pytest.param([("Courier", "Orla"), ("Herald", "=Log"), ("Log", "Orla")], "6", id="through a document of the case"),
    ],
)
def test_digit_of_what_nobody_contradicts(tellings, digit):
    told = Told()
    claims = [told.tell(*telling) for telling in tellings]
    grades = told.grades()
    assert {grades[claim].grade for claim in claims} == {digit}


@pytest.mark.parametrize(
    ("n_for", "n_against", "digit"),
    [
        pytest.param(1, 1, "4", id="one against one"),
        pytest.param(1, 2, "5", id="more against it"),
        pytest.param(2, 1, "3", id="one line more for it"),
        pytest.param(3, 1, "2", id="two lines more for it"),
        pytest.param(2, 2, "4", id="as many against"),
    ],
)
def test_digit_of_what_is_contradicted(n_for, n_against, digit):
    told = Told()
    claims = [told.tell(f"paper {n}", f"witness {n}") for n in range(n_for)]
    for n in range(n_against):
        told.tell(f"sheet {n}", f"denier {n}", side="negated")
    grades = told.grades()
    assert {grades[claim].grade for claim in claims} == {digit}
    assert f"on {n_against} line" in grades[claims[0]].why


def test_a_denial_in_a_matter_of_ones_own_decides_nothing():
    told = Told()
    claim = told.tell("Courier", "Orla", about=["Piet"])
    denial = told.tell("Herald", "Piet", side="negated", about=["Piet"])
    grades = told.grades()
    assert (grades[claim].grade, grades[denial].grade) == ("6", "4")
    assert "contradicted only by Piet, of whom the matter speaks" in grades[claim].reasons


def test_who_speaks_of_himself_confirms_nothing():
    told = Told()
    claim = told.tell("Courier", "Orla", about=["Piet"])
    told.tell("Herald", "Piet", about=["Piet"])
    assert told.grades()[claim].grade == "3"


@pytest.mark.parametrize(("who", "whom"), [("Piet", "the Board"), ("the Board", "Piet"), ("Piet", "Piet")])
def test_a_spokesman_and_his_body_speak_of_one_another_as_of_themselves(who, whom):
    told = Told()
    told.refer("Herald", "Piet", speaks_for="the Board")
    claim = told.tell("Courier", "Orla", about=[whom])
    told.tell("Herald", who, about=[whom])
    assert told.grades()[claim].grade == "3"


def test_who_counts_otherwise_confirms_nothing():
    told = Told()
    five = told.tell("Courier", "Orla", words="Five people died")
    told.tell("Herald", "Piet", words="Seven people died")
    assert told.grades()[five].grade != "2"
    told.tell("Wire", "Suna", words="Five persons died at the weir")
    assert told.grades()[five].grade == "2"


def test_what_a_later_document_mends_is_improbable_and_what_mends_it_is_not():
    told = Told()
    wrong = told.tell("Courier", published="2031-03-04")
    right = told.tell("Herald", published="2031-03-09", group="h")
    told.clash(wrong, right, relation="correction")
    grades = told.grades()
    assert (grades[wrong].grade, grades[right].grade) == ("5", "6")


def test_without_dates_nothing_tells_which_of_two_was_mended():
    told = Told()
    claims = told.tell("Courier"), told.tell("Herald", group="h")
    told.clash(*claims, relation="correction")
    assert {told.grades()[claim].grade for claim in claims} == {"6"}


def test_what_its_source_says_both_ways_is_doubtful():
    told = Told()
    claims = told.tell("Courier", "Orla"), told.tell("Herald", "Orla", group="h")
    told.clash(*claims, relation="reversal")
    assert {told.grades()[claim].grade for claim in claims} == {"4"}


@pytest.mark.parametrize(("kind", "digit"), [("number", "4"), ("hedge lost", "3"), ("hedge gained", "2")])
def test_what_changed_on_the_way_is_confirmed_by_nobody(kind, digit):
    told = Told()
    first, taken = told.tell("Courier", "Orla"), told.tell("Herald", "Orla")
    told.tell("Wire", "Piet")
    told.drift(first, taken, kind)
    grades = told.grades()
    assert (grades[first].grade, grades[taken].grade) == ("2", digit)


def test_who_contradicts_through_one_and_the_same_is_one_line():
    told = Told()
    claim = told.tell("Courier", "Orla")
    for n in range(3):
        told.tell(f"sheet {n}", "the Gazette", f"denier {n}", side="negated")
    grade = told.grades()[claim]
    assert grade.grade == "4"
    assert "contradicted by denier 0, denier 1 and denier 2, on 1 line" in grade.reasons


def test_what_was_withdrawn_contradicts_nothing():
    told = Told()
    claim = told.tell("Courier", "Orla")
    told.tell("Herald", "Piet", side="negated")
    assert told.grades()[claim].grade == "4"
    told.rule(1, "source", "Herald/Piet", None, kind="withdraw")
    assert told.grades()[claim].grade == "6"


@pytest.mark.parametrize("stance", ["asks", "distances"])
def test_what_nobody_puts_forward_cannot_be_judged(stance):
    told = Told()
    claim = told.tell("Courier", stance=stance)
    told.tell("Herald", "Piet")
    told.tell("Wire", "Suna")
    assert told.grades()[claim].grade == "6"


def test_nothing_is_left_to_judge_of_what_was_withdrawn():
    told = Told()
    claim = told.tell("Courier", "Orla")
    told.rule(1, "source", "Courier/Orla", None, kind="withdraw")
    grades = told.grades()
    assert (grades[claim].grade, grades[source_id("Orla")].grade) == ("6", "E")


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("good", "bad", "letter"),
    [
        pytest.param(0, 0, "F", id="never tested"),
        pytest.param(2, 0, "F", id="twice is no history"),
        pytest.param(0, 2, "F", id="twice wrong is none either"),
        pytest.param(3, 0, "C", id="has provided what was confirmed"),
        pytest.param(4, 0, "B", id="confirmed throughout"),
        pytest.param(9, 0, "B", id="never A"),
        pytest.param(4, 1, "C", id="mostly confirmed"),
        pytest.param(2, 2, "F", id="as often as not"),
        pytest.param(1, 2, "D", id="more often than not outweighed"),
        pytest.param(0, 3, "D", id="only outweighed, but only three times"),
        pytest.param(0, 4, "E", id="a history of nothing else"),
    ],
)
def test_letter_by_record(good, bad, letter):
    told = Told()
    told.tell("Courier", "Orla", group="alone")
    confirm(told, "Orla", times=good)
    outweigh(told, "Orla", times=bad)
    grade = told.grades()[source_id("Orla")]
    assert grade.grade == letter
    assert not good or f"{good} of its {good + bad + 1} statements {'is' if good == 1 else 'are'} confirmed" in grade.why


def test_one_dispute_keeps_from_b():
    told = Told()
    confirm(told, "Orla", times=4)
    told.tell("Courier", "Orla", group="odd")
    told.tell("Wire", "Tarn", group="odd", side="negated")
    assert told.grades()[source_id("Orla")].grade == "C"


def test_what_was_mended_counts_against_its_source_and_what_mends_it_does_not():
    told = Told()
    for n in range(3):
        wrong = told.tell("Courier", "Orla", group=f"wrong{n}", published="2031-03-04")
        right = told.tell("Herald", "Piet", group=f"right{n}", published="2031-03-09")
        told.clash(wrong, right, relation="correction")
    grades = told.grades()
    assert (grades[source_id("Orla")].grade, grades[source_id("Piet")].grade) == ("D", "F")
    assert "3 of its 3 statements are mended later or withdrawn" in grades[source_id("Orla")].reasons


def test_what_a_source_says_both_ways_makes_no_letter_but_is_told():
    told = Told()
    for n in range(4):
        told.clash(told.tell("Courier", "Orla", group=f"a{n}"), told.tell("Herald", "Orla", group=f"b{n}"), relation="reversal")
    grade = told.grades()[source_id("Orla")]
    assert grade.grade == "F"
    assert "8 of its 8 statements are contradicted by what it says elsewhere" in grade.reasons


def test_who_has_no_name_is_never_judged():
    told = Told()
    confirm(told, "Orla", times=4)
    outweigh(told, "aide?", times=4)
    told.refer("Courier", "witness?", near="witness")
    assert told.grades()[source_id("aide?")].grade == "F"
    assert "it is said to stand near (witness)" in told.grades()[source_id("witness?")].reasons


def test_who_only_passes_on_has_the_letter_of_the_one_who_said_it():
    told = Told()
    confirm(told, "Orla", times=4)
    told.tell("Weir", "Lotte", "Orla", group="yes0", teller="Weir blog")
    grades = told.grades()
    for name in ("Lotte", "Weir blog"):
        assert (grades[source_id(name)].grade, grades[source_id(name)].inherited_from) == ("B", source_id("Orla"))


def test_a_copy_has_no_word_of_its_own():
    told = Told()
    first = told.tell("Courier", teller="the Courier")
    told.copy(first, told.tell("Herald", teller="the Herald"))
    told.copy(first, told.tell("Wire", "the Wire", teller="the Wire"))
    grades = told.grades()
    assert grades[source_id("the Courier")].inherited_from is None
    assert {grades[source_id(name)].inherited_from for name in ("the Herald", "the Wire")} == {source_id("the Courier")}


def test_a_document_that_cites_another_has_the_letter_of_whom_that_one_cites():
    told = Told()
    told.tell("Courier", "Orla", teller="the Courier")
    told.tell("Herald", "=Courier", teller="the Herald")
    grades = told.grades()
    assert grades[source_id("the Herald")].inherited_from == source_id("Orla")


def test_who_passes_on_several_cannot_be_judged():
    told = Told()
    confirm(told, "Orla", times=4)
    told.tell("Weir", "Orla", group="yes0", teller="Weir blog")
    told.tell("Weir", "Suna", group="yes1", teller="Weir blog")
    grade = told.grades()[source_id("Weir blog")]
    assert (grade.grade, grade.inherited_from) == ("F", None)


def test_a_spokesman_has_the_letter_of_his_body():
    told = Told()
    told.refer("Courier", "Piet", speaks_for="the Board")
    confirm(told, "Piet", times=3)
    confirm(told, "the Board", times=1, start=3)
    grades = told.grades()
    assert (grades[source_id("Piet")].grade, grades[source_id("Piet")].inherited_from) == ("B", source_id("the Board"))
    assert grades[source_id("the Board")].grade == "B"


def test_a_circle_of_spokesmen_ends():
    told = Told()
    told.refer("Courier", "Piet", speaks_for="Orla")
    told.refer("Herald", "Orla", speaks_for="Piet")
    told.tell("Courier", "Piet")
    told.tell("Herald", "Orla")
    assert {told.grades()[source_id(name)].grade for name in ("Piet", "Orla")} == {"F"}


def test_a_word_is_followed_through_as_many_documents_as_it_takes():
    told = Told()
    told.tell("Wire", "Orla")
    for n, cited in enumerate(["Wire", *(f"paper {n}" for n in range(30))]):
        told.tell(f"paper {n}", f"={cited}", teller=f"editor {n}")
    assert told.grades()[source_id("editor 30")].inherited_from == source_id("Orla")


def test_documents_that_cite_one_another_in_a_circle_end():
    told = Told()
    claims = [told.tell(a, f"={b}") for a, b in (("Courier", "Herald"), ("Herald", "Wire"), ("Wire", "Courier"))]
    assert {told.grades()[claim].grade for claim in claims} == {"6"}


# ---------------------------------------------------------------- rulings


def test_a_ruling_wins_and_the_proposal_stays_beside_it():
    told = Told()
    claim = told.tell("Courier", "Orla")
    told.rule(1, "source", "Courier/Orla", "C", state="overruled")
    told.rule(2, "source", "Courier/Orla", "A")
    told.rule(3, "claim", claim, "2")
    grades = told.grades()
    orla = grades[source_id("Orla")]
    assert (orla.grade, orla.proposed, orla.state) == ("A", "F", "confirmed")
    assert [line[:12] for line in orla.history] == ["C: ruling 1 ", "A: ruling 2 "]
    assert (grades[claim].grade, grades[claim].proposed, grades[claim].why) == ("2", "6", "ruling 3 by Ann, 2031-05-01: seen it")


def test_of_sources_that_are_one_since_the_last_ruling_holds():
    told = Told()
    told.tell("Courier", "Orla")
    told.tell("Herald", "Orla")
    told.rule(7, "source", "Courier/Orla", "D")
    told.rule(5, "source", "Herald/Orla", "B")
    grade = told.grades()[source_id("Orla")]
    assert (grade.grade, len(grade.history)) == ("D", 2)


def test_what_is_gone_or_was_undone_grades_nothing():
    told = Told()
    claim = told.tell("Courier", "Orla")
    told.rule(1, "claim", "long gone", "1", state="gone")
    told.rule(2, "claim", "never there", "1")
    told.rule(3, "source", source_id("Orla"), "A", state="undone")
    grades = told.grades()
    assert grades.keys() == {claim, source_id("Orla"), source_id("voice of Courier")}
    assert (grades[source_id("Orla")].grade, len(grades[source_id("Orla")].history)) == ("F", 1)


def test_a_ruling_on_a_source_goes_for_those_who_pass_it_on_unless_they_were_ruled_on():
    told = Told()
    told.tell("Courier", "Lotte", "Orla")
    told.tell("Herald", "Orla")
    told.rule(1, "source", "Courier/Orla", "B")
    told.rule(2, "source", "Herald/voice of Herald", "E")
    grades = told.grades()
    lotte, herald = grades[source_id("Lotte")], grades[source_id("voice of Herald")]
    assert (lotte.grade, lotte.state, lotte.inherited_from) == ("B", "suggested", source_id("Orla"))
    assert (herald.grade, herald.proposed, herald.inherited_from) == ("E", "B", None)


def test_a_ruled_digit_goes_for_the_same_statement_on_the_same_word():
    told = Told()
    ruled, passed, other = told.tell("Courier", "Orla"), told.tell("Herald", "Orla"), told.tell("Wire", "Piet")
    told.rule(1, "claim", ruled, "5")
    grades = told.grades()
    assert (grades[passed].grade, grades[passed].state) == ("5", "suggested")
    assert grades[passed].why.startswith("follows from ruling 1 by Ann")
    assert grades[other].grade == "2"


def test_somebody_of_whom_claims_only_speak_is_graded_when_ruled():
    told = Told()
    told.tell("Courier", "Orla", about=["Tarn"])
    told.rule(1, "source", "Courier/Tarn", "C")
    assert told.grades()[source_id("Tarn")].grade == "C"


# ---------------------------------------------------------------- arithmetic, nodes, bad input


def test_worth_falls_in_equal_steps_and_f_has_none():
    assert [worth(letter) for letter in "ABCDEF"] == [1.0, 0.75, 0.5, 0.25, 0.0, None]
    for digit in ("1", "6", "", "a"):
        with pytest.raises(ValueError, match="Admiralty"):
            worth(digit)


def test_a_document_has_the_letter_of_its_only_teller():
    told = Told()
    told.tell("Courier", "Orla", teller="the Courier")
    told.tell("Forum", teller="pike7")
    told.tell("Forum", teller="weirwatcher")
    told.rule(1, "source", "Courier/the Courier", "B")
    given = told.given()
    given.add("grades", run_stage(GRADES, given).take(Grade))
    letters = find_letters(given)
    assert letters["Courier"].grade == letters[source_id("the Courier")].grade == "B"
    assert "Forum" not in letters


def test_no_rows_give_no_grades():
    assert Told().grades() == {}


def test_rows_that_lost_what_they_name_do_no_harm():
    told = Told()
    claim = told.tell("Courier", "Orla")
    told.clash(claim, "gone")
    given = told.given()
    given.named("sources").clear()
    grades = run_stage(GRADES, given).take(Grade)
    assert [(row.object_id, row.grade) for row in grades] == [(claim, "6")]


def test_a_name_that_never_ends_is_cut_in_reasons():
    told = Told()
    endless = "\u202eOrla\n" + "x" * 5000
    claim = told.tell("Courier", endless)
    told.tell("Herald", "Piet", side="negated")
    assert max(len(reason) for reason in told.grades()[claim].reasons) < 200


# ---------------------------------------------------------------- laws


@st.composite
def piles(draw: st.DrawFn) -> Told:
    """Any pile of a few papers and people, with clashes and rulings."""
    told, claims = Told(), []
    names = st.sampled_from((*PEOPLE, *(f"={paper}" for paper in PAPERS)))
    for _ in range(draw(st.integers(1, 9))):
        chain = draw(st.lists(names, max_size=3))
        claims.append(told.tell(
            draw(st.sampled_from(PAPERS)),
            *chain,
            group=draw(st.sampled_from("gh")),
            side=draw(st.sampled_from(("affirmed", "negated"))),
            stance=draw(st.sampled_from(("reports", "asserts", "hedges", "asks"))),
            about=draw(st.lists(names, max_size=2, unique=True)),
        ))
    for a, b in draw(st.lists(st.tuples(st.sampled_from(claims), st.sampled_from(claims)), max_size=4, unique=True)):
        if a != b:
            told.clash(a, b, relation=draw(st.sampled_from(("dispute", "reversal", "correction"))))
    for number in range(draw(st.integers(0, 3))):
        told.rule(2 * number, "claim", draw(st.sampled_from(claims)), draw(st.sampled_from("123456")))
        referents = [row.referent_id for row in told.tables.named("identities")]
        told.rule(2 * number + 1, "source", draw(st.sampled_from(referents)), draw(st.sampled_from("ABCDEF")))
    return told


@given(piles(), st.integers(0, 99))
@LAWS
def test_the_order_of_rows_changes_nothing(told, seed):
    given = told.given()
    assert run_stage(GRADES, given).take(Grade) == run_stage(GRADES, shuffle(given, seed)).take(Grade)


@given(piles())
@LAWS
def test_the_last_ruling_always_wins(told):
    grades = told.grades()
    owner = {row.referent_id: row.source_id for row in told.tables.named("identities")}
    last = {owner.get(row.a_id, row.a_id): row.value for row in sorted(told.tables.named("ruled"), key=lambda row: row.number)}
    for id_, value in last.items():
        assert (grades[id_].grade, grades[id_].state) == (value, "confirmed")


@given(piles())
@LAWS
def test_an_inherited_letter_is_its_sources(told):
    grades = told.grades()
    for row in grades.values():
        if row.inherited_from is not None and row.about == "source":
            assert row.grade == grades[row.inherited_from].grade
            assert grades[row.inherited_from].inherited_from is None


@given(piles())
@LAWS
def test_every_claim_and_everybody_on_a_chain_is_graded_and_nobody_a(told):
    grades = told.grades()
    owner = {row.referent_id: row.source_id for row in told.tables.named("identities")}
    assert {claim.id for claim in told.tables.named("claims")} <= grades.keys()
    assert {owner[hop.referent_id] for hop in told.tables.named("hops")} <= grades.keys()
    for row in grades.values():
        ruled = row.state == "confirmed" or row.why.startswith("follows from ruling") or row.inherited_from
        assert ruled or row.proposed != "A"
        assert row.reasons


@given(piles())
@LAWS
def test_f_never_enters_arithmetic(told):
    for row in told.grades().values():
        if row.about == "source":
            assert (worth(row.grade) is None) == (row.grade == "F")


@given(piles(), st.sampled_from(PAPERS))
@LAWS
def test_telling_it_once_more_on_the_same_word_never_makes_it_more_credible(told, paper):
    ranks = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
    claim = told.tell(paper, "Orla", group="g")
    before = told.grades()[claim].proposed
    told.tell("Echo", "Orla", group="g")
    assert ranks[told.grades()[claim].proposed] >= ranks[before]
