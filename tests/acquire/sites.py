"""Web servers on this machine that say what a test tells them to, well or badly, and remember what they were asked."""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

from sayso.acquire.fetch.addresses import Reach

Play = bytes | Callable[[socket.socket], None]
"""What goes over the connection: bytes, or whatever a function does with it."""


@dataclasses.dataclass
class Asked:
    """One request: when it came, its path and its headers."""

    at: float
    path: str
    headers: dict[str, str]


class Site:
    """A server with an answer for each path; 404 for others. Each connection carries one request."""

    def __init__(self, plays: dict[str, Play], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.plays, self.asked, self.n_connections = plays, [], 0
        self._tls, self._is_open = tls, True
        self._listener = socket.create_server(
            (host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=50
        )
        self.host, self.port = host, self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """The URL of a path, under this server's address or a name."""
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self._tls else 'http'}://{name}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        self._is_open = False
        self._listener.close()

    def _serve(self) -> None:
        while self._is_open:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.n_connections += 1
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            opened.callback(connection.close)
            connection.settimeout(20)
            if self._tls:
                connection = opened.enter_context(self._tls.wrap_socket(connection, server_side=True))
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
            path = first.split(" ")[1]
            self.asked.append(Asked(time.monotonic(), path, headers))
            play = self.plays.get(path, answer(b"not here", status="404 Not Found"))
            if callable(play):
                play(connection)
            else:
                connection.sendall(play)


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole response; `Content-Length` is what it should be unless another is given, and left out when below 0."""
    n_bytes = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {n_bytes}"] if n_bytes >= 0 else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    """A response that sends elsewhere."""
    return answer(b"", f"Location: {to}", status=status)


@contextlib.contextmanager
def serve(plays: dict[str, Play], **options: object) -> Iterator[Site]:
    """A site while the block runs."""
    site = Site(plays, **options)  # type: ignore[arg-type]
    try:
        yield site
    finally:
        site.close()


def to_reach(names: dict[str, list[str]] | None = None, trust: ssl.SSLContext | None = None) -> Reach:
    """Let a test reach this machine, at any port, with names of its own and no others."""

    def resolve(host: str) -> list[str]:
        if host not in (names or {}):
            raise socket.gaierror(-2, "Name or service not known")
        return names[host]

    loopback = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
    return Reach(also=loopback, ports=frozenset(range(1, 65_536)), resolve=resolve, trust=trust)
