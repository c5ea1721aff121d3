"""CSV: one file a table, as RFC 4180 has it, with no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.schema import TABLES, Table, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import CHUNK_BYTES, sort_rows, to_encodable, to_json

VERSION = 1
BOM = "\ufeff"

# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection", with the full-width signs that Excel in
# Japanese and Chinese takes too), also behind white space and signs that nobody sees. A tab or line end in front is one.
# Apostrophes before one get another, so that taking one off is always right.
_FORMULA = re.compile("'*(?:[\\s\ufeff\u200b\x00-\x1f]*[=+\\-@＝＋－＠]|[\t\r\n])")
# RFC 4180 knows no control characters; some readers stop at NUL. White space stays.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def export_csv(tables: Tables, about: About, *, bom: bool = False, lossless: bool = False) -> Files:
    """Give each table as CSV: `documents.csv` and so on, with `columns.csv` and `about.json` beside them.

    A list is a cell of JSON, a truth value `true` or `false`, a null an empty cell. Rows stand in the order of their key.

    Args:
        tables: every table of the case.
        about: goes into about.json.
        bom: begin each file with a byte order mark, without which Excel takes UTF-8 for something else.
        lossless: leave cells as they are. Otherwise one that a spreadsheet would take for a formula gets an apostrophe
            in front, and a control character becomes U+FFFD. Files written so are for programs, not for spreadsheets.
    """
    told = {
        "format": "sayso-csv", "version": VERSION, "sayso": about.version, "question": about.question,
        "made_at": about.made_at, "bom": bom, "lossless": lossless,
    }
    files: Files = {"about.json": iter([to_encodable(to_json(told) + "\n").encode("utf8")])}
    columns = ([table.name, column.name, _name_type(column.type), column.is_nullable, column.doc]
               for table in TABLES.values() for column in table.columns)
    heads = ["table", "column", "type", "is_nullable", "means"]
    files["columns.csv"] = _write_lines(heads, columns, bom=bom, lossless=lossless)
    for table in TABLES.values():
        files[f"{table.name}.csv"] = _write_table(tables, table, bom=bom, lossless=lossless)
    return files


def _write_table(tables: Tables, table: Table, *, bom: bool, lossless: bool) -> Iterator[bytes]:
    names = [column.name for column in table.columns]
    rows = ([getattr(row, name) for name in names] for row in sort_rows(tables, table))
    yield from _write_lines(names, rows, bom=bom, lossless=lossless)


def _write_lines(
    heads: list[str], rows: Iterable[Iterable[Any]], *, bom: bool, lossless: bool
) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if bom:
        out.write(BOM)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_to_cell(value, lossless=lossless) for value in row])
        if out.tell() >= CHUNK_BYTES:
            yield out.getvalue().encode("utf8")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf8")


def _to_cell(value: Any, *, lossless: bool) -> Any:
    """Give a value as a cell. Numbers are no text: a negative one stays a number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    text = to_encodable(value)
    if lossless:
        return text
    text = _CONTROLS.sub("\ufffd", text)
    return f"'{text}" if _FORMULA.match(text) else text


def _name_type(type_: Any) -> str:
    return type_.__name__ if isinstance(type_, type) else str(type_).replace("typing.", "")
