"""Attributions set against gold ones, paired as attribution_score.py pairs them, and how far a p can be believed.

The scripts beside it import it as `agreement`, training as `benchmarks.agreement`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

ENOUGH = 0.5  # IoU of words from which attribution_score.py takes a source or content for right
N_BINS = 10

Attribution = dict[str, Any]  # `cue`, `source`, `content`: spans each, in the scorer's form
Pairs = list[tuple[float, bool]]  # p, and whether what bears it is right


class Right(NamedTuple):
    """Which parts of an attribution are right; one without a partner is wrong in all."""

    cue: bool
    source: bool
    content: bool

    @property
    def whole(self) -> bool:
        """Whether all of it is right."""
        return self.cue and self.source and self.content


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """The gold attributions that have words of a cue, each with what was found of it; and of each found one, in order."""

    gold: list[tuple[Attribution, Right]]
    found: list[Right]


def judge(scorer: Any, text: str, *, gold: Sequence[Attribution], found: Sequence[Attribution]) -> Judged:
    """Pair a text's attributions with the gold ones and say which parts are right."""
    words = [match.span() for match in scorer.WORD.finditer(text)]
    marks = [match.span() for match in scorer.CUE_WORD.finditer(text)]

    def prepare(one: Attribution) -> tuple[Any, ...]:
        return tuple(scorer.word_starts(one[k] or [], marks if k == "cue" else words) for k in ("cue", "source", "content"))

    wanted = [(one, row) for one in gold if (row := prepare(one))[0]]
    given = [prepare(one) for one in found]
    right: dict[int, Right] = {}
    for theirs, mine in scorer.pair([row for _, row in wanted], given):
        source, content = (scorer.iou(theirs[i], mine[i]) >= ENOUGH for i in (1, 2))
        right[id(theirs)] = right[id(mine)] = Right(True, source, content)
    wrong = Right(False, False, False)
    return Judged(
        [(one, right.get(id(row), wrong)) for one, row in wanted],
        [right.get(id(row), wrong) for row in given],
    )


def to_bins(pairs: Pairs) -> list[tuple[float, float, int]]:
    """Mean p, share right and size of each bin that isn't empty."""
    p, right = np.asarray([x for x, _ in pairs]), np.asarray([y for _, y in pairs], dtype=float)
    at = np.minimum((p * N_BINS).astype(int), N_BINS - 1)
    return [
        (float(p[at == i].mean()), float(right[at == i].mean()), int((at == i).sum()))
        for i in range(N_BINS)
        if (at == i).any()
    ]


def find_error(pairs: Pairs) -> float:
    """Expected calibration error: mean over the bins of |share right - mean p|, weighed by their sizes (Guo et al. 2017)."""
    return sum(n * abs(share - p) for p, share, n in to_bins(pairs)) / max(1, len(pairs))
