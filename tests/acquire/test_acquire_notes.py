"""Footnotes, endnotes and references."""

from __future__ import annotations

from flows import see

RULE = " " * 49
PAGE_1 = f"""The council of Orra has not said when the second bridge over the river will be

opened to traffic.1  The builders finished their work in the spring of last year and

were paid in full, the treasurer wrote to Lisa Cole 2 in a letter that the committee

has seen and that it holds to be genuine.  The ministry, which was asked about it by the

{RULE}
1 Ada Lomax, "The Bridge That Nobody Crosses," Velm Courier, May 3, 2020. Accessed June 9, 2020.
http://velm.example/bridge.
2Lisa Cole is the auditor of the province.
"""
PAGE_2 = f""" committee, “would not comment”.3  Nor did the mayor, who was in office when the bridge

was begun, answer the letters that were sent to him in the course of the pan-

European inquiry of that year.4

{RULE}
3 Ibid., 4.
4 Bo Carver, Bridges of the

North. (Thesis, College of the Coast, 2007), 7-8.
"""


def test_footnotes_are_linked_and_sentences_close_over_them(tmp_path):
    seen = see(tmp_path, PAGE_1 + PAGE_2)
    text = seen.doc.text
    assert [note.label for note in seen.notes] == ["1", "2", "3", "4"]
    assert [text[start:end] for note in seen.notes for start, end in note.mark_spans] == ["1", "2", "3", "4"]
    assert "wrote to Lisa Cole in a letter" in seen.flow.text
    assert "asked about it by the committee, “would not comment”.  Nor did" in seen.flow.text
    assert "pan-European inquiry of that year." in seen.flow.text
    assert not any(words in seen.flow.text for words in ("Ibid", "Accessed", "auditor", "Thesis"))
    words = {note.label: text[note.spans[0][0] : note.spans[0][1]] for note in seen.notes}
    assert words["1"].startswith("Ada Lomax") and words["1"].endswith("bridge.")
    assert words["2"].startswith("Lisa Cole is")
    assert words["4"].endswith("7-8.")


def test_footnotes_at_the_foot_of_pages_with_form_feeds(tmp_path):
    page = (
        "{top} has not said when the second bridge over the river will be open to the\n"
        "traffic of {top}.{n} The builders finished their work in the spring of last year\n"
        "and were paid in full by the treasurer of the province, who has the receipts in\nhis office.\n\n"
        "{n} See the letter of the treasurer to the committee, 3 May 2020.\n"
    )
    seen = see(
        tmp_path,
        "\f".join(
            page.format(n=n, top=top) for n, top in enumerate(("The council", "The mayor", "The guild"), start=1)
        ),
    )
    assert [(note.label, len(note.mark_spans)) for note in seen.notes] == [("1", 1), ("2", 1), ("3", 1)]
    assert "letter of the treasurer" not in seen.flow.text


def test_words_set_off_by_asterisks_are_no_notes(tmp_path):
    lines = [
        "# Notice of the ferry office",
        "*The office, 3 May 2020*",
        "**What we found.** The divers of the office found four chests** at the foot of the long pier on Monday.",
        "**What is in them.** The laboratory found salt in the chests, of a kind that is used in kitchens.",
        "*Nobody* has asked for them, the office said.",
    ]
    seen = see(tmp_path, "\n\n".join(lines).encode(), "a.md")
    assert not seen.notes
    assert [block for block in seen.blocks if "laboratory" in block or "Nobody" in block] == [
        line.replace("*", "") for line in lines[3:]
    ]


def test_numbered_paragraphs_are_no_marks(tmp_path):
    body = """C. The bids

C.1 Five firms took part in the tender. The bids were opened on 3 February
2021.1 The weights used in the scoring were changed a week later, by
nobody who could be named.2

C.2 The winner was told on the day that the council met.


1 City of Velm, Tender register, entry 21, p. 2.
2 Ibid., p. 5.
"""
    seen = see(tmp_path, body.encode(), "a.txt")
    marks = {note.label: [seen.doc.text[start - 5 : end] for start, end in note.mark_spans] for note in seen.notes}
    assert marks == {"1": ["2021.1"], "2": ["amed.2"]}


def test_endnotes_and_bracketed_marks(tmp_path):
    seen = see(
        tmp_path,
        (
            "The pier of Velm was closed in May after the storm of the winter.[1] The board knew of it for a year.[2]\n\n"
            "Nobody at the board would say why nothing was done about it in all that time.\n\nNotes\n\n"
            "1. Minutes of the board, 3 May 2020.\n\n2. Ada Lomax, Velm Courier, 4 May 2020.\n"
        ),
    )
    assert [(note.kind, note.label, len(note.mark_spans)) for note in seen.notes] == [
        ("footnote", "1", 1),
        ("footnote", "2", 1),
    ]
    assert "winter. The board knew of it for a year." in seen.flow.text
    assert "Minutes" not in seen.flow.text


def test_a_list_of_sources_without_numbers(tmp_path):
    seen = see(
        tmp_path,
        (
            "The pier of Velm was closed in May after the storm of the winter, according to the Velm Courier.\n\n"
            "Sources:\n\n • The Velm Courier\n • Board of the Harbour\n"
        ),
    )
    assert [seen.doc.text[a:b] for note in seen.notes for a, b in note.spans] == [
        "The Velm Courier",
        "Board of the Harbour",
    ]
    assert all(note.kind == "reference" and not note.mark_spans for note in seen.notes)
    assert "Board of the Harbour" not in seen.flow.text


def test_numbers_in_running_text_are_no_marks(tmp_path):
    text = "In 2019, 12 people died in Velm, 3 of them on 4 May. The 9/11 report, section 2, says nothing of it."
    seen = see(tmp_path, text)
    assert seen.blocks == [text]
    assert seen.notes == []


def test_a_section_called_sources_is_text_when_prose_follows(tmp_path):
    prose = "Nobody who spoke with this paper wanted to be named, because they feared for their posts at the harbour."
    seen = see(
        tmp_path,
        f"The pier of Velm was closed in May after a storm.\n\nSources\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n\n{prose}\n",
    )
    assert seen.blocks.count(prose) == 5


def test_notes_numbered_on_a_line_of_their_own(tmp_path):
    page = (
        "   The council of Orra has not said when the second bridge over the river will be\n"
        "opened to traffic.1 The builders finished their work in the spring of last year\n"
        "and were paid in full by the treasurer of the province, who has the receipts and\n\n"
        "1\n  Letter of the treasurer, 3 May 2020, 12.\n\n                    41\n"
    )
    seen = see(
        tmp_path,
        page + "\fwill show them to nobody at all, the guild of the builders said on Monday.\n\n                42\n",
    )
    (note,) = seen.notes
    assert seen.doc.text[slice(*note.spans[0])] == "Letter of the treasurer, 3 May 2020, 12."
    assert "the receipts and will show them to nobody" in seen.flow.text


def test_an_encyclopedias_references(tmp_path):
    seen = see(
        tmp_path,
        "The Velm fire\n\nThe Velm fire was a fire in the harbour of Velm.[1] Two died in it.[2] "
        "Its cause is disputed.[1]\n\n"
        "Background[edit]\n\nThe warehouse was built in 1911 by the board.[2]\n\n"
        'References[edit]\n\n^ "Fire". Velm Courier. 2020.\n'
        '^ "Two dead". Orra Times. 2020.\n',
    )
    assert seen.blocks[0].endswith("of Velm. Two died in it. Its cause is disputed.")
    assert seen.blocks[1] == "Background"
    assert [(note.label, len(note.mark_spans)) for note in seen.notes] == [("1", 2), ("2", 2)]
