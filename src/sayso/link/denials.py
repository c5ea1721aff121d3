"""One event told and denied, in one word or two, or two that can't both be: alive and dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.link.frames import Event
from sayso.link.lexicon import class_of, find_kin, find_words, load_list, load_opposites
from sayso.link.readings import (
    Find,
    Reading,
    differ_in_time,
    is_other_doing,
    place_of,
    say_event,
    shares_all,
    shares_part,
    turn,
)

TOLD = 0.5  # share of a denied event's telling words that the other claim must hold
TOLD_OTHERWISE = 0.6  # where the other claim has another verb for it
TOLD_LIGHT = 0.75  # and where the denied verb tells nothing: 'the dead are not those of the camp'
SHORTEST_VERB = 3  # letters before -ing, so that "ring" and "king" stay nouns
FEWEST = 4  # telling words of a denied phrase without a verb: 'any truce with the government'
_ASKED = re.compile(r"(?:how|whether|if|why)\b", re.IGNORECASE)
TRUTH = {"true", "case", "correct", "accurate", "right"}  # "it is not true that" denies the whole clause
SUPPORT = {"receive", "carry", "conduct", "launch", "make", "give", "have", "get", "issue"}  # their object says what was done
STATES = {"be", "have", "do", "get", "become", "remain"}  # say nothing without what they are said of


def find_denial(a: Reading, b: Reading, *, is_grouped: bool) -> Iterator[Find]:
    """One event told and denied, or two that can't both be: alive and dead."""
    for one in a.events:
        for other in b.events:
            if one.is_open or other.is_open or one.is_ahead != other.is_ahead or one.predicate in load_list("saying"):
                continue
            is_opposite = frozenset((one.predicate, other.predicate)) in load_opposites()
            if not is_opposite and one.predicate != other.predicate:
                continue
            if (one.is_negated != other.is_negated) == is_opposite:
                continue
            if not shares_part(a, one, b, other, is_grouped=is_grouped) or is_other_doing(a, one, b, other):
                continue
            if differ_in_time(one, other):
                continue
            if one.predicate in STATES and not shares_all(a, one, b, other):
                continue
            if is_opposite and _name_both(a, b) & {one.predicate, other.predicate}:
                continue  # "the release of those held": both are told of one thing
            if is_opposite or (covers(one, b) if one.is_negated else covers(other, a)):
                how = "repeated" if is_opposite else "one event"
                yield Find("polarity", say_event(a, one), say_event(b, other), place_of(one), place_of(other), how=how)


def _name_both(a: Reading, b: Reading) -> set[str]:
    return {event.predicate for event in a.events} & {event.predicate for event in b.events}


def covers(denied: Event, told: Reading, *, share: float = TOLD) -> bool:
    """Whether a claim speaks of what an event of another denies."""
    words = denied.stems
    return bool(words) and len(words & told.stems) >= share * len(words)


def find_other_words(a: Reading, b: Reading) -> Find | None:
    """A main event that one claim denies and the other tells in other words; for claims of one group."""
    is_first = a.claim.polarity == "negated"
    denied, told = (a, b) if is_first else (b, a)
    events = [event for event in denied.events if event.is_negated and event.is_main]
    for event in events:
        if event.is_modal or event.predicate in load_list("saying"):
            continue  # "can't be borne", "declined to say"
        share = TOLD_LIGHT if event.predicate in STATES else TOLD_OTHERWISE
        done_to = [slot.stems for slot in event.find("whom") if slot.stems]
        if done_to and not any(stems & told.stems for stems in done_to):
            continue  # "was given no territory" denies the territory, and no deal
        if covers(event, told, share=share) and not _is_denied_too(event, told):
            other = _find_nearest(event, told)
            if other is not None and other.is_main and not (other.is_open or other.is_negated):
                words, place = say_event(told, other), place_of(other)
                find = Find("polarity", say_event(denied, event), words, place_of(event), place, how="other words")
                return find if is_first else turn(find)
    if not denied.events and len(denied.stems) >= FEWEST and len(denied.stems & told.stems) >= TOLD * len(denied.stems):
        find = Find("polarity", denied.text, told.text, None, None, how="other words")
        return find if is_first else turn(find)
    return None


def is_told_against(a: Reading, b: Reading) -> bool:
    """Whether one of two claims of a group tells what the other denies, and doesn't deny it too.

    Two such claims speak of one thing and need not be two sides of it: “none of the deaths was related to the vaccine” denies a
    relation, and no deaths.
    """
    denied, told = (a, b) if a.claim.polarity == "negated" else (b, a)
    if _ASKED.match(told.text):
        return False
    events = [event for event in denied.events if event.is_negated]
    if any(event.predicate in TRUTH for event in events) or not events:
        return len(denied.stems & told.stems) >= TOLD * max(1, len(denied.stems))
    return any(_tells(told, denied, event) for event in events if event.predicate not in load_list("saying"))


def _tells(told: Reading, reading: Reading, denied: Event) -> bool:
    """Whether a claim has the event that another denies: its verb, or the noun that says what a verb without much meaning does."""
    predicates, words = _find_names(denied)
    same = [event for event in told.events if event.predicate in predicates]
    if any(event.is_negated or event.is_open for event in same):
        return False
    if same and all(is_other_doing(reading, denied, told, event) for event in same):
        return False
    denials = [event for event in told.events if event.is_negated]
    if denied.predicate in load_list("light") | STATES and denied.predicate not in SUPPORT:
        share = TOLD_LIGHT if denied.predicate in STATES else TOLD
        return covers(denied, told, share=share) and not any(event.stems & denied.stems for event in denials)
    opposed = any(frozenset((event.predicate, denied.predicate)) in load_opposites() for event in told.events)
    is_named = bool(words & told.stems) and not any(event.is_main for event in denials)
    return bool(same) or opposed or is_named


def _find_names(denied: Event) -> tuple[set[str], frozenset[str]]:
    """Classes of events whose telling tells what is denied, and words that do."""
    predicates, words = {denied.predicate}, find_words(denied.word)
    for slot in denied.find("whom"):
        predicates.add(class_of(slot.head, is_noun=True) or denied.predicate)
        if denied.predicate in SUPPORT and slot.start > denied.start:  # "received no warning", not "no goods were received"
            words |= find_words(slot.head)
            predicates.add(class_of(_to_verb(slot.head)) or denied.predicate)
    return predicates.union(*map(find_kin, predicates)), words


def _to_verb(noun: str) -> str:
    """The verb that a noun in -ing is made of: warn, of "warning"; other nouns as they are."""
    stem = noun.removesuffix("ing")
    return stem if len(stem) >= SHORTEST_VERB and stem != noun else noun


def _find_nearest(denied: Event, told: Reading) -> Event | None:
    """The event of a claim that says most of what the other denies."""
    return max(
        told.events, default=None,
        key=lambda it: (it.predicate == denied.predicate, len(it.stems & denied.stems), it.is_main, -it.start),
    )


def _is_denied_too(denied: Event, told: Reading) -> bool:
    """Whether the other claim denies something of the same things, so that it may be the same denial."""
    return any(event.is_negated and event.stems & denied.stems for event in told.events)
