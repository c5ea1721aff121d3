"""Duplicates side by side: which documents are the same or nearly, and the words in which two of them differ."""

from __future__ import annotations

from typing import Any

from sayso.schema import Duplicate, Tables
from sayso.tell.drifts import COME, GONE, MARKS
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line
from sayso.text.differences import Span, find_differences
from sayso.text.flow import Flow

ORDER = ("same bytes", "same text", "version", "near copy")
MOST_SHOWN = 5  # differences of one pair; the rest are counted
AROUND = 40  # characters beside a difference, so that one sees where it stands
LONGEST = 200  # characters of one difference; of a longer one the beginning is shown


def describe_duplicates(tables: Tables) -> list[dict[str, Any]]:
    """Duplicates, the surest kind first, JSON-ready.

    `differences` holds of each pair the first places where they differ, as `MARKS` mark them: [-words that only the first
    has-], {+words that only the second has+}; `n_differences` counts all. Both are null for rows that differ in no word.
    """
    lookup = Lookup(tables)
    flows: dict[str, str] = {}
    rows = [row for row in tables.take(Duplicate) if {row.a_id, row.b_id} <= lookup.documents.keys()]
    rank = {document_id: i for i, document_id in enumerate(lookup.documents)}
    rows.sort(key=lambda row: (_rank(row.kind), -row.likeness, rank[row.a_id], rank[row.b_id]))
    listed = []
    for row in rows:
        marked = _mark_all(lookup, flows, row) if row.n_only_a or row.n_only_b else None
        listed.append({
            "a_id": row.a_id, "b_id": row.b_id, "kind": row.kind, "likeness": row.likeness, "is_dated": row.is_dated,
            "a": _describe(lookup, row.a_id), "b": _describe(lookup, row.b_id), "n_only_a": row.n_only_a,
            "n_only_b": row.n_only_b, "why": clean_line(row.why),
            "n_differences": len(marked) if marked is not None else None,
            "differences": marked[:MOST_SHOWN] if marked is not None else None,
        })
    return listed


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _describe(lookup: Lookup, document_id: str) -> dict[str, Any]:
    document = lookup.documents[document_id]
    return {
        "title": lookup.title(document_id), "path": document.path, "publisher": document.publisher,
        "published": document.published, "updated": document.updated,
    }


def _mark_all(lookup: Lookup, flows: dict[str, str], row: Duplicate) -> list[str]:
    for document_id in (row.a_id, row.b_id):
        if document_id not in flows:
            flows[document_id] = Flow(lookup.documents[document_id].text, lookup.cuts.get(document_id, [])).text
    a, b = flows[row.a_id], flows[row.b_id]
    return [_mark(a, b, gone, come) for gone, come in find_differences(a, b)]


def _mark(a: str, b: str, gone: Span, come: Span) -> str:
    """One difference with the words around it, as the first text has them."""
    before, after = a[max(0, gone[0] - AROUND) : gone[0]], a[gone[1] : gone[1] + AROUND]
    if gone[0] > AROUND:
        before = before.partition(" ")[2]
    if gone[1] + AROUND < len(a):
        after = after.rpartition(" ")[0]
    parts = [_put(a[slice(*gone)], GONE), _put(b[slice(*come)], COME)]
    return clean_line(f"{before}{' ' if gone[0] == gone[1] else ''}{' '.join(filter(None, parts))}{after}")


def _put(text: str, part: str) -> str:
    opening, closing = MARKS[part]
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} …"
    return f"{opening}{shown}{closing}" if text else ""
