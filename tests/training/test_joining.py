"""Tokens put together again."""

from __future__ import annotations

import pytest
from training.sets.joining import cover, join_sentences, join_tokens


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        pytest.param("Ida did n't go , she said .", "Ida didn't go, she said.", id="clitic and marks"),
        pytest.param("`` Go , '' she said .", '"Go," she said.', id="treebank quotes"),
        pytest.param('She said " go " twice', 'She said "go" twice', id="straight quotes"),
        pytest.param("the mill -LRB- closed -RRB- , Ida 's", "the mill (closed), Ida's", id="treebank brackets"),
        pytest.param("the mill -LRB- closed -RRB-, then", "the mill (closed), then", id="a bracket with its comma"),
        pytest.param(
            "the ` old mill ' of Ida ' s aunt", "the 'old mill' of Ida's aunt", id="single quotes, cut clitic"
        ),
        pytest.param("the millers ' strike", "the millers' strike", id="plural possessive"),
        pytest.param("they can not stay", "they cannot stay", id="cannot"),
        pytest.param("$ 5 or 10 % / year", "$5 or 10%/year", id="money, percent, slash"),
        pytest.param("tea - or coffee -- now", "tea - or coffee -- now", id="dashes keep their spaces"),
    ],
)
def test_text(tokens: str, text: str) -> None:
    assert join_tokens(tokens.split())[0] == text


def test_places_are_exact() -> None:
    tokens = ["``", "Ida", "'s", "mill", "-LRB-", "old", "-RRB-", "''", "."]
    text, places = join_tokens(tokens)
    assert [text[start:end] for start, end in places] == ['"', "Ida", "'s", "mill", "(", "old", ")", '"', "."]


def test_a_quotation_runs_on_over_sentences() -> None:
    first = ["He", "said", ":", '"', "Go", "."]
    second = ["Now", ".", '"', "She", '"', "went", '"', "."]
    text, places = join_sentences([first, second])
    assert text == 'He said: "Go. Now." She "went".'
    assert [len(spans) for spans in places] == [6, 8]


def test_an_even_number_of_marks_stays_within_its_sentence() -> None:
    text, _ = join_sentences([["He", "said", '"', "go", "."], ["She", '"', "went", '"', "."]])
    assert text == 'He said "go. She "went".'


def test_neighbours_are_covered_by_one_span() -> None:
    text, places = join_tokens(["the", "old", "mill", "by", "Ida"])
    spans = cover(places, [0, 1, 2, 4])
    assert [text[start:end] for start, end in spans] == ["the old mill", "Ida"]
