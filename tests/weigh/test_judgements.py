"""Judgements: words of ICD 203 with their bands, confidence apart, values that can't be read."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_rows import make_hypotheses, rule_judgement, undo

from sayso.schema import Judgement, Tables
from sayso.weigh.judgements import BANDS, MOST_ITEMS, MOST_WORDS, judge_hypotheses, read_judgements, to_likelihood

GOOD = {"likelihood": "likely", "confidence": "moderate"}


def make_case(*rulings) -> Tables:
    return Tables({"hypotheses": make_hypotheses(2), "rulings": rulings})


def judge(*rulings) -> list[Judgement]:
    return judge_hypotheses(make_case(*rulings)).take(Judgement)


def faults(*rulings) -> list[tuple[bool, str]]:
    return [(fault.is_gone, fault.why) for fault in read_judgements(make_case(*rulings))[1]]


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        ("almost no chance", 0.01, 0.05),
        ("very unlikely", 0.05, 0.20),
        ("unlikely", 0.20, 0.45),
        ("roughly even chance", 0.45, 0.55),
        ("likely", 0.55, 0.80),
        ("very likely", 0.80, 0.95),
        ("almost certain", 0.95, 0.99),
    ],
)
def test_the_bands_of_icd_203(word, low, high):
    (row,) = judge(rule_judgement("H1", {"likelihood": word, "confidence": "high"}))
    assert (row.likelihood, row.low, row.high, row.confidence) == (word, low, high, "high")


def test_the_bands_meet_without_a_gap():
    ends = list(BANDS.values())
    assert all(high == low for (_, high), (low, _) in itertools.pairwise(ends))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Very  Likely", "very likely"),
        ("remote", "almost no chance"),
        ("nearly certain", "almost certain"),
        ("true", None),
        (0.7, None),
        (None, None),
    ],
)
def test_how_a_likelihood_may_be_written(said, word):
    assert to_likelihood(said) == word


def test_everything_a_judgement_holds():
    told = GOOD | {
        "reasons": ["two lines", "  "],
        "assumptions": "the log is whole",
        "dissent": ["Bo: unlikely"],
        "would_change": [{"no": 1}, 7, True],
    }
    (row,) = judge(rule_judgement("H2", told, by="Ann", number=3))
    assert (row.number, row.hypothesis_id, row.by, row.why, row.is_current) == (3, "H2", "Ann", "seen", True)
    assert (row.reasons, row.assumptions, row.dissent, row.would_change) == (
        ("two lines",),
        ("the log is whole",),
        ("Bo: unlikely",),
        ("7",),
    )


def test_each_persons_last_word_on_each_hypothesis_is_current():
    rows = judge(
        rule_judgement("H1", GOOD, by="Ann", number=1),
        rule_judgement("H1", GOOD, by="Bo", number=2),
        rule_judgement("H2", GOOD, by="Ann", number=3),
        rule_judgement("H1", GOOD, by="ANN", number=4),
    )
    assert {row.number: row.is_current for row in rows} == {1: False, 2: True, 3: True, 4: True}


def test_what_was_undone_is_no_judgement_and_the_one_before_is_current():
    rows = judge(rule_judgement("H1", GOOD, number=1), rule_judgement("H1", GOOD, number=2), undo(2, at=3))
    assert [(row.number, row.is_current) for row in rows] == [(1, True)]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        pytest.param(None, "no JSON", id="no value"),
        pytest.param("", "no JSON", id="empty"),
        pytest.param("{", "no JSON", id="broken"),
        pytest.param("[" * 100_000, "no JSON", id="nested beyond measure"),
        pytest.param([1], "no JSON object", id="a list"),
        pytest.param({"confidence": "low"}, "likelihood", id="no likelihood"),
        pytest.param({"likelihood": "certain", "confidence": "low"}, "likelihood", id="a word that isn't one"),
        pytest.param({"likelihood": ["likely"], "confidence": "low"}, "likelihood", id="a list of words"),
        pytest.param({"likelihood": "likely"}, "confidence", id="no confidence"),
        pytest.param({"likelihood": "likely", "confidence": 0.9}, "confidence", id="a number"),
        pytest.param('{"likelihood": "likely", "confidence": NaN}', "confidence", id="not a number"),
    ],
)
def test_what_cannot_be_read_is_told(told, why):
    assert judge(rule_judgement("H1", told)) == []
    ((is_gone, said),) = faults(rule_judgement("H1", told))
    assert not is_gone
    assert why in said


def test_a_judgement_of_what_is_gone():
    assert faults(rule_judgement("H7", GOOD)) == [(True, "its hypothesis isn't in the case any more")]


def test_a_judgement_of_nothing():
    import dataclasses  # noqa: PLC0415

    assert faults(dataclasses.replace(rule_judgement("H1", GOOD), object_ids=())) == [(False, "it names no hypothesis")]


def test_long_lists_and_texts_are_cut():
    (row,) = judge(rule_judgement("H1", GOOD | {"reasons": ["x" * 9000] * 900}))
    assert (len(row.reasons), len(row.reasons[0])) == (MOST_ITEMS, MOST_WORDS)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
@settings(deadline=None)
def test_no_value_raises(told):
    for value in (json.dumps(told), json.dumps(GOOD | {"reasons": told, "dissent": told}), str(told)):
        rows, bad = read_judgements(make_case(rule_judgement("H1", value)))
        assert len(rows) + len(bad) == 1
