"""Parquet is read back by pyarrow, row for row, and its absence is told."""

from __future__ import annotations

import io
import sys
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.errors import ExtraMissing
from sayso.schema import TABLES, Tables, to_record
from sayso.tell.exports import tables_parquet
from tell.export_rows import ABOUT, CASES, make_hostile, write


def read(content: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(content))


def flatten(value: Any) -> Any:
    """Structs as the lists that they were."""
    if isinstance(value, dict):
        return [flatten(item) for item in value.values()]
    return [flatten(item) for item in value] if isinstance(value, list) else value


def mend(value: Any) -> Any:
    """What UTF-8 can't hold, as the export has it."""
    if isinstance(value, str):
        return value.replace("\ud800", "\ufffd")
    return [mend(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", CASES)
def test_every_row_comes_back(name: str) -> None:
    tables = CASES[name]()
    files = write(tables, "parquet")
    assert set(files) == {f"{table}.parquet" for table in TABLES}
    for table in TABLES:
        rows = read(files[f"{table}.parquet"]).to_pylist()
        found = [{key: flatten(value) for key, value in row.items()} for row in rows]
        wanted = [{key: mend(value) for key, value in to_record(row).items()} for row in tables.named(table)]
        assert sorted(found, key=repr) == sorted(wanted, key=repr)


def test_a_table_without_rows_keeps_its_types() -> None:
    empty, full = (write(tables, "parquet") for tables in (Tables(), make_hostile()))
    for name in TABLES:
        assert read(empty[f"{name}.parquet"]).schema.equals(read(full[f"{name}.parquet"]).schema, check_metadata=True)


def test_types_are_those_of_the_schema(case: Tables) -> None:
    files = write(case, "parquet")
    claims = read(files["claims.parquet"]).schema
    assert str(claims.field("spans").type) == "list<element: struct<start: int64 not null, end: int64 not null> not null>"
    assert claims.field("is_quote").type == pa.bool_()
    assert (claims.field("attribution_id").nullable, claims.field("id").nullable) == (True, False)
    assert claims.field("id").metadata[b"doc"] == b"hash of document, spans and chain"
    assert str(read(files["cells.parquet"]).schema.field("ratings").type).startswith("list<element: struct<item_1: string")
    assert str(read(files["tallies.parquet"]).schema.field("circles").type).startswith("list<element: list<element: string")
    told = claims.metadata
    assert (told[b"sayso"], told[b"question"], told[b"made_at"]) == (b"0.0.test", ABOUT.question.encode(), ABOUT.made_at.encode())


def test_large_tables_have_more_than_one_row_group(case: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_parquet, "GROUP_ROWS", 4)
    content = write(case, "parquet")["claims.parquet"]
    assert pq.ParquetFile(io.BytesIO(content)).num_row_groups == 3
    assert read(content).num_rows == 9


def test_a_long_text_closes_a_row_group(case: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_parquet, "GROUP_CHARS", 10)
    assert pq.ParquetFile(io.BytesIO(write(case, "parquet")["documents.parquet"])).num_row_groups == 5


def test_without_pyarrow_the_extra_is_named(case: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'sayso\[parquet\]'"):
        write(case, "parquet")
