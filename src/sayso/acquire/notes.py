"""Footnotes, endnotes and lists of references, and the marks in the text that point to them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from sayso.acquire.lines import Line, is_capitals, is_list_item, is_terminal

_NOTE = re.compile(r"[\[(]?(?P<label>\d{1,3})(?:[\])]|\.(?=\s))?\s*(?=[A-Z\"“‘'(\[À-Þ]|[a-z]{2}|https?:)")
_BIBLIOGRAPHY = re.compile(
    r"(?:\d+\.?\s*)?(?:(?:selected|select|annotated)\s+)?(bibliography|references?|works cited|literature cited|literature|"
    r"sources?|sources and further reading|further reading|notes|endnotes|footnotes|notes and references|sources cited)\s*:?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:1[6-9]|20)\d\d\b|https?:|www\.|\b(?:vol|no|pp?|ed|eds|trans)\.|[Aa]ccessed|[\"“].+[\"”]|\bIbid\b"
)
_AFTER = re.compile(r"(?:appendix|annex|acknowledg\w+|about the authors?)\b.*", re.IGNORECASE)
_LOWER_PART = (
    3  # without a rule, notes may start in the lower two thirds of a page: a page of one quote and many notes exists
)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\d\s][.,;:])|(?<=\d[.,;:])|(?<=[!?\"”’'»)\]—–]))"
    r"(?P<space>[ \xa0]?)(?P<mark>\[?(?P<label>\d{1,3})\]?|(?P<super>[⁰¹²³⁴-⁹]{1,3}))(?=[\s.,;:!?)\"”’—–]|$)"
)


@dataclasses.dataclass(slots=True)
class FoundNote:
    """A note of the text: its label, its words, and where its mark may stand."""

    kind: str
    label: str
    spans: list[tuple[int, int]]
    at: int
    mark: tuple[int, int] | None = None
    cut: tuple[int, int] | None = None


# ------------------------------------------------------------------ footnotes


def mark_footnotes(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark blocks of footnotes at the foot of pages.

    A block begins with the number that is due, under a rule or (where form feeds part the pages) with its mark in the text above
    it, and runs to the end of the page.
    """
    notes: list[FoundNote] = []
    has_feeds = bool(lines) and lines[-1].page > 0
    due, i, page_start = 1, 0, 0
    while i < len(lines):
        if lines[i].page != lines[page_start].page:
            page_start = i
        label = _label_of(lines[i])
        if label is None or lines[i].kind or not _begins_block(lines, i, label=label, due=due, page_start=page_start):
            i += 1
            continue
        end, found = _read_block(lines, i, has_feeds=has_feeds)
        for line in lines[i:end]:
            line.mark("footnote", "numbered notes at the foot of a page")
        notes += found
        due, i = int(found[-1].label) + 1, end
    return notes


def _label_of(line: Line) -> int | None:
    match = _NOTE.match(line.text)
    return int(match["label"]) if match else None


def _begins_block(lines: Sequence[Line], i: int, *, label: int, due: int, page_start: int) -> bool:
    if lines[i].has_rule:
        return label == 1 or due <= label <= due + 2
    if lines[-1].page == 0 or label not in {1, due}:
        return False
    page_end = next((j for j in range(i, len(lines)) if lines[j].page != lines[i].page), len(lines))
    if i - page_start < (page_end - page_start) // _LOWER_PART:
        return False
    return any(
        match["label"] == str(label) and not match["space"]
        for line in lines[page_start:i]
        if str(label) in line.text and not line.kind
        for match in _MARK.finditer(line.text)
    )


def _read_block(lines: Sequence[Line], start: int, *, has_feeds: bool) -> tuple[int, list[FoundNote]]:
    found: list[FoundNote] = []
    i = start
    while i < len(lines):
        line = lines[i]
        label = _label_of(line)
        due = int(found[-1].label) + 1 if found else label
        if i > start and _ends_block(lines, i, has_feeds=has_feeds, is_due=label == due):
            break
        match = _NOTE.match(line.text)
        if match and label == due:
            found.append(FoundNote("footnote", match["label"], [(line.start + match.end(), line.end)], line.start))
        elif found:
            body_start, _ = found[-1].spans[-1]
            found[-1].spans[-1] = (body_start, line.end)
        i += 1
    return i, found


def _ends_block(lines: Sequence[Line], i: int, *, has_feeds: bool, is_due: bool) -> bool:
    line, before = lines[i], lines[i - 1]
    if line.page != before.page or line.kind:
        return True
    if is_due:
        return False
    if line.gap >= 3:
        return True
    is_complete = is_terminal(before.text) or before.text.endswith(("/", ";")) or "http" in before.text
    if line.gap and is_complete:
        return True
    # without form feeds a new page shows only by how it is set: text lines stand apart, lines of notes don't
    follows_apart = i + 1 < len(lines) and lines[i + 1].gap >= 1
    return not has_feeds and line.indent >= 1 and follows_apart


# ------------------------------------------------------------------ lists of references


def mark_references(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark bibliographies and endnotes: a heading that names them, then a list."""
    notes: list[FoundNote] = []
    i = 0
    while i < len(lines):
        heading = _BIBLIOGRAPHY.fullmatch(lines[i].text) if len(lines[i].text) < 60 and not lines[i].kind else None
        end = _list_end(lines, i + 1) if heading else i
        if heading is None or end <= i + 1:
            i += 1
            continue
        items = _to_items(lines[i + 1 : end], is_notes="note" in heading[1].lower())
        for line in lines[i:end]:
            if not line.kind:
                line.mark("reference", f"a list under the heading '{lines[i].text[:40]}'")
        notes += items
        i = end
    return notes


def _list_end(lines: Sequence[Line], start: int) -> int:
    """Past the last line of a list of references; `start` itself when what follows is prose."""
    end, prose, listed = start, 0, 0
    for i in range(start, len(lines)):
        line = lines[i]
        if line.kind:
            end = i + 1 if line.kind in {"page_number", "running_head"} else end
            continue
        if _AFTER.fullmatch(line.text) or (is_capitals(line.text) and line.gap and not _REFERENCE.search(line.text)):
            break
        if is_list_item(line.text) or _REFERENCE.search(line.text) or _NOTE.match(line.text):
            prose, listed, end = 0, listed + 1, i + 1
            continue
        prose += 1
        # three lines on end without year, address, bullet or number, or one long one, is no list any more
        if (
            prose > 3
            or len(line.text) > 250
            or (line.gap and listed and len(line.text) < 80 and not is_terminal(line.text))
        ):
            break
    return end if listed else start


def _to_items(lines: Sequence[Line], *, is_notes: bool) -> list[FoundNote]:
    items: list[FoundNote] = []
    due = 1
    for line in lines:
        if line.kind:
            continue
        match = _NOTE.match(line.text)
        kind = "footnote" if is_notes else "reference"
        if match and int(match["label"]) == due:
            items.append(FoundNote(kind, match["label"], [(line.start + match.end(), line.end)], line.start))
            due += 1
        elif due > 1 or (items and not line.gap and not is_list_item(line.text) and line.indent):
            items[-1].spans[-1] = (items[-1].spans[-1][0], line.end)
        else:
            bullet = re.match(r"[•●▪■◦‣∙·*–—-]\s*", line.text)
            start = line.start + (bullet.end() if bullet else 0)
            if start < line.end:
                items.append(FoundNote("reference", "", [(start, line.end)], line.start))
    return items


# ------------------------------------------------------------------ marks


def link_marks(text: str, running: Sequence[tuple[int, int]], notes: Sequence[FoundNote]) -> None:
    """Find each numbered note's mark in the running text, in order, and keep it with the note.

    Args:
        running: spans of the running text, sorted.
        notes: in the order of the text; footnotes are marked before they stand, endnotes anywhere before.
    """
    if not any(note.label for note in notes):
        return
    candidates = _find_candidates(text, running)
    at = 0
    for note in notes:
        if not note.label:
            continue
        best = min(
            (
                (rank, start, end, cut)
                for rank, start, end, cut in candidates.get(note.label, ())
                if at <= start < note.at
            ),
            default=None,
        )
        if best is not None:
            _, start, end, cut = best
            note.mark, note.cut, at = (start, end), (cut, end), end


def _find_candidates(text: str, running: Sequence[tuple[int, int]]) -> dict[str, list[tuple[int, int, int, int]]]:
    """By label: rank (0 the surest), start and end of the mark, start of the cut."""
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    for start, end in running:
        for match in _MARK.finditer(text, start, end):
            label = match["label"] or match["super"].translate(_SUPERSCRIPTS)
            rank = _rank(text, match)
            if rank is not None:
                mark_start, mark_end = match.span("mark")
                cut = match.start() if mark_end >= len(text) or not text[mark_end].isalnum() else mark_start
                found.setdefault(label, []).append((rank, mark_start, mark_end, cut))
    return found


def _rank(text: str, match: re.Match[str]) -> int | None:
    before, after = text[match.start() - 1], text[match.end() : match.end() + 2]
    if match["super"] or "[" in match["mark"]:
        return 0
    if not match["space"]:
        if before.isalpha():
            return 2
        return 1 if before in ".,;:" and text[match.start() - 2 : match.start() - 1].isdigit() else 0
    if before in ".!?\"”’'»)":
        return 1
    return 3 if before.isalpha() and after[:1] == " " and after[1:].islower() else None
