"""Where a language model answers: which addresses settings may name, and which of them are spoken to without encryption."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import certifi

from sayso.errors import BadSettings
from sayso.models.prompts import NoAnswer

WHY_NOT = "nothing was taken from it; look whether the server runs and its settings are right"

_PRINTABLE = re.compile(r"[\x21-\x7e]{1,4096}")
_NAME = re.compile(r"[A-Za-z0-9._:/@+-]{1,120}")
_INNER = tuple(map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a language model answers.

    Attributes:
        host, port, path: of `.../chat/completions`.
        key: sent as a bearer token; empty for none. Never shown.
    """

    is_tls: bool
    host: str
    port: int
    path: str
    model: str
    key: str = dataclasses.field(default="", repr=False)

    @property
    def made_by(self) -> str:
        """What stands in `made_by` of everything that it had a hand in."""
        return f"llm {self.model}"


def find_endpoint(*, url: str, model: str, key_env: str, environ: Mapping[str, str]) -> Endpoint | None:
    """Make an endpoint out of the settings `llm_url`, `llm_model` and `llm_key_env`; null when no language model is set.

    Raises:
        BadSettings: only one of address and model is set, the address is none of a server's, or the key isn't there.
    """
    if not url and not model:
        return None
    parts = _split(url)
    if not _NAME.fullmatch(model):
        raise BadSettings(
            "`llm_url` is set, and `llm_model` names no model" if not model else "`llm_model` is no model's name",
            where="case.toml", got=[repr(model)[:80]], fix='llm_model = "qwen3:8b"',
        )
    key = ""
    if key_env:
        key = environ.get(key_env, "")
        if not _PRINTABLE.fullmatch(key):
            raise BadSettings(
                "the variable that `llm_key_env` names holds no key", where="case.toml", got=[key_env[:80]],
                fix=f"export {key_env[:80]}=...; or take `llm_key_env` out, for a server that wants no key",
            )
    is_tls = parts.scheme == "https"
    path = parts.path.rstrip("/")
    path = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
    return Endpoint(
        is_tls=is_tls, host=parts.hostname or "", port=parts.port or (443 if is_tls else 80), path=path, model=model, key=key
    )


def _split(url: str) -> Any:
    fix = 'llm_url = "http://127.0.0.1:11434/v1"'
    try:
        parts = urlsplit(url)
        is_fit = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_fit = False
    if not is_fit or not _PRINTABLE.fullmatch(url):
        raise BadSettings("`llm_url` is no address of a server", where="case.toml", got=[repr(url)[:80]], fix=fix)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise BadSettings(  # not shown: it may well hold a secret
            "`llm_url` holds more than a host and a path", where="case.toml",
            fix=f"{fix}; a key goes into an environment variable, which `llm_key_env` names",
        )
    return parts


def find_inner_address(host: str, port: int) -> str:
    """Find the address of a host that is this machine or in a private network: the only ones that are spoken to without TLS.

    What comes back is connected to as it stands, so that asking again can't give another.

    Raises:
        NoAnswer: an address of it is neither.
        OSError: it has none.
    """
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
    if not addresses or not all(any(a.version == n.version and a in n for n in _INNER) for a in addresses):
        raise NoAnswer(
            "nothing was sent to the language model: its server is neither this machine nor in a private network, and "
            "`llm_url` has no TLS", "what is sent could be read on the way; write https:// in `llm_url`",
        )
    return found[0]


def make_trust() -> ssl.SSLContext:
    """Make what servers' certificates are checked against: the system's authorities, or Mozilla's where it keeps none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context
