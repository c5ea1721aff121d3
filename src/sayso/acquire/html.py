"""HTML: the whole page's text in blocks; trafilatura decides which of them are the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from sayso.acquire.composed import Draft, compose
from sayso.acquire.dates import read_dateline
from sayso.acquire.frontmatter import Facts
from sayso.acquire.media import Unreadable, decode_text
from sayso.acquire.metadata import find_language, find_url, read_metadata, to_iso
from sayso.acquire.names import read_byline, read_names
from sayso.acquire.reading import Original, Reading

_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "iframe",
        "object",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "datalist",
    ]
)
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
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
        "label",
        "legend",
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
        "ul",
    ]
)
_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    "tr": "table",
    "figcaption": "caption",
    "caption": "caption",
}
_AROUND = frozenset(["nav", "header", "footer", "aside", "form", "button", "label", "select", "dialog"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_LABEL = re.compile(r"\[?(\d{1,3}|[*†‡§]|[a-z])\]?")
_SURE_LENGTH = 25  # characters; a shorter block is main text only if trafilatura gives it as a line of its own


def read_html_file(original: Original) -> Reading:
    """Read an HTML file; as `read_html`."""
    return read_html(original.data)


def read_html(data: bytes) -> Reading:
    """Read an HTML page: canonical text of every block, furniture marked, metadata, links and notes.

    Raises:
        Unreadable: the page holds no text.
    """
    page, warning = decode_text(data, is_html=True)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("a broken HTML page", f"{error}; save the page again from the browser") from None
    facts = read_metadata(tree)
    language, url = find_language(tree), find_url(tree)
    walker = _Walker()
    try:
        walker.walk(tree, around="", kind="")
    except RecursionError:
        raise Unreadable("nested too deeply", "no real page is; save its text from the browser as TXT") from None
    drafts = walker.finish()
    if not drafts:
        raise Unreadable("no text in it", "the page may be made by scripts; save it as text or PDF from the browser")
    main = _extract_main(page, facts)
    _mark_furniture(drafts, main)
    reading = compose(drafts, facts)
    reading.language, reading.url = language, url
    if warning:
        reading.warnings.append(("encoding guessed", warning))
    if not main:
        reading.warnings.append(
            ("main text not recognised", "all text outside of navigation was kept; check the document's furniture")
        )
    return reading


# ------------------------------------------------------------------ the page's blocks


class _Walker:
    """Goes through the page and gathers its blocks."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._words: list[str] = []
        self._size = 0
        self._links: list[tuple[int, int, str]] = []
        self._marks: list[tuple[int, int, str, str]] = []
        self._targets: dict[str, int] = {}
        self._after_break = False
        self._kind, self._around = "", ""

    def walk(self, element: Any, *, around: str, kind: str) -> None:
        """Take an element's words; `around` names the navigation it stands in, `kind` what it is part of."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIP:
            return
        if tag == "br":
            self._break()
            return
        if tag in {"td", "th"} and self._size:
            self._say(" | " if "".join(self._words).strip() else "")
        is_block = tag in _BLOCK
        if tag in _AROUND or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            around = around or (tag if tag in _AROUND else "hidden")
        if tag == "blockquote":
            kind = "block_quote"
        kind = _KINDS.get(tag, kind)
        if is_block:
            self._flush()
            self._kind, self._around = kind, around
        for name in (element.get("id"), element.get("name") if tag == "a" else None):
            if name:
                self._targets.setdefault(name, len(self.drafts))
        start = self._size
        self._say(element.text)
        for child in element:
            self.walk(child, around=around, kind=kind)
            if is_block or child.tag in _BLOCK:
                self._kind, self._around = (kind, around) if self._size == 0 else (self._kind, self._around)
            self._say(child.tail)
        if tag == "a":
            self._link(element, start)
        if is_block:
            self._flush()

    def finish(self) -> list[Draft]:
        """Give the blocks, marks led to their notes."""
        self._flush()
        for i, draft in enumerate(self.drafts):
            kept = []
            for low, high, target, label in draft.marks:
                at = self._targets.get(target)
                if at is None or not i < at < len(self.drafts) or self.drafts[at].note_key not in {"", target}:
                    continue  # a link back to the text, or to a section
                note = self.drafts[at]
                number = re.match(rf"\[?{re.escape(label)}\]?[.)\s]*", note.text)
                note.note_key, note.kind, note.note_start = target, "footnote", number.end() if number else 0
                note.why = "a note that a mark in the text links to"
                kept.append((low, high, target, label))
            draft.marks = kept
        return self.drafts

    def _say(self, words: str | None) -> None:
        if not words:
            return
        flat = re.sub(r"\s+", " ", words)
        if flat.startswith(" ") and (self._size == 0 or self._words[-1].endswith(" ")):
            flat = flat[1:]
        if flat:
            self._words.append(flat)
            self._size += len(flat)
            self._after_break = self._after_break and not flat.strip()

    def _break(self) -> None:
        if self._after_break:
            self._flush()
        else:
            self._say(" ")
            self._after_break = True

    def _link(self, element: Any, start: int) -> None:
        href = (element.get("href") or "").strip()
        words = "".join(self._words)[start:] if self._size > start else ""
        bare = words.strip()
        if not bare or not href:
            return
        low = start + words.index(bare)
        label = _NOTE_LABEL.fullmatch(bare)
        if href.startswith("#") and label:
            self._marks.append((low, low + len(bare), href[1:], label[1]))
        elif not href.startswith(("#", "javascript:")):
            self._links.append((low, low + len(bare), href))

    def _flush(self) -> None:
        text = "".join(self._words).rstrip()
        if text:
            why = f"stands in the page's {self._around}" if self._around else ""
            links = [(low, min(high, len(text)), url) for low, high, url in self._links]
            self.drafts.append(Draft(text, self._kind or "paragraph", why, links, self._marks))
        self._words, self._size, self._links, self._marks, self._after_break = [], 0, [], [], False


# ------------------------------------------------------------------ which of them are the article


def _extract_main(page: str, facts: Facts) -> str:
    """Main text by trafilatura, a paragraph a line; empty when it finds none. Fills what the page's own tags left open."""
    import trafilatura  # noqa: PLC0415

    found = trafilatura.bare_extraction(page, fast=True, include_comments=False, with_metadata=True)
    if found is None:
        return ""
    facts.learn("title", found.title, how="guessed by trafilatura")
    facts.learn("authors", read_names((found.author or "").replace(";", ",")), how="guessed by trafilatura")
    facts.learn("publisher", found.sitename, how="guessed by trafilatura")
    facts.learn("published", to_iso(found.date or ""), how="guessed by trafilatura")
    return found.text or ""


def _mark_furniture(drafts: Sequence[Draft], main: str) -> None:
    if not main:
        for draft in drafts:
            if draft.why:
                draft.kind = "furniture"
        return
    lines = {_letters(line) for line in main.split("\n") if line.strip()}
    long_lines = [line for line in lines if len(line) >= _SURE_LENGTH]
    joined = "\n".join(_letters(line) for line in main.split("\n"))
    for draft in drafts:
        if draft.note_key:
            continue
        letters = _letters(draft.text)
        is_main = letters in lines or (
            len(letters) >= _SURE_LENGTH and (letters in joined or any(line in letters for line in long_lines))
        )
        if is_main or (draft.kind == "heading" and not draft.why):
            draft.why = ""
        elif not draft.why and (read_byline(draft.text) is not None or read_dateline(draft.text) is not None):
            continue  # extraction takes these off the article; the head of the article is read below
        else:
            draft.kind, draft.why = "furniture", draft.why or "outside of the main text, by trafilatura"


def _letters(text: str) -> str:
    """Letters and digits only: extraction changes spaces, bullets and quotation marks."""
    return re.sub(r"[\W_]+", "", text).lower()
