"""WARC files: which records become documents, what is told of the rest, and what damage does."""

from __future__ import annotations

import gzip
import random
import time
import uuid
import zlib
from pathlib import Path

import brotli
import pytest

from sayso.acquire.acquire import unpack_frames
from sayso.acquire.containers.bodies import BadBody, decode_body
from sayso.acquire.containers.warc import unpack_warc
from sayso.acquire.media import WARC, Unreadable
from sayso.acquire.members import Member, Passed

PAGE = b"<!DOCTYPE html><html><body><p>The dam at Orvel is safe, the ministry said.</p></body></html>"
HTML = [("Content-Type", "text/html; charset=utf-8")]


class Crawl:
    """Writes a WARC file record by record, each packed for itself."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path, self._packed, self._records = path, packed, []
        self._write("warcinfo", [], b"software: test\r\n", "application/warc-fields")

    def add(self, url, body=PAGE, headers=HTML, *, status="200 OK", kind="response", type_="text/html"):
        if kind in {"response", "revisit", "request"}:
            first = "GET / HTTP/1.1" if kind == "request" else f"HTTP/1.1 {status}"
            lines = [first, *(f"{name}: {value}" for name, value in headers), "", ""]
            body, type_ = "\r\n".join(lines).encode() + body, f"application/http; msgtype={kind}"
        self._write(kind, [("WARC-Target-URI", url)], body, type_)
        return self

    def _write(self, kind, told, body, type_):
        fields = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"), ("WARC-Date", "2024-03-05T06:07:08Z")]
        fields += [*told, ("Content-Type", type_), ("Content-Length", str(len(body)))]
        lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
        record = "\r\n".join(lines).encode() + body + b"\r\n\r\n"
        self._records.append(gzip.compress(record) if self._packed else record)

    def save(self) -> Path:
        self.path.write_bytes(b"".join(self._records))
        return self.path


def take(path: Path) -> tuple[dict[str, bytes], list[Passed], dict[str, Member]]:
    bodies, passed, members = {}, [], {}
    for one in unpack_warc(path):
        if isinstance(one, Passed):
            passed.append(one)
        else:
            assert one.name not in bodies
            bodies[one.name], members[one.name] = b"".join(one.chunks), one
    return bodies, passed, members


def chunk(data: bytes, size: int = 30) -> bytes:
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x;q=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("packed", [True, False])
def test_pages_come_with_address_time_and_headers(tmp_path, packed):
    crawl = Crawl(tmp_path / "a", packed=packed)
    crawl.add("https://news.orvel.example/dam?id=7", headers=[*HTML, ("X-Odd", "a\tb")])
    crawl.add("https://news.orvel.example/dam?id=8", b"Plain words.", [("Content-Type", "text/plain")])
    crawl.add("https://news.orvel.example/", kind="resource")
    crawl.add("https://orvel.example/text", b"Words of a page.", kind="conversion", type_="text/plain")
    bodies, passed, members = take(crawl.save())
    assert bodies == {
        "news.orvel.example/dam_id=7.html": PAGE,
        "news.orvel.example/dam_id=8.txt": b"Plain words.",
        "news.orvel.example/index.html": PAGE,
        "orvel.example/text.txt": b"Words of a page.",
    }
    first = members["news.orvel.example/dam_id=7.html"]
    assert first.meta == (("url", "https://news.orvel.example/dam?id=7"), ("charset", "utf-8"))
    assert first.modified == "2024-03-05T06:07:08+00:00"
    assert first.headers == ("HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", "X-Odd: a b")
    assert passed == []


def test_what_is_no_document_is_counted(tmp_path):
    crawl = Crawl(tmp_path / "a.warc.gz")
    for i in range(12):
        crawl.add(f"https://orvel.example/{i}.png", b"\x89PNG", [("Content-Type", "image/png")])
        crawl.add(f"https://orvel.example/{i}.js", b"f()", [("Content-Type", "application/javascript")])
        crawl.add(f"https://orvel.example/old/{i}", b"", [("Location", "/")], status="301 Moved")
        crawl.add(f"https://orvel.example/same/{i}", b"", kind="revisit")
        crawl.add(f"https://orvel.example/same/{i}", b"", kind="request")
    crawl.add("https://orvel.example/nothing", b"")
    crawl.add("https://orvel.example/feed", b'{"a": 1}', [("Content-Type", "application/json")])
    crawl.add("https://orvel.example/page")
    bodies, passed, _ = take(crawl.save())
    assert list(bodies) == ["orvel.example/page.html"]
    assert [one.what for one in passed] == [
        "25 records left out whose type is not read", "12 answers without a page left out", "1 records are empty",
        "12 pages that had not changed",
    ]  # fmt: skip
    assert "12 image/png" in passed[0].why and "12 with 301" in passed[1].why and "and 9 more" in passed[3].why
    assert not any(one.is_lost for one in passed)


def test_headers_that_run_into_the_page_are_a_loss(tmp_path):
    path = Crawl(tmp_path / "a.warc", packed=False).add("https://orvel.example/a", PAGE.replace(b"safe,", b"safe:")).save()
    path.write_bytes(path.read_bytes().replace(b"utf-8\r\n\r\n", b"utf-8\r\n\r\x8a"))
    bodies, passed, _ = take(path)
    assert bodies == {}
    assert [(one.what, one.is_lost) for one in passed] == [("its headers are broken and run into the page", True)]


def test_an_archive_without_a_document_says_that_it_gave_none(tmp_path):
    path = Crawl(tmp_path / "a.warc").add("https://orvel.example/a.png", b"\x89PNG", [("Content-Type", "image/png")]).save()
    told = [(one.what, one.is_lost) for one in unpack_frames(WARC, str(path))]
    assert told == [("1 records left out whose type is not read", False), ("nothing in it that is a document", True)]


def test_the_bytes_say_what_it_is_before_the_server_does(tmp_path):
    crawl = Crawl(tmp_path / "a.warc.gz")
    crawl.add("https://orvel.example/report", b"%PDF-1.4 rest", HTML)
    crawl.add("https://orvel.example/page.php", PAGE, [("Content-Type", "text/plain")])
    crawl.add("https://orvel.example/notes.md", b"# Notes", [("Content-Type", "text/plain")])
    crawl.add("https://orvel.example/minutes.docx", b"PK\3\4word/document.xml", [("Content-Type", "application/octet-stream")])
    crawl.add("https://orvel.example/tool.exe", b"MZ\0\0", [("Content-Type", "application/octet-stream")])
    bodies, passed, _ = take(crawl.save())
    assert [name.split("/", 1)[1] for name in bodies] == ["report.pdf", "page.php.html", "notes.md", "minutes.docx"]
    assert [one.what for one in passed] == ["1 records left out whose type is not read"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Transfer-Encoding", "chunked")], chunk(PAGE)),
        ([("Content-Encoding", "gzip")], gzip.compress(PAGE)),
        ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], chunk(gzip.compress(PAGE))),
        ([("Content-Encoding", "deflate")], zlib.compress(PAGE)),
        ([("Content-Encoding", "deflate")], bare(PAGE)),
        ([("Content-Encoding", "br")], brotli.compress(PAGE)),
        ([("Content-Encoding", "gzip, br")], brotli.compress(gzip.compress(PAGE))),
        ([("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], PAGE),  # said, and not done
        ([("Content-Encoding", "br")], PAGE),
        ([("Content-Encoding", "deflate")], PAGE),
        ([("Content-Encoding", "identity")], PAGE),
    ],
)
def test_bodies_are_decoded_and_the_next_record_is_found(tmp_path, headers, body):
    crawl = Crawl(tmp_path / "a.warc.gz")
    crawl.add("https://orvel.example/a", body, [*HTML, *headers]).add("https://orvel.example/b")
    bodies, passed, _ = take(crawl.save())
    assert bodies == {"orvel.example/a.html": PAGE, "orvel.example/b.html": PAGE}
    assert passed == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Transfer-Encoding", "chunked")], chunk(PAGE)[:-20]),
        ([("Transfer-Encoding", "chunked")], chunk(PAGE).replace(b"1e;q=1", b"zz;q=1", 2).replace(b"zz;q=1", b"1e;q=1", 1)),
        ([("Content-Encoding", "gzip")], gzip.compress(PAGE * 50)[:-12]),
        ([("Content-Encoding", "br")], brotli.compress(random.Random(1).randbytes(9000))[:5000]),
    ],
)
def test_a_body_that_breaks_off_is_told_and_the_next_one_read(tmp_path, headers, body):
    crawl = Crawl(tmp_path / "a.warc.gz")
    crawl.add("https://orvel.example/a", body, [*HTML, *headers]).add("https://orvel.example/b")
    bodies, passed, _ = take(crawl.save())
    assert bodies["orvel.example/b.html"] == PAGE
    assert len(passed) == 1 and passed[0].is_lost and passed[0].what.startswith("cut short")


def test_a_body_packed_in_an_unknown_way_is_told(tmp_path):
    crawl = Crawl(tmp_path / "a.warc.gz").add("https://orvel.example/a", b"(\xb5/\xfd", [*HTML, ("Content-Encoding", "zstd")])
    bodies, passed, _ = take(crawl.add("https://orvel.example/b").save())
    assert list(bodies) == ["orvel.example/b.html"]
    assert "zstd" in passed[0].what and passed[0].is_lost


def test_bodies_come_in_small_pieces():
    for made, encoding in ((gzip.compress(bytes(30_000_000)), "gzip"), (brotli.compress(bytes(30_000_000)), "br")):
        sizes = [len(piece) for piece in decode_body([made], "", [encoding])]
        assert sum(sizes) == 30_000_000 and max(sizes) <= 1 << 18
    with pytest.raises(BadBody):
        list(decode_body([b"ffffffffffff\r\nabc"], "chunked", []))
    start = time.process_time()
    assert b"".join(decode_body([b"a" * 1000] * 2000, "chunked", [])) == b"a" * 2_000_000
    assert time.process_time() - start < 2


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_short_gives_what_was_readable(tmp_path, share, packed):
    crawl = Crawl(tmp_path / "a", packed=packed)
    noise = [random.Random(i).randbytes(5000).hex().encode() for i in range(10)]
    for i in range(10):
        crawl.add(f"https://orvel.example/{i}", PAGE + noise[i])
    path = crawl.save()
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    bodies, passed, _ = take(path)
    assert int(10 * share) <= len(bodies) <= int(10 * share) + 1
    assert bodies["orvel.example/0.html"] == PAGE + noise[0]
    assert passed and any(one.is_lost for one in passed)


def test_damage_in_one_record_costs_that_record_only(tmp_path):
    crawl = Crawl(tmp_path / "a.warc.gz")
    for i in range(10):
        crawl.add(f"https://orvel.example/{i}", PAGE + random.Random(i).randbytes(40_000).hex().encode())
    path = crawl.save()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 50] = bytes(50)
    path.write_bytes(data)
    bodies, passed, _ = take(path)
    assert len(bodies) >= 9
    assert any(one.what.startswith("the archive is damaged") and one.is_lost for one in passed)


@pytest.mark.parametrize("data", [b"", b"hello " * 500, b"\x1f\x8b\x08", gzip.compress(b"hello " * 500), b"WARC/1.0\r\n"])
def test_what_is_no_warc_is_refused(tmp_path, data):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(Unreadable):
        take(tmp_path / "a")


def test_a_bomb_is_refused_also_where_its_record_is_passed_over(tmp_path):
    crawl = Crawl(tmp_path / "a.warc.gz").add("https://orvel.example/a")
    crawl.add("https://orvel.example/b", bytes(60_000_000), kind="request")
    start = time.process_time()
    with pytest.raises(Unreadable, match="times its size"):
        take(crawl.add("https://orvel.example/c").save())
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "url", ["https://orvel.example/../../etc/passwd", "urn:uuid:1", "", "http://[bad", "https://o.example/" + "a/" * 900, "file:///etc/x"]
)
def test_any_address_makes_a_safe_name(tmp_path, url):
    bodies, _, _ = take(Crawl(tmp_path / "a.warc.gz").add(url).add(url).save())
    assert len(bodies) == 2
    for name in bodies:
        assert len(name) <= 200 and ".." not in name.split("/") and not name.startswith("/") and name.endswith(".html")


def test_damaged_warcs_never_raise_anything_else(tmp_path):
    crawl = Crawl(tmp_path / "a", packed=False)
    for i in range(5):
        headers = [*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        crawl.add(f"https://orvel.example/{i}", chunk(gzip.compress(PAGE)), headers)
    whole, pick, start = crawl.save().read_bytes(), random.Random(5), time.process_time()
    for _ in range(800):
        data = bytearray(whole)
        for _ in range(pick.choice((1, 3, 20))):
            data[pick.randrange(len(data))] = pick.randrange(256)
        crawl.path.write_bytes(data if pick.random() < 0.5 else gzip.compress(data, 1))
        try:
            take(crawl.path)
        except Unreadable:
            continue
    assert time.process_time() - start < 60


@pytest.mark.parametrize(
    ("hurt", "told"),
    [
        pytest.param(
            lambda data: data.replace(b"WARC/1.1\r\nWARC-Type: response", b"WARX/1.1\r\nWARC-Type: response", 1),
            "belong to no record", id="a lost beginning",
        ),
        pytest.param(lambda data: data + b"x" * 900, "in 1 places belong to no record", id="bytes behind the last"),
        pytest.param(
            lambda data: data.replace(b"WARC-Type: response", b"WARC-Tape: response", 1),
            "don't say what they are", id="a lost type",
        ),
        pytest.param(
            lambda data: data.replace(b"Content-Length: 1", b"Content-Length: x1"),
            "belong to no record", id="lengths that are none",
        ),
    ],
)  # fmt: skip
def test_what_belongs_to_no_record_is_told(tmp_path, hurt, told):
    crawl = Crawl(tmp_path / "a.warc", packed=False)
    for number in range(3):
        for kind in ("response", "request", "metadata"):
            crawl.add(f"http://a.example/{number}", kind=kind)
    path = crawl.save()
    assert not take(path)[1]
    path.write_bytes(hurt(path.read_bytes()))
    assert any(told in passed.what for passed in take(path)[1])
