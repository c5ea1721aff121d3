"""Chains over the case: the document that tells a claim, then whom it is laid to, down to the origin."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from sayso.errors import UnknownRows
from sayso.schema import Claim, Hop, Identity, Membership, Source, Tables

_READ_AGAIN = "run `sayso add` again over the same documents"


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """One claim's chain over the case.

    Attributes:
        claim: the claim.
        teller: source id of the document's own voice; null when `link` gave it none.
        steps: node and hop of each one that the claim is laid to, first to last; a node is a source id, or
            the id of the document that the source is. Empty when the document says it on its own word.
    """

    claim: Claim
    teller: str | None
    steps: tuple[tuple[str, Hop], ...]

    @property
    def document_id(self) -> str:
        """The document that tells the claim: the chain's first node."""
        return self.claim.document_id

    @property
    def nodes(self) -> tuple[str, ...]:
        """All nodes, the telling document first."""
        return (self.claim.document_id, *(node for node, _ in self.steps))

    @property
    def is_bare(self) -> bool:
        """Whether the document lays the claim to nobody but itself."""
        return not self.steps

    @property
    def is_telling(self) -> bool:
        """Whether it carries the claim.

        A question tells nothing; what its teller distances himself from and lays to nobody has no support.
        """
        if self.claim.stance == "asks":
            return False
        return not (self.claim.stance == "distances" and self.is_bare)


def find_chains(tables: Tables) -> dict[str, Chain]:
    """Give every claim's chain, by claim id.

    A hop to the document itself or to its own teller ("this paper has learned", "the author believes") is no step:
    nobody vouches for himself. Where someone else is said to have it from there, the chain is a circle and shows it.
    One that is named twice running is one step.

    Raises:
        UnknownRows: a hop's referent has no identity, or an identity names a source that isn't there.
    """
    sources = {source.id: source for source in tables.take(Source)}
    source_ids = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    _check_sources(tables.take(Hop), source_ids, sources)
    hops: defaultdict[str, list[Hop]] = defaultdict(list)
    for hop in tables.take(Hop):
        hops[hop.claim_id].append(hop)
    return {
        claim.id: _to_chain(claim, sorted(hops[claim.id], key=lambda hop: hop.ordinal), source_ids, sources)
        for claim in tables.take(Claim)
    }


def find_sides(tables: Tables, chains: dict[str, Chain]) -> dict[tuple[str, str], list[Chain]]:
    """Give the chains that tell each side of each group, by (group id, side); both levels in order of id.

    Raises:
        UnknownRows: a membership names a claim that isn't there.
    """
    lost = sorted({row.claim_id for row in tables.take(Membership)} - chains.keys())
    if lost:
        raise UnknownRows(
            f"`memberships` names {len(lost)} claims that are not in `claims`", where="table memberships",
            got=lost, fix=_READ_AGAIN,
        )
    sides: defaultdict[tuple[str, str], list[Chain]] = defaultdict(list)
    for row in sorted(tables.take(Membership), key=lambda row: (row.group_id, row.side, row.claim_id)):
        if chains[row.claim_id].is_telling:
            sides[row.group_id, row.side].append(chains[row.claim_id])
    return dict(sides)


def _to_chain(claim: Claim, hops: list[Hop], source_ids: dict[str, str], sources: dict[str, Source]) -> Chain:
    teller = None
    steps: list[tuple[str, Hop]] = []
    for hop in hops:
        if hop.ordinal == 0:
            teller = source_ids.get(hop.referent_id)
            continue
        source = sources[source_ids[hop.referent_id]]
        node = claim.document_id if source.id == teller else source.document_id or source.id
        last = steps[-1][0] if steps else claim.document_id
        if node != last:
            steps.append((node, hop))
    return Chain(claim, teller, tuple(steps))


def _check_sources(hops: Iterable[Hop], source_ids: dict[str, str], sources: dict[str, Source]) -> None:
    # A teller is told by its document and needs no identity; everyone else on a chain does.
    nameless = sorted({hop.referent_id for hop in hops if hop.ordinal and hop.referent_id not in source_ids})
    if nameless:
        raise UnknownRows(
            f"`hops` names {len(nameless)} referents that have no row in `identities`",
            where="table hops, referent_id", got=nameless, fix=_READ_AGAIN,
        )
    lost = sorted(set(source_ids.values()) - sources.keys())
    if lost:
        raise UnknownRows(
            f"`identities` names {len(lost)} sources that are not in `sources`",
            where="table identities, source_id", got=lost, fix=_READ_AGAIN,
        )
