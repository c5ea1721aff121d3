"""How each piece of evidence stands to each hypothesis, as sayso proposes it, with the reason.

The hypotheses of a matrix exclude one another (Heuer 1999, step 1): what tells one speaks against the others, and what denies
one fits the others. The proposals rest on that, and say so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sayso.schema import Hypothesis
from sayso.weigh.likening import Likened, Statement, liken, split_clauses

CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE = "consistent", "inconsistent", "neutral", "not applicable"
VALUES = (CONSISTENT, INCONSISTENT, NEUTRAL, NOT_APPLICABLE)

# Swept on the hand-filled cells of border-ferry and contract-audit, 2026-11, with those of two other cases held out
# (`benchmarks/weighing.py`): TELLS of 0.62 to 0.76, RIVALS to 0.90, BEARS of 0.35 to 0.48, BESIDE of 0.05 to 0.15. With TELLS of
# 0.62 four more cells are proposed for or against and two, not one, are the wrong way round, which costs more than gaps.
BEARS = 0.35  # cosine to some hypothesis from which on a piece of evidence has to do with the question
TELLS = 0.72  # likeness (the mean of cosine and the model's word) from which on it tells the hypothesis, or denies it
RIVALS = 0.84  # likeness from which on what tells or denies one hypothesis bears on its rivals too
BESIDE = 0.10  # likeness by which another hypothesis may fall behind the nearest and still be told by the same words

Key = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """What sayso proposes for a cell: `value` is null where it proposes nothing; `score` says how sure it is, 0 to 1."""

    value: str | None
    score: float
    why: str


OUTSIDE = Proposal(NOT_APPLICABLE, 0.5, "it has nothing to do with any hypothesis, by its meaning")


def propose_cells(
    hypotheses: Sequence[Hypothesis],
    evidence: Mapping[Key, Statement],
    clashing: Mapping[Key, Sequence[tuple[Key, str]]],
) -> dict[Key, dict[str, Proposal]]:
    """Propose the cells of every piece of evidence that bears on a hypothesis.

    Args:
        hypotheses: any number; the null is proposed from the cells of the others.
        evidence: statements by group and side.
        clashing: by group and side, those that can't hold beside it and why, from `contradictions`.
    Returns:
        By group and side, a proposal for each hypothesis; pieces without a place in it bear on none.
    """
    real = sorted((one for one in hypotheses if not one.is_null), key=lambda one: one.id)
    nulls = [one for one in hypotheses if one.is_null]
    keys = sorted(evidence)
    likened = liken([one.text for one in real], [evidence[key] for key in keys])
    found: dict[Key, dict[str, Proposal]] = {}
    for column, key in enumerate(keys):
        cells = _propose_column(real, likened, column)
        if cells:
            found[key] = cells
    _spread(found, clashing, [one.id for one in real])
    whole = {one.id for one in real if len(split_clauses(one.text)) == 1}
    for cells in found.values():
        _add_rivals(cells, whole)
        for null in nulls:
            cells[null.id] = _propose_null({one.id: cells[one.id] for one in real})
    return found


def _propose_column(real: Sequence[Hypothesis], likened: Likened, column: int) -> dict[str, Proposal]:
    """Cells of one piece of evidence by its own words; empty when it bears on nothing."""
    near, same = likened.near[:, column], likened.same[:, column]
    if not len(near) or float(near.max()) < BEARS:
        return {}
    alike = np.nan_to_num((near + same) / 2).tolist()  # 0 where the model wasn't asked
    best = max(alike)
    cells = {}
    for row, hypothesis in enumerate(real):
        is_told = alike[row] >= TELLS and alike[row] >= best - BESIDE
        how = f"likeness {alike[row]:.2f}"
        if likened.is_open[row, column]:
            cells[hypothesis.id] = Proposal(None, 0.0, "near to it, but too many pairs are nearer to be read one by one")
        elif is_told and (row, column) in likened.clashes:
            clash = likened.clashes[row, column]
            cells[hypothesis.id] = Proposal(INCONSISTENT, alike[row], f"it tells the like with another number, {clash}")
        elif is_told and likened.is_opposed[row, column]:
            cells[hypothesis.id] = Proposal(INCONSISTENT, alike[row], f"it denies what the hypothesis says ({how})")
        elif is_told:
            cells[hypothesis.id] = Proposal(CONSISTENT, alike[row], f"it says what the hypothesis says ({how})")
        else:
            told = f"it bears on the question and decides nothing here (cosine {near[row]:.2f})"
            cells[hypothesis.id] = Proposal(NEUTRAL, 1 - max(float(near[row]), alike[row]), told)
    return cells


def _spread(found: dict[Key, dict[str, Proposal]], clashing: Mapping[Key, Sequence[tuple[Key, str]]], ids: Sequence[str]) -> None:
    """What clashes with evidence that tells a hypothesis speaks against it, though its own words are of something else."""
    told = {key: {id_: cell for id_, cell in cells.items() if cell.value == CONSISTENT} for key, cells in found.items()}
    for key in sorted(told):
        for other, why in clashing.get(key, ()):
            for id_, cell in sorted(told[key].items()):
                cells = found.setdefault(
                    other, {one: Proposal(NEUTRAL, 0.5, "it clashes with what tells another hypothesis") for one in ids}
                )
                if cells[id_].value == NEUTRAL:
                    cells[id_] = Proposal(INCONSISTENT, cell.score * 0.9, f"it can't hold beside what tells the hypothesis: {why}")


def _add_rivals(cells: dict[str, Proposal], whole: Collection[str]) -> None:
    """What tells one hypothesis speaks against the others; what denies one, and tells none, fits the others.

    What tells one clause of several (`whole` has the hypotheses of one clause) leaves the rivals open: they may share it.
    """
    sure = {value: [id_ for id_, cell in cells.items() if cell.value == value and cell.score >= RIVALS] for value in VALUES}
    told, denied = [id_ for id_ in sure[CONSISTENT] if id_ in whole], sure[INCONSISTENT]
    for id_, cell in list(cells.items()):
        if cell.value != NEUTRAL:
            continue
        if told:
            why = f"it tells {told[0]}, and the hypotheses exclude one another"
            cells[id_] = Proposal(INCONSISTENT, cells[told[0]].score * 0.8, why)
        elif len(denied) == 1 and not sure[CONSISTENT]:
            cells[id_] = Proposal(CONSISTENT, cells[denied[0]].score * 0.6, f"it denies {denied[0]}, as this hypothesis does")


def _propose_null(cells: Mapping[str, Proposal]) -> Proposal:
    """The null says that none of the others holds: what tells one denies it, what denies all fits it."""
    told = [(cell.score, id_) for id_, cell in cells.items() if cell.value == CONSISTENT and cell.score >= TELLS]
    if told:
        score, id_ = max(told)
        return Proposal(INCONSISTENT, score * 0.8, f"it tells {id_}, and the null says that none holds")
    if cells and all(cell.value == INCONSISTENT for cell in cells.values()):
        return Proposal(CONSISTENT, min(cell.score for cell in cells.values()), "it speaks against every other hypothesis")
    return Proposal(NEUTRAL, 0.5, "it tells none of the others and does not deny all of them")
