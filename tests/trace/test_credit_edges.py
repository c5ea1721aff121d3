"""Credits as edges: datelines, 'via', 'h/t', 'first reported by'."""

from __future__ import annotations

import dataclasses

import pytest
from pile_tables import WIDTH, Pile

from sayso.schema import Document, Note, Source


def write(pile: Pile, name: str, text: str, *, publisher: str | None = None) -> None:
    """Put words at the end of the first claim's place, and say who published a document."""
    rows = pile.tables.take(Document)
    at = next(i for i, row in enumerate(rows) if row.id == name)
    text = text if "\n" in text or not text else text.ljust(WIDTH)
    rows[at] = dataclasses.replace(rows[at], text=text + rows[at].text[len(text) :], publisher=publisher)


def add_source(pile: Pile, name: str) -> None:
    pile.tables.add("sources", [Source(f"s:{name}", name, "organisation", True, True, (), None, None)])


@pytest.mark.parametrize(
    "credit", ["ORREL, May 3 (Tidal News) - said", "said so (via Tidal News)", "said, as first reported by Tidal News"]
)
def test_papers_that_credit_one_agency_are_one_line(credit: str) -> None:
    pile = Pile()
    for name in ("A", "B", "C"):
        pile.tell(name)
        write(pile, name, credit)
    assert pile.tally().verdict == "independence not established"
    add_source(pile, "Tidal News")
    assert ("A", "s:Tidal News", "attribution") in pile.edges()
    tally = pile.tally()
    assert (tally.lines, tally.lines_possible, tally.cut) == (1, 1, ("Tidal News",))
    assert tally.verdict == "same origin"


def test_the_agency_s_own_document_stands_for_it_and_goes_on() -> None:
    pile = Pile()
    pile.tell("Wire", "mayor")
    write(pile, "Wire", "ORREL, May 3 (Tidal News) - said", publisher="Tidal News")
    for name in ("A", "B"):
        pile.tell(name)
        write(pile, name, "said so (via Tidal News)")
    assert {("A", "Wire", "citation"), ("B", "Wire", "citation")} <= pile.edges()
    tally = pile.tally()
    assert (tally.lines, tally.lines_possible, tally.cut) == (1, 1, ("mayor",))


def test_a_claim_that_is_laid_to_somebody_keeps_him() -> None:
    pile = Pile()
    add_source(pile, "Tidal News")
    pile.tell("A", "mayor")
    write(pile, "A", "said so (via Tidal News)")
    assert not any(head == "s:Tidal News" for _, head, _ in pile.edges())


def test_a_credit_in_another_sentence_is_not_the_claim_s() -> None:
    pile = Pile()
    add_source(pile, "Tidal News")
    pile.tell("A")
    pile.tell("A")
    write(pile, "A", ("said. ".ljust(WIDTH) + "said, as first reported by Tidal News").ljust(2 * WIDTH))
    heads = {(edge.claim_id, edge.head) for edge in pile.trace().named("stemma_edges")}
    assert ("A/1", "s:Tidal News") in heads
    assert ("A/0", "s:Tidal News") not in heads


def test_a_link_to_a_document_of_the_case_is_an_edge() -> None:
    for url, found in (("http://wire.example/drums/?x=1", True), ("http://wire.example/other", False)):
        pile = Pile()
        pile.tell("Wire", "mayor")
        pile.tell("A")
        rows = pile.tables.take(Document)
        rows[0] = dataclasses.replace(rows[0], url="https://www.wire.example/drums")
        pile.tables.add("notes", [Note("n", "A", "link", "the wire", ((10, 18),), (), url)])
        assert (("A", "Wire", "citation") in pile.edges()) is found
        assert (pile.tally().lines_possible == 1) is found
