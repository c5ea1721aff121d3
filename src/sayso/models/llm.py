"""A language model that the user runs or rents, behind an OpenAI-compatible address: one question, one answer, within limits.

The only place from which anything is sent to a language model. Nothing is sent unless a case's settings name an address and a
model. The server is taken for hostile: its answer is bounded in bytes and time, redirects are not followed, nothing of an
error that it words is passed on, and tools that it wants called are not.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from sayso.models.endpoints import WHY_NOT, Endpoint, find_inner_address, make_trust
from sayso.models.prompts import NoAnswer, Prompt, parse_answer, to_messages

MOST_BYTES = 2_000_000  # of an answer; the largest asked for, 200 proposals, is some 60 kB
MOST_TOKENS = 8_192  # that the model may write; 200 proposals are about that
CONNECT_SECONDS = 10.0
SECONDS = 300.0  # for one answer: a 7B model on a laptop's processor writes 8,192 tokens in about that
CHUNK = 65_536
PAUSES = (2.0, 8.0)  # seconds before a second and a third try
LONGEST_PAUSE = 30.0  # whatever `Retry-After` asks for
BUSY = frozenset({408, 429, 500, 502, 503, 504})  # tried again
# What servers answer to a `response_format` that they don't know: 400 and 422, llama-cpp-python 500 (its #23463), some 501.
UNKNOWN_FORMAT = frozenset({400, 422, 500, 501})
SEED = 7  # any; with temperature 0 it makes servers that know seeds repeat themselves
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one question may cost."""

    connect_seconds: float = CONNECT_SECONDS
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    pauses: Sequence[float] = PAUSES


class Client:
    """Puts questions to one endpoint.

    Args:
        endpoint: where.
        limits: what a question may cost.
        trust: how a server's certificate is checked; null is the system's list of authorities.
        rest: waits between tries.
    """

    def __init__(
        self, endpoint: Endpoint, *, limits: Limits | None = None, trust: ssl.SSLContext | None = None,
        rest: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._limits = limits or Limits()
        self._trust = trust
        self._rest = rest
        self._takes_schema = True

    def ask(self, prompt: Prompt) -> dict[str, Any]:
        """Put a question and give the object of the answer; its shape is the caller's to check.

        Raises:
            NoAnswer: there is none that could be read; whatever was tried, nothing that the server said is in it.
        """
        messages = to_messages(prompt)
        pauses = list(self._limits.pauses)
        while True:
            body = self._write(messages, prompt)
            try:
                status, wait, data = self._post(body)
            except _Broken as broken:
                if broken.is_stalled or not pauses:
                    raise broken.given_up() from None
                self._rest(pauses.pop(0))
                continue
            if status == 200:
                return parse_answer(_take_content(data))
            if self._takes_schema and status in UNKNOWN_FORMAT:
                self._takes_schema = False  # asked again without; what comes is checked all the same
            elif status in BUSY and pauses:
                self._rest(min(max(wait, pauses.pop(0)), LONGEST_PAUSE))
            else:
                raise _to_no_answer(status)

    def _write(self, messages: list[dict[str, str]], prompt: Prompt) -> bytes:
        body: dict[str, Any] = {
            "model": self.endpoint.model, "messages": messages, "temperature": 0, "seed": SEED, "stream": False,
            "max_tokens": MOST_TOKENS,
        }
        if self._takes_schema:
            schema = {"name": prompt.name, "strict": True, "schema": prompt.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return json.dumps(body, ensure_ascii=True).encode("ascii")

    def _post(self, body: bytes) -> tuple[int, float, bytes]:
        """Send a question once: status, seconds that the server asks to wait, and the answer's bytes (of a 200).

        Raises:
            _Broken: the connection ended or stalled, which may be tried again.
            NoAnswer: it may not.
        """
        headers = {
            "Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity",
            "User-Agent": "sayso", "Connection": "close",
        }
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        with _Fuse(self._limits.seconds) as fuse:
            try:
                connection = self._connect(fuse)
                connection.request("POST", self.endpoint.path, body=body, headers=headers)
                with connection.getresponse() as response:
                    told = self._read(response)
            except (OSError, http.client.HTTPException, ValueError):
                # ValueError: a status or a piece's length that is no number. No text of the error: it may quote the server.
                raise _Broken(fuse.is_blown, self._limits.seconds) from None
            if fuse.is_blown:  # an answer of untold length ends like a whole one
                raise _Broken(fuse.is_blown, self._limits.seconds)
            return told

    def _connect(self, fuse: _Fuse) -> http.client.HTTPConnection:
        endpoint = self.endpoint
        address = endpoint.host if endpoint.is_tls else find_inner_address(endpoint.host, endpoint.port)
        plain = socket.create_connection((address, endpoint.port), timeout=self._limits.connect_seconds)
        plain.settimeout(2 * self._limits.seconds)  # the fuse is sooner
        fuse.hold(plain)
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
        connection.sock = plain
        if endpoint.is_tls:
            trust = self._trust or make_trust()
            secured = trust.wrap_socket(plain, server_hostname=endpoint.host, do_handshake_on_connect=False)
            fuse.hold(secured)
            try:
                secured.do_handshake()
            except ssl.SSLCertVerificationError:
                raise NoAnswer("the certificate of the language model's server can't be trusted", WHY_NOT) from None
            connection.sock = secured
        return connection

    def _read(self, response: http.client.HTTPResponse) -> tuple[int, float, bytes]:
        if response.status != 200:
            return response.status, _to_seconds(response.headers.get("Retry-After", "")), b""
        if response.headers.get("Content-Encoding", "identity").strip().lower() not in {"identity", "none", ""}:
            raise NoAnswer("the language model's server packed its answer, which wasn't asked for", WHY_NOT)
        kept = bytearray()
        while chunk := response.read(min(CHUNK, self._limits.most_bytes + 1 - len(kept))):
            kept += chunk
            if len(kept) > self._limits.most_bytes:
                raise NoAnswer(f"the language model's answer is larger than {self._limits.most_bytes:,} bytes", WHY_NOT)
        if response.length:  # fewer bytes came than `Content-Length` says
            raise http.client.IncompleteRead(b"")
        return 200, 0.0, bytes(kept)


class _Broken(Exception):
    """A connection that ended, stalled, or made no sense."""

    def __init__(self, is_stalled: bool, seconds: float) -> None:  # noqa: FBT001
        super().__init__()
        self.is_stalled, self._seconds = is_stalled, seconds

    def given_up(self) -> NoAnswer:
        """What is told of the last try."""
        if self.is_stalled:
            return NoAnswer(f"the language model gave no whole answer in {self._seconds:,.0f} s", WHY_NOT)
        return NoAnswer("the language model's server can't be reached, or broke off", WHY_NOT)


class _Fuse:
    """Ends a connection at a time, whatever trickles in: time limits of sockets begin anew with every byte."""

    def __init__(self, seconds: float) -> None:
        self.is_blown = False
        self._held: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._blow)
        self._timer.daemon = True

    def hold(self, sock: socket.socket) -> None:
        """Name the connection that is to be ended."""
        self._held = sock
        if self.is_blown:
            self._blow()

    def _blow(self) -> None:
        self.is_blown = True
        if self._held is not None:
            try:
                socket.socket.shutdown(self._held, socket.SHUT_RDWR)  # not SSLSocket's, which is not made for two threads
            except OSError:
                return  # it has ended by itself

    def __enter__(self) -> _Fuse:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._held is not None:
            self._held.close()


def _take_content(data: bytes) -> str:
    """The words of an answer's first choice.

    Raises:
        NoAnswer: there are none, or they were cut off.
    """
    odd = NoAnswer("the language model's server answered with what is no chat completion", WHY_NOT)
    try:
        choice = json.loads(data.decode("utf-8"))["choices"][0]
        content, why_ended = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise odd from None
    if not isinstance(content, str) or not content.strip():
        raise odd
    if why_ended == "length":
        raise NoAnswer(
            "the language model's answer was cut off at its longest", "nothing of it is used; a model with more room may do"
        )
    return content


def _to_no_answer(status: int) -> NoAnswer:
    if 300 <= status < 400:
        return NoAnswer(
            "the language model's server sends elsewhere, which is not followed",
            "write the address that really answers in `llm_url`",
        )
    if status in {401, 403}:
        return NoAnswer("the language model's server wants another key", "see `llm_key_env` in case.toml")
    if status == 404:
        return NoAnswer("the language model's server doesn't know the address or the model", "see `llm_url` and `llm_model`")
    if status == 429:
        return NoAnswer("the language model's server has no room for more questions", "try again later")
    return NoAnswer(f"the language model's server answered with status {status:d}", WHY_NOT)


def _to_seconds(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,4}", text.strip()) else 0.0
