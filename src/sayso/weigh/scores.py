"""The sums: what each piece of evidence weighs and how far it tells hypotheses apart, what speaks against each hypothesis.

docs/method/weigh.md has the formulas with their sources.
"""

from __future__ import annotations

import dataclasses
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from sayso.engine.stage import Stage
from sayso.schema import Cell, Document, EvidenceItem, Hypothesis, Source, Tables, Tally, Weighing
from sayso.schema.letters import find_letters
from sayso.weigh.grades import worth
from sayso.weigh.letters import LETTERS
from sayso.weigh.proposals import CONSISTENT, INCONSISTENT, NEUTRAL, Key

NUMBERS = {CONSISTENT: 1.0, NEUTRAL: 0.0, INCONSISTENT: -1.0}
"""Of a judged cell; what is not applicable or not filled has none. Open Synthesis counts a not applicable cell as neutral."""
PLACES = 9  # decimals of a sum: equal sums of shares stay equal
SHOWN = 3

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Matrix:
    """The cells with what they are weighed by.

    Attributes:
        hypotheses: their ids, in order of ordinal.
        keys: evidence, sorted.
        numbers: (evidence, hypotheses): 1 consistent, 0 neutral, -1 inconsistent, NaN not applicable or not filled.
        origins: of each piece of evidence.
        lines: established lines of each; fewer than origins where independence isn't established.
        worths: of origins whose grade is a number.
    """

    hypotheses: tuple[str, ...]
    keys: tuple[Key, ...]
    numbers: Floats
    origins: tuple[frozenset[str], ...]
    lines: tuple[int, ...]
    worths: Mapping[str, float]

    @property
    def against(self) -> Bools:
        """(evidence, hypotheses): where it is inconsistent."""
        found: Bools = np.equal(self.numbers, -1.0)
        return found


def make_matrix(tables: Tables, *, value_of: Callable[[str], float | None] = worth) -> Matrix:
    """Put cells, origins and grades together.

    Args:
        tables: `hypotheses`, `cells`, `tallies`, and what `find_letters` reads.
        value_of: what a letter is worth; null keeps its source out of the graded sums.
    """
    hypotheses = sorted(tables.take(Hypothesis), key=lambda one: (one.is_null, one.ordinal, one.id))
    column = {one.id: at for at, one in enumerate(hypotheses)}
    cells = [cell for cell in tables.take(Cell) if cell.hypothesis_id in column]
    keys = sorted({(cell.group_id, cell.side) for cell in cells})
    row = {key: at for at, key in enumerate(keys)}
    numbers = np.full((len(keys), len(column)), np.nan)
    for cell in cells:
        if cell.value in NUMBERS:
            numbers[row[cell.group_id, cell.side], column[cell.hypothesis_id]] = NUMBERS[cell.value]
    cuts = {(tally.group_id, tally.side): (frozenset(tally.cut_ids), tally.lines) for tally in tables.take(Tally)}
    told = [cuts.get(key, (frozenset[str](), 0)) for key in keys]
    return Matrix(
        tuple(column), tuple(keys), numbers, tuple(origins for origins, _ in told), tuple(lines for _, lines in told),
        find_worths(tables, value_of=value_of),
    )


def find_worths(tables: Tables, *, value_of: Callable[[str], float | None] = worth) -> dict[str, float]:
    """What nodes, sources and documents, are worth by their letters; what has none, F or no letter at all, is left out."""
    found = {}
    for node, grade in find_letters(tables).items():
        value = value_of(grade.grade) if grade.grade in LETTERS else None
        if value is not None:
            found[node] = value
    return found


# ---------------------------------------------------------------- what evidence weighs


def share_out(matrix: Matrix) -> list[dict[str, float]]:
    """Give each piece of evidence its share of each of its origins.

    An origin has one unit for all that it says against hypotheses, shared equally by the pieces that say it, so that nothing
    which is told more often or in more ways weighs more. What speaks against none is not added up; there the origin's unit is
    shared among such pieces. Where several origins make no more than one established line, since each may have it from another,
    together they count as that line.
    """
    speaks: Bools = np.asarray(matrix.against.any(axis=1))
    pools: dict[tuple[str, bool], int] = defaultdict(int)
    for at, some in enumerate(matrix.origins):
        for origin in some:
            pools[origin, bool(speaks[at])] += 1
    return [
        {origin: score_line(matrix.lines[at], len(some)) / pools[origin, bool(speaks[at])] for origin in sorted(some)}
        for at, some in enumerate(matrix.origins)
    ]


def score_line(lines: int, n_origins: int) -> float:
    """Established lines an origin; 1 where every origin makes one."""
    return min(lines / n_origins, 1.0) if n_origins else 0.0


def add_up(matrix: Matrix, weights: Iterable[float]) -> Floats:
    """Sum of the weights of what is inconsistent with each hypothesis."""
    column = np.array(list(weights), dtype=np.float64).reshape(-1, 1)
    terms = np.where(matrix.against, column, 0.0)
    return np.array([round(math.fsum(terms[:, at]), PLACES) for at in range(len(matrix.hypotheses))])


def score_diagnosticity(numbers: Iterable[float]) -> float | None:
    """Population standard deviation of the numbers of a piece of evidence's judged cells; null with fewer than two.

    The hypotheses of a matrix are all there are, hence the population's (as Open Synthesis has it). It is 0 for what stands to
    all alike and 1 for what is consistent with half of them and inconsistent with the others.
    """
    judged = [number for number in numbers if not math.isnan(number)]
    return round(statistics.pstdev(judged), PLACES) if len(judged) > 1 else None


def rank_sums(sums: Floats) -> list[int]:
    """Place of each hypothesis: 1 for the least sum, equal sums share a place."""
    ordered = np.sort(sums)
    return [int(at) + 1 for at in np.searchsorted(ordered, sums, side="left")]


# ---------------------------------------------------------------- rows


def score_hypotheses(tables: Tables) -> Tables:
    """Give a row for each piece of evidence of the matrix, the most diagnostic first, and one for each hypothesis."""
    matrix = make_matrix(tables)
    shares = share_out(matrix)
    names = _find_names(tables)
    items = [_make_item(matrix, at, shares[at], names) for at in range(len(matrix.keys))]
    ordered = sorted(items, key=_order_item)
    return Tables({
        "evidence": [dataclasses.replace(item, ordinal=at) for at, item in enumerate(ordered)],
        "weighings": _make_weighings(matrix, items),
    })


def _order_item(item: EvidenceItem) -> tuple[float, float, str, str]:
    return -(-1.0 if item.diagnosticity is None else item.diagnosticity), -item.weight, item.group_id, item.side


def _make_item(matrix: Matrix, at: int, shares: Mapping[str, float], names: Mapping[str, str]) -> EvidenceItem:
    numbers = matrix.numbers[at]
    graded = [share * matrix.worths[origin] for origin, share in shares.items() if origin in matrix.worths]
    weight = round(math.fsum(shares.values()), PLACES)
    return EvidenceItem(
        group_id=matrix.keys[at][0], side=matrix.keys[at][1], ordinal=at,
        origin_ids=tuple(sorted(shares)),
        weight=weight,
        graded_weight=round(math.fsum(graded), PLACES) if graded else None,
        diagnosticity=score_diagnosticity(numbers.tolist()),
        fits_all=bool(len(numbers)) and bool((numbers == 1.0).all()),
        why=_say_weight(weight, shares, names, (matrix.lines[at], bool((numbers == -1.0).any()))),
    )


def _say_weight(weight: float, shares: Mapping[str, float], names: Mapping[str, str], told: tuple[int, bool]) -> str:
    """The weight in words; `told` has the established lines, and whether the piece speaks against any hypothesis."""
    lines, speaks = told
    pool = "speak against some hypothesis" if speaks else "speak against none"
    if not weight:
        return "weighs nothing: no line that it rests on is left"
    each = score_line(lines, len(shares))
    origins = [
        names.get(origin, origin) + (f", which {round(each / share)} pieces share that {pool}" if share < each else "")
        for origin, share in list(shares.items())[:SHOWN]
    ]
    more = f" and {len(shares) - SHOWN} more" if len(shares) > SHOWN else ""
    one = f", no more than {lines} established {'line' if lines == 1 else 'lines'} together" if lines < len(shares) else ""
    return f"weighs {weight:.2g}: it rests on {'; '.join(origins)}{more}{one}"


def _make_weighings(matrix: Matrix, items: list[EvidenceItem]) -> list[Weighing]:
    against = matrix.against
    weighted = add_up(matrix, [item.weight for item in items])
    graded = add_up(matrix, [item.graded_weight or 0.0 for item in items])
    is_graded = np.array([item.graded_weight is not None for item in items], dtype=np.bool_).reshape(-1, 1)
    has_grade: Bools = np.asarray((against & is_graded).any(axis=0))
    ranks = rank_sums(weighted)
    rows = []
    for at, id_ in enumerate(matrix.hypotheses):
        fits = [i for i in range(len(items)) if matrix.numbers[i, at] == 1.0]
        n_against, n_lines = int(against[:, at].sum()), len({origin for i in fits for origin in matrix.origins[i]})
        rows.append(Weighing(
            hypothesis_id=id_, rank=ranks[at], n_consistent=len(fits), n_inconsistent=n_against, inconsistency=float(n_against),
            weighted=float(weighted[at]), graded=float(graded[at]) if has_grade[at] else None, n_lines=n_lines,
            why=_say_sums(n_against, float(weighted[at]), float(graded[at]) if has_grade[at] else None, len(fits), n_lines),
        ))
    return rows


def _say_sums(n_against: int, weighted: float, graded: float | None, n_fits: int, n_lines: int) -> str:
    if not n_against:
        told = "nothing is inconsistent with it"
    else:
        pieces = "piece of evidence is" if n_against == 1 else "pieces of evidence are"
        told = f"{n_against} {pieces} inconsistent with it, weight {weighted:.2f} when each origin counts once"
    if graded is not None:
        told += f", {graded:.2f} by the reliability of those origins that have a letter other than F"
    fits = f"{n_fits} {'is' if n_fits == 1 else 'are'} consistent, on {n_lines} {'origin' if n_lines == 1 else 'origins'}"
    return f"{told}; {fits if n_fits else 'nothing is consistent with it'}"


def _find_names(tables: Tables) -> dict[str, str]:
    names = {document.id: document.title or document.path for document in tables.take(Document)}
    return names | {source.id: source.name for source in tables.take(Source)}


SCORES = Stage(
    "weigh.scores",
    reads=("hypotheses", "cells", "tallies", "grades", "sources", "documents", "hops", "identities"),
    writes=("evidence", "weighings"),
    run=score_hypotheses,
)
