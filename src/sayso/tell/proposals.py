"""What a language model found as a second reader, and what it drafted, as plain rows: for the terminal and for files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.schema import Document, Problem, Proposal, Spans, Tables
from sayso.tell.drafting import Draft
from sayso.tell.drafts import find_draft
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line

Listed = dict[str, Any]
MADE_BY = "llm "  # begins `made_by` of whatever a language model had a hand in


def describe_proposals(tables: Tables) -> list[Listed]:
    """What a second reader found, by document and place, each with its words and who of the two readers found it."""
    docs = {doc.id: doc for doc in tables.take(Document)}
    rows = [row for row in tables.take(Proposal) if row.document_id in docs]
    rows.sort(key=lambda row: (docs[row.document_id].path, row.document_id, row.content_spans, row.kind, row.id))
    return [
        {
            "id": row.id, "document": clean_line(docs[row.document_id].path), "document_id": row.document_id, "kind": row.kind,
            "found_by": row.found_by, "same_as": row.same_as, "made_by": clean_line(row.made_by),
            **{
                name: _quote(docs[row.document_id], spans)
                for name, spans in (("source", row.source_spans), ("cue", row.cue_spans), ("content", row.content_spans))
            },
            "source_spans": row.source_spans, "cue_spans": row.cue_spans, "content_spans": row.content_spans,
        }
        for row in rows
    ]


def describe_draft(tables: Tables) -> list[Listed]:
    """The bottom line that a language model drafted, one object a sentence: its bits, what it rests on, what speaks against it."""
    made = find_draft(tables)
    return [] if made is None else list(_describe(made, Lookup(tables)))


def find_llm_problems(tables: Tables) -> list[Problem]:
    """What a language model gave that was not used, what it was not given, and drafted sentences that no longer fit."""
    made = find_draft(tables)
    kept = [row for row in tables.take(Problem) if row.made_by.startswith(MADE_BY)]
    return [*sorted(kept, key=lambda row: (row.where, row.what, row.id)), *(made.problems if made else ())]


def _describe(made: Draft, lookup: Lookup) -> Iterator[Listed]:
    for sentence in made.sentences:
        yield {
            "text": sentence.text, "made_by": clean_line(made.made_by), "claims": list(sentence.claim_ids),
            "bits": [{"text": bit.text, "claim": bit.claim_id} for bit in sentence.bits],
            "against": [{"claim": id_, "text": clean_line(lookup.claims[id_].text)} for id_ in sentence.against],
        }


def _quote(doc: Document, spans: Spans) -> str:
    return clean_line(" … ".join(doc.text[start:end] for start, end in spans))
