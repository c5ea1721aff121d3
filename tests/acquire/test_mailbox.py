"""Mailboxes: each mail found, byte for byte, whatever program wrote them, in little memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from sayso.acquire.mail import mailbox
from sayso.acquire.mail.mailbox import unpack_mbox
from sayso.acquire.media import Unreadable
from sayso.acquire.members import Member, Passed

LINE = b"From joel@x.example Mon May  3 17:22:01 2021\n"


def mail(subject: str, body: str = "The crane stands.") -> bytes:
    return f"From: Joel <joel@x.example>\nSubject: {subject}\n\n{body}\n".encode()


def unpack(folder: Path, data: bytes) -> list[tuple[str, bytes]]:
    path = folder / "all.mbox"
    path.write_bytes(data)
    return [(found.name, b"".join(found.chunks)) for found in unpack_mbox(path) if isinstance(found, Member)]


def test_each_mail_is_named_by_number_and_subject(tmp_path):
    data = LINE + mail("Re: budget/2021") + b"\n" + LINE + mail("=?utf-8?q?caf=C3=A9?=") + b"\n" + LINE + b"From: a\n\nx\n"
    assert [name for name, _ in unpack(tmp_path, data)] == ["0001 Re budget 2021.eml", "0002 café.eml", "0003.eml"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_mails_stay_as_they_are(tmp_path, end):
    mails = [mail("a").replace(b"\n", end), mail("b", "One.\n\nTwo.\n").replace(b"\n", end)]
    data = b"".join((LINE + b"").replace(b"\n", end) + one + end for one in mails)
    assert [got.rstrip() for _, got in unpack(tmp_path, data)] == [one.rstrip() for one in mails]


def test_lines_that_begin_with_from_are_text(tmp_path):
    body = "From here on at 17:22 it rained in 2021\nFrom nobody Mon May  3 17:22:01 2021\nis no header"
    assert len(unpack(tmp_path, LINE + mail("a", body) + b"\n" + LINE + mail("b"))) == 2


def test_a_missing_empty_line_and_a_broken_end(tmp_path):
    found = unpack(tmp_path, LINE + mail("a") + LINE + mail("b")[:-12])
    assert [name for name, _ in found] == ["0001 a.eml", "0002 b.eml"]
    assert found[1][1] == mail("b")[:-12]


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        pytest.param("x\n>From here on", "x\nFrom here on", id="escaped"),
        pytest.param("x\n>>From here on", "x\n>From here on", id="escaped twice"),
        pytest.param("> he said\n>From here on\n> it rained", "> he said\n>From here on\n> it rained", id="among quoted lines"),
    ],
)
def test_escaped_lines(tmp_path, escaped, plain):
    assert unpack(tmp_path, LINE + mail("a", escaped))[0][1] == mail("a", plain)


@pytest.mark.parametrize("shift", range(0, 60, 3))
def test_mails_are_found_wherever_pieces_end(tmp_path, monkeypatch, shift):
    monkeypatch.setattr(mailbox, "CHUNK", 1100 + shift)
    data = b"".join(LINE + mail(f"n{n}", "Word after word.\n>From then on.\n" * (n % 40)) + b"\n" for n in range(60))
    found = unpack(tmp_path, data)
    assert [got for _, got in found] == [mail(f"n{n}", "Word after word.\nFrom then on.\n" * (n % 40)) for n in range(60)]


def test_deleted_mails_say_so_and_the_programs_own_note_is_passed(tmp_path):
    note = b"From: x\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nx\n"
    path = tmp_path / "all.mbox"
    path.write_bytes(LINE + note + b"\n" + LINE + b"X-Mozilla-Status: 0009\n" + mail("gone") + b"\n" + LINE + mail("here"))
    passed, gone, here = unpack_mbox(path)
    assert isinstance(passed, Passed) and not passed.is_lost
    assert isinstance(gone, Member) and "deleted" in dict(gone.meta)["origin"] and gone.how == "mail"
    assert isinstance(here, Member) and not here.meta and here.modified == "2021-05-03T17:22:01Z"


def test_what_is_no_mailbox_is_told(tmp_path):
    path = tmp_path / "all.mbox"
    path.write_bytes(b"From here on it rained.\n")
    with pytest.raises(Unreadable, match="no mail in it"):
        list(unpack_mbox(path))


def test_memory_stays_flat(tmp_path):
    path = tmp_path / "all.mbox"
    with path.open("wb") as file:
        for n in range(400):
            file.write(LINE + mail(f"n{n}", "Word after word.\n" * 6000) + b"\n")
    tracemalloc.start()
    n_bytes = sum(len(chunk) for found in unpack_mbox(path) if isinstance(found, Member) for chunk in found.chunks)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n_bytes > 40_000_000 and peak < 8_000_000
