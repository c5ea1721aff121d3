"""The brief as a file of every kind, from `report` and from `brief`: names masked, places that can't be written."""

import io
import zipfile

import pytest

from cli.runs import run_here as run
from cli.runs import write

SAID = (
    "Town note\n\nEbbe Corlinde said that the sluice was open on Tuesday. Corlinde's boat was moored there.\n"
    "Mayor Asta Brimm denied that the sluice was open. A letter lay with Tove Undrell in those days.\n"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    write(folder / "pile", "corlinde.txt", SAID)
    run("add", "case", "pile", cwd=folder)
    return folder


def read(path):
    data = path.read_bytes()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            return "".join(held.read(name).decode("utf8", "replace") for name in held.namelist())
    return data.decode("latin1" if data.startswith(b"%PDF") else "utf8")


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "md"])
def test_every_kind_is_written_over_its_like_and_masked(place, kind):
    run("report", "case", "-o", f"b.{kind}", cwd=place)
    assert kind == "pdf" or "Corlinde" in read(place / f"b.{kind}")
    run("report", "case", "-o", f"b.{kind}", "--mask", "Ebbe Corlinde", cwd=place)
    assert "orlinde" not in read(place / f"b.{kind}")
    assert kind == "pdf" or "Asta Brimm" in read(place / f"b.{kind}")


def test_brief_writes_what_report_writes(place):
    run("brief", "pile", "-o", "direct.md", "--mask", "corlinde", cwd=place)
    text = read(place / "direct.md")
    assert "Person 1" in text
    assert "orlinde" not in text


def test_standard_output_takes_a_kind(place):
    assert run("report", "case", "-o", "-", "--to", "md", cwd=place).stdout.startswith("# ")
    assert run("report", "case", "-o", "-", cwd=place).stdout.startswith("<!doctype html>")


def test_private_persons_are_masked_and_the_mayor_is_not(place):
    text = run("report", "case", "-o", "-", "--to", "md", "--mask-private", cwd=place).stdout
    assert "orlinde" not in text
    assert "Brimm" in text
    assert "Names are masked" in text


def test_somebody_who_says_nothing_can_be_masked(place):
    text = run("report", "case", "-o", "-", "--to", "md", "--mask", "Tove Undrell", cwd=place).stdout
    assert "Undrell" not in text
    assert "Corlinde" in text


def test_a_mask_that_hits_nobody_names_those_who_are_near(place):
    told = run("report", "case", "-o", "x.md", "--mask", "Ebbe Korlinde", cwd=place, code=2).stderr
    assert "Ebbe Corlinde" in told
    assert not (place / "x.md").exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(["-o", "brief"], "-o brief.html, brief.pdf, brief.docx, brief.md", id="no ending"),
        pytest.param(["-o", "brief.odt"], "doesn't end in .odt", id="another ending"),
        pytest.param(["-o", "x.md", "--to", "odt"], "a brief can't be odt", id="another kind"),
        pytest.param(["-o", "x.pdf", "--paper", "a3"], "a4 or letter", id="another paper"),
        pytest.param(["-o", "pile/corlinde.txt/x.md"], "this is a file", id="in a file"),
    ],
)
def test_what_cannot_be_written_is_told_before_any_work(place, args, told):
    for command in (["report", "case"], ["brief", "pile"]):
        stderr = run(*command, *args, cwd=place, code=3 if "in a file" in told or "is a file" in told else 2).stderr
        assert told in stderr
        assert "documents read" not in stderr


def test_a_folder_and_another_ones_file_are_left_alone(place):
    assert "-o pile/brief.pdf" in run("report", "case", "-o", "pile", "--to", "pdf", cwd=place, code=2).stderr
    (place / "mine.md").write_text("# my notes\n")
    assert "[S" in run("report", "case", "-o", "mine.md", cwd=place, code=2).stderr
    assert (place / "mine.md").read_text() == "# my notes\n"


def test_a_place_that_refuses_everybody_is_told(place):
    assert "can't be written" in run("report", "case", "-o", "/proc/b.md", cwd=place, code=3).stderr
