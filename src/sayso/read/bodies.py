"""Whom a source speaks for: a spokesman's ministry, the company of a press release, the agency of 'officials at the agency'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.read.describe import load_words

if TYPE_CHECKING:
    from spacy.tokens import Token

NAMES = ("ORG", "GPE", "NORP", "FAC")  # labels of names that a body can have
CLAUSES = ("relcl", "acl", "advcl", "ccomp", "punct")
ISSUES = {"issue", "release", "publish", "post", "circulate", "put"}


def find_body(head: Token) -> Token | None:
    """The token that heads the phrase naming the body that a noun phrase speaks for; null when it speaks for none told.

    Args:
        head: head of the phrase, of a name too: 'Acme spokesman Jan Ox', 'Jan Ox, who speaks for Acme'.
    """
    words = load_words()
    for role in _find_roles(head):
        lemma = role.lemma_.lower()
        if lemma in words["voice"] and not _is_former(role):
            body = _body_of(role, head)
            if body is not None:
                return body
        elif lemma in words["voices"] and role.tag_ in ("NNS", "NNPS"):
            body = _body_of(role, head)
            if body is not None and (body.pos_ == "PROPN" or body.ent_type_ in NAMES or _is_state_noun(body)):
                return body
    if head.lemma_.lower() in words["statement"]:
        return _body_of(head, head) or _issuer_of(head)
    return _represented_by(head)


def _find_roles(head: Token) -> Iterator[Token]:
    """The words that say what someone is: the head, what stands before a name, what is set beside it."""
    yield head
    for child in head.children:
        if child.dep_ in ("compound", "nmod", "amod", "appos") and child.pos_ in ("NOUN", "PROPN"):
            yield child
        if child.dep_ == "appos":
            yield from (inner for inner in child.children if inner.dep_ in ("appos", "compound"))
    if head.dep_ == "appos":
        yield head.head
    verb = head.head
    if head.dep_ == "nsubj" and verb.lemma_ == "be":
        yield from (child for child in verb.children if child.dep_ == "attr")


def _is_former(role: Token) -> bool:
    return any(child.lower_ in ("former", "ex", "then", "one-time", "onetime") for child in role.lefts)


def _is_state_noun(token: Token) -> bool:
    return token.lemma_.lower() in ("government", "ministry", "presidency", "palace", "embassy")


def _body_of(role: Token, head: Token) -> Token | None:
    """What stands before a word for an office, or behind its 'for', 'of', 'at', 'from'."""
    for child in role.children:
        if child.dep_ == "prep" and child.lower_ in ("for", "of", "at", "from", "with", "by") and child.i > role.i:
            held = next((part for part in child.children if part.dep_ == "pobj"), None)
            if held is not None and (_could_be_body(held) or child.lower_ == "for"):
                return held
    owners = [t for host in {role, head} for t in host.children if t.dep_ == "poss" and t.i < role.i]
    owner = next((t for t in owners if _could_be_body(t)), None)
    if owner is not None:
        return owner
    first = min(head.left_edge.i, role.left_edge.i)
    for token in reversed(list(role.doc[first : role.i])):
        if token.dep_ in CLAUSES or token.text in {",", ";"}:
            break
        if _could_be_body(token) and not _is_post(role, token):
            return token
    return None


def _is_post(role: Token, body: Token) -> bool:
    """'the UN ambassador': the place that an envoy is sent to, not the one that sends him."""
    return role.lemma_.lower() in ("ambassador", "envoy") and body.ent_type_ not in ("GPE", "NORP") and body.i < role.i


def _could_be_body(token: Token) -> bool:
    if token.pos_ == "PRON" or token.ent_type_ in ("PERSON", "DATE", "TIME"):
        return False
    if token.ent_type_ in NAMES:
        return True
    lemma = token.lemma_.lower()
    return lemma in load_words()["organisation"] or (token.pos_ == "PROPN" and lemma not in load_words()["official"])


def _issuer_of(head: Token) -> Token | None:
    """'The ministry issued a statement saying': the ministry."""
    verb = head.head
    if head.dep_ != "dobj" or verb.lemma_.lower() not in ISSUES:
        return None
    while verb.dep_ in ("conj", "advcl", "xcomp") and not any(child.dep_ == "nsubj" for child in verb.children):
        verb = verb.head
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _represented_by(head: Token) -> Token | None:
    """'who represented Acme at the talks', 'a lawyer representing the families', 'who speaks for Acme'."""
    hosts = [head, *(child for child in head.children if child.dep_ == "appos")]
    for clause in (child for host in hosts for child in host.children if child.dep_ in ("relcl", "acl")):
        for verb in (clause, *clause.conjuncts):
            lemma = verb.lemma_.lower()
            if lemma == "represent":
                return next((part for part in verb.children if part.dep_ == "dobj"), None)
            for prep in (child for child in verb.children if child.dep_ == "prep"):
                held = next((part for part in prep.children if part.dep_ == "pobj"), None)
                if lemma == "speak" and prep.lower_ == "for" and held is not None and held.pos_ != "NUM":
                    return held
                if lemma in ("serve", "act", "name", "identify", "describe") and prep.lower_ == "as" and held is not None:
                    return _body_of(held, held) if held.lemma_.lower() in load_words()["voice"] else None
    return None
