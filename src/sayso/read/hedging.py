"""What holds a claim open: hedges, open questions, signs that only point to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.negation import is_whether
from sayso.read.wording import is_word

if TYPE_CHECKING:
    from spacy.tokens import Token

UNSURE_PHRASE = re.compile(
    r"\b(?:not|n[o']t|never|un)\W*(?:know|known|clear|certain|sure|established|confirmed)\b"
    r"|\b(?:can(?:not|['’]t)|could\W*n[o'’]t|could not|unable to) (?:say|tell|confirm|establish|verify)\b",
    re.I,
)
ASKED = re.compile(r"\b(?:whether|if|who|what|when|where|why|how)\b", re.I)
NOT_RULED_OUT = re.compile(
    r"\b(?:can(?:not|['’]t| not)|could(?: not|n['’]t)|(?:has|have|had|did|do|does|will|would) ?n[o'’]t|unable to|never) "
    r"(?:be |been )?(?:rule[ds]?|exclude[ds]?) out\b",
    re.I,
)
PERMITTED = re.compile(
    r"\bunder (?:the|its|his|her|their|this) (?:\w+ ){0,3}(?:terms|rules?|laws?|act|lease|treaty|contract|licen[cs]e)\b"
    r"|\bmay only\b",
    re.I,
)
NEAR = 2  # steps from the claim's root to a hedge; deeper ones hold something else open
ASIDE = {"advcl", "relcl", "acl", "csubj", "pcomp"}  # clauses whose hedges are their own
MERE = {"likely", "probable"}  # before a noun they grade it: "the likely winner"


def find_hedges(tokens: Sequence[Token]) -> list[Token]:
    """Words that hedge the main statement of a claim."""
    inside = {token.i for token in tokens}
    return [token for token in tokens if _is_hedge(token, inside, tokens)] or _find_pointing(tokens, inside)


def _is_hedge(token: Token, inside: set[int], tokens: Sequence[Token]) -> bool:
    depth = _depth(token, inside)
    if depth > NEAR or not is_main(token, tokens):
        return False
    if token.tag_ == "MD":
        return is_word(token.text, "hedge.modals") and _is_doubt(token, tokens)
    if is_word(token.text, "hedge.words"):
        return token.pos_ in ("ADV", "ADJ", "VERB") and not _is_of_noun(token, inside) and not _is_denied(token)
    return depth <= 1 and token.pos_ == "VERB" and is_word(token.lemma_, "hedge.verbs") and not _is_sight(token)


def is_main(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word stands in a claim's main clause, or in a clause that the main one only frames."""
    inside = {other.i for other in tokens}
    at = token
    while at.head != at and at.head.i in inside:
        is_framed = at.dep_ in ("acl", "relcl") and is_word(at.head.lemma_, "frame.tentative")
        if at.dep_ in ASIDE and not is_framed:
            return False
        if at.dep_ == "ccomp" and any(c.tag_ in ("WP", "WRB", "WDT") for c in at.children):
            return False  # "did not say what it might do"
        at = at.head
    return True


def _is_of_noun(token: Token, inside: set[int]) -> bool:
    """'The suspected gunmen fled': it grades a noun, and the statement stands; 'carried out a suspected raid' does not."""
    if token.dep_ != "amod":
        return False
    noun = token.head
    is_told = noun.dep_ == "attr" or (noun.dep_ == "dobj" and is_word(noun.head.lemma_, "hedge.doing"))
    return token.lower_ in MERE or not (is_told or noun.head == noun or noun.head.i not in inside)


def _is_sight(verb: Token) -> bool:
    """'Posters appeared in May': to come in sight, not to seem."""
    if verb.lemma_ != "appear":
        return False
    return not any(
        child.dep_ in ("xcomp", "ccomp", "acomp", "oprd")
        or (child.dep_ == "advcl" and any(part.lower_ in ("as", "though") for part in child.children))
        for child in verb.children
    )


def _is_denied(token: Token) -> bool:
    """'Is not possible' denies; it does not hedge."""
    return (
        token.dep_ == "acomp"
        and token.lower_ in ("possible", "probable", "likely")
        and any(child.dep_ == "neg" for child in token.head.children)
    )


def _is_doubt(modal: Token, tokens: Sequence[Token]) -> bool:
    """Whether 'may', 'might', 'could' doubt: not a power ('could see'), not a leave ('may keep a dog under the lease')."""
    verb = modal.head
    if modal.lower_ == "may":
        return not PERMITTED.search(text_of(tokens))
    if modal.lower_ != "could":
        return True
    is_denied = any(c.dep_ == "neg" or c.lower_ in ("hardly", "scarcely", "only") for c in verb.children)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    nobody = subject is not None and (
        is_word(subject.text, "negate.quantity") or subject.left_edge.lower_ in ("no", "not")
    )
    is_perfect = any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children)
    return not (is_denied or nobody or (is_word(verb.lemma_, "hedge.power") and not is_perfect))


def _find_pointing(tokens: Sequence[Token], inside: set[int]) -> list[Token]:
    """'The marks suggest that', 'there are signs that', 'it is not impossible that'."""
    found = []
    for token in tokens:
        if _depth(token, inside) > 1:
            continue
        has_clause = any(child.dep_ in ("ccomp", "acl", "relcl") and child.i > token.i for child in token.children)
        is_free = not any(child.dep_ == "neg" or child.lower_ in ("no", "little") for child in token.children)
        by_nothing = any(child.dep_ == "nsubj" and is_word(child.text, "negate.quantity") for child in token.children)
        is_free = is_free and not any(child.tag_ == "MD" for child in token.children)  # "it will suggest that"
        points = token.pos_ == "VERB" and is_word(token.lemma_, "frame.point") and not by_nothing
        holds = token.dep_ in ("attr", "dobj", "nsubj") and is_word(token.lemma_, "frame.tentative")
        if has_clause and is_free and (points or (holds and token.head.lemma_ in ("be", "see", "have", "find"))):
            found.append(token)
        if is_word(token.lemma_, "negate.odds") and any(
            c.dep_ == "neg" for c in (*token.children, *(token.head.children if token.dep_ == "acomp" else ()))
        ):
            found.append(token)
    return found


def find_open(tokens: Sequence[Token]) -> list[Token]:
    """The words of an open question that is told, not put: 'it is not known whether', 'auditors wondered if'."""
    text = text_of(tokens)
    ruled = NOT_RULED_OUT.search(text)
    if ruled is not None:
        return _within(tokens, ruled)
    unsure = UNSURE_PHRASE.search(text)
    if unsure is not None and ASKED.search(text):
        return _within(tokens, unsure)
    asked = [
        token
        for token in tokens
        if is_word(token.lemma_, "frame.open")
        and is_main(token, tokens)
        and any(is_whether(child) for child in token.children if child.dep_ == "ccomp")
    ]
    return asked[:1]


def _within(tokens: Sequence[Token], match: re.Match[str]) -> list[Token]:
    start = tokens[0].idx
    return [
        token for token in tokens if match.start() < token.idx - start + len(token) and token.idx - start < match.end()
    ]


def text_of(tokens: Sequence[Token]) -> str:
    """The words of a claim's tokens as they stand, what lies between them included."""
    return str(tokens[0].doc[tokens[0].i : tokens[-1].i + 1].text) if tokens else ""


def _depth(token: Token, inside: set[int]) -> int:
    depth = 0
    while token.head != token and token.head.i in inside and depth < 9:
        token, depth = token.head, depth + 1
    return depth
