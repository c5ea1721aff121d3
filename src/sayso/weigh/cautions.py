"""Weaknesses of the weighing that whoever reads its result should know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sayso.engine.stage import Stage
from sayso.schema import Caution, Cell, Document, EvidenceItem, Group, Hypothesis, Source, Tables, Weighing, make_id
from sayso.weigh.grades import find_letters
from sayso.weigh.judgements import read_judgements
from sayso.weigh.ratings import find_ratings

FITS_ALL, ONE_LINE, NOBODY, NEVER_RULED = "fits everything", "rests on one line", "nobody filled", "never ruled grade"
DISAGREE, ONE, NO_EVIDENCE, GONE = "raters disagree", "one hypothesis", "no evidence", "ruled on what is gone"
UNREADABLE = "unreadable ruling"
MOST_GRADES = 20  # sources whose grade nobody ruled that are named; the last caution counts the rest
MOST_QUOTED = 90


def find_cautions(tables: Tables) -> Tables:
    """Give the cautions, sorted by kind and object; none when there is neither a hypothesis nor a ruling on one."""
    found = [*_of_rulings(tables)]
    if tables.take(Hypothesis):
        found += [*_of_hypotheses(tables), *_of_evidence(tables), *_of_cells(tables), *_of_grades(tables)]
    return Tables({"cautions": sorted(found, key=lambda row: (row.kind, row.object_id, row.id))})


def _make(kind: str, object_id: str, why: str) -> Caution:
    return Caution(make_id("w", kind, object_id), kind, object_id, why)


def _of_rulings(tables: Tables) -> Iterator[Caution]:
    faults = [*find_ratings(tables).faults, *read_judgements(tables)[1]]
    for fault in sorted(faults, key=lambda fault: fault.ruling.number):
        ruling = fault.ruling
        told = f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}, counts for nothing: {fault.why}"
        yield _make(GONE if fault.is_gone else UNREADABLE, f"{ruling.number}", told)


def _of_hypotheses(tables: Tables) -> Iterator[Caution]:
    hypotheses = tables.take(Hypothesis)
    real = sorted(one.id for one in hypotheses if not one.is_null)
    if len(real) < 2:
        told = "only one hypothesis is weighed: what fits it may fit another as well" if real else "only the null is weighed"
        yield _make(ONE, (real or sorted(one.id for one in hypotheses))[0], told)
    if not tables.take(EvidenceItem):
        told = "so far as sayso can tell nothing in the case bears on any hypothesis, and nobody ruled that it does"
        yield _make(NO_EVIDENCE, "", told)
        return
    for row in tables.take(Weighing):
        if row.rank == 1 and row.n_lines < 2:
            on = "rests on one origin" if row.n_lines else "has nothing that is consistent with it"
            yield _make(ONE_LINE, row.hypothesis_id, f"{row.hypothesis_id} leads and {on}")


def _of_evidence(tables: Tables) -> Iterator[Caution]:
    texts = {group.id: group.text for group in tables.take(Group)}
    if len(tables.take(Hypothesis)) < 2:
        return
    for item in tables.take(EvidenceItem):
        if item.fits_all:
            denied = "denied: " if item.side == "negated" else ""
            told = f"“{denied}{_cut(texts.get(item.group_id, item.group_id))}” is consistent with every hypothesis"
            yield _make(FITS_ALL, f"{item.group_id} {item.side}", f"{told} and tells none from another")


def _of_cells(tables: Tables) -> Iterator[Caution]:
    by_hypothesis: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for cell in tables.take(Cell):
        counts = by_hypothesis[cell.hypothesis_id]
        counts.update(("all", "empty" if cell.value is None else "ruled" if cell.state == "confirmed" else "proposed"))
        if cell.disagreement > 0:
            said = ", ".join(f"{by} {value}" for by, value in cell.ratings)
            held = "so it stays empty" if cell.value is None else f"{cell.value} is what most say"
            told = f"raters disagree on {cell.hypothesis_id} and {cell.group_id}: {said}; {held}"
            yield _make(DISAGREE, f"{cell.hypothesis_id} {cell.group_id} {cell.side}", told)
    for id_, counts in sorted(by_hypothesis.items()):
        if counts["empty"] or not counts["ruled"]:
            empty = f"{counts['empty']} {'is' if counts['empty'] == 1 else 'are'} empty and " if counts["empty"] else ""
            told = f"of {counts['all']} cells of {id_} {empty}{counts['proposed']} hold only what sayso proposes"
            yield _make(NOBODY, id_, told + ("" if counts["ruled"] else "; nobody ruled on any"))


def _of_grades(tables: Tables) -> Iterator[Caution]:
    """Sources behind what counts in a sum whose grade is only proposed, those behind most evidence first."""
    letters = find_letters(tables)
    names = {document.id: document.title or document.path for document in tables.take(Document)}
    names |= {source.id: source.name for source in tables.take(Source)}
    speaking = {(cell.group_id, cell.side) for cell in tables.take(Cell) if cell.value == "inconsistent"}
    counts: Counter[str] = Counter()
    for item in tables.take(EvidenceItem):
        if (item.group_id, item.side) in speaking:
            of = {letters[node].object_id if node in letters else node for node in item.origin_ids}
            counts.update(id_ for id_ in of if id_ not in letters or letters[id_].state != "confirmed")
    ordered = sorted(counts, key=lambda id_: (-counts[id_], id_))
    for id_ in ordered[:MOST_GRADES]:
        name = _cut(names.get(id_, id_))
        told = f"the {letters[id_].grade} of {name} was proposed by rule" if id_ in letters else f"{name} has no grade"
        yield _make(NEVER_RULED, id_, f"{told}; nobody ruled on it, and it stands behind what speaks against a hypothesis")
    if len(ordered) > MOST_GRADES:
        yield _make(NEVER_RULED, "", f"the grades of {len(ordered) - MOST_GRADES} more sources were never ruled")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1].rsplit(" ", 1)[0] + " …"


CAUTIONS = Stage(
    "weigh.cautions",
    reads=(
        "hypotheses", "evidence", "cells", "weighings", "grades", "sources", "documents", "hops", "identities", "groups",
        "memberships", "tallies", "ruled", "rulings",
    ),
    writes=("cautions",),
    run=find_cautions,
)
