"""Whose grade goes for what: letters of sources, laid on the nodes of stemmata."""

from __future__ import annotations

from collections import defaultdict

from sayso.schema.declare import Tables
from sayso.schema.tables import Grade, Hop, Identity, Source


def find_letters(tables: Tables) -> dict[str, Grade]:
    """Give the grade of each node of the stemmata, by source id and by document id, in order of id.

    A document's is that of the source that it is; where it is none, of its teller; one with several tellers has none of its own.
    """
    grades = {row.object_id: row for row in tables.take(Grade) if row.about == "source"}
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
    tellers: defaultdict[str, set[str]] = defaultdict(set)
    for hop in tables.take(Hop):
        if hop.ordinal == 0 and hop.referent_id in source_of:
            tellers[hop.document_id].add(source_of[hop.referent_id])
    voices = {document_id: next(iter(some)) for document_id, some in tellers.items() if len(some) == 1}
    for source in sorted(tables.take(Source), key=lambda source: source.id, reverse=True):
        if source.document_id is not None and source.id in grades:
            voices[source.document_id] = source.id
    found = grades | {document_id: grades[id_] for document_id, id_ in voices.items() if id_ in grades}
    return dict(sorted(found.items()))
