"""Which documents a list of paths names, and what meta.csv says of them."""

from __future__ import annotations

import io
import os
import pickle

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
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "page.php").write_bytes(b"<!DOCTYPE html><html><body><p>Some text of the day.</p></body></html>")
    found = find_items([str(tmp_path)])
    assert [item.name for item in found.items] == ["page.php"]
    (problem,) = found.problems
    assert problem.is_lost and ".jpg" in problem.what and "convert" in problem.why


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
