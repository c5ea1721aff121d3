"""Dates of a text as intervals, and which exclude each other."""

from __future__ import annotations

import datetime

import pytest

from sayso.link.dates import find_dates

WRITTEN = "2031-06-05"  # a Thursday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("on 4 May 2031", "2031-05-04", "2031-05-04", id="a day"),
        pytest.param("on Sunday, May 4, 2031", "2031-05-04", "2031-05-04", id="with its weekday"),
        pytest.param("in early May 2031", "2031-05-01", "2031-05-11", id="a part of a month"),
        pytest.param("on 6-7 May 2031", "2031-05-06", "2031-05-07", id="two days"),
        pytest.param("between 3 and 5 May 2031", "2031-05-03", "2031-05-05", id="from one to another"),
        pytest.param("in the first quarter of 2031", "2031-01-01", "2031-03-31", id="a quarter"),
        pytest.param("in the second half of 2031", "2031-07-01", "2031-12-30", id="a half"),
        pytest.param("in the 1990s", "1990-01-01", "1999-12-31", id="a decade"),
        pytest.param("on Tuesday", "2031-06-03", "2031-06-03", id="the last such weekday"),
        pytest.param("yesterday", "2031-06-04", "2031-06-04", id="the day before"),
        pytest.param("last month", "2031-05-01", "2031-05-31", id="the month before"),
        pytest.param("since April 2031", "2031-04-01", "9999-12-31", id="without an end"),
    ],
)
def test_reads_a_date(text: str, first: str, last: str) -> None:
    (when,) = find_dates(text, written=WRITTEN)
    assert when.low is not None and when.high is not None
    days = (datetime.date.fromordinal(when.low).isoformat(), datetime.date.fromordinal(when.high).isoformat())
    assert days == (first, last)


@pytest.mark.parametrize("text", ["they may leave", "March on the palace", "the 300 barrels", "in 12 rooms", "31 June 2031"])
def test_reads_no_date(text: str) -> None:
    assert not find_dates(text, written=WRITTEN)


@pytest.mark.parametrize(
    ("one", "other", "excludes"),
    [
        pytest.param("on 4 May", "on 6 May", True, id="two days"),
        pytest.param("on 4 May", "in early May", False, id="a vague one fits"),
        pytest.param("on 4 May", "on 4 May 2031", False, id="a year more"),
        pytest.param("on 4 May", "in 2031", False, id="a year alone"),
        pytest.param("on 4 May 2031", "since April 2031", False, id="an open one fits"),
        pytest.param("before 4 May 2031", "on 6 May 2031", True, id="an open one doesn't"),
        pytest.param("on Monday", "on Friday", True, id="two weekdays, whatever the week"),
        pytest.param("on Monday", "on 4 May", False, id="a weekday of an unknown week"),
        pytest.param("on Thursday night", "on Friday", False, id="a night ends on the next day"),
        pytest.param("on Thursday night", "on Saturday", True, id="and not two days on"),
        pytest.param("around 4 May", "on 6 May", False, id="about right"),
    ],
)
def test_two_dates_exclude_each_other(one: str, other: str, *, excludes: bool) -> None:
    (a,), (b,) = find_dates(one), find_dates(other)
    assert a.excludes(b) is b.excludes(a) is excludes


def test_a_weekday_to_come_is_the_next_one() -> None:
    (when,) = find_dates("will meet on Tuesday", written=WRITTEN, is_future=True)
    assert when.low == datetime.date(2031, 6, 10).toordinal()
