"""Sources with what is laid to them: claims, documents, and chains that end in them."""

from __future__ import annotations

import dataclasses
from collections import Counter

from sayso.schema import Claim, Source
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line


@dataclasses.dataclass(frozen=True, slots=True)
class SourceView:
    """A source: what it is called, and how much hangs on it."""

    id: str
    name: str
    kind: str
    is_named: bool
    aliases: list[str]
    document_id: str
    why_document: str
    n_claims: int
    n_documents: int
    n_ends: int
    claims: list[Claim]


def find_sources(lookup: Lookup) -> list[SourceView]:
    """Sources that claims are laid to, those that end most chains first; a document's own voice is no row here."""
    claims: dict[str, list[Claim]] = {}
    ends: Counter[str] = Counter()
    for claim in lookup.claims.values():
        chain = [lookup.source_id(hop.referent_id) for hop in lookup.hops.get(claim.id, []) if hop.ordinal > 0]
        for source_id in dict.fromkeys(chain):
            if source_id:
                claims.setdefault(source_id, []).append(claim)
        if chain and chain[-1]:
            ends[chain[-1]] += 1
    views = [
        _view_source(source, claims[source.id], ends[source.id])
        for source in lookup.sources.values() if source.id in claims
    ]
    return sorted(views, key=lambda view: (-view.n_ends, -view.n_claims, view.name.casefold(), view.id))


def _view_source(source: Source, claims: list[Claim], n_ends: int) -> SourceView:
    return SourceView(
        id=source.id,
        name=clean_line(source.name),
        kind=source.kind,
        is_named=source.is_named,
        aliases=[clean_line(alias) for alias in source.aliases],
        document_id=source.document_id or "",
        why_document=clean_line(source.why_document or ""),
        n_claims=len(claims),
        n_documents=len({claim.document_id for claim in claims}),
        n_ends=n_ends,
        claims=claims,
    )
