"""Whether a parsed event is denied, only to come, or left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.link.lexicon import load_list

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = ("VERB", "AUX")
NEGATIVES = {"no", "neither", "nobody", "none", "nothing", "never", "nowhere", "nor"}
DENIALS = {"deny", "refute", "dispute", "reject", "dismiss"}
FAILING = {"fail", "refuse", "decline"}
MODALS = {"can", "ca", "could", "should", "must", "may", "might"}
TOLD = {"allegation", "claim", "report", "rumour", "rumor", "accusation", "charge", "suggestion", "talk"}
UNPROVEN = {"evidence", "proof", "indication", "sign", "basis", "reason", "truth"}


def find_negator(token: Token) -> Token | None:
    """The word that denies an event; null where an even number do."""
    found = list(_own_negators(token))
    up = token
    while up.head != up and up.dep_ in ("ccomp", "xcomp", "acl", "pcomp", "dobj", "conj", "csubj", "pobj", "prep"):
        above = up.head
        if up.dep_ == "prep" and above.pos_ == "NOUN" and above.lemma_ not in TOLD:
            break  # "denied any part in the attack": there was one
        if up.dep_ != "conj":
            found += _find_above(up, above)
        elif not found and not any(child.dep_ == "nsubj" for child in up.children):
            found += [word for word in _own_negators(above) if word.dep_ == "neg" and word.head == above]
        up = above
    return found[0] if len(found) % 2 else None


def _find_above(clause: Token, above: Token) -> list[Token]:
    """What denies a clause in the word that governs it: 'deny', 'fail to', 'no evidence that', 'did not agree to'."""
    denials = [child for child in above.children if child.dep_ == "neg"]
    is_denial = above.lemma_ in DENIALS or (above.lemma_ in FAILING and clause.dep_ == "xcomp") or _rules_out(above)
    if above.pos_ in VERBAL and is_denial:
        return [] if denials else [above]
    if above.lemma_ in UNPROVEN:
        own = [child for child in above.children if child.lower_ == "no"]
        return own + [child for child in above.head.children if child.dep_ == "neg" and above.head.pos_ in VERBAL]
    return denials if above.pos_ in VERBAL and clause.dep_ == "xcomp" else []


def _rules_out(verb: Token) -> bool:
    return verb.lemma_ == "rule" and any(child.lower_ == "out" for child in verb.children)


def _own_negators(token: Token) -> Iterator[Token]:
    for child in token.children:
        if (child.dep_ == "neg" and not _is_only(child)) or child.lower_ in ("never", "nowhere"):
            yield child
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "expl"):
            if child.lower_ in NEGATIVES:
                yield child
            else:
                own = (part for part in child.children if part.dep_ in ("det", "neg", "preconj"))
                yield from (part for part in own if part.lower_ in NEGATIVES)
        elif child.dep_ in ("prep", "agent"):
            nouns = (noun for noun in child.children if noun.dep_ == "pobj")
            yield from (part for noun in nouns for part in noun.children if part.lower_ == "no" and part.dep_ == "det")
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        yield token.head


def _is_only(word: Token) -> bool:
    """'Not only', 'not just', 'not least' deny nothing."""
    return word.lower_ == "not" and word.i + 1 < len(word.doc) and word.nbor(1).lower_ in ("only", "just", "least")


def find_mood(token: Token) -> tuple[bool, bool]:
    """Whether an event is to come or wanted, and whether it is only a condition."""
    is_ahead = is_open = False
    at, is_inner = token, False
    while True:
        for child in at.children:
            if child.dep_ == "aux" and child.tag_ == "MD" and child.lower_ not in ("could", "can"):
                is_ahead = is_ahead or (not is_inner and not _is_perfect(at))
            is_clause = child.dep_ == "advcl" and any(part.lower_ in ("if", "unless") for part in child.children)
            if is_clause or (child.dep_ == "mark" and child.lower_ in ("if", "whether", "unless")):
                is_open = True
        if at.tag_ == "VBG" and at.lemma_ == "go" and any(c.dep_ == "xcomp" for c in at.children):
            is_ahead = True
        if at.head == at or at.dep_ in ("relcl", "advcl"):
            break
        above = at.head
        if at.dep_ in ("xcomp", "ccomp", "acl", "dobj") and above.lemma_ in load_list("wanting") and not (
            at.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in at.children)
            and above.lemma_ in ("agree", "suggest", "warn", "decide")
        ):
            is_ahead = True
        if at.dep_ == "conj" and not (at.pos_ in VERBAL and above.pos_ in VERBAL):
            is_inner = False
        at, is_inner = above, at.dep_ != "conj"
    return is_ahead, is_open


def is_modal(token: Token) -> bool:
    """Whether an event only can, could, should or must be so."""
    return any(child.dep_ == "aux" and child.lower_ in MODALS for child in token.children)


def _is_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in ("have", "'ve") for child in verb.children)
