"""A case kept in SQLite: one transaction a document, so that a run killed at any moment goes on where it was."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, Self

import sqlalchemy as sa

from sayso.errors import BrokenLog, CannotWrite, NotACase, OtherVersion
from sayso.schema import TABLES, Arrival, Check, Document, Problem, Ruling, Tables, from_record, from_values, to_record
from sayso.store.check import check_tables, drop_repeats
from sayso.store.collecting import put_off_collecting
from sayso.store.contract import Reading, Snapshot
from sayso.store.layout import (
    ANSWERED,
    ARRIVALS,
    DERIVED,
    FINGERPRINT,
    LINKAGE,
    LOG,
    MADE_FROM,
    METADATA,
    PEOPLE,
    READINGS,
    ROWS,
    RUNS,
    SCHEMA_VERSION,
    SNAPSHOTS,
    WHOLE_CASE,
    make_fingerprint,
)
from sayso.store.log import Entry, check_log, hash_row, make_entry
from sayso.store.memory import pick_names, sort_rows
from sayso.store.originals import drop_scraps, find_changed, save_original

FILE = "case.db"
CHECKED = "checked"
RULED = "ruled"
SIGNED = {"checks": (CHECKED, "answers of `sayso check`"), "rulings": (RULED, "rulings")}
"""By table of what people said, how the log calls an entry of it and what an error calls its rows."""
BUSY_S = 30.0  # another run's transaction is over in well under a second; its linking takes a few


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """One run that changed something; columns as in the table `runs`."""

    id: int
    started_at: str
    ended_at: str | None
    version: str
    n_read: int
    n_lost: int


class SqliteStore:
    """Keeps the rows of the case in a folder; use as a context, so that the run's end is written.

    Args:
        folder: the case's; made when it isn't there.
        version: of sayso, for the table `runs`.
    Raises:
        OtherVersion: the database was made by a sayso with other tables.
        CannotWrite: there is no room or no permission.
    """

    def __init__(self, folder: Path, *, version: str) -> None:
        self.folder = folder
        self._version = version
        self._run_id: int | None = None
        path = folder / FILE
        with _told(path):
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine("sqlite://", creator=lambda: _connect(path), poolclass=sa.pool.StaticPool)
            self._db = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                self._prepare(path)
            except BaseException:
                self._db.close()
                self._engine.dispose()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Note the run's end and let go of the file."""
        if self._run_id is not None:
            with self._write():
                self._db.execute(sa.update(RUNS).where(RUNS.c.id == self._run_id).values(ended_at=_now()))
            self._run_id = None
        self._db.close()
        self._engine.dispose()

    # ------------------------------------------------------------ reading

    def known(self) -> set[str]:
        """Keys of the readings that are kept."""
        with _told(self.folder / FILE):
            return set(self._db.scalars(sa.select(READINGS.c.key)))

    def tables(self, *, with_linked: bool = True, only: Collection[str] | None = None) -> Tables:
        """Every row, or those of some tables, each in the order of its key; without those of `save_linked` when so told."""
        with _told(self.folder / FILE):
            self._db.exec_driver_sql("BEGIN")  # one state of the case, though another run may be adding to it
            try:
                with put_off_collecting():
                    names = pick_names(only)
                    return Tables({name: sort_rows(name, self._load(name, with_linked=with_linked)) for name in names})
            finally:
                self._db.exec_driver_sql("COMMIT")

    def _has_reading(self, document_id: str, key: str) -> bool:
        with _told(self.folder / FILE):
            kept = self._db.scalar(sa.select(READINGS.c.key).where(READINGS.c.document_id == document_id))
        return kept == key

    def linked_over(self) -> str:
        """What `save_linked` was last given as `over`; empty at first."""
        with _told(self.folder / FILE):
            return self._db.scalar(sa.select(LINKAGE.c.over)) or ""

    def runs(self) -> list[Run]:
        """Runs that changed something, in order."""
        return [Run(**row) for row in self._db.execute(sa.select(RUNS).order_by(RUNS.c.id)).mappings()]

    def check(self) -> int:
        """Follow the log and give its number of entries.

        Raises:
            BrokenLog: an entry isn't what was written, or a person's answer or ruling isn't the one that its entry tells of.
        """
        entries = [Entry(**row) for row in self._db.execute(sa.select(LOG).order_by(LOG.c.number)).mappings()]
        n_entries = check_log(entries)
        for table, (what, words) in SIGNED.items():
            logged = {entry.about: entry.detail for entry in entries if entry.what == what}
            kept = {f"{row.number}": hash_row(row) for row in self._load(table, with_linked=True)}
            changed = sorted(number for number in logged | kept if logged.get(number) != kept.get(number))
            if changed:
                raise BrokenLog(
                    f"{len(changed)} {words} aren't what was written", where=f"table {table}, column number",
                    got=changed, fix="compare with a backup of the case; the others are as they were written",
                )
        return n_entries

    def find_changed_originals(self) -> list[str]:
        """Hashes of documents whose original is gone or isn't what it was."""
        return find_changed(self.folder, self._db.scalars(sa.select(ROWS["documents"].c.sha256).distinct()))

    def _load(self, name: str, *, with_linked: bool) -> list[Any]:
        table, declared = ROWS[name], TABLES[name]
        query = sa.select(*[table.c[column.name] for column in declared.columns])
        if not with_linked:
            query = query.where(table.c[MADE_FROM] != WHOLE_CASE)
        return list(from_values(declared, map(list, self._db.execute(query))))

    # ------------------------------------------------------------ writing

    def save_reading(self, reading: Reading) -> None:
        """Keep a document's rows in place of what was kept of the same document, the original first.

        Raises:
            BadSpan, UnknownRows: the rows break a law of the house; nothing is kept.
        """
        tables = drop_repeats(reading.tables)
        check_tables(tables)
        doc = tables.take(Document)[0]
        if self._has_reading(doc.id, reading.key):
            return
        if reading.original is not None:
            with _told(self.folder):
                save_original(self.folder, sha256=doc.sha256, n_bytes=len(reading.original), chunks=[reading.original])
        with self._write():
            self._delete(reading.path)
            self._replace(doc.id, tables)
            self._delete(ANSWERED + doc.id)  # it may point elsewhere now
            self._db.execute(sa.delete(READINGS).where(READINGS.c.document_id == doc.id))
            self._db.execute(sa.insert(READINGS).values(document_id=doc.id, key=reading.key))
            self._keep_arrivals([reading.arrival] if reading.arrival else [])
            self._log("read", about=f"{doc.id} {doc.path}", detail=doc.sha256)
            self._count("n_read")

    def save_problems(self, where: str, problems: Sequence[Problem]) -> None:
        """Keep what befell a path that gave no document; the same said again changes nothing."""
        table = ROWS["problems"]
        with self._write():
            kept = self._db.execute(sa.select(table).where(table.c[MADE_FROM] == where)).mappings()
            old = {from_record(Problem, {k: v for k, v in row.items() if k != MADE_FROM}) for row in kept}
            if old == set(problems):
                return
            self._delete(where)
            self._insert("problems", list(dict.fromkeys(problems)), made_from=where)
            if any(problem.is_lost for problem in problems):
                self._log("not read", about=where, detail="; ".join(problem.what for problem in problems))
                self._count("n_lost")

    def save_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Keep rows of the manifest; one of the same path and bytes keeps the time at which it first came."""
        with self._write():
            self._keep_arrivals(arrivals)

    def _keep_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        table = ROWS["manifest"]
        for arrival in arrivals:
            same = (table.c.path == arrival.path) & (table.c.sha256 == arrival.sha256)
            first = self._db.scalar(sa.select(table.c.arrived).where(same)) or arrival.arrived
            self._db.execute(sa.delete(table).where(same))
            self._insert("manifest", [dataclasses.replace(arrival, arrived=first)], made_from=ARRIVALS)

    def save_linked(self, tables: Tables, *, over: str) -> None:
        """Replace the rows that the whole case gave, in one transaction."""
        tables = drop_repeats(tables)
        with _told(self.folder / FILE):
            docs, claims = ROWS["documents"], ROWS["claims"]
            texts = {row.id: row.text for row in self._db.execute(sa.select(docs.c.id, docs.c.text))}
            told_in = {row.id: row.document_id for row in self._db.execute(sa.select(claims.c.id, claims.c.document_id))}
        check_tables(tables, texts=texts, told_in=told_in)
        with self._write():
            self._replace(WHOLE_CASE, tables)
            self._db.execute(sa.delete(LINKAGE))
            self._db.execute(sa.insert(LINKAGE).values(over=over))
            self._log("linked", about=WHOLE_CASE, detail=over)

    def save_answered(self, about: str, tables: Tables, *, by: str) -> None:
        """Keep what a language model gave about a document or the case, in place of what it gave before.

        Args:
            about: the document's id, or `case`.
            by: which model was asked, for the log.
        Raises:
            BadSpan, UnknownRows: it marks what isn't in the document; nothing is kept.
        """
        tables = drop_repeats(tables)
        docs = ROWS["documents"]
        with self._write():
            texts = self._db.execute(sa.select(docs.c.id, docs.c.text).where(docs.c.id == about))
            check_tables(tables, texts={row.id: row.text for row in texts})
            self._replace(ANSWERED + about, tables)
            self._log("asked", about=about, detail=by)

    def save_snapshot(self, body: bytes, *, digest: str) -> None:
        """Keep a state of the case under this run, with its entry in the log; a run's last state is the one that is kept."""
        last = self._db.scalar(sa.select(SNAPSHOTS.c.hash).order_by(SNAPSHOTS.c.run_id.desc()).limit(1))
        if last == digest:
            return
        with self._write():
            self._log("kept", about=WHOLE_CASE, detail=digest)
            self._db.execute(sa.delete(SNAPSHOTS).where(SNAPSHOTS.c.run_id == self._run_id))
            values = {"run_id": self._run_id, "at": _now(), "hash": digest, "body": zlib.compress(body)}
            self._db.execute(sa.insert(SNAPSHOTS).values(values))

    def snapshots(self) -> list[Snapshot]:
        """States that are kept, without their bodies, in order."""
        columns = (SNAPSHOTS.c.run_id, SNAPSHOTS.c.at, SNAPSHOTS.c.hash)
        with _told(self.folder / FILE):
            return [Snapshot(*row) for row in self._db.execute(sa.select(*columns).order_by(SNAPSHOTS.c.run_id))]

    def snapshot(self, run_id: int) -> bytes | None:
        """The state that a run left, or the last one before it; null when none is kept.

        Raises:
            BrokenLog: what is kept isn't what was written.
        """
        wanted = sa.select(SNAPSHOTS.c.body).where(SNAPSHOTS.c.run_id <= run_id).order_by(SNAPSHOTS.c.run_id.desc()).limit(1)
        with _told(self.folder / FILE):
            body = self._db.scalar(wanted)
        try:
            return None if body is None else zlib.decompress(body)
        except zlib.error as error:
            raise BrokenLog(
                "the earlier state isn't what was written", where=f"table snapshots, run {run_id}", got=[str(error)],
                fix="compare with a backup of the case",
            ) from error

    def save_check(self, check: Check) -> Check:
        """Keep what a person answered, with its entry in the log, under the next number.

        Raises:
            BadSpan, UnknownRows: it marks what isn't in its document; nothing is kept.
        """
        table, docs = ROWS["checks"], ROWS["documents"]
        with self._write():
            last = self._db.scalar(sa.select(sa.func.max(table.c.number))) or 0
            numbered = dataclasses.replace(check, number=last + 1)
            texts = self._db.execute(sa.select(docs.c.id, docs.c.text).where(docs.c.id == check.document_id))
            check_tables(Tables({"checks": [numbered]}), texts={row.id: row.text for row in texts})
            self._insert("checks", [numbered], made_from=PEOPLE)
            self._log(CHECKED, about=f"{numbered.number}", detail=hash_row(numbered))
        return numbered

    def rulings(self) -> list[Ruling]:
        """Every ruling, in the order in which they were made."""
        with _told(self.folder / FILE):
            return sort_rows("rulings", self._load("rulings", with_linked=True))

    def save_ruling(self, ruling: Ruling) -> Ruling:
        """Keep what a person ruled, with its entry in the log, under the next number."""
        table = ROWS["rulings"]
        with self._write():
            last = self._db.scalar(sa.select(sa.func.max(table.c.number))) or 0
            numbered = dataclasses.replace(ruling, number=last + 1)
            self._insert("rulings", [numbered], made_from=PEOPLE)
            self._log(RULED, about=f"{numbered.number}", detail=hash_row(numbered))
        return numbered

    def _replace(self, made_from: str, tables: Tables) -> None:
        self._delete(made_from)
        for name in tables.names():
            self._insert(name, tables.named(name), made_from=made_from)

    def _delete(self, made_from: str) -> None:
        for table in DERIVED:
            self._db.execute(sa.delete(table).where(table.c[MADE_FROM] == made_from))

    def _insert(self, name: str, rows: Sequence[Any], *, made_from: str) -> None:
        if rows:
            self._db.execute(sa.insert(ROWS[name]), [{MADE_FROM: made_from, **to_record(row)} for row in rows])

    def _log(self, what: str, *, about: str, detail: str) -> None:
        run_id = self._run_id
        if run_id is None:
            values = {"started_at": _now(), "version": self._version, "n_read": 0, "n_lost": 0}
            run_id = self._run_id = int(self._db.execute(sa.insert(RUNS).values(values)).lastrowid)
        row = self._db.execute(sa.select(LOG).order_by(LOG.c.number.desc()).limit(1)).mappings().first()
        before = Entry(**row) if row else None
        entry = make_entry(before, at=_now(), run_id=run_id, event=(what, about, detail))
        self._db.execute(sa.insert(LOG).values(dataclasses.asdict(entry)))

    def _count(self, column: str) -> None:
        self._db.execute(sa.update(RUNS).where(RUNS.c.id == self._run_id).values({column: RUNS.c[column] + 1}))

    @contextlib.contextmanager
    def _write(self) -> Iterator[None]:
        """A transaction that is on disk when the context ends."""
        run_id = self._run_id
        with _told(self.folder / FILE):
            self._db.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield
                self._db.exec_driver_sql("COMMIT")
            except BaseException:
                self._run_id = run_id  # a run first noted in this transaction is gone with it
                with contextlib.suppress(sa.exc.SQLAlchemyError):
                    self._db.exec_driver_sql("ROLLBACK")
                raise

    def _prepare(self, path: Path) -> None:
        found = self._db.exec_driver_sql("PRAGMA user_version").scalar() or 0
        if found == 0:
            with self._write():
                if not sa.inspect(self._db).has_table(FINGERPRINT.name):
                    METADATA.create_all(self._db)
                    self._db.execute(sa.insert(FINGERPRINT).values(tables=make_fingerprint()))
                    self._db.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif found > SCHEMA_VERSION:
            raise OtherVersion(
                "this case was written by a newer sayso", where=str(path),
                got=[f"tables of version {found}, this sayso knows {SCHEMA_VERSION}"],
                fix="python -m pip install --upgrade sayso",
            )
        elif found < SCHEMA_VERSION or self._db.scalar(sa.select(FINGERPRINT.c.tables)) != make_fingerprint():
            raise OtherVersion(
                "this case was written by a sayso with other tables", where=str(path), got=[f"version {found}"],
                fix="make the case anew in another folder from the same documents: sayso add NEWCASE PATH",
            )
        drop_scraps(self.folder)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        # FULL: an acknowledged document survives a power cut too, at one fsync a document.
        db.execute("PRAGMA synchronous = FULL")
    except sqlite3.OperationalError:
        # A case on a disc that can't be written can still be looked at; nobody can change it meanwhile.
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    return db


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say database and disk errors as ours."""
    try:
        yield
    except sa.exc.DatabaseError as error:
        _tell(error.orig or error, path)
    except (sqlite3.DatabaseError, OSError) as error:
        _tell(error, path)


def _tell(error: BaseException, path: Path) -> NoReturn:
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        raise NotACase("this file is no database", where=str(path), fix="bring it back from a backup") from error
    if isinstance(error, (sqlite3.OperationalError, OSError)):
        raise CannotWrite(
            f"the case can't be read or written: {error}", where=str(path),
            fix="see that there is room and permission, and that no other program holds the case",
        ) from error
    raise error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
