"""URLs: read strictly, so that the host that is vetted is the host that is asked."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit

import idna

from sayso.acquire.fetch.addresses import Address, Reach
from sayso.acquire.media import Unreadable

MOST_CHARS = 4_000  # of one URL; browsers and servers stop between 2,000 and 8,000
SHOWN_CHARS = 300  # of a URL in a message
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[^\[\]:@%\\/?#\s]{1,1000})(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_QUAD = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
# names that stand for the machine or the network that one is in, never for a public site (RFC 6761, 6762, 8375, 9476 and ICANN's
# decision on .internal; the others are in wide private use and will not be handed out)
_INNER_NAMES = (
    "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa",
    "onion", "alt", "test", "invalid",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Locator:
    """A URL whose every part has been checked.

    Attributes:
        host: a name in small ASCII letters (IDNA), or an address as text, without brackets.
        address: of a URL that names an address in place of a host.
        target: path and query as they are sent, ASCII only.
    """

    scheme: str
    host: str
    port: int
    target: str
    address: Address | None = None

    @property
    def authority(self) -> str:
        """Host and port as in the header `Host`; the port only where it isn't the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole, without fragment."""
        return self.origin + self.target


def read_locator(text: str, reach: Reach, *, base: Locator | None = None) -> Locator:
    """Read a URL; with `base`, one that a redirect gave and that may be relative to it.

    Raises:
        Unreadable: it is none that may be fetched.
    """
    text = text.strip(" ")
    if len(text) > MOST_CHARS:
        raise Unreadable(f"refused: the URL has {len(text):,} characters", f"sayso takes up to {MOST_CHARS:,}")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        raise Unreadable("refused: the URL has control characters in it", "write it on one line, without tabs")
    try:
        parts = urlsplit(urljoin(base.url, text) if base else text)
    except ValueError as error:
        raise Unreadable(f"not a URL: {error}", "write it as https://example.org/page") from None
    if parts.scheme not in _DEFAULT_PORTS:
        told = f"{parts.scheme[:40]}: is not fetched" if parts.scheme else "it names no scheme"
        raise Unreadable(f"refused: {told}", "only http:// and https:// are")
    if "@" in parts.netloc:
        raise Unreadable("refused: a user name or password stands in the URL", "take out what stands before the @")
    match = _AUTHORITY.fullmatch(parts.netloc)
    if match is None:
        raise Unreadable("refused: the URL names no host that could be asked", "write it as https://example.org/page")
    host, address = _read_host(match[1], reach)
    port = int(match[2]) if match[2] else _DEFAULT_PORTS[parts.scheme]
    if port not in reach.ports:
        allowed = ", ".join(map(str, sorted(reach.ports)[:6]))
        raise Unreadable(f"refused: port {port}", f"sayso fetches from ports {allowed}; save the page yourself")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return Locator(parts.scheme, host, port, path + query, address)


def _read_host(text: str, reach: Reach) -> tuple[str, Address | None]:
    if text.startswith("["):
        try:
            address = ipaddress.IPv6Address(text[1:-1])
        except ValueError:
            raise Unreadable("refused: the URL's address is none", "check its spelling") from None
        return str(address), address
    host = _to_ascii(text).removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # such hosts are addresses to a browser; no name ends in a number
        if not _QUAD.fullmatch(host) or any(int(label) > 255 for label in labels):
            raise Unreadable(
                f"refused: {host[:80]} is an address in an unusual notation",
                "write it as four numbers from 0 to 255, or give the name",
            )
        return host, ipaddress.IPv4Address(host)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unreadable("refused: the host's name is none that can exist", "check its spelling")
    is_inner = len(labels) == 1 or any(f".{host}".endswith(f".{name}") for name in _INNER_NAMES)
    if is_inner and not reach.takes_inner_names:
        raise Unreadable(
            f"refused: {host} is a name of this machine or network",
            "sayso fetches only from public hosts; save the page yourself and add the file",
        )
    return host, None


def _to_ascii(text: str) -> str:
    if text.isascii():
        return text.lower()
    try:  # UTS 46 also maps full-width digits and other dots: the address is looked for in what comes out
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise Unreadable("refused: the host's name is none that can exist", "check its spelling") from None


def is_url(text: str) -> bool:
    """Whether something that was given is meant as a URL, to be fetched or to be refused, and not as a path."""
    return "://" in text and _SCHEME.match(text) is not None and not text.lower().startswith("file:")


def show_url(text: str) -> str:
    """Make a URL fit to be shown: without a password, without characters that hide or turn text, and not too long."""
    kept = text[: 2 * MOST_CHARS]
    seen = "".join(char if unicodedata.category(char)[0] not in "CZ" or char == " " else "\ufffd" for char in kept)
    seen = re.sub(r"(?<=//)[^/?#]{0,4000}@", "", seen)
    return seen if len(seen) <= SHOWN_CHARS else f"{seen[:SHOWN_CHARS]}..."
