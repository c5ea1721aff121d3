"""robots.txt: what a site asks of programs that fetch from it (RFC 9309)."""

from __future__ import annotations

import dataclasses
import re

from protego import Protego

AGENT = "sayso"  # the name that a robots.txt may give rules for
MOST_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB; the rest is left unread
_AGENT_LINE = re.compile(r"[ \t]*user[- ]?agent[ \t]*:?[ \t]*([^#\r\n]*)", re.IGNORECASE)
_MOST_LINE = 4_000


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt asks; `parsed` is null where everything, or nothing, is allowed.

    Attributes:
        lost: of a site that allows nothing because its robots.txt couldn't be had, what happened and why.
        delay: seconds that it wants between requests.
    """

    parsed: Protego | None = None
    lost: tuple[str, str] | None = None
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether a URL of the site may be fetched."""
        return self.lost is None and (self.parsed is None or bool(self.parsed.can_fetch(url, AGENT)))


EVERYTHING = Rules()


def read_rules(data: bytes) -> Rules:
    """Read a robots.txt; what can't be made sense of in it asks nothing."""
    text = data[:MOST_BYTES].decode("utf-8-sig", errors="replace")
    parsed = Protego.parse("\n".join(_spare_others(line) for line in text.splitlines() if len(line) <= _MOST_LINE))
    delay, rate = parsed.crawl_delay(AGENT), parsed.request_rate(AGENT)
    wanted = [seconds for seconds in (delay, rate and rate.seconds / rate.requests) if seconds]
    return Rules(parsed, delay=max(wanted, default=None))


def _spare_others(line: str) -> str:
    """Call every program that is not sayso `other`: a file that names thousands and a rule for all would fill the memory."""
    match = _AGENT_LINE.match(line)
    if match is None:
        return line
    name = match[1].strip().lower()
    if name == "*" or not name:
        return f"User-agent: {name}"
    return f"User-agent: {AGENT if re.match(rf'{AGENT}(?![a-z0-9_-])', name) else 'other'}"
