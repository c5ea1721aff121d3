"""The sections of a brief that weigh: the bottom line, the question with its hypotheses, and what people judge of them."""

from __future__ import annotations

from collections import Counter, defaultdict

from sayso.schema import (
    Caution,
    Cell,
    Claim,
    EvidenceItem,
    Hypothesis,
    Judgement,
    Problem,
    Sensitivity,
    Tables,
    Weighing,
)
from sayso.tell.denials import count_denials
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.model import Block, Look, Remark, Row, Rows, Run, Section, Statement, Table, Words, show, tell
from sayso.tell.notes import Notes, put_lead_first, tell_group
from sayso.tell.pictures import draw_matrix, draw_tornado
from sayso.tell.shown import count_of
from sayso.tell.stories import begin_sentence, make_figure, tell_rest
from sayso.tell.verdicts import SETTLED, STANDING, pick_verdict

MOST_FIRST = 5  # disputes and statements on the first page: what is read by who reads one page
MOST_EVIDENCE = 80  # pieces of evidence in the matrix, the most diagnostic first
TELLING = ("consistent", "inconsistent")  # what a cell can be that tells hypotheses apart
MOST_ALIKE = 5  # cautions of one kind: one of each of twenty origins would bury the next kind
DIFFER = "people differ"  # what is told of a cell that is empty for that
MOST_HYPOTHESES = 40  # past so many a matrix can't be read on paper


def tell_bottom_line(tables: Tables, lookup: Lookup, notes: Notes) -> Section:
    """What people judge; what there is, in counts; the disputes and the independent statements told by most."""
    blocks: list[Block] = [x for row in _find_judgements(tables) for x in (_tell_judgement(tables, row), *_tell_dissent(row))]
    blocks += _tell_order(tables, link="question")
    if lookup.documents:
        n, n_claims = len(lookup.documents), count_of(len(lookup.claims), "claim")
        told = f"1 document makes {n_claims}." if n == 1 else f"{n:,} documents make {n_claims}."
        rows = Rows("claims", tuple(lookup.claims)) if lookup.claims else Rows("documents", tuple(lookup.documents))
        blocks.append(Statement(tell(told), rows=rows))
    blocks += _count_told(lookup)
    near = frozenset(row.group_id for row in tables.take(EvidenceItem))
    blocks += _tell_disputed(lookup, notes, near)
    blocks += [*count_denials(lookup), *_tell_independent(lookup, notes, near)]
    lost = [row.id for row in tables.take(Problem) if row.is_lost]
    if lost:
        were = "file" if len(lost) == 1 else "files"
        lost_words = tell(f"{len(lost):,} {were} could not be read: ", Run("what was not read", link="problems"), ".")
        blocks.append(Statement(lost_words, rows=Rows("problems", tuple(sorted(lost)))))
    return Section("bottom-line", "Bottom line", (*blocks, Remark(tell(STANDING))))


def _tell_disputed(lookup: Lookup, notes: Notes, near: frozenset[str]) -> list[Block]:
    """The disputes told by most, those that bear on the question first, and how many only grew or were put right."""
    blocks: list[Block] = []
    disputes = [row for row in lookup.disputes if row.kind not in SETTLED]
    disputes.sort(key=lambda row: near.isdisjoint((row.group_id, row.other_group_id or "")))
    for dispute in disputes[:MOST_FIRST]:
        ids = [dispute.group_id, *([dispute.other_group_id] if dispute.other_group_id else [])]
        claims = [x for id_ in ids for side in SIDES for x in put_lead_first(lookup, id_, lookup.members(id_, side))[:1]]
        words = [part for id_ in ids for part in (" and ", tell_group(lookup, id_))][1:]
        kind = f"is told both ways: {_say_sides(lookup, ids[0])}" if len(ids) == 1 else "can’t both hold"
        blocks.append(Statement(
            tell(show("Disputed", look="bold"), ": ", *words, f" {kind}."), notes.refer(claims),
            Rows("disputes", (dispute.id,)), level=1,
        ))
    if settled := sorted(row.id for row in lookup.disputes if row.kind in SETTLED):
        n = count_of(len(settled), "pair of statements differs", "pairs of statements differ")
        words = [f"{n} because a count grew or something was put right: ", Run("no dispute", link="disputes"), "."]
        blocks.append(Statement(tell(*words), rows=Rows("disputes", tuple(settled)), level=1))
    return blocks


def _say_sides(lookup: Lookup, group_id: str) -> str:
    """How many documents tell each side, and on what: `affirmed by 2 documents (same origin), denied by 1 document (…)`."""
    told = []
    for side in sorted(SIDES, key=lambda side: lookup.is_against(group_id, side)):
        verb = "denied" if lookup.is_against(group_id, side) else "affirmed"
        n, tally = len(lookup.tellers(group_id, side)), lookup.tally(group_id, side)
        if n:
            told.append(f"{verb} by {count_of(n, 'document')} ({pick_verdict(tally.verdict if tally else None).word})")
    return ", ".join(told)


def _count_told(lookup: Lookup) -> list[Block]:
    """How many sides of groups are told by more than one document, by verdict."""
    told = {key: row for key, row in lookup.tallies.items() if row.tellings > 1}
    if not told:
        return [Remark(tell("No claim is told by more than one document."), look="none")]
    words = Counter(row.verdict for row in told.values())
    counts = ", ".join((
        f"{words['independent']:,} on independent lines", f"{words['same origin']:,} on one and the same origin",
        f"{words['independence not established']:,} where independence isn’t established",
        *([f"{words['withdrawn']:,} on nothing but what was withdrawn"] if words["withdrawn"] else []),
    ))
    total = count_of(len(told), "statement is", "statements are")
    rows = Rows("tallies", tuple(sorted(f"{group_id} {side}" for group_id, side in told)))
    return [Statement(tell(f"{total} told by more than one document: {counts}."), rows=rows)]


def _tell_independent(lookup: Lookup, notes: Notes, near: frozenset[str]) -> list[Block]:
    disputed = {id_ for row in lookup.disputes for id_ in (row.group_id, row.other_group_id)}
    rows = [
        row for row in lookup.tallies.values()
        if row.verdict == "independent" and row.group_id in lookup.groups and row.group_id not in disputed
    ]
    rows.sort(key=lambda row: (row.group_id not in near, -row.lines, -row.tellings, row.group_id, row.side))
    blocks: list[Block] = []
    for row in rows[:MOST_FIRST]:
        claims: list[Claim] = put_lead_first(lookup, row.group_id, lookup.members(row.group_id, row.side))
        cut = show(" and ".join(lookup.node_name(node) for node in row.cut_ids)).text
        said = "denied" if lookup.is_against(row.group_id, row.side) else "told"
        words = tell(
            show("Independent", look="bold"), ": ", tell_group(lookup, row.group_id),
            f": {said} by {count_of(row.tellings, 'document')} on {count_of(row.lines, 'line')}: {cut}.",
        )
        blocks.append(Statement(words, notes.refer(claims[:3]), Rows("tallies", (f"{row.group_id} {row.side}",)), level=1))
    return blocks


# ---------------------------------------------------------------- hypotheses


def tell_question(tables: Tables, lookup: Lookup, notes: Notes) -> Section | None:
    """The hypotheses, how the evidence stands to them, what was judged; nothing when the case has no hypotheses."""
    hypotheses = sorted(tables.take(Hypothesis), key=lambda row: (row.ordinal, row.id))
    if not hypotheses:
        return None
    weighings = {row.hypothesis_id: row for row in tables.take(Weighing)}
    blocks: list[Block] = [Remark(tell(
        "Hypotheses are readings of the case that a person wrote down. What counts is what speaks against each: the least "
        "inconsistent leads, and that it leads doesn’t make it true. An origin weighs once, however often it is told."
    ))]
    blocks += _tell_order(tables)
    rows = [_tell_hypothesis(row, weighings.get(row.id)) for row in hypotheses[:MOST_HYPOTHESES]]
    head = ("", "Hypothesis", "Rank", "Inconsistent", "Weighted", "Consistent", "Origins")
    blocks.append(Table("The hypotheses", head, tuple(rows), (1, 9, 2, 3, 3, 3, 2)))
    if rest := hypotheses[MOST_HYPOTHESES:]:
        blocks.append(tell_rest("hypotheses", "more hypothesis", [row.id for row in rest], "sayso weigh CASE"))
    blocks += [
        _say(row.id, weighings[row.id].why, Rows("weighings", (row.id,)))
        for row in hypotheses[:MOST_HYPOTHESES] if row.id in weighings
    ]
    if swings := tables.take(Sensitivity):
        rows_moved = Rows("sensitivities", tuple(sorted(f"{row.kind} {row.object_id}" for row in swings)))
        blocks.append(make_figure(draw_tornado(tables), "What moves the order of the hypotheses", rows_moved))
    parts = (_tell_judgements(tables), _tell_matrix(tables, lookup, notes, hypotheses), _tell_cautions(tables))
    return Section("question", "Hypotheses and judgement", (*blocks, *(part for part in parts if part)))


def _tell_order(tables: Tables, *, link: str = "") -> list[Block]:
    """Which hypothesis the evidence speaks against least, and how much of that a person has looked at."""
    weighings = sorted(tables.take(Weighing), key=lambda row: row.hypothesis_id)
    cells = tables.take(Cell)
    if len(weighings) < 2 or not cells:
        return []
    first = [row.hypothesis_id for row in weighings if row.rank == 1]
    names = ", ".join(first[:MOST_FIRST]) + (f" and {len(first) - MOST_FIRST} more" if len(first) > MOST_FIRST else "")
    if len(first) == len(weighings):
        told = "no hypothesis leads: the evidence speaks against all of them alike"
    else:
        verb, them = ("leads", "it") if len(first) == 1 else ("lead", "them")
        told = f"{show(names).text} {verb}, as the evidence speaks least against {them}"
    ruled = sum(cell.state == "confirmed" or bool(cell.ratings) for cell in cells)
    rows = Rows("weighings", tuple(row.hypothesis_id for row in weighings))
    if link and not ruled:  # what only a machine weighed is no bottom line
        weighing = Run("weighing of the hypotheses", link=link)
        return [Statement(tell("The ", weighing, " holds only what sayso proposes: nobody ruled on any of its cells."), rows=rows)]
    by = "nobody ruled on any" if not ruled else f"people ruled on {ruled:,}"
    rest = "" if ruled == len(cells) else "; the rest is only proposed by sayso, or empty"
    words = tell("In the ", Run("weighing", link=link), f" {told}. Of its {count_of(len(cells), 'cell')} {by}{rest}.")
    return [Statement(words, rows=rows)]


def _tell_dissent(row: Judgement) -> list[Block]:
    """Who sees it otherwise: it stands wherever the judgement does."""
    if not row.dissent:
        return []
    said = show("; ".join(one.rstrip(". ") for one in row.dissent))
    return [Statement(tell("Seen otherwise: ", said, "."), rows=Rows("judgements", (str(row.number),)), level=1)]


def _tell_hypothesis(row: Hypothesis, weighing: Weighing | None) -> Row:
    text = show(row.text or "None of the others holds" if row.is_null else row.text)
    sums: list[Words] = [tell("–")] * 5
    if weighing:
        sums = [tell(word) for word in (
            str(weighing.rank), f"{weighing.inconsistency:g}", f"{weighing.weighted:.2f}", str(weighing.n_consistent),
            str(weighing.n_lines),
        )]
    return Row((tell(show(row.id, look="bold")), tell(text), *sums), Rows("hypotheses", (row.id,)), anchor=f"hypothesis-{row.id}")


def _find_judgements(tables: Tables) -> list[Judgement]:
    return sorted((row for row in tables.take(Judgement) if row.is_current), key=lambda row: row.number)


def _tell_judgement(tables: Tables, row: Judgement, *, anchor: str = "") -> Statement:
    text = next((held.text for held in tables.take(Hypothesis) if held.id == row.hypothesis_id), "")
    quoted: list[str | Run] = [show(text, look="quote"), " "] if text else []
    band = f"{row.low * 100:.0f}–{row.high * 100:.0f} %"
    words = tell(
        show(row.by, look="bold"), " judges ", show(row.hypothesis_id, link=f"hypothesis-{row.hypothesis_id}"), " ",
        *quoted,
        show(row.likelihood, look="bold", link="" if anchor else f"judgement-{row.number}"),
        f" ({band}); confidence in that: {show(row.confidence).text}. {begin_sentence(row.why)}",
    )
    return Statement(words, rows=Rows("judgements", (str(row.number),)), anchor=anchor)


def _tell_judgements(tables: Tables) -> Section | None:
    blocks: list[Block] = []
    for row in _find_judgements(tables):
        blocks.append(_tell_judgement(tables, row, anchor=f"judgement-{row.number}"))
        told = (("Confidence rests on", row.reasons), ("Assumes", row.assumptions), ("Would change it", row.would_change))
        blocks += _tell_dissent(row)
        blocks += [
            Statement(
                tell(f"{label}: ", show("; ".join(one.rstrip(". ") for one in said)), "."),
                rows=Rows("judgements", (str(row.number),)), level=1,
            )
            for label, said in told if said
        ]
    return Section("judgement", "What is judged", tuple(blocks), level=2) if blocks else None


def _tell_matrix(tables: Tables, lookup: Lookup, notes: Notes, hypotheses: list[Hypothesis]) -> Section | None:
    """A row for each piece of evidence with what it is to each hypothesis: so any number of hypotheses fits on paper."""
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    place = {row.id: n for n, row in enumerate(hypotheses)}
    for cell in tables.take(Cell):
        if (cell.value or cell.disagreement) and cell.hypothesis_id in place:
            cells[cell.group_id, cell.side].append(cell)
    items = {(row.group_id, row.side): row for row in tables.take(EvidenceItem)}
    told = {key for key, some in cells.items() if any(cell.value in TELLING for cell in some)}
    keys = sorted(told, key=lambda key: (items[key].ordinal if key in items else len(items), key))
    rows = []
    for group_id, side in keys[:MOST_EVIDENCE]:
        filled = sorted(cells[group_id, side], key=lambda cell: place[cell.hypothesis_id])
        item = items.get((group_id, side))
        denied = " (denied)" if lookup.is_against(group_id, side) else ""
        weight = tell(f"{item.weight:.2f}" if item else "–")
        passages = notes.refer(put_lead_first(lookup, group_id, lookup.members(group_id, side))[:1])
        ids = tuple(f"{cell.hypothesis_id} {group_id} {side}" for cell in filled)
        rows.append(Row((tell(tell_group(lookup, group_id), denied), weight, _tell_cells(filled)), Rows("cells", ids), passages))
    if not cells:
        return None
    head = ("Evidence", "Weight", "What it is to the hypotheses")
    ids = tuple(sorted(f"{cell.hypothesis_id} {' '.join(key)}" for key in cells for cell in cells[key]))
    blocks: list[Block] = [make_figure(draw_matrix(tables), "Hypotheses against evidence", Rows("cells", ids))]
    if rows:
        italics = Run("in italics", look="italic")
        blocks.append(Remark(tell("A hypothesis ", italics, ": sayso only proposes what the evidence is to it.")))
        blocks.append(Table("Evidence, the most telling first", head, tuple(rows), (8, 2, 6)))
    if rest := keys[MOST_EVIDENCE:]:
        blocks.append(tell_rest("cells", "more piece of evidence", [" ".join(key) for key in rest], "sayso weigh CASE"))
    blocks += _tell_silent([cell for cell in tables.take(Cell) if cell.hypothesis_id in place], told)
    return Section("matrix", "How the evidence stands to them", tuple(blocks), level=2)


def _tell_silent(cells: list[Cell], told: set[tuple[str, str]]) -> list[Block]:
    """How many pieces speak for and against nothing: those of which a cell is empty apart from those that are neutral."""
    silent: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        if (cell.group_id, cell.side) not in told:
            silent[cell.group_id, cell.side].append(cell)
    left_open = {key for key, some in silent.items() if any(cell.value is None for cell in some)}
    blocks: list[Block] = []
    for keys, one, many in (
        (left_open, "piece speaks for or against none so far, and has empty cells",
         "pieces speak for or against none so far, and have empty cells"),
        (silent.keys() - left_open, "piece of evidence is neutral to every hypothesis, or not applicable",
         "pieces of evidence are neutral to every hypothesis, or not applicable"),
    ):
        if keys:
            ids = tuple(sorted(f"{cell.hypothesis_id} {cell.group_id} {cell.side}" for key in keys for cell in silent[key]))
            blocks.append(Statement(tell(f"{count_of(len(keys), one, many)}."), rows=Rows("cells", ids)))
    return blocks


def _tell_cells(cells: list[Cell]) -> Words:
    """By value, the hypotheses that have it; what sayso only suggests is in italics."""
    parts: list[str | Run] = []
    for value in dict.fromkeys(cell.value for cell in cells):
        parts += ["; " if parts else "", show(value or DIFFER), " with " if value in TELLING else " to " if value else " on "]
        for n, cell in enumerate(cell for cell in cells if cell.value == value):
            look: Look = "plain" if cell.state == "confirmed" else "italic"
            parts += [", " if n else "", show(cell.hypothesis_id, link=f"hypothesis-{cell.hypothesis_id}", look=look)]
    return tell(*parts)


def _tell_cautions(tables: Tables) -> Section | None:
    rows = sorted(tables.take(Caution), key=lambda row: (row.kind, row.object_id, row.id))
    blocks: list[Block] = []
    for kind in dict.fromkeys(row.kind for row in rows):
        some = [row for row in rows if row.kind == kind]
        blocks += [_say(kind.capitalize(), row.why, Rows("cautions", (row.id,))) for row in some[:MOST_ALIKE]]
        if rest := [row.id for row in some[MOST_ALIKE:]]:
            one, many = (f"more {noun} of the kind “{kind}”" for noun in ("caution", "cautions"))
            blocks.append(tell_rest("cautions", one, rest, "sayso export CASE --to jsonl", more=many))
    return Section("cautions", "Weaknesses of the weighing", tuple(blocks), level=2) if blocks else None


def _say(label: str, why: str, rows: Rows) -> Statement:
    return Statement(tell(show(label, look="bold"), f": {show(why).text}"), rows=rows, level=1)
