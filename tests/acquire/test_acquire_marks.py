"""Marks in the running text and the notes that they point to."""

from __future__ import annotations

import pytest
from flows import see

LIST = (
    "\n\nReferences\n\n1. Lomax A. Hulls. Pier. 2001;1:2-9.\n2. Carver B. Keels. Pier. 2002;2:3-8.\n"
    "3. Dunn C. Masts. Pier. 2003;3:4-7.\n"
)
LEAD = "The ferry sailed with a crack in her hull, and the board had been told of it. "


def marks_of(seen) -> dict[str, list[str]]:
    """By label, the words of each mark."""
    text = seen.doc.text
    return {note.label: [text[a:b] for a, b in note.mark_spans] for note in seen.notes}


@pytest.mark.parametrize(
    ("sentence", "labels", "flow"),
    [
        pytest.param("It sank.1 Nobody came.2", ["1", "2"], "It sank. Nobody came.", id="glued to full stops"),
        pytest.param("It sank.¹ Nobody came.²⁻³", ["1", "2", "3"], "It sank. Nobody came.", id="superscripts and a range"),
        pytest.param("It sank [1]. Nobody came [2, 3].", ["1", "2", "3"], "It sank. Nobody came.", id="brackets and a list"),
        pytest.param("It sank [1]–[3].", ["1", "2", "3"], "It sank.", id="a range of brackets"),
        pytest.param("It sank (1). Nobody came (2,3).", ["1", "2", "3"], "It sank. Nobody came.", id="parentheses"),
        pytest.param("“It sank,”1 she said; “alone.”2", ["1", "2"], "“It sank,” she said; “alone.”", id="after closing quotes"),
        pytest.param("It sank; 1 nobody came.2,3", ["2", "3"], "It sank; 1 nobody came.", id="a number behind a space is none"),
    ],
)
def test_forms_of_marks(tmp_path, sentence, labels, flow):
    seen = see(tmp_path, LEAD + sentence + LIST)
    assert [label for label, marks in marks_of(seen).items() if marks] == labels
    assert seen.flow.text.startswith(LEAD + flow)


@pytest.mark.parametrize(
    "words",
    [
        "In 2019, 3 boats sank.",
        "Article 2 of the code was in force.",
        "The gap was 0.3 m and grew.",
        "At 9:30 some 1,300 crates were lost.",
        "The MX1 radio and the H5N1 poster were found.",
        "There were two: (1) a crack and (2) a hole.",
        "On 3 May they met.",
        "See No.3 in the yard.",
        "The area is 3 km² and the load 10³ tonnes.",
    ],
)
def test_numbers_that_are_no_marks(tmp_path, words):
    seen = see(tmp_path, f"{LEAD}{words} It sank.[1] Nobody came.[2] It was raised.[3]{LIST}")
    assert marks_of(seen) == {"1": ["1"], "2": ["2"], "3": ["3"]}
    assert words in seen.flow.text


def test_a_work_cited_again_has_all_its_marks(tmp_path):
    seen = see(tmp_path, f"{LEAD}It sank.1,2 Nobody came.3 It was raised.1-3 Nobody paid.2{LIST}")
    assert {label: len(marks) for label, marks in marks_of(seen).items()} == {"1": 2, "2": 3, "3": 2}
    assert "It was raised. Nobody paid." in seen.flow.text


def test_notes_start_again_with_each_chapter(tmp_path):
    chapter = "{name}\n\n{lead}It sank.1 Nobody came.2\n\n"
    text = "".join(chapter.format(name=name, lead=LEAD) for name in ("Chapter 1", "Chapter 2", "Chapter 3"))
    text += "Notes\n\nChapter 1\n1. Ada Lomax, Hulls, 3.\n2. Ibid., 4.\nChapter 2\n1. Ada Lomax, Hulls, 5.\n2. Ibid., 6.\n"
    text += "Chapter 3\n1. Ada Lomax, Hulls, 7.\n2. Ibid., 8.\n"
    seen = see(tmp_path, text)
    assert [note.label for note in seen.notes] == ["1", "2"] * 3
    starts = [note.mark_spans[0][0] for note in seen.notes]
    assert starts == sorted(starts)
    assert starts[2] > text.index("Chapter 2") > starts[1]
    assert not any("Chapter" in seen.doc.text[a:b] for note in seen.notes for a, b in note.spans)


def test_notes_start_again_on_each_page_and_run_over(tmp_path):
    rule = " " * 40
    one = (
        "The council of Orra has not said when the second bridge over the river will be\nopened to traffic.1 "
        f"The builders finished their work in the spring of last year and were paid\nin full by the treasurer.\n\n{rule}\n"
    )
    two = (
        "Nobody in the province expected the mayor to answer the letters that the guild had\nsent.1 He was away, "
        f"his office said, and would be away until the summer of the\nfollowing year at least.\n\n{rule}\n"
    )
    one += "1 Ada Lomax, who was then the auditor of the province and had all of its books in her\n"
    two += "keeping, wrote to the council in May 2019.\n1 Bo Carver, Bridges (Velm: Pier Press, 2007), 7.\n"
    seen = see(tmp_path, f"{one}\f{two}")
    first, second = seen.notes
    words = [seen.doc.text[a:b] for a, b in first.spans]
    assert words[0].startswith("Ada Lomax") and words[1] == "keeping, wrote to the council in May 2019."
    assert first.mark_spans[0][0] < len(one) < second.mark_spans[0][0]
    assert "keeping" not in seen.flow.text


def test_signs_and_letters_of_a_table(tmp_path):
    seen = see(
        tmp_path,
        f"{LEAD}She was raised in May.* The captain, Josef,† was not asked.\n\nBoat     Crew\nAdela    12a\nGood     9b\n\n"
        "a Without the cook.\nb At night.\n\n* Minutes of the board, 3 May 2019.\n† Not his name.\n",
    )
    assert marks_of(seen) == {"a": ["a"], "b": ["b"], "*": ["*"], "†": ["†"]}
    assert "raised in May. The captain, Josef, was" in seen.flow.text


def test_works_named_by_author_and_year(tmp_path):
    seen = see(
        tmp_path,
        f"{LEAD}It sank twice (Lomax & Carver 2016b, 7; MoT 2012). Okafor (2014) denies it. In May (2014) it rained. "
        "It was old (see Okafor 2014: 3).\n\nReferences\n\n"
        "Lomax, A., & Carver, B. (2016a). What the board knew. Journal of Ferries, 12(3), 45-67.\n"
        "Lomax, A., & Carver, B. (2016b). What it said. Journal of Ferries, 12(4), 1-9.\n"
        "Ministry of Transport. (2012). Annual report of ships. Orra: Ministry of Transport.\n"
        "Okafor, N. (2014). The hull report. Velm: Pier Press.\n",
    )
    text = seen.doc.text
    assert [[text[a:b] for a, b in note.mark_spans] for note in seen.notes] == [
        [],
        ["Lomax & Carver 2016b, 7"],
        ["MoT 2012"],
        ["2014", "see Okafor 2014: 3"],
    ]
    assert "It sank twice. Okafor denies it. In May (2014) it rained. It was old." in seen.flow.text


def test_notes_of_three_hundred_pages(tmp_path):
    page = (
        "The council of {n} has not said when the bridge of {n} will be opened to\ntraffic from {n}.1 It is late.2\n\n"
        "1 See {n}.\n2 Ibid.\n"
    )
    names = [f"{first}{second}{third}a" for first in "BCDFGHJKLM" for second in "aeiou" for third in "lmnrst"]
    text = "\f".join(page.format(n=name) for name in names)
    seen = see(tmp_path, text)
    assert len(seen.notes) == 2 * len(names)
    for note in seen.notes:
        ((start, _),) = note.mark_spans
        assert seen.doc.text[:start].count("\f") == seen.doc.text[: note.spans[0][0]].count("\f")
