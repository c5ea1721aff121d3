"""Numbers in running text and what they count."""

from __future__ import annotations

import pytest

from sayso.text.counting import count_alike, find_counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("seven silver spoons were gone", [(7, "spoon")], id="a word"),
        pytest.param("the three of the attic and one more", [(3, ""), (1, "")], id="nouns left out"),
        pytest.param("twenty-two lamps and 1,200 wicks", [(22, "lamp"), (1200, "wick")], id="hyphens and commas"),
        pytest.param("another twelve crates", [(12, "crate")], id="another before a number adds nothing to it"),
        pytest.param("a crate and another", [(1, "")], id="another alone is one"),
        pytest.param("one hundred and five people", [(105, "person")], id="and inside a number"),
        pytest.param("on 4 May 2031, on page 7, no one paid $30", [], id="dates, pages, nobody, money"),
        pytest.param("six per cent of it in nine days", [], id="measures"),
    ],
)
def test_what_is_counted(text: str, counts: list[tuple[float, str]]) -> None:
    assert [(count.value, count.noun) for count in find_counts(text)] == counts


def test_a_count_ends_with_its_noun() -> None:
    text = "They took seven silver spoons away"
    (count,) = find_counts(text)
    assert text[count.start : count.end] == "seven silver spoons"


def test_things_counted_alike() -> None:
    assert count_alike("girl", "schoolgirl")
    assert not count_alike("girl", "boy")
    assert not count_alike("", "")
