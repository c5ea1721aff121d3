"""Whose word a claim is: the sources it comes to rest on, once copies, credits and documents of the case are followed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from sayso.schema import Claim, Document, Hop, Identity, Membership, Referent, Source, StemmaEdge, Tables

Side = tuple[str, str]
"""Group id and side."""

_LEADS_ON = ("attribution", "citation", "copy")  # kinds of stemma edges along which a document has what it tells
_Place = tuple[Side, str]  # a side, and a document that tells it


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One claim, and whose word it is.

    Attributes:
        claim: the claim.
        side: its group and side; a claim in no group is alone in one of its own.
        teller: source id of the document's own voice; null when `link` gave it none.
        path: source ids of those it is laid to, first to last; empty when the document says it on its own word.
        owners: source ids on whose word it rests, sorted; a body stands for whoever speaks for it.
        parties: those of `owners` that the claim speaks of.
    """

    claim: Claim
    side: Side
    teller: str | None
    path: tuple[str, ...]
    owners: tuple[str, ...]
    parties: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Whether it is put forward: a question is not, nor what its teller keeps at a distance and lays to nobody."""
        return self.claim.stance != "asks" and (self.claim.stance != "distances" or bool(self.path))


def find_words(tables: Tables) -> dict[str, Word]:
    """Give every claim's word, by claim id, in order of id.

    A claim that is laid to a document of the case is that document's only if it says so on its own word; else it is the word of
    those to whom that document lays it. A copy's is the word of what it was copied from. Where all of it runs in a circle, each
    document on the circle is taken for its own voice.
    """
    sources = {source.id: source for source in tables.take(Source)}
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity) if row.source_id in sources}
    sides = {row.claim_id: (row.group_id, row.side) for row in tables.take(Membership)}
    claims = sorted(tables.take(Claim), key=lambda claim: claim.id)
    hops: defaultdict[str, list[Hop]] = defaultdict(list)
    for hop in tables.take(Hop):
        hops[hop.claim_id].append(hop)
    texts = _find_texts(sources.values())
    words = {
        claim.id: _start_word(claim, sides.get(claim.id, (claim.id, claim.polarity)), hops[claim.id], (source_of, sources, texts))
        for claim in claims
    }
    owners = _find_owners(words, tables, sources, texts)
    bodies = find_bodies(tables)
    return {
        id_: _finish_word(word, {bodies.get(owner, owner) for owner in owners[id_]}, source_of, bodies)
        for id_, word in words.items()
    }


def find_bodies(tables: Tables) -> dict[str, str]:
    """Give the named body that a source speaks for, by source id; whoever speaks for two, or is a document, speaks for none."""
    sources = {source.id: source for source in tables.take(Source)}
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for referent in tables.take(Referent):
        own, body = source_of.get(referent.id, ""), source_of.get(referent.speaks_for_id or "", "")
        if own in sources and body in sources and own != body and sources[body].is_named and sources[own].document_id is None:
            spoken[own].add(body)
    near = {own: next(iter(some)) for own, some in sorted(spoken.items()) if len(some) == 1}
    bodies = {}
    for own, first in near.items():
        seen, body = {own}, first
        while body in near and body not in seen:  # the spokesman of an office that itself speaks for a ministry
            seen.add(body)
            body = near[body]
        if body not in seen:
            bodies[own] = body
    return bodies


# ---------------------------------------------------------------- one claim


def _find_texts(sources: Iterable[Source]) -> dict[str, str]:
    """The source that a document of the case is, by document id."""
    ordered = sorted(sources, key=lambda source: source.id, reverse=True)
    return {source.document_id: source.id for source in ordered if source.document_id is not None}


def _start_word(
    claim: Claim, side: Side, hops: Iterable[Hop], known: tuple[Mapping[str, str], Mapping[str, Source], Mapping[str, str]]
) -> Word:
    source_of, sources, texts = known
    teller, path = texts.get(claim.document_id), []
    for hop in sorted(hops, key=lambda hop: hop.ordinal):
        id_ = source_of.get(hop.referent_id)
        if hop.ordinal == 0:
            teller = id_ or teller
        # nobody vouches for himself: "this paper has learned" lays nothing to anybody
        elif id_ is not None and id_ != teller and sources[id_].document_id != claim.document_id:
            path.append(id_)
    return Word(claim, side, teller, tuple(path), (), ())


def _finish_word(word: Word, owners: set[str], source_of: Mapping[str, str], bodies: Mapping[str, str]) -> Word:
    actors = {source_of[id_] for id_ in word.claim.actors if id_ in source_of}
    actors |= {bodies.get(id_, id_) for id_ in actors}
    return dataclasses.replace(word, owners=tuple(sorted(owners)), parties=tuple(sorted(owners & actors)))


# ---------------------------------------------------------------- over a side


def _find_owners(
    words: Mapping[str, Word], tables: Tables, sources: Mapping[str, Source], texts: Mapping[str, str]
) -> dict[str, set[str]]:
    """Sources on which each claim comes to rest, by claim id; empty where nobody is known at all."""
    documents = {document.id for document in tables.take(Document)}
    credits: defaultdict[str, set[str]] = defaultdict(set)
    for edge in tables.take(StemmaEdge):
        word = words.get(edge.claim_id)
        is_own = word is not None and not word.path and edge.tail == word.claim.document_id
        if is_own and edge.kind in _LEADS_ON and edge.head != edge.tail:
            credits[edge.claim_id].add(edge.head)
    told = {(word.side, word.claim.document_id) for word in words.values() if word.is_telling}
    ends: dict[str, set[str]] = {}
    nexts: dict[str, set[_Place]] = {}
    for id_, word in words.items():
        heads = set(word.path[-1:]) or credits[id_]
        ends[id_], nexts[id_] = set(), set()
        for head in heads:
            document = head if head in documents else sources[head].document_id if head in sources else None
            if document is not None and (word.side, document) in told and document != word.claim.document_id:
                nexts[id_].add((word.side, document))
            elif document is None or head in sources:
                ends[id_] |= {head} & sources.keys()
            else:
                ends[id_] |= {texts[document]} if document in texts else set()
        if not ends[id_] and not nexts[id_] and word.teller is not None:
            ends[id_].add(word.teller)
    settled = _settle(words, ends, nexts)
    found = {}
    for id_, word in words.items():
        reached = ends[id_].union(*(settled[place] for place in nexts[id_]))
        found[id_] = reached or ({word.teller} if word.teller is not None else set())
    return found


def _settle(
    words: Mapping[str, Word], ends: Mapping[str, set[str]], nexts: Mapping[str, set[_Place]]
) -> dict[_Place, set[str]]:
    """What each document that tells a side comes to rest on; ends are carried back along the leads until nothing changes."""
    settled: defaultdict[_Place, set[str]] = defaultdict(set)
    back: defaultdict[_Place, set[_Place]] = defaultdict(set)
    for id_, word in words.items():
        if word.is_telling:
            place = (word.side, word.claim.document_id)
            settled[place] |= ends[id_]
            for ahead in nexts[id_]:
                back[ahead].add(place)
    waiting = deque(sorted(back))
    while waiting:
        place = waiting.popleft()
        for behind in sorted(back[place]):
            if not settled[place] <= settled[behind]:
                settled[behind] |= settled[place]
                waiting.append(behind)
    return settled
