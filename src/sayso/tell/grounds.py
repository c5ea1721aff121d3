"""What sayso knows beside a person's judgement of a hypothesis: what is for and against it, on whose word, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sayso.errors import UnknownName
from sayso.schema import Caution, Cell, EvidenceItem, Hypothesis, Sensitivity, Tables, Weighing
from sayso.schema.letters import find_letters
from sayso.tell.gradings import describe_grade, find_grades, say_grade
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide

Listed = dict[str, Any]

SHOWN = 8  # pieces of evidence on a side; the rest is counted
SHOWN_ORIGINS = 3
TEXT_MOST = 70  # characters of a statement


def describe_ground(tables: Tables, hypothesis_id: str) -> Listed:
    """What a judgement of a hypothesis has to go by; JSON-ready. Likelihood and confidence are a person's: none is proposed.

    Returns:
        `place` among `n_hypotheses` with the sums in words (`why`); `against` and `for`: statements, the weightiest first, each
        with its lines, its origins with their letters, and the digits of its claims; `gaps`: what is missing, in words.
    Raises:
        UnknownName: there is no such hypothesis.
    """
    hypotheses = {row.id: row for row in tables.take(Hypothesis)}
    if hypothesis_id not in hypotheses:
        raise UnknownName(
            "no hypothesis of the case has this label", got=[hypothesis_id], fix="`sayso hypothesis list CASE` has them"
        )
    weighing = next((row for row in tables.take(Weighing) if row.hypothesis_id == hypothesis_id), None)
    cells = [row for row in tables.take(Cell) if row.hypothesis_id == hypothesis_id]
    items = {(row.group_id, row.side): row for row in tables.take(EvidenceItem)}
    lookup, sides = Lookup(tables), {"against": "inconsistent", "for": "consistent"}
    told: dict[str, list[Listed]] = {name: [] for name in sides}
    letters, digits = find_letters(tables), find_grades(tables)
    for name, value in sides.items():
        found = [items[row.group_id, row.side] for row in cells if row.value == value and (row.group_id, row.side) in items]
        found.sort(key=lambda item: (-item.weight, item.group_id, item.side))
        for item in found:
            tally = lookup.tally(item.group_id, item.side)
            told[name].append({
                "group": item.group_id, "side": item.side, "is_against": lookup.is_against(item.group_id, item.side),
                "text": clean_line(lookup.group(item.group_id).text),
                "lines": tally.lines if tally else 0, "lines_possible": tally.lines_possible if tally else 0, "weight": item.weight,
                "origins": [
                    {"id": id_, "name": clean_line(lookup.node_name(id_)), **describe_grade(letters.get(id_))}
                    for id_ in item.origin_ids
                ],
                "digits": sorted({
                    digits[claim.id].grade for claim in lookup.members(item.group_id, item.side) if claim.id in digits
                }),
            })
    return {
        "id": hypothesis_id, "text": clean_line(hypotheses[hypothesis_id].text), "place": weighing and weighing.rank,
        "n_hypotheses": len(hypotheses), "why": weighing and clean_line(weighing.why), **told,
        "gaps": list(_find_gaps(tables, hypothesis_id, cells, told)),
    }


def _find_gaps(tables: Tables, hypothesis_id: str, cells: list[Cell], told: dict[str, list[Listed]]) -> Iterator[str]:
    values = Counter(row.value or "empty" for row in cells)
    n_ruled = sum(bool(row.ratings) or row.state == "confirmed" for row in cells)
    if not cells:
        yield "no statement of the case bears on it, so far as sayso can tell"
    else:
        yield (
            f"of {count_of(len(cells), 'cell')} {values['neutral']} are neutral and {values['empty']} empty; "
            f"people ruled on {n_ruled}"
        )
    if not told["for"]:
        yield "nothing is consistent with it"
    if not told["against"]:
        yield "nothing is inconsistent with it, which may mean that nobody looked"
    unknown = {
        one["name"] for name in ("against", "for") for row in told[name] for one in row["origins"] if one["grade"] in (None, "F")
    }
    if unknown:
        yield f"the reliability of {len(unknown)} of the origins behind these cannot be judged, or was not"
    turned = [row for row in tables.take(Sensitivity) if row.is_turned and row.kind != "cells"]
    if turned:
        counts = Counter(row.kind for row in turned)
        yield f"the order turns on {', '.join(count_of(n, kind) for kind, n in sorted(counts.items()))}, any one alone"
    for row in sorted(tables.take(Caution), key=lambda row: (row.kind, row.object_id)):
        if row.object_id.split(" ")[0] == hypothesis_id:
            yield clean_line(row.why)


def tell_ground(row: Listed) -> Iterator[str]:
    """Lines of plain text for what `describe_ground` gives."""
    yield f"What sayso knows of {row['id']}, “{row['text']}”:"
    if row["place"] is not None:
        yield f"  place {row['place']} of {row['n_hypotheses']}: {row['why']}"
    for name in ("against", "for"):
        if row[name]:
            yield f"  {name} it:"
        for one in row[name][:SHOWN]:
            denied = "denied: " if one["is_against"] else ""
            possible = f" ({one['lines_possible']} possible)" if one["lines_possible"] > one["lines"] else ""
            yield f"    {denied}“{elide(one['text'], at_most=TEXT_MOST)}” ({one['group']})"
            digits = f"; credibility {', '.join(one['digits'])}" if one["digits"] else ""
            origins = "; ".join(
                f"{origin['name']}, {say_grade(origin, about='source') or 'reliability not graded'}"
                for origin in one["origins"][:SHOWN_ORIGINS]
            )
            more = f" and {len(one['origins']) - SHOWN_ORIGINS} more" if len(one["origins"]) > SHOWN_ORIGINS else ""
            yield f"      {count_of(one['lines'], 'line')}{possible}{digits}; origins: {origins or 'none left'}{more}"
        if len(row[name]) > SHOWN:
            yield f"    and {len(row[name]) - SHOWN} more"
    yield "  gaps:"
    yield from (f"    {gap}" for gap in row["gaps"])
