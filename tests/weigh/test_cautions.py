"""Weaknesses that are told, each where it is and not where it isn't."""

from __future__ import annotations

import dataclasses

import pytest
from matrix_rows import make_matrix_rows, weigh

from sayso.engine.stage import run_stage
from sayso.schema import Caution, Grade, Tables
from sayso.weigh.cautions import CAUTIONS, MOST_GRADES


def caution(tables: Tables) -> list[Caution]:
    """Cautions of given cells, with their sums."""
    scored = weigh(tables)
    whole = Tables({name: tables.named(name) for name in tables.names()})
    for name in scored.names():
        whole.add(name, scored.named(name))
    return run_stage(CAUTIONS, whole).take(Caution)


def kinds(tables: Tables) -> set[tuple[str, str]]:
    return {(row.kind, row.object_id) for row in caution(tables)}


def confirm(tables: Tables) -> Tables:
    """The same with every cell ruled and every source graded by a person."""
    ruled = Tables({name: tables.named(name) for name in tables.names() if name != "cells"})
    ruled.add(
        "cells",
        [
            dataclasses.replace(row, state="confirmed", ratings=(("Ann", row.value or ""),))
            for row in tables.named("cells")
        ],
    )
    ruled.add(
        "grades", [Grade("source", row.id, "B", "F", (), None, (), "", "confirmed") for row in tables.named("sources")]
    )
    return ruled


SOUND = ({"g1": "CI", "g2": "CI", "g3": "IC"}, {"g1": "p", "g2": "q", "g3": "r"})


def test_a_sound_matrix_has_none():
    assert kinds(confirm(make_matrix_rows(*SOUND))) == set()


def test_what_was_only_proposed_is_told_of():
    found = kinds(make_matrix_rows(*SOUND))
    assert found == {("nobody filled", "H1"), ("nobody filled", "H2")} | {
        ("never ruled grade", source) for source in "pqr"
    }


@pytest.mark.parametrize(
    ("matrix", "origins", "expected"),
    [
        pytest.param(
            {"g1": "CC", "g2": "CI"}, {"g1": "p", "g2": "q"}, ("fits everything", "g1 affirmed"), id="fits all"
        ),
        pytest.param({"g1": "CI"}, {"g1": "p"}, ("rests on one line", "H1"), id="one line"),
        pytest.param({"g1": "NI"}, {"g1": "p"}, ("rests on one line", "H1"), id="leads with nothing"),
        pytest.param({"g1": "C"}, {"g1": "p"}, ("one hypothesis", "H1"), id="one hypothesis"),
        pytest.param({"g1": "C?"}, {"g1": "p"}, ("nobody filled", "H2"), id="an empty cell"),
    ],
)
def test_each_weakness_is_told(matrix, origins, expected):
    assert expected in kinds(confirm(make_matrix_rows(matrix, origins)))


def test_no_evidence():
    tables = make_matrix_rows({"g1": "CI"}, {"g1": "p"})
    assert kinds(Tables({"hypotheses": tables.named("hypotheses")})) == {("no evidence", "")}


def test_raters_who_disagree():
    tables = confirm(make_matrix_rows(*SOUND))
    cells = tables.named("cells")
    cells[0] = dataclasses.replace(
        cells[0], value=None, ratings=(("Ann", "neutral"), ("Bo", "consistent")), disagreement=1.0
    )
    (told,) = [row.why for row in caution(tables) if row.kind == "raters disagree"]
    assert told == "raters disagree on H1 and g1: Ann neutral, Bo consistent; so it stays empty"


def test_many_grades_that_nobody_ruled_are_counted():
    origins = {f"g{i}": chr(0x4E00 + i) for i in range(MOST_GRADES + 5)}
    found = [
        row
        for row in caution(make_matrix_rows(dict.fromkeys(origins, "CI"), origins))
        if row.kind == "never ruled grade"
    ]
    assert len(found) == MOST_GRADES + 1
    assert [row.why for row in found if not row.object_id] == ["the reliability of 5 more sources was never ruled on"]
