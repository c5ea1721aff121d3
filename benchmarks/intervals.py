"""How often the intervals of `sayso check` hold the truth, on made-up cases whose truth is known.

    python benchmarks/intervals.py [--draws 2000] [--seed 5]

Precision: attributions of which a quarter are doubtful, drawn as `sayso check` draws them. Recall: paragraphs with 0 to 6
statements, a reader that finds all of them in some paragraphs and few in others. Beside the interval that is used stands
a percentile bootstrap over the same paragraphs, for comparison.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections.abc import Iterator, Sequence

from sayso.tell.intervals import Figure, Judged, estimate_ratio, estimate_share
from sayso.tell.samples import DOUBTFUL, OTHER, allot

PILES = ((100, 30), (1000, 30), (1000, 100))  # in the case, drawn
SHARES = ((0.5, 0.9), (0.7, 0.95), (0.9, 0.98), (0.3, 0.6))  # right among the doubtful, among the others
RECALLS = (0.5, 0.7, 0.85, 0.95, 0.99)
STATEMENTS = (0, 0, 1, 1, 1, 2, 2, 3, 4, 6)  # of a paragraph, each as likely; as in news
RESAMPLES = 300


@dataclasses.dataclass
class Score:
    """How an interval did over many draws."""

    held: int = 0
    width: float = 0.0
    draws: int = 0

    def add(self, low: float, high: float, truth: float) -> None:
        """Count a draw."""
        self.held += low - 1e-9 <= truth <= high + 1e-9
        self.width += high - low
        self.draws += 1

    def __str__(self) -> str:
        return f"{100 * self.held / self.draws:5.1f} %  {100 * self.width / self.draws:5.1f}"


def measure_precision(rng: random.Random, *, draws: int) -> Iterator[str]:
    """Lines of the table for precision."""
    for size, n in PILES:
        for shares in SHARES:
            sizes = {DOUBTFUL: size // 4, OTHER: size - size // 4}
            pile = {
                stratum: [place < round(share * sizes[stratum]) for place in range(sizes[stratum])]
                for stratum, share in zip(sizes, shares, strict=True)
            }
            truth, score = sum(map(sum, pile.values())) / size, Score()
            for _ in range(draws):
                drawn = [
                    Judged(stratum, True, is_right)
                    for stratum, k in allot(sizes, n=n).items() for is_right in rng.sample(pile[stratum], k)
                ]
                add_figure(score, estimate_share(drawn, sizes=sizes), truth)
            yield f"precision  {n:4} of {size:5}  truth {100 * truth:5.1f} %   {score}"


def measure_recall(rng: random.Random, *, draws: int) -> Iterator[str]:
    """Lines of the table for recall."""
    for size, n in ((100, 10), *PILES):
        for recall in RECALLS:
            pile = [make_paragraph(rng, recall=recall) for _ in range(size)]
            truth = sum(right for right, _ in pile) / sum(total for _, total in pile)
            ours, bootstrap = Score(), Score()
            for _ in range(draws):
                drawn = rng.sample(pile, n)
                if any(total for _, total in drawn):
                    add_figure(ours, estimate_ratio(drawn, size=size), truth)
                    bootstrap.add(*resample(rng, drawn), truth)
            yield f"recall     {n:4} of {size:5}  truth {100 * truth:5.1f} %   {ours}   {bootstrap}"


def make_paragraph(rng: random.Random, *, recall: float) -> tuple[int, int]:
    """Statements found and statements there, of a paragraph that is easier or harder than others."""
    total, ease = rng.choice(STATEMENTS), rng.betavariate(3 * recall, 3 * (1 - recall))
    return sum(rng.random() < ease for _ in range(total)), total


def resample(rng: random.Random, drawn: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The middle 95 % of the shares of samples drawn anew from the sample."""
    shares = []
    for _ in range(RESAMPLES):
        again = rng.choices(drawn, k=len(drawn))
        total = sum(all_ for _, all_ in again)
        if total:
            shares.append(sum(right for right, _ in again) / total)
    shares.sort()
    return shares[round(0.025 * len(shares))], shares[round(0.975 * len(shares)) - 1]


def add_figure(score: Score, figure: Figure, truth: float) -> None:
    """Count an estimate."""
    if figure.low is not None and figure.high is not None:
        score.add(figure.low, figure.high, truth)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    print("                                         held  width    bootstrap: held  width")
    for lines in (measure_precision(rng, draws=args.draws), measure_recall(rng, draws=args.draws)):
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main()
