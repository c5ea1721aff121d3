"""Dates and languages as formats want them written; what can't be read so is left out."""

from __future__ import annotations

import datetime
import re

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?$")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$")


def to_stamp(iso: str | None) -> str | None:
    """Give a time in UTC to the millisecond, `2031-03-04T00:00:00.000Z`; a day, month or year counts from its start.

    A time without a zone is taken for UTC. Null for what is no date.
    """
    try:
        if found := _DAY.match(iso or ""):
            at = datetime.datetime(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        else:
            at = datetime.datetime.fromisoformat(iso or "")
        if at.tzinfo is not None:
            at = at.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return at.isoformat(timespec="milliseconds") + "Z"


def to_date(iso: str | None) -> str | None:
    """Give the day, or the month or year where no day is known; null for what is no date."""
    if iso and to_stamp(iso):
        return iso if _DAY.match(iso) else iso[:10]
    return None


def to_tag(language: str | None) -> str | None:
    """Give a language tag that is formed as BCP 47 has it; null for anything else."""
    return language if language and _TAG.match(language) else None
