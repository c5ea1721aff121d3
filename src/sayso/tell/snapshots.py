"""What a run came to, small enough to be kept after every run: what `diff_tables` needs to see of an earlier state."""

from __future__ import annotations

import hashlib
import json
from operator import attrgetter
from typing import Any

from sayso.errors import BrokenLog, OtherVersion
from sayso.schema import TABLES, Column, Table, Tables, from_record
from sayso.tell.shown import elide

FORMAT, VERSION = "sayso-snapshot", 1
WORDS_KEPT = 160  # characters of a claim's, group's or reason's words: enough to know it again on a screen

KEPT: dict[str, tuple[str, ...]] = {
    "documents": ("id", "sha256", "path", "media_type", "title", "authors", "publisher", "published"),
    "claims": ("id", "document_id", "text"),
    "sources": ("id", "name", "aliases", "document_id"),
    "groups": ("id", "text"),
    "memberships": ("claim_id", "group_id", "side"),
    "tallies": ("group_id", "side", "tellings", "claims", "lines", "lines_possible", "verdict"),
    "disputes": ("id", "kind", "group_id", "other_group_id", "why"),
    "leads": ("id", "name", "kind", "url"),
    "silences": ("id", "document_id", "name", "how"),
    "hypotheses": ("id", "ordinal", "text", "is_null"),
    "weighings": ("hypothesis_id", "rank", "weighted"),
}
"""Columns that are kept, by table. Every other column comes back empty, every other table without rows."""

_SHORTENED = frozenset((("claims", "text"), ("groups", "text"), ("disputes", "why")))
_EMPTY: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False}


def make_snapshot(tables: Tables) -> bytes:
    """Give what is kept of a state of the case, as JSON in UTF-8; the same rows in any order give the same bytes.

    Of sources, only those that are a document of the case are kept: they tell which leads were followed.
    """
    held: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for name, columns in KEPT.items():
        rows = sorted(tables.named(name), key=attrgetter(*TABLES[name].key))
        if name == "sources":
            rows = [row for row in rows if row.document_id]
        held[name] = [[_shorten(name, column, getattr(row, column)) for column in columns] for row in rows]
    return json.dumps(held, separators=(",", ":")).encode("ascii")


def hash_snapshot(snapshot: bytes) -> str:
    """SHA-256 of a snapshot, for the log to hold: two states with one hash differ in nothing that `diff_tables` tells."""
    return hashlib.sha256(snapshot).hexdigest()


def read_snapshot(snapshot: bytes) -> Tables:
    """Give back the rows that `make_snapshot` kept, columns that it didn't keep empty.

    Raises:
        OtherVersion: another version of sayso made it in another way.
        BrokenLog: it isn't what was written.
    """
    try:
        held = json.loads(snapshot)
        made_as = held.pop("format"), held.pop("version")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _broken(f"{error}") from error
    if made_as != (FORMAT, VERSION):
        raise OtherVersion(
            "the earlier run was kept in another way than this sayso reads", where="table snapshots",
            got=[f"{part}" for part in made_as], fix="compare with a later run, or with the sayso that made it",
        )
    try:
        return Tables({name: [_fill(TABLES[name], columns, values) for values in held[name]] for name, columns in KEPT.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(f"{error}") from error


def _shorten(table: str, column: str, value: Any) -> Any:
    return elide(value, at_most=WORDS_KEPT) if (table, column) in _SHORTENED else value


def _fill(table: Table, columns: tuple[str, ...], values: list[Any]) -> Any:
    empty = {column.name: _make_empty(column) for column in table.columns}
    return from_record(table.row, {**empty, **dict(zip(columns, values, strict=True))})


def _make_empty(column: Column) -> Any:
    return None if column.is_nullable else [] if column.is_list else _EMPTY[column.type]


def _broken(what: str) -> BrokenLog:
    return BrokenLog(
        "what was kept of an earlier run isn't what was written", where="table snapshots", got=[what],
        fix="compare with another run, or with a backup of the case",
    )
