"""Which claim was taken from which: along copies and citations of documents of the case, and between tellings of one origin."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sayso.schema import Contradiction, Copy, Document, Membership, Source, StemmaEdge, Tables
from sayso.text.spans import overlap
from sayso.text.words import find_stems
from sayso.trace.chains import Chain, find_chains, find_sides
from sayso.trace.credits import Credited, find_credited
from sayso.trace.wording import find_names

# How surely one claim was taken from the other; the score of what drifted is multiplied by it. A choice, not swept.
SURETY = {"copy": 1.0, "citation": 1.0, "same utterance": 0.9, "citation elsewhere": 0.85, "same origin": 0.7}
MOST_EARLIER = 60  # earlier tellings of one origin that a later one is compared with; the likest is taken


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """That a claim was taken from another.

    Attributes:
        group_id: the group whose stemma joins them; of a number that parts two groups, the later claim's.
        earlier: the claim nearer to the origin.
        later: the claim taken from it.
        how: copy, citation, same utterance, citation elsewhere (the document copies, cites or credits the other for
            something, if not for this) or same origin.
        why: what shows it, in words.
        share: share of the shorter claim's telling words that both hold, 0 to 1.
        is_clash: whether the two stand in two groups because `link` found that they can't both hold.
    """

    group_id: str
    earlier: Chain
    later: Chain
    how: str
    why: str
    share: float
    is_clash: bool = False


class _Ways:
    """What shows that one document took something from another."""

    def __init__(self, tables: Tables) -> None:
        self.names = find_names(tables)
        self.dates = {document.id: document.published or "" for document in tables.take(Document)}
        self.stems: dict[str, frozenset[str]] = {}
        self.ties: dict[tuple[str, str], str] = {}
        self.unnamed = frozenset(source.id for source in tables.take(Source) if not source.is_named)
        self.copies: defaultdict[tuple[str, str], list[Copy]] = defaultdict(list)
        for copy in sorted(tables.take(Copy), key=lambda copy: copy.id):
            if copy.direction:
                self.copies[copy.document_b, copy.document_a].append(copy)

    def name(self, node: str) -> str:
        return self.names.get(node, node)

    def share(self, one: Chain, other: Chain) -> float:
        """Share of the shorter claim's telling words that both hold."""
        a, b = self._stems_of(one), self._stems_of(other)
        return len(a & b) / max(1, min(len(a), len(b)))

    def came_first(self, one: Chain, other: Chain) -> bool:
        """Whether one document is dated and dated before the other, on all that both dates tell."""
        a, b = self.dates.get(one.document_id, ""), self.dates.get(other.document_id, "")
        size = min(len(a), len(b), 10)
        return size >= 4 and a[:size] < b[:size]

    def find_ties(self, chains: Iterable[Chain], credited: Mapping[str, list[Credited]]) -> None:
        """Note which document copies, cites or credits which for anything at all."""
        for (later, earlier), copies in self.copies.items():
            self.ties.setdefault((later, earlier), f"it repeats a passage of it elsewhere ({copies[0].why_direction})")
        for document_id, some in credited.items():
            for credit in some:
                if len(credit.documents) == 1:
                    self.ties.setdefault((document_id, credit.documents[0]), f"it credits it (“{credit.words}”)")
        for chain in sorted(chains, key=lambda chain: chain.claim.id):
            for node in chain.nodes[1:]:
                if node in self.dates:
                    self.ties.setdefault((chain.document_id, node), "it lays other claims to it")

    def find_copy(self, later: Chain, earlier: Chain) -> Copy | None:
        """The copied passage that both claims stand in."""
        return next((
            copy for copy in self.copies[later.document_id, earlier.document_id]
            if overlap(copy.spans_b, later.claim.spans) and overlap(copy.spans_a, earlier.claim.spans)
        ), None)

    def _stems_of(self, chain: Chain) -> frozenset[str]:
        if chain.claim.id not in self.stems:
            self.stems[chain.claim.id] = find_stems(chain.claim.text)
        return self.stems[chain.claim.id]


def find_taken(tables: Tables) -> list[Taken]:
    """Give for each claim the claims that it was taken from, the surest way only, the likest claim of a document.

    Along an edge of the stemma from one document of the case to another: a copy, a citation, one utterance with dates
    that tell. Else between tellings that lay the claim to one origin, from the earlier to the later. Across groups only
    where `link` found that two claims can't both hold and the one document copies or cites the other.
    """
    ways = _Ways(tables)
    chains = find_chains(tables)
    ways.find_ties(chains.values(), find_credited(tables))
    edges: defaultdict[tuple[str, str], list[StemmaEdge]] = defaultdict(list)
    for edge in sorted(tables.take(StemmaEdge), key=lambda edge: (edge.tail, edge.head, edge.claim_id)):
        edges[edge.group_id, edge.side].append(edge)
    found: dict[tuple[str, str], Taken] = {}
    for (group_id, side), some in find_sides(tables, chains).items():
        if len({chain.document_id for chain in some}) < 2:
            continue
        for taken in (
            *_along_edges(group_id, some, edges[group_id, side], ways), *_from_ties(group_id, some, ways),
            *_from_origins(group_id, some, ways),
        ):
            _keep(found, taken)
    for taken in _across_groups(tables, chains, ways):
        _keep(found, taken)
    return [found[key] for key in sorted(found)]


def _keep(found: dict[tuple[str, str], Taken], taken: Taken) -> None:
    """Keep one row for a claim and the document that it was taken from: the surest, then the likest."""
    key = (taken.later.claim.id, taken.earlier.document_id)
    known = found.get(key)
    if known is None or _rank(taken) > _rank(known):
        found[key] = taken


def _rank(taken: Taken) -> tuple[float, float, str]:
    return SURETY[taken.how], taken.share, taken.earlier.claim.id


def _along_edges(
    group_id: str, chains: list[Chain], edges: Iterable[StemmaEdge], ways: _Ways
) -> Iterator[Taken]:
    telling: defaultdict[str, list[Chain]] = defaultdict(list)
    by_id = {chain.claim.id: chain for chain in chains}
    for chain in chains:
        telling[chain.document_id].append(chain)
    for edge in edges:
        later = by_id.get(edge.claim_id)
        if edge.kind not in ("copy", "citation", "same utterance") or later is None or edge.head not in telling:
            continue
        shares = {chain.claim.id: ways.share(chain, later) for chain in telling[edge.head]}
        earlier = max(telling[edge.head], key=lambda chain: (shares[chain.claim.id], chain.claim.id))
        if earlier.document_id == later.document_id:
            continue
        if edge.kind == "same utterance":
            if ways.came_first(later, earlier):
                earlier, later = later, earlier
            elif not ways.came_first(earlier, later):
                continue
        yield Taken(group_id, earlier, later, edge.kind, edge.why, ways.share(earlier, later))


def _from_ties(group_id: str, chains: list[Chain], ways: _Ways) -> Iterator[Taken]:
    """From a telling to one whose document copies, cites or credits the former's for something else.

    Not where the later one lays this claim to somebody with a name whom the earlier one doesn't name: he was asked.
    """
    telling: defaultdict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        telling[chain.document_id].append(chain)
    for later_id, earlier_id in itertools.permutations(sorted(telling), 2):
        tie = ways.ties.get((later_id, earlier_id))
        if tie is None or ways.came_first(telling[later_id][0], telling[earlier_id][0]):
            continue
        for later in telling[later_id]:
            earlier = max(telling[earlier_id], key=lambda chain: (ways.share(chain, later), chain.claim.id))
            end = later.nodes[-1]
            if later.is_bare or end in earlier.nodes or end == earlier_id or end in ways.unnamed or end in ways.dates:
                why = f"{ways.name(later_id)} tells it after {ways.name(earlier_id)}, and {tie}"
                yield Taken(group_id, earlier, later, "citation elsewhere", why, ways.share(earlier, later))


def _from_origins(group_id: str, chains: list[Chain], ways: _Ways) -> Iterator[Taken]:
    """From the likest earlier telling of an origin to each later one; a document of the case is met along its edges."""
    by_origin: defaultdict[str, list[Chain]] = defaultdict(list)
    for chain in chains:
        if not chain.is_bare and chain.nodes[-1] not in ways.dates:
            by_origin[chain.nodes[-1]].append(chain)
    for origin, some in sorted(by_origin.items()):
        if len({chain.document_id for chain in some}) < 2:
            continue
        for later in some:
            before = [chain for chain in some if ways.came_first(chain, later)][:MOST_EARLIER]
            if before:
                earlier = max(before, key=lambda chain: (ways.share(chain, later), chain.claim.id))
                why = (
                    f"{ways.name(earlier.document_id)} and {ways.name(later.document_id)} both lay it to "
                    f"{ways.name(origin)}, {ways.name(earlier.document_id)} told it first"
                )
                yield Taken(group_id, earlier, later, "same origin", why, ways.share(earlier, later))


def _across_groups(tables: Tables, chains: Mapping[str, Chain], ways: _Ways) -> Iterator[Taken]:
    """Claims that can't both hold, where the document of one copies or cites that of the other."""
    groups = {row.claim_id: row.group_id for row in tables.take(Membership)}
    for row in sorted(tables.take(Contradiction), key=lambda row: row.id):
        if row.kind == "polarity" or row.relation != "dispute" or row.claim_a not in chains or row.claim_b not in chains:
            continue
        for later, earlier in ((chains[row.claim_a], chains[row.claim_b]), (chains[row.claim_b], chains[row.claim_a])):
            ids = (later.document_id, earlier.document_id)
            if ids[0] == ids[1] or later.claim.id not in groups:
                continue
            how, why = "", ""
            if ids[1] in later.nodes:
                how, why = "citation", f"{ways.name(ids[0])} lays it to {ways.name(ids[1])}"
            elif later.nodes[1:] not in ((), earlier.nodes[1:]) and later.nodes[-1] != earlier.nodes[-1]:
                continue  # another source's number, in the same words
            elif copy := ways.find_copy(later, earlier):
                how, why = "copy", f"{ways.name(ids[0])} repeats a passage of {ways.name(ids[1])}: {copy.why_direction}"
            elif _has_one_origin(later, earlier, ways) and ways.came_first(earlier, later):
                how, why = "same origin", f"both lay it to {ways.name(later.nodes[-1])}, {ways.name(ids[1])} told it first"
            if how:
                yield Taken(groups[later.claim.id], earlier, later, how, why, ways.share(earlier, later), is_clash=True)


def _has_one_origin(one: Chain, other: Chain, ways: _Ways) -> bool:
    return not one.is_bare and not other.is_bare and one.nodes[-1] == other.nodes[-1] and one.nodes[-1] not in ways.dates
