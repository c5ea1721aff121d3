"""W3C Web Annotation: each claim and each attribution as an annotation that finds its passage again by place and by words.

Positions count Unicode code points of the canonical text, as the Web Annotation Data Model demands (W3C Recommendation of
23 February 2017, section 4.2.5: "in terms of unicode code points ... not in terms of code units").
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from sayso.schema import Attribution, Claim, Document, Span, Spans, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks, list_json, to_encodable, to_json
from sayso.tell.exports.labels import tell_claim, to_label
from sayso.tell.lookup import Lookup

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"sayso": "urn:sayso:"})
CONTEXT_CHARS = 32  # of prefix and suffix, as Hypothesis writes and looks for
_JOINS = "\u200c\u200d\ufe0e\ufe0f"  # joiners and variation selectors go with the character before them

Record = dict[str, Any]


def export_annotations(tables: Tables, about: About) -> Files:
    """Give `annotations.jsonld`: one AnnotationCollection whose only page holds every annotation.

    A claim's annotation is `describing`, its body says who claims it, how and on whose word; an attribution's is
    `identifying`, its body names the source. Words in several pieces are several targets, in the order of reading.
    """
    lookup = Lookup(tables)
    return {"annotations.jsonld": join_chunks(_write_collection(lookup, about))}


def _write_collection(lookup: Lookup, about: About) -> Iterator[str]:
    made: Record = {"type": "Software", "name": "sayso", "sayso:version": about.version}
    head: Record = {
        "@context": CONTEXT, "id": "urn:sayso:annotations", "type": "AnnotationCollection",
        "label": to_label(about.question) or "claims and attributions",
        "generator": made, "total": sum(1 for _ in _list_rows(lookup)),
    }
    if about.made_at:
        head["generated"] = about.made_at
    page = {"id": "urn:sayso:annotations/page", "type": "AnnotationPage", "startIndex": 0}
    yield f'{to_json(head)[:-1]}, "first": {to_json(page)[:-1]}, "items": [\n'
    sources = {document.id: _describe_source(document) for document in lookup.documents.values()}
    yield from list_json(chain.from_iterable(
        _annotate(lookup, row, sources[row.document_id]) for row in _list_rows(lookup)
    ))
    yield "\n]}}\n"


def _list_rows(lookup: Lookup) -> Iterator[Claim | Attribution]:
    """Rows that stand in a document of the case."""
    for rows in (lookup.claims.values(), lookup.attributions.values()):
        yield from (row for row in rows if row.document_id in lookup.documents)


def _annotate(lookup: Lookup, row: Claim | Attribution, source: Record) -> Iterator[Record]:
    document = lookup.documents[row.document_id]
    if isinstance(row, Claim):
        yield _annotate_claim(lookup, row, document, source)
    else:
        yield _annotate_attribution(lookup, row, document, source)


def _annotate_claim(lookup: Lookup, claim: Claim, document: Document, source: Record) -> Record:
    membership = lookup.membership_of.get(claim.id)
    hops = lookup.hops.get(claim.id, [])
    body = {
        "type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": tell_claim(lookup, claim),
        "sayso:stance": claim.stance, "sayso:polarity": claim.polarity,
        "sayso:chain": {"@list": [to_label(hop.name) for hop in hops]},
    }
    if membership:
        body |= {"sayso:group": membership.group_id, "sayso:side": membership.side}
    return {
        "id": f"urn:sayso:claim:{_quote(claim.id)}", "type": "Annotation", "motivation": "describing", "body": body,
        "target": _list_targets(document, source, {"claim": claim.spans}),
    }


def _annotate_attribution(lookup: Lookup, row: Attribution, document: Document, source: Record) -> Record:
    source_id = lookup.source_id(row.referent_id)
    known = lookup.sources.get(source_id or "")
    words = " ".join(document.text[start:end] for start, end in row.source_spans)
    name = to_label(known.name if known else words)
    body = {
        "type": "TextualBody", "purpose": "identifying", "format": "text/plain",
        "value": f"{to_label(lookup.teller(document.id))} lays this to {name or 'a source that the text does not name'}.",
        "sayso:speaker": name, "sayso:cue_class": row.cue_class, "sayso:kind": row.kind,
    }
    if source_id:
        body["sayso:source"] = source_id
    return {
        "id": f"urn:sayso:attribution:{_quote(row.id)}", "type": "Annotation", "motivation": "identifying", "body": body,
        "target": _list_targets(
            document, source, {"content": row.content_spans, "cue": row.cue_spans, "source": row.source_spans}
        ),
    }


def _describe_source(document: Document) -> Record:
    """The original as the target, and the text in which positions are counted by its own hash."""
    text = hashlib.sha256(to_encodable(document.text).encode("utf8")).hexdigest()
    described = {
        "id": f"urn:sha256:{document.sha256}", "type": "Text", "format": document.media_type,
        "sayso:document": document.id, "sayso:text": f"urn:sha256:{text}",
    }
    return described | ({"language": document.language} if document.language else {})


def _list_targets(document: Document, source: Record, parts: dict[str, Spans]) -> list[Record]:
    return [
        {"type": "SpecificResource", "source": source, "selector": _select(document.text, span), "sayso:part": part}
        for part, spans in parts.items() for span in spans
    ]


def _select(text: str, span: Span) -> list[Record]:
    """Both selectors of a passage: by position, and by its words between the words around them."""
    start, end = span
    prefix = _trim_front(text[max(0, start - CONTEXT_CHARS) : start], is_cut=start > CONTEXT_CHARS)
    quoted = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": prefix,
              "suffix": text[end : _find_end(text, end + CONTEXT_CHARS)]}
    return [{"type": "TextPositionSelector", "start": start, "end": end}, quoted]


def _trim_front(text: str, *, is_cut: bool) -> str:
    """Take off marks that belong to a character before the cut: a selection shouldn't begin inside a grapheme."""
    at = 0
    while is_cut and at < len(text) and _goes_with_former(text[at]):
        at += 1
    return text[at:]


def _find_end(text: str, end: int) -> int:
    """Move an end on over marks that belong to the character before it, at most as far as the context is long."""
    furthest = min(len(text), end + CONTEXT_CHARS)
    while end < furthest and _goes_with_former(text[end]):
        end += 1
    return end


def _goes_with_former(character: str) -> bool:
    return character in _JOINS or unicodedata.category(character) in {"Mn", "Me", "Mc"}


def _quote(id_: str) -> str:
    return quote(id_.encode("utf8", "replace"), safe="")
