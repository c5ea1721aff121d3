"""Lists of references and endnotes: a heading that names them, then a list; endnotes of several chapters start again at 1."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.acquire.lines import Line, is_capitals, is_list_item, is_terminal
from sayso.acquire.notes.found import FoundNote
from sayso.acquire.notes.marks import SUPERSCRIPTS

_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:(?:selected|select|annotated|chapter\s+\w+|list of)\s+)?(bibliography|references?(?: list| cited)?|"
    r"works cited|literature cited|literature|sources?|sources and further reading|further reading|(?:end|foot)?notes"
    r"(?:\s+(?:to|for|on)\s+(?:chapter|part|section|pages?)\s+[\w–-]+)?|notes and references|references and notes|"
    r"sources cited|notes and sources)"
    r"\s*[:.]?",
    re.IGNORECASE,
)
LOOKS_CITED = re.compile(
    r"\b(?:1[6-9]|20)\d\d\b|https?:|www\.|\b(?:vol|no|pp?|ed|eds|trans)\.|[Aa]ccessed|[\"“].+[\"”]|\bIbid\b|\bop\. cit"
)
"""What a line of a reference mostly has: a year, an address, a page, a quoted title."""
_ITEM = re.compile(
    r"(?:\[(?P<bracket>\d{1,3})\]|\((?P<paren>\d{1,3})\)|(?P<super>[⁰¹²³⁴-⁹]{1,3})|\[\^(?P<key>[\w-]{1,30})\]:"
    r"|(?!\d{1,2}\s[A-Z][a-z]{2,8}\.?\s(?:1[5-9]|20)\d\d\b)(?P<bare>\d{1,3})(?:\)|\]|\.(?=\s))?)\s*(?=[A-Z\"“‘'(\[À-Þ]|[a-z]{2}|https?:|\d{1,2}\s[A-Z])"
)
_ONLY_LABEL = re.compile(r"\[?(\d{1,3})\]?\.?")
_AFTER = re.compile(r"(?:appendix|annex|acknowledg\w+|about the authors?|index|glossary)\b.*", re.IGNORECASE)
_BACK = re.compile(r"\^\s*(?:Jump up(?: to)?:?\s*)?(?:(?:[a-z]|\d\.\d)\s)*")
_BULLET = re.compile(r"[•●▪■◦‣∙·*–—-]\s*")
_ENTRY = re.compile(r"[A-ZÀ-Þ—_][^\s]*(?:[,.]\s|\s[A-ZÀ-Þ(“\"]).*")
_SECTION = re.compile(r"(?:chapter|part|section|introduction|conclusion|preface|epilogue|prologue|\d{1,2}[.:]\s)", re.IGNORECASE)
_HEADING_LONGEST = 60
_PROSE_LINES = 3  # on end without year, address, bullet or number: no list any more
_ENTRY_LONGEST = 250  # characters without anything of a reference; a longer line is prose
_MISSED = 2  # numbers that a list may skip


def mark_references(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark bibliographies and endnotes: a heading that names them, then a list; each list is a family of its own."""
    notes: list[FoundNote] = []
    i = family = 0
    while i < len(lines):
        heading = find_heading(lines, i)
        end = _list_end(lines, i + 1) if heading else i
        if heading is None or end <= i + 1:
            i += 1
            continue
        family += 1
        items = _Items(is_notes="note" in heading.lower(), family=family).read(lines[i + 1 : end])
        for line in lines[i:end]:
            if not line.kind:
                line.mark("reference", f"a list under the heading '{lines[i].text[:40]}'")
        notes += items
        i = end
    return _join_families(notes)


def is_heading(line: Line) -> bool:
    """Whether a line names a list of references or notes."""
    return find_heading([line], 0) is not None


def find_heading(lines: Sequence[Line], i: int) -> str | None:
    line = lines[i]
    if line.kind or len(line.text) >= _HEADING_LONGEST:
        return None
    match = _HEADING.fullmatch(line.text.removesuffix("[edit]").strip("#*_ "))
    return match[1] if match else None


def _join_families(notes: list[FoundNote]) -> list[FoundNote]:
    """Endnotes under several headings are one family: their marks go through the text in the same order."""
    first = next((note.family for note in notes if note.kind == "footnote"), None)
    for note in notes:
        if note.kind == "footnote" and first is not None:
            note.family = first
    return notes


def _list_end(lines: Sequence[Line], start: int) -> int:
    """Past the last line of a list of references; `start` itself when what follows is prose."""
    end, prose, listed = start, 0, 0
    for i in range(start, len(lines)):
        line = lines[i]
        if line.kind:
            end = i + 1 if line.kind in {"page_number", "running_head"} else end
            continue
        if _AFTER.fullmatch(line.text) or find_heading(lines, i):
            break
        if is_capitals(line.text) and line.gap and not LOOKS_CITED.search(line.text) and not _opens_section(lines, i):
            break
        if _is_of_list(line):
            prose, listed, end = 0, listed + 1, i + 1
            continue
        if _opens_section(lines, i) or _continues(lines, i, listed=listed):
            continue
        prose += 1
        if (
            prose > _PROSE_LINES
            or len(line.text) > _ENTRY_LONGEST
            or (line.gap and listed and len(line.text) < 80 and not is_terminal(line.text))
        ):
            break
    return end if listed else start


def _is_of_list(line: Line) -> bool:
    text = line.text
    return (
        text[0] == "^" or is_list_item(text) or LOOKS_CITED.search(text) is not None or _ITEM.match(text) is not None
    )


def _continues(lines: Sequence[Line], i: int, *, listed: int) -> bool:
    """Whether a line is the middle of an entry: set in, or right under a line that doesn't end."""
    line, before = lines[i], lines[i - 1]
    return bool(listed) and not line.gap and line.page == before.page and line.indent > 0 and not is_terminal(before.text)


def _opens_section(lines: Sequence[Line], i: int) -> bool:
    """Whether a short line stands over notes that begin again at 1: 'Chapter 2', a chapter's title."""
    line = lines[i]
    if line.kind or len(line.text) >= _HEADING_LONGEST or is_terminal(line.text) or line.text[0].islower():
        return False
    following = next((other for other in lines[i + 1 : i + 3] if not other.kind), None)
    match = _ITEM.match(following.text) if following is not None else None
    label = _label_of(match) if match else ""
    return label == "1" and (bool(line.gap) or _SECTION.match(line.text) is not None)


def _label_of(match: re.Match[str]) -> str:
    told = match["bracket"] or match["paren"] or match["super"] or match["key"] or match["bare"]
    return told.translate(SUPERSCRIPTS) if match["super"] else told


class _Items:
    """Parts the lines of a list into its items."""

    def __init__(self, *, is_notes: bool, family: int) -> None:
        self.kind = "footnote" if is_notes else "reference"
        self.family = family
        self.items: list[FoundNote] = []
        self._due = 1
        self._is_numbered = False

    def read(self, lines: Sequence[Line]) -> list[FoundNote]:
        """Give the items in order."""
        rows = [line for line in lines if not line.kind]
        hanging = _is_hanging(rows)
        pending = ""
        for i, line in enumerate(rows):
            match = _ITEM.match(line.text)
            alone = _ONLY_LABEL.fullmatch(line.text)
            if pending:
                self._add(pending, line.start, line.end, rows[i - 1].start, style="")
                pending = ""
            elif alone and i + 1 < len(rows) and self._is_due(alone[1]):
                pending = alone[1]
            elif match and self._is_due(_label_of(match)):
                style = "bracket" if match["bracket"] or match["key"] else "paren" if match["paren"] else ""
                self._add(_label_of(match), line.start + match.end(), line.end, line.start, style=style)
            elif line.text.startswith("^"):  # an encyclopedia's list: the numbers are lost, the order is kept
                back = _BACK.match(line.text)
                start = line.start + (back.end() if back else 1)
                self._add(str(self._due), min(start, line.end - 1), line.end, line.start, style="bracket")
            elif self._is_numbered and _opens_section(rows, i):
                self._due = 1  # the chapter's name belongs to no note
            elif self._is_numbered or (self.items and self._runs_on(rows, i, hanging=hanging)):
                self.items[-1].spans[-1] = (self.items[-1].spans[-1][0], line.end)
            else:
                bullet = _BULLET.match(line.text)
                start = line.start + (bullet.end() if bullet and not line.text.startswith(("———", "---", "–––")) else 0)
                if start < line.end and not _opens_section(rows, i):
                    self.items.append(FoundNote(self.kind, "", [(start, line.end)], line.start, family=self.family))
        return self.items

    def _is_due(self, label: str) -> bool:
        if not label.isdigit():
            return True
        number = int(label)
        if not self._is_numbered:
            return number == 1 and not self.items
        return self._due <= number <= self._due + _MISSED or (number == 1 and self._due > 2)

    def _add(self, label: str, start: int, end: int, at: int, *, style: str) -> None:
        self.items.append(FoundNote(self.kind, label, [(start, end)], at, family=self.family, style=style))
        if label.isdigit():
            self._due = int(label) + 1
            self._is_numbered = True

    def _runs_on(self, rows: Sequence[Line], i: int, *, hanging: bool) -> bool:
        """Whether a line goes on with the entry above it, in a list without numbers."""
        line, before = rows[i], rows[i - 1]
        if line.gap or _BULLET.match(line.text):
            return line.text[0].islower() and not is_terminal(before.text)
        if is_list_item(line.text):
            return False
        if hanging:
            return line.indent > 0
        if line.indent or line.text[0].islower() or line.text.startswith(("http", "www.")):
            return True
        return not is_terminal(before.text) and "http" not in before.text and len(before.text) >= _HEADING_LONGEST


def _is_hanging(rows: Sequence[Line]) -> bool:
    """Whether entries begin at the margin and their further lines are set in."""
    tight = [line for line in rows if not line.gap]
    return any(line.indent for line in tight) and any(not line.indent and _ENTRY.match(line.text) for line in rows)
