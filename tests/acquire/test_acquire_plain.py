"""Plain text: paragraphs, page breaks, heads, articles, furniture."""

from __future__ import annotations

import pytest
from flows import see

PROSE = (
    "The harbour board of Velm met on Tuesday and agreed to close the old pier, the board's secretary said. "
    "She added that no date had been set."
)
MORE = (
    "Dock workers who had gathered outside said they would go on with their protest until the board had answered them."
)


def test_a_line_a_paragraph(tmp_path):
    seen = see(tmp_path, f"{PROSE}\n\n{MORE}\n")
    assert seen.blocks == [PROSE, MORE]
    assert seen.doc.text == f"{PROSE}\n\n{MORE}\n"
    assert seen.doc.title is None


def test_lines_without_empty_lines_between_are_paragraphs_when_nothing_runs_on(tmp_path):
    assert see(tmp_path, f"{PROSE}\n{MORE}\n{PROSE}").blocks == [PROSE, MORE, PROSE]


def test_windows_line_ends_stay_in_the_text_and_out_of_the_flow(tmp_path):
    seen = see(tmp_path, f"{PROSE}\r\n\r\n{MORE}\r\n")
    assert seen.blocks == [PROSE, MORE]
    assert "\r\n" in seen.doc.text


WRAPPED = """The council of Orra has not said when the second bridge over the river will be
opened to traffic, although the builders finished their work in the spring of last
year and the money has been paid.

A spokesman for the ministry said that the tests of the new bridge had shown no
faults.
"""


def test_wrapped_lines_are_joined(tmp_path):
    first, second = see(tmp_path, WRAPPED).blocks
    assert first.endswith(
        "will be opened to traffic, although the builders finished their work in the spring of last year "
        "and the money has been paid."
    )
    assert second.startswith("A spokesman") and second.endswith("no faults.")


def test_double_spaced_lines_are_joined_and_a_short_last_line_ends_a_paragraph(tmp_path):
    lines = (
        "The council of Orra has not said when the second bridge over the river will be \n"
        "opened to traffic, although the builders finished their work in the spring of last \n"
        "year and the money has been paid to them in full by the treasury of the province, as \n"
        "the minutes of the council show.  \n"
        "A spokesman for the ministry said that the tests of the new bridge had shown no faults \n"
        "and that it could be opened at any time.  He did not say why the council waited for so \n"
        "long, and nobody at the council would answer questions that were put to them by the \n"
        "paper in the course of the week.  \n"
    )
    first, second = see(tmp_path, lines.replace("\n", "\n\n")).blocks
    assert first.endswith("as the minutes of the council show.")
    assert second.startswith("A spokesman for the ministry")


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param(
            ["They praised the close and long cooper-", "ation of both towns over many long years of war."],
            "long cooperation of",
            id="a word",
        ),
        pytest.param(
            ["They spoke of the whole of the pan-", "European railway that was never finished here."],
            "pan-European railway",
            id="capital",
        ),
        pytest.param(
            ["They walked along the whole of the U.S.-", "Canadian border and found nobody there at all."],
            "U.S.-Canadian border",
            id="initials",
        ),
        pytest.param(
            ["They never had a plan for the longer-", "term needs of the town; a longer-term plan is due."],
            "longer-term needs",
            id="elsewhere",
        ),
    ],
)
def test_hyphens_at_line_ends(tmp_path, lines, joined):
    filler = (
        "It was said in the town that the council had known of this for a long time and had\n"
        "done nothing of what it was asked to do by those who\nlive there.\n\n"
    )
    assert joined in see(tmp_path, filler + "\n".join(lines) + "\n").flow.text


def test_a_sentence_goes_on_over_a_page_break(tmp_path):
    pages = [
        "THE ORRA BRIDGE REPORT\n\nThe council of Orra has not said when the second bridge over the river will\n"
        "be opened to traffic, although the builders finished their work in the spring and\n"
        "left behind them a bridge that nobody has been allowed to cross in the eleven\n\n1\n",
        "THE ORRA BRIDGE REPORT\n\nmonths since then.  The ministry has been asked about this and did not give\n"
        "an answer to any of the questions that were put to it by the members of the\ncommittee.\n\n2\n",
        "THE ORRA BRIDGE REPORT\n\nNothing more is known to the committee about the bridge, and it has closed\n"
        "its books on the matter for the time being, as the chair told the members of\nthe council.\n\n3\n",
    ]
    seen = see(tmp_path, "\f".join(pages))
    assert "in the eleven months since then." in seen.flow.text
    assert seen.out("page_number") == ["1", "2", "3"]
    assert seen.out("running_head") == ["THE ORRA BRIDGE REPORT"] * 2
    assert [piece.page for piece in seen.tables.named("pieces")][-1] == 3


@pytest.mark.parametrize(
    ("head", "title", "authors", "published"),
    [
        pytest.param(
            "Pier in Velm Closes After Storm\n\nBy Ada Lomax\n\n3 May 2020, 14:10",
            "Pier in Velm Closes After Storm",
            ("Ada Lomax",),
            "2020-05-03",
            id="by",
        ),
        pytest.param(
            "Pier in Velm closes\n\nAda Lomax\nMay 3, 2020 · 4 min read",
            "Pier in Velm closes",
            ("Ada Lomax",),
            "2020-05-03",
            id="name over date",
        ),
        pytest.param(
            "Sunday, May 3, 2020\n\nPier in Velm closes after the storm\n\nAda Lomax freelance reporter",
            "Pier in Velm closes after the storm",
            ("Ada Lomax",),
            "2020-05-03",
            id="date first",
        ),
        pytest.param(
            "News\n\nPier in Velm closes after storm", "Pier in Velm closes after storm", (), None, id="section above"
        ),
        pytest.param(
            "The pier that was closed by the board after the great storm of last winter will be pulled down next year",
            None,
            (),
            None,
            id="too long for a bare title",
        ),
    ],
)
def test_heads(tmp_path, head, title, authors, published):
    seen = see(tmp_path, f"{head}\n\n{PROSE}\n\n{MORE}\n")
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == (title, authors, published)
    assert seen.blocks[-2:] == [PROSE, MORE]
    assert title is None or title not in seen.flow.text


def test_several_articles_on_one_page(tmp_path):
    seen = see(
        tmp_path,
        (
            f"Pier in Velm closes\n\n3 May, 2020 10:15\n\n{PROSE}\n\n{MORE}\n\n"
            f"Correction: an earlier version named the wrong pier.\n\n"
            f"Bridge of Orra stays shut\n\n9 June 2019, 08:00\n\n{MORE}\n\n{PROSE}\n"
        ),
    )
    assert [(part.title, part.published) for part in seen.parts] == [
        ("Pier in Velm closes", "2020-05-03"),
        ("Bridge of Orra stays shut", "2019-06-09"),
    ]
    assert seen.doc.text[seen.parts[1].start :].startswith("Bridge of Orra")
    assert seen.out("correction") == ["Correction: an earlier version named the wrong pier."]
    assert seen.blocks == [PROSE, MORE, MORE, PROSE]


def test_a_date_in_the_middle_of_an_article_begins_no_part(tmp_path):
    assert len(see(tmp_path, f"{PROSE}\n\n3 May 2020\n\n{MORE}\n\n{PROSE}\n").parts) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "FYI.",
        "This story is over 5 years old.",
        "Scroll down for video",
        "Follow us on Facebook for more",
        "Sign up for our daily newsletter",
        "Copyright 2019 The Velm Courier",
        "Please support our work with a gift",
        "Share this on Twitter",
        "A button that says 'Get it on the store'",
        "RelatedPier to close: what the board said",
        "No comments:",
    ],
)
def test_furniture_lines(tmp_path, line):
    seen = see(tmp_path, f"{PROSE}\n\n{line}\n\n{MORE}\n")
    assert seen.blocks == [PROSE, MORE]
    assert seen.out("furniture") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, the old detective used to say to the young men of the squad.",
        "Read more widely, he told them, and you will see that the pier was never safe.",
        "Copyright law does not cover such a drawing, the judge of the high court held on Monday.",
        "Support for the strike grew in the days that followed, two union leaders said on Friday.",
    ],
)
def test_real_text_that_begins_like_furniture_stays(tmp_path, line):
    assert line in see(tmp_path, f"{PROSE}\n\n{line}\n\n{MORE}\n").blocks


def test_what_follows_the_article(tmp_path):
    seen = see(
        tmp_path,
        f"{PROSE}\n\n{MORE}\n\nSoft Rain Falling\n\nGet the Courier app\n\nJust $3/month. Upgrade\n\nVelm since 1904\n",
    )
    assert seen.blocks == [PROSE, MORE]


def test_a_list_at_the_end_is_text(tmp_path):
    seen = see(tmp_path, f"{PROSE}\n\nThe board's demands\n\n- a new pier\n- a new board\n\nShare this\n")
    assert seen.blocks == [PROSE, "The board's demands", "- a new pier", "- a new board"]


def test_a_teaser_is_marked_where_its_words_stand_in_full_below(tmp_path):
    teaser = PROSE[:90] + "..."
    seen = see(tmp_path, f"Pier in Velm closes\n\n{teaser}\n\n{PROSE}\n\n{MORE}\n")
    assert seen.blocks == [PROSE, MORE]
    assert seen.doc.title == "Pier in Velm closes"


def test_credits_at_the_end(tmp_path):
    seen = see(tmp_path, f"{PROSE}\n\n{MORE}\n\nAdditional reporting by Bo Carver\n\nReuters\n")
    assert seen.blocks == [PROSE, MORE]
    assert seen.out("byline") == ["Additional reporting by Bo Carver\n\nReuters"]


def test_an_article_on_one_line(tmp_path):
    text = f"Tuesday 05 May 2020 Pier in Velm closes after storm. {PROSE} {MORE} Read Also"
    seen = see(tmp_path, text, title="Pier in Velm closes after storm", publisher="(not in the data)")
    assert seen.blocks == [f"{PROSE} {MORE}"]
    assert (seen.doc.title, seen.doc.published) == ("Pier in Velm closes after storm", "2020-05-05")


def test_a_sentence_that_begins_with_a_date_stays_whole(tmp_path):
    text = f"On 5 May 2020 the board met in Velm and agreed on little. {PROSE} {MORE}"
    assert see(tmp_path, text).blocks == [text]


def test_a_form_contents_and_title_page(tmp_path):
    labels = [
        "1. REPORT DATE",
        "04-03-2012",
        "2. REPORT TYPE",
        "FINAL",
        "3. DATES COVERED",
        "4. TITLE AND SUBTITLE",
        "Piers of the North",
        "5a. CONTRACT NUMBER",
        "6. AUTHOR(S)",
        "Ada B. Lomax",
        "7. PERFORMING ORGANIZATION NAME",
        "8. REPORT NUMBER",
    ]
    text = (
        "REPORT PAGE\nPublic burden of this form is estimated at one hour.\n" + "\n".join(labels) + "\n\n\n\n\n"
        "COLLEGE OF THE COAST\n\n\n\nPiers of the North: Sound or Rotten?\n\n\nby\n\n\nAda B. Lomax\n\n\n4 March 2012\n\n\nii\n\n\n"
        "Contents\n\nIntroduction ........ 1\n\nThe piers ........ 4\n\nConclusion ........ 9\n\n\niii\n\n\n"
        f"INTRODUCTION\n\n{PROSE}\n\n{MORE}\n"
    )
    seen = see(tmp_path, text)
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == (
        "Piers of the North: Sound or Rotten?",
        ("Ada B. Lomax",),
        "2012-03-04",
    )
    assert seen.doc.publisher == "College Of The Coast"
    assert seen.blocks == ["INTRODUCTION", PROSE, MORE]
    assert "Introduction ........ 1" in seen.out("contents")[0]


def test_the_abstract_in_a_form_is_text(tmp_path):
    labels = [
        "1. REPORT DATE",
        "2. REPORT TYPE",
        "3. DATES COVERED",
        "4. TITLE AND SUBTITLE",
        "5. AUTHOR(S)",
        "6. ABSTRACT",
    ]
    after = ["7. SUBJECT TERMS", "piers, rust", "8. NUMBER OF PAGES"]
    text = "\n".join([*labels, PROSE, *after]) + f"\n\n\n\n\n{MORE}\n"
    seen = see(tmp_path, text)
    assert seen.blocks == [PROSE, MORE]
    assert "piers, rust" in " ".join(seen.out("form"))


def test_a_title_that_two_pages_repeat_is_a_running_head(tmp_path):
    text = f"Piers of the North\n\n{PROSE}\n\f1\nPiers of the North\n\n{MORE}\n\f2\nPiers of the North\n\n{PROSE}\n"
    assert "Piers of the North" not in " ".join(see(tmp_path, text).blocks[1:])


def test_a_mail_heading(tmp_path):
    seen = see(
        tmp_path,
        f"From: Ada Lomax <a@velm.example>\nTo: Bo Carver\nDate: 3 May 2020 10:00\nSubject: the pier\n\n{PROSE}\n",
    )
    assert (seen.doc.title, seen.doc.authors, seen.doc.published) == ("the pier", ("Ada Lomax",), "2020-05-03")
    assert seen.blocks == [PROSE]


def test_a_blog_page(tmp_path):
    seen = see(
        tmp_path,
        f"Home About Contact\n\nTHE HARBOUR WATCH\n\nTuesday, May 5, 2020\n\nWho burned the warehouse?\n\n{PROSE}\n\n{MORE}\n\n"
        f"Posted by Bo Carver at 9:14 PM\n\n3 comments:\n\nAnonymous said...\n\n{MORE}\n",
    )
    assert (seen.doc.title, seen.doc.authors) == ("Who burned the warehouse?", ("Bo Carver",))
    assert seen.blocks == [PROSE, MORE]


def test_a_cable(tmp_path):
    seen = see(
        tmp_path, f"C O N F I D E N T I A L VELM 123\n\nSUBJECT: WHO BURNED IT?\n\nClassified By: A. Lomax\n\n{PROSE}\n"
    )
    assert seen.doc.title == "WHO BURNED IT?"
    assert seen.blocks == [PROSE]


def test_speakers_of_a_transcript_stay(tmp_path):
    text = "REPORTER: Did you see the fire?\n\nFIREMAN: I did. It was lit in three places at once, the chief told me.\n"
    assert see(tmp_path, text).blocks == text.strip().split("\n\n")


@pytest.mark.parametrize(
    "dateline",
    ["VELM, Norland (NP) —", "VELM —", "(NP) --", "NEW VELM, May 3 (North Press) -"],
)
def test_a_dateline_is_no_part_of_the_sentence(tmp_path, dateline):
    seen = see(tmp_path, f"{dateline} {PROSE}\n\n{MORE}\n")
    assert seen.blocks == [PROSE, MORE]
    assert seen.out("dateline") == [dateline]


def test_capitals_that_are_no_dateline_stay(tmp_path):
    text = f"NATO said on Tuesday — its first word on the matter — that it would stay away. {PROSE}"
    assert see(tmp_path, text).blocks == [text]
