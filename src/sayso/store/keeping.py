"""What models gave, kept beside a case in a file of its own that can be deleted at any time.

A file that is damaged, or of another layout, is made anew; where nothing can be written or read, work goes on without: all of it
can be worked out again from the case.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from sayso.models.keeping import is_too_many

FILE = "cache.db"
LAYOUT = 1  # of the file; another is made anew
BUSY_S = 5.0  # another process writes for a fraction of a second; after that, going on without costs less than waiting
AT_ONCE = 500  # keys a query; SQLite takes 999 in its older versions
CRC_BYTES = 4
PAGE_BYTES = 8192  # holds five vectors; of the usual 4,096 two, which takes a quarter more room
SIDE_FILES = ("", "-journal", "-wal", "-shm")

Found = TypeVar("Found")


class FileKeeper:
    """Keeps in a SQLite file, which is made when there is something to keep; several processes can use one.

    Each entry holds a checksum: one that doesn't fit is not given, and is kept anew when it has been worked out.

    Args:
        path: of the file, in a folder that is there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._is_writable = True
        self._is_given_up = False
        self._used: set[bytes] = set()
        self._lock = threading.Lock()  # a server's requests share the case

    def take(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What is known of these keys."""
        self._used.update(keys)
        return self._try(lambda db: _read(db, keys), {}, is_writing=False)

    def keep(self, found: Mapping[bytes, bytes]) -> None:
        """Keep what was worked out, all of it or nothing."""
        self._used.update(found)
        rows = [(key, data + _sum_up(key, data)) for key, data in found.items()]
        self._try(lambda db: _write(db, rows), None, is_writing=True)

    def drop_unused(self) -> None:
        """Delete what wasn't asked for since this was opened, when there is much of it, and give its room back."""
        self._try(lambda db: _drop(db, self._used), None, is_writing=True)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    def _try(self, work: Callable[[sqlite3.Connection], Found], otherwise: Found, *, is_writing: bool) -> Found:
        """Do some work on the file; a damaged one is deleted, and a disk that fails is not written to again."""
        with self._lock:
            if self._is_given_up or (is_writing and not self._is_writable):
                return otherwise
            try:
                db = self._db = self._db or self._open()
                return work(db) if db else otherwise
            except sqlite3.OperationalError:  # full, read-only, or busy for long: what can be read stays of use
                self._is_writable = False
                self._is_given_up = not is_writing
            except sqlite3.DatabaseError:
                self._let_go()
                self._is_given_up = not _delete(self._path)
            except OSError:
                self._is_given_up = True
            return otherwise

    def _open(self) -> sqlite3.Connection | None:
        if not self._path.parent.is_dir():
            return None  # nobody has made the case's folder
        address = self._path.resolve().as_uri()
        try:
            return _prepare(f"{address}?mode=rwc")
        except sqlite3.OperationalError:
            self._is_writable = False
            if not self._path.is_file():
                raise
            return _prepare(f"{address}?mode=ro")

    def _let_go(self) -> None:
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._db = None


def _connect(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    # A power cut may cost the file, which is then made anew; a killed process costs what it hadn't committed.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA trusted_schema = OFF")
    db.text_factory = bytes  # a changed entry may hold a text that is none
    return db


def _prepare(address: str) -> sqlite3.Connection:
    """Open the file with its table in it, made anew when it is of another layout."""
    db = _connect(address)
    try:
        if not _is_ours(db):
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of no effect where there are pages
            with _writing(db):
                if not _is_ours(db):  # another process may have been quicker
                    db.execute("DROP TABLE IF EXISTS kept")
                    db.execute("CREATE TABLE kept (key BLOB PRIMARY KEY, data BLOB NOT NULL)")
                    db.execute(f"PRAGMA user_version = {LAYOUT}")
    except BaseException:
        db.close()
        raise
    return db


def _is_ours(db: sqlite3.Connection) -> bool:
    columns = [row[1] for row in db.execute("PRAGMA table_info(kept)")]
    return columns == [b"key", b"data"] and db.execute("PRAGMA user_version").fetchone()[0] == LAYOUT


def _read(db: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found = {}
    wanted = sorted(set(keys))
    for at in range(0, len(wanted), AT_ONCE):
        some = wanted[at : at + AT_ONCE]
        places = ",".join("?" * len(some))
        for key, data in db.execute(f"SELECT key, data FROM kept WHERE key IN ({places})", some):
            if isinstance(data, bytes) and data[-CRC_BYTES:] == _sum_up(key, data[:-CRC_BYTES]):
                found[key] = data[:-CRC_BYTES]
    return found


def _write(db: sqlite3.Connection, rows: Sequence[tuple[bytes, bytes]]) -> None:
    with _writing(db):
        db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)


def _drop(db: sqlite3.Connection, used: set[bytes]) -> None:
    kept = {key for (key,) in db.execute("SELECT key FROM kept")}
    if not is_too_many(len(kept), len(used)):
        return
    with _writing(db):
        db.executemany("DELETE FROM kept WHERE key = ?", [(key,) for key in kept - used])
    db.execute("VACUUM")


@contextlib.contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise


def _sum_up(key: bytes, data: bytes) -> bytes:
    return zlib.crc32(data, zlib.crc32(key)).to_bytes(CRC_BYTES, "little")


def _delete(path: Path) -> bool:
    """Delete a damaged file; on Windows another process may hold it."""
    try:
        for ending in SIDE_FILES:
            path.with_name(path.name + ending).unlink(missing_ok=True)
    except OSError:
        return False
    return True
