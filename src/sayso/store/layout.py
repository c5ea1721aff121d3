"""The database's tables, made from `sayso.schema.TABLES`, and the few that only the store knows."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from sayso.schema import TABLES, Column

SCHEMA_VERSION = 1
"""Grows when the tables change in a way that an older sayso can't read or a newer one can't use as it is."""

MADE_FROM = "made_from"
"""Column that every table has besides its own: the document id, lost path or `WHOLE_CASE` that a row was made from."""

WHOLE_CASE = "case"

PEOPLE = "people"
"""`made_from` of what people said, and the room of the tables that hold it: rows that no reading replaces."""

ARRIVALS = "arrivals"
"""`made_from` of the manifest: what came stays told, whatever is read from it later."""

ANSWERED = "llm "
"""`made_from` of what a language model gave begins with this; the document's id or `WHOLE_CASE` follows."""

METADATA = sa.MetaData()

_TYPES: dict[Any, type[sa.types.TypeEngine[Any]]] = {str: sa.Text, int: sa.Integer, float: sa.Float, bool: sa.Boolean}


def _to_sql(column: Column) -> sa.Column[Any]:
    type_ = sa.JSON if column.is_list else _TYPES[column.type]
    return sa.Column(column.name, type_, nullable=column.is_nullable, comment=column.doc)


ROWS: dict[str, sa.Table] = {
    table.name: sa.Table(
        table.name, METADATA, sa.Column(MADE_FROM, sa.Text, nullable=False), *map(_to_sql, table.columns),
        sa.PrimaryKeyConstraint(MADE_FROM, *table.key), comment=table.doc,
    )
    for table in TABLES.values()
}
"""Database tables by the schema's names; `made_from` leads the key, so that what a document gave is found at once."""

DERIVED = [ROWS[table.name] for table in TABLES.values() if table.room != PEOPLE and table.name != "manifest"]
"""Database tables whose rows are made anew when what they were made from is."""

READINGS = sa.Table(
    "readings", METADATA,
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, comment="hash of bytes, name, metadata, reader and version"),
    comment="What was read, so that the same isn't read again.",
)
RUNS = sa.Table(
    "runs", METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started_at", sa.Text, nullable=False, comment="UTC"),
    sa.Column("ended_at", sa.Text, comment="UTC; null for a run that was killed or is under way"),
    sa.Column("version", sa.Text, nullable=False, comment="of sayso"),
    sa.Column("n_read", sa.Integer, nullable=False, comment="documents read"),
    sa.Column("n_lost", sa.Integer, nullable=False, comment="paths that gave no document"),
    comment="Runs that changed something.",
)
LOG = sa.Table(
    "log", METADATA,
    sa.Column("number", sa.Integer, primary_key=True, comment="1 for the first, no gaps"),
    sa.Column("at", sa.Text, nullable=False, comment="UTC"),
    sa.Column("run_id", sa.Integer, nullable=False),
    sa.Column("what", sa.Text, nullable=False, comment="read, not read, linked, kept, asked, checked or ruled"),
    sa.Column("about", sa.Text, nullable=False, comment="the document, path, case, or number of the check or ruling"),
    sa.Column("detail", sa.Text, nullable=False, comment="hash of the original, linking, state, check or ruling; model asked"),
    sa.Column("before", sa.Text, nullable=False, comment="hash of the entry before; empty for the first"),
    sa.Column("hash", sa.Text, nullable=False, comment="SHA-256 of all the columns before this one"),
    comment="Everything that changed the case, in order; each entry holds the hash of the one before.",
)
LINKAGE = sa.Table(
    "linkage", METADATA,
    sa.Column("over", sa.Text, primary_key=True, comment="hash of the readings and rulings that were linked"),
    comment="What the rows of link and trace were made from.",
)


SNAPSHOTS = sa.Table(
    "snapshots", METADATA,
    sa.Column("run_id", sa.Integer, primary_key=True, comment="the run that left the case so"),
    sa.Column("at", sa.Text, nullable=False, comment="UTC"),
    sa.Column("hash", sa.Text, nullable=False, comment="SHA-256 of what is kept, as the log has it too"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="what is kept of the state for `sayso diff`, JSON packed by zlib"),
    comment="What runs left behind, so that a later state can be compared with an earlier one.",
)


def make_fingerprint() -> str:
    """Hash of every table's name and columns: two saysos with the same fingerprint read the same cases."""
    told = sorted(f"{c.table.name} {c.name} {c.type} {c.nullable}" for t in METADATA.sorted_tables for c in t.columns)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


FINGERPRINT = sa.Table(
    "fingerprint", METADATA, sa.Column("tables", sa.Text, primary_key=True),
    comment="Hash of the tables as they were when the case was made.",
)
