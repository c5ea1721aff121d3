"""Lines, verdicts and their words, from tables."""

from __future__ import annotations

import pytest
from pile_tables import Pile

from sayso.schema import Tally
from sayso.trace.wording import say_list

# tellings (`document > source > origin`, ? unnamed, = a document of the case) | lines possible | cut | verdict
CASES = {
    "one document, one source": "A > mayor | 1 1 | mayor | single telling",
    "one document, no source": "A | 1 1 | A | single telling",
    "one document stays a single telling": "A > mayor, A > guard | 2 2 | guard, mayor | single telling",
    "two on one source": "A > mayor, B > mayor | 1 1 | mayor | same origin",
    "two on two sources": "A > mayor, B > guard | 2 2 | guard, mayor | independent",
    "two origins through one bottleneck": "A > wire > mayor, B > wire > guard | 1 1 | wire | same origin",
    "the cut is nearest the origin": "A > wire > mayor, B > wire > mayor | 1 1 | mayor | same origin",
    "one named, one unnamed": "A > mayor, B > aide? | 1 2 | mayor | independence not established",
    "all unnamed": "A > aide?, B > clerk? | 1 2 | aide, clerk | independence not established",
    "one unnamed for both": "A > aide?, B > aide? | 1 1 | aide | same origin",
    "one names no source": "A > mayor, B | 1 2 | mayor | independence not established",
    "neither names a source": "A, B | 1 2 | A, B | independence not established",
    "a bare claim rests on its document's sourced one": "A > mayor, A, B > mayor | 1 1 | mayor | same origin",
    "a document carries on": "A > =B, B > mayor, C > mayor | 1 1 | mayor | same origin",
    "a document is no bottleneck": "A > =W, B > =W, W > mayor, W > guard | 2 2 | guard, mayor | independent",
    "a bare document cited by name": "A > =B, B | 1 1 | B | same origin",
    "a bare document cited by name is a named origin": "A > =B, B, C > mayor | 2 2 | B, mayor | independent",
    "a cited document that doesn't tell it is one too": "A > =B, C > mayor | 2 2 | B, mayor | independent",
    "a bare document said to rest on another": "A > =B > mayor, B | 1 2 | mayor | independence not established",
    "two cite each other": "A > =B, B > =A | 1 1 | A | same origin",
    "two cite each other, one a source": "A > =B, B > =A, B > mayor | 1 1 | mayor | same origin",
    "a circle beside a source counts once": "A > =B, B > =A, C > mayor | 2 2 | A, mayor | independent",
    "a circle of sources": "A > mayor > guard, B > guard > mayor | 1 1 | guard | same origin",
    "a document that cites itself": "A > =A, B > mayor | 1 2 | mayor | independence not established",
    "named before unnamed": "A > mayor, B > mayor > engineer? | 1 1 | mayor | same origin",
    "a named source with someone behind it": (
        "A > mayor, B > mayor > engineer?, C > guard | 1 2 | guard | independence not established"
    ),
}


def pile_of(tellings: str) -> Pile:
    """A pile from tellings as in `CASES`, all of one group and side."""
    pile = Pile()
    for telling in tellings.split(","):
        document, *chain = [name.strip() for name in telling.split(">")]
        pile.tell(document, *chain)
    return pile


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_lines_of_a_side(case: str) -> None:
    tellings, counts, cut, verdict = (part.strip() for part in case.split("|"))
    tally = pile_of(tellings).tally()
    assert f"{tally.lines} {tally.lines_possible}" == counts
    assert (", ".join(sorted(tally.cut)), tally.verdict) == (cut, verdict)


@pytest.mark.parametrize(
    ("tellings", "is_all_unnamed"),
    [
        pytest.param("A > aide?, B > clerk?", True, id="every origin unnamed"),
        pytest.param("A > mayor > aide?", True, id="a named one who rests on an unnamed one"),
        pytest.param("A > aide?, B", True, id="an unnamed source and a document that names none"),
        pytest.param("A > aide?, B > mayor", False, id="one origin named"),
        pytest.param("A, B", False, id="no source at all is not an unnamed source"),
    ],
)
def test_unnamed_origins_are_flagged(tellings: str, is_all_unnamed: bool) -> None:
    assert pile_of(tellings).tally().is_all_unnamed is is_all_unnamed


@pytest.mark.parametrize(
    ("tellings", "why"),
    [
        ("A", "1 document, 1 line: A names no source for it"),
        ("A > mayor", "1 document, 1 line: it rests on mayor"),
        ("A > mayor, B > mayor", "2 documents, 1 line: both rest on mayor"),
        (
            "A > mayor > engineer?, B > mayor, C > mayor",
            "3 documents, 1 line: all rest on mayor, who rests on 1 unnamed source (engineer)",
        ),
        ("A > aide?, B > aide?", "2 documents, 1 line: both rest on an unnamed source (aide)"),
        ("A > mayor, B > guard", "2 documents, 2 lines: guard and mayor would both have to be wrong"),
        (
            "A > mayor, B > aide?, C",
            "3 documents, 1 line established, 3 possible: the line that is known rests on mayor; "
            "1 unnamed source (aide) and 1 document that names no source for it (C) may be someone else or not",
        ),
        (
            "A > aide?, B > clerk?",
            "2 documents, 1 line established, 2 possible: no origin is named; "
            "2 unnamed sources (aide and clerk) may all be the same",
        ),
        ("A > =B, B > =A", "2 documents, 1 line: both rest on A; A and B cite one another in a circle"),
    ],
)
def test_the_count_in_words(tellings: str, why: str) -> None:
    assert pile_of(tellings).tally().why == why


def test_each_side_has_lines_of_its_own() -> None:
    pile = pile_of("A > mayor, B > guard")
    pile.tell("C", "minister", side="negated", stance="denies")
    pile.tell("D", "minister", side="negated", stance="denies")
    assert (pile.tally().lines, pile.tally().verdict) == (2, "independent")
    denial = pile.tally(side="negated")
    assert (denial.lines, denial.cut, denial.verdict) == (1, ("minister",), "same origin")


def test_a_question_tells_nothing() -> None:
    pile = pile_of("A > mayor")
    pile.tell("B", "guard", stance="asks")
    tally = pile.tally()
    assert (tally.tellings, tally.claims, tally.lines) == (1, 1, 1)


def test_a_side_that_is_only_asked_about_has_no_tally() -> None:
    pile = Pile()
    pile.tell("A", stance="asks")
    assert pile.trace().take(Tally) == []


def test_keeping_ones_distance_supports_nothing_but_a_source_still_does() -> None:
    pile = pile_of("A > mayor")
    pile.tell("B", stance="distances")
    assert pile.tally().lines_possible == 1
    pile.tell("C", "guard", stance="distances")
    assert pile.tally().lines == 2


def test_a_telling_by_the_cited_source_is_that_sources_word() -> None:
    pile = pile_of("A > mayor")
    pile.tell("release", teller="mayor")
    assert (pile.tally().lines_possible, pile.tally().verdict) == (1, "same origin")


def test_a_cited_teller_who_names_a_source_carries_on() -> None:
    pile = pile_of("A > mayor")
    pile.tell("release", "engineer", teller="mayor")
    assert (pile.tally().lines, pile.tally().cut) == (1, ("engineer",))


def test_a_teller_does_not_vouch_for_himself() -> None:
    pile = pile_of("A > mayor")
    pile.tell("B", "writer", teller="writer")
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 2)


def test_circles_are_shown() -> None:
    assert pile_of("A > =B, B > =A, B > mayor").tally().circles == (("A", "B"),)


def test_a_list_names_three_and_counts_the_rest() -> None:
    assert say_list(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
