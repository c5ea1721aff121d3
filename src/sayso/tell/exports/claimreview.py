"""schema.org ClaimReview: one review for each claim that a person has judged, with every telling of it.

The rating of a review is a person's word or there is no review. sayso counts lines and rates nothing, so that a claim
without a judgement is left out, and `left-out.txt` tells how many were and why.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.schema import Claim, Group, Hypothesis, Judgement, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks, list_json
from sayso.tell.exports.labels import to_label
from sayso.tell.exports.stamps import to_date
from sayso.tell.exports.wording import word_chain, word_claim, word_name, word_remark
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import count_of, elide
from sayso.tell.views import find_address

Thing = dict[str, Any]
Side = tuple[str, str]

TYPES = {"person": "Person", "official": "Person", "organisation": "Organization"}
"""Type of an author by a source's kind; schema.org knows no other authors, and so any other is left out."""

_SIGNS = re.compile(r"\W+")


@dataclasses.dataclass(frozen=True, slots=True)
class _Left:
    """What gives no review, counted."""

    sides: int
    hypotheses: int


def export_claimreview(tables: Tables, about: About) -> Files:
    """Give reviews as JSON-LD, `claimreview.jsonld`, and what gives none, `left-out.txt`.

    A judgement is of a hypothesis; it counts for the side of a group whose claim has the hypothesis's very words, letter
    case and punctuation aside, as one has that was taken from a dispute. Each person's last judgement gives a review
    of its own. `url` is the claim's place in the brief: whoever publishes the brief puts its address in front.
    """
    lookup = Lookup(tables)
    judged = _find_judged(lookup, tables)
    reviews = [
        _review(lookup, side, judgement=judgement, about=about)
        for side in sorted(judged, key=_order(lookup)) for judgement in judged[side]
    ]
    left = _count_left(lookup, tables, judged)
    return {
        "claimreview.jsonld": join_chunks(_write(reviews)),
        "left-out.txt": iter([f"{_tell_left(left, len(reviews))}sayso {to_label(about.version)}\n".encode()]),
    }


def _write(reviews: Iterable[Thing]) -> Iterator[str]:
    yield '{"@context": "https://schema.org", "@graph": [\n'
    for review in list_json(reviews):
        # JSON-LD is pasted into a page's <script>, which a claim that holds </script> would end.
        yield review.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    yield "\n]}\n"


def _fold(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text.casefold()).split())


def _find_judged(lookup: Lookup, tables: Tables) -> dict[Side, list[Judgement]]:
    """Judgements by the side of a group whose words their hypothesis has."""
    judged: dict[str, list[Judgement]] = defaultdict(list)
    for row in sorted(tables.take(Judgement), key=lambda row: row.number):
        if row.is_current:
            judged[row.hypothesis_id].append(row)
    sides: dict[str, Side] = {}
    for group_id in lookup.groups:
        for side in SIDES:
            for claim in lookup.members(group_id, side):
                for text in (claim.text, claim.standalone):
                    sides.setdefault(_fold(text), (group_id, side))
    found: dict[Side, list[Judgement]] = defaultdict(list)
    for hypothesis in sorted(tables.take(Hypothesis), key=lambda row: (row.ordinal, row.id)):
        at = sides.get(_fold(hypothesis.text))
        if at and judged.get(hypothesis.id) and not hypothesis.is_null:
            found[at] += judged[hypothesis.id]
    return dict(found)


def _order(lookup: Lookup) -> Any:
    place = {group_id: i for i, group_id in enumerate(lookup.groups)}
    return lambda side: (place[side[0]], SIDES.index(side[1]))


def _count_left(lookup: Lookup, tables: Tables, judged: dict[Side, list[Judgement]]) -> _Left:
    told = sum(1 for group_id in lookup.groups for side in SIDES if lookup.members(group_id, side))
    heard = {row.hypothesis_id for rows in judged.values() for row in rows}
    others = {row.hypothesis_id for row in tables.take(Judgement) if row.is_current} - heard
    return _Left(told - len(judged), len(others))


def _tell_left(left: _Left, n: int) -> str:
    return (
        f"{count_of(n, 'review')}.\n"
        f"Left out: {count_of(left.sides, 'side')} of groups that no person has judged; "
        f"{count_of(left.hypotheses, 'judged hypothesis', 'judged hypotheses')} that no document tells in these words.\n"
        "A rating is a person's word. sayso counts who says so and on whose word; it rates no claim.\n"
    )


def _review(lookup: Lookup, side: Side, *, judgement: Judgement, about: About) -> Thing:
    claims = lookup.members(*side)
    group: Group = lookup.groups[side[0]]
    first = next((claim for claim in claims if claim.id == group.claim_id), claims[0])
    tally = lookup.tally(*side)
    tellings = {document_id: [claim for claim in claims if claim.document_id == document_id]
                for document_id in lookup.tellers(*side)}
    works = {document_id: _appear(lookup, document_id, some) for document_id, some in tellings.items()}
    claim: Thing = {"@type": "Claim", "name": elide(word_claim(first), at_most=200), "text": word_claim(first)}
    authors = _list_authors(lookup, side)
    if authors:
        claim["author"] = authors
    if tally and tally.first_document_id in works:
        claim["firstAppearance"] = works[tally.first_document_id]
        if date := to_date(tally.first_seen):
            claim["datePublished"] = date
    claim["appearance"] = list(works.values())
    body = f"{judgement.likelihood} ({judgement.low:.0%} to {judgement.high:.0%}), confidence {judgement.confidence}"
    review = {
        "@type": "ClaimReview", "@id": f"#review-{judgement.number}", "url": f"brief.html#group-{side[0]}",
        "claimReviewed": word_claim(first), "datePublished": to_date(judgement.at),
        "author": {"@type": "Person", "name": word_name(judgement.by)},
        "reviewRating": {
            "@type": "Rating", "alternateName": f"Judged {judgement.likelihood}",
            "ratingExplanation": f"{body}. {word_remark(judgement.why)}".strip(),
        },
        "reviewBody": _tell_judgement(judgement), "itemReviewed": claim, "sdDatePublished": to_date(about.made_at),
    }
    return {name: value for name, value in review.items() if value}


def _tell_judgement(row: Judgement) -> str:
    lists = (("Reasons", row.reasons), ("Assumptions", row.assumptions), ("Dissent", row.dissent),
             ("What would change it", row.would_change))
    return " ".join([word_remark(row.why), *(f"{head}: {word_remark('; '.join(some))}." for head, some in lists if some)])


def _appear(lookup: Lookup, document_id: str, claims: list[Claim]) -> Thing:
    """A document as the work in which a claim appears, with the words and the chain as it has them."""
    document = lookup.documents[document_id]
    work: Thing = {
        "@type": "CreativeWork", "@id": f"#document-{document_id}", "name": elide(lookup.title(document_id), at_most=200),
        "identifier": f"sha256:{document.sha256}",
        "abstract": " ".join(f"“{word_claim(claim)}” {word_chain(lookup, claim)}" for claim in claims),
    }
    if address := find_address(document.url):
        work["url"] = address
    if date := to_date(document.published):
        work["datePublished"] = date
    if document.publisher:
        work["publisher"] = {"@type": "Organization", "name": word_name(document.publisher)}
    if document.authors:
        work["author"] = [{"@type": "Person", "name": word_name(author)} for author in document.authors]
    return work


def _list_authors(lookup: Lookup, side: Side) -> list[Thing]:
    """The named sources in which the side's chains end, each once; an unnamed one is no author."""
    found: dict[str, Thing] = {}
    for claim in lookup.members(*side):
        hops = lookup.hops.get(claim.id, [])[1:]
        source = lookup.sources.get(lookup.source_id(hops[-1].referent_id) or "") if hops else None
        if source and source.is_named and source.kind in TYPES:
            found[source.id] = {"@type": TYPES[source.kind], "name": word_name(source.name)}
    return [found[source_id] for source_id in sorted(found)]
