"""Participles after a comma that say what a whole clause shows: "..., highlighting again how few boats were safe"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.read.describe import load_words
from sayso.read.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

SHOWING = {
    "highlight", "underscore", "underline", "show", "suggest", "raise", "demonstrate", "illustrate", "prove", "reveal",
    "signal", "indicate", "imply", "reflect", "expose", "confirm", "renew", "fuel", "prompt", "spark", "stoke",
}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}


def shows_clause(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a participle has the clause before it as its subject, and nobody says what it says.

    "Three fishermen drowned, underscoring the danger of the shoal": the drowning underscores it, and not the fishermen. Where
    the clause itself says something ("he said ..., suggesting that") or tells of a document ("the report came out, showing
    that"), its subject is taken for the source as before.
    """
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in SHOWING or verb.dep_ != "advcl" or not _follows_comma(verb):
        return False
    host = verb.head
    if host.pos_ not in ("VERB", "AUX") or host.i > verb.i:
        return False
    subject = next((child for child in host.children if child.dep_ in SUBJECTS), None)
    if subject is not None and subject.lemma_.lower() in load_words()["document"]:
        return False
    is_told = host.lemma_.lower() in lexicon.verbs
    return not is_told or (subject is not None and subject.dep_ == "nsubjpass")


def _follows_comma(verb: Token) -> bool:
    at = verb.i - 1
    while at >= verb.sent.start and verb.doc[at].pos_ == "ADV":
        at -= 1
    return at >= verb.sent.start and str(verb.doc[at].text) == ","
