"""Drift side by side: the claim as it stood, the claim as it is told further on, the words that changed marked in both."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any

from sayso.schema import Claim, Drift, Spans, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.passages import Bit, cut_window
from sayso.tell.shown import clean_line
from sayso.text.spans import hull

GONE, COME = "gone", "come"
MARKS = {GONE: ("[-", "-]"), COME: ("{+", "+}")}
"""Plain signs around words that went and words that came, as `wdiff` prints them."""

FAR = 320  # characters between a claim and the words that changed; beyond them both are shown with a gap between


@dataclasses.dataclass(frozen=True, slots=True)
class SideOfDrift:
    """One of the two claims: the document, when it was published, the passage with the changed words as bits."""

    claim_id: str
    document_id: str
    teller: str
    published: str
    bits: list[Bit]


@dataclasses.dataclass(frozen=True, slots=True)
class DriftView:
    """A change on the way from one document to another."""

    id: str
    kind: str
    score: float
    group_id: str
    before: str
    after: str
    why: str
    earlier: SideOfDrift
    later: SideOfDrift


def view_drifts(tables: Tables, lookup: Lookup, *, groups: Collection[str] | None = None) -> list[DriftView]:
    """Drifts of a case, the worst first; of some groups only, where they are named."""
    rows = sorted(tables.take(Drift), key=lambda row: (-row.score, row.id))
    return [
        _view_drift(lookup, row) for row in rows
        if (groups is None or row.group_id in groups) and {row.from_claim, row.to_claim} <= lookup.claims.keys()
    ]


def describe_drifts(tables: Tables, *, groups: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Drifts, the worst first, JSON-ready; `marked` holds the words with the plain signs of `MARKS`."""
    return [
        {
            "id": view.id, "kind": view.kind, "score": view.score, "group_id": view.group_id, "before": view.before,
            "after": view.after, "why": view.why, "from": _describe_side(view.earlier), "to": _describe_side(view.later),
        }
        for view in view_drifts(tables, Lookup(tables), groups=groups)
    ]


def _describe_side(side: SideOfDrift) -> dict[str, Any]:
    return {
        "claim_id": side.claim_id, "document_id": side.document_id, "document": side.teller,
        "published": side.published or None, "marked": to_marked(side.bits),
    }


def to_marked(bits: list[Bit]) -> str:
    """A passage as plain text, words that went as [-so-], words that came as {+so+}."""
    return clean_line("".join(_mark(bit) for bit in bits))


def _mark(bit: Bit) -> str:
    opening, closing = MARKS.get(bit.part, ("", ""))
    return f"{opening}{bit.text}{closing}" if bit.part != "cut" else " "


def _view_drift(lookup: Lookup, row: Drift) -> DriftView:
    earlier, later = lookup.claims[row.from_claim], lookup.claims[row.to_claim]
    return DriftView(
        id=row.id, kind=row.kind, score=row.score, group_id=row.group_id, before=clean_line(row.before),
        after=clean_line(row.after), why=clean_line(row.why),
        earlier=_view_side(lookup, earlier, row.before_spans, GONE), later=_view_side(lookup, later, row.after_spans, COME),
    )


def _view_side(lookup: Lookup, claim: Claim, changed: Spans, part: str) -> SideOfDrift:
    document = lookup.documents[claim.document_id]
    cuts = lookup.cuts.get(document.id, [])
    bits: list[Bit] = []
    for window in _find_windows(claim, changed):
        bits += [Bit(" … ", part="gap")] if bits else []
        bits += cut_window(document.text, window, held=claim.spans, marks=[(changed, part)], cuts=cuts)
    return SideOfDrift(
        claim.id, document.id, lookup.teller(document.id), clean_line(document.published or ""), bits
    )


def _find_windows(claim: Claim, changed: Spans) -> Iterator[tuple[int, int]]:
    """The claim and the words that changed: in one stretch where they stand near each other, else in two."""
    start, end = hull(claim.spans)
    if not changed:
        yield start, end
        return
    first, last = hull(changed)
    if first - end <= FAR and start - last <= FAR:
        yield min(start, first), max(end, last)
    else:
        yield from sorted([(start, end), (first, last)])
