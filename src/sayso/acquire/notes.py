"""Footnotes, endnotes and lists of references, and the marks in the text that point to them."""

from __future__ import annotations

import dataclasses
import itertools
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
_BARE_LABEL = re.compile(r"\[?(\d{1,3})\]?\.?")
_PAGE_LINES = 80  # lines above a note in which its mark is looked for: no page has more
_LOWER_PART = (
    3  # without a rule, notes may start in the lower two thirds of a page: a page of one quote and many notes exists
)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\d\s][.,;:])|(?<=\d[.,;:])|(?<=[!?\"”’'»)\]—–]))"
    r"(?P<space>[ \xa0]?)(?P<mark>\[?(?P<label>\d{1,3})\]?|(?P<super>[⁰¹²³⁴-⁹]{1,3}))(?=[\s.,;:!?)\"”’—–\[]|$)"
)


@dataclasses.dataclass(slots=True)
class FoundNote:
    """A note of the text: its label, its words, and where its mark may stand."""

    kind: str
    label: str
    spans: list[tuple[int, int]]
    at: int
    marks: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    cuts: list[tuple[int, int]] = dataclasses.field(default_factory=list)


# ------------------------------------------------------------------ footnotes


def mark_footnotes(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark blocks of footnotes at the foot of pages.

    A block begins with the number that is due, under a rule or with its mark in the text above it, and runs to the end of the
    page.
    """
    notes: list[FoundNote] = []
    has_feeds = bool(lines) and lines[-1].page > 0
    pages = {
        page: [line.page for line in group] for page, group in itertools.groupby(lines, key=lambda line: line.page)
    }
    due, i, page_start = 1, 0, 0
    while i < len(lines):
        if lines[i].page != lines[page_start].page:
            page_start = i
        label = _read_label(lines, i)
        low = page_start + len(pages[lines[i].page]) // _LOWER_PART if has_feeds else 0
        if label is None or lines[i].kind or i < low or not _begins_block(lines, i, label=label[0], due=due):
            i += 1
            continue
        end, found = _read_block(lines, i, has_feeds=has_feeds)
        for line in lines[i:end]:
            line.mark("footnote", "numbered notes at the foot of a page")
        notes += found
        due, i = int(found[-1].label) + 1, end
    return notes


def _read_label(lines: Sequence[Line], i: int) -> tuple[int, int] | None:
    """A note's number and where its words begin; some text layers set the number on a line of its own."""
    line = lines[i]
    match = _NOTE.match(line.text)
    if match:
        return int(match["label"]), line.start + match.end()
    bare = _BARE_LABEL.fullmatch(line.text)
    if bare and i + 1 < len(lines) and lines[i + 1].gap == 0 and lines[i + 1].page == line.page:
        return int(bare[1]), lines[i + 1].start
    return None


def _begins_block(lines: Sequence[Line], i: int, *, label: int, due: int) -> bool:
    line = lines[i]
    if line.has_rule:
        return label == 1 or due <= label <= due + 2
    if label not in {1, due} or not line.gap:
        return False
    if lines[-1].page == 0 and not any(_REFERENCE.search(other.text) for other in lines[i : i + 3]):
        return False  # without pages a numbered list is the likelier thing
    return any(
        match["label"] == str(label) and not match["space"]
        for other in lines[max(i - _PAGE_LINES, 0) : i]
        if other.page == line.page and not other.kind and str(label) in other.text
        for match in _MARK.finditer(other.text)
    )


def _read_block(lines: Sequence[Line], start: int, *, has_feeds: bool) -> tuple[int, list[FoundNote]]:
    found: list[FoundNote] = []
    i = start
    while i < len(lines):
        line = lines[i]
        label = _read_label(lines, i)
        is_due = label is not None and (not found or label[0] == int(found[-1].label) + 1)
        if i > start and _ends_block(lines, i, has_feeds=has_feeds, is_due=is_due):
            break
        if label and is_due:
            i += label[1] > line.end  # the number had a line of its own
            found.append(FoundNote("footnote", str(label[0]), [(label[1], lines[i].end)], line.start))
        else:
            found[-1].spans[-1] = (found[-1].spans[-1][0], line.end)
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
        heading = (
            _BIBLIOGRAPHY.fullmatch(lines[i].text.removesuffix("[edit]"))
            if len(lines[i].text) < 60 and not lines[i].kind
            else None
        )
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
        if line.text[0] == "^" or is_list_item(line.text) or _REFERENCE.search(line.text) or _NOTE.match(line.text):
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
        elif line.text.startswith("^"):  # an encyclopedia's list: the numbers are lost, the order is kept
            back = re.match(r"\^\s*(?:Jump up(?: to)?:?\s*)?(?:(?:[a-z]|\d\.\d)\s)*", line.text)
            start = line.start + (back.end() if back else 1)
            items.append(FoundNote("reference", str(due), [(min(start, line.end - 1), line.end)], line.start))
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
            note.marks, note.cuts, at = [(start, end)], [(cut, end)], end
        # in brackets a mark can't be anything else, and a note may be cited again
        for rank, start, end, cut in candidates.get(note.label, ()):
            if rank == 0 and text[start] == "[" and start < note.at and (start, end) not in note.marks:
                note.marks.append((start, end))
                note.cuts.append((cut, end))


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
