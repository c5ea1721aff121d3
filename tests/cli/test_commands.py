"""Every command, run as a user runs it."""

import json
import subprocess
import sys

import pytest

from cli.runs import NOTE, SAYSO, run, run_here, write
from sayso.cli import look, make
from sayso.tell import load_export_schema

ROWS = ("disputes", "claims", "sources", "actors", "drift", "leads", "problems", "documents", "manifest", "duplicates", "grades")
HELP_SECONDS = 0.4  # what `sayso --help` may take


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a pile and a case made of it."""
    folder = tmp_path_factory.mktemp("place")
    write(folder / "pile", "penn.txt")
    write(folder / "pile", "echo.txt", NOTE.replace("on Tuesday", "this week") + "\nThe sluice was shut, a clerk said.\n")
    run_here("add", "case", "pile", "--question", "Was the sluice open?", cwd=folder)
    return folder


def test_help_answers_at_once_and_names_every_command():
    took = []
    for _ in range(5):
        done = subprocess.run(
            ["bash", "-c", 'TIMEFORMAT=%R; time "$@" 2>/dev/null', "-", *SAYSO, "--help"],
            capture_output=True, encoding="utf-8", check=True,
        )
        took.append(float(done.stderr.split()[-1]))
    assert min(took) < HELP_SECONDS
    assert all(command.__name__ in done.stdout for command in (*make.COMMANDS, *look.COMMANDS))


@pytest.mark.parametrize("command", [command.__name__ for command in (*make.COMMANDS, *look.COMMANDS)])
def test_every_command_explains_itself(tmp_path, command):
    done = run_here(command, "--help", cwd=tmp_path)
    assert "Usage: " in done.stdout
    assert command in done.stdout


def test_version(tmp_path):
    assert run("--version", cwd=tmp_path).stdout == "sayso 0.1.0\n"


def test_nothing_heavy_is_imported_for_help():
    code = "import sys, sayso.cli.main; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert not {"spacy", "numpy", "sqlalchemy", "networkx", "onnxruntime", "jinja2", "lxml", "rich"} & set(loaded)


@pytest.mark.parametrize("args", [["foo"], ["brief"], ["brief", "x", "--colour"], ["disputes"], ["brief", "x", "--workers", "-1"]])
def test_a_wrong_command_line_is_exit_2(tmp_path, args):
    assert run(*args, cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize("command", ROWS)
def test_rows_are_json_objects_a_line_or_text(place, command):
    rows = [json.loads(line) for line in run_here(command, "case", "--json", cwd=place).stdout.splitlines()]
    assert all(isinstance(row, dict) for row in rows)
    shown = run_here(command, "case", cwd=place)
    assert bool(shown.stdout) == bool(rows)
    assert shown.stderr == ""


def test_status(place):
    row = json.loads(run_here("status", "case", "--json", cwd=place).stdout)
    assert (row["documents"], row["is_linked"], row["unfinished_runs"]) == (2, True, 0)
    assert "log: 4 entries" in run_here("status", "case", "--originals", cwd=place).stdout


def test_status_tells_a_changed_original(tmp_path):
    write(tmp_path, "note.txt")
    run_here("add", "case", "note.txt", cwd=tmp_path)
    [original] = (tmp_path / "case" / "originals").iterdir()
    original.write_text("another")
    assert original.name in run_here("status", "case", "--originals", cwd=tmp_path, code=3).stderr


def test_ask_and_trace(place):
    found = [json.loads(line) for line in run_here("ask", "case", "Was the sluice open?", "--json", cwd=place).stdout.splitlines()]
    assert found
    group = found[0]["group_id"]
    told = run_here("trace", "case", group, cwd=place).stdout
    assert found[0]["text"] in told
    assert run_here("trace", "case", found[0]["text"], cwd=place).stdout == told
    [claim] = [told["claim_id"] for told in (found[0]["supporting"] or found[0]["opposing"])["told"]][:1]
    assert run_here("trace", "case", claim, cwd=place).stdout == told
    assert json.loads(run_here("trace", "case", group, "--json", cwd=place).stdout)["id"] == group
    assert run_here("ask", "case", "Was the sluice open?", cwd=place).stdout


def test_what_is_not_in_the_case(place):
    nothing = "marzipan elephants of the seventh moon"
    assert "[S0204]" in run_here("trace", "case", nothing, cwd=place, code=2).stderr
    assert "The case holds nothing on this question." in run_here("ask", "case", nothing, cwd=place).stdout
    assert "[S0203]" in run_here("ask", "case", "?!", cwd=place, code=2).stderr


def test_a_folder_that_is_no_case(tmp_path):
    for command in (*ROWS, "status"):
        assert "[S0201]" in run_here(command, ".", cwd=tmp_path, code=2).stderr
    assert "[S0201]" in run_here("report", "nowhere", cwd=tmp_path, code=2).stderr


def test_a_setting_without_meaning(tmp_path):
    write(tmp_path / "case", "case.toml", 'question = "Who?"\ncolour = "red"\n')
    told = run("disputes", "case", cwd=tmp_path, code=2).stderr
    assert "[S0202]" in told
    assert "line 2" in told


def test_an_unknown_reader(tmp_path):
    write(tmp_path, "note.txt")
    for command in (["brief", "note.txt"], ["attributions", "note.txt"], ["add", "case", "note.txt"]):
        assert "[S0205]" in run_here(*command, "--reader", "oracle", cwd=tmp_path, code=2).stderr


def test_the_export_keeps_its_contract(place):
    import jsonschema  # noqa: PLC0415

    run_here("export", "case", "--to", "jsonl", "-o", "out", cwd=place)
    run_here("export", "case", "-o", "out", cwd=place)  # over its own earlier export
    schema = load_export_schema()
    for path in (place / "out").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            jsonschema.validate(json.loads(line), {**schema, "$ref": f"#/$defs/{path.stem}"})
    assert "[S0206]" in run_here("export", "case", "--to", "xlsx", "-o", "out2", cwd=place, code=2).stderr


def test_attributions_print_spans_of_the_file(tmp_path):
    path = write(tmp_path, "note.txt")
    [line] = run("attributions", "note.txt", "--json", cwd=tmp_path).stdout.splitlines()
    row = json.loads(line)
    assert row["id"] == "note"
    text = path.read_text(encoding="utf-8")
    cues = {text[start:end] for told in row["attributions"] for start, end in told["cue"]}
    assert "said" in cues
    assert all(set(told) == {"cue", "source", "content"} for told in row["attributions"])


def test_standard_input_and_output(tmp_path):
    done = run("brief", "-", "-o", "-", cwd=tmp_path, stdin=NOTE)
    assert done.stdout.lstrip().lower().startswith("<!doctype html")
    assert "Orla Penn" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_only_what_sayso_made_is_overwritten(tmp_path):
    write(tmp_path, "note.txt")
    mine = write(tmp_path, "mine.html", "<p>my own page</p>")
    assert "[S0207]" in run_here("brief", "note.txt", "-o", "mine.html", cwd=tmp_path, code=2).stderr
    assert mine.read_text() == "<p>my own page</p>"
    run_here("brief", "note.txt", cwd=tmp_path)
    run_here("brief", "note.txt", cwd=tmp_path)
    assert "[S0207]" in run_here("brief", "note.txt", "-o", ".", cwd=tmp_path, code=2).stderr
    assert "[S0207]" in run_here("add", ".", "note.txt", cwd=tmp_path, code=2).stderr
    assert "[S0207]" in run_here("demo", "-o", ".", cwd=tmp_path, code=2).stderr


def test_brief_with_a_case_is_the_brief_without_one(tmp_path):
    write(tmp_path / "pile", "a.txt")
    write(tmp_path / "pile", "b.txt", NOTE + "\nThe sluice was shut, a clerk said.\n")
    run_here("brief", "pile", "-o", "one.html", "--question", "Was it open?", cwd=tmp_path)
    run_here("brief", "pile", "-o", "two.html", "--case", "case", "--question", "Was it open?", cwd=tmp_path)
    run_here("report", "case", "-o", "three.html", cwd=tmp_path)
    one, two, three = ((tmp_path / name).read_text(encoding="utf-8") for name in ("one.html", "two.html", "three.html"))
    assert strip_time(one) == strip_time(two) == strip_time(three)


def strip_time(page):
    import re  # noqa: PLC0415

    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00)?|\d{1,2} \w+ \d{4}, \d\d:\d\d UTC", "", page)


def test_workers_change_nothing(tmp_path):
    for name in ("a", "b", "c"):
        write(tmp_path / "pile", f"{name}.txt", NOTE + f"\nThe clerk {name} said that it was shut.\n")
    one, two = (run("attributions", "pile", "--json", "--workers", n, cwd=tmp_path).stdout for n in (1, 2))
    assert one == two


def test_a_reader_of_our_rows_that_has_enough_is_no_error(place):
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$@" | head -n 1', "-", *SAYSO, "claims", "case"],
        cwd=place, capture_output=True, encoding="utf-8", check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    write(tmp_path, "note.txt")
    # A folder can't be made under a file: the one refusal that root gets as well.
    assert "[S0304]" in run_here("brief", "note.txt", "-o", "note.txt/brief.html", cwd=tmp_path, code=3).stderr
    assert "[S0304]" in run_here("add", "note.txt/case", "note.txt", cwd=tmp_path, code=3).stderr


def test_a_full_disk_is_told(tmp_path):
    write(tmp_path, "note.txt")
    assert "[S0304]" in run("brief", "note.txt", "-o", "/dev/full", "--to", "html", cwd=tmp_path, code=3).stderr


def test_the_demo_runs_twice(tmp_path):
    done = run("demo", cwd=tmp_path)
    assert "Three things to try" in done.stderr
    assert (tmp_path / "sayso-demo" / "brief.html").is_file()
    tried = [line.strip() for line in done.stderr.splitlines() if line.startswith("  sayso ")]
    assert len(tried) == 3
    for line in tried:
        words = line.replace("sayso ", f"{' '.join(SAYSO)} ", 1)
        assert subprocess.run(["bash", "-c", words], cwd=tmp_path, capture_output=True, check=True).stdout
    assert "known already" in run("demo", cwd=tmp_path).stderr
