"""Subjects that a headline's participle or a relative clause hides."""

from __future__ import annotations

import pytest

from plain import make_tables
from sayso.read.attribute import find_layings
from sayso.read.deciding import decide
from sayso.read.layings import Sureness
from sayso.read.misplaced import find_displaced
from sayso.read.modelled import Seen
from sayso.read.page import make_page
from sayso.schema import Spans

CASES = [  # text, cue, words taken for its source, its subject; none where they stand
    ("Ten rowers arrested as inspectors find no trace of oil", "find", "Ten rowers arrested as inspectors", "inspectors"),
    ("Ten rowers arrested as inspectors found no trace of oil.", "found", "Ten rowers arrested as inspectors", None),
    ("Man known as the Heron says he sold the oil", "says", "Man known as the Heron", None),
    ("Harbour inspectors find no trace of oil", "find", "Harbour inspectors", None),
    ("“There is nothing,” said Orla Tamm, whose son, Jory, has been missing since May.", "said", "Jory", "Orla Tamm"),
    ("“There is nothing,” said Orla Tamm, whose son has been missing since May.", "said", "Orla Tamm", None),
    ("The warden said boats, whose owners complained, and the reeve were gone.", "said", "The warden", None),
]


def spans_of(text: str, words: str) -> Spans:
    return ((text.index(words), text.index(words) + len(words)),)


@pytest.mark.parametrize(("text", "cue", "taken", "subject"), CASES)
def test_the_subject_is_found_where_it_stands(text: str, cue: str, taken: str, subject: str | None) -> None:
    page = make_page(make_tables(text))
    found = find_displaced(page.tokens_in(spans_of(text, cue)), page.tokens_in(spans_of(text, taken)))
    assert (str(found) if found is not None else None) == subject


def test_a_headline_is_laid_to_its_last_subject_by_both() -> None:
    text, cue, taken, subject = CASES[0]
    page = make_page(make_tables(text))
    ruled = find_layings(page.text, page.prose)
    assert [one.source for one in ruled] == [spans_of(text, subject or "")]
    seen = Seen(spans_of(text, cue), spans_of(text, taken), spans_of(text, "no trace of oil"), 0.9, Sureness(0.9, 0.8, 0.7, 0.6), 0)
    (one,) = decide(page, [seen], ruled, alone=0.6)
    assert one.source == spans_of(text, "inspectors")
    assert one.source_head is not None and one.source_head.text == "inspectors"
