"""How tellings hang together, in words; the earliest known telling."""

from __future__ import annotations

import dataclasses

import pytest
from pile_tables import Pile

from sayso.schema import Document


def date(pile: Pile, **dates: str | None) -> None:
    rows = pile.tables.take(Document)
    for at, row in enumerate(rows):
        if row.id in dates:
            rows[at] = dataclasses.replace(row, published=dates[row.id])


def test_through_whom_they_have_it() -> None:
    pile = Pile()
    for name in ("A", "B", "C"):
        pile.tell(name, "trade paper", "mayor")
    pile.tell("D", "mayor")
    pile.change_source("trade paper", kind="document")
    why = pile.tally().why
    assert why.startswith("4 documents, 1 line: all rest on mayor")
    assert "3 have it from trade paper, which has it from mayor" in why


def test_a_person_between_is_who() -> None:
    pile = Pile()
    for name in ("A", "B"):
        pile.tell(name, "guard", "mayor")
    pile.change_source("guard", kind="person")
    assert "2 have it from guard, who has it from mayor" in pile.tally().why


def test_what_is_in_the_cut_is_not_said_twice() -> None:
    pile = Pile()
    for name in ("A", "B"):
        pile.tell(name, "mayor", "engineer?")
    why = pile.tally().why
    assert "mayor, who rests on 1 unnamed source" in why or "mayor, which rests on 1 unnamed source" in why
    assert "have it from" not in why


def test_copies_and_shared_passages_are_told() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    for name in ("B", "C"):
        pile.tell(name)
        pile.copy("A", name)
    assert "2 repeat a passage of A" in pile.tally().why
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("B", "mayor")
    pile.copy("A", "B", direction=None)
    assert "2 share one passage or quotation" in pile.tally().why


@pytest.mark.parametrize(
    ("dates", "first", "seen"),
    [
        pytest.param({"A": "2031-05-02", "B": "2031-05-01"}, "B", "2031-05-01", id="the earliest"),
        pytest.param({"A": "2031-05-02", "B": "2031-05-02"}, None, None, id="a tie has no first"),
        pytest.param({"A": "2031-05-02", "B": "2031-05"}, None, None, id="a month and a day of it are a tie"),
        pytest.param({"A": None, "B": None}, None, None, id="nothing dated"),
        pytest.param({"A": "2031-05-02", "B": None}, "A", "2031-05-02", id="the only one dated"),
    ],
)
def test_the_earliest_known_telling(dates: dict[str, str | None], first: str | None, seen: str | None) -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("B", "mayor")
    date(pile, **dates)
    tally = pile.tally()
    assert (tally.first_document_id, tally.first_seen) == (first, seen)
    assert ("earliest known telling" in tally.why) is (first is not None)
    assert ("(1 without)" in tally.why) is (list(dates.values()).count(None) == 1)


def test_a_single_telling_is_its_own_first() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    date(pile, A="2031-05-02")
    tally = pile.tally()
    assert (tally.first_document_id, tally.first_seen) == ("A", "2031-05-02")
    assert "earliest" not in tally.why
