"""Withdrawal: what people ruled out as forged or retracted, as nodes of the stemmata."""

from __future__ import annotations

from collections import defaultdict

from sayso.schema import Document, Identity, Ruled, Source, Tables


def find_withdrawn(tables: Tables) -> dict[str, list[Ruled]]:
    """Rows of `ruled` that withdraw a node of the stemmata, by node: a document id, or the id of a source that is none.

    A source is withdrawn when any of those that it was ruled of is: what was taken for one with it since falls too.
    """
    sources = {source.id: source for source in tables.take(Source)}
    source_ids = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    documents = {document.id for document in tables.take(Document)}
    found: defaultdict[str, list[Ruled]] = defaultdict(list)
    for row in sorted(tables.take(Ruled), key=lambda row: (row.number, row.a_id)):
        if row.kind != "withdraw" or row.state != "applied":
            continue
        source = sources.get(source_ids.get(row.a_id, ""))
        node = row.a_id if row.a_id in documents else source and (source.document_id or source.id)
        if node and row.number not in [other.number for other in found[node]]:
            found[node].append(row)
    return dict(found)
