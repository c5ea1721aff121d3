"""A case that is not kept: what `sayso brief` uses when no folder is named."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import TypeVar

from sayso.schema import TABLES, Arrival, Check, Problem, Ruling, Tables
from sayso.store.contract import Reading, Snapshot

Row = TypeVar("Row")


class MemoryStore:
    """Keeps rows for as long as the process runs; originals stay where they are."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}  # by document
        self._problems: dict[str, Sequence[Problem]] = {}
        self._arrivals: dict[tuple[str, str], Arrival] = {}  # by path and hash
        self._checks: list[Check] = []
        self._rulings: list[Ruling] = []
        self._snapshots: list[tuple[str, bytes]] = []
        self._answered: dict[str, Tables] = {}
        self._linked = Tables()
        self._linked_over = ""

    def known(self) -> set[str]:
        """Keys of the readings that are kept."""
        return {reading.key for reading in self._readings.values()}

    def tables(self, *, with_linked: bool = True, only: Collection[str] | None = None) -> Tables:
        """Every row, or those of some tables, each in the order of its key; without those of `save_linked` when so told."""
        sets = [reading.tables for reading in self._readings.values()]
        sets += [Tables({"problems": rows}) for rows in self._problems.values()]
        sets += self._answered.values()
        sets.append(Tables({"manifest": self._arrivals.values(), "checks": self._checks, "rulings": self._rulings}))
        if with_linked:
            sets.append(self._linked)
        return Tables({name: sort_rows(name, [row for rows in sets for row in rows.named(name)]) for name in pick_names(only)})

    def save_reading(self, reading: Reading) -> None:
        """Keep a document's rows in place of what was kept of the same document."""
        self._problems.pop(reading.path, None)
        self._answered.pop(reading.document_id, None)
        self._readings[reading.document_id] = reading
        self.save_arrivals([reading.arrival] if reading.arrival else [])

    def save_problems(self, where: str, problems: Sequence[Problem]) -> None:
        """Keep what befell a path that gave no document, in place of what was said of it before."""
        self._problems[where] = tuple(problems)

    def save_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Keep rows of the manifest; one of the same path and bytes keeps the time at which it first came."""
        for arrival in arrivals:
            before = self._arrivals.get((arrival.path, arrival.sha256), arrival)
            self._arrivals[arrival.path, arrival.sha256] = dataclasses.replace(arrival, arrived=before.arrived)

    def linked_over(self) -> str:
        """What `save_linked` was last given as `over`; empty at first."""
        return self._linked_over

    def save_linked(self, tables: Tables, *, over: str) -> None:
        """Replace the rows that the whole case gave."""
        self._linked, self._linked_over = tables, over

    def save_answered(self, about: str, tables: Tables, *, by: str) -> None:
        """Keep what a language model gave about a document or the case, in place of what it gave before."""
        self._answered[about] = tables

    def save_snapshot(self, body: bytes, *, digest: str) -> None:
        """Keep a state of the case; each is a run of its own here."""
        if not self._snapshots or self._snapshots[-1][0] != digest:
            self._snapshots.append((digest, body))

    def snapshots(self) -> list[Snapshot]:
        """States that are kept, without their bodies, in order."""
        return [Snapshot(number, "", digest) for number, (digest, _) in enumerate(self._snapshots, start=1)]

    def snapshot(self, run_id: int) -> bytes | None:
        """The state that a run left, or the last one before it; null when none is kept."""
        kept = self._snapshots[: max(run_id, 0)]
        return kept[-1][1] if kept else None

    def save_check(self, check: Check) -> Check:
        """Keep what a person answered under the next number."""
        numbered = dataclasses.replace(check, number=len(self._checks) + 1)
        self._checks.append(numbered)
        return numbered

    def rulings(self) -> list[Ruling]:
        """Every ruling, in the order in which they were made."""
        return list(self._rulings)

    def save_ruling(self, ruling: Ruling) -> Ruling:
        """Keep what a person ruled under the next number."""
        numbered = dataclasses.replace(ruling, number=len(self._rulings) + 1)
        self._rulings.append(numbered)
        return numbered


def pick_names(only: Collection[str] | None) -> list[str]:
    """Names of tables in the order of the flow: of those that are wanted, or of all."""
    return [name for name in TABLES if only is None or name in only]


def sort_rows(name: str, rows: list[Row]) -> list[Row]:
    """Give rows once each, in the order of their table's key."""
    return sorted(dict.fromkeys(rows), key=attrgetter(*TABLES[name].key))
