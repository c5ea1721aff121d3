"""Grades told: a source's reliability (a letter), a claim's credibility (a digit), and whether a rule or a person gave them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.schema import Grade, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, elide

Listed = dict[str, Any]

MEANINGS = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "cannot be judged", "1": "confirmed by other sources", "2": "probably true", "3": "possibly true", "4": "doubtful",
    "5": "improbable", "6": "cannot be judged",
}  # fmt: skip
"""Words of the Admiralty scale (STANAG 2511). Those of the digits are the scale's: nothing here says that a claim is true."""
NAME = 90  # characters of a claim that name it


def find_grades(tables: Tables) -> dict[str, Grade]:
    """The grade that goes for each source and each claim, by its id: what a person ruled, else what the rules propose."""
    return {row.object_id: row for row in tables.take(Grade)}


def describe_grade(grade: Grade | None) -> Listed:
    """What lists say of a grade: the one that goes, the one proposed, and which of both it is; nulls without one."""
    return {
        "grade": grade and grade.grade, "grade_proposed": grade and grade.proposed,
        "grade_state": grade and ("ruled" if is_ruled(grade) else "proposed"),
    }


def is_ruled(grade: Grade) -> bool:
    """Whether a person ruled the grade; also where it follows from a ruling on another telling of the same word."""
    return grade.state == "confirmed" or grade.why.startswith("follows from ruling")


def say_grade(row: Listed, *, about: str) -> str:
    """A grade in words, by the name of what it is: `reliability B, ruled (proposed: F)`; empty without one."""
    if not row["grade"]:
        return ""
    name = "reliability" if about == "source" else "credibility"
    if row["grade_state"] == "proposed":
        return f"{name} {row['grade']}, proposed"
    return f"{name} {row['grade']}, ruled" + (f" (proposed: {row['grade_proposed']})" if row["grade_proposed"] else "")


def describe_grades(tables: Tables) -> list[Listed]:
    """Letters of sources by name, then digits of claims by document and place; each with its reasons and what was ruled before."""
    lookup, rows = Lookup(tables), []
    for grade in tables.take(Grade):
        if grade.about == "source" and grade.object_id in lookup.sources:
            name, at = clean_line(lookup.sources[grade.object_id].name), 0
        elif grade.about == "claim" and grade.object_id in lookup.claims:
            name, at = clean_line(lookup.claims[grade.object_id].text), 1
        else:
            continue
        rows.append((at, name, grade))
    places = {id_: at for at, id_ in enumerate(lookup.claims)}
    rows.sort(key=lambda row: (row[0], places.get(row[2].object_id, 0), row[1].casefold(), row[2].object_id))
    return [_describe(lookup, name, grade) for _, name, grade in rows]


def _describe(lookup: Lookup, name: str, grade: Grade) -> Listed:
    origin = lookup.sources.get(grade.inherited_from or "")
    return {
        "id": grade.object_id, "about": grade.about, "name": name,
        "is": "reliability" if grade.about == "source" else "credibility", **describe_grade(grade),
        "means": MEANINGS.get(grade.grade), "why": clean_line(grade.why), "reasons": [clean_line(one) for one in grade.reasons],
        "history": [clean_line(one) for one in grade.history], "inherited_from": grade.inherited_from,
        "inherited_name": origin and clean_line(origin.name),
    }


def tell_grade(row: Listed) -> Iterator[str]:
    """Lines of plain text for a row of `describe_grades`."""
    name = elide(row["name"], at_most=NAME)
    yield f"{name if row['about'] == 'source' else f'“{name}”'} ({row['id']})"
    yield f"    {say_grade(row, about=row['about'])}: {row['means']}"
    if row["grade_state"] == "ruled":
        yield f"    {row['why']}"
    if row["inherited_name"]:
        rests = "inherited from" if row["about"] == "source" else "rests on the word of"
        yield f"    {rests} {row['inherited_name']} ({row['inherited_from']})"
    told = "proposed for: " if row["grade_state"] == "proposed" else f"{row['grade_proposed']} was proposed for: "
    yield f"    {told}{'; '.join(row['reasons']) or 'no reason is known'}"
    for one in row["history"]:
        yield f"    ruled {one}"
