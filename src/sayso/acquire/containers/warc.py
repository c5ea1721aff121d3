"""WARC: the pages and files that a crawler kept, each with its address, its headers and when it came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from sayso.acquire import media
from sayso.acquire.containers.bodies import BadBody, decode_body
from sayso.acquire.containers.inflating import CHUNK, Inflated
from sayso.acquire.containers.membernames import MemberNames, shorten_name, show_name
from sayso.acquire.fetch.headers import find_charset
from sayso.acquire.media import SNIFFED_BYTES, Unreadable
from sayso.acquire.members import Member, Passed

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_MOST_HEADERS, _MOST_HEADER = 100, 2000  # headers kept of an answer, and characters of one
_MOST_NAMED = 3  # addresses named in a row that counts many
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/pdf": ".pdf", media.DOCX: ".docx", media.ODT: ".odt", "application/rtf": ".rtf", "text/rtf": ".rtf",
    media.EPUB: ".epub", "message/rfc822": ".eml", "application/mbox": ".mbox", "text/csv": ".csv",
    "text/tab-separated-values": ".tsv", "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl",
    "application/zip": ".zip", "application/x-tar": ".tar",
}  # fmt: skip
"""Media types that are read, and the ending that tells each by its name."""
_UNKNOWN = {"unknown", "no_type"}
_GAP_BYTES = 100  # between records: line ends, and fields written wider than they are read; no record is so short
_HEADER_NAME = re.compile(r"[!#-'*+.^-`|~\w-]+", re.ASCII)
_NOT_IN_NAMES = re.compile(r'[\\:*?"<>|]')
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "application/download", "application/force-download", "unknown"}
_PACKED = {"application/gzip", "application/x-gzip", "application/x-bzip2", "application/x-xz", "application/msword"}


def unpack_warc(path: Path) -> Iterator[Member | Passed]:
    """Give the documents of a WARC file, in its order: answers of servers, resources, and text converted from either.

    Raises:
        Unreadable: there is no record in it, or it unpacks to no end.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # loads slowly, and few cases have one  # noqa: PLC0415

    sorter = _Sorter()
    n_records, broke, end = 0, "", 0
    skipped: list[int] = []
    with Inflated(path, goes_on=True) as file:
        every = WarcRecordType.any_type  # also what is no document, so that gaps between records are seen
        records = ArchiveIterator(cast(BinaryIO, file), every, parse_http=False, quirks_mode=True, stream_detect=False)
        while True:
            try:
                record = next(records, None)
            except OSError as error:
                broke = " ".join(str(error).split())[:150]
                break
            if record is None:
                break
            n_records += str(record.record_type) not in _UNKNOWN
            end = _add_skipped(skipped, record, end)
            yield from sorter.take(record)
        if file.tell() > end + _GAP_BYTES and not broke and n_records:
            skipped.append(file.tell() - end)
        broke = broke or file.damage
    if not n_records:
        raise Unreadable("no record of a WARC file in it", f"{broke or 'it is another kind of file'}; get it again")
    if broke:
        yield Passed("", f"the archive is damaged: {broke}", "what could be read of it is taken; get it again")
    if skipped:
        what = f"{sum(skipped):,} bytes in {len(skipped)} places belong to no record"
        yield Passed("", what, "the archive is damaged: what stood there is lost; get it again")
    yield from sorter.end()


def _add_skipped(skipped: list[int], record: WarcRecord, end: int) -> int:
    """Note how far a record begins behind the end of the one before it; gives where it ends itself, by what it says."""
    if record.stream_pos > end + _GAP_BYTES:
        skipped.append(record.stream_pos - end)
    n_head = sum(len(name) + len(value) + 4 for name, value in record.headers.items())
    return int(record.stream_pos + n_head + record.content_length)


class _Sorter:
    """Takes what is a document from one record after the other, and counts the rest."""

    def __init__(self) -> None:
        self._names = MemberNames()
        self._kinds: Counter[str] = Counter()  # media types that are not read
        self._statuses: Counter[int] = Counter()  # of answers that bring no page
        self._n_empty = 0
        self._aside: dict[str, list[str]] = {"revisit": [], "continuation": [], "unknown": []}
        self._n_aside: Counter[str] = Counter()

    def take(self, record: WarcRecord) -> Iterator[Member | Passed]:
        kind = "unknown" if str(record.record_type) in _UNKNOWN else str(record.record_type)
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        if kind in self._aside:
            self._n_aside[kind] += 1
            if len(self._aside[kind]) < _MOST_NAMED:
                self._aside[kind].append(show_name(url))
        if kind not in {"response", "resource", "conversion"} or url.startswith("dns:"):
            return
        try:
            record.parse_http()
        except OSError as error:
            why = "its record is damaged; fetch the page again"
            yield Passed(show_name(url), f"headers that can't be read: {error}"[:200], why)
            return
        http = record.http_headers
        status = http.status_code if http is not None else None
        if kind == "response" and http is not None and not 200 <= (status or 0) < 300:
            self._statuses[status or 0] += 1
            return
        yield from self._take_body(record, url)

    def _take_body(self, record: WarcRecord, url: str) -> Iterator[Member | Passed]:
        http = record.http_headers
        told = (http.get("Content-Type") if http is not None else record.headers.get("Content-Type")) or ""
        charset = find_charset(told)
        told = told.split(";")[0].strip().lower()
        if _is_surely_unread(told):
            self._kinds[told] += 1
            return
        body = _Body(record)
        head = body.take_head()
        if not head and not body.damage:
            if _is_broken(record):
                yield Passed(show_name(url), "its headers are broken and run into the page", "fetch the page again")
            else:
                self._n_empty += 1
            return
        suffix = _find_suffix(head, told, url)
        if suffix is None:
            self._kinds[told or "unknown type"] += 1
            return
        name = self._names.make(_name_page(url, suffix))
        if body.damage and not head:
            yield Passed(name, f"its body can't be unpacked: {body.damage}", "fetch the page again")
            return
        date = record.record_date
        meta = (("url", url),) if url.startswith(("http://", "https://")) else ()
        yield Member(
            name, body.rest(), (*meta, *([("charset", charset)] if charset else [])),
            modified=date.isoformat(timespec="seconds") if date else None, headers=_show_headers(record),
        )  # fmt: skip
        damage = body.damage or record.headers.get("WARC-Truncated") or ""
        if damage:
            yield Passed(name, f"cut short: {damage[:100]}", "what there is of it is taken; fetch the page again")

    def end(self) -> Iterator[Passed]:
        """Give the rows of what was counted."""
        if self._kinds:
            n = sum(self._kinds.values())
            shown = ", ".join(f"{n} {kind}" for kind, n in self._kinds.most_common(8))
            more = f" and {len(self._kinds) - 8} more types" if len(self._kinds) > 8 else ""
            why = f"{show_name(shown)}{more}: pictures, scripts, styles and data are no documents"
            yield Passed("", f"{n} records left out whose type is not read", why, is_lost=False)
        if self._statuses:
            shown = ", ".join(f"{n} with {status or 'none'}" for status, n in self._statuses.most_common(8))
            why = f"by status: {shown}; redirects and errors bring no page"
            yield Passed("", f"{sum(self._statuses.values())} answers without a page left out", why, is_lost=False)
        if self._n_empty:
            yield Passed("", f"{self._n_empty} records are empty", "the server sent nothing, or the archive was cut", is_lost=False)
        for kind, what, why in (
            ("revisit", "pages that had not changed", "they are kept where they were first fetched; add that archive too"),
            ("continuation", "records that go on with another", "parts of records are not joined; fetch the pages again"),
            ("unknown", "records that don't say what they are", "the archive is damaged, or of another kind; get it again"),
        ):
            n = self._n_aside[kind]
            if n:
                named = ", ".join(self._aside[kind]) + (f" and {n - _MOST_NAMED} more" if n > _MOST_NAMED else "")
                yield Passed("", f"{n} {what}", f"{named}: {why}", is_lost=kind != "revisit")


class _Body:
    """The body of one record, decoded, and what broke it off."""

    def __init__(self, record: WarcRecord) -> None:
        self._record = record
        self._n_raw = 0
        self._head: list[bytes] = []
        self.damage = ""
        http = record.http_headers
        transfer = http.get("Transfer-Encoding") or "" if http is not None else ""
        encodings = (http.get("Content-Encoding") or "").split(",") if http is not None else []
        self._length = record.content_length
        try:
            self._chunks = decode_body(self._read_raw(), transfer, encodings)
        except BadBody as error:
            self._chunks, self.damage = iter(()), str(error)

    def take_head(self) -> bytes:
        """Give the first bytes; they come again with the rest."""
        n_held = 0
        for chunk in self._read():
            self._head.append(chunk)
            n_held += len(chunk)
            if n_held >= SNIFFED_BYTES:
                break
        return b"".join(self._head)[:SNIFFED_BYTES]

    def rest(self) -> Iterator[bytes]:
        """Give the body."""
        yield from self._head
        yield from self._read()
        if not self.damage and self._n_raw < self._length:
            self.damage = "the record ends too soon"

    def _read(self) -> Iterator[bytes]:
        try:
            while chunk := next(self._chunks, b""):
                yield chunk
        except (BadBody, OSError) as error:
            self.damage = " ".join(str(error).split())[:150] or type(error).__name__

    def _read_raw(self) -> Iterator[bytes]:
        reader = self._record.reader
        while reader is not None and (chunk := reader.read(CHUNK)):
            self._n_raw += len(chunk)
            yield chunk


def _is_broken(record: WarcRecord) -> bool:
    """Whether a record without a body is one whose headers have swallowed it, or are missing."""
    http = record.http_headers
    names = [name for name, _ in http.to_tuples()] if http is not None else []
    return (str(record.record_type) == "response" and http is None) or not all(map(_HEADER_NAME.fullmatch, names))


def _is_surely_unread(told: str) -> bool:
    return told.startswith(("image/", "font/", "audio/", "video/")) or told in {
        "text/css", "text/javascript", "application/javascript", "application/x-javascript", "application/wasm", "text/dns",
    }  # fmt: skip


def _find_suffix(head: bytes, told: str, url: str) -> str | None:
    """The ending of the name that fits what it is, by its bytes, then what the server says, then its address."""
    by_bytes = media.find_media_type(head, "")
    if by_bytes == media.ZIP and told in {media.DOCX, media.ODT, media.EPUB}:
        by_bytes = told
    if by_bytes in _SUFFIXES:
        return _SUFFIXES[by_bytes]
    if by_bytes is not None:
        return next(suffix for suffix, kind in media.BY_SUFFIX.items() if kind == by_bytes)
    if told == "text/html":
        return ".html"
    by_name = media.find_suffix(PurePosixPath(re.split(r"[?#]", url, maxsplit=1)[0]).name)
    if told == "text/plain" and media.BY_SUFFIX.get(by_name) in {media.MARKDOWN, media.CSV, media.JSONL, media.MAIL, media.MBOX}:
        return by_name
    if told in _SUFFIXES:
        return _SUFFIXES[told]
    return by_name if told in _VAGUE and by_name in media.BY_SUFFIX else None


def _name_page(url: str, suffix: str) -> str:
    """Name a page by its address: host, path and what was asked for, with an ending that tells its type."""
    try:
        parts = urlsplit(url)
        host, path, query = parts.netloc.rpartition("@")[2], unquote(parts.path), unquote(parts.query)
    except ValueError:
        host, path, query = "", url, ""
    path = path if path and not path.endswith("/") else f"{path}index"
    if query:
        path = f"{path.removesuffix(suffix)}_{query.replace('/', '_')}"
    name = f"{host}/{path.lstrip('/')}" if host else path
    if media.BY_SUFFIX.get(media.find_suffix(name)) != media.BY_SUFFIX[suffix]:
        name += suffix
    kept = _NOT_IN_NAMES.sub("_", name)
    return shorten_name("/".join(part if part.strip(".") else "_" for part in kept.split("/")))


def _show_headers(record: WarcRecord) -> tuple[str, ...]:
    http = record.http_headers
    if http is None:
        return ()
    lines = [http.status_line or "", *(f"{name}: {value}" for name, value in http.to_tuples()[:_MOST_HEADERS])]
    return tuple(map(_clean_line, lines))


def _clean_line(line: str) -> str:
    short = line[:_MOST_HEADER]
    return short if short.isprintable() else "".join(char if char.isprintable() else " " for char in short)
