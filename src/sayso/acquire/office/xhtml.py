"""The chapters of a book: from a chapter's XHTML to blocks, with the places that links lead to."""

from __future__ import annotations

import collections
import dataclasses
import html.entities
import re
from typing import Any

from lxml import html as lxml_html

from sayso.acquire.composed import Draft
from sayso.acquire.media import Unreadable
from sayso.acquire.office.drafting import Words
from sayso.acquire.office.zipped import Zipped, resolve

_TYPE = "{http://www.idpf.org/2007/ops}type"
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[\]<>]{0,500}>", re.IGNORECASE)
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_SKIPPED = frozenset(
    ["head", "script", "style", "template", "svg", "iframe", "object", "audio", "video", "rt", "rp", "noscript"]
)
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
        ),
        *(
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "title",
            "tr",
        ),
        *("ul", "td", "th", "colgroup"),
    ]
)
_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "block_quote",
}
_OUT = {
    "toc": ("contents", "the book's table of contents"),
    "landmarks": ("contents", "the book's table of contents"),
    "page-list": ("contents", "the book's list of pages"),
    "loi": ("contents", "the book's list of pictures"),
    "lot": ("contents", "the book's list of tables"),
    "index": ("contents", "the book's index"),
    "cover": ("furniture", "the book's cover"),
    "copyright-page": ("furniture", "the page of the copyright"),
    "copyrightpage": ("furniture", "the page of the copyright"),
    "bibliography": ("reference", "the book's bibliography"),
}
"""What a part's type puts out of the flow: its kind and why. Names of EPUB 3, of `role`, and of EPUB 2's guide."""
NOTE_TYPES = frozenset(["footnote", "endnote", "rearnote", "note"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclasses.dataclass(slots=True)
class Jump:
    """A link inside the book.

    Attributes:
        draft: the block it stands in; `low` and `high` are its words there.
        target: part and fragment that it leads to.
        is_note: whether the file says that it marks a note.
    """

    draft: int
    low: int
    high: int
    target: tuple[str, str]
    is_note: bool
    is_raised: bool


@dataclasses.dataclass(slots=True)
class Pages:
    """The blocks of a book so far.

    Attributes:
        targets: first block and the one past the last of everything that has an id, by part and id.
        typed: blocks that the file itself calls notes, as above.
        jumps: links inside the book, in order.
    """

    drafts: list[Draft] = dataclasses.field(default_factory=list)
    targets: dict[tuple[str, str], tuple[int, int]] = dataclasses.field(default_factory=dict)
    typed: dict[tuple[str, str], tuple[int, int]] = dataclasses.field(default_factory=dict)
    jumps: list[Jump] = dataclasses.field(default_factory=list)
    unread: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


def find_types(element: Any) -> set[str]:
    """What the file says that an element is, by `epub:type` and `role`."""
    told = f"{element.get(_TYPE) or element.get('epub:type') or ''} {element.get('role') or ''}"
    return {word.removeprefix("doc-") for word in told.lower().split()}


def find_out(types: set[str]) -> tuple[str, str]:
    """Kind and why of what a part's type puts out of the flow; empty ones for what stays."""
    return next((_OUT[name] for name in sorted(types) if name in _OUT), ("", ""))


def parse_page(zipped: Zipped, name: str) -> Any:
    """Give the root of an XHTML part; null without it. One that is no XML is read as HTML.

    Raises:
        Unreadable: it declares entities of its own, or is nested too deeply.
    """
    data = zipped.read(name)
    if data is None:
        return None
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-16", "replace")).encode()
    data = _DOCTYPE.sub(b"", data, count=1)
    if b"<!ENTITY" in data[:100_000]:
        return zipped.parse_bytes(data, name)  # refuses it
    try:
        return zipped.parse_bytes(_ENTITY.sub(_to_number, data), name)
    except Unreadable as error:
        if "nested" in error.what:
            raise
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, no_network=True
    )
    try:
        return lxml_html.document_fromstring(data.decode("utf-8", "replace").encode(), parser=parser)
    except Exception as error:  # lxml lets errors of several kinds through
        raise Unreadable("a broken chapter", f"{name}: {error}"[:200]) from None


def _to_number(found: re.Match[bytes]) -> bytes:
    if found[1] in _XML_ENTITIES:
        return found[0]
    chars = html.entities.html5.get(f"{found[1].decode()};", "")
    return "".join(f"&#{ord(char)};" for char in chars).encode()


class PageReader:
    """Reads one part of a book; its blocks are added to the book's."""

    def __init__(self, pages: Pages, name: str, kind: str, why: str) -> None:
        """Begin a part; kind and why are of all its blocks, for one out of the flow, else empty."""
        self._pages, self._name = pages, name
        self._kind, self._why = kind, why
        self._words = Words()
        self._jumps: list[tuple[int, int, tuple[str, str], bool, bool]] = []
        self._open: tuple[str, str, str] = ("paragraph", "", "")
        self._after_break = False
        self._notes_in = 0

    def read(self, root: Any) -> None:
        """Read the part."""
        name = _local(root)
        self._block(root, f"{self._name}#/{name}[1]", "", (self._kind, self._why))
        self._end()

    # -------------------------------------------------------------- blocks

    def _block(self, element: Any, place: str, kind: str, out: tuple[str, str]) -> None:
        types = find_types(element)
        tag = _local(element)
        out = out if out[1] else find_out(types)
        if not out[1] and (element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")):
            out = ("furniture", "hidden text")
        if not out[1] and tag == "nav":
            out = ("contents", "a navigation of the book")
        if types & {"noteref", "pagebreak"} and tag not in _BLOCKS:
            self._inline_child(element, place, kind, out)
            return
        kind = kind if kind == "block_quote" and tag in {"div", "section", "p"} else _KINDS.get(tag, kind)
        self._end()
        first = len(self._pages.drafts)
        self._open = (kind or "paragraph", place, out[1])
        if out[1]:
            self._open = (out[0], place, out[1])
        if tag == "table" and not _is_box(element):
            self._table(element, place, out)
        else:
            self._children(element, place, kind, out)
        self._end()
        span = (first, len(self._pages.drafts))
        if types & NOTE_TYPES and element.get("id"):
            self._pages.typed[self._name, element.get("id")] = span
        if element.get("id"):
            self._pages.targets.setdefault((self._name, element.get("id")), span)

    def _children(self, element: Any, place: str, kind: str, out: tuple[str, str]) -> None:
        self._say(element.text)
        counts: collections.Counter[str] = collections.Counter()
        own = self._open
        for child in element:
            name = _local(child)
            counts[name] += 1
            at = f"{place}/{name}[{counts[name]}]"
            if name in _SKIPPED:
                if name == "rt":
                    self._pages.unread["reading aids beside words"] += 1
            elif name in _BLOCKS or find_types(child) & (NOTE_TYPES - {"note"}):
                self._block(child, at, kind, out)
                self._open = own
            else:
                self._inline_child(child, at, kind, out)
            self._say(child.tail)

    def _inline_child(self, element: Any, place: str, kind: str, out: tuple[str, str]) -> None:
        name = _local(element)
        types = find_types(element)
        anchor = element.get("id") or (element.get("name") if name == "a" else None)
        if anchor:
            at = len(self._pages.drafts)
            self._pages.targets.setdefault((self._name, anchor), (at, at + 1))
        if name == "br":
            self._break()
            return
        if "pagebreak" in types:
            self._words.cut("page number")
            self._children(element, place, kind, out)
            self._words.cut("")
            return
        start = self._words.start() if name == "a" else self._words.size
        n_before = len(self._pages.drafts)
        self._children(element, place, kind, out)
        href = element.get("href")
        if name == "a" and href and n_before == len(self._pages.drafts):
            self._link(element, start, href, is_note="noteref" in types)

    def _link(self, element: Any, start: int, href: str, *, is_note: bool) -> None:
        self._words.link(start, href)
        if ":" in href.partition("#")[0] or self._words.size <= start:
            return
        path, _, fragment = href.partition("#")
        target = (resolve(self._name, path) if path else self._name, fragment)
        parent = element.getparent()
        is_raised = (parent is not None and _local(parent) == "sup") or any(_local(child) == "sup" for child in element)
        self._jumps.append((start, self._words.size, target, is_note, is_raised))

    # -------------------------------------------------------------- tables

    def _table(self, table: Any, place: str, out: tuple[str, str]) -> None:
        n = 0
        for element in _find_inside(table, "tr", "caption"):
            if _local(element) == "caption":
                self._block(element, f"{place}/caption[1]", "", out)
                continue
            n += 1
            at = f"{place}/tr[{n}]"
            self._open = (out[0] or "table", at, out[1])
            nested: list[Any] = []
            for i, cell in enumerate(_find_inside(element, "td", "th")):
                if i:
                    self._words.hold(" | ")
                self._cell(cell, at, nested, out)
            self._end()
            for i, inner in enumerate(nested, 1):
                self._table(inner, f"{at}/table[{i}]", out)

    def _cell(self, element: Any, place: str, nested: list[Any], out: tuple[str, str]) -> None:
        """Say a cell's words; its blocks stand side by side in the row."""
        self._say(element.text)
        for child in element:
            name = _local(child)
            if name == "table":
                nested.append(child)
            elif name in _BLOCKS:
                self._words.say(" ")
                self._cell(child, place, nested, out)
                self._words.say(" ")
            elif name not in _SKIPPED:
                self._inline_child(child, place, "table", out)
            self._say(child.tail)

    # -------------------------------------------------------------- words

    def _say(self, words: str | None) -> None:
        if words:
            self._words.say(words)
            self._after_break = self._after_break and not words.strip()

    def _break(self) -> None:
        if self._after_break:
            self._end()
        else:
            self._words.say(" ")
            self._after_break = True

    def _end(self) -> None:
        self._after_break = False
        if not self._words.size:
            return
        kind, place, why = self._open
        jumps, self._jumps = self._jumps, []
        draft = self._words.to_draft(kind, why, place)
        if draft is None:
            return
        at = len(self._pages.drafts)
        size = len(draft.text)
        self._pages.jumps += [
            Jump(at, low, min(high, size), target, is_note, raised)
            for low, high, target, is_note, raised in jumps
            if low < size
        ]
        self._pages.drafts.append(draft)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else "script"


def _is_box(table: Any) -> bool:
    """Whether a table has one column: a frame around text."""
    return all(sum(_local(cell) in {"td", "th"} for cell in row) <= 1 for row in _find_inside(table, "tr"))


def _find_inside(parent: Any, *names: str) -> list[Any]:
    found = []
    for child in parent:
        if _local(child) in names:
            found.append(child)
        elif _local(child) != "table":
            found += _find_inside(child, *names)
    return found
