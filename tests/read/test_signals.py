"""What a model's hedges and negations add to the rules: they decide where the rules see nothing, and only when sure."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from sayso.models.parser import load_parser
from sayso.read.polarity import NEGATION_SURE, judge_polarity
from sayso.read.signals import NO_SIGNALS, Signals
from sayso.read.stance import HEDGE_SURE, Setting, judge_stance

BASE = 100  # where the block stands in the flow


def parse(text: str) -> list[Token]:
    return list(load_parser()(text))


def place(text: str, words: str) -> tuple[int, int]:
    start = BASE + text.index(words)
    return start, start + len(words)


def put(signals: Signals, *, is_quote: bool = False) -> Setting:
    return Setting((), is_attributed=False, is_quote=is_quote, is_question=False, distance=None, signals=signals)


HEDGED = "The mill burned down by some accounts in May."
NEGATED = "The mill was scarce sold in May."


@pytest.mark.parametrize(
    ("p", "is_quote", "stance"),
    [
        pytest.param(HEDGE_SURE, False, "hedges", id="a sure hedge that no list knows"),
        pytest.param(HEDGE_SURE - 0.01, False, "asserts", id="an unsure one decides nothing"),
        pytest.param(0.99, True, "asserts", id="in a quotation it is the speaker's"),
    ],
)
def test_a_hedge_that_only_the_model_sees(p: float, is_quote: bool, stance: str) -> None:
    span = place(HEDGED, "by some accounts")
    judged = judge_stance(parse(HEDGED), BASE, put(Signals(hedges=((*span, "weasel", p),)), is_quote=is_quote))
    assert judged.value == stance
    assert judged.spans == ((span,) if stance == "hedges" else ())


def test_a_hedge_outside_the_claim_decides_nothing() -> None:
    outside = Signals(hedges=((BASE - 20, BASE - 10, "weasel", 0.99),))
    assert judge_stance(parse(HEDGED), BASE, put(outside)).value == "asserts"


@pytest.mark.parametrize(
    ("scope", "p", "polarity"),
    [
        pytest.param("The mill was scarce sold", NEGATION_SURE, "negated", id="its scope holds the main verb"),
        pytest.param("in May", 0.99, "affirmed", id="its scope holds something else"),
        pytest.param("The mill was scarce sold", NEGATION_SURE - 0.01, "affirmed", id="unsure"),
    ],
)
def test_a_negation_that_only_the_model_sees(scope: str, p: float, polarity: str) -> None:
    cue = (place(NEGATED, "scarce"),)
    judged = judge_polarity(parse(NEGATED), BASE, (), Signals(negations=((cue, (place(NEGATED, scope),), p),)))
    assert judged.value == polarity
    assert judged.spans == (cue if polarity == "negated" else ())


def test_where_a_rule_sees_a_negation_the_model_does_not_count_it_again() -> None:
    text = "The mill was not sold in May."
    cue, scope = (place(text, "not"),), (place(text, text),)
    assert judge_polarity(parse(text), BASE, (), NO_SIGNALS).value == "negated"
    assert judge_polarity(parse(text), BASE, (), Signals(negations=((cue, scope, 0.99),))).value == "negated"
