"""Counts of the heads' scores, each worked out by hand."""

from __future__ import annotations

import pytest
from training.examples import Example, Link, Spans
from training.scores import (
    Counts,
    correlate,
    count_names,
    count_negation_cues,
    count_scope_words,
    count_scopes,
    count_sentences,
    count_spans,
    count_words,
    score_factivity,
    sum_counts,
)
from training.sets.labels import UNSURE, Labelled

TEXT = "Ida didn't open the unknown door."


def find(*words: str) -> Spans:
    return tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)


def link(cue: str, *scope: str) -> Link:
    return Link(find(cue), {"scope": find(*scope)})


def test_figures_of_counts() -> None:
    counts = Counts(right=6, wrong=2, missed=4)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    assert Counts().f1 == Counts(wrong=1).f1 == 0.0


def test_spans_need_characters_and_label() -> None:
    gold: Labelled = ((0, 3, "epistemic"), (5, 9, "doxastic"))
    found: Labelled = ((0, 3, "epistemic"), (5, 8, "doxastic"), (10, 12, "doxastic"))
    assert count_spans(gold, found) == {"epistemic": Counts(1, 0, 0), "doxastic": Counts(0, 2, 1)}


def test_words_need_only_be_touched() -> None:
    gold: Labelled = ((*find("the unknown")[0], "x"),)
    found: Labelled = ((*find("known door")[0], "x"),)
    assert count_words(TEXT, gold, found) == {"x": Counts(1, 1, 1)}


def test_sums_go_over_examples_and_labels() -> None:
    total = sum_counts([{"a": Counts(1, 0, 0)}, {"a": Counts(0, 1, 0), "b": Counts(0, 0, 2)}])
    assert total == {"a": Counts(1, 1, 0), "b": Counts(0, 0, 2), "all": Counts(1, 1, 2)}


def test_names_are_judged_only_where_the_set_can_tell() -> None:
    spans: dict[str, Labelled] = {"name": ((0, 3, "person"), (30, 34, "other")), UNSURE: ((10, 15, "MISC"),)}
    example = Example("wnut17/train/1", "wnut17", "x" * 40, spans, {}, {})
    found: Labelled = (
        (0, 3, "person"),
        (30, 34, "other"),  # marked: right, though the set doesn't mark all of its kind
        (4, 6, "vehicle"),  # not marked by the set: left out
        (9, 12, "person"),  # touches unsure words: left out
        (20, 22, "place"),  # the set marks places, and here is none
    )
    counts = count_names(example, found)
    assert counts == {"person": Counts(1, 0, 0), "other": Counts(1, 0, 0), "place": Counts(0, 1, 0)}


def test_scope_words_given_the_cue() -> None:
    gold = [link("n't", "Ida did", "open the unknown door")]
    found = [link("n't", "Ida did", "open the")]
    assert count_scope_words(TEXT, gold, found) == Counts(4, 0, 2)


def test_scope_words_of_cues_without_a_partner() -> None:
    gold = [link("n't", "Ida did", "open"), link("un", "known door")]
    found = [link("n't", "Ida did", "open"), link("door", "the")]
    assert count_scope_words(TEXT, gold, found) == Counts(3, 1, 2)


def test_each_cue_has_one_partner_and_the_same_cue_comes_first() -> None:
    gold = [link("unknown", "the"), link("un", "door")]
    found = [link("un", "door"), link("unknown", "the")]
    assert count_scopes(TEXT, gold, found) == Counts(2, 0, 0)
    assert count_scopes(TEXT, gold, found[:1]) == Counts(1, 0, 1)


def test_whole_scopes() -> None:
    gold = [link("n't", "Ida did", "open"), Link(find("un"), {"scope": ()})]
    assert count_scopes(TEXT, gold, gold) == Counts(2, 0, 0)
    assert count_scopes(TEXT, gold, [link("n't", "Ida did")]) == Counts(0, 1, 2)
    assert count_scopes(TEXT, [], [gold[1]]) == Counts(0, 1, 0)


def test_negation_cues_are_whole_or_wrong() -> None:
    gold = [Link(find("n't", "un"), {}), link("door")]
    assert count_negation_cues(gold, [Link(find("n't"), {}), link("door")]) == Counts(1, 1, 1)


def test_vague_sentences() -> None:
    gold: Labelled = ((0, 5, "vague"), (6, 9, "O"), (10, 15, "vague"), (16, 20, "O"))
    assert count_sentences(gold, [0.9, 0.6, 0.2, 0.1]) == Counts(1, 1, 1)
    with pytest.raises(ValueError, match="zip"):
        count_sentences(gold, [0.9])


def test_factivity() -> None:
    score = score_factivity(
        ["factive", "neutral", "factive"],
        ["factive", "factive", "neutral"],
        gold_values=[1.0, 0.0, 1.0],
        values=[1.0, 0.5, 0.0],
    )
    assert score.accuracy == pytest.approx(1 / 3)
    assert score.by_label == {"factive": Counts(1, 1, 1), "neutral": Counts(0, 1, 1)}
    assert score.correlation == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [([1, 2, 3], [2, 4, 6], 1.0), ([1, 2, 3], [3, 2, 1], -1.0), ([1, 1], [0, 1], None), ([], [], None)],
)
def test_correlation(first: list[float], second: list[float], expected: float | None) -> None:
    assert correlate(first, second) == (expected if expected is None else pytest.approx(expected))
