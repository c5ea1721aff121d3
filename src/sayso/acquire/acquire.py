"""Acquire one item: bytes in, rows out; a bad document is a row in `problems`, never an exception."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sayso.acquire import media
from sayso.acquire.listing.items import STDIN, Item
from sayso.acquire.media import Unreadable
from sayso.acquire.members import Member, Passed, Unpack
from sayso.acquire.reading import Original, Reading, make_problem, to_rows
from sayso.schema import Tables


@dataclasses.dataclass(frozen=True, slots=True)
class Acquired:
    """Rows of one document and its original bytes; null when not even the bytes could be got."""

    tables: Tables
    original: bytes | None


def acquire_item(item: Item) -> Acquired:
    """Read one document in this process: documents, parts, pieces, cuts, notes and problems rows."""
    try:
        data = load_bytes(item)
    except Unreadable as error:
        return Acquired(Tables({"problems": [make_problem(item.where, error.what, error.why, is_lost=True)]}), None)
    return Acquired(acquire_bytes(item, data), data)


def acquire_bytes(item: Item, data: bytes) -> Tables:
    """Read the bytes of one document; opens nothing, so that it can run where nothing may be opened."""
    try:
        media_type = pick_media_type(item, data)
        if media_type is None:
            raise Unreadable("not a document that sayso reads", f"give {media.READABLE}")
        read = load_reader(media_type)
        if read is None:
            raise Unreadable("it holds documents and is none", "add it by its path")
        original = Original(item.where, item.name, data, media_type, dict(item.meta), item.holder_id, dict(item.repeated))
        return to_rows(original, read(original))
    except Unreadable as error:
        problem = make_problem(item.where, error.what, error.why, is_lost=True)
    except MemoryError:
        why = "documents don't; it may be made to break readers. Save its text in another format if you trust it"
        problem = make_problem(item.where, "reading it wants more memory than is allowed", why, is_lost=True)
    except Exception as error:  # a reader tripped over this document: the run goes on, and the row says so
        why = f"{type(error).__name__}: {error}"[:300]
        problem = make_problem(
            item.where, "the reader failed on this document", f"{why}; save it in another format", is_lost=True
        )
    return Tables({"problems": [problem]})


def pick_media_type(item: Item, head: bytes) -> str | None:
    """Choose what a file is taken for, from its first bytes and its name; without an ending to its name it is text."""
    media_type = media.find_media_type(head, item.name)
    if media_type is None and (item.path == STDIN or not Path(item.name).suffix):
        return media.PLAIN
    return media_type


def load_bytes(item: Item) -> bytes:
    """Read an item's bytes.

    Raises:
        Unreadable: it is gone, empty, too large, or may not be read.
    """
    return _read_bytes(item.path)


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


# Readers are imported when the first such document comes: lxml, trafilatura and pdfium take half a second.
_READERS = {
    media.PLAIN: "texts:read_text_file",
    media.MARKDOWN: "texts:read_markdown_file",
    media.HTML: "html.page:read_html_file",
    media.PDF: "pdf.document:read_pdf_file",
    media.DOCX: "office.docx:read_docx_file",
    media.ODT: "office.odt:read_odt_file",
    media.RTF: "office.rtf:read_rtf_file",
    media.EPUB: "office.epub:read_epub_file",
    media.MAIL: "mail.message:read_mail_file",
    media.PNG: "pdf.pictures:read_picture_file",
    media.JPEG: "pdf.pictures:read_picture_file",
    media.TIFF: "pdf.pictures:read_picture_file",
}
_UNPACKERS = {
    media.ZIP: "containers.archives:unpack_zip",
    media.TAR: "containers.archives:unpack_tar",
    media.WARC: "containers.warc:unpack_warc",
    media.CSV: "containers.rows:unpack_csv",
    media.JSONL: "containers.rows:unpack_jsonl",
    media.MBOX: "mail.mailbox:unpack_mbox",
    media.MAIL: "mail.message:unpack_attachments",
}
"""Where each media type is read and unpacked: a module of this room and a function in it. A mail is both."""


def unpack_frames(media_type: str, path: str) -> Iterator[Member | Passed | bytes]:
    """Give what is in a container as it can be sent: each member without its bytes, then its bytes, piece by piece.

    What ends it too soon is the last thing that was passed, without a name.
    """
    unpack = load_unpacker(media_type)
    assert unpack is not None
    is_empty = media_type != media.MAIL  # which is a document itself
    try:
        for got in unpack(Path(path)):
            if isinstance(got, Passed):
                is_empty = is_empty and not got.is_lost  # a remark doesn't say why there is no document
                yield got
            else:
                is_empty = False
                yield dataclasses.replace(got, chunks=())
                yield from got.chunks
    except Unreadable as error:
        yield Passed("", error.what, error.why)
    else:
        if is_empty:
            yield Passed("", "nothing in it that is a document", "check that it was saved or downloaded whole")


def load_reader(media_type: str) -> Callable[[Original], Reading] | None:
    """Load what reads documents of a media type; null for one that holds documents and is none."""
    read: Callable[[Original], Reading] | None = _load(_READERS, media_type)
    return read


def is_container(media_type: str) -> bool:
    """Whether files of a media type hold documents; a mail with attachments is a document too."""
    return media_type in _UNPACKERS


def load_unpacker(media_type: str) -> Unpack | None:
    """Load what unpacks a media type; null for one that holds nothing else."""
    unpack: Unpack | None = _load(_UNPACKERS, media_type)
    return unpack


def _load(places: Mapping[str, str], media_type: str) -> Any:
    if media_type not in places:
        return None
    module, function = places[media_type].split(":")
    return getattr(importlib.import_module(f"sayso.acquire.{module}"), function)
