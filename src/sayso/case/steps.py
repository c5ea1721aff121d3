"""How far a long piece of work has come, and what it lost on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from sayso.schema import Arrival, Problem

STDIN = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """How far a long piece of work has come."""

    what: str
    name: str
    done: int
    total: int


Tell = Callable[[Step], None]


def tell_nobody(_: Step) -> None:
    """Take no notice of a step."""


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """A path that gave no document, and why; a container gives none itself, and its problems are those of what is in it."""

    path: str
    problems: tuple[Problem, ...]
    arrivals: tuple[Arrival, ...] = ()
