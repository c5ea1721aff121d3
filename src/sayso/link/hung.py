"""Unnamed persons who are one because they hang on the same work: the clerk behind the leaked mails, told twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sayso.link.ties import Tie, Ties
from sayso.schema import Document, Hop, Referent

WORK_KINDS = ("document", "dataset")
NEVER = ("crowd", "nobody", "document", "dataset", "teller", "place")


def tie_hung(
    referents: Sequence[Referent], hops: Sequence[Hop], documents: Sequence[Document], ties: Ties
) -> None:
    """Join unnamed persons of different documents with the same head noun who speak through one and the same work.

    They must not hang on different names besides ('a French diplomat', 'a Chilean diplomat'), and where two of one
    document fit, none is chosen.
    """
    places = {referent.id: place for place, referent in enumerate(referents)}
    blocks: dict[tuple[str, int], set[int]] = defaultdict(set)
    for place, work in sorted(find_carriers(referents, hops, places)):
        blocks[referents[place].head or "", ties.root(work)].add(place)
    for head, work in sorted(blocks):
        block = sorted(blocks[head, work])
        by_document: dict[str, set[int]] = defaultdict(set)
        for place in block:
            by_document[referents[place].document_id].add(ties.root(place))
        only = [place for place in block if len(by_document[referents[place].document_id]) == 1]
        for other in only[1:]:
            if not _agree(referents[only[0]], referents[other]) or ties.together(only[0], other):
                continue
            why = f'a {head} behind the same work, "{referents[work].name}"'
            ties.join(Tie(only[0], other, 0.65, why))


def find_carriers(
    referents: Sequence[Referent], hops: Sequence[Hop], places: Mapping[str, int]
) -> set[tuple[int, int]]:
    """Pairs of an unnamed person and the work that stands just before them in a chain, as places."""
    by_claim: dict[str, dict[int, Hop]] = defaultdict(dict)
    for hop in hops:
        by_claim[hop.claim_id][hop.ordinal] = hop
    found = set()
    for chain in by_claim.values():
        for ordinal, hop in chain.items():
            before = chain.get(ordinal - 1)
            if before is None or hop.referent_id not in places or before.referent_id not in places:
                continue
            person, work = places[hop.referent_id], places[before.referent_id]
            if _is_unnamed_person(referents[person]) and referents[work].kind in WORK_KINDS:
                found.add((person, work))
    return found


def _is_unnamed_person(referent: Referent) -> bool:
    return referent.head is not None and referent.kind not in NEVER


def _agree(a: Referent, b: Referent) -> bool:
    if a.is_named and b.is_named:
        return False  # both have names: names decide
    x, y = ({anchor.lower() for anchor in referent.anchors} for referent in (a, b))
    return not x or not y or bool(x & y)
