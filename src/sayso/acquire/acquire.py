"""Acquire one item: bytes in, rows out; a bad document is a row in `problems`, never an exception."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

from sayso.acquire import media
from sayso.acquire.items import STDIN, Item
from sayso.acquire.media import Unreadable
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, Reading, make_problem, to_rows
from sayso.schema import Tables


@dataclasses.dataclass(frozen=True, slots=True)
class Acquired:
    """Rows of one document and its original bytes; null when not even the bytes could be got."""

    tables: Tables
    original: bytes | None


def acquire_item(item: Item) -> Acquired:
    """Read one document: documents, parts, pieces, cuts, notes and problems rows."""
    data: bytes | None = None
    try:
        data = _read_bytes(item.path)
        media_type = media.find_media_type(data, item.name)
        if media_type is None and (item.path == STDIN or not Path(item.name).suffix):
            media_type = media.PLAIN
        if media_type is None:
            raise Unreadable("not a document that sayso reads", "give txt, md, html, pdf with a text layer, or docx")
        original = Original(item.path, item.name, data, media_type, dict(item.meta))
        return Acquired(to_rows(original, _READERS[media_type](original)), data)
    except Unreadable as error:
        problem = make_problem(item.path, error.what, error.why, is_lost=True)
    except Exception as error:  # a reader tripped over this document: the run goes on, and the row says so
        why = f"{type(error).__name__}: {error}"[:300]
        problem = make_problem(
            item.path, "the reader failed on this document", f"{why}; save it in another format", is_lost=True
        )
    return Acquired(Tables({"problems": [problem]}), data)


def _read_bytes(path: str) -> bytes:
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(media.MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(media.MAX_BYTES + 1) if Path(path).stat().st_size <= media.MAX_BYTES else None
    except FileNotFoundError:
        raise Unreadable(
            "the file is gone", "it was there when the folder was listed; put it back and run again"
        ) from None
    except OSError as error:
        raise Unreadable("the file can't be opened", f"{error.strerror or error}; allow reading it") from None
    if data is None or len(data) > media.MAX_BYTES:
        raise Unreadable(
            f"larger than {media.MAX_BYTES // 1_000_000} MB",
            "sayso reads documents of text; split the file and add the parts",
        )
    if not data:
        raise Unreadable("the file is empty", "check that it was saved or downloaded whole")
    return data


def _read_plain(original: Original) -> Reading:
    text, warning = media.decode_text(original.data)
    reading = read_plain(text, title=original.meta.get("title"))
    if warning:
        reading.warnings.append(("encoding guessed", warning))
    return reading


def _read_markdown(original: Original) -> Reading:
    from sayso.acquire.markdown import read_markdown  # noqa: PLC0415

    text, warning = media.decode_text(original.data)
    reading = read_markdown(text)
    if warning:
        reading.warnings.append(("encoding guessed", warning))
    return reading


# Readers of structured formats are imported when the first such document comes: lxml, trafilatura and pdfium take half a second.
def _read_html(original: Original) -> Reading:
    from sayso.acquire.html import read_html  # noqa: PLC0415

    return read_html(original.data)


def _read_pdf(original: Original) -> Reading:
    from sayso.acquire.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(original.data, title=original.meta.get("title"))


def _read_docx(original: Original) -> Reading:
    from sayso.acquire.docx import read_docx  # noqa: PLC0415

    return read_docx(original.data)


_READERS: dict[str, Callable[[Original], Reading]] = {
    media.PLAIN: _read_plain,
    media.MARKDOWN: _read_markdown,
    media.HTML: _read_html,
    media.PDF: _read_pdf,
    media.DOCX: _read_docx,
}
