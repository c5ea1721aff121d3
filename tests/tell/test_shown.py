"""Hidden characters are shown, markup stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.tell.shown import clean_line, clean_text, elide, show_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\u202eb", "a[U+202E]b", id="right-to-left override"),
        pytest.param("\x1b[31mred", "[U+001B][31mred", id="terminal escape"),
        pytest.param("zero\u200bwidth", "zero[U+200B]width", id="zero width"),
        pytest.param("half \ud800", "half [U+D800]", id="half a surrogate pair"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian needs stays"),
        pytest.param("two\nlines\tand a tab", "two\nlines\tand a tab", id="breaks and tabs stay"),
    ],
)
def test_clean_text(text: str, shown: str) -> None:
    assert clean_text(text) == shown


def test_show_text_escapes_and_marks() -> None:
    assert str(show_text("<b>\u202e")) == (
        '&lt;b&gt;<span class="hidden-sign" title="hidden character">[U+202E]</span>'
    )


@given(st.text())
def test_shown_text_holds_no_markup_of_the_document(text: str) -> None:
    shown = str(show_text(text)).replace('<span class="hidden-sign" title="hidden character">', "").replace("</span>", "")
    assert "<" not in shown and ">" not in shown and '"' not in shown


@given(st.text())
def test_clean_line_is_one_line_that_can_be_written(text: str) -> None:
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    line.encode("utf8")


@given(st.text(min_size=1), st.integers(2, 40))
def test_elide_keeps_its_promise(text: str, at_most: int) -> None:
    assert len(elide(text, at_most=at_most)) <= at_most


def test_elide_ends_on_a_word() -> None:
    assert elide("the bridge fell into the river", at_most=20) == "the bridge fell…"
