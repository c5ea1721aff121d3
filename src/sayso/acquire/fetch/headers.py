"""What the headers of an answer say, and how they are kept."""

from __future__ import annotations

import codecs
import email.utils
import re
import time
from collections.abc import Iterable
from datetime import UTC

MOST_SHOWN = 2_000  # characters of one header
_FIRST_WAIT = 5.0  # seconds, where a busy server doesn't say how long
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)


def decode_location(value: str) -> str:
    """Read a `Location` again: http.client takes headers for Latin-1, and servers that don't quote their URLs send UTF-8."""
    return value.encode("latin-1", errors="replace").decode("utf-8", errors="replace")


def find_pause(told: str | None) -> float:
    """Give the seconds that `Retry-After` asks for, as a number or a date; a short while where it says nothing."""
    told = told or ""
    if re.fullmatch(r"[0-9]{1,9}", told):
        return float(told)
    try:
        until = email.utils.parsedate_to_datetime(told[:100])
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, until.timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return _FIRST_WAIT


def show_headers(status_line: str, headers: Iterable[tuple[str, str]]) -> list[str]:
    """Make the status line and headers fit to be kept: no cookies, no control characters, nothing that passes for our own lines."""
    shown = [clean_text(status_line)]
    for name, value in headers:
        if name.lower().startswith("sayso-"):
            continue
        shown.append(f"{clean_text(name)}: {'(left out)' if name.lower().startswith('set-cookie') else clean_text(value)}")
    return shown


def find_charset(content_type: str | None) -> str | None:
    """Find the encoding that a `Content-Type` names; null where it names none that there is."""
    match = _CHARSET.search((content_type or "")[:MOST_SHOWN])
    try:
        b"a".decode(match[1] if match else "ascii", errors="replace")  # `hex` and its like are codecs too, but not of text
        return codecs.lookup(match[1]).name if match else None
    except (LookupError, UnicodeError):
        return None


def clean_text(text: str) -> str:
    """Put spaces in place of control characters, line ends and marks that turn text round."""
    return "".join(char if char.isprintable() else " " for char in text[:MOST_SHOWN]).strip()


def to_utc(told: str | None) -> str | None:
    """Turn the date of a header into ISO 8601 in UTC; null when there is none that can be read."""
    try:
        when = email.utils.parsedate_to_datetime((told or "")[:100])
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return when.astimezone(UTC).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError):
        return None
