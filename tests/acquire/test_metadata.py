"""What documents say of themselves, and how each thing is known."""

from __future__ import annotations

import pytest
from flows import see

from sayso.acquire.facts.agencies import ANY, find_agencies, is_agency, read_credit, read_dateline_credit
from sayso.acquire.facts.dates import find_date, read_dates
from sayso.acquire.facts.names import read_credits, read_names
from sayso.acquire.facts.urls import find_house, find_url_date, unwrap_archive

BODY = (
    "<p>People who live by the river say that nobody had spoken to them of the plan before it was put to the vote, and that "
    "they learned of it from a notice on a fence.</p><p>The clerk of the board said that everything had been done as the "
    "rules ask for, and that whoever wished to could still write to her before the end of the month.</p>"
)


def page(tmp_path, head: str, body: str = "", lang: str = "en"):
    return see(tmp_path, f"<html lang='{lang}'><head>{head}</head><body>{body}{BODY}</body></html>", "page.html")


# ------------------------------------------------------------------ names and agencies


@pytest.mark.parametrize(
    ("line", "people", "agencies"),
    [
        ("By Ada Lomax and Bo Carver in Riga", ("Ada Lomax", "Bo Carver"), ()),
        ("By Ada Lomax, as told to Bo Carver", ("Ada Lomax", "Bo Carver"), ()),
        ("By Ada Lomax ada@velm.example @adalomax", ("Ada Lomax",), ()),
        ("By ADA LOMAX, Associated Press", ("Ada Lomax",), ("AP",)),
        ("Ada Lomax, Reuters", ("Ada Lomax",), ("Reuters",)),
        ("By Reuters Staff", (), ("Reuters",)),
        ("By Staff and agencies", (), (ANY,)),
        ("BY J.P. O'BRIEN-SMITH", ("J.P. O'Brien-Smith",), ()),
        ("By Sana Malik", ("Sana Malik",), ()),
        ("Por María Núñez", ("María Núñez",), ()),
        ("Автор: Иван Петров", ("Иван Петров",), ()),
        ("作者：王小明", ("王小明",), ()),
        ("By April Lund | 3 May 2019", ("April Lund",), ()),
        ("By Ada Lomax March 4, 2019", ("Ada Lomax",), ()),
    ],
)
def test_who_wrote(line, people, agencies):
    found = read_credits(line)
    assert found is not None and (found.people, found.agencies) == (people, agencies)


@pytest.mark.parametrize("text", ["Velm Courier Newsroom", "The Editorial Board", "admin", "Harbour Board Council", "Desk 4"])
def test_bodies_are_no_people(text):
    assert read_names(text) == ()


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("(AP)", ("AP",)),
        ("Additional reporting by AFP", ("AFP",)),
        ("With inputs from PTI and AP", ("PTI", "AP")),
        ("With agency inputs", (ANY,)),
        ("The Associated Press contributed to this report.", ("AP",)),
        ("Copyright 2020 The Associated Press. All rights reserved.", ("AP",)),
        ("AFP reported that the dam broke.", ()),
        ("The ministry told Reuters that it knew nothing.", ()),
        ("Photo: AFP", ()),
        ("AP exam results are out", ()),
    ],
)
def test_a_credit_names_agencies_and_a_citation_does_not(line, agencies):
    assert read_credit(line) == agencies


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("VELM, March 3 (Reuters) - The board met.", ("Reuters",)),
        ("VELM, Norland (AP/AFP) — The board met.", ("AP", "AFP")),
        ("SARN, May 3 (NPA) -- The president met the board.", ("NPA",)),
        ("Reuters - The board met.", ("Reuters",)),
        ("(CNN) -- The board met.", ()),
        ("The board (which met) - and others - voted.", ()),
    ],
)
def test_datelines_name_agencies(text, agencies):
    assert read_dateline_credit(text) == agencies


def test_short_names_count_as_they_are_written():
    assert find_agencies("ap and pa and AP") == ("AP",)
    assert is_agency("The Associated Press") and not is_agency("Reuters Building")


# ------------------------------------------------------------------ dates and addresses


@pytest.mark.parametrize(
    ("line", "published", "updated", "clock"),
    [
        ("Published 3 March 2019, 9:14 am | Updated 5 March 2019", "2019-03-03", "2019-03-05", None),
        ("Updated: March 12, 2019 at 3:14 pm EDT", None, "2019-03-12T15:14-04:00", None),
        ("March 3, 2019 (Updated March 5, 2019)", "2019-03-03", "2019-03-05", None),
        ("Last modified on 3 March 2019", None, "2019-03-03", None),
        ("Updated 12:05 am", None, None, "T00:05"),
        ("January 7, 2019 / 10:12 PM / Updated January 8, 2019 4:31 AM", "2019-01-07", "2019-01-08T04:31", None),
    ],
)
def test_lines_of_dates(line, published, updated, clock):
    told = read_dates(line)
    assert told is not None
    assert (told.published and told.published.iso, told.updated, told.clock) == (published, updated, clock)


@pytest.mark.parametrize(
    "line", ["Updated 5 March 2019 to correct the name", "The board updated its rules on 3 March 2019 and left", "Updated"]
)
def test_lines_that_hold_more_than_dates(line):
    assert read_dates(line) is None


@pytest.mark.parametrize(
    "text", ["12 de marzo de 2019", "12. März 2019", "le 12 mars 2019", "12 марта 2019 г.", "2019年3月12日", "12 Mart 2019"]
)
def test_months_of_other_languages(text):
    found = find_date(text)
    assert found is not None and found.iso == "2019-03-12"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://velm.example/2019/03/12/pier", "2019-03-12"),
        ("https://velm.example/news/20190312-pier", "2019-03-12"),
        ("https://velm.example/2019/mar/12/pier", "2019-03-12"),
        ("https://velm.example/2019/03/pier", "2019-03"),
        ("https://web.archive.org/web/20200101000000/https://velm.example/pier", None),
        ("https://velm.example/2019/13/44/pier", None),
        ("https://velm.example/id/2019", None),
    ],
)
def test_days_of_addresses(url, day):
    assert find_url_date(url) == day


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://web.archive.org/web/20200101000000im_/http://velm.example/a?b=1", "http://velm.example/a?b=1"),
        ("https://archive.ph/2020/https://velm.example/a", "https://velm.example/a"),
        ("https://velm-example.cdn.ampproject.org/c/s/velm.example/a", "https://velm.example/a"),
        ("https://velm.example/a?u=https://other.example/", "https://velm.example/a?u=https://other.example/"),
    ],
)
def test_archives_show_pages_of_others(url, own):
    assert unwrap_archive(url) == own


@pytest.mark.parametrize("url", ["http://[::1", "http://[x]/2019/03/12/", "//", "http://" + "http://a." * 90_000])
def test_addresses_that_are_none(tmp_path, url):
    seen = page(tmp_path, f'<link rel="canonical" href="{url}"><meta name="author" content="{"Ada Lomax, " * 9_000}">')
    assert seen.doc.published is None
    assert find_house(url) is None or url.startswith("http://http")


def test_hosts():
    assert find_house("https://www.velm.example/a") == "velm.example"
    assert find_house("http://10.0.0.1/a") is None


# ------------------------------------------------------------------ documents


def test_each_thing_says_how_it_is_known(tmp_path):
    seen = page(
        tmp_path,
        '<link rel="canonical" href="https://www.velm.example/2019/03/12/pier"><meta name="author" content="Lomax, Ada">'
        '<meta property="article:modified_time" content="2019-03-14T09:30:00+01:00">',
        "<h1>Board votes to close the old pier</h1>",
    )
    assert seen.doc.known_by == (
        "title: first heading", "authors: meta tag", "publisher: host of the address, weak", "published: address",
        "updated: meta tag", "language: declared", "url: the page's own",
    )
    assert (seen.doc.authors, seen.doc.published, seen.doc.updated) == (("Ada Lomax",), "2019-03-12", "2019-03-14T09:30+01:00")


def test_an_agency_that_wrote_is_no_author(tmp_path):
    seen = page(
        tmp_path,
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier to close for good","author":'
        '{"@type":"Organization","name":"Agence France-Presse"},"publisher":{"name":"Velm Courier"}}</script>',
    )
    assert (seen.doc.authors, seen.doc.agency, seen.doc.publisher) == ((), ("AFP",), "Velm Courier")


def test_an_agency_that_is_cited_is_none(tmp_path):
    seen = page(tmp_path, "<title>Pier</title>", "<p>Rescuers told Reuters that they knew nothing of the plan, AFP reported.</p>")
    assert seen.doc.agency == ()


def test_a_change_before_the_publication_is_none(tmp_path):
    seen = page(
        tmp_path, '<meta name="date" content="2019-03-12"><meta property="article:modified_time" content="2018-01-01">'
    )
    assert (seen.doc.published, seen.doc.updated) == ("2019-03-12", None)


def test_an_address_settles_which_is_the_month(tmp_path):
    head = '<link rel="canonical" href="https://velm.example/2019/04/03/pier">'
    seen = page(tmp_path, head, "<h1>Board votes to close the pier</h1><p>By Ada Lomax</p><p>03/04/2019</p>")
    assert seen.doc.published == "2019-04-03"
    assert any("as the address has it" in how for how in seen.doc.known_by)
    alone = page(tmp_path, "", "<h1>Board votes to close the pier</h1><p>By Ada Lomax</p><p>03/04/2019</p>")
    assert alone.doc.published == "2019-03-04"
    assert any("read as month/day" in how for how in alone.doc.known_by)


def test_a_declared_language_is_checked_against_the_text(tmp_path):
    assert page(tmp_path, "", lang="en-GB").doc.language == "en-GB"
    seen = page(tmp_path, "", lang="fr")
    assert seen.doc.language == "en"
    assert "language: its words; it declares fr" in seen.doc.known_by


def test_a_copyright_line_tells_the_publisher(tmp_path):
    seen = page(tmp_path, "", "<p>Copyright © 2012-2014 Velm Evening Post. All rights reserved.</p>")
    assert seen.doc.publisher == "Velm Evening Post"
    assert "publisher: copyright line" in seen.doc.known_by


def test_the_editors_note_dates_a_change_and_stays_out(tmp_path):
    text = BODY.replace("</p>", "\n\n").replace("<p>", "")
    note = "This article was amended on 6 June 2019 to correct the number of beds that were there on 1 May 2019."
    seen = see(tmp_path, f"Wing to open in autumn\n\nBy Ada Lomax\n\n4 June 2019\n\n{text}{note}\n")
    assert (seen.doc.published, seen.doc.updated) == ("2019-06-04", "2019-06-06")
    assert seen.out("correction") == [note]


def test_a_summary_above_the_byline_stays_in_the_text(tmp_path):
    text = BODY.replace("</p>", "\n\n").replace("<p>", "")
    summary = "A strip of land that nobody wanted has changed hands four times in two years. Who gains?"
    seen = see(tmp_path, f"The quiet sale of the marsh\n\n{summary}\n\nTheo Nunn\n8 August 2021\n\n{text}")
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == ("The quiet sale of the marsh", ("Theo Nunn",), "2021-08-08")
    assert seen.blocks[0] == summary


def test_files_have_no_date_of_their_own(tmp_path):
    text = "A note without any head, which says only that the pier is shut and that nobody knows why it is."
    assert see(tmp_path, text).doc.published is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        pytest.param("Velm Courier, 3 July 2021", "Velm Courier", id="paper"),
        pytest.param("*Coast Agency, 3 July 2021*", "Coast Agency", id="office, set off"),
        pytest.param("Velm, 3 July 2021", None, id="place"),
    ],
)
def test_an_outlet_or_a_place_beside_the_date_is_no_text(tmp_path, line, publisher):
    body = "The e-mails about the drums are genuine, the spokeswoman of the line has admitted, a week after she said otherwise."
    seen = see(tmp_path, f"Line: e-mails are ours after all\n\nBy Bram Eddowes\n{line}\n\n{body}\n".encode(), "a.txt")
    assert seen.blocks == [body]
    assert (seen.doc.published, seen.doc.publisher, seen.doc.authors) == ("2021-07-03", publisher, ("Bram Eddowes",))
