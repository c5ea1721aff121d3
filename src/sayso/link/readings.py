"""A claim with what its words say happened, and whether parts of two such events are one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from sayso.link.frames import Event, Slot
from sayso.link.lexicon import load_list
from sayso.link.quantities import Amount
from sayso.schema import Claim

CORE = ("who", "whom")
HERE = {"in", "at", "inside", "on"}
PEOPLE, BODIES = {"PERSON"}, {"ORG", "NORP"}
ANYTHING = {"nothing", "anything", "something", "everything", "anyone", "anybody", "nobody", "none", "all"}


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


def turn(find: Find) -> Find:
    """The same with its sides changed."""
    return dataclasses.replace(
        find, words_a=find.words_b, words_b=find.words_a, place_a=find.place_b, place_b=find.place_a
    )


def is_same(a: Reading, x: Slot, b: Reading, y: Slot) -> bool:
    """Whether two parts name one thing."""
    mine, its = a.ids.get(x.text.lower()), b.ids.get(y.text.lower())
    if mine and its:
        return mine == its
    words, others = x.stems, y.stems
    if not words or not others:
        return False
    if x.is_name and y.is_name:
        return words <= others or others <= words
    shared = words & others
    return x.head == y.head and len(shared) * 2 >= min(len(words), len(others))


def shares_part(a: Reading, one: Event, b: Reading, other: Event, *, is_grouped: bool) -> bool:
    """Whether two events have a doer or a thing in common; in one group also where one of them names neither."""
    mine, its = (
        [slot for slot in event.find(*CORE) if slot.head not in ANYTHING and slot.stems] for event in (one, other)
    )
    if is_grouped and not (mine and its):
        return True
    roles = {slot.role for slot in mine} & {slot.role for slot in its}
    if len(roles) == 2:  # both told in full: the thing done to must be one, whoever did it
        return any(is_same(a, x, b, y) for x in one.find("whom") for y in other.find("whom"))
    return any(is_same(a, x, b, y) for x in mine for y in its)


def shares_all(a: Reading, one: Event, b: Reading, other: Event) -> bool:
    """Whether both the doer and the thing of two events are one, as a verb without a meaning of its own needs."""
    return all(any(is_same(a, x, b, y) for x in one.find(role) for y in other.find(role)) for role in CORE)


def is_other_doing(a: Reading, one: Event, b: Reading, other: Event) -> bool:
    """Whether both events name a doer, and no two of these may be one: the army has not, the rebels have."""
    pairs = [(x, y) for x in one.find("who") for y in other.find("who")]
    return bool(pairs) and all(is_other_doer(a, x, b, y) for x, y in pairs)


def is_other_doer(a: Reading, x: Slot, b: Reading, y: Slot) -> bool:
    """Whether two doers are of one kind and not one: two persons, two bodies; a body and its man may both have done it."""
    if is_same(a, x, b, y) or x.stems & y.stems:
        return False
    if x.is_name and y.is_name:
        return any(x.label in kinds and y.label in kinds for kinds in (PEOPLE, BODIES))
    bodies = load_list("bodies")
    return x.head in bodies and y.head in bodies and x.head != y.head


def differ_in_time(one: Event, other: Event) -> bool:
    """Whether two events are told of days that exclude each other."""
    return any(x.excludes(y) for x in one.whens for y in other.whens)


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
