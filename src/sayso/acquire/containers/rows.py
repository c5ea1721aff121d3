"""Tables of texts: CSV, TSV and JSON, each row a document, with what its other columns say of it."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from sayso.acquire.containers.columns import Columns, is_address, is_html, is_known, pick_columns, to_meta
from sayso.acquire.containers.dialects import find_dialect, is_header
from sayso.acquire.containers.membernames import LedOut, clean_name
from sayso.acquire.containers.records import BadRecord, flatten, read_lines, read_values
from sayso.acquire.media import MAX_CHARS, Unreadable, find_encoding
from sayso.acquire.members import Member, Passed

_SAMPLE_BYTES = 256_000  # by which encoding and dialect are told
_SAMPLE_ROWS = 300  # by which the columns are chosen
_SAMPLE_CHARS = 8_000_000  # of those rows, at most
_MOST_LINE = 2 * MAX_CHARS  # characters of a line; a longer one is cut there
_MOST_COLUMNS = 2000
_MOST_TOLD = 20  # records that can't be read and have a row each; more are counted
_LONGEST_ID = 60
Row = tuple[int, Mapping[str, str]]
"""A row's number and its values by column."""


def unpack_csv(path: Path) -> Iterator[Member | Passed]:
    """Give the rows of a table as documents; its column of texts is chosen by its name, else by its length.

    Raises:
        Unreadable: it is no table of texts.
    """
    sample = _read_sample(path)
    encoding, remark = find_encoding(sample)
    if remark:
        yield Passed("", "its encoding is guessed", remark, is_lost=False)
    before = csv.field_size_limit(MAX_CHARS)  # for the process: what is longer is no document that sayso reads
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            text = sample.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
            yield from _unpack(_read_table(file, text, is_whole=len(sample) < _SAMPLE_BYTES))
    finally:
        csv.field_size_limit(before)


def unpack_jsonl(path: Path) -> Iterator[Member | Passed]:
    """Give the records of JSON as documents: one a line, an array, or one such list inside a record.

    Raises:
        Unreadable: they hold no texts.
    """
    sample = _read_sample(path)
    encoding, remark = find_encoding(sample)
    if remark:
        yield Passed("", "its encoding is guessed", remark, is_lost=False)
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        yield from _unpack(_read_records(file, sample.decode(encoding, "replace")))


def _unpack(rows: Iterator[Row | Passed]) -> Iterator[Member | Passed]:
    held = _take_sample(rows)
    sample = [values for got in held if not isinstance(got, Passed) for values in (got[1],)]
    names = list(dict.fromkeys(itertools.chain.from_iterable(sample)))
    columns = pick_columns(names, sample)
    if columns is None:
        yield from (got for got in held if isinstance(got, Passed))
        raise _tell_no_texts(names, sample)
    n_given = n_empty = 0
    for got in itertools.chain(held, rows):
        if isinstance(got, Passed):
            yield got
            continue
        number, values = got
        member = _to_member(number, values, columns)
        if member is None:
            n_empty += 1
        else:
            n_given += 1
            yield member
    shown = ", else ".join(f"`{name}`" for name in columns.text[:3])
    why = "its name says so" if columns.is_named else "no column has a name that says so, and this one's values are the longest"
    why = f"{why}; rename another to `text` to have that one read"
    yield Passed("", f"{shown} taken for the text of {n_given} rows", why, is_lost=False)
    if n_empty:
        yield Passed("", f"{n_empty} rows have no text", "nothing stands in that column", is_lost=False)


def _take_sample(rows: Iterator[Row | Passed]) -> list[Row | Passed]:
    held: list[Row | Passed] = []
    n_chars = 0
    for got in rows:
        held.append(got)
        n_chars += sum(map(len, got[1].values())) if not isinstance(got, Passed) else 0
        if len(held) >= _SAMPLE_ROWS or n_chars > _SAMPLE_CHARS:
            break
    return held


def _tell_no_texts(names: Iterable[str], sample: list[Mapping[str, str]]) -> Unreadable:
    for name in names:
        values = [row.get(name, "") for row in sample if row.get(name, "").strip()]
        if len(values) > 1 and sum(map(is_address, values)) > 0.8 * len(values):
            return Unreadable(
                f"a list of addresses (column `{name}`), not of texts", "give --fetch to have the pages fetched and read"
            )
    what = "no column of texts in it" if sample else "no rows in it"
    return Unreadable(what, "it is taken for a table of numbers or names; call the column of texts `text` if there is one")


def _to_member(number: int, values: Mapping[str, str], columns: Columns) -> Member | None:
    text = next((text for name in columns.text if (text := values.get(name, "")).strip()), "")
    if not text:
        return None
    name = f"row-{number:04d}{_to_tail(values.get(columns.meta.get('id', ''), ''))}{'.html' if is_html(text) else '.txt'}"
    data = text.replace("\0", "").encode("utf-8", "replace")
    return Member(name, (data,), to_meta(values, columns.meta), how="row")


def _to_tail(given: str) -> str:
    """What a row's own id adds to its name."""
    plain = given.strip()[:_LONGEST_ID]
    if not plain or is_address(plain):
        return ""
    try:
        return "-" + clean_name(plain.replace("/", "_").replace("\\", "_"))
    except LedOut:
        return ""


# ---------------------------------------------------------------- CSV


def _read_table(file: TextIO, sample: str, *, is_whole: bool) -> Iterator[Row | Passed]:
    dialect = find_dialect(sample, is_whole=is_whole)
    lines = _read_lines(file)
    for _ in range(dialect.n_skipped):
        next(lines, None)
    rows = _read_rows(iter(dialect.read(lines)))
    first = next((row for row in rows if isinstance(row, Passed) or any(cell.strip() for cell in row)), None)
    if first is None or isinstance(first, Passed):
        return
    has_header = is_header(first, filter(is_known, first))
    names = _to_names(first if has_header else [f"column {i + 1}" for i in range(len(first))])
    if not has_header:
        yield Passed("", "the first row names no columns", "it is read as a row like the others; put names above it", is_lost=False)
        rows = itertools.chain([first], rows)
    n_odd, number = 0, 0
    shown: list[str] = []
    for row in rows:
        if isinstance(row, Passed):
            yield row
            continue
        if not any(row):
            continue
        number += 1
        if len(row) > len(names):  # most often a text with a bare comma in it, which is put together again at the end
            n_odd += 1
            shown += [str(number)] if len(shown) < 3 else []
            row[len(names) - 1 :] = [dialect.delimiter.join(row[len(names) - 1 :])]
        yield number, dict(zip(names, row, strict=False))
    if n_odd:
        why = f"rows {', '.join(shown)}{' ...' if n_odd > 3 else ''}: what is over stands with the last column; mend the quotes"
        yield Passed("", f"{n_odd} rows have more cells than the table has columns", why)


def _read_rows(rows: Iterator[list[str]]) -> Iterator[list[str] | Passed]:
    """Give rows; one that can't be read costs itself only."""
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Passed(f"row-{number:04d}", f"a row that can't be read: {error}", "a quote may not be closed; mend it")
            continue
        if row is None:
            return
        yield row


def _read_lines(file: TextIO) -> Iterator[str]:
    """Give lines, cut where they are longer than any document; without zero characters."""
    while line := file.readline(_MOST_LINE):
        yield line.replace("\0", "")


def _to_names(row: list[str]) -> list[str]:
    """Name the columns, each another."""
    names: list[str] = []
    for number, cell in enumerate(row[:_MOST_COLUMNS], start=1):
        name = " ".join(cell.split())[:100] or f"column {number}"
        names.append(f"{name} ({number})" if name in names else name)
    return names


# ---------------------------------------------------------------- JSON


def _read_records(file: TextIO, sample: str) -> Iterator[Row | Passed]:
    values: Iterator[tuple[int, Any] | BadRecord] = read_lines(file) if _is_by_line(sample) else read_values(file)
    number = n_bad = n_other = 0
    for got in _open_single(values):
        if isinstance(got, BadRecord):
            n_bad += 1
            if n_bad <= _MOST_TOLD:
                yield Passed(f"line {got.line}", f"a record that can't be read: {got.why}", "mend it; the others are read")
            continue
        number += 1
        row = flatten(got[1])
        if row or isinstance(got[1], Mapping):
            yield number, row
        else:
            n_other += 1
    if n_bad > _MOST_TOLD:
        yield Passed("", f"{n_bad - _MOST_TOLD} more records that can't be read", "they are no JSON; the others are read")
    if n_other:
        yield Passed("", f"{n_other} values that are no records", "numbers and lists hold no text with a name", is_lost=False)


def _is_by_line(sample: str) -> bool:
    """Whether each line is a record of its own: the first is one, or, where that is spoilt, most of those after it."""
    lines = [line.strip(" \t\r\ufeff,") for line in sample.splitlines()[:50] if line.strip(" \t\r\ufeff,")]
    if not lines or not lines[0].startswith("{"):
        return False
    if len(lines) == 1:
        return len(sample) >= _SAMPLE_BYTES // 4 or _is_record(lines[0])  # a record longer than the sample, or all there is
    return _is_record(lines[0]) or sum(map(_is_record, lines[1:])) > 0.5 * len(lines[1:])


def _is_record(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _open_single(values: Iterator[tuple[int, Any] | BadRecord]) -> Iterator[tuple[int, Any] | BadRecord]:
    """Where all there is is one record with a list of records in it, such as `{"articles": [...]}`, give those."""
    first, second = next(values, None), next(values, None)
    if second is None and first is not None and not isinstance(first, BadRecord) and isinstance(first[1], Mapping):
        lists = [value for value in first[1].values() if isinstance(value, list) and any(isinstance(one, Mapping) for one in value)]
        longest = max(lists, key=len, default=None)
        if longest is not None and not _holds_text(first[1]):
            yield from ((first[0], one) for one in longest)
            return
    yield from (got for got in (first, second) if got is not None)
    yield from values


def _holds_text(record: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str) and len(value) > 200 for value in record.values())


def _read_sample(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE_BYTES)
