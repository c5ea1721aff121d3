"""How heavy briefs become: size, seconds and memory of each format, at any number of claims.

    python benchmarks/briefs.py CASE 5000 50000

The rows of a case, derived ones and all, are copied under other ids until there are that many claims. Each format is made in a
process of its own, so that its memory can be told; what the rows alone take is subtracted.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from sayso.case import Case
from sayso.schema import TABLES, Tables
from sayso.tell import make_brief
from sayso.tell.docx import to_docx
from sayso.tell.making import make_model
from sayso.tell.markdown import to_markdown
from sayso.tell.pdf import to_pdf

TOLD: dict[str, Any] = {"question": "What do these documents say?", "made_at": "2031-03-08T09:30:00+00:00", "version": "benchmark"}
FORMATS: dict[str, Callable[[Tables], bytes]] = {
    "html": lambda tables: make_brief(tables, **TOLD).encode(),
    "md": lambda tables: to_markdown(make_model(tables, **TOLD)).encode(),
    "docx": lambda tables: to_docx(make_model(tables, **TOLD)),
    "pdf": lambda tables: to_pdf(make_model(tables, **TOLD)),
}


def copy_rows(tables: Tables, n_claims: int) -> Tables:
    """The rows of a case so often that there are that many claims, each time under other ids."""
    ids = {row.id for name in tables.names() if "id" in TABLES[name].key for row in tables.named(name)}
    made = Tables()
    n_copies = -(-n_claims // len(tables.named("claims")))
    for number in range(n_copies):
        for name in tables.names():
            if TABLES[name].room not in ("people", "any"):
                made.add(name, [_copy(row, ids, f"{number:x}") if number else row for row in tables.named(name)])
    return made


def _copy(row: Any, ids: set[str], tail: str) -> Any:
    values = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    return dataclasses.replace(row, **{
        name: _rename(value, ids, tail) for name, value in values.items() if isinstance(value, str | tuple) and name != "text"
    })


def _rename(value: Any, ids: set[str], tail: str) -> Any:
    if isinstance(value, str):
        return f"{value}{tail}" if value in ids else value
    return tuple(_rename(one, ids, tail) for one in value) if isinstance(value, tuple) else value


def _measure(tables: Tables, made: str, answers: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    size = len(FORMATS[made](tables))
    took = time.process_time() - started
    answers.put((size, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before))


def main() -> None:
    """Print a table for the case and the numbers of claims named on the command line."""
    folder, numbers = sys.argv[1], [int(word) for word in sys.argv[2:]] or [5000]
    with Case.open(folder) as case:
        small = case.tables()
    forked = multiprocessing.get_context("fork")  # the rows are there already, and need not be sent
    print("claims   format   MB     CPU s   MB of memory beside the rows")
    for number in numbers:
        tables = copy_rows(small, number)
        for made in FORMATS:
            answers = forked.Queue()
            process = forked.Process(target=_measure, args=(tables, made, answers))
            process.start()
            size, took, memory = answers.get(timeout=900)
            process.join()
            print(f"{len(tables.named('claims')):<8} {made:<8} {size / 1e6:<6.1f} {took:<7.1f} {memory / 1024:.0f}", flush=True)


if __name__ == "__main__":
    main()
