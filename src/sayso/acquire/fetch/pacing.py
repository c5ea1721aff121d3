"""When a host may be asked again: one request at a time, with a pause between."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator

from sayso.acquire.media import Unreadable


class Pace:
    """Lets requests to one host through one by one; safe to share between threads.

    Args:
        gap: seconds between the end of a request and the start of the next one to that host.
        stop: ends every wait.
    """

    def __init__(self, gap: float, stop: threading.Event) -> None:
        self._gap, self._stop = gap, stop
        self._guard = threading.Lock()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._gaps: dict[str, float] = {}
        self._due: dict[str, float] = {}

    @contextlib.contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for this host's turn and hold it.

        Raises:
            Unreadable: fetching was stopped meanwhile.
        """
        with self._guard:
            turn = self._turns[host]
        with turn:
            if self._stop.wait(max(0.0, self._due.get(host, 0.0) - time.monotonic())):
                raise Unreadable("fetching was stopped", "run it again to fetch the rest")
            try:
                yield
            finally:
                self.hold(host, max(self._gap, self._gaps.get(host, 0.0)))

    def hold(self, host: str, seconds: float) -> None:
        """Let nothing through to a host for so long."""
        with self._guard:
            self._due[host] = max(self._due.get(host, 0.0), time.monotonic() + seconds)

    def widen(self, host: str, gap: float) -> None:
        """Pause for longer between requests to a host, from the next one on."""
        with self._guard:
            self._gaps[host] = max(gap, self._gaps.get(host, 0.0))
            if host in self._due:  # the request that told of it, robots.txt's, counts as one
                self._due[host] = max(self._due[host], time.monotonic() + gap)
