"""What of two claims can't both hold: one event told and denied, or on two days, in two places, by two doers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping

from sayso.link.dates import When
from sayso.link.frames import Event, Slot
from sayso.link.lexicon import load_list, load_opposites
from sayso.link.places import Places
from sayso.link.quantities import Amount, find_clash
from sayso.schema import Claim

HERE, TOWARDS, FROM = {"in", "at", "inside", "on"}, {"to", "into", "towards"}, {"from"}
CORE = ("who", "whom")
PLACES, PEOPLE, BODIES = {"GPE", "LOC", "FAC"}, {"PERSON"}, {"ORG", "NORP"}
TOLD = 0.5  # share of a denied event's telling words that the other claim must hold
TOLD_LIGHT = 0.75  # where its verb tells nothing: 'the dead are not those of the camp'


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A claim with what its words say happened.

    Attributes:
        claim: the claim.
        text: the words that were parsed.
        events: in order.
        amounts: what is counted.
        stems: telling words of all of it.
        ids: source ids of actors by the words that name them, lower case.
    """

    claim: Claim
    text: str
    events: tuple[Event, ...]
    amounts: tuple[Amount, ...]
    stems: frozenset[str]
    ids: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Find:
    """That two claims clash: the kind, and the words of each, as they stand and as places in its text.

    Attributes:
        how: one event, repeated (of a kind that may happen more than once) or other words (two words for one event).
    """

    kind: str
    words_a: str
    words_b: str
    place_a: tuple[int, int] | None
    place_b: tuple[int, int] | None
    how: str = "one event"


def find_clash_of(a: Reading, b: Reading, places: Places) -> Iterator[Find]:
    """Every way in which two readings clash, polarity first."""
    yield from find_denial(a, b)
    for one in a.events:
        for other in b.events:
            if one.predicate == other.predicate and is_one_event(a, one, b, other):
                yield from find_slot_clash(a, one, b, other, places)


def find_denial(a: Reading, b: Reading) -> Iterator[Find]:
    """One event told and denied, or two that can't both be: alive and dead."""
    for one in a.events:
        for other in b.events:
            if one.is_open or other.is_open or one.is_ahead != other.is_ahead:
                continue
            is_opposite = frozenset((one.predicate, other.predicate)) in load_opposites()
            if not is_opposite and one.predicate != other.predicate:
                continue
            if (one.is_negated != other.is_negated) == is_opposite:
                continue
            if not shares_part(a, one, b, other) or differ_in_time(one, other):
                continue
            if is_opposite and _name_both(a, b) & {one.predicate, other.predicate}:
                continue  # "the release of those held": both are told of one thing
            if is_opposite or (covers(one, b) if one.is_negated else covers(other, a)):
                yield Find("polarity", say_event(a, one), say_event(b, other), place_of(one), place_of(other))


def _name_both(a: Reading, b: Reading) -> set[str]:
    return {event.predicate for event in a.events} & {event.predicate for event in b.events}


def covers(denied: Event, told: Reading, *, share: float = TOLD) -> bool:
    """Whether a claim speaks of what an event of another denies."""
    words = _telling(denied)
    return bool(words) and len(words & told.stems) >= share * len(words)


def find_other_words(a: Reading, b: Reading) -> Find | None:
    """A main event that one claim denies and the other tells in other words; for claims of one group."""
    is_first = a.claim.polarity == "negated"
    denied, told = (a, b) if is_first else (b, a)
    events = [event for event in denied.events if event.is_negated and event.is_main]
    for event in events:
        share = TOLD_LIGHT if event.predicate in load_list("light") else TOLD
        if covers(event, told, share=share) and not _is_denied_too(event, told):
            other = _find_nearest(event, told)
            if other is None or not (other.is_open or other.is_negated):
                words = (say_event(told, other), place_of(other)) if other is not None else ("", None)
                find = Find("polarity", say_event(denied, event), words[0], place_of(event), words[1], how="other words")
                return find if is_first else turn(find)
    if not denied.events and len(denied.stems & told.stems) >= TOLD * len(denied.stems):  # "any truce with the government"
        find = Find("polarity", denied.text, told.text, None, None, how="other words")
        return find if is_first else turn(find)
    return None


def _find_nearest(denied: Event, told: Reading) -> Event | None:
    """The event of a claim that says most of what the other denies."""
    return max(
        told.events, default=None,
        key=lambda it: (it.predicate == denied.predicate, len(_telling(it) & _telling(denied)), it.is_main, -it.start),
    )


def turn(find: Find) -> Find:
    """The same with its sides changed."""
    return dataclasses.replace(
        find, words_a=find.words_b, words_b=find.words_a, place_a=find.place_b, place_b=find.place_a
    )


def _is_denied_too(denied: Event, told: Reading) -> bool:
    """Whether the other claim denies something of the same things, so that it may be the same denial."""
    return any(event.is_negated and _telling(event) & _telling(denied) for event in told.events)


def _telling(event: Event) -> frozenset[str]:
    return frozenset(stem for stem in event.stems if not stem[0].isdigit())


def is_one_event(a: Reading, one: Event, b: Reading, other: Event) -> bool:
    """Whether two events may be one: neither denied nor open, the same thing done or undergone."""
    if one.is_negated or other.is_negated or one.is_open or other.is_open or one.is_ahead != other.is_ahead:
        return False
    return one.predicate not in load_list("light") and shares_part(a, one, b, other)


def shares_part(a: Reading, one: Event, b: Reading, other: Event) -> bool:
    """Whether two events have a doer or a thing in common, and none that differs where both tell it by name."""
    mine, its = one.find(*CORE), other.find(*CORE)
    roles = {slot.role for slot in mine} & {slot.role for slot in its}
    if len(roles) == 2:  # both told in full: the thing done to must be one, whoever did it
        return any(is_same(a, x, b, y) for x in one.find("whom") for y in other.find("whom"))
    return any(is_same(a, x, b, y) for x in mine for y in its)


def is_same(a: Reading, x: Slot, b: Reading, y: Slot) -> bool:
    """Whether two parts name one thing."""
    mine, its = a.ids.get(x.text.lower()), b.ids.get(y.text.lower())
    if mine and its:
        return mine == its
    words, others = _words(x), _words(y)
    if not words or not others:
        return False
    if x.is_name and y.is_name:
        return words <= others or others <= words
    shared = words & others
    return x.head == y.head and len(shared) * 2 >= min(len(words), len(others))


def _words(slot: Slot) -> frozenset[str]:
    return frozenset(stem for stem in slot.stems if not stem[0].isdigit())


def differ_in_time(one: Event, other: Event) -> bool:
    """Whether two events are told of days that exclude each other."""
    return any(x.excludes(y) for x in one.whens for y in other.whens)


# ---------------------------------------------------------------- day, place, doer


def find_slot_clash(a: Reading, one: Event, b: Reading, other: Event, places: Places) -> Iterator[Find]:
    """What of one event is told in two ways; nothing where two things differ, for then it is two events."""
    found = [
        find for find in (
            _find_date(one, other), _find_place(one, other, places), _find_doer(a, one, b, other),
        ) if find is not None
    ]
    if len(found) == 1:
        yield found[0]


def _find_date(one: Event, other: Event) -> Find | None:
    pairs = [(x, y) for x in one.whens for y in other.whens]
    if not pairs or not all(x.excludes(y) for x, y in pairs):
        return None
    x, y = pairs[0]
    return Find("date", x.said, y.said, (x.start, x.end), (y.start, y.end), how=_say_how(one))


def _find_place(one: Event, other: Event, places: Places) -> Find | None:
    for roles in (HERE, TOWARDS, FROM):
        mine = [slot for slot in one.slots if slot.role in roles and _is_place(slot, places)]
        its = [slot for slot in other.slots if slot.role in roles and _is_place(slot, places)]
        pairs = [(x, y) for x in mine for y in its]
        if pairs and all(places.exclude(x.text, y.text) for x, y in pairs):
            x, y = pairs[0]
            return Find("place", x.text, y.text, (x.start, x.end), (y.start, y.end), how=_say_how(one))
    return None


def _say_how(event: Event) -> str:
    return "one event" if event.predicate in load_list("once") else "repeated"


def _is_place(slot: Slot, places: Places) -> bool:
    """Whether a part is a place by name; after "in" the name finder's word against it counts for little."""
    if not slot.is_name or slot.label in ("DATE", "TIME"):
        return False
    return slot.label in PLACES or places.is_place(slot.text) or (slot.role == "in" and slot.label not in BODIES)


def _find_doer(a: Reading, one: Event, b: Reading, other: Event) -> Find | None:
    if one.predicate not in load_list("deeds"):
        return None
    if not any(is_same(a, x, b, y) for x in one.find("whom") for y in other.find("whom")):
        return None
    pairs = [(x, y) for x in one.find("who") for y in other.find("who")]
    if not pairs or not all(_is_other_doer(a, x, b, y) for x, y in pairs):
        return None
    x, y = pairs[0]
    return Find("name", x.text, y.text, (x.start, x.end), (y.start, y.end))


def _is_other_doer(a: Reading, x: Slot, b: Reading, y: Slot) -> bool:
    """Whether two doers are of one kind and not one: two persons, two bodies; a body and its man may both have done it."""
    if is_same(a, x, b, y) or _words(x) & _words(y):
        return False
    if x.is_name and y.is_name:
        return any(x.label in kinds and y.label in kinds for kinds in (PEOPLE, BODIES))
    bodies = load_list("bodies")
    return x.head in bodies and y.head in bodies and x.head != y.head


# ---------------------------------------------------------------- numbers


def find_number(a: Reading, b: Reading, *, clash: Callable[..., tuple[Amount, Amount] | None] = find_clash) -> Find | None:
    """Two numbers of one thing that exclude each other, told of one event so far as the claims say."""
    pair = clash(a.amounts, b.amounts)
    if pair is None:
        return None
    mine, its = (find_carrier(reading, amount) for reading, amount in zip((a, b), pair, strict=True))
    if mine is not None and its is not None:
        if mine.predicate != its.predicate and not {mine.predicate, its.predicate} & load_list("light"):
            return None
        if _is_beside(mine, its):
            return None
        if mine.is_negated != its.is_negated or mine.is_open or its.is_open or _has_other_period(mine, its):
            return None
    places = tuple(_find_words(reading, amount.said) for reading, amount in zip((a, b), pair, strict=True))
    return Find("number", pair[0].said, pair[1].said, places[0], places[1])


def _is_beside(one: Event, other: Event) -> bool:
    """Whether two counts are of what happened in two places or to two things by name."""
    named = [[slot for slot in event.slots if slot.is_name and slot.role not in CORE] for event in (one, other)]
    pairs = [(x, y) for x in named[0] for y in named[1] if x.role == y.role]
    return bool(pairs) and not any(_words(x) & _words(y) for x, y in pairs)


def find_carrier(reading: Reading, amount: Amount) -> Event | None:
    """The event whose doer or thing is counted."""
    for event in reading.events:
        if any(amount.said.lower() in slot.text.lower() or slot.text.lower() in amount.said.lower() for slot in event.slots):
            return event
    return None


def _has_other_period(one: Event, other: Event) -> bool:
    """Whether two counts are of two periods: 'this year' and 'since 2009'."""
    if differ_in_time(one, other):
        return True
    pairs = [(x, y) for x in one.whens for y in other.whens if _is_period(x) or _is_period(y)]
    return any((x.low, x.high, x.said) != (y.low, y.high, y.said) for x, y in pairs)


def _is_period(when: When) -> bool:
    return when.low is None or when.high is None or when.high - when.low > 1


def _find_words(reading: Reading, said: str) -> tuple[int, int] | None:
    at = reading.text.lower().find(said.lower())
    return (at, at + len(said)) if at >= 0 else None


# ---------------------------------------------------------------- words


def say_event(reading: Reading, event: Event) -> str:
    """The words that tell an event, from the one that denies it on."""
    start, end = place_of(event)
    return reading.text[start:end]


def place_of(event: Event) -> tuple[int, int]:
    """Where an event's words stand: its verb, with the word that denies it when that is near."""
    start, end = event.start, event.end
    if event.negator is not None and abs(event.negator[0] - start) <= 40:
        start, end = min(start, event.negator[0]), max(end, event.negator[1])
    return start, end
