"""Mails: headers, bodies of every encoding, quotations, what is cut, what is attached, and mails made to do harm."""

from __future__ import annotations

import base64
import itertools
from pathlib import Path

import pytest
from clock import take_seconds
from flows import lost, see
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.acquire.mail.body import unflow
from sayso.acquire.mail.message import looks_like_mail, read_mail_file, read_name, unpack_attachments
from sayso.acquire.mail.signoffs import is_name_of
from sayso.acquire.media import MAIL, MBOX, PLAIN, Unreadable, find_media_type
from sayso.acquire.members import Member, Passed
from sayso.acquire.reading import Original, to_rows
from sayso.schema import Cut, Note, Piece
from sayso.text.flow import BREAK, Flow

HEAD = "From: Ines Falk <ines@orrin.example>\nTo: Joel <joel@harbour.example>\nMIME-Version: 1.0\n"


def mail(body: str, *, headers: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    return f"{HEAD}{headers}Content-Type: {kind}\n\n{body}".encode()


def multipart(*parts: str, kind: str = "mixed", headers: str = "") -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return mail(body, headers=headers, kind=f"multipart/{kind}; boundary=b")


def unpack(folder: Path, data: bytes) -> list[Member | Passed]:
    path = folder / "mail.eml"
    path.write_bytes(data)
    return list(unpack_attachments(path))


# ------------------------------------------------------------------ headers


def test_headers_are_facts_and_say_how_they_are_known(tmp_path):
    headers = (
        "Subject: =?utf-8?q?Re=3A_Fwd=3A_crane_4_=E2=80=93?=\n the sheet\nDate: Tue, 4 May 2021 23:30:00 -0500\n"
        "Message-ID: <a/b.1@orrin.example>\n"
    )
    doc = see(tmp_path, mail("The crane stands.", headers=headers), "a.eml").doc
    assert (doc.title, doc.authors, doc.published) == ("crane 4 – the sheet", ("Ines Falk",), "2021-05-04")
    assert (doc.url, doc.publisher) == ("mid:a%2Fb.1@orrin.example", None)
    how = {"title: Subject header", "authors: From header", "published: Date header", "url: Message-ID header"}
    assert how <= set(doc.known_by)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Falk, Ines (Harbour)", "Ines Falk"),
        ("'Amal Idris' via Nile Gauges", "Amal Idris"),
        ("A. Clerk on behalf of Bo Mayor", "Bo Mayor"),
        ("Harbour Board, Orrin, Second Floor", "Harbour Board, Orrin, Second Floor"),
    ],
)
def test_a_senders_name(name, read):
    assert read_name(name) == read


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Mon, 32 Foo 2021", None),
        ("28 June 2021 at half past four", "2021-06-28"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01"),
    ],
)
def test_a_bad_date_is_read_or_left_out(tmp_path, date, published):
    assert see(tmp_path, mail("The crane stands.", headers=f"Date: {date}\n"), "a.eml").doc.published == published


def test_the_heading_is_out_of_the_flow_with_its_place(tmp_path):
    seen = see(tmp_path, mail("The crane stands."), "a.eml")
    assert seen.blocks == ["The crane stands."]
    assert [(p.kind, p.place, bool(p.why)) for p in seen.tables.take(Piece)] == [
        ("form", "part=0", True), ("paragraph", "part=1", False),
    ]  # fmt: skip


# ------------------------------------------------------------------ bodies


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(mail("@@").replace(b"@@", "café – pier".encode("cp1252")), "café – pier", id="called utf-8, is not"),
        pytest.param(mail("café – pier", kind="text/plain; charset=iso-8859-1"), "café – pier", id="called latin-1, is utf-8"),
        pytest.param(
            mail("@@", kind="text/plain; charset=iso-8859-1").replace(b"@@", b"\x93pier\x94"), "“pier”", id="cp1252 as latin-1"
        ),
        pytest.param(mail("pier", kind="text/plain; charset=x-klingon"), "pier", id="an unknown charset"),
        pytest.param(mail("pier", kind="text/plain; charset=zip"), "pier", id="a codec that is none of text"),
        pytest.param(mail("caf=C3=A9 =\npier", headers="Content-Transfer-Encoding: quoted-printable\n"), "café pier", id="qp"),
        pytest.param(mail("Y2Fmw6k=", headers="Content-Transfer-Encoding: base64\n"), "café", id="base64"),
    ],
)
def test_bodies_are_decoded(tmp_path, data, text):
    assert see(tmp_path, data, "a.eml").blocks == [text]


def test_soft_line_breaks_are_joined_by_depth():
    text = "> one \n> two\n> \n>> deep \n>> er\nmine \n and on\n-- \nme"
    assert unflow(text, is_space_dropped=False).split("\n") == ["> one two", "> ", ">> deep er", "mine and on", "-- ", "me"]
    assert unflow("ti \nme", is_space_dropped=True) == "time"


def test_plain_is_read_before_html_unless_it_is_a_stub(tmp_path):
    words = " ".join(f"word{chr(97 + n)} of the report" for n in range(9))
    html = f"Content-Type: text/html\n\n<p>{words}.</p>"
    full = multipart(f"Content-Type: text/plain\n\n{words}, plainly.", html, kind="alternative")
    assert see(tmp_path, full, "a.eml").blocks == [f"{words}, plainly."]
    stub = multipart("Content-Type: text/plain\n\nView in HTML.", html, kind="alternative")
    seen = see(tmp_path, stub, "a.eml")
    assert seen.blocks == [f"{words}."]
    assert {p.place for p in seen.tables.take(Piece) if not p.why} == {"part=2"}


def test_versions_that_differ_are_told(tmp_path):
    said = "Content-Type: text/plain\n\n" + " ".join(f"pay{chr(97 + n)} alpha" for n in range(20))
    other = "Content-Type: text/html\n\n<p>" + " ".join(f"keep{chr(97 + n)} omega" for n in range(20)) + "</p>"
    seen = see(tmp_path, multipart(said, other, kind="alternative"), "a.eml")
    assert [warning.what for warning in seen.warnings] == ["the mail's versions differ: text/plain was read"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(multipart("Content-Type: application/pgp-encrypted\n\nx", kind="encrypted"), "encrypted", id="pgp/mime"),
        pytest.param(mail("MIAG", kind="application/pkcs7-mime; smime-type=enveloped-data"), "encrypted", id="s/mime"),
        pytest.param(mail("MIAG", kind="application/pkcs7-mime; smime-type=signed-data"), "signed in a form", id="opaque"),
        pytest.param(mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"), "encrypted by PGP", id="inline"),
        pytest.param(multipart("Content-Type: application/ms-tnef; name=winmail.dat\n\nx"), "winmail.dat", id="tnef"),
        pytest.param(mail("begin 644 a.dat\nM" + "5" * 60 + "\n`\nend\n"), "uuencoded", id="uuencode"),
    ],
)
def test_what_is_not_read_is_told(tmp_path, data, what):
    seen = see(tmp_path, data, "a.eml")
    assert any(what in warning.what for warning in seen.warnings)
    assert seen.blocks == []


def test_a_signed_mail_is_read_without_its_signature(tmp_path):
    data = multipart(
        "Content-Type: text/plain\n\nThe seal is broken.", "Content-Type: application/pgp-signature; name=s.asc\n\nx", kind="signed"
    )
    assert see(tmp_path, data, "a.eml").blocks == ["The seal is broken."]
    assert unpack(tmp_path, data) == []


def test_an_invitation_alone_gives_its_description(tmp_path):
    event = "BEGIN:VEVENT\nSUMMARY:Pump house\\, again\nDTSTART:20210716T080000Z\nDESCRIPTION:Bring\n  the key.\nEND:VEVENT"
    seen = see(tmp_path, mail(event, kind="text/calendar; method=REQUEST"), "a.eml")
    assert seen.blocks == ["Bring the key."]
    assert "Event: Pump house, again\nBegins: 2021-07-16 08:00 UTC" in seen.doc.text


# ------------------------------------------------------------------ quotations and what is cut


def test_quotations_are_block_quotes_without_their_marks(tmp_path):
    wrote = "On 3 May 2021, Joel Brandt wrote:"
    text = f"It did not.\n\n{wrote}\n> It fell.\n>> It was old and nobody on the pier knew that\n>> it was.\n"
    seen = see(tmp_path, mail(text), "a.eml")
    assert seen.blocks == ["It did not.", wrote, "It fell.", "It was old and nobody on the pier knew that it was."]
    assert [p.kind for p in seen.tables.take(Piece) if not p.why] == ["paragraph", "heading", "block_quote", "block_quote"]


def test_html_quotations_get_the_marks_of_plain_text_and_links_stay(tmp_path):
    page = (
        '<p>See <a href="https://x.example/1">the log</a>.</p><p style="display:none">preview</p>'
        '<blockquote type="cite">It <b>fell</b>.<blockquote type="cite">It was old.</blockquote></blockquote>'
        "<table><tr><td>May<td>14</table>"
    )
    seen = see(tmp_path, mail(page, kind="text/html; charset=utf-8"), "a.eml")
    assert seen.blocks[0] == "See the log." and seen.blocks[-1] == "May | 14"
    assert "> It fell." in seen.doc.text and "> > It was old." in seen.doc.text
    assert seen.out("furniture") == ["preview"]
    (note,) = seen.tables.take(Note)
    assert (note.label, note.url) == ("the log", "https://x.example/1")


@pytest.mark.parametrize(
    ("tail", "cut"),
    [
        pytest.param("-- \nInes\nHarbour Board", "Harbour Board", id="under dashes"),
        pytest.param("Kind regards,\nInes Falk\nHarbour Board", "Harbour Board", id="under a closing"),
        pytest.param("Ines\n\nInes Falk | Board\n+47 22 33 44 55", "+47 22 33 44 55", id="from the name on"),
        pytest.param("Sent from my iPhone", "Sent from my iPhone", id="a line of the program"),
        pytest.param(
            "This e-mail is confidential and intended only for its addressee. If you got it in error, delete this message.",
            "This e-mail is confidential", id="a legal notice",
        ),
        pytest.param("_____________________\nPier mailing list\nPier@x.example", "Pier mailing list", id="a list's footer"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_cut_at_the_end(tmp_path, tail, cut):
    seen = see(tmp_path, mail(f"The crane stands on the pier.\n\n{tail}\n"), "a.eml")
    assert seen.blocks == ["The crane stands on the pier."]
    assert any(cut in out for out in seen.out("furniture"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Thanks Joel\n\nThe crane stands on the pier.", id="thanks that open a mail"),
        pytest.param("The report is confidential.\n\nIt was sent to you in error, the board says.", id="secrets are told"),
        pytest.param("He signed with his name:\n\nJoel Brandt", id="another's name"),
        pytest.param("Yours was the only key, the warden told me yesterday.", id="begins as a closing does"),
        pytest.param("the gate log will show it", id="no full stop"),
        pytest.param("Call the yard.\n\nThe mate gave the number +47 22 33 44 55 to two of my men on Friday.", id="a number told"),
    ],
)
def test_what_someone_says_stays(tmp_path, text):
    assert see(tmp_path, mail(text), "a.eml").flow.text == text


def test_names_that_sign():
    assert all(is_name_of(text, "Dr Ada Moss") for text in ("Ada", "A.", "AM", "Ada Moss, Head of Works", "/am", "Dr Moss"))
    assert not any(is_name_of(text, "Ada Moss") for text in ("Joel", "Ada fell", "B.", "", "A crane"))


# ------------------------------------------------------------------ attachments


def test_attachments_have_safe_and_single_names(tmp_path):
    def part(name: str, kind: str = "application/pdf") -> str:
        return f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n\nx'

    data = multipart(part("../../etc/a.pdf"), part("etc a.pdf"), part("=?utf-8?q?caf=C3=A9?="), part(""), part(".hidden.txt"))
    names = [found.name for found in unpack(tmp_path, data)]
    assert names == ["etc a.pdf", "etc a (2).pdf", "café.pdf", "part 4.pdf", "hidden.txt"]
    assert all(isinstance(found, Member) and found.how == "attachment" for found in unpack(tmp_path, data))


def test_an_attached_mail_is_a_member_and_no_part_of_the_text(tmp_path):
    inner = "From: Bo <bo@x.example>\nSubject: the deal\nX-Odd:  kept  as it is\n\nThe money goes out on Friday.\n"
    data = multipart("Content-Type: text/plain\n\nSee below.", f"Content-Type: message/rfc822\n\n{inner}")
    seen = see(tmp_path, data, "a.eml")
    assert seen.blocks == ["See below."] and "Attachments: the deal.eml" in seen.doc.text
    (member,) = unpack(tmp_path, data)
    assert isinstance(member, Member) and (member.name, b"".join(member.chunks)) == ("the deal.eml", inner.encode())


def test_pictures_that_could_show_text_are_documents(tmp_path):
    def picture(size: int, *, suffix: str, start: bytes) -> str:
        body = base64.b64encode(start + b"x" * size).decode()
        told = f"Content-Type: image/{suffix}\nContent-Disposition: inline; filename=p{size}.{suffix}"
        return f"{told}\nContent-Transfer-Encoding: base64\n\n{body}"

    small, large = (picture(size, suffix="png", start=b"\x89PNG\r\n\x1a\n") for size in (100, 40_000))
    taken, told = unpack(tmp_path, multipart(small, large, picture(40_001, suffix="webp", start=b"RIFF")))
    assert isinstance(taken, Member) and (taken.name, taken.how) == ("p40000.png", "attachment")
    assert isinstance(told, Passed) and (told.name, told.what) == ("p40001.webp", "a picture is not read")


# ------------------------------------------------------------------ mails made to do harm


def test_nesting_is_refused(tmp_path):
    data = HEAD.encode() + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    assert "nested too deeply" in lost(tmp_path, data, "a.eml").what


def test_mails_in_mails_are_opened_one_at_a_time(tmp_path):
    level = b"MIME-Version: 1.0\nSubject: in\nContent-Type: message/rfc822\n\n"
    (member,) = unpack(tmp_path, level * 5000)
    assert isinstance(member, Member) and (member.name, b"".join(member.chunks)) == ("in.eml", level * 4999)


def test_very_many_parts_are_cut_and_told(tmp_path):
    data = multipart(*["Content-Type: text/plain\n\nThe crane stands."] * 30_000)
    seen = see(tmp_path, data, "a.eml")
    assert len(seen.blocks) == 1000
    assert any("very many parts" in warning.what for warning in seen.warnings)
    assert isinstance(unpack(tmp_path, data)[-1], Passed)


def test_html_nested_past_reading_keeps_its_words(tmp_path):
    seen = see(tmp_path, mail("<div>" * 100_000 + "The crane stands.", kind="text/html"), "a.eml")
    assert seen.blocks == ["The crane stands."]
    assert seen.warnings[0].what == "HTML nested too deeply"


@pytest.mark.parametrize(
    "lines",
    [
        *("--\n", "To: x\n", "> " * 30 + "x\n", "From: Bo Carver\nTo: x\n", "1 " * 150 + "wrote:\n"),
        "This is confidential, in error.\n\n",
    ],
)
def test_time_grows_with_length_only(lines):
    def take(n: int) -> float:
        original = Original("a.eml", "a.eml", mail(lines * n), MAIL, {})
        return take_seconds(lambda: read_mail_file(original))

    take(100)
    assert take(12_000) < 12 * max(take(3_000), 0.02)


PIECES = st.sampled_from([
    *("\n", "\n\n", "> ", ">>", "-- \n", "On 3 May 2021, Joel Brandt wrote:\n", "From: Bo Carver\n", "To: Ada\n", "Subject: x\n"),
    *("-----Original Message-----\n", "The crane stands on the pier.", "Best,\n", "Ines\n", "\x0c", "\u2028", "\r", "\x00", " "),
    *("<p>", "<blockquote type=cite>", "</blockquote>", "<br>", "<td>", "<tr>", "<pre>", "<div style='display:none'>", "</div>"),
    *("begin 644 a\n", "-----BEGIN PGP MESSAGE-----\n", "_______\n", "é", "Sent from my iPhone\n", "<a href='http://x.example'>y</a>"),
])  # fmt: skip


@given(
    st.lists(PIECES, max_size=30).map("".join),
    st.sampled_from(["text/plain", "text/plain; format=flowed", "text/html", "text/enriched", "text/calendar"]),
)
@settings(max_examples=300, deadline=None)
def test_mails_obey_the_laws_of_acquire(body, kind):
    data = mail(body, kind=kind)
    try:
        tables = to_rows(original := Original("a.eml", "a.eml", data, MAIL, {}), reading := read_mail_file(original))
    except Unreadable:
        return
    text, cuts, at = reading.text, tables.take(Cut), 0
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts))
    flow = Flow(text, cuts)
    assert not any(char in flow.text.replace(BREAK, "") for char in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    for piece in tables.take(Piece):
        assert at <= piece.start < piece.end and not text[at : piece.start].strip()
        at = piece.end
    assert not text[at:].strip()


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_bring_it_down(data):
    try:
        read_mail_file(Original("a.eml", "a.eml", b"From: a@x.example\nMIME-Version: 1.0\n" + data, MAIL, {}))
    except Unreadable as error:
        assert error.what and error.why


# ------------------------------------------------------------------ by its bytes


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        pytest.param(mail("x"), "1620050000.M1P2.host:2,S", MAIL, id="a mail in a Maildir"),
        pytest.param(b"Return-Path: <a@x>\nReceived: by x;\n y\nFrom: a@x.example\n\nx", "mail", MAIL, id="headers that run on"),
        pytest.param(b"From - Mon May 03 17:22:01 2021\nX-Mozilla-Status: 0001\n\nx", "Inbox", MBOX, id="a mailbox"),
        pytest.param(b"From: Ada\nTo: Bo\nDate: 3 May 2021\nSubject: x\n\nx", "letter", None, id="a mail that someone printed"),
        pytest.param(mail("x"), "mail.txt", PLAIN, id="a text stays a text"),
        pytest.param(b"From my window I saw it at 17:22 in 2021\n\nx", "essay", None, id="a sentence"),
    ],
)
def test_mail_is_known_by_its_bytes(head, name, kind):
    assert find_media_type(head, name) == kind


def test_a_file_of_apple_mail_is_read_without_its_notes(tmp_path):
    data = mail("The crane stands.", headers="Date: Tue, 4 May 2021 08:10:00 +0000\n")
    packed = b"%d       \n%s<?xml version='1.0'?><plist></plist>" % (len(data), data)
    assert looks_like_mail(packed)
    assert see(tmp_path, packed, "12.emlx").blocks == ["The crane stands."]


def test_a_mail_without_any_text_is_a_problem(tmp_path):
    assert lost(tmp_path, b"X-Store: 4\nMIME-Version: 1.0\n\n\n", "a.eml").what == "no text in the mail"
