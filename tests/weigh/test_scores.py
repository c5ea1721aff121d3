"""Sums and weights against examples worked by hand, and their laws."""

from __future__ import annotations

import dataclasses
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_rows import make_matrix_rows, make_tally, weigh

from sayso.schema import EvidenceItem, Grade, Tables, Weighing
from sayso.weigh.scores import make_matrix, rank_sums, score_diagnosticity

MARKS = st.sampled_from("CIN-?")


def sums(tables: Tables) -> dict[str, float]:
    return {row.hypothesis_id: row.weighted for row in weigh(tables).take(Weighing)}


def items(tables: Tables) -> dict[str, EvidenceItem]:
    return {row.group_id: row for row in weigh(tables).take(EvidenceItem)}


@st.composite
def matrices(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    n = draw(st.integers(2, 4))
    groups = [f"g{i}" for i in range(draw(st.integers(1, 6)))]
    marks = st.lists(MARKS, min_size=n, max_size=n).map("".join)
    origins = st.lists(st.sampled_from("pqrst"), min_size=1, max_size=3, unique=True).map("".join)
    return {group: draw(marks) for group in groups}, {group: draw(origins) for group in groups}


# ---------------------------------------------------------------- worked by hand


def test_heuers_count_and_the_weighted_one():
    # Against H2 speak g1 and g2. Both rest on p, whose one unit they share; g2 rests on q as well, which speaks through it alone:
    # 1/2 + (1/2 + 1) = 2. Against H1 speaks g3, on r alone: 1.
    tables = make_matrix_rows({"g1": "CI", "g2": "CI", "g3": "IC"}, {"g1": "p", "g2": "pq", "g3": "r"})
    first, second = sorted(weigh(tables).take(Weighing), key=lambda row: row.hypothesis_id)
    assert (first.inconsistency, first.weighted, first.rank, first.n_consistent, first.n_lines) == (1.0, 1.0, 1, 2, 2)
    assert (second.inconsistency, second.weighted, second.rank, second.n_consistent, second.n_lines) == (
        2.0,
        2.0,
        2,
        1,
        1,
    )
    assert [items(tables)[group].weight for group in ("g1", "g2", "g3")] == [0.5, 1.5, 1.0]


def test_heuers_own_matrix():
    # Chapter 8, figure 15: whether Iraq will retaliate, no (H1), in a small way (H2), in a big way (H3). The first piece fits all
    # three and tells nothing; two speak against H3, three against H1, none against H2, which is the least inconsistent.
    matrix = {"e1": "CCC", "e2": "CCI", "e3": "CCI", "e4": "ICC", "e5": "ICC", "e6": "ICC"}
    made = weigh(make_matrix_rows(matrix, dict(zip(matrix, "pqrstu", strict=True))))
    assert {row.hypothesis_id: (row.inconsistency, row.rank) for row in made.take(Weighing)} == {
        "H1": (3.0, 3), "H2": (0.0, 1), "H3": (2.0, 2),
    }  # fmt: skip
    told = {row.group_id: row for row in made.take(EvidenceItem)}
    assert told["e1"].fits_all
    assert told["e1"].diagnosticity == 0
    # Two consistent and one inconsistent: the mean is 1/3, the squares 4/9, 4/9 and 16/9 over three.
    assert told["e2"].diagnosticity == pytest.approx(math.sqrt(8 / 9))


def test_the_weighted_sum_is_that_of_parc_where_every_origin_weighs_one():
    # PARC ACH 1.1: inconsistent is -1, all else 0, times credibility times relevance, both 1 where they are medium. Without a very
    # inconsistent cell its sum for each hypothesis is the negative of ours.
    matrix = {"g1": "CIN", "g2": "IIC", "g3": "N-I", "g4": "?CI"}
    parc = {f"H{at + 1}": sum(-1.0 * (marks[at] == "I") * 1.0 * 1.0 for marks in matrix.values()) for at in range(3)}
    assert parc == {"H1": -1.0, "H2": -2.0, "H3": -2.0}
    assert sums(make_matrix_rows(matrix, dict(zip(matrix, "pqrs", strict=True)))) == {id_: -sum_ for id_, sum_ in parc.items()}


def test_f_and_6_and_every_digit_stay_out_of_arithmetic():
    matrix, origins = {"g1": "IC", "g2": "CI", "g3": "II"}, {"g1": "pq", "g2": "q", "g3": "r"}
    bare = weigh(make_matrix_rows(matrix, origins))

    def grade(letters: str, digit: str) -> Tables:
        tables = make_matrix_rows(matrix, origins)
        tables.add("grades", [
            Grade("source", id_, letter, letter, (), None, (), "") for id_, letter in zip("pqr", letters, strict=True)
        ])
        tables.add("grades", [Grade("claim", f"c-{group}", digit, digit, (), None, (), "") for group in matrix])
        return weigh(tables)

    for digit in "123456":
        assert grade("FFF", digit).take(Weighing) == bare.take(Weighing)  # no letter and an F are the same: null, not 0
        assert grade("FFF", digit).take(EvidenceItem) == bare.take(EvidenceItem)
        assert grade("BFD", digit).take(Weighing) == grade("BFD", "6").take(Weighing)
    graded = {row.hypothesis_id: row.graded for row in grade("BFD", "1").take(Weighing)}
    assert graded == {"H1": 0.75 + 0.25, "H2": 0.25}  # q, an F, adds nothing anywhere, not even a middle


def test_one_origin_told_ten_times_weighs_once():
    matrix = {f"g{i}": "IC" for i in range(10)} | {"other": "CI"}
    assert sums(make_matrix_rows(matrix, dict.fromkeys(matrix, "p") | {"other": "q"})) == {"H1": 1.0, "H2": 1.0}


def test_what_an_origin_says_for_a_hypothesis_does_not_thin_what_it_says_against_one():
    tables = make_matrix_rows({"g1": "IN", "g2": "NC", "g3": "NC"}, {"g1": "p", "g2": "p", "g3": "p"})
    assert sums(tables) == {"H1": 1.0, "H2": 0.0}
    told = items(tables)
    assert [told[group].weight for group in ("g1", "g2", "g3")] == [1.0, 0.5, 0.5]
    assert told["g1"].why == "weighs 1: it rests on Source p"
    assert told["g2"].why == "weighs 0.5: it rests on Source p, which 2 pieces share that speak against none"


def test_origins_of_one_established_line_weigh_one_together():
    tables = make_matrix_rows({"g1": "IC"}, {"g1": "pqr"}, lines={"g1": 1})
    assert sums(tables) == {"H1": 1.0, "H2": 0.0}
    assert "no more than 1 established line together" in items(tables)["g1"].why


def test_what_was_withdrawn_weighs_nothing():
    tables = make_matrix_rows({"g1": "IC"}, {"g1": ""})
    assert sums(tables) == {"H1": 0.0, "H2": 0.0}
    assert items(tables)["g1"].why == "weighs nothing: no line that it rests on is left"


def test_the_graded_sum_takes_each_origin_by_its_letter():
    # g1 rests on p (B: 0.75) and q (F: no worth), g2 on r (D: 0.25); against H1 speak both: 0.75 + 0.25.
    tables = make_matrix_rows({"g1": "IC", "g2": "IC", "g3": "CI"}, {"g1": "pq", "g2": "r", "g3": "s"})
    tables.add(
        "grades",
        [
            Grade("source", id_, letter, letter, (), None, (), "")
            for id_, letter in (("p", "B"), ("q", "F"), ("r", "D"))
        ],
    )
    made = weigh(tables)
    graded = {row.hypothesis_id: row.graded for row in made.take(Weighing)}
    assert graded == {"H1": pytest.approx(1.0), "H2": None}
    assert {row.group_id: row.graded_weight for row in made.take(EvidenceItem)} == {"g1": 0.75, "g2": 0.25, "g3": None}


def test_another_worth_than_that_of_grades_can_be_given():
    tables = make_matrix_rows({"g1": "IC"}, {"g1": "p"})
    tables.add("grades", [Grade("source", "p", "C", "C", (), None, (), "")])
    assert make_matrix(tables, value_of={"C": 0.1}.get).worths == {"p": 0.1}


def test_a_letter_that_is_none_stays_out_of_the_sums():
    tables = make_matrix_rows({"g1": "IC"}, {"g1": "p"})
    tables.add("grades", [Grade("source", "p", "Z", "Z", (), None, (), "")])
    assert {row.hypothesis_id: row.graded for row in weigh(tables).take(Weighing)} == {"H1": None, "H2": None}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        pytest.param([1, -1], 1.0, id="for one, against the other"),
        pytest.param([1, 1, 1], 0.0, id="for all"),
        pytest.param([-1, -1], 0.0, id="against all"),
        pytest.param([1, 0, -1], math.sqrt(2 / 3), id="mean 0, squares 1, 0 and 1 over three"),
        pytest.param([1, -1, -1, -1], math.sqrt(3) / 2, id="mean -1/2, squares 9/4 and thrice 1/4 over four"),
        pytest.param([1, math.nan, -1], 1.0, id="what isn't judged is left out"),
        pytest.param([1, math.nan], None, id="one judged cell tells nothing apart"),
        pytest.param([], None, id="none"),
    ],
)
def test_diagnosticity(numbers, expected):
    assert score_diagnosticity(numbers) == (expected if expected is None else pytest.approx(expected))


def test_the_most_diagnostic_evidence_comes_first():
    tables = make_matrix_rows(
        {"g1": "CC", "g2": "CI", "g3": "CN", "g4": "C-"}, {"g1": "p", "g2": "q", "g3": "r", "g4": "s"}
    )
    rows = sorted(weigh(tables).take(EvidenceItem), key=lambda row: row.ordinal)
    assert [row.group_id for row in rows] == ["g2", "g3", "g1", "g4"]
    assert [row.fits_all for row in rows] == [False, False, True, False]


def test_equal_sums_share_a_place():
    assert rank_sums(make_sums(0.5, 0.0, 0.5, 2.0)) == [2, 1, 2, 4]


def make_sums(*values: float):
    import numpy as np  # noqa: PLC0415

    return np.array(values)


@pytest.mark.parametrize("n", [0, 1])
def test_with_no_hypothesis_or_one_nothing_breaks(n):
    tables = make_matrix_rows({"g1": "C" * n}, {"g1": "p"})
    made = weigh(tables)
    assert len(made.take(Weighing)) == n
    assert all(row.diagnosticity is None for row in made.take(EvidenceItem))


def test_hypotheses_without_evidence_have_empty_sums():
    tables = make_matrix_rows({"g1": "CI"}, {"g1": "p"})
    bare = Tables({"hypotheses": tables.named("hypotheses")})
    assert [(row.rank, row.weighted, row.graded) for row in weigh(bare).take(Weighing)] == [(1, 0.0, None)] * 2


# ---------------------------------------------------------------- laws


@given(matrices(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_rows_and_of_hypotheses_never_matters(drawn, rng: random.Random):
    tables = make_matrix_rows(*drawn)
    shuffled = Tables()
    for name in tables.names():
        rows = list(tables.named(name))
        rng.shuffle(rows)
        if name == "hypotheses":
            rows = [dataclasses.replace(row, ordinal=at) for at, row in enumerate(rows)]
        shuffled.add(name, rows)
    assert sums(shuffled) == pytest.approx(sums(tables))
    assert {
        row.group_id: (row.weight, row.diagnosticity, row.ordinal) for row in weigh(shuffled).take(EvidenceItem)
    } == {row.group_id: (row.weight, row.diagnosticity, row.ordinal) for row in weigh(tables).take(EvidenceItem)}


@given(matrices())
@settings(deadline=None)
def test_what_fits_all_or_none_has_no_diagnosticity(drawn):
    matrix, origins = drawn
    n = len(next(iter(matrix.values())))
    rows = items(make_matrix_rows(matrix | {"all": "C" * n, "none": "I" * n}, origins | {"all": "p", "none": "q"}))
    assert rows["all"].diagnosticity == 0 == rows["none"].diagnosticity
    assert rows["all"].fits_all


@given(matrices(), st.sampled_from("NC-"))
@settings(deadline=None)
def test_taking_away_what_speaks_against_nothing_changes_no_sum(drawn, mark):
    matrix, origins = drawn
    n = len(next(iter(matrix.values())))
    with_it = make_matrix_rows(matrix | {"more": mark * n}, origins | {"more": "p"})
    assert sums(with_it) == sums(make_matrix_rows(matrix, origins))


@given(matrices())
@settings(deadline=None)
def test_a_copy_of_a_telling_changes_no_score(drawn):
    # Whoever repeats it stands in the tally as one more document; the origins and the lines stay.
    tables = make_matrix_rows(*drawn)
    copied = Tables({name: tables.named(name) for name in tables.names() if name != "tallies"})
    copied.add(
        "tallies",
        [dataclasses.replace(row, tellings=row.tellings + 5, claims=row.claims + 5) for row in tables.named("tallies")],
    )
    assert weigh(copied).take(Weighing) == weigh(tables).take(Weighing)


@given(matrices())
@settings(deadline=None)
def test_no_origin_adds_more_than_one_to_a_sum(drawn):
    matrix, origins = drawn
    told = sums(make_matrix_rows(matrix, origins))
    for at, id_ in enumerate(sorted(told)):
        speaking = {origin for group, marks in matrix.items() if marks[at] == "I" for origin in origins[group]}
        assert told[id_] <= len(speaking) + 1e-9


def test_a_tally_for_a_side_that_is_gone_does_no_harm():
    tables = make_matrix_rows({"g1": "CI"}, {"g1": "p"})
    tables.add("tallies", [make_tally("nowhere", ["q"])])
    assert sums(tables) == {"H1": 0.0, "H2": 1.0}
