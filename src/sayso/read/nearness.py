"""How near an unnamed source says it stands to what it tells: it saw it, saw the papers, sits in the body, heard it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.read.describe import load_words

if TYPE_CHECKING:
    from spacy.tokens import Token

NOT_TOLD = "not told"
RANKS = ("second hand", "witness", "had access", "insider", NOT_TOLD)  # of several things said, the first here holds
WITNESS = re.compile(
    r"\b(?:eye-?witness\w*|(?:at|on|from) the (?:scene|spot)|who (?:saw|watched|witnessed|heard|survived|escaped|was there"
    r"|were there|took part)|detained|arrested|injured|wounded)\b",
    re.IGNORECASE,
)
SAW = re.compile(r"\b(?:I|we|he|she|they) (?:\w+ly )?(?:saw|witnessed|watched|heard|had seen)\b", re.IGNORECASE)
ACCESS = re.compile(
    r"\b(?:briefed|familiar with|knowledge of|close to (?:the|those|both)|privy to|access to"
    r"|(?:has|have|had) (?:seen|read|reviewed)"
    r"|who (?:saw|read|reviewed) the|involved in|working on|investigating|learned (?:in|at|from)|direct knowledge)\b",
    re.IGNORECASE,
)
SECOND_HAND = re.compile(
    r"\b(?:citing|quoting|heard (?:it )?from|had been told|was told|were told|told (?:him|her|them))\b", re.IGNORECASE
)
INTERNAL = {"internal", "leaked", "confidential", "classified", "secret"}


def judge_near(head: Token, kind: str, *, cue: Token | None = None) -> str:
    """How near an unnamed source says it stands, by its phrase and the clause that lays words to it.

    Args:
        head: head of the phrase that names it.
        kind: as in `referents.kind`.
        cue: the verb that lays words to it, if there is one.
    Returns:
        witness, had access, insider, second hand or not told.
    """
    words = load_words()
    phrase = head.doc[head.left_edge.i : head.right_edge.i + 1].text
    lemma = head.lemma_.lower()
    if kind == "document":
        modifiers = {child.lower_ for child in head.lefts}
        return "witness" if lemma in words["recording"] else "insider" if modifiers & INTERNAL else NOT_TOLD
    if cue is not None and _is_passed_on(cue, head):
        return "second hand"
    if lemma in words["witness"] or WITNESS.search(phrase) or (cue is not None and SAW.search(_said_by(cue))):
        return "witness"
    if lemma in words["examiner"] or ACCESS.search(phrase) or (cue is not None and ACCESS.search(_said_by(cue)[:60])):
        return "had access"
    if kind == "official" or lemma in words["insider"] or _is_source_within(head):
        return "insider"
    return NOT_TOLD


def pick_nearer(known: str | None, found: str) -> str:
    """Of what is said of one source in two places, the one that tells more."""
    return found if known is None else min(known, found, key=RANKS.index)


def _is_passed_on(cue: Token, head: Token) -> bool:
    """'The official, citing informants, said': a participle beside the cue or the phrase that passes on another's words."""
    beside = [*cue.children, *head.children]
    between = head.doc[head.i : cue.i].text if head.i < cue.i else ""
    return re.search(r",\s+(?:citing|quoting)\b", between) is not None or any(
        child.dep_ in ("advcl", "acl", "relcl")
        and SECOND_HAND.search(child.doc[child.i : min(child.right_edge.i, child.i + 3) + 1].text) is not None
        for child in beside
    )


def _said_by(cue: Token) -> str:
    """The words that stand right behind the cue in its sentence."""
    return str(cue.doc[cue.i : min(cue.sent.end, cue.i + 24)].text)


def _is_source_within(head: Token) -> bool:
    """'a source at the ministry', 'police sources', 'the presidency source'."""
    if head.lemma_.lower() != "source":
        return False
    words = load_words()
    office = words["official"] | words["organisation"] | words["office"]
    return any(
        (child.dep_ in ("compound", "amod", "nmod", "poss") and (child.lemma_.lower() in office or child.ent_type_ == "ORG"))
        or (child.dep_ == "prep" and child.lower_ in ("at", "in", "within", "inside", "from"))
        for child in head.children
    )
