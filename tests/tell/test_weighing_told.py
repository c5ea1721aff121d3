"""The weighing in plain text: within 80 columns whatever is weighed, what tells first, how wrong it would have to be in words."""

from __future__ import annotations

import dataclasses
import re

import pytest

from sayso import tell
from sayso.engine.stage import run_stages
from sayso.errors import UnknownName
from sayso.schema import Cell, EvidenceItem, Grade, Hypothesis, Tables
from sayso.tell.making import make_model
from sayso.tell.markdown import to_markdown
from sayso.weigh.cautions import CAUTIONS
from tell.weighed import judge, make_weighed, replace_rows
from weigh.matrix_rows import make_matrix_rows, weigh


def make_told(matrix: dict[str, str], origins: dict[str, str], **more: dict[str, int]) -> Tables:
    """Rows of a matrix with sums, changes and cautions; nobody ruled on anything."""
    tables = make_weighed_rows(matrix, origins, **more)
    return add(tables, run_stages((CAUTIONS,), tables))


def make_weighed_rows(matrix: dict[str, str], origins: dict[str, str], **more: dict[str, int]) -> Tables:
    tables = make_matrix_rows(matrix, origins, **more)
    return add(tables, weigh(tables))


def add(tables: Tables, others: Tables) -> Tables:
    for name in others.names():
        tables.add(name, others.named(name))
    return tables


def say(tables: Tables, *, is_transposed: bool = False) -> str:
    return " ".join(tell.tell_weighing(tables, is_transposed=is_transposed).split())


@pytest.mark.parametrize("is_transposed", [False, True])
@pytest.mark.parametrize(
    ("n_hypotheses", "n_pieces"),
    [
        pytest.param(2, 1, id="small"), pytest.param(12, 30, id="twelve hypotheses"), pytest.param(60, 200, id="large"),
        pytest.param(500, 12, id="500 hypotheses"),
    ],
)
def test_it_stays_within_80_columns(n_hypotheses: int, n_pieces: int, is_transposed: bool) -> None:
    matrix = {f"g{i}": "".join("CI"[(i + n) % 2] for n in range(n_hypotheses)) for i in range(n_pieces)}
    tables = make_told(matrix, dict.fromkeys(matrix, "p"))
    tables = Tables({**{name: tables.named(name) for name in tables.names()}, "hypotheses": [
        dataclasses.replace(row, text=f"{row.text}: that somebody else did it " + "and so on " * 30)
        for row in tables.take(Hypothesis)
    ]})
    lines = tell.tell_weighing(tables, is_transposed=is_transposed).splitlines()
    assert max(map(len, lines)) <= 80
    shown = min(n_hypotheses, 40)
    assert sum(re.match(r"H\d+  ", line) is not None for line in lines) == shown
    if n_hypotheses > 40:
        assert f"and {n_hypotheses - 40} more, which don't lead; --json has all" in lines


def test_signs_stand_under_their_columns_and_after_their_rows() -> None:
    tables = make_told({"g1": "CI", "g2": "IC", "g3": "N?"}, {"g1": "p", "g2": "q", "g3": "r"})
    lines = tell.tell_weighing(tables, is_transposed=False).splitlines()
    head = next(at for at, line in enumerate(lines) if line.split() == ["1", "2", "3"])
    columns = [lines[head].index(number) for number in "123"]
    assert ["".join(row[at] for at in columns) for row in lines[head + 1 : head + 3]] == ["+-o", "-+?"]
    lines = tell.tell_weighing(tables, is_transposed=True).splitlines()
    head = next(at for at, line in enumerate(lines) if line.split() == ["H1", "H2"])
    assert [line.split() for line in lines[head + 1 : head + 4]] == [["1", "+", "-"], ["2", "-", "+"], ["3", "o", "?"]]


def test_a_brief_calls_nothing_neutral_that_has_an_empty_cell_and_says_on_what_people_differ() -> None:
    tables = make_told({"g1": "CI", "g2": "NN", "g3": "N?", "g4": "I?"}, {"g1": "p", "g2": "q", "g3": "r", "g4": "s"})
    cells = [
        dataclasses.replace(row, disagreement=1.0, ratings=(("Ann", "consistent"), ("Bo", "inconsistent")), state="confirmed")
        if (row.group_id, row.value) == ("g4", None) else row for row in tables.take(Cell)
    ]
    tables = replace_rows(tables, "cells", cells)
    told = to_markdown(make_model(tables, question="", made_at="2031-05-01T10:00:00+00:00", version="test"))
    assert "1 piece of evidence is neutral to every hypothesis, or not applicable." in told
    assert "1 piece speaks for or against none so far, and has empty cells." in told
    assert "inconsistent with [*H1*](#hypothesis-H1); people differ on [H2](#hypothesis-H2)" in told


def test_evidence_has_the_number_that_it_has_in_pictures_of_the_matrix() -> None:
    # g2 is neutral to all and isn't laid out, but its place is its own: it weighs more than g3, of which nobody knows anything.
    tables = make_told({"g1": "CI", "g2": "NN", "g3": "N?"}, {"g1": "p", "g2": "qr", "g3": "s"})
    ordinals = {row.group_id: row.ordinal for row in tables.take(EvidenceItem)}
    assert ordinals == {"g1": 0, "g2": 1, "g3": 2}
    assert "1 “what g1 tells” (g1) weighs" in say(tables)
    assert "3 “what g3 tells” (g3) weighs" in say(tables)


def test_what_is_neutral_to_all_is_counted_and_not_laid_out() -> None:
    tables = make_told({"g1": "CI", "g2": "NN", "g3": "NN"}, {"g1": "p", "g2": "q", "g3": "r"})
    told = say(tables)
    assert "2 more pieces of evidence are near to the question and, so far as sayso can tell, neutral" in told
    assert "“what g2 tells” (g2) weighs" not in told
    assert "“what g2 tells” (g2) with H1" in told  # where it would turn the order, with the id to rule on it by
    assert "“what g1 tells” (g1)" in told


def test_how_wrong_it_would_have_to_be() -> None:
    one = make_told({"g1": "CI"}, {"g1": "p"})
    assert "Without 1 origin or 1 document, any one alone, another hypothesis leads" in say(one)
    assert "One cell is enough. 2 cells that speak for or against would do it, any one turned round:" in say(one)
    assert "were it consistent, H1 and H2 lead, no longer H1 alone; weighted sums then: H1 0.00, H2 0.00" in say(one)
    held = make_told({"g1": "CI", "g2": "NC"}, {"g1": "p", "g2": "q"})
    assert "1 cell held neutral would do it, any one of them made inconsistent: - [2] “what g2 tells” with H1" in say(held)
    sure = make_told({f"g{i}": "CI" for i in range(3)} | {"g3": "IC"}, {"g0": "p", "g1": "q", "g2": "r", "g3": "s"})
    assert "No single origin, source or document, taken away, makes another lead. No single cell" in say(sure)
    assert "The fewest cells found that must all be wrong for another to lead: 2." in say(sure)
    assert "(as proposed: inconsistent)" in say(sure)
    even = make_told({"g1": "II"}, {"g1": "p"})
    assert "No hypothesis leads: the evidence speaks against all of them alike." in say(even)


def test_a_leader_on_two_origins_of_one_line_is_told() -> None:
    matrix = {"g1": "CI"}
    assert "H1 leads and rests on 2 origins that make no more than one established line" in say(
        make_told(matrix, {"g1": "pq"}, lines={"g1": 1})
    )
    assert "rests on one line" not in say(make_told(matrix, {"g1": "pq"}))
    assert "rests on one line: H1 leads and rests on one origin" in say(make_told(matrix, {"g1": "p"}))


def test_people_who_judge_otherwise_are_named() -> None:
    tables = make_weighed()
    tables.add("judgements", [judge(9, "H1", "Cem Aksoy", likelihood="unlikely", low=0.2, high=0.45)])
    told = say(tables)
    assert "Ann Ferris, 2031-05-02: likelihood likely (55% to 80%); confidence moderate" in told
    assert "Cem Aksoy, 2031-05-02: likelihood unlikely (20% to 45%)" in told
    assert "seen otherwise: Bo Lunt thinks it unlikely" in told


def test_four_things_go_by_four_names() -> None:
    """Reliability, credibility, likelihood and confidence: wherever one stands its name stands before it."""
    tables = make_weighed()
    rows = {row["id"]: row for row in tell.describe_grades(tables)}
    assert next(iter(list(tell.tell_grade(rows["s-mayor"]))[1:])) == "    reliability C, proposed: fairly reliable"
    assert "    credibility 2, ruled (proposed: 3): probably true" in list(tell.tell_grade(rows["c1"]))
    assert "likelihood likely" in say(tables)
    assert "confidence moderate" in say(tables)


def test_what_a_judgement_has_to_go_by() -> None:
    tables = make_weighed_rows({"g1": "CI", "g2": "IC", "g3": "N?"}, {"g1": "p", "g2": "qr", "g3": "s"})
    tables.add("grades", [
        Grade("source", "p", "B", "F", (), None, (), "ruling 1", "confirmed"), Grade("claim", "c-g1", "3", "3", (), None, (), ""),
    ])
    ground = tell.describe_ground(tables, "H1")
    assert (ground["place"], ground["n_hypotheses"]) == (2, 2)  # p is one origin against H2, q and r are two against H1
    assert [(row["group"], row["lines"], row["digits"]) for row in ground["for"]] == [("g1", 1, ["3"])]
    assert [row["group"] for row in ground["against"]] == ["g2"]
    told = "\n".join(tell.tell_ground(ground))
    assert "1 line; credibility 3; origins: Source p, reliability B, ruled (proposed: F)" in told
    assert "Source q, reliability not graded" in told
    assert "the reliability of 2 of the origins behind these cannot be judged, or was not" in told
    assert "people ruled on 0" in told
    with pytest.raises(UnknownName):
        tell.describe_ground(tables, "H9")
