"""A sample as a sheet, and a sheet as answers."""

from __future__ import annotations

import csv
import io

import pytest

from sayso.errors import BadAnswers
from sayso.schema import Piece, Tables
from sayso.tell import ATTRIBUTION, Answer, Screens, make_sheet, read_answers
from sayso.tell.samples import find_population
from tell.check_rows import make_document, make_gates


def make_rows(tables):
    population = find_population(tables)
    items = [item for some in population.items.values() for item in some]
    return population, items, list(csv.DictReader(io.StringIO(make_sheet(items, Screens(tables)).removeprefix("\ufeff"))))


def write(rows, *, separator=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_filled_sheet_is_read_back(separator, mark):
    population, items, rows = make_rows(make_gates(4))
    for item, row in zip(items, rows, strict=True):
        row["answer"] = "r" if item.task == ATTRIBUTION else "1"
    given = read_answers(mark + write(rows, separator=separator), population=population, where="sheet.csv")
    assert [one.item for one in given] == items
    assert {one.answer for one in given} == {Answer(("right",)), Answer(("counted",), 0, 1)}


def test_a_sheet_shows_what_is_asked():
    _, items, rows = make_rows(make_gates(4))
    assert [row["id"] for row in rows] == [item.shown_id for item in items]
    assert rows[0]["passage"].startswith("{Keeper 0} *said* [[gate 0 was shut]].")
    assert "Keeper 0 (person)" in rows[0]["taken_for"]
    assert "how many of the 1 marked" in rows[-1]["question"]


@pytest.mark.parametrize("words", ["=cmd|'/c calc'!A1 said so", "+1 was what he said", "-2 is not it", "@SUM(1) of all"])
def test_no_cell_is_a_formula(words):
    document = make_document(words, "=1+1.txt")
    tables = Tables({"documents": [document], "pieces": [Piece(document.id, 0, "p", "paragraph", 0, len(words), None, None)]})
    _, _, [row] = make_rows(tables)
    assert row["passage"] == f"'{words}"
    assert not any(cell[:1] and cell[0] in "=+-@\t\r" for cell in row.values())


def test_lines_without_an_answer_are_passed_over():
    population, items, rows = make_rows(make_gates(4))
    rows[2]["answer"] = " r "
    [given] = read_answers(write(rows), population=population, where="sheet.csv")
    assert given.item == items[2]


def bad(text, population, match):
    with pytest.raises(BadAnswers, match=match):
        read_answers(text, population=population, where="sheet.csv")


def test_what_cannot_be_read_is_told_by_its_line():
    csv.field_size_limit(131_072)  # Python's own, which other libraries change for the whole process
    population, items, _ = make_rows(make_gates(4))
    id_ = items[0].shown_id
    bad(f"id,answer\n{id_},r\nw0,r\n", population, "line 3: w0")
    bad(f"id,answer\n{id_},maybe\n", population, r"line 2: `maybe` is no answer")
    bad(f"id,answer\n{id_},r\n{id_},s\n", population, "line 3: another line")
    bad("name,value\n1,2\n", population, "no columns")
    bad("", population, "no columns")
    bad(f"id,answer\n{id_},r\n{items[-1].shown_id},99\n", population, "line 3: `99`")
    bad("id,answer\n" + "x" * 200_000 + ",r\n", population, "isn't CSV")


def test_the_same_answer_twice_is_one():
    population, items, _ = make_rows(make_gates(4))
    id_ = items[0].shown_id
    assert len(read_answers(f"answer,id\nright,{id_}\nr,{id_}\n", population=population, where="-")) == 1
