"""Which addresses and URLs are refused, in whatever notation."""

from __future__ import annotations

import ipaddress
import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.acquire.fetch import addresses
from sayso.acquire.fetch.addresses import PUBLIC, Reach, find_addresses, find_refusal, vet_address
from sayso.acquire.fetch.locators import is_url, read_locator, show_url
from sayso.acquire.media import Unreadable

PUBLIC_ONES = ("8.8.8.8", "93.184.216.34", "1.1.1.1", "223.255.255.254", "2606:4700::1111", "64:ff9b::808:808")
INNER_ONES = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2a00:1450:4001:1:0:5efe:10.0.0.1", "2a00:1450:4001:1:200:5efe:127.0.0.1",
    "4000::1",
)  # fmt: skip


def refuse(url: str, reach: Reach = PUBLIC) -> str:
    """What is said of a URL that is refused before anything is resolved."""
    with pytest.raises(Unreadable) as told:
        locator = read_locator(url, reach)
        assert locator.address is not None, f"{locator} was taken for a name"
        vet_address(str(locator.address), reach)
    assert told.value.why
    return told.value.what


@pytest.mark.parametrize("text", PUBLIC_ONES)
def test_a_public_address_is_taken(text):
    assert find_refusal(ipaddress.ip_address(text)) is None


@pytest.mark.parametrize("text", INNER_ONES)
def test_an_inner_address_is_refused(text):
    assert find_refusal(ipaddress.ip_address(text))


def write_oddly(address: ipaddress.IPv4Address) -> list[str]:
    """An IPv4 address in every notation that some program reads as one."""
    number, octets = int(address), list(address.packed)
    a, b, c, d = octets
    dots = "\u3002".join(map(str, octets))
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in str(address))
    return [
        str(address), f"{address}.", f"{address}..", str(number), hex(number), oct(number).replace("0o", "0"),
        f"0x{number:X}", f"0X{number:x}", f"0000{number:o}", ".".join(map(hex, octets)),
        ".".join(f"0{octet:o}" for octet in octets),
        ".".join(f"{octet:03d}" for octet in octets), f"{a}.{b}.{c * 256 + d}", f"{a}.{number & 0xFFFFFF}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"0x{a:x}.{int(address) & 0xFFFFFF}", f"{a}.{b}.{c}.0x{d:x}", f"{a}.{b}.{c}.0x", f"{a + 256}.{b}.{c}.{d}", wide, dots,
        f"%3{a % 10}{str(address)[1:]}", f"[::ffff:{address}]", f"[::{address}]",
        f"[0:0:0:0:0:ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
        f"[::ffff:0:{address}]", f"[64:ff9b::{address}]", f"[64:ff9b:1::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
        f"[2001:0:{number >> 16:x}:{number & 0xFFFF:x}::]", f"[2a00:1450::5efe:{address}]", f"[::ffff:{address}%25eth0]",
        f"{address}:80@8.8.8.8", f"8.8.8.8@{address}", f"8.8.8.8\\@{address}", f"[{address}]", f"{address}%00.example.org",
        f"{address}\t", f"{address}%2f", f"\uff10x{number:x}",
    ]  # fmt: skip


@given(st.ip_addresses(v=4), st.sampled_from(["http", "https", "HTTP"]))
def test_what_is_not_global_is_refused_in_every_notation(address, scheme):
    if address.is_global and not address.is_multicast and find_refusal(address) is None:
        return
    for host in write_oddly(address):
        refuse(f"{scheme}://{host}/page")


@given(st.sampled_from(INNER_ONES[:27]).map(ipaddress.IPv4Address))
def test_inner_addresses_are_refused_in_every_notation(address):
    for host in write_oddly(address):
        refuse(f"http://{host}/page")


_NEAR_INNER = st.one_of(st.integers(0, 2**49), st.integers(0x2000 << 112, (0x2004 << 112) - 1)).map(ipaddress.IPv6Address)


@given(st.one_of(st.ip_addresses(v=6), _NEAR_INNER))
def test_what_ipaddress_calls_not_global_is_refused(address):
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_link_local or address.is_private:
        refused = find_refusal(address)
        assert refused or address in ipaddress.IPv6Network("64:ff9b::/96")
        for text in (address.compressed, address.exploded, address.exploded.upper()):
            if refused:
                refuse(f"https://[{text}]/")


@given(st.ip_addresses(v=4))
def test_a_translated_address_is_as_public_as_the_one_in_it(address):
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))
    assert bool(find_refusal(translated)) == bool(find_refusal(address))


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("ftp://harbour.example.org/a", "ftp: is not fetched"),
        ("file:///etc/passwd", "file: is not fetched"),
        ("gopher://harbour.example.org:6379/_SET", "gopher: is not fetched"),
        ("javascript:alert(1)", "javascript: is not fetched"),
        ("data:text/html,hello", "data: is not fetched"),
        ("//harbour.example.org/a", "no scheme"),
        ("harbour.example.org/a", "no scheme"),
        ("http:harbour.example.org", "no host"),
        ("http:///a", "no host"),
        ("http://ann:secret@harbour.example.org/", "user name or password"),
        ("http://harbour.example.org:22/", "port 22"),
        ("http://harbour.example.org:99999/", "port 99999"),
        ("http://harbour.example.org:-1/", "no host"),
        ("http://harbour.example.org:80:80/", "no host"),
        ("http://harbour.example.org\r\nHost: inner/", "control characters"),
        ("http://harbour.example.org/\x00", "control characters"),
        ("http://har bour.example.org/", "no host"),
        ("http://harbour..example.org/", "can exist"),
        ("http://harbour.example.org../", "can exist"),
        ("http://.example.org/", "can exist"),
        ("http://-harbour.example.org/", "can exist"),
        ("http://" + "a" * 64 + ".example.org/", "can exist"),
        ("http://" + "abcdefg." * 40 + "org/", "can exist"),
        ("http://xn--\u00e9.example.org/", "can exist"),
        ("http://localhost/", "this machine or network"),
        ("http://LOCALHOST./", "this machine or network"),
        ("http://a.localhost/", "this machine or network"),
        ("http://intranet/", "this machine or network"),
        ("http://metadata.google.internal/computeMetadata/v1/", "this machine or network"),
        ("http://printer.local/", "this machine or network"),
        ("http://router.home.arpa/", "this machine or network"),
        ("http://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54/", "this machine or network"),
        ("http://[::1]/", "loopback"),
        ("http://[fe80::1%25eth0]/", "no host"),
        ("http://[::1]evil.example.org/", "no host"),
        ("http://[v1.fe80::1]/", "no"),
        ("http://[1:2:3]/", "address"),
        ("http://harbour.example.org/" + "a" * 5_000, "characters"),
    ],
)
def test_a_url_that_may_not_be_fetched_says_why(url, what):
    assert what in refuse(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "whole"),
    [
        ("https://Harbour.Example.ORG", "harbour.example.org", 443, "https://harbour.example.org/"),
        ("https://harbour.example.org:443/a?b=c#d", "harbour.example.org", 443, "https://harbour.example.org/a?b=c"),
        ("http://harbour.example.org:8080/", "harbour.example.org", 8080, "http://harbour.example.org:8080/"),
        ("http://harbour.example.org:/", "harbour.example.org", 80, "http://harbour.example.org/"),
        ("http://harbour.example.org./a", "harbour.example.org", 80, "http://harbour.example.org/a"),
        ("https://b\u00fccher.example.org/\u00fc b?q=\u00e9", "xn--bcher-kva.example.org", 443,
         "https://xn--bcher-kva.example.org/%C3%BC%20b?q=%C3%A9"),
        ("https://stra\u00dfe.example.org/", "xn--strae-oqa.example.org", 443, "https://xn--strae-oqa.example.org/"),
        ("https://a_b.example.org/x%20y", "a_b.example.org", 443, "https://a_b.example.org/x%20y"),
        ("http://8.8.8.8/", "8.8.8.8", 80, "http://8.8.8.8/"),
        ("http://[2606:4700::1111]:8080/x", "2606:4700::1111", 8080, "http://[2606:4700::1111]:8080/x"),
        ("http://1and1.example.org/", "1and1.example.org", 80, "http://1and1.example.org/"),
    ],
)  # fmt: skip
def test_a_url_is_read_into_what_is_sent(url, host, port, whole):
    locator = read_locator(url, PUBLIC)
    assert (locator.host, locator.port, locator.url) == (host, port, whole)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "http://a.example.org/"]))
def test_whatever_is_given_is_read_or_refused(text, before):
    try:
        locator = read_locator(before + text, PUBLIC)
    except Unreadable as error:
        assert error.what
        assert error.why
    else:
        assert locator.url.isascii()
        assert not set(locator.url) & set(" \r\n\t\0\\")
        assert read_locator(locator.url, PUBLIC) == locator


def test_every_address_of_a_name_is_vetted():
    reach = Reach(resolve=lambda host: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Unreadable, match=r"10\.0\.0\.1 is a private network"):
        find_addresses("harbour.example.org", reach, seconds=5)
    assert list(map(str, find_addresses("a", Reach(resolve=lambda host: ["8.8.8.8"]), seconds=5))) == ["8.8.8.8"]


@pytest.mark.parametrize("answer", [["fe80::1%eth0"], ["here"], [], ["8.8.8.8"] * 1_000, ["2001:db8::1"], ["::ffff:8.8.8.8"]])
def test_an_answer_that_is_no_public_address_is_refused(answer):
    with pytest.raises(Unreadable):
        find_addresses("harbour.example.org", Reach(resolve=lambda host: answer), seconds=5)


def test_a_resolver_that_fails_or_hangs_is_told():
    def fail(host: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unreadable, match=r"harbour\.example\.org was not found: Name or service not known"):
        find_addresses("harbour.example.org", Reach(resolve=fail), seconds=5)
    started = time.monotonic()
    with pytest.raises(Unreadable, match="no answer on where"):
        find_addresses("harbour.example.org", Reach(resolve=lambda host: time.sleep(3) or []), seconds=0.1)
    assert time.monotonic() - started < 2


def test_names_are_asked_for_as_they_stand(monkeypatch):
    asked = []

    def get(host, *args, **kwargs):
        asked.append(host)
        return [(2, 1, 6, "", ("8.8.8.8", 0)), (10, 1, 6, "", ("2606:4700::1111", 0, 0, 0)), (2, 1, 6, "", ("8.8.8.8", 0))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", get)
    assert addresses.resolve_name("harbour.example.org") == ["8.8.8.8", "2606:4700::1111"]
    assert asked == ["harbour.example.org."]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("https://a.example.org", True), ("HTTP://A", True), ("ftp://a/b", True), ("a.txt", False), ("C:\\a\\b.txt", False),
     ("file:///a", False), ("notes/http://x", False), ("-", False)],
)  # fmt: skip
def test_urls_are_told_from_paths(text, is_one):
    assert is_url(text) is is_one


def test_a_url_is_shown_without_its_password_or_tricks():
    assert show_url("https://ann:secret@a.example.org/x") == "https://a.example.org/x"
    assert "secret" not in show_url("https://ann:se:c@ret@a.example.org/x?y=https://bo:secret@b/")
    assert show_url("https://a.example.org/\u202egpj.exe\n\u200b") == "https://a.example.org/\ufffdgpj.exe\ufffd\ufffd"
    assert len(show_url("https://a.example.org/" + "x" * 100_000)) < 400
