"""Lists of the case for the command line and for other programs: one dict a row, JSON-ready, names resolved."""

from __future__ import annotations

import dataclasses
from typing import Any

from sayso.schema import Arrival, Claim, Dispute, Identity, Tables, Tally
from sayso.tell.gradings import describe_grade, find_grades
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.sourcing import find_sources

Listed = dict[str, Any]


def describe_disputes(tables: Tables) -> list[Listed]:
    """Disputes, the most told first: what clashes, and each side with what stands behind it."""
    lookup = Lookup(tables)
    return [_describe_dispute(lookup, dispute) for dispute in lookup.disputes]


def describe_groups(tables: Tables) -> list[Listed]:
    """Statements, the most told first, each with both sides."""
    lookup = Lookup(tables)
    return [_describe_group(lookup, group_id) for group_id in lookup.groups]


def describe_claims(tables: Tables) -> list[Listed]:
    """Claims by document and place, each with its chain by name."""
    lookup, grades = Lookup(tables), find_grades(tables)
    return [describe_claim(lookup, claim) | describe_grade(grades.get(claim.id)) for claim in lookup.claims.values()]


def describe_sources(tables: Tables) -> list[Listed]:
    """Sources that claims are laid to, those that end most chains first, each with what in which document is taken for it."""
    lookup, grades = Lookup(tables), find_grades(tables)
    members: dict[str, list[Listed]] = {}
    for row in sorted(tables.take(Identity), key=lambda row: row.referent_id):
        if (referent := lookup.referents.get(row.referent_id)) is not None:
            members.setdefault(row.source_id, []).append({
                "id": referent.id, "name": referent.name, "document_id": referent.document_id,
                "document": lookup.title(referent.document_id), "why": row.why, "state": row.state,
            })
    return [
        {
            "id": view.id, "name": view.name, "kind": view.kind, "is_named": view.is_named, "aliases": view.aliases,
            "document_id": view.document_id or None, "n_claims": view.n_claims, "n_documents": view.n_documents,
            "n_ends": view.n_ends, **describe_grade(grades.get(view.id)), "members": members.get(view.id, []),
        }
        for view in find_sources(lookup)
    ]


def describe_actors(tables: Tables) -> list[Listed]:
    """Those whom claims speak of, whether or not anything is laid to them; the most spoken of first."""
    lookup = Lookup(tables)
    spoken: dict[str, list[Claim]] = {}
    for claim in lookup.claims.values():
        for source_id in dict.fromkeys(lookup.source_id(referent_id) for referent_id in claim.actors):
            if source_id in lookup.sources:
                spoken.setdefault(source_id, []).append(claim)
    for source in lookup.sources.values():
        if not source.is_source:
            spoken.setdefault(source.id, [])
    rows: list[Listed] = []
    for source_id, claims in spoken.items():
        source = lookup.sources[source_id]
        rows.append({
            "id": source.id, "name": source.name, "kind": source.kind, "is_source": source.is_source,
            "aliases": list(source.aliases), "n_claims": len(claims),
            "n_documents": len({claim.document_id for claim in claims}), "claims": [claim.id for claim in claims],
        })
    return sorted(rows, key=lambda row: (-row["n_claims"], row["name"].casefold(), row["id"]))


def describe_leads(tables: Tables) -> list[Listed]:
    """What is cited but not in the case, by how many claims and lines hang on it."""
    return [
        {
            "id": lead.id, "name": lead.name, "kind": lead.kind, "n_claims": lead.n_claims,
            "n_documents": lead.n_documents, "n_lines": lead.n_lines, "url": lead.url, "why": lead.why,
            "source_id": lead.source_id,
        }
        for lead in Lookup(tables).leads
    ]


def describe_silences(tables: Tables) -> list[Listed]:
    """Who was asked and did not answer, by name."""
    lookup = Lookup(tables)
    return [
        {
            "id": row.id, "name": row.name, "kind": "silence", "how": row.how, "document_id": row.document_id,
            "document": lookup.title(row.document_id), "words": lookup.words(row.document_id, row.spans),
            "source_id": row.source_id, "group_ids": list(row.group_ids), "why": row.why,
        }
        for row in lookup.silences
    ]


def describe_problems(tables: Tables) -> list[Listed]:
    """What was not read, was cut or could not be placed; lost documents first."""
    return [
        {"id": row.id, "where": row.where, "what": row.what, "why": row.why, "is_lost": row.is_lost}
        for row in Lookup(tables).problems
    ]


def describe_manifest(tables: Tables) -> list[Listed]:
    """Everything that came in, by path: what it is, how it came, what became of it."""
    paths = {row.sha256: row.path for row in sorted(tables.take(Arrival), key=lambda row: row.path) if row.became == "container"}
    return [
        dataclasses.asdict(row) | {"headers": list(row.headers), "inside": paths.get(row.holder or "")}
        for row in sorted(tables.take(Arrival), key=lambda row: (row.path, row.sha256))
    ]


def describe_documents(tables: Tables) -> list[Listed]:
    """Documents by date, with how many claims each makes."""
    lookup = Lookup(tables)
    counts: dict[str, int] = {}
    for claim in lookup.claims.values():
        counts[claim.document_id] = counts.get(claim.document_id, 0) + 1
    return [
        {
            "id": document.id, "title": document.title, "publisher": document.publisher,
            "authors": list(document.authors), "published": document.published, "path": document.path,
            "sha256": document.sha256, "url": document.url,
            "n_claims": counts.get(document.id, 0),
        }
        for document in lookup.documents.values()
    ]


def describe_claim(lookup: Lookup, claim: Claim) -> Listed:
    """One claim: its words, where they stand, its chain by name."""
    membership = lookup.membership_of.get(claim.id)
    return {
        "id": claim.id, "document_id": claim.document_id, "document": lookup.title(claim.document_id),
        "text": claim.text, "spans": [list(span) for span in claim.spans],
        "places": [piece.place for piece in lookup.places(claim) if piece.place], "stance": claim.stance,
        "polarity": claim.polarity,
        "chain": name_chain(lookup, claim), "actors": lookup.actor_names(claim),
        "group_id": membership.group_id if membership else None, "side": membership.side if membership else None,
    }


def name_chain(lookup: Lookup, claim: Claim) -> list[str]:
    """Names of a claim's chain, the teller first."""
    return [
        lookup.teller(claim.document_id) if hop.ordinal == 0 else hop.name for hop in lookup.hops.get(claim.id, [])
    ]


def _describe_dispute(lookup: Lookup, dispute: Dispute) -> Listed:
    other = dispute.other_group_id
    return {
        "id": dispute.id, "kind": dispute.kind, "why": dispute.why, "score": dispute.score,
        "group": _describe_group(lookup, dispute.group_id), "other": _describe_group(lookup, other) if other else None,
        "clashes": [
            {"claims": [row.claim_a, row.claim_b], "kind": row.kind, "why": row.why}
            for row in map(lookup.contradictions.get, dispute.contradiction_ids) if row
        ],
    }


def _describe_group(lookup: Lookup, group_id: str) -> Listed:
    group = lookup.group(group_id)
    return {"id": group_id, "text": group.text} | {
        side: _describe_side(lookup, group_id, side) if lookup.members(group_id, side) else None for side in SIDES
    }


def _describe_side(lookup: Lookup, group_id: str, side: str) -> Listed:
    tally: Tally | None = lookup.tally(group_id, side)
    return {
        "is_against": lookup.is_against(group_id, side),
        "verdict": tally.verdict if tally else None, "tellings": tally.tellings if tally else 0,
        "lines": tally.lines if tally else 0, "lines_possible": tally.lines_possible if tally else 0,
        "cut": list(tally.cut) if tally else [], "is_all_unnamed": bool(tally and tally.is_all_unnamed),
        "is_circular": bool(tally and tally.circles), "why": tally.why if tally else "told by nobody",
        "claims": [describe_claim(lookup, claim) for claim in lookup.members(group_id, side)],
    }
