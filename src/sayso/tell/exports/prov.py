"""W3C PROV as JSON-LD: what each claim was quoted from, whose word it is, and what made it.

The shape is that of the W3C member submission PROV-JSONLD (2024): one object a statement of the PROV data model.
Documents, claims, groups and tallies are entities, sources and tellers agents, sayso's stages activities.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any
from urllib.parse import quote

import networkx as nx

from sayso.schema import Claim, Document, Source, Tables, make_id
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks, list_json, to_json
from sayso.tell.exports.labels import to_label
from sayso.tell.lookup import SIDES, Lookup

NAMESPACE = "urn:sayso:"
CONTEXT = "https://openprovenance.org/prov-jsonld/context.jsonld"
ROOMS = ("acquire", "read", "link", "trace", "tell")  # each is informed by the one before it
_AGENTS = {"person": "prov:Person", "organisation": "prov:Organization"}

Statement = dict[str, Any]


def export_prov(tables: Tables, about: About) -> Files:
    """Give the case's provenance as `case.prov.jsonld`.

    That a claim is attributed to a source says that a document lays it to the source, with the stance beside it; it
    says neither that the source said so nor that it is so.
    """
    return {"case.prov.jsonld": join_chunks(_write_graph(Lookup(tables), about))}


def _write_graph(lookup: Lookup, about: About) -> Iterator[str]:
    yield f'{{"@context": [{to_json({"sayso": NAMESPACE})}, {to_json(CONTEXT)}],\n"@graph": [\n'
    yield from list_json(chain(
        _state_making(lookup, about), _state_documents(lookup), _state_sources(lookup), _state_claims(lookup),
        _state_groups(lookup), _state_copies(lookup),
    ))
    yield "\n]}\n"


def _name(kind: str, id_: str) -> str:
    return f"sayso:{kind}/{quote(id_.encode('utf8', 'replace'), safe='')}"


def _state(
    what: str, id_: str | None = None, /, *, label: str = "", types: tuple[str, ...] = (), **about: Any
) -> Statement:
    """One statement; keywords are columns of ours, and what is null is left out."""
    statement: Statement = {"@type": what} | ({"@id": id_} if id_ else {})
    if label:
        statement["label"] = [{"@value": label}]
    if types:
        statement["type"] = list(types)
    for name, value in about.items():
        if value is not None:
            statement[f"sayso:{name}"] = [_to_literal(value)]
    return statement


def _to_literal(value: Any) -> Statement:
    if isinstance(value, bool):
        return {"@value": "true" if value else "false", "@type": "xsd:boolean"}
    if isinstance(value, int):
        return {"@value": str(value), "@type": "xsd:int" if abs(value) < 1 << 31 else "xsd:long"}
    return {"@value": str(value)}


def _activity(made_by: str) -> str:
    return _name("activity", make_id("", made_by))


def _state_making(lookup: Lookup, about: About) -> Iterator[Statement]:
    """sayso itself, its rooms one after the other, and the stages and models that made rows, by what the rows say."""
    sayso, export = "sayso:sayso", "sayso:export"
    yield _state("Agent", sayso, label="sayso", types=("prov:SoftwareAgent",), version=about.version)
    yield _state("Entity", export, label="this export", question=about.question or None)
    made = {document.made_by for document in lookup.documents.values()}
    stages = sorted(made | {claim.made_by for claim in lookup.claims.values()})
    for name, label in [*((_name("room", room), room) for room in ROOMS), *((_activity(stage), stage) for stage in stages)]:
        yield _state("Activity", name, label=to_label(label))
        yield {"@type": "Association", "activity": name, "agent": sayso}
    for earlier, later in pairwise(ROOMS):
        yield {"@type": "Communication", "informed": _name("room", later), "informant": _name("room", earlier)}
    generated = {"@type": "Generation", "entity": export, "activity": _name("room", "tell")}
    yield generated | ({"time": about.made_at} if about.made_at else {})


def _state_documents(lookup: Lookup) -> Iterator[Statement]:
    originals: set[str] = set()
    people: dict[str, tuple[str, str]] = {}
    for document in lookup.documents.values():
        if document.sha256 not in originals:
            originals.add(document.sha256)
            yield _state("Entity", _name("original", document.sha256), label="original bytes", sha256=document.sha256)
        yield from _state_document(document)
        yield _state("Agent", _name("teller", document.id), label=to_label(lookup.teller(document.id)))
        named = [("publisher", document.publisher, "prov:Organization")] if document.publisher else []
        for kind, name, type_ in [*named, *(("author", author, "prov:Person") for author in document.authors)]:
            agent = _name(kind, make_id("", name))
            people[agent] = (name, type_)
            yield _state("Attribution", role=kind) | {"entity": _name("document", document.id), "agent": agent}
    for agent, (name, type_) in sorted(people.items()):
        yield _state("Agent", agent, label=to_label(name), types=(type_,))


def _state_document(document: Document) -> Iterator[Statement]:
    name = _name("document", document.id)
    yield _state(
        "Entity", name, label=to_label(document.title or document.path), path=to_label(document.path), sha256=document.sha256,
        media_type=document.media_type, published=document.published, language=document.language,
        url=document.url and to_label(document.url, at_most=2000), n_characters=len(document.text),
    )
    yield {"@type": "Derivation", "generatedEntity": name, "usedEntity": _name("original", document.sha256)}
    yield {"@type": "Generation", "entity": name, "activity": _activity(document.made_by)}


def _state_sources(lookup: Lookup) -> Iterator[Statement]:
    for source in lookup.sources.values():
        yield _state_source(source)


def _state_source(source: Source) -> Statement:
    types = (_AGENTS[source.kind],) if source.kind in _AGENTS else ()
    return _state(
        "Agent", _name("source", source.id), label=to_label(source.name), types=types, kind=source.kind,
        is_named=source.is_named, document=source.document_id,
    )


def _state_claims(lookup: Lookup) -> Iterator[Statement]:
    for claim in lookup.claims.values():
        yield from _state_claim(lookup, claim)


def _state_claim(lookup: Lookup, claim: Claim) -> Iterator[Statement]:
    """A claim quoted from its document and attributed to each element of its chain that is known, the teller first."""
    name = _name("claim", claim.id)
    yield _state(
        "Entity", name, label=to_label(claim.text), words=claim.text, spans=to_json([list(span) for span in claim.spans]),
        stance=claim.stance, polarity=claim.polarity,
    )
    quoted = {"generatedEntity": name, "usedEntity": _name("document", claim.document_id), "type": ["prov:Quotation"]}
    yield {"@type": "Derivation"} | quoted
    yield {"@type": "Generation", "entity": name, "activity": _activity(claim.made_by)}
    for hop in lookup.hops.get(claim.id, []):
        source_id = lookup.source_id(hop.referent_id)
        if hop.ordinal == 0:
            agent = _name("teller", claim.document_id)
        elif source_id in lookup.sources:
            agent = _name("source", source_id or "")
        else:
            continue
        told = _state("Attribution", ordinal=hop.ordinal, how=hop.how, name=to_label(hop.name), stance=claim.stance)
        yield told | {"entity": name, "agent": agent}


def _state_groups(lookup: Lookup) -> Iterator[Statement]:
    for group in lookup.groups.values():
        name = _name("group", group.id)
        yield _state("Entity", name, label=to_label(group.text), types=("prov:Collection",))
        yield {"@type": "Generation", "entity": name, "activity": _name("room", "link")}
        for side in SIDES:
            for claim in lookup.members(group.id, side):
                yield {"@type": "Membership", "collection": name, "entity": _name("claim", claim.id)}
            if tally := lookup.tally(group.id, side):
                counted = f"{_name('tally', group.id)}/{side}"
                yield _state(
                    "Entity", counted, label=to_label(tally.why), side=side, tellings=tally.tellings, lines=tally.lines,
                    lines_possible=tally.lines_possible, verdict=tally.verdict,
                )
                yield {"@type": "Derivation", "generatedEntity": counted, "usedEntity": name}
                yield {"@type": "Generation", "entity": counted, "activity": _name("room", "trace")}


def _state_copies(lookup: Lookup) -> Iterator[Statement]:
    """That one document took from another, as the stemmata have it.

    Among documents that take from each other in a circle it is an influence: a derivation says that the one was there
    before the other (PROV-CONSTRAINTS, derivation-generation-generation-ordering), which can't be so both ways. An
    utterance that two heard is neither.
    """
    edges = [
        edge for _, some in sorted(lookup.edges.items()) for edge in some
        if {edge.tail, edge.head} <= lookup.documents.keys() and edge.tail != edge.head and edge.kind != "same utterance"
    ]
    taken = nx.DiGraph((edge.tail, edge.head) for edge in edges)
    circle = {node: i for i, nodes in enumerate(nx.strongly_connected_components(taken)) for node in nodes}
    for edge in edges:
        ends = (_name("document", edge.tail), _name("document", edge.head))
        about: dict[str, Any] = {"group": edge.group_id, "side": edge.side, "kind": edge.kind, "why": to_label(edge.why)}
        if circle[edge.tail] == circle[edge.head]:
            yield _state("Influence", **about) | {"influencee": ends[0], "influencer": ends[1]}
        else:
            yield _state("Derivation", **about) | {"generatedEntity": ends[0], "usedEntity": ends[1]}
