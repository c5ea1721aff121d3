"""Which documents a list of paths names, and what meta.csv says of them."""

from __future__ import annotations

import csv
import io
import os
import pickle
import time
import tracemalloc
from pathlib import Path

import pytest

from sayso.acquire import Item, acquire_item, find_items
from sayso.errors import NoSuchPath
from sayso.schema import Document, Problem


def test_folders_are_gone_through_in_order(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.txt", ".git/d.txt", "meta.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Some text of the day.")
    (tmp_path / "meta.csv").write_text("file,title\n")
    found = find_items([str(tmp_path), str(tmp_path / "a.txt")])
    assert [item.name for item in found.items] == ["a.txt", "b.txt", "sub/c.txt"]
    assert found.problems == ()


def test_meta_csv_speaks_for_its_files(tmp_path):
    (tmp_path / "a.txt").write_text("Some text of the day.")
    (tmp_path / "b.txt").write_text("Another text of the day.")
    rows = (
        "\ufefffile, Title ,publisher,published",
        'a.txt,"Pier, closed",(not known),2020-05-03',
        "z.txt,Gone,,",
        ",No name,,",
    )
    (tmp_path / "meta.csv").write_bytes("\r\n".join(rows).encode())
    found = find_items([str(tmp_path)])
    assert found.items[0].meta == (("published", "2020-05-03"), ("title", "Pier, closed"))
    assert found.items[1].meta == ()
    told = sorted(problem.what for problem in found.problems)
    assert told == ["names z.txt, which isn't in the folder", "row 4 names no file"]
    assert not any(problem.is_lost for problem in found.problems)
    doc = acquire_item(found.items[0]).tables.take(Document)[0]
    assert (doc.title, doc.publisher, doc.published) == ("Pier, closed", None, "2020-05-03")
    assert doc.known_by == ("title: meta.csv", "published: meta.csv")


def test_a_file_given_by_itself_has_its_folders_meta(tmp_path):
    (tmp_path / "a.txt").write_text("Some text of the day.")
    (tmp_path / "meta.csv").write_text("file,title\na.txt,Pier\nb.txt,Bridge\n")
    found = find_items([str(tmp_path / "a.txt"), str(tmp_path / "meta.csv")])
    assert [(item.name, item.meta) for item in found.items] == [("a.txt", (("title", "Pier"),))]
    assert found.problems == ()


META_ROWS = ("file", "title", "authors"), ("a.txt", "Überfahrt, «Nord»", "Åsa Lind; Bo Carver"), ("b.txt", "Pier", "Ada Lomax")


def save_meta(folder, rows, *, delimiter=",", encoding="utf-8", lead=""):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    (folder / "meta.csv").write_bytes((lead + out.getvalue()).encode(encoding))


@pytest.mark.parametrize(
    ("delimiter", "encoding", "lead"),
    [
        (",", "utf-8", ""),
        (";", "cp1252", ""),
        ("\t", "utf-16", ""),
        (",", "utf-16-le", ""),
        (";", "utf-8-sig", ""),
        (";", "utf-8-sig", "sep=;\r\n"),
        ("|", "utf-8", ""),
    ],
)
def test_meta_csv_as_office_programs_save_it(tmp_path, delimiter, encoding, lead):
    write(tmp_path, "a.txt", "b.txt")
    save_meta(tmp_path, META_ROWS, delimiter=delimiter, encoding=encoding, lead=lead)
    found = find_items([str(tmp_path)])
    assert [dict(item.meta) for item in found.items] == [
        {"title": "Überfahrt, «Nord»", "authors": "Åsa Lind; Bo Carver"}, {"title": "Pier", "authors": "Ada Lomax"},
    ]
    assert all(problem.what == "its encoding is guessed" for problem in found.problems)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "binary data, not text"),
        (b"  \r\n", "it is empty"),
        (b"name,title\na.txt,Pier\nb.txt,Bridge\n" * 30, "its first row names no column `file` (it has: name, title)"),
    ],
)
def test_a_wrong_meta_csv_is_told_once(tmp_path, data, why):
    write(tmp_path, "a.txt")
    (tmp_path / "meta.csv").write_bytes(data)
    (problem,) = find_items([str(tmp_path)]).problems
    assert (problem.where, problem.what) == (str(tmp_path / "meta.csv"), "meta.csv not read")
    assert problem.why.startswith(why)


def test_one_fault_of_many_rows_is_told_once(tmp_path):
    write(tmp_path, "a.txt")
    save_meta(tmp_path, [("file", "published"), *[("a.txt", "last spring"), ("", "2020-01-01"), ("a.txt", "", "more")] * 9])
    told = [problem.what for problem in find_items([str(tmp_path)]).problems]
    assert len(told) == 4
    assert "row 3 names no file; row 6 names no file; row 9 names no file; and so 6 more rows" in told
    assert any(what.startswith("row 4 has more values than there are columns") for what in told)


@pytest.mark.parametrize("text", ["", "title\nx\n", "file\n", 'file,title\n"a.txt\n', "a;b\n1;2\n"])
def test_an_odd_meta_csv_stops_nothing(tmp_path, text):
    (tmp_path / "a.txt").write_text("Some text of the day.")
    (tmp_path / "meta.csv").write_text(text)
    assert [item.name for item in find_items([str(tmp_path)]).items] == ["a.txt"]


def test_a_doubtful_date_gives_way_to_the_texts_own(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Pier in Velm closes\n\n3 May 2020\n\n" + "The board of the harbour closed the pier on Monday, it said. " * 3
    )
    (tmp_path / "meta.csv").write_text("file,published\na.txt,1/2/2019 (labels may be wrong)\n")
    doc = acquire_item(find_items([str(tmp_path)]).items[0]).tables.take(Document)[0]
    assert doc.published == "2020-05-03"


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(NoSuchPath) as caught:
        find_items([str(tmp_path / "nothing.txt"), str(tmp_path)])
    assert "1 of 2 paths" in str(caught.value)


def test_file_types_that_are_not_read(tmp_path):
    (tmp_path / "a.gif").write_bytes(b"GIF89a\x01\0")
    (tmp_path / "page.php").write_bytes(b"<!DOCTYPE html><html><body><p>Some text of the day.</p></body></html>")
    found = find_items([str(tmp_path)])
    assert [item.name for item in found.items] == ["page.php"]
    (problem,) = found.problems
    assert problem.is_lost and ".gif" in problem.what and "convert" in problem.why


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"The pier of Velm is closed, the board said.")

    monkeypatch.setattr("sys.stdin", Stdin)
    (item,) = find_items(["-"]).items
    acquired = acquire_item(item)
    assert acquired.tables.take(Document)[0].path == "-"
    assert acquired.original == b"The pier of Velm is closed, the board said."


def test_a_file_that_vanishes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Some text of the day.")
    (item,) = find_items([str(path)]).items
    path.unlink()
    acquired = acquire_item(item)
    assert acquired.original is None
    (problem,) = acquired.tables.take(Problem)
    assert problem.what == "the file is gone" and problem.is_lost


def test_items_travel_between_processes():
    item = Item("a.txt", "a.txt", (("title", "Pier"),))
    assert pickle.loads(pickle.dumps(item)) == item


def test_a_pipe_in_a_folder_is_told_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("The pier is shut.")
    found = find_items([str(tmp_path)])
    assert [item.name for item in found.items] == ["a.txt"]
    assert [(problem.what, problem.is_lost) for problem in found.problems] == [("not a regular file", True)]


# ---------------------------------------------------------------- what is left aside


def write(folder: Path, *names: str, text: str = "The pier of Velm is shut.") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def list_names(folder: Path) -> list[str]:
    return [item.name for item in find_items([str(folder)]).items]


def tell(folder: Path) -> list[tuple[str, str, bool]]:
    """Rows about a folder: the path within it, what, and whether something is lost."""
    problems = find_items([str(folder)]).problems
    return [(os.path.relpath(problem.where, folder), problem.what, problem.is_lost) for problem in problems]


def test_saysoignore_leaves_out_what_it_names(tmp_path):
    write(tmp_path, "a.txt", "draft-a.txt", "drafts/b.txt", "sub/c.txt", "sub/drafts/d.txt")
    write(tmp_path, "sub/keep/draft-e.txt", "sub/keep/f.md", "x/f.md")
    (tmp_path / ".saysoignore").write_text("# drafts\n/drafts/\ndraft-*.txt\n*.md\n[z-a]\n")
    (tmp_path / "sub/keep/.saysoignore").write_text("!draft-*.txt\n!*.md\n")
    assert list_names(tmp_path) == ["a.txt", "sub/c.txt", "sub/drafts/d.txt", "sub/keep/draft-e.txt", "sub/keep/f.md"]
    told = tell(tmp_path)
    assert (".saysoignore", "3 files and folders left out, as it says", False) in told
    assert any(what.startswith("line 5 is no pattern") for _, what, _ in told) and len(told) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_saysoignore_in_other_encodings(tmp_path, encoding):
    write(tmp_path, "a.txt", "drafts/b.txt", "älter/c.txt")
    (tmp_path / ".saysoignore").write_bytes("drafts/\nälter/\n".encode(encoding))
    assert list_names(tmp_path) == ["a.txt"]


def test_a_saysoignore_that_is_no_text_is_told(tmp_path):
    write(tmp_path, "a.txt")
    (tmp_path / ".saysoignore").write_bytes(bytes(range(256)) * 20)
    assert list_names(tmp_path) == ["a.txt"]
    assert tell(tmp_path) == [(".saysoignore", "not heeded: binary data, not text", False)]
    (tmp_path / ".saysoignore").write_bytes(b"\n")
    assert tell(tmp_path) == []


def test_a_file_given_by_itself_is_read_whatever_is_ignored(tmp_path):
    write(tmp_path, "a.txt", ".saysoignore", text="*.txt")
    assert list_names(tmp_path) == []
    assert [item.name for item in find_items([str(tmp_path / "a.txt")]).items] == ["a.txt"]


@pytest.mark.parametrize("pattern", ["*a*a*a*a*a*a*a*a*b", "**/" * 300 + "b", "(a+)+$", "[" * 5000, "?" * 255 + "b", "*" * 3000])
def test_patterns_made_to_hang_do_not(tmp_path, pattern):
    write(tmp_path, *("d" * 30 + f"/{'a' * 200}{i}.txt" for i in range(20)))
    (tmp_path / ".saysoignore").write_text(f"{pattern}\n" * 20)
    start = time.process_time()
    list_names(tmp_path)
    assert time.process_time() - start < 5


def test_links_are_told_and_lead_nowhere(tmp_path):
    inside, outside = tmp_path / "pile", tmp_path / "secret"
    write(outside, "s.txt")
    write(inside, "a.txt", "sub/b.txt", ".store/c.txt")
    (inside / "out.txt").symlink_to(outside / "s.txt")
    (inside / "out").symlink_to(outside)
    (inside / "round").symlink_to(inside)
    (inside / "sub/up").symlink_to(inside / "sub")
    (inside / "self.txt").symlink_to(inside / "self.txt")
    (inside / "gone.txt").symlink_to(inside / "nothing.txt")
    (inside / "twin.txt").symlink_to(inside / "a.txt")
    (inside / "stored.txt").symlink_to(inside / ".store/c.txt")
    assert list_names(inside) == ["a.txt", "stored.txt", "sub/b.txt"]
    assert sorted(tell(inside)) == [
        ("gone.txt", "a link that leads nowhere", True),
        ("out", "a link that leads out of the folder is not followed", True),
        ("out.txt", "a link that leads out of the folder is not followed", True),
        ("round", "a link to a folder is not followed", False),
        ("self.txt", "a link that leads nowhere", True),
        ("sub/up", "a link to a folder is not followed", False),
        ("twin.txt", "a link to another file of the folder", False),
    ]
    (tmp_path / "named").symlink_to(inside)  # a link that is given is what was meant
    assert list_names(tmp_path / "named") == ["a.txt", "stored.txt", "sub/b.txt"]


def test_a_maildir_is_read_as_mails(tmp_path):
    names = ["cur/1700000000.M1P2.host:2,S", "new/1700000001.M1P3.host", "tmp/1700000002.half", ".Sent/cur/1700000003.M4.host:2,"]
    write(tmp_path, *names, ".Sent/new/1", ".hidden/a.txt", text="From: a@velm.example\n\nThe pier is shut.")
    assert list_names(tmp_path) == [
        ".Sent/cur/1700000003.M4.host:2,.eml", ".Sent/new/1.eml", "cur/1700000000.M1P2.host:2,S.eml",
        "new/1700000001.M1P3.host.eml",
    ]  # fmt: skip
    assert find_items([str(tmp_path)]).problems == ()


def test_heaps_of_unread_files_have_one_row(tmp_path):
    write(tmp_path, *(f"shots/{i:03}.gif" for i in range(200)), "shots/a.txt", "shots/b.woff", text="x")
    assert list_names(tmp_path) == ["shots/a.txt"]
    told = tell(tmp_path)
    assert len(told) == 7 and all(is_lost for _, _, is_lost in told)
    assert ("shots", "195 more files of type .gif are not read", True) in told


def test_the_folder_beside_a_saved_page_has_one_row(tmp_path):
    write(tmp_path, "Pier shut.html", "Pier shut_files/frame.html", "Pier shut_files/a.gif", "Other_files/b.txt")
    write(tmp_path, "Quay.htm", "Quay-Dateien/c.html")
    assert list_names(tmp_path) == ["Pier shut.html", "Quay.htm", "Other_files/b.txt"]
    assert tell(tmp_path) == [
        ("Pier shut_files", "2 files that belong to a saved page left out", False),
        ("Quay-Dateien", "1 files that belong to a saved page left out", False),
    ]


def test_folders_without_end_are_told(tmp_path):
    deep = tmp_path
    for _ in range(130):
        deep = deep / "d"
    write(deep, "a.txt")
    write(tmp_path, "b.txt")
    assert list_names(tmp_path) == ["b.txt"]
    ((where, what, is_lost),) = tell(tmp_path)
    assert where.count("d") == 101 and what == "folder not read" and is_lost


def test_a_large_folder_takes_little_room(tmp_path):
    for i in range(20_000):
        (tmp_path / f"{i:06}.txt").touch()
    tracemalloc.start()
    start = time.process_time()
    found = find_items([str(tmp_path)])
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.items) == 20_000 and [item.name for item in found.items] == sorted(item.name for item in found.items)
    assert taken < 20_000 * 1500 and time.process_time() - start < 20
