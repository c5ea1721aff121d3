"""The body of a mail in HTML, as lines of text: quotations by their marks (`>`), as mail programs write them in plain text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

_SKIP = {"script", "style", "noscript", "template", "title", "meta", "svg", "object", "iframe", "select", "audio", "video"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre", "table"}
_KINDS = {**{f"h{level}": "heading" for level in range(1, 7)}, "li": "list_item", "dt": "list_item", "dd": "list_item"}
_QUOTES = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|moz-(?:email-)?cite|\bquote\b|\bcite\b|tutanota_quote", re.IGNORECASE
)
_SIGNATURES = re.compile(
    r"(?:gmail|moz|apple(?:mail)?|proton(?:mail)?|tutanota|outlook|ms-outlook-mobile|mail|x?_?email)[-_]?signature|^_?signature$|"
    r"signature_block|gmail_signature|moz-signature|lotusnotes_signature",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$|!)"
    r"|max-height\s*:\s*0|opacity\s*:\s*0\s*(?:;|$|!)",
    re.IGNORECASE,
)
_INDENTED = re.compile(r"border\s*:\s*(?:none|0)|border-left\s*:\s*(?:none|0)", re.IGNORECASE)
_KEPT = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_FILLER = re.compile("[\u034f\u061c\u180e\u200b\u2060\ufeff\u2007\u00ad]+")  # what preview lines are padded with
_SETS = {"table", "div", "ul", "ol", "h1", "h2", "h3", "blockquote"}  # what no cell of plain data holds
LONGEST_LINKED = 20_000  # characters of a line; in a longer one no links are kept
MOST_DEPTH = 50  # of quoting marks: threads of hundred answers reach 30; made-up nesting would write marks without end
HIDDEN, SIGNED = "hidden from the reader of the mail", "a signature, by its mark-up"


@dataclasses.dataclass(slots=True)
class HtmlLine:
    """A line of the body; links are start, end and address in its text.

    Attributes:
        depth: how deep it is quoted.
        is_spaced: whether room stands before it.
        kind: by its element; empty for running text.
        why: of what is out of the flow.
    """

    text: str
    depth: int = 0
    is_spaced: bool = False
    kind: str = ""
    why: str = ""
    links: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class _Around:
    """What holds for everything inside an element."""

    depth: int = 0
    kind: str = ""
    why: str = ""
    is_kept: bool = False  # white space as it stands
    is_head: bool = False  # a table of a forwarded mail's fields
    is_layout: bool = False  # a table that only sets the page


def render_html(page: str, warn: Callable[[str, str], None]) -> list[HtmlLine]:
    """Render the HTML of a mail's body; empty when it holds no text.

    Args:
        warn: is told what happened and why, of a page whose structure can't be read; its bare words are given then.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    if any("depth" in error.message for error in parser.error_log):
        warn("HTML nested too deeply", "its words are read without knowing what is quoted; no real mail is nested so")
        return [HtmlLine(" ".join(line.split())) for line in unescape(_TAG.sub("\n", page)).splitlines() if line.strip()]
    return _Renderer().render(tree)


class _Renderer:
    """Goes through the page, by events and not by calls: mails made to do harm are nested a hundred thousand deep."""

    def __init__(self) -> None:
        self.lines: list[HtmlLine] = []
        self._around = [_Around()]
        self._words: list[str] = []
        self._size = 0
        self._links: list[tuple[int, int, str]] = []
        self._open_links: list[tuple[int, str]] = []
        self._is_spaced = False
        self._is_row = False

    def render(self, tree: Any) -> list[HtmlLine]:
        """Give the lines of a page."""
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _SKIP or not tag:
                    walk.skip_subtree()
                    self._around.append(self._around[-1])
                    continue
                self._enter(element, tag)
                self._say(element.text)
            else:
                if tag not in _SKIP and tag:
                    self._leave(element, tag)
                self._around.pop()
                self._say(element.tail)
        self._flush()
        return self.lines

    def _enter(self, element: Any, tag: str) -> None:
        around = self._find_around(element, tag)
        if tag == "br":
            self._flush(is_broken=True)
        elif tag in _BLOCKS or _is_apart(around, self._around[-1]):
            self._flush()
            self._is_spaced = self._is_spaced or tag in _SPACED
        elif tag in {"td", "th"}:
            self._enter_cell(element)
        elif tag == "a":
            self._open_links.append((self._size, (element.get("href") or "").strip()))
        self._around.append(around)
        if tag == "tr":
            self._is_row = around.kind == "table"

    def _enter_cell(self, element: Any) -> None:
        """Part the cells of a table's row; a table that only sets the page has its cells one under the other."""
        if not self._is_row and not self._around[-1].is_head:
            self._flush()
        elif self._size:
            said = "".join(self._words).rstrip()
            self._say(" " if self._around[-1].is_head or said.endswith(":") else " | ")

    def _find_around(self, element: Any, tag: str) -> _Around:
        outer = self._around[-1]
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-smartmail') or ''}".strip()
        style = element.get("style") or ""
        depth = min(outer.depth + _is_quotation(element, tag, name, style), MOST_DEPTH)
        why = outer.why
        if not why and (_HIDDEN.search(style) or element.get("hidden") is not None):
            why = HIDDEN
        elif not why and name and any(_SIGNATURES.search(word) for word in name.split()):
            why = SIGNED
        kind = _KINDS.get(tag, outer.kind)
        is_layout = element.get("role") in {"presentation", "none"} if tag == "table" else outer.is_layout
        if tag == "tr" and not is_layout and _is_data_row(element):
            kind = "table"
        if tag == "blockquote" and depth == outer.depth:
            kind = "block_quote"
        is_head = outer.is_head or "moz-email-headers-table" in name
        is_kept = tag == "pre" or (outer.is_kept and tag != "table") or _KEPT.search(style) is not None
        return _Around(depth, kind, why, is_kept=is_kept, is_head=is_head, is_layout=is_layout)

    def _leave(self, element: Any, tag: str) -> None:
        if tag == "a" and self._open_links:
            start, href = self._open_links.pop()
            is_web = href.startswith(("http://", "https://")) and self._size <= LONGEST_LINKED
            words = "".join(self._words)[start:] if is_web else ""
            bare = words.strip()
            if bare:
                low = start + words.index(bare)
                self._links.append((low, low + len(bare), href))
        if tag in _BLOCKS or _is_apart(self._around[-1], self._around[-2]):
            self._flush()
            self._is_spaced = self._is_spaced or tag in _SPACED
        elif tag in {"td", "th"} and not self._is_row and not self._around[-1].is_head:
            self._flush()

    def _say(self, words: str | None) -> None:
        if not words:
            return
        words = _FILLER.sub("", words)
        if self._around[-1].is_kept and "\n" in words:
            *whole, last = words.split("\n")
            for line in whole:
                self._add(line)
                self._flush(is_broken=True)
            words = last
        self._add(words)

    def _add(self, words: str) -> None:
        flat = re.sub(r"\s+", " ", words)
        if flat.startswith(" ") and (not self._size or self._words[-1].endswith(" ")):
            flat = flat[1:]
        if flat:
            self._words.append(flat)
            self._size += len(flat)

    def _flush(self, *, is_broken: bool = False) -> None:
        """End a line; a line break with nothing before it leaves room."""
        text = "".join(self._words).rstrip()
        around = self._around[-1]
        if text:
            links = [(low, min(high, len(text)), url) for low, high, url in self._links if low < len(text)]
            self.lines.append(HtmlLine(text, around.depth, self._is_spaced, around.kind, around.why, links))
            self._is_spaced = False
        elif is_broken:
            self._is_spaced = True
        self._words, self._size, self._links = [], 0, []
        self._open_links = [(0, href) for _, href in self._open_links]


def _is_apart(inner: _Around, outer: _Around) -> bool:
    """Whether what an element holds is another thing than what stands around it, though it begins no block."""
    return (inner.depth, inner.why) != (outer.depth, outer.why)


def _is_quotation(element: Any, tag: str, name: str, style: str) -> bool:
    """Whether an element quotes another mail, rather than sets its words in."""
    if tag == "blockquote":
        if element.get("type") == "cite" or element.get("cite") is not None or _QUOTES.search(name):
            return True  # also of Gmail's, which are set in without a line at their side
        return bool("border-left" in style and not _INDENTED.search(style)) or _follows_wrote(element)
    return str(element.get("id")) == "OLK_SRC_BODY_SECTION"


def _follows_wrote(element: Any) -> bool:
    """Whether the words before an element end in a colon, as a line does that says who wrote."""
    before = element.getprevious()
    if before is None:
        words = element.getparent().text if element.getparent() is not None else ""
    else:
        words = before.tail if (before.tail or "").strip() else "".join(before.itertext())[-200:]
    return re.search(r"(?:wrote|writes|schrieb|écrit|escribió|>)\s*:?\s*:$", (words or "").strip()) is not None


def _is_data_row(row: Any) -> bool:
    """Whether a row belongs to a table of data: two cells or more that hold neither blocks nor other tables."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return len(cells) >= 2 and not any(inner.tag in _SETS for cell in cells for inner in cell.iterdescendants())
