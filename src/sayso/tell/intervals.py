"""Shares estimated from a sample, with intervals that hold at small numbers, and the agreement of two raters.

Intervals are Wilson's, with the number of answers replaced by the *effective* number: that of a simple random sample
which would be as sure. So one formula serves simple, stratified and cluster samples, narrows to a point when everything
was looked at, and keeps its width where every answer was the same (a bootstrap of thirty rights is thirty rights: it
would say 100 to 100 %). `benchmarks/intervals.py` measures how often they hold the truth.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Mapping, Sequence

Z = 1.959964  # two-sided 95 %
TOO_FEW = 5  # under five answers every interval is wider than 40 points: a count says as much, and misleads less


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """One answer: the stratum it was drawn from, whether it is of the kind asked about, and whether it was right."""

    stratum: str
    is_in: bool
    is_right: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """A share with its 95 % interval.

    Attributes:
        share: the estimate for the whole case; null when nothing was answered.
        n: what the share is of, in the sample: answers, or statements of the paragraphs answered.
        n_right: how many of them were right.
        why_none: why there is no share.
    """

    share: float | None
    low: float | None
    high: float | None
    n: int
    n_right: int
    why_none: str | None = None

    @property
    def is_too_few(self) -> bool:
        """Whether a count says as much as the share, and misleads less."""
        return self.n < TOO_FEW and not self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether all that there is was answered, so that nothing is left to chance."""
        return self.share is not None and self.low == self.high

    @property
    def width(self) -> float:
        """How far the ends of the interval lie apart; 1 when nothing is known."""
        return 1.0 if self.low is None or self.high is None else self.high - self.low


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree, over what both answered: the share of equal answers, and Cohen's kappa."""

    n: int
    share: float | None
    kappa: float | None
    why_none: str | None = None


def estimate_share(judged: Sequence[Judged], *, sizes: Mapping[str, int]) -> Figure:
    """Estimate which share of the case's units of one kind is right, from a stratified sample.

    Each answer stands for as many units as its stratum has for each one answered, so that a stratum from which more were
    drawn counts no more for it (Hájek's ratio estimator). The variance is the linearised one, with the finite population
    correction.

    Args:
        judged: all answers, also those that aren't of the kind asked about: they tell how common the kind is.
        sizes: units of each stratum in the case; strata without an answer are left out.
    Source: Särndal, Swensson & Wretman (1992), 5.6 to 5.8, for estimator and variance; `find_interval` for the interval.
    """
    counts = Counter(unit.stratum for unit in judged)
    weights = {stratum: sizes[stratum] / n for stratum, n in counts.items()}
    inside = [unit for unit in judged if unit.is_in]
    n_right = sum(unit.is_right for unit in inside)
    if not inside:
        return Figure(None, None, None, 0, 0, f"nothing{' of the kind' if judged else ''} was answered")
    total = sum(weights[unit.stratum] for unit in inside)
    share = sum(weights[unit.stratum] for unit in inside if unit.is_right) / total
    drawn = len(judged) / sum(sizes[stratum] for stratum in counts)
    variance = 0.0
    for stratum, n in counts.items():
        scores = [(unit.is_right - share) * unit.is_in for unit in judged if unit.stratum == stratum]
        variance += weights[stratum] ** 2 * (1 - n / sizes[stratum]) * n * _variance(scores)
    flat = total**2 / sum(weights[unit.stratum] ** 2 for unit in inside)  # Kish: were all shares alike
    low, high = find_interval(share, variance=variance / total**2, n=len(inside), n_at_ends=flat, drawn=drawn)
    return Figure(share, low, high, len(inside), n_right)


def estimate_ratio(clusters: Sequence[tuple[int, int]], *, size: int) -> Figure:
    """Estimate which share of the statements of the case is right, from a simple random sample of its paragraphs.

    Args:
        clusters: of each paragraph drawn, how many statements are right, and how many there are.
        size: paragraphs of the case.
    Source: Cochran (1977), 6.3 and 9A.1: the ratio estimator, paragraphs being clusters of statements.
    """
    n = len(clusters)
    right, total = sum(right for right, _ in clusters), sum(all_ for _, all_ in clusters)
    if not total:
        why = "no statement stands in the paragraphs answered" if n else "nothing was answered"
        return Figure(None, None, None, 0, 0, why)
    share, drawn = right / total, n / size
    variance = (1 - drawn) * n * _variance([right - share * all_ for right, all_ in clusters]) / total**2
    holding = sum(all_ > 0 for _, all_ in clusters)
    low, high = find_interval(share, variance=variance, n=total, n_at_ends=holding, drawn=drawn, freedom=n - 1)
    return Figure(share, low, high, total, right)


def find_interval(
    share: float, *, variance: float, n: float, n_at_ends: float, drawn: float, freedom: int | None = None
) -> tuple[float, float]:
    """Give Wilson's interval for the effective number of answers.

    Args:
        variance: of the share, finite population correction included; 0 where all answers were the same.
        n: answers. A design that seems to do better than a simple random sample of as many is taken for one.
        n_at_ends: answers that the sample is worth where the variance can't tell because all were the same.
        drawn: part of the case that was answered; at 1 the share is known.
        freedom: degrees of freedom of the variance, when few clusters gave it.
    Source: Wilson (1927); the effective number: Korn & Graubard (1998), compared by Franco et al. (2019).
    """
    if drawn >= 1:
        return share, share
    effective = n_at_ends / (1 - drawn)
    if 0 < share < 1 and variance > 0:
        effective = min(share * (1 - share) / variance, n / (1 - drawn))
    if freedom is not None:
        effective *= (Z / _quantile_of_t(max(freedom, 1))) ** 2
    return wilson(share, effective)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's score interval (1927) for a share of `n` answers; `n` need not be whole."""
    if n <= 0:
        return 0.0, 1.0
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def measure_agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare what two raters said of the same things.

    Cohen's kappa (1960): how much of the agreement that chance leaves open is reached. Null where both gave one and the
    same answer throughout: chance alone would have done that.
    """
    n = len(pairs)
    if not n:
        return Agreement(0, None, None, "both answered nothing in common")
    same = sum(a == b for a, b in pairs) / n
    of_a, of_b = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(of_a[answer] * of_b[answer] for answer in of_a) / n**2
    if by_chance == 1:
        return Agreement(n, same, None, "both gave the same answer throughout")
    return Agreement(n, same, (same - by_chance) / (1 - by_chance))


def _variance(values: Sequence[float]) -> float:
    if len(values) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _quantile_of_t(freedom: int) -> float:
    """Student's 97.5 % point by its series in 1 / freedom (Abramowitz & Stegun 26.7.5); under 3 % off from 3 up."""
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return Z + math.fsum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
