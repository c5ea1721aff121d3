"""meta.csv: what a person wrote down of the files in a folder or an archive."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Mapping

from sayso.acquire.facts.dates import find_date

META_NAME = "meta.csv"
META_COLUMNS = ("title", "authors", "author", "publisher", "published", "origin", "url")
MOST_BYTES = 20_000_000  # some 100,000 rows
Meta = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class MetaFile:
    """What a meta.csv says of each file, by its name, and what is wrong with it: what, why."""

    rows: Mapping[str, Meta]
    remarks: tuple[tuple[str, str], ...] = ()


NO_META = MetaFile({})


def read_meta(data: bytes) -> MetaFile:
    """Read the bytes of a meta.csv; nothing wrong with it stops a run."""
    if len(data) > MOST_BYTES:
        return MetaFile({}, (("meta.csv not read", f"it is larger than {MOST_BYTES // 1_000_000} MB; part the folder"),))
    text = data.decode("utf-8-sig", errors="replace")
    try:
        told = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        return MetaFile({}, (("meta.csv not read", f"{error}; save it as plain CSV in UTF-8"),))
    rows: dict[str, Meta] = {}
    remarks: list[tuple[str, str]] = []
    for number, row in enumerate(told, start=2):
        values = {
            str(key).strip().lower(): value.strip() for key, value in row.items() if key and isinstance(value, str)
        }
        name = values.get("file", "")
        if not name:
            remarks.append((f"row {number} names no file", "give the file's name in a column called `file`"))
            continue
        if name in rows:
            remarks.append((f"row {number} names {name} again", "the last of its rows counts; take the others out"))
        day = values.get("published", "")
        if _is_given(day) and find_date(day) is None:
            remarks.append(
                (f"row {number} gives {name} a date that can't be read: {day[:60]}", "write it as 2020-01-31")
            )
        rows[name] = tuple(
            sorted((column, values[column]) for column in META_COLUMNS if _is_given(values.get(column, "")))
        )
    return MetaFile(rows, tuple(remarks))


def _is_given(value: str) -> bool:
    """Whether a value says anything: "(not in the data)", wholly in parentheses, does not."""
    return bool(value) and not (value.startswith("(") and value.endswith(")"))
