"""Packed streams opened: gzip, bzip2 and xz, or bare; what is damaged is read as far as it goes."""

from __future__ import annotations

import bz2
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from isal import isal_zlib
from isal.igzip_lib import IsalError  # its stub calls the class an instance

from sayso.acquire.media import Unreadable
from sayso.acquire.members import MOST_BYTES, RATIO, RATIO_FROM

CHUNK = 1 << 16
GZIP = b"\x1f\x8b\x08"
_PACKED_CHUNK = 1 << 15
_BROKEN: tuple[type[Exception], ...] = (EOFError, OSError, lzma.LZMAError, MemoryError, IsalError)  # type: ignore[assignment]


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gunzip:
    """Unpacks gzip, with the manners of the other two; more than twice as fast as zlib does."""

    def __init__(self) -> None:
        self._unpacker = isal_zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._unpacker.eof

    @property
    def needs_input(self) -> bool:
        return not self._unpacker.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._unpacker.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._unpacker.decompress(self._unpacker.unconsumed_tail + data, max_length)


_METHODS: tuple[tuple[bytes, Callable[[], _Unpacker]], ...] = (
    (GZIP, _Gunzip),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\x00", lzma.LZMADecompressor),
)


class Inflated:
    """A file read unpacked; several packed streams behind one another give all of them.

    Attributes:
        damage: what was wrong; empty when the file came to its end. What stands before it has been given.
    """

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        """Open a file, packed or not.

        Args:
            goes_on: whether to look behind what is damaged for the next stream of gzip.
        """
        self._file = path.open("rb")
        head = self._file.read(6)
        self._file.seek(0)
        make = next((make for magic, make in _METHODS if head.startswith(magic)), None)
        self.is_packed = make is not None
        self._goes_on = goes_on and make is _Gunzip
        self._pieces = read_chunks(self._file) if make is None else self._inflate(make)
        self._piece = b""
        self.damage = ""
        self._n_read, self._n_packed = 0, path.stat().st_size

    def read(self, size: int = CHUNK) -> bytes:
        """Give the next bytes, so many unless the file ends.

        Raises:
            Unreadable: it unpacks to more than documents do; also what is passed over has to be unpacked on the way.
        """
        size = CHUNK if size is None or size < 0 else size
        held = []
        n_wanted = size
        while n_wanted > 0:
            piece = self._piece or next(self._pieces, b"")
            if not piece:
                break
            held.append(piece[:n_wanted])
            self._piece = piece[n_wanted:]
            n_wanted -= len(held[-1])
        self._n_read += size - n_wanted
        if self.is_packed:
            check_ratio(self._n_read, self._n_packed)
        return held[0] if len(held) == 1 else b"".join(held)

    def tell(self) -> int:
        """How many bytes were given."""
        return self._n_read

    def _inflate(self, make: Callable[[], _Unpacker]) -> Iterator[bytes]:
        left = b""
        while True:
            while not left:
                left = self._file.read(_PACKED_CHUNK)
                if not left:
                    return
                left = left.lstrip(b"\0")  # tapes are filled up with zeros
            unpacker, last, n_given = make(), b"", 0
            try:
                while not unpacker.eof:
                    if unpacker.needs_input and not left:
                        left = self._file.read(_PACKED_CHUNK)
                        if not left:
                            raise EOFError("it ends too soon")
                    given, left = left, b""
                    last, n_given = (given, n_given + 1) if given else (last, n_given)
                    data = unpacker.decompress(given, CHUNK)
                    if data:
                        yield data
                left = unpacker.unused_data.lstrip(b"\0")
            except _BROKEN as error:
                self.damage = self.damage or " ".join(str(error).split())[:150] or type(error).__name__
                left = self._find_next(last, 1 if n_given <= 1 else 0) if self._goes_on else b""
                if not left:
                    return

    def _find_next(self, data: bytes, start: int) -> bytes:
        """Go to the next beginning of a packed stream, from a place in the bytes that were read last; empty at the end."""
        at = data.find(GZIP, start)
        while at < 0:
            more = self._file.read(_PACKED_CHUNK)
            if not more:
                return b""
            data = data[max(start, len(data) - 2) :] + more
            at, start = data.find(GZIP), 0
        return data[at:]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Inflated:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_chunks(file: _Readable) -> Iterator[bytes]:
    """Give the rest of a stream, piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def check_ratio(n_unpacked: int, n_packed: int) -> None:
    """Refuse what unpacks to more than documents do.

    Raises:
        Unreadable: it is a bomb, by the limits of `members`.
    """
    if n_unpacked > min(MOST_BYTES, max(RATIO_FROM, RATIO * n_packed)):
        raise Unreadable(
            f"it unpacks to more than {RATIO} times its size, or {MOST_BYTES // 1_000_000_000} GB",
            "archives of documents don't: this looks like a zip bomb; unpack it yourself if you trust it",
        )
