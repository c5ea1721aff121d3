"""Whom a pronoun means: everybody who fits is weighed by nearness, by part of speech, by who has been speaking.

Weights follow what the literature on salience ranks (Lappin & Leass 1994: subject over object over the rest, recency halved
by sentence; Grosz, Joshi & Weinstein 1995 on parallel subjects). They were set by hand on invented cases and on the open part of
`benchmarks/sources.csv`; only their order matters much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.read.genders import SAID, agrees
from sayso.read.scenes import Scenes, is_hearer, is_of_main_clause, is_subject
from sayso.read.verbs import TOLD

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sayso.read.entries import Entry, Mention

PER_SENTENCE = 1.2  # taken off for each sentence between
FARTHEST = 8  # sentences a pronoun looks back, unless somebody that was last spoken to is all there is
AS_SUBJECT = 1.6
IN_MAIN_CLAUSE = 0.6
AS_SPEAKER = 0.6  # something was laid to it there
LAST_SPEAKER = 1.0  # a pronoun that speaks goes to the one who spoke last
BOTH_QUOTED = 0.6  # a quotation goes on about what an earlier one spoke of
OF_GENDER = 0.6  # the text shows that it is the right one
NAMED = 0.3
QUOTED_OUTSIDE = -2.0  # met only in a quotation, meant outside it
SPEAKER_INSIDE = -2.0  # whoever speaks a quotation calls himself I
AS_HEARER = -5.0
OF_SAME_CLAUSE = -4.0  # 'the mayor blamed him': not himself
POSSESSOR = -0.6
AS_ADJECTIVE = -3.0  # 'Norlandian officials' names no Norlandian body
OF_SOMEBODY = {  # adjectives of one who thinks or feels
    "sure", "aware", "certain", "confident", "glad", "happy", "sorry", "afraid", "hopeful", "ready", "proud", "unaware",
    "convinced", "concerned", "worried", "pleased", "willing", "unwilling", "able", "unable", "unsure", "adamant",
    "optimistic", "sceptical", "skeptical", "satisfied", "angry",
}
UNKNOWN = {"unclear", "clear", "uncertain", "unknown", "doubtful"}
PEOPLE = ("person", "official")
MANY = ("organisation", "crowd", "group")


def pick_antecedent(pronoun: Token, place: int, met: list[Mention], scenes: Scenes) -> Entry | None:
    """The entry that a personal pronoun means; null when nobody fits.

    Args:
        pronoun: the token; he, she or they in any case.
        place: its flow offset.
        met: mentions before it, the nearest first.
        scenes: the document.
    """
    word = pronoun.lower_
    at = scenes.sentence_at(place)
    last = next((mention.entry for mention in met if mention.is_speaking), None)
    is_speaking = is_subject(pronoun) and scenes.quotation_at(place) is None
    best: Entry | None = None
    most = float("-inf")
    for mention in met:
        if not could_be_meant(mention.entry, word):
            continue
        away = at - scenes.sentence_at(mention.span[0])
        if away > FARTHEST and best is not None:
            break
        weight = _weigh(mention, pronoun, place, scenes) - PER_SENTENCE * min(away, FARTHEST)
        weight += LAST_SPEAKER * (is_speaking and mention.entry is last and away <= 2)
        weight += OF_GENDER * (mention.entry.gender is not None and word in SAID)
        if weight > most:
            best, most = mention.entry, weight
    return best


def is_empty(pronoun: Token) -> bool:
    """Whether an "it" means nothing but the clause that follows: "it is unlikely that", "it was not known whether".

    The parser takes such an "it" for a plain subject. "It is aware that" and "it was told that" mean somebody.
    """
    verb = pronoun.head
    if pronoun.lower_ != "it" or pronoun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    state = next((child for child in verb.children if child.dep_ == "acomp" and child.pos_ == "ADJ"), None)
    is_state = verb.lemma_ == "be" and state is not None and state.lemma_.lower() not in OF_SOMEBODY
    is_passive = pronoun.dep_ == "nsubjpass" and verb.lemma_ not in TOLD
    holders = (verb, state) if state is not None else (verb,)
    is_open = state is not None and state.lemma_.lower() in UNKNOWN
    clauses = (child for holder in holders for child in holder.children if child.dep_ in ("ccomp", "advcl", "csubj"))
    is_followed = any(
        clause.i > verb.i
        and (clause.dep_ != "advcl" or is_open)  # "it was ready if needed" means a thing
        and any(part.dep_ == "mark" and part.lower_ in ("that", "if", "whether") for part in clause.children)
        for clause in clauses
    )
    return (is_state or is_passive) and is_followed


def could_be_meant(entry: Entry, word: str) -> bool:
    """Whether number, kind and gender let a pronoun mean an entry."""
    if word in SAID:
        return entry.kind in PEOPLE and not entry.is_plural and agrees(entry.gender, word)
    return entry.is_plural or entry.kind in MANY


def _weigh(mention: Mention, pronoun: Token, place: int, scenes: Scenes) -> float:
    """What a mention has for it, distance apart."""
    weight = AS_SPEAKER * mention.is_speaking + NAMED * mention.entry.is_named
    here, there = scenes.quotation_at(place), scenes.quotation_at(mention.span[0])
    if there is not None:
        weight += BOTH_QUOTED if here is not None else QUOTED_OUTSIDE
    if here is not None and there is None and mention.is_speaking and pronoun.lower_ in SAID:
        weight += SPEAKER_INSIDE
    token = scenes.head_at(mention.span)
    if token is None:
        return weight
    if token.dep_ == "amod" or (token.dep_ in ("compound", "nmod") and token.head.pos_ == "NOUN"):
        return weight + AS_ADJECTIVE
    if is_hearer(token):
        weight += AS_HEARER
    elif is_subject(token):
        weight += AS_SUBJECT + IN_MAIN_CLAUSE * is_of_main_clause(token)
    elif token.dep_ == "poss":
        weight += POSSESSOR
    is_argument = pronoun.dep_ in ("dobj", "dative", "pobj") and token.doc is pronoun.doc
    if is_argument and is_subject(token) and _verb_of(token) == _verb_of(pronoun):
        weight += OF_SAME_CLAUSE
    return weight


def _verb_of(token: Token) -> int:
    while token.dep_ != "ROOT" and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return int(token.i)
