"""Subjects that a garden path hides: in a headline behind "as", and after the cue before a relative clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
AS_ROLES = {  # "known as", "serving as": what follows is what one is, no clause
    "know", "name", "identify", "describe", "portray", "label", "brand", "regard", "view", "see", "serve", "act", "work", "pose",
    "dress", "elect", "appoint", "choose", "pick", "hire", "cast", "tout", "bill", "treat", "use", "hold",
}


def find_displaced(cue: Sequence[Token], source: Sequence[Token]) -> Words | None:
    """The phrase that is the subject of a cue where another near it was taken for it; null where nothing speaks against the other.

    Args:
        cue: its words.
        source: words taken for who says it.
    """
    if not cue or not source:
        return None
    return _behind_as(cue, source) or _before_relative(cue, source)


def _behind_as(cue: Sequence[Token], source: Sequence[Token]) -> Words | None:
    """'Ten rowers held as inspectors find no trace of oil': the inspectors find it; a headline's verbs look like participles."""
    verb = cue[0]
    if verb.tag_ not in ("VBP", "VBZ", "VBD") or _has_full_stop(verb) or source[-1].i != verb.i - 1:
        return None
    as_ = next((token for token in reversed(source) if token.lower_ == "as"), None)
    if as_ is None or as_.i <= source[0].i or as_.i == source[-1].i:
        return None
    before = as_.nbor(-1)
    if before.tag_ not in ("VBN", "VBD") or before.lemma_.lower() in AS_ROLES:
        return None
    return verb.doc[as_.i + 1 : verb.i]


def _has_full_stop(verb: Token) -> bool:
    last = verb.sent[-1]
    while last.is_space and last.i > verb.sent.start:
        last = last.nbor(-1)
    return last.text.rstrip("”\"’'")[-1:] in {".", "!", "?", "…", ""}


def _before_relative(cue: Sequence[Token], source: Sequence[Token]) -> Words | None:
    """'..., said Lopez, whose son, Giovani, was missing': Lopez said it, and not whom the clause about him names."""
    doc, at = cue[-1].doc, cue[-1].i + 1
    while at < len(doc) and doc[at].pos_ in (*NOUNS, "DET", "ADJ"):
        at += 1
    if not cue[-1].i + 1 < at < len(doc) - 1 or doc[at].text != "," or doc[at + 1].lower_ not in ("whose", "who"):
        return None
    if doc[at - 1].pos_ not in NOUNS or source[0].i <= at + 1 or source[0].sent != cue[-1].sent:
        return None
    return doc[cue[-1].i + 1 : at]
