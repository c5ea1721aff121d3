"""ZIP archives: their members, streamed, and what among them is not taken."""

from __future__ import annotations

import dataclasses
import itertools
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sayso.acquire.containers.inflating import CHUNK
from sayso.acquire.containers.membernames import show_name
from sayso.acquire.containers.sorting import Sorter, to_plain
from sayso.acquire.containers.zipnames import decode_names, find_extended_time
from sayso.acquire.listing.metafile import META_NAME, MOST_BYTES, MetaFile, read_meta
from sayso.acquire.media import SNIFFED_BYTES, Unreadable
from sayso.acquire.members import MOST_MEMBERS, Member, Passed

CHECKED_BYTES = 16_000_000  # a member up to this size is unpacked whole and its checksum compared before it is handed over
_MOST_DIRECTORY = 500 * MOST_MEMBERS  # bytes of the list of members: 46 and the name for each
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError, RuntimeError, struct.error, MemoryError)
"""What a damaged archive raises; `MemoryError` comes of one that asks for a dictionary of gigabytes."""
_SMALL_CHUNK = 4096  # packed bytes that bzip2 and LZMA are given at once: zipfile unpacks all of it, to 80 MB at the worst
_LOCAL_HEADER = 30  # bytes before the name
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    """One member: where it is in the archive, its name decoded, and the same as a plain path."""

    info: zipfile.ZipInfo
    name: str
    path: str


def unpack_zip(path: Path) -> Iterator[Member | Passed]:
    """Give the files in a ZIP archive, in the order of its list.

    Raises:
        Unreadable: it is no archive, or members lie over one another.
    """
    _check_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except UnicodeDecodeError:
        raise Unreadable(
            "names in it are said to be UTF-8 and are not", "it is damaged; unpack it yourself and add the folder"
        ) from None
    except (*_BROKEN, NotImplementedError) as error:
        why = f"{error}; download it again, or unpack it yourself and add the folder"
        raise Unreadable("not a ZIP archive that can be opened", why) from None
    with archive:
        infos = archive.infolist()
        _check_overlap(infos)
        files = [info for info in infos if not info.orig_filename.endswith(("/", "\\"))]
        names, guessed = decode_names(files)
        if guessed not in {None, "utf-8"}:
            why = "the archive doesn't say; if names look wrong, unpack it yourself and add the folder"
            yield Passed("", f"the names in it are taken for {guessed}", why, is_lost=False)
        entries = [_Entry(info, name, to_plain(name)) for info, name in zip(files, names, strict=True)]
        yield from _unpack_entries(archive, entries)


def _unpack_entries(archive: zipfile.ZipFile, entries: Sequence[_Entry]) -> Iterator[Member | Passed]:
    metas = {
        entry.path.rpartition("/")[0]: _read_meta(archive, entry)
        for entry in entries
        if entry.path.rpartition("/")[2] == META_NAME
    }
    sorter = Sorter((entry.path for entry in entries), metas)
    for entry in entries:
        if sorter.is_wanted(entry.path):
            barred = _find_bar(entry.info)
            if barred is None:
                yield from _take(archive, entry, sorter)
            else:
                yield Passed(show_name(entry.name), *barred)
    yield from sorter.end()


def _take(archive: zipfile.ZipFile, entry: _Entry, sorter: Sorter) -> Iterator[Member | Passed]:
    damage: list[str] = []
    chunks = _read_member(archive, entry.info, damage)
    held = _hold(chunks)
    head = b"".join(held[:1])[:SNIFFED_BYTES]
    if damage:
        yield Passed(show_name(entry.name), f"damaged: {damage[0]}", "get the archive again; the rest of it is read")
        return
    name, passed = sorter.admit(entry.path, head, called=entry.name)
    if passed is not None:
        yield passed
    if not name:
        return
    yield Member(name, itertools.chain(held, chunks), sorter.find_meta(entry.path), modified=_find_modified(entry.info))
    if damage:
        yield Passed(name, f"damaged: {damage[0]}", "what could be unpacked of it is taken; get the archive again")


def _hold(chunks: Iterator[bytes]) -> list[bytes]:
    """Take the first `CHECKED_BYTES`, or all there is."""
    held: list[bytes] = []
    n_held = 0
    for chunk in chunks:
        held.append(chunk)
        n_held += len(chunk)
        if n_held > CHECKED_BYTES:
            break
    return held


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, damage: list[str]) -> Iterator[bytes]:
    """Give a member's bytes, counted as they come and not by what the archive says; what breaks it off goes to `damage`."""
    n_bytes = CHUNK if info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} else _SMALL_CHUNK
    try:
        with archive.open(info) as file:
            while chunk := file.read(n_bytes):
                yield chunk
    except (*_BROKEN, NotImplementedError) as error:
        damage.append(" ".join(str(error).split())[:150] or type(error).__name__)


def _read_meta(archive: zipfile.ZipFile, entry: _Entry) -> MetaFile:
    damage: list[str] = []
    held: list[bytes] = []
    for chunk in _read_member(archive, entry.info, damage):
        held.append(chunk)
        if sum(map(len, held)) > MOST_BYTES:
            break
    if damage:
        return MetaFile({}, (("meta.csv not read", f"damaged: {damage[0]}; get the archive again"),))
    return read_meta(b"".join(held))


def _find_bar(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """What keeps a member from being unpacked, and what to do; null when nothing does."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a link", "links in archives are not followed; add the file that it leads to"
    if kind not in {0, stat.S_IFREG}:
        return "not a regular file", "a device, pipe or socket holds no document"
    if info.flag_bits & 0x41:
        return "encrypted", "unpack it with its password and add the file"
    if info.compress_type not in _METHODS:
        return f"packed by a method that is not read (number {info.compress_type})", "unpack it yourself and add the file"
    return None


def _find_modified(info: zipfile.ZipInfo) -> str | None:
    """When a member was last changed; where only a clock's time is given, whose zone nobody knows, it is taken for UTC."""
    seconds = find_extended_time(info)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
        moment = datetime(*info.date_time, tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat(timespec="seconds") if moment.year > 1980 else None  # 1980-01-01 is a field left empty


def _check_overlap(infos: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse an archive whose members share bytes: so a few kilobytes unpack to petabytes.

    Source: D. Fifield, "A better zip bomb", WOOT 2019.
    """
    places = sorted(
        (info.header_offset, info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size)
        for info in infos
    )
    for (_, end), (start, _) in itertools.pairwise(places):
        if start < end:
            raise Unreadable(
                "members lie over one another in it", "no program makes such an archive but to do harm: a zip bomb; leave it out"
            )


def _check_directory(path: Path) -> None:
    """Refuse a list of members that would fill the memory: each takes some 600 bytes there."""
    with path.open("rb") as file:
        n_bytes = file.seek(0, 2)
        start = max(0, n_bytes - 66_000)  # the end record, a comment of 65,535 bytes and the locator of zip64
        file.seek(start)
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or at + 22 > len(tail):
            return  # zipfile says it better
        _, _, n_members, size = struct.unpack_from("<HHHL", tail, at + 6)
        wide = tail.rfind(b"PK\6\6", 0, at)
        if (n_members == 0xFFFF or size == 0xFFFFFFFF) and wide >= 0 and wide + 56 <= len(tail):
            n_members, size = struct.unpack_from("<QQ", tail, wide + 32)
    if size > _MOST_DIRECTORY or n_members > 2 * MOST_MEMBERS:
        raise Unreadable(f"more than {MOST_MEMBERS:,} things inside", "unpack it yourself and add the folders that matter")
