"""`sayso export`: formats and their options, several at once, and places that can't be written to."""

import json
import resource
import subprocess

import pytest

from cli.runs import NOTE, SAYSO, run, run_here, write
from sayso.cli import make
from sayso.tell.exports import list_formats


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a case in it, large enough that an export of it has more than a few kilobytes."""
    folder = tmp_path_factory.mktemp("place")
    write(folder / "pile", "penn.txt")
    write(folder / "pile", "echo.txt", NOTE.replace("on Tuesday", "this week") + "\n=SUM(A1) was shut, a clerk said.\n")
    write(folder / "pile", "long.txt", "".join(f"The weir has {i} gates, Orla Penn said on day {i}.\n\n" for i in range(300)))
    run_here("add", "case", "pile", "--question", "Did Orla Penn know?", cwd=folder)
    return folder


def test_help_names_every_format(place):
    assert list(make.FORMATS) == list(list_formats())
    told = run_here("export", "--help", cwd=place).stdout
    assert all(name in told for name in make.FORMATS)


def test_all_formats_at_once_stand_in_folders_of_their_own(place):
    run_here("export", "case", "--to", "all", "-o", "all", cwd=place)
    run_here("export", "case", "--to", "all", "-o", "all", cwd=place)  # over its own earlier export
    assert {path.name for path in (place / "all").iterdir()} == set(make.FORMATS)
    for name in make.FORMATS:
        told = json.loads((place / "all" / name / "meta.json").read_text(encoding="utf-8"))
        assert told["format"] == f"sayso-{name}"
        assert any(path.stat().st_size for path in (place / "all" / name).iterdir())


def test_options_of_a_format(place):
    run_here("export", "case", "--to", "csv", "--bom", "--lossless", "-o", "csv", cwd=place)
    written = (place / "csv" / "documents.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert json.loads((place / "csv" / "about.json").read_text(encoding="utf-8"))["lossless"] is True
    run_here("export", "case", "--to", "csv", "--to", "stix", "--tlp", "amber", "-o", "two", cwd=place)
    assert "TLP:AMBER" in (place / "two" / "stix" / "bundle.json").read_text(encoding="utf-8")
    assert not (place / "two" / "csv" / "documents.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("options", "said"), [
    (["--to", "stix", "--bom"], ["stix has no option bom", "--to csv, or leave --bom out"]),
    (["--lossless"], ["jsonl has no option lossless"]), (["--to", "csv", "--tlp", "red"], ["--to stix, or leave --tlp out"]),
    (["--to", "xlsx"], ["xlsx", "--to jsonl or csv"]), (["--to", "stix", "--tlp", "purple"], ["purple", "clear or green"]),
])
def test_what_no_format_knows_is_refused_before_anything_is_written(place, options, said):
    told = run_here("export", "case", *options, "-o", "never", cwd=place, code=2).stderr
    assert "[S0206]" in told
    assert all(words in told for words in said)
    assert not (place / "never").exists()


def test_a_missing_library_is_named_with_what_installs_it(place, monkeypatch):
    (place / "blocked").mkdir()
    (place / "blocked" / "pyarrow.py").write_text("raise ImportError('no pyarrow here')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{place / 'blocked'}:{__import__('os').environ.get('PYTHONPATH', '')}")
    told = run("export", "case", "--to", "csv", "--to", "parquet", "-o", "lacking", cwd=place, code=3).stderr
    assert "[S0306]" in told
    assert "pip install 'sayso[parquet]'" in told
    assert not (place / "lacking").exists()


def test_a_name_is_masked_in_texts_and_in_the_question(place):
    run_here("export", "case", "--to", "jsonl", "--to", "csv", "--mask", "Orla Penn", "-o", "masked", cwd=place)
    told = "".join(path.read_text(encoding="utf-8") for path in (place / "masked").rglob("*") if path.is_file())
    assert "Orla" not in told
    assert "Did Person 1 know?" in told
    assert json.loads((place / "masked" / "csv" / "meta.json").read_text(encoding="utf-8"))["is_masked"] is True
    assert "[S0204]" in run_here("export", "case", "--mask", "Nobody Known", "-o", "never", cwd=place, code=2).stderr


@pytest.mark.parametrize(("out", "code", "said"), [
    ("pile/penn.txt", 2, "[S0207] this is a file"), ("pile", 2, "[S0207] something that is no export"),
    ("pile/penn.txt/deeper", 3, "[S0304]"), ("/proc/nowhere", 3, "[S0304]"),
])
def test_a_place_that_cannot_be_written_to(place, out, code, said):
    assert said in run_here("export", "case", "--to", "csv", "-o", out, cwd=place, code=code).stderr
    assert (place / "pile" / "penn.txt").read_text(encoding="utf-8") == NOTE


def test_another_format_does_not_overwrite_an_export(place):
    run_here("export", "case", "--to", "graphml", "-o", "graph", cwd=place)
    assert "[S0207]" in run_here("export", "case", "--to", "gexf", "-o", "graph", cwd=place, code=2).stderr


def test_a_full_disk_is_said_and_leaves_no_half_file(place):
    """A limit on the size of files is what a full disk is to the one who writes."""
    out = place / "full"
    done = subprocess.run(
        [*SAYSO, "export", "case", "--to", "webannotation", "-o", str(out)], cwd=place, capture_output=True, encoding="utf-8",
        timeout=300, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 3, done.stderr
    assert "[S0304]" in done.stderr
    assert [path.name for path in out.iterdir()] == ["meta.json"]
    run_here("export", "case", "--to", "webannotation", "-o", "full", cwd=place)  # what broke off can be written again
    assert (out / "annotations.jsonld").stat().st_size > 100_000
