"""Rows made by hand for the link room's tests: invented people, places and affairs."""

from __future__ import annotations

from sayso.schema import Claim, Document, Hop, Identity, Referent, Source, Tables, make_id


def document(name: str, text: str = "", **columns: object) -> Document:
    given: dict[str, object] = {
        "id": name, "sha256": "0", "path": f"{name}.txt", "media_type": "text/plain", "n_bytes": len(text), "text": text,
        "title": None, "authors": (), "publisher": None, "published": None, "language": "en", "url": None,
        "origin": None, "known_by": (), "made_by": "test",
    }
    return Document(**(given | columns))  # type: ignore[arg-type]


def referent(document_id: str, name: str, kind: str = "person", **columns: object) -> Referent:
    given: dict[str, object] = {
        "id": make_id("r", document_id, name, kind), "document_id": document_id, "name": name, "kind": kind,
        "is_named": True, "is_source": True, "aliases": (), "head": None, "anchors": (), "spans": ((0, 1),),
        "speaks_for_id": None, "near": None, "made_by": "test",
    }
    return Referent(**(given | columns))  # type: ignore[arg-type]


def claim(document_id: str, text: str, start: int = 0, **columns: object) -> Claim:
    given: dict[str, object] = {
        "id": make_id("c", document_id, text, start), "document_id": document_id, "part_id": document_id,
        "spans": ((start, start + len(text)),), "text": text, "standalone": text, "passage_start": start,
        "passage_end": start + len(text), "attribution_id": None, "is_quote": False, "polarity": "affirmed",
        "polarity_spans": (), "why_polarity": "", "stance": "asserts", "stance_spans": (), "why_stance": "",
        "actors": (), "quantities": (), "made_by": "test",
    }
    return Claim(**(given | columns))  # type: ignore[arg-type]


def hop(claim_id: str, ordinal: int, who: Referent) -> Hop:
    return Hop(claim_id, ordinal, who.document_id, who.id, who.name, who.kind, ((0, 1),), (), "attribution")


def parts_of(tables: Tables) -> set[frozenset[str]]:
    """The partition of referents that sources and identities make, as sets of referent ids."""
    found: dict[str, set[str]] = {source.id: set() for source in tables.take(Source)}
    for identity in tables.take(Identity):
        found[identity.source_id].add(identity.referent_id)
    return {frozenset(ids) for ids in found.values()}
