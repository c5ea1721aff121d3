"""How a claim is put: polarity (affirmed or negated) and stance, each with the words that decided it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.schema import Spans
from sayso.text.spans import to_spans

if TYPE_CHECKING:
    from spacy.tokens import Token

NEGATORS = {
    "no",
    "not",
    "n't",
    "n’t",
    "never",
    "none",
    "nobody",
    "nothing",
    "neither",
    "nor",
    "without",
    "cannot",
    "hardly",
    "scarcely",
}
NEGATIVE_HEADS = {
    "unlikely",
    "impossible",
    "false",
    "untrue",
    "baseless",
    "unfounded",
    "doubtful",
    "incorrect",
    "implausible",
    "improbable",
    "fabricated",
    "unproven",
    "groundless",
}
NEGATIVE_VERBS = {"lack"}
UNDOING_VERBS = {"fail", "refuse", "cease", "stop", "decline"}  # negate what they are to do: "failed to inspect"
SHOWING = {"show", "suggest", "indicate", "reveal", "mean", "find", "confirm", "demonstrate", "prove", "establish"}
UNSURE = {"know", "say", "tell", "establish", "confirm", "determine", "verify", "decide"}
UNSURE_PHRASE = re.compile(
    r"\b(?:not|n[o']t|never|un)\W*(?:know|known|clear|certain|sure|established|confirmed)\b"
    r"|\b(?:can(?:not|['’]t)|could\W*n[o'’]t|could not|unable to) (?:say|tell|confirm|establish|verify)\b",
    re.I,
)
EVIDENCE = {"evidence", "proof", "sign", "indication", "trace", "case", "reason", "record", "truth", "knowledge"}
MODALS = {"may", "might", "could"}
HEDGES = {
    "possibly",
    "perhaps",
    "probably",
    "maybe",
    "presumably",
    "apparently",
    "seemingly",
    "likely",
    "suspected",
    "alleged",
    "potentially",
    "conceivably",
    "arguably",
    "purported",
    "possible",
    "probable",
    "unclear",
    "unknown",
    "unconfirmed",
    "unverified",
    "potential",
    "rumored",
    "rumoured",
    "uncertain",
}
HEDGE_VERBS = {"appear", "seem", "suspect", "believe", "think", "tend", "suggest"}
DISTANCING = {"purport", "profess"}
DISTANCE_WORDS = {"allegedly", "purportedly", "supposedly", "ostensibly", "so-called"}
DISTANCE_PHRASE = re.compile(
    r"\bif (?:indeed|true|[a-z]+ (?:is|are) to be believed)\b|\bor so\b|\bso (?:they|he|she) (?:say|says|claim|claims)\b",
    re.I,
)
OTHER_SIDE = re.compile(
    r"counter-?\s?argument|opposing view|other side|objections?\b|critics|the case (?:for|against)|sceptics|skeptics|myths?\b"
    r"|what (?:they|opponents) say|['’]s? (?:account|version|case|side|view|position|defen[cs]e|response)\s*$",
    re.I,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """One value, the words that decided it as flow spans, and how they were counted."""

    value: str
    spans: Spans
    why: str


def judge_polarity(tokens: Sequence[Token], base: int, cues: Sequence[tuple[str, str, Spans, bool]]) -> Judgement:
    """Count the negations of a claim: those on its main predicate and those of the cues that lay it to someone.

    Args:
        tokens: the claim's tokens.
        base: flow offset of their block.
        cues: cue text, force, spans and whether the cue is negated, innermost first.
    """
    negations = _find_negations(tokens)
    spans = [(base + token.idx, base + token.idx + len(token)) for token in negations]
    reasons = [f"“{token.text}” negates it" for token in negations]
    count = len(negations)
    for text, force, cue_spans, is_negated in cues:
        if (force == "denying") != is_negated:
            count += 1
            spans.extend(cue_spans)
            reasons.append(f"“{text}” denies it")
    value = "negated" if count % 2 else "affirmed"
    if not reasons:
        return Judgement(value, (), "nothing negates it")
    if count and not count % 2:
        reasons.append("two negations affirm")
    return Judgement(value, to_spans(spans), "; ".join(reasons))


def _find_negations(tokens: Sequence[Token]) -> list[Token]:
    inside = {token.i for token in tokens}
    roots = [token for token in tokens if token.head.i not in inside or token.head == token]
    roots.sort(key=lambda token: token.pos_ not in ("VERB", "AUX"))
    found: list[Token] = []
    for root in roots[:1] if roots else []:
        root = _main_predicate(root)
        found.extend(_negations_of(root, inside))
    return found


def _main_predicate(root: Token) -> Token:
    """Through 'it is clear that ...', 'there is evidence that ...' when nothing negates them, to what they frame."""
    if root.lemma_ == "be" and root.pos_ == "AUX":
        frame = next((c for c in root.children if c.dep_ in ("acomp", "attr")), None)
        clause = next(
            (
                c
                for c in (*root.children, *(frame.children if frame is not None else ()))
                if c.dep_ == "ccomp" and c.i > root.i
            ),
            None,
        )
        if (
            frame is not None
            and clause is not None
            and frame.lemma_.lower() in ("clear", "true", "evident", "obvious", "certain", "known", "apparent")
            and (not any(c.dep_ == "neg" for c in root.children) or _is_whether(clause))
        ):
            return clause
    if root.lemma_ in SHOWING and not any(
        c.dep_ == "neg" for c in root.children
    ):  # 'tests have shown that they are not'
        clause = next((c for c in root.children if c.dep_ == "ccomp" and c.i > root.i), None)
        if clause is not None:
            return clause
    if root.lemma_ in UNSURE and root.pos_ == "VERB":  # 'it is not known whether', 'we cannot say whether'
        clause = next((c for c in root.children if c.dep_ == "ccomp" and _is_whether(c)), None)
        if clause is not None:
            return clause
    return root


def _is_whether(clause: Token) -> bool:
    return any(part.dep_ == "mark" and part.lower_ in ("whether", "if") for part in clause.children)


def _negations_of(root: Token, inside: set[int]) -> list[Token]:
    found = []
    if root.pos_ == "VERB" and root.i in inside:
        undoes = root.lemma_.lower() in UNDOING_VERBS and any(child.dep_ == "xcomp" for child in root.children)
        if undoes or root.lemma_.lower() in NEGATIVE_VERBS:
            found.append(root)
    for child in root.children:
        if child.i not in inside:
            continue
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in NEGATORS):
            if not _is_only(child):
                found.append(child)
        elif child.dep_ in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "attr",
            "pobj",
            "expl",
            "dative",
            "det",
            "preconj",
            "oprd",
            "ccomp",
        ):
            found.extend(_quantified(child, inside))
        elif child.dep_ in ("acomp", "xcomp", "advmod", "attr") and child.lemma_.lower() in NEGATIVE_HEADS:
            found.append(child)
        elif child.dep_ == "prep":
            found.extend(n for part in child.children if part.dep_ == "pobj" for n in _quantified(part, inside))
        if child.dep_ == "acomp" and child.lemma_.lower() in NEGATIVE_HEADS and child not in found:
            found.append(child)
        if child.dep_ in ("acomp", "attr", "oprd"):
            found.extend(
                part
                for part in child.children
                if part.dep_ in ("neg", "advmod") and part.lower_ in NEGATORS and part.i in inside
            )
    if root.lemma_.lower() in NEGATIVE_HEADS and root.i in inside:
        found.append(root)
    return list(dict.fromkeys(found))


def _is_only(token: Token) -> bool:
    """'not only X but Y', 'not just', 'not so much' negate nothing."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("only", "just", "merely", "so")


def _quantified(noun: Token, inside: set[int]) -> list[Token]:
    """'no evidence', 'not one operative', 'none of them'."""
    if noun.i not in inside:
        return []
    if noun.lower_ in ("none", "nobody", "nothing", "neither"):
        return [noun]
    return [
        part
        for part in noun.subtree
        if part.i in inside
        and part.i <= noun.i
        and part.lower_ in ("no", "not", "neither")
        and not _is_only(part)
        and part.dep_ in ("det", "neg", "advmod", "preconj", "quantmod")
    ]


def judge_stance(  # noqa: PLR0913
    tokens: Sequence[Token],
    base: int,
    *,
    cues: Sequence[tuple[str, str, Spans, bool]],
    is_attributed: bool,
    is_quote: bool,
    is_question: bool,
    distance: tuple[str, Spans] | None,
) -> Judgement:
    """Say how the teller puts a claim.

    Args:
        tokens: the claim's tokens, and for the teller's own words its whole sentence.
        base: flow offset of their block.
        cues: as for `judge_polarity`.
        is_attributed: whether a source is named or an unnamed one spoken of.
        is_quote: whether the words are the source's own; their hedges are then the source's, not the teller's.
        is_question: whether the teller asks.
        distance: the words by which the teller stands off from the source, if any.
    """
    if is_question:
        return Judgement("asks", (), "put as a question")
    if distance is not None:
        return Judgement("distances", distance[1], f"“{distance[0]}” keeps it at a distance")
    denying = next(((text, spans) for text, force, spans, _ in cues if force == "denying"), None)
    if denying is not None:
        return Judgement("denies", denying[1], f"“{denying[0]}” denies")
    for text, _, spans, _ in cues:
        if text.lower() in DISTANCE_WORDS:
            return Judgement("distances", spans, f"“{text}” keeps it at a distance")
        if text.lower() in HEDGES:
            return Judgement("hedges", spans, f"“{text}” hedges it")
    off = [token for token in tokens if token.lower_ in DISTANCE_WORDS]
    if off:
        return Judgement("distances", _spans(off, base), f"“{off[0].text}” keeps it at a distance")
    unsure = None if is_quote else UNSURE_PHRASE.search(_text_of(tokens))
    if unsure is not None and any(token.lower_ in ("whether", "if") for token in tokens):
        found = [token for token in tokens if token.lower_ in unsure.group().lower().split()]
        return Judgement("hedges", _spans(found, base), f"“{unsure.group()}” leaves it open")
    hedges = [] if is_quote else find_hedges(tokens)
    if hedges:
        return Judgement("hedges", _spans(hedges, base), f"“{hedges[0].text}” hedges it")
    if is_attributed:
        text, _, spans, _ = cues[0] if cues else ("", "", (), False)
        return Judgement("reports", spans, f"“{text}” reports it" if text else "laid to a source")
    return Judgement("asserts", (), "said in the teller's own voice without a hedge")


def _text_of(tokens: Sequence[Token]) -> str:
    return str(tokens[0].doc[tokens[0].i : tokens[-1].i + 1].text) if tokens else ""


def find_hedges(tokens: Sequence[Token]) -> list[Token]:
    """Words that hedge the main statement of a claim."""
    inside = {token.i for token in tokens}
    found = []
    for token in tokens:
        depth = _depth(token, inside)
        if (
            (token.lower_ in MODALS and token.tag_ == "MD" and depth <= 2 and not _is_conditional(token))
            or (
                token.lower_ in HEDGES
                and depth <= 2
                and token.pos_ in ("ADV", "ADJ", "VERB")
                and not (token.lower_ == "likely" and token.dep_ == "amod")
            )
            or (
                token.lemma_.lower() in HEDGE_VERBS
                and token.lemma_.lower() in ("appear", "seem")
                and depth <= 1
                and token.pos_ == "VERB"
            )
        ):
            found.append(token)
    return found


def _is_conditional(modal: Token) -> bool:
    """'could not', 'could have been seen from': ability, not doubt, when negated or in the past with a subject's power."""
    return modal.lower_ == "could" and any(c.dep_ == "neg" for c in modal.head.children)


def _depth(token: Token, inside: set[int]) -> int:
    depth = 0
    while token.head != token and token.head.i in inside and depth < 9:
        token, depth = token.head, depth + 1
    return depth


def _spans(tokens: Sequence[Token], base: int) -> Spans:
    return to_spans((base + token.idx, base + token.idx + len(token)) for token in tokens)
