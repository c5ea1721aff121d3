"""One story of a DOCX file (the body, a note, a header): from its XML to blocks in order."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from sayso.acquire.composed import Draft
from sayso.acquire.office.drafting import Words
from sayso.acquire.office.styles import OUT
from sayso.acquire.office.symbols import to_symbol
from sayso.acquire.office.wordstyles import PLAIN, NoteNumbers, Style, W, find_style, is_on, pick_kind

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ID, _VAL = f"{W}id", f"{W}val"
_LINKED = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]{1,2000})"', re.IGNORECASE)
_MOST_FIELDS = 20  # one inside the other; Word itself allows as many
_HEADING_MAX = 400  # characters; a longer paragraph with an outline level is text that was set wrongly
_CODE_MAX = 2000  # characters of a field's code that are looked at
_SAYS = {f"{W}noBreakHyphen": "-", **{f"{W}{name}": " " for name in ("tab", "ptab", "cr", "br")}}
_TEXT = frozenset([f"{W}t", f"{W}delText"])
_CODES = frozenset([f"{W}instrText", f"{W}delInstrText"])
_DRAWINGS = frozenset([f"{W}drawing", f"{W}pict", f"{W}object"])
_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_THROUGH = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "ruby", "rubyBase")
)
_GONE = {f"{W}del": "deleted", f"{W}moveFrom": "moved elsewhere"}
_PROPERTIES = frozenset(
    f"{W}{name}" for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")
)
_GALLERIES = {"Table of Contents": "contents", "Bibliographies": "reference"}


@dataclasses.dataclass(slots=True)
class Printed:
    """What is shared by the stories of one file.

    Attributes:
        numbers: give the next label of footnotes and endnotes.
        labels: the printed label of each note that was marked, by its key, in order.
        changes: how many words' runs were inserted or deleted, by what and by whom.
        unread: what the file holds beside words and the reader leaves out, counted.
    """

    styles: dict[str, Style]
    numbers: NoteNumbers
    labels: dict[str, str] = dataclasses.field(default_factory=dict)
    changes: collections.Counter[tuple[str, str]] = dataclasses.field(default_factory=collections.Counter)
    unread: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


@dataclasses.dataclass(slots=True)
class _Field:
    """A field that is being read: its code, and where its result begins; null before that."""

    code: str = ""
    start: int | None = None

    @property
    def is_contents(self) -> bool:
        return self.code.lstrip().upper().startswith("TOC ")


class Story:
    """Reads one story; `drafts` are its blocks."""

    def __init__(self, printed: Printed, targets: dict[str, str], kind: str = "", why: str = "") -> None:
        """Begin a story.

        Args:
            targets: addresses outside of the file by relationship id.
            kind, why: of every block, for a story that is out of the flow; empty for the body.
        """
        self.drafts: list[Draft] = []
        self._printed, self._targets = printed, targets
        self._kind, self._why = kind, why
        self._words = Words()
        self._fields: list[_Field] = []
        self._boxes: list[Any] = []
        self._gallery = ""
        self._gone = ""
        self._own_label = ""
        self._ends_contents = False

    # -------------------------------------------------------------- blocks

    def read(self, parent: Any, place: str) -> list[Draft]:
        """Read everything in an element."""
        self._blocks(parent, place)
        self._end(None, place)  # a last paragraph whose mark was deleted
        return self.drafts

    def _blocks(self, parent: Any, place: str) -> None:
        counts: collections.Counter[str] = collections.Counter()
        for child in parent:
            tag = child.tag
            if tag in _PROPERTIES:
                continue
            name = tag.rpartition("}")[2]
            counts[name] += 1
            at = f"{place}/{name}[{counts[name]}]"
            if tag == f"{W}p":
                self._paragraph(child, at)
            elif tag == f"{W}tbl":
                self._table(child, at)
            elif tag == f"{W}sdt":
                self._held(child, at)
            elif tag in _THROUGH:
                self._blocks(child, at)
            elif tag in _GONE:
                with_gone = self._gone
                self._gone = self._tell_gone(child)
                self._blocks(child, at)
                self._gone = with_gone
            elif tag == f"{_MC}AlternateContent":
                self._blocks(_pick_choice(child), at)
            elif tag == f"{W}altChunk":
                self._printed.unread["embedded documents"] += 1

    def _held(self, sdt: Any, place: str) -> None:
        """A content control; the galleries of Word make contents and bibliographies with it."""
        gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        before, gone = self._gallery, self._gone
        self._gallery = before or _GALLERIES.get(gallery.get(_VAL) or "" if gallery is not None else "", "")
        self._gone = gone or _tell_placeholder(sdt)
        content = sdt.find(f"{W}sdtContent")
        if content is not None:
            self._blocks(content, f"{place}/sdtContent[1]")
        self._gallery, self._gone = before, gone

    def _paragraph(self, paragraph: Any, place: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        self._inline(paragraph)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._printed.numbers.end_section()
        marks = properties.find(f"{W}rPr") if properties is not None else None
        if marks is not None and marks.find(f"{W}del") is not None:
            self._printed.changes["deleted", marks.find(f"{W}del").get(f"{W}author") or ""] += 1
            self._words.say(" ")
            return  # its end was deleted: it runs on into the next paragraph
        self._end(properties, place)

    def _end(self, properties: Any, place: str) -> None:
        kind, why = self._kind, self._why
        if not kind:
            kind = self._gallery or pick_kind(properties, self._style(properties))
            kind = "contents" if self._ends_contents or any(field.is_contents for field in self._fields) else kind
            why = OUT.get(kind, "")
        self._ends_contents = False
        draft = self._words.to_draft(kind, why, place)
        for field in self._fields:
            field.start = None if field.start is None else 0
        if draft is not None:
            if draft.kind == "heading" and len(draft.text) > _HEADING_MAX:
                draft.kind = "paragraph"
            self.drafts.append(draft)
        self._read_boxes(place)

    def _read_boxes(self, place: str) -> None:
        """Read the text boxes that hang on what was just read."""
        boxes, self._boxes = self._boxes, []
        words, fields = self._words, self._fields
        for n, box in enumerate(boxes, 1):
            self._words, self._fields = Words(), []
            self._blocks(box, f"{place}/txbxContent[{n}]")
            self._end(None, place)
        self._words, self._fields = words, fields

    def _style(self, properties: Any) -> Style:
        style = properties.find(f"{W}pStyle") if properties is not None else None
        return find_style(self._printed.styles, style.get(_VAL) or "") if style is not None else PLAIN

    # -------------------------------------------------------------- tables

    def _table(self, table: Any, place: str) -> None:
        rows = list(_find_inside(table, f"{W}tr"))
        cells = [list(_find_inside(row, f"{W}tc")) for row in rows]
        is_box = all(len(row) <= 1 for row in cells)  # a frame around text, or a list; its paragraphs stand as they are
        for n, (row, row_cells) in enumerate(zip(rows, cells, strict=True), 1):
            at = f"{place}/tr[{n}]"
            before = self._gone
            gone = row.find(f"{W}trPr/{W}del")
            if gone is not None:
                self._gone = self._tell_gone(gone)
            if is_box:
                for cell in row_cells:
                    self._blocks(cell, f"{at}/tc[1]")
            else:
                self._row(row_cells, at)
            self._gone = before

    def _row(self, cells: list[Any], place: str) -> None:
        nested: list[tuple[Any, str]] = []
        for n, cell in enumerate(cells, 1):
            if n > 1:
                self._words.hold(" | ")
            self._cell(cell, nested, f"{place}/tc[{n}]")
        kind = self._kind or self._gallery or "table"
        draft = self._words.to_draft(kind, self._why or OUT.get(self._gallery, ""), place)
        if draft is not None:
            self.drafts.append(draft)
        self._read_boxes(place)
        for table, at in nested:
            self._table(table, at)

    def _cell(self, cell: Any, nested: list[tuple[Any, str]], place: str) -> None:
        for element in _find_inside(cell, f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                nested.append((element, f"{place}/tbl[{len(nested) + 1}]"))
            else:
                self._inline(element)
                self._words.say(" ")

    # -------------------------------------------------------------- words

    def _inline(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag in _PROPERTIES:
                continue
            elif tag == f"{W}hyperlink":
                start = self._words.start()
                self._inline(child)
                self._words.link(start, self._targets.get(child.get(f"{_R}id") or "", ""))
            elif tag == f"{W}fldSimple":
                self._simple_field(child)
            elif tag in _THROUGH:
                if tag in {f"{W}ins", f"{W}moveTo"}:
                    self._printed.changes["inserted", child.get(f"{W}author") or ""] += 1
                before = self._gone
                self._gone = before or (_tell_placeholder(child) if tag == f"{W}sdt" else "")
                self._inline(child)
                self._gone = before
            elif tag == f"{W}rt":
                self._printed.unread["reading aids beside words"] += 1
            elif tag in _GONE:
                before, self._gone = self._gone, self._tell_gone(child)
                self._inline(child)
                self._gone = before
            elif tag == f"{_MC}AlternateContent":
                self._inline(_pick_choice(child))
            elif tag.startswith(_M):
                self._words.say("".join(words.text or "" for words in child.iter(f"{_M}t")))

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        hidden = False
        if properties is not None:
            style = properties.find(f"{W}rStyle")
            switch = is_on(properties, "vanish")
            named = style is not None and find_style(self._printed.styles, style.get(_VAL) or "").is_hidden
            hidden = named if switch is None else switch
        self._words.cut(self._gone or ("hidden text" if hidden else ""))
        for child in run:
            self._run_child(child)
        self._own_label = ""

    def _run_child(self, child: Any) -> None:
        tag = child.tag
        if tag in _TEXT:
            self._say(child.text or "")
        elif tag in _SAYS:
            self._words.say(_SAYS[tag])
        elif tag == f"{W}sym":
            self._words.say(to_symbol(child.get(f"{W}font") or "", child.get(f"{W}char") or ""))
        elif tag in _REFERENCES:
            self._mark(child, _REFERENCES[tag])
        elif tag == f"{W}fldChar":
            self._turn_field(child.get(f"{W}fldCharType") or "")
        elif tag in _CODES and self._fields:
            self._fields[-1].code += (child.text or "")[:_CODE_MAX]
        elif tag == f"{W}ruby":
            self._inline(child)
        elif tag in _DRAWINGS:
            self._find_boxes(child)
        elif tag == f"{_MC}AlternateContent":
            self._find_boxes(_pick_choice(child))

    def _say(self, words: str) -> None:
        if self._own_label and words:
            self._printed.labels[self._own_label] = words.strip()
            self._words.mark(words.strip(), self._own_label)
        elif not any(field.start is None for field in self._fields):  # else it belongs to a field's code
            self._words.say(words)

    def _mark(self, reference: Any, kind: str) -> None:
        key = f"{kind} {reference.get(_ID)}"
        if reference.get(f"{W}customMarkFollows") in {"1", "true", "on"}:
            self._own_label = key
            return
        label = self._printed.labels.get(key) or self._printed.numbers.next(kind)
        self._printed.labels[key] = label
        self._words.mark(label, key)

    def _turn_field(self, turn: str) -> None:
        if turn == "begin" and len(self._fields) < _MOST_FIELDS:
            self._fields.append(_Field())
        elif turn == "separate" and self._fields:
            self._fields[-1].start = self._words.start()
        elif turn == "end" and self._fields:
            field = self._fields.pop()
            self._ends_contents = self._ends_contents or (field.is_contents and self._words.size > 0)
            linked = _LINKED.match(field.code)
            if linked and field.start is not None:
                self._words.link(field.start, linked[1])

    def _simple_field(self, field: Any) -> None:
        start = self._words.start()
        self._inline(field)
        linked = _LINKED.match(field.get(f"{W}instr") or "")
        if linked:
            self._words.link(start, linked[1])

    def _find_boxes(self, drawing: Any) -> None:
        """Remember the text boxes of a drawing; a shape that is drawn twice for older readers counts once."""
        for element in _find_inside(drawing, f"{W}txbxContent", *_FOREIGN):
            if element.tag == f"{W}txbxContent":
                self._boxes.append(element)
            else:
                self._printed.unread[_FOREIGN[element.tag]] += 1

    def _tell_gone(self, element: Any) -> str:
        author = element.get(f"{W}author") or ""
        why = _GONE[element.tag]
        self._printed.changes[why, author] += 1
        return f"{why} by {author}" if author else why


_FOREIGN = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "charts",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagrams",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "embedded objects",
}


def _tell_placeholder(sdt: Any) -> str:
    return "a form's placeholder" if sdt.find(f"{W}sdtPr/{W}showingPlcHdr") is not None else ""


def _pick_choice(alternate: Any) -> Any:
    """One of the ways in which the same thing is stored: the first, which new readers take."""
    choice = alternate.find(f"{_MC}Choice")
    return choice if choice is not None else next(iter(alternate.iterfind(f"{_MC}Fallback")), ())


def _find_inside(parent: Any, *tags: str) -> Iterator[Any]:
    """The nearest elements of some tags below an element, fallbacks left out."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _find_inside(_pick_choice(child), *tags)
        elif child.tag not in _PROPERTIES:
            yield from _find_inside(child, *tags)
