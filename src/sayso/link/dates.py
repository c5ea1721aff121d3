"""Dates as English news puts them, turned into intervals of days: '4 May', 'early May', 'on Friday', 'two weeks ago'.

A vague date is a wide interval and an open one ('since May') reaches to the end of time, so that two dates exclude each
other only if no day fits both. A date without a year fits the same day of any year. What needs the day of writing has
no interval where that day isn't known, except that two weekdays differ whatever the week.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import re
from collections.abc import Iterator

FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()
ANY_YEAR = 2000  # stands for a year that isn't told; a leap year, so that it has every day
ROUGHLY = 3  # days either way of a day that is said to be about right
_AROUND = re.compile(r"\b(?:about|around|approximately|circa|roughly)\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|after|from|following)\s+(?:the\s+)?(?:night of\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|before|by|prior to|up to)\s+(?:the\s+)?$", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:\s+(?:night|morning|noon|evening|afternoon))?\s*(?:and|to|until|till|through|[-–])\s*(?:the\s+)?",
    re.IGNORECASE,
)

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
QUARTERS = {"first": 1, "second": 4, "third": 7, "fourth": 10, "last": 10}
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
          "nine": 9, "ten": 10}
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
THIRDS = {"early": (1, 11), "beginning": (1, 11), "start": (1, 11), "mid": (9, 22), "middle": (9, 22),
          "late": (20, 31), "end": (20, 31)}

_MONTH = "(?:" + "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[6-9]|20)\d\d(?![\d,]*\d)"
_DASH = r"\s?(?:-|–|/|to|and)\s?"
_WEEKDAY = "(?:" + "|".join(name.capitalize() for name in WEEKDAYS) + r")\b"
_PART = r"(?:early|mid|late|(?:the )?(?:beginning|start|middle|end) of)[ -]"
_FORMS = {
    "iso": rf"(?P<iso>{_YEAR}-\d\d-\d\d)(?!\d)",
    "days": rf"(?P<d1>{_DAY})(?:{_DASH}(?P<d2>{_DAY}))?(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>{_YEAR}))?",
    "monthdays": rf"(?P<m2>{_MONTH}) (?P<d3>{_DAY})(?:{_DASH}(?P<d4>{_DAY}))?(?!\d|:\d)(?:,? (?P<y2>{_YEAR}))?",
    "month": rf"(?P<part>{_PART})?(?P<m3>{_MONTH})(?:,? (?P<y3>{_YEAR}))?",
    "half": rf"(?P<half>first|second) half of (?:(?P<y7>{_YEAR})|the year|this year)",
    "quarter": rf"(?P<quarter>first|second|third|fourth|last) quarter of (?:(?P<y4>{_YEAR})|the year|this year)",
    "season": rf"(?:the )?(?P<season>spring|summer|autumn|fall|winter) of (?P<y5>{_YEAR})",
    "year": rf"(?:(?<=[Ii]n )|(?<=since )|(?<=by )|(?<=before )|(?<=after )|(?<=until )|(?<=early )|(?<=late )|(?<=of ))"
            rf"(?P<y6>{_YEAR})",
    "decade": r"the (?P<decade>(?:1[6-9]|20)\d0)s",
    "weekday": rf"(?:(?P<which>last|next|this|past)\s)?(?P<weekday>{_WEEKDAY})"
               rf"(?!,? (?:the )?(?:{_DAY} {_MONTH}|{_DAY} of {_MONTH}|{_MONTH} \d))",
    "near": r"(?P<near>today|tonight|yesterday|tomorrow|last night)\b",
    "period": r"(?P<whose>last|this|next) (?P<unit>week|month|year)\b",
    "ago": rf"(?P<count>\d+|{'|'.join(COUNTS)}) (?P<ago>days?|weeks?|months?|years?) ago",
}
_DATE = re.compile(
    r"(?<![\w/.$€£-])(?:" + "|".join(f"(?P<{name}_>{form})" for name, form in _FORMS.items()) + ")"
)
_LEADING_WEEKDAY = re.compile(rf"({_WEEKDAY}),? (?:the )?$")
_NIGHT = re.compile(r"\s*(?:night|evening|late)\b|(?<=night of )", re.IGNORECASE)
# "May" alone is a month only where a preposition or a year says so; "March" and "August" begin sentences too.
_BEFORE_MONTH = re.compile(r"\b(?:in|of|since|until|till|by|during|before|after|last|this|next|from|to)\s+$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class When:
    """A date in a text.

    Attributes:
        said: as the text puts it.
        start: its first character.
        end: past its last.
        low: ordinal of the first day that fits; null when it can't be told without the day of writing.
        high: of the last; null likewise.
        has_year: false where `low` and `high` stand in `ANY_YEAR`.
        weekday: 0 for Monday, of a single day whose weekday is known.
        is_night: whether it is an evening or a night, that others may count to the day after.
    """

    said: str
    start: int
    end: int
    low: int | None
    high: int | None
    has_year: bool = True
    weekday: int | None = None
    is_night: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it has no beginning or no end: 'since May'."""
        return self.low == FIRST or self.high == LAST

    def excludes(self, other: When) -> bool:
        """Whether no day fits both."""
        slack = int(self.is_night != other.is_night)
        if self.low is None or other.low is None:
            return self._differs_in_weekday(other, slack)
        mine, its = self._to_pair(other), other._to_pair(self)
        return mine is not None and its is not None and (mine[1] + slack < its[0] or its[1] + slack < mine[0])

    def _differs_in_weekday(self, other: When, slack: int) -> bool:
        if self.weekday is None or other.weekday is None:
            return False
        apart = abs(self.weekday - other.weekday)
        return min(apart, 7 - apart) > slack

    def _to_pair(self, other: When) -> tuple[int, int] | None:
        """First and last day, in `ANY_YEAR` where the other has no year; null where that can't be done."""
        if self.low is None or self.high is None:
            return None
        if other.has_year or not self.has_year:
            return self.low, self.high
        low, high = datetime.date.fromordinal(self.low), datetime.date.fromordinal(self.high)
        if low.year != high.year:
            return None
        return low.replace(year=ANY_YEAR).toordinal(), high.replace(year=ANY_YEAR).toordinal()


def find_dates(text: str, *, written: str | None = None, is_future: bool = False) -> list[When]:
    """Give the dates of a text, in order.

    Args:
        text: English.
        written: ISO date of the day of writing, for what depends on it; null when it isn't known.
        is_future: whether a bare weekday is one to come.
    """
    day = _to_day(written)
    found: list[When] = []
    for when in _read_all(text, day, is_future=is_future):
        before = text[: when.start]
        if found and re.search(r"\b(?:between|from)\s+(?:the\s+)?$", text[: found[-1].start], re.IGNORECASE) and (
            _SPAN.fullmatch(text[found[-1].end : when.start])
        ):
            found[-1] = _join(text, found[-1], when)
        else:
            found.append(_open(when, before))
    return found


def _to_day(written: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None  # a year or a month alone


def _join(text: str, a: When, b: When) -> When:
    low = None if a.low is None or b.low is None or a.has_year != b.has_year else a.low
    high = b.high if low is not None else None
    return When(text[a.start : b.end], a.start, b.end, low, high, a.has_year)


def _open(when: When, before: str) -> When:
    if when.low is None or when.high is None:
        return dataclasses.replace(when, weekday=None) if _SINCE.search(before) or _UNTIL.search(before) else when
    if _SINCE.search(before):
        return dataclasses.replace(when, high=LAST, weekday=None, has_year=True) if when.has_year else _unknown(when)
    if _UNTIL.search(before):
        return dataclasses.replace(when, low=FIRST, weekday=None, has_year=True) if when.has_year else _unknown(when)
    if _AROUND.search(before):
        return dataclasses.replace(when, low=when.low - ROUGHLY, high=when.high + ROUGHLY, weekday=None)
    return when


def _unknown(when: When) -> When:
    return dataclasses.replace(when, low=None, high=None, weekday=None)


def _read_all(text: str, day: datetime.date | None, *, is_future: bool) -> Iterator[When]:
    for match in _DATE.finditer(text):
        kind = next(name for name in _FORMS if match.group(f"{name}_"))
        if kind == "month" and not match["y3"] and not match["part"] and not _BEFORE_MONTH.search(text[: match.start()]):
            continue
        try:
            pair, has_year = _READERS[kind](match, day, is_future=is_future)
        except ValueError:
            continue  # 31 June
        start = match.start()
        low, high = pair if pair else (None, None)
        weekday = WEEKDAYS[match["weekday"].lower()] if kind == "weekday" else None
        if lead := _LEADING_WEEKDAY.search(text[:start]):
            start, weekday = lead.start(), WEEKDAYS[lead[1].lower()]
        if weekday is None and has_year and low is not None and low == high:
            weekday = (low - 1) % 7
        is_night = bool(_NIGHT.match(text, match.end())) or "night" in match.group() or bool(
            re.search(r"\bnight of (?:the )?$", text[:start])
        )
        yield When(text[start : match.end()], start, match.end(), low, high, has_year, weekday, is_night)


_Pair = tuple[int, int] | None


def _read_iso(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    at = datetime.date.fromisoformat(match["iso"]).toordinal()
    return (at, at), True


def _read_days(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    form = ("m1", "d1", "d2", "y1") if match["m1"] else ("m2", "d3", "d4", "y2")
    month, first, last, year = (match[name] for name in form)
    number = int(year) if year else ANY_YEAR
    low = datetime.date(number, _month(month), _number(first)).toordinal()
    high = datetime.date(number, _month(month), _number(last)).toordinal() if last else low
    return (low, max(low, high)), bool(year)


def _read_month(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    number, month = int(match["y3"]) if match["y3"] else ANY_YEAR, _month(match["m3"])
    first, last = 1, calendar.monthrange(number, month)[1]
    if match["part"]:
        word = re.findall(r"early|mid|late|beginning|start|middle|end", match["part"])[0]
        first, last = THIRDS["mid" if word == "mid" else word][0], min(last, THIRDS[word][1])
    return _to_pair(number, month, first, last), bool(match["y3"])


def _read_quarter(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if not match["y4"] and day is None:
        return None, True
    year, month = int(match["y4"] or (day.year if day else 0)), QUARTERS[match["quarter"]]
    return (_to_pair(year, month, 1, 1)[0], _to_pair(year, month + 2, 1, calendar.monthrange(year, month + 2)[1])[1]), True


def _read_half(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if not match["y7"] and day is None:
        return None, True
    year, month = int(match["y7"] or (day.year if day else 0)), 1 if match["half"] == "first" else 7
    return (_to_pair(year, month, 1, 1)[0], _to_pair(year, month + 5, 1, 30)[1]), True


def _read_season(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    year, (first, last) = int(match["y5"]), SEASONS[match["season"]]
    low = datetime.date(year, first, 1).toordinal() - 31  # seasons begin and end where one lives
    return (low, datetime.date(year + (last > 12), (last - 1) % 12 + 1, 28).toordinal() + 31), True


def _read_year(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    year = int(match["y6"])
    return (datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()), True


def _read_decade(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    year = int(match["decade"])
    return (datetime.date(year, 1, 1).toordinal(), datetime.date(year + 9, 12, 31).toordinal()), True


def _read_weekday(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if day is None:
        return None, True
    wanted = WEEKDAYS[match["weekday"].lower()]
    if match["which"] == "next" or (is_future and match["which"] not in ("last", "past")):
        at = day.toordinal() + ((wanted - day.weekday()) % 7)
    else:
        at = day.toordinal() - ((day.weekday() - wanted) % 7)
    # "last Friday", written on a Saturday, is yesterday to some and eight days ago to others
    return ((at - 7, at) if match["which"] == "last" else (at, at + 7) if match["which"] == "next" else (at, at)), True


def _read_near(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if day is None:
        return None, True
    at = day.toordinal() + {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(match["near"], 0)
    return (at, at), True


def _read_period(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if day is None:
        return None, True
    step = {"last": -1, "this": 0, "next": 1}[match["whose"]]
    if match["unit"] == "week":
        monday = day.toordinal() - day.weekday() + 7 * step
        return (monday - 1, monday + 7), True
    if match["unit"] == "year":
        return _to_pair(day.year + step, 1, 1, 31)[:1] + _to_pair(day.year + step, 12, 1, 31)[1:], True
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return _to_pair(year, month + 1, 1, calendar.monthrange(year, month + 1)[1]), True


def _read_ago(match: re.Match[str], day: datetime.date | None, *, is_future: bool) -> tuple[_Pair, bool]:
    if day is None:
        return None, True
    count = COUNTS.get(match["count"]) or int(match["count"])
    length = DAYS[match["ago"].rstrip("s")]
    at, slack = day.toordinal() - count * length, 1 if length == 1 else length // 2 + count
    return (max(FIRST, at - slack), max(FIRST, at + slack)), True


_READERS = {
    "half": _read_half, "iso": _read_iso, "days": _read_days, "monthdays": _read_days, "month": _read_month,
    "quarter": _read_quarter,
    "season": _read_season, "year": _read_year, "decade": _read_decade, "weekday": _read_weekday, "near": _read_near,
    "period": _read_period, "ago": _read_ago,
}


def _to_pair(year: int, month: int, first: int, last: int) -> tuple[int, int]:
    return datetime.date(year, month, first).toordinal(), datetime.date(year, month, last).toordinal()


def _month(name: str) -> int:
    return MONTHS[name.rstrip(".").lower()]


def _number(day: str) -> int:
    return int(day.rstrip("sthndr"))
