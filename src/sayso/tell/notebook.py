"""What a notebook shows: stretches of HTML with their own style, made from rows; no script, nothing fetched, no address to follow.

JupyterLab, VS Code and pages written by nbconvert say in their own ways whether they are dark; the style asks each. Elsewhere
what is shown brings its own light ground with it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.schema import Caution, Dispute, Judgement, Tables, Weighing
from sayso.tell.evidence import Bearing, Evidence, Told
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.pages import make_environment, read_packaged
from sayso.tell.pictures import PICTURE_CSS
from sayso.tell.shown import clean_line, count_of, elide
from sayso.tell.verdicts import STANDING, Verdict, count_rows, pick_verdict
from sayso.tell.views import Views
from sayso.tell.weighing import describe_weighing

Listed = dict[str, Any]
MOST_CLAIMS = 12  # of a side, unfolding; a screen and a half
MOST_ROWS = 20  # of a table; as many as a notebook scrolls by without losing the cell that made it
MOST_CELLS = 200  # of a matrix's table, which is folded up: 30 kB
MOST_TOLD = 6  # claims of a side that bears on a question
WORDS = 240  # characters of one value in a table
COUNTED = ("documents", "claims", "groups", "disputes", "leads", "problems")
NOTHING = "The case holds nothing on this question."
CLOSING = "The least inconsistent hypothesis leads; that doesn't make it true."
_NAMES = re.compile(r'aria-labelledby="(\S+)-t \1-d"')
_TITLE = re.compile(r"<title[^>]*>(.*?)</title><desc[^>]*>(.*?)</desc>", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a notebook needs it: the SVG element, its title, and what it says in words."""

    svg: str
    title: str
    told: str


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """A table as it is shown.

    Attributes:
        rows: as many values as there are columns, texts cleaned and shortened.
        more: what was left out; may be empty.
        none: what to say when there are no rows.
        fold: what unfolds it; empty for a table that is open.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    head: str = ""
    more: str = ""
    none: str = "None."
    fold: str = ""

    @property
    def is_folded(self) -> bool:
        """Whether it is shown folded up."""
        return bool(self.fold)


@dataclasses.dataclass(frozen=True, slots=True)
class _SideOfEvidence:
    bearing: Bearing
    verdict: Verdict
    told: Sequence[Told]
    n_more: int


def view_picture(svg: str) -> Shown:
    """Take the words of a picture out, and give its ids its content's hash.

    Two states of one picture stand in one notebook; by ids that only name the thing drawn the second would be described
    in the first one's words.
    """
    found, named = _TITLE.search(svg), _NAMES.search(svg)
    title, told = (html.unescape(found[1]), html.unescape(found[2])) if found else ("", "")
    if named:
        key = f"{named[1]}-{hashlib.sha256(svg.encode()).hexdigest()[:10]}"
        head, body = svg.split("</desc>", 1)
        svg = head.replace(f'"{named[1]}-t {named[1]}-d"', f'"{key}-t {key}-d"').replace(f'id="{named[1]}-t"', f'id="{key}-t"')
        svg = svg.replace(f'id="{named[1]}-d"', f'id="{key}-d"') + "</desc>" + body
    return Shown(svg, title, told)


def show_pictures(pictures: Iterable[Shown], *, none: str) -> str:
    """Pictures one below the other, each with its title above it; the words of `none` where there are none."""
    return _fill("pictures", pictures=list(pictures), nothing=none)


def show_listing(listing: Listing) -> str:
    """A table."""
    return _fill("table", shown=listing)


def show_case(tables: Tables, *, name: str, question: str) -> str:
    """What a case is about, how much it holds, and what is disputed in it."""
    return _fill(
        "case", name=clean_line(name) or "a case", question=clean_line(question), counts=tell_counts(tables),
        disputes=list_disputes(tables), standing=STANDING,
    )


def show_group(tables: Tables, group_id: str, pictures: Iterable[Shown]) -> str:
    """A group: its words, both sides with verdict and lines, each telling with chain and passage, and pictures.

    Raises:
        UnknownName: no group has this id.
    """
    view = Views(Lookup(tables)).view_group(group_id)
    return _fill("group", view=view, pictures=list(pictures), most=MOST_CLAIMS, standing=STANDING)


def show_evidence(answers: Sequence[Evidence], *, question: str) -> str:
    """What bears on a question: each statement with who tells it and who denies it, in their words."""
    return _fill(
        "evidence", question=clean_line(question), nothing=NOTHING, standing=STANDING,
        answers=[
            {"text": clean_line(one.text), "group_id": one.group_id, "why": clean_line(one.why), "standing": one.standing,
             "sides": _list_sides(one)}
            for one in answers
        ],
    )


def show_matrix(tables: Tables, pictures: Iterable[Shown]) -> str:
    """The weighing: pictures, the sums, judgements, what to be careful of, and every cell with its reason, folded up."""
    return _fill("matrix", pictures=list(pictures), tables=list_weighing(tables), closing=CLOSING)


def tell_evidence(answers: Sequence[Evidence]) -> str:
    """The same in plain words, for a terminal."""
    lines: list[str] = []
    for one in answers:
        lines += [*([""] if lines else []), f"“{clean_line(one.text)}” ({one.group_id}; {one.standing})"]
        for head, side in _list_sides(one):
            if side is None:
                lines.append(f"  {head.lower()}: nobody")
                continue
            rests = f", rests on {' and '.join(side.bearing.cut)}" if side.bearing.cut else ""
            lines.append(f"  {head.lower()}: {side.verdict.word}, {count_of(side.bearing.lines, 'line')}{rests}")
            lines += [f"    {' > '.join(told.chain)} ({told.stance}): “{told.text}”" for told in side.told]
            lines += [f"    and {side.n_more} more"] if side.n_more else []
    return "\n".join([*lines, "", STANDING]) if lines else NOTHING


# ---------------------------------------------------------------- tables


def to_listing(rows: Sequence[Mapping[str, Any]], *, head: str = "", none: str = "None.") -> Listing:
    """Rows as a table: the columns of the first, values on one line and shortened, the first `MOST_ROWS`."""
    columns = list(rows[0]) if rows else []
    shown = [[to_value(row.get(name)) for name in columns] for row in rows[:MOST_ROWS]]
    more = f"and {count_of(len(rows) - MOST_ROWS, 'more row')}" if len(rows) > MOST_ROWS else ""
    return Listing([clean_line(name).replace("_", " ") for name in columns], shown, head=head, more=more, none=none)


def to_value(value: object) -> str | int | float:
    """A value as it stands in a table: a number as it is, everything else as a short line; null and nothing as an empty one."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if value is None or (isinstance(value, list | tuple) and not value):
        return ""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return elide(", ".join(map(clean_line, value)), at_most=WORDS)
    return elide(clean_line(str(value)), at_most=WORDS)


def list_disputes(tables: Tables) -> Listing:
    """Disputes as a table, the most told first."""
    lookup = Lookup(tables)
    rows = [_list_dispute(lookup, dispute) for dispute in lookup.disputes]
    return to_listing(rows, head="Disputes, the most told first", none="Nothing is told both ways.")


def list_weighing(tables: Tables) -> list[Listing]:
    """Tables of a weighing: the sums, what people judge, what to be careful of, every cell."""
    weighed = sorted(tables.take(Weighing), key=lambda row: (row.rank, row.hypothesis_id))
    cells = describe_weighing(tables)
    texts = {row["hypothesis"]: row["hypothesis_text"] for row in cells}
    sums = [
        {"place": row.rank, "hypothesis": row.hypothesis_id, "says": texts.get(row.hypothesis_id), "why": row.why}
        for row in weighed
    ]
    judged = [
        {"judged": row.hypothesis_id, "by": row.by, "at": row.at[:10],
         "likelihood": f"{row.likelihood} ({row.low:.0%} to {row.high:.0%})", "confidence": row.confidence, "why": row.why,
         "because": row.reasons}
        for row in sorted(tables.take(Judgement), key=lambda row: (row.hypothesis_id, row.number)) if row.is_current
    ]
    cautions = [{"be careful": row.why} for row in sorted(tables.take(Caution), key=lambda row: (row.kind, row.object_id))]
    each = [
        {"hypothesis": row["hypothesis"], "evidence": ("denied: " if row["is_against"] else "") + row["text"],
         "stands": row["value"] or "not filled", "from": row["state"], "why": row["why"]}
        for row in cells
    ]
    held = to_listing(each[:MOST_CELLS])
    cell_rows = [[to_value(row[name]) for name in row] for row in each[:MOST_CELLS]]
    more = f"and {count_of(len(each) - MOST_CELLS, 'more cell')}" if len(each) > MOST_CELLS else ""
    return [
        to_listing(sums, head="Hypotheses, the least inconsistent first", none="No hypothesis is weighed."),
        *(to_listing(rows) for rows in (judged, cautions) if rows),
        dataclasses.replace(held, rows=cell_rows, more=more, fold=f"Every cell with its reason ({len(each):,})"),
    ]


def tell_counts(tables: Tables) -> str:
    """How many rows of what a case holds, in one line."""
    return ", ".join(f"{count_rows(tables, name):,} {name}" for name in COUNTED)


def _list_dispute(lookup: Lookup, dispute: Dispute) -> Listed:
    groups = [id_ for id_ in (dispute.group_id, dispute.other_group_id) if id_ in lookup.groups]
    sides = [(id_, side) for id_ in groups for side in SIDES if lookup.members(id_, side)]
    told = {(id_, side): len(lookup.tellers(id_, side)) for id_, side in sides}
    if len(groups) > 1:
        counts = " against ".join(f"{sum(n for (id_, _), n in told.items() if id_ == group)}" for group in groups)
    else:
        counts = " against ".join(f"{n}" for n in told.values())
    return {
        "statements": " / ".join(lookup.groups[id_].text for id_ in groups), "kind": dispute.kind, "documents": counts,
        "id": dispute.id,
    }


def _list_sides(one: Evidence) -> list[tuple[str, _SideOfEvidence | None]]:
    if one.standing == "answers":
        sides = [("For", _view_bearing(one.supporting)), ("Against", _view_bearing(one.opposing))]
        return [*sides, *(("Asked, or left unsaid", _view_bearing(side)) for side in one.beside)]
    return [("Denied" if side.is_against else "Told", _view_bearing(side)) for side in one.beside]


def _view_bearing(bearing: Bearing | None) -> _SideOfEvidence | None:
    if bearing is None:
        return None
    told = [
        dataclasses.replace(row, text=clean_line(row.text), chain=tuple(map(clean_line, row.chain)))
        for row in bearing.told[:MOST_TOLD]
    ]
    cut = dataclasses.replace(bearing, cut=tuple(map(clean_line, bearing.cut)))
    return _SideOfEvidence(cut, pick_verdict(bearing.verdict), told, len(bearing.told) - len(told))


def _fill(macro: str, **given: Any) -> str:
    style = read_packaged("notebook.css") + "\n" + PICTURE_CSS
    filled = getattr(make_environment().get_template("notebook.html.jinja").module, macro)(style, **given)
    return "\n".join(line for line in str(filled).splitlines() if line.strip())
