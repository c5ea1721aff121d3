"""Words of texts as names are compared: folded, with no case, no accents and no hidden characters in them."""

from __future__ import annotations

import dataclasses
import functools
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from anyascii import anyascii

TITLES = frozenset(
    word for line in (
        "mr mrs ms miss mx dr sir lord lady dame prof professor president general colonel captain major lieutenant sergeant",
        "corporal judge justice minister mayor mayoress governor senator king queen prince princess inspector constable sheriff",
        "bishop father rabbi imam sheikh director chairman chairwoman chair secretary spokesman spokeswoman spokesperson chief",
        "officer deputy vice ambassador chancellor councillor commissioner admiral engineer former hon rev the of and for",
    ) for word in line.split()
)
"""Words before a name that are nobody's name by themselves."""
PARTICLES = frozenset(
    word for line in (
        "van von der den del dos das da de di du bin ibn al el la le y zu ter ten abu umm bint ap mac",
    ) for word in line.split()
)
SHORTEST = 3  # letters of a part of a name that is found by itself: of 'Jo Ab Quill' only 'Quill'; the whole name always is
HIDDEN = "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_GAP = re.compile(rf"[\s.\-‐‑‒–'’ʼ·_{HIDDEN}]{{1,6}}")
_HYPHEN_BREAK = re.compile(r"[-‐\xad]\s*\n\s*")


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, how it is written there, and folded."""

    start: int
    end: int
    text: str
    folded: str


@functools.lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word without case, accents and hidden characters; Latin letters as ASCII."""
    if word.isascii():
        return word.casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not _is_mark(c))
    return "".join(c if c.isascii() else _to_plain(c) for c in plain).casefold()


@functools.lru_cache(maxsize=4096)
def _to_plain(character: str) -> str:
    return anyascii(character) if unicodedata.name(character, "").startswith("LATIN") else character


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def split_words(text: str) -> Iterator[Word]:
    """Words of a text: letters and digits, with the accents and hidden characters among them."""
    for found in _word_pattern().finditer(text):
        yield Word(found.start(), found.end(), found.group(), fold(found.group()))


@functools.cache
def _word_pattern() -> re.Pattern[str]:
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")]
    ranges, first = [], marks[0]
    for code, following in zip(marks, [*marks[1:], sys.maxunicode], strict=True):
        if following != code + 1:
            ranges.append(f"{chr(first)}-{chr(code)}")
            first = following
    return re.compile(rf"[^\W_](?:[^\W_]|[{''.join(ranges)}{HIDDEN}])*")


def list_parts(name: str) -> list[str]:
    """Words of a person's name that are names by themselves, folded: what stands before them as a title is left out."""
    words = list(split_words(name.split(",", 1)[0] if _has_title(name) else name))
    kept = [word for word in words if word.folded not in TITLES] or words
    return [
        word.folded for word in kept
        if len(word.folded) >= SHORTEST and word.folded not in PARTICLES and not word.text.islower() and not word.folded.isdigit()
        and word.folded not in TITLES
    ]


def _has_title(name: str) -> bool:
    """Whether what comes after a name's comma says what somebody is: `Bo Quill, mayor of Saltmere`."""
    _, comma, after = name.partition(",")
    return bool(comma) and any(word.folded in TITLES for word in split_words(after))


def is_name(name: str) -> bool:
    """Whether words are a name and not a description such as `the mayor's sister`: no plain word is among them."""
    words = list(split_words(name))
    return any(word.folded not in TITLES for word in words) and all(
        not word.text.islower() or word.folded in PARTICLES or word.folded in ("the", "of", "and", "s") for word in words
    ) and not all(word.folded in TITLES or word.folded in PARTICLES for word in words)


def find_common(texts: Iterable[str], words: frozenset[str]) -> frozenset[str]:
    """Of some folded words those that texts write small more often than not: `Will`, `Bank`."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for word in split_words(text):
            if word.folded in words:
                (small if word.text[0].islower() else large)[word.folded] += 1
    return frozenset(word for word, n in small.items() if n > large[word])


def match_words(text: str, words: Sequence[Word], i: int, names: tuple[str, ...]) -> Word | None:
    """The last word of a name that begins at a word, if it does."""
    if i + len(names) > len(words):
        return None
    for k, name in enumerate(names):
        if words[i + k].folded != name:
            last = words[i + k]
            if k != len(names) - 1 or k == 0 or last.folded != name + "s":
                return None
        if k and not _GAP.fullmatch(text[words[i + k - 1].end : words[i + k].start]):
            return None
    return words[i + len(names) - 1]


def join_broken(text: str, words: Sequence[Word]) -> list[Word]:
    """The words with those as one that a hyphen breaks over two lines; none when there are none."""
    if not _HYPHEN_BREAK.search(text):
        return []
    joined: list[Word] = []
    for word in words:
        if joined and _HYPHEN_BREAK.fullmatch(text[joined[-1].end : word.start]):
            last = joined.pop()
            joined.append(Word(last.start, word.end, last.text + word.text, last.folded + word.folded))
        else:
            joined.append(word)
    return joined
