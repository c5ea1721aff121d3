"""The sections of a brief that tell what is said: disputes, how the reporting hangs together, every claim, every document."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from sayso.schema import Claim, Copy, Dispute, Drift, Grade, Tables, Tally
from sayso.tell.bounds import PRINTED, Bounds
from sayso.tell.lookup import SIDES, Lookup, take_within
from sayso.tell.model import Block, Figure, Remark, Row, Rows, Run, Section, Statement, Table, Telling, show, tell
from sayso.tell.notes import QUOTED, Notes, put_lead_first, tell_chain, tell_group, tell_imprint
from sayso.tell.pictures import draw_side, draw_side_lines, draw_timeline
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.verdicts import STANCES, VERDICTS, name_dispute, pick_verdict
from sayso.tell.views import tell_circle, tell_credibility

MOST_COPIES = 40
MOST_FIRSTS = 60
MOST_LINES = 4  # pictures of lines, half a page each; those of the statements that have most of them
MOST_SAME = 5  # notes of one telling that a document has again and again
TITLE = 120  # characters of a heading: two lines, and a bookmark that can be read
R = TypeVar("R")
_DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


class Stories:
    """Tells groups, each in full once, and counts the pictures.

    Attributes:
        shown: ids of groups that stand in full.
    """

    def __init__(self, tables: Tables, lookup: Lookup, notes: Notes, *, bounds: Bounds = PRINTED) -> None:
        self.tables, self.lookup, self.notes, self.bounds = tables, lookup, notes, bounds
        self.shown: set[str] = set()
        self._n_figures = 0

    def tell_disputes(self) -> Section:
        """Disputes, the most told first."""
        rows = self.lookup.disputes
        some = self._take(rows, self.lookup.count_disputed, at_most=self.bounds.disputes)
        blocks: list[Block] = [self._tell_dispute(dispute, n) for n, dispute in enumerate(some, 1)]
        if rest := rows[len(some):]:
            blocks.append(tell_rest("disputes", "more dispute", [row.id for row in rest], "sayso disputes CASE"))
        if not rows:
            blocks.append(Remark(tell("No statement is told both ways, and nothing else clashes."), look="none"))
        return Section("disputes", "Disputes", tuple(blocks))

    def tell_reporting(self) -> Section:
        """How the reporting hangs together: what several tell, who told it first, what drifted, who copied."""
        parts = [
            self._tell_verdicts(), self._tell_lines(), self._tell_several(), self._tell_firsts(), self._tell_drifts(),
            self._tell_copies(),
        ]
        none = Remark(tell("No statement is told by more than one document, and none copies another."), look="none")
        found = tuple(part for part in parts if part)
        return Section("reporting", "How the reporting hangs together", found or (none,))

    def _take(self, rows: Sequence[R], count: Callable[[R], int], *, at_most: int) -> list[R]:
        """The first rows, as many as are shown."""
        bound = self.bounds.told
        return list(rows[:at_most] if bound is None else take_within(rows[:at_most], count, at_most=bound))

    # ------------------------------------------------------------ disputes and groups

    def _tell_dispute(self, dispute: Dispute, number: int) -> Section:
        lookup, ids = self.lookup, [dispute.group_id, *([dispute.other_group_id] if dispute.other_group_id else [])]
        clashes = [lookup.contradictions[i] for i in dispute.contradiction_ids if i in lookup.contradictions]
        claims = [lookup.claims.get(id_) for row in clashes[:self.bounds.tellings] for id_ in (row.claim_a, row.claim_b)]
        kind = name_dispute(dispute.kind, n_groups=len(ids))
        words = [part for id_ in ids for part in (" against ", tell_group(lookup, id_))][1:]
        told = tell(show(kind, look="bold"), ": ", *words, f"; {show(dispute.why).text}.")
        passages = () if self.bounds.is_outline else self.notes.refer(claims)
        blocks: list[Block] = [Statement(told, passages, Rows("disputes", (dispute.id,)))]
        for group_id in ids:
            blocks += self.tell_sides(group_id)
        title = lookup.groups[ids[0]].text if ids[0] in lookup.groups else dispute.why
        return Section(f"dispute-{dispute.id}", f"{number}. {make_heading(title)}", tuple(blocks), level=2)

    def tell_sides(self, group_id: str) -> list[Block]:
        """Both sides of a group in full; when it stands in full already, where."""
        lookup = self.lookup
        if group_id not in lookup.groups:
            return []
        if group_id in self.shown:
            return [Statement(tell("Shown above: ", tell_group(lookup, group_id), "."), rows=Rows("groups", (group_id,)))]
        self.shown.add(group_id)
        blocks: list[Block] = []
        if self.bounds.is_outline:
            return [Statement(tell(tell_group(lookup, group_id)), rows=Rows("groups", (group_id,)))]
        for side in sorted(SIDES, key=lambda side: lookup.is_against(group_id, side)):
            if claims := lookup.members(group_id, side):
                blocks += self._tell_side(group_id, side, claims, anchor="" if blocks else f"group-{group_id}")
        return blocks

    def _tell_side(self, group_id: str, side: str, claims: list[Claim], *, anchor: str) -> list[Block]:
        tally, is_against = self.lookup.tally(group_id, side), self.lookup.is_against(group_id, side)
        name = "Denied" if is_against else "Affirmed"
        told = _join_same(self.lookup, put_lead_first(self.lookup, group_id, claims))
        shown = told[:self.bounds.tellings]
        passages = self.notes.refer(claim for same in shown for claim in same[:MOST_SAME])
        counted = Rows("tallies", (f"{group_id} {side}",))
        blocks: list[Block] = [
            Statement(tell(show(name, look="bold"), f": {self._say_tally(tally)}"), passages, counted, anchor=anchor)
        ]
        blocks += [self._tell_same(same) for same in shown]
        if rest := [claim.id for same in told[self.bounds.tellings:] for claim in same]:
            blocks.append(tell_rest("claims", "more telling", rest, f"sayso trace CASE {group_id}"))
        if self.lookup.edges.get((group_id, side)) and self._n_figures < self.bounds.figures:
            self._n_figures += 1
            who = "Who has the denial from whom" if is_against else "Who has it from whom"
            caption = show(f"{who}: “{elide(clean_line(self.lookup.groups[group_id].text), at_most=TITLE)}”").text
            svg = draw_side(self.lookup, group_id, side=side)
            blocks.append(make_figure(svg, caption, Rows("stemma_edges", (f"{group_id} {side}",))))
        return blocks

    def _tell_same(self, same: Sequence[Claim]) -> Statement:
        """A telling; one that a document has several times in the same words, once."""
        claim = same[0]
        words = elide(clean_line(claim.text), at_most=QUOTED)
        said = show(words, link=f"claim-{claim.id}", look="quote")
        published = clean_line(self.lookup.documents[claim.document_id].published or "")
        parts: list[str | Run] = [*tell_chain(self.lookup, claim), f", {published}" if published else "", ": ", said]
        times = f", {len(same):,} times" if len(same) > 1 else ""
        return Statement(tell(*parts, f" ({claim.stance}{times})"), self.notes.refer(same[:MOST_SAME]), level=1)

    def _say_tally(self, tally: Tally | None) -> str:
        verdict = pick_verdict(tally.verdict if tally else None)
        if tally is None:
            return f"{verdict.word}. {verdict.meaning}"
        circles = "".join(f" In a circle: {tell_circle(self.lookup, circle)}." for circle in tally.circles)
        names = [self.lookup.node_name(node) for node in tally.cut_ids]
        if tally.tellings > 1:
            # The reason names all who would have to be wrong; one alone is worth saying again.
            weakest = f" Weakest point: {names[0]}." if len(names) == 1 else ""
            return show(f"{verdict.word}. {begin_sentence(tally.why)}{weakest}{circles}").text
        possible = f", {tally.lines_possible} possible" if tally.lines_possible > tally.lines else ""
        flags = " All unnamed." if tally.is_all_unnamed else ""
        rests = f" Rests on: {' and '.join(names)}." if names else ""
        return show(f"{verdict.word}. 1 document, {count_of(tally.lines, 'line')}{possible}.{flags}{rests}{circles}").text

    # ------------------------------------------------------------ the reporting

    def _tell_verdicts(self) -> Section | None:
        """How many statements have each verdict, and what it means."""
        ids: dict[str, list[str]] = {}
        for row in self.lookup.tallies.values():
            ids.setdefault(row.verdict, []).append(f"{row.group_id} {row.side}")
        rows = [
            Row((tell(verdict.word), tell(f"{len(ids[word]):,}"), tell(verdict.meaning)), Rows("tallies", tuple(sorted(ids[word]))))
            for word, verdict in VERDICTS.items() if word in ids
        ]
        if not rows:
            return None
        table = Table("Statements by what stands behind them", ("Verdict", "Statements", "What it means"), tuple(rows), (4, 3, 11))
        return Section("verdicts", "How they stand", (table,), level=2)

    def _tell_lines(self) -> Section | None:
        """Which ways from tellings to origins share no source, for the statements that have most of them."""
        rows = [row for row in self.lookup.tallies.values() if row.lines_possible > 1 and row.group_id in self.lookup.groups]
        rows.sort(key=lambda row: (-row.lines, -row.lines_possible, -row.tellings, row.group_id, row.side))
        blocks: list[Block] = []
        for row in rows[:MOST_LINES]:
            text = elide(clean_line(self.lookup.groups[row.group_id].text), at_most=TITLE)
            of = "Lines of the denial of" if self.lookup.is_against(row.group_id, row.side) else "Lines of"
            caption = show(f"{of} “{text}”").text
            svg = draw_side_lines(self.lookup, row.group_id, side=row.side)
            blocks.append(make_figure(svg, caption, Rows("tallies", (f"{row.group_id} {row.side}",))))
        if not blocks:
            return None
        how = Remark(tell("A line is a way from a telling to an origin that shares no source with any other."))
        return Section("lines", "Lines, where there may be more than one", (how, *blocks), level=2)

    def _tell_several(self) -> Section | None:
        """Groups that two documents or more tell and that stand in no dispute, those with most tellings first."""
        lookup = self.lookup
        disputed = {id_ for row in lookup.disputes for id_ in (row.group_id, row.other_group_id)}
        ids = [
            id_ for id_ in lookup.groups
            if id_ not in disputed and max(len(lookup.tellers(id_, side)) for side in SIDES) > 1
        ]
        if not ids:
            return None
        some = self._take(ids, lookup.count_members, at_most=self.bounds.several)
        blocks: list[Block] = [
            Section(f"several-{id_}", make_heading(lookup.groups[id_].text), tuple(self.tell_sides(id_)), level=3)
            for id_ in some
        ]
        if rest := ids[len(some):]:
            blocks.append(tell_rest("groups", "more statement", rest, "sayso claims CASE"))
        return Section("several", "Told by several documents, and disputed by none", tuple(blocks), level=2)

    def _tell_firsts(self) -> Section | None:
        lookup = self.lookup
        dated = [(row.first_seen, row) for row in lookup.tallies.values() if row.first_seen and row.tellings > 1]
        dated.sort(key=lambda pair: (pair[0], -pair[1].tellings, pair[1].group_id, pair[1].side))
        rows = [row for seen, tally in dated[:MOST_FIRSTS] for row in self._tell_first(seen, tally)]
        if not rows:
            return None
        head = ("Date", "Who told it first", "Statement", "Documents")
        told = Rows("tallies", tuple(f"{row.group_id} {row.side}" for _, row in dated))
        blocks: list[Block] = [
            make_figure(draw_timeline(self.tables), "When it was told", told),
            Table("First tellings, by date", head, tuple(rows), (3, 4, 9, 2)),
        ]
        if rest := [f"{row.group_id} {row.side}" for _, row in dated[MOST_FIRSTS:]]:
            blocks.append(tell_rest("tallies", "later first telling", rest, "sayso export CASE --to jsonl"))
        return Section("firsts", "Who told it first", tuple(blocks), level=2)

    def _tell_first(self, seen: str, tally: Tally) -> list[Row]:
        """One row, or none when the first telling is gone."""
        lookup, first = self.lookup, tally.first_document_id
        claims = [claim for claim in lookup.members(tally.group_id, tally.side) if claim.document_id == first]
        if not claims:
            return []
        teller = show(lookup.teller(claims[0].document_id), link=f"document-{first}")
        denied = " (denied)" if lookup.is_against(tally.group_id, tally.side) else ""
        cells = (tell(show(seen)), tell(teller), tell(tell_group(lookup, tally.group_id), denied), tell(f"{tally.tellings:,}"))
        return [Row(cells, Rows("tallies", (f"{tally.group_id} {tally.side}",)), self.notes.refer(claims[:1]))]

    def _tell_drifts(self) -> Section | None:
        rows = sorted(self.tables.take(Drift), key=lambda row: (-row.score, row.id))
        known = [row for row in rows if {row.from_claim, row.to_claim} <= self.lookup.claims.keys()]
        blocks: list[Block] = [self._tell_drift(row) for row in known[:self.bounds.drifts]]
        if rest := known[self.bounds.drifts:]:
            blocks.append(tell_rest("drifts", "more change", [row.id for row in rest], "sayso drift CASE"))
        return Section("drift", "What changed on the way", tuple(blocks), level=2) if blocks else None

    def _tell_drift(self, row: Drift) -> Statement:
        lookup, parts = self.lookup, []
        claims = [lookup.claims[row.from_claim], lookup.claims[row.to_claim]]
        for claim, words in zip(claims, (row.before, row.after), strict=True):
            said = show(words, look="quote") if words else Run("no such words")
            parts.append((show(lookup.teller(claim.document_id), link=f"claim-{claim.id}"), " has ", said))
        told = tell(show(row.kind.capitalize(), look="bold"), ": ", *parts[0], "; ", *parts[1], f": {show(row.why).text}.")
        passages = () if self.bounds.is_outline else self.notes.refer(claims)
        return Statement(told, passages, Rows("drifts", (row.id,)), f"drift-{row.id}", level=1)

    def _tell_copies(self) -> Section | None:
        lookup = self.lookup
        found = [row for row in self.tables.take(Copy) if {row.document_a, row.document_b} <= lookup.documents.keys()]
        found.sort(key=lambda row: (-row.n_words, row.id))
        rows = []
        for row in found[:MOST_COPIES]:
            ends = [tell(show(lookup.teller(id_), link=f"document-{id_}")) for id_ in (row.document_a, row.document_b)]
            passages = self.notes.refer_span(row.document_a, row.spans_a) + self.notes.refer_span(row.document_b, row.spans_b)
            way = "was copied by" if row.direction else "shares it with"
            cells = (ends[0], tell(way), ends[1], tell(f"{row.n_words:,}"), tell(show(row.why_direction)))
            rows.append(Row(cells, Rows("copies", (row.id,)), passages))
        if not rows:
            return None
        head = ("Document", "", "Document", "Words", "How that is known")
        blocks: list[Block] = [Table("Passages that two documents share", head, tuple(rows), (4, 3, 4, 2, 6))]
        if rest := [row.id for row in found[MOST_COPIES:]]:
            blocks.append(tell_rest("copies", "more shared passage", rest, "sayso export CASE --to jsonl"))
        return Section("copies", "Copied passages", tuple(blocks), level=2)


def tell_claims(
    lookup: Lookup, notes: Notes, grades: Iterable[Grade], *, at_most: int = PRINTED.claims, above: Collection[str] = ()
) -> Section:
    """Every claim, by document and place, with its credibility where it is graded.

    Args:
        at_most: so many, beside those that stand in full above.
        above: ids of these.
    """
    claims, graded = list(lookup.claims.values()), {row.object_id: row for row in grades if row.about == "claim"}
    rest = [claim for claim in claims if claim.id not in above][at_most:]
    left_out = {claim.id for claim in rest}
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.id not in left_out:
            by_document.setdefault(claim.document_id, []).append(claim)
    meanings = [part for word, meaning in STANCES.items() for part in (Run(word, look="bold"), f": {meaning}. ")]
    blocks: list[Block] = [Remark(tell(*meanings))]
    for document_id, some in by_document.items():
        tellings = tuple(
            Telling(f"claim-{x.id}", _tell_stance(x, graded.get(x.id)), tell_chain(lookup, x), notes.quote(x)) for x in some
        )
        blocks.append(Section(f"claims-{document_id}", make_title(lookup.title(document_id)), tellings, level=2))
    if rest:
        blocks.append(tell_rest("claims", "more claim", [claim.id for claim in rest], "sayso claims CASE"))
    return Section("claims", "Every claim", tuple(blocks))


def _tell_stance(claim: Claim, grade: Grade | None) -> str:
    """A claim's stance, and its credibility, which belongs to the claim as reliability does to a source."""
    return show(f"{claim.stance}, {tell_credibility(grade)}" if grade else claim.stance).text


def tell_documents(lookup: Lookup, *, at_most: int) -> Section:
    """Every document with its hash, by date."""
    counts: dict[str, int] = {}
    for claim in lookup.claims.values():
        counts[claim.document_id] = counts.get(claim.document_id, 0) + 1
    rows = []
    for row in list(lookup.documents.values())[:at_most]:
        by = f" By {', '.join(row.authors)}." if row.authors else ""
        told = tell(show(lookup.title(row.id), look="bold"), f". {show(tell_imprint(row) + '.' + by).text}")
        files: list[str | Run] = [show(row.path, look="code")]
        files += [" ", show(row.url, look="code")] if row.url and row.url != row.path else []
        cells = (told, tell(*files), tell(show(row.sha256, look="code")), tell(f"{counts.get(row.id, 0):,}"))
        rows.append(Row(cells, Rows("documents", (row.id,)), anchor=f"document-{row.id}"))
    head = ("Document", "File", "SHA-256", "Claims")
    blocks: list[Block] = [Table("What was read", head, tuple(rows), (7, 5, 6, 2))] if rows else []
    if rest := list(lookup.documents)[at_most:]:
        blocks.append(tell_rest("documents", "more document", rest, "sayso documents CASE"))
    return Section("documents", "Every document", tuple(blocks) or (Remark(tell("None."), look="none"),))


def tell_rest(table: str, noun: str, ids: Sequence[str], command: str, *, more: str | None = None) -> Statement:
    """How many rows were left out, and the command that lists them."""
    verb = "isn’t" if len(ids) == 1 else "aren’t"
    words = tell(f"{count_of(len(ids), noun, more)} {verb} shown here; ", Run(command, look="code"), " lists them all.")
    return Statement(words, rows=Rows(table, tuple(ids)))


def make_figure(svg: str, caption: str, rows: Rows) -> Figure:
    """A picture; its text alternative is its own description."""
    described = _DESCRIBED.search(svg)
    return Figure(show(svg).text, show(html.unescape(described.group(1))).text if described else caption, caption, rows)


def make_heading(text: str) -> str:
    """A heading of somebody's words, in quotation marks: bare in a list of contents, an allegation looks like a finding."""
    return f"“{make_title(text)}”"


def begin_sentence(text: str) -> str:
    """Words of a person or of a row as a sentence begins and ends."""
    shown = show(text).text
    return shown[:1].upper() + shown[1:] + ("" if shown[-1:] in ".!?…" else ".")


def _join_same(lookup: Lookup, claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims by what a reader can't tell apart: document, words, stance and chain, as in captions that a page repeats."""
    found: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        chain = "".join(run.text for run in tell_chain(lookup, claim))
        found.setdefault((claim.document_id, clean_line(claim.text), claim.stance, chain), []).append(claim)
    return list(found.values())


def make_title(text: str) -> str:
    """A heading of words from anywhere."""
    return show(elide(clean_line(text), at_most=TITLE)).text
