"""Endnotes in Roman figures, as word processors set them."""

from __future__ import annotations

from sayso.acquire.lines import split_lines
from sayso.acquire.notes.endnotes import link_endnotes, mark_endnotes

BODY = "The bridge was closed.ⁱ Nobody had paid for it.ⁱⁱ The mayor left at once.ⁱⁱⁱ\n"
NOTES = "i Minutes of the council,\n3 May 2020.\niiLetter of the builders.\nⁱⁱⁱ Interview, 4 May 2020.\n"


def test_roman_notes_at_the_end_are_linked_in_order():
    text = BODY + NOTES
    lines = split_lines(text)
    notes = mark_endnotes(lines)
    link_endnotes(text, [(0, len(BODY))], notes)
    assert [note.label for note in notes] == ["i", "ii", "iii"]
    assert [text[slice(*note.spans[0])] for note in notes] == [
        "Minutes of the council,\n3 May 2020.",
        "Letter of the builders.",
        "Interview, 4 May 2020.",
    ]
    assert [text[: note.marks[0][0]].rsplit(" ", 1)[1] for note in notes] == ["closed.", "it.", "once."]
    assert [line.kind for line in lines] == [""] + ["footnote"] * 4


def test_a_note_over_a_page_has_two_spans():
    text = BODY + "i Minutes of\n7\n\fthe council.\n"
    lines = split_lines(text)
    lines[2].mark("page_number", "a number alone")
    (note,) = mark_endnotes(lines)
    assert [text[slice(*span)] for span in note.spans] == ["Minutes of", "the council."]


def test_a_list_in_roman_figures_without_marks_above_is_no_note():
    assert mark_endnotes(split_lines("He wanted three things:\ni) Bread\nii) Salt\niii) Peace\n")) == []


def test_words_that_begin_with_such_letters_are_no_labels():
    lines = split_lines(BODY + "i Minutes of the council.\nc Corporation holds it.\nii Letter of the builders.\n")
    notes = mark_endnotes(lines)
    assert [note.label for note in notes] == ["i", "ii"]
