"""A case from Python: what goes in, what is kept, what a bad document costs."""

import dataclasses
import subprocess
import sys

import pytest

from cli.runs import NOTE, write
from sayso import Case
from sayso.case import Loss, Step, read_paths
from sayso.config import Settings
from sayso.errors import UnknownName, UnknownReader, WontOverwrite
from sayso.read import make_read_stage, register_reader
from sayso.schema import TABLES, Arrival, Claim, Document, Problem


class Brittle:
    """A reader that trips over documents with the word `stumble`, and gives a span outside the text of those with `lie`."""

    name = made_by = "brittle"

    def read(self, tables):
        [doc] = tables.take(Document)
        if "stumble" in doc.text:
            raise ValueError("a stone in the way")
        made = make_read_stage("rules").run(tables)
        if "lie" in doc.text:
            claims = made.take(Claim)
            claims[0] = dataclasses.replace(claims[0], spans=((0, len(doc.text) + 1),))
        return made


register_reader("brittle", Brittle)


def rows(case):
    tables = case.tables()
    arrivals = [dataclasses.replace(row, arrived="") for row in tables.take(Arrival)]  # each came when it came
    return {name: tables.named(name) for name in TABLES} | {"manifest": arrivals}


def test_importing_sayso_is_quick_and_gives_case():
    code = "import sys, sayso; assert len([m for m in sys.modules if m.startswith('sayso')]) == 1; print(sayso.Case.__name__)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "Case\n"
    with pytest.raises(ImportError):
        exec("from sayso import Cake")


def test_a_case_kept_and_one_in_memory_hold_the_same_rows(tmp_path):
    write(tmp_path / "pile", "a.txt")
    write(tmp_path / "pile", "b.txt", NOTE + "\nThe sluice was shut, a clerk said.\n")
    write(tmp_path / "pile", "empty.txt", "")
    with Case.create(tmp_path / "case", question="Was it open?") as kept, Case.in_memory() as fleeting:
        assert kept.add([tmp_path / "pile"]) == fleeting.add([tmp_path / "pile"])
        assert rows(kept) == rows(fleeting)
        assert kept.export() == fleeting.export()
    with Case.open(tmp_path / "case") as again:
        assert again.settings.question == "Was it open?"
        assert rows(again) == rows(fleeting)
        assert not again.relink()
        assert "2 documents" in again._repr_html_()


def test_what_was_read_is_not_read_again_wherever_it_lies(tmp_path):
    write(tmp_path / "one", "a.txt")
    write(tmp_path / "two", "a.txt")
    with Case.in_memory() as case:
        added = case.add([tmp_path / "one", tmp_path / "two"])
        assert (added.n_read, added.n_known) == (1, 1)
        assert (case.add([tmp_path / "two"]).n_read, len(case.tables().take(Document))) == (0, 1)


@pytest.mark.parametrize("word", ["stumble", "lie"])
def test_a_document_that_the_reader_fails_on_costs_itself(tmp_path, word):
    write(tmp_path / "pile", "bad.txt", f"{NOTE} They {word}, the mayor said.\n")
    write(tmp_path / "pile", "good.txt")
    with Case.create(tmp_path / "case", reader="brittle") as case:
        added = case.add([tmp_path / "pile"])
        assert added.n_read == 1
        [problem] = case.tables().take(Problem)
        assert problem.is_lost
        assert problem.where.endswith("bad.txt")
        assert "reading it failed" in problem.what


def test_steps_count_up_to_their_total(tmp_path):
    write(tmp_path / "pile", "a.txt")
    write(tmp_path / "pile", "b.txt", NOTE + "\nThe sluice was shut, a clerk said.\n")
    steps: list[Step] = []
    with Case.in_memory() as case:
        case.add([tmp_path / "pile"], tell=steps.append)
    for what in ("reading", "tracing"):
        some = [step for step in steps if step.what == what]
        assert [step.done for step in some] == list(range(some[-1].total + 1))


def test_an_unknown_reader_is_told_before_anything_is_read(tmp_path):
    write(tmp_path, "a.txt")
    with Case.in_memory(Settings(reader="oracle")) as case, pytest.raises(UnknownReader):
        case.add([tmp_path / "a.txt"])
    with pytest.raises(UnknownReader):
        list(read_paths([str(tmp_path / "a.txt")], settings=Settings(reader="oracle")))


def test_a_folder_with_something_in_it_is_no_place_for_a_case(tmp_path):
    write(tmp_path, "a.txt")
    with pytest.raises(WontOverwrite):
        Case.create(tmp_path)


def test_a_link_to_nowhere_is_a_loss(tmp_path):
    write(tmp_path / "pile", "a.txt")
    (tmp_path / "pile" / "gone.txt").symlink_to("nowhere")
    results = list(read_paths([str(tmp_path / "pile")], settings=Settings()))
    assert [type(result) is Loss for result in results] == [True, False]  # what can't be opened is told first


def test_tracing_what_is_not_there(tmp_path):
    write(tmp_path, "a.txt")
    with Case.in_memory() as case:
        case.add([tmp_path / "a.txt"])
        assert all(claim.text in case.trace(claim.id) for claim in case.tables().take(Claim))
        assert case.ask("Was the sluice open?")
        with pytest.raises(UnknownName):
            case.trace("marzipan elephants of the seventh moon")


def test_an_empty_case_tells_that_it_is_empty(tmp_path):
    with Case.create(tmp_path / "case") as case:
        assert "<html" in case.brief()
        assert set(case.export()) >= {"meta.json", "documents.jsonl"}
        assert case.ask("Was it open?") == []
