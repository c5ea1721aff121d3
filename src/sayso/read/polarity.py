"""Whether a claim is affirmed or negated: the negations on its main predicate and of the cues above it, each with its words."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.governors import FLIPS, Governor
from sayso.read.negation import find_negations
from sayso.schema import Spans
from sayso.text.spans import to_spans

if TYPE_CHECKING:
    from spacy.tokens import Token

# Kiparsky & Kiparsky (1970): what they govern stands even when they are negated
PRESUPPOSING = {
    "understand",
    "remember",
    "realize",
    "realise",
    "regret",
    "know",
    "recognize",
    "recognise",
    "discover",
    "learn",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """One value, the words that decided it as flow spans, and how they were counted."""

    value: str
    spans: Spans
    why: str


def judge_polarity(tokens: Sequence[Token], base: int, governors: Sequence[Governor]) -> Judgement:
    """Count the negations of a claim: those on its main predicate and those of the cues that lay it to someone.

    Args:
        tokens: the claim's tokens.
        base: flow offset of their block.
        governors: the cues above it, innermost first.
    """
    negations = find_negations(tokens)
    words = [_with_particle(token) for token in negations]
    spans = [(base + start, base + start + len(text)) for start, text in words]
    reasons = [f"“{text}” negates it" for _, text in words]
    count = len(negations)
    for governor in governors:
        if negates(governor):
            count += 1
            spans.extend((*governor.spans, *(governor.negators if governor.force != "denying" else ())))
            reasons.append(f"“{governor.words}” denies it")
        elif governor.negators and governor.force in ("denying", "doubting"):
            spans.extend((*governor.spans, *governor.negators))
            reasons.append(f"“{governor.words}”, itself negated, does not deny it")
    value = "negated" if count % 2 else "affirmed"
    if not reasons:
        return Judgement(value, (), "nothing negates it")
    if count and not count % 2:
        reasons.append("two negations affirm")
    return Judgement(value, to_spans(spans), "; ".join(reasons))


def _with_particle(token: Token) -> tuple[int, str]:
    """A negating word with what belongs to it, and where it begins: 'no longer', 'ruled out', 'far from'."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    pairs = {("no", "longer"), ("no", "one"), ("rule", "out"), ("far", "from"), ("anything", "but")}
    last = after if {(token.lower_, after.lower_), (token.lemma_, after.lower_)} & pairs else token
    return token.idx, str(token.doc[token.i : last.i + 1].text)


def negates(governor: Governor) -> bool:
    """Whether a cue turns what it governs: 'denied that', 'doubts that', 'does not believe that'."""
    if governor.force == "denying" or (governor.lemma == "doubt" and governor.is_clausal):
        return not governor.negators
    return bool(governor.negators) and governor.cue_class in FLIPS and governor.lemma not in PRESUPPOSING
