"""One story of an RTF file (the body, a note, a header, a text box): its paragraphs and rows as they are closed."""

from __future__ import annotations

import dataclasses

from sayso.acquire.composed import Draft
from sayso.acquire.office.drafting import Words, join_drafts


@dataclasses.dataclass(slots=True)
class _Level:
    """A table that is being read: paragraphs of the open cell, cells of the open row, rows; rows of tables inside that row."""

    cell: list[Draft] = dataclasses.field(default_factory=list)
    row: list[list[Draft]] = dataclasses.field(default_factory=list)
    rows: list[tuple[list[list[Draft]], list[Draft]]] = dataclasses.field(default_factory=list)
    nested: list[Draft] = dataclasses.field(default_factory=list)
    merged: list[bool] = dataclasses.field(default_factory=list)


class Story:
    """Gathers blocks; kind and why are of every block of a story that is out of the flow, empty for the body."""

    def __init__(self, place: str, kind: str = "", why: str = "") -> None:
        """Begin a story; its blocks' places begin with `place`."""
        self.drafts: list[Draft] = []
        self.words = Words()
        self.links: list[list[int | str]] = []
        self.boxes: list[Draft] = []
        self.raised: tuple[int, int] | None = None
        self.is_listed = False
        self.kind, self.why = kind, why
        self.place = place
        self._levels: list[_Level] = []
        self._n_paragraphs = self._n_tables = 0

    def end_paragraph(self, kind: str, why: str, *, level: int) -> None:
        """Close the open paragraph; `level` is 0 outside of tables, 1 in one, 2 in one inside that."""
        self.is_listed, self.raised = False, None
        for link in self.links:
            self.words.link(int(link[0]), str(link[1]))
            link[0] = 0
        draft = self.words.to_draft(self.kind or kind, self.why or why)
        if level:
            cell = self._reach(level).cell
            if draft is not None:
                cell.append(draft)
            cell += self._take_boxes()
            return
        self._end_tables()
        self._n_paragraphs += 1
        self._put(draft, f"p[{self._n_paragraphs}]")

    def end_cell(self, level: int) -> None:
        """Close the open cell, after its last paragraph."""
        at = self._reach(level)
        at.row.append(at.cell)
        at.cell = []

    def begin_row(self) -> None:
        """Forget how the cells of the row before were merged."""
        self._reach(1).merged = []

    def define_cell(self, *, is_merged: bool) -> None:
        """Learn whether the next cell is one with the cell before it."""
        self._reach(1).merged.append(is_merged)

    def end_row(self, level: int) -> None:
        """Close the open row, after its last cell."""
        at = self._reach(level)
        row = [cell for n, cell in enumerate(at.row) if cell or not (n < len(at.merged) and at.merged[n])]
        at.rows.append((row, at.nested))
        at.row, at.nested = [], []
        if level > 1 and len(self._levels) >= level:
            inner = self._levels.pop()
            self._levels[-1].nested += _to_rows(inner.rows, "", kind=self.kind, why=self.why)

    def finish(self) -> list[Draft]:
        """Give the blocks."""
        self.end_paragraph("paragraph", "", level=0)
        return self.drafts

    def _reach(self, level: int) -> _Level:
        while len(self._levels) < level:
            self._levels.append(_Level())
        return self._levels[level - 1]

    def _end_tables(self) -> None:
        levels, self._levels = self._levels, []
        if not levels:
            return
        outer = levels[0]
        for level in levels:
            if level.cell:
                level.row.append(level.cell)
            if level.row:  # the file breaks off inside a row
                outer.rows.append((level.row, level.nested))
        if outer.rows:
            self._n_tables += 1
            place = f"{self.place}/tbl[{self._n_tables}]"
            self.drafts += _to_rows(outer.rows, place, kind=self.kind, why=self.why)

    def _put(self, draft: Draft | None, place: str) -> None:
        place = f"{self.place}/{place}"
        if draft is not None:
            draft.place = place
            self.drafts.append(draft)
        for box in self._take_boxes():
            box.place = f"{place}/{box.place}"
            self.drafts.append(box)

    def _take_boxes(self) -> list[Draft]:
        boxes, self.boxes = self.boxes, []
        return boxes


def _to_rows(rows: list[tuple[list[list[Draft]], list[Draft]]], place: str, *, kind: str, why: str) -> list[Draft]:
    """Make one block of each row; of a table of one column, which is a frame around text, the paragraphs as they are."""
    is_box = all(len(row) <= 1 for row, _ in rows)
    drafts = []
    for n, (row, nested) in enumerate(rows, 1):
        at = f"{place}/tr[{n}]"
        if is_box:
            made = [dataclasses.replace(draft, place=at) for cell in row for draft in cell]
        else:
            joined = join_drafts([join_drafts(cell, " ") for cell in row], " | ")
            made = [dataclasses.replace(joined, kind=kind or "table", why=why, place=at)] if joined.text else []
        drafts += made
        drafts += [dataclasses.replace(draft, place=f"{at}{draft.place or '/tbl[1]'}") for draft in nested]
    return drafts
