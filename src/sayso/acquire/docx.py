"""DOCX: paragraphs, headings, lists, tables and footnotes, by the names of their styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from sayso.acquire.composed import Draft, compose
from sayso.acquire.frontmatter import Facts
from sayso.acquire.media import MAX_BYTES, MAX_CHARS, Unreadable, check_length
from sayso.acquire.names import read_names
from sayso.acquire.reading import Original, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNPACKED_MAX = 10 * MAX_BYTES  # with its pictures; more is a bomb or a picture book
_PICTURES = ("word/media/", "word/embeddings/")
_MARKUP_MAX = 10 * MAX_CHARS  # bytes: a character of text takes some ten of XML, and a byte of XML up to 30 of memory
_STYLES = (
    ("heading", "heading"),
    ("title", "title"),
    ("subtitle", "paragraph"),
    ("toc", "contents"),
    ("list", "list_item"),
    ("quote", "block_quote"),
    ("intense quote", "block_quote"),
    ("caption", "caption"),
    ("bibliography", "reference"),
    ("header", "running_head"),
    ("footer", "running_head"),
)
_OUT = {
    "contents": "a table of contents by its style",
    "reference": "a bibliography by its style",
    "running_head": "by its style",
}
_NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


def read_docx_file(original: Original) -> Reading:
    """Read a DOCX file; as `read_docx`."""
    return read_docx(original.data)


def read_docx(data: bytes) -> Reading:
    """Read a DOCX file.

    Raises:
        Unreadable: it is broken, encrypted, or unpacks to more than can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            notes = {kind: _read_part(archive, name) for kind, name in _NOTE_PARTS.items()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, etree.XMLSyntaxError) as error:
        raise Unreadable("a broken DOCX file", f"{error}; open it in a word processor and save it again") from None
    document = _open(data)
    facts = _read_properties(document)
    drafts = [draft for element in _blocks(document) for draft in _to_drafts(element, document)]
    for draft in drafts:
        if draft.kind == "title" and not draft.why:
            facts.title = None  # what the page prints as its title wins over the file's properties
            facts.learn("title", draft.text, how="style Title")
            draft.why = "title by its style"
    order = [key for draft in drafts for *_, key, _ in draft.marks]
    drafts += sorted(
        _note_drafts(notes), key=lambda draft: order.index(draft.note_key) if draft.note_key in order else len(order)
    )
    check_length(sum(len(draft.text) for draft in drafts))
    if not any(draft.text for draft in drafts):
        raise Unreadable(
            "no text in it", "the file may hold pictures only; run text recognition (OCR) and save the result"
        )
    return compose(drafts, facts)


def _check_size(archive: zipfile.ZipFile) -> None:
    """A small file may unpack to what no memory holds."""
    size = {info.filename: info.file_size for info in archive.infolist()}
    if sum(size.values()) > _UNPACKED_MAX:
        raise Unreadable("unpacks to far more than its size", "save the text without its pictures, as DOCX or TXT")
    if sum(n for name, n in size.items() if not name.startswith(_PICTURES)) > _MARKUP_MAX:
        raise Unreadable(
            f"unpacks to more than {_MARKUP_MAX // 1_000_000} MB of text and markup",
            f"sayso reads up to {MAX_CHARS:,} characters a document; split it, or save its text as TXT",
        )


def _open(data: bytes) -> Any:
    import docx  # noqa: PLC0415

    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets errors of zip, XML and its own through
        raise Unreadable("a broken DOCX file", f"{error}; open it in a word processor and save it again") from None


def _read_part(archive: zipfile.ZipFile, name: str) -> Any:
    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _read_properties(document: Any) -> Facts:
    facts = Facts()
    properties = document.core_properties
    facts.learn("title", (properties.title or "").strip(), how="file properties")
    facts.learn("authors", read_names(properties.author or ""), how="file properties")
    return facts


def _blocks(document: Any) -> Iterator[Any]:
    """Paragraphs and table rows in order; text boxes and tracked deletions are left out."""
    for element in document.element.body.iter(f"{_W}p", f"{_W}tr"):
        parents = {parent.tag for parent in element.iterancestors()}
        in_row = f"{_W}tr" in parents
        if not in_row and f"{_W}del" not in parents:
            yield element


def _to_drafts(element: Any, document: Any) -> Iterator[Draft]:
    if element.tag == f"{_W}tr":
        cells = [
            " ".join(_read_runs(p, document).text for p in cell.iter(f"{_W}p")).strip()
            for cell in element.iter(f"{_W}tc")
        ]
        yield Draft(" | ".join(cell for cell in cells if cell), "table")
        return
    draft = _read_runs(element, document)
    draft.kind = _kind_of(element, document)
    draft.why = _OUT.get(draft.kind, "")
    yield draft


def _kind_of(paragraph: Any, document: Any) -> str:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return "paragraph"
    style = properties.find(f"{_W}pStyle")
    name = _style_names(document).get(style.get(f"{_W}val"), "").lower() if style is not None else ""
    for start, kind in _STYLES:
        if name.startswith(start):
            return kind
    return "list_item" if properties.find(f"{_W}numPr") is not None else "paragraph"


def _style_names(document: Any) -> dict[str, str]:
    styles = document.styles.element
    return {
        style.get(f"{_W}styleId"): style.find(f"{_W}name").get(f"{_W}val")
        for style in styles.iter(f"{_W}style")
        if style.find(f"{_W}name") is not None
    }


def _read_runs(paragraph: Any, document: Any) -> Draft:
    draft = Draft("")
    out: list[str] = []
    size = 0
    link: tuple[Any, int, str] | None = None
    for node in paragraph.iter():
        if link is not None and link[0] not in node.iterancestors():
            draft.links.append((link[1], size, link[2]))
            link = None
        words = _words_of(node, draft, size)
        if node.tag == f"{_W}hyperlink":
            relation = document.part.rels.get(node.get(f"{_R}id"))
            link = (node, size, relation.target_ref) if relation is not None and relation.is_external else link
        out.append(words)
        size += len(words)
    if link is not None:
        draft.links.append((link[1], size, link[2]))
    return _strip(draft, "".join(out))


def _words_of(node: Any, draft: Draft, size: int) -> str:
    if node.tag == f"{_W}t":
        return re.sub(r"\s+", " ", node.text or "")
    if node.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
        return " "
    if node.tag == f"{_W}noBreakHyphen":
        return "-"
    for kind in _NOTE_PARTS:
        if node.tag == f"{_W}{kind}Reference":
            label = node.get(f"{_W}id") or "*"
            draft.marks.append((size, size + len(label), f"{kind} {label}", label))
            return str(label)
    return ""


def _strip(draft: Draft, raw: str) -> Draft:
    shift = len(raw) - len(raw.lstrip())
    draft.text = raw.strip()
    size = len(draft.text)
    draft.links = [(max(low - shift, 0), min(high - shift, size), url) for low, high, url in draft.links]
    draft.marks = [(low - shift, high - shift, key, label) for low, high, key, label in draft.marks]
    return draft


def _note_drafts(parts: dict[str, Any]) -> Iterator[Draft]:
    for kind, root in parts.items():
        for note in root.iter(f"{_W}{kind}") if root is not None else ():
            label = note.get(f"{_W}id")
            words = " ".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in note.iter(f"{_W}p"))
            words = re.sub(r"\s+", " ", words).strip()
            if words and note.get(f"{_W}type") is None:
                text = f"{label} {words}"
                yield Draft(text, "footnote", f"a {kind}", note_key=f"{kind} {label}", note_start=len(str(label)) + 1)
