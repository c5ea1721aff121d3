"""Word lists of the room, from `naming.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

Words = tuple[str, ...]  # a name as compared: lower case, no accents


def load_words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_load()[name].split())


@functools.cache
def _load() -> dict[str, str]:
    return tomllib.loads(resources.files("sayso.link").joinpath("naming.toml").read_text(encoding="utf-8"))
