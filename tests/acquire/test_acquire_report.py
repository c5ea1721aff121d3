"""The text layer of a real report: marks, notes and works; needs ../shared, holds none of its words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from flows import see

from sayso.read.citations import read_note
from sayso.read.shortforms import Cites
from sayso.text.spans import cut_text

REPORT = Path(__file__).parents[3] / "shared" / "cases" / "seeds" / "docs" / "nolden-credible-link.txt"
pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="needs ../shared")

MARKS = [
    6356, 6823, 8895, 9514, 10899, 11095, 11649, 11849, 12984, 14635, 15964, 17456, 17685, 18365, 19682, 19964, 20330, 20734,
    21989, 22806, 23163, 23314, 24786, 25207, 27100, 27356, 29492, 30128, 30971, 31316, 31697, 33227, 33477, 34175, 35101,
]  # fmt: skip
"""Where each of the 35 marks stands; every one was looked up by eye."""
REMARKS = {2, 16}  # notes that cite nothing
AGAIN = {6: 5, 13: 12, 15: 14, 18: 17, 19: 17, 20: 11, 23: 11, 24: 11, 25: 8, 29: 8, 32: 11, 33: 11}
"""Notes that cite the work of another: ibid. and short forms, one of them misprinted."""
PAGES = {5: "7-8", 6: "5-6", 13: "30", 15: "7", 18: "1806", 19: "1808", 20: "214", 24: "215", 25: "74", 32: "212-13", 33: "213"}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return see(tmp_path_factory.mktemp("report"), REPORT.read_bytes(), REPORT.name)


def test_all_notes_are_linked_to_their_marks(report):
    text = report.doc.text
    assert [note.label for note in report.notes] == [str(n) for n in range(1, 36)]
    assert [[start for start, _ in note.mark_spans] for note in report.notes] == [[start] for start in MARKS]
    assert all(text[start:end] == note.label for note in report.notes for start, end in note.mark_spans)
    assert all(report.flow.from_canonical(start) is None for note in report.notes for start, _ in note.mark_spans)
    assert all(report.flow.from_canonical(start) is None for note in report.notes for start, _ in note.spans)


def test_chains_of_ibid_and_short_forms_lead_to_their_works(report):
    cites = Cites()
    works = {}
    for note in report.notes:
        works[int(note.label)] = read_note(cut_text(report.doc.text, note.spans, gap="\n"), cites, note.label)
    assert {n for n, found in works.items() if not found} == REMARKS
    assert all(len(found) == 1 for n, found in works.items() if n not in REMARKS)
    first = {n: found[0] for n, found in works.items() if found}
    again = {n: {m for m in first if m < n and m not in AGAIN and first[m].key == work.key} for n, work in first.items()}
    assert {n: min(same) for n, same in again.items() if same} == AGAIN
    assert {n: first[n].page for n in PAGES} == PAGES
    assert Counter(work.how for work in first.values()) == {"note": 21, "ibid": 7, "short form": 5}
    assert [len(first[n].authors) for n in (11, 17, 27, 28, 34)] == [3, 2, 0, 0, 2]
    assert [first[n].year for n in (4, 10, 27, 30, 31)] == [None] * 5  # the day of access is no year of the work
    assert not any(" " in (work.url or "") for work in first.values())


def test_forms_page_numbers_and_breaks_are_out_of_the_flow(report):
    kinds = Counter(piece for piece in report.kinds())
    assert kinds["form"] >= 1 and kinds["page_number"] >= 3
    blocks = [block for block in report.blocks if len(block) > 200]
    assert len(blocks) >= 35
    # sentences are whole over pages: no long block begins in lower case or ends in the middle of one
    assert [block[:1] for block in blocks if block[0].islower() and not block.startswith("al ")] == []
    assert [block[-1:] for block in blocks if block[-1] not in ".?”’:)"] == []
