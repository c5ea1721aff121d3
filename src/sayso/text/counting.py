"""Numbers in running text with what they count, also those that leave their noun out: 'the five found in May'."""

from __future__ import annotations

import dataclasses
import re

from sayso.text.words import FUNCTION_WORDS

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\w\s]")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_MONTHS = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
))
# Words before a number that make it a name or a place in a row: "page 4", "section 3", "aged 8".
_NAMING = frozenset((
    "page", "pages", "p", "paragraph", "section", "chapter", "no", "number", "part", "article", "aged", "age", "room",
    "unit", "route", "highway", "figure",
))
# Words after a number that measure and don't count; parts of a sum are things.
_UNITS = frozenset((
    "percent", "per", "cent", "%", "o'clock", "am", "pm", "a.m", "p.m", "km", "kilometres", "kilometers", "miles", "metres",
    "meters", "feet", "inches", "degrees", "hours", "hour", "minutes", "minute", "seconds", "day", "days", "week",
    "weeks", "month", "months", "year", "years", "litres", "liters", "yards",
))
_MONEY = frozenset("$€£")
# Plural nouns without an s.
_PLURALS = frozenset((
    "people", "police", "men", "women", "children", "cattle", "dead", "injured", "wounded", "staff", "crew",
    "personnel",
))
# Between a number and its noun stand three words at most: "two senior police officers".
REACH = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """A number in a text and what it counts.

    Attributes:
        value: the number.
        noun: stem of what is counted; empty where the text leaves it out ("the three of the harbour").
        start: first character of the number.
        end: past the last character of the number, or of its noun where it has one.
    """

    value: float
    noun: str
    start: int
    end: int


def find_counts(text: str) -> list[Count]:
    """Every number in a text that may count things, in order; dates, clock times, measures and money are left out."""
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    found: list[Count] = []
    at = 0
    while at < len(tokens):
        value, past = _read_number(tokens, at)
        if value is None:
            at += 1
            continue
        if _is_count(tokens, at, past, value):
            noun, end = _find_noun(tokens, past, value)
            if noun not in _UNITS:
                found.append(Count(value, noun, tokens[at][1], end or tokens[past - 1][2]))
        at = past
    return found


_Tokens = list[tuple[str, int, int]]


def _read_number(tokens: _Tokens, at: int) -> tuple[float | None, int]:
    """The number that begins at a token, and the token past it."""
    total, current, seen, place = 0.0, 0.0, False, at
    while place < len(tokens):
        word = tokens[place][0].lower()
        pieces = word.split("-")
        if _DIGITS.fullmatch(word) and not seen:
            current = float(word.replace(",", ""))
        elif all(piece in UNITS or piece in TENS for piece in pieces) and (not seen or current % 100 == 0):
            current += sum(UNITS.get(piece, 0) + TENS.get(piece, 0) for piece in pieces)
        elif word == "another" and not seen:
            following, past = _read_number(tokens, place + 1)
            return (following, past) if following is not None else (1.0, place + 1)
        elif word in SCALES and seen:
            current *= SCALES[word]
            if SCALES[word] >= 1e3:
                total, current = total + current, 0.0
        elif word == "dozen":
            current = max(current, 1.0) * 12
        elif not (word == "and" and seen and place and tokens[place - 1][0].lower() == "hundred"):
            break
        seen, place = True, place + 1
    return (total + current, place) if seen else (None, at + 1)


def _is_count(tokens: _Tokens, at: int, past: int, value: float) -> bool:
    before = tokens[at - 1][0].lower() if at else ""
    after = tokens[past][0].lower() if past < len(tokens) else ""
    if before in _MONEY or before in _NAMING or (before in _MONTHS and before != "may"):
        return False
    if (after in _MONTHS and tokens[past][0][0].isupper()) or (after in ("%", ":") and at == 0):
        return False
    is_year = 1900 <= value <= 2100 and tokens[at][0].isdigit()
    if is_year or (value != int(value)) or value == 0:
        return False
    if value == 1:  # "no one", "one another", "one of the", "the one who"
        return before != "no" and after not in ("another", "of", "who", "that", "which", "by", "day", "time")
    return True


def _find_noun(tokens: _Tokens, past: int, value: float) -> tuple[str, int]:
    """Stem of the noun that a number counts, and where it ends; empty where none stands behind it."""
    last: tuple[str, int] = ("", 0)
    for word, _, end in tokens[past : past + REACH]:
        lower = word.lower()
        if lower in _UNITS:
            return lower, end
        if lower in FUNCTION_WORDS or not word[0].isalpha() or lower in UNITS:
            break
        is_plural = lower in _PLURALS or (lower.endswith("s") and not lower.endswith(("ss", "'s", "’s", "us", "is")))
        if is_plural or (value == 1 and not last[0] and not lower.endswith(("ed", "ing", "ly"))):
            last = (to_single(lower), end)
        elif last[0]:
            break
    return last


def to_single(word: str) -> str:
    """A counted noun without its plural."""
    if word == "people":
        return "person"
    for plural, single in (("ies", "y"), ("men", "man"), ("children", "child"), ("sses", "ss")):
        if word.endswith(plural):
            return word[: -len(plural)] + single
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def count_alike(one: str, other: str) -> bool:
    """Whether two counted nouns are one thing: girl and schoolgirl, officer and officer."""
    if one == other:
        return bool(one)
    return min(len(one), len(other)) >= 4 and (one.endswith(other) or other.endswith(one))
