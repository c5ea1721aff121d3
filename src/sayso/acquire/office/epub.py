"""EPUB: a book's parts in the order in which they are read, its chapters by its own table of contents, its notes by its links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from sayso.acquire.composed import compose
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.metadata import to_iso
from sayso.acquire.facts.names import read_names
from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.office.booknotes import link_notes, mark_note_headings
from sayso.acquire.office.chapters import Entry, mark_chapters, mark_parts, mark_title_page
from sayso.acquire.office.properties import tell_unread
from sayso.acquire.office.written import read_book
from sayso.acquire.office.xhtml import PageReader, Pages, find_out, find_types, parse_page
from sayso.acquire.office.zipped import Zipped, resolve
from sayso.acquire.reading import Original, Reading

_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"
_FONT_HIDING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_READABLE = {"application/xhtml+xml", "text/html", "application/xml", "text/xml", ""}
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FLIPPED = re.compile(r"([^,;]{2,60}), ([^,;]{1,60})")
_GUIDE = {"text": "", "start": "", "title-page": "titlepage"}


def read_epub_file(original: Original) -> Reading:
    """Read an EPUB file; as `read_epub`."""
    return read_epub(original.data)


def read_epub(data: bytes) -> Reading:
    """Read a book.

    Raises:
        Unreadable: it is broken, locked, holds no text, or unpacks to more than can be read.
    """
    with Zipped(data, "EPUB") as zipped:
        try:
            return _Book(zipped).read()
        except RecursionError:
            raise Unreadable("nested too deeply", "no real book is; save its text as TXT") from None


class _Book:
    """The package of a book: what it lists, in which order it is read."""

    def __init__(self, zipped: Zipped) -> None:
        self._zipped = zipped
        self._name = self._find_package()
        root = zipped.parse(self._name)
        if root is None:
            raise Unreadable("a broken EPUB file", f"{self._name} is not in it; get the book again")
        self._root = root
        self._items = {
            row.get("id") or "": (resolve(self._name, row.get("href") or ""), row)
            for row in root.iterfind(f"{_OPF}manifest/*")
        }
        self._warnings: list[tuple[str, str]] = []

    def read(self) -> Reading:
        locked = self._find_locked()
        spine = list(self._list_spine())
        if locked & {name for name, _ in spine}:
            raise Unreadable(
                "a book locked by its seller (DRM)",
                "sayso cannot and may not unlock it; give a copy without copy protection, or the passages as text",
            )
        facts = self._read_facts()
        pages = Pages()
        guide = self._read_guide()
        starts: dict[str, int] = {}
        for name, is_linear in spine:
            starts.setdefault(name, len(pages.drafts))
            self._read_part(pages, name, guide.get(name, ""), is_linear=is_linear)
            check_length(sum(len(draft.text) for draft in pages.drafts[starts[name] :]))
        check_length(sum(len(draft.text) for draft in pages.drafts))
        if not pages.drafts:
            raise Unreadable("no text in it", "a book of pictures; run text recognition (OCR) and save the result")
        link_notes(pages)
        chapters = mark_chapters(pages, starts, list(self._list_contents()))
        mark_note_headings(pages.drafts)
        mark_title_page(pages.drafts, facts)
        mark_parts(pages.drafts, chapters)
        reading = compose(pages.drafts, facts, read_book)
        language = (self._root.findtext(f"{_OPF}metadata/{_DC}language") or "").strip().replace("_", "-")
        reading.language = language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else None
        reading.warnings += [*self._warnings, *tell_unread(pages.unread), *self._zipped.broken]
        return reading

    # -------------------------------------------------------------- package

    def _find_package(self) -> str:
        root = self._zipped.parse("META-INF/container.xml")
        paths = [row.get("full-path") or "" for row in root.iter("{*}rootfile")] if root is not None else []
        found = next((path for path in paths if self._zipped.has(path)), None)
        found = found or next((name for name in self._zipped.names if name.lower().endswith(".opf")), None)
        if found is None:
            raise Unreadable("a broken EPUB file", "it lists no book (no OPF part); get the book again")
        return found

    def _find_locked(self) -> set[str]:
        """Names of the parts that are encrypted; fonts are often hidden, which is no lock on the text."""
        root = self._zipped.parse("META-INF/encryption.xml")
        names = set()
        for row in root.iter(f"{_ENCRYPTION}EncryptedData") if root is not None else ():
            method = row.find(f"{_ENCRYPTION}EncryptionMethod")
            if method is not None and method.get("Algorithm") in _FONT_HIDING:
                continue
            names |= {resolve("", found.get("URI") or "") for found in row.iter(f"{_ENCRYPTION}CipherReference")}
        return names

    def _list_spine(self) -> Iterator[tuple[str, bool]]:
        """Parts in the order in which they are read, and whether each is in that order or beside it."""
        seen = set()
        for row in self._root.iterfind(f"{_OPF}spine/{_OPF}itemref"):
            name, item = self._items.get(row.get("idref") or "", ("", None))
            if item is None or name in seen or (item.get("media-type") or "") not in _READABLE:
                continue
            seen.add(name)
            yield name, row.get("linear") != "no"

    def _read_guide(self) -> dict[str, str]:
        """What the guide of older books says that its parts are; those that it points into are not told by it."""
        guide = {}
        for row in self._root.iterfind(f"{_OPF}guide/{_OPF}reference"):
            href, kind = row.get("href") or "", (row.get("type") or "").lower()
            if href and "#" not in href:
                guide[resolve(self._name, href)] = _GUIDE.get(kind, kind)
        for name, item in self._items.values():
            if "nav" in (item.get("properties") or "").split():
                guide[name] = "toc"
        return guide

    def _read_part(self, pages: Pages, name: str, told: str, *, is_linear: bool) -> None:
        try:
            root = parse_page(self._zipped, name)
        except Unreadable as error:
            if "more than" in error.what:
                raise
            self._warnings.append((f"a part of the book is not read: {error.what}", f"{name}: {error.why}"))
            return
        if root is None:
            self._warnings.append(
                ("a part of the book is missing", f"{name} is listed and not in the file; get the book again")
            )
            return
        kind, why = find_out({told})
        body = next((el for el in root if isinstance(el.tag, str) and el.tag.endswith("body")), root)
        if not why and not is_linear and not find_types(body) and not _holds_notes(root):
            kind, why = "furniture", "beside the order in which the book is read"
        PageReader(pages, name, kind, why).read(root)

    def _parse_aside(self, name: str) -> Any:
        try:
            return parse_page(self._zipped, name)
        except Unreadable as error:
            self._zipped.tell_broken(name, error)
            return None

    # -------------------------------------------------------------- what it says of itself

    def _read_facts(self) -> Facts:
        facts = Facts()
        titles = self._find(f"{_DC}title")
        facts.learn("title", titles[0] if titles else None, how="the book's own data")
        facts.learn("authors", tuple(self._list_authors()), how="the book's own data")
        facts.learn("publisher", next(iter(self._find(f"{_DC}publisher")), None), how="the book's own data")
        dates = [found for words in self._find(f"{_DC}date") if (found := _to_date(words))]
        facts.learn("published", next(iter(dates), None), how="the book's own data")
        for row in self._root.iterfind(f"{_OPF}metadata/{_OPF}meta"):
            if row.get("property") == "dcterms:modified":
                facts.learn(
                    "updated", _to_date(row.text or ""), how="the book's own data, when its file was made (weak)"
                )
        return facts

    def _find(self, tag: str) -> list[str]:
        rows = self._root.iterfind(f"{_OPF}metadata//{tag}")
        return [words for row in rows if (words := " ".join("".join(row.itertext()).split()))]

    def _list_authors(self) -> Iterator[str]:
        """Creators who wrote: those of another role (illustrator, translator) are left out."""
        roles = {
            (row.get("refines") or "").removeprefix("#"): (row.text or "").strip()
            for row in self._root.iterfind(f"{_OPF}metadata/{_OPF}meta")
            if row.get("property") == "role"
        }
        for row in self._root.iterfind(f"{_OPF}metadata//{_DC}creator"):
            role = row.get(f"{_OPF}role") or roles.get(row.get("id") or "", "")
            name = " ".join("".join(row.itertext()).split())
            if not name or role not in {"", "aut", "edt", "cre"}:
                continue
            flipped = _FLIPPED.fullmatch(name)
            if flipped and not read_names(name):
                name = f"{flipped[2]} {flipped[1]}"
            yield from read_names(name.replace(";", ",")) or (name,)

    def _list_contents(self) -> Iterator[Entry]:
        """Entries of the table of contents: of EPUB 3's navigation, else of EPUB 2's."""
        for name, item in self._items.values():
            if "nav" in (item.get("properties") or "").split():
                root = self._parse_aside(name)
                navs = [el for el in root.iter("{*}nav") if "toc" in find_types(el)] if root is not None else []
                entries = [
                    Entry(
                        " ".join("".join(link.itertext()).split()),
                        *_split_address(name, link.get("href") or ""),
                        _depth(link, "ol"),
                    )
                    for nav in navs[:1]
                    for link in nav.iter("{*}a")
                ]
                if entries:
                    yield from entries
                    return
        spine = self._root.find(f"{_OPF}spine")
        ncx = self._items.get(spine.get("toc") or "" if spine is not None else "", ("", None))[0]
        ncx = ncx or next((name for name in self._zipped.names if posixpath.splitext(name)[1] == ".ncx"), "")
        root = self._parse_aside(ncx) if ncx else None
        for point in root.iter(f"{_NCX}navPoint") if root is not None else ():
            words = " ".join((point.findtext(f"{_NCX}navLabel/{_NCX}text") or "").split())
            content = point.find(f"{_NCX}content")
            if words and content is not None:
                yield Entry(words, *_split_address(ncx, content.get("src") or ""), _depth(point, "navPoint") + 1)


def _split_address(base: str, href: str) -> tuple[str, str]:
    return resolve(base, href), href.partition("#")[2]


def _depth(element: Any, name: str) -> int:
    return sum(1 for parent in element.iterancestors("{*}" + name))


def _holds_notes(root: Any) -> bool:
    return any(
        find_types(element) & {"footnote", "endnote", "rearnote", "endnotes", "footnotes", "rearnotes"}
        for element in root.iter()
    )


def _to_date(words: str) -> str | None:
    words = words.strip()
    day = words.partition("T")[0]
    if day.startswith(("0000", "0101", "0001")):
        return None  # what a library program writes for an unknown date
    return day if _ISO.fullmatch(day) else to_iso(words)
