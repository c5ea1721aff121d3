"""Fetching: what comes and how it is kept, and what servers that mean harm get."""

from __future__ import annotations

import dataclasses
import datetime
import gzip
import itertools
import os
import socket
import ssl
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
import trustme
from sites import Site, answer, redirect, serve, to_reach

from sayso.acquire import acquire_item
from sayso.acquire.fetch.addresses import PUBLIC, Reach
from sayso.acquire.fetch.exchanges import make_trust
from sayso.acquire.fetch.fetching import Fetched, fetch
from sayso.acquire.fetch.limits import Limits
from sayso.acquire.fetch.robots import read_rules
from sayso.errors import BadSettings, CannotWrite
from sayso.schema import Problem

PAGE = b"<!doctype html><html><body><p>The harbour board sold the north quay, said Ilse Brandt.</p></body></html>"
HTML = "Content-Type: text/html; charset=utf-8"
QUICK = Limits(gap_seconds=0.0, seconds=8.0, connect_seconds=2.0, silent_seconds=2.0, most_bytes=1_000_000)
NAMES = {"paper.example.org": ["127.0.0.1"], "other.example.org": ["127.0.0.1"]}


@pytest.fixture(autouse=True)
def stay_inside(monkeypatch):
    """Fail a test that connects to anything but this machine, and give what was connected to."""
    connected = []
    connect = socket.socket.connect

    def check(self, address):
        connected.append(address[0])
        assert address[0].startswith("127.") or address[0] == "::1", f"connects to {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", check)
    return connected


def fetch_all(urls, to, *, limits=QUICK, reach=None) -> list[Fetched | Problem]:
    return list(fetch(urls, to=to, limits=limits, reach=reach or to_reach(NAMES)))


def fetch_one(url, to, **options) -> Fetched | Problem:
    (row,) = fetch_all([url], to, **options)
    return row


def lose(url, to, **options) -> str:
    """What is told of a URL that can't be had; nothing of it stays on disk."""
    row = fetch_one(url, to, **options)
    assert isinstance(row, Problem), row
    assert row.is_lost
    assert row.why
    assert (row.what + row.why).isprintable()
    assert not list(to.iterdir())
    return f"{row.what}: {row.why}"


def read(row: Fetched | Problem) -> bytes:
    assert isinstance(row, Fetched), row
    return Path(row.item.path).read_bytes()


# ---------------------------------------------------------------- what comes and how it is kept


def test_a_page_is_kept_with_how_it_came(tmp_path):
    headers = (HTML, "Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT", "Set-Cookie: id=42; Path=/", "X-Odd: a\tb\u0085c")
    with serve({"/news/quay?id=7": answer(PAGE, *headers, "Sayso-Fetched: never")}) as site:
        url = site.url("/news/quay?id=7", host="paper.example.org")
        row = fetch_one(url + "#top", tmp_path)
        assert read(row) == PAGE
        assert row.item.name == "paper.example.org/news/quay_id=7.html"
        assert dict(row.item.meta) == {"url": url, "charset": "utf-8"}
        assert (row.item.how, row.item.modified) == ("fetched", "2024-01-02T03:04:05+00:00")
        assert row.n_bytes == len(PAGE)
        assert row.item.where == f"{url}#top"
        assert row.item.headers[:5] == (
            "HTTP/1.1 200 OK", HTML, "Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT", "Set-Cookie: (left out)", "X-Odd: a b c",
        )  # fmt: skip
        assert row.item.headers[6:] == (f"sayso-asked: {url}#top", f"sayso-fetched: {row.at}", "sayso-address: 127.0.0.1")
        at = datetime.datetime.fromisoformat(row.at)
        assert abs((datetime.datetime.now(datetime.UTC) - at).total_seconds()) < 10


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("windows-1251", "Порт продан, сказала мэр."),
        ("Shift_JIS", "港は売られた。"),
        ("iso-8859-2", "Przystań sprzedano, mówi Łucja."),
    ],
)
def test_the_encoding_that_only_the_server_tells_is_used(told, text, tmp_path):
    with serve({"/a.txt": answer(text.encode(told), f"Content-Type: text/plain; charset={told}")}) as site:
        row = fetch_one(site.url("/a.txt"), tmp_path)
        acquired = acquire_item(row.item)
        (doc,) = acquired.tables.named("documents")
        assert doc.text == text
        assert doc.url == row.url


@pytest.mark.parametrize("told", ["hex", "rot13", "none-such", "'", "undefined"])
def test_an_encoding_that_is_none_is_left_out(told, tmp_path):
    with serve({"/a.txt": answer("Der Hafen f\u00fcr alle.".encode(), f"Content-Type: text/plain; charset={told}")}) as site:
        row = fetch_one(site.url("/a.txt"), tmp_path)
        assert "charset" not in dict(row.item.meta)


def test_what_is_sent_says_who_asks_and_no_more(tmp_path):
    with serve({"/a": answer(PAGE, HTML, "Set-Cookie: a=b"), "/b": answer(PAGE, HTML)}) as site:
        limits = dataclasses.replace(QUICK, contact="https://paper.example.org/desk")
        fetch_all([site.url("/a"), site.url("/b")], tmp_path, limits=limits)
        assert site.paths == ["/a", "/b"]
        for asked in site.asked:
            assert asked.headers["user-agent"] == "sayso/0.1.0 (+https://paper.example.org/desk)"
            assert asked.headers["host"] == f"127.0.0.1:{site.port}"
            assert set(asked.headers) == {
                "host", "user-agent", "accept", "accept-language", "accept-encoding", "connection"
            }  # fmt: skip


@pytest.mark.parametrize("contact", ["a\r\nX: y", "caf\u00e9", "(x)", "x" * 300, "\\"])
def test_a_contact_that_can_t_stand_in_a_header_is_refused(contact):
    with pytest.raises(BadSettings):
        Limits(contact=contact)


@pytest.mark.parametrize(
    ("path", "header", "body", "name"),
    [
        ("/", "text/html", b"<p>Short", "index.html"),
        ("/a/", "text/html", PAGE, "a/index.html"),
        ("/a.php", "text/html", PAGE, "a.php.html"),
        ("/a.htm", "text/plain", PAGE, "a.htm"),
        ("/report", "application/octet-stream", b"%PDF-1.7 ", "report.pdf"),
        ("/report.pdf", "text/html", PAGE, "report.pdf.html"),
        ("/report.pdf", "text/html", b"%PDF-1.7 ", "report.pdf"),
        ("/notes.md", "text/plain", b"# The quay", "notes.md"),
        ("/notes", "text/plain", b"The quay", "notes.txt"),
        ("/rows.csv", "text/plain", b"id,text\n1,quay\n", "rows.csv"),
        ("/x.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04....", "x.docx"),
        ("/x", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04....", "x.docx"),
        ("/leak", "application/zip", b"PK\x03\x04....", "leak.zip"),
        ("/a.png", "image/png", b"\x89PNG....", "a.png"),
        ("/..%2f..%2fetc%2fpasswd", "text/plain", b"root", "_.._etc_passwd.txt"),
        ("/%00%0a%e2%80%ae/con", "text/plain", b"x", "___/con.txt"),
    ],
)
def test_a_name_is_made_of_the_url_and_fits_the_bytes(path, header, body, name, tmp_path):
    with serve({path: answer(body, f"Content-Type: {header}")}) as site:
        assert fetch_one(site.url(path), tmp_path).item.name == f"127.0.0.1/{name}"


def test_a_url_is_asked_for_once(tmp_path):
    with serve({"/a": answer(PAGE)}) as site:
        rows = fetch_all([site.url("/a"), site.url("/a#b"), site.url("/a").upper().replace("/A", "/a")], tmp_path)
        assert len(rows) == 1
        assert site.paths == ["/a"]


def test_one_that_fails_does_not_cost_the_others(tmp_path):
    with serve({"/a": answer(PAGE), "/b": answer(PAGE)}) as site:
        urls = ["ftp://x.example.org/", site.url("/a"), site.url("/no"), "http://no.example.org/", site.url("/b")]
        rows = fetch_all(urls, tmp_path)
        assert sorted(row.where if isinstance(row, Problem) else row.url for row in rows) == sorted(urls)
        assert sum(isinstance(row, Fetched) for row in rows) == 2


@pytest.mark.parametrize(
    ("status", "told"),
    [("404 Not Found", "web archive"), ("403 Forbidden", "save the page"), ("500 Oops", "failed"), ("204 No Content", "no page"),
     ("206 Partial", "no page"), ("418 \x1b[31mTeapot", "no page"), ("304 Not Modified", "no page"), ("302 Found", "no page")],
)  # fmt: skip
def test_an_answer_that_is_no_page_is_told(status, told, tmp_path):
    with serve({"/a": answer(b"", status=status)}) as site:
        said = lose(site.url("/a"), tmp_path)
        assert said.startswith(f"the server answered HTTP/1.1 {status[:3]}")
        assert told in said
        assert said.isprintable()


def test_an_empty_page_is_told(tmp_path):
    with serve({"/a": answer(b"", HTML)}) as site:
        assert "the page is empty" in lose(site.url("/a"), tmp_path)


def test_a_folder_that_can_t_be_written_stops_the_run(tmp_path):
    (tmp_path / "full").write_text("")
    with serve({"/a": answer(PAGE)}) as site:
        with pytest.raises(CannotWrite):
            fetch_all([site.url("/a")], tmp_path / "full" / "in")
        (tmp_path / "gone").mkdir()
        rows = fetch([site.url("/a")], to=tmp_path / "gone", limits=QUICK, reach=to_reach())
        (tmp_path / "gone").rmdir()
        with pytest.raises(CannotWrite):
            list(rows)


# ---------------------------------------------------------------- where it goes


def test_redirects_are_followed_and_kept(tmp_path):
    with serve({}) as site, serve({"/end": answer(PAGE, HTML)}) as last:
        end = last.url("/end", host="other.example.org")
        site.plays |= {
            "/a": redirect("b?x=1", "301 Moved"), "/b?x=1": redirect("/../c%20d", "308 Moved"),
            "/c%20d": redirect(end, "307 Elsewhere"),
        }  # fmt: skip
        row = fetch_one(site.url("/a", host="paper.example.org"), tmp_path)
        assert read(row) == PAGE
        assert row.url == end
        host = f"http://paper.example.org:{site.port}"
        assert row.redirects == (f"301 {host}/b?x=1", f"308 {host}/c%20d", f"307 {end}")
        assert [line for line in row.item.headers if line.startswith("sayso-redirect")] == [
            f"sayso-redirect: {step}" for step in row.redirects
        ]


def test_a_redirect_that_is_not_quoted_is_read_as_servers_mean_it(tmp_path):
    with serve({"/a": redirect("/f\u00fcr alle".encode().decode("latin-1")), "/f%C3%BCr%20alle": answer(PAGE)}) as site:
        assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE


def test_redirects_end(tmp_path):
    plays = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)} | {"/x": redirect("/y"), "/y": redirect("/x"), "/5": answer(PAGE)}
    with serve(plays) as site:
        assert read(fetch_one(site.url("/0"), tmp_path)) == PAGE
        site.plays["/5"] = redirect("/6")
        site.plays["/6"] = answer(PAGE)
        for file in tmp_path.iterdir():
            file.unlink()
        assert "more than 5 redirects" in lose(site.url("/0"), tmp_path)
        assert "in a circle" in lose(site.url("/x"), tmp_path)


INWARD = (
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/", "http://metadata.google.internal/",
    "http://10.0.0.1/", "http://192.168.1.1/admin", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://0/", "http://[::]/", "//172.16.0.1/", "http://100.64.0.1/", "http://[64:ff9b::a00:1]/",
    "http://[2002:a00:1::]/", "http://168.63.129.16/", "http://inner.example.org/", "http://mixed.example.org/",
    "http://mapped.example.org/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_X", "ftp://paper.example.org/",
    "javascript:alert(1)", "data:text/html,x", "http://ann:pw@paper.example.org/", "http://paper.example.org\\@10.0.0.1/",
    "http://10.0.0.1%2f@paper.example.org/", "http://\uff11\uff10.0.0.1/", "http://10\u30020.0.1/",
)  # fmt: skip
INNER_NAMES = {
    "inner.example.org": ["10.1.2.3"],
    "mixed.example.org": ["127.0.0.1", "192.168.0.7"],
    "mapped.example.org": ["::ffff:169.254.169.254"],
}


@pytest.mark.parametrize("to", INWARD)
def test_no_redirect_leads_into_an_inner_network(to, tmp_path, stay_inside):
    with serve({"/a": redirect(to.encode().decode("latin-1"))}) as site:
        said = lose(site.url("/a"), tmp_path, reach=to_reach(NAMES | INNER_NAMES))
        assert "refused" in said, said
        assert site.paths == ["/a"]
        assert set(stay_inside) == {"127.0.0.1"}
        assert "pw" not in said


HOME = (
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://localhost:{port}/",
    "http://0:{port}/", "http://0.0.0.0:{port}/", "http://[::]:{port}/", "http://127.0.0.1.:{port}/",
    "http://\uff11\uff12\uff17.0.0.1:{port}/", "http://home.example.org:{port}/", "http://a.localhost:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/", "http://127.0.0.1%09:{port}/", "http://x@127.0.0.1:{port}/",
)  # fmt: skip


@pytest.mark.parametrize("url", HOME)
def test_this_machine_is_not_reached_unless_a_program_says_so(url, tmp_path, stay_inside):
    with serve({"/": answer(PAGE)}) as site:
        reach = dataclasses.replace(PUBLIC, ports=frozenset({site.port}), resolve=lambda host: ["127.0.0.1"])
        said = lose(url.format(port=site.port), tmp_path, reach=reach)
        assert "refused" in said
        assert site.n_connections == 0
        assert stay_inside == []


def test_only_the_ports_of_web_servers_are_asked(tmp_path, stay_inside):
    reach = Reach(also=to_reach().also)
    for port in (22, 25, 6379, 9200, 11211):
        assert f"refused: port {port}" in lose(f"http://127.0.0.1:{port}/", tmp_path, reach=reach)
    assert stay_inside == []


def test_a_name_that_changes_its_address_is_vetted_each_time(tmp_path, stay_inside):
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["169.254.169.254"]))  # robots.txt, then the page
    with serve({"/a": answer(PAGE)}) as site:
        reach = dataclasses.replace(to_reach(), resolve=lambda host: next(answers))
        said = lose(site.url("/a", host="turns.example.org"), tmp_path, reach=reach)
        assert "169.254.169.254 is the local link" in said
        assert [asked.path for asked in site.asked] == ["/robots.txt"]
        assert stay_inside == ["127.0.0.1"]


def test_what_was_vetted_is_what_is_connected_to(tmp_path, stay_inside, monkeypatch):
    asked = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.9"]

    def fail(*args: object, **kwargs: object) -> None:
        raise AssertionError("the system's resolver was asked behind the vetting's back")

    with serve({"/a": answer(PAGE)}, host="127.0.0.9") as site:
        monkeypatch.setattr(socket, "getaddrinfo", fail)
        row = fetch_one(site.url("/a", host="paper.example.org"), tmp_path, reach=dataclasses.replace(to_reach(), resolve=resolve))
        assert read(row) == PAGE
        assert site.asked[1].headers["host"] == f"paper.example.org:{site.port}"
    assert stay_inside == ["127.0.0.9", "127.0.0.9"]
    assert asked == ["paper.example.org"] * 2  # once for each request


def test_a_public_address_of_this_machine_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sayso.acquire.fetch.addresses.find_refusal", lambda address: None)  # as if 127.0.0.1 were public
    with serve({"/a": answer(PAGE)}) as site:
        said = lose(site.url("/a"), tmp_path, reach=dataclasses.replace(PUBLIC, ports=frozenset({site.port})))
        assert "refused: 127.0.0.1 is this machine itself" in said
        assert site.asked == []


def test_proxies_of_the_system_are_not_followed(tmp_path, monkeypatch):
    with serve({"/a": answer(PAGE)}) as site, serve({"/a": answer(b"from the proxy")}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE
        assert proxy.n_connections == 0


def test_ipv6_is_fetched_from(tmp_path):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serve({"/a": answer(PAGE)}, host="::1") as site:
        row = fetch_one(site.url("/a"), tmp_path)
        assert read(row) == PAGE
        assert site.asked[0].headers["host"] == f"[::1]:{site.port}"
        assert "sayso-address: ::1" in row.item.headers


def test_a_program_may_let_inner_names_in(tmp_path):
    with serve({"/a": answer(PAGE)}) as site:
        reach = to_reach({"wiki.internal": ["127.0.0.1"], "trap.internal": ["10.0.0.1"]})
        assert "name of this machine or network" in lose(site.url("/a", host="wiki.internal"), tmp_path, reach=reach)
        reach = dataclasses.replace(reach, takes_inner_names=True)
        assert "10.0.0.1 is a private network" in lose(site.url("/a", host="trap.internal"), tmp_path, reach=reach)
        assert read(fetch_one(site.url("/a", host="wiki.internal"), tmp_path, reach=reach)) == PAGE


def test_the_next_address_of_a_name_is_tried(tmp_path):
    with serve({"/a": answer(PAGE)}, host="127.0.0.7") as site:
        reach = to_reach({"paper.example.org": ["127.0.0.8", "127.0.0.7"]})
        assert read(fetch_one(site.url("/a", host="paper.example.org"), tmp_path, reach=reach)) == PAGE


def test_a_host_that_is_not_there_is_told(tmp_path):
    with serve({}) as site:
        url = site.url("/a")
    assert "no connection to 127.0.0.1" in lose(url, tmp_path)
    assert "gone.example.org was not found" in lose("https://gone.example.org/", tmp_path)


# ---------------------------------------------------------------- certificates


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def make_tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def to_trust(authority) -> ssl.SSLContext:
    trust = make_trust()
    authority.configure_trust(trust)
    return trust


def test_an_encrypted_page_is_fetched_under_its_name(authority, tmp_path):
    names = []
    tls = make_tls(authority.issue_cert("paper.example.org"))
    tls.sni_callback = lambda sock, name, context: names.append(name)
    with serve({"/a": answer(PAGE)}, tls=tls) as site:
        row = fetch_one(site.url("/a", host="paper.example.org"), tmp_path, reach=to_reach(NAMES, to_trust(authority)))
        assert read(row) == PAGE
        assert names == ["paper.example.org"] * 2


@pytest.mark.parametrize("case", ["self-signed", "other name", "out of date", "other authority", "an address's"])
def test_a_certificate_that_does_not_hold_is_refused(case, authority, tmp_path):
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=3)
    host, trusted = "paper.example.org", True
    if case == "self-signed":
        certificate, trusted = trustme.CA().issue_cert(host), False
    elif case == "other authority":
        certificate = trustme.CA().issue_cert(host)
    elif case == "out of date":
        certificate = authority.issue_cert(host, not_after=past)
    elif case == "other name":
        certificate = authority.issue_cert("other.example.org")
    else:
        certificate, host = authority.issue_cert("paper.example.org"), "127.0.0.1"
    with serve({"/a": answer(PAGE)}, tls=make_tls(certificate)) as site:
        reach = to_reach(NAMES, to_trust(authority) if trusted else None)
        said = lose(site.url("/a", host=host), tmp_path, reach=reach)
        assert f"the certificate of {host} can't be trusted" in said
        assert site.asked == []


def test_old_protocols_are_refused(authority, tmp_path):
    tls = make_tls(authority.issue_cert("paper.example.org"))
    with pytest.warns(DeprecationWarning):
        tls.minimum_version, tls.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with serve({"/a": answer(PAGE)}, tls=tls) as site:
        reach = to_reach(NAMES, to_trust(authority))
        assert "no encrypted connection" in lose(site.url("/a", host="paper.example.org"), tmp_path, reach=reach)


def test_a_redirect_from_https_to_http_is_refused(authority, tmp_path):
    with serve({"/b": answer(PAGE)}) as plain:
        tls = make_tls(authority.issue_cert("paper.example.org"))
        with serve({"/a": redirect(plain.url("/b"))}, tls=tls) as site:
            said = lose(site.url("/a", host="paper.example.org"), tmp_path, reach=to_reach(NAMES, to_trust(authority)))
            assert "refused: redirected from https to http://127.0.0.1" in said
            assert plain.n_connections == 0


def test_something_else_than_tls_is_told(tmp_path):
    with serve({}) as site:
        assert "no encrypted connection" in lose(site.url("/a").replace("http:", "https:"), tmp_path)


# ---------------------------------------------------------------- how much, how long


def zip_up(data: bytes, window: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("X-GZIP", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:]) + b"\0" * 9),
        ("gzip", gzip.compress(b"") + gzip.compress(PAGE)),
        ("deflate", zip_up(PAGE, 15)),
        ("deflate", zip_up(PAGE, -15)),
        ("identity", PAGE),
    ],
)
def test_packed_pages_are_unpacked(name, packed, tmp_path):
    with serve({"/a": answer(packed, HTML, f"Content-Encoding: {name}")}) as site:
        assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE
        chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in packed) + b"0\r\n\r\n"
        site.plays["/b"] = answer(chunks, f"Content-Encoding: {name}", "Transfer-Encoding: chunked", length=-1)
        assert read(fetch_one(site.url("/b"), tmp_path)) == PAGE


def test_a_large_page_is_unpacked_whole(tmp_path):
    body = os.urandom(300_000) + b"x" * 600_000
    for name, packed in (("gzip", gzip.compress(body)), ("deflate", zip_up(body, -15)), ("deflate", zip_up(body, 15))):
        with serve({"/a": answer(packed, f"Content-Encoding: {name}")}) as site:
            assert read(fetch_one(site.url("/a"), tmp_path)) == body


BOMB = gzip.compress(b"\0" * 200_000_000, 9)
TOO_MUCH = {
    "declared": answer(b"x", length=10_000_000),
    "undeclared": answer(b"x" * 3_000_000, length=-1),
    "chunked": answer(b"100000\r\n" + b"x" * 0x100000 + b"\r\n" + b"0\r\n\r\n", "Transfer-Encoding: chunked", length=-1),
    "gzip bomb": answer(BOMB, "Content-Encoding: gzip"),
    "deflate bomb": answer(zip_up(b"\0" * 200_000_000, 15), "Content-Encoding: deflate"),
    "raw deflate bomb": answer(zip_up(b"\0" * 200_000_000, -15), "Content-Encoding: deflate"),
    "bomb in many members": answer(gzip.compress(b"\0" * 900_000) * 500, "Content-Encoding: gzip"),
    "framing": answer(b"1;" + b"e" * 60_000 + b"\r\nx\r\n", "Transfer-Encoding: chunked", length=-1)
    + (b"1;" + b"e" * 60_000 + b"\r\nx\r\n") * 100,
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_refused(case, tmp_path):
    with serve({"/a": TOO_MUCH[case]}) as site:
        started = time.monotonic()
        assert "larger than 1 MB" in lose(site.url("/a"), tmp_path)
        assert time.monotonic() - started < 5


def test_a_bomb_is_not_held_in_memory(tmp_path):
    with serve({"/a": TOO_MUCH["gzip bomb"], "/b": TOO_MUCH["raw deflate bomb"]}) as site:
        tracemalloc.start()
        try:
            for path in ("/a", "/b"):
                assert "larger than 1 MB" in lose(site.url(path), tmp_path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 8_000_000


def test_what_just_fits_is_taken(tmp_path):
    body = b"y" * QUICK.most_bytes
    for play in (answer(body), answer(body, length=-1), answer(gzip.compress(body), "Content-Encoding: gzip")):
        with serve({"/a": play}) as site:
            assert read(fetch_one(site.url("/a"), tmp_path)) == body


DAMAGED = {
    "shorter than said": (answer(PAGE, length=5_000), "cut short"),
    "chunks end early": (answer(b"50\r\nabc", "Transfer-Encoding: chunked", length=-1), "cut short"),
    "no last chunk": (answer(b"3\r\nabc\r\n", "Transfer-Encoding: chunked", length=-1), "cut short"),
    "chunk below zero": (answer(b"-5\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=-1), "cut short"),
    "chunk of minus one": (answer(b"-1\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=-1), "cut short"),
    "chunk of no number": (answer(b"zz\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=-1), "cut short"),
    "gzip cut": (answer(gzip.compress(os.urandom(9_000))[:-500], "Content-Encoding: gzip"), "cut short"),
    "gzip of nothing": (answer(b"no gzip at all", "Content-Encoding: gzip"), "can't be unpacked"),
    "gzip with a wrong sum": (answer(gzip.compress(PAGE)[:-8] + b"\1" * 8, "Content-Encoding: gzip"), "can't be unpacked"),
    "deflate of nothing": (answer(b"\x07\xff" * 40, "Content-Encoding: deflate"), "can't be unpacked"),
    "brotli unasked": (answer(b"x", "Content-Encoding: br"), "packed the page as br"),
    "packed in escapes": (answer(b"x", "Content-Encoding: \x1b[31mg\u009bz"), "packed the page as"),
    "packed twice": (answer(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip"), "packed the page as gzip, gzip"),
    "nothing": (b"", "as a web server does"),
    "no HTTP": (b"220 mail.example.org ESMTP\r\n\r\n", "as a web server does"),
    "no status": (b"HTTP/1.1 abc\r\n\r\n", "as a web server does"),
    "HTTP 9": (b"HTTP/9.9 200 OK\r\n\r\n", "as a web server does"),
    "only a status": (b"HTTP/1.1 200 OK\r\n", "the page is empty"),
    "endless first line": (b"HTTP/1.1 200 " + b"a" * 200_000, "headers are larger"),
    "endless header": (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 200_000, "headers are larger"),
    "many headers": (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5_000 + b"\r\n", "as a web server does"),
    "many large headers": (b"HTTP/1.1 200 OK\r\n" + (b"A: " + b"b" * 9_000 + b"\r\n") * 90 + b"\r\n", "headers are larger"),
    "go on for ever": (b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000, "headers are larger"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_answers_are_told(case, tmp_path):
    play, told = DAMAGED[case]
    with serve({"/a": play}) as site:
        assert told in lose(site.url("/a"), tmp_path)


def drip(head: bytes, piece: bytes, every: float):
    """Send a beginning, then a little at a time, until the other end hangs up."""

    def play(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            time.sleep(every)
            connection.sendall(piece)

    return play


SLOW = {
    "says nothing": (drip(b"", b"", 9), "said nothing for 1 s"),
    "stops in the headers": (drip(b"HTTP/1.1 200 OK\r\nA:", b"", 9), "said nothing for 1 s"),
    "stops in the body": (drip(answer(b"abc", length=99), b"", 9), "said nothing for 1 s"),
    "a letter of a header at a time": (drip(b"HTTP/1.1 200 OK\r\nA:", b"a", 0.1), "longer than 2 s"),
    "a header at a time": (drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.1), "longer than 2 s"),
    "a letter of the body at a time": (drip(answer(b"abc", length=9_999), b"a", 0.1), "longer than 2 s"),
    "a chunk at a time": (drip(answer(b"", "Transfer-Encoding: chunked", length=-1), b"1\r\na\r\n", 0.1), "longer than 2 s"),
    "a trailer at a time": (
        drip(answer(b"1\r\na\r\n0\r\n", "Transfer-Encoding: chunked", length=-1), b"A: b\r\n", 0.1), "longer than 2 s"
    ),
    "go on at a time": (drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.1), "longer than 2 s"),
}  # fmt: skip


@pytest.mark.parametrize("case", SLOW)
def test_slow_servers_are_left(case, tmp_path):
    play, told = SLOW[case]
    limits = dataclasses.replace(QUICK, seconds=2.0, silent_seconds=1.0)
    with serve({"/a": play}) as site:
        started = time.monotonic()
        assert told in lose(site.url("/a"), tmp_path, limits=limits)
        assert time.monotonic() - started < 5


def test_a_handshake_that_never_ends_is_left(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:  # connects by its backlog, and never says a word
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        started = time.monotonic()
        said = lose(url, tmp_path, limits=dataclasses.replace(QUICK, connect_seconds=1.0))
        assert "no encrypted connection" in said
        assert time.monotonic() - started < 4


def test_who_stops_taking_stops_the_fetching(tmp_path):
    with serve({"/a": answer(PAGE), "/b": drip(answer(b"abc", length=99), b"a", 0.2), "/c": answer(PAGE)}) as site:
        limits = dataclasses.replace(QUICK, seconds=60.0)
        rows = fetch([site.url(path) for path in ("/a", "/b", "/c")], to=tmp_path, limits=limits, reach=to_reach())
        assert read(next(rows)) == PAGE
        time.sleep(0.5)
        assert site.paths == ["/a", "/b"]  # the next is on its way while this one is worked on
        started = time.monotonic()
        rows.close()
        assert time.monotonic() - started < 3
        assert site.paths == ["/a", "/b"]
        assert len(list(tmp_path.iterdir())) == 1


def test_a_pause_ends_when_fetching_is_stopped(tmp_path):
    with serve({"/a": answer(PAGE), "/b": answer(PAGE)}) as site:
        limits = dataclasses.replace(QUICK, gap_seconds=0.2)
        site.plays["/b"] = answer(b"", "Retry-After: 30", status="503 Busy")
        rows = fetch([site.url(path) for path in ("/a", "/b")], to=tmp_path, limits=limits, reach=to_reach())
        next(rows)
        time.sleep(0.6)
        assert site.paths == ["/a", "/b"]
        started = time.monotonic()
        rows.close()
        assert time.monotonic() - started < 3


# ---------------------------------------------------------------- manners


ROBOTS = b"""
User-agent: *
Disallow: /

User-agent: sayso
Disallow: /closed/
Allow: /closed/open
Disallow: /*.cgi$
Crawl-delay: 0.3
"""


def test_robots_txt_is_followed(tmp_path):
    paths = ("/a", "/closed/x", "/closed/open", "/x.cgi", "/x.cgi?y")
    with serve({path: answer(PAGE) for path in paths} | {"/robots.txt": answer(ROBOTS)}) as site:
        rows = fetch_all([site.url(path) for path in paths], tmp_path)
        lost = [row.where for row in rows if isinstance(row, Problem)]
        assert lost == [site.url("/closed/x"), site.url("/x.cgi")]
        assert all("robots.txt of 127.0.0.1 doesn't allow it" in row.what for row in rows if isinstance(row, Problem))
        assert site.paths == ["/a", "/closed/open", "/x.cgi?y"]
        assert [asked.path for asked in site.asked].count("/robots.txt") == 1
        times = [asked.at for asked in site.asked]
        assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(times))


def test_robots_txt_of_where_a_redirect_leads_is_followed(tmp_path):
    with serve({"/a": answer(PAGE), "/robots.txt": answer(b"User-agent: *\nDisallow: /")}) as last:
        with serve({"/a": redirect(last.url("/a", host="other.example.org"))}) as site:
            assert "robots.txt of other.example.org" in lose(site.url("/a"), tmp_path)
        assert last.paths == []


@pytest.mark.parametrize(
    ("play", "told"),
    [
        pytest.param(answer(b"x", status="404 Not Found"), None, id="none"),
        pytest.param(answer(b"x", status="403 Forbidden"), None, id="forbidden"),
        pytest.param(answer(b"", length=0), None, id="empty"),
        pytest.param(answer(b"\xff\xfe\0<html>" * 99), None, id="no robots.txt at all"),
        pytest.param(answer(b"Allow: /\n" * 200_000), None, id="longer than is read"),
        pytest.param(redirect("/r2"), None, id="elsewhere, and not there"),
        pytest.param(answer(b"x", status="500 Oops"), "could not be had", id="broken"),
        pytest.param(answer(b"x", "Retry-After: 0", status="503 Busy"), "could not be had", id="busy"),
        pytest.param(answer(b"x", "Retry-After: 0", status="429 Slow down"), "could not be had", id="too many"),
        pytest.param(answer(b"abc", length=99), "cut short", id="cut short"),
        pytest.param(redirect("http://169.254.169.254/robots.txt"), "refused", id="inner network"),
        pytest.param(redirect("/robots.txt"), "in a circle", id="circle"),
        pytest.param(answer(BOMB, "Content-Encoding: gzip"), None, id="bomb, of which the beginning is read"),
        pytest.param(b"", "as a web server does", id="nothing"),
    ],
)
def test_what_a_robots_txt_that_is_none_means(play, told, tmp_path):
    with serve({"/a": answer(PAGE), "/robots.txt": play}) as site:
        if told is None:
            assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE
        else:
            assert told in lose(site.url("/a"), tmp_path)
            assert site.paths == []


def test_a_site_that_wants_long_pauses_is_left(tmp_path):
    with serve({"/a": answer(PAGE), "/robots.txt": answer(b"User-agent: *\nCrawl-delay: 600")}) as site:
        assert "asks for 600 s between requests" in lose(site.url("/a"), tmp_path)


@pytest.mark.parametrize(
    ("text", "allowed", "delay"),
    [
        (b"User-agent: *\nDisallow: /", False, None),
        (b"User-agent: Sayso/2.0\nDisallow: /", False, None),
        (b"User-agent: saysobot\nDisallow: /", True, None),
        (b"User-agent: other\nUser-agent: *\nDisallow: /", False, None),
        (b"User-agent: sayso\nAllow: /\n\nUser-agent: *\nDisallow: /", True, None),
        (b"User-agent: one\nDisallow: /\nUser-agent: two\nDisallow: /", True, None),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", False, None),
        (b"User-agent: *\nCrawl-delay: nan", True, None),
        (b"User-agent: *\nCrawl-delay: -4", True, None),
        (b"User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 2", True, 10.0),
        (b"Disallow: /", True, None),
    ],
)
def test_rules_are_read(text, allowed, delay):
    rules = read_rules(text)
    assert rules.allows("http://paper.example.org/a") is allowed
    assert rules.delay == delay


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(15_000)) + "Allow:/\n" * 30_000,
        "".join(f"User-agent: a{n}\nUser-agent: sayso\nDisallow: /{n}\n" for n in range(9_000)),
        "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 1_000}*b${n}\n" for n in range(240)),
        "User-agent: *\nDisallow: /" + "*" * 400_000,
        "User-agent" * 50_000,
        " \t" * 250_000,
    ],
    ids=["agents times rules", "groups", "stars", "one line of stars", "no line", "white space"],
)
def test_a_robots_txt_that_is_made_to_cost_costs_little(text):
    started = time.process_time()
    read_rules(text.encode()).allows("http://paper.example.org/" + "a" * 3_000)
    assert time.process_time() - started < 3


def test_a_host_is_asked_one_at_a_time_with_a_pause(tmp_path):
    paths = [f"/{n}" for n in range(4)]
    with serve({path: answer(PAGE) for path in paths}) as site, serve({path: answer(PAGE) for path in paths}) as other:
        limits = dataclasses.replace(QUICK, gap_seconds=0.3)
        started = time.monotonic()
        named = ((site, "paper.example.org"), (other, "other.example.org"))
        urls = [server.url(path, host=host) for path in paths for server, host in named]
        rows = fetch_all(urls, tmp_path, limits=limits)
        assert all(isinstance(row, Fetched) for row in rows)
        for server in (site, other):
            times = [asked.at for asked in server.asked]
            assert len(times) == 5
            assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(times))
        assert time.monotonic() - started < 2.2  # two hosts side by side; one after the other would take 2.7


def test_hosts_that_lead_to_one_ask_it_one_at_a_time(tmp_path):
    active, most = [], []

    def play(connection: socket.socket) -> None:
        active.append(1)
        most.append(len(active))
        time.sleep(0.3)
        active.pop()
        connection.sendall(answer(PAGE))

    hosts = [f"h{n}.example.org" for n in range(4)]
    with serve({f"/{host}": play for host in hosts}) as last:
        with serve({f"/{host}": redirect(last.url(f"/{host}", host="paper.example.org")) for host in hosts}) as site:
            urls = [site.url(f"/{host}", host=host) for host in hosts]
            rows = fetch_all(urls, tmp_path, reach=to_reach(NAMES | {host: ["127.0.0.1"] for host in hosts}))
        assert sum(isinstance(row, Fetched) for row in rows) == 4
    assert most == [1, 1, 1, 1]
    assert [asked.path for asked in last.asked].count("/robots.txt") == 1


def play_in_turn(*plays: bytes):
    left = list(plays)
    return lambda connection: connection.sendall(left.pop(0) if len(left) > 1 else left[0])


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Busy"])
def test_a_busy_server_is_asked_again_once_after_its_pause(status, tmp_path):
    busy = answer(b"", "Retry-After: 1", status=status)
    with serve({"/a": play_in_turn(busy, answer(PAGE)), "/b": busy}) as site:
        assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE
        first, second = (asked.at for asked in site.asked if asked.path == "/a")
        assert second - first >= 1
        for file in tmp_path.iterdir():
            file.unlink()
        assert "(it says to wait: 1)" in lose(site.url("/b"), tmp_path)
        assert site.paths == ["/a", "/a", "/b", "/b"]


@pytest.mark.parametrize("told", ["3600", "999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_server_that_asks_for_too_long_a_pause_is_left(told, tmp_path):
    with serve({"/a": answer(b"", f"Retry-After: {told}", status="503 Busy")}) as site:
        assert "503 Busy" in lose(site.url("/a"), tmp_path)
        assert site.paths == ["/a"]


@pytest.mark.parametrize("told", ["Fri, 31 Dec 1999 23:59:59 GMT", "0"])
def test_a_pause_that_is_over_is_none(told, tmp_path):
    with serve({"/a": play_in_turn(answer(b"", f"Retry-After: {told}", status="503 Busy"), answer(PAGE))}) as site:
        assert read(fetch_one(site.url("/a"), tmp_path)) == PAGE


def test_sites_remember(tmp_path):
    """The servers of these tests hear what they are asked: a test that counts on silence counts on this."""
    with serve({"/a": answer(PAGE)}) as site:
        assert isinstance(site, Site)
        fetch_one(site.url("/a"), tmp_path)
        assert (site.paths, site.n_connections) == (["/a"], 2)
