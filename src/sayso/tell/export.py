"""The export contract: a case as a folder of JSON lines that other programs can rely on.

`export-schema.json`, beside this file, is the contract's JSON Schema; docs/reference/export.md tells it in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from sayso.schema import Attribution, Claim, Contradiction, Cut, Document, Hop, Spans, Tables, Tally
from sayso.tell.gradings import find_grades
from sayso.tell.lookup import Lookup
from sayso.text.spans import to_spans

FORMAT, VERSION = "sayso-jsonl", 1

# Pieces that are no part of what a document says, whether or not a cut takes them out of the flow.
_NOT_TEXT = frozenset(("furniture", "form", "contents", "footnote", "reference", "page_number", "running_head"))

Record = dict[str, Any]


def make_export(tables: Tables, *, version: str) -> dict[str, str]:
    """Give the files of an export: name, and content.

    Rows stand in an order that depends on their content alone, so that the same case gives the same bytes.

    Args:
        tables: every table of the case.
        version: sayso's own version, for meta.json.
    """
    return {name: "".join(lines) for name, lines in stream_export(tables, version=version).items()}


def stream_export(tables: Tables, *, version: str) -> dict[str, Iterator[str]]:
    """Give the files of an export line by line; each is made when it is asked for, and only once. See `make_export`."""
    lookup = Lookup(tables)
    ruled = {id_: row.grade for id_, row in find_grades(tables).items() if row.state == "confirmed"}
    return {
        "meta.json": iter([json.dumps({"format": FORMAT, "version": VERSION, "sayso": version}) + "\n"]),
        "documents.jsonl": _to_lines(_export_document(lookup, document) for document in lookup.documents.values()),
        "attributions.jsonl": _to_lines(_export_attribution(lookup, row) for row in lookup.attributions.values()),
        "claims.jsonl": _to_lines(_export_claim(lookup, claim) for claim in lookup.claims.values()),
        "groups.jsonl": _to_lines(_export_group(lookup, group_id) for group_id in lookup.groups),
        "contradictions.jsonl": _to_lines(
            _export_contradiction(lookup, row) for row in lookup.contradictions.values()
        ),
        "sources.jsonl": _to_lines(
            {"id": source.id, "name": source.name, "kind": source.kind, "aliases": list(source.aliases),
             "document": source.document_id, "grade": ruled.get(source.id)}
            for source in lookup.sources.values()
        ),
        "problems.jsonl": _to_lines(
            {"where": problem.where, "what": problem.what, "why": problem.why} for problem in lookup.problems
        ),
    }


def load_export_schema() -> Record:
    """Give the contract's JSON Schema: one definition a file of the export, by the file's name without its ending."""
    schema: Record = json.loads((files("sayso.tell") / "export-schema.json").read_text("utf8"))
    return schema


def _export_document(lookup: Lookup, document: Document) -> Record:
    return {
        "id": document.id, "path": document.path, "title": document.title, "authors": list(document.authors),
        "publisher": document.publisher, "published": document.published, "language": document.language,
        "text": document.text, "not_text": _to_pairs(find_not_text(lookup, document)),
    }


def find_not_text(lookup: Lookup, document: Document) -> Spans:
    """Spans of a document that are no part of what it says: what its cuts and pieces take out, typesetting aside.

    A cut that only rejoins a word or a line takes out white space and hyphens, and isn't named.
    """
    cuts = [(cut.start, cut.end) for cut in lookup.cuts.get(document.id, []) if _takes_words(document.text, cut)]
    pieces = [(piece.start, piece.end) for piece in lookup.pieces.get(document.id, []) if piece.kind in _NOT_TEXT]
    return to_spans([*cuts, *pieces])


def _takes_words(text: str, cut: Cut) -> bool:
    return any(character.isalnum() for character in text[cut.start : cut.end])


def _export_attribution(lookup: Lookup, row: Attribution) -> Record:
    return {
        "id": row.id, "document": row.document_id, "source": _to_pairs(row.source_spans),
        "cue": _to_pairs(row.cue_spans), "content": _to_pairs(row.content_spans), "kind": row.kind,
        "parent": row.parent_id,
        "source_id": lookup.source_id(row.referent_id),
    }


def _export_claim(lookup: Lookup, claim: Claim) -> Record:
    membership = lookup.membership_of.get(claim.id)
    return {
        "id": claim.id, "document": claim.document_id, "spans": _to_pairs(claim.spans), "text": claim.text,
        "standalone": claim.standalone, "polarity": claim.polarity, "stance": claim.stance,
        "chain": [_export_hop(lookup, hop) for hop in lookup.hops.get(claim.id, [])],
        "attribution": claim.attribution_id, "group": membership.group_id if membership else None,
    }


def _export_hop(lookup: Lookup, hop: Hop) -> Record:
    return {
        "name": hop.name, "source_id": lookup.source_id(hop.referent_id), "kind": hop.kind,
        "spans": _to_pairs(hop.spans),
    }


def _export_group(lookup: Lookup, group_id: str) -> Record:
    """A group; the five numbers on top are the affirmed side's, also where nobody affirms: no telling, no line."""
    affirmed, negated = ([claim.id for claim in lookup.members(group_id, side)] for side in ("affirmed", "negated"))
    denial = lookup.tally(group_id, "negated")
    return {
        "id": group_id, "text": lookup.groups[group_id].text, "claims": [*affirmed, *negated], "affirmed": affirmed,
        "negated": negated, **_export_tally(lookup.tally(group_id, "affirmed")),
        "denial": _export_tally(denial) if denial else None,
    }


def _export_tally(tally: Tally | None) -> Record:
    if tally is None:
        return {"tellings": 0, "lines": 0, "lines_possible": 0, "cut": [], "verdict": None}
    return {
        "tellings": tally.tellings, "lines": tally.lines, "lines_possible": tally.lines_possible,
        "cut": list(tally.cut), "verdict": tally.verdict,
    }


def _export_contradiction(lookup: Lookup, row: Contradiction) -> Record:
    words = [
        lookup.words(lookup.claims[claim_id].document_id, spans) if claim_id in lookup.claims else ""
        for claim_id, spans in ((row.claim_a, row.spans_a), (row.claim_b, row.spans_b))
    ]
    return {
        "claims": [row.claim_a, row.claim_b], "kind": row.kind, "relation": row.relation, "words": words, "why": row.why,
    }


def _to_pairs(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _to_lines(records: Iterable[Record]) -> Iterator[str]:
    """One JSON object a line. Escaped to ASCII where a text holds half a surrogate pair, which UTF-8 can't."""
    return (_to_line(record) + "\n" for record in records)


def _to_line(record: Record) -> str:
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf8")
    except UnicodeEncodeError:
        return json.dumps(record)
    # Line and paragraph separators are line ends to some readers of JSON lines.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
