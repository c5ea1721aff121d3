"""Footnotes: where they stand at the foot of pages, under a rule, or below a table, and how far each runs."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Sequence

from sayso.acquire.lines import Line, is_terminal
from sayso.acquire.notes.found import FoundNote
from sayso.acquire.notes.marks import SUPERSCRIPTS, find_candidates, link_marks
from sayso.acquire.notes.references import LOOKS_CITED, is_heading, mark_references

__all__ = ["FoundNote", "link_marks", "mark_footnotes", "mark_references"]

_WORDS = r"(?=[A-Z\"“‘'«@(\[À-Þ]|[a-z]{2}|https?:|\d{1,2}\s[A-Z])"
_NUMBER = re.compile(
    rf"(?:\[(?P<bracket>\d{{1,3}})\]|\((?P<paren>\d{{1,3}})\)|(?P<super>[⁰¹²³⁴-⁹]{{1,3}})|\[\^(?P<key>[\w-]{{1,30}})\]:"
    rf"|(?!\d{{1,2}}\s[A-Z][a-z]{{2,8}}\.?\s(?:1[5-9]|20)\d\d\b)(?P<bare>\d{{1,3}})(?:\)|\]|\.(?=\s))?)\s*{_WORDS}"
)
_SIGN = re.compile(rf"(?P<label>\*{{1,4}}|†{{1,3}}|‡{{1,3}}|§{{1,2}}|¶{{1,2}})\s?{_WORDS}(?=\W?\w)")
_SET_OFF = re.compile(r"(?P<run>\*{1,3})(?=[^\s*])[^*]{0,400}[^\s*](?P=run)(?!\*)")  # *words* and **words** as Markdown has them
_LETTER = re.compile(rf"(?:\[(?P<bracket>[a-h])\]|(?P<super>[ᵃᵇᶜᵈᵉᶠᵍʰ])|(?P<bare>[a-h])(?:\)|\.)?)\s+{_WORDS}")
_BARE_LABEL = re.compile(r"\[?(\d{1,3})\]?\.?")
_SIGNS, _LETTERS = -1, -2  # families of notes, beside 0 for numbered ones
_PAGE_LINES = 80  # lines above a note in which its mark is looked for: no page has more
_LOWER_PART = (
    3  # without a rule, notes may start in the lower two thirds of a page: a page of one quote and many notes exists
)
_SET_OFF_LINES = 3  # over which words that are set off run
_NEXT_LINES = 8  # lines of a further paragraph after which the next note must come, in a text without pages
_MOST_BULLETS = 2  # lines of a page that begin with the same sign; more are a list


@dataclasses.dataclass(frozen=True, slots=True)
class _Label:
    text: str
    start: int  # where the note's words begin
    style: str

    @property
    def number(self) -> int:
        return int(self.text) if self.text.isdigit() else -1


def mark_footnotes(lines: Sequence[Line]) -> list[FoundNote]:
    """Mark footnotes and give them, in order.

    A block begins with the number that is due (or 1 again), under a rule or with its mark in the text above it, and runs to the
    end of the page. What an unfinished note leaves for the next page stands there under a rule or right above the next note.
    Signs (*, †) and letters are notes where the page has their marks.
    """
    if not lines:
        return []
    foot = _Foot(lines)
    foot.read_numbered()
    foot.read_signs()
    return sorted(foot.notes, key=lambda note: note.at)


class _Foot:
    """Goes through the lines of a text page by page and takes the notes out."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.has_feeds = lines[-1].page > 0
        # where small print shows the feet of pages, nothing else is one
        self._is_printed = any(line.print is not None and line.print.kind == "footnote" for line in lines)
        self.notes: list[FoundNote] = []
        self._page_starts: list[int] = [
            i for i, line in enumerate(lines) if i == 0 or line.page != lines[i - 1].page
        ]
        self._marks: dict[int, frozenset[str]] = {}
        self._last_line = -1  # of the last block of notes

    # -------------------------------------------------------------- numbered

    def read_numbered(self) -> None:
        i = 0
        while i < len(self.lines):
            if self.lines[i].kind:
                i += 1
                continue
            if self._carries_on(i):
                i = self._read_rest(i)
                continue
            label = self._label_at(i)
            due = int(self.notes[-1].label) + 1 if self.notes else 1
            if label is None or not self._begins_block(i, label, due):
                i += 1
                continue
            first = self._find_rest_above(i)
            if first < i:
                self._read_rest(first, until=i)
            i = self._read_block(i)

    def _label_at(self, i: int) -> _Label | None:
        """A note's number and where its words begin; some text layers set the number on a line of its own."""
        lines = self.lines
        line = lines[i]
        match = _NUMBER.match(line.text)
        if match:
            told = match["bracket"] or match["paren"] or match["super"] or match["key"] or match["bare"]
            style = "bracket" if match["bracket"] or match["key"] else "paren" if match["paren"] else ""
            return _Label(told.translate(SUPERSCRIPTS) if match["super"] else told, line.start + match.end(), style)
        bare = _BARE_LABEL.fullmatch(line.text)
        if bare and i + 1 < len(lines) and lines[i + 1].gap == 0 and lines[i + 1].page == line.page:
            return _Label(bare[1], lines[i + 1].start, "")
        return None

    def _begins_block(self, i: int, label: _Label, due: int) -> bool:
        line = self.lines[i]
        if not label.text.isdigit() or not self._is_low(i) or not self._is_foot(i):
            return False
        number = label.number
        if line.has_rule:
            return number == 1 or due <= number <= due + 2 or (self.has_feeds and self._is_marked_above(i, label.text))
        if number not in {1, due} and not (self.has_feeds and number == due + 1):
            return False
        if not line.gap and not (self.has_feeds and self._is_marked_above(i, str(number + 1))):
            return False
        # without pages a numbered list is the likelier thing
        if not self.has_feeds and not any(LOOKS_CITED.search(other.text) for other in self.lines[i : i + 3]):
            return False
        return self._is_marked_above(i, label.text)

    def _is_foot(self, i: int) -> bool:
        printed = self.lines[i].print
        if i and is_heading(self.lines[i - 1]):
            return False  # endnotes that begin low on a page
        return not self._is_printed or (printed is not None and printed.kind == "footnote")

    def _is_low(self, i: int) -> bool:
        if not self.has_feeds:
            return True
        start = self._page_start(i)
        place = bisect.bisect_right(self._page_starts, i)
        end = self._page_starts[place] if place < len(self._page_starts) else len(self.lines)
        return i >= start + (end - start) // _LOWER_PART or self.lines[i].has_rule

    def _page_start(self, i: int) -> int:
        return self._page_starts[bisect.bisect_right(self._page_starts, i) - 1]

    def _is_marked_above(self, i: int, label: str) -> bool:
        low = max(i - _PAGE_LINES, self._page_start(i), 0)
        return any(
            label in self._marks_of(j) for j in range(low, i) if not self.lines[j].kind or self.lines[j].kind == "table"
        )

    def _marks_of(self, i: int) -> frozenset[str]:
        """Labels of all likely marks of a line; each line is looked at once."""
        if i not in self._marks:
            text = self.lines[i].text
            found = find_candidates(text, [(0, len(text))])
            self._marks[i] = frozenset(
                label for item in found if item.weight >= 0.4 for label, _, _ in item.labels
            )
        return self._marks[i]

    def _read_block(self, start: int) -> int:
        """Read notes from the first one's line to the end of the block; gives the line after it."""
        i, begun = start, len(self.notes)
        while i < len(self.lines):
            line = self.lines[i]
            label = self._label_at(i)
            last = self.notes[-1] if len(self.notes) > begun else None
            is_due = label is not None and (last is None or self._is_next(i, label, int(last.label)))
            if i > start and self._ends_block(i, is_due=is_due):
                break
            first = i
            if label and is_due:
                i += label.start > line.end  # the number had a line of its own
                self._add(label, i, line.start)
            else:
                self.notes[-1].spans[-1] = (self.notes[-1].spans[-1][0], line.end)
            for j in range(first, i + 1):
                self.lines[j].mark("footnote", "numbered notes at the foot of a page")
            i += 1
        self._last_line = i - 1
        return i

    def _is_next(self, i: int, label: _Label, last: int) -> bool:
        if label.number == last + 1:
            return True
        # a number that was lost: the one after it must be marked above
        return label.number == last + 2 and self.has_feeds and self._is_marked_above(i, label.text)

    def _add(self, label: _Label, i: int, at: int) -> None:
        page = self.lines[i].page if self.has_feeds else -1
        self.notes.append(
            FoundNote(
                "footnote", label.text, [(label.start, self.lines[i].end)], at, page=page, style=label.style
            )
        )

    def _ends_block(self, i: int, *, is_due: bool) -> bool:
        line, before = self.lines[i], self.lines[i - 1]
        if line.page != before.page or line.kind:
            return True
        if is_due:
            return False
        if self.has_feeds:
            return False  # what stands under notes on a page belongs to them
        if line.gap >= 3:
            return True
        if line.gap and _is_complete(before.text):
            return not self._note_goes_on(i)
        # without form feeds a new page shows only by how it is set: text lines stand apart, lines of notes don't
        follows_apart = i + 1 < len(self.lines) and self.lines[i + 1].gap >= 1
        return line.indent >= 1 and follows_apart

    def _note_goes_on(self, i: int) -> bool:
        """Whether a paragraph after a gap is a note's second one: the next note follows soon, and isn't marked in it."""
        due = str(int(self.notes[-1].label) + 1)
        for j in range(i, min(i + _NEXT_LINES, len(self.lines))):
            line = self.lines[j]
            if line.kind or line.page != self.lines[i].page or (j > i and line.gap >= 3):
                return False
            label = self._label_at(j)
            if label is not None and label.text == due and j > i:
                return not line.has_rule
            if due in self._marks_of(j):
                return False
        return False

    # -------------------------------------------------------------- what runs over to the next page

    def _carries_on(self, i: int) -> bool:
        """Whether under a rule stands the rest of a note that the page before left unfinished."""
        line = self.lines[i]
        if not (line.has_rule and self.notes and self.has_feeds):
            return False
        last = self.notes[-1]
        return (
            last.page >= 0
            and line.page == self.lines[self._last_line].page + 1
            and self._label_at(i) is None
            and self._is_unfinished(line.text)
            and self._is_low(i)
        )

    def _find_rest_above(self, i: int) -> int:
        """The first line of the rest of a note right above this one, set apart from the text; `i` where there is none."""
        if not self.has_feeds or not self.notes or self.lines[self._last_line].page + 1 != self.lines[i].page:
            return i
        first = i
        while first > self._page_start(i) + 1 and not self.lines[first].gap and not self.lines[first - 1].kind:
            first -= 1
        is_apart = first < i and bool(self.lines[first].gap) and not self.lines[i].gap
        return first if is_apart and self._is_unfinished(self.lines[first].text) else i

    def _is_unfinished(self, following: str) -> bool:
        before = self.lines[self._last_line].text
        return not _is_complete(before) or (following[0].islower() and not is_terminal(before))

    def _read_rest(self, i: int, until: int | None = None) -> int:
        last, page = self.notes[-1], self.lines[i].page
        start = self.lines[i].start
        while i < (len(self.lines) if until is None else until):
            line = self.lines[i]
            label = self._label_at(i)
            if line.page != page or line.kind or (label is not None and label.number == int(last.label) + 1):
                break
            if label is not None and label.number == 1 and self._is_marked_above(i, "1"):
                break
            line.mark("footnote", "the rest of a note of the page before")
            self._last_line = i
            i += 1
        last.spans.append((start, self.lines[i - 1].end))
        if i < len(self.lines) and not self.lines[i].kind and self.lines[i].page == page and until is None:
            return self._read_block(i)
        return i

    # -------------------------------------------------------------- signs and letters

    def read_signs(self) -> None:
        """Read notes that are marked by signs or letters; their marks must stand above them."""
        i = 0
        while i < len(self.lines):
            label = None if self.lines[i].kind else self._sign_at(i)
            if label is None or not self._is_marked_above(i, label.text) or self._is_bullet(i, label.text):
                i += 1
                continue
            line = self.lines[i]
            line.mark("footnote", f"a note marked {label.text}")
            i += 1
            while i < len(self.lines) and self._runs_on(i):
                self.lines[i].mark("footnote", f"a note marked {label.text}")
                i += 1
            end = self.lines[i - 1].end
            page = line.page if self.has_feeds else -1
            # signs, letters and numbers go their own ways over the pages
            family = _LETTERS if label.text.isalpha() else _SIGNS
            spans = [(label.start, end)]
            self.notes.append(
                FoundNote("footnote", label.text, spans, line.start, page=page, family=family, style=label.style)
            )

    def _sign_at(self, i: int) -> _Label | None:
        line = self.lines[i]
        if not self._is_foot(i):
            return None
        before = self.lines[i - 1] if i else None
        is_after_note = before is not None and before.kind == "footnote" and before.page == line.page
        if not (line.gap or line.has_rule or is_after_note):
            return None
        match = _SIGN.match(line.text)
        if match and not _SET_OFF.match(" ".join(line.text for line in self.lines[i : i + _SET_OFF_LINES])):
            return _Label(match["label"], line.start + match.end(), "")
        match = _LETTER.match(line.text)
        if match:
            told = match["bracket"] or match["super"] or match["bare"]
            style = "bracket" if match["bracket"] else ""
            return _Label(told.translate(SUPERSCRIPTS), line.start + match.end(), style)
        match = _NUMBER.match(line.text)
        if match and match["key"] and not match["key"].isdigit():
            return _Label(match["key"], line.start + match.end(), "bracket")
        return None

    def _runs_on(self, i: int) -> bool:
        line = self.lines[i]
        return not line.kind and not line.gap and line.page == self.lines[i - 1].page and self._sign_at(i) is None and (
            _SIGN.match(line.text) is None
        )

    def _is_bullet(self, i: int, sign: str) -> bool:
        low, high = max(i - _PAGE_LINES // 2, 0), i + _PAGE_LINES // 2
        near = [line for line in self.lines[low:high] if line.page == self.lines[i].page]
        return sum(line.text.startswith(f"{sign} ") for line in near) > _MOST_BULLETS


def _is_complete(text: str) -> bool:
    return is_terminal(text) or text.endswith(("/", ";")) or "http" in text
