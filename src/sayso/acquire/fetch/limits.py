"""How much a fetched page may weigh, how long it may take, and how gently it is asked for."""

from __future__ import annotations

import dataclasses
import re
import threading
import time

from sayso.acquire import media
from sayso.acquire.media import Unreadable
from sayso.errors import BadSettings

_CONTACT = re.compile(r"[!-'*-\[\]-~]{0,200}")  # what may stand in a comment of a header: printable, no brackets


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may come, how long it may take, and how gently it is asked for.

    Attributes:
        most_bytes: of one body, counted after unpacking.
        head_bytes: of an answer's status line and headers; real ones have 1,000 to 8,000.
        seconds: for one request, from its first packet to its last byte; 50 MB over a slow line take as long.
        connect_seconds: for finding the address, for connecting and for the TLS handshake, each.
        silent_seconds: that a server may say nothing.
        redirects: followed for one URL.
        gap_seconds: between two requests to one host; robots.txt may ask for more.
        longest_wait: that robots.txt or Retry-After may ask for; past it the URL is given up.
        at_once: hosts asked at the same time.
        contact: an address or URL that is sent along, by which a site's owner can reach who fetches.

    Raises:
        BadSettings: the contact can't stand in a header.
    """

    most_bytes: int = media.MAX_BYTES
    head_bytes: int = 65_536
    seconds: float = 120.0
    connect_seconds: float = 10.0
    silent_seconds: float = 20.0
    redirects: int = 5
    gap_seconds: float = 1.0
    longest_wait: float = 60.0
    at_once: int = 4
    contact: str = ""

    def __post_init__(self) -> None:
        if not _CONTACT.fullmatch(self.contact):
            raise BadSettings(
                "the contact that is sent with requests can't stand in a header", got=[repr(self.contact)[:80]],
                fix="give an e-mail address or a URL, in ASCII",
            )


class Clock:
    """Time that is left for one request; none once `stop` is set."""

    def __init__(self, seconds: float, stop: threading.Event) -> None:
        self._seconds, self._end, self._stop = seconds, time.monotonic() + seconds, stop

    def left(self, most: float) -> float:
        """Seconds left, at most `most`.

        Raises:
            Unreadable: none are.
        """
        left = self._end - time.monotonic()
        if self._stop.is_set():
            raise Unreadable("fetching was stopped", "run it again to fetch the rest")
        if left <= 0:
            raise Unreadable(
                f"the server took longer than {self._seconds:.0f} s", "try again later, or save the page yourself"
            )
        return min(left, most)
