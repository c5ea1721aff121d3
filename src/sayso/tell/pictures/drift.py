"""A drift pair: a claim as it stood beside the claim as it is told further on, the words that changed marked in both."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.errors import UnknownName
from sayso.schema import Tables
from sayso.tell.drifts import COME, GONE, DriftView, SideOfDrift, to_marked, view_drifts
from sayso.tell.lookup import Lookup
from sayso.tell.pictures.style import (
    CAPTION,
    FONT,
    MARGIN,
    STRONG,
    WIDTH,
    Canvas,
    Look,
    Pen,
    clean,
    fit,
    measure,
    reads_from_right,
    wrap,
)

GAP = 34  # between the two claims: room for an arrow
LEADING = 18.0
MOST_LINES = 14  # lines of a claim; a passage of 300 words has 40, its change is shown with the words around it
LEAD_WORDS = 24  # words kept before the first change where a claim is too long

MARKED = {
    GONE: ' font-weight="700" text-decoration="line-through"',
    COME: ' font-weight="700" text-decoration="underline" fill="#a8321a" class="f-accent"',
}
Run = tuple[str, str]  # a word with the space before it, its part


def draw_drift(tables: Tables, drift_id: str) -> str:
    """Draw one drift.

    Raises:
        UnknownName: no drift has this id, or one of its claims is gone.
    """
    found = next((view for view in view_drifts(tables, Lookup(tables)) if view.id == drift_id), None)
    if found is None:
        raise UnknownName("no drift has this id", where="drifts", got=[drift_id], fix="sayso drift CASE")
    return draw_drift_view(found)


def draw_drift_view(view: DriftView) -> str:
    """Draw a drift that was looked up already: the earlier claim at the left, the later at the right."""
    canvas = Canvas()
    width = (WIDTH - 2 * MARGIN - GAP) / 2
    heights = []
    for side, left in ((view.earlier, MARGIN), (view.later, MARGIN + width + GAP)):
        canvas.text(left, MARGIN + 13, side.teller or "?", look=STRONG, room=width)
        canvas.text(left, MARGIN + 28, side.published or "no date", look=CAPTION, room=width)
        heights.append(_draw_claim(canvas, side, float(left), width))
    bottom = max(heights)
    for left in (MARGIN, MARGIN + width + GAP):
        canvas.rect((left, MARGIN + 36, width, bottom - MARGIN - 36), pen=Pen(stroke="soft", width=0.9))
    middle, x = (MARGIN + 36 + bottom) / 2, MARGIN + width
    canvas.path(f"M{x + 5:.1f} {middle:.1f}h{GAP - 15}", pen=Pen(width=1.3))
    canvas.path(f"M{x + GAP - 4:.1f} {middle:.1f}l-8 -4v8z", pen=Pen(stroke="none", fill="ink"))
    for line in wrap(f"{view.kind}: {view.why}", WIDTH - 2 * MARGIN, at_most=3, look=CAPTION):
        canvas.text(MARGIN, bottom + 17, line, look=CAPTION)
        bottom += 15
    title = f"{view.kind}, from {clean(view.earlier.teller)} to {clean(view.later.teller)}"
    told = (
        f"{clean(view.earlier.teller)} ({view.earlier.published or 'no date'}): {to_marked(view.earlier.bits)} "
        f"{clean(view.later.teller)} ({view.later.published or 'no date'}): {to_marked(view.later.bits)} "
        f"Words that went stand between [- and -], words that came between {{+ and +}}. {view.why}"
    )
    return canvas.finish("drift", title=title, told=told, size=(WIDTH, bottom + 12), key=view.id)


def _draw_claim(canvas: Canvas, side: SideOfDrift, left: float, width: float) -> float:
    y = MARGIN + 36 + 20.0
    lines = list(_break_lines(_list_runs(side), width - 20))
    lines, is_cut = lines[:MOST_LINES], len(lines) > MOST_LINES
    for i, line in enumerate(lines):
        runs = [*line, (" …", "")] if is_cut and i == len(lines) - 1 else line
        is_rtl = reads_from_right("".join(words for words, _ in runs))
        at = left + 10 + (width - 20 if is_rtl else 0)
        marked = [(words, MARKED.get(part, "")) for words, part in _join(runs)]
        canvas.runs(at, y, marked, aside=' direction="rtl"' if is_rtl else "")
        y += LEADING
    return y - LEADING + 12


def _list_runs(side: SideOfDrift) -> list[Run]:
    """The claim's words, each with what it is; of a long one those around the first change."""
    runs: list[Run] = []
    for bit in side.bits:
        words = clean(f"x{bit.text}x")[1:-1]  # the spaces at its ends part it from its neighbours
        for i, word in enumerate(words.split(" ")):
            if i == 0 and runs and word and not runs[-1][0].endswith(" "):
                runs.append((word, bit.part))
            elif word:
                runs.append((f" {word}" if runs else word, bit.part))
            elif i:
                runs.append((" ", ""))
    runs = [run for i, run in enumerate(runs) if run[0] != " " or (i + 1 < len(runs) and not runs[i + 1][0].startswith(" "))]
    first = next((i for i, (_, part) in enumerate(runs) if part in MARKED), 0)
    return [("…", ""), *runs[first - LEAD_WORDS :]] if first > 3 * LEAD_WORDS else runs


def _break_lines(runs: list[Run], room: float) -> Iterator[list[Run]]:
    line: list[Run] = []
    left = room
    bold = Look(size=FONT, is_bold=True)
    for words, part in runs:
        look = bold if part in MARKED else Look()
        shown = words if measure(words, look=look) <= room else fit(words, room - 4, look=look)
        width = measure(shown, look=look)
        if line and width > left:
            yield line
            line, left, shown = [], room, shown.lstrip()
        line.append((shown, part))
        left -= width
    if line:
        yield line


def _join(runs: list[Run]) -> list[Run]:
    """Neighbours of one kind as one run."""
    joined: list[Run] = []
    for words, part in runs:
        kind = part if part in MARKED else ""
        if kind and words.startswith(" ") and joined and joined[-1][1] != kind:  # no stroke through the space before
            joined.append((" ", ""))
            words = words[1:]
        if joined and joined[-1][1] == kind:
            joined[-1] = (joined[-1][0] + words, kind)
        else:
            joined.append((words, kind))
    return joined
