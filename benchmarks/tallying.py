"""Figures of a benchmark: shares and F1s that can be summed over cases, and a line for each miss."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    def to_record(self) -> dict[str, Any]:
        """As case_score.py writes it."""
        return {"right": self.right, "of": self.of, "rate": round(self.right / max(self.of, 1), 3)}

    def __str__(self) -> str:
        return f"{self.right / self.of:.3f} {self.right}/{self.of}" if self.of else "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Balance:
    """What was found rightly, found wrongly and missed."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Balance) -> Balance:
        return Balance(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.tp / max(2 * self.tp + self.fp + self.fn, 1)

    def to_record(self) -> dict[str, Any]:
        """As case_score.py writes it, with precision and recall."""
        precision, recall = (self.tp / max(self.tp + wrong, 1) for wrong in (self.fp, self.fn))
        return {
            "f1": round(self.f1, 3), "precision": round(precision, 3), "recall": round(recall, 3),
            "tp": self.tp, "fp": self.fp, "fn": self.fn,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.f1:.3f} {self.tp}+{self.fp}-{self.fn}" if self.tp + self.fp + self.fn else "-"


Figure = Share | Balance


class Tally:
    """Figures by name, in the order in which they were first counted, and what was missed."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.misses: list[str] = []

    def count(self, name: str, is_right: object, miss: str = "") -> None:
        """Count one for a share; `miss` is told where it isn't right."""
        self.add(name, Share(1 if is_right else 0, 1))
        if miss and not is_right:
            self.misses.append(f"{name}: {miss}")

    def add(self, name: str, figure: Figure) -> None:
        """Add to a figure.

        Raises:
            TypeError: it is of the other kind.
        """
        have = self.figures.get(name, type(figure)())
        if isinstance(have, Share) and isinstance(figure, Share):
            self.figures[name] = have + figure
            return
        if isinstance(have, Balance) and isinstance(figure, Balance):
            self.figures[name] = have + figure
            return
        raise TypeError(f"{name} is a {type(have).__name__}, not a {type(figure).__name__}")

    def take_scores(self, scores: dict[str, dict[str, Any]]) -> None:
        """Take over what case_score.py gave."""
        for name, told in scores.items():
            if "of" in told:
                self.add(name, Share(told["right"], told["of"]))
            else:
                self.add(name, Balance(told["tp"], told["fp"], told["fn"]))


def sum_figures(tallies: Iterable[Tally]) -> dict[str, Figure]:
    """All figures of several cases together."""
    total = Tally()
    for tally in tallies:
        for name, figure in tally.figures.items():
            total.add(name, figure)
    return total.figures
