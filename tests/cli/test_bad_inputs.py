"""Bad input, through the command: the run goes on, and says of each document what happened and why."""

import json
import os
import zipfile

import pytest
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cli.runs import NOTE, run, run_here, write

HUGE_BYTES = 200_000_000


def make_empty(path):
    path.write_bytes(b"")


def make_binary(path):
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 200)


def make_broken_docx(path):
    path.write_bytes(b"PK\x03\x04" + os.urandom(500))


def make_locked_pdf(path):
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(72, 700, "The sluice was shut, the board said.")
    canvas.save()


def make_pdf_without_text(path):
    canvas = Canvas(str(path))
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.save()


def make_truncated_pdf(path):
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")


def make_vanished(path):
    path.symlink_to(path.with_name("nowhere.txt"))  # listed with the folder, gone when it is opened


def make_white(path):
    path.write_text(" \n\n\t\n", encoding="utf-8")


def make_docx_bomb(path):
    """A third of a megabyte that unpacks to ninety."""
    Document().save(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    paragraph = b"<w:p><w:r><w:t>The sluice was shut, the board said.</w:t></w:r></w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + paragraph * 1_300_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, content in parts.items():
            bomb.writestr(name, content)


BAD = {
    "empty.txt": make_empty, "binary.txt": make_binary, "broken.docx": make_broken_docx, "locked.pdf": make_locked_pdf,
    "picture.pdf": make_pdf_without_text, "cut.pdf": make_truncated_pdf, "gone.txt": make_vanished, "white.txt": make_white,
    "bomb.docx": make_docx_bomb, "pipe.txt": os.mkfifo,
}


@pytest.fixture(scope="module")
def pile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pile")
    for name, make in BAD.items():
        make(folder / name)
    return folder


def test_one_good_document_among_bad_ones_gives_a_brief_that_tells_all(tmp_path, pile):
    good = write(tmp_path / "good", "good.txt")
    done = run("brief", pile, good, "-o", "brief.html", "--case", "case", cwd=tmp_path)
    assert f"1 documents read, {len(BAD)} not read" in done.stderr
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in run("problems", "case", "--json", cwd=tmp_path).stdout.splitlines()]
    for name in BAD:
        [row] = [row for row in rows if row["where"].endswith(name) and row["is_lost"]]
        assert row["what"]
        assert row["why"]
        assert name in page
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(BAD))
def test_nothing_but_a_bad_document_is_exit_3_and_is_told(tmp_path, pile, name):
    done = run_here("brief", pile / name, cwd=tmp_path, code=3)
    assert "[S030" in done.stderr
    assert name in done.stderr
    assert not (tmp_path / "brief.html").exists()


def test_a_folder_without_documents_is_exit_3(tmp_path):
    (tmp_path / "none").mkdir()
    write(tmp_path / "none" / ".hidden", "note.txt")
    assert "[S0302]" in run_here("brief", "none", cwd=tmp_path, code=3).stderr


def test_a_path_that_is_not_there_is_exit_3(tmp_path):
    assert "[S0301]" in run_here("brief", "nowhere", cwd=tmp_path, code=3).stderr


def test_a_path_that_holds_nothing_does_not_read_the_folder_one_is_in(tmp_path):
    """As `sayso brief "$PILE"` where PILE isn't set."""
    write(tmp_path, "note.txt")
    told = run_here("brief", "", cwd=tmp_path, code=3).stderr
    assert "[S0301]" in told and "1 of 1 paths hold nothing" in told
    assert not (tmp_path / "brief.html").exists()


def test_a_device_is_told_and_not_read_to_its_end(tmp_path):
    told = run_here("brief", "/dev/zero", cwd=tmp_path, code=3).stderr
    assert "/dev/zero: not a regular file" in told and "pass its text as `-`" in told


def test_rows_of_meta_csv_that_cannot_be_followed_are_told(tmp_path):
    write(tmp_path / "pile", "note.txt")
    (tmp_path / "pile" / "meta.csv").write_text("file,published\nnote.txt,last spring\nnote.txt,2021-04-06\n", encoding="utf-8")
    told = run_here("brief", "pile", "--case", "case", cwd=tmp_path).stderr
    assert "row 2 gives note.txt a date that can't be read: last spring" in told and "write it as 2020-01-31" in told
    assert "row 3 names note.txt again" in told
    assert "2021-04-06" in run_here("documents", "case", "--json", cwd=tmp_path).stdout


def test_a_huge_text_is_told_and_the_run_goes_on(tmp_path):
    write(tmp_path / "pile", "good.txt")
    with (tmp_path / "pile" / "huge.txt").open("wb") as file:
        block = NOTE.encode() * 5_000
        for _ in range(HUGE_BYTES // len(block) + 1):
            file.write(block)
    done = run("brief", "pile", cwd=tmp_path)
    assert "1 documents read, 1 not read" in done.stderr
    assert "huge.txt" in (tmp_path / "brief.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_another_encoding_is_read(tmp_path, encoding):
    text = "The café at Hexworth was shut, Mayor Orla Penn said. “It was naïve,” she said.\n" * 3
    (tmp_path / "note.txt").write_bytes(text.encode(encoding))
    done = run_here("attributions", "note.txt", cwd=tmp_path)
    assert "café" in done.stdout


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path):
    write(tmp_path, "note.txt", "The sluice \x1b[31mwas open\x1b[0m all night, Mayor Orla Penn said.\n" + NOTE * 4)
    run_here("add", "case", "note.txt", cwd=tmp_path)
    for command in ("claims", "sources", "documents", "problems"):
        assert "\x1b" not in run_here(command, "case", cwd=tmp_path).stdout
    assert "\x1b" not in run_here("attributions", "note.txt", cwd=tmp_path).stdout


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(tmp_path):
    write(tmp_path / "pile", "good.txt")
    write(tmp_path / "pile", "evil\x1b[31m.txt", "")
    done = run_here("add", "case", "pile", cwd=tmp_path)
    assert "evil" in done.stderr
    assert "\x1b" not in done.stderr + run_here("problems", "case", cwd=tmp_path).stdout


def test_a_file_name_that_is_no_utf8_is_read(tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(NOTE, encoding="utf-8")
    run("brief", "pile", "--case", "case", cwd=tmp_path)
    run("export", "case", "-o", "out", cwd=tmp_path)
    assert len(run("documents", "case", "--json", cwd=tmp_path).stdout.splitlines()) == 1
