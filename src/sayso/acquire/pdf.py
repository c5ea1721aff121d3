"""PDF: the text layer, page by page, set in lines and paragraphs by where its characters stand."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from typing import Any, NamedTuple

from sayso.acquire.media import Unreadable, check_length
from sayso.acquire.names import read_names
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, Reading

_GAP = 1.35  # of the usual distance of lines: a wider one parts paragraphs; leading varies by 5-10 %
_INDENT = 1.2  # of a line's height: what starts so much to the right of its neighbours begins a paragraph
_NO_NAME = re.compile(
    r"untitled|microsoft word|^doc(?:ument)?\d*$|\.(?:docx?|pdf|indd|qxd|rtf|odt)$|^\W*$", re.IGNORECASE
)
_SCAN_CHARS = 20  # a page with fewer characters has no text layer, only a stamp or a page number
_OCR = "it holds pictures of text; run text recognition first, for instance `ocrmypdf IN.pdf OUT.pdf`"


class _Row(NamedTuple):
    text: str
    left: float
    top: float
    bottom: float


def read_pdf_file(original: Original) -> Reading:
    """Read a PDF file; as `read_pdf`."""
    return read_pdf(original.data, title=original.meta.get("title"))


def read_pdf(data: bytes, *, title: str | None = None) -> Reading:
    """Read a PDF's text layer.

    Args:
        title: the title, where it is known from elsewhere.
    Raises:
        Unreadable: it is encrypted or broken, or has no text layer.
    """
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("an encrypted PDF", "it needs a password; save a copy without one") from None
        raise Unreadable("a broken PDF", f"{error}; open it in a viewer and print it to a new PDF") from None
    try:
        pages = [_read_page(document[number]) for number in range(len(document))]
        properties = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    text = "\f".join(pages)
    empty = [number for number, page in enumerate(pages, start=1) if len(page.strip()) < _SCAN_CHARS]
    if len(empty) == len(pages):
        raise Unreadable("a PDF without text", _OCR)
    check_length(len(text))
    reading = read_plain(text, title=title)
    _learn_properties(reading, properties)
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (f" and {len(empty) - 10} more" if len(empty) > 10 else "")
        reading.warnings.append((f"{len(empty)} of {len(pages)} pages without text: {shown}", _OCR))
    return reading


def _learn_properties(reading: Reading, properties: dict[str, str]) -> None:
    title = " ".join(properties.get("Title", "").split())
    if title and not _NO_NAME.search(title):
        reading.facts.learn("title", title, how="PDF properties")
    reading.facts.learn("authors", read_names(properties.get("Author", "")), how="PDF properties")


def _read_page(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        rows = _find_rows(textpage)
    finally:
        textpage.close()
        page.close()
    return _set_rows(rows)


def _find_rows(textpage: Any) -> list[_Row]:
    text = textpage.get_text_range()
    # pdfium gives one character a code unit and marks a hyphen at a line's end with U+FFFE or U+0002
    aligned = len(text) == textpage.count_chars()
    rows: list[_Row] = []
    at = 0
    for line in re.split(r"(\r\n|\n|\r)", text):
        bare = line.strip()
        if bare:
            first = at + len(line) - len(line.lstrip())
            left, bottom, _, top = textpage.get_charbox(first) if aligned else (0.0, 0.0, 0.0, 0.0)
            rows.append(_Row(re.sub("[\ufffe\x02]", "-", bare).replace("\0", " "), left, top, bottom))
        at += len(line)
    return rows


def _set_rows(rows: list[_Row]) -> str:
    """Set lines under one another, an empty line where a paragraph begins."""
    if not rows:
        return ""
    steps = [a.bottom - b.bottom for a, b in itertools.pairwise(rows)]
    # the commonest distance on the page, the smaller one of equals: notes in small print and headings are fewer than lines of text
    counts = Counter(round(step) for step in steps if step > 1)
    usual = min(counts, key=lambda step: (-counts[step], step), default=0)
    height = statistics.median(row.top - row.bottom for row in rows)
    out = [rows[0].text]
    for i, (before, row) in enumerate(itertools.pairwise(rows)):
        # from the bottom of one column to the top of the next a step is negative: not a new paragraph by itself
        is_apart = usual > 0 and steps[i] > _GAP * usual
        is_indented = row.left > before.left + _INDENT * max(height, 1) and (
            i + 2 >= len(rows) or row.left > rows[i + 2].left + height
        )
        out.append(("\n\n" if is_apart or is_indented else "\n") + row.text)
    return "".join(out)
