"""CSV is read back by two readers, and a spreadsheet finds no formula in it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator

import pyarrow.csv
import pytest

from sayso.schema import TABLES, Claim, Document, Source, Tables, to_record
from tell.export_rows import CASES, NAMES, TEXT, make_hostile, write


@pytest.fixture(autouse=True)
def _long_fields() -> Iterator[None]:
    """Python's reader refuses fields of more than 128 KiB unless it is told otherwise."""
    before = csv.field_size_limit(1 << 24)
    yield
    csv.field_size_limit(before)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf8"), newline=""), strict=True))


def test_a_file_a_table_with_its_columns(case: Tables) -> None:
    files = write(case, "csv")
    assert set(files) == {"about.json", "columns.csv", *(f"{name}.csv" for name in TABLES)}
    for table in TABLES.values():
        head = next(csv.reader(io.StringIO(files[f"{table.name}.csv"].decode("utf8"), newline="")))
        assert head == [column.name for column in table.columns]
        assert len(read(files[f"{table.name}.csv"])) == len(case.named(table.name))
    assert len(read(files["columns.csv"])) == sum(len(table.columns) for table in TABLES.values())


def test_lossless_gives_every_value_back() -> None:
    tables = make_hostile()
    files = write(tables, "csv", lossless=True)
    wanted = sorted((to_record(row) for row in tables.take(Claim)), key=lambda row: row["id"])
    for row, record in zip(read(files["claims.csv"]), wanted, strict=True):
        assert json.loads(row["spans"]) == record["spans"]
        assert row["is_quote"] == str(record["is_quote"]).lower()
        assert row["attribution_id"] == (record["attribution_id"] or "")
        assert row["text"] == record["text"].replace("\ud800", "\ufffd")
    names = [row["name"] for row in read(files["sources.csv"]) if row["id"].startswith("s-bad")]
    assert names == [name.replace("\ud800", "\ufffd") for name in NAMES]


@pytest.mark.parametrize("name", CASES)
def test_every_table_is_read_back(name: str) -> None:
    tables = CASES[name]()
    files = write(tables, "csv", lossless=True)
    for table in TABLES.values():
        found = read(files[f"{table.name}.csv"])
        wanted = sorted(([to_text(value) for value in to_record(row).values()] for row in tables.named(table.name)), key=repr)
        assert sorted((list(row.values()) for row in found), key=repr) == wanted


def to_text(value: object) -> str:
    """A value as a cell has it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False).replace("\ud800", "\ufffd")
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value).replace("\ud800", "\ufffd")


def test_another_library_reads_the_same() -> None:
    tables = make_hostile()
    content = write(tables, "csv")["sources.csv"]
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    reading = pyarrow.csv.ReadOptions(block_size=1 << 24)  # a row may be two megabytes long
    found = pyarrow.csv.read_csv(io.BytesIO(content), parse_options=options, read_options=reading).to_pylist()
    assert [row["name"] for row in found] == [row["name"] for row in read(content)]
    assert len(found) == len(tables.take(Source))


def test_no_cell_begins_a_formula() -> None:
    files = write(make_hostile(), "csv")
    cells = [cell for name, content in files.items() if name.endswith(".csv") for row in read(content) for cell in row.values()]
    assert [cell for cell in cells if re.match(r"\s*[=+@＝]|\s*-\D|[\t\r\n]", cell)] == []
    defended = {row["name"] for row in read(files["sources.csv"]) if row["name"].startswith("'")}
    assert defended == {f"'{name}" for name in NAMES[:8]}


@pytest.mark.parametrize("text", [*NAMES[:8], "'=1", "''+1", "'quoted' = not", "plain", "' =1"])
def test_taking_one_apostrophe_off_gives_the_text_back(case: Tables, text: str) -> None:
    case.add("sources", [dataclasses.replace(case.take(Source)[0], id="odd", name=text)])
    cell = {row["id"]: row["name"] for row in read(write(case, "csv")["sources.csv"])}["odd"]
    is_defended = re.match(r"'+\s*[=+@＝-]|'+[\t\r\n]", cell)
    assert (cell[1:] if is_defended else cell) == text


def test_a_negative_number_stays_a_number(case: Tables) -> None:
    case.add("documents", [dataclasses.replace(case.take(Document)[0], id="neg", n_bytes=-5)])
    found = {row["id"]: row["n_bytes"] for row in read(write(case, "csv")["documents.csv"])}
    assert found["neg"] == "-5"


def test_offsets_hold_though_controls_are_replaced() -> None:
    found = {row["id"]: row["text"] for row in read(write(make_hostile(), "csv")["documents.csv"])}["bad"]
    assert len(found) == len(TEXT)
    assert found == TEXT.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


@pytest.mark.parametrize(("bom", "start"), [(True, b"\xef\xbb\xbf"), (False, b"id,")])
def test_a_byte_order_mark_if_wanted(case: Tables, bom: bool, start: bytes) -> None:
    files = write(case, "csv", bom=bom)
    assert files["claims.csv"].startswith(start)
    assert json.loads(files["about.json"])["bom"] is bom


def test_lines_end_as_the_standard_has_them(case: Tables) -> None:
    content = write(case, "csv")["groups.csv"]
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + 5
