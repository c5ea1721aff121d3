"""PDF: the text layer, page by page, or what text recognition reads where there is none."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from sayso.acquire.facts.names import read_names
from sayso.acquire.lines import Print
from sayso.acquire.media import MAX_CHARS, Unreadable, check_length
from sayso.acquire.pdf import ocr
from sayso.acquire.pdf.order import order_rows
from sayso.acquire.pdf.print import find_body_size, find_title, mark_edges, mark_feet
from sayso.acquire.pdf.rows import Frame, PageText, Row
from sayso.acquire.pdf.setting import set_rows
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, Reading

MAX_PAGES = 10_000  # the longest bound volumes have some 3,000; files of a million pages are made to keep readers busy
MAX_PAGE_CHARS = 400_000  # a page of the smallest print holds 20,000; more is drawn over itself or made up
_NO_NAME = re.compile(
    r"untitled|microsoft word|^doc(?:ument)?\d*$|\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?)$|^\W*$", re.IGNORECASE
)
_SCAN_CHARS = 20  # a page with fewer characters has no text layer, only a stamp or a page number
_FORM_TYPES = {1: "AcroForm", 2: "XFA", 3: "XFA"}


@dataclasses.dataclass(slots=True)
class Page:
    """The rows of one page in the order in which they are read, and how it is turned."""

    rows: list[Row]
    frame: Frame
    number: int


def read_pdf_file(original: Original) -> Reading:
    """Read a PDF file; as `read_pdf`."""
    return read_pdf(original.data, title=original.meta.get("title"))


def read_pdf(data: bytes, *, title: str | None = None) -> Reading:
    """Read a PDF's text layer; pages without one are read by OCR where that is installed.

    Args:
        title: the title, where it is known from elsewhere.
    Raises:
        Unreadable: it is encrypted or broken, too long, or has no text that could be read.
    """
    document = _open(data)
    try:
        pages = _read_pages(document)
        warnings = _find_warnings(document)
        scan = ocr.Scan(n_pages=len(pages))
        bare = [page for page in pages if sum(len(row.text) for row in page.rows) < _SCAN_CHARS]
        for page in bare:
            rows = scan.read_page(document, page.number)
            if rows is not None:
                page.rows, page.frame = rows
        properties = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    told = scan.tell()
    if not any(page.rows for page in pages) or (len(bare) == len(pages) and not scan.n_read):
        raise Unreadable("a PDF without text", told[-1][1] if told else scan.why_not)
    warnings += told
    text, prints = set_pages(pages)
    check_length(len(text))
    reading = read_plain(text, title=title, prints=prints)
    _learn_properties(reading, properties)
    reading.warnings += warnings
    return reading


def _open(data: bytes) -> Any:
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("an encrypted PDF", "it needs a password; save a copy without one") from None
        raise Unreadable("a broken PDF", f"{error}; open it in a viewer and print it to a new PDF") from None
    n_pages = len(document)
    if n_pages > MAX_PAGES or n_pages < 1:
        document.close()
        what = f"a PDF of {n_pages:,} pages" if n_pages > 0 else "a PDF without pages"
        raise Unreadable(what, f"sayso reads up to {MAX_PAGES:,} pages a document; split it and add the parts")
    return document


def _find_warnings(document: Any) -> list[tuple[str, str]]:
    """Tell what a PDF holds beside its pages."""
    warnings = []
    n_files = document.count_attachments()
    if n_files > 0:
        names = ", ".join(document.get_attachment(i).get_name()[:80] for i in range(min(n_files, 5)))
        warnings.append(
            (f"{n_files} files attached inside the PDF were not read: {names}", "save them from a viewer and add them")
        )
    form = _FORM_TYPES.get(document.get_formtype())
    if form == "XFA":
        warnings.append(("an XFA form", "its fields are filled in by a program; print it to a new PDF from a viewer"))
    return warnings


# ------------------------------------------------------------------ pages


def _read_pages(document: Any) -> list[Page]:
    pages = []
    n_chars = 0
    for number in range(len(document)):
        page = _read_page(document, number)
        n_chars += sum(len(row.text) for row in page.rows)
        if n_chars > MAX_CHARS:
            check_length(n_chars)
        pages.append(page)
    return pages


def _read_page(document: Any, number: int) -> Page:
    import pypdfium2  # noqa: PLC0415

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page([], Frame(0, 0, 1, 1), number)
    try:
        textpage = page.get_textpage()
        try:
            if textpage.count_chars() > MAX_PAGE_CHARS:
                raise Unreadable(
                    f"page {number + 1} holds more than {MAX_PAGE_CHARS:,} characters",
                    "no page of text does; print it to a new PDF from a viewer",
                )
            text = PageText(textpage, _find_bounds(page), page.get_rotation())
            rows = text.find_rows()
            ordered = order_rows(rows, text.split_row, has_gaps=text.has_gaps(rows)) if rows else rows
            return Page(ordered, text.frame, number)
        finally:
            textpage.close()
    finally:
        page.close()


def _find_bounds(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is shown of a page, as stored: pdfium gives them turned where the page is."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def set_pages(pages: Sequence[Page]) -> tuple[str, list[Print]]:
    """Set all pages, parted by form feeds; notes go to the end of their page."""
    held = [page.rows for page in pages]
    body = find_body_size(held)
    mark_edges(held, body)
    mark_feet(held, body)
    title = find_title(held[0], body) if held else []
    texts: list[str] = []
    prints: list[Print] = []
    at = 0
    for page in pages:
        rows = sorted(page.rows, key=lambda row: row.kind == "footnote")
        text, found = set_rows(rows, page.frame, at, title=title)
        texts.append(text)
        prints += found
        at += len(text) + 1
    return "\f".join(texts), prints


def _learn_properties(reading: Reading, properties: dict[str, str]) -> None:
    title = " ".join(properties.get("Title", "").split())
    if title and not _NO_NAME.search(title):
        reading.facts.learn("title", title, how="PDF properties")
    reading.facts.learn("authors", read_names(properties.get("Author", "")), how="PDF properties")
