"""Two names of persons: whether one is a shorter form of the other, and whether they must be two people."""

from __future__ import annotations

from sayso.link.gazetteer import load_given_names
from sayso.link.names import PARTICLES, strip_particles
from sayso.link.naming import Words
from sayso.link.spellings import is_misspelt, is_spelt_alike, is_word_misspelt

GIVEN_TOO = frozenset({"an", "as", "at", "ar"})  # articles before a lone surname, given or family names in An Jong Su
SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdur", "abdus", "abdud", "abdun", "abdoul"})  # of Abdul X: one name


def is_subname(short: Words, full: Words) -> bool:
    """Whether a person's shorter name of two words or more is inside a fuller one, in order, initials counted."""
    if not 2 <= len(short) <= len(full) or short == full:
        return False
    if full[-len(short) :] == short and len(strip_particles(short)) > 1:
        return True
    if not is_same_given(short[0], full[0]):
        return False
    rest = iter(full[1:])
    return all(any(_fits(word, other) for other in rest) for word in short[1:])


def is_same_given(x: str, y: str) -> bool:
    """Whether two given names may be one person's: the same, an initial, a short form, another spelling."""
    if _fits(x, y) or is_spelt_alike(x, y):
        return True
    lines = load_given_names()
    return bool(lines.get(x, frozenset()) & lines.get(y, frozenset()))


def _fits(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other[0] == word) or (len(other) == 1 and word[0] == other)


def is_same_surname(x: str, y: str) -> bool:
    """Whether two surnames are one, a slip or another spelling away."""
    return x == y or is_word_misspelt(x, y) or is_spelt_alike(x, y)


def is_one_person(a: Words, b: Words) -> bool:
    """Whether two full names may be one person's: the surname, and every given name that both have, in order."""
    a, b = _join_kunya(a), _join_kunya(b)
    if len(a) < 2 or len(b) < 2 or not is_same_surname(a[-1], b[-1]):
        return False
    short, long = sorted((a, b), key=len)
    if not is_same_given(short[0], long[0]):
        return False
    rest = iter(long[1:-1])
    return all(any(is_same_given(word, other) for other in rest) for word in short[1:-1])


def clash(a: Words, b: Words) -> bool:
    """Whether two full names of persons bear one surname but other given names: two people."""
    a, b = _join_kunya(a), _join_kunya(b)
    if len(a) < 2 or len(b) < 2 or not is_same_surname(a[-1], b[-1]):
        return False
    return not (a == b or is_subname(a, b) or is_subname(b, a) or is_misspelt(a, b) or is_one_person(a, b))


def _join_kunya(words: Words) -> Words:
    """A full name with its particles off and 'Abu X', 'Umm X', 'Abdul X' as one given name, for X alone tells two bearers apart."""
    words = words if words[0] in GIVEN_TOO and len(words) > 2 else strip_particles(words)
    joined: list[str] = []
    for i, word in enumerate(words):
        if joined and joined[-1] in ("abu", "umm", "abd") and i < len(words) - 1:
            joined[-1] += word if word not in PARTICLES else ""
        elif word in SERVANT and i < len(words) - 1:
            joined.append("abd")
        elif word.startswith("abdul") and len(word) > len("abdul") + 2 and i < len(words) - 1:
            joined.append("abd" + word.removeprefix("abdul"))
        elif word not in PARTICLES or i in (0, len(words) - 1):
            joined.append(word)
    return tuple(joined)
