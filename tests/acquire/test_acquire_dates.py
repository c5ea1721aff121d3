"""Dates and names as texts print them."""

from __future__ import annotations

import pytest

from sayso.acquire.facts.dates import find_date, read_dateline, read_leading_date
from sayso.acquire.facts.names import read_byline, read_names


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("19 September 2012, 19:05", "2012-09-19"),
        ("June 22, 2015 · 4 min read", "2015-06-22"),
        ("Sunday, July 14, 2024", "2024-07-14"),
        ("Posted on April 4 2017", "2017-04-04"),
        ("2017-04-04", "2017-04-04"),
        ("06.04.2017", "2017-04-06"),
        ("Wed 05 Apr 2017", "2017-04-05"),
        ("1st of March, 2001", "2001-03-01"),
        ("October 2011", "2011-10"),
        ("Updated: 4/13/2017 8:30 pm", "2017-04-13"),
    ],
)
def test_datelines(line, iso):
    found = read_dateline(line)
    assert found is not None and found.iso == iso


@pytest.mark.parametrize(
    "line",
    [
        "On 4 April 2017 the board met in Velm.",
        "31 February 2019",
        "The storm of 3 May 2020",
        "May 68",
        "Page 4 of 12",
        "",
        "1914",
    ],
)
def test_lines_that_are_no_dateline(line):
    assert read_dateline(line) is None


def test_a_numeric_date_says_when_it_is_not_sure():
    first, second = find_date("4/5/2017"), find_date("4/13/2017")
    assert first and second
    assert (first.iso, first.is_sure) == ("2017-04-05", False)
    assert (second.iso, second.is_sure) == ("2017-04-13", True)


def test_a_leading_date():
    found = read_leading_date("Posted on April 4 2017 by Ada Lomax The pier")
    assert found is not None and found.end == len("Posted on April 4 2017")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lomax", ("Ada Lomax",)),
        ("by Ada Lomax and Bo de Carver", ("Ada Lomax", "Bo de Carver")),
        ("BY ADA LOMAX", ("Ada Lomax",)),
        ("By Ada Lomax, Staff Writer", ("Ada Lomax",)),
        ("By Ada Lomax | The Velm Courier", ("Ada Lomax",)),
        ("Ada Lomax senior political correspondent", ("Ada Lomax",)),
        ("By Reuters Staff", ()),
    ],
)
def test_bylines(line, names):
    assert read_byline(line) == names


@pytest.mark.parametrize(
    "line", ["By the end of the day nobody was left.", "By day he worked", "Ada Lomax said nothing", "Velm"]
)
def test_lines_that_are_no_byline(line):
    assert read_byline(line) is None


@pytest.mark.parametrize("text", ["Velm Courier News", "someone", "the board", ""])
def test_what_is_no_name(text):
    assert read_names(text) == ()
