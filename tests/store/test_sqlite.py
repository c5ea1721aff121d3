"""The case on disk: what is kept comes back, the same kept twice changes nothing, tampering shows."""

import contextlib
import dataclasses
import sqlite3

import pytest

from sayso.errors import BadSpan, BrokenLog, CannotWrite, NotACase, OtherVersion, UnknownRows
from sayso.schema import TABLES, Check, Claim, Document, Ruling
from sayso.store.memory import MemoryStore
from sayso.store.originals import FOLDER
from sayso.store.sqlite import FILE, SqliteStore
from store.rows import make_check, make_claim, make_document, make_linked, make_problem, make_reading, make_ruling


@pytest.fixture
def store(tmp_path):
    with SqliteStore(tmp_path / "case", version="0") as opened:
        yield opened


def reopen(store):
    store.close()
    return SqliteStore(store.folder, version="0")


def dump(folder):
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db:
        return list(db.iterdump())


def change(folder, sql):
    with contextlib.closing(sqlite3.connect(folder / FILE)) as db, db:
        db.execute(sql)


def all_rows(store):
    tables = store.tables()
    return {name: tables.named(name) for name in TABLES if tables.named(name)}


def test_what_is_kept_comes_back_equal_and_in_order(store):
    readings = [make_reading("b.txt"), make_reading("a.txt", "The weir? Nobody has said.\n" + "x" * 40, claims=[])]
    memory = MemoryStore()
    for reading in readings:
        store.save_reading(reading)
        memory.save_reading(reading)
    for kept in (store, memory):
        kept.save_problems("c.txt", [make_problem("c.txt")])
        kept.save_linked(make_linked(readings[0]), over="o")
    with reopen(store) as again:
        assert all_rows(again) == all_rows(memory)
        assert again.known() == memory.known() == {reading.key for reading in readings}
        assert again.linked_over() == "o"
        assert "groups" not in again.tables(with_linked=False).names()


def test_keeping_the_same_again_changes_nothing(store):
    def keep(some):
        some.save_reading(make_reading())
        some.save_problems("lost.txt", [make_problem("lost.txt")])

    keep(store)
    store.close()
    before = dump(store.folder)
    with SqliteStore(store.folder, version="0") as again:
        keep(again)
    assert dump(store.folder) == before


def test_a_document_read_anew_replaces_its_rows(store):
    first = make_reading(key="old")
    doc = first.tables.take(Document)[0]
    store.save_reading(first)
    fewer = make_reading(key="new", claims=[dataclasses.replace(make_claim(doc), id="other")])
    store.save_reading(fewer)
    assert [claim.id for claim in store.tables().take(Claim)] == ["other"]
    assert store.known() == {"new"}


def test_a_path_that_can_be_read_now_has_no_problem_left(store):
    store.save_problems("note.txt", [make_problem("note.txt")])
    assert len(store.tables().named("problems")) == 1
    store.save_reading(make_reading("note.txt"))
    assert store.tables().named("problems") == []


def test_linked_rows_are_replaced_as_a_whole(store):
    reading = make_reading()
    store.save_reading(reading)
    store.save_linked(make_linked(reading, text="one"), over="1")
    store.save_linked(make_linked(reading, text="two"), over="2")
    assert [group.text for group in store.tables().named("groups")] == ["two"]


def test_the_original_is_kept_under_its_hash(store):
    reading = make_reading()
    store.save_reading(reading)
    doc = reading.tables.take(Document)[0]
    path = store.folder / FOLDER / doc.sha256
    assert path.read_bytes() == reading.original
    assert store.find_changed_originals() == []
    path.write_bytes(b"another")
    assert store.find_changed_originals() == [doc.sha256]
    path.unlink()
    assert store.find_changed_originals() == [doc.sha256]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"spans": ((15, 999),)}, BadSpan, id="past the end"),
        pytest.param({"spans": ((20, 15),)}, BadSpan, id="backwards"),
        pytest.param({"text": "the weir was unsafe"}, BadSpan, id="other words"),
        pytest.param({"stance_spans": ((10, 14), (3, 5))}, BadSpan, id="out of order"),
        pytest.param({"passage_end": 500}, BadSpan, id="passage past the end"),
        pytest.param({"document_id": "d0"}, UnknownRows, id="no such document"),
        pytest.param({"part_id": "p0"}, UnknownRows, id="no such part"),
        pytest.param({"attribution_id": "a0"}, UnknownRows, id="no such attribution"),
        pytest.param({"actors": ("r0",)}, UnknownRows, id="no such referent"),
    ],
)
def test_rows_that_break_a_law_are_refused_whole(store, change, error):
    claim = dataclasses.replace(make_claim(make_document()), **change)
    with pytest.raises(error):
        store.save_reading(make_reading(claims=[claim]))
    assert all_rows(store) == {}


def test_two_rows_of_one_key_that_differ_are_refused(store):
    claim = make_claim(make_document())
    with pytest.raises(UnknownRows):
        store.save_reading(make_reading(claims=[claim, dataclasses.replace(claim, stance="hedges")]))


def test_a_row_said_twice_is_kept_once(store):
    claim = make_claim(make_document())
    store.save_reading(make_reading(claims=[claim, claim]))
    assert store.tables().take(Claim) == [claim]


def test_the_log_tells_what_was_done(store):
    store.save_reading(make_reading())
    store.save_problems("lost.txt", [make_problem("lost.txt")])
    assert store.check() == 2
    [run] = store.runs()
    assert (run.n_read, run.n_lost, run.ended_at) == (1, 1, None)
    with reopen(store) as again:
        assert again.runs()[0].ended_at is not None


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param("UPDATE log SET about = 'another' WHERE number = 2", id="changed"),
        pytest.param("DELETE FROM log WHERE number = 1", id="first taken out"),
        pytest.param("DELETE FROM log WHERE number = 2", id="middle taken out"),
        pytest.param("UPDATE log SET number = number + 10", id="renumbered"),
    ],
)
def test_tampering_with_the_log_shows(store, tamper):
    for name in ("a", "b", "c"):
        store.save_reading(make_reading(f"{name}.txt"))
    assert store.check() == 3
    store.close()
    change(store.folder, tamper)
    with SqliteStore(store.folder, version="0") as again, pytest.raises(BrokenLog):
        again.check()


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("PRAGMA user_version = 99", id="newer"),
        pytest.param("UPDATE fingerprint SET tables = 'other'", id="other tables"),
    ],
)
def test_a_case_of_another_sayso_is_refused(store, sql):
    store.close()
    change(store.folder, sql)
    with pytest.raises(OtherVersion):
        SqliteStore(store.folder, version="0")


def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(NotACase):
        SqliteStore(tmp_path, version="0")


def test_a_case_that_another_program_holds_is_told(store, monkeypatch):
    monkeypatch.setattr("sayso.store.sqlite.BUSY_S", 0.1)
    with reopen(store) as again:
        holder = sqlite3.connect(store.folder / FILE, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotWrite, match="locked"):
            again.save_reading(make_reading())
        holder.execute("ROLLBACK")
        holder.close()
        again.save_reading(make_reading())


@pytest.mark.parametrize("names", [["a.txt", "b.txt", "c.txt"], ["c.txt", "a.txt", "b.txt"]])
def test_the_order_of_arrival_does_not_show(tmp_path, names):
    with SqliteStore(tmp_path / "one", version="0") as one, SqliteStore(tmp_path / "two", version="0") as two:
        for name in names:
            one.save_reading(make_reading(name))
        for name in sorted(names):
            two.save_reading(make_reading(name))
        assert all_rows(one) == all_rows(two)


def test_an_answer_outlives_whatever_is_read_anew(store):
    first = make_reading(key="old")
    store.save_reading(first)
    kept = [store.save_check(make_check(first, by=by)) for by in ("ann", "bo")]
    assert [check.number for check in kept] == [1, 2]
    store.save_reading(make_reading(key="new", claims=[]))
    store.save_linked(make_linked(make_reading()), over="o")
    store.save_problems("people", [make_problem("people")])  # a path of the name that marks people's rows
    store.save_problems("people", [])
    assert store.tables().take(Check) == kept == store.tables(with_linked=False).take(Check)


def test_memory_keeps_answers_too():
    memory, reading = MemoryStore(), make_reading()
    memory.save_reading(reading)
    kept = [memory.save_check(make_check(reading)) for _ in range(2)]
    assert memory.tables().take(Check) == kept
    assert [check.number for check in kept] == [1, 2]


def test_an_answer_that_marks_what_is_not_there_is_refused(store):
    reading = make_reading()
    store.save_reading(reading)
    with pytest.raises(BadSpan):
        store.save_check(make_check(reading, spans=((0, 999),)))
    with pytest.raises(UnknownRows):
        store.save_check(dataclasses.replace(make_check(reading), document_id="d0"))
    assert store.tables().take(Check) == []
    assert store.check() == 1


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param("""UPDATE checks SET answer = '["none"]' WHERE number = 1""", id="answer changed"),
        pytest.param("UPDATE checks SET by = 'cy' WHERE number = 2", id="rater changed"),
        pytest.param("DELETE FROM checks WHERE number = 2", id="taken out"),
        pytest.param("INSERT INTO checks SELECT made_from, number + 7, at, by, task, unit_id, shown_id, document_id, spans, "
                     "attribution_ids, source_spans, cue_spans, content_spans, shown, answer, n_wrong, n_missing, seed, n, "
                     "made_by FROM checks WHERE number = 2", id="put in"),
    ],
)
def test_tampering_with_an_answer_shows(store, tamper):
    reading = make_reading()
    store.save_reading(reading)
    for by in ("ann", "bo"):
        store.save_check(make_check(reading, by=by))
    assert store.check() == 3
    store.close()
    change(store.folder, tamper)
    with SqliteStore(store.folder, version="0") as again, pytest.raises(BrokenLog, match="answers"):
        again.check()


def test_rulings_outlive_whatever_is_read_anew_here_and_in_memory(store):
    memory = MemoryStore()
    for one in (store, memory):
        one.save_reading(make_reading(key="old"))
        kept = [one.save_ruling(make_ruling(by=by)) for by in ("ann", "bo")]
        assert [ruling.number for ruling in kept] == [1, 2]
        one.save_reading(make_reading(key="new", claims=[]))
        assert one.tables().take(Ruling) == kept == one.rulings() == one.tables(with_linked=False).take(Ruling)
    assert store.check() == 4


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param("UPDATE rulings SET value = 'asserts' WHERE number = 1", id="value changed"),
        pytest.param("UPDATE rulings SET by = 'cy' WHERE number = 2", id="signed by another"),
        pytest.param("DELETE FROM rulings WHERE number = 2", id="taken out"),
    ],
)
def test_tampering_with_a_ruling_shows(store, tamper):
    for by in ("ann", "bo"):
        store.save_ruling(make_ruling(by=by))
    store.close()
    change(store.folder, tamper)
    with SqliteStore(store.folder, version="0") as again, pytest.raises(BrokenLog, match="rulings"):
        again.check()
