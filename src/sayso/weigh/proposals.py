"""How each piece of evidence stands to each hypothesis, as sayso proposes it, with the reason.

The hypotheses of a matrix exclude one another (Heuer 1999, step 1): what tells one speaks against the others, and what denies
one fits the others. The proposals rest on that, and say so.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sayso.schema import Hypothesis
from sayso.text.counting import find_counts
from sayso.weigh.exclusions import Bar, find_bar, find_shared
from sayso.weigh.likening import MOST_TELLINGS, Likened, Statement, Tellings, is_negated, liken, split_clauses

CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE = "consistent", "inconsistent", "neutral", "not applicable"
VALUES = (CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE)

# Swept on the hand-filled cells of the four cases of benchmarks/cases and of khan-sheikhun, 2026-11 (`benchmarks/weighing.py`), for
# the most cells right of those proposed for or against, a wrong-way cell costing four of them and any other wrong one one: BEARS
# of 0.35 to 0.45, TELLS 0.50 to 0.75, DENIES 0.60 to 0.80, BESIDE 0 to 0.15. Lower TELLS gives four to eight wrong-way cells for
# ten right ones more. Of what lies between UNSURE and TELLS 21 of 28 cells are for or against by hand, of what lies below 17 of 51.
BEARS = 0.40  # cosine to some hypothesis from which on a piece of evidence has to do with the question
UNSURE = 0.40  # likeness from which on it may tell the hypothesis, so that its cell is left open
TELLS = 0.61  # likeness from which on it tells the hypothesis, or denies it, and so speaks against or for its rivals
DENIES = 0.70  # likeness from which on what denies one hypothesis fits its rivals: they may all be wrong
BESIDE = 0.03  # likeness by which another hypothesis must fall behind the nearest, else the words don't tell them apart

_DATED = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)

Key = tuple[str, str]
Place = tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """What sayso proposes for a cell: `value` is null where it proposes nothing; `score` says how sure it is, 0 to 1.

    Of what is left open because it is near but not near enough, `score` says how near; another cell may still decide it. Where
    it is 0 nothing may, nor where people did (`is_ruled`).
    """

    value: str | None
    score: float
    why: str
    is_ruled: bool = False
    is_barred: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """What keeps two pieces of evidence from holding together: its kind, as in `contradictions`, and the reason."""

    kind: str
    why: str


OUTSIDE = Proposal(NOT_APPLICABLE, 0.5, "it has nothing to do with any hypothesis, by its meaning")


def propose_cells(
    hypotheses: Sequence[Hypothesis],
    evidence: Mapping[Key, Tellings],
    clashing: Mapping[Key, Sequence[tuple[Key, Clash]]],
    *,
    ruled: Mapping[Key, Mapping[str, str | None]] | None = None,
) -> dict[Key, dict[str, Proposal]]:
    """Propose the cells of every piece of evidence that bears on a hypothesis.

    What is proposed of one hypothesis because of another goes by what people ruled of that one: what they don't find to tell it
    speaks neither against its rivals nor against the null.

    Args:
        hypotheses: any number; the null is proposed from the cells of the others.
        evidence: how each is told, by group and side.
        clashing: by group and side, those that can't hold beside it and why, from `contradictions`.
        ruled: by group and side, what people's rulings come to by hypothesis; null where they differ.
    Returns:
        By group and side, a proposal for each hypothesis, of a ruled cell that which stands without any ruling; pieces without
        a place in it bear on none.
    """
    real = sorted((one for one in hypotheses if not one.is_null), key=lambda one: one.id)
    nulls = [one for one in hypotheses if one.is_null]
    keys = sorted(evidence)
    likened = liken([one.text for one in real], [evidence[key] for key in keys], bears=BEARS)
    bars = _find_bars(real, likened, [evidence[key] for key in keys])
    own = {key: cells for column, key in enumerate(keys) if (cells := _propose_column(real, likened, column, bars))}
    found = _derive(own, clashing, real, nulls)
    if not ruled:
        return found
    held = {
        key: {id_: _hold(cell, ruled[key][id_]) if id_ in ruled.get(key, {}) else cell for id_, cell in cells.items()}
        for key, cells in own.items()
    }
    derived = _derive(held, clashing, real, nulls)
    for key in ruled.keys() & found.keys():
        kept = derived.setdefault(key, dict(found[key]))
        kept.update({id_: found[key][id_] for id_ in ruled[key] if id_ in found[key]})
    return derived


def _hold(cell: Proposal, value: str | None) -> Proposal:
    """A cell that people ruled, for others to go by; only where they say what its words say do the words still count."""
    return Proposal(value, cell.score if value == cell.value else 0.0, cell.why, is_ruled=True)


def _derive(
    own: Mapping[Key, Mapping[str, Proposal]],
    clashing: Mapping[Key, Sequence[tuple[Key, Clash]]],
    real: Sequence[Hypothesis],
    nulls: Sequence[Hypothesis],
) -> dict[Key, dict[str, Proposal]]:
    """Add to the cells that a piece's own words decide those that other cells do."""
    found = {key: dict(cells) for key, cells in own.items()}
    told = {key: {id_: cell for id_, cell in cells.items() if _tells(cell)} for key, cells in found.items()}
    whole = {one.id for one in real if len(split_clauses(one.text)) == 1}
    for cells in found.values():
        _add_rivals(cells, whole)
    _spread(found, told, clashing, {one.id: one.text for one in real})
    for cells in found.values():
        for null in nulls:
            cells[null.id] = _propose_null({one.id: cells[one.id] for one in real})
    return found


def _find_bars(real: Sequence[Hypothesis], likened: Likened, evidence: Sequence[Tellings]) -> dict[Place, Bar]:
    """Where hypothesis or evidence sets aside what the other affirms, by row and column; of those that the model was asked of."""
    bars = {}
    for row, column in np.argwhere(~np.isnan(likened.alike)).tolist():
        found = [bar for one in evidence[column][:MOST_TELLINGS] for bar in _find_own(real[row].text, one)]
        first = evidence[column][0]
        if found:
            is_against = any(bar.is_against for bar in _find_own(real[row].text, first))
            bars[row, column] = dataclasses.replace(found[0], is_against=is_against)
        elif first.is_negated and (shared := find_shared(real[row].text, first.text)):
            bars[row, column] = shared
    return bars


def _find_own(text: str, told: Statement) -> list[Bar]:
    """What bars one wording; of what a denial denies without saying so ("he denied that the police came") nothing is affirmed."""
    if told.is_negated and not is_negated(told.text):
        return []
    return [bar for words in sorted({told.text, told.filled}) if (bar := find_bar(text, words))]


def _propose_column(
    real: Sequence[Hypothesis], likened: Likened, column: int, bars: Mapping[Place, Bar]
) -> dict[str, Proposal]:
    """Cells of one piece of evidence by its own words; empty when it bears on nothing.

    The nearest hypothesis is told, or denied. Another can be so by the same words only the other way round ("it was sold", "it
    was never sold"): of two that exclude one another the same words don't tell both.
    """
    near = likened.near[:, column]
    if not len(near) or float(near.max()) < BEARS:
        return {}
    alike = np.nan_to_num(likened.alike[:, column]).tolist()  # 0 where the model wasn't asked
    denied = [_is_against(likened, (row, column), bars.get((row, column))) for row in range(len(real))]
    best = max(range(len(real)), key=lambda row: (alike[row], -row))
    rivals = [alike[row] for row in range(len(real)) if row != best and denied[row] == denied[best]]
    is_apart = alike[best] - max(rivals, default=0.0) >= BESIDE
    cells = {}
    for row, hypothesis in enumerate(real):
        how = f"likeness {alike[row]:.2f}"
        is_own = (row == best and is_apart) or denied[row] != denied[best]
        if likened.is_open[row, column]:
            cells[hypothesis.id] = Proposal(None, 0.0, "near to it, but too many pairs are nearer to be read one by one")
        elif alike[row] >= TELLS and is_own:
            cells[hypothesis.id] = _tell(likened, row, column, how, bars.get((row, column)))
        elif not is_apart and alike[row] >= max(TELLS, alike[best] - BESIDE):
            cells[hypothesis.id] = Proposal(None, 0.0, f"it tells another hypothesis about as well ({how}): a person must say")
        elif alike[row] >= UNSURE:
            why = f"near to it, but not near enough to say for it or against it ({how})"
            if alike[row] >= TELLS:
                why = f"near to it ({how}), but nearer to {real[best].id}"
            cells[hypothesis.id] = Proposal(None, min(alike[row], 1.0), why)
        else:
            told = f"it bears on the question and decides nothing here (cosine {near[row]:.2f})"
            cells[hypothesis.id] = Proposal(NEUTRAL, 1 - min(max(float(near[row]), alike[row]), 1.0), told)
    barred = {real[row].id for (row, at), bar in bars.items() if at == column and not bar.is_shared}
    return {id_: dataclasses.replace(cell, is_barred=id_ in barred) for id_, cell in cells.items()}


def _is_against(likened: Likened, at: Place, bar: Bar | None) -> bool:
    """Whether a piece of evidence, so far as it tells what a hypothesis says, denies it, or tells something else."""
    if bar:
        return not bar.is_shared
    return bool(likened.is_opposed[at]) or at in likened.clashes


def _tell(likened: Likened, row: int, column: int, how: str, bar: Bar | None) -> Proposal:
    """The cell of a hypothesis that a piece of evidence tells or denies."""
    alike = float(likened.alike[row, column])
    if bar and bool(likened.is_opposed[row, column]) == bar.is_shared:
        value, rest = (INCONSISTENT, "") if bar.is_against else (None, ": a person must say")
        return Proposal(value, min(alike, 1.0), f"it tells the like ({how}), but {bar.why}{rest}")
    if (row, column) in likened.clashes:
        return Proposal(INCONSISTENT, alike, f"it tells the like with another number, {likened.clashes[row, column]}")
    if likened.is_opposed[row, column]:
        return Proposal(INCONSISTENT, alike, f"it denies what the hypothesis says ({how})")
    return Proposal(CONSISTENT, alike, f"it says what the hypothesis says ({how})")


def _spread(
    found: dict[Key, dict[str, Proposal]],
    told: Mapping[Key, Mapping[str, Proposal]],
    clashing: Mapping[Key, Sequence[tuple[Key, Clash]]],
    texts: Mapping[str, str],
) -> None:
    """What clashes with evidence that tells a hypothesis (`told`) speaks against it, though its own words are of something else.

    It speaks for no rival: that needs words of its own. A clash of numbers or dates counts where the hypothesis names one: two
    tolls of one attack leave open who attacked.
    """
    named = {
        "number": {id_ for id_, text in texts.items() if find_counts(text)},
        "date": {id_ for id_, text in texts.items() if _DATED.search(text)},
    }
    for key in sorted(told):
        for other, clash in clashing.get(key, ()):
            for id_, cell in sorted(told[key].items()):
                if id_ not in named.get(clash.kind, texts):
                    continue
                cells = found.setdefault(
                    other, {one: Proposal(NEUTRAL, 0.5, "it clashes with what tells another hypothesis") for one in texts}
                )
                if _is_undecided(cells[id_]):
                    why = f"it can't hold beside what tells the hypothesis: {clash.why}"
                    cells[id_] = Proposal(INCONSISTENT, cell.score * 0.9, why)


def _is_undecided(cell: Proposal) -> bool:
    """Whether the words of a piece leave a cell to be decided by what other cells say."""
    return not cell.is_ruled and (cell.value == NEUTRAL or (cell.value is None and cell.score > 0))


def _tells(cell: Proposal) -> bool:
    """Whether a piece tells a hypothesis in its own words; what people find consistent need not."""
    return cell.value == CONSISTENT and cell.score > 0


def _add_rivals(cells: dict[str, Proposal], whole: Collection[str]) -> None:
    """What tells one hypothesis speaks against the others; what denies one, and tells none, fits the others.

    What tells one clause of several (`whole` has the hypotheses of one clause) leaves the rivals open: they may share it.
    """
    told = [id_ for id_, cell in cells.items() if cell.value == CONSISTENT]
    denied = [id_ for id_, cell in cells.items() if cell.value == INCONSISTENT and cell.score >= DENIES and not cell.is_barred]
    plain = [id_ for id_ in told if id_ in whole and _tells(cells[id_])]
    for id_, cell in list(cells.items()):
        if not _is_undecided(cell):
            continue
        if plain:
            why = f"it tells {plain[0]}, and the hypotheses exclude one another"
            cells[id_] = Proposal(INCONSISTENT, cells[plain[0]].score * 0.8, why)
        elif len(denied) == 1 and not told and not cell.is_barred:
            cells[id_] = Proposal(CONSISTENT, cells[denied[0]].score * 0.6, f"it denies {denied[0]}, as this hypothesis does")


def _propose_null(cells: Mapping[str, Proposal]) -> Proposal:
    """The null says that none of the others holds: what tells one denies it, what denies all fits it."""
    told = [(cell.score, id_) for id_, cell in cells.items() if cell.value == CONSISTENT and cell.score >= TELLS]
    if told:
        score, id_ = max(told)
        return Proposal(INCONSISTENT, score * 0.8, f"it tells {id_}, and the null says that none holds")
    if cells and all(cell.value == INCONSISTENT for cell in cells.values()):
        score = min(1.0 if cell.is_ruled else cell.score for cell in cells.values())
        return Proposal(CONSISTENT, score, "it speaks against every other hypothesis")
    return Proposal(NEUTRAL, 0.5, "it tells none of the others and does not deny all of them")
