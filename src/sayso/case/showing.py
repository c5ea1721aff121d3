"""What a case shows of itself in a notebook and in a terminal: statements, evidence, changes, the matrix.

Each has `_repr_html_`, which Jupyter calls, and a `repr` that says the same in words. They hold the rows of the moment at which
they were made: what is ruled afterwards shows when the case is asked again.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from sayso.case.drawing import Picture, Pictures, draw_drifts, draw_sides
from sayso.case.lists import Rows, Side, list_rows, list_sides
from sayso.errors import UnknownName
from sayso.models.keeping import Keeper, keep_in
from sayso.schema import Dispute, Group, Membership, Tables

if TYPE_CHECKING:
    from sayso.tell import Change, Evidence, Listed
    from sayso.tell.views import SideView

class Answers(list["Evidence"]):
    """What `Case.ask` found: a list of `sayso.tell.Evidence`, the nearest first; shows for and against side by side."""

    def __init__(self, found: Sequence[Evidence], *, question: str) -> None:
        super().__init__(found)
        self.question = question

    def _repr_html_(self) -> str:
        from sayso.tell import show_evidence  # noqa: PLC0415

        return show_evidence(self, question=self.question)

    def __repr__(self) -> str:
        from sayso.tell import tell_evidence  # noqa: PLC0415

        return tell_evidence(self)


class Changes(list["Change"]):
    """What `Case.diff` found: a list of `sayso.tell.Change`; shows itself as a table."""

    def _repr_html_(self) -> str:
        from sayso.tell import show_listing, to_listing  # noqa: PLC0415

        has_why = any(row.why for row in self)
        rows = [
            {"what": row.kind, "of": ("denied: " if row.is_against else "") + row.name, "before": row.before,
             "after": row.after} | ({"why": row.why} if has_why else {})
            for row in self
        ]
        return show_listing(to_listing(rows, none="Nothing changed."))

    def __repr__(self) -> str:
        from sayso.tell import tell_diff  # noqa: PLC0415

        return tell_diff(self).rstrip()


@dataclasses.dataclass(frozen=True, slots=True)
class ShownSide:
    """One side of a group in figures.

    Attributes:
        side: affirmed or negated.
        is_against: whether it denies the words that stand for the group.
        verdict: how the reporting of it hangs together, as the brief says it.
        tellings: documents that carry it.
        lines: independent lines for certain; 0 where nobody tells it.
        lines_possible: lines if every unnamed source were someone else.
        cut: names of those without whom no line is left.
        why: the count in words.
        claims: its claims, each a dict as `Case.rows("claims")` has them.
    """

    side: str
    is_against: bool
    verdict: str
    tellings: int
    lines: int
    lines_possible: int
    cut: tuple[str, ...]
    why: str
    claims: Rows

    def __repr__(self) -> str:
        name = "denied" if self.is_against else "told"
        possible = f" ({self.lines_possible} possible)" if self.lines_possible > self.lines else ""
        return f"{name}: {self.verdict}, documents: {self.tellings}, lines: {self.lines}{possible}, rests on: {', '.join(self.cut)}"


class ShownGroup:
    """A group of claims that state the same: its words, both sides, every telling with chain and passage, its pictures.

    Attributes:
        id: the group's id.
        text: the statement.
    """

    def __init__(self, tables: Tables, group_id: str) -> None:
        from sayso.tell import clean_line  # noqa: PLC0415

        self._tables, self.id = tables, group_id
        self.text = next(clean_line(row.text) for row in tables.take(Group) if row.id == group_id)

    @functools.cached_property
    def _sides(self) -> dict[str, ShownSide]:
        from sayso.tell.lookup import Lookup  # noqa: PLC0415
        from sayso.tell.views import Views  # noqa: PLC0415

        view = Views(Lookup(self._tables)).view_group(self.id)
        return {side.side: _show_side(self._tables, side) for side in view.sides}

    @property
    def affirmed(self) -> ShownSide | None:
        """The side that says it is so; null when nobody does."""
        return self._sides.get("affirmed")

    @property
    def negated(self) -> ShownSide | None:
        """The side that says it isn't so; null likewise."""
        return self._sides.get("negated")

    def stemma(self, side: Side | None = None) -> Pictures:
        """Who tells it and on whose word; of both sides when none is named."""
        return draw_sides(self._tables, [self.id], "draw_stemma", side=side)

    def lines(self, side: Side | None = None) -> Pictures:
        """Which ways to an origin share no source; of both sides when none is named."""
        return draw_sides(self._tables, [self.id], "draw_lines", side=side)

    def timeline(self) -> Picture:
        """When it was told and denied."""
        from sayso.tell import draw_timeline  # noqa: PLC0415

        return Picture(draw_timeline(self._tables, self.id))

    def drifts(self) -> Pictures:
        """What changed on the way from one telling to another, the worst first."""
        return draw_drifts(self._tables, groups=[self.id])

    def _repr_html_(self) -> str:
        from sayso.tell import show_group  # noqa: PLC0415

        return show_group(self._tables, self.id, [picture._shown for picture in self.stemma()])

    def __repr__(self) -> str:
        from sayso.tell import tell_trace  # noqa: PLC0415

        return tell_trace(self._tables, self.id).rstrip()


class ShownGroups(Sequence[ShownGroup]):
    """Groups, the most told first; a sequence of `ShownGroup` that shows itself as a table."""

    def __init__(self, tables: Tables, group_ids: Sequence[str]) -> None:
        self._tables, self._ids = tables, tuple(group_ids)

    @overload
    def __getitem__(self, at: int) -> ShownGroup: ...
    @overload
    def __getitem__(self, at: slice) -> ShownGroups: ...
    def __getitem__(self, at: int | slice) -> ShownGroup | ShownGroups:
        return ShownGroups(self._tables, self._ids[at]) if isinstance(at, slice) else ShownGroup(self._tables, self._ids[at])

    def __len__(self) -> int:
        return len(self._ids)

    @functools.cached_property
    def _rows(self) -> Rows:
        wanted = set(self._ids)
        return Rows(row for row in list_sides(self._tables) if row["group_id"] in wanted)

    def rows(self) -> Rows:
        """A row for each side of each, as `Case.rows("groups")` has them."""
        return self._rows

    def _repr_html_(self) -> str:
        from sayso.tell import show_listing, to_listing  # noqa: PLC0415

        return show_listing(to_listing([_tell_row(row) for row in self._rows], none="No statements."))

    def __repr__(self) -> str:
        rows = [_tell_row(row) for row in self._rows]
        told = (
            f"{row['id']}  {row['statement']} [{row['verdict']}; documents: {row['documents']}, lines: {row['lines']}]"
            for row in rows
        )
        return "\n".join(told) or "No statements."


class ShownMatrix:
    """The hypotheses weighed: heat map, sums, what to be careful of, every cell with its reason.

    Attributes:
        is_transposed: hypotheses in columns rather than in rows.
    """

    def __init__(self, tables: Tables, *, is_transposed: bool) -> None:
        self._tables, self.is_transposed = tables, is_transposed

    @functools.cached_property
    def picture(self) -> Picture:
        """The heat map."""
        from sayso.tell import draw_matrix  # noqa: PLC0415

        return Picture(draw_matrix(self._tables, rows="evidence" if self.is_transposed else "hypotheses"))

    def rows(self) -> Rows:
        """A row for each cell, as `Case.rows("cells")` has them."""
        return list_rows(self._tables, "cells")

    def hypotheses(self) -> Rows:
        """A row for each hypothesis with its sums and judgements, as `Case.rows("hypotheses")` has them."""
        return list_rows(self._tables, "hypotheses")

    def _repr_html_(self) -> str:
        from sayso.tell import show_matrix  # noqa: PLC0415

        return show_matrix(self._tables, [self.picture._shown] if self.rows() else [])

    def __repr__(self) -> str:
        from sayso.tell import tell_weighing  # noqa: PLC0415

        return tell_weighing(self._tables, is_transposed=self.is_transposed).rstrip()


# ---------------------------------------------------------------- made from rows


def find_group(tables: Tables, what: str, *, keeper: Keeper | None = None) -> ShownGroup:
    """Find the one group that an id, or words near to a statement's, call.

    Raises:
        UnknownName: nothing goes by that, or a dispute of two statements does.
    """
    found = find_groups(tables, what, keeper=keeper)
    if len(found) > 1:
        raise UnknownName("this is a dispute of two statements", got=[what], fix=f'case.group("{found[0]}") shows the first')
    return ShownGroup(tables, found[0])


def find_groups(tables: Tables, what: str, *, keeper: Keeper | None = None) -> list[str]:
    """Ids of the groups that an id, or words near to a statement's, call.

    Args:
        keeper: of what the models gave for the case's texts, so that it isn't worked out again.
    Raises:
        UnknownName: none does.
    """
    from sayso.tell import find_evidence  # noqa: PLC0415

    called = {group.id: [group.id] for group in tables.take(Group)}
    called |= {row.claim_id: [row.group_id] for row in tables.take(Membership)}
    called |= {row.id: list(filter(None, (row.group_id, row.other_group_id))) for row in tables.take(Dispute)}
    if what in called:
        return called[what]
    with keep_in(keeper):
        found = [evidence.group_id for evidence in find_evidence(tables, what, limit=1)]
    if not found:
        raise UnknownName(
            "nothing in the case goes by that id, and no statement is near to those words", got=[what],
            fix="`sayso claims CASE` lists every claim with its id",
        )
    return found


def _tell_row(row: Listed) -> Listed:
    """A side of a group as one row of a table, in the brief's words."""
    from sayso.tell import clean_line  # noqa: PLC0415
    from sayso.tell.verdicts import pick_verdict  # noqa: PLC0415

    possible = f" ({row['lines_possible']} possible)" if row["lines_possible"] > row["lines"] else ""
    return {
        "statement": ("denied: " if row["is_against"] else "") + clean_line(row["text"]),
        "disputed": row["is_disputed"], "verdict": pick_verdict(row["verdict"]).word, "documents": row["tellings"],
        "lines": f"{row['lines']}{possible}", "rests on": row["cut"], "id": row["group_id"],
    }


def _show_side(tables: Tables, view: SideView) -> ShownSide:
    held = {claim.id for claim in view.claims}
    claims = Rows(row for row in list_rows(tables, "claims") if row["id"] in held)
    return ShownSide(
        view.side, view.is_against, view.verdict.word, view.tellings, view.lines, view.lines_possible, tuple(view.cut),
        view.why, claims,
    )
