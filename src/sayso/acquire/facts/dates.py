"""Dates as documents print them, turned into ISO 8601.

A small grammar of absolute dates only: "yesterday" or "last week" have no ISO form without knowing when a text was written,
and a general date parser turns many other words into dates. Names of months are read in ten languages where they are
written in full, in English also cut short.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_MONTH_NAMES = (
    "january jan januar janvier enero gennaio janeiro januari января styczeń stycznia ocak",
    "february feb februar février fevrier febrero febbraio fevereiro februari февраля lutego şubat",
    "march mar märz maerz mars marzo março maart марта marca mart",
    "april apr avril abril aprile апреля kwietnia nisan",
    "may mai mayo maggio maio mei maj мая maja mayıs",
    "june jun juni juin junio giugno junho июня czerwca haziran",
    "july jul juli juillet julio luglio julho июля lipca temmuz",
    "august aug août agosto augustus augusti августа sierpnia ağustos",
    "september sept sep septembre septiembre settembre setembro сентября września eylül",
    "october oct oktober octobre octubre ottobre outubro октября października ekim",
    "november nov novembre noviembre novembro ноября listopada kasım",
    "december dec dezember décembre diciembre dicembre dezembro desember декабря grudnia aralık",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = r"(?P<%s>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
_FORMS = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?[\s-]+{_MONTH % 'm1'},?(?:\s+del?)?[\s-]+(?P<y1>{_YEAR})",
    rf"{_MONTH % 'm2'}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<y2>{_YEAR})",
    rf"(?P<y3>{_YEAR})[-/.年](?P<m3>\d{{1,2}})[-/.月](?P<d3>\d{{1,2}})(?!\d)",
    rf"(?P<a4>\d{{1,2}})(?P<s4>[-/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR})",
)
_DATE = re.compile(rf"(?<![\w/.-]){_WEEKDAY}(?:{'|'.join(_FORMS)})", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"{_MONTH % 'm'},?\s+(?P<y>{_YEAR})", re.IGNORECASE)

_LEAD = re.compile(
    r"(?:(?:first|originally|last)\s+)?(?:date of publication|published|posted|updated|modified|created|revised|date|dated|on"
    r"|update)(?:\s+(?:on|at))?\s*[:|]?\s*",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?<!\d)(?P<h>[01]?\d|2[0-3])"
    r"(?:[:.h](?P<min>[0-5]\d)(?:[:.]\d\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?|\s*(?P<half2>[ap]\.?m\b\.?))"
    r"\s*\(?(?P<zone>Z\b|GMT|UTC|E[SD]T|C[SD]T|M[SD]T|P[SD]T|BST|CES?T|IST|ET|[+-]\d\d:?\d\d)?"
)
_TIME = (
    r"(?:(?:at\s+)?\d{1,2}[:.h]?\d{2}(?::\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
    r"|(?-i:[A-Z]{2,5})|GMT|UTC|[+-]\d{2}:?\d{2}|\d{1,2}\s*(?:min|minute)s?\s+read|T[\d:.]+Z?)"
)
_REST = re.compile(rf"(?>[\s,;|/·•–—()-]*{_TIME})*+[\s,;|/·•–—().-]*$", re.IGNORECASE)  # atomic: figures part in many ways
_CLOCK_RE = re.compile(_CLOCK, re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:updated?|modified|revised|amended|changed|corrected|last\s+edited)\b", re.IGNORECASE)
_CHANGED_LEAD = re.compile(r"(?:this )?(?:page|story|article|post|first)?(?: was)?(?: ?last)?", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|created|issued)\b", re.IGNORECASE)
_ZONES = {
    "z": 0, "gmt": 0, "utc": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "bst": 1, "cet": 1, "cest": 2,
}  # fmt: skip
"""Hours from UTC. IST and ET are left out: the one is three countries' time, the other one of two."""


class Found(NamedTuple):
    """A date and where it stands; `is_sure` is false when day and month could be the other way round."""

    start: int
    end: int
    iso: str
    is_sure: bool


class Told(NamedTuple):
    """What a line of dates says: when a text was published and when it was last changed, each null where it doesn't say.

    Attributes:
        updated: with the time of day and its zone where the line gives them.
        clock: the time of day of a change that is told without a day.
    """

    published: Found | None = None
    updated: str | None = None
    clock: str | None = None


def find_date(text: str, start: int = 0, *, day_first: bool = False) -> Found | None:
    """Find the first absolute date at or after `start`; null when there is none.

    Args:
        day_first: how to read 3/4/2019; it is never sure.
    """
    for match in _DATE.finditer(text, start):
        iso, is_sure = _to_iso(match, day_first=day_first)
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


def read_dates(line: str) -> Told | None:
    """Read a line of dates: of publication, of the last change, or both; null when it holds more than that.

    "Published 3 March 2019, 9:14 am | Updated 5 March 2019", "Last modified on 3 March 2019", "Updated 3:14 pm".
    """
    if len(line) > 160 or not any(char.isdigit() for char in line):
        return None
    changed = _CHANGED.search(line)
    if changed is None:
        found = read_dateline(line)
        return Told(found) if found else None
    before, after = line[: changed.start()].strip(" \t,;|·•–—-()/[]"), line[changed.start() :].rstrip(" )]")
    earlier = read_dateline(before) if before else None
    if before and earlier is None and not _CHANGED_LEAD.fullmatch(before):
        return None
    date = find_date(after)
    clock = _CLOCK_RE.search(after, date.end if date else 0) or (_CLOCK_RE.search(after, 0, date.start) if date else None)
    if date is None:
        only = re.fullmatch(rf"(?i)updated?:?\s*(?:at\s*)?{_CLOCK}\)?\.?", after.strip())
        return Told(earlier, clock=_to_clock(only)) if only else None
    rest = after[date.end :]
    second = _PUBLISHED.search(rest)
    if second is not None:
        earlier = earlier or read_dateline(rest[second.start() :].strip())
    elif not _REST.match(rest.strip(" ,")):
        return None
    return Told(earlier, date.iso + (_to_clock(clock) if clock else ""))


def read_leading_date(text: str) -> Found | None:
    """Read a date that a text starts with, "Posted on" before it or not; `start` is 0."""
    head = text[:80]
    lead = _LEAD.match(head)
    at = lead.end() if lead else 0
    found = find_date(head, at)
    return Found(0, found.end, found.iso, found.is_sure) if found and found.start == at else None


def _to_clock(match: re.Match[str]) -> str:
    """A time of day as ISO 8601 writes it behind a day, with its distance from UTC where the zone is known."""
    hour, half = int(match["h"]), (match["half"] or match["half2"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = (match["zone"] or "").lower()
    if zone[:1] in {"+", "-"}:
        shift = f"{zone[:3]}:{zone[-2:]}"
    elif zone in _ZONES:
        shift = f"{_ZONES[zone]:+03d}:00"
    else:
        shift = ""
    return f"T{hour:02d}:{match['min'] or '00'}{shift}"


def _to_iso(match: re.Match[str], *, day_first: bool) -> tuple[str | None, bool]:
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
        is_sure = match["s4"] == "." or a > 12 or b > 12 or a == b
        month, day = (b, a) if match["s4"] == "." or a > 12 or (day_first and b <= 12) else (a, b)
    try:
        return datetime.date(year, month, day).isoformat(), is_sure
    except ValueError:
        return None, False
