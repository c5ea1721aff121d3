"""JSON lines, the versioned contract of docs/reference/export.md."""

from __future__ import annotations

from sayso.schema import Tables
from sayso.tell.export import make_export
from sayso.tell.exports.about import About, Files


def export_jsonl(tables: Tables, about: About) -> Files:
    """Give the files of the contract; the question and the time are no part of it."""
    return {name: iter([text.encode("utf8")]) for name, text in make_export(tables, version=about.version).items()}
