"""Draw each group's stemma: who tells it, whom they lay it to, and who copied whom."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sayso.engine.stage import Stage
from sayso.schema import Copy, Document, Hop, Source, Spans, StemmaEdge, Tables
from sayso.text.spans import covers, cut_text, hull, length, overlap
from sayso.trace.bodies import SAME_KINDS, find_bodies, find_speaking, pair_speakers
from sayso.trace.chains import Chain, find_chains, find_sides
from sayso.trace.credits import Credited, find_credited, find_outlets, pair_credits
from sayso.trace.wording import find_names

# A passage carries a claim that it holds half of. Copies can be as short as six words, and a phrase that two claims
# have in common ("broken wires in the upstream hangers") is a copy of neither. Half is a choice, not swept.
CARRIED = 0.5
# Two claims of one shared passage are the same utterance when, laid over each other, they share half of the
# shorter: below that, neighbouring sentences of a copied page would be taken for one. A choice too, not swept.
SAME_PLACE = 0.5

_HOW = {
    "note": "in a note", "based on": "as what it is based on", "authored by": "as its author",
    "carried on": "carrying on from the words before", "ruling": "as was ruled",
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Drawing:
    """What the edges of one side are drawn from."""

    group_id: str
    side: str
    chains: tuple[Chain, ...]
    names: dict[str, str]
    texts: dict[str, str]
    bodies: dict[str, str]
    unnamed: frozenset[str]
    credited: dict[str, list[Credited]]
    outlets: dict[str, str]

    def name(self, node: str) -> str:
        return self.names.get(node, node)

    def edge(self, tail: str, head: str, claim_id: str, kind: str, why: str) -> StemmaEdge:
        return StemmaEdge(self.group_id, self.side, tail, head, claim_id, kind, why)


def draw_stemmata(tables: Tables) -> Tables:
    """Give the edges of every side of every group, sorted by their key.

    Of a question, and of a claim that its teller distances himself from and lays to nobody, there is no edge.
    """
    names = find_names(tables)
    texts = {document.id: document.text for document in tables.take(Document)}
    bodies = find_bodies(tables)
    unnamed = frozenset(source.id for source in tables.take(Source) if not source.is_named)
    credited, outlets = find_credited(tables), find_outlets(tables)
    copies: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in sorted(tables.take(Copy), key=lambda copy: copy.id):
        copies[copy.document_a].append(copy)
    edges: list[StemmaEdge] = []
    for (group_id, side), chains in find_sides(tables, find_chains(tables)).items():
        edges.extend(_draw(_Drawing(group_id, side, tuple(chains), names, texts, bodies, unnamed, credited, outlets), copies))
    return Tables({"stemma_edges": edges})


def _draw(side: _Drawing, copies: dict[str, list[Copy]]) -> list[StemmaEdge]:
    """Give one side's edges, one a key; of two that say the same the first one drawn stays."""
    drawn = [*_draw_chains(side), *_draw_credits(side)]
    if len({chain.document_id for chain in side.chains}) > 1:
        drawn += _draw_copies(side, copies)
        drawn += _draw_tellers(side, drawn)
        drawn += _draw_bodies(side, drawn)
    by_key: dict[tuple[str, str, str], StemmaEdge] = {}
    for edge in drawn:
        by_key.setdefault((edge.tail, edge.head, edge.claim_id), edge)
    return [by_key[key] for key in sorted(by_key)]


# ---------------------------------------------------------------- chains


def _draw_chains(side: _Drawing) -> Iterator[StemmaEdge]:
    for chain in side.chains:
        tail = chain.document_id
        for node, hop in chain.steps:
            is_cited = hop.how == "note" or node in side.texts
            kind = "citation" if is_cited else "attribution"
            yield side.edge(tail, node, chain.claim.id, kind, _say_step(side, chain, tail, node, hop))
            tail = node


def _draw_credits(side: _Drawing) -> Iterator[StemmaEdge]:
    """Draw whom a document credits for what it lays to nobody: 'via', a dateline, 'first reported by'."""
    for chain, node, words in pair_credits(side.chains, side.credited, side.texts):
        why = f"{side.name(chain.document_id)} credits {side.name(node)} (“{words}”)"
        kind = "citation" if node in side.texts else "attribution"
        yield side.edge(chain.document_id, node, chain.claim.id, kind, why)


def _say_step(side: _Drawing, chain: Chain, tail: str, head: str, hop: Hop) -> str:
    teller, tail_name, head_name = side.name(chain.document_id), side.name(tail), side.name(head)
    told = f"{teller} lays it to {head_name}"
    if tail != chain.document_id:
        told = f"{teller} says that {tail_name} has it from {head_name}"
    return told + _say_cue(side.texts.get(hop.document_id, ""), hop.cue_spans, hop.how)


def _say_cue(text: str, spans: Spans, how: str) -> str:
    if spans and text and how != "ruling":
        return f" (“{cut_text(text, spans)}”)"
    return f", {_HOW[how]}" if how in _HOW else ""


# ---------------------------------------------------------------- copies


def _draw_copies(side: _Drawing, copies: dict[str, list[Copy]]) -> Iterator[StemmaEdge]:
    """Draw who copied whom where the shared passage holds the claim in both documents."""
    by_document: defaultdict[str, list[Chain]] = defaultdict(list)
    for chain in side.chains:
        by_document[chain.document_id].append(chain)
    for document_id in sorted(by_document):
        for copy in copies.get(document_id, ()):
            ours = [chain for chain in by_document[document_id] if _is_carried(chain, copy.spans_a)]
            theirs = [chain for chain in by_document.get(copy.document_b, ()) if _is_carried(chain, copy.spans_b)]
            if ours and theirs and copy.document_a != copy.document_b:
                yield from _draw_copy(side, copy, ours, theirs)


def _draw_copy(side: _Drawing, copy: Copy, ours: list[Chain], theirs: list[Chain]) -> Iterator[StemmaEdge]:
    a, b = side.name(copy.document_a), side.name(copy.document_b)
    for chain in theirs:
        if copy.direction is None:
            why = f"{a} and {b} share the passage, and nothing tells who had it first: {copy.why_direction}"
            yield side.edge(copy.document_b, copy.document_a, chain.claim.id, "same utterance", why)
        else:
            why = f"{b} repeats a passage of {a}: {copy.why_direction}"
            yield side.edge(copy.document_b, copy.document_a, chain.claim.id, "copy", why)
    for our in ours:
        for their in theirs:
            if _share_of(our, copy.spans_a, their, copy.spans_b) >= SAME_PLACE:
                yield from _draw_utterance(side, copy, our, their)


def _draw_utterance(side: _Drawing, copy: Copy, ours: Chain, theirs: Chain) -> Iterator[StemmaEdge]:
    """Draw what follows when two documents carry the same words.

    Where the copied one has them bare and the copy quotes a source, that source is the speaker in both. Where both
    name a source, it is one speaker under two names if the words are one utterance: nothing tells who had them
    first, both quote them, or the words that lay them to the source were copied with them. Else the copy may have
    asked somebody of its own.
    """
    if _leads_back(theirs, ours) or _leads_back(ours, theirs) or theirs.is_bare:
        return
    if ours.is_bare:
        if theirs.claim.is_quote or copy.direction is None:
            node = theirs.nodes[1]
            why = f"the same words stand in {side.name(theirs.document_id)} as those of {side.name(node)}"
            yield side.edge(ours.document_id, node, ours.claim.id, "attribution", why)
        return
    is_quoted = ours.claim.is_quote and theirs.claim.is_quote
    is_laid_alike = _holds_laying(copy.spans_a, ours) and _holds_laying(copy.spans_b, theirs)
    our_end, their_end = ours.nodes[-1], theirs.nodes[-1]
    is_known = our_end in theirs.nodes or their_end in ours.nodes or {our_end, their_end} & side.texts.keys()
    if not is_known and (copy.direction is None or is_quoted or is_laid_alike):
        why = f"the same words are laid to {side.name(our_end)} and to {side.name(their_end)}"
        yield side.edge(their_end, our_end, theirs.claim.id, "same utterance", why)


def _is_carried(chain: Chain, passage: Spans) -> bool:
    return overlap(chain.claim.spans, passage) >= CARRIED * length(chain.claim.spans)


def _holds_laying(passage: Spans, chain: Chain) -> bool:
    """Whether the words that lay a claim to its first source stand in the passage too."""
    hop = chain.steps[0][1]
    return bool(hop.cue_spans) and covers(passage, hop.cue_spans) and covers(passage, hop.spans)


def _leads_back(chain: Chain, other: Chain) -> bool:
    """Whether a chain passes through the other's document or its teller."""
    return other.document_id in chain.nodes or other.teller in chain.nodes


def _share_of(ours: Chain, our_passage: Spans, theirs: Chain, their_passage: Spans) -> float:
    """Lay two claims of a shared passage over each other; give the share of the shorter that both hold."""
    a, b = _place_in(ours.claim.spans, our_passage), _place_in(theirs.claim.spans, their_passage)
    shared = min(a[1], b[1]) - max(a[0], b[0])
    shorter = min(a[1] - a[0], b[1] - b[0])
    return max(0.0, shared / shorter) if shorter > 0 else 0.0


def _place_in(spans: Spans, passage: Spans) -> tuple[float, float]:
    """Where in a passage a claim stands, 0 its start and 1 its end: near copies differ a little in length."""
    (start, end), (first, last) = hull(spans), hull(passage)
    size = last - first
    return max(0.0, (start - first) / size), min(1.0, (end - first) / size)


# ---------------------------------------------------------------- tellers


def _draw_tellers(side: _Drawing, drawn: Iterable[StemmaEdge]) -> Iterator[StemmaEdge]:
    """Join a source that another document cites to the telling that it wrote itself.

    A paper that quotes an official and the official's own press release are one word, not two. The release
    rests on the official when it names no source; when it does, the official's word is the release's and goes
    on from there. So it is with a paper that is cited by its name and the one telling of the side that it published.
    """
    citing: defaultdict[str, set[str]] = defaultdict(set)
    for chain in side.chains:
        for node, hop in chain.steps:
            citing[node].add(chain.document_id)
            citing[side.bodies.get(hop.referent_id, node)].add(chain.document_id)
    firsts: dict[str, Chain] = {}
    for chain in side.chains:
        firsts.setdefault(chain.document_id, chain)
    telling = {chain.claim.id: chain.document_id for chain in side.chains}
    own = [edge for edge in drawn if edge.kind not in SAME_KINDS]
    sourced = {edge.tail for edge in own if edge.tail == telling[edge.claim_id]}
    published: defaultdict[str, set[str]] = defaultdict(set)
    for document_id in firsts:
        published[side.outlets.get(document_id, "")].add(document_id)
    for document_id, first in firsts.items():
        outlet = side.outlets.get(document_id)
        for teller in dict.fromkeys((first.teller, outlet if len(published[outlet or ""]) == 1 else None)):
            if teller is None or not citing[teller] - {document_id}:
                continue
            how = "the teller" if teller == first.teller else "the publisher"
            why = f"{side.name(teller)} is {how} of {side.name(document_id)}"
            if document_id in sourced:
                why += ", which tells where it is from"
                yield side.edge(teller, document_id, first.claim.id, "citation", why)
            else:
                yield side.edge(document_id, teller, first.claim.id, "attribution", why)


# ---------------------------------------------------------------- bodies


def _draw_bodies(side: _Drawing, drawn: Iterable[StemmaEdge]) -> Iterator[StemmaEdge]:
    """Join whoever speaks for a body to that body, or to the other who speaks for it."""
    nodes = {node for edge in drawn for node in (edge.tail, edge.head)}
    speaking = find_speaking(side.chains, side.bodies)
    for node, other, body in pair_speakers(speaking, nodes=nodes, unnamed=side.unnamed):
        chain = speaking[body][node]
        why = f"{side.name(node)} speaks for {side.name(body)} in {side.name(chain.document_id)}"
        if other != body:
            why += f", as {side.name(other)} does in {side.name(speaking[body][other].document_id)}"
        yield side.edge(node, other, chain.claim.id, "speaks for", why)


STEMMA = Stage(
    "trace.stemma",
    reads=("documents", "notes", "referents", "claims", "hops", "identities", "sources", "memberships", "copies"),
    writes=("stemma_edges",),
    run=draw_stemmata,
)
