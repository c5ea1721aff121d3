"""A run killed at any moment loses nothing acknowledged, and a re-run goes on."""

import contextlib
import dataclasses
import signal
import sqlite3
import subprocess
import time

import pytest

from cli.runs import SAYSO, run, write
from sayso.case import Case
from sayso.schema import TABLES, Arrival
from sayso.store.sqlite import FILE

N_DOCUMENTS = 40
MOST_SECONDS = 60


def make_pile(folder):
    for number in range(N_DOCUMENTS):
        write(
            folder, f"note-{number:02}.txt",
            f"The sluice at Hexworth was open for {number} hours, Mayor Orla Penn said on Tuesday. "
            f"The water board denied it.\n\nTam Reed, a bargeman, claimed that gate {number} had been forced.\n" * 6,
        )


def read_log(case):
    """Documents and originals that the database acknowledges, read while another process writes."""
    with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(case / FILE)) as db:
        return [row[0] for row in db.execute("SELECT about FROM log WHERE what = 'read' ORDER BY number")]
    return []


def rows(case):
    with Case.open(case) as opened:
        tables = opened.tables()
        assert opened.is_linked()
    arrivals = [dataclasses.replace(row, arrived="") for row in tables.take(Arrival)]  # each came when it came
    return {name: tables.named(name) for name in TABLES} | {"manifest": arrivals}


@pytest.mark.parametrize("workers", [1, 2])
def test_kill_9_in_the_middle_of_add_loses_nothing(tmp_path, workers):
    make_pile(tmp_path / "pile")
    case = tmp_path / "case"
    command = [*SAYSO, "add", "case", "pile", "--workers", str(workers)]
    adding = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    while len(read_log(case)) < 5:
        assert time.monotonic() - began < MOST_SECONDS
        assert adding.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    adding.send_signal(signal.SIGKILL)
    adding.wait()

    kept = read_log(case)
    assert 5 <= len(kept) < N_DOCUMENTS
    with Case.open(case) as opened:
        assert {f"{doc.id} {doc.path}" for doc in opened.tables().named("documents")} == set(kept)
        assert opened.store.check() == len(kept)
        assert opened.store.find_changed_originals() == []
        assert not opened.is_linked()
    assert "not linked and traced yet" in run("status", "case", cwd=tmp_path).stdout

    done = run("add", "case", "pile", "--workers", str(workers), cwd=tmp_path)
    assert f"{N_DOCUMENTS - len(kept)} documents read, {len(kept)} known already, 0 not read" in done.stderr
    run("add", "whole", "pile", cwd=tmp_path)
    assert rows(case) == rows(tmp_path / "whole")


def test_adding_the_same_again_changes_nothing(tmp_path):
    write(tmp_path / "pile", "note.txt")
    write(tmp_path / "pile", "empty.txt", "")
    run("add", "case", "pile", cwd=tmp_path)

    def dump():
        with contextlib.closing(sqlite3.connect(tmp_path / "case" / FILE)) as db:
            return list(db.iterdump())

    before = dump(), sorted((tmp_path / "case" / "originals").iterdir())
    done = run("add", "case", "pile", cwd=tmp_path)
    assert "0 documents read, 1 known already, 1 not read" in done.stderr
    assert (dump(), sorted((tmp_path / "case" / "originals").iterdir())) == before


def test_other_metadata_is_read_anew_and_the_old_rows_are_gone(tmp_path):
    write(tmp_path / "pile", "note.txt")
    run("add", "case", "pile", cwd=tmp_path)
    write(tmp_path / "pile", "meta.csv", "file,title\nnote.txt,The sluice\n")
    assert "1 documents read" in run("add", "case", "pile", cwd=tmp_path).stderr
    [doc] = rows(tmp_path / "case")["documents"]
    assert doc.title == "The sluice"


def test_ctrl_c_ends_quietly_and_the_case_goes_on(tmp_path):
    make_pile(tmp_path / "pile")
    adding = subprocess.Popen(
        [*SAYSO, "add", "case", "pile"], cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
    )
    while len(read_log(tmp_path / "case")) < 3:
        assert adding.poll() is None
        time.sleep(0.01)
    adding.send_signal(signal.SIGINT)
    _, told = adding.communicate(timeout=MOST_SECONDS)
    assert adding.returncode == 130
    assert "Traceback" not in told
    assert "goes on from there" in told
    assert "0 not read" in run("add", "case", "pile", cwd=tmp_path).stderr
