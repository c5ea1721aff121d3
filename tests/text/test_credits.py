"""Words that give another text the credit."""

from __future__ import annotations

import pytest

from sayso.text.credits import find_credits, is_name_of, names_as_source


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        ("ORREL, June 24 (Tidal News) - Four drums were found.", [("Tidal News", True)]),
        ("Four drums were found.\n\n(via Tidal News)\n", [("Tidal News", True)]),
        ("Four drums were found.\n\nSource: Tidal News", [("Tidal News", True)]),
        ("Forty drums (h/t the OrrelBoats forum, which is quick).", [("OrrelBoats", False)]),
        ("Four drums were found, as first reported by the Weir Post on Monday.", [("Weir Post", False)]),
        ("The Weir Post, which first reported the find, has closed.", [("Weir Post", False)]),
        ("The ferry goes via the lower lock (a detour).", []),
        ("The ferry goes via Orrel on Sundays.", []),
        ("ANCHOR (Rowan Tse): Good morning.", []),
        ("Four drums were found (via Tidal News) on Monday.", [("Tidal News", False)]),
        ("Four drums (all of steel) were found.", []),
    ],
)
def test_who_gets_the_credit(text: str, credits: list[tuple[str, bool]]) -> None:
    assert list(dict.fromkeys((credit.name, credit.is_whole) for credit in find_credits(text))) == credits


def test_a_dateline_stands_at_the_top() -> None:
    text = "Four drums were found.\n" * 60
    assert not list(find_credits(text + "\nORREL (Tidal News) - more.\n" + text))


@pytest.mark.parametrize(
    ("name", "other", "is_one"),
    [
        ("TNA", "Tidewater News Agency", True), ("Weir Post", "The Weir Post", True), ("T.N.A.", "Tidewater News Agency", True),
        ("WP", "Weir Post", False), ("Post", "Weir Post", False),
    ],
)
def test_names_and_initials(name: str, other: str, is_one: bool) -> None:
    assert is_name_of(name.rstrip("."), other) is is_one


@pytest.mark.parametrize(
    ("text", "is_source"),
    [
        ("She told the Weir Office that it was shut.", True), ("The Weir Office said that it was shut.", True),
        ("It was shut, according to the Weir Office.", True), ("An e-mail to the Weir Office was found.", False),
        ("The Weir Office may have been told in May.", False),
    ],
)
def test_to_name_a_body_is_no_credit(text: str, is_source: bool) -> None:
    assert names_as_source(text, "Weir Office") is is_source
