"""Actors and ties in the brief: each tie as somebody's word, with the passages that say and deny it."""

from __future__ import annotations

from sayso.schema import Tables
from sayso.tell.making import make_model
from sayso.tell.model import Brief, Figure, Section, Table, walk
from sayso.tell.ties import Tie, TieSaid
from tell.brief_rows import MADE_AT


def said(claim_id: str, document_id: str, *, is_denial: bool = False) -> TieSaid:
    return TieSaid(claim_id, document_id, "", None, "", (), "reports", "", (), "accused", is_denial, False)


def section_of(case: Tables, ties: list[Tie], mask: dict[str, str] | None = None) -> Section:
    brief: Brief = make_model(case, question="", made_at=MADE_AT, version="0", mask=mask, ties=ties)
    return next(block for block in walk(brief.sections) if isinstance(block, Section) and block.anchor == "ties")


TIE = Tie(
    "s-mayor", "s-plant", "Mayor Ilse Tarn", "Saltmere reservoir", "ACCUSE", -1, "hostile in words", False,
    (said("c1", "courier"), said("c2", "herald"), said("gone", "weir")), (said("c3", "tribune", is_denial=True),), None, None,
)


def test_a_tie_names_who_says_and_who_denies_it(case: Tables) -> None:
    figure, table = section_of(case, [TIE]).blocks
    assert isinstance(table, Table) and isinstance(figure, Figure)
    (row,) = table.rows
    assert ["".join(run.text for run in cell) for cell in row.cells] == [
        "Mayor Ilse Tarn", "hostile in words (accuse)", "Saltmere reservoir", "The Saltmere Courier, Fenwick Herald",
        "Moor Tribune",
    ]
    assert [passage.claim_id for passage in row.passages] == ["c1", "c2", "c3"]
    assert "Mayor Ilse Tarn" in figure.alt


def test_names_of_ties_are_masked(case: Tables) -> None:
    section = section_of(case, [TIE], {"s-mayor": "Person 1"})
    assert "Tarn" not in repr(section)
    assert "Person 1" in repr(section)
