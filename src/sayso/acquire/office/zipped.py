"""Zipped XML (DOCX, ODT, EPUB): opened with limits, its parts parsed without entities, schemas or the network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from lxml import etree

from sayso.acquire.media import MAX_CHARS, Unreadable

MOST_PARTS = 20_000  # files in one document; a book of many pictures has some 2,000
PART_MAX = 10 * MAX_CHARS  # bytes: a character of text takes some ten of XML, and a byte of XML up to 30 of memory
PARTS_MAX = 2 * PART_MAX  # of all parts that are read; pictures and fonts never are
_CHUNK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError)


class Zipped:
    """The parts of one zipped document.

    Attributes:
        names: of its parts, in the order in which they are stored.
        broken: warnings about parts beside the text that could not be read.
    """

    def __init__(self, data: bytes, what: str) -> None:
        """Open a document.

        Args:
            what: what it is called in messages, such as `DOCX`.
        Raises:
            Unreadable: it is broken, locked with a password, an older format, or holds more parts than a document has.
        """
        self._what = what
        self._left = PARTS_MAX
        self.broken: list[tuple[str, str]] = []
        if data.startswith(_OLD_OFFICE):
            raise _tell_old_office(data, what)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._broken(str(error)) from None
        infos = self._archive.infolist()
        if len(infos) > MOST_PARTS:
            raise Unreadable(
                f"holds {len(infos):,} files inside",
                f"sayso opens up to {MOST_PARTS:,} in one document; save its text as {what} again, or as TXT",
            )
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        self.names = list(self._infos)

    def __enter__(self) -> Zipped:
        """Open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the archive."""
        self._archive.close()

    def has(self, name: str) -> bool:
        """Whether it holds a part of that name."""
        return name in self._infos

    def read(self, name: str) -> bytes | None:
        """Give a part's bytes, counted while they unpack, since the header's word for their size may lie; null without it.

        Raises:
            Unreadable: it is broken or locked, or it unpacks to more than can be read.
        """
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise Unreadable(
                f"a {self._what} file locked with a password", "open it, take the password off, save it again"
            )
        chunks, size = [], 0
        try:
            with self._archive.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > min(PART_MAX, self._left):
                        raise Unreadable(
                            f"unpacks to more than {min(PART_MAX, PARTS_MAX) // 1_000_000} MB of text and markup",
                            f"sayso reads up to {MAX_CHARS:,} characters a document; split it, or save its text as TXT",
                        )
                    chunks.append(chunk)
        except _BROKEN as error:
            raise self._broken(f"{name}: {error}") from None
        self._left -= size
        return b"".join(chunks)

    def parse(self, name: str) -> Any:
        """Give a part's root element; null when it holds no such part.

        Raises:
            Unreadable: it is no XML, declares entities of its own, or is nested too deeply.
        """
        data = self.read(name)
        return None if data is None else self.parse_bytes(data, name)

    def parse_aside(self, name: str) -> Any:
        """Give the root of a part that the text can do without, as `parse`; a broken one gives a warning and null."""
        try:
            return self.parse(name)
        except Unreadable as error:
            self.tell_broken(name, error)
            return None

    def tell_broken(self, name: str, error: Unreadable) -> None:
        """Keep a warning about a part that is not read; what may do harm is no such part.

        Raises:
            Unreadable: the error, when it is of another kind.
        """
        if not error.what.startswith("a broken"):
            raise error
        self.broken.append((f"a part of the file is broken: {name}", f"{error.why}; what it held is missing"))

    def parse_bytes(self, data: bytes, name: str) -> Any:
        """Give the root element of a part that was read; as `parse`."""
        try:
            root = etree.fromstring(data, _make_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            told = str(error)
            if "Excessive depth" in told:
                raise Unreadable("nested too deeply", "no real document is; save its text as TXT") from None
            raise self._broken(f"{name}: {told}") from None
        if root.getroottree().docinfo.doctype:
            raise Unreadable(
                f"declares a document type of its own in {name}",
                f"no word processor writes that, and it may be meant to do harm; save it as {self._what} again",
            )
        return root

    def _broken(self, why: str) -> Unreadable:
        return Unreadable(
            f"a broken {self._what} file", f"{why[:200]}; open it in the program that made it and save it again"
        )


def resolve(base: str, target: str) -> str:
    """Give the name of the part that an address inside a document leads to, without its fragment.

    Args:
        base: name of the part that holds the address.
    """
    path = unquote(target.partition("#")[0])
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    return posixpath.normpath(joined).lstrip("/")


def _make_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _tell_old_office(data: bytes, what: str) -> Unreadable:
    """A locked DOCX is stored in the container of Word's older files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable(
            f"a {what} file locked with a password", "open it in a word processor, take the password off, save it again"
        )
    return Unreadable(
        f"an older office file (DOC), not {what}", "open it in a word processor and save it as DOCX, then add that"
    )
