"""What turns the order, against examples worked by hand, and against weighing anew without the thing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix_rows import make_document, make_matrix_rows, weigh

from sayso.schema import Sensitivity, StemmaEdge, Tables, Weighing
from sayso.weigh.scores import add_up, make_matrix, share_out
from sayso.weigh.sensitivity import MOST_ROWS, Sums, find_fewest_turns

MARKS = st.sampled_from("CIN-?")


def rows(tables: Tables, kind: str) -> dict[str, Sensitivity]:
    return {row.object_id: row for row in weigh(tables).take(Sensitivity) if row.kind == kind}


def test_the_origin_on_which_the_order_rests():
    # H2 has 2 against it (p and q), H1 has 1 (r). Without p both have 1: they lead together.
    tables = make_matrix_rows({"g1": "CI", "g2": "CI", "g3": "IC"}, {"g1": "p", "g2": "q", "g3": "r"})
    found = rows(tables, "origin")
    assert {id_: (row.is_turned, row.swing, row.sums) for id_, row in found.items()} == {
        "p": (True, 1.0, (("H1", 1.0), ("H2", 1.0))),
        "q": (True, 1.0, (("H1", 1.0), ("H2", 1.0))),
        "r": (False, 1.0, (("H1", 0.0), ("H2", 2.0))),
    }
    assert found["p"].why.startswith("without it 1 piece of evidence loses a line, H1 and H2 lead, no longer H1 alone")


def test_a_cell_turned_round():
    tables = make_matrix_rows({"g1": "CI", "g2": "NC"}, {"g1": "p", "g2": "q"})
    found = rows(tables, "cell")
    assert found["H2 g1 affirmed"].sums == (("H1", 0.0), ("H2", 0.0))
    assert found["H2 g1 affirmed"].is_turned
    # Were g1 against H1 as well it would speak against both alike: 1 and 1.
    assert found["H1 g1 affirmed"].sums == (("H1", 1.0), ("H2", 1.0))
    assert found["H1 g2 affirmed"].sums == (("H1", 1.0), ("H2", 1.0))
    assert not found["H2 g2 affirmed"].is_turned


def test_a_document_on_the_only_way_to_an_origin_takes_it_along():
    tables = make_matrix_rows({"g1": "CI", "g2": "IC"}, {"g1": "p", "g2": "q"})
    assert rows(tables, "document")["d-g1"].sums == (("H1", 1.0), ("H2", 0.0))


def test_a_document_beside_which_another_tells_it_moves_nothing():
    tables = make_matrix_rows({"g1": "CI", "g2": "IC"}, {"g1": "p", "g2": "q"})
    copied = Tables({name: list(tables.named(name)) for name in tables.names()})
    copied.add("documents", [make_document("d-copy")])
    claim, member = copied.named("claims")[0], copied.named("memberships")[0]
    import dataclasses  # noqa: PLC0415

    copied.add("claims", [dataclasses.replace(claim, id="c-copy", document_id="d-copy")])
    copied.add("memberships", [dataclasses.replace(member, claim_id="c-copy")])
    copied.add("stemma_edges", [StemmaEdge("g1", "affirmed", "d-copy", "p", "c-copy", "attribution", "")])
    assert "d-g1" in rows(tables, "document")
    assert rows(copied, "document").keys() == {"d-g2"}
    assert rows(copied, "origin") == rows(tables, "origin")


def test_a_source_between_is_tried_as_a_source():
    tables = make_matrix_rows({"g1": "CI", "g2": "IC"}, {"g1": "p", "g2": "q"})
    edges = [row for row in tables.named("stemma_edges") if row.group_id != "g1"]
    edges += [
        StemmaEdge("g1", "affirmed", "d-g1", "agency", "c-g1", "attribution", ""),
        StemmaEdge("g1", "affirmed", "agency", "p", "c-g1", "attribution", ""),
    ]
    carried = Tables({name: tables.named(name) for name in tables.names() if name != "stemma_edges"})
    carried.add("stemma_edges", edges)
    assert rows(carried, "source")["agency"].sums == (("H1", 1.0), ("H2", 0.0))


def test_how_wrong_it_would_have_to_be():
    # Three origins speak against H2 and one against H1: two of the three cells must be wrong, for then H2 has no more than H1.
    tables = make_matrix_rows(
        {"g1": "NI", "g2": "NI", "g3": "NI", "g4": "IN"}, {"g1": "p", "g2": "q", "g3": "r", "g4": "s"}
    )
    matrix = make_matrix(tables)
    turned = find_fewest_turns(matrix)
    # Making one of them speak against H1 as well moves as far: any two that close the gap of two will do.
    assert len(turned) == 2
    (row,) = [row for row in weigh(tables).take(Sensitivity) if row.kind == "cells"]
    assert row.is_turned
    assert row.object_id.count(";") == 1


def test_with_no_gap_nothing_has_to_be_wrong():
    assert find_fewest_turns(make_matrix(make_matrix_rows({"g1": "CI", "g2": "IC"}, {"g1": "p", "g2": "q"}))) == []


@pytest.mark.parametrize("marks", ["", "C"])
def test_fewer_than_two_hypotheses_have_no_order(marks):
    assert weigh(make_matrix_rows({"g1": marks}, {"g1": "p"})).take(Sensitivity) == []


def test_rows_are_bounded_and_those_that_turn_come_first():
    matrix = {f"g{i}": "CIN" for i in range(300)}
    tables = make_matrix_rows(matrix, {group: "p" if i else "q" for i, group in enumerate(matrix)})
    found = weigh(tables).take(Sensitivity)
    cells = [row for row in found if row.kind == "cell"]
    assert len(cells) == MOST_ROWS
    assert [row.is_turned for row in cells] == sorted((row.is_turned for row in cells), reverse=True)


# ---------------------------------------------------------------- laws


@st.composite
def matrices(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    n = draw(st.integers(2, 4))
    groups = [f"g{i}" for i in range(draw(st.integers(1, 6)))]
    marks = st.lists(MARKS, min_size=n, max_size=n).map("".join)
    origins = {
        group: "".join(draw(st.lists(st.sampled_from("pqrst"), min_size=1, max_size=3, unique=True)))
        for group in groups
    }
    lines = {group: draw(st.integers(1, len(origins[group]))) for group in groups}
    return {group: draw(marks) for group in groups}, origins, lines


@given(matrices())
@settings(deadline=None)
def test_the_sums_by_origin_are_those_by_evidence(drawn):
    matrix = make_matrix(make_matrix_rows(drawn[0], drawn[1], lines=drawn[2]))
    weights = [sum(shares.values()) for shares in share_out(matrix)]
    assert np.allclose(Sums(matrix).total, add_up(matrix, weights))


@given(matrices())
@settings(deadline=None)
def test_without_an_origin_the_sums_are_those_of_a_case_that_never_had_it(drawn):
    matrix, origins, lines = drawn
    for gone, row in rows(make_matrix_rows(matrix, origins, lines=lines), "origin").items():
        left = {group: some.replace(gone, "") for group, some in origins.items()}
        fewer = {group: min(lines[group], len(left[group])) for group in left}
        told = weigh(make_matrix_rows(matrix, left, lines=fewer)).take(Weighing)
        assert dict(row.sums) == pytest.approx({one.hypothesis_id: one.weighted for one in told})


@given(matrices())
@settings(deadline=None)
def test_a_turned_cell_gives_the_sums_of_the_matrix_that_has_it_so(drawn):
    matrix, origins, lines = drawn
    for id_, row in rows(make_matrix_rows(matrix, origins, lines=lines), "cell").items():
        hypothesis, group, _ = id_.split()
        at = int(hypothesis[1:]) - 1
        mark = "C" if matrix[group][at] == "I" else "I"
        other = matrix | {group: matrix[group][:at] + mark + matrix[group][at + 1 :]}
        told = weigh(make_matrix_rows(other, origins, lines=lines)).take(Weighing)
        assert dict(row.sums) == pytest.approx({one.hypothesis_id: one.weighted for one in told})


@given(matrices())
@settings(deadline=None)
def test_what_is_neutral_can_be_taken_away(drawn):
    matrix, origins, lines = drawn
    n = len(next(iter(matrix.values())))
    with_it = make_matrix_rows(matrix | {"more": "N" * n}, origins | {"more": "z"}, lines=lines)
    assert "z" not in rows(with_it, "origin")
    assert "d-more" not in rows(with_it, "document")
