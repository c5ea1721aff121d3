"""`sayso check` as its users meet it: on a terminal, one key an answer; by sheet; as JSON; and with bad input."""

import csv
import io
import json
import os
import re
import select
import signal
import sys
import time

import pytest

from cli.runs import NOTE, SAYSO, run, run_here, write

pty = pytest.importorskip("pty") if os.name == "posix" else pytest.skip("needs a terminal to ask on", allow_module_level=True)

MOST_SECONDS = 300  # a screen takes a tenth of a second; a machine that also trains a model may need many
DEADLINE_TOLD = 4000  # characters of what stood on the screen when nothing came


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pile")
    write(folder, "note.txt", NOTE + "\nRain fell on both banks until the evening, and nobody was about.\n")
    write(folder, "more.txt", NOTE.replace("Hexworth", "Barrow Lock").replace("Orla Penn", "Ines Vale"))
    run_here("add", "case", "note.txt", "more.txt", cwd=folder)
    return folder


@pytest.fixture
def place(pile, tmp_path):
    import shutil  # noqa: PLC0415

    shutil.copytree(pile / "case", tmp_path / "case")
    return tmp_path


class Terminal:
    """The command on a terminal of its own, as wide as `columns`."""

    def __init__(self, *args, cwd, **env):
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.chdir(cwd)
            told = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "PYTHONIOENCODING": "utf-8", **env}
            os.execvpe(SAYSO[0], [*SAYSO, "check", *map(str, args)], {**os.environ, **told})
        self.seen = self.all = ""

    def wait_for(self, words):
        """Read until the words have come; what came before them is not looked at again."""
        deadline = time.monotonic() + MOST_SECONDS
        while words not in self.seen:
            if not self.read(deadline):
                pytest.fail(f"{words!r} never came; there was\n{self.all[-DEADLINE_TOLD:]}")
        self.seen = self.seen.partition(words)[2]

    def read(self, deadline):
        if not select.select([self.fd], [], [], max(0, deadline - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self.fd, 65536).decode("utf-8", "replace")
        except OSError:  # Linux says so when the other end is closed
            return False
        self.seen, self.all = self.seen + data, self.all + data
        return bool(data)

    def press(self, keys, *, after):
        self.wait_for(after)
        os.write(self.fd, keys.encode())

    def end(self):
        deadline = time.monotonic() + MOST_SECONDS
        while self.read(deadline):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)

    def answer_all(self):
        """Answer `r` and 0 until all is answered."""
        while True:
            deadline = time.monotonic() + MOST_SECONDS
            found = None
            while not found:
                found = re.search(r"q quit|That was the last", self.seen)
                if not found and not self.read(deadline):
                    pytest.fail(f"no question came; there was\n{self.all[-DEADLINE_TOLD:]}")
            is_paragraph = "0 to " in self.seen[: found.end()] or "0 no, 1 yes" in self.seen[: found.end()]
            self.seen = self.seen[found.end() :]
            if found[0] != "q quit":
                os.write(self.fd, b"\r")
                return
            os.write(self.fd, b"0" if is_paragraph else b"r")


def report(place, *args):
    return [json.loads(line) for line in run_here("check", "case", "--report", "--json", *args, cwd=place).stdout.splitlines()]


def read_checks(place):
    from sayso.case import Case  # noqa: PLC0415
    from sayso.schema import Check  # noqa: PLC0415

    with Case.open(place / "case") as case:
        assert case.store.check()
        return case.tables().take(Check)


def strip(text):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_a_whole_check_on_a_terminal(place):
    terminal = Terminal("case", "--by", "ann", "--n", "4", cwd=place)
    terminal.press("r", after="q quit")
    terminal.press("w", after="q quit")
    terminal.press("slx\r", after="Which?")
    terminal.press("b", after="source wrong, cut too long")
    terminal.wait_for("Your answer was: source wrong, cut too long")
    terminal.press("s", after="q quit")
    terminal.press("?", after="q quit")
    terminal.press(" ", after="Any key goes on")
    terminal.press("m", after="q quit")
    terminal.answer_all()
    assert terminal.end() == 0
    shown = strip(terminal.all)
    assert "Attribution 1 of 4" in shown
    assert "Paragraph 1 of 4" in shown
    assert "Precision" in shown
    assert "Recall" in shown
    [row] = report(place)
    assert (row["by"], row["n"], row["attributions"]["answered"], row["paragraphs"]["answered"]) == ("ann", 4, 4, 4)
    assert row["attributions"]["faults"] == {"source": 1}
    assert [check.answer for check in read_checks(place)][:3] == [("right",), ("source", "long"), ("source",)]


def test_nothing_is_wider_than_the_terminal(place):
    terminal = Terminal("case", "--n", "4", cwd=place)
    terminal.press("?", after="q quit")
    terminal.press(" ", after="Any key goes on")
    terminal.press("q", after="q quit")
    assert terminal.end() == 0
    assert max(len(line.rstrip()) for line in strip(terminal.all).splitlines()) <= 80


def test_a_dumb_terminal_gets_signs(place):
    terminal = Terminal("case", "--n", "4", cwd=place, TERM="dumb")
    terminal.press("q", after="q quit")
    terminal.end()
    assert "\x1b" not in terminal.all
    assert re.search(r"\{.+\}", terminal.all)
    assert "[[" in terminal.all


def test_it_goes_on_where_it_was_left(place):
    terminal = Terminal("case", "--by", "ann", "--n", "4", cwd=place)
    terminal.press("r", after="q quit")
    terminal.press("q", after="1 of 8 answered")
    assert terminal.end() == 0
    assert "1 of 8 are answered and kept" in strip(terminal.all)
    again = Terminal("case", "--by", "ann", cwd=place)
    again.press("q", after="Attribution 2 of 4")
    again.end()
    assert "1 of 8 answered" in strip(again.all)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_what_is_answered_stays_when_it_is_stopped(place, key):
    terminal = Terminal("case", "--by", "ann", "--n", "4", cwd=place)
    terminal.press("rr", after="q quit")  # typed ahead
    terminal.press(key, after="Attribution 3 of 4")
    assert terminal.end() == (130 if key == "\x03" else 0)
    assert "Traceback" not in terminal.all
    assert "kept in the case" in strip(terminal.all)
    assert len(read_checks(place)) == 2


def test_kill_9_loses_no_answer(place):
    terminal = Terminal("case", "--by", "ann", "--n", "4", cwd=place)
    terminal.press("r", after="q quit")
    terminal.press("r", after="1 of 8 answered")
    terminal.wait_for("2 of 8 answered")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.end()
    assert len(read_checks(place)) == 2


def test_by_sheet_and_two_raters_agree(place):
    run_here("check", "case", "--by", "ann", "--sheet", "ann.csv", cwd=place)
    rows = list(csv.DictReader(io.StringIO((place / "ann.csv").read_text(encoding="utf-8-sig"))))
    for row in rows:
        row["answer"] = "r" if row["question"].startswith("Is it right?") else "0"
    filled = io.StringIO()
    writer = csv.DictWriter(filled, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    (place / "ann.csv").write_text(filled.getvalue(), encoding="utf-8")
    for by in ("ann", "bo"):
        done = run_here("check", "case", "--by", by, "--answers", "ann.csv", cwd=place)
        assert f"{len(rows)} answers of {by} kept; 0 of this sample to go" in done.stderr
        assert "Precision" in done.stdout
    again = run_here("check", "case", "--by", "bo", "--answers", "-", "--json", cwd=place, stdin=filled.getvalue())
    assert f"0 answers of bo kept, {len(rows)} known already" in again.stderr
    [agreed] = json.loads(again.stdout)["agreement"]
    assert (agreed["with"], agreed["same_answer"]["share"]) == ("ann", 1.0)
    assert [row["by"] for row in report(place)] == ["ann", "bo"]
    assert len(read_checks(place)) == 2 * len(rows)
    assert "has answered all" in run_here("check", "case", "--by", "bo", "--sheet", "-", cwd=place).stderr


def test_a_sheet_in_utf_16_and_one_in_cp1252(place):
    sheet = run_here("check", "case", "--sheet", "-", cwd=place).stdout.removeprefix("\ufeff")
    id_ = next(csv.DictReader(io.StringIO(sheet)))["id"]
    for encoding in ("utf-16", "cp1252"):
        (place / "a.csv").write_bytes(f"id,answer,note\n{id_},r,“café”\n".encode(encoding))
        run_here("check", "case", "--by", encoding, "--answers", "a.csv", cwd=place)
    assert {check.by for check in read_checks(place)} == {"utf-16", "cp1252"}


@pytest.mark.parametrize(
    ("args", "text", "exit_code", "told"),
    [
        pytest.param((), "", 2, ("[S0209]", "--sheet"), id="no terminal"),
        pytest.param(("--answers", "a.csv"), "id,answer\nw123,r\n", 2, ("[S0210]", "line 2: w123"), id="unknown id"),
        pytest.param(("--answers", "a.csv"), "\x00\x01", 2, ("[S0210]",), id="no CSV"),
        pytest.param(("--answers", "nowhere.csv"), "", 3, ("[S0301]", "nowhere.csv"), id="no such file"),
        pytest.param(("--answers", "case"), "", 3, ("[S0301]",), id="a folder"),
        pytest.param(("--sheet", "a.csv"), "mine", 2, ("[S0207]",), id="a file that is there"),
        pytest.param(("--n", "0"), "", 2, ("--n",), id="none asked for"),
        pytest.param(("--seed", str(10**30)), "", 2, ("--seed",), id="a seed past all numbers"),
    ],
)
def test_bad_input_is_told(place, args, text, exit_code, told):
    (place / "a.csv").write_text(text, encoding="utf-8")
    done = run("check", "case", *args, cwd=place, code=exit_code, stdin="")
    assert all(words in done.stderr for words in told)
    assert "Traceback" not in done.stderr
    assert read_checks(place) == []


def test_a_case_with_nothing_in_it(tmp_path):
    from sayso.case import Case  # noqa: PLC0415

    Case.create(tmp_path / "case").close()
    told = run_here("check", "case", cwd=tmp_path, code=3).stderr
    assert "[S0305]" in told
    assert "sayso add case PATH" in told
    assert "[S0201]" in run_here("check", "nowhere", cwd=tmp_path, code=2).stderr


def test_more_than_the_case_holds_takes_all_and_says_so(place):
    [row] = report(place, "--n", "5000")
    assert row["attributions"]["drawn"] == row["attributions"]["in_case"] < 5000
    assert any("all were drawn" in warning for warning in row["warnings"])


def test_a_document_steers_no_terminal(tmp_path):
    write(tmp_path, "note.txt", "The sluice \x1b[31mwas open\x1b[0m all night, Mayor Orla Penn said.\n" + NOTE * 2)
    run_here("add", "case", "note.txt", cwd=tmp_path)
    terminal = Terminal("case", "--n", "9", "--by", "a\x1b[31mb", cwd=tmp_path)
    terminal.answer_all()
    assert terminal.end() == 0
    assert "\x1b[31m" not in terminal.all
    assert "\x1b[31m" not in run_here("check", "case", "--sheet", "-", "--by", "x", cwd=tmp_path).stdout


def test_the_questions_go_to_standard_error_and_the_report_to_standard_output(place):
    out = place / "report.json"
    line = f"{sys.executable} -m sayso.cli.main check case --n 2 --by ann --json > {out}"
    pid, fd = pty.fork()
    if not pid:
        os.chdir(place)
        os.execvp("sh", ["sh", "-c", line])
    terminal = Terminal.__new__(Terminal)
    terminal.pid, terminal.fd, terminal.seen, terminal.all = pid, fd, "", ""
    terminal.answer_all()
    assert terminal.end() == 0
    assert json.loads(out.read_text(encoding="utf-8"))["by"] == "ann"
    assert "{" not in strip(terminal.all).partition("That was the last")[2]
