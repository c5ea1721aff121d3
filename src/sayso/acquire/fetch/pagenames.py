"""Names for fetched pages, made of their URLs."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sayso.acquire import media
from sayso.acquire.fetch.locators import Locator

_NAME_CHARS = 120  # of one part of a name: file systems hold 255 bytes
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", media.DOCX: ".docx", media.ODT: ".odt", "application/rtf": ".rtf", "text/rtf": ".rtf",
    media.EPUB: ".epub", "message/rfc822": ".eml", "application/mbox": ".mbox", "text/csv": ".csv",
    "text/tab-separated-values": ".tsv", "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl",
    "application/warc": ".warc", "application/zip": ".zip", "application/x-tar": ".tar",
}  # fmt: skip
# what servers call by a wider name: Markdown and tables are sent as plain text, office files as archives
_COUSINS = {
    media.PLAIN: (media.MARKDOWN, media.CSV, media.JSONL, media.MAIL, media.MBOX),
    media.ZIP: (media.DOCX, media.ODT, media.EPUB),
    "application/xhtml+xml": (media.HTML,),
    "text/rtf": (media.RTF,),
    "text/tab-separated-values": (media.CSV,),
    "application/x-ndjson": (media.JSONL,),
}


def name_page(locator: Locator, content_type: str | None, head: bytes) -> str:
    """Name a page by its URL, with an ending that fits what it is: by its bytes, then by what the server says.

    Args:
        head: its first bytes.
    """
    parts = urlsplit(locator.target)
    path = [_to_name(part) for part in PurePosixPath(parts.path).parts if part not in {"/", ".."}]
    if not path or parts.path.endswith("/"):
        path.append("index")
    if parts.query:
        path[-1] = f"{path[-1]}_{_to_name(parts.query)}"[:_NAME_CHARS]
    told = (content_type or "").split(";")[0].strip().lower()
    by_bytes = media.find_media_type(head, "")
    is_finer = by_bytes is None or told in _COUSINS.get(by_bytes, ())
    kind = told if is_finer else by_bytes or ""
    by_name = media.BY_SUFFIX.get(media.find_suffix(path[-1]))
    if kind in _SUFFIXES and by_name not in {kind, *_COUSINS.get(kind, ())}:
        path[-1] += _SUFFIXES[kind]
    return "/".join([_to_name(locator.host), *path])


def _to_name(text: str) -> str:
    """Make a part of a URL fit for a file's name: readable, without what file systems or screens trip over."""
    plain = unquote(text)
    kept = "".join(char if char.isprintable() and char not in '/\\:*?"<>|' else "_" for char in plain)
    return kept.strip(" .")[:_NAME_CHARS] or "_"
