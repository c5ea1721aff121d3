"""Documents in: each acquired and read, here or in a pool, and what became of it."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from sayso import __version__
from sayso.case.files import hash_item, size_of
from sayso.case.steps import STDIN, Loss, Step, Tell, tell_nobody
from sayso.config import Settings
from sayso.engine import Stage, map_jobs, pick_workers, run_stage
from sayso.schema import Arrival, Document, Problem, Tables, make_id
from sayso.store.check import check_tables, drop_repeats
from sayso.store.contract import Reading

if TYPE_CHECKING:
    from sayso.acquire import Acquired, Item

NAMING = ("documents", "problems")
"""Tables whose rows hold names of files."""
Named = TypeVar("Named", Arrival, Document, Problem)


def read_paths(
    paths: Sequence[str], *, settings: Settings, tell: Tell = tell_nobody
) -> Iterator[Reading | Loss]:
    """Acquire and read documents without a case: what each gave, in order, the lost ones among them.

    Raises:
        UnknownReader: the settings name a reader that there isn't.
    """
    from sayso.acquire import find_items  # noqa: PLC0415
    from sayso.case.arriving import open_items  # noqa: PLC0415

    load_read_stage(settings.reader)
    found = find_items(paths)
    for problem in map(to_utf8, found.problems):
        yield Loss(problem.where, (problem,))
    with tempfile.TemporaryDirectory(prefix="sayso-") as place:
        items = []
        for got in open_items(found.items, place=Path(place), is_kept=False, tell=tell):
            if isinstance(got, Loss):
                yield got
            else:
                items.append(got)
        yield from read_items(items, settings=settings, tell=tell)


def read_items(items: Sequence[Item], *, settings: Settings, tell: Tell) -> Iterator[Reading | Loss]:
    """Acquire and read items, here or in a pool as their size asks for, in order."""
    workers = pick_workers(sum(size_of(item.path) for item in items), n_jobs=len(items), asked=settings.workers)
    if any(item.path == STDIN for item in items):
        workers = 1  # a worker's standard input is the pool's
    tell(Step("reading", "", 0, len(items)))
    for outcome in map_jobs(functools.partial(read_item, reader=settings.reader), items, workers=workers):
        item = items[outcome.index]
        yield outcome.value or _lose(item, None, _make_problem(item, outcome.why_none or ""))
        tell(Step("reading", item.name, outcome.index + 1, len(items)))


def read_item(item: Item, *, reader: str) -> Reading | Loss:
    """Acquire and read one item: all its rows, or why there are none.

    Runs in a worker; takes and gives only what can be pickled.
    """
    from sayso.case.apart import acquire_apart, start_apart  # noqa: PLC0415

    start_apart()
    stage = load_read_stage(reader)  # while it loads, the other process does
    acquired = acquire_apart(item)
    docs = acquired.tables.take(Document)
    arrival = _to_arrival(item, acquired)
    if not docs:
        return _lose(item, arrival, *acquired.tables.take(Problem))
    given = Tables({name: acquired.tables.named(name) for name in acquired.tables.names() if name not in NAMING})
    given.add("documents", map(to_utf8, docs))
    given.add("problems", map(to_utf8, acquired.tables.take(Problem)))
    try:
        tables = drop_repeats(_join(given, run_stage(stage, given)))
        check_tables(tables)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        why = f"{' '.join(str(error).split()) or type(error).__name__} ({Path(last.filename).name}, line {last.lineno})"
        return _lose(item, arrival, _make_problem(item, why))
    key = make_key(sha256=docs[0].sha256, item=item, reader=reader)
    return Reading(key, to_utf8_text(item.where), docs[0].id, tables, acquired.original, arrival)


def make_key(*, sha256: str, item: Item, reader: str) -> str:
    """Name a reading by all that it depends on: bytes, the file's name, metadata, reader and version."""
    return make_id("k", sha256, PurePath(item.name).name, sorted(item.meta), reader, __version__)


def to_utf8(row: Named) -> Named:
    """Give a row with `?` for what stands in a file's name and is no UTF-8; no other text holds such a thing."""
    values = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    texts: Any = {name: to_utf8_text(value) for name, value in values.items() if isinstance(value, str)}
    return dataclasses.replace(row, **texts)


def to_utf8_text(text: str) -> str:
    """Give a name with `?` for what is no UTF-8 in it."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _lose(item: Item, arrival: Arrival | None, *problems: Problem) -> Loss:
    return Loss(to_utf8_text(item.where), tuple(map(to_utf8, problems)), (arrival,) if arrival else ())


def _to_arrival(item: Item, acquired: Acquired) -> Arrival | None:
    """Make the manifest's row of an item that was read, or could not be; null when not even its bytes were got."""
    from sayso.acquire import pick_media_type  # noqa: PLC0415
    from sayso.case.arriving import make_arrival  # noqa: PLC0415

    if acquired.original is None:
        sha256 = hash_item(item)
        lost = make_arrival(item, sha256=sha256 or "", n_bytes=size_of(item.path), media_type=None, became="lost")
        return to_utf8(lost) if sha256 else None
    docs = acquired.tables.take(Document)
    arrival = make_arrival(
        item,
        sha256=docs[0].sha256 if docs else hashlib.sha256(acquired.original).hexdigest(),
        n_bytes=len(acquired.original),
        media_type=docs[0].media_type if docs else pick_media_type(item, acquired.original),
        became="document" if docs else "lost",
        document_id=docs[0].id if docs else None,
    )
    return to_utf8(arrival)


@functools.cache
def load_read_stage(reader: str) -> Stage:
    """Load a reader, once a process.

    Raises:
        UnknownReader: there is none of that name.
    """
    from sayso.read import make_read_stage  # noqa: PLC0415

    return make_read_stage(reader)


def _join(*sets: Tables) -> Tables:
    joined = Tables()
    for tables in sets:
        for name in tables.names():
            joined.add(name, tables.named(name))
    return joined


def _make_problem(item: Item, why: str) -> Problem:
    what = "reading it failed, and nothing of it is in the case"
    return Problem(
        id=make_id("p", item.where, what), where=item.where, what=what,
        why=f"{why}; please report this with the document", is_lost=True, made_by=f"sayso {__version__}",
    )
