"""What is asked of a case and of its actors, run as a user runs it."""

import json

import pytest

from cli.runs import run_here as run
from cli.runs import write

NEWS = (
    "The Ostry Line paid Lemna Port 300 crowns, Mayor Orla Penn said on Tuesday.\n\n"
    "Tam Reed, a spokesman for the Ostry Line, denied that the Ostry Line had paid Lemna Port anything.\n\n"
    "The sluice at Hexworth was open all night, Mayor Orla Penn said.\n"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a case about who paid whom."""
    folder = tmp_path_factory.mktemp("actors")
    write(folder / "pile", "news.txt", NEWS)
    run("add", "case", "pile", cwd=folder)
    return folder


def test_a_profile_and_a_pair(place):
    told = run("actors", "case", "Ostry Line", cwd=place).stdout
    assert "MONEY" in told and "Orla Penn" in told and "denies" in told
    pair = run("actors", "case", "Ostry Line", "Lemna Port", cwd=place).stdout
    assert "BETWEEN THEM" in pair and "AID (+2, cooperates)" in pair and "SAID OF BOTH" in pair
    row = json.loads(run("actors", "case", "ostry line", "lemna port", "--json", cwd=place).stdout)
    assert [tie["event"] for tie in row["ties"]] == ["AID"]
    assert row["ties"][0]["said"] and row["ties"][0]["denied"]
    cut = json.loads(run("actors", "case", "Ostry Line", "--json", "--limit", "1", cwd=place).stdout)
    assert all(len(rows) <= 1 for rows in cut["heads"].values()) and cut["n_rows"]
    assert len(run("actors", "case", "--limit", "1", "--json", cwd=place).stdout.splitlines()) == 1


def test_who_is_not_known(place):
    told = run("actors", "case", "Ostri Line", cwd=place, code=2).stderr
    assert "[S0204]" in told and "Ostry Line" in told
    assert "one actor" in run("actors", "case", "Ostry Line", "ostry line", cwd=place, code=2).stderr
    for name in ("", "\u202e", "x" * 100_000):
        assert len(run("actors", "case", name, cwd=place, code=2).stderr) < 1_000


def test_a_question_without_an_answer_says_so_and_is_no_failure(place):
    for question in ("Who bakes the wedding cake?", "من يخبز كعكة الزفاف؟", "Wer backt den Kuchen? 🎂"):
        assert run("ask", "case", question, cwd=place).stdout.startswith("The case holds nothing on this question.\n")
        assert run("ask", "case", question, "--json", cwd=place).stdout == ""


def test_bad_questions(place):
    for question in ("", "🎂", "what " * 20_000):
        told = run("ask", "case", question, cwd=place, code=2).stderr
        assert "[S0203]" in told and len(told) < 500


def test_what_stands_beside_is_shown(place):
    question = "Did the Ostry Line pay Lemna Port?"
    rows = [json.loads(line) for line in run("ask", "case", question, "--json", cwd=place).stdout.splitlines()]
    assert rows[0]["standing"] == "answers"
    told = run("ask", "case", question, cwd=place).stdout
    for row in rows:
        for side in (row["supporting"], row["opposing"], *row["beside"]):
            assert side is None or all(one["text"] in told for one in side["told"])
    assert ("beside the question" in told) is any(row["standing"] == "beside" for row in rows)
