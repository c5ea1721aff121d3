"""Argdown: sides of groups as statements, disputes as attacks, hypotheses with what speaks for and against them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sayso.schema import Cell, Hypothesis, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks, to_json
from sayso.tell.exports.labels import OTHER_SIDE, tell_side, to_label
from sayso.tell.lookup import SIDES, Lookup

# Corrections and updates are listed beside disputes, but nobody disputes anything in them.
_UNDISPUTED = frozenset(("correction", "update"))
_RELATIONS = {"consistent": "+", "inconsistent": "-"}

# What Argdown's lexer (1.7) takes for markup anywhere in a line; a backslash in front makes it text. A full stop or a
# colon begins a special sign (`.name.`) only when no space follows.
_MARKUP = re.compile(r"[\\@#*_\[\]<>/{}=]|[.:](?=\S)")


def export_argdown(tables: Tables, about: About) -> Files:
    """Give `case.argdown`.

    A statement's title is the group's id and its side, its words say who claims it; what was counted stands behind
    them as data. The two sides of a group contradict each other (`><`), two groups that clash attack each other (`-`).
    Cells of the matrix support (`+`) or attack (`-`) a hypothesis; neutral ones and those nobody filled make no relation.
    """
    return {"case.argdown": join_chunks(_write_map(tables, Lookup(tables), about))}


def _write_map(tables: Tables, lookup: Lookup, about: About) -> Iterator[str]:
    told = {"title": to_label(about.question) or "Claims of a case", "sayso": about.version, "made_at": about.made_at}
    yield "===\n" + "".join(f"{name}: {_to_value(value)}\n" for name, value in told.items()) + "===\n"
    attacks = _find_attacks(lookup)
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in sorted(tables.take(Cell), key=lambda cell: (cell.group_id, cell.side)):
        cells[cell.hypothesis_id].append(cell)
    hypotheses = sorted(tables.take(Hypothesis), key=lambda row: (row.ordinal, row.id))
    if hypotheses:
        yield "\n## Hypotheses\n"
    for hypothesis in hypotheses:
        yield from _write_hypothesis(lookup, hypothesis, cells[hypothesis.id])
    yield "\n## Claims\n"  # also without any: a file of front matter alone is none to Argdown's parser
    for group_id in lookup.groups:
        for side in SIDES:
            if lookup.members(group_id, side):
                yield from _write_side(lookup, group_id, side, attacks.get((group_id, side), []))


def _write_hypothesis(lookup: Lookup, hypothesis: Hypothesis, cells: list[Cell]) -> Iterator[str]:
    about = {"hypothesis": hypothesis.id, "is_null": hypothesis.is_null}
    yield f"\n[{_title(hypothesis.id)}]: Hypothesis: {escape(to_label(hypothesis.text))} {_to_data(about)}\n"
    for cell in cells:
        if cell.value in _RELATIONS and lookup.members(cell.group_id, cell.side):
            yield f"  {_RELATIONS[cell.value]} [{_name_side(cell.group_id, cell.side)}]\n"


def _write_side(lookup: Lookup, group_id: str, side: str, attacks: list[str]) -> Iterator[str]:
    tally = lookup.tally(group_id, side)
    about: dict[str, Any] = {"group": to_label(group_id), "side": side}
    if tally:
        about |= {"tellings": tally.tellings, "lines": tally.lines, "lines_possible": tally.lines_possible,
                  "verdict": to_label(tally.verdict)}
    told = f"{tell_side(lookup, group_id, side)}: “{to_label(lookup.groups[group_id].text)}”"
    yield f"\n[{_name_side(group_id, side)}]: {escape(told)} {_to_data(about)}\n"
    if side == SIDES[0] and lookup.members(group_id, OTHER_SIDE[side]):
        yield f"  >< [{_name_side(group_id, OTHER_SIDE[side])}]\n"
    for attacker in attacks:
        yield f"  - [{attacker}]\n"


def _find_attacks(lookup: Lookup) -> dict[tuple[str, str], list[str]]:
    """For each side of a group, the names of those that clash with it; a clash goes both ways.

    A dispute between two groups is between the sides on which the clashing claims stand.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for dispute in lookup.disputes:
        if dispute.kind in _UNDISPUTED or dispute.other_group_id is None:
            continue
        for contradiction_id in dispute.contradiction_ids:
            row = lookup.contradictions.get(contradiction_id)
            ends = [lookup.membership_of.get(claim_id) for claim_id in (row.claim_a, row.claim_b)] if row else []
            a, b = ends if len(ends) == 2 else (None, None)
            if a and b and {a.group_id, b.group_id} <= lookup.groups.keys() and a.group_id != b.group_id:
                found[a.group_id, a.side].add(_name_side(b.group_id, b.side))
                found[b.group_id, b.side].add(_name_side(a.group_id, a.side))
    return {place: sorted(names) for place, names in found.items()}


def escape(text: str) -> str:
    """Give a text on one line as Argdown text: what would be markup has a backslash in front."""
    return _MARKUP.sub(lambda found: f"\\{found.group()}", text)


def _name_side(group_id: str, side: str) -> str:
    return _title(group_id if side == SIDES[0] else f"{group_id} denied")


def _title(text: str) -> str:
    """A title can't be escaped in Argdown: brackets in an id become other brackets."""
    return to_label(text).translate(str.maketrans("[]<>", "()()")) or "untitled"


def _to_data(about: dict[str, Any]) -> str:
    """Data of a statement, in YAML's JSON form."""
    inner = ", ".join(f"{name}: {_to_value(value)}" for name, value in about.items())
    return f"{{{inner}}}"


def _to_value(value: Any) -> str:
    """Give a value in YAML's JSON form. Braces would end data, and signs of equality the front matter: they are escapes."""
    return to_json(value).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "{}="})
