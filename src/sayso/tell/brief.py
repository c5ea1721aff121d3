"""The HTML brief: one self-contained file, the model's sections in the model's order, every sentence unfolding to its passage.

What a screen shows better than paper has a form of its own here: disputes with their sides beside one another, statements
and claims that unfold, changed words marked. These stand where the model names them; everything else is the model's blocks.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sayso.schema import Document, Grade, Source, Tables
from sayso.tell.bounds import SCREEN
from sayso.tell.drifts import DriftView, view_drifts
from sayso.tell.making import Made, make_within
from sayso.tell.masking import mask_tables
from sayso.tell.model import Block, Row, Rows, Section, Statement, Table, Telling, find_anchors, number_of, walk
from sayso.tell.pages import make_environment, read_packaged, strip_lines
from sayso.tell.pictures import PICTURE_CSS
from sayso.tell.shown import clean_line, elide
from sayso.tell.verdicts import STANCES, VERDICTS, Verdict, count_rows
from sayso.tell.views import ClaimView, DisputeView, DocumentView, GroupView, Views

if TYPE_CHECKING:
    from sayso.tell.drafting import Draft
    from sayso.tell.lookup import Lookup
    from sayso.tell.ties import Tie

LISTED = 40  # claims linked under a source or an actor; a longer list is a search, and `sayso claims` does that
MOST_LISTED = 4000  # of these links on the page; 1 MB
QUOTED = 140  # characters of a claim in such a list
SHORT_TITLES = {
    "question": "Hypotheses", "reporting": "Reporting", "actors": "Actors", "leads": "Leads", "problems": "Not read",
    "method": "Method", "claims": "Claims", "documents": "Documents",
}
"""What sections are called in the bar, where their title is too long for it."""
# Where rows stand that a sentence counts, by table; of a table that isn't here the sentence itself is all there is.
_GROUND = {
    "claims": "claims", "tallies": "verdicts", "weighings": "matrix", "sensitivities": "matrix", "cells": "matrix",
    "judgements": "judgement", "disputes": "disputes", "groups": "several", "problems": "problems", "sources": "sources",
    "documents": "documents", "drifts": "drift", "copies": "copies", "hypotheses": "question",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Tale:
    """How many sides of groups have a verdict."""

    verdict: Verdict
    count: int
    share: float


@dataclasses.dataclass(frozen=True, slots=True)
class Quoted:
    """A claim in a list of those that a row rests on."""

    id: str
    text: str
    teller: str


@dataclasses.dataclass(frozen=True, slots=True)
class Forms:
    """The page's own forms, by the anchor of the block that each takes the place of.

    Attributes:
        claims: those told in full in the section of every claim.
        documents: whose claims stand there.
        opens: group that begins with a claim there, by the claim's id: where links to the group lead.
    """

    disputes: Mapping[str, DisputeView]
    groups: Mapping[str, GroupView]
    drifts: Mapping[str, DriftView]
    claims: Mapping[str, ClaimView]
    opens: Mapping[str, str]
    documents: Mapping[str, DocumentView]

    def list_anchors(self) -> Iterator[str]:
        """Where links to what stands in these forms lead."""
        groups = [*self.groups.values(), *(group for view in self.disputes.values() for group in view.groups)]
        for group in groups:
            yield f"group-{group.id}"
            for side in group.sides:
                yield from (f"claim-{claim.id}" for claim in side.claims)
        yield from (f"group-{group_id}" for group_id in self.opens.values())


def make_brief(  # noqa: PLR0913 - what a brief can be told, all optional but the first four
    tables: Tables, *, question: str, made_at: str, version: str, mask: Mapping[str, str] | None = None, ties: Sequence[Tie] = (),
    draft: Draft | None = None,
) -> str:
    """Make brief.html of a case.

    Args:
        tables: every table of the case.
        question: the case's question; an empty one is replaced by a plain heading.
        made_at: when, in ISO 8601.
        version: sayso's own version.
        mask: stand-in by source id; see `mask_tables`.
        ties: what `find_ties` finds in the case.
        draft: a bottom line that a language model drafted, shown under the bottom line as such.
    Returns:
        One HTML document that needs nothing else: no network, no file beside it.
    Raises:
        UnknownName: `mask` names a source that isn't there.
    """
    made = make_within(mask_tables(tables, mask or {}), SCREEN, ties=ties, draft=draft)
    forms = _make_forms(made)
    anchors = frozenset((*find_anchors(made.sections), *forms.list_anchors()))
    brief = made.to_brief(question=question, made_at=made_at, version=version, anchors=anchors)
    return _render({
        "brief": brief, "lookup": made.lookup, "forms": forms, "anchors": anchors, "above": made.above, "stances": STANCES,
        "short_titles": SHORT_TITLES, "facts": _find_facts(made), "tales": _count_verdicts(made.lookup),
        "lists": _list_claims(made.lookup, brief.sections), "in_runs": in_runs, "in_pairs": in_pairs, "number_of": number_of,
        "find_ground": lambda rows, within: find_ground(rows, anchors, within=within),
        "makers": sorted({clean_line(row.made_by) for name in ("documents", "claims", "attributions")
                          for row in made.masked.tables.named(name) if row.made_by}),
    })


# ---------------------------------------------------------------- blocks of the model, as the templates want them


def in_runs(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Blocks in their order, items of one list together: whether they are a list, and the blocks."""
    items: list[Block] = []
    for block in blocks:
        if isinstance(block, Statement) and block.level:
            items.append(block)
            continue
        if items:
            yield True, items
            items = []
        yield False, [block]
    if items:
        yield True, items


def in_pairs(blocks: Iterable[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Blocks that are no items, each with the items that follow it."""
    pairs: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Statement) and block.level and pairs:
            pairs[-1][1].append(block)
        else:
            pairs.append((block, []))
    return iter(pairs)


def find_ground(rows: Rows | None, anchors: frozenset[str], *, within: str) -> str:
    """Anchor of the section where the rows stand that a sentence rests on; empty where that is the section it stands in."""
    anchor = _GROUND.get(rows.table, "") if rows else ""
    return anchor if anchor in anchors and anchor != within else ""


def _list_claims(lookup: Lookup, sections: Iterable[Section]) -> dict[str, list[Quoted]]:
    """Claims that rows of tables count, by the row's anchor; the first rows, which count most, have theirs in full."""
    lists: dict[str, list[Quoted]] = {}
    left = MOST_LISTED
    for block in walk(sections):
        for row in block.rows if isinstance(block, Table) else ():
            if row.anchor and not row.passages and row.rows and row.rows.table == "claims":
                lists[row.anchor] = _quote_claims(lookup, row)[:left]
                left -= len(lists[row.anchor])
    return lists


def _quote_claims(lookup: Lookup, row: Row) -> list[Quoted]:
    ids = row.rows.ids[:LISTED] if row.rows else ()
    claims = [lookup.claims[id_] for id_ in ids if id_ in lookup.claims]
    return [
        Quoted(claim.id, elide(clean_line(claim.text), at_most=QUOTED), lookup.teller(claim.document_id)) for claim in claims
    ]


# ---------------------------------------------------------------- the page's own forms


def _make_forms(made: Made) -> Forms:
    lookup, tables = made.lookup, made.masked.tables
    views = Views(lookup, tables.take(Grade))
    named = dict.fromkeys(find_anchors(made.sections))
    disputes = [row for row in lookup.disputes if f"dispute-{row.id}" in named]
    groups = [anchor.removeprefix("several-") for anchor in named if anchor.startswith("several-")]
    tellings = [block.anchor.removeprefix("claim-") for block in walk(made.sections) if isinstance(block, Telling)]
    claims = {id_: views.view_claim(lookup.claims[id_]) for id_ in tellings if id_ not in made.above}
    opens: dict[str, str] = {}
    for claim in claims.values():
        if claim.group_id:
            opens.setdefault(claim.group_id, claim.id)
    return Forms(
        disputes={f"dispute-{view.id}": view for view in views.view_disputes(disputes)},
        groups={f"several-{id_}": views.view_group(id_) for id_ in groups},
        drifts={f"drift-{view.id}": view for view in view_drifts(tables, lookup) if f"drift-{view.id}" in named},
        claims={f"claim-{id_}": view for id_, view in claims.items()},
        opens={claim_id: group_id for group_id, claim_id in opens.items()},
        documents={f"claims-{id_}": view for id_, view in views.documents.items()},
    )


def _find_facts(made: Made) -> list[tuple[str, str, str]]:
    """The case in numbers: number, what it counts, where it leads."""
    lookup = made.lookup
    laid = {lookup.source_id(hop.referent_id) for hops in lookup.hops.values() for hop in hops if hop.ordinal > 0}
    sources = [source for source in made.masked.tables.take(Source) if source.id in laid]
    unnamed = sum(not source.is_named for source in sources)
    facts = [
        (len(made.masked.tables.take(Document)), "document", "documents"), (len(lookup.claims), "claim", "claims"),
        (count_rows(made.masked.tables, "disputes"), "dispute", "disputes"), (len(sources), "source", "sources"),
        (len(lookup.leads), "lead", "leads"), (len(lookup.problems), "problem", "problems"),
    ]
    return [
        (f"{number:,}", f"{noun}{'' if number == 1 else 's'}{f', {unnamed:,} unnamed' if noun == 'source' else ''}", anchor)
        for number, noun, anchor in facts
    ]


def _count_verdicts(lookup: Lookup) -> list[Tale]:
    counts = Counter(tally.verdict for tally in lookup.tallies.values())
    most = max(counts.values(), default=1)
    return [Tale(verdict, counts[word], counts[word] / most) for word, verdict in VERDICTS.items() if counts[word]]


def _render(context: dict[str, Any]) -> str:
    style, script = f"{read_packaged('brief.css')}\n{PICTURE_CSS}", read_packaged("brief.js")
    page = make_environment().get_template("brief.html.jinja").render(
        context, style=style, script=script, style_hash=_digest(style), script_hash=_digest(script)
    )
    return strip_lines(page) + "\n"


def _digest(text: str) -> str:
    """SHA-256 of an inline script or style as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode("utf8")).digest()).decode("ascii")
