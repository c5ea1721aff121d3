"""What people ruled on single claims, laid over the rows that were read: another speaker, stance or polarity.

The rows as read stay as they are in the store. Everything that links, traces and tells works on the rows given here, and
their `why_stance` and `why_polarity` say who ruled and what stood there.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from sayso.case.resolving import APPLIED, TELLER, find_made
from sayso.schema import Attribution, Claim, Hop, Referent, Ruled, Tables

RULING = "ruling"
"""`how` of a hop that a person put there."""


def lay_over(tables: Tables) -> Tables:
    """Give the tables with what `ruled` puts on claims and attributions; the very same tables where it puts nothing.

    Args:
        tables: rows as read, with the rows of `ruled`; whatever is linked already stays.
    """
    applied = [row for row in tables.take(Ruled) if row.state == APPLIED and row.kind in ("speaker", "stance", "polarity")]
    if not applied:
        return tables
    laid = _Laid(tables)
    # A speaker before a stance: whoever is the source, the stance that was ruled stays.
    for row in sorted(applied, key=lambda row: (row.kind != "speaker", row.number, row.a_id)):
        if row.about == "attribution":
            laid.lay_attribution(row)
        elif row.about == "claim" and row.a_id in laid.claims:
            laid.lay_claim(row)
    return laid.to_tables(tables)


class _Laid:
    """Rows by id, as far as rulings touch them."""

    def __init__(self, tables: Tables) -> None:
        self.claims = {claim.id: claim for claim in tables.take(Claim)}
        self.attributions = {row.id: row for row in tables.take(Attribution)}
        self.referents = {row.id: row for row in (*tables.take(Referent), *find_made(tables))}
        self.hops: defaultdict[str, list[Hop]] = defaultdict(list)
        for hop in sorted(tables.take(Hop), key=lambda hop: hop.ordinal):
            self.hops[hop.claim_id].append(hop)

    def to_tables(self, tables: Tables) -> Tables:
        """All tables, those that rulings touch with their rows as ruled."""
        made = Tables({name: tables.named(name) for name in tables.names() if name not in _TOUCHED})
        made.add("referents", sorted(self.referents.values(), key=lambda row: row.id))
        made.add("attributions", self.attributions.values())
        made.add("claims", self.claims.values())
        made.add("hops", [hop for claim_id in sorted(self.hops) for hop in self.hops[claim_id]])
        return made

    # ------------------------------------------------------------ one ruling

    def lay_claim(self, row: Ruled) -> None:
        """Put what was ruled on one claim."""
        claim = self.claims[row.a_id]
        if row.kind == "speaker":
            self._put_source(claim, self.hops[claim.id][-1] if len(self.hops[claim.id]) > 1 else None, row)
        elif row.kind == "stance":
            why = f"{row.why}; as read: {claim.stance} ({claim.why_stance})"
            self.claims[claim.id] = dataclasses.replace(claim, stance=row.value or "", stance_spans=(), why_stance=why)
        else:
            why = f"{row.why}; as read: {claim.polarity} ({claim.why_polarity})"
            self.claims[claim.id] = dataclasses.replace(
                claim, polarity=row.value or "", polarity_spans=(), why_polarity=why
            )

    def lay_attribution(self, row: Ruled) -> None:
        """Put another source on one attribution, and so on every claim in it."""
        if row.a_id not in self.attributions:
            return
        attribution = self.attributions[row.a_id]
        for claim in list(self.claims.values()):
            if claim.document_id == attribution.document_id and self._is_inside(claim, attribution.id):
                hops = [hop for hop in self.hops[claim.id][1:] if _is_hop_of(hop, attribution)]
                if hops:
                    self._put_source(claim, hops[-1], row)
        self.attributions[row.a_id] = dataclasses.replace(attribution, referent_id=row.b_id or None)

    def _is_inside(self, claim: Claim, attribution_id: str) -> bool:
        at = claim.attribution_id
        while at is not None and at != attribution_id:
            at = self.attributions[at].parent_id if at in self.attributions else None
        return at is not None

    def _put_source(self, claim: Claim, old: Hop | None, row: Ruled) -> None:
        """Put a source in the place of a hop, or at the end where the teller told it himself; nobody for the teller."""
        hops = self.hops[claim.id]
        kept = [hop for hop in hops if hop is not old]
        if row.value == TELLER:
            is_last = old is None or hops[-1] is old
            self.hops[claim.id] = [] if not hops else hops[:1] if row.about == "claim" else _number(kept)
            if len(self.hops[claim.id]) == 1 and is_last:
                self._put_stance(dataclasses.replace(claim, attribution_id=None), row, was="reports", is_now="asserts")
            return
        referent = self.referents.get(row.b_id)
        if referent is None:
            return
        self.referents[referent.id] = dataclasses.replace(referent, is_source=True)
        hop = Hop(
            claim_id=claim.id, ordinal=0, document_id=claim.document_id, referent_id=referent.id, name=referent.name,
            kind=referent.kind, spans=(), cue_spans=old.cue_spans if old else (), how=RULING,
        )
        self.hops[claim.id] = _number([hop if other is old else other for other in hops] if old else [*hops, hop])
        if old is None:
            self._put_stance(claim, row, was="asserts", is_now="reports")

    def _put_stance(self, claim: Claim, row: Ruled, *, was: str, is_now: str) -> None:
        """To report is to lay it to somebody: who lays it to nobody asserts, and the other way round."""
        if claim.stance == was:
            why = f"follows from {row.why}; as read: {was} ({claim.why_stance})"
            claim = dataclasses.replace(claim, stance=is_now, stance_spans=(), why_stance=why)
        self.claims[claim.id] = claim


_TOUCHED = ("referents", "attributions", "claims", "hops")


def _number(hops: list[Hop]) -> list[Hop]:
    return [dataclasses.replace(hop, ordinal=ordinal) for ordinal, hop in enumerate(hops)]


def _is_hop_of(hop: Hop, attribution: Attribution) -> bool:
    if hop.cue_spans and hop.cue_spans == attribution.cue_spans:
        return True
    return hop.referent_id == attribution.referent_id and hop.spans == attribution.source_spans
