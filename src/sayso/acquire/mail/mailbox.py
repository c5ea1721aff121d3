"""Mailboxes (mbox): each mail of them, as it stands there, read in pieces and never as a whole."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from email.utils import parsedate_tz
from pathlib import Path
from typing import BinaryIO

from sayso.acquire.mail.marks import SEPARATOR, begins_headers
from sayso.acquire.mail.mime import Names, decode_words
from sayso.acquire.media import Unreadable
from sayso.acquire.members import Member, Passed

CHUNK = 1 << 20  # bytes; a piece of a mailbox that is searched and handed on at a time
HEAD_BYTES = 1 << 16  # of a mail, in which its subject and flags are looked for; headers of lists and gateways reach 20 kB
LONGEST_SEPARATOR = 512
_FROM = b"\nFrom "
_SUBJECT = re.compile(rb"^Subject:[ \t]*((?:[^\r\n]*(?:\r?\n[ \t]+)?){1,8})", re.MULTILINE | re.IGNORECASE)
_MOZILLA = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9a-f]{4})\b", re.MULTILINE | re.IGNORECASE)
_STATUS = re.compile(rb"^(?:X-)?Status:[ \t]*([A-Z]{1,8})[ \t]*\r?$", re.MULTILINE)
_MOZILLA_EXPUNGED = 0x0008  # the flag of Thunderbird and its like for a mail that was deleted and not yet taken out
_INTERNAL = (b"FOLDER INTERNAL DATA", b"\nX-IMAP: ", b"\nX-IMAPbase: ")
_ESCAPED = re.compile(rb"^>+From ", re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where a mail stands: its separator, its first byte, past its last."""

    separator: bytes
    start: int
    end: int


def unpack_mbox(path: Path) -> Iterator[Member | Passed]:
    """Give each mail of a mailbox, named by its number and subject (`0003 Re budget.eml`).

    The marks that keep a line `From ` from being taken for the next mail are taken off (mboxrd, mboxo); all else stays byte
    for byte. Deleted mails that are still there are given too, and `origin` says that they were.

    Raises:
        Unreadable: there is no mail in it.
    """
    names = Names()
    n_mails = 0
    with path.open("rb") as file, path.open("rb") as search:
        for place in _find_places(search):
            head = _read_at(file, place.start, min(HEAD_BYTES, place.end - place.start))
            if not head.strip():
                continue
            n_mails += 1
            fields = _cut_head(head)
            subject = _find_subject(fields)
            name = names.take(f"{n_mails:04d} {subject[:80]}".strip() + ".eml")
            if n_mails == 1 and _is_internal(fields):
                why = "no mail: it holds the mailbox's own counters"
                yield Passed(name, "a note of the mail program to itself", why, is_lost=False)
                continue
            meta = (("origin", "deleted in the mailbox, not yet taken out of it"),) if _is_deleted(fields) else ()
            yield Member(name, _read_mail(file, place), meta=meta, how="mail", modified=_read_time(place.separator))
    if not n_mails:
        raise Unreadable("no mail in it", "a mailbox begins each mail with a line `From sender date`; export it again as mbox")


# ------------------------------------------------------------------ where mails begin and end


def _find_places(file: BinaryIO) -> Iterator[_Place]:
    """Find each mail; the one that the file breaks off in ends with the file."""
    last: tuple[int, bytes] | None = None
    for at, separator in _find_separators(file):
        if last is not None:
            yield _Place(last[1], last[0] + len(last[1]), at)
        last = at, separator
    if last is not None:
        yield _Place(last[1], last[0] + len(last[1]), file.tell())


def _find_separators(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Find lines `From sender date` that headers follow, whether or not an empty line stands before; in one pass."""
    held, base, is_last = b"\n", -1, False  # as if a line ended before the file
    while not is_last:
        chunk = file.read(CHUNK)
        is_last = not chunk
        held += chunk
        limit = len(held) if is_last else max(0, len(held) - 2 * LONGEST_SEPARATOR)
        at = held.find(_FROM)
        while 0 <= at < limit:
            separator = _read_separator(held, at + 1)
            if separator is not None:
                yield base + at + 1, separator
            at = held.find(_FROM, at + 1)
        base, held = base + limit, held[limit:]


def _read_separator(held: bytes, at: int) -> bytes | None:
    """The separator that stands at a place, its line's end too; null where the words `From ` only begin a line."""
    match = SEPARATOR.match(held, at, at + LONGEST_SEPARATOR)
    if match is None:
        return None
    end = held.find(b"\n", match.end() - 1)
    end = end + 1 if end >= 0 else len(held)
    return held[at:end] if begins_headers(held[end : end + LONGEST_SEPARATOR].lstrip(b"\r\n")) or end >= len(held) else None


# ------------------------------------------------------------------ one mail


def _read_at(file: BinaryIO, start: int, n_bytes: int) -> bytes:
    file.seek(start)
    return file.read(n_bytes)


def _read_mail(file: BinaryIO, place: _Place) -> Iterator[bytes]:
    """A mail's bytes, in pieces that end where lines do, the empty line before the next separator left out."""
    ending = _read_at(file, max(place.start, place.end - 4), min(4, place.end - place.start))
    end = place.end - (2 if ending == b"\r\n\r\n" else 1 if ending.endswith(b"\n\n") else 0)
    at, before = place.start, b""
    while at < end:
        piece = _read_at(file, at, min(CHUNK, end - at))
        if not piece:
            return
        whole = piece.rfind(b"\n") + 1 if at + len(piece) < end else len(piece)
        piece = piece[: whole or len(piece)]
        at += len(piece)
        yield _unescape(piece, before)
        before = piece[-LONGEST_SEPARATOR:]


def _unescape(piece: bytes, before: bytes) -> bytes:
    """Take one mark off lines `>From `, but for those that stand among quoted lines: there the mark is the quotation's."""
    if b">From " not in piece:
        return piece

    def take_off(match: re.Match[bytes]) -> bytes:
        marks = match.group().count(b">")
        last = (before + piece[max(0, match.start() - LONGEST_SEPARATOR) : match.start()]).rstrip(b"\r\n").rpartition(b"\n")[2]
        after = piece[match.end() : match.end() + 4 * LONGEST_SEPARATOR].partition(b"\n")[2]
        is_quoted = last.startswith(b">" * marks) or after.startswith(b">" * marks)
        return match.group() if is_quoted else match.group()[1:]

    return _ESCAPED.sub(take_off, piece)


def _cut_head(head: bytes) -> bytes:
    """The headers of a mail; what stands in its body may look like them."""
    end = re.search(rb"\r?\n\r?\n", head)
    return b"\n" + head[: end.start() if end else len(head)]


def _find_subject(fields: bytes) -> str:
    match = _SUBJECT.search(fields)
    return decode_words(match[1].decode("utf-8", "surrogateescape")) if match else ""


def _is_deleted(fields: bytes) -> bool:
    mozilla = _MOZILLA.search(fields)
    status = b"".join(match[1] for match in _STATUS.finditer(fields))
    return b"D" in status or (mozilla is not None and bool(int(mozilla[1], 16) & _MOZILLA_EXPUNGED))


def _is_internal(fields: bytes) -> bool:
    return _INTERNAL[0] in fields and any(mark in fields for mark in _INTERNAL[1:])


def _read_time(separator: bytes) -> str | None:
    """When a mail came in, by its separator, which gives UTC where it gives no zone; null for what is no date."""
    words = separator.decode("ascii", "replace").split()
    at = next((i for i, word in enumerate(words) if re.fullmatch(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?", word)), None)
    parsed = parsedate_tz(" ".join(words[at:])) if at is not None else None
    if parsed is None:
        return None
    try:
        told = datetime.datetime(*parsed[:6], tzinfo=datetime.UTC) - datetime.timedelta(seconds=parsed[9] or 0)
    except (ValueError, OverflowError):
        return None
    return told.isoformat(timespec="seconds").replace("+00:00", "Z")
