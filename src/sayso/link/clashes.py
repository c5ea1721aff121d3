"""What of two claims can't both hold: one event told and denied, or on two days, in two places, by two doers."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.link.denials import find_denial
from sayso.link.frames import Event, Slot
from sayso.link.lexicon import load_list
from sayso.link.places import Places
from sayso.link.readings import BODIES, HERE, Find, Reading, is_other_doer, is_same, shares_part

TOWARDS, FROM = {"to", "into", "towards"}, {"from"}
PLACES = {"GPE", "LOC", "FAC"}


def find_clash_of(a: Reading, b: Reading, places: Places, *, is_grouped: bool) -> Iterator[Find]:
    """Every way in which two readings clash, polarity first."""
    yield from find_denial(a, b, is_grouped=is_grouped)
    for one in a.events:
        for other in b.events:
            if one.predicate == other.predicate and is_one_event(a, one, b, other):
                yield from find_slot_clash(a, one, b, other, places)


def is_one_event(a: Reading, one: Event, b: Reading, other: Event) -> bool:
    """Whether two events may be one: neither denied nor open, the same thing done or undergone."""
    if one.is_negated or other.is_negated or one.is_open or other.is_open or one.is_ahead != other.is_ahead:
        return False
    return one.predicate not in load_list("light") and shares_part(a, one, b, other, is_grouped=False)


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
    if not pairs or not all(is_other_doer(a, x, b, y) for x, y in pairs):
        return None
    x, y = pairs[0]
    return Find("name", x.text, y.text, (x.start, x.end), (y.start, y.end))
