"""What a quantity says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.quantities import parse_quantity


@pytest.mark.parametrize(
    ("said", "low", "high", "counted"),
    [
        pytest.param("43 goats", 43, 43, "goat", id="plain"),
        pytest.param("two hundred and five sheep", 205, 205, "sheep", id="in words"),
        pytest.param("at least 58 people", 58, math.inf, "person", id="at least"),
        pytest.param("up to twelve men", 0, 12, "man", id="at most"),
        pytest.param("40 to 60 tons", 40, 60, "ton", id="range"),
        pytest.param("between 11 and 19 boats", 11, 19, "boat", id="between"),
        pytest.param("to 43 goats", 43, 43, "goat", id="a preposition before it"),
        pytest.param("12 percent", 12, 12, "%", id="percent"),
        pytest.param("$2.5 million", 2.375e6, 2.625e6, "$", id="money, rounded"),
        pytest.param("about 51 goats", 51 * 0.85, 51 * 1.15, "goat", id="about"),
        pytest.param("hundreds of thousands of people", 1e5, 2e6, "person", id="vague"),
    ],
)
def test_intervals(said: str, low: float, high: float, counted: str) -> None:
    amount = parse_quantity(said)
    assert amount is not None
    assert (amount.low, amount.high) == pytest.approx((low, high))
    assert amount.counted == counted


@pytest.mark.parametrize("said", ["2031", "several", "no number here", ""])
def test_no_quantity(said: str) -> None:
    amount = parse_quantity(said)
    assert amount is None or (said == "several" and not amount.counted)


@pytest.mark.parametrize(
    ("a", "b", "clash"),
    [
        pytest.param("43 goats", "57 goats", True, id="other numbers"),
        pytest.param("43 goats", "57 sheep", False, id="other things"),
        pytest.param("more than 40 goats", "57 goats", False, id="fits"),
        pytest.param("more than 60 goats", "57 goats", True, id="too few"),
        pytest.param("about 50 goats", "57 goats", False, id="about right"),
        pytest.param("43 girls", "57 schoolgirls", True, id="a fuller word for them"),
        pytest.param("43 drowned goats", "57 stolen goats", False, id="other sorts of one thing"),
    ],
)
def test_which_numbers_exclude_each_other(a: str, b: str, clash: bool) -> None:
    x, y = parse_quantity(a), parse_quantity(b)
    assert x is not None
    assert y is not None
    assert x.excludes(y) is y.excludes(x) is clash


@given(st.integers(1, 10**7))
def test_a_number_fits_its_own_interval(n: int) -> None:
    amount = parse_quantity(f"{n:,} goats")
    assert amount is not None
    assert amount.low <= n <= amount.high
    assert not amount.excludes(amount)
