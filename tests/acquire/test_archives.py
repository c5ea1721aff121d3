"""ZIP and TAR archives: what is handed over, and what hostile ones get."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from sayso.acquire.containers.archives import unpack_tar, unpack_zip
from sayso.acquire.containers.membernames import MOST_CHARS, MemberNames, clean_name
from sayso.acquire.media import Unreadable
from sayso.acquire.members import Member, Passed

TEXT = b"The ferry of Ostrel did not sail on Tuesday, the harbour master said."


def take(got: Iterable[Member | Passed]) -> tuple[dict[str, bytes], list[Passed]]:
    """Bytes of the members by name, and what was passed."""
    members: dict[str, bytes] = {}
    passed = []
    for one in got:
        if isinstance(one, Passed):
            passed.append(one)
        else:
            assert one.name not in members
            members[one.name] = b"".join(one.chunks)
    return members, passed


def make_zip(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def make_tar(path: Path, files: Iterable[tuple[str | tarfile.TarInfo, bytes]], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in files:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def whats(passed: Iterable[Passed]) -> list[tuple[str, str]]:
    return [(one.name, one.what) for one in passed]


# ---------------------------------------------------------------- both


@pytest.mark.parametrize("kind", ["zip", "w", "w:gz", "w:bz2", "w:xz"])
def test_members_come_whole_with_what_meta_csv_says(tmp_path, kind):
    long = random.Random(1).randbytes(300_000).hex().encode()
    files = [
        ("b/ferry.txt", TEXT),
        ("b/long.md", long),
        ("b/z.txt", b"x"),
        ("b/meta.csv", b"file,title,published\nferry.txt,No ferry,2024-03-05\ngone.txt,Gone,\n"),
        ("c/ferry.txt", TEXT),
    ]
    made = make_zip(tmp_path / "a.zip", files) if kind == "zip" else make_tar(tmp_path / "a.tar", files, kind)
    metas, members = {}, {}
    passed = []
    for got in unpack_zip(made) if kind == "zip" else unpack_tar(made):
        if isinstance(got, Member):
            metas[got.name], members[got.name] = got.meta, b"".join(got.chunks)
        else:
            passed.append(got)
    assert members == {"b/ferry.txt": TEXT, "b/long.md": long, "b/z.txt": b"x", "c/ferry.txt": TEXT}
    assert metas["b/ferry.txt"] == (("published", "2024-03-05"), ("title", "No ferry"))
    assert metas["c/ferry.txt"] == metas["b/z.txt"] == ()
    assert whats(passed) == [("b/meta.csv", "names gone.txt, which isn't in the folder")]
    assert not passed[0].is_lost


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_what_systems_and_browsers_leave_is_told_once(tmp_path, kind):
    files = [("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("sub/.DS_Store", b"x"), ("a.txt", TEXT)]
    files += [("Ferry.html", b"<html><body>No ferry</body></html>"), ("Ferry_files/frame.html", b"<html></html>")]
    files += [(f"Ferry_files/{i}.png", b"\x89PNG") for i in range(30)]
    files += [(f"songs/{i}.mp3", b"ID3") for i in range(30)]
    made = make_zip(tmp_path / "a", files) if kind == "zip" else make_tar(tmp_path / "a", files)
    members, passed = take(unpack_zip(made) if kind == "zip" else unpack_tar(made))
    assert sorted(members) == ["Ferry.html", "a.txt"]
    assert ("", "3 hidden files left out") in whats(passed)
    assert ("Ferry_files", "31 files that belong to a saved page left out") in whats(passed)
    assert ("songs", "25 more files of type .mp3 are not read") in whats(passed)
    assert sum(one.what == "a file of type .mp3 is not read" and one.is_lost for one in passed) == 5
    assert len(passed) == 8


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("name", ["../../etc/cron.d/evil.txt", "a/../../evil.txt", "..\\evil.txt", "/a/../../b.txt"])
def test_names_that_lead_out_are_refused(tmp_path, kind, name):
    files = [(name, TEXT), ("good.txt", TEXT)]
    made = make_zip(tmp_path / "a", files) if kind == "zip" else make_tar(tmp_path / "a", files)
    members, passed = take(unpack_zip(made) if kind == "zip" else unpack_tar(made))
    assert list(members) == ["good.txt"]
    assert [one.what for one in passed] == ["its name leads out of the archive"]
    assert passed[0].is_lost


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_are_made_safe_and_each_is_another(tmp_path, kind):
    names = [
        "/abs/a.txt", "C:\\Users\\ana\\note.txt", "\\\\server\\share\\b.txt", "twice.txt", "twice.txt", "tw\u202eice.txt",
        "bell\x07.txt", "x" * 400 + ".tar.gz.txt", "x" * 401 + ".tar.gz.txt", "./dot/./e.txt", "no suffix",
    ]  # fmt: skip
    files = [(name, TEXT) for name in names]
    with pytest.warns(UserWarning) if kind == "zip" else _nothing():
        made = make_zip(tmp_path / "a", files) if kind == "zip" else make_tar(tmp_path / "a", files)
    members, passed = take(unpack_zip(made) if kind == "zip" else unpack_tar(made))
    assert passed == []
    assert list(members)[:7] == [
        "abs/a.txt", "Users/ana/note.txt", "server/share/b.txt", "twice.txt", "twice (2).txt", "twice (3).txt", "bell.txt",
    ]  # fmt: skip
    assert list(members)[9:] == ["dot/e.txt", "no suffix"]
    assert all(len(name) <= MOST_CHARS and name.isprintable() for name in members)
    assert all(name.endswith(".gz.txt") for name in list(members)[7:9])


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_a_hundred_thousand_members_of_one_name_take_no_squares():
    names = MemberNames()
    start = time.process_time()
    made = {names.make("a.txt") for _ in range(50_000)}
    assert len(made) == 50_000 and time.process_time() - start < 10


@pytest.mark.parametrize("name", ["", "/", "....", "a\0b.txt", "\ud800.txt", "a//b", "con", "é" * 300, "\u200f\u202d", " . / . "])
def test_any_name_can_be_made_one(name):
    made = clean_name(name)
    assert made and made.isprintable() and len(made) <= MOST_CHARS and not made.startswith("/")
    made.encode()


# ---------------------------------------------------------------- zip


def test_zip_names_in_old_encodings(tmp_path):
    for names, encoding in (
        (["отчёт о пароме.txt", "письмо мэру.txt"], "cp866"),
        (["フェリー欠航.txt", "市長の発言.txt"], "shift_jis"),
        (["Fähre fällt aus.txt", "Straße gesperrt.txt"], "cp437"),
        (["отчёт.txt", "Ünal.txt"], "utf-8"),
    ):
        made = make_zip(tmp_path / "a.zip", [(f"{i:02}{'x' * (len(n.encode(encoding)) - 2)}", TEXT) for i, n in enumerate(names)])
        data = made.read_bytes()
        for i, name in enumerate(names):
            raw = name.encode(encoding)
            data = data.replace(f"{i:02}{'x' * (len(raw) - 2)}".encode(), raw)
        made.write_bytes(data)
        members, passed = take(unpack_zip(made))
        assert list(members) == names, encoding
        assert [one.what for one in passed] == ([] if encoding == "utf-8" else [f"the names in it are taken for {encoding}"])


def test_zip_name_in_a_unicode_field(tmp_path):
    info = zipfile.ZipInfo("Pr_hlad.txt")
    utf8 = "Přehlad.txt".encode()
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(utf8), 1, zlib.crc32(b"Pr_hlad.txt")) + utf8
    plain = zipfile.ZipInfo("a.txt", date_time=(2019, 5, 4, 3, 2, 0))
    timed = zipfile.ZipInfo("b.txt", date_time=(2019, 5, 4, 3, 2, 0))
    timed.extra = struct.pack("<HHBl", 0x5455, 5, 1, 1_500_000_000)
    empty = zipfile.ZipInfo("c.txt")
    made = make_zip(tmp_path / "a.zip", [(info, TEXT), (plain, TEXT), (timed, TEXT), (empty, TEXT)])
    data = made.read_bytes().replace(b"Pr_hlad.txt", b"Pr\xe7hlad.txt")
    for old in (zlib.crc32(b"Pr_hlad.txt"),):
        data = data.replace(struct.pack("<L", old), struct.pack("<L", zlib.crc32(b"Pr\xe7hlad.txt")))
    made.write_bytes(data)
    got = [one for one in unpack_zip(made) if isinstance(one, Member)]
    assert [one.name for one in got] == ["Přehlad.txt", "a.txt", "b.txt", "c.txt"]
    assert [one.modified for one in got[1:]] == ["2019-05-04T03:02:00+00:00", "2017-07-14T02:40:00+00:00", None]


def test_zip_members_that_cannot_be_taken(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    pipe = zipfile.ZipInfo("pipe.txt")
    pipe.external_attr = 0o010644 << 16
    files = [(link, b"/etc/passwd"), (pipe, b""), ("locked.txt", TEXT), ("odd.txt", TEXT)]
    files += [("wrong.txt", TEXT * 3), ("good.txt", TEXT)]
    made = make_zip(tmp_path / "a.zip", files, zipfile.ZIP_STORED)
    data = bytearray(made.read_bytes())
    for name, at, value in ((b"locked.txt", 8, 1), (b"odd.txt", 10, 99)):
        where = data.index(b"PK\1\2")
        while data[where + 46 : where + 46 + len(name)] != name:
            where = data.index(b"PK\1\2", where + 1)
        struct.pack_into("<H", data, where + at, value)
    body = data.index(TEXT * 3)
    data[body + 5] ^= 0xFF
    made.write_bytes(data)
    members, passed = take(unpack_zip(made))
    assert members == {"good.txt": TEXT}
    told = dict(whats(passed))
    assert told.pop("wrong.txt").startswith("damaged: Bad CRC-32")
    assert told == {
        "link.txt": "a link", "pipe.txt": "not a regular file", "locked.txt": "encrypted",
        "odd.txt": "packed by a method that is not read (number 99)",
    }  # fmt: skip


def test_zip_sizes_that_lie(tmp_path):
    made = make_zip(tmp_path / "a.zip", [("a.txt", TEXT * 1000), ("b.txt", TEXT)])
    whole = made.read_bytes()
    for claimed in (10, 10_000_000, 0xFFFFFFF0):
        data = bytearray(whole)
        struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, claimed)
        made.write_bytes(data)
        members, passed = take(unpack_zip(made))
        if claimed == 10:
            assert members == {"b.txt": TEXT} and [one.name for one in passed] == ["a.txt"]
        else:  # the bytes count, and they are all there
            assert members == {"a.txt": TEXT * 1000, "b.txt": TEXT} and passed == []


def test_a_large_zip_member_that_breaks_off_is_told(tmp_path):
    noise = random.Random(2).randbytes(17_000_000)
    made = make_zip(tmp_path / "a.zip", [("a.mbox", noise), ("b.txt", TEXT)], zipfile.ZIP_STORED)
    data = bytearray(made.read_bytes())
    data[data.index(noise[-1000:]) + 10] ^= 0xFF
    made.write_bytes(data)
    members, passed = take(unpack_zip(made))
    assert list(members) == ["a.mbox", "b.txt"]
    assert [(one.name, one.what[:8]) for one in passed] == [("a.mbox", "damaged:")]


def make_flat_bomb(path: Path, n: int = 200) -> Path:
    """Many entries of the list that all lead to one kernel."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packer.compress(b"0" * 1_000_000) + packer.flush()
    crc = zlib.crc32(b"0" * 1_000_000)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(kernel), 1_000_000, 5, 0) + b"a.txt" + kernel
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(kernel), 1_000_000, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
        for _ in range(n)
    )
    path.write_bytes(local + entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, n, n, len(entries), len(local), 0))
    return path


def test_a_flat_zip_bomb_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="lie over one another"):
        list(unpack_zip(make_flat_bomb(tmp_path / "bomb.zip")))
    members, _ = take(unpack_zip(make_flat_bomb(tmp_path / "one.zip", 1)))
    assert len(members["a.txt"]) == 1_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_bomb_comes_in_small_pieces(tmp_path, method):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive, archive.open("a.txt", "w") as file:
        for _ in range(60):
            file.write(bytes(1_000_000))
    start = time.process_time()
    (member,) = (one for one in unpack_zip(tmp_path / "a.zip") if isinstance(one, Member))
    assert max(map(len, member.chunks)) <= 1 << 16
    assert time.process_time() - start < 10


def test_a_list_of_members_without_end_is_refused(tmp_path):
    made = make_zip(tmp_path / "a.zip", [("a.txt", TEXT)])
    data = bytearray(made.read_bytes())
    struct.pack_into("<L", data, len(data) - 10, 4_000_000_000)
    made.write_bytes(data)
    with pytest.raises(Unreadable, match="more than 200,000"):
        list(unpack_zip(made))


def test_damaged_zips_never_raise_anything_else(tmp_path):
    files = [(f"{i}.txt", TEXT * i) for i in range(6)]
    whole = make_zip(tmp_path / "whole.zip", files).read_bytes()
    pick = random.Random(3)
    start, n_lost = time.process_time(), 0
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(pick.choice((1, 1, 3, 20))):
            data[pick.randrange(len(data))] = pick.randrange(256)
        data = data[: pick.randrange(len(data))] if pick.random() < 0.2 else data
        (tmp_path / "a.zip").write_bytes(data)
        try:
            members, passed = take(unpack_zip(tmp_path / "a.zip"))
        except Unreadable:
            n_lost += 1
        else:
            n_aside = sum(not one.what.startswith(("the names", "names")) for one in passed)
            assert len(members) + n_aside >= 1 or not data
    assert 0 < n_lost < 1500 and time.process_time() - start < 60


def test_zip64_and_a_zip_behind_a_program(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, archive.open("big.txt", "w", force_zip64=True) as file:
        file.write(TEXT)
    (tmp_path / "b.zip").write_bytes(b"MZ" + bytes(5000) + (tmp_path / "a.zip").read_bytes())
    for name in ("a.zip", "b.zip"):
        assert take(unpack_zip(tmp_path / name)) == ({"big.txt": TEXT}, [])


# ---------------------------------------------------------------- tar


def test_tar_kinds_that_hold_no_document(tmp_path):
    def kind(name: str, type_: bytes, link: str = "") -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = type_, link
        return info

    files = [
        (kind("s", tarfile.SYMTYPE, "/etc/passwd"), b""), (kind("h", tarfile.LNKTYPE, "a.txt"), b""),
        (kind("c", tarfile.CHRTYPE), b""), (kind("p", tarfile.FIFOTYPE), b""), (kind("d", tarfile.DIRTYPE), b""),
        ("a.txt", TEXT),
    ]  # fmt: skip
    members, passed = take(unpack_tar(make_tar(tmp_path / "a.tar", files)))
    assert members == {"a.txt": TEXT}
    assert whats(passed) == [("s", "a link"), ("h", "a link to another member"), ("c", "a device"), ("p", "a pipe")]


def test_tar_long_names_times_and_holes(tmp_path):
    name = "отчёт/" + "long " * 60 + ".txt"
    info = tarfile.TarInfo(name)
    info.mtime = 1_500_000_000.5
    made = make_tar(tmp_path / "a.tar", [(info, TEXT)])
    (member,) = unpack_tar(made)
    assert isinstance(member, Member)
    assert member.modified == "2017-07-14T02:40:00+00:00"
    assert member.name.startswith("отчёт/long long") and member.name.endswith(".txt")
    sparse = tarfile.TarInfo("holes.txt")
    holes = {"major": "0", "minor": "1", "size": "3000", "map": "1000,5,2000,5"}
    sparse.pax_headers = {f"GNU.sparse.{key}": value for key, value in holes.items()}
    members, passed = take(unpack_tar(make_tar(tmp_path / "b.tar", [(sparse, b"abcdefghij")])))
    assert members["holes.txt"] == bytes(1000) + b"abcde" + bytes(995) + b"fghij" + bytes(995)
    assert passed == []


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_cut_short_gives_what_was_readable(tmp_path, mode):
    size = 600_000 if mode == "w:bz2" else 20_000  # a block of bzip2 holds 900 kB
    noise = [random.Random(i).randbytes(size) for i in range(8)]
    made = make_tar(tmp_path / "a.tar", [(f"{i}.txt", data) for i, data in enumerate(noise)], mode)
    whole = made.read_bytes()
    for share in (0.3 if mode == "w:bz2" else 0.15, 0.5, 0.9):
        made.write_bytes(whole[: int(len(whole) * share)])
        members, passed = take(unpack_tar(made))
        assert len(members) >= int(8 * share) - (mode == "w:bz2")
        assert "0.txt" not in members or members["0.txt"][:10] == noise[0][:10]
        assert passed and passed[-1].is_lost and ("breaks off" in passed[-1].what or "damaged" in passed[-1].what)


def test_a_tar_without_an_end_mark_and_with_a_spoilt_header(tmp_path):
    made = make_tar(tmp_path / "a.tar", [("a.txt", TEXT), ("b.txt", TEXT)])
    whole = made.read_bytes()
    made.write_bytes(whole[:2048])
    members, passed = take(unpack_tar(made))
    assert list(members) == ["a.txt", "b.txt"] and whats(passed) == [("", "the archive breaks off: it has no end mark")]
    made.write_bytes(whole[:1024] + b"\xff" * 512 + whole[1536:])
    members, passed = take(unpack_tar(made))
    assert list(members) == ["a.txt"] and whats(passed) == [("", "the archive breaks off: a header is damaged")]


def test_tar_bombs_are_refused_before_they_are_unpacked(tmp_path):
    info = tarfile.TarInfo("a.txt")
    info.size = 400_000_000_000
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(info.tobuf() + bytes(30_000_000)))
    start = time.process_time()
    with pytest.raises(Unreadable, match="times its size"):
        list(unpack_tar(tmp_path / "a.tar.gz"))
    name = tarfile.TarInfo("x")
    name.type, name.size = tarfile.GNUTYPE_LONGNAME, 4_000_000_000
    (tmp_path / "b.tar.gz").write_bytes(gzip.compress(name.tobuf() + b"a" * 5_000_000))
    with pytest.raises(Unreadable, match="a name in it"):
        list(unpack_tar(tmp_path / "b.tar.gz"))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file(tmp_path, pack):
    page = b"<html><body>" + TEXT * 20_000 + b"</body></html>"
    path = tmp_path / "page.html.gz"
    path.write_bytes(pack(page))
    assert take(unpack_tar(path)) == ({"page.html": page}, [])
    path.write_bytes(pack(page)[:-4])
    members, passed = take(unpack_tar(path))
    assert list(members) == ["page.html"] and passed[0].what.startswith("damaged:")


def test_the_name_that_gzip_notes_serves_a_file_under_another(tmp_path):
    with (tmp_path / "0f3a").open("wb") as raw, gzip.GzipFile("minutes.html", "wb", fileobj=raw) as file:
        file.write(TEXT)
    assert take(unpack_tar(tmp_path / "0f3a"))[0] == {"minutes.html": TEXT}


def test_what_is_no_tar(tmp_path):
    for data in (b"hello" * 300, b"", b"\x1f\x8b\x08"):
        (tmp_path / "a.tar").write_bytes(data)
        with pytest.raises(Unreadable):
            list(unpack_tar(tmp_path / "a.tar"))


def test_damaged_tars_never_raise_anything_else(tmp_path):
    start = time.process_time()
    pick = random.Random(4)
    for mode in ("w", "w:gz", "w:xz", "w:bz2"):
        whole = make_tar(tmp_path / "whole.tar", [(f"{i}.txt", TEXT * i) for i in range(6)], mode).read_bytes()
        for _ in range(300):
            data = bytearray(whole)
            for _ in range(pick.choice((1, 1, 3, 20))):
                data[pick.randrange(len(data))] = pick.randrange(256)
            (tmp_path / "a.tar").write_bytes(data)
            try:
                take(unpack_tar(tmp_path / "a.tar"))
            except Unreadable:
                continue
    assert time.process_time() - start < 60
