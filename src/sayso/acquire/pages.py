"""Page numbers and running heads: what a page prints around its text."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from sayso.acquire.lines import Line

_NUMBER = re.compile(
    r"(?P<word>page\s+|p\.\s*)?(?:[-–—|\[]\s*)?(?P<number>\d{1,4}|[ivxl]{1,7})(?P<of>\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|\]])?",
    re.IGNORECASE,
)
_HEAD_MAX = 120  # characters; a running head is a title or a name, not a sentence
_REPEATS = 3  # pages that must share a line: two could share a heading by chance
_TITLE_REACH = 12  # lines of the first page among which its title stands
_EDGE = 2  # lines at the top and bottom of a page where running heads stand


def mark_page_furniture(lines: Sequence[Line]) -> None:
    """Mark page numbers and running heads."""
    if lines and lines[-1].page > 0:
        _mark_running_heads(lines)
        _mark_numbers_at_edges(lines)
    else:
        _mark_number_sequence(lines)
        _mark_heads_beside_numbers(lines)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    return [list(page) for _, page in itertools.groupby(lines, key=lambda line: line.page)]


def _can_run(line: Line) -> bool:
    """Whether a line could be a running head: short, and no sentence or note ("3 Ibid., 12.")."""
    return len(line.text) <= _HEAD_MAX and not line.text.endswith((".", ",", ";"))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


def _mark_running_heads(lines: Sequence[Line]) -> None:
    edges = []
    for page in _pages(lines):
        top, bottom = page[:_EDGE], page[_EDGE:][-_EDGE:]
        edges += [(line, "top") for line in top] + [(line, "bottom") for line in bottom]
    counts = Counter((_shape(line.text), edge) for line, edge in edges if _can_run(line))
    for line, edge in edges:
        shape = _shape(line.text)
        if counts[shape, edge] < _needed(shape, lines) or not _can_run(line) or shape in {"#", ""} or line.kind:
            continue
        if line.page == 0 and "#" not in shape:
            continue  # the first page's own heading may be the title that the other pages repeat
        line.mark("running_head", f"stands at the {edge} of {counts[shape, edge]} pages")


def _needed(shape: str, lines: Sequence[Line]) -> int:
    """Pages that must share a line: one fewer when the first page prints it too, as its title."""
    return _REPEATS - 1 if shape in {_shape(line.text) for line in lines[:_TITLE_REACH]} else _REPEATS


def _mark_numbers_at_edges(lines: Sequence[Line]) -> None:
    for page in _pages(lines):
        rest = [line for line in page if not line.kind]
        for line in {id(line): line for line in (*rest[:1], *rest[-1:])}.values():
            match = _NUMBER.fullmatch(line.text)
            if match and (match["number"].isdigit() or match["number"].islower()):
                line.mark("page_number", "a number alone at the edge of a page")


def _mark_number_sequence(lines: Sequence[Line]) -> None:
    found: dict[str, list[tuple[int, Line]]] = {"arabic": [], "roman": []}
    for line in lines:
        if line.kind or len(line.text) > 20:
            continue
        match = _NUMBER.fullmatch(line.text)
        if match is None:
            continue
        if match["word"] or match["of"]:
            line.mark("page_number", "a page number")
        elif match["number"].isdigit():
            found["arabic"].append((int(match["number"]), line))
        elif match["number"].islower():
            found["roman"].append((_from_roman(match["number"]), line))
    for numbered in found.values():
        for i, (number, line) in enumerate(numbered):
            follows = i > 0 and numbered[i - 1][0] < number
            leads = i + 1 < len(numbered) and number < numbered[i + 1][0]
            if (follows or leads) and line.gap and number < 1000:
                line.mark("page_number", "a number alone on its line, one of a rising sequence")


def _mark_heads_beside_numbers(lines: Sequence[Line]) -> None:
    beside = [
        other
        for i, line in enumerate(lines)
        if line.kind == "page_number"
        for other in (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2])
        if not other.kind and _can_run(other)
    ]
    # the first page's head has no page number before it
    beside += [line for line in lines[:1] if not line.kind and _can_run(line)]
    counts = Counter(_shape(line.text) for line in beside)
    for line in beside:
        if counts[_shape(line.text)] >= _needed(_shape(line.text), lines):
            line.mark("running_head", f"stands at the edge of {counts[_shape(line.text)]} pages")


def _from_roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[char] for char in text]
    return sum(-a if a < b else a for a, b in itertools.zip_longest(values, values[1:], fillvalue=0))
