"""Whose government a name stands for: a country, its people as an adjective, a capital that speaks."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

SHARED = 4  # letters that a people's name shares with an invented or unlisted country's: 'Norlandian', 'Norland'


@functools.cache
def _load_states() -> tuple[dict[str, str], dict[str, str]]:
    """Countries by their names and peoples, and countries by their capitals, lower case."""
    told = tomllib.loads(resources.files("sayso.read").joinpath("states.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for state, (peoples, cities, others) in told.items():
        names.update({name.lower(): state for name in (state, *peoples, *others)})
        names.update({f"{people.lower()}s": state for people in peoples})
        capitals.update({city.lower().replace("’", "'"): state for city in cities})
    return names, capitals


def find_state(name: str) -> str | None:
    """The country that a name or a people's adjective tells; null for anything else, capitals among them."""
    return _load_states()[0].get(_plain(name))


def find_state_of_capital(name: str) -> str | None:
    """The country whose capital this is; null for any other name."""
    return _load_states()[1].get(_plain(name))


def _plain(name: str) -> str:
    return name.lower().replace("’", "'").removeprefix("the ").removesuffix("'s").strip()
