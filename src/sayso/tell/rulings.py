"""What people ruled, and what each ruling does: for lists, the brief and other programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.schema import Ruled, Ruling, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, elide

Listed = dict[str, Any]

APPLIED, UNDONE, OVERRULED, GONE = "applied", "undone", "overruled", "gone"
JOINING, PARTING = ("same", "merge"), ("different", "split")
NOT_JUDGED = ("F", "6")
NAME = 90  # characters of a claim that name it beside a ruling


def describe_rulings(tables: Tables) -> list[Listed]:
    """Rulings in the order in which they were made, each with what it does as the case stands; none is left out.

    `state` is applied (also where a part of it is overruled or gone), undone, overruled, gone, or pending for one that
    the case hasn't been linked under yet.
    """
    lookup = Lookup(tables)
    rows: defaultdict[int, list[Ruled]] = defaultdict(list)
    for row in sorted(tables.take(Ruled), key=lambda row: (row.number, row.a_id, row.b_id)):
        rows[row.number].append(row)
    return [
        {
            "number": ruling.number, "at": ruling.at, "by": clean_line(ruling.by), "kind": ruling.kind, "about": ruling.about,
            "objects": _name_objects(ruling), "object_ids": list(ruling.object_ids),
            "value": ruling.value and clean_line(ruling.value), "why": clean_line(ruling.why), "undoes": ruling.undoes,
            "state": _pick_state(rows[ruling.number]), "does": _say_does(lookup, ruling, rows[ruling.number]),
        }
        for ruling in sorted(tables.take(Ruling), key=lambda ruling: ruling.number)
    ]


def _name_objects(ruling: Ruling) -> list[str]:
    """What a ruling was about, in the words of the day."""
    if ruling.kind == "undo":
        return [f"ruling {ruling.undoes}"]
    anchors = [json.loads(anchor) for anchor in ruling.anchors[: len(ruling.object_ids)]]
    names = [anchor.get("name") or anchor.get("title") or anchor.get("path") or "" for anchor in anchors]
    labels = [f"{anchor['label']}: " if anchor.get("about") == "hypothesis" else "" for anchor in anchors]
    return [label + elide(clean_line(name), at_most=NAME) for label, name in zip(labels, names, strict=True)]


def _pick_state(rows: Sequence[Ruled]) -> str:
    states = {row.state for row in rows}
    return next((state for state in (APPLIED, UNDONE, OVERRULED, GONE) if state in states), "pending")


def _say_does(lookup: Lookup, ruling: Ruling, rows: Sequence[Ruled]) -> str:
    signed = f"ruling {ruling.number} by {ruling.by}, {ruling.at[:10]}: {ruling.why}"
    other = [row.why.removesuffix(signed).rstrip("; ") for row in rows if row.state != APPLIED]
    applied = [row for row in rows if row.state == APPLIED]
    told = [_say_applied(lookup, ruling, applied)] if applied else []
    if other:
        told += [f"{'not all of it: ' if applied else ''}{clean_line('; '.join(dict.fromkeys(other)))}"]
    return "; ".join(told) or "it takes effect when the case is linked again"


def _say_applied(lookup: Lookup, ruling: Ruling, rows: Sequence[Ruled]) -> str:
    if ruling.kind == "undo":
        return f"takes back ruling {ruling.undoes}"
    if ruling.kind in (*JOINING, *PARTING):
        return _say_links(lookup, ruling, rows)
    if ruling.kind == "speaker":
        return "told on the document's own word" if ruling.value == "teller" else f"laid to {clean_line(ruling.value or '')}"
    if ruling.kind == "grade":
        name = "credibility" if ruling.about == "claim" else "reliability"
        return f"{name} {ruling.value}" + (": cannot be judged" if ruling.value in NOT_JUDGED else "")
    if ruling.kind == "withdraw":
        return "carries no line"
    if ruling.kind == "cell":
        return f"{ruling.value} with {ruling.object_ids[0]}"
    if ruling.kind == "judgement":
        return _say_judgement(ruling)
    return f"counts as: {ruling.value}"


def _say_judgement(ruling: Ruling) -> str:
    try:
        told = json.loads(ruling.value or "")
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return "it can't be read as a judgement, and counts for nothing"
    said = ", ".join(f"{name} {clean_line(str(told.get(name)))}" for name in ("likelihood", "confidence"))
    return f"{ruling.object_ids[0]} is judged: {said}"


def _say_links(lookup: Lookup, ruling: Ruling, rows: Sequence[Ruled]) -> str:
    sides = [_name_all(lookup, ruling, (row.a_id for row in rows)), _name_all(lookup, ruling, (row.b_id for row in rows))]
    noun = "source" if ruling.about == "source" else "statement"
    if ruling.kind in PARTING:
        return f"kept apart: {', '.join(sides[0].values())} | {', '.join(sides[1].values())}"
    both = sides[0] | sides[1]
    return f"one {noun}: {next(iter(both.values()))}" if len(both) == 1 else f"to be one {noun}: {', '.join(both.values())}"


def _name_all(lookup: Lookup, ruling: Ruling, ids: Iterable[str]) -> dict[str, str]:
    """Names of the sources or groups that referents or claims are in, by id."""
    found: dict[str, str] = {}
    for id_ in ids:
        if ruling.about == "source":
            source = lookup.sources.get(lookup.source_id(id_) or "")
            if source:
                found[source.id] = f"{clean_line(source.name)} ({source.id})"
        elif id_ in lookup.membership_of:
            group = lookup.group(lookup.membership_of[id_].group_id)
            found[group.id] = f"“{elide(clean_line(group.text), at_most=NAME)}” ({group.id})"
    return dict(sorted(found.items()))
