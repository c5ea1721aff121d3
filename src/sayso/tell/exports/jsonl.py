"""JSON lines, the versioned contract of docs/reference/export.md."""

from __future__ import annotations

from sayso.schema import Tables
from sayso.tell.export import stream_export
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks


def export_jsonl(tables: Tables, about: About) -> Files:
    """Give the files of the contract; the question and the time are no part of it."""
    return {name: join_chunks(lines) for name, lines in stream_export(tables, version=about.version).items()}
