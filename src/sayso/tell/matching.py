"""Which document, claim and group of one state of a case is which of another.

Ids are hashes of content: a group that gains a claim has another id, and so has a claim whose document was read anew.
Documents are matched by id, then by their bytes; claims by id, then by their words in a matched document; groups by the
claims that they share, the pair that shares most first, one to one.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping

from sayso.schema import Claim, Document, Membership, Tables
from sayso.tell.lookup import SIDES
from sayso.tell.shown import elide
from sayso.tell.snapshots import WORDS_KEPT

_OTHER = dict(zip(SIDES, reversed(SIDES), strict=True))


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """What of the state before is what of the state after, by id.

    Attributes:
        documents: of each document before that is still there, the one after.
        claims: of each claim likewise.
        groups: of each group likewise; one that was split or merged goes with the larger share of its claims.
        turned: groups after whose two sides have changed places; which side counts as affirmed depends on its claims.
        merged: of a group before that has no group of its own after, the group that took most of its claims.
    """

    documents: dict[str, str]
    claims: dict[str, str]
    groups: dict[str, str]
    turned: frozenset[str]
    merged: dict[str, str]

    def side(self, group_id: str, side: str) -> str:
        """What a side of the state before is called after, `group_id` being the group after."""
        return _OTHER[side] if group_id in self.turned else side


def match_tables(before: Tables, after: Tables) -> Match:
    """Match documents, claims and groups of two states; each stands for at most one of the other state."""
    documents = _match_documents(before.take(Document), after.take(Document))
    claims = _match_claims(before.take(Claim), after.take(Claim), documents)
    old = {row.claim_id: row for row in before.take(Membership)}
    new = {row.claim_id: row for row in after.take(Membership)}
    shared: Counter[tuple[str, str]] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    for a, b in claims.items():
        if a in old and b in new:
            pair = old[a].group_id, new[b].group_id
            shared[pair] += 1
            alike[pair] += 1 if old[a].side == new[b].side else -1
    groups: dict[str, str] = {}
    taken: set[str] = set()
    merged: dict[str, str] = {}
    for (a, b), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if a not in groups and b not in taken:
            groups[a] = b
            taken.add(b)
        elif a not in groups:
            merged.setdefault(a, b)
    merged = {a: b for a, b in merged.items() if a not in groups}
    return Match(documents, claims, groups, frozenset(b for a, b in groups.items() if alike[a, b] < 0), merged)


def _match_documents(before: list[Document], after: list[Document]) -> dict[str, str]:
    ids = {doc.id for doc in after}
    found = {doc.id: doc.id for doc in before if doc.id in ids}
    left: dict[str, list[str]] = defaultdict(list)
    for doc in sorted(after, key=lambda doc: doc.id):
        if doc.id not in found:
            left[doc.sha256].append(doc.id)
    for doc in sorted(before, key=lambda doc: doc.id):
        if doc.id not in found and left.get(doc.sha256):
            found[doc.id] = left[doc.sha256].pop(0)
    return found


def _match_claims(before: list[Claim], after: list[Claim], documents: Mapping[str, str]) -> dict[str, str]:
    ids = {claim.id for claim in after}
    found = {claim.id: claim.id for claim in before if claim.id in ids}
    left: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in sorted(after, key=lambda claim: claim.id):
        if claim.id not in found:
            left[claim.document_id, _fold(claim.text)].append(claim.id)
    for claim in sorted(before, key=lambda claim: claim.id):
        same = left.get((documents.get(claim.document_id, ""), _fold(claim.text)))
        if claim.id not in found and same:
            found[claim.id] = same.pop(0)
    return found


def _fold(text: str) -> str:
    """Words as a snapshot keeps them, so that a claim is the same read from one or from the case."""
    return elide(text, at_most=WORDS_KEPT).casefold()
