"""Shares, intervals and agreement: known values, and laws that hold whatever was answered."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.tell.intervals import Judged, estimate_ratio, estimate_share, measure_agreement, wilson


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        pytest.param(0, 10, 0.0, 0.2775, id="none right"),
        pytest.param(10, 10, 0.7225, 1.0, id="all right"),
        pytest.param(15, 30, 0.3315, 0.6685, id="half"),
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998, table I"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe 1998, few"),
    ],
)
def test_wilson_gives_published_values(right, n, low, high):
    assert wilson(right / n, n) == pytest.approx((low, high), abs=5e-5)


def judge(stratum, right, n, *, is_in=True):
    return [Judged(stratum, is_in, i < right) for i in range(n)]


def test_one_stratum_of_a_large_case_is_wilson():
    figure = estimate_share(judge("other", 24, 30), sizes={"other": 10**9})
    assert (figure.share, figure.n, figure.n_right) == (pytest.approx(0.8), 30, 24)
    assert (figure.low, figure.high) == pytest.approx(wilson(0.8, 30), abs=0.005)


def test_answers_count_for_the_size_of_their_stratum():
    judged = judge("doubtful", 0, 10) + judge("other", 10, 10)
    assert estimate_share(judged, sizes={"doubtful": 100, "other": 900}).share == pytest.approx(0.9)
    assert estimate_share(judged, sizes={"doubtful": 500, "other": 500}).share == pytest.approx(0.5)


def test_a_case_wholly_answered_leaves_no_interval():
    figure = estimate_share(judge("other", 7, 9), sizes={"other": 9})
    assert figure.low == figure.share == figure.high
    assert figure.is_complete
    ratio = estimate_ratio([(1, 2), (3, 3)], size=2)
    assert (ratio.low, ratio.share, ratio.high) == (0.8, 0.8, 0.8)


def test_all_right_is_no_certainty():
    assert estimate_share(judge("other", 30, 30), sizes={"other": 1000}).low < 0.9
    assert estimate_ratio([(2, 2)] * 20, size=1000).low < 0.9


def test_more_of_a_case_narrows_the_interval():
    widths = [estimate_share(judge("other", 24, 30), sizes={"other": size}).width for size in (31, 60, 300)]
    assert widths == sorted(widths)


def test_statements_of_one_paragraph_are_not_independent():
    together = estimate_ratio([(5, 5)] * 8 + [(0, 5)] * 2, size=1000)
    apart = estimate_ratio([(1, 1)] * 40 + [(0, 1)] * 10, size=1000)
    assert together.share == apart.share
    assert together.width > 1.5 * apart.width


def test_nothing_answered_is_said():
    assert estimate_share([], sizes={}).why_none
    assert estimate_share(judge("other", 1, 3, is_in=False), sizes={"other": 9}).why_none
    assert estimate_ratio([], size=9).why_none == "nothing was answered"
    assert "no statement" in estimate_ratio([(0, 0)], size=9).why_none


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.booleans()), min_size=1, max_size=40),
    st.integers(0, 50), st.randoms(use_true_random=False),
)
def test_the_share_lies_in_its_interval_whatever_the_order(told, more, shuffler):
    judged = [Judged(*unit) for unit in told]
    sizes = {stratum: sum(unit.stratum == stratum for unit in judged) + more for stratum in "ab"}
    figure = estimate_share(judged, sizes=sizes)
    shuffler.shuffle(judged)
    again = estimate_share(judged, sizes=sizes)
    if figure.share is None:
        assert again.share is None
    else:
        assert 0 <= figure.low <= figure.share + 1e-12
        assert figure.share - 1e-12 <= figure.high <= 1
        assert (again.share, again.low, again.high) == pytest.approx((figure.share, figure.low, figure.high))


@settings(deadline=None)
@given(st.lists(st.integers(0, 5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=30))
def test_the_ratio_lies_in_its_interval(clusters):
    figure = estimate_ratio(clusters, size=len(clusters) + 3)
    if figure.share is not None:
        assert 0 <= figure.low <= figure.share <= figure.high <= 1


@pytest.mark.parametrize("recall", [0.6, 0.97])
def test_recall_intervals_hold_the_truth_as_often_as_they_say(recall):
    rng = random.Random(11)
    pile = [(sum(rng.random() < recall for _ in range(n)), n) for n in rng.choices((0, 1, 1, 2, 3, 5), k=400)]
    truth = sum(right for right, _ in pile) / sum(n for _, n in pile)
    figures = [estimate_ratio(rng.sample(pile, 30), size=len(pile)) for _ in range(400)]
    assert sum(figure.low <= truth <= figure.high for figure in figures) / len(figures) > 0.92


def test_kappa_of_a_worked_example():
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    agreed = measure_agreement(pairs)
    assert (agreed.n, agreed.share, agreed.kappa) == (50, 0.7, pytest.approx(0.4))


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        pytest.param([("a", "a"), ("b", "b")], 1.0, id="always the same"),
        pytest.param([("a", "b"), ("b", "a")], -1.0, id="never"),
        pytest.param([("a", "a")] * 4, None, id="one answer throughout"),
        pytest.param([], None, id="nothing in common"),
    ],
)
def test_kappa_at_its_ends(pairs, kappa):
    agreed = measure_agreement(pairs)
    assert agreed.kappa == kappa
    assert (agreed.why_none is None) == (kappa is not None)
