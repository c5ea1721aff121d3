"""What may be answered, by key and in a file."""

from __future__ import annotations

import pytest

from sayso.tell.answers import Answer, make_answer, parse_answer
from sayso.tell.samples import ATTRIBUTION, PARAGRAPH


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param("r", ("right",), id="a key"),
        pytest.param(" Right ", ("right",), id="a word"),
        pytest.param("l s", ("source", "long"), id="several, in one order"),
        pytest.param("source+long", ("source", "long"), id="whatever parts them"),
        pytest.param("s, s", ("source",), id="twice the same"),
        pytest.param("D", ("unsure",), id="can't tell"),
    ],
)
def test_answers_to_an_attribution(given, words):
    assert parse_answer(ATTRIBUTION, given) == Answer(words)


@pytest.mark.parametrize("given", ["x", "", "r s", "n l", "3", "yes", "d r"])
def test_what_is_no_answer_to_an_attribution(given):
    with pytest.raises(ValueError, match="answer"):
        parse_answer(ATTRIBUTION, given)


@pytest.mark.parametrize(
    ("answer", "wrong", "kept"),
    [
        pytest.param("2", "", Answer(("counted",), 0, 2), id="none wrong"),
        pytest.param("0", "1", Answer(("counted",), 1, 0), id="one wrong"),
        pytest.param("2.0", "1.0", Answer(("counted",), 1, 2), id="as a spreadsheet writes it"),
        pytest.param("d", "", Answer(("unsure",)), id="can't tell"),
    ],
)
def test_answers_to_a_paragraph(answer, wrong, kept):
    assert parse_answer(PARAGRAPH, answer, wrong=wrong, n_marked=2) == kept


@pytest.mark.parametrize(
    ("answer", "wrong"), [("r", ""), ("-1", ""), ("10", ""), ("0", "3"), ("1.5", ""), ("0", "x"), ("٣", "")]
)
def test_what_is_no_answer_to_a_paragraph(answer, wrong):
    with pytest.raises(ValueError, match="no number"):
        parse_answer(PARAGRAPH, answer, wrong=wrong, n_marked=2)


@pytest.mark.parametrize(
    ("key", "is_laid", "has_source", "has_content", "is_right"),
    [
        ("r", True, True, True, True), ("n", False, False, False, False), ("s", True, False, True, False),
        ("l", True, True, False, False), ("t", True, True, False, False), ("c", True, True, False, False),
        ("h", True, True, True, True), ("p", True, True, True, True),
    ],
)
def test_what_an_answer_says(key, is_laid, has_source, has_content, is_right):
    answer = make_answer([key])
    told = (answer.is_laid, answer.has_source, answer.has_content, answer.is_right)
    assert told == (is_laid, has_source, has_content, is_right)
