"""Containers through a case: what is inside is read, told in the manifest, kept by its hash; what is hostile costs itself only."""

import hashlib
import io
import zipfile

import pytest

from acquire.sites import answer, serve, to_reach
from sayso import Case
from sayso.acquire import Item
from sayso.case.apart import get_apart
from sayso.config import Settings
from sayso.engine.limits import Limits
from sayso.errors import BadSettings, FetchingIsOff
from sayso.schema import Arrival, Document, Problem

NOTE = "The gate at Marrow Lock was open, said Ilse Brandt on 3 May 2021.\n\nThe harbour board denied it.\n"


def pack(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def add(case, path):
    added = case.add([path])
    return added, {row.path.removeprefix(str(path.parent) + "/"): row for row in case.tables().take(Arrival)}


@pytest.fixture
def nested(tmp_path):
    inner = pack(deep__txt=NOTE + "It was shut again at noon.\n", notes__md="# Locks\n\nNobody was there, said Ilse Brandt.\n")
    path = tmp_path / "leak.zip"
    path.write_bytes(pack(a__txt=NOTE, inner__zip=inner, picture__png=b"\x89PNG\r\n\x1a\n"))
    return path


def test_what_is_in_an_archive_is_read_to_the_bottom(tmp_path, nested):
    with Case.create(tmp_path / "case") as case:
        added, manifest = add(case, nested)
        docs = {doc.path for doc in case.tables().take(Document)}
    assert added.n_read == 3
    assert docs == {"leak.zip/a.txt", "leak.zip/inner.zip/deep.txt", "leak.zip/inner.zip/notes.md"}
    assert {name: row.became for name, row in manifest.items() if row.became != "lost"} == {
        "leak.zip": "container", "leak.zip/a.txt": "document", "leak.zip/inner.zip": "container",
        "leak.zip/inner.zip/deep.txt": "document", "leak.zip/inner.zip/notes.md": "document",
    }
    assert manifest["leak.zip/inner.zip/deep.txt"].holder == manifest["leak.zip/inner.zip"].sha256


def test_every_original_is_kept_byte_for_byte(tmp_path, nested):
    with Case.create(tmp_path / "case") as case:
        _, manifest = add(case, nested)
    for row in manifest.values():
        data = (tmp_path / "case" / "originals" / row.sha256).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (row.sha256, row.n_bytes)


def test_adding_an_archive_again_reads_nothing_and_keeps_the_first_time(tmp_path, nested):
    with Case.create(tmp_path / "case") as case:
        _, before = add(case, nested)
        added, after = add(case, nested)
    assert (added.n_read, added.n_known) == (0, 3)
    assert {name: row.arrived for name, row in before.items()} == {name: row.arrived for name, row in after.items()}


def test_one_document_in_two_places_is_read_once_and_told_twice(tmp_path):
    path = tmp_path / "two.zip"
    path.write_bytes(pack(**{"here/a__txt": NOTE, "there/a__txt": NOTE}))
    with Case.create(tmp_path / "case") as case:
        _, manifest = add(case, path)
        assert len(case.tables().take(Document)) == 1
    assert manifest["two.zip/here/a.txt"].document_id == manifest["two.zip/there/a.txt"].document_id


def test_an_archive_within_archives_without_end_is_given_up(tmp_path):
    data = pack(a__txt=NOTE)
    for _ in range(9):
        data = pack(inner__zip=data)
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    (tmp_path / "good.txt").write_text(NOTE, encoding="utf-8")
    with Case.in_memory() as case:
        added = case.add([path, tmp_path / "good.txt"])
    assert added.n_read == 1
    assert any("containers deep" in problem.why for problem in added.problems)


def test_a_bomb_is_given_up_and_the_rest_is_read(tmp_path):
    path = tmp_path / "bomb.zip"
    path.write_bytes(pack(a__txt=NOTE, bomb__txt=b"0" * 60_000_000))
    (tmp_path / "good.txt").write_text(NOTE, encoding="utf-8")
    with Case.in_memory() as case:
        added = case.add([path, tmp_path / "good.txt"])
        rows = case.tables().take(Problem)
    assert added.n_read == 2
    assert any("zip bomb" in row.why for row in rows)


def test_what_is_empty_in_two_places_is_lost_in_both(tmp_path):
    path = tmp_path / "two.zip"
    path.write_bytes(pack(**{"here/a__txt": b"", "there/a__txt": b""}))
    with Case.create(tmp_path / "case") as case:
        added, manifest = add(case, path)
    assert "document" not in {row.became for row in manifest.values()}
    assert {problem.where for problem in added.lost} == {f"{path}/here/a.txt", f"{path}/there/a.txt"}


def test_what_is_broken_in_two_places_is_lost_in_both(tmp_path):
    path = tmp_path / "two.zip"
    path.write_bytes(pack(**{"here/a__pdf": b"%PDF-1.7 no", "there/a__pdf": b"%PDF-1.7 no"}))
    with Case.create(tmp_path / "case") as case:
        added, manifest = add(case, path)
    became = {name: (row.became, row.document_id) for name, row in manifest.items()}
    assert became == {
        "two.zip": ("container", None), "two.zip/here/a.pdf": ("lost", None), "two.zip/there/a.pdf": ("lost", None),
    }  # fmt: skip
    assert {problem.where for problem in added.lost} == {f"{path}/here/a.pdf", f"{path}/there/a.pdf"}


def test_a_file_that_is_cut_off_says_so(tmp_path, nested):
    path = tmp_path / "cut.zip"
    path.write_bytes(nested.read_bytes()[:200])
    with Case.in_memory() as case:
        added, manifest = add(case, path)
    assert (added.n_read, manifest["cut.zip"].became) == (0, "lost")
    assert added.lost


# ---------------------------------------------------------------- pages by their addresses

PAGE = b"<!doctype html><html><head><title>Gates</title></head><body><p>The gate was open, said Ilse Brandt.</p></body></html>"


@pytest.fixture
def site():
    with serve({"/gates": answer(PAGE, "Content-Type: text/html"), "/gone": answer(b"no", status="404 Not Found")}) as served:
        yield served


def test_a_page_is_fetched_once_and_kept_with_its_headers(tmp_path, site):
    reach = to_reach({"paper.example.org": ["127.0.0.1"]})
    url = f"http://paper.example.org:{site.port}/gates"
    with Case.create(tmp_path / "case") as case:
        first = case.add([url], fetch=reach)
        second = case.add([url], fetch=reach)
        [arrival] = case.tables().take(Arrival)
        [doc] = case.tables().take(Document)
    assert (first.n_read, second.n_read, second.n_known) == (1, 0, 1)
    assert len([path for path in site.paths if path == "/gates"]) == 1
    assert (arrival.path, arrival.how, arrival.became) == (url, "fetched", "document")
    assert arrival.headers[0] == "HTTP/1.1 200 OK"
    assert (tmp_path / "case" / "originals" / arrival.sha256).read_bytes() == PAGE
    assert doc.url == url


def test_a_contact_is_sent_along(tmp_path, site):
    reach = to_reach({"paper.example.org": ["127.0.0.1"]})
    with Case.in_memory(Settings(contact="desk@velm.example")) as case:
        case.add([f"http://paper.example.org:{site.port}/gates"], fetch=reach)
        assert all("(+desk@velm.example)" in asked.headers["user-agent"] for asked in site.asked)
        case.change(contact="desk\r\nX-Other: 1")
        with pytest.raises(BadSettings, match="can't stand in a header"):
            case.add([f"http://paper.example.org:{site.port}/other"], fetch=reach)
    assert set(site.paths) - {"/robots.txt"} == {"/gates"}


def test_a_page_that_is_not_there_is_a_problem(tmp_path, site):
    reach = to_reach({"paper.example.org": ["127.0.0.1"]})
    with Case.in_memory() as case:
        added = case.add([f"http://paper.example.org:{site.port}/gone"], fetch=reach)
    assert added.n_read == 0
    assert added.lost


def test_addresses_are_fetched_only_when_that_is_asked_for(tmp_path):
    listed = tmp_path / "pages.txt"
    listed.write_text("https://paper.example.org/a\nhttps://paper.example.org/b\n", encoding="utf-8")
    with Case.in_memory() as case:
        with pytest.raises(FetchingIsOff, match="--fetch"):
            case.add(["https://paper.example.org/a"])
        [problem] = case.add([listed]).problems
    assert "2 addresses" in problem.what
    assert "--fetch" in problem.why


def test_a_page_that_wants_too_much_memory_says_so():
    data = b"<html><body>" + b"<p>so" * 400_000
    limits = Limits(wall_s=60, cpu_s=60, memory_bytes=150_000_000, output_bytes=1_000_000)
    outcome = get_apart().run("sayso.acquire.acquire:acquire_bytes", Item("a.html", "a.html"), data, limits=limits)
    told = outcome.value.take(Problem)[0].what if outcome.value else outcome.why_none  # libxml2 ends the process at times
    assert "memory" in told


def test_one_file_in_two_folders_that_say_other_things_of_it_is_read_once(tmp_path):
    for folder, title in (("a", "One"), ("b", "Two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "gate.txt").write_text(NOTE, encoding="utf-8")
        (tmp_path / folder / "meta.csv").write_text(f"file,title\ngate.txt,{title}\n", encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        counts = [case.add([tmp_path / "a", tmp_path / "b"]).n_read for _ in range(3)]
        titles = [doc.title for doc in case.tables().take(Document)]
        paths = {row.path for row in case.tables().take(Arrival)}
    assert (counts, titles) == ([1, 0, 0], ["One"])
    assert {path.rsplit("/", 2)[1] for path in paths} == {"a", "b"}


def test_what_is_empty_or_too_large_has_its_row_and_its_bytes(tmp_path):
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile" / "empty.txt").write_bytes(b"")
    with (tmp_path / "pile" / "large.txt").open("wb") as file:
        file.truncate(50_000_001)
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "pile"])
        rows = {row.path.rsplit("/", 1)[1]: row for row in case.tables().take(Arrival)}
    assert {name: (row.n_bytes, row.became) for name, row in rows.items()} == {
        "empty.txt": (0, "lost"), "large.txt": (50_000_001, "lost"),
    }  # fmt: skip
    assert all((tmp_path / "case" / "originals" / row.sha256).stat().st_size == row.n_bytes for row in rows.values())
