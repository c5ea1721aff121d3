"""Statements that say what they are made of or rest on: what the words of one sentence tell, before any claim is matched."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from sayso.text.counting import Count, count_alike, find_counts, to_single

_INCLUDES = re.compile(
    r"\b(?:including|includes?|included|among (?:them|those|whom|which)|(?:some|one|most)? ?of (?:whom|which|them)|counting)\b",
    re.I,
)
_TOTAL = re.compile(
    r"\b(?:br(?:ing|ings|inging|ought)|tak(?:e|es|ing)|took|rais(?:e|es|ed|ing)|push(?:es|ed|ing)?|lift(?:s|ed|ing)?)\b"
    r"(?: up)?(?P<what> [^.;:]{0,60}?)? to (?:at least |about |some |a total of )?(?:the )?$",
    re.I,
)
_COMBINES = re.compile(
    r"\bcombin(?:e|es|ed|ing) (?:the|these|those|both|two|all)\b|\b(?:add|adds|added|adding|put|taken|taking)"
    r"(?: (?:the|these|those|both|them|two|counts?|figures?|numbers?|finds?)){0,3} (?:up|together)\b|\bthe sum of\b",
    re.I,
)
_RESTS = re.compile(
    r"\b(?:based|founded|built|resting|rests?|rested|relying|relies|rely|relied) (?:up)?on\b|\bon the (?:basis|strength) of\b"
    r"|\b(?:drawn|derived|inferred|extrapolated|calculated|estimated|worked out|follows?|followed) from\b|\bgoing by\b",
    re.I,
)
_OF_THEM = re.compile(r" of (?:them|whom|which) (?:\w+ ){0,2}?(\w+s)\b")
_CLAUSE_END = re.compile(r"[.;:!?—–]|,(?! \d)")
_THAT = re.compile(r"\b(?:that|which says?)\b", re.I)
MOST_PARTS = 8  # a list of more parts than this is a table


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """A part that a statement names: how many, of what, and the words that tell which ones."""

    count: Count
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Sum:
    """A statement said to be made of others.

    Attributes:
        whole: the number that is made up.
        shares: the parts that are told; empty where only "the two counts" are spoken of.
        is_full: whether the parts add up to the whole.
        how: made of, including, total or combined.
    """

    whole: Count
    shares: tuple[Share, ...]
    is_full: bool
    how: str


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """What a statement is said to rest on: the words from `start` on, `said` as they stand; `at` is where the cue begins."""

    at: int
    start: int
    said: str
    cue: str
    counts: tuple[Count, ...]
    is_clause: bool


def find_sum(text: str) -> Sum | None:
    """The sum that a sentence spells out; null when it spells out none.

    A whole and two parts or more that add up are a sum whatever the words between; a single part needs a word for it.
    """
    counts = find_counts(text)
    return (
        _find_full(text, counts) or _find_total(text, counts) or _find_included(text, counts)
        or _find_combined(text, counts)
    )


def _find_full(text: str, counts: list[Count]) -> Sum | None:
    for at, whole in enumerate(counts):
        for parts in (*_windows_after(counts, at), *_windows_before(counts, at)):
            if sum(part.value for part in parts) == whole.value and _is_list(text, [whole, *parts]):
                return Sum(whole, tuple(_to_shares(text, counts, parts, whole)), is_full=True, how="made of")
    return None


def _is_list(text: str, counts: list[Count]) -> bool:
    """Whether whole and parts stand in one sentence and may count one thing: the parts of people may be women and men."""
    whole, *parts = counts
    start, end = min(count.start for count in counts), max(count.start for count in counts)
    if re.search(r"[.!?]\s", text[start:end]):
        return False
    nouns = {part.noun for part in parts if part.noun and not count_alike(part.noun, whole.noun)}
    return not nouns or (whole.noun in ("person", "") and len(nouns) == sum(bool(part.noun) for part in parts))


def _windows_after(counts: list[Count], at: int) -> Iterator[list[Count]]:
    yield from (counts[at + 1 : end] for end in range(at + 3, min(len(counts), at + 1 + MOST_PARTS) + 1))


def _windows_before(counts: list[Count], at: int) -> Iterator[list[Count]]:
    yield from (counts[start:at] for start in range(at - 2, max(-1, at - 1 - MOST_PARTS), -1))


def _find_total(text: str, counts: list[Count]) -> Sum | None:
    for at, whole in enumerate(counts):
        cue = _TOTAL.search(text[: whole.start])
        if cue is None:
            continue
        if not whole.noun and (named := re.search(r"\b(?:number|total|tally|count|toll) of (?:the )?(\w+)", cue["what"] or "")):
            whole = dataclasses.replace(whole, noun=named[1].lower().removesuffix("s"))
        parts = [part for part in counts[:at] if part.value < whole.value and part.end <= cue.start()]
        return Sum(whole, tuple(_to_shares(text, counts, parts[-1:], whole)), is_full=False, how="total")
    return None


def _find_included(text: str, counts: list[Count]) -> Sum | None:
    for cue in _INCLUDES.finditer(text):
        before = [count for count in counts if count.end <= cue.start()]
        after = [count for count in counts if cue.end() <= count.start <= cue.end() + 40]
        if before and after and after[0].value < before[-1].value and not _CLAUSE_END.search(text[cue.end() : after[0].start]):
            return Sum(before[-1], tuple(_to_shares(text, counts, after[:1], before[-1])), is_full=False, how="including")
    for cue in re.finditer(r", (?=\w+(?: \w+)? of (?:whom|which|them)\b)", text):  # "27 hostages, 10 of them engineers"
        before = [count for count in counts if count.end <= cue.start()]
        after = [count for count in counts if cue.end() <= count.start <= cue.end() + 12]
        if before and after and after[0].value < before[-1].value:
            return Sum(before[-1], tuple(_to_shares(text, counts, after[:1], before[-1])), is_full=False, how="including")
    return None


def _find_combined(text: str, counts: list[Count]) -> Sum | None:
    if _COMBINES.search(text) is None:
        return None
    largest = max((count for count in counts if count.noun), key=lambda count: count.value, default=None)
    return Sum(largest, (), is_full=False, how="combined") if largest else None


def _to_shares(text: str, counts: list[Count], parts: list[Count], whole: Count) -> Iterator[Share]:
    for part in parts:
        following = min((count.start for count in counts if count.start > part.start), default=len(text))
        end = _CLAUSE_END.search(text, part.end)
        past = min(following, end.start() if end else len(text))
        named = _OF_THEM.match(text, part.end)  # "nine of them sergeants"
        noun = part.noun or (to_single(named[1].lower()) if named else whole.noun)
        words = text[part.end : past].removesuffix(" the").removesuffix(" and").strip(" ,")
        yield Share(dataclasses.replace(part, noun=noun), words)


def find_ground(text: str) -> Ground | None:
    """What a sentence says that it rests on; null when it says nothing of it."""
    cue = _RESTS.search(text)
    if cue is None:
        return None
    that = _THAT.search(text, cue.end(), cue.end() + 60)
    end = re.search(r"[.;!?]", text[cue.end() :]) if that else _CLAUSE_END.search(text[cue.end() :])
    past = cue.end() + end.start() if end else len(text)
    start = that.end() if that else cue.end()
    said = text[start:past].strip(" ,")
    if not said:
        return None
    return Ground(cue.start(), start, said, cue.group().lower(), tuple(c for c in find_counts(said) if c.noun), that is not None)


def is_same_count(one: Count, other: Count) -> bool:
    """Whether two counts give one number of one thing."""
    return one.value == other.value and count_alike(one.noun, other.noun)
