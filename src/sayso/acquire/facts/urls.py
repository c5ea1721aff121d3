"""Addresses of pages: the original behind an archive's or a cache's, the day that one names, the house that it belongs to."""

from __future__ import annotations

import datetime
import re
from urllib.parse import SplitResult, unquote, urlsplit

from sayso.acquire.facts.dates import MONTHS

_ARCHIVE_HOSTS = re.compile(
    r"(?:^|\.)(?:archive\.org|archive-it\.org|archive\.(?:is|ph|today|li|vn|md|fo)|webcitation\.org|perma\.cc|arquivo\.pt|"
    r"webarchive\.(?:org\.uk|nationalarchives\.gov\.uk|loc\.gov)|ghostarchive\.org|googleusercontent\.com|"
    r"translate\.goog|ampproject\.org)$"
)
_INNER = re.compile(r"(?:https?:/{1,2}|https?%3A%2F%2F)[^\s?#]+\.[^\s]+", re.IGNORECASE)
_AMP = re.compile(r"^/[cvi]/(?P<safe>s/)?(?P<rest>[^/]+\..+)$")
_DAY = re.compile(
    r"[/._-](?P<y>(?:19|20)\d\d)(?:[/_-](?P<m>0?[1-9]|1[0-2]|[a-z]{3,9})(?:[/_-](?P<d>0?[1-9]|[12]\d|3[01]))?|"
    r"(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01]))(?=[/_.-]|$)",
    re.IGNORECASE,
)
_LONGEST = 2_000  # characters; a longer address carries data
_FRONTS = ("www.", "m.", "amp.", "mobile.", "edition.", "news.")


def _split(url: str) -> SplitResult:
    """Parts of an address; empty ones of what is none."""
    try:
        parts = urlsplit(url[:_LONGEST])
        _ = parts.hostname
        return parts
    except ValueError:
        return SplitResult("", "", "", "", "")


def unwrap_archive(url: str) -> str:
    """The address of a page that an archive or a cache shows; any other address as it is."""
    parts = _split(url)
    host = (parts.hostname or "").lower()
    if not _ARCHIVE_HOSTS.search(host):
        return url
    amp = _AMP.match(parts.path) if host.endswith("ampproject.org") else None
    if amp:
        return f"http{'s' if amp['safe'] else ''}://{amp['rest']}"
    inner = _INNER.search(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if inner is None:
        return url
    found = unquote(inner.group()) if "%3a" in inner.group()[:12].lower() else inner.group()
    return re.sub(r"^(https?):/+", r"\1://", found)


def find_url_date(url: str) -> str | None:
    """The day, or the month, that an address names (`/2019/03/12/`, `/20190312-`); null when it names none."""
    path = _split(unwrap_archive(url)).path
    for match in _DAY.finditer(path):
        year, month, day = int(match["y"]), match["m"] or match["m2"], match["d"] or match["d2"]
        number = int(month) if month and month.isdigit() else MONTHS.get((month or "").lower(), 0)
        if not number:
            continue
        if day is None:
            if match["m"] and path[match.end() : match.end() + 1] == "/" and path[match.start()] == "/":
                return f"{year}-{number:02d}"
            continue
        try:
            return datetime.date(year, number, int(day)).isoformat()
        except ValueError:
            continue
    return None


def find_house(url: str) -> str | None:
    """The host of an address, as the last thing that tells who published; null of an address without one."""
    host = (_split(unwrap_archive(url)).hostname or "").lower()
    for front in _FRONTS:
        if host.startswith(front) and host.count(".") > 1:
            host = host.removeprefix(front)
    return host if "." in host and not host.replace(".", "").isdigit() and not _ARCHIVE_HOSTS.search(host) else None
