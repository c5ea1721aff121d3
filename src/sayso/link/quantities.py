"""What a quantity says: an interval of numbers and the thing counted. '40 to 60 tons', 'at least two officials'."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Sequence

from sayso.link.lexicon import thing_of

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
VAGUE = {  # what a plural number word leaves open; wide on purpose: 'dozens' excludes only what is far off
    "dozens": (20.0, 150.0), "scores": (30.0, 300.0), "hundreds": (150.0, 2e3), "thousands": (1.5e3, 3e4),
    "millions": (1.5e6, 1e9), "several": (3.0, 20.0), "dozen": (12.0, 12.0),
}
AT_LEAST = ("at least", "more than", "over", "no fewer than", "no less than", "upwards of", "above", "exceeding")
AT_MOST = ("at most", "up to", "fewer than", "less than", "under", "no more than", "as many as", "below", "as much as")
ABOUT = ("about", "around", "some", "roughly", "approximately", "nearly", "almost",
         "an estimated", "estimated", "circa", "close to")
SLACK = 0.15  # of a number said to be about right: '"about 50" and 57' don't exclude each other, '"about 50" and 80' do
ROUND_SLACK = 0.05  # of a number of two digits or more that ends in a nought: it may have been rounded

APART = " apart"  # after what is counted, where a number is how far two amounts lie apart

_NUMBER = re.compile(r"[$€£]?(\d[\d,]*(?:\.\d+)?)")
_TOKEN = re.compile(r"[$€£]?\d[\d,]*(?:\.\d+)?|[a-z]+(?:[-'][a-z]+)*|%")
_NUMBERED = re.compile(r"^\d+(?:\.\d+)+\.?\s+(?=[A-Z])")  # a paragraph's number before the count that opens it
_ADDED = re.compile(r"\b(?:additional|another|further|extra|other)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_MORE = re.compile(r"^\s*(?:more|additional|others?|further)\b", re.IGNORECASE)
_THAN = re.compile(
    r"^\s*(?:lower|higher|cheaper|dearer|greater|smaller|larger|bigger|longer|shorter|older|younger|heavier|lighter|less|fewer)"
    r"\b(?!\s+\w+s\b)", re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:rose|risen|rises?|rising|grew|grown|grows?|increas(?:ed?|es|ing)|fell|fallen|falls?|dropp?(?:ed|s|ing)?|declin(?:ed?|es|ing)"
    r"|cuts?|reduc(?:ed?|es|ing)|exceed(?:ed|s|ing)?|up|down)\s+by\s+(?:\w+\s+)?$", re.IGNORECASE,
)
_TENS_BEFORE = re.compile(r"\b([A-Za-z]+ty)-$")
_LEAD = re.compile(r"^(?:(?:as|to|of|in|by|for|with|at(?! (?:least|most)\b))\s+)+(?!many\b|much\b)")


@dataclasses.dataclass(frozen=True, slots=True)
class Amount:
    """An interval of numbers, both ends in it, and what is counted.

    Attributes:
        said: as the claim puts it.
        low: least number that fits.
        high: greatest number that fits; infinite for 'at least'.
        counted: stem of the thing counted, its last word: girl, ton, percent; '$' for money.
        words: stems of all words of the thing counted.
    """

    said: str
    low: float
    high: float
    counted: str
    words: frozenset[str]

    def excludes(self, other: Amount) -> bool:
        """Whether both count the same thing and no number fits both."""
        if not self.counted or not (self.counts_like(other)):
            return False
        return self.high < other.low or other.high < self.low

    def counts_like(self, other: Amount) -> bool:
        """Whether the things counted are one: girls and schoolgirls, 'killed people' and 'people'."""
        a, b = thing_of(self.counted), thing_of(other.counted)
        if a != b and not (min(len(a), len(b)) >= 4 and (a.endswith(b) or b.endswith(a))):
            return False
        mine, its = self.words - {self.counted}, other.words - {other.counted}
        return mine <= its or its <= mine


def parse_quantity(said: str) -> Amount | None:
    """Read a quantity; null when there is no number in it, or only a year or a part of a date."""
    text = _NUMBERED.sub("", said).lower().replace("per cent", "%").replace("percent", "%").replace("\u2013", "-").strip()
    text = _LEAD.sub("", re.sub(r"([$€£]) (?=\d)", r"\1", text))
    hedge, rest = _take_hedge(text)
    tokens = _TOKEN.findall(rest)
    interval, used = _read_number(rest, tokens)
    if interval is None:
        return None
    low, high = interval
    counted = [token for token in tokens[used:] if token not in ("of", "the", "its", "their", "more", "other", "or")]
    money = any(sign in rest for sign in "$€£") or "dollars" in counted
    if not counted and not money and low == high and 1900 <= low <= 2100:
        return None
    low, high = _widen(low, high, hedge)
    stems = [stem_of(word) for word in counted]
    head = "$" if money else (stems[-1] if stems else "")
    return Amount(said, low, high, head, frozenset(stems))


def stem_of(word: str) -> str:
    """A counted noun without its plural."""
    if word == "people":
        return "person"
    for plural, single in (("ies", "y"), ("men", "man"), ("children", "child"), ("sses", "ss")):
        if word.endswith(plural):
            return word[: -len(plural)] + single
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _take_hedge(text: str) -> tuple[str, str]:
    for name, leads in (("least", AT_LEAST), ("most", AT_MOST), ("about", ABOUT)):
        for lead in leads:
            if text.startswith(lead + " "):
                return name, text[len(lead) + 1 :]
    return "", text


def _read_number(text: str, tokens: list[str]) -> tuple[tuple[float, float] | None, int]:
    """The first number of a quantity as an interval, and how many tokens it took."""
    if tokens and tokens[0] in ("between", "from"):
        tokens = tokens[1:]
        (value, used), shift = _read_one(tokens), 1
    else:
        (value, used), shift = _read_one(tokens), 0
    if value is None:
        return None, 0
    joined = tokens[used : used + 1]
    if (joined and joined[0] in ("to", "and")) or re.search(r"\d-\$?\d", text):
        skip = 1 if joined and joined[0] in ("to", "and") else 0
        other, more = _read_one(tokens[used + skip :])
        if other is not None and other[1] >= value[0]:
            return (value[0], other[1]), used + skip + more + shift
    return value, used + shift


def _read_one(tokens: list[str]) -> tuple[tuple[float, float] | None, int]:
    total, current, used, seen = 0.0, 0.0, 0, False
    if tokens[:1] == ["a"] and len(tokens) > 1 and tokens[1] in (*SCALES, "dozen"):
        current, used, seen = 1.0, 1, True
    for at, token in enumerate(tokens[used:], start=used):
        if found := _NUMBER.fullmatch(token):
            if seen:
                break
            current += float(found.group(1).replace(",", ""))
        elif token in VAGUE and not seen and token != "dozen":
            if tokens[at + 1 : at + 3] == ["of", "thousands"]:
                return (1e5, 2e6), at + 3
            return VAGUE[token], at + 1
        elif all(part in UNITS or part in TENS for part in token.split("-")):
            current += sum(UNITS.get(part, 0) + TENS.get(part, 0) for part in token.split("-"))
        elif token == "dozen":
            current = max(current, 1.0) * 12
        elif token in SCALES and seen:
            current *= SCALES[token]
            if SCALES[token] >= 1e3:
                total, current = total + current, 0.0
        elif not (token == "and" and seen and tokens[at - 1] == "hundred"):
            break
        seen, used = True, at + 1
    return ((total + current, total + current), used) if seen else (None, 0)


def _widen(low: float, high: float, hedge: str) -> tuple[float, float]:
    if hedge == "least":
        return low, math.inf
    if hedge == "most":
        return 0.0, high
    if hedge == "about":
        return low * (1 - SLACK), high * (1 + SLACK)
    if low == high >= 20 and low % 10 == 0:
        return low * (1 - ROUND_SLACK), high * (1 + ROUND_SLACK)
    return low, high


def find_amounts(quantities: Iterable[str]) -> list[Amount]:
    """Amounts that count something."""
    return [amount for said in quantities if (amount := parse_quantity(said)) and amount.counted]


def find_amounts_in(text: str, quantities: Iterable[str]) -> list[Amount]:
    """Amounts of a text that are whole counts: "14 more" and "another 14" come on top of
    something and exclude nothing; "14 lower than" and "rose by 14" are differences, and exclude only such.

    Args:
        text: what the quantities stand in.
        quantities: as they stand there.
    """
    found = []
    numbered = _NUMBERED.match(text)
    for said in quantities:
        if numbered and said.startswith(numbered.group().strip()):
            said = " ".join(text[numbered.end() :].split()[:2])
        number = said.split()[0] if said.split() else said
        at = text.find(said) if said in text else text.find(number)
        before, after = (text[:at], text[at + len(said if said in text else number) :]) if at >= 0 else ("", "")
        if tens := _TENS_BEFORE.search(before):
            said = tens.group() + said
            before = before[: tens.start()]
        if _ADDED.search(before) or _MORE.search(after) or _is_added(said):
            continue
        is_apart = bool(_THAN.search(after) or _BY.search(before))
        found += [dataclasses.replace(it, counted=it.counted + APART) if is_apart else it for it in find_amounts([said])]
    return found


def _is_added(said: str) -> bool:
    """Whether a quantity says itself that it comes on top: '14 more officers', not 'more than 14'."""
    return bool(re.search(r"\b(?:more|additional|other|another|further)\b(?! than)", said, re.IGNORECASE))


def find_clash(mine: Sequence[Amount], its: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """The first two amounts that exclude each other, unless the claims agree on another number of the same thing."""
    for a in mine:
        alike = [b for b in its if a.counts_like(b)]
        if alike and all(a.excludes(b) for b in alike):
            same = [c for c in mine if c is not a and c.counts_like(alike[0]) and not c.excludes(alike[0])]
            if not same:
                return a, min(alike, key=lambda b: (abs(b.low - a.low), b.said))
    return None
