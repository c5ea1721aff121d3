"""Furniture: what many pages of a site repeat, and what never is furniture."""

from __future__ import annotations

import pytest

from sayso.acquire import media
from sayso.acquire.html.page import read_html
from sayso.acquire.plain import read_plain
from sayso.acquire.reading import Original, to_rows
from sayso.acquire.repeated import find_repeated, hash_line
from sayso.schema import Cut, Piece
from sayso.text.flow import Flow

TOWNS = ["Velm", "Orrin", "Tarn", "Skarn", "Lowen", "Brenn"]
BACKGROUND = "The harbour of the valley was closed to all ships for two years after the flood of the spring."
TICKER = "Valley Courier · your paper since 1911"
NOTE = "We count on readers like you, and every crown that you give goes to the people who write this paper."


def make_page(town: str) -> list[str]:
    """A page of a site: its own text, what the site repeats, and a paragraph of background on every second one."""
    return [
        TICKER,
        f"The council of {town} met on Monday and decided nothing, to the surprise of nobody in {town} or around it.",
        f"A second meeting is to be held in {town} in May, when the mayor is back from the north and well again.",
        *([BACKGROUND] if town in TOWNS[:3] else []),
        NOTE,
    ]


def test_lines_that_a_site_repeats():
    found = find_repeated([("courier", make_page(town)) for town in TOWNS] + [("other", ["Home"])])
    assert found == {"courier": {hash_line(TICKER): 6, hash_line(NOTE): 6}}


def test_background_that_some_articles_share_is_text():
    found = find_repeated([("courier", make_page(town)) for town in TOWNS])
    assert hash_line(BACKGROUND) not in found["courier"]


def test_versions_of_one_article_are_one_page():
    pages = [("courier", make_page("Velm"))] * 5
    assert find_repeated(pages) == {}


def test_repeated_lines_leave_the_flow():
    (_, repeated) = find_repeated([("courier", make_page(town)) for town in TOWNS]).popitem()
    text = "\n\n".join(make_page("Velm"))
    original = Original("a.txt", "a.txt", text.encode(), media.PLAIN, {}, repeated=repeated)
    tables = to_rows(original, read_plain(text))
    flow = Flow(text, tables.take(Cut)).text
    assert TICKER not in flow and NOTE not in flow and BACKGROUND in flow
    whys = {piece.why for piece in tables.take(Piece) if piece.kind == "furniture"}
    assert "the same line stands on 6 pages of this site" in whys


@pytest.mark.parametrize(
    "words",
    [
        "Cookies were what the bakers of Lowen sold on market days, and the guild fixed their price every spring.",
        "Subscribers to the fund were promised nine percent a year; the treasurer knew that it could not be paid.",
        "She shared the letter on Facebook on Sunday, and by Monday the ministry had asked for it to be taken down.",
        "Bitcoin fell by a tenth on Monday after the central bank of Tarn had warned its customers of it again.",
        "He had already become a member of the board in 2010, two years before the money went missing from the fund.",
        "Wages at the cannery rose from $12 a week to $14 a week in the same years, according to the union's books.",
        "Published in 1911, the book sold four hundred copies and was then forgotten for the better part of a century.",
        "The treasurer was asked to make a donation of nine thousand crowns to the party, and he did so within a week.",
        "Press the red button twice and wait until the lamp goes out, or the pump will start by itself at midnight.",
        "All rights reserved to the crown by the treaty were given back to the towns within ten years of its signing.",
    ],
)
def test_text_about_such_things_stays(words):
    rest = (
        "The town council met on Tuesday to discuss the matter and put it off until the summer, as it had done before."
    )
    page = f"<html><body><article><h1>On the market</h1><p>{rest}</p><p>{words}</p><p>{rest[::-1]}.</p></article></body></html>"
    reading = read_html(page.encode())
    assert words in [reading.text[s.start : s.end] for s in reading.stretches if not s.why]
