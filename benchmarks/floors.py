"""Measure every accuracy that has a floor, and fail under it.

    python benchmarks/floors.py

Floors stand in floors.toml. What needs ../shared is left out, and said to be, where that isn't there.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import acquiring
import asking
import cases
import polnear
import seeds
import tying
import weighing

FLOORS = Path(__file__).with_name("floors.toml")
Figures = dict[str, Any]


def load_floors() -> dict[str, dict[str, float]]:
    """Floors by set and figure."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def measure_polnear() -> Figures:
    """Attribution on the whole of PolNeAR dev."""
    gold = polnear.load_gold(polnear.DEV)
    return polnear.score(gold, polnear.predict(gold))


SETS: dict[str, tuple[Path, Callable[[], Figures]]] = {
    "seeds": (seeds.SEEDS, seeds.score_seeds), "demo": (seeds.SCORER, seeds.score_demo),
    "polnear": (polnear.DEV, measure_polnear), "cases": (seeds.SCORER, cases.score_cases),
    "acquire": (FLOORS, acquiring.score_acquiring), "asking": (FLOORS, asking.score_asking), "ties": (FLOORS, tying.score_tying),
    "weighing": (FLOORS, weighing.score_weighing),
}
"""How each set is measured, and what must be there for it."""


def rate_of(figure: Mapping[str, float]) -> float:
    """A figure's one number: its rate, else its F1."""
    return figure["rate"] if "rate" in figure else figure["f1"]


def find_breaches(figures: Mapping[str, Mapping[str, float]], floors: Mapping[str, float]) -> list[str]:
    """Figures that are under their floor or weren't measured."""
    lost = [f"{name} was not measured" for name in floors if name not in figures]
    low = [
        f"{name} is {rate_of(figures[name]):.3f}, floor {floor}"
        for name, floor in floors.items() if name in figures and rate_of(figures[name]) < floor
    ]
    return lost + low


def main() -> None:
    """Measure, print, and exit 1 under a floor."""
    breaches = []
    for name, floors in load_floors().items():
        needed, measure = SETS[name]
        if not needed.exists():
            print(f"{name}: not measured, {needed} isn't there")
            continue
        figures = measure()
        print(f"{name}:", ", ".join(f"{key} {rate_of(figures[key]):.3f}" for key in floors if key in figures))
        breaches += [f"{name}: {breach}" for breach in find_breaches(figures, floors)]
    if breaches:
        sys.exit("\n".join(["under the floor:", *breaches]))


if __name__ == "__main__":
    main()
