"""meta.csv: what a person wrote down of the files in a folder or an archive."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.acquire.containers.dialects import find_dialect
from sayso.acquire.facts.dates import find_date
from sayso.acquire.media import Unreadable, decode_text

META_NAME = "meta.csv"
META_COLUMNS = ("title", "authors", "author", "publisher", "published", "origin", "url")
MOST_BYTES = 20_000_000  # some 100,000 rows
_SAMPLE_CHARS = 256_000  # by which the sign that parts its values is told; the rows of the pile at hand take 200 each
_MOST_SHOWN = 3  # rows shown of those with one fault
Meta = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MetaFile:
    """What a meta.csv says of each file, by its name, and what is wrong with it: what, why."""

    rows: Mapping[str, Meta]
    remarks: tuple[tuple[str, str], ...] = ()


NO_META = MetaFile({})


def read_meta(data: bytes) -> MetaFile:
    """Read the bytes of a meta.csv in any encoding and parted by commas, semicolons, tabs or bars, as Excel saves it.

    Nothing wrong with it stops a run; what is wrong with many of its rows is told once.
    """
    if len(data) > MOST_BYTES:
        return _refuse(f"it is larger than {MOST_BYTES // 1_000_000} MB; part the folder")
    if not data.strip():
        return _refuse("it is empty; give it a first row of column names, one of them `file`, or take it out")
    try:
        text, guess = decode_text(data)
    except Unreadable as error:
        return _refuse(f"{error.what}; save it as plain CSV in UTF-8")
    remarks = [("its encoding is guessed", guess)] if guess else []
    lines = list(io.StringIO(text, newline=""))  # `splitlines` would break rows at signs that are no ends of lines to CSV
    dialect = find_dialect(text[:_SAMPLE_CHARS], is_whole=len(text) <= _SAMPLE_CHARS)
    try:
        told = [row for row in dialect.read(lines[dialect.n_skipped :]) if row]
    except csv.Error as error:
        return _refuse(f"{error}; save it as plain CSV in UTF-8")
    names = [name.strip().lower() for name in told[0]] if told else []
    if "file" not in names:
        shown = ", ".join(name[:30] for name in names[:6])
        return _refuse(f"its first row names no column `file` (it has: {shown}); give each file's name in a column called `file`")
    rows, faults = _read_rows(names, told[1:], first=dialect.n_skipped + 2)
    return MetaFile(rows, (*remarks, *faults.tell()))


def _refuse(why: str) -> MetaFile:
    return MetaFile({}, (("meta.csv not read", why),))


class _Faults:
    """What is wrong with rows, each kind of fault told once with the first rows that have it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}

    def add(self, where: str, what: str, why: str) -> None:
        """Note a row's fault; `where` is what is told of that row, `what` and `why` are the same for all rows that have it."""
        self._found.setdefault((what, why), []).append(where)

    def tell(self) -> Iterator[tuple[str, str]]:
        """Give each fault: what, why."""
        for (what, why), places in self._found.items():
            shown = "; ".join(what.replace("ROW", place) for place in places[:_MOST_SHOWN])
            n = len(places) - _MOST_SHOWN
            yield (f"{shown}; and so {n} more rows" if n > 0 else shown), why


def _read_rows(names: Sequence[str], told: Iterable[Sequence[str]], *, first: int) -> tuple[dict[str, Meta], _Faults]:
    rows: dict[str, Meta] = {}
    faults = _Faults()
    for number, row in enumerate(told, start=first):
        values = {name: value.strip() for name, value in zip(names, row, strict=False) if name}
        name = values.get("file", "")
        if not any(cell.strip() for cell in row):
            continue
        if not name:
            faults.add(f"row {number}", "ROW names no file", "give the file's name in a column called `file`")
            continue
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            why = "put a value that holds the parting sign in double quotes"
            faults.add(f"row {number}", "ROW has more values than there are columns", why)
        if name in rows:
            why = "the last of its rows counts; take the others out"
            faults.add(f"row {number} names {name[:60]}", "ROW again", why)
        day = values.get("published", "")
        if _is_given(day) and find_date(day) is None:
            where = f"row {number} gives {name[:60]} a date that can't be read: {day[:60]}"
            faults.add(where, "ROW", "write it as 2020-01-31")
        rows[name] = tuple(
            sorted((column, values[column]) for column in META_COLUMNS if _is_given(values.get(column, "")))
        )
    return rows, faults


def _is_given(value: str) -> bool:
    """Whether a value says anything: "(not in the data)", wholly in parentheses, does not."""
    return bool(value) and not (value.startswith("(") and value.endswith(")"))
