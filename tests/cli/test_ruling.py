"""Ruling from the command line: taken down, shown, obeyed and taken back."""

import json

import pytest

from cli.runs import NOTE, write
from cli.runs import run_here as run


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a case of two documents that lay one statement to one mayor."""
    folder = tmp_path_factory.mktemp("ruling")
    write(folder / "pile", "penn.txt")
    write(folder / "pile", "echo.txt", NOTE.replace("on Tuesday", "this week"))
    run("add", "case", "pile", cwd=folder)
    return folder


def listed(place, command):
    return [json.loads(line) for line in run(command, "case", "--json", cwd=place).stdout.splitlines()]


def test_a_ruling_is_obeyed_at_once_and_taken_back(place):
    claims = listed(place, "claims")
    claim = next(row for row in claims if "open all night" in row["text"])
    signed = ("--by", "Ann", "--why", "the tape says so")
    out = run("rule", "case", "stance", claim["id"], "--value", "hedges", *signed, cwd=place).stdout
    assert "1. stance" in out
    assert "Ann, " in out
    assert "the tape says so" in out
    assert "applied: counts as: hedges" in out
    assert next(row for row in listed(place, "claims") if row["id"] == claim["id"])["stance"] == "hedges"
    assert run("withdrawn", "case", cwd=place).stdout == "No statement lost a line to a withdrawal.\n"
    out = run("rule", "case", "withdraw", "penn.txt", *signed, cwd=place).stdout
    assert "carries no line" in out
    assert {row["rulings"][0] for row in listed(place, "withdrawn")} <= {2}
    out = run("rule", "case", "undo", "1", *signed, cwd=place).stdout
    assert "undone: undone by ruling 3 by Ann" in out
    assert [row["state"] for row in listed(place, "rulings")] == ["undone", "applied", "applied"]
    assert next(row for row in listed(place, "claims") if row["id"] == claim["id"])["stance"] == claim["stance"]
    page = run("report", "case", "-o", "-", cwd=place).stdout
    assert 'id="ruling-2"' in page
    assert run("status", "case", "--json", cwd=place).stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(["withdraw", "penn.txt", "--why", "forged"], "--by", id="not signed"),
        pytest.param(["withdraw", "penn.txt", "--by", "Ann"], "--why", id="no reason"),
        pytest.param(["withdraw", "penn.txt", "--by", "", "--why", "forged"], "signed", id="signed by nobody"),
        pytest.param(["withdraw", "quill.txt", "--by", "Ann", "--why", "forged"], "S0204", id="unknown document"),
        pytest.param(["undo", "77", "--by", "Ann", "--why", "wrong"], "S0211", id="unknown number"),
    ],
)
def test_mistakes_are_told_and_exit_with_2(place, args, words):
    before = listed(place, "rulings")
    assert words in run("rule", "case", *args, cwd=place, code=2).stderr
    assert listed(place, "rulings") == before
