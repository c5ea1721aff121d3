"""Offices that stand in capitals like names."""

from __future__ import annotations

import pytest

from sayso.models.parser import load_parser
from sayso.read.describe import clean_name, describe


@pytest.mark.parametrize(
    ("text", "name", "is_named"),
    [
        ("The Norwegian Defence Minister said the dam was safe.", "Norwegian Defence Minister", False),
        ("The Attorney General said the dam was safe.", "Attorney General", False),
        ("US President said that the dam was safe.", "US President", False),
        ("Attorney General Mira Holt said the dam was safe.", "Mira Holt", True),
        ("Stephen King said the dam was safe.", "Stephen King", True),
        ("King said the dam was safe.", "King", True),
    ],
)
def test_an_office_is_no_name(text: str, name: str, is_named: bool) -> None:
    head = next(token for token in load_parser()(text) if token.dep_ == "nsubj" and token.head.lemma_ == "say")
    found = describe(head)
    assert (found.name, found.is_named) == (name, is_named)


def test_a_mark_before_a_name_is_no_part_of_it() -> None:
    assert clean_name("- Mira Holt") == "Mira Holt" and clean_name("• Dr. Oskar Brandt’s") == "Oskar Brandt"
