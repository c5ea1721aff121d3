"""The case's rows by id: who is who, which claims stand on which side of a group, what was counted."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any, Protocol, TypeVar

from sayso.errors import UnknownName
from sayso.schema import (
    Attribution,
    Claim,
    Contradiction,
    Cut,
    Dispute,
    Document,
    Group,
    Hop,
    Identity,
    Lead,
    Membership,
    Piece,
    Problem,
    Referent,
    Silence,
    Source,
    Spans,
    StemmaEdge,
    Tables,
    Tally,
    find_denying_side,
)
from sayso.tell.shown import clean_line

SIDES = ("affirmed", "negated")
MAIL = "message/rfc822"



class HasId(Protocol):
    """A row that is known by its id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


Row = TypeVar("Row")
Known = TypeVar("Known", bound=HasId)
Key = TypeVar("Key")


class Lookup:
    """Rows of a case by id, all in an order that depends on their content alone.

    Documents come by date, then path; claims by document, then place; groups by how many documents tell them.
    """

    def __init__(self, tables: Tables) -> None:
        self.documents = _by_id(tables.take(Document), key=_place_document)
        rank = {document_id: i for i, document_id in enumerate(self.documents)}
        self.claims = _by_id(
            tables.take(Claim), key=lambda claim: (rank.get(claim.document_id, -1), claim.spans, claim.id)
        )
        self.sources = _by_id(tables.take(Source), key=lambda source: (source.name.casefold(), source.id))
        self.referents = _by_id(tables.take(Referent), key=lambda referent: referent.id)
        self.attributions = _by_id(tables.take(Attribution), key=lambda attribution: attribution.id)
        self.problems = sorted(tables.take(Problem), key=lambda row: (not row.is_lost, row.where, row.what, row.id))
        self.leads = sorted(
            tables.take(Lead), key=lambda row: (-row.n_claims - row.n_lines, -row.n_documents, row.name, row.id)
        )
        self.silences = sorted(tables.take(Silence), key=lambda row: (row.name.casefold(), row.document_id, row.spans))
        self.contradictions = _by_id(tables.take(Contradiction), key=lambda row: row.id)
        self.source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
        self.membership_of = {row.claim_id: row for row in tables.take(Membership)}
        self.tallies = {(row.group_id, row.side): row for row in tables.take(Tally)}
        self.hops = _listed(sorted(tables.take(Hop), key=lambda hop: hop.ordinal), by=lambda hop: hop.claim_id)
        self.pieces = _listed(sorted(tables.take(Piece), key=lambda row: row.start), by=lambda row: row.document_id)
        self.cuts = _listed(sorted(tables.take(Cut), key=lambda row: row.start), by=lambda row: row.document_id)
        self.edges = _listed(
            sorted(tables.take(StemmaEdge), key=lambda row: (row.tail, row.head, row.claim_id)),
            by=lambda row: (row.group_id, row.side),
        )
        self._members = self._find_members(tables.take(Membership))
        self.groups = _by_id(tables.take(Group), key=self._place_group)
        self.disputes = sorted(tables.take(Dispute), key=lambda row: (-row.score, row.id))
        self._publishers = Counter(document.publisher for document in self.documents.values() if document.publisher)

    def members(self, group_id: str, side: str) -> list[Claim]:
        """Claims of one side of a group, by document and place."""
        return self._members.get((group_id, side), [])

    def count_members(self, group_id: str) -> int:
        """How many claims both sides of a group have."""
        return sum(len(self.members(group_id, side)) for side in SIDES)

    def count_disputed(self, dispute: Dispute) -> int:
        """How many claims the groups of a dispute have."""
        return sum(self.count_members(group_id) for group_id in (dispute.group_id, dispute.other_group_id) if group_id)

    def is_against(self, group_id: str, side: str) -> bool:
        """Whether a side denies the words that stand for its group.

        `find_denying_side` says which does.
        """
        group = self.groups.get(group_id)
        lead = self.claims.get(group.claim_id) if group else None
        membership = self.membership_of.get(lead.id) if lead else None
        own = membership.side if membership is not None and membership.group_id == group_id else None
        return side == find_denying_side(lead, own)

    def tellers(self, group_id: str, side: str) -> list[str]:
        """Ids of the documents that tell one side of a group, each once."""
        return list(dict.fromkeys(claim.document_id for claim in self.members(group_id, side)))

    def tally(self, group_id: str, side: str) -> Tally | None:
        """What was counted of one side; null when nobody tells it."""
        return self.tallies.get((group_id, side))

    def source_id(self, referent_id: str | None) -> str | None:
        """The case-wide source that a document's referent is."""
        return self.source_of.get(referent_id) if referent_id else None

    def title(self, document_id: str) -> str:
        """Title of a document, else its file's name."""
        document = self.documents.get(document_id)
        if document is None:
            return document_id
        return clean_line(document.title or "") or clean_line(PurePath(document.path).name) or document_id

    def teller(self, document_id: str) -> str:
        """What to call a document where it speaks: a mail's sender, its publisher when only one document has it, else its title.

        Two pieces of one paper would otherwise look like one voice.
        """
        document = self.documents.get(document_id)
        if document and document.media_type == MAIL and document.authors:
            return f"{clean_line(document.authors[0])} in “{self.title(document_id)}”"
        if document and document.publisher and self._publishers[document.publisher] == 1:
            return clean_line(document.publisher)
        return self.title(document_id)

    def node_name(self, node_id: str) -> str:
        """Name of a stemma's node: a document or a source."""
        if node_id in self.documents:
            return self.teller(node_id)
        source = self.sources.get(node_id)
        return clean_line(source.name) if source else node_id

    def places(self, claim: Claim) -> list[Piece]:
        """Pieces of its document in which a claim's words stand, in order."""
        pieces = self.pieces.get(claim.document_id, [])
        first = bisect.bisect_right(pieces, claim.spans[0][0], key=lambda piece: piece.end)
        last = bisect.bisect_left(pieces, claim.spans[-1][1], key=lambda piece: piece.start)
        return [piece for piece in pieces[first:last] if any(piece.start < end and start < piece.end for start, end in claim.spans)]

    def actor_names(self, claim: Claim) -> list[str]:
        """Names of those a claim speaks of, each once, in the claim's order."""
        names = []
        for referent_id in claim.actors:
            source_id = self.source_id(referent_id)
            if source_id in self.sources:
                names.append(clean_line(self.sources[source_id].name))
            elif referent_id in self.referents:
                names.append(clean_line(self.referents[referent_id].name))
        return list(dict.fromkeys(names))

    def words(self, document_id: str, spans: Spans) -> str:
        """Words of a document at `spans`, on one line."""
        document = self.documents.get(document_id)
        return clean_line(" … ".join(document.text[start:end] for start, end in spans)) if document else ""

    def group(self, group_id: str) -> Group:
        """Give a group.

        Raises:
            UnknownName: no group has this id.
        """
        found = self.groups.get(group_id)
        if found is None:
            raise UnknownName("no group has this id", where="groups", got=[group_id], fix="sayso claims CASE")
        return found

    def _find_members(self, memberships: Iterable[Membership]) -> dict[tuple[str, str], list[Claim]]:
        side_of = {row.claim_id: (row.group_id, row.side) for row in memberships}
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            if claim.id in side_of:
                found[side_of[claim.id]].append(claim)
        return dict(found)

    def _place_group(self, group: Group) -> tuple[object, ...]:
        tellers = sum(len(self.tellers(group.id, side)) for side in SIDES)
        tallies = [self.tallies[group.id, side] for side in SIDES if (group.id, side) in self.tallies]
        lines = max((tally.lines for tally in tallies), default=0)
        return (-tellers, -lines, -sum(tally.claims for tally in tallies), group.text, group.id)


def take_within(rows: Iterable[Row], count: Callable[[Row], int], *, at_most: int) -> Iterator[Row]:
    """The first rows, as long as what they count up to stays within a bound; always one."""
    total = 0
    for row in rows:
        total += count(row)
        if total > at_most and total > count(row):
            return
        yield row


def _place_document(document: Document) -> tuple[object, ...]:
    return (document.published or "9999", document.path, document.id)


def _by_id(rows: Iterable[Known], *, key: Callable[[Known], Any]) -> dict[str, Known]:
    return {row.id: row for row in sorted(rows, key=key)}


def _listed(rows: Iterable[Row], *, by: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[by(row)].append(row)
    return dict(found)
