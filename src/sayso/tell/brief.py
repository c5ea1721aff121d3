"""The brief: one self-contained HTML file, disputes first, every statement unfolding to the words it rests on."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
from collections import Counter
from typing import Any

from sayso.schema import Claim, Document, Source, Tables, Tally
from sayso.tell.drifts import view_drifts
from sayso.tell.lookup import SIDES, Lookup, take_within
from sayso.tell.pages import make_environment, read_packaged, strip_lines
from sayso.tell.rulings import describe_rulings
from sayso.tell.shown import clean_line, count_of
from sayso.tell.verdicts import STANCES, STANDING, VERDICTS, Verdict, pick_verdict
from sayso.tell.views import ClaimView, DocumentView, Views

NO_QUESTION = "What do these documents say?"
# A brief is opened on phones and sent by mail. 900 claims make about 2 MB; past this many claims told once, the rest
# are counted, with the command that lists them.
MOST_TOLD_ONCE = 2500
MOST_DISPUTED = 1500  # claims in disputes, and as many in what several tell; of what comes after them the number is told
MOST_LISTED = 1500  # sources, leads, silences and problems, each; as many lines as anyone scrolls through
MOST_DOCUMENTS = 10_000  # 3 MB
MOST_DRIFTS = 30  # the worst; `sayso drift` lists all
LISTED = 40  # claims linked under a source; a longer list is a search, and `sayso claims` does that


@dataclasses.dataclass(frozen=True, slots=True)
class SourceView:
    """A source: what it is called, and how much hangs on it."""

    id: str
    name: str
    kind: str
    is_named: bool
    aliases: list[str]
    document_id: str
    why_document: str
    n_claims: int
    n_documents: int
    n_ends: int
    claims: list[Claim]


@dataclasses.dataclass(frozen=True, slots=True)
class ToldOnce:
    """A document with its claims that no other document tells."""

    document: DocumentView
    claims: list[ClaimView]


@dataclasses.dataclass(frozen=True, slots=True)
class Tale:
    """How many sides of groups have a verdict."""

    verdict: Verdict
    count: int
    share: float


def make_brief(tables: Tables, *, question: str, made_at: str, version: str) -> str:
    """Make brief.html of a case.

    Args:
        tables: every table of the case.
        question: the case's question; an empty one is replaced by a plain heading.
        made_at: when, in ISO 8601.
        version: sayso's own version.
    Returns:
        One HTML document that needs nothing else: no network, no file beside it.
    """
    lookup = Lookup(tables)
    views = Views(lookup)
    shown = list(take_within(lookup.disputes, lookup.count_disputed, at_most=MOST_DISPUTED))
    disputes = views.view_disputes(shown)
    disputed = {id_ for row in lookup.disputes for id_ in (row.group_id, row.other_group_id) if id_ in lookup.groups}
    several_ids = _find_several(lookup, disputed)
    several = [views.view_group(id_) for id_ in take_within(several_ids, lookup.count_members, at_most=MOST_DISPUTED)]
    once, n_left_out = _find_once(lookup, views, disputed | set(several_ids))
    sources = find_sources(lookup)
    drifts = view_drifts(tables, lookup)
    context = {
        "drifts": drifts[:MOST_DRIFTS], "n_more_drifts": max(0, len(drifts) - MOST_DRIFTS),
        "question": clean_line(question) or NO_QUESTION,
        "made_at": show_time(made_at), "version": version, "standing": STANDING, "stances": STANCES,
        "facts": _find_facts(lookup, len(several_ids), sources),
        "standfirst": _write_standfirst(lookup, disputed | set(several_ids)),
        "tales": _count_verdicts(tables.take(Tally)),
        "disputes": disputes, "several": several, "once": once, "n_left_out": n_left_out,
        "n_more_disputes": len(lookup.disputes) - len(disputes), "n_more_several": len(several_ids) - len(several),
        "named": [source for source in sources[:MOST_LISTED] if source.is_named],
        "unnamed": [source for source in sources[:MOST_LISTED] if not source.is_named],
        "leads": lookup.leads[:MOST_LISTED], "silences": lookup.silences[:MOST_LISTED],
        "source_ids": {source.id for source in sources[:MOST_LISTED]},
        "documents": list(views.documents.values())[:MOST_DOCUMENTS], "problems": lookup.problems[:MOST_LISTED],
        "n_problems": len(lookup.problems),
        "n_more": {
            "sources": max(0, len(sources) - MOST_LISTED), "leads": max(0, len(lookup.leads) - MOST_LISTED),
            "silences": max(0, len(lookup.silences) - MOST_LISTED), "problems": max(0, len(lookup.problems) - MOST_LISTED),
            "documents": max(0, len(views.documents) - MOST_DOCUMENTS),
        },
        "n_lost": sum(problem.is_lost for problem in lookup.problems),
        "makers": _list_makers(tables), "listed": LISTED, "views": views, "rulings": describe_rulings(tables),
    }
    return _render(context)


def show_time(iso: str) -> str:
    """A time as a reader writes it, `4 March 2031, 09:30 UTC`; what isn't ISO 8601 stays as it is."""
    try:
        time = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return clean_line(iso)
    if time.tzinfo is not None:
        time = time.astimezone(datetime.UTC)
    return f"{time.day} {time:%B %Y, %H:%M}{' UTC' if time.tzinfo else ''}"


def find_sources(lookup: Lookup) -> list[SourceView]:
    """Sources that claims are laid to, those that end most chains first; a document's own voice is no row here."""
    claims: dict[str, list[Claim]] = {}
    ends: Counter[str] = Counter()
    for claim in lookup.claims.values():
        chain = [lookup.source_id(hop.referent_id) for hop in lookup.hops.get(claim.id, []) if hop.ordinal > 0]
        for source_id in dict.fromkeys(chain):
            if source_id:
                claims.setdefault(source_id, []).append(claim)
        if chain and chain[-1]:
            ends[chain[-1]] += 1
    views = [
        _view_source(source, claims[source.id], ends[source.id])
        for source in lookup.sources.values() if source.id in claims
    ]
    return sorted(views, key=lambda view: (-view.n_ends, -view.n_claims, view.name.casefold(), view.id))


def _view_source(source: Source, claims: list[Claim], n_ends: int) -> SourceView:
    return SourceView(
        id=source.id,
        name=clean_line(source.name),
        kind=source.kind,
        is_named=source.is_named,
        aliases=[clean_line(alias) for alias in source.aliases],
        document_id=source.document_id or "",
        why_document=clean_line(source.why_document or ""),
        n_claims=len(claims),
        n_documents=len({claim.document_id for claim in claims}),
        n_ends=n_ends,
        claims=claims,
    )


def _find_several(lookup: Lookup, disputed: set[str]) -> list[str]:
    """Groups that two documents or more tell, and that nobody disputes; those with most tellings first."""
    return [
        group_id for group_id in lookup.groups
        if group_id not in disputed and max(len(lookup.tellers(group_id, side)) for side in SIDES) > 1
    ]


def _find_once(lookup: Lookup, views: Views, shown: set[str]) -> tuple[list[ToldOnce], int]:
    """Claims shown nowhere else, by document, and how many were left out."""
    left = [
        claim for claim in lookup.claims.values()
        if claim.id not in lookup.membership_of or lookup.membership_of[claim.id].group_id not in shown
    ]
    by_document: dict[str, list[ClaimView]] = {}
    for claim in left[:MOST_TOLD_ONCE]:
        by_document.setdefault(claim.document_id, []).append(views.view_claim(claim))
    once = [ToldOnce(views.documents[document_id], claims) for document_id, claims in by_document.items()]
    return once, max(0, len(left) - MOST_TOLD_ONCE)


def _find_facts(
    lookup: Lookup, n_several: int, sources: list[SourceView]
) -> list[tuple[str, str, str]]:
    """The strip under the masthead: number, what it counts, where it leads."""
    unnamed = sum(not source.is_named for source in sources)
    facts = [
        (len(lookup.documents), "document read" if len(lookup.documents) == 1 else "documents read", "documents"),
        (len(lookup.claims), "claim" if len(lookup.claims) == 1 else "claims", "once"),
        (len(lookup.disputes), "dispute" if len(lookup.disputes) == 1 else "disputes", "disputes"),
        (n_several, "more told by several", "several"),
        (len(sources), f"sources, {unnamed:,} unnamed", "sources"),
        (len(lookup.problems), "problem" if len(lookup.problems) == 1 else "problems", "problems"),
    ]
    return [(f"{number:,}", words, anchor) for number, words, anchor in facts]


def _write_standfirst(lookup: Lookup, group_ids: set[str]) -> str:
    """Two sentences of plain counts: what there is, and what stands behind what is told more than once.

    Args:
        group_ids: groups that are disputed, or told by several.
    """
    told = (
        f"{count_of(len(lookup.documents), 'document')} make {count_of(len(lookup.claims), 'claim')}."
        if len(lookup.documents) != 1 else f"1 document makes {count_of(len(lookup.claims), 'claim')}."
    )
    tallies = [lookup.tally(id_, side) for id_ in group_ids for side in SIDES if lookup.members(id_, side)]
    words = Counter(pick_verdict(tally.verdict).key for tally in tallies if tally and tally.tellings > 1)
    if not (total := sum(words.values())):
        return f"{told} No claim is told by more than one document."
    return (
        f"{told} {count_of(total, 'statement is', 'statements are')} told by more than one document: "
        f"{words['independent']:,} on independent lines, {words['same-origin']:,} on one and the same origin, "
        f"{words['not-established']:,} where independence isn’t established"
        + (f", {words['untold']:,} on nothing but what was withdrawn." if words["untold"] else ".")
    )


def _count_verdicts(tallies: list[Tally]) -> list[Tale]:
    counts = Counter(tally.verdict for tally in tallies)
    most = max(counts.values(), default=1)
    return [
        Tale(verdict, counts[word], counts[word] / most)
        for word, verdict in VERDICTS.items() if counts[word] or word != "withdrawn"  # most cases have nothing withdrawn
    ]


def _list_makers(tables: Tables) -> list[str]:
    """Stages and models that made what the brief shows."""
    rows: list[Any] = [*tables.take(Document), *tables.take(Claim), *tables.named("attributions"), *tables.take(Source)]
    return sorted({clean_line(row.made_by) for row in rows if getattr(row, "made_by", "")})


# ---------------------------------------------------------------- from context to page


def _render(context: dict[str, Any]) -> str:
    style, script = read_packaged("brief.css"), read_packaged("brief.js")
    page = make_environment().get_template("brief.html.jinja").render(
        context, style=style, script=script, style_hash=_digest(style), script_hash=_digest(script)
    )
    return strip_lines(page) + "\n"


def _digest(text: str) -> str:
    """SHA-256 of an inline script or style as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode("utf8")).digest()).decode("ascii")
