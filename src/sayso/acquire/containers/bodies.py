"""Bodies of HTTP answers as archives keep them: chunked and packed, or said to be so and not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

CHUNK = 1 << 16
_MOST_SIZE_LINE = 1000  # bytes of the line before a chunk: its size in hexadecimal, perhaps with extensions
_HEX = frozenset(b"0123456789abcdefABCDEF")


class BadBody(Exception):
    """A body that can't be unpacked any further."""


def decode_body(chunks: Iterable[bytes], transfer: str, encodings: Iterable[str]) -> Iterator[bytes]:
    """Undo what a server did to a body to send it; what was given before something breaks is whole.

    Crawlers often keep the headers and store the body without its chunks, or unpacked: the bytes win over the headers.

    Args:
        transfer: the header Transfer-Encoding.
        encodings: of Content-Encoding, in the order in which they were applied.
    Raises:
        BadBody: it breaks off, or is packed in a way that is not read.
    """
    body: Iterator[bytes] = iter(chunks)
    if "chunked" in transfer.lower():
        body = _join_chunks(body)
    for encoding in reversed([name.strip().lower() for name in encodings]):
        if encoding in {"gzip", "x-gzip", "deflate"}:
            body = _inflate(body, may_be_bare=encoding == "deflate")
        elif encoding == "br":
            body = _unpack_brotli(body)
        elif encoding not in {"", "identity", "none", "utf-8"}:
            raise BadBody(f"packed by {encoding[:30]}, which is not read")
    return body


def _join_chunks(body: Iterator[bytes]) -> Iterator[bytes]:
    held = _Held(body)
    first = held.peek_line()
    if not _is_size(first):
        yield from held.rest()
        return
    while True:
        line = held.take_line()
        if not _is_size(line):
            raise BadBody("its chunks are damaged")
        size = int(line.split(b";")[0].strip(), 16)
        if size == 0:
            return
        yield from held.take(size)
        held.take_line()


def _is_size(line: bytes) -> bool:
    number = line.split(b";")[0].strip()
    return 0 < len(number) <= 16 and line.endswith(b"\n") and all(byte in _HEX for byte in number)


class _Held:
    """A stream of pieces, taken by line or by length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def peek_line(self) -> bytes:
        """Give the next line with its end; less when it is too long or the stream ends."""
        while b"\n" not in self._held and len(self._held) < _MOST_SIZE_LINE:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._held += piece
        return self._held[: self._held.find(b"\n") + 1] or self._held[:_MOST_SIZE_LINE]

    def take_line(self) -> bytes:
        """Take it."""
        line = self.peek_line()
        self._held = self._held[len(line) :]
        return line

    def take(self, size: int) -> Iterator[bytes]:
        """Take so many bytes."""
        while size > 0:
            piece = self._held or next(self._pieces, b"")
            if not piece:
                raise BadBody("it ends too soon")
            self._held = piece[size:]
            size -= len(piece[:size])
            yield piece[: len(piece) - len(self._held)]

    def rest(self) -> Iterator[bytes]:
        """Take all that is left."""
        if self._held:
            yield self._held
        self._held = b""
        yield from self._pieces


def _inflate(body: Iterator[bytes], *, may_be_bare: bool) -> Iterator[bytes]:
    """Unpack gzip or deflate; what is neither comes as it is.

    Args:
        may_be_bare: whether it may be deflate without a header, as some servers send it.
    """
    first = next(body, b"")
    while 0 < len(first) < 2 and (more := next(body, b"")):
        first += more
    wbits = 31 if first[:2] == b"\x1f\x8b" else 15 if _is_zlib(first) else -15 if may_be_bare else 0
    if wbits == -15:
        try:
            zlib.decompressobj(wbits).decompress(first, CHUNK)
        except zlib.error:
            wbits = 0
    if wbits == 0 or not first:
        yield first
        yield from body
        return
    unpacker = zlib.decompressobj(wbits)
    given = first
    try:
        while given:
            data = unpacker.decompress(given, CHUNK)
            if data:
                yield data
            if unpacker.eof:
                return
            given = unpacker.unconsumed_tail or next(body, b"")
    except zlib.error as error:
        raise BadBody(str(error)) from None
    raise BadBody("it ends too soon")


def _is_zlib(head: bytes) -> bool:
    return len(head) > 1 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0


def _unpack_brotli(body: Iterator[bytes]) -> Iterator[bytes]:
    import brotli  # comes with fastwarc  # noqa: PLC0415

    first = next(body, b"")
    if first.lstrip()[:1] == b"<":
        yield first
        yield from body
        return
    unpacker = brotli.Decompressor()
    given = first
    try:
        while not unpacker.is_finished():
            data = unpacker.process(given, output_buffer_limit=CHUNK)
            if data:
                yield data
            given = b""
            if unpacker.can_accept_more_data() and not data:
                given = next(body, b"")
                if not given:
                    raise BadBody("it ends too soon")
    except brotli.error as error:
        raise BadBody(str(error)) from None
