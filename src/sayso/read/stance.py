"""How the teller puts a claim: asserts, reports, hedges, denies, distances or asks, with the words that decided it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sayso.read.governors import Governor
from sayso.read.hedging import find_hedges, find_open, is_main
from sayso.read.layings import token_spans
from sayso.read.negation import find_negations, is_ruling_out
from sayso.read.polarity import Judgement
from sayso.read.wording import is_word
from sayso.schema import Spans
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a claim, as far as its stance depends on it.

    `is_quote`: the words are the source's own, and so are their hedges. `distance`: the words by which the teller stands
    off from the source, if any.
    """

    governors: Sequence[Governor]
    is_attributed: bool
    is_quote: bool
    is_question: bool
    distance: tuple[str, Spans] | None


def judge_stance(tokens: Sequence[Token], base: int, setting: Setting) -> Judgement:
    """Say how the teller puts a claim.

    Args:
        tokens: the claim's tokens, and for the teller's own words its whole sentence.
        base: flow offset of their block.
        setting: what stands around it.
    """
    if setting.is_question:
        return Judgement("asks", (), "put as a question")
    if setting.distance is not None:
        return Judgement("distances", setting.distance[1], f"“{setting.distance[0]}” keeps it at a distance")
    return (
        _by_denial(tokens, base, setting)
        or _by_distance(tokens, base, setting.governors)
        or (None if setting.is_quote else _by_hedge(tokens, base, setting.governors))
        or _plain(setting)
    )


def _by_denial(tokens: Sequence[Token], base: int, setting: Setting) -> Judgement | None:
    denials = [governor for governor in setting.governors if governor.force == "denying"]
    flat = next((governor for governor in denials if not governor.negators), None)
    if flat is not None:
        return Judgement("denies", flat.spans, f"“{flat.words}” denies")
    if denials:
        mild = denials[0]
        return Judgement(
            "hedges", to_spans((*mild.spans, *mild.negators)), f"“{mild.words}” does not deny it, and says no more"
        )
    found = find_negations(tokens)
    own = [token for token in found if is_word(token.lemma_, "frame.deny") or is_ruling_out(token)]
    if own and len(found) == 1 and not setting.is_quote:
        return Judgement("denies", token_spans(own, base), f"“{own[0].text}” denies")
    return None


def _by_distance(tokens: Sequence[Token], base: int, governors: Iterable[Governor]) -> Judgement | None:
    for governor in governors:
        if is_word(governor.words, "distance.words") and _is_around(governor, tokens, base):
            return Judgement("distances", governor.spans, f"“{governor.words}” keeps it at a distance")
    off = [token for token in tokens if is_word(token.text, "distance.words") and is_main(token, tokens)]
    return Judgement("distances", token_spans(off, base), f"“{off[0].text}” keeps it at a distance") if off else None


def _is_around(governor: Governor, tokens: Sequence[Token], base: int) -> bool:
    """Whether an adverb that was taken out of the claim stood with its main predicate: not in 'after allegedly killing'."""
    if not tokens:
        return True
    start, end = hull(governor.spans)
    adverb = tokens[0].doc.char_span(start - base, end - base, alignment_mode="expand")
    if adverb is None or len(adverb) != 1 or adverb[0].pos_ != "ADV":
        return True
    inside = {token.i for token in tokens} | {adverb[0].i}
    return is_main(adverb[0], [token for token in adverb[0].doc if token.i in inside])


def _by_hedge(tokens: Sequence[Token], base: int, governors: Iterable[Governor]) -> Judgement | None:
    for governor in governors:
        if _is_tentative(governor):
            return Judgement("hedges", governor.spans, f"“{governor.words}” hedges it")
    left = find_open(tokens)
    if left:
        return Judgement("hedges", token_spans(left, base), f"“{' '.join(token.text for token in left)}” leaves it open")
    hedges = find_hedges(tokens)
    return Judgement("hedges", token_spans(hedges, base), f"“{hedges[0].text}” hedges it") if hedges else None


def _is_tentative(governor: Governor) -> bool:
    """'Seems', 'suspects', 'doubts'; 'is thought to', of which nobody is said to think it."""
    if is_word(governor.words, "hedge.words"):
        return True
    if governor.force == "doubting" and governor.is_clausal:
        return not governor.negators or governor.cue_class == "seem"  # "few doubt that" doubts nothing
    return governor.is_passive and not governor.has_source and is_word(governor.lemma, "hedge.passive")


def _plain(setting: Setting) -> Judgement:
    if not setting.is_attributed:
        return Judgement("asserts", (), "said in the teller's own voice without a hedge")
    cue = next((governor for governor in setting.governors if governor.cue_class != "seem"), None)
    if cue is None:
        return Judgement("reports", (), "laid to a source")
    as_so = " as so" if cue.force == "factive" and not cue.negators else ""
    return Judgement("reports", cue.spans, f"“{cue.words}” reports it{as_so}")
