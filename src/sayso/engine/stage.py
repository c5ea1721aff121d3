"""A stage: a pure function from rows to rows, with the tables it reads and writes declared beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from sayso.errors import TableNotDeclared
from sayso.schema import TABLES, Tables


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """A named step: `run` takes the tables it declares to read and gives the tables it declares to write."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    run: Callable[[Tables], Tables]

    def __post_init__(self) -> None:
        unknown = [name for name in (*self.reads, *self.writes) if name not in TABLES]
        if unknown:
            raise TableNotDeclared(f"stage {self.name} names {len(unknown)} tables that the schema lacks", got=unknown)


def run_stage(stage: Stage, tables: Tables) -> Tables:
    """Run one stage on exactly the tables it declares.

    Raises:
        TableNotDeclared: it wrote a table that it doesn't declare.
    """
    given = Tables({name: tables.named(name) for name in stage.reads})
    made = stage.run(given)
    stray = [name for name in made.names() if name not in stage.writes]
    if stray:
        raise TableNotDeclared(f"stage {stage.name} wrote {len(stray)} tables that it doesn't declare", got=stray)
    return made


def run_stages(stages: Sequence[Stage], tables: Tables, *, tell: Callable[[str], None] = lambda name: None) -> Tables:
    """Run stages in order; each sees what was given and what earlier ones made. Gives only what was made.

    Args:
        stages: in the order of the flow.
        tables: what the first stage starts from.
        tell: called with each stage's name before it runs.
    """
    made, seen = Tables(), Tables({name: tables.named(name) for name in tables.names()})
    for stage in stages:
        tell(stage.name)
        fresh = run_stage(stage, seen)
        for name in fresh.names():
            made.add(name, fresh.named(name))
            seen.add(name, fresh.named(name))
    return made
