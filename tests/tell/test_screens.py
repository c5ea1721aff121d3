"""What a person sees of one thing to check."""

from __future__ import annotations

import dataclasses

import pytest

from sayso.schema import Attribution, Piece, Tables
from sayso.tell import ATTRIBUTION, PARAGRAPH, Screens, tell_plain, to_plain
from sayso.tell.samples import find_population
from sayso.tell.screens import AROUND, LONGEST_RUN
from tell.check_rows import change, make_document, make_gates


def show(tables, task=ATTRIBUTION, at=0, **more):
    return Screens(tables).show(find_population(tables).items[task][at], **more)


def make_long(before, content, after):
    text = f"{before}The keeper said {content}. {after}"
    start = len(before)
    said = start + len("The keeper ")
    row = Attribution(
        "a1", "d-p.txt", ((start, said - 1),), ((said, said + 4),), ((said + 5, said + 5 + len(content)),), "indirect", "say", None,
        None, 0.5, None, None, None, None, "read 1",
    )
    piece = Piece("d-p.txt", 0, "part", "paragraph", 0, len(text), None, None)
    return Tables({"documents": [make_document(text, "p.txt")], "pieces": [piece], "attributions": [row]})


def test_an_attribution_with_its_marks():
    screen = show(make_gates(3), at=1)
    assert to_plain(screen.bits) == "{Keeper 1} *said* [[gate 1 was shut]]. Nobody else came."
    assert dict(screen.facts) == {
        "laid to": "Keeper 1 (person, unnamed)", "by": "“said”", "content": "“gate 1 was shut”",
        "taken as": "affirmed · reports (“said”)",
    }
    assert screen.document == "The gates of Orrel · Orrel Echo · 2031-05-06"
    assert screen.has_stance


def test_what_is_no_claim_has_no_stance_to_judge():
    screen = show(make_gates(3), at=0)
    assert not screen.has_stance
    assert "no claim" in dict(screen.facts)["taken as"]


def test_a_paragraph_with_numbers():
    screen = show(make_gates(3), PARAGRAPH, at=1)
    assert to_plain(screen.bits) == "{Keeper 1} *said*<1> [[gate 1 was shut]]. Nobody else came."
    assert screen.facts == (("<1>", "Keeper 1 (person, unnamed) · said · “gate 1 was shut”"),)


def test_two_of_one_cue_have_both_numbers():
    tables = make_gates(1)
    [row] = tables.take(Attribution)
    tables.add("attributions", [dataclasses.replace(row, id="other", source_spans=((16, 20),))])
    assert "*said*<1><2>" in to_plain(show(tables, PARAGRAPH).bits)


def test_a_long_paragraph_is_shown_around_what_is_said():
    tables = make_long("The wind rose. " * 70, "it was shut", "Nobody came. " * 70)
    screen = show(tables)
    shown = to_plain(screen.bits)
    assert "{The keeper} *said* [[it was shut]]. Nobody came." in shown
    assert len(shown) < 2 * AROUND + 60
    assert len(to_plain(show(tables, is_wide=True).bits)) > 2 * len(shown)


def test_long_content_keeps_both_its_ends():
    tables = make_long("", "first " + "and it was shut " * 90 + "last", "So.")
    shown = to_plain(show(tables).bits)
    assert "[[first and" in shown
    assert "shut last]]" in shown
    assert "[…]" in shown
    assert len(shown) < LONGEST_RUN + 80


@pytest.mark.parametrize("task", [ATTRIBUTION, PARAGRAPH])
def test_more_text_shows_the_paragraphs_around(task):
    screen = show(make_gates(3), task, at=1, is_wide=True)
    shown = to_plain(screen.bits)
    assert "Keeper 0 said gate 0 was shut." in shown
    assert "¶ Keeper 2 said" in shown


def test_hidden_characters_are_written_out():
    tables = make_long("", "it \x1b[31mwas\u202e shut", "So.")
    told = tell_plain(show(change(tables, "documents", "d-p.txt", title="A \x1b title")))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[U+202E]" in told
