"""One request and its answer over a connection to a vetted address, within limits on bytes and time."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import certifi

from sayso.acquire.fetch.addresses import Address, Reach, find_addresses, vet_address
from sayso.acquire.fetch.limits import Clock, Limits
from sayso.acquire.fetch.locators import Locator
from sayso.acquire.media import Unreadable

CHUNK = 65_536
_GLANCE = 0.5  # seconds of waiting for a server after which is looked whether fetching was stopped
MOST_TRIED = 4  # addresses of one host: a dead one costs `connect_seconds` each
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.5"
_SLACK = 1.25  # bytes on the wire for one of content: what frames a body's pieces is 1 % of it, in hostile hands six times it
_ZIPPED = {"gzip": 31, "x-gzip": 31, "deflate": 47}  # zlib's window bits; 47 takes a zlib header where there is one


@dataclasses.dataclass(slots=True)
class Answer:
    """What a server answered; its body is taken by `chunks` while the connection is open.

    Attributes:
        headers: in order, as sent; names in the server's spelling.
        address: that was connected to.
    """

    locator: Locator
    status: int
    status_line: str
    headers: tuple[tuple[str, str], ...]
    address: str
    _response: http.client.HTTPResponse
    _wire: _Wire
    _limits: Limits

    def find_header(self, name: str) -> str | None:
        """Give the first header of a name, in whatever letters; null when there is none."""
        return next((value.strip() for key, value in self.headers if key.lower() == name), None)

    def chunks(self, *, most: int | None = None) -> Iterator[bytes]:
        """Give the body, unpacked, in pieces.

        Args:
            most: bytes after which the rest is left; null counts to `most_bytes` and refuses what is longer.
        Raises:
            Unreadable: it is too large, was cut short, or is packed in a way that wasn't asked for.
        """
        n_bytes, told = 0, self._response.length
        if most is None and told is not None and told > self._limits.most_bytes:
            raise self._too_large()
        for chunk in self._unpack():
            n_bytes += len(chunk)
            if most is not None and n_bytes >= most:
                yield chunk[: len(chunk) - (n_bytes - most)]
                return
            if n_bytes > self._limits.most_bytes:
                raise self._too_large()
            yield chunk

    def _unpack(self) -> Iterator[bytes]:
        packing = (self.find_header("content-encoding") or "identity").lower()
        if packing in {"identity", "none", ""}:
            yield from self._raw()
            return
        if packing not in _ZIPPED:
            raise Unreadable(
                f"the server packed the page as {packing[:40]}, which wasn't asked for", "save the page yourself"
            )
        try:
            yield from _unzip(self._raw(), _ZIPPED[packing])
        except zlib.error as error:
            raise Unreadable("the page can't be unpacked", f"{error}; try again, or save the page yourself") from None

    def _raw(self) -> Iterator[bytes]:
        self._wire.allow(int(_SLACK * self._limits.most_bytes) + CHUNK, self._too_large)
        try:
            while chunk := self._response.read(CHUNK):
                yield chunk
        except (http.client.HTTPException, ValueError):  # ValueError: a piece of a length below zero
            raise _cut_short() from None
        if self._response.length:  # fewer bytes came than `Content-Length` says
            raise _cut_short()

    def _too_large(self) -> Unreadable:
        return Unreadable(
            f"larger than {self._limits.most_bytes / 1_000_000:,.4g} MB", "download it yourself, and add what matters of it"
        )


def _cut_short() -> Unreadable:
    return Unreadable("the page was cut short", "the connection ended before all of it had come; try again")


def _unzip(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    """Unpack gzip (all of its members) or deflate piece by piece, so that a bomb is counted while it grows."""
    unzip, is_open = zlib.decompressobj(window), False
    for chunk in chunks:
        data = chunk
        while data:
            if not is_open and window == _ZIPPED["deflate"] and not _has_zlib_header(data):
                unzip = zlib.decompressobj(-15)  # many servers send deflate without its header
            is_open = True
            if piece := unzip.decompress(data, CHUNK):
                yield piece
            data = unzip.unconsumed_tail
            if unzip.eof:
                data, is_open = unzip.unused_data, False
                if window != _ZIPPED["gzip"] or not data.startswith(b"\x1f"):
                    return  # what follows is filling
                unzip = zlib.decompressobj(window)
    while is_open and not unzip.eof:  # what was held back for its size
        piece = unzip.decompress(unzip.unconsumed_tail, CHUNK)
        if not piece:
            raise _cut_short()
        yield piece


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)


@contextlib.contextmanager
def open_exchange(locator: Locator, *, reach: Reach, limits: Limits, agent: str, stop: threading.Event) -> Iterator[Answer]:
    """Ask for a URL and give the answer, its body still to come; the connection is closed at the end.

    The system's proxy settings are not followed: a proxy would do the resolving, out of reach of the vetting.

    Raises:
        Unreadable: the host isn't found or may not be asked, or it doesn't answer as a web server does.
    """
    clock = Clock(limits.seconds, stop)
    with contextlib.ExitStack() as opened:
        plain, address = _connect(locator, reach, limits, clock)
        opened.callback(plain.close)
        sock = _secure(plain, locator, reach, limits, clock) if locator.scheme == "https" else plain
        opened.callback(sock.close)
        wire = _Wire(sock, clock, limits)
        wire.allow(limits.head_bytes, lambda: Unreadable(
            f"the answer's headers are larger than {limits.head_bytes:,} bytes", "save the page yourself"
        ))
        try:
            response = _ask(locator, wire, agent)
        except http.client.HTTPException as error:
            raise Unreadable(
                "the server did not answer as a web server does", f"{type(error).__name__}; save the page yourself"
            ) from None
        opened.callback(response.close)
        version = "HTTP/1.0" if response.version == 10 else "HTTP/1.1"
        status_line = f"{version} {response.status} {response.reason}".strip()
        yield Answer(
            locator, response.status, status_line, tuple(response.getheaders()), str(address), response, wire, limits
        )


def _ask(locator: Locator, wire: _Wire, agent: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(locator.host, locator.port)
    connection.sock = _Handed(wire)  # it is used for no more than what `_Handed` has
    connection.putrequest("GET", locator.target, skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", locator.authority), ("User-Agent", agent), ("Accept", _ACCEPT), ("Accept-Language", "en, *;q=0.5"),
        ("Accept-Encoding", "gzip, deflate"), ("Connection", "close"),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def _connect(locator: Locator, reach: Reach, limits: Limits, clock: Clock) -> tuple[socket.socket, Address]:
    if locator.address is not None:
        addresses = [vet_address(str(locator.address), reach)]
    else:
        addresses = find_addresses(locator.host, reach, seconds=clock.left(limits.connect_seconds))
    told = ""
    for address in addresses[:MOST_TRIED]:
        sock = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.settimeout(clock.left(limits.connect_seconds))
            sock.connect((str(address), locator.port))
            _check_is_elsewhere(sock, address, reach)
        except OSError as error:
            sock.close()
            told = "it did not answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
        except Unreadable:
            sock.close()
            raise
        else:
            return sock, address
    raise Unreadable(f"no connection to {locator.authority}", f"{told}; try again later, the site may be down or gone")


def _check_is_elsewhere(sock: socket.socket, address: Address, reach: Reach) -> None:
    """Refuse a public address that is this machine's own: what listens here may trust whoever asks from here."""
    if sock.getsockname()[0] == sock.getpeername()[0] and not any(
        address in network for network in reach.also if network.version == address.version
    ):
        raise Unreadable(f"refused: {address} is this machine itself", "add the file by its path")


def _secure(plain: socket.socket, locator: Locator, reach: Reach, limits: Limits, clock: Clock) -> ssl.SSLSocket:
    try:
        plain.settimeout(clock.left(limits.connect_seconds))
        return (reach.trust or make_trust()).wrap_socket(plain, server_hostname=locator.host)
    except ssl.SSLCertVerificationError as error:
        raise Unreadable(
            f"the certificate of {locator.host} can't be trusted", f"{error.verify_message}; someone may sit in between. "
            "If you know better, save the page in a browser and add the file",
        ) from None
    except TimeoutError:
        raise Unreadable(f"no encrypted connection to {locator.authority} in time", "try again later") from None
    except OSError as error:
        told = getattr(error, "reason", None) or error.strerror or "it ended"
        raise Unreadable(f"no encrypted connection to {locator.authority}", f"{told}; save the page yourself") from None


def make_trust() -> ssl.SSLContext:
    """Make what servers' certificates are checked against: the system's authorities, or Mozilla's where it keeps none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not context.cert_store_stats()["x509_ca"] and not (paths.capath and any(Path(paths.capath).iterdir())):
        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


class _Wire(io.RawIOBase):
    """A socket read against a clock, its bytes counted: a server that sends a byte a second gets no further than others."""

    def __init__(self, sock: socket.socket, clock: Clock, limits: Limits) -> None:
        super().__init__()
        self._sock, self._clock, self._silent = sock, clock, limits.silent_seconds
        self._left = 0
        self._refuse = _cut_short

    def allow(self, n_bytes: int, refuse: Any) -> None:
        """Let so many more bytes in; past them `refuse()` is raised."""
        self._left, self._refuse = n_bytes, refuse

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        if self._left <= 0:
            raise self._refuse()
        since = time.monotonic()
        while True:
            try:
                self._sock.settimeout(self._clock.left(min(self._silent, _GLANCE)))
                n_bytes = self._sock.recv_into(memoryview(into)[: self._left])
            except TimeoutError:
                if time.monotonic() - since >= self._silent:
                    raise Unreadable(f"the server said nothing for {self._silent:.0f} s", "try again later") from None
            except OSError as error:
                raise Unreadable("the connection broke", f"{error.strerror or error}; try again") from None
            else:
                self._left -= n_bytes
                return n_bytes

    def send(self, data: bytes) -> None:
        """Send all of it, against the same clock."""
        try:
            self._sock.settimeout(self._clock.left(self._silent))
            self._sock.sendall(data)
        except OSError as error:
            raise Unreadable("the connection broke", f"{error.strerror or error}; try again") from None


class _Handed:
    """What http.client asks of a socket."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def sendall(self, data: bytes) -> None:
        self._wire.send(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._wire, CHUNK)

    def close(self) -> None:
        """The connection is closed by who opened it."""


