"""A check under way: every answer kept at once, gone on with later, and told apart from what is read anew."""

import dataclasses

import pytest

from sayso.case import Case, Checking
from sayso.errors import NothingToCheck
from sayso.schema import Attribution, Check, Referent
from sayso.store.contract import Reading
from sayso.tell import ATTRIBUTION, Answer, make_answer

TEXT = (
    "The sluice at Hexworth was open all night, Mayor Orla Penn said on Tuesday.\n\n"
    "The water board denied that the sluice had been open. \"Nobody touched it,\" said its spokesman, Tam Reed.\n\n"
    "Rain fell on both banks until the evening, and nobody was about.\n"
)


@pytest.fixture
def case(tmp_path):
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    with Case.create(tmp_path / "case") as opened:
        opened.add([tmp_path / "note.txt"])
        yield opened


def answer_all(checking):
    for item in checking.unanswered():
        checking.save(item, make_answer("r") if item.task == ATTRIBUTION else Answer(("counted",), 0, 0))


def test_each_answer_is_kept_with_what_was_shown(case):
    checking = Checking(case, by=" ann ")
    first = checking.items[0]
    checking.save(first, make_answer("ls"))
    [row] = case.tables().take(Check)
    assert (row.by, row.answer, row.unit_id, row.seed, row.n) == ("ann", ("source", "long"), first.unit_id, 1, 30)
    assert (row.source_spans, row.cue_spans) == (first.marked[0].source_spans, first.marked[0].cue_spans)
    assert "[[" in row.shown
    assert "laid to: " in row.shown
    assert case.store.check() == 4  # read, linked, kept, checked


def test_it_goes_on_where_it_was(case):
    checking = Checking(case, by="ann", n=5, seed=9)
    n_items = len(checking.items)
    checking.save(checking.items[0], make_answer("r"))
    again = Checking(case, by="ann")
    assert again.figures.asked == checking.figures.asked  # n and seed as they were
    assert [item.unit_id for item in again.unanswered()] == [item.unit_id for item in checking.items[1:]]
    assert len(Checking(case, by="bo").unanswered()) == n_items


def test_a_changed_mind_is_another_row(case):
    checking = Checking(case, by="ann")
    for key in "rn":
        checking.save(checking.items[0], make_answer(key))
    assert [row.answer for row in case.tables().take(Check)] == [("right",), ("none",)]
    assert checking.describe()["attributions"]["precision"]["right"]["n_right"] == 0


def test_a_reading_that_comes_out_otherwise_is_asked_anew_and_the_old_answers_stay(case):
    checking = Checking(case, by="ann")
    answer_all(checking)
    tables = case.store.tables(with_linked=False)
    tables.named("checks").clear()
    spokesman = next(row for row in tables.take(Referent) if "Reed" in row.name)
    tables.named("referents").remove(spokesman)
    tables.add("referents", [dataclasses.replace(spokesman, name="Another Reed")])
    doc_id = spokesman.document_id
    case.store.save_reading(Reading("another", "note.txt", doc_id, tables, None))
    again = Checking(case, by="ann")
    row = again.describe()
    said = [a for a in case.tables().take(Attribution) if a.referent_id == spokesman.id]
    assert len([old for old in row["changed"] if old["task"] == "attribution"]) == len(said) > 0
    assert {item.task for item in again.unanswered()} == {"attribution", "paragraph"}
    assert len(case.tables().take(Check)) == len(checking.items)


def test_nobody_by_name_is_the_login_name(case, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "orla")
    assert Checking(case).by == Checking(case, by="  ").by == "orla"

    def fail():
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", fail)
    assert Checking(case).by == "somebody"


def test_a_case_without_documents_or_prose(tmp_path):
    with Case.create(tmp_path / "case") as case:
        with pytest.raises(NothingToCheck, match="no document yet"):
            Checking(case)
        (tmp_path / "short.txt").write_text("# Hexworth\n", encoding="utf-8")
        case.add([tmp_path / "short.txt"])
        with pytest.raises(NothingToCheck):
            Checking(case)


def test_a_case_in_memory_can_be_checked(tmp_path):
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    with Case.in_memory() as case:
        case.add([tmp_path / "note.txt"])
        answer_all(Checking(case, by="ann"))
        assert Checking(case, by="ann").unanswered() == []
