"""Attributions against gold ones: which parts of a pair are right, and how far off a p is."""

from __future__ import annotations

from typing import Any

import pytest

from agreement import Right, find_error, judge
from polnear import SCORER
from scoring import load_scorer

TEXT = "Ona Brack said the lock was shut; Piet Lund denied it."


def laid(cue: str, source: str, content: str) -> dict[str, Any]:
    return {
        role: [(TEXT.index(words), TEXT.index(words) + len(words))] if words else []
        for role, words in (("cue", cue), ("source", source), ("content", content))
    }


SAID = laid("said", "Ona Brack", "the lock was shut")
DENIED = laid("denied", "Piet Lund", "it")


@pytest.mark.skipif(not SCORER.exists(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("found", "of_gold", "of_found"),
    [
        pytest.param([DENIED, SAID], [(1, 1, 1), (1, 1, 1)], [(1, 1, 1), (1, 1, 1)], id="whatever the order"),
        pytest.param([SAID], [(1, 1, 1), (0, 0, 0)], [(1, 1, 1)], id="one was not found"),
        pytest.param(
            [laid("said", "Ona Brack", "the"), laid("shut", "Ona Brack", "it"), laid("denied", "lock", "it")],
            [(1, 1, 0), (1, 0, 1)],
            [(1, 1, 0), (0, 0, 0), (1, 0, 1)],
            id="a content too short, a cue too many, a wrong source",
        ),
        pytest.param([laid("", "Ona Brack", "it")], [(0, 0, 0), (0, 0, 0)], [(0, 0, 0)], id="without a cue none is paired"),
    ],
)
def test_parts_that_are_right(
    found: list[dict[str, Any]], of_gold: list[tuple[bool, ...]], of_found: list[tuple[bool, ...]]
) -> None:
    judged = judge(load_scorer(SCORER), TEXT, gold=[SAID, DENIED, laid("", "Piet Lund", "it")], found=found)
    assert judged.gold == [(SAID, of_gold[0]), (DENIED, of_gold[1])]  # what has no cue is not looked for
    assert judged.found == of_found


def test_whole_is_all_parts() -> None:
    assert Right(True, True, True).whole
    assert not any(Right(*(i != wrong for i in range(3))).whole for wrong in range(3))


def test_the_error_of_a_p() -> None:
    """Two bins: three of 0.95 of which two are right, one of 0.25 that is right."""
    pairs = [(0.95, True), (0.95, True), (0.95, False), (0.25, True)]
    assert find_error(pairs) == pytest.approx((3 * abs(2 / 3 - 0.95) + 1 * 0.75) / 4)
    assert find_error([]) == 0
    assert find_error([(1.0, True)]) == 0  # of the last bin
