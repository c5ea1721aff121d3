"""The matrix as a heat map: hypotheses against evidence, a sign and a letter in each cell beside its tint.

Columns are numbered and spelt out below, so that no name stands upright; rows carry their names.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Literal

from sayso.schema import Cell, EvidenceItem, Hypothesis, Tables
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.style import CAPTION, LINE, MARGIN, SMALL, STRONG, WIDTH, Canvas, Look, Pen, clean, wrap
from sayso.tell.shown import count_of, elide

Rows = Literal["hypotheses", "evidence"]
Cells = dict[tuple[tuple[str, ...], tuple[str, ...]], Cell]
MOST_HYPOTHESES = 12  # more are cut; 30 columns of 17 pixels are the most that a page's width holds
MOST_EVIDENCE = 30
LABEL = 190  # least width of a row's name; twice as much where columns are few
CELLS = (17.0, 46.0)  # least and most width of a cell
CELL_HEIGHT = 27.0
TOLD_CELLS = 40  # cells that the text alternative names one by one


@dataclasses.dataclass(frozen=True, slots=True)
class Sign:
    """How a value is drawn: its sign and letter, and the tint behind them."""

    sign: str
    letter: str
    fill: str
    opacity: float


SIGNS = {
    "consistent": Sign("+", "C", "blue", 0.26), "inconsistent": Sign("−", "I", "accent", 0.42),
    "neutral": Sign("0", "N", "none", 1.0), "not applicable": Sign("/", "A", "soft", 0.08),
}
EMPTY = Sign("", "", "none", 1.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A row or column of the picture: its key, short name, and what it says in full."""

    key: tuple[str, ...]
    name: str
    text: str


def draw_matrix(tables: Tables, *, rows: Rows = "hypotheses") -> str:
    """Draw how evidence stands to the hypotheses, one in rows and the other in columns.

    A corner marks a cell that a person ruled, a thick rule one on which raters differ.
    """
    readings, items = _list_hypotheses(tables), _list_evidence(tables)
    cells: Cells = {((cell.hypothesis_id,), (cell.group_id, cell.side)): cell for cell in tables.take(Cell)}
    shown_readings, shown_items = readings[:MOST_HYPOTHESES], items[:MOST_EVIDENCE]
    is_plain = rows == "hypotheses"
    down, across = (shown_readings, shown_items) if is_plain else (shown_items, shown_readings)
    canvas = Canvas()
    top = _draw_legend(canvas)
    width = max(CELLS[0], min(CELLS[1], (WIDTH - 2 * MARGIN - LABEL) / max(len(across), 1)))
    left = min(WIDTH - MARGIN - width * max(len(across), 1), MARGIN + 2 * LABEL)
    for i, line in enumerate(across):
        middle = left + width * (i + 0.5)
        canvas.text(middle, top + 12, line.name, look=Look(size=SMALL, is_bold=True), anchor="middle", room=width - 1)
    top += 18
    for line in down:
        _draw_name(canvas, line, top, left - MARGIN)
        for i, other in enumerate(across):
            cell = cells.get((line.key, other.key) if is_plain else (other.key, line.key))
            told = f"{line.name} and {other.name}: {_tell(cell)}"
            _draw_cell(canvas, cell, (left + width * i, top, width, CELL_HEIGHT), told)
        top += CELL_HEIGHT
    top = _draw_key(canvas, across, top + 14)
    more = _tell_more(len(readings) - len(shown_readings), len(items) - len(shown_items))
    if more:
        canvas.text(MARGIN, top + 12, more, look=STRONG, room=WIDTH - 2 * MARGIN)
        top += 18
    title = f"{count_of(len(readings), 'hypothesis', 'hypotheses')} against {count_of(len(items), 'piece')} of evidence"
    told = _tell_all(shown_readings, shown_items, cells, more)
    return canvas.finish("matrix", title=title, told=told, size=(WIDTH, top + MARGIN), key=f"by-{rows}")


def _list_hypotheses(tables: Tables) -> list[Line]:
    rows = sorted(tables.take(Hypothesis), key=lambda row: (row.is_null, row.ordinal, row.id))
    return [Line((row.id,), clean(row.id), clean(row.text)) for row in rows]


def _list_evidence(tables: Tables) -> list[Line]:
    lookup = Lookup(tables)
    rows = sorted(tables.take(EvidenceItem), key=lambda row: (row.ordinal, row.group_id, row.side))
    lines = []
    for i, row in enumerate(rows, 1):
        group = lookup.groups.get(row.group_id)
        said = f"“{clean(group.text if group else row.group_id)}”"
        denied = "denied: " if lookup.is_against(row.group_id, row.side) else ""
        lines.append(Line((row.group_id, row.side), str(i), denied + said))
    return lines


def _draw_legend(canvas: Canvas) -> float:
    x, y = float(MARGIN), MARGIN + 12.0
    for word, sign in SIGNS.items():
        canvas.rect((x, y - 11, 30, 15), pen=Pen(stroke="hair", fill=sign.fill, opacity=sign.opacity))
        canvas.text(x + 15, y + 0.5, f"{sign.sign} {sign.letter}", look=Look(size=SMALL, is_bold=True), anchor="middle")
        x += 36 + canvas.text(x + 35, y + 0.5, word, look=CAPTION) + 12
    canvas.rect((x, y - 11, 18, 15), pen=Pen(stroke="hair"))
    canvas.path(f"M{x + 10:.1f} {y - 11:.1f}h8v8z", pen=Pen(stroke="none", fill="ink"))
    x += 24 + canvas.text(x + 23, y + 0.5, "ruled", look=CAPTION) + 12
    canvas.rect((x + 1.5, y - 9.5, 15, 12), pen=Pen(width=2.2))
    canvas.text(x + 23, y + 0.5, "raters differ", look=CAPTION)
    return y + 14


def _draw_name(canvas: Canvas, line: Line, top: float, room: float) -> None:
    canvas.open("matrix-name", f"{line.name}: {line.text}")
    taken = canvas.text(MARGIN, top + 17, line.name, look=Look(size=SMALL, is_bold=True), room=54) + 6
    look = Look(size=SMALL)
    lines = wrap(line.text, room - taken - 8, at_most=2, look=look)
    for i, words in enumerate(lines):
        canvas.text(MARGIN + taken, top + (17 if len(lines) == 1 else 11) + 13 * i, words, look=look)
    canvas.close()


def _draw_cell(canvas: Canvas, cell: Cell | None, box: tuple[float, float, float, float], told: str) -> None:
    x, y, width, height = box
    sign = SIGNS.get(cell.value or "", EMPTY) if cell else EMPTY
    canvas.open("matrix-cell", told)
    canvas.rect(box, pen=Pen(stroke="hair", width=0.8, fill=sign.fill, opacity=sign.opacity))
    if sign.sign:
        middle = x + width / 2
        if width >= 30:
            both = f"{sign.sign} {sign.letter}"
            canvas.text(middle, y + height / 2 + 4, both, look=Look(size=SMALL, is_bold=True), anchor="middle")
        else:
            canvas.text(middle, y + 11.5, sign.sign, look=Look(size=10, is_bold=True), anchor="middle")
            canvas.text(middle, y + 23.5, sign.letter, look=Look(size=10), anchor="middle")
    if cell and cell.disagreement > 0:
        canvas.rect((x + 1.5, y + 1.5, width - 3, height - 3), pen=Pen(width=2.0))
    if cell and _is_ruled(cell):
        canvas.path(f"M{x + width - 6.5:.1f} {y:.1f}h6.5v6.5z", pen=Pen(stroke="none", fill="ink"))
    canvas.close()


def _draw_key(canvas: Canvas, across: list[Line], top: float) -> float:
    """What the columns are, in two columns of lines."""
    half = (WIDTH - 2 * MARGIN) / 2
    look = Look(size=SMALL)
    per = -(-len(across) // 2)
    for i, line in enumerate(across):
        x, y = MARGIN + half * (i // per), top + 10 + LINE * (i % per)
        taken = canvas.text(x, y, line.name, look=Look(size=SMALL, is_bold=True), room=60) + 6
        canvas.text(x + taken, y, line.text, look=look, room=half - taken - 14)
    return top + LINE * per + 4


def _is_ruled(cell: Cell) -> bool:
    return bool(cell.ratings) or cell.state == "confirmed"


def _tell(cell: Cell | None) -> str:
    if cell is None or not cell.value:
        return "not filled"
    return cell.value + (", ruled" if _is_ruled(cell) else ", proposed") + (", raters differ" if cell.disagreement > 0 else "")


def _tell_more(n_hypotheses: int, n_items: int) -> str:
    parts = [count_of(n_hypotheses, "hypothesis", "hypotheses")] if n_hypotheses > 0 else []
    parts += [f"{count_of(n_items, 'piece')} of evidence"] if n_items > 0 else []
    return f"{' and '.join(parts)} more not drawn" if parts else ""


def _tell_all(
    readings: list[Line], items: list[Line], cells: Cells, more: str
) -> str:
    told = []
    for reading in readings:
        held = [(item, cells.get((reading.key, item.key))) for item in items]
        counts = Counter(cell.value if cell and cell.value else "not filled" for _, cell in held)
        n_ruled = sum(bool(cell and _is_ruled(cell)) for _, cell in held)
        order = (*SIGNS, "not filled")
        sums = ", ".join(f"{counts[word]} {word}" for word in order if counts[word]) or "no evidence"
        told.append(f"{reading.name}, {elide(reading.text, at_most=100)}: {sums}; {n_ruled} ruled")
    if len(readings) * len(items) <= TOLD_CELLS:
        told += [
            f"{reading.name} and {item.name}, {elide(item.text, at_most=60)}: {_tell(cells.get((reading.key, item.key)))}"
            for reading in readings for item in items
        ]
    told = told or ["No hypothesis was written"]
    return ". ".join([*told, *([more] if more else [])]) + "."
