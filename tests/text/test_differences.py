"""What differs between two texts, word by word."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.text import differences
from sayso.text.differences import align_words, find_differences, split_words

A = "The board of Velm will close the old pier on Tuesday, its secretary said."
B = "The board of Velm may close the old pier in May, its secretary, Ada Lomax, said."


def test_differences_lie_side_by_side():
    found = [(A[a:b], B[c:d]) for (a, b), (c, d) in find_differences(A, B)]
    assert found == [("will", "may"), ("on Tuesday", "in May"), ("", "Ada Lomax")]


def test_what_only_one_text_has_stands_behind_the_last_word_of_both():
    (a, b), = find_differences("One two three.", "One two and a half three.")
    assert a == (len("One two"), len("One two")) and b == (len("One two "), len("One two and a half"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("The  PIER\nis shut.", "The pier is shut", id="case, space, stop"),
        pytest.param("Velm’s pier", "Velm's pier", id="apostrophe"),
        pytest.param("ﬁnal Ｖｅｌｍ", "final Velm", id="ligature and width"),
    ],
)
def test_what_does_not_count(a, b):
    assert find_differences(a, b) == []


def test_numbers_are_one_word():
    assert split_words("1,250 tons at 3:14").words == ["1,250", "tons", "at", "3:14"]


WORDS = st.lists(st.sampled_from(["pier", "board", "velm", "close", "may", "the", "a", "two"]), max_size=40)


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_the_rest_of_both_is_the_same(a, b):
    left, right = list(a), list(b)
    for change in reversed(align_words(a, b)):
        del left[change.a : change.a_end]
        del right[change.b : change.b_end]
    assert left == right


def test_long_texts_are_aligned_stretch_by_stretch(monkeypatch):
    rng = random.Random(5)
    a = [f"w{rng.randrange(3000)}" for _ in range(4000)]
    b = [*a[:900], "new", "words", *a[900:2500], *a[2600:]]
    whole = align_words(a, b)
    monkeypatch.setattr(differences, "MOST_CELLS", 500_000)
    assert align_words(a, b) == whole
    assert [(c.a_end - c.a, c.b_end - c.b) for c in whole] == [(0, 2), (100, 0)]


def test_what_is_too_long_and_has_nothing_in_common_is_changed_whole(monkeypatch):
    monkeypatch.setattr(differences, "MOST_CELLS", 100)
    (change,) = align_words(["a"] * 50, ["b"] * 50)
    assert change == (0, 50, 0, 50)
