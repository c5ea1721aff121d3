"""What statements set aside, and that no cell calls consistent what a hypothesis sets aside."""

from __future__ import annotations

import pytest
from matrix_rows import make_hypotheses

from sayso.weigh.exclusions import find_bar, find_exclusions, mask_exclusions
from sayso.weigh.likening import Statement, is_negated, split_clauses
from sayso.weigh.proposals import propose_cells

WITHOUT = "The smugglers burned the barge without the harbour guard"


@pytest.mark.parametrize(
    ("text", "words", "nouns"),
    [
        (WITHOUT, "without the harbour guard", {"guard"}),
        ("The smugglers, not the guard, burned the barge", "not the guard", {"guard"}),
        ("Not the guard but the smugglers burned the barge", "Not the guard", {"guard"}),
        ("The barge was burned by smugglers rather than by the guard", "rather than by the guard", {"guard"}),
        ("The smugglers burned the barge instead of the ferry", "instead of the ferry", {"ferry"}),
        ("The smugglers burned it without any help from the guard", "without any help from the guard", {"guard"}),
        ("Everyone except the pilot knew of the leak", "except the pilot", {"pilot"}),
    ],
)
def test_words_that_set_aside_are_found_with_what_they_govern(text, words, nouns):
    (found,) = find_exclusions(text)
    assert (found.words, found.nouns, found.is_sole) == (words, nouns, False)


@pytest.mark.parametrize("text", ["The smugglers alone burned the barge", "Only the smugglers burned the barge",
                                  "Nobody but the smugglers burned the barge", "The smugglers acted alone when it burned"])
def test_who_acted_alone_sets_everybody_else_aside(text):
    (found,) = find_exclusions(text)
    assert found.is_sole and found.is_doer and found.nouns == {"smuggler"}


@pytest.mark.parametrize("text", ["The guard did not burn the barge", "Not only the guard but the smugglers burned it",
                                  "Only three of the barges burned", "She was the only child aboard", "The barge burned",
                                  "Thirty barges burned in Marrow harbour alone this year"])
def test_a_denied_verb_and_a_number_set_nobody_aside(text):
    assert find_exclusions(text) == ()


@pytest.mark.parametrize(
    ("one", "other", "is_against"),
    [
        (WITHOUT, "The harbour guard burned the barge", True),
        (WITHOUT, "The guard and the smugglers burned the barge", True),
        (WITHOUT, "The barge was set alight by the guard in league with the smugglers", False),
        (WITHOUT, "The guard said that the smugglers burned the barge", False),
        ("The smugglers alone burned the barge", "The smugglers burned the barge with the guard", True),
        ("The smugglers alone burned the barge", "The guard burned the barge", True),
        ("The guard burned the barge", "The smugglers, not the guard, burned the barge", True),
    ],
)
def test_what_one_sets_aside_and_the_other_affirms_bars_both_ways(one, other, is_against):
    for bar in (find_bar(one, other), find_bar(other, one)):
        assert bar is not None and bar.is_against == is_against


@pytest.mark.parametrize(
    "other", ["The smugglers burned the barge", "The guard did not burn the barge", WITHOUT, "No guard burned the barge",
              "The barge lay at the quay", "The smugglers, not the guard, burned it"],
)
def test_nothing_bars_what_affirms_nothing_that_is_set_aside(other):
    assert find_bar(WITHOUT, other) is None and find_bar(other, WITHOUT) is None


def test_a_part_that_is_set_aside_does_not_deny_the_sentence():
    text = "The smugglers, not the guard, burned the barge"
    assert is_negated(text) and not is_negated(mask_exclusions(text))
    assert [clause.is_negated for clause in split_clauses(text)] == [False]
    assert [clause.is_negated for clause in split_clauses("The guard did not burn the barge")] == [True]


def propose(text: str, *hypotheses: str, is_negated: bool = False) -> dict[str, tuple[str | None, str]]:
    rows = make_hypotheses(len(hypotheses), texts=hypotheses)
    found = propose_cells(rows, {("g", "affirmed"): (Statement(text, text, is_negated),)}, {})
    return {id_: (cell.value, cell.why) for id_, cell in found["g", "affirmed"].items()}


GUARD, SMUGGLERS = "The harbour guard burned the barge", "The smugglers burned the barge"


def test_what_tells_the_deed_of_whom_a_hypothesis_sets_aside_speaks_against_it():
    cells = propose("The harbour guard and the smugglers burned the barge", WITHOUT, GUARD)
    assert cells["H1"][0] == "inconsistent" and "sets aside" in cells["H1"][1]
    assert cells["H2"][0] == "consistent"


def test_what_names_those_set_aside_in_another_part_leaves_the_cell_empty():
    cells = propose("The harbour guard found that the smugglers burned the barge", WITHOUT)
    assert cells["H1"][0] is None and "a person must say" in cells["H1"][1]


def test_what_sets_nobody_aside_still_fits():
    assert propose(SMUGGLERS, WITHOUT)["H1"][0] == "consistent"
    assert propose("The smugglers burned the barge without the guard", WITHOUT)["H1"][0] == "consistent"


def test_a_denial_of_what_a_hypothesis_sets_aside_does_not_deny_it():
    cells = propose("The harbour guard did not burn the barge", WITHOUT, GUARD, is_negated=True)
    assert cells["H2"][0] == "inconsistent"
    assert cells["H1"][0] in (None, "consistent")


def test_evidence_that_sets_aside_bars_as_well():
    cells = propose("The smugglers burned the barge without the harbour guard", GUARD, "A storm sank the barge")
    assert cells["H1"][0] != "consistent"
