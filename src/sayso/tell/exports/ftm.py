"""FollowTheMoney: documents, entities, mentions and claims as JSON lines that `ftm`, Aleph and OpenAleph load.

FollowTheMoney has no schema for a claim. A claim is a `Note` on those it is laid to, with its document as proof; a group
is a `Note` on its claims; whatever else joins two things is an `UnknownLink` with a role in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from sayso.schema import Claim, Document, Grade, Hypothesis, Judgement, Referent, Source, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks, to_json
from sayso.tell.exports.stamps import to_date, to_tag
from sayso.tell.exports.wording import word_claim, word_name, word_source, word_standing, word_tally
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line, clean_text, elide
from sayso.tell.views import find_address

Entity = dict[str, Any]

SCHEMATA = {
    "person": "Person", "official": "Person", "organisation": "Organization", "place": "Address", "document": "Article",
    "dataset": "Article",
}
"""Schema by a source's kind; `LegalEntity` for any other, since what it is isn't known."""

FILES = {
    "text/plain": "PlainText", "text/html": "HyperText", "application/xhtml+xml": "HyperText", "application/pdf": "Pages",
    "message/rfc822": "Email",
}
"""Schema by a document's media type; `Document` for any other."""

LONGEST = 65_000  # characters that FollowTheMoney keeps of a text (`followthemoney.types.text`, 4.11)
LONGEST_STRING = 1_000  # it keeps 1,024 of a string
LEGAL = frozenset(("Person", "Organization", "LegalEntity"))  # what a Mention may resolve to

# ISO 639-1 to ISO 639-3, of the languages that `followthemoney.types.language` 4.11 knows; others it would drop.
_LANGUAGES: dict[str, str] = dict(re.findall(
    "([a-z]+):([a-z]+)",
    (
        "am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces da:dan de:deu el:ell en:eng es:spa et:est "
        "fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind in:ind is:isl it:ita iw:heb ja:jpn "
        "ka:kat kk:kaz km:khm kn:kan ko:kor ky:kir lb:ltz lo:lao lt:lit lv:lav mk:mkd mn:mon mo:ron ms:msa mt:mlt "
        "my:mya ne:nep nl:nld no:nor pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe "
        "sw:swa ta:tam te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho "
    ),
))


def export_ftm(tables: Tables, about: About) -> Files:
    """Give the case as `entities.ftm.json`, one entity a line, documents and sources before what points to them.

    The version, the question and the time stand in no entity: FollowTheMoney has no place for what made a file.
    """
    del about
    return {"entities.ftm.json": join_chunks(to_json(entity) + "\n" for entity in _list_entities(tables))}


def _list_entities(tables: Tables) -> Iterator[Entity]:
    lookup = Lookup(tables)
    graded = {(row.about, row.object_id): _word_grade(row) for row in tables.take(Grade)}
    ids = _name_sources(lookup)
    for document in lookup.documents.values():
        yield _file(lookup, document)
    for source in lookup.sources.values():
        if source.id in ids and source.document_id not in lookup.documents:
            yield _identify(lookup, source, graded.get(("source", source.id)))
    for referent in lookup.referents.values():
        yield _mention(lookup, referent, ids)
    told: dict[tuple[str, str], int] = defaultdict(int)
    for claim in lookup.claims.values():
        laid_to = _list_sources(lookup, claim, ids)
        for entity_id in laid_to:
            told[claim.document_id, entity_id] += 1
        yield _note(lookup, claim, laid_to, graded.get(("claim", claim.id)))
    for (document_id, entity_id), n in sorted(told.items()):
        if entity_id != _id(document_id):
            yield _entity("Documentation", f"{document_id}-{entity_id}", document=_id(document_id), entity=entity_id,
                          role="source of claims", summary=f"claims laid to it in this document: {n}")
    for group_id in lookup.groups:
        yield from _group(lookup, group_id)
    yield from _list_links(lookup, ids)
    yield from _list_judgements(tables)


def _id(object_id: str) -> str:
    return f"sayso-{object_id}"


def _entity(schema: str, object_id: str, **properties: str | Iterable[str] | None) -> Entity:
    """An entity without its empty properties; values are lists, as FollowTheMoney has them."""
    lists = {
        name: [value] if isinstance(value, str) else list(dict.fromkeys(value or ())) for name, value in properties.items()
    }
    kept = {name: [value for value in values if value] for name, values in lists.items()}
    return {"id": _id(object_id), "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _name_sources(lookup: Lookup) -> dict[str, str]:
    """Entity of each source: a document's where the source is a document of the case."""
    return {
        source.id: _id(source.document_id if source.document_id in lookup.documents and source.document_id else source.id)
        for source in lookup.sources.values()
    }


def _word_grade(row: Grade) -> str:
    return f"Admiralty {row.grade} ({row.state}): {clean_line(row.why)}"


def _text(text: str) -> str:
    return elide(clean_line(text), at_most=LONGEST)


def _string(text: str) -> str:
    return elide(clean_line(text), at_most=LONGEST_STRING)


def _file(lookup: Lookup, document: Document) -> Entity:
    date = to_date(document.published)
    language = (to_tag(document.language) or "").partition("-")[0].lower()
    media_type = document.media_type.partition(";")[0].strip()
    return _entity(
        FILES.get(media_type, "Document"), document.id, fileName=_string(PurePath(document.path).name or document.path),
        title=_string(lookup.title(document.id)), author=map(_string, document.authors),
        publisher=_string(document.publisher or ""),
        mimeType=media_type if media_type.isascii() and media_type.count("/") == 1 else None, fileSize=f"{document.n_bytes}",
        language=_LANGUAGES.get(language), date=date, publishedAt=date,
        sourceUrl=find_address(document.url), bodyText=elide(clean_text(document.text).strip(), at_most=LONGEST),
        keywords=[f"sha256:{document.sha256}"],
    )


def _identify(lookup: Lookup, source: Source, grade: str | None) -> Entity:
    schema = SCHEMATA.get(source.kind, "LegalEntity")
    name = word_name(source.name)
    more = {"full": name} if schema == "Address" else {"title": name} if schema == "Article" else {}
    urls = [find_address(lead.url) for lead in lookup.leads if lead.source_id == source.id]
    return _entity(
        schema, source.id, name=name, alias=map(word_name, source.aliases), summary=word_source(source), notes=grade,
        sourceUrl=urls, **more,
    )


def _mention(lookup: Lookup, referent: Referent, ids: dict[str, str]) -> Entity:
    source = lookup.sources.get(lookup.source_id(referent.id) or "")
    schema = SCHEMATA.get(referent.kind, "LegalEntity")
    is_legal = source is not None and source.document_id is None and SCHEMATA.get(source.kind, "LegalEntity") in LEGAL
    return _entity(
        "Mention", f"mention-{referent.id}", document=_id(referent.document_id), detectedSchema=schema,
        name=[word_name(referent.name), *map(word_name, referent.aliases)],
        resolved=ids[source.id] if source and is_legal else None,
    )


def _list_sources(lookup: Lookup, claim: Claim, ids: dict[str, str]) -> list[str]:
    """Entities that a claim is laid to, the nearest to the teller first."""
    sources = (lookup.source_id(hop.referent_id) for hop in lookup.hops.get(claim.id, [])[1:])
    return list(dict.fromkeys(ids[source] for source in sources if source in ids))


def _note(lookup: Lookup, claim: Claim, laid_to: list[str], grade: str | None) -> Entity:
    words, membership = word_claim(claim), lookup.membership_of.get(claim.id)
    document = lookup.documents[claim.document_id]
    return _entity(
        "Note", claim.id, name=word_name(claim.text), description=words, summary=word_standing(lookup, claim),
        entity=laid_to, proof=_id(claim.document_id), publisher=_string(document.publisher or ""),
        sourceUrl=find_address(document.url), notes=grade, namesMentioned=map(word_name, lookup.actor_names(claim)),
        keywords=["claim", f"stance:{claim.stance}", f"side:{membership.side if membership else claim.polarity}",
                  f"group:{membership.group_id}" if membership else ""],
    )


def _group(lookup: Lookup, group_id: str) -> Iterator[Entity]:
    claims = {side: lookup.members(group_id, side) for side in SIDES}
    told = [f"{side.capitalize()}: {word_tally(lookup.tally(group_id, side))}" for side in SIDES if claims[side]]
    if told:
        text = lookup.groups[group_id].text
        yield _entity(
            "Note", group_id, name=word_name(text), description=_text(text), summary=_text(" ".join(told)),
            entity=[_id(claim.id) for side in SIDES for claim in claims[side]], keywords=["group"],
            proof=[_id(document_id) for side in SIDES for document_id in lookup.tellers(group_id, side)],
        )


def _list_links(lookup: Lookup, ids: dict[str, str]) -> Iterator[Entity]:
    """Copies and citations among documents, who speaks for whom, and claims that can't both hold."""
    links: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    nodes = {document_id: _id(document_id) for document_id in lookup.documents} | ids
    for edges in lookup.edges.values():
        for edge in edges:
            tail, head = nodes.get(edge.tail), nodes.get(edge.head)
            if tail and head and tail != head and (edge.kind != "attribution" or edge.head in lookup.documents):
                links[tail, head, edge.kind].add(clean_line(edge.why))
    for (tail, head, kind), why in sorted(links.items()):
        yield _entity("UnknownLink", f"link-{kind.replace(' ', '-')}-{tail}-{head}", subject=tail, object=head, role=kind,
                      summary=_text("; ".join(sorted(why))))
    for row in lookup.contradictions.values():
        if {row.claim_a, row.claim_b} <= lookup.claims.keys():
            yield _entity("UnknownLink", row.id, subject=_id(row.claim_a), object=_id(row.claim_b),
                          role=f"can't both hold: {row.kind}", status=row.relation, summary=_text(row.why))


def _list_judgements(tables: Tables) -> Iterator[Entity]:
    hypotheses = sorted(tables.take(Hypothesis), key=lambda row: (row.ordinal, row.id))
    for row in hypotheses:
        yield _entity("Note", f"hypothesis-{row.id}", name=word_name(f"{row.id}: {row.text}"), description=_text(row.text),
                      keywords=["hypothesis"])
    known = {row.id for row in hypotheses}
    for judged in sorted(tables.take(Judgement), key=lambda row: row.number):
        if judged.is_current and judged.hypothesis_id in known:
            yield _entity(
                "Note", f"judgement-{judged.number}", name=word_name(f"{judged.by} on {judged.hypothesis_id}"),
                description=_text(f"{judged.likelihood}; confidence {judged.confidence}. {judged.why}"),
                entity=_id(f"hypothesis-{judged.hypothesis_id}"), keywords=["judgement"], createdAt=to_date(judged.at),
            )
