"""Whether a person is spoken of as he or she, where the text shows it: a title, an office, a given name."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

TITLES = {
    "mr": "he", "mr.": "he", "sir": "he", "lord": "he", "king": "he", "prince": "he", "sheikh": "he", "imam": "he",
    "mrs": "she", "mrs.": "she", "ms": "she", "ms.": "she", "miss": "she", "lady": "she", "dame": "she",
    "queen": "she", "princess": "she", "baroness": "she",
}  # fmt: skip
KIN = {
    "father": "he", "son": "he", "brother": "he", "husband": "he", "man": "he", "boy": "he", "uncle": "he",
    "grandfather": "he", "widower": "he", "actor": "he",
    "mother": "she", "daughter": "she", "sister": "she", "wife": "she", "woman": "she", "girl": "she", "aunt": "she",
    "grandmother": "she", "widow": "she", "actress": "she", "nun": "she",
}  # fmt: skip
SAID = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}


@functools.cache
def _load_given() -> dict[str, str]:
    told = tomllib.loads(resources.files("sayso.read").joinpath("given.toml").read_text(encoding="utf-8"))
    return {name: gender for gender, names in told.items() for name in names.split()}


def find_gender(word: str) -> str | None:
    """What a title or a word for what someone is tells: 'Ms', 'spokeswoman', 'father'; null when it tells nothing."""
    word = word.lower()
    if word.endswith("woman"):
        return "she"
    return TITLES.get(word) or KIN.get(word) or ("he" if word.endswith(("sman", "iceman", "irman")) else None)


def find_gender_of_name(name: str) -> str | None:
    """What the given name of a full name tells; null for a bare surname, or a name that tells nothing."""
    words = name.split()
    return _load_given().get(words[0].lower()) if len(words) > 1 else None


def agrees(gender: str | None, pronoun: str) -> bool:
    """Whether someone may be meant by 'he', 'her' and the like; whoever's gender is not told may."""
    return gender is None or gender == SAID.get(pronoun.lower(), gender)
