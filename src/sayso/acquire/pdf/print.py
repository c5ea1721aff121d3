"""What the print of a PDF's pages tells: running heads and page numbers by where they stand, notes by their small print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sayso.acquire.lines import is_terminal
from sayso.acquire.pdf.rows import Row

_SMALL = 0.94  # of the text's type: notes are set in 0.65 to 0.9 of it
_APART = 0.6  # ems between a running head and the text; rows of text have 0 to 0.4
_SAME_HEIGHT = 2.5  # points; running heads stand at the same height on every page
_HEAD_SIZE = 1.25  # times the text's type, at most: larger rows are titles
_HEAD_MAX = 120  # characters; a running head is a title or a name, not a sentence
_PAGES = 3  # pages that must share a running head's height: two could share it by chance
_SHARE = 0.4  # of the pages, likewise; heads of left and right pages may stand at two heights
_NUMBER = re.compile(r"^\W{0,3}(?:page\s+|p\.\s*)?(\d{1,4})\b(?![.)])|\b(\d{1,4})\W{0,3}$", re.IGNORECASE)
_ALONE = re.compile(r"(?:page\s+|p\.\s*)?[-–—|\[\s]*(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\]\s]*", re.IGNORECASE)
_CAPTION = re.compile(r"(?:table|figure|fig|box|map|chart|source|note)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:[\[(]?\d{1,3}[\])]?|[⁰¹²³⁴-⁹]{1,3}|[*∗†‡§¶]{1,3})[.:]?\s*\S")
_LARGE = 1.15  # times the text's type: titles
_TITLE_SIZE = 1.2  # times the text's type, at least: sections' headings have 1.1 to 1.2 of it
_TITLE_ROWS = 12  # rows above a title: a journal's name, a date, a list of addressees
_TITLE_MAX = 250  # characters; large type that runs on is a poster or a slide
_TITLE_CHARS = 10  # that a running head must share with the title
_BESIDE_TITLE = 50  # characters of a running head beside the title: a name, a date, a page number
_EDGE = 2  # rows at the top and at the bottom of a page that may be running heads


def find_body_size(pages: Iterable[Sequence[Row]]) -> float:
    """Find the height of the type in which most of the text is set; 0 without text."""
    counts: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            counts[round(2 * row.size) / 2] += len(row.text)
    return max(counts, key=lambda size: (counts[size], size), default=0.0)


def find_title(rows: Sequence[Row], body: float) -> list[Row]:
    """Find the rows of a first page that print the title: the largest type, some rows on end."""
    running = [row for row in rows if not row.kind]
    largest = max((row.size for row in running if row.text.count(" ") or len(row.text) > 3), default=0.0)
    if largest < _TITLE_SIZE * body:
        return []
    first = next(i for i, row in enumerate(running) if row.size > 0.97 * largest)
    if first > _TITLE_ROWS:
        return []
    places = [i for i, row in enumerate(running) if row.size > 0.97 * largest]
    end = next((i for i in range(places[0], len(running)) if i not in places), len(running))
    title = running[places[0] : end]
    return title if sum(len(row.text) for row in title) <= _TITLE_MAX and len(title) <= len(places) else []


# ------------------------------------------------------------------ running heads and page numbers


def mark_edges(pages: Sequence[Sequence[Row]], body: float) -> None:
    """Mark running heads, running feet and page numbers by place.

    A row at the edge, apart from the text, is one when its number counts the pages, or when rows stand at its height on many pages.
    """
    found = [(page, side, row, apart) for page, rows in enumerate(pages) for side, row, apart in _find_edges(rows, body)]
    _mark_near_edges([(side, row, is_apart) for _, side, row, is_apart in found])
    edges = [(page, side, row) for page, side, row, is_apart in found if is_apart]
    # a first page may have its number at its foot where the others have it at their head
    offsets = Counter({(number - page, page) for page, _, row in edges for number in _read_numbers(row)})
    counting = Counter(offset for offset, _ in offsets)
    shapes: Counter[tuple[str, str]] = Counter((side, _shape(row)) for _, side, row in edges)
    needed = max(_PAGES, _SHARE * len(pages))
    titles = _find_titles(pages[0], body) if pages else []
    for page, side, row in edges:
        n_counting = max((counting[number - page] for number in _read_numbers(row)), default=0)
        n_alike = shapes[side, _shape(row)] if _shape(row) else 0
        n_level = len({other for other, at, near in edges if at == side and abs(near.top - row.top) <= _SAME_HEIGHT})
        is_alone = _ALONE.fullmatch(row.text) is not None
        if is_alone and (n_counting >= 2 or n_level >= 2 or len(pages) == 1):
            row.kind, row.why = "page_number", "a number alone at the edge of a page"
        elif n_counting >= max(2, _SHARE * len(pages)) and not row.text.endswith((".", ",", ";")):
            row.kind, row.why = "running_head", f"its number counts the pages, on {n_counting} of them"
        elif n_alike >= 2 and n_level >= min(_PAGES, len(pages)):
            row.kind, row.why = "running_head", f"stands at the same height on {n_level} pages"
        elif n_level >= needed and not is_terminal(row.text):
            row.kind, row.why = "running_head", f"rows stand apart at this height on {n_level} pages"
        elif side == "top" and _stands_over_title(row, pages[page], body):
            row.kind, row.why = "running_head", "small print over the title"
        elif side == "top" and row.size < _SMALL * body and not _CAPTION.match(row.text) and not is_terminal(row.text):
            row.kind, row.why = "running_head", "small print at the top of a page, apart from the text"
        elif page and _repeats(_shape(row).strip("# "), titles):
            row.kind, row.why = "running_head", "repeats what the first page prints in large type"
    for page, side, row in edges:
        beside = [other for at, near, other in edges if at == page and near == side and abs(other.top - row.top) <= 1]
        if not row.kind and any(other.kind in {"running_head", "page_number"} for other in beside):
            row.kind, row.why = "running_head", "stands beside a running head or a page number"


def _repeats(head: str, titles: Sequence[str]) -> bool:
    """Whether a head is a part of a title, or holds one beside a name or a number."""
    return len(head) >= _TITLE_CHARS and any(
        head in title or (title in head and len(head) < len(title) + _BESIDE_TITLE)
        for title in titles
        if len(title) >= _TITLE_CHARS
    )


def _find_titles(rows: Sequence[Row], body: float) -> list[str]:
    """The title and whatever else is printed in large type, as `_shape` gives it."""
    title = " ".join(_shape(row) for row in find_title(rows, body))
    return [title, *(_shape(row) for row in rows if row.size > _LARGE * body)]


def _stands_over_title(row: Row, rows: Sequence[Row], body: float) -> bool:
    below = min((other for other in rows if other.middle > row.middle + row.size), key=lambda r: r.middle, default=None)
    return row.size < _SMALL * body and below is not None and below.size > _LARGE * body


def _mark_near_edges(edges: Sequence[tuple[str, Row, bool]]) -> None:
    """Mark rows that stand near to the text, but say the same but for a number at the same height of several pages."""
    levels: dict[tuple[str, str, int], list[tuple[Row, bool]]] = {}
    for side, row, is_apart in edges:
        if re.search(r"\d", row.text):
            levels.setdefault((side, _shape(row), round(row.middle / _SAME_HEIGHT)), []).append((row, is_apart))
    for level in levels.values():
        if len(level) > 1 and len({row.text for row, _ in level}) == len(level):
            for row, is_apart in level:
                if not is_apart:
                    row.kind, row.why = "running_head", f"its number rises over {len(level)} pages"


def _find_edges(rows: Sequence[Row], body: float) -> list[tuple[str, Row, bool]]:
    """Rows at the top and bottom of a page, and whether they stand apart from what is inside of them."""
    found: list[tuple[str, Row, bool]] = []
    told = sorted((row for row in rows if not row.kind or row.kind == "table"), key=lambda row: row.middle)
    for side, ordered in (("top", told), ("bottom", told[::-1])):
        at = 0
        for _ in range(_EDGE):
            near = ordered[at + 1 : at + 4]
            level = [*ordered[at : at + 1], *(row for row in near if abs(row.middle - ordered[at].middle) < 0.5 * row.size)]
            inner = ordered[at + len(level)] if at + len(level) < len(ordered) else None
            if inner is None or any(row.size > _HEAD_SIZE * body or len(row.text) > _HEAD_MAX for row in level):
                break
            far = inner.top - level[0].bottom if side == "top" else level[0].top - inner.bottom
            is_apart = far >= _APART * body
            found += [(side, row, is_apart) for row in level]
            if not is_apart:
                break
            at += len(level)
    return found


def _read_numbers(row: Row) -> list[int]:
    return [int(first or last) for first, last in _NUMBER.findall(row.text)]


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(row.text.lower().split()))


# ------------------------------------------------------------------ notes


def mark_feet(pages: Sequence[Sequence[Row]], body: float) -> None:
    """Mark small print at the foot of pages and columns that begins with a note's label, or goes on from the page before."""
    is_open = False
    for rows in pages:
        running = [row for row in rows if not row.kind]
        starts = _find_feet(running, body)
        was_marked = False
        for start, end in starts:
            foot = running[start:end]
            first = next((i for i, row in enumerate(foot) if _LABEL.match(row.text)), None)
            if is_open and not was_marked:
                first = 0  # the note before had no full stop: it goes on here
            if first is None:
                continue
            for row in foot[first:]:
                row.kind, row.why = "footnote", "small print at the foot of a page"
            was_marked = True
            is_open = not is_terminal(foot[-1].text)
        is_open = is_open and was_marked


def _find_feet(rows: Sequence[Row], body: float) -> list[tuple[int, int]]:
    """Runs of small print with no text of full size below them on their measure, under some that is above."""
    runs: list[tuple[int, int]] = []
    for i, row in enumerate(rows):
        if row.size >= _SMALL * body:
            continue
        if runs and runs[-1][1] == i and row.middle > rows[i - 1].middle:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    full = [row for row in rows if row.size >= _SMALL * body]
    found = []
    for start, end in runs:
        run = rows[start:end]
        left, right = min(row.left for row in run), max(row.right for row in run)
        beside = [row for row in full if row.left < right and left < row.right]
        if any(row.middle < run[0].middle for row in beside) and not any(
            row.middle > run[0].middle for row in beside
        ):
            found.append((start, end))
    return found
