"""Propose a claim's digit: how credible it is, from nothing but what else the case holds on the same matter.

Who says it is the letter's business: a digit takes no notice of it beyond asking whether others are other sources.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.weigh.standing import Standing
from sayso.weigh.wording import say_count, say_list

CONFIRMED, PROBABLE, POSSIBLE, DOUBTFUL, IMPROBABLE, UNJUDGED = "1", "2", "3", "4", "5", "6"
DIGITS = (CONFIRMED, PROBABLE, POSSIBLE, DOUBTFUL, IMPROBABLE, UNJUDGED)

# FM 2-22.3 asks for other independent *sources*, more than one besides the claim's own; STANAG 2511 for certainty that the other
# is another. Lines are inferred, and two that agree by a mistake of linking are no rarity, so two lines come to 2 and three to 1.
CONFIRMING = 3

# What goes beyond the claim it was taken from is confirmed by nobody who confirms that one.
_BEYOND = ("hedge lost", "verb hardened", "name sharper", "denial left out")
_OTHERWISE = ("number", "date")  # gives something else than the claim it was taken from


def propose_digit(standing: Standing) -> tuple[str, tuple[str, ...]]:
    """Give a claim's digit, and its reasons in words, the weightiest first.

    1 asks for three lines of named, independent sources of which the claim doesn't speak, and nobody against it. 2 has two of
    them, or two lines more for it than against. 3 is told by several who may be one, or who speak of themselves, or has one line
    more for it than against; 4 stands against as many others, its own source or what it was taken from; 5 was mended, or has more
    lines against it than for it. 6: nothing else in the case bears on it.

    Source: FM 2-22.3 (2006), appendix B; STANAG 2511 (2003).
    """
    digit, reasons = _weigh_lines(standing)
    if not standing.word.is_telling or standing.mended == "withdrawn":
        return digit, tuple(reasons)
    if standing.mended == "reversed" and digit != IMPROBABLE:
        digit = POSSIBLE if standing.n_plain > 1 and digit < DOUBTFUL else DOUBTFUL
        reasons.insert(0, "its own source says otherwise elsewhere")
    otherwise = [drift for drift in standing.drifts if drift.kind in _OTHERWISE]
    beyond = [drift for drift in standing.drifts if drift.kind in _BEYOND]
    if otherwise and digit != IMPROBABLE:
        digit = DOUBTFUL
        reasons.insert(0, f"it gives another {otherwise[0].kind} than the claim that it was taken from")
    elif beyond:
        digit = _floor(digit, POSSIBLE)
        reasons.append(f"it goes beyond the claim that it was taken from ({beyond[0].kind})")
    if standing.word.claim.stance == "hedges":
        digit = _floor(digit, PROBABLE)
        reasons.append("it is put forward with a hedge")
    return digit, tuple(reasons)


def _floor(digit: str, least: str) -> str:
    """The worse of two digits; *cannot be judged* is neither better nor worse than another and stays."""
    return digit if digit == UNJUDGED else max(digit, least)


def _weigh_lines(standing: Standing) -> tuple[str, list[str]]:
    if not standing.word.is_telling:
        asked = standing.word.claim.stance == "asks"
        return UNJUDGED, ["it is asked and not told" if asked else "its teller keeps it at a distance and lays it to nobody"]
    if standing.mended == "withdrawn":
        return UNJUDGED, ["all it rests on was withdrawn"]
    if standing.mended == "corrected":
        return IMPROBABLE, ["a later document mends it", *_say_lines(standing)]
    if standing.n_against:
        return _weigh_against(standing), [_say_against(standing), *_say_lines(standing)]
    digit = _weigh_backing(standing)
    if standing.is_contradicted:  # a denial by one whom it concerns, or by nobody with a name, decides nothing
        return _floor(digit, PROBABLE), [*_say_lines(standing), _say_against(standing)]
    nobody = "nothing else in the case bears on it" if digit == UNJUDGED else "nobody contradicts it"
    return digit, [nobody, *_say_lines(standing)] if digit == UNJUDGED else [*_say_lines(standing), nobody]


def _weigh_backing(standing: Standing) -> str:
    if standing.n_plain > 1:
        return CONFIRMED if standing.n_plain >= CONFIRMING else PROBABLE
    return POSSIBLE if standing.n_possible > 1 else UNJUDGED


def _weigh_against(standing: Standing) -> str:
    lines, against = standing.n_lines, standing.n_against
    if against > max(lines, 1):
        return IMPROBABLE
    if lines > against + 1 and standing.n_plain > 1:
        return PROBABLE
    return POSSIBLE if lines > against else DOUBTFUL


def _say_lines(standing: Standing) -> Sequence[str]:
    told = []
    if standing.n_lines > 1:
        told.append(f"{standing.n_lines} independent lines lead to it")
        if standing.n_plain < standing.n_lines:
            told.append(f"on {standing.n_lines - standing.n_plain} of them a source speaks of itself or has no name")
    elif standing.n_possible > 1:
        told.append(
            f"1 line is established, {standing.n_possible} are possible: who has it from whom isn't known"
        )
    elif standing.n_tellings > 1:
        told.append(f"{standing.n_tellings} documents tell it on the same word, which adds nothing")
    else:
        told.append("1 document tells it")
    return told


def _say_against(standing: Standing) -> str:
    if standing.against:
        return f"contradicted by {say_list(standing.against)}, on {say_count(standing.n_against, 'line')}"
    if standing.against_parties:
        return f"contradicted only by {say_list(standing.against_parties)}, of whom the matter speaks"
    return "contradicted only by people without a name"
