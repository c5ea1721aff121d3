"""Dates as English documents print them, turned into ISO 8601.

A small grammar of absolute dates only: "yesterday" or "last week" have no ISO form without knowing when a text was written,
and a general date parser turns many other words into dates.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<%s>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
_FORMS = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH % 'm1'},?[\s-]+(?P<y1>{_YEAR})",
    rf"{_MONTH % 'm2'}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<y2>{_YEAR})",
    rf"(?P<y3>{_YEAR})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?!\d)",
    rf"(?P<a4>\d{{1,2}})(?P<s4>[-/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR})",
)
_DATE = re.compile(rf"(?<![\w/.-]){_WEEKDAY}(?:{'|'.join(_FORMS)})", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"{_MONTH % 'm'},?\s+(?P<y>{_YEAR})", re.IGNORECASE)

_LEAD = re.compile(
    r"(?:(?:first|originally|last)\s+)?(?:date of publication|published|posted|updated|modified|created|date|dated|on|update)"
    r"(?:\s+(?:on|at))?\s*[:|]?\s*",
    re.IGNORECASE,
)
_TIME = (
    r"(?:(?:at\s+)?\d{1,2}[:.h]?\d{2}(?::\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
    r"|(?-i:[A-Z]{2,5})|GMT|UTC|[+-]\d{2}:?\d{2}|\d{1,2}\s*(?:min|minute)s?\s+read|T[\d:.]+Z?)"
)
_REST = re.compile(rf"(?:[\s,;|·•–—()-]*{_TIME})*[\s,;|·•–—().-]*$", re.IGNORECASE)


class Found(NamedTuple):
    """A date and where it stands; `is_sure` is false when day and month could be the other way round."""

    start: int
    end: int
    iso: str
    is_sure: bool


def find_date(text: str, start: int = 0) -> Found | None:
    """Find the first absolute date at or after `start`; null when there is none."""
    for match in _DATE.finditer(text, start):
        iso, is_sure = _to_iso(match)
        if iso:
            return Found(match.start(), match.end(), iso, is_sure)
    return None


def read_dateline(line: str) -> Found | None:
    """Read a line that is nothing but a date, with perhaps "Posted on", a time or a reading time; else null."""
    if len(line) > 90 or not any(char.isdigit() for char in line):
        return None
    lead = _LEAD.match(line)
    at = lead.end() if lead else 0
    found = find_date(line, at)
    if found is not None and found.start == at and _REST.match(line, found.end):
        return found
    month = _MONTH_ONLY.fullmatch(line.strip(" ."))
    if month:
        return Found(0, len(line), f"{month['y']}-{MONTHS[month['m'].lower()]:02d}", True)
    return None


def read_leading_date(text: str) -> Found | None:
    """Read a date that a text starts with, "Posted on" before it or not; `start` is 0."""
    head = text[:80]
    lead = _LEAD.match(head)
    at = lead.end() if lead else 0
    found = find_date(head, at)
    return Found(0, found.end, found.iso, found.is_sure) if found and found.start == at else None


def _to_iso(match: re.Match[str]) -> tuple[str | None, bool]:
    is_sure = True
    if match["y1"]:
        year, month, day = int(match["y1"]), MONTHS[match["m1"].lower()], int(match["d1"])
    elif match["y2"]:
        year, month, day = int(match["y2"]), MONTHS[match["m2"].lower()], int(match["d2"])
    elif match["y3"]:
        year, month, day = int(match["y3"]), int(match["m3"]), int(match["d3"])
    else:
        year, a, b = int(match["y4"]), int(match["a4"]), int(match["b4"])
        # with points it is day.month the world over; with a slash or a hyphen American order is the commoner in English text
        month, day = (b, a) if match["s4"] == "." or a > 12 else (a, b)
        is_sure = match["s4"] == "." or a > 12 or b > 12 or a == b
    try:
        return datetime.date(year, month, day).isoformat(), is_sure
    except ValueError:
        return None, False
