"""A chat server of the OpenAI kind on this machine, made to answer well or badly; every request it gets is kept."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sayso.models.endpoints import Endpoint, find_endpoint
from sayso.models.llm import Client, Limits

MODEL = "made-up:1b"
QUICK = Limits(connect_seconds=2.0, seconds=20.0, pauses=())


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's `reply`."""

    server: Server

    def do_POST(self) -> None:
        self.body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self)
        self.close_connection = True
        with contextlib.suppress(OSError):  # the other end may have had enough
            self.server.reply(self)

    def do_GET(self) -> None:
        self.server.asked.append(self)
        self.send_error(404)

    def send(self, data: bytes, *, status: int = 200, **headers: str) -> None:
        """Answer with these bytes."""
        self.send_response(status)
        for name, value in {"Content_Type": "application/json", "Content_Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def say(self, content: Any, **choice: Any) -> None:
        """Answer as a model does that says this; what isn't text is said as JSON."""
        text = content if isinstance(content, str) else json.dumps(content)
        told = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop", **choice}]}
        self.send(json.dumps(told).encode("ascii"))

    @property
    def data(self) -> str:
        """What the request holds of documents."""
        return str(self.body["messages"][-1]["content"])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Reply = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """A server that replies as it is told."""

    daemon_threads = True

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[Handler] = []

    def handle_error(self, *_: object) -> None:
        """Say nothing: connections end in every way here."""


@dataclasses.dataclass
class Served:
    """A running server, and a client of it."""

    server: Server
    endpoint: Endpoint
    client: Client
    rests: list[float]

    @property
    def url(self) -> str:
        """Its address, as settings name it."""
        return f"http://127.0.0.1:{self.server.server_port}/v1"


@contextlib.contextmanager
def serve(reply: Reply, *, limits: Limits = QUICK, key: str = "") -> Iterator[Served]:
    """Run a server that replies so."""
    server = Server(reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1"
        endpoint = find_endpoint(url=url, model=MODEL, key_env="KEY" if key else "", environ={"KEY": key})
        assert endpoint is not None
        rests: list[float] = []
        yield Served(server, endpoint, Client(endpoint, limits=limits, rest=rests.append), rests)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


BAD_WORDS = ("Orla", "Venn", "guilty", "sabotaged", "149")
"""Words of servers that lie; none may stand in what is told of their answers."""
