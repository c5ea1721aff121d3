"""One name in several spellings: slips of the pen, and other ways to write it in Latin letters."""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import OSA

from sayso.link.naming import Words

# Letters that stand for one sound where names are carried over from other alphabets; longest first.
SOUNDS = (("tch", "c"), ("sch", "s"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("sh", "s"),
          ("ch", "c"), ("zh", "j"), ("dj", "j"), ("dz", "z"), ("ts", "s"), ("q", "k"), ("w", "v"))
KEY_MIN = 5  # letters of a word whose spelling may vary; shorter ones (Ali, Ola) are names of their own
LONG = 9  # letters from which on two slips are one name; in shorter words two make another
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")


def is_misspelt(a: Words, b: Words) -> bool:
    """Whether two names of as many words are one, misspelt or transliterated in another way.

    One edit (a swap counts as one) in a word of five letters or more, two in one of nine or more, none in shorter
    ones; endings that make an adjective or plural of a name (Niger, Nigerian) aren't misspellings, nor are digits.
    """
    if len(a) != len(b):
        return is_glued(a, b)
    edits = 0
    for x, y in zip(a, b, strict=True):
        if x == y:
            continue
        if not is_word_misspelt(x, y) and not is_spelt_alike(x, y):
            return False
        edits += 1
    return edits > 0 and (edits == 1 or edits < len(a) or all(is_spelt_alike(x, y) for x, y in zip(a, b, strict=True)))


def is_word_misspelt(x: str, y: str) -> bool:
    """As `is_misspelt`, of one word."""
    short, long = sorted((x, y), key=len)
    if len(short) < 5 or x[0] != y[0] or any(c.isdigit() for c in x + y):
        return False
    if long.startswith(short) or (len(x) == len(y) and x[:-1] == y[:-1]):
        return False  # Niger and Nigerian, Mario and Maria, Smith and Smiths: other names, not other spellings
    if x[-1] != y[-1] and {x[-1], y[-1]} & {"a", "o"}:
        return False  # Christian and Christina
    allowed = 2 if len(short) >= LONG else 1
    return OSA.distance(x, y, score_cutoff=allowed) <= allowed


def is_spelt_alike(x: str, y: str) -> bool:
    """Whether two words are one name in other Latin letters: 'Mohammed' and 'Muhammad', 'Sheikhun' and 'Shaikhoun'."""
    if x == y:
        return True
    if min(len(x), len(y)) < KEY_MIN or spell_key(x) != spell_key(y) or any(c.isdigit() for c in x + y):
        return False
    return _ending(x) == _ending(y)  # Maria, Marie and Mario are three names


@functools.lru_cache(maxsize=262144)
def spell_key(word: str) -> str:
    """A word as it sounds, roughly: consonants by sound, a run of vowels as dark (o, u) or bright by its first."""
    word = word.removesuffix("h") if len(word) > 3 and word[-2] in "aeiou" else word
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    word = _VOWELS.sub(lambda run: "o" if set(run.group()) & set("ou") else "a", word)
    return _DOUBLE.sub(r"\1", word)


def _ending(word: str) -> str:
    word = word.removesuffix("h") if len(word) > 3 and word[-2] in "aeiou" else word
    return "i" if word[-1] in "iy" else word[-1] if word[-1] in "aeou" else ""


def is_cut_short(short: str, long: str) -> bool:
    """Whether a word is another without its last vowel: 'Marino' for 'Marinoa'; whether that is a slip others must tell."""
    return len(short) >= 6 and len(long) == len(short) + 1 and long.startswith(short) and long[-1] in "aeou"


@functools.lru_cache(maxsize=65536)
def cut_letters(word: str) -> frozenset[str]:
    """A word, and what is left of it without one letter, of long ones without two: two spellings have a rest in common."""
    rests = {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) >= LONG:
        rests |= {rest[:i] + rest[i + 1 :] for rest in list(rests - {word}) for i in range(len(rest))}
    return frozenset(rests)


def is_glued(a: Words, b: Words) -> bool:
    """Whether two names differ only by where words are parted: 'alQaeda', 'Boko-haram'."""
    return "".join(a) == "".join(b) and len("".join(a)) >= 6
