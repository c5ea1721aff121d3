"""Two numbers of one thing that can't both be so: of one event, of one time, neither of a part."""

from __future__ import annotations

import re

from sayso.link.dates import When
from sayso.link.frames import Event
from sayso.link.lexicon import find_words, load_list
from sayso.link.quantities import Amount, find_clash
from sayso.link.readings import CORE, HERE, Find, Reading, differ_in_time

_SEVERAL = re.compile(
    r"\b(?:waves?|series|string|spate|succession) of\b|\b(?:attacks|bombings|bombs|raids|strikes|airstrikes|blasts|explosions"
    r"|shootings|clashes|crashes|storms|fires|floods)\b", re.IGNORECASE,
)
_SINGLE = re.compile(r"(?:an?|one|another) ", re.IGNORECASE)
COUNTING = {"be", "have", "include", "count", "total", "report", "confirm", "number", "list", "leave", "say", "claim"}


def find_number(a: Reading, b: Reading) -> Find | None:
    """Two numbers of one thing that exclude each other, told of one event so far as the claims say."""
    pair = find_clash(a.amounts, b.amounts)
    if pair is None:
        return None
    mine, its = (find_carrier(reading, amount) for reading, amount in zip((a, b), pair, strict=True))
    if mine is not None and its is not None:
        if mine.predicate != its.predicate and not {mine.predicate, its.predicate} & COUNTING:
            return None
        if _is_beside(mine, its) or _is_part(mine, pair[0], b, pair[1]) or _is_part(its, pair[1], a, pair[0]):
            return None
        if _is_one_of_several(mine, pair[0], b, pair[1]) or _is_one_of_several(its, pair[1], a, pair[0]):
            return None
        if mine.is_negated != its.is_negated or mine.is_open or its.is_open or _has_other_period(mine, its):
            return None
    places = tuple(_find_words(reading, amount.said) for reading, amount in zip((a, b), pair, strict=True))
    is_told = mine is not None and its is not None and mine.predicate == its.predicate
    if is_told and pair[0].counted in load_list("anybody"):
        is_told = bool(_tell_more(a, pair[0]) & _tell_more(b, pair[1]))
    how = "one event" if is_told else "repeated"
    return Find("number", pair[0].said, pair[1].said, places[0], places[1], how=how)


def _is_beside(one: Event, other: Event) -> bool:
    """Whether two counts are of what happened in two places or to two things by name."""
    named = [[slot for slot in (*event.slots, *event.near) if slot.is_name and slot.role not in CORE] for event in (one, other)]
    pairs = [(x, y) for x in named[0] for y in named[1] if x.role == y.role]
    return bool(pairs) and not any(x.stems & y.stems for x, y in pairs)


def _tell_more(reading: Reading, amount: Amount) -> frozenset[str]:
    """What a claim tells besides the count and its events."""
    events = frozenset(event.word for event in reading.events)
    return reading.stems - find_words(amount.said) - frozenset().union(*map(find_words, events))


def _is_part(one: Event, count: Amount, whole: Reading, total: Amount) -> bool:
    """Whether the smaller count is of a place that the other claim doesn't name, and so may be a part of it."""
    here = [slot for slot in (*one.slots, *one.near) if slot.role in HERE and slot.label not in ("DATE", "TIME")]
    named = [slot for slot in here if slot.is_name or slot.text.lower() != slot.text]
    return count.high < total.low and any(not slot.stems <= whole.stems for slot in named)


def _is_one_of_several(one: Event, count: Amount, whole: Reading, total: Amount) -> bool:
    """Whether the smaller count is of one blow where the other claim counts those of several: "a bomb", "a wave of bombings"."""
    if count.high >= total.low or not _SEVERAL.search(whole.text):
        return False
    return any(_SINGLE.match(slot.text) and not _SEVERAL.search(slot.text) for slot in one.find("who", "in", "by", "when"))


def find_carrier(reading: Reading, amount: Amount) -> Event | None:
    """The event whose doer or thing is counted: the one with the shortest part that holds the count."""
    said = amount.said.lower()
    found = [
        (len(slot.text), event.start, event) for event in reading.events for slot in event.slots if said in slot.text.lower()
    ]
    return min(found, key=lambda item: item[:2])[2] if found else None


def _has_other_period(one: Event, other: Event) -> bool:
    """Whether two counts are of two periods: 'this year' and 'since 2009'."""
    if differ_in_time(one, other):
        return True
    pairs = [(x, y) for x in one.whens for y in other.whens if _is_period(x) or _is_period(y)]
    if any((x.low, x.high, x.said) != (y.low, y.high, y.said) for x, y in pairs):
        return True
    return bool(one.whens) != bool(other.whens) and any(when.is_open for when in (*one.whens, *other.whens))


def _is_period(when: When) -> bool:
    return when.low is None or when.high is None or when.high - when.low > 1


def _find_words(reading: Reading, said: str) -> tuple[int, int] | None:
    at = reading.text.lower().find(said.lower())
    return (at, at + len(said)) if at >= 0 else None
