"""STIX 2.1: documents as reports, sources as identities, claims as notes, denials as opinions, chains as relationships.

Nothing in a bundle says that a claim is true. `confidence` stands only on what its own maker says: on a note how likely
sayso read the claim's attribution rightly, where that is calibrated, on a judgement how sure the person is of it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.schema import Arrival, Claim, Document, Grade, Hypothesis, Judgement, Source, StemmaEdge, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.admiralty import find_marking_id, list_markings
from sayso.tell.exports.chunks import join_chunks, list_json
from sayso.tell.exports.stamps import to_stamp, to_tag
from sayso.tell.exports.tlp import make_tlp
from sayso.tell.exports.wording import (
    word_claim,
    word_name,
    word_reason,
    word_remark,
    word_source,
    word_standing,
    word_tally,
)
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line, elide
from sayso.tell.views import find_address

Object = dict[str, Any]

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sayso:stix:1")
"""Name space of the ids: the same thing has the same id in every export."""

CLASSES = {
    "person": "individual", "official": "individual", "organisation": "organization", "group": "group", "crowd": "group",
}
"""`identity_class` by a source's kind; `unknown` for any other."""

JUDGED = {"low": 15, "moderate": 50, "high": 85}
"""STIX 2.1, appendix A: the scale of none, low, medium and high."""

MOST_DENIED = 50  # notes that one opinion points to; a thousand denials of a thousand claims would make a million
LONGEST_LABEL = 200  # characters of `abstract` and `name`, which viewers show on one line


def export_stix(tables: Tables, about: About, *, tlp: str | None = None) -> Files:
    """Give the case as one bundle, `bundle.json`.

    An object's `created` is when its document, or the first document of the case, was acquired; `modified` is when
    the export was made.

    Args:
        tables: every table of the case.
        about: what the export tells of its making.
        tlp: level of the Traffic Light Protocol that every object of ours is marked with; null for none.
    Raises:
        UnknownFormat: there is no such level.
    """
    return {"bundle.json": join_chunks(_write(_Bundle(tables, about, make_tlp(tlp) if tlp else None)))}


def make_stix_id(kind: str, *names: str) -> str:
    """Id of an object by what it is about."""
    return f"{kind}--{uuid.uuid5(SPACE, json_names(names))}"


def json_names(names: Iterable[str]) -> str:
    """Names as one string that no other names give; half a surrogate pair is written out."""
    return "\x1f".join(name.encode("utf8", "backslashreplace").decode("utf8") for name in names)


def _write(bundle: _Bundle) -> Iterator[str]:
    yield f'{{"type": "bundle", "id": "{bundle.id}", "objects": [\n'
    yield from list_json(bundle.list_objects())
    yield "\n]}\n"


class _Bundle:
    """The objects of one case, in an order that depends on its content alone."""

    def __init__(self, tables: Tables, about: About, tlp: Object | None = None) -> None:
        self.lookup = Lookup(tables)
        self.tlp = tlp
        self.about = about
        self.producer_id = make_stix_id("identity", "sayso")
        self.id = make_stix_id("bundle", about.made_at, *sorted(self.lookup.documents), *sorted(self.lookup.claims))
        made_at = to_stamp(about.made_at) or "1970-01-01T00:00:00.000Z"
        arrivals = sorted(
            (stamp, row.document_id) for row in tables.take(Arrival)
            if row.document_id and (stamp := to_stamp(row.arrived))
        )
        self._came = {document_id: stamp for stamp, document_id in reversed(arrivals)}
        self._began = arrivals[0][0] if arrivals else made_at
        self._made_at = max([made_at, *self._came.values()])
        self._claims_of: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.lookup.claims.values():
            self._claims_of[claim.document_id].append(claim)
        self._grades = {
            (row.about, row.object_id): row
            for row in sorted(tables.take(Grade), key=lambda row: (row.about, row.object_id))
        }
        self._hypotheses = sorted(tables.take(Hypothesis), key=lambda row: (row.ordinal, row.id))
        self._judgements = sorted(
            (row for row in tables.take(Judgement) if row.is_current), key=lambda row: row.number
        )
        self._publishers = sorted({
            word_name(document.publisher) for document in self.lookup.documents.values() if document.publisher
        })

    def list_objects(self) -> Iterator[Object]:
        """Every object, what is pointed to before what points to it where that can be."""
        if self.tlp:
            yield self.tlp
        yield self._make("identity", "sayso", name="sayso", identity_class="system",
                         description=f"sayso {self.about.version}: reads documents and lays each claim to whoever made it.")
        yield from list_markings({row.grade for row in self._grades.values()})
        for publisher in self._publishers:
            yield self._make("identity", "publisher", publisher, name=publisher, identity_class="organization")
        for source in self.lookup.sources.values():
            yield self._identify(source)
        for document in self.lookup.documents.values():
            yield self._report(document)
        for claim in self.lookup.claims.values():
            yield from self._note(claim)
        for group_id in self.lookup.groups:
            yield from self._group(group_id)
        yield from self._list_flows()
        yield from self._list_clashes()
        yield from self._list_judgements()

    def _make(self, kind: str, *names: str, came: str = "", **properties: Any) -> Object:
        created = came or self._began
        made = {
            "type": kind, "spec_version": "2.1", "id": make_stix_id(kind, *names), "created": created,
            "modified": max(created, self._made_at), **properties,
        }
        if made["id"] != self.producer_id and "created_by_ref" not in made:
            made["created_by_ref"] = self.producer_id
        if self.tlp:
            made["object_marking_refs"] = [self.tlp["id"], *made.get("object_marking_refs", [])]
        return {name: value for name, value in made.items() if value not in (None, "", [])}

    def _mark(self, about: str, object_id: str) -> Object:
        grade = self._grades.get((about, object_id))
        marking = find_marking_id(grade.grade) if grade else None
        if grade is None or marking is None:
            return {}
        return {"object_marking_refs": [marking], "labels": [f"admiralty-{grade.state}"]}

    def _identify(self, source: Source) -> Object:
        shown = f" Also called: {word_reason(', '.join(map(word_name, source.aliases)))}." if source.aliases else ""
        return self._make(
            "identity", source.id, name=word_name(source.name), identity_class=CLASSES.get(source.kind, "unknown"),
            description=word_source(source) + shown, **self._mark("source", source.id),
        )

    def _report(self, document: Document) -> Object:
        came = self._came.get(document.id, self._began)
        published = to_stamp(document.published)
        byline = word_reason(", ".join(map(word_name, document.authors)))
        told = [
            f"File: {word_reason(document.path)}.",
            f"Published: {clean_line(document.published)}." if document.published else "It bears no date.",
            f"By {byline}." if byline else "",
        ]
        outlet = make_stix_id("identity", "publisher", word_name(document.publisher)) if document.publisher else ""
        claims = [make_stix_id("note", claim.id) for claim in self._claims_of[document.id]]
        return self._make(
            "report", document.id, came=came, name=elide(self.lookup.title(document.id), at_most=LONGEST_LABEL),
            description=" ".join(filter(None, told)), published=published or came, lang=to_tag(document.language),
            object_refs=[*filter(None, [outlet]), *claims] or [self.producer_id],
            labels=None if published else ["published-unknown"],
            external_references=[{
                "source_name": word_name(document.publisher or "original"), "description": "the original's SHA-256",
                "external_id": document.sha256,
                **({"url": address} if (address := find_address(document.url)) else {}),
            }],
        )

    def _note(self, claim: Claim) -> Iterator[Object]:
        """A claim, and a relationship to each whom it is laid to."""
        lookup, came = self.lookup, self._came.get(claim.document_id, self._began)
        ids = [lookup.source_id(hop.referent_id) for hop in lookup.hops.get(claim.id, [])[1:]]
        people = [make_stix_id("identity", found) for found in dict.fromkeys(ids) if found in lookup.sources]
        actors = [
            make_stix_id("identity", found) for referent in claim.actors
            if (found := lookup.source_id(referent)) in lookup.sources and found
        ]
        attribution = lookup.attributions.get(claim.attribution_id or "")
        text = word_claim(claim)
        note = self._make(
            "note", claim.id, came=came, abstract=elide(text, at_most=LONGEST_LABEL) or "(no words)",
            content=f"“{text}”\n\n{word_standing(lookup, claim)}", authors=[word_name(lookup.teller(claim.document_id))],
            object_refs=list(dict.fromkeys([make_stix_id("report", claim.document_id), *people, *actors])),
            confidence=round(100 * attribution.p) if attribution and attribution.p is not None else None,
            lang=to_tag(lookup.documents[claim.document_id].language), **self._mark("claim", claim.id),
        )
        yield note
        for number, person in enumerate(people, 1):
            yield self._make(
                "relationship", claim.id, person, came=came, relationship_type="attributed-to", source_ref=note["id"],
                target_ref=person, description=f"link {number} of {len(people)} of the chain, the teller left out",
            )

    def _group(self, group_id: str) -> Iterator[Object]:
        """A group with what was counted of it; whoever denies what others affirm has an opinion on their notes.

        The opinion is in the same grouping as all the notes, so that those past `MOST_DENIED` are found there.
        """
        sides = {side: self.lookup.members(group_id, side) for side in SIDES}
        notes = {side: [make_stix_id("note", claim.id) for claim in claims] for side, claims in sides.items()}
        if not any(notes.values()):
            return
        told = [
            f"{side.capitalize()}: {word_tally(self.lookup.tally(group_id, side))}" for side in SIDES if notes[side]
        ]
        opinions = []
        for claim in sides["negated"] if notes["affirmed"] else []:
            came = self._came.get(claim.document_id, self._began)
            opinions.append(self._make(
                "opinion", claim.id, came=came, opinion="disagree", authors=[self._denier(claim)],
                explanation=f"“{word_claim(claim)}” {word_standing(self.lookup, claim)}",
                object_refs=notes["affirmed"][:MOST_DENIED],
            ))
        yield from opinions
        yield self._make(
            "grouping", group_id, name=elide(clean_line(self.lookup.groups[group_id].text), at_most=LONGEST_LABEL),
            context="unspecified", description=" ".join(told),
            object_refs=[*notes["affirmed"], *notes["negated"], *(opinion["id"] for opinion in opinions)],
        )

    def _denier(self, claim: Claim) -> str:
        hops = self.lookup.hops.get(claim.id, [])[1:]
        return word_name(hops[-1].name if hops else self.lookup.teller(claim.document_id))

    def _list_flows(self) -> Iterator[Object]:
        """Copies and citations among documents, and who speaks for whom, each pair once."""
        edges: dict[tuple[str, str, str], list[StemmaEdge]] = defaultdict(list)
        for some in self.lookup.edges.values():
            for edge in some:
                kind = self._flow(edge)
                if kind:
                    edges[kind, edge.tail, edge.head].append(edge)
        for source in self.lookup.sources.values():
            if source.document_id in self.lookup.documents and source.document_id:
                yield self._make(
                    "relationship", "is", source.id, relationship_type="related-to", source_ref=make_stix_id("identity", source.id),
                    target_ref=make_stix_id("report", source.document_id),
                    description=f"the source is this document of the case: {word_reason(source.why_document or '')}",
                )
        for (kind, tail, head), found in sorted(edges.items()):
            why = sorted({clean_line(f"{edge.kind}: {edge.why}") for edge in found})
            ends = [make_stix_id("report" if end in self.lookup.documents else "identity", end) for end in (tail, head)]
            yield self._make(
                "relationship", kind, tail, head, relationship_type=kind, source_ref=ends[0], target_ref=ends[1],
                description=elide("; ".join(why), at_most=1_000),
            )

    def _flow(self, edge: StemmaEdge) -> str:
        documents, sources = self.lookup.documents, self.lookup.sources
        if edge.tail in documents and edge.head in documents and edge.tail != edge.head:
            return "related-to" if edge.kind == "same utterance" else "derived-from"
        if edge.tail in sources and (edge.head in sources or edge.head in documents):
            return "related-to"
        return ""  # a document that lays a claim to a source: the claim's own relationships say so

    def _list_clashes(self) -> Iterator[Object]:
        for row in self.lookup.contradictions.values():
            if {row.claim_a, row.claim_b} <= self.lookup.claims.keys():
                yield self._make(
                    "relationship", row.id, relationship_type="related-to", source_ref=make_stix_id("note", row.claim_a),
                    target_ref=make_stix_id("note", row.claim_b),
                    description=f"They can't both hold ({row.relation}, {row.kind}): {word_reason(row.why)}",
                )

    def _list_judgements(self) -> Iterator[Object]:
        """Hypotheses as notes on the case's reports, and what persons judge of them, each as a note of their own."""
        reports = [make_stix_id("report", document_id) for document_id in self.lookup.documents] or [self.producer_id]
        for row in self._hypotheses:
            yield self._make("note", "hypothesis", row.id, abstract=f"Hypothesis {word_name(row.id)}",
                             content=word_remark(row.text) or "(no words)", object_refs=reports)
        known = {row.id for row in self._hypotheses}
        for by in sorted({word_name(row.by) for row in self._judgements}):
            yield self._make("identity", "judge", by, name=by, identity_class="individual")
        for judged in self._judgements:
            if judged.hypothesis_id in known:
                yield self._make(
                    "note", "judgement", f"{judged.number}", came=to_stamp(judged.at) or "", content=_tell(judged),
                    abstract=f"{word_name(judged.by)} on {word_name(judged.hypothesis_id)}: {judged.likelihood}",
                    authors=[word_name(judged.by)], created_by_ref=make_stix_id("identity", "judge", word_name(judged.by)),
                    object_refs=[make_stix_id("note", "hypothesis", judged.hypothesis_id)],
                    confidence=JUDGED.get(judged.confidence),
                )


def _tell(row: Judgement) -> str:
    lists = (
        ("Reasons for the confidence", row.reasons), ("Assumptions", row.assumptions), ("Dissent", row.dissent),
        ("What would change it", row.would_change),
    )
    told = [f"{row.likelihood} ({row.low:.0%} to {row.high:.0%}), confidence {row.confidence}. {word_remark(row.why)}"]
    told += [f"{head}: {word_remark('; '.join(items))}" for head, items in lists if items]
    return "\n".join(told)
