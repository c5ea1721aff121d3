"""The log of a case: append-only, each entry holding the hash of the one before, so that tampering shows."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sayso.errors import BrokenLog
from sayso.schema import to_record


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changed the case; columns as in the table `log`."""

    number: int
    at: str
    run_id: int
    what: str
    about: str
    detail: str
    before: str
    hash: str


def make_entry(before: Entry | None, *, at: str, run_id: int, event: tuple[str, str, str]) -> Entry:
    """Make the entry that follows `before`; an event is what, about and detail."""
    number = before.number + 1 if before else 1
    told = (number, at, run_id, *event, before.hash if before else "")
    return Entry(*told, hash=_hash(told))


def check_log(entries: Iterable[Entry]) -> int:
    """Follow the chain from its start and give the number of entries.

    Raises:
        BrokenLog: an entry isn't what was written. Entries cut off the end can't be seen from the log alone.
    """
    last: Entry | None = None
    for entry in entries:
        told = dataclasses.astuple(entry)[:-1]
        follows = entry.number == (last.number + 1 if last else 1) and entry.before == (last.hash if last else "")
        if not follows or entry.hash != _hash(told):
            raise BrokenLog(
                f"entry {entry.number} of the log isn't what was written, or doesn't follow the one before",
                where=f"table log, number {entry.number}", got=[f"{entry.what} {entry.about} at {entry.at}"],
                fix="compare with a backup of the case; everything before this entry is as it was written",
            )
        last = entry
    return last.number if last else 0


def hash_row(row: Any) -> str:
    """Hash of a row of any table, for the log to hold."""
    return _hash(tuple(to_record(row).items()))


def _hash(told: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()
