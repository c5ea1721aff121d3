"""TAR archives and single packed files: streamed, so that nothing but a list of names is held."""

from __future__ import annotations

import dataclasses
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from sayso.acquire.containers.inflating import CHUNK, GZIP, Inflated, check_ratio, read_chunks
from sayso.acquire.containers.membernames import show_name
from sayso.acquire.containers.sorting import Sorter, to_plain
from sayso.acquire.listing.metafile import META_NAME, MOST_BYTES, MetaFile, read_meta
from sayso.acquire.media import SNIFFED_BYTES, Unreadable
from sayso.acquire.members import MOST_MEMBERS, Member, Passed

_MOST_HEADER = 1_000_000  # bytes of a header that holds a long name or its like: read whole by tarfile; paths have 4,096
_HEADERS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_BROKEN = (EOFError, OSError, ValueError)
_ENDS = {
    "InvalidHeaderError": "a header is damaged", "TruncatedHeaderError": "a header is cut off",
    "EmptyHeaderError": "it has no end mark",
}  # fmt: skip
_KINDS = {
    tarfile.SYMTYPE: ("a link", "links in archives are not followed; add the file that it leads to"),
    tarfile.LNKTYPE: ("a link to another member", "the other member is read under its own name"),
    tarfile.CHRTYPE: ("a device", "it holds no document"),
    tarfile.BLKTYPE: ("a device", "it holds no document"),
    tarfile.FIFOTYPE: ("a pipe", "it holds no document"),
}


def unpack_tar(path: Path) -> Iterator[Member | Passed]:
    """Give the files in a TAR archive, or the one file that is packed without being an archive.

    An archive is gone through twice: once for the names and the meta.csv files, that may come last, and once for the rest.

    Raises:
        Unreadable: it is no archive, or unpacks to no end.
    """
    with Inflated(path) as file:
        head = file.read(tarfile.BLOCKSIZE)
    if not head:
        raise Unreadable("nothing in it can be unpacked", f"{file.damage or 'it is empty'}; get the file again")
    if not _is_tar(head):
        if not file.is_packed:
            raise Unreadable("not a TAR archive", "its first header is damaged; get it again")
        yield from _unpack_single(path)
        return
    outline = _read_outline(path)
    sorter = Sorter(outline.paths, outline.metas)
    with Inflated(path) as file:
        walk = _Walk(path, file)
        for entry in walk.go():
            yield from _take(walk, entry, sorter)
    if walk.damage:
        why = "what came before is read; get the archive again, it may not have been downloaded whole"
        yield Passed("", f"the archive breaks off: {walk.damage}", why)
    yield from sorter.end()


def _take(walk: _Walk, entry: tarfile.TarInfo, sorter: Sorter) -> Iterator[Member | Passed]:
    path = to_plain(entry.name)
    if entry.isdir() or not sorter.is_wanted(path):
        return
    if entry.type in _KINDS:
        yield Passed(show_name(entry.name), *_KINDS[entry.type])
        return
    chunks = walk.read(entry)
    first = next(chunks, b"")
    name, passed = sorter.admit(path, first[:SNIFFED_BYTES], called=entry.name)
    if passed is not None:
        yield passed
    if not name:
        return
    yield Member(name, _put_before(first, chunks), sorter.find_meta(path), modified=_find_modified(entry.mtime))
    if walk.damage:
        yield Passed(name, f"damaged: {walk.damage}", "what could be unpacked of it is taken; get the archive again")


class _Entry(tarfile.TarInfo):
    """A header, refused where it would fill the memory; notes with the archive why there is no further one."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Entry:
        entry = super().frombuf(buf, encoding, errors)
        if entry.type in _HEADERS and entry.size > _MOST_HEADER:
            raise Unreadable("a name in it takes more than 1 MB", "no program makes such an archive but to do harm; leave it out")
        return entry

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Entry:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, _Archive):
                archive.ended = type(error)
            raise


class _Archive(tarfile.TarFile):
    """An archive that knows how its list of members ended, which tarfile keeps to itself."""

    tarinfo = _Entry
    members: list[tarfile.TarInfo]
    ended: type[tarfile.HeaderError] | None = None


class _Walk:
    """Goes once through an archive.

    Attributes:
        damage: what broke it off; empty when it came to its end.
    """

    def __init__(self, path: Path, file: Inflated) -> None:
        self._path, self._file = path, file
        self._n_packed = path.stat().st_size
        self._archive: _Archive | None = None
        self.damage = ""

    def go(self) -> Iterator[tarfile.TarInfo]:
        """Give the headers in order; ends where the archive does, or breaks off."""
        try:
            if self._file.is_packed:
                self._archive = _Archive.open(
                    fileobj=cast(BinaryIO, self._file), mode="r|", bufsize=CHUNK, encoding="utf-8"
                )
            else:
                self._archive = _Archive.open(self._path, mode="r:", encoding="utf-8")
        except (tarfile.TarError, *_BROKEN) as error:
            self.damage = _show(error)
            return
        with self._archive:
            yield from self._go()

    def _go(self) -> Iterator[tarfile.TarInfo]:
        n = 0
        while True:
            entry = self._next()
            if entry is None:
                return
            n += 1
            if n > MOST_MEMBERS:
                raise Unreadable(
                    f"more than {MOST_MEMBERS:,} things inside", "unpack it yourself and add the folders that matter"
                )
            if self._file.is_packed:
                check_ratio(entry.offset_data + entry.size, self._n_packed)
            yield entry

    def _next(self) -> tarfile.TarInfo | None:
        assert self._archive is not None
        try:
            entry = self._archive.next()
            self._archive.members = []  # it keeps every header otherwise
        except (tarfile.TarError, *_BROKEN) as error:
            self.damage = self._file.damage or _show(error)
            return None
        if entry is None:
            self.damage = self._file.damage or _ENDS.get(self._archive.ended.__name__ if self._archive.ended else "", "")
        return entry

    def read(self, entry: tarfile.TarInfo) -> Iterator[bytes]:
        """Give a member's bytes; what breaks them off goes to `damage`."""
        assert self._archive is not None
        try:
            file = self._archive.extractfile(entry)
            if file is None:
                return
            n_bytes = 0
            while chunk := file.read(CHUNK):
                n_bytes += len(chunk)
                yield chunk
            if n_bytes < entry.size:
                self.damage = self._file.damage or "the data end too soon"
        except (tarfile.TarError, *_BROKEN) as error:
            self.damage = self._file.damage or _show(error)


@dataclasses.dataclass(frozen=True, slots=True)
class _Outline:
    """The names in an archive, as plain paths, and its meta.csv files by folder."""

    paths: list[str]
    metas: dict[str, MetaFile]


def _read_outline(path: Path) -> _Outline:
    outline = _Outline([], {})
    with Inflated(path) as file:
        walk = _Walk(path, file)
        for entry in walk.go():
            plain = to_plain(entry.name)
            outline.paths.append(plain)
            folder, _, last = plain.rpartition("/")
            if last == META_NAME and entry.isfile() and folder not in outline.metas:
                outline.metas[folder] = _read_meta(walk, entry)
    return outline


def _read_meta(walk: _Walk, entry: tarfile.TarInfo) -> MetaFile:
    held = bytearray()
    for chunk in walk.read(entry):
        held += chunk
        if len(held) > MOST_BYTES:
            break
    return read_meta(bytes(held))


def _unpack_single(path: Path) -> Iterator[Member | Passed]:
    """Give the one file that is packed: `page.html.gz` holds `page.html`."""
    with Inflated(path) as file:
        name = show_name(_find_inner_name(path))
        yield Member(name, read_chunks(file))
        if file.damage:
            yield Passed(name, f"damaged: {file.damage}", "what could be unpacked of it is taken; get the file again")


def _find_inner_name(path: Path) -> str:
    """The name without the packing's ending; gzip may note it, for what lies under another name here."""
    if path.suffix.lower() in {".gz", ".bz2", ".xz"}:
        return path.stem
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    if head.startswith(GZIP) and len(head) > 10 and head[3] & 0x0C == 0x08:  # a name, and no extra field before it
        noted, end, _ = head[10:].partition(b"\0")
        if noted and end:
            return PurePosixPath(noted.decode("latin-1").replace("\\", "/")).name
    return "unpacked"  # it lies under its hash: it was inside something


def _is_tar(head: bytes) -> bool:
    if len(head) == tarfile.BLOCKSIZE and not head.strip(b"\0"):
        return True  # an archive of nothing
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _put_before(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _find_modified(seconds: float) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _show(error: BaseException) -> str:
    return " ".join(str(error).split())[:150] or type(error).__name__
