"""What the brief shows of claims, sides, groups and disputes: rows brought together, names resolved, nothing styled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from sayso.schema import Claim, Contradiction, Dispute, Document, Grade
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.passages import Bit, cut_passage
from sayso.tell.pictures import COLUMN, WIDTH, draw_side
from sayso.tell.shown import clean_line, clean_text
from sayso.tell.verdicts import Verdict, pick_verdict

HASH_SHOWN = 12  # characters of a SHA-256: enough to tell a million files apart by eye


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as named beside its words."""

    id: str
    title: str
    publisher: str
    authors: str
    published: str
    path: str
    hash: str
    url: str
    language: str
    n_claims: int


@dataclasses.dataclass(frozen=True, slots=True)
class HopView:
    """One element of a chain: the words that introduce it, its name, the source it is."""

    name: str
    cue: str
    source_id: str
    source_name: str
    is_named: bool
    how: str


@dataclasses.dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its chain, its stance and its passage.

    Attributes:
        credibility: its grade in words; empty where it has none.
        pages: of the original, on which its words stand; empty for what has none.
        place: where in the original its first words stand, as in the table `pieces`; empty when that isn't known.
    """

    id: str
    group_id: str
    side: str
    text: str
    stance: str
    stance_words: str
    why_stance: str
    is_negated: bool
    polarity_words: str
    why_polarity: str
    why_member: str
    hops: list[HopView]
    bits: list[Bit]
    document: DocumentView
    credibility: str
    why_credibility: str
    pages: list[int]
    place: str
    actors: list[str]
    quantities: list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class SideView:
    """One side of a group: who tells it, and what their telling rests on."""

    side: str
    is_against: bool
    verdict: Verdict
    lines: int
    lines_possible: int
    tellings: int
    cut: list[str]
    is_all_unnamed: bool
    circles: list[str]
    why: str
    claims: list[ClaimView]
    picture: str

    @property
    def is_small(self) -> bool:
        """Whether its picture fits into one of two columns."""
        return "stemma-small" in self.picture[:120]


@dataclasses.dataclass(frozen=True, slots=True)
class GroupView:
    """A proposition and its sides; one that no document tells has none."""

    id: str
    text: str
    sides: list[SideView]

    @property
    def n_tellings(self) -> int:
        """Documents that tell it, a document that tells both sides counted on each."""
        return sum(side.tellings for side in self.sides)


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """Two claims that can't both hold, and the numbers that clash when numbers do."""

    claim_a: str
    claim_b: str
    figure_a: str
    figure_b: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute: one group told both ways, or two that can't both hold.

    Attributes:
        is_shown: by group id, whether this dispute is the first to show the group (later ones point to it).
    """

    id: str
    kind: str
    why: str
    groups: list[GroupView]
    is_shown: dict[str, bool]
    clashes: list[Clash]


class Views:
    """Makes the views of one case, each document's and each source's once."""

    def __init__(self, lookup: Lookup, grades: Iterable[Grade] = ()) -> None:
        self.lookup = lookup
        self.grades = {row.object_id: row for row in grades if row.about == "claim"}
        counts = dict.fromkeys(lookup.documents, 0)
        for claim in lookup.claims.values():
            counts[claim.document_id] = counts.get(claim.document_id, 0) + 1
        self.documents = {
            document.id: _view_document(lookup, document, counts[document.id]) for document in lookup.documents.values()
        }

    def view_claim(self, claim: Claim) -> ClaimView:
        """A claim with its chain and its passage."""
        lookup, membership = self.lookup, self.lookup.membership_of.get(claim.id)
        hops = lookup.hops.get(claim.id, [])
        document, grade = lookup.documents[claim.document_id], self.grades.get(claim.id)
        return ClaimView(
            id=claim.id,
            group_id=membership.group_id if membership else "",
            side=membership.side if membership else claim.polarity,
            text=clean_line(claim.text),
            stance=claim.stance,
            stance_words=lookup.words(claim.document_id, claim.stance_spans),
            why_stance=clean_line(claim.why_stance),
            is_negated=claim.polarity == "negated",
            polarity_words=lookup.words(claim.document_id, claim.polarity_spans),
            why_polarity=clean_line(claim.why_polarity),
            why_member=clean_line(membership.why) if membership else "",
            hops=self._view_hops(claim),
            bits=cut_passage(document, claim, hops=hops, cuts=lookup.cuts.get(document.id, [])),
            document=self.documents[document.id],
            credibility=tell_credibility(grade) if grade else "",
            why_credibility=clean_line(grade.why) if grade else "",
            pages=list(dict.fromkeys(piece.page for piece in lookup.places(claim) if piece.page)),
            place=next((piece.place for piece in lookup.places(claim) if piece.place), ""),
            actors=lookup.actor_names(claim),
            quantities=[clean_line(quantity) for quantity in claim.quantities],
        )

    def view_side(self, group_id: str, side: str, *, room: int) -> SideView:
        """One side of a group, with its picture when anyone else's word is in it; see `draw_side` for `room`."""
        lookup, tally = self.lookup, self.lookup.tally(group_id, side)
        claims = [self.view_claim(claim) for claim in lookup.members(group_id, side)]
        return SideView(
            side=side,
            is_against=lookup.is_against(group_id, side),
            verdict=pick_verdict(tally.verdict if tally else None),
            lines=tally.lines if tally else 0,
            lines_possible=tally.lines_possible if tally else 0,
            tellings=tally.tellings if tally else 0,
            cut=[lookup.node_name(node) for node in tally.cut_ids] if tally else [],
            is_all_unnamed=bool(tally and tally.is_all_unnamed),
            circles=[tell_circle(lookup, circle) for circle in tally.circles] if tally else [],
            why=clean_line(tally.why) if tally else "",
            claims=claims,
            picture=draw_side(lookup, group_id, side=side, room=room) if lookup.edges.get((group_id, side)) else "",
        )

    def view_group(self, group_id: str, *, room: int = WIDTH) -> GroupView:
        """A group with each side that has a claim."""
        sides = [self.view_side(group_id, side, room=room) for side in SIDES if self.lookup.members(group_id, side)]
        return GroupView(group_id, clean_line(self.lookup.group(group_id).text), sides)

    def view_disputes(self, disputes: Iterable[Dispute]) -> list[DisputeView]:
        """Disputes, in their order; a group stands in full in the first that it is part of."""
        seen: set[str] = set()
        views = []
        for dispute in disputes:
            ids = [dispute.group_id, *([dispute.other_group_id] if dispute.other_group_id else [])]
            groups = [self.view_group(group_id, room=COLUMN) for group_id in ids if group_id in self.lookup.groups]
            views.append(DisputeView(
                dispute.id, dispute.kind, clean_line(dispute.why), groups,
                {group.id: group.id not in seen for group in groups}, self._view_clashes(dispute),
            ))
            seen.update(ids)
        return views

    def _view_hops(self, claim: Claim) -> list[HopView]:
        lookup, views = self.lookup, []
        for hop in lookup.hops.get(claim.id, []):
            source_id = lookup.source_id(hop.referent_id) or ""
            source = lookup.sources.get(source_id)
            is_teller = hop.ordinal == 0
            name = lookup.teller(claim.document_id) if is_teller else clean_line(hop.name)
            views.append(HopView(
                name=name,
                cue=lookup.words(claim.document_id, hop.cue_spans),
                source_id="" if is_teller else source_id,
                source_name=clean_line(source.name) if source else "",
                is_named=is_teller or source is None or source.is_named,
                how=hop.how,
            ))
        return views

    def _view_clashes(self, dispute: Dispute) -> list[Clash]:
        rows = [self.lookup.contradictions[i] for i in dispute.contradiction_ids if i in self.lookup.contradictions]
        return [self._view_clash(row, dispute.group_id) for row in rows]

    def _view_clash(self, row: Contradiction, group_id: str) -> Clash:
        """A contradiction with the claim of the dispute's first group on the left."""
        ids = (row.claim_a, row.claim_b)
        first = self.lookup.membership_of.get(row.claim_b)
        other = self.lookup.membership_of.get(row.claim_a)
        if row.kind == "number" and first and first.group_id == group_id and other and other.group_id != group_id:
            ids = (row.claim_b, row.claim_a)
        a, b = (self._find_quantities(claim_id) if row.kind == "number" else [] for claim_id in ids)
        figure_a, figure_b = ", ".join(q for q in a if q not in b), ", ".join(q for q in b if q not in a)
        return Clash(ids[0], ids[1], figure_a, figure_b, clean_line(row.why))

    def _find_quantities(self, claim_id: str) -> list[str]:
        claim = self.lookup.claims.get(claim_id)
        return [clean_line(quantity) for quantity in claim.quantities] if claim else []


def _view_document(lookup: Lookup, document: Document, n_claims: int) -> DocumentView:
    return DocumentView(
        id=document.id,
        title=lookup.title(document.id),
        publisher=clean_line(document.publisher or ""),
        authors=", ".join(map(clean_line, document.authors)),
        published=clean_line(document.published or ""),
        path=clean_line(clean_text(document.path)),
        hash=document.sha256[:HASH_SHOWN],
        url=find_address(document.url),
        language=document.language or "",
        n_claims=n_claims,
    )


def tell_circle(lookup: Lookup, circle: tuple[str, ...]) -> str:
    """A circle of citation by name, back to where it began."""
    return " > ".join(map(lookup.node_name, (*circle, *circle[:1])))


def tell_credibility(grade: Grade) -> str:
    """A claim's grade in words: `credibility 3 (suggested)`."""
    return f"credibility {clean_line(grade.grade)}{'' if grade.state == 'confirmed' else ' (suggested)'}"


def find_address(url: str | None) -> str:
    """An address that a reader may follow: http or https, nothing hidden in it; else nothing."""
    if not url or not url.lower().startswith(("http://", "https://")) or clean_line(url) != url:
        return ""
    return url
