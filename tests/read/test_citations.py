"""Works that notes cite: references taken apart, ibid and short forms followed back."""

from __future__ import annotations

import time

import pytest

from sayso.read.authors import find_authors, split_authors
from sayso.read.citations import read_entry, read_note
from sayso.read.references import join_lines, read_reference
from sayso.read.shortforms import Cites, Work


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Ada Lomax", ("Ada Lomax",)),
        ("Lomax, Ada", ("Ada Lomax",)),
        ("Lomax, A., & Carver, B. J.", ("A. Lomax", "B. J. Carver")),
        ("Lomax A, Carver BJ, et al", ("A. Lomax", "B. J. Carver")),
        ("A. Lomax, B. Carver, and C. Dunn", ("A. Lomax", "B. Carver", "C. Dunn")),
        ("Lomax, Ada, and Bo Carver", ("Ada Lomax", "Bo Carver")),
        ("Lomax, Carver, and Dunn", ("Lomax", "Carver", "Dunn")),
        ("Ruth D. Post and Ida van der Moss", ("Ruth D. Post", "Ida van der Moss")),
        ("Dr. Ada Lomax", ("Ada Lomax",)),
        ("Harbour Watch International", ()),
        ("The ministry said", ()),
    ],
)
def test_authors(who, names):
    assert find_authors(who) == names


def test_one_author_before_a_title_that_looks_like_a_name():
    assert split_authors("Ada Lomax, Long Pier, ") == (("Ada Lomax",), "Long Pier, ")


@pytest.mark.parametrize(
    ("text", "authors", "title", "publisher", "year", "page"),
    [
        pytest.param(
            "Ada Lomax, The Long Pier (Velm: Quay Press, 2014), 12.",
            ("Ada Lomax",), "The Long Pier", "Quay Press", "2014", "12", id="Chicago, book"),
        pytest.param(
            "Ada Lomax, “Who Paid?” Velm Courier, May 3, 2014, A4.",
            ("Ada Lomax",), "Who Paid?", "Velm Courier", "2014", "A4", id="Chicago, newspaper"),
        pytest.param(
            "Lomax, A., & Carver, B. (2016). What the board knew. Journal of Ferries, 12(3), 45-67.",
            ("A. Lomax", "B. Carver"), "What the board knew", "Journal of Ferries", "2016", "45-67", id="APA"),
        pytest.param(
            "Lomax, Ada. The Long Pier. Quay Press, 2014.",
            ("Ada Lomax",), "The Long Pier", "Quay Press", "2014", None, id="MLA"),
        pytest.param(
            "Lomax, Ada. Piers: A History. Quay Press, 2014.",
            ("Ada Lomax",), "Piers: A History", "Quay Press", "2014", None, id="MLA, a title with a colon"),
        pytest.param(
            "Lomax, A. (2014) The Long Pier. 2nd edn. Velm: Quay Press.",
            ("A. Lomax",), "The Long Pier", "Quay Press", "2014", None, id="Harvard"),
        pytest.param(
            "Lomax A, Carver B. Cracks in hulls. J Harb Stud. 2016;12(3):45-7.",
            ("A. Lomax", "B. Carver"), "Cracks in hulls", "J Harb Stud", "2016", "45-7", id="Vancouver"),
        pytest.param(
            'A. Lomax and B. Carver, "Cracks in hulls," J. Harb. Stud., vol. 12, no. 3, pp. 45-47, May 2016.',
            ("A. Lomax", "B. Carver"), "Cracks in hulls", "J. Harb. Stud", "2016", "45-47", id="IEEE"),
        pytest.param(
            "Lomax v. Harbour Board, 123 F.3d 456, 460 (9th Cir. 2001).",
            (), "Lomax v. Harbour Board", "9th Cir", "2001", "460", id="Bluebook, case"),
        pytest.param(
            "Ada Lomax, The Long Pier, 12 J. Harb. L. 345, 347 (2014).",
            ("Ada Lomax",), "The Long Pier", "J. Harb. L.", "2014", "347", id="Bluebook, journal"),
        pytest.param(
            "Ada Lomax, Velm Courier, 4 May 2020, p. 3.",
            ("Ada Lomax",), None, "Velm Courier", "2020", "3", id="loose newspaper"),
        pytest.param(
            "Letter from the treasurer to the board, 3 May 2014.",
            (), "Letter from the treasurer to the board", None, "2014", None, id="letter"),
        pytest.param(
            "Bo Carver, Bridges (PhD diss., University of Orra, 1979), 3.",
            ("Bo Carver",), "Bridges", "University of Orra", "1979", "3", id="thesis"),
        pytest.param(
            "Port Office, Notice to mariners 14/2019, 2 April 2019.",
            (), "Notice to mariners 14/2019", "Port Office", "2019", None, id="a body's paper, in small letters"),
        pytest.param(
            "Ferry Council, Inspection Report No. 3, section 2.",
            (), "Inspection Report No. 3", "Ferry Council", None, None, id="no year but a section"),
        pytest.param(
            "A. Lomax and B. Carver, Wear of iron cables at sea, preprint, 9 June 2021.",
            ("A. Lomax", "B. Carver"), "Wear of iron cables at sea", None, "2021", None, id="a title in small letters"),
        pytest.param(
            "Velm Weekly, interview with Ms Okoro, 15 May 2018.",
            (), "interview with Ms Okoro", "Velm Weekly", "2018", None, id="an interview in a paper"),
        pytest.param(
            "Office of the Warden, Official diary, March and April 2020.",
            (), "Official diary", "Office of the Warden", "2020", None, id="months"),
    ],
)  # fmt: skip
def test_references(text, authors, title, publisher, year, page):
    parts = read_reference(text)
    assert parts is not None
    assert (parts.authors, parts.title, parts.publisher, parts.year, parts.page) == (authors, title, publisher, year, page)


@pytest.mark.parametrize(
    "text",
    [
        "Lisa Cole is the auditor of the province.",
        "The village had 112 people at the census of 1921.",
        "Not his real name.",
        "Ada Lomax, who was there, left on 3 May 2014.",
        "The Harbour Board, asked again, said no, 3 May 2014.",
        "Okoro, Lena and Bo, who had the keys, section 2 of the pier.",
        "The pier and its owners, referred to below as the Pier, were sold in the same year.",
    ],
)
def test_remarks_cite_nothing(text):
    assert read_note(text, Cites()) == []


def test_an_access_date_is_no_year_and_a_broken_address_is_whole():
    words = join_lines("Ada Lomax, “Who Paid?” Velm Courier. Accessed May 3,\n2014. http://velm.example/who-\npaid/2012/a_\nb.html.")
    parts = read_reference(words)
    assert parts is not None
    assert (parts.year, parts.url) == (None, "http://velm.example/who-paid/2012/a_b.html")


def told(works: list[Work]) -> list[tuple[str | None, str | None, str]]:
    return [(work.title, work.page, work.how) for work in works]


def test_chains_of_notes():
    cites = Cites()
    notes = {
        "1": "Ada Lomax, The Long Pier: A History (Velm: Quay Press, 2014), 12.",
        "2": "Ibid., 14.",
        "3": "She was away that day.",
        "4": "Id. at 15.",
        "5": "Bo Carver, “Keels,” Velm Courier, 3 May 2015; Lomax, Long Pier, 20.",
        "6": "Lomax, p. 21.",
        "7": "Carver, supra note 5.",
        "8": "Lomax, op. cit., 22. She was right.",
        "9": "See note 5 above.",
        "10": "Idid., 3.",
        "11": "“Keels.”",
        "12": "Ferry Council, Inspection Report No. 3, section 2.",
        "13": "Ferry Council, op. cit., section 4.",
        "14": "Inspection Report No. 3 (note 12), last page.",
        "15": "Ferry Council, Inspection, as in note 12.",
    }
    found = {label: told(read_note(words, cites, label)) for label, words in notes.items()}
    pier = "The Long Pier: A History"
    assert found["2"] == [(pier, "14", "ibid")]
    assert found["3"] == []
    assert found["4"] == [(pier, "15", "ibid")]
    assert found["5"] == [("Keels", None, "note"), (pier, "20", "short form")]
    assert found["6"] == [(pier, "21", "short form")]
    assert found["7"] == [("Keels", None, "short form")]
    assert found["8"] == [(pier, "22", "short form")]
    assert [title for title, _, _ in found["9"]] == ["Keels", pier]
    assert found["11"] == [("Keels", None, "short form")]
    assert {(title, how) for label in ("13", "14", "15") for title, _, how in found[label]} == {
        ("Inspection Report No. 3", "short form")
    }
    assert all(found[label] for label in ("13", "14", "15"))


def test_exhibits_transcripts_and_papers_by_their_kind():
    cites = Cites()
    notes = {
        "1": "Ex. 9, Velm Lines, Winter Service Plan, rev. 4 (Mar. 2017), at 31.",
        "2": "Interview of Dana Kroll, 6 May 2019, Tr. 12:3-9.",
        "3": "Kroll Tr. 40:1-41:2; Ex. 9 at 33.",
        "4": "Internal memorandum from P. Oster to the harbour master, “Ice on the Slips,” January 4, 2017, p. 2.",
        "5": "Oster memorandum, p. 3.",
        "6": "Ferry Council, “Circular No. 8 on Winter Moorings,” March 2, 2016.",
        "7": "Ferry Council, “Circular No. 8,” annex 2.",
        "8": "Harbours (Safety) Act 1994, s 3(1).",
        "9": "Vgl. oben. Siehe Ebd.",
        "10": "Commission of Pilots for the Outer Sound, No Lights: A Count (Velm: Commission of Pilots, 2011), p. 5.",
        "11": "Ebd., S. 9.",
        "12": "Commission of Pilots, No Lights, p. 11.",
        "13": "See footnote 8.",
    }
    found = {label: told(read_note(words, cites, label)) for label, words in notes.items()}
    assert found["1"] == [("Winter Service Plan", "31", "note")]
    assert found["2"] == [("Interview of Dana Kroll", "12:3-9", "note")]
    assert found["3"] == [("Interview of Dana Kroll", "40:1-41:2", "short form"), ("Winter Service Plan", "33", "short form")]
    assert found["5"] == [("Ice on the Slips", "3", "short form")]
    assert found["7"] == [("Circular No. 8 on Winter Moorings", None, "short form")]
    assert found["8"] == [("Harbours (Safety) Act 1994", None, "note")]
    assert found["11"] == [("No Lights: A Count", "9", "ibid")]
    assert found["12"] == [("No Lights: A Count", "11", "short form")]
    assert found["13"] == [("Harbours (Safety) Act 1994", None, "short form")]


def test_ibid_with_nothing_before_it_cites_nothing():
    assert read_note("Ibid., 3.", Cites()) == []


def test_an_agreed_name_and_a_work_quoted_through_another():
    cites = Cites()
    first = read_note("Harbour Board, Final Report on the Ferry (Velm: Quay Press, 2014), 3 (hereafter Ferry Report).", cites)
    second = read_note("Ferry Report, 9.", cites)
    assert [work.title for work in first] == ["Final Report on the Ferry"]
    assert told(second) == [("Final Report on the Ferry", "9", "short form")]
    quoted = read_note("Ada Lomax, Keels (Velm: Pier Press, 1911), quoted in Bo Carver, Hulls (Orra: Pier Press, 2004), 12.", cites)
    assert told(quoted) == [("Keels", None, "note"), ("Hulls", "12", "quoted in")]


def test_a_dash_in_a_list_is_the_author_above():
    cites = Cites()
    read_entry("Lomax, Ada. The Long Pier. Quay Press, 2014.", cites)
    (work,) = read_entry("———. The Short Pier. Quay Press, 2016.", cites)
    assert (work.authors, work.title) == (("Ada Lomax",), "The Short Pier")
    (again,) = read_note("Lomax, Short Pier, 4.", cites)
    assert (again.title, again.page) == ("The Short Pier", "4")


@pytest.mark.parametrize("words", ["“" * 5000, "A, " * 5000, "1 v. " * 3000, "Lomax, A., " * 2000, "(2014) " * 3000, "a; " * 5000])
def test_notes_made_to_be_slow(words):
    began = time.process_time()
    read_note(words, Cites())
    assert time.process_time() - began < 5  # seconds of work; a pattern that goes back over itself takes minutes
