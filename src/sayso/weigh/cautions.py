"""Weaknesses of the weighing that whoever reads its result should know."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sayso.engine.stage import Stage
from sayso.schema import (
    Caution,
    Cell,
    Document,
    EvidenceItem,
    Group,
    Hypothesis,
    Judgement,
    Source,
    Tables,
    Tally,
    Weighing,
    find_denying_sides,
    make_id,
)
from sayso.schema.letters import find_letters
from sayso.weigh.judgements import read_judgements
from sayso.weigh.ratings import find_ratings
from sayso.weigh.scores import PLACES, score_line

FITS_ALL, ONE_LINE, NOBODY, NEVER_RULED = "fits everything", "rests on one line", "nobody filled", "never ruled grade"
DISAGREE, ONE, NO_EVIDENCE, GONE = "raters disagree", "one hypothesis", "no evidence", "ruled on what is gone"
UNREADABLE = "unreadable ruling"
MOST_GRADES = 20  # sources whose grade nobody ruled that are named; the last caution counts the rest
MOST_QUOTED = 90
TWO = 2  # lines under which nothing but one line's word is left


def find_cautions(tables: Tables) -> Tables:
    """Give the cautions, sorted by kind and object; none when there is neither a hypothesis nor a ruling on one."""
    found = [*_of_rulings(tables)]
    if tables.take(Hypothesis):
        found += [*_of_hypotheses(tables), *_of_evidence(tables), *_of_cells(tables), *_of_grades(tables)]
    return Tables({"cautions": sorted(found, key=lambda row: (row.kind, row.object_id, row.id))})


def _make(kind: str, object_id: str, why: str) -> Caution:
    return Caution(make_id("w", kind, object_id), kind, object_id, why)


def _of_rulings(tables: Tables) -> Iterator[Caution]:
    judged, unread = read_judgements(tables)
    yield from _of_judgements(judged)
    faults = [*find_ratings(tables).faults, *unread]
    for fault in sorted(faults, key=lambda fault: fault.ruling.number):
        ruling = fault.ruling
        told = f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}, counts for nothing: {fault.why}"
        yield _make(GONE if fault.is_gone else UNREADABLE, f"{ruling.number}", told)


def _of_judgements(judged: Iterable[Judgement]) -> Iterator[Caution]:
    """Hypotheses of which people judge otherwise than one another; each one's last word."""
    said: defaultdict[str, list[Judgement]] = defaultdict(list)
    for row in judged:
        if row.is_current:
            said[row.hypothesis_id].append(row)
    for id_, rows in sorted(said.items()):
        if len({row.likelihood for row in rows}) > 1:
            words = ", ".join(f"{row.by} {row.likelihood}" for row in sorted(rows, key=lambda row: (row.by, row.number)))
            yield _make(DISAGREE, id_, f"people judge {id_} otherwise than one another: {words}")


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
    leaders = [row for row in tables.take(Weighing) if row.rank == 1]
    lines = _count_lines(tables, {row.hypothesis_id for row in leaders})
    for row in leaders if len(leaders) < len(hypotheses) else ():  # where all lead, none does
        if lines[row.hypothesis_id] < TWO:
            on = "rests on one origin" if row.n_lines == 1 else "has nothing that is consistent with it"
            on = f"rests on {row.n_lines} origins that make no more than one established line" if row.n_lines > 1 else on
            yield _make(ONE_LINE, row.hypothesis_id, f"{row.hypothesis_id} leads and {on}")


def _count_lines(tables: Tables, wanted: set[str]) -> Mapping[str, float]:
    """Established lines behind what is consistent with each hypothesis: an origin counts once, as far as it makes a line."""
    items = {(row.group_id, row.side): row for row in tables.take(EvidenceItem)}
    tallies = {(row.group_id, row.side): row.lines for row in tables.take(Tally)}
    each: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for cell in tables.take(Cell):
        key = (cell.group_id, cell.side)
        if cell.value == "consistent" and cell.hypothesis_id in wanted and key in items:
            for origin in items[key].origin_ids:
                line = score_line(tallies.get(key, 0), len(items[key].origin_ids))
                each[cell.hypothesis_id][origin] = max(line, each[cell.hypothesis_id].get(origin, 0.0))
    return {id_: round(math.fsum(each[id_].values()), PLACES) for id_ in wanted}


def _of_evidence(tables: Tables) -> Iterator[Caution]:
    texts = {group.id: group.text for group in tables.take(Group)}
    if len(tables.take(Hypothesis)) < 2:
        return
    denying = find_denying_sides(tables)
    for item in tables.take(EvidenceItem):
        if item.fits_all:
            denied = "denied: " if item.side == denying.get(item.group_id, "negated") else ""
            told = f"“{denied}{_cut(texts.get(item.group_id, item.group_id))}” is consistent with every hypothesis"
            yield _make(FITS_ALL, f"{item.group_id} {item.side}", f"{told} and tells none from another")


def _of_cells(tables: Tables) -> Iterator[Caution]:
    by_hypothesis: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for cell in tables.take(Cell):
        counts = by_hypothesis[cell.hypothesis_id]
        is_ruled = bool(cell.ratings) or cell.state == "confirmed"  # by people who differ too, though the cell stays empty
        counts.update(("all", "empty" if cell.value is None else "filled" if is_ruled else "proposed"))
        counts["ruled"] += is_ruled
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
        told = f"{name} has no grade"
        if id_ in letters:
            out = ", and stays out of the graded sums" if letters[id_].grade == "F" else ""
            told = f"reliability {letters[id_].grade} of {name} was only proposed by rule{out}"
        yield _make(NEVER_RULED, id_, f"{told}; what speaks against a hypothesis rests on it, and nobody ruled on it")
    if len(ordered) > MOST_GRADES:
        yield _make(NEVER_RULED, "", f"the reliability of {len(ordered) - MOST_GRADES} more sources was never ruled on")


def _cut(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1].rsplit(" ", 1)[0] + " …"


CAUTIONS = Stage(
    "weigh.cautions",
    reads=(
        "hypotheses", "evidence", "cells", "weighings", "grades", "sources", "documents", "hops", "identities", "claims", "groups",
        "memberships", "tallies", "ruled", "rulings",
    ),
    writes=("cautions",),
    run=find_cautions,
)
