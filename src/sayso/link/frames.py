"""Events of a claim: what is said to have happened, to whom, by whom, where and when, and whether it is denied."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.link.dates import When
from sayso.link.lexicon import class_of, find_words
from sayso.link.moods import VERBAL, find_mood, find_negator, is_modal

if TYPE_CHECKING:
    from spacy.tokens import Token

INNER = {"relcl", "acl", "advcl", "ccomp", "parataxis"}  # clauses that are events of their own
NOBODY = {
    "it", "they", "he", "she", "we", "i", "you", "who", "that", "which", "this", "these", "those", "there", "what", "them", "him",
    "her", "us", "me", "whom", "someone", "somebody", "one",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One part of an event.

    Attributes:
        role: who, whom, or the preposition that leads to it.
        text: its words.
        start: first character in the claim's text.
        end: past its last.
        head: lemma of its head noun.
        stems: of its telling words, relative clauses out.
        label: PERSON, ORG, GPE ... as the name finder says; empty for a common noun.
        is_name: whether its head is a proper noun.
    """

    role: str
    text: str
    start: int
    end: int
    head: str
    stems: frozenset[str]
    label: str
    is_name: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes:
        predicate: class of the verb or noun that tells it.
        word: that word as it stands.
        start: its first character in the claim's text.
        end: past its last.
        slots: its parts.
        whens: dates that hang on it.
        is_negated: whether it is said not to have happened.
        is_ahead: whether it is told as something to come, or wanted.
        is_open: whether it is only a condition or a question.
        is_main: whether it is what the claim states, and not said in passing.
        is_modal: whether it only can, could, should or must be so.
        negator: place of the word that denies it; null when none does.
        stems: telling words of its clause, inner clauses out.
        near: places told with its doer or its thing: "killed eight people in Norhaven".
    """

    predicate: str
    word: str
    start: int
    end: int
    slots: tuple[Slot, ...]
    whens: tuple[When, ...]
    is_negated: bool
    is_ahead: bool
    is_open: bool
    is_main: bool
    is_modal: bool
    negator: tuple[int, int] | None
    stems: frozenset[str]
    near: tuple[Slot, ...] = ()

    def find(self, *roles: str) -> list[Slot]:
        """Slots in one of these roles."""
        return [slot for slot in self.slots if slot.role in roles]


def find_events(tokens: Sequence[Token], whens: Sequence[When]) -> list[Event]:
    """Give the events that a parsed claim tells, in order.

    Args:
        tokens: all of them.
        whens: dates in the same text.
    """
    owners = {token.i: class_name for token in tokens if (class_name := _name_event(token)) is not None}
    dates: dict[int, list[When]] = {}
    for when in whens:
        owner = _find_owner(tokens, when, owners)
        if owner is not None:
            dates.setdefault(owner, []).append(when)
    return [
        _to_event(tokens[i], predicate, tuple(dates.get(i, ()))) for i, predicate in sorted(owners.items())
    ]


def _name_event(token: Token) -> str | None:
    if token.pos_ in VERBAL and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
        if token.lemma_ == "be":
            state = next((c for c in token.children if c.dep_ in ("acomp", "attr", "oprd")), None)
            return "be" if state is None or state.pos_ != "ADJ" else class_of(state.lemma_.lower())
        return class_of(token.lemma_.lower())
    if token.pos_ == "NOUN":
        return class_of(token.lemma_.lower(), is_noun=True)
    return None


def _find_owner(tokens: Sequence[Token], when: When, owners: dict[int, str]) -> int | None:
    inside = next((token for token in tokens if when.start <= token.idx < when.end and token.ent_type_ != ""), None)
    at: Token | None = inside or next((token for token in tokens if token.idx >= when.start), None)
    while at is not None:
        if at.i in owners and not (when.start <= at.idx < when.end):
            return int(at.i)
        if at.head == at:
            return None
        at = at.head
    return None


def _to_event(token: Token, predicate: str, whens: tuple[When, ...]) -> Event:
    negator = find_negator(token)
    is_ahead, is_open = find_mood(token)
    slots = tuple(_find_slots(token))
    stems = frozenset().union(find_words(token.lemma_), *(slot.stems for slot in slots))
    word = _word_of(token)
    return Event(
        predicate, word.text, word.idx, word.idx + len(word), slots, whens, is_negated=negator is not None,
        is_ahead=is_ahead, is_open=is_open, is_main=_is_main(token), is_modal=is_modal(token),
        negator=(negator.idx, negator.idx + len(negator)) if negator is not None else None, stems=stems,
        near=tuple(_find_near(token)),
    )


def _word_of(token: Token) -> Token:
    """The word that says what a state is: 'alive' of 'is alive'."""
    if token.lemma_ == "be":
        return next((c for c in token.children if c.dep_ == "acomp"), token)
    return token


def _is_main(token: Token) -> bool:
    """Whether nothing but conjunctions, and frames that only show it, stand above."""
    while token.head != token:
        is_told = token.dep_ in ("ccomp", "xcomp") and token.head.dep_ == "ROOT"
        is_part = token.dep_ == "pobj" or (token.dep_ == "prep" and token.lower_ == "of" and token.head.pos_ not in VERBAL)
        if not (token.dep_ == "conj" or is_told or is_part):
            return token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and token.head.dep_ == "ROOT"
        token = token.head
    return True


# ---------------------------------------------------------------- parts


def _find_slots(token: Token) -> Iterator[Slot]:
    if token.pos_ == "NOUN":
        yield from _find_noun_slots(token)
        return
    is_passive = _is_passive(token)
    subject = _find_subject(token)
    if subject is not None:
        yield from _to_slots("whom" if is_passive else "who", subject)
    places = [token]
    if token.lemma_ == "be":
        places += [c for c in token.children if c.dep_ == "acomp"]
    for place in places:
        for child in place.children:
            if child.dep_ in ("dobj", "attr", "oprd", "dative"):
                yield from _to_slots("whom" if child.dep_ != "oprd" else "as", child)
            elif child.dep_ in ("prep", "agent"):
                yield from _follow(child, is_passive=is_passive)


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    is_bare = not any(child.dep_ == "aux" for child in verb.children)
    return verb.tag_ == "VBN" and is_bare and verb.dep_ in ("acl", "conj", "xcomp", "ccomp")


def _follow(prep: Token, *, is_passive: bool) -> Iterator[Slot]:
    for noun in prep.children:
        if noun.dep_ == "pobj":
            role = "who" if prep.dep_ == "agent" or (prep.lower_ == "by" and is_passive) else prep.lower_
            yield from _to_slots(role, noun)
            for part in noun.children:  # "in Iguala in the state of Guerrero"
                if part.dep_ == "prep" and part.lower_ in ("in", "at", "near"):
                    yield from _follow(part, is_passive=is_passive)
        elif noun.dep_ == "prep":
            yield from _follow(noun, is_passive=is_passive)


def _find_near(token: Token) -> Iterator[Slot]:
    """Places that hang on a verb's nouns, as parsers often have it where they belong to the verb."""
    for noun in token.children:
        if token.pos_ in VERBAL and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
            for prep in noun.children:
                if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "near"):
                    yield from _follow(prep, is_passive=False)


def _find_noun_slots(noun: Token) -> Iterator[Slot]:
    for child in noun.children:
        if child.dep_ == "poss":
            yield from _to_slots("whom", child)
        elif child.dep_ == "prep":
            for part in child.children:
                if part.dep_ == "pobj":
                    yield from _to_slots({"of": "whom", "by": "who"}.get(child.lower_, child.lower_), part)


def _find_subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return child
    if verb.dep_ == "acl":
        return verb.head
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return _find_subject(verb.head)
    if verb.dep_ == "xcomp" and not any(c.dep_ == "dobj" for c in verb.head.children):
        return _find_subject(verb.head)
    return None


def _to_slots(role: str, noun: Token) -> Iterator[Slot]:
    """A slot for a noun and for each one joined to it; none for a pronoun."""
    for head in (noun, *noun.conjuncts):
        if head.lower_ in NOBODY or head.pos_ in VERBAL:
            continue
        inside = [part for part in head.subtree if _is_own(part, head)]
        if not inside:
            continue
        start, end = inside[0].idx, inside[-1].idx + len(inside[-1])
        text = head.doc.text[start:end]
        label = head.ent_type_ or next((c.ent_type_ for c in head.children if c.dep_ == "compound" and c.ent_type_), "")
        yield Slot(role, text, start, end, head.lemma_.lower(), find_words(text), label, head.pos_ == "PROPN")


def _is_own(part: Token, head: Token) -> bool:
    """Whether a word belongs to a noun itself: no relative clause, no joined noun, no phrase with a clause in it."""
    while part != head:
        if part.dep_ in INNER or part.dep_ in ("conj", "cc", "punct", "appos") or (part.dep_ == "prep" and part.lower_ != "of"):
            return False
        part = part.head
    return True
