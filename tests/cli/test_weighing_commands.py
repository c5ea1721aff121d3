"""Grades, hypotheses, matrix and judgements as a user meets them: from the command line, bad input and all."""

import json
import sqlite3

import pytest

from cli.runs import NOTE, write
from cli.runs import run_here as run

SIGNED = ("--by", "Ann", "--why", "the tape says so")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a case of two documents, one statement of which is told both ways."""
    folder = tmp_path_factory.mktemp("weighing")
    write(folder / "pile", "penn.txt")
    write(folder / "pile", "echo.txt", NOTE.replace("on Tuesday", "this week"))
    run("add", "case", "pile", cwd=folder)
    return folder


@pytest.fixture
def place(made):
    """The same without hypotheses; rulings of other tests stay in the case."""
    run_list = rows(made, "hypothesis", "list")
    for row in run_list:
        if not row["is_null"]:
            run("hypothesis", "remove", "case", row["id"], cwd=made)
    return made


def rows(place, *args):
    command, *rest = args
    out = run(command, *rest, "case", "--json", cwd=place) if rest else run(command, "case", "--json", cwd=place)
    return [json.loads(line) for line in out.stdout.splitlines()]


def add(place, text, *more, code=0):
    return run("hypothesis", "add", "case", text, *more, cwd=place, code=code)


# ---------------------------------------------------------------- hypotheses


def test_the_readings_of_a_dispute_become_hypotheses_once(place):
    dispute = rows(place, "disputes")[0]
    run("hypothesis", "add", "case", "--dispute", dispute["id"], cwd=place)
    first = [row["text"] for row in rows(place, "hypothesis", "list")]
    assert len(first) == 3
    assert first[-1] == "None of these"
    run("hypothesis", "add", "case", "--dispute", dispute["id"], cwd=place)
    assert [row["text"] for row in rows(place, "hypothesis", "list")] == first


def test_places_are_listed_once_they_are_weighed_and_not_before(place):
    add(place, "The sluice was open all night")
    assert "Not weighed as they stand" in run("hypothesis", "list", "case", cwd=place).stdout
    assert all("rank" not in row for row in rows(place, "hypothesis", "list"))
    run("weigh", "case", cwd=place)
    assert all(row["rank"] >= 1 for row in rows(place, "hypothesis", "list"))
    assert "place 1" in run("hypothesis", "list", "case", cwd=place).stdout


def test_the_null_is_switched(place):
    add(place, "The sluice was open all night")
    assert "None of these" not in run("hypothesis", "null", "case", "off", cwd=place).stdout
    assert [row["is_null"] for row in rows(place, "hypothesis", "list")] == [False]
    assert "H0" not in {row["hypothesis"] for row in rows(place, "weigh")}
    assert "None of these" in run("hypothesis", "null", "case", "on", cwd=place).stdout


def test_what_was_ruled_on_a_hypothesis_waits_for_its_words(place):
    add(place, "The board opened the sluice")
    [row] = [row for row in rows(place, "hypothesis", "list") if not row["is_null"]]
    run("judge", "case", row["id"], "--likelihood", "likely", "--confidence", "low", *SIGNED, cwd=place)
    told = run("hypothesis", "remove", "case", row["id"].lower(), cwd=place).stdout
    assert f"1 ruling on it stays in the case (1 judgement by Ann); nothing of that counts until {row['id']} is there" in told
    assert rows(place, "rulings")[-1]["state"] == "gone"
    assert "counts for nothing" in run("weigh", "case", cwd=place).stdout  # though no hypothesis is left
    add(place, "the BOARD opened  the sluice")
    assert rows(place, "rulings")[-1]["state"] == "applied"
    [again] = [row for row in rows(place, "hypothesis", "list") if not row["is_null"]]
    assert again["id"] == row["id"]
    assert [one["likelihood"] for one in again["judgements"]] == ["likely"]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        pytest.param(["add", "case"], "S0202", "takes one argument", id="no text"),
        pytest.param(["add", "case", "a b", "c d"], "S0202", "takes one argument", id="two texts"),
        pytest.param(["add", "case", "  \n"], "S0202", "has words", id="blank"),
        pytest.param(["add", "case", "🙈 \u200b —"], "S0202", "has words", id="no letter in it"),
        pytest.param(["add", "case", "a" * 100_000], "S0202", "2,000 characters at most", id="100 kB"),
        pytest.param(["add", "case", "--dispute", "nope"], "S0204", "no dispute", id="no such dispute"),
        pytest.param(["add", "case", "x y", "--dispute", "nope"], "S0202", "nothing after CASE beside", id="both"),
        pytest.param(["list", "case", "--dispute", "nope"], "S0202", "only `hypothesis add`", id="a list of a dispute"),
        pytest.param(["list", "case", "H1"], "S0202", "takes nothing", id="a list of one"),
        pytest.param(["edit", "case", "H77", "x"], "S0204", "no hypothesis", id="edit what isn't there"),
        pytest.param(["edit", "case", "H77"], "S0202", "a label and a text", id="edit to nothing"),
        pytest.param(["edit", "case", "H0", "x"], "S0204", "switched, not written", id="edit the null"),
        pytest.param(["remove", "case", "H77"], "S0204", "no hypothesis", id="remove what isn't there"),
        pytest.param(["remove", "case", "H0"], "S0204", "null CASE off", id="remove the null"),
        pytest.param(["null", "case", "maybe"], "S0202", "on or off", id="the null, perhaps"),
        pytest.param(["burn", "case"], "S0202", "no such action", id="no such action"),
    ],
)
def test_what_is_no_hypothesis_is_refused(place, args, code, words):
    before = (place / "case" / "case.toml").read_bytes()
    told = run("hypothesis", *args, cwd=place, code=2).stderr
    assert code in told
    assert words in told
    assert "Traceback" not in told
    assert (place / "case" / "case.toml").read_bytes() == before


def test_a_text_is_a_hypothesis_once(place):
    add(place, "The sluice was open all night")
    assert "already" in add(place, "the  sluice was open ALL night", code=2).stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<script>alert(1)</script> & co", "<script>alert(1)</script> & co", id="markup"),
        pytest.param("it was\x1b[31m red\x07", "it was [31m red", id="control characters"),
        pytest.param("one line\nand another", "one line and another", id="a newline"),
        pytest.param("turned \u202ednuor", "turned [U+202E]dnuor", id="an override of direction"),
        pytest.param("המשרד הוזהר בינואר", "המשרד הוזהר בינואר", id="right to left"),
        pytest.param("🙂 the office knew 🙈", "🙂 the office knew 🙈", id="emoji"),
    ],
)
def test_odd_words_are_kept_and_steer_no_terminal(place, text, shown):
    assert shown in add(place, text).stdout
    told = run("weigh", "case", cwd=place).stdout
    assert shown in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    run("report", "case", "-o", "brief.html", cwd=place)
    assert "<script>alert" not in (place / "brief.html").read_text("utf-8")


# ---------------------------------------------------------------- case.toml by hand


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        pytest.param("hypotheses = 3", 1, "must be a table, not a whole number", id="a number"),
        pytest.param('[[hypotheses]]\nH1 = "x"', 1, "must be a table, not an array", id="an array of tables"),
        pytest.param('[hypotheses]\nH1 = "x y"\nH0 = "z"', 3, "the null's own label", id="the null's label"),
        pytest.param('[hypotheses]\nh0 = "z"', 2, "the null's own label", id="the same in small"),
        pytest.param('[hypotheses]\nH1 = ""', 2, "has words", id="empty"),
        pytest.param("[hypotheses]\nH1 = 3", 2, "not a whole number", id="a number for a text"),
        pytest.param('[hypotheses]\nH1 = ["x"]', 2, "not an array", id="an array for a text"),
        pytest.param("[hypotheses]\nH1 = 2020-01-01", 2, "not a date", id="a date"),
        pytest.param('[hypotheses]\nH1 = "x"\nH1 = "y"', 0, "isn't TOML", id="a key twice"),
        pytest.param('[hypotheses]\nH1 = "x"\nh1 = "y"', 3, "hypothesis H1 already", id="labels but for case"),
        pytest.param('[hypotheses]\nH1 = "x y"\nH2 = "X  y"', 3, "hypothesis H1 already", id="a text twice"),
        pytest.param('[hypotheses]\n"H 1" = "x"', 2, "begins with a letter", id="a label with a space"),
        pytest.param("[hypotheses]\nH1 = \"x", 0, "isn't TOML", id="an open quote"),
        pytest.param('null_hypothesis = "no"', 1, "must be true or false", id="the null in words"),
    ],
)
def test_a_table_broken_by_hand_is_told_with_its_line(place, toml, line, words):
    path = place / "case" / "case.toml"
    kept = path.read_text("utf-8")
    try:
        path.write_text(toml, "utf-8")
        for command in (("weigh", "case"), ("hypothesis", "list", "case"), ("rulings", "case")):
            told = run(*command, cwd=place, code=2).stderr
            assert "S0202" in told
            assert words in told
            assert f"line {line}" in told or not line
    finally:
        path.write_text(kept, "utf-8")


def test_500_hypotheses_are_weighed_and_told_in_few_lines_and_501_are_refused(place):
    path = place / "case" / "case.toml"
    kept = path.read_text("utf-8")
    lines = [f'H{n} = "Reading {n}: somebody else opened the sluice"' for n in range(1, 502)]
    try:
        path.write_text("[hypotheses]\n" + "\n".join(lines), "utf-8")
        assert "501 hypotheses; a matrix has at most 500" in run("weigh", "case", cwd=place, code=2).stderr
        path.write_text("[hypotheses]\n" + "\n".join(lines[:500]), "utf-8")
        told = run("weigh", "case", cwd=place).stdout
        assert "and 461 more, which don't lead" in told
        assert len(told.splitlines()) < 400
        assert max(map(len, told.splitlines())) <= 80
        assert len(rows(place, "hypothesis", "list")) == 501
        assert "at most 500" in add(place, "One more", code=2).stderr
    finally:
        path.write_text(kept, "utf-8")


# ---------------------------------------------------------------- cells


def find_disputed(place):
    return next(row["group"]["id"] for row in rows(place, "disputes") if row["group"]["negated"])


def test_two_people_rule_on_a_cell_and_differ(place):
    add(place, "Somebody opened the sluice at night")
    label = rows(place, "hypothesis", "list")[0]["id"]
    group = find_disputed(place)
    for by, value in (("Ann", "consistent"), ("Bo", "inconsistent")):
        run("rule", "case", "cell", label, group, "--value", value, "--by", by, "--why", "as I read it", cwd=place)
    [cell] = [row for row in rows(place, "weigh") if (row["hypothesis"], row["group"], row["side"]) == (label, group, "affirmed")]
    assert (cell["value"], cell["disagreement"]) == (None, 1.0)
    assert cell["ratings"] == [{"by": "Ann", "value": "consistent"}, {"by": "Bo", "value": "inconsistent"}]
    told = run("weigh", "case", cwd=place).stdout
    assert "?≠" in told
    assert "they differ: Ann: consistent, Bo: inconsistent" in " ".join(told.split())
    assert "raters disagree" in told
    run("rule", "case", "cell", label.lower(), group, "--value", "consistent", "--by", "BO", "--why", "I had misread it", cwd=place)
    told = run("weigh", "case", cwd=place).stdout
    assert "≠ people differ" in told
    assert "?≠" not in told
    number = rows(place, "rulings")[-1]["number"]
    run("rule", "case", "undo", number, *SIGNED, cwd=place)
    assert "?≠" in run("weigh", "case", cwd=place).stdout


def test_a_cell_of_the_null_and_of_a_denial_can_be_ruled(place):
    add(place, "The sluice was open all night")
    group = find_disputed(place)
    shown = run("rule", "case", "cell", "H0", f"{group}/denied", "--value", "neutral", *SIGNED, cwd=place).stdout
    assert "H0: None of these" in shown
    [cell] = [row for row in rows(place, "weigh") if (row["hypothesis"], row["group"], row["side"]) == ("H0", group, "negated")]
    assert (cell["value"], cell["state"]) == ("neutral", "confirmed")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        pytest.param(["cell", "H99", "GROUP", "--value", "neutral"], "S0204", "no hypothesis", id="no such hypothesis"),
        pytest.param(["cell", "LABEL", "gnone", "--value", "neutral"], "S0204", "no group or claim", id="no such statement"),
        pytest.param(["cell", "LABEL", "GROUP", "--value", "maybe"], "S0211", "consistent, inconsistent", id="no such value"),
        pytest.param(["cell", "LABEL", "GROUP"], "S0211", "consistent, inconsistent", id="no value"),
        pytest.param(["cell", "LABEL"], "S0211", "about 2 things", id="no statement"),
        pytest.param(["judgement", "LABEL", "--value", "likely"], "S0211", "sayso judge", id="a judgement that is no JSON"),
    ],
)
def test_a_ruling_that_means_nothing_is_refused(place, args, code, words):
    add(place, "The sluice was open all night")
    label, group = rows(place, "hypothesis", "list")[0]["id"], find_disputed(place)
    args = [{"LABEL": label, "GROUP": group}.get(word, word) for word in args]
    told = run("rule", "case", *args, *SIGNED, cwd=place, code=2).stderr
    assert code in told
    assert words in told


def test_the_help_of_rule_names_every_kind(made):
    from sayso.case.rulings import KINDS  # noqa: PLC0415

    told = run("rule", "--help", cwd=made).stdout
    assert [kind for kind in KINDS if kind not in told] == []


# ---------------------------------------------------------------- judgements


def test_a_judgement_stands_beside_what_is_known(place):
    add(place, "The sluice was open all night")
    label = rows(place, "hypothesis", "list")[0]["id"]
    before = run("judge", "case", label, cwd=place).stdout
    assert f"What sayso knows of {label}" in before
    assert "gaps:" in before
    assert "What people judge" not in before
    lists = ("--reason", "one line", "--assumption", "the clock was right", "--dissent", "Bo: unlikely", "--change", "the tape")
    told = run("judge", "case", label, "--likelihood", "Probable", "--confidence", "LOW", *lists, *SIGNED, cwd=place).stdout
    assert "likelihood likely (55% to 80%); confidence low" in told
    for name, words in (("confidence rests on", "one line"), ("assumes", "the clock"), ("would change it", "the tape")):
        assert f"{name}: {words}" in told
    assert "seen otherwise: Bo: unlikely" in told
    ground = json.loads(run("judge", "case", label, "--json", cwd=place).stdout)
    assert [one["likelihood"] for one in ground["judgements"]] == ["likely"]
    assert ground["for"]
    assert {"lines", "origins", "digits"} <= ground["for"][0].keys()
    run("judge", "case", label, "--likelihood", "unlikely", "--confidence", "high", "--by", "Bo", "--why", "no", cwd=place)
    assert "people judge" in run("weigh", "case", cwd=place).stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(["--likelihood", "certain", "--confidence", "low"], ["likely (55% to 80%)", "almost certain"], id="certain"),
        pytest.param(["--likelihood", "0.7", "--confidence", "low"], ["likely (55% to 80%)"], id="a number"),
        pytest.param(["--likelihood", "high", "--confidence", "low"], ["no such likelihood"], id="a confidence for a likelihood"),
        pytest.param(["--likelihood", "likely", "--confidence", "likely"], ["low (scant", "high (good"], id="the other way round"),
    ],
)
def test_words_that_are_none_are_answered_with_those_that_are(place, args, words):
    add(place, "The sluice was open all night")
    told = run("judge", "case", rows(place, "hypothesis", "list")[0]["id"], *args, *SIGNED, cwd=place, code=2).stderr
    assert "S0211" in told
    assert all(word in told for word in words)


def test_half_a_judgement_says_what_is_missing(place):
    told = run("judge", "case", "H1", "--likelihood", "likely", cwd=place, code=2).stderr
    assert "--confidence, --by, --why" in told


def test_a_judgement_that_is_broken_in_the_store_crashes_nothing(place):
    add(place, "The sluice was open all night")
    label = rows(place, "hypothesis", "list")[0]["id"]
    run("judge", "case", label, "--likelihood", "likely", "--confidence", "low", *SIGNED, cwd=place)
    with sqlite3.connect(place / "case" / "case.db") as db:
        (number,) = db.execute("select max(number) from rulings").fetchone()
        for trigger, in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            db.execute(f'drop trigger "{trigger}"')  # as somebody would who means harm
        db.execute("update rulings set value = '{\"likelihood\": ' where number = ?", (number,))
    db.close()
    run("hypothesis", "edit", "case", label, "The sluice was open the whole night", cwd=place)  # so that it is weighed anew
    told = run("weigh", "case", cwd=place).stdout
    assert f"unreadable ruling: ruling {number} by Ann" in " ".join(told.split())
    assert "can't be read" in run("rulings", "case", cwd=place).stdout
    run("judge", "case", label, cwd=place)
    run("report", "case", "-o", "brief.html", cwd=place)


# ---------------------------------------------------------------- grades


def test_grades_say_what_they_are_and_who_gave_them(place):
    row = next(row for row in rows(place, "grades") if row["name"] == "Orla Penn")
    assert (row["is"], row["grade"], row["grade_state"], row["means"]) == ("reliability", "F", "proposed", "cannot be judged")
    assert row["reasons"]
    claim = next(row for row in rows(place, "grades") if row["about"] == "claim")
    assert (claim["is"], claim["grade_state"]) == ("credibility", "proposed")
    run("rule", "case", "grade", "Orla Penn", "--value", "B", *SIGNED, cwd=place)
    told = run("grades", "case", "Orla Penn", cwd=place).stdout
    assert "reliability B, ruled (proposed: F): usually reliable" in told
    assert "ruled B: ruling" in told
    assert "reliability B, ruled (proposed: F)" in run("sources", "case", cwd=place).stdout
    assert "credibility" in run("claims", "case", cwd=place).stdout
    source = next(row for row in rows(place, "sources") if row["name"] == "Orla Penn")
    assert (source["grade"], source["grade_proposed"], source["grade_state"]) == ("B", "F", "ruled")


def test_grades_of_what_is_not_there(place):
    assert "S0204" in run("grades", "case", "Nobody At All", cwd=place, code=2).stderr


# ---------------------------------------------------------------- nothing to weigh


def test_an_empty_case(tmp_path):
    from sayso import Case  # noqa: PLC0415

    Case.create(tmp_path / "case").close()
    for command in (("weigh",), ("weigh", "--transpose"), ("grades",), ("rulings",)):
        assert run(command[0], "case", *command[1:], cwd=tmp_path).stdout
    assert "No hypothesis" in run("hypothesis", "list", "case", cwd=tmp_path).stdout
    add(tmp_path, "Only one")
    told = run("weigh", "case", cwd=tmp_path).stdout
    assert "No statement of the case bears on any" in told
    assert "one hypothesis" in told
    assert rows(tmp_path, "weigh") == []
    assert "no statement of the case bears on it" in run("judge", "case", "H1", cwd=tmp_path).stdout
    run("report", "case", "-o", "brief.html", cwd=tmp_path)
