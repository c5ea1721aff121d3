"""The sections of a brief about who and what stands around the claims: sources, leads, silences, problems, method."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sayso.schema import Claim, Document, Grade, Lead, Proposal, Silence, Tables, Tally
from sayso.tell.bounds import PRINTED
from sayso.tell.lookup import Lookup
from sayso.tell.model import Block, Remark, Row, Rows, Run, Section, Statement, Table, Words, show, tell
from sayso.tell.notes import Notes, tell_group
from sayso.tell.pictures import draw_sources
from sayso.tell.rulings import Listed, describe_rulings
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.stories import make_figure, tell_rest
from sayso.tell.verdicts import STANDING, VERDICTS

MOST_RULINGS = 400
MOST_ALONE = 3  # statements named behind which a source stands alone; the rest is counted
SHORT = 80  # characters of a statement in a table


def tell_sources(tables: Tables, lookup: Lookup, *, at_most: int = PRINTED.sources) -> Section:
    """Whom claims are laid to, who stands alone behind what, and how each is graded."""
    claims, ends = _find_laid(lookup)
    alone = _find_alone(lookup)
    grades = {row.object_id: row for row in tables.take(Grade) if row.about == "source"}
    ids = [id_ for id_ in lookup.sources if id_ in claims]
    ids.sort(key=lambda id_: (-len(ends.get(id_, ())), -len(claims[id_]), lookup.sources[id_].name.casefold(), id_))
    rows = [
        _tell_source(lookup, id_, grades.get(id_), (claims[id_], ends.get(id_, [])), alone.get(id_, []))
        for id_ in ids[:at_most]
    ]
    head = ("Source", "Reliability", "Claims", "Documents", "Ends", "Stands alone behind")
    blocks: list[Block] = [Remark(tell(
        "Ends counts the claims that go back to a source and no further. A source stands alone behind a statement when the "
        "statement falls with it. Reliability is an Admiralty letter, A to E (F: cannot be judged): it is the source’s, and says "
        "nothing of what it says."
    ))]
    if rows:
        svg = draw_sources(tables)
        blocks += [
            make_figure(svg, "Sources by claims laid to them", Rows("sources", tuple(ids))),
            Table("Sources, those that end most chains first", head, tuple(rows), (8, 6, 3, 4, 2, 8)),
        ]
    if rest := ids[at_most:]:
        blocks.append(tell_rest("sources", "more source", rest, "sayso sources CASE"))
    return Section("sources", "Sources", tuple(blocks))


def _find_laid(lookup: Lookup) -> tuple[dict[str, list[Claim]], dict[str, list[Claim]]]:
    """By source, the claims laid to it, and those of which it is the origin."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    ends: dict[str, list[Claim]] = defaultdict(list)
    for claim in lookup.claims.values():
        chain = [lookup.source_id(hop.referent_id) for hop in lookup.hops.get(claim.id, []) if hop.ordinal > 0]
        for source_id in dict.fromkeys(chain):
            if source_id:
                claims[source_id].append(claim)
        if chain and chain[-1]:
            ends[chain[-1]].append(claim)
    return claims, ends


def _find_alone(lookup: Lookup) -> dict[str, list[Tally]]:
    """By source, the sides whose smallest cut it is alone, the most told first."""
    found: dict[str, list[Tally]] = defaultdict(list)
    for tally in sorted(lookup.tallies.values(), key=lambda row: (-row.tellings, row.group_id, row.side)):
        if len(tally.cut_ids) == 1 and tally.group_id in lookup.groups:
            found[tally.cut_ids[0]].append(tally)
    return found


def _tell_source(
    lookup: Lookup, source_id: str, grade: Grade | None, laid: tuple[list[Claim], list[Claim]], alone: list[Tally]
) -> Row:
    source, (claims, ends) = lookup.sources[source_id], laid
    others = dict.fromkeys(alias for alias in source.aliases if alias != source.name)  # masked, they are all one
    aliases = f"; also called {elide(', '.join(others), at_most=SHORT * 2)}" if others else ""
    named = f"{source.kind}{'' if source.is_named else ', unnamed'}{aliases}"
    itself: list[str | Run] = []
    if source.document_id:
        itself = [", ", show("a document of the case", link=f"document-{source.document_id}")]
    behind: list[str | Run] = []
    for tally in alone[:MOST_ALONE]:
        text = elide(clean_line(lookup.groups[tally.group_id].text), at_most=SHORT)
        told = f" ({'denied, ' if lookup.is_against(tally.group_id, tally.side) else ''}{count_of(tally.tellings, 'document')})"
        behind += ["; " if behind else "", show(text, link=f"group-{tally.group_id}", look="quote"), told]
    if rest := len(alone) - MOST_ALONE:
        behind += [f"; {rest:,} more"] if rest > 0 else []
    graded = tell("–")
    if grade:
        why = elide(clean_line(grade.why), at_most=SHORT)
        graded = tell(show(grade.grade, look="bold"), "" if grade.state == "confirmed" else " (suggested)", f": {show(why).text}")
    cells: tuple[Words, ...] = (
        tell(show(source.name, look="bold"), " (", show(named), *itself, ")"), graded, tell(f"{len(claims):,}"),
        tell(f"{len({claim.document_id for claim in claims}):,}"), tell(f"{len(ends):,}"), tell(*behind) or tell("–"),
    )
    return Row(cells, Rows("claims", tuple(claim.id for claim in claims)), anchor=f"source-{source_id}")


def tell_leads(lookup: Lookup, notes: Notes, *, at_most: int = PRINTED.leads) -> Section:
    """What is cited and not in the case; who was asked and did not answer."""
    blocks: list[Block] = [_tell_lead(lookup, lead) for lead in lookup.leads[:at_most]]
    if rest := lookup.leads[at_most:]:
        blocks.append(tell_rest("leads", "more lead", [row.id for row in rest], "sayso leads CASE"))
    silences: list[Block] = [told for row in lookup.silences[:at_most] for told in _tell_silence(lookup, notes, row)]
    if more := lookup.silences[at_most:]:
        silences.append(tell_rest("silences", "more silence", [row.id for row in more], "sayso leads CASE"))
    if silences:
        blocks.append(Section("silences", "Asked, and did not answer", tuple(silences), level=2))
    none = Remark(tell("Nothing is cited that isn’t among the documents."), look="none")
    return Section("leads", "Leads and silences", tuple(blocks) or (none,))


def _tell_lead(lookup: Lookup, lead: Lead) -> Statement:
    url = (Run(". "), show(lead.url, look="code")) if lead.url else ()
    name = show(lead.name, link=f"source-{lead.source_id}", look="bold")
    return Statement(tell(name, ": ", show(lead.why), *url), rows=Rows("leads", (lead.id,)), anchor=f"lead-{lead.id}", level=1)


def _tell_silence(lookup: Lookup, notes: Notes, row: Silence) -> list[Statement]:
    """One sentence, or none when the words that say so are gone."""
    passages = notes.refer_span(row.document_id, row.spans)
    if not passages:
        return []
    bears: list[str | Run] = []
    for group_id in row.group_ids[:MOST_ALONE]:
        bears += [", " if bears else "; may bear on ", tell_group(lookup, group_id)]
    name = show(row.name, link=f"source-{row.source_id}" if row.source_id else "", look="bold")
    teller = show(lookup.teller(row.document_id), link=f"document-{row.document_id}")
    words = tell(name, f" {show(row.how).text}, says ", teller, ": ", show(passages[0].words, look="quote"), *bears)
    return [Statement(words, passages, Rows("silences", (row.id,)), f"silence-{row.id}", level=1)]


def tell_problems(lookup: Lookup, *, at_most: int = PRINTED.problems) -> Section:
    """What was not read, was cut or could not be placed, lost documents first."""
    blocks: list[Block] = [
        Statement(
            tell(*((show("Not read", look="bold"), ": ") if row.is_lost else ()), show(row.where, look="code"),
                 f": {show(row.what).text}; {show(row.why).text}."),
            rows=Rows("problems", (row.id,)), anchor=f"problem-{row.id}", level=1,
        )
        for row in lookup.problems[:at_most]
    ]
    if rest := lookup.problems[at_most:]:
        blocks.append(tell_rest("problems", "more problem", [row.id for row in rest], "sayso problems CASE"))
    return Section("problems", "What was not read", tuple(blocks) or (Remark(tell("Everything given was read."), look="none"),))


def tell_method(tables: Tables, *, n_masked: int) -> Section:
    """How claims, lines and verdicts come about, what sayso can't know, what people ruled, what read the documents."""
    blocks: list[Block] = [Remark(tell(text)) for text in (
        STANDING,
        "Claims are sentences or clauses that could be checked, read by machine from each document with whoever they are laid "
        "to. Statements are claims of any documents that say the same; whether two do is judged by likeness of meaning, names and "
        "numbers, and can be wrong.",
        "Lines is the smallest number of sources that would all have to be wrong for every telling of a statement to fall, "
        "counted over the graph of who has it from whom (Menger’s theorem). That set, by name, is the weakest point. Only chains "
        "that end in a named source are counted as established; an unnamed one only adds to the lines that are possible.",
        *(f"{verdict.word.capitalize()}: {verdict.meaning}" for verdict in VERDICTS.values()),
        "What it can’t know: a source that nobody mentions; two names for one person that no document connects; whether two "
        "named sources talked to each other; irony; and anything in a file that was not read. Machine reading misses claims and "
        "misplaces speakers. Before you rely on a line, read the passage.",
        "Numbers in brackets lead to the passage that a sentence rests on: its document, its page, and its place in characters of "
        "the text as read (the first is 0).",
    )]
    if n_masked:
        blocks.append(Remark(tell(
            f"Names are masked: {count_of(n_masked, 'person or source has', 'persons or sources have')} a stand-in, which stands "
            "for the name wherever it was found, also inside quoted words, which are marked so. Descriptions, such as “the mayor’s "
            "brother”, are not masked, nor is what lets one find a document: its SHA-256, its words, its date. A stand-in may "
            "cover somebody else of the same name. Places in characters are those of the document as it is."
        )))
    rulings = describe_rulings(tables) if tables.named("rulings") else []
    told: list[Block] = [_tell_ruling(row) for row in rulings[:MOST_RULINGS]]
    if rest := rulings[MOST_RULINGS:]:
        told.append(tell_rest("rulings", "more ruling", [str(row["number"]) for row in rest], "sayso rulings CASE"))
    if told:
        blocks.append(Section("rulings", "What people ruled", tuple(told), level=2))
    made: dict[str, list[str]] = defaultdict(list)
    for document in tables.take(Document):
        made[clean_line(document.made_by)].append(document.id)
    for claim in tables.take(Claim):
        made[clean_line(claim.made_by)].append(claim.id)
    blocks += [
        Statement(tell("Read by ", show(maker, look="code")), rows=Rows("claims", tuple(sorted(made[maker]))), level=1)
        for maker in sorted(made) if maker
    ]
    return Section("method", "Method and its limits", (*blocks, *_tell_second(tables)))


def _tell_ruling(row: Listed) -> Statement:
    """A ruling in a line; a judgement, whose value is JSON, by what it does."""
    quoted: list[str | Run] = []
    for name in row["objects"]:
        quoted += [", " if quoted else "", show(name, look="quote")]
    ruled = row["does"] if row["kind"] == "judgement" else row["value"] or ""
    return Statement(
        tell(f"{row['number']}. ", show(row["kind"], look="bold"), " ", *quoted, ": " if ruled else "", show(ruled),
             ", by ", show(row["by"]), f", {show(row['at'][:10]).text}: ", show(row["why"]), f" ({row['state']})"),
        rows=Rows("rulings", (str(row["number"]),)), anchor=f"ruling-{row['number']}", level=1,
    )


def _tell_second(tables: Tables) -> Iterator[Block]:
    """Where a language model read as well: what it and sayso's own reader found, and that nothing rests on it."""
    read: dict[str, list[Proposal]] = defaultdict(list)
    for row in tables.take(Proposal):
        read[clean_line(row.made_by)].append(row)
    for maker, rows in sorted(read.items()):
        counts = Counter(row.found_by for row in rows)
        told = tell(
            show(maker, look="code"), f" read {count_of(len({row.document_id for row in rows}), 'document')} a second time: ",
            f"{counts['both']:,} found by both readers, {counts['the model only']:,} by it alone, ",
            f"{counts['sayso only']:,} by sayso’s own alone. No claim, chain or count rests on it.",
        )
        yield Statement(told, rows=Rows("proposals", tuple(sorted(row.id for row in rows))), level=1)
