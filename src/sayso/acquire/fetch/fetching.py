"""Fetch pages by their URLs: only from public addresses, within limits, and no faster than their sites ask for."""

from __future__ import annotations

import dataclasses
import os
import tempfile
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import sayso
from sayso.acquire.fetch import robots
from sayso.acquire.fetch.addresses import PUBLIC, Reach
from sayso.acquire.fetch.exchanges import Answer, open_exchange
from sayso.acquire.fetch.headers import clean_text, decode_location, find_charset, find_pause, show_headers, to_utc
from sayso.acquire.fetch.limits import Limits
from sayso.acquire.fetch.locators import Locator, read_locator, show_url
from sayso.acquire.fetch.pacing import Pace
from sayso.acquire.fetch.pagenames import name_page
from sayso.acquire.listing.items import Item
from sayso.acquire.media import Unreadable
from sayso.acquire.reading import make_problem
from sayso.errors import CannotWrite
from sayso.schema import Problem

Got = TypeVar("Got")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_WHY = {
    401: "it asks for a password; save the page in a browser and add the file",
    402: "it asks for money; save the page in a browser and add the file",
    403: "it refuses programs, or everyone; save the page in a browser and add the file",
    404: "check the URL; what is gone may be in a web archive",
    410: "it was taken down; look in a web archive",
    429: "it wants fewer requests; try again in some hours",
    451: "it was taken down for legal reasons; look in a web archive",
    503: "it is busy or closed; try again in some hours",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came: what to acquire, and how it came.

    Attributes:
        item: of the spooled bytes; `headers` holds the status line, the headers and then lines that begin with `sayso-`: the URL
            that was asked for, each redirect, the time, and the address that answered.
        asked: the URL as given.
        url: where the page was in the end.
        redirects: status and URL of each step after the first.
        at: when the answer came, ISO 8601 in UTC.
        n_bytes: of the body, unpacked.
    """

    item: Item
    asked: str
    url: str
    redirects: tuple[str, ...]
    at: str
    n_bytes: int


def fetch(
    urls: Iterable[str], *, to: Path, limits: Limits | None = None, reach: Reach = PUBLIC
) -> Iterator[Fetched | Problem]:
    """Fetch each URL once, several hosts at a time but one request a host, and give them as they come.

    Args:
        to: folder for the bytes, made if need be; who takes a page from here also deletes its file.
        limits: on bytes and time.
        reach: how far to go; anything but `PUBLIC` is for programs that know where their URLs come from.
    Returns:
        One row for each different URL: what came, or why nothing did. Nothing more is asked for once the iterator is closed.
    Raises:
        CannotWrite: the folder `to` can't be written to.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            "the folder for fetched pages can't be made", where=str(to), got=[error.strerror or str(error)],
            fix="make room, or allow writing there, and run it again",
        ) from error
    return _fetch_all(urls, _Run(to, limits or Limits(), reach))


def _fetch_all(urls: Iterable[str], run: _Run) -> Iterator[Fetched | Problem]:
    queues: defaultdict[str, deque[tuple[str, Locator]]] = defaultdict(deque)
    seen: set[str] = set()
    for asked in urls:
        try:
            locator = read_locator(asked, run.reach)
        except Unreadable as error:
            yield _to_problem(asked, error)
            continue
        if locator.url not in seen:
            seen.add(locator.url)
            queues[locator.host].append((asked, locator))
    idle = deque(queues)
    busy: dict[Future[Fetched | Problem], str] = {}
    came: list[Fetched | Problem] = []
    with ThreadPoolExecutor(run.limits.at_once, thread_name_prefix="fetch") as pool:
        try:
            while idle or busy or came:
                while idle and len(busy) < run.limits.at_once:
                    host = idle.popleft()
                    busy[pool.submit(run.fetch_one, *queues[host].popleft())] = host
                yield from came  # while they are worked on, the next are on their way
                came = []
                for done in wait(busy, return_when=FIRST_COMPLETED).done:
                    host = busy.pop(done)
                    if queues[host]:
                        idle.append(host)
                    came.append(done.result())
        finally:
            run.stop.set()


def _to_problem(asked: str, error: Unreadable) -> Problem:
    """Tell of a URL that was lost; what a server said may be in it, and is made fit for a screen."""
    return make_problem(show_url(asked), clean_text(error.what), clean_text(error.why), is_lost=True)


class _Run:
    """What the requests of one run share: the pace of each host, and what its robots.txt asks."""

    def __init__(self, to: Path, limits: Limits, reach: Reach) -> None:
        self.limits, self.reach = limits, reach
        self.stop = threading.Event()
        self._to = to
        self._pace = Pace(limits.gap_seconds, self.stop)
        contact = f" (+{limits.contact})" if limits.contact else ""
        self._agent = f"{robots.AGENT}/{sayso.__version__}{contact}"
        self._rules: dict[str, robots.Rules] = {}
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    def fetch_one(self, asked: str, locator: Locator) -> Fetched | Problem:
        """Fetch one URL; whatever goes wrong with it becomes a problem."""
        try:
            return self._follow(
                locator, lambda answer, redirects: self._keep(asked, answer, redirects), before=self._check_robots
            )
        except Unreadable as error:
            return _to_problem(asked, error)
        except CannotWrite:  # no URL after this one would fare better
            raise
        except Exception as error:  # a server that trips the reader of its answer loses its page, not the run
            return _to_problem(asked, Unreadable("fetching failed", f"{type(error).__name__}: {error}"[:300]))

    def _follow(
        self, locator: Locator, take: Callable[[Answer, tuple[str, ...]], Got], *, before: Callable[[Locator], None]
    ) -> Got:
        """Ask for a URL and go where it leads, each step vetted like the first; `take` gets the answer that leads nowhere."""
        redirects: list[str] = []
        met = {locator.url}
        while True:
            before(locator)
            got = self._ask(locator, lambda answer: take(answer, tuple(redirects)))
            if not isinstance(got, _Onward):
                return got
            onward = self._read_onward(got, locator)
            if onward.url in met:
                raise Unreadable(
                    f"the URL leads round in a circle, at {show_url(onward.url)}", "save the page in a browser: it may set cookies"
                )
            if len(redirects) == self.limits.redirects:
                raise Unreadable(
                    f"more than {self.limits.redirects} redirects", f"the last was to {show_url(onward.url)}; give the final URL"
                )
            met.add(onward.url)
            redirects.append(f"{got.status} {onward.url}")
            locator = onward

    def _read_onward(self, got: _Onward, locator: Locator) -> Locator:
        try:
            onward = read_locator(got.to, self.reach, base=locator)
        except Unreadable as error:
            raise Unreadable(f"redirected to {show_url(got.to)}; {error.what}", error.why) from None
        if locator.scheme == "https" and onward.scheme == "http":
            raise Unreadable(
                f"refused: redirected from https to {show_url(onward.url)}",
                "anyone on the way could change an unencrypted page; give that URL itself if you want it",
            )
        return onward

    def _ask(self, locator: Locator, take: Callable[[Answer], Got]) -> Got | _Onward:
        """Ask once, and once more after a busy server's pause."""
        for is_again in (False, True):
            with (
                self._pace.turn(locator.host),
                open_exchange(locator, reach=self.reach, limits=self.limits, agent=self._agent, stop=self.stop) as answer,
            ):
                if answer.status in _REDIRECTS and (to := answer.find_header("location")):
                    return _Onward(answer.status, decode_location(to))
                pause = find_pause(answer.find_header("retry-after")) if answer.status in _BUSY and not is_again else None
                if pause is None or pause > self.limits.longest_wait:
                    return take(answer)
            self._pace.hold(locator.host, pause)
        raise AssertionError("the second answer is taken whatever it is")

    def _keep(self, asked: str, answer: Answer, redirects: tuple[str, ...]) -> Fetched:
        """Spool a page's bytes and say how they came."""
        if answer.status != 200:
            raise _to_refusal(answer)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        spooled, n_bytes, head = self._spool(answer.chunks())
        told = (
            f"sayso-asked: {show_url(asked)}", *(f"sayso-redirect: {step}" for step in redirects),
            f"sayso-fetched: {at}", f"sayso-address: {answer.address}",
        )
        content_type = answer.find_header("content-type")
        charset = find_charset(content_type)
        item = Item(
            spooled, name_page(answer.locator, content_type, head), how="fetched",
            meta=(("url", answer.locator.url), *([("charset", charset)] if charset else [])),
            modified=to_utc(answer.find_header("last-modified")),
            headers=(*show_headers(answer.status_line, answer.headers), *told), given=show_url(asked),
        )
        return Fetched(item, asked, answer.locator.url, redirects, at, n_bytes)

    def _spool(self, chunks: Iterator[bytes]) -> tuple[str, int, bytes]:
        """Write a body to a file of its own: the path, the size, the first bytes."""
        n_bytes, head, spooled = 0, b"", ""
        try:
            handle, spooled = tempfile.mkstemp(dir=self._to, prefix="fetched-")
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    n_bytes += len(chunk)
                    head = head or chunk
            if not n_bytes:
                raise Unreadable("the page is empty", "the server sent headers and no text; save the page in a browser")
        except BaseException as error:
            if spooled:
                Path(spooled).unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise CannotWrite(
                    "a fetched page can't be written to disk", where=str(self._to), got=[error.strerror or str(error)],
                    fix="make room, or allow writing there, and run it again",
                ) from error
            raise
        return spooled, n_bytes, head

    def _check_robots(self, locator: Locator) -> None:
        with self._guard:
            asking = self._asking[locator.origin]
        with asking:
            rules = self._rules.get(locator.origin)
            if rules is None:
                rules = self._rules[locator.origin] = self._fetch_robots(locator)
        if rules.delay is not None and rules.delay > self.limits.longest_wait:
            raise Unreadable(
                f"robots.txt of {locator.host} asks for {rules.delay:.0f} s between requests",
                f"sayso waits up to {self.limits.longest_wait:.0f} s; save the page in a browser and add the file",
            )
        if rules.lost is not None:
            raise Unreadable(*rules.lost)
        if not rules.allows(locator.url):
            raise Unreadable(
                f"robots.txt of {locator.host} doesn't allow it", "the site wants no programs here; save the page in a browser"
            )

    def _fetch_robots(self, locator: Locator) -> robots.Rules:
        """Fetch a site's robots.txt as safely as a page; one that is not there allows everything (RFC 9309, 2.3.1)."""

        def take(answer: Answer, redirects: tuple[str, ...]) -> robots.Rules:
            if answer.status == 200:
                return robots.read_rules(b"".join(answer.chunks(most=robots.MOST_BYTES)))
            if 400 <= answer.status < 500 and answer.status != 429:
                return robots.EVERYTHING
            told = f"the server answered {clean_text(answer.status_line)[:80]}"
            raise Unreadable(
                f"robots.txt of {locator.host} could not be had", f"{told}; without it nothing is fetched from there"
            )

        place = dataclasses.replace(locator, target="/robots.txt")
        try:
            rules = self._follow(place, take, before=lambda _: None)
        except Unreadable as error:
            return robots.Rules(lost=(error.what, error.why))
        if rules.delay is not None:
            self._pace.widen(locator.host, min(rules.delay, self.limits.longest_wait))
        return rules


@dataclasses.dataclass(frozen=True, slots=True)
class _Onward:
    """A redirect, as the server gave it."""

    status: int
    to: str


def _to_refusal(answer: Answer) -> Unreadable:
    why = _WHY.get(answer.status)
    if why is None:
        why = "the server failed; try again later" if answer.status >= 500 else "it gave no page; open the URL in a browser"
    pause = answer.find_header("retry-after") if answer.status in _BUSY else None
    more = f" (it says to wait: {clean_text(pause)[:40]})" if pause else ""
    return Unreadable(f"the server answered {clean_text(answer.status_line)[:80]}", why + more)
