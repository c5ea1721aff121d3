"""The words of `stance.toml`, loaded once."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources


@functools.cache
def load_wording() -> dict[str, frozenset[str]]:
    """Load the word lists, each by `table.name`: `negate.words`, `hedge.modals`."""
    told = tomllib.loads(resources.files("sayso.read").joinpath("stance.toml").read_text(encoding="utf-8"))
    return {
        f"{table}.{name}": frozenset(words.split()) for table, lists in told.items() for name, words in lists.items()
    }


def is_word(token_text: str, table: str) -> bool:
    """Whether a lemma or word, in any case, stands in a list."""
    return token_text.lower() in load_wording()[table]
