"""The file of what models gave: whatever befalls it, work goes on, and nothing wrong comes out of it."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from sayso.models.keeping import SPARE_LEAST
from sayso.store import keeping
from sayso.store.keeping import FILE, FileKeeper

NOBODY = 65_534
SOME = {bytes([i]) * 16: bytes([i]) * 100 for i in range(1, 200)}


@pytest.fixture
def path(tmp_path):
    return tmp_path / FILE


def fill(path, some=SOME):
    keeper = FileKeeper(path)
    keeper.keep(some)
    keeper.close()


def read(path, keys=tuple(SOME)):
    keeper = FileKeeper(path)
    found = keeper.take(keys)
    keeper.close()
    return found


def test_what_is_kept_comes_back(path):
    fill(path)
    assert read(path) == SOME
    assert read(path, [b"nobody asked yet", bytes([3]) * 16]) == {bytes([3]) * 16: bytes([3]) * 100}
    assert [file.name for file in path.parent.iterdir()] == [FILE]


def test_nothing_is_made_until_something_is_asked(path, tmp_path):
    FileKeeper(path).close()
    assert not path.exists()
    nowhere = FileKeeper(tmp_path / "gone" / FILE)
    nowhere.keep(SOME)
    assert nowhere.take(list(SOME)) == {} and not (tmp_path / "gone").exists()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"no database at all" * 500), id="another kind of file"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:9000]), id="cut short"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:4096] + os.urandom(40_000)), id="noise"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: change(path, "PRAGMA user_version = 99"), id="another layout"),
        pytest.param(lambda path: change(path, "DROP TABLE kept"), id="no table"),
        pytest.param(lambda path: change(path, "ALTER TABLE kept RENAME COLUMN data TO other"), id="another column"),
    ],
)
def test_a_damaged_file_is_made_anew(path, damage):
    fill(path)
    damage(path)
    keeper = FileKeeper(path)
    first = keeper.take(list(SOME))
    assert all(SOME[key] == data for key, data in first.items())
    keeper.keep(SOME)
    keeper.keep(SOME)  # what the first write found broken is whole for the second
    assert keeper.take(list(SOME)) == SOME
    keeper.close()
    assert read(path) == SOME


def change(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute(sql)


def test_an_entry_that_was_changed_is_not_given(path):
    fill(path)
    change(path, "UPDATE kept SET data = x'00' || substr(data, 2) WHERE rowid = 5")
    change(path, "UPDATE kept SET data = 'text' WHERE rowid = 6")
    change(path, "UPDATE kept SET data = x'' WHERE rowid = 7")
    change(path, "UPDATE kept SET data = (SELECT data FROM kept WHERE rowid = 9) WHERE rowid = 8")
    found = read(path)
    assert len(found) == len(SOME) - 4 and all(SOME[key] == data for key, data in found.items())


@pytest.fixture
def as_nobody():
    """Let what the test does be done by somebody who is not root, to whom any file can be written."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.usefixtures("as_nobody")
def test_a_folder_that_cannot_be_written_is_read():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        fill(path)
        path.chmod(0o400)
        path.parent.chmod(0o500)
        try:
            keeper = FileKeeper(path)
            keeper.keep({b"n" * 16: b"new"})
            assert keeper.take([*SOME, b"n" * 16]) == SOME
        finally:
            path.parent.chmod(0o700)


def test_a_folder_in_the_place_of_the_file_is_left_alone(path):
    path.mkdir()
    keeper = FileKeeper(path)
    keeper.keep(SOME)
    assert keeper.take(list(SOME)) == {} and path.is_dir()


def test_a_full_disk_costs_what_is_new_alone(path):
    fill(path)
    keeper = FileKeeper(path)
    keeper.take([b"nobody asked yet"])
    keeper._db.execute(f"PRAGMA max_page_count = {keeper._db.execute('PRAGMA page_count').fetchone()[0]}")
    keeper.keep({bytes([7, i]) * 8: b"x" * 4000 for i in range(50)})
    assert keeper.take([*SOME, bytes([7, 1]) * 8]) == SOME
    keeper.close()
    assert read(path) == SOME


def test_a_file_that_another_holds_is_gone_without(path, monkeypatch):
    monkeypatch.setattr(keeping, "BUSY_S", 0.05)
    fill(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        keeper = FileKeeper(path)
        keeper.keep({b"n" * 16: b"new"})
        assert keeper.take(list(SOME)) == {}
        keeper.close()
    assert read(path) == SOME


def test_two_processes_write_at_once(path):
    code = (
        "import sys; from pathlib import Path; from sayso.store.keeping import FileKeeper\n"
        "keeper = FileKeeper(Path(sys.argv[1]))\n"
        "for i in range(60): keeper.keep({bytes([int(sys.argv[2]), i]) * 8: bytes([i]) * 500})\n"
        "assert keeper._is_writable\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path), str(n)]) for n in (1, 2, 3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert len(read(path, [bytes([n, i]) * 8 for n in (1, 2, 3) for i in range(60)])) == 180


def test_a_process_killed_while_writing_leaves_what_was_committed(path):
    code = (
        "import os, sys; from pathlib import Path; from sayso.store.keeping import FileKeeper\n"
        "keeper = FileKeeper(Path(sys.argv[1])); keeper.keep({b'a' * 16: b'whole'})\n"
        "keeper._db.execute('BEGIN IMMEDIATE')\n"
        "keeper._db.executemany('INSERT INTO kept VALUES (?, ?)', [(b'%016d' % i, b'half' * 2000) for i in range(2000)])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    assert read(path, [b"a" * 16, b"%016d" % 1]) == {b"a" * 16: b"whole"}


def test_threads_share_a_keeper(path):
    keeper = FileKeeper(path)
    halves = [dict(list(SOME.items())[at::4]) for at in range(4)]
    threads = [threading.Thread(target=keeper.keep, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keeper.take(list(SOME)) == SOME


def test_what_nothing_asks_for_is_dropped_and_its_room_given_back(path):
    fill(path, {b"%016d" % i: b"x" * 100 for i in range(SPARE_LEAST + 1000)})
    before = path.stat().st_size
    keeper = FileKeeper(path)
    kept = keeper.take([b"%016d" % i for i in range(10)])
    keeper.drop_unused()
    keeper.close()
    assert path.stat().st_size < before / 10
    assert read(path, [b"%016d" % i for i in range(100)]) == kept


def test_little_is_left_as_it_is(path):
    fill(path)
    keeper = FileKeeper(path)
    keeper.drop_unused()
    keeper.close()
    assert read(path) == SOME
