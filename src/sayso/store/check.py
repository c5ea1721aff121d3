"""Checks on rows before they are kept: spans in their text, claims in their words, one row a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from sayso.errors import BadSpan, UnknownRows
from sayso.schema import TABLES, Claim, Document, Spans, Table, Tables
from sayso.text.spans import check_spans, cut_text

DOCUMENT_OF = {"spans_a": "document_a", "spans_b": "document_b"}
"""Column that names the document of a column of spans, where it isn't `document_id`."""

CLAIM_OF = {
    "contradictions": {"spans_a": "claim_a", "spans_b": "claim_b"},
    "drifts": {"before_spans": "from_claim", "after_spans": "to_claim"},
}
"""By table, the column that names the claim in whose document a column of spans lies."""

NAMES: dict[str, dict[str, str]] = {
    "pieces": {"part_id": "parts"},
    "attributions": {"parent_id": "attributions", "referent_id": "referents"},
    "citations": {"note_id": "notes", "referent_id": "referents"},
    "claims": {"part_id": "parts", "attribution_id": "attributions", "actors": "referents"},
    "hops": {"claim_id": "claims", "referent_id": "referents"},
}
"""Columns of what one document gives that name rows of the same document."""

START_END = ("start", "end"), ("passage_start", "passage_end")


def drop_repeats(tables: Tables) -> Tables:
    """Give each row once; two stages may well say the same problem."""
    return Tables({name: list(dict.fromkeys(tables.named(name))) for name in tables.names()})


def check_tables(
    tables: Tables, *, texts: dict[str, str] | None = None, told_in: dict[str, str] | None = None
) -> None:
    """Refuse rows that break a law of the house.

    Args:
        tables: rows about to be kept, none twice.
        texts: canonical text by document id, of documents that aren't in `tables`.
        told_in: document id by claim id, of claims that aren't in `tables`.
    Raises:
        BadSpan: a span isn't in its text, or a claim doesn't hold the words of its spans.
        UnknownRows: two rows of one key, or a row that names another which isn't there.
    """
    texts = {**(texts or {}), **{doc.id: doc.text for doc in tables.take(Document)}}
    told_in = {**(told_in or {}), **{claim.id: claim.document_id for claim in tables.take(Claim)}}
    for name in tables.names():
        table = TABLES[name]
        _check_keys(table, tables.named(name))
        _check_places(table, tables.named(name), texts, told_in)
    _check_names(tables)
    for claim in tables.take(Claim):
        check_words(claim, texts[claim.document_id])


def check_words(claim: Claim, text: str) -> None:
    """Refuse a claim whose text isn't what its spans hold; white space and the dots of a gap may differ."""
    if _squeeze("".join(text[start:end] for start, end in claim.spans)) != _squeeze(claim.text):
        raise BadSpan(
            "a claim's text isn't the words of its spans", where=f"table claims, {claim.id} of {claim.document_id}",
            got=[claim.text[:60], cut_text(text, claim.spans)[:60]],
            fix="please report this with the document",
        )


def _squeeze(text: str) -> str:
    return "".join(text.replace("…", "").split())


def _check_keys(table: Table, rows: list[Any]) -> None:
    counts = Counter(map(attrgetter(*table.key), rows))
    twice = [key for key, n in counts.items() if n > 1]
    if twice:
        raise UnknownRows(
            f"{len(twice)} keys of `{table.name}` stand on several rows that differ",
            where=f"table {table.name}, key {', '.join(table.key)}", got=[str(key) for key in twice],
            fix="please report this with the document",
        )


def _check_names(tables: Tables) -> None:
    for name, columns in NAMES.items():
        for column, target in columns.items():
            known = {row.id for row in tables.named(target)}
            values = [getattr(row, column) for row in tables.named(name)]
            named = {id_ for value in values for id_ in (value if isinstance(value, tuple) else (value,)) if id_}
            if named - known:
                raise UnknownRows(
                    f"`{name}` names {len(named - known)} rows that are not in `{target}`",
                    where=f"table {name}, column {column}", got=sorted(named - known),
                    fix="please report this with the document",
                )


def _check_places(table: Table, rows: list[Any], texts: dict[str, str], told_in: dict[str, str]) -> None:
    names = {column.name for column in table.columns}
    claims = CLAIM_OF.get(table.name, {})
    found: list[tuple[str, Callable[[Any], Spans]]] = [
        (claims.get(column.name) or DOCUMENT_OF.get(column.name, "document_id"), attrgetter(column.name))
        for column in table.columns if column.type == Spans
    ]
    found += [("document_id", _take_pair(*pair)) for pair in START_END if names.issuperset(pair)]
    for document, take_spans in found:
        for row in rows:
            document_id = getattr(row, document)
            if claims:
                document_id = told_in.get(document_id, document_id)
            if document_id not in texts:
                raise UnknownRows("a document or claim that isn't there is named", where=table.name, got=[document_id])
            spans = take_spans(row)
            if table.name in {"parts", "pieces", "cuts"}:  # an empty part or a cut that only puts a break may be empty
                spans = tuple(span for span in spans if span[0] != span[1])
            check_spans(spans, text_length=len(texts[document_id]), where=f"table {table.name} of {document_id}")


def _take_pair(start: str, end: str) -> Callable[[Any], Spans]:
    return lambda row: ((getattr(row, start), getattr(row, end)),)
