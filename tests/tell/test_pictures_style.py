"""Text in pictures: measured, broken, elided, cleaned."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.tell.pictures.style import (
    PLAIN,
    STRONG,
    Canvas,
    clean,
    cut_telling,
    fit,
    measure,
    pair_up,
    reads_from_right,
    wrap,
)

rooms = st.floats(40, 300)


@given(st.text(max_size=120), rooms)
def test_what_is_fitted_fits(text: str, room: float) -> None:
    assert measure(fit(text, room)) <= room


@given(st.text(max_size=120), rooms, st.integers(1, 4))
def test_lines_fit_and_are_few(text: str, room: float, at_most: int) -> None:
    lines = wrap(text, room, at_most=at_most)
    assert 1 <= len(lines) <= at_most
    assert all(measure(line) <= room or len(line) == 1 for line in lines)


@given(st.text(max_size=80))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    canvas = Canvas()
    canvas.text(0, 10, text, room=90)
    svg = canvas.finish("try", title=text, told=text, size=(100, 20), key=text)
    assert ElementTree.fromstring(svg).get("role") == "img"


def test_nothing_is_lost_that_fits() -> None:
    assert fit("Harbour police", 500) == "Harbour police"
    assert wrap("Harbour police of Saltmere", 70, at_most=3) == ("Harbour", "police of", "Saltmere")


def test_accents_piled_up_are_cut_and_no_letter_loses_its_own() -> None:
    assert clean("Z" + "\u0301" * 40 + "a") == "Z\u0301\u0301a"
    assert not fit("e\u0301" * 60, 100).removesuffix("…").endswith("e")


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [("وزارة", True), ("12 משרד", True), ("Paper وزارة", False), ("12", False), ("", False)],
)
def test_direction_is_that_of_the_first_letter(text: str, *, is_rtl: bool) -> None:
    assert reads_from_right(text) is is_rtl


def test_a_name_that_runs_from_the_right_keeps_its_place() -> None:
    canvas = Canvas()
    canvas.text(50, 10, "وزارة")
    canvas.text(50, 10, "وزارة", anchor="end")
    assert 'text-anchor="end" direction="rtl"' in canvas.marks[0]
    assert "text-anchor" not in canvas.marks[1]


def test_widths_are_never_under_those_of_helvetica() -> None:
    assert measure("Wi") > 12.5 * (0.944 + 0.222)
    assert measure("W", look=STRONG) > measure("W") > measure("i") > 0
    assert measure("一", look=PLAIN) >= 12.5


def test_a_long_telling_ends_at_a_sentence_and_says_what_was_cut() -> None:
    told = cut_telling("One two three. " * 1000)
    assert len(told) < 6100
    assert "three. The description was cut here; 9" in told


def test_corners_are_rounded() -> None:
    assert pair_up([(0, 0), (20, 0), (20, 30)]) == "M0.0 0.0L14.0 0.0Q20.0 0.0 20.0 6.0L20.0 30.0"
