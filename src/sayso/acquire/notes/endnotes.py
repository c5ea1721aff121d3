"""Endnotes as word processors set them: in Roman figures, raised, at the end of the text and without a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.acquire.lines import Line
from sayso.acquire.notes.found import FoundNote

RAISED_ROMAN = str.maketrans("ivxlc", "ⁱᵛˣˡᶜ")
_TO_PLAIN = str.maketrans("ⁱᵛˣˡᶜ", "ivxlc")
_LABEL = re.compile(r"([ⁱᵛˣˡᶜ]{1,9}|[ivxlc]{1,9}(?=[.)]?\s?[A-Z“\"‘(]))[.)]?\s*(?=\S)")
_MARK = re.compile(r"(?<=\S)[ⁱᵛˣˡᶜ]{1,9}(?![ⁱᵛˣˡᶜ])")
_PAGE_KINDS = {"page_number", "running_head"}
_VALUES = (("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_FAMILY = -3  # of notes: beside those of numbers, signs and letters


def mark_endnotes(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark notes that begin with i, ii, iii ... and run to the end of the text, where such raised figures stand above them."""
    labels = [(i, match) for i, line in enumerate(lines) if not line.kind and (match := _LABEL.match(line.text))]
    first = next((place for place in reversed(range(len(labels))) if _to_number(labels[place][1][1]) == 1), None)
    if first is None or not any(_MARK.search(line.text) for line in lines[: labels[first][0]]):
        return []
    found: list[tuple[int, re.Match[str]]] = []
    for i, match in labels[first:]:
        if _to_number(match[1]) == len(found) + 1:
            found.append((i, match))
    notes: list[FoundNote] = []
    ends = [i for i, _ in found[1:]] + [len(lines)]
    for (i, match), end in zip(found, ends, strict=True):
        line = lines[i]
        note = FoundNote("footnote", match[1].translate(_TO_PLAIN), [], line.start, family=_FAMILY)
        start, last_page = line.start + match.end(), -1
        for other in lines[i:end]:
            if other.kind in _PAGE_KINDS:
                continue
            # the page's furniture stands between the pieces of a note that goes over a page
            if note.spans and other.page == last_page:
                note.spans[-1] = (note.spans[-1][0], other.end)
            else:
                note.spans.append((start if other is line else other.start, other.end))
            last_page = other.page
            other.mark("footnote", "notes in Roman figures at the end")
        notes.append(note)
    return notes


def link_endnotes(text: str, running: Iterable[tuple[int, int]], notes: Sequence[FoundNote]) -> None:
    """Find each note's mark in the running text, in order."""
    due = iter(notes)
    note = next(due, None)
    for start, end in running:
        for match in _MARK.finditer(text, start, end):
            if note is not None and match.group().translate(_TO_PLAIN) == note.label:
                note.marks, note.cuts = [match.span()], [match.span()]
                note = next(due, None)


def _to_number(raised: str) -> int:
    """The value of a Roman figure; 0 for letters that make none."""
    rest, value = raised.translate(_TO_PLAIN), 0
    for letters, worth in _VALUES:
        while rest.startswith(letters):
            rest, value = rest[len(letters) :], value + worth
    return 0 if rest else value
