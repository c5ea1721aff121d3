"""What a case asks of whatever keeps its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import Protocol

from sayso.schema import Arrival, Check, Problem, Ruling, Tables


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one document gave.

    Attributes:
        key: hash of bytes, name, metadata, reader and version; the same key need not be read again.
        path: the path it was read from.
        tables: rows of `acquire` and `read`; holds the one row of `documents`.
        original: the bytes as they were found.
        arrival: how they came; null for what is read without a case.
    """

    key: str
    path: str
    document_id: str
    tables: Tables
    original: bytes | None
    arrival: Arrival | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What befell the document."""
        return tuple(self.tables.take(Problem))


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """That a state of the case is kept.

    Attributes:
        run_id: the run that left it.
        at: when, UTC.
        hash: SHA-256 of it.
    """

    run_id: int
    at: str
    hash: str


class Store(Protocol):
    """Keeps the rows of a case; each `save_*` is kept whole or not at all."""

    def known(self) -> set[str]:
        """Keys of the readings that are kept."""

    def tables(self, *, with_linked: bool = True, only: Collection[str] | None = None) -> Tables:
        """Every row, each table in the order of its key; without those of `save_linked` when so told.

        Args:
            only: names of the tables that are wanted; null for all.
        """

    def save_reading(self, reading: Reading) -> None:
        """Keep a document's rows in place of what was kept of the same document."""

    def save_problems(self, where: str, problems: Sequence[Problem]) -> None:
        """Keep what befell a path that gave no document, in place of what was said of it before."""

    def save_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Keep rows of the manifest; one of the same path and bytes keeps the time at which it first came."""

    def linked_over(self) -> str:
        """What `save_linked` was last given as `over`; empty at first."""

    def save_linked(self, tables: Tables, *, over: str) -> None:
        """Replace the rows that the whole case gave (`link`, `trace`); `over` names what they were made from."""

    def save_answered(self, about: str, tables: Tables, *, by: str) -> None:
        """Keep what a language model gave about a document (its id) or the case, in place of what it gave before."""

    def save_snapshot(self, body: bytes, *, digest: str) -> None:
        """Keep a state of the case under the run that left it so; nothing is kept twice."""

    def snapshots(self) -> list[Snapshot]:
        """States that are kept, without their bodies, in order."""

    def snapshot(self, run_id: int) -> bytes | None:
        """The state that a run left, or the last one before it; null when none is kept."""

    def save_check(self, check: Check) -> Check:
        """Keep what a person answered, beside all answers before it, under the next number; gives it with that number."""

    def rulings(self) -> list[Ruling]:
        """Every ruling, in the order in which they were made."""

    def save_ruling(self, ruling: Ruling) -> Ruling:
        """Keep what a person ruled, beside all rulings before it, under the next number; gives it with that number."""
