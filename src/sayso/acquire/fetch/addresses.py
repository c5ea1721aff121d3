"""Which network addresses may be fetched from: public ones, each vetted before anything is sent to it."""

from __future__ import annotations

import dataclasses
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Sequence

from sayso.acquire.media import Unreadable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str], Sequence[str]]
"""Gives the addresses of a name, as text; raises `OSError` when it has none."""

PORTS = frozenset({80, 443, 8080, 8443})  # where web servers listen; 25, 6379 or 9200 would be some other service
MOST_ADDRESSES = 64  # of one name; the busiest hosts have some 20, thousands are an attack on the caller's time

# IANA's special-purpose registries (RFC 6890 and what follows it), and Azure's. `ipaddress.is_global` is asked as well, but what
# it knows differs between Python versions: 3.11 takes multicast, 192.88.99.0/24 and 3fff::/20 for global.
_REFUSED_V4 = (
    ("0.0.0.0/8", "this very machine or network"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's inner network"),
    ("127.0.0.0/8", "this machine itself (loopback)"),
    ("168.63.129.16/32", "a cloud's service for its own machines"),
    ("169.254.0.0/16", "the local link, where clouds keep the secrets of a machine"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "set aside for protocols"),
    ("192.0.2.0/24", "set aside for examples"),
    ("192.88.99.0/24", "a relay into other networks"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "set aside for measuring"),
    ("198.51.100.0/24", "set aside for examples"),
    ("203.0.113.0/24", "set aside for examples"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
)
_REFUSED_V6 = (
    ("::/128", "this very machine"),
    ("::1/128", "this machine itself (loopback)"),
    ("::/96", "an IPv4 address in disguise"),
    ("::ffff:0:0/96", "an IPv4 address in disguise"),
    ("::ffff:0:0:0/96", "an IPv4 address in disguise"),
    ("64:ff9b:1::/48", "a translation into a private network"),
    ("2001::/32", "a tunnel to an IPv4 address (Teredo)"),
    ("2001::/23", "set aside for protocols"),
    ("2001:db8::/32", "set aside for examples"),
    ("2002::/16", "a tunnel to an IPv4 address (6to4)"),
    ("3fff::/20", "set aside for examples"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "the local link"),
    ("fec0::/10", "a private network"),
    ("ff00::/8", "multicast"),
)
_REFUSED = tuple((ipaddress.ip_network(network), why) for network, why in _REFUSED_V4 + _REFUSED_V6)
_HANDED_OUT = ipaddress.IPv6Network("2000::/3")  # all that IANA has given out for hosts
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # how networks without IPv4 reach public IPv4 hosts (RFC 6052)
_TUNNELLED = frozenset({0x0000_5EFE, 0x0200_5EFE})  # the third quarter of an ISATAP address (RFC 5214); the last is IPv4


def resolve_name(host: str) -> list[str]:
    """Ask the system for a name's addresses; the dot at the end keeps it from trying the local network's own endings."""
    found = socket.getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far fetching may go. The command line knows only `PUBLIC`; a program that trusts its list of URLs may give another.

    Attributes:
        also: networks that are allowed though they are not public, such as an archive in one's own network.
        takes_inner_names: whether names such as `localhost` and `wiki.internal` are resolved; their addresses are vetted like any.
        ports: that may be connected to.
        resolve: finds the addresses of a name.
        trust: how servers' certificates are checked; null is the system's list of authorities.
    """

    also: tuple[Network, ...] = ()
    takes_inner_names: bool = False
    ports: frozenset[int] = PORTS
    resolve: Resolve = resolve_name
    trust: ssl.SSLContext | None = None


PUBLIC = Reach()


def find_refusal(address: Address) -> str | None:
    """Say what an address is that must not be fetched from; null for a public one."""
    for network, why in _REFUSED:
        if address.version == network.version and address in network:
            return why
    if isinstance(address, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if address in _TRANSLATED:
            why_inner = find_refusal(inner)
            return why_inner and f"{inner} in disguise, {why_inner}"
        if (int(address) >> 32) & 0xFFFF_FFFF in _TUNNELLED:
            return "a tunnel to an IPv4 address (ISATAP)"
        if address not in _HANDED_OUT:
            return "reserved"
    return None if address.is_global and not address.is_multicast else "not public"


def vet_address(text: str, reach: Reach) -> Address:
    """Read an address and check that it may be fetched from.

    Raises:
        Unreadable: it may not, or is no address.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise Unreadable(f"{text[:80]} is no network address", "check how the host's name is set up") from None
    if isinstance(address, ipaddress.IPv6Address) and address.scope_id is not None:
        raise Unreadable(
            f"refused: {text[:80]} names a link of this machine", "sayso fetches only from public addresses"
        )
    if any(address.version == network.version and address in network for network in reach.also):
        return address
    why = find_refusal(address)
    if why:
        raise Unreadable(
            f"refused: {address} is {why}",
            "sayso fetches only from public addresses; save the page yourself and add the file",
        )
    return address


def find_addresses(host: str, reach: Reach, *, seconds: float) -> list[Address]:
    """Find a name's addresses, every one vetted: a name that has a public and a private one is refused.

    What comes back is connected to as it stands, so that asking again can't give another answer (DNS rebinding).

    Raises:
        Unreadable: there are none, one of them is refused, or the answer takes longer than `seconds`.
    """
    found = _ask(host, reach.resolve, seconds)
    if not found:
        raise Unreadable(f"{host} has no address", "check the spelling; the site may be gone")
    if len(found) > MOST_ADDRESSES:
        raise Unreadable(
            f"refused: {host} has {len(found)} addresses", f"sayso vets up to {MOST_ADDRESSES}; save the page yourself"
        )
    return [vet_address(text, reach) for text in found]


def _ask(host: str, resolve: Resolve, seconds: float) -> Sequence[str]:
    """Resolve in a thread of its own: the system's resolver takes no time limit."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise Unreadable(
            f"no answer on where {host} is, in {seconds:.0f} s", "check the connection, and try again"
        ) from None
    if isinstance(answer, Exception):
        told = answer.strerror if isinstance(answer, OSError) and answer.strerror else str(answer)
        raise Unreadable(
            f"{host} was not found", f"{told}; check the spelling and the connection, the site may be gone"
        )
    return answer
