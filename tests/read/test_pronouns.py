"""Pronouns that mean nobody."""

from __future__ import annotations

import pytest

from sayso.models.parser import load_parser
from sayso.read.pronouns import is_empty


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("It is unlikely that the truce holds in Velm.", True),
        ("It is not true that a ransom was demanded.", True),
        ("It was unclear if the miller had signed.", True),
        ("It is not known whether the clerk had read the letter.", True),
        ("It is aware that the chain is breaking.", False),
        ("It was told that barrels had been dumped.", False),
        ("It said that the dam was safe.", False),
        ("It is safe.", False),
        ("They are right that the dam is safe.", False),
    ],
)
def test_an_it_that_only_leads_to_a_clause(text: str, empty: bool) -> None:
    assert is_empty(load_parser()(text)[0]) is empty
