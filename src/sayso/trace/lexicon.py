"""Word lists of the room, from `drift.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

Ladder = tuple[frozenset[str], ...]


def load_words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_load()[name].split())


@functools.cache
def load_leads(name: str) -> re.Pattern[str]:
    """A list of phrases that stand just before something, as a pattern for the text up to there."""
    return re.compile(rf"\b(?:{_load()[name]})\s*$", re.I)


@functools.cache
def load_ladders() -> dict[str, Ladder]:
    """Ladders by name; a later rung says more than an earlier one."""
    return {
        name: tuple(frozenset(rung.split()) for rung in rungs.split("<"))
        for name, rungs in _load_ladders().items()
    }


@functools.cache
def _load() -> dict[str, str]:
    return {name: value for name, value in _read().items() if isinstance(value, str)}


def _load_ladders() -> dict[str, str]:
    ladders = _read()["ladders"]
    assert isinstance(ladders, dict)
    return ladders


def _read() -> dict[str, str | dict[str, str]]:
    return tomllib.loads(resources.files("sayso.trace").joinpath("drift.toml").read_text(encoding="utf-8"))
