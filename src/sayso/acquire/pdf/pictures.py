"""Pictures of text, such as scans in PNG, JPEG or TIFF, read by OCR."""

from __future__ import annotations

from sayso.acquire.media import Unreadable
from sayso.acquire.pdf import ocr
from sayso.acquire.pdf.document import Page, set_pages
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, Reading


def read_picture_file(original: Original) -> Reading:
    """Read a picture file, page by page.

    Raises:
        Unreadable: no words were found in it, it is broken, or nothing is installed that reads pictures.
    """
    scan = ocr.Scan(n_pages=1)
    found = scan.read_picture(original.data, ocr.DPI / 72)
    if not found:
        why = scan.why_not if scan.n_missed else "no words were found in it; look at the original"
        raise Unreadable("a picture without text that could be read", why)
    text, prints = set_pages([Page(rows, frame, number) for number, (rows, frame) in enumerate(found)])
    reading = read_plain(text, title=original.meta.get("title"), prints=prints)
    reading.warnings += scan.tell()
    return reading
