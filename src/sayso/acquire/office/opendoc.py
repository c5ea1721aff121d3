"""One story of an OpenDocument text (the body, a note, a header): from its XML to blocks in order."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator
from typing import Any

from sayso.acquire.composed import Draft
from sayso.acquire.office.drafting import Words
from sayso.acquire.office.styles import OUT, find_kind

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
T, OFFICE, S = f"{{{_NAMES}text:1.0}}", f"{{{_NAMES}office:1.0}}", f"{{{_NAMES}style:1.0}}"
_TABLE, _DRAW = f"{{{_NAMES}table:1.0}}", f"{{{_NAMES}drawing:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MOST_PARENTS = 20  # styles that a style builds upon, one after the other
_MOST_REPEATED = 50  # empty cells in a row; a table that is wider is a sheet
_INDEXES = {
    **{f"{T}{name}": "contents" for name in ("table-of-content", "illustration-index", "table-index", "object-index")},
    **{f"{T}{name}": "contents" for name in ("user-index", "alphabetical-index")},
    f"{T}bibliography": "reference",
}
_THROUGH = frozenset(
    [
        *(
            f"{T}{name}"
            for name in ("section", "index-body", "index-title", "list-item", "list-header", "numbered-paragraph")
        ),
        f"{_DRAW}text-box",
        f"{_DRAW}g",
    ]
)
_SAYS = {f"{T}s": " ", f"{T}tab": " ", f"{T}line-break": " ", f"{T}soft-page-break": ""}
_ROWS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows"))


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What a style says: the kind of its paragraphs, null when it says nothing, and whether its words are hidden."""

    kind: str | None = None
    is_hidden: bool = False


def read_looks(*roots: Any) -> dict[str, Look]:
    """Give every style by its name, what it builds upon taken in."""
    rows = {row.get(f"{S}name") or "": row for root in roots if root is not None for row in root.iter(f"{S}style")}
    looks = {}
    for name in rows:
        kind, hidden, at = None, None, name
        for _ in range(_MOST_PARENTS):
            row = rows.get(at)
            if row is None:
                kind = kind or find_kind(at)
                break
            kind = kind or find_kind(row.get(f"{S}display-name") or at)
            properties = row.find(f"{S}text-properties")
            display = properties.get(f"{T}display") if properties is not None else None
            hidden = display == "none" if hidden is None and display else hidden
            at = row.get(f"{S}parent-style-name") or ""
        looks[name] = Look(kind, bool(hidden))
    return looks


@dataclasses.dataclass(slots=True)
class Sheaf:
    """What is shared by the stories of one file.

    Attributes:
        deleted: a tracked deletion's element and why its words are gone, by its id.
        notes: elements of the notes that were marked, with key, label and class, in order.
        comments: elements of comments, in order.
        unread: what the file holds beside words and the reader leaves out, counted.
    """

    looks: dict[str, Look]
    deleted: dict[str, tuple[Any, str]] = dataclasses.field(default_factory=dict)
    notes: list[tuple[Any, str, str, str]] = dataclasses.field(default_factory=list)
    comments: list[Any] = dataclasses.field(default_factory=list)
    unread: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


class Story:
    """Reads one story; `drafts` are its blocks."""

    def __init__(self, sheaf: Sheaf, kind: str = "", why: str = "") -> None:
        """Begin a story; kind and why are of every block of one that is out of the flow, empty for the body."""
        self.drafts: list[Draft] = []
        self._sheaf = sheaf
        self._kind, self._why = kind, why
        self._words = Words()
        self._boxes: list[Any] = []
        self._index = ""
        self._gone = ""

    # -------------------------------------------------------------- blocks

    def read(self, parent: Any, place: str, *, in_list: bool = False) -> list[Draft]:
        """Read everything in an element."""
        counts: collections.Counter[str] = collections.Counter()
        for child in parent:
            tag = child.tag
            name = tag.rpartition("}")[2]
            counts[name] += 1
            at = f"{place}/{name}[{counts[name]}]"
            if tag in {f"{T}p", f"{T}h"}:
                self._paragraph(child, at, in_list=in_list)
            elif tag == f"{T}list":
                self.read(child, at, in_list=True)
            elif tag == f"{_TABLE}table":
                self._table(child, at)
            elif tag in _INDEXES:
                before, self._index = self._index, _INDEXES[tag]
                body = child.find(f"{T}index-body")
                self.read(body if body is not None else (), at)
                self._index = before
            elif tag in _THROUGH:
                self._section(child, at, in_list=in_list)
            elif tag == f"{T}change":
                element, why = self._sheaf.deleted.get(child.get(f"{T}change-id") or "", ((), ""))
                before, self._gone = self._gone, self._gone or why
                self.read(element, at)
                self._gone = before
            elif tag.startswith(_DRAW):
                self._find_boxes(child)
                self._read_boxes(at)
        return self.drafts

    def _section(self, section: Any, place: str, *, in_list: bool) -> None:
        before = self._gone
        if section.get(f"{T}display") == "none":
            self._gone = before or "hidden text"
        self.read(section, place, in_list=in_list)
        self._gone = before

    def _paragraph(self, paragraph: Any, place: str, *, in_list: bool) -> None:
        look = self._look(paragraph)
        self._inline(paragraph, "hidden text" if look.is_hidden else "")
        kind, why = self._kind, self._why
        if not kind:
            kind = self._index or look.kind or "paragraph"
            if kind == "paragraph" and in_list:
                kind = "list_item"
            if kind in {"paragraph", "list_item"} and paragraph.tag == f"{T}h":
                kind = "heading"
            why = OUT.get(kind, "")
        draft = self._words.to_draft(kind, why, place)
        if draft is not None:
            self.drafts.append(draft)
        self._read_boxes(place)

    def _look(self, element: Any) -> Look:
        name = element.get(f"{T}style-name") or ""
        return self._sheaf.looks.get(name) or Look(find_kind(name))

    def _read_boxes(self, place: str) -> None:
        """Read the text boxes that hang on what was just read."""
        boxes, self._boxes = self._boxes, []
        words, self._words = self._words, Words()
        for n, box in enumerate(boxes, 1):
            self.read(box, f"{place}/text-box[{n}]")
        self._words = words

    # -------------------------------------------------------------- tables

    def _table(self, table: Any, place: str) -> None:
        rows = [[cell for cell in row if cell.tag.startswith(_TABLE)] for row in _find_rows(table)]
        is_box = all(len(row) <= 1 for row in rows)  # a frame around text, or a list; its paragraphs stand as they are
        for n, row in enumerate(rows, 1):
            if is_box:
                for cell in row:
                    self.read(cell, f"{place}/table-row[{n}]/table-cell[1]")
            else:
                self._row(row, f"{place}/table-row[{n}]")

    def _row(self, cells: list[Any], place: str) -> None:
        nested: list[tuple[Any, str]] = []
        is_first, covered = True, 0
        for n, cell in enumerate(cells, 1):
            if cell.tag == f"{_TABLE}covered-table-cell" and covered:
                covered -= 1  # beside the cell that spans it; one that is spanned from above holds its place
                continue
            covered = _to_number(cell.get(f"{_TABLE}number-columns-spanned")) - 1
            repeated = min(_to_number(cell.get(f"{_TABLE}number-columns-repeated")), _MOST_REPEATED)
            self._words.hold(" | " * (repeated - is_first))
            is_first = False
            self._cell(cell, nested, f"{place}/table-cell[{n}]")
        kind = self._kind or self._index or "table"
        draft = self._words.to_draft(kind, self._why or OUT.get(self._index, ""), place)
        if draft is not None:
            self.drafts.append(draft)
        self._read_boxes(place)
        for table, at in nested:
            self._table(table, at)

    def _cell(self, cell: Any, nested: list[tuple[Any, str]], place: str) -> None:
        for element in _find_inside(cell, f"{T}p", f"{T}h", f"{_TABLE}table"):
            if element.tag == f"{_TABLE}table":
                nested.append((element, f"{place}/table[{len(nested) + 1}]"))
            else:
                self._inline(element, "hidden text" if self._look(element).is_hidden else "")
                self._words.say(" ")

    # -------------------------------------------------------------- words

    def _inline(self, parent: Any, gone: str) -> None:
        """Say the words of an element and of all in it; `gone` is why they are out of the flow."""
        gone = self._gone or gone
        self._say(parent.text, gone)
        for child in parent:
            tag = child.tag
            if tag in _SAYS:
                self._say(_SAYS[tag], gone)
            elif tag == f"{T}note":
                self._mark(child, gone)
            elif tag == f"{T}a":
                start = self._words.start()
                self._inline(child, gone)
                self._words.link(start, child.get(_HREF) or "")
            elif tag == f"{OFFICE}annotation":
                self._sheaf.comments.append(child)
            elif tag == f"{T}change":
                element, why = self._sheaf.deleted.get(child.get(f"{T}change-id") or "", ((), ""))
                for paragraph in element:
                    self._inline(paragraph, why)
            elif tag.startswith(_DRAW):
                self._find_boxes(child)
            elif tag == f"{T}ruby-text":
                self._sheaf.unread["reading aids beside words"] += 1
            elif tag.startswith(T):
                is_hidden = self._look(child).is_hidden or child.get(f"{T}is-hidden") == "true"
                self._inline(child, gone or ("hidden text" if is_hidden else ""))
            self._say(child.tail, gone)

    def _say(self, words: str | None, gone: str) -> None:
        if words:
            self._words.cut(gone)
            self._words.say(words)

    def _mark(self, note: Any, gone: str) -> None:
        kind = "endnote" if note.get(f"{T}note-class") == "endnote" else "footnote"
        citation, body = note.find(f"{T}note-citation"), note.find(f"{T}note-body")
        label = " ".join("".join(citation.itertext()).split()) if citation is not None else ""
        key = f"{kind} {len(self._sheaf.notes) + 1}"
        if label:
            self._words.cut(gone)
            self._words.mark(label, key)
        if body is not None:
            self._sheaf.notes.append((body, key, label, kind))

    def _find_boxes(self, drawing: Any) -> None:
        if drawing.tag == f"{_DRAW}object":
            self._sheaf.unread["embedded objects"] += 1
        elif (
            drawing.tag in {f"{_DRAW}text-box", f"{_DRAW}custom-shape", f"{_DRAW}rect"}
            or drawing.find(f"{T}p") is not None
        ):
            self._boxes.append(drawing)
        else:
            for child in drawing:
                if child.tag.startswith(_DRAW):
                    self._find_boxes(child)


def _find_rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _find_rows(child)


def _find_inside(parent: Any, *tags: str) -> Iterator[Any]:
    """The nearest elements of some tags below an element."""
    for child in parent:
        if child.tag in tags:
            yield child
        else:
            yield from _find_inside(child, *tags)


def _to_number(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1


def read_deletions(tracked: Any) -> dict[str, tuple[Any, str]]:
    """Give the words of tracked deletions by id, and why they are gone."""
    found = {}
    for region in tracked if tracked is not None else ():
        deletion = region.find(f"{T}deletion")
        if deletion is None:
            continue
        author = deletion.findtext(f"{OFFICE}change-info/{DC}creator") or ""
        paragraphs = [child for child in deletion if child.tag != f"{OFFICE}change-info"]
        found[region.get(f"{T}id") or region.get(_XML_ID) or ""] = (
            paragraphs,
            f"deleted by {author}" if author else "deleted",
        )
    return found
