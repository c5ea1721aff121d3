"""Who speaks for whom: a spokesman in one document and his ministry in another are one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sayso.schema import Identity, Referent, Source, Tables
from sayso.trace.chains import Chain

SAME_KINDS = ("same utterance", "speaks for")
"""Kinds of `stemma_edges` whose two nodes count as one."""


def find_bodies(tables: Tables) -> dict[str, str]:
    """Give the source id of the body that a referent speaks for, by referent id; those that speak for none are left out.

    Whoever is taken for the body itself over the case, or for a document of it, speaks for nobody here.
    """
    source_ids = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    documents = {source.id for source in tables.take(Source) if source.document_id is not None}
    bodies: dict[str, str] = {}
    for referent in tables.take(Referent):
        body, own = source_ids.get(referent.speaks_for_id or ""), source_ids.get(referent.id)
        if body is not None and own != body and not {body, own} & documents:
            bodies[referent.id] = body
    return bodies


def find_speaking(chains: Iterable[Chain], bodies: Mapping[str, str]) -> dict[str, dict[str, Chain]]:
    """Give, by body, the nodes of a side that speak for it, each with the first chain that shows it."""
    speaking: defaultdict[str, dict[str, Chain]] = defaultdict(dict)
    for chain in chains:
        for node, hop in chain.steps:
            body = bodies.get(hop.referent_id)
            if body is not None and body != node:
                speaking[body].setdefault(node, chain)
    return dict(sorted(speaking.items()))


def pair_speakers(
    speaking: Mapping[str, Mapping[str, Chain]], *, nodes: set[str], unnamed: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """Give pairs of nodes that are one source, with the body that makes them one.

    A body that stands in the stemma is one with all that speak for it. Where it doesn't, those with a name who speak
    for it are one. Unnamed officials of it may be different people, and stay apart.
    """
    for body, speakers in speaking.items():
        if body in nodes:
            yield from ((node, body, body) for node in sorted(speakers))
            continue
        named = sorted(node for node in speakers if node not in unnamed)
        yield from ((node, named[0], body) for node in named[1:])
