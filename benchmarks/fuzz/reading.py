"""Read one file in this process, the strict way: whatever a reader raises but `Unreadable` comes through."""

from __future__ import annotations

import dataclasses
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from sayso.acquire import (
    Item,
    Member,
    Meter,
    Passed,
    Unreadable,
    is_container,
    make_problem,
    pick_media_type,
    unpack_frames,
)
from sayso.acquire.acquire import load_reader
from sayso.acquire.reading import Original, to_rows
from sayso.schema import Cut, Document, Note, Part, Piece, Problem, Tables
from sayso.store.check import check_tables
from sayso.text.flow import BREAK, Flow
from sayso.text.spans import check_spans

MOST_MEMBERS = 200  # that are read, of one file
MOST_DEEP = 3  # containers within containers that are opened
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_PROBE = 20_000  # characters; building the flow of a longer text twice would take longer than reading it


@dataclasses.dataclass(slots=True)
class Read:
    """What came of one file.

    Attributes:
        documents: rows of each document.
        problems: rows for what was not read, and remarks.
        n_members: what containers held.
    """

    documents: list[Tables] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    n_members: int = 0


def read_file(name: str, data: bytes, *, media_type: str | None = None, deep: int = MOST_DEEP) -> Read:
    """Read a file and what is in it.

    Args:
        media_type: what it is to be taken for; by its bytes and name when null.
        deep: containers within containers whose members are read; for 0 they are only unpacked.
    """
    read = Read()
    _read(name, data, media_type, read, deep=deep)
    return read


def _read(name: str, data: bytes, media_type: str | None, read: Read, *, deep: int) -> None:
    item = Item(name, name)
    media_type = media_type or pick_media_type(item, data)
    if media_type is None or not data:
        read.problems.append(make_problem(name, "not read", "of no type that is read, or empty", is_lost=True))
        return
    reader = load_reader(media_type)
    if reader is not None:
        original = Original(name, name, data, media_type, {})
        try:
            tables = to_rows(original, reader(original))
            read.problems += tables.take(Problem)
            read.documents.append(tables)
        except Unreadable as error:
            read.problems.append(make_problem(name, error.what, error.why, is_lost=True))
    if is_container(media_type):
        for member, its_data in _unpack(name, data, media_type, read):
            if deep:
                _read(f"{name}/{member.name}", its_data, None, read, deep=deep - 1)
            read.n_members += 1


def _unpack(name: str, data: bytes, media_type: str, read: Read) -> Iterator[tuple[Member, bytes]]:
    meter, names = Meter(len(data)), set()
    with tempfile.TemporaryDirectory(dir=_find_memory()) as folder:
        path = Path(folder) / find_file_name(name)
        path.write_bytes(data)
        held: list[tuple[Member, list[bytes]]] = []
        try:
            for got in unpack_frames(media_type, str(path)):
                if isinstance(got, Passed):
                    check_words(got.what, got.why)
                    read.problems.append(make_problem(f"{name}/{got.name}", got.what, got.why, is_lost=got.is_lost))
                elif isinstance(got, Member):
                    check_name(got.name)
                    assert got.name not in names, f"two members are named {got.name!r}"
                    names.add(got.name)
                    meter.count_member()
                    held.append((got, []))
                else:
                    meter.count_bytes(len(got))
                    held[-1][1].append(got)
                if len(held) > MOST_MEMBERS:
                    break
        except Unreadable as error:
            read.problems.append(make_problem(name, error.what, error.why, is_lost=True))
        for member, chunks in held:
            yield member, b"".join(chunks)


def find_file_name(name: str) -> str:
    """Give a name that a file can have, with the same ending."""
    return "x" + "".join(PurePath(name).suffixes)[-20:]


def _find_memory() -> str | None:
    """Give a folder that is memory, where there is one: a fuzzer writes some thousand files a second."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def check_name(name: str) -> None:
    """Refuse a member's name that could lead out of its container, or can't be written down."""
    assert name and not name.startswith("/") and ".." not in name.split("/"), f"{name!r} leads out of its container"
    name.encode()
    assert all(char.isprintable() or char.isspace() for char in name), f"{name!r} is not fit for a screen"
    assert len(name.splitlines()) == 1, f"{name!r} is of several lines"


def check_words(what: str, why: str) -> None:
    """Refuse a problem that doesn't say what happened and why."""
    assert what.strip() and why.strip(), (what, why)
    (what + why).encode()


def check_read(read: Read) -> None:
    """Refuse what breaks a law: nothing lost in silence, every row in its place, all text held.

    Raises:
        AssertionError, SaysoError: it does.
    """
    assert read.documents or read.problems or read.n_members, "lost in silence"
    for problem in read.problems:
        check_words(problem.what, problem.why)
        problem.where.encode()
    for tables in read.documents:
        check_laws(tables)


def check_laws(tables: Tables) -> None:
    """Refuse the rows of one document that break a law.

    Raises:
        AssertionError, SaysoError: they do.
    """
    check_tables(tables)
    (document,) = tables.take(Document)
    text = document.text
    text.encode()  # a lone surrogate can't be kept
    assert text.strip(), "a document without text"
    for told in (document.title, document.publisher, document.published, *document.agency, *document.authors):
        assert told is None or told.encode()
    _check_pieces(text, tables)
    parts = tables.take(Part)
    assert parts[0].start == 0 and parts[-1].end == len(text), "parts don't cover the text"
    assert all(a.end == b.start for a, b in itertools.pairwise(parts)), "parts overlap, or leave a gap"
    for note in tables.take(Note):
        check_spans(note.mark_spans, text_length=len(text), where="a mark")
        check_spans(note.spans, text_length=len(text), where="a note")
    cuts = tables.take(Cut)
    assert all(a.end <= b.start for a, b in itertools.pairwise(cuts)), "cuts overlap"
    if len(text) <= _PROBE:
        _check_flow(text, cuts)


def _check_pieces(text: str, tables: Tables) -> None:
    at = 0
    for ordinal, piece in enumerate(tables.take(Piece)):
        assert piece.ordinal == ordinal
        assert at <= piece.start < piece.end <= len(text), f"piece {ordinal} is out of order"
        assert not text[at : piece.start].strip(), f"text before piece {ordinal} is in none"
        at = piece.end
    assert not text[at:].strip(), "text behind the last piece is in none"


def _check_flow(text: str, cuts: list[Cut]) -> None:
    flow = Flow(text, cuts)
    bare = flow.text.replace(BREAK, "")
    assert not any(char in bare for char in _LINE_BREAKS), "a line break inside a block"
    for start, end in flow.blocks():
        spans = flow.to_canonical(start, end)
        check_spans(spans, text_length=len(text), where="a block")
        put = "".join(text[b:e] for b, e in spans)
        assert [c for c in flow.text[start:end] if c != " "] == [c for c in put if c != " "], "the flow isn't the text's"
