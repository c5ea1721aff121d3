"""Parquet: one file a table, columns typed as they are declared, what they mean written beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args, get_origin

from sayso.errors import ExtraMissing
from sayso.schema import TABLES, Table, Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import sort_rows, to_encodable

if TYPE_CHECKING:
    import pyarrow

VERSION = 1
GROUP_ROWS = 5_000  # rows of a row group; with 20,000 files of 50,000 claims were 4 % smaller and took 9 MB more memory
GROUP_CHARS = 16_000_000  # and no more text than this, since a document's row may hold a book


def export_parquet(tables: Tables, about: About) -> Files:
    """Give each table as Parquet: `documents.parquet` and so on.

    Spans are lists of structs (start, end), other lists are lists; columns that can't be null are declared so. What
    tables and columns mean stands in the metadata, under `doc`.

    Args:
        tables: every table of the case.
        about: goes into the metadata of each file.
    Raises:
        ExtraMissing: pyarrow isn't installed.
    """
    pa = load_pyarrow()
    return {
        f"{table.name}.parquet": _write_table(tables, table, make_schema(pa, table, about)) for table in TABLES.values()
    }


def load_pyarrow() -> Any:
    """Give the module pyarrow.

    Raises:
        ExtraMissing: it isn't installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise ExtraMissing(
            "Parquet files are written by pyarrow, which isn't installed", got=[str(error)],
            fix="pip install 'sayso[parquet]'",
        ) from error
    return pa


def make_schema(pa: Any, table: Table, about: About) -> pyarrow.Schema:
    """Give a table's Arrow schema, made from how it is declared; `pa` is the module pyarrow."""
    fields = [
        pa.field(column.name, _to_arrow(pa, column.type), nullable=column.is_nullable, metadata={"doc": column.doc})
        for column in table.columns
    ]
    told = {
        "format": "sayso-parquet", "version": str(VERSION), "sayso": about.version,
        "question": to_encodable(about.question), "made_at": about.made_at, "table": table.name, "doc": table.doc,
        "key": ",".join(table.key),
    }
    return pa.schema(fields, metadata=told)


def _to_arrow(pa: Any, type_: Any) -> Any:
    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if get_origin(type_) is not tuple:
        return plain[type_]
    inner = get_args(type_)
    if inner[-1] is Ellipsis:
        return pa.list_(pa.field("element", _to_arrow(pa, inner[0]), nullable=False))
    names = _name_members(inner)
    return pa.struct([
        pa.field(name, _to_arrow(pa, one), nullable=False) for name, one in zip(names, inner, strict=True)
    ])


def _name_members(types: tuple[Any, ...]) -> list[str]:
    """Names of a fixed tuple's members: a pair of whole numbers is a span everywhere in the schema."""
    return ["start", "end"] if types == (int, int) else [f"item_{i}" for i in range(1, len(types) + 1)]


class _Sink:
    """A file that keeps what was written only until it is taken out."""

    closed = False

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._held.append(piece)
        self._size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def take(self) -> bytes:
        held, self._held = self._held, []
        return b"".join(held)


def _write_table(tables: Tables, table: Table, schema: Any) -> Iterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    sink = _Sink()
    # PyArrow's own version stands in the file, its clock doesn't: the same rows give the same bytes.
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for rows in _cut_rows(sort_rows(tables, table), table):
            columns = [
                pa.array([_to_value(getattr(row, field.name), field.type) for row in rows], type=field.type)
                for field in schema
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            yield sink.take()
    yield sink.take()


def _cut_rows(rows: list[Any], table: Table) -> Iterator[list[Any]]:
    """Rows for one row group after the other; a file without rows has no group."""
    texts = [column.name for column in table.columns if column.type is str]
    held: list[Any] = []
    size = 0
    for row in rows:
        held.append(row)
        size += sum(len(getattr(row, name) or "") for name in texts)
        if len(held) >= GROUP_ROWS or size >= GROUP_CHARS:
            yield held
            held, size = [], 0
    if held:
        yield held


def _to_value(value: Any, type_: Any) -> Any:
    """Give a value as Arrow takes it: a fixed tuple is a struct by name, text is what UTF-8 can hold."""
    if isinstance(value, str):
        return to_encodable(value)
    if not isinstance(value, tuple):
        return value
    if hasattr(type_, "value_type"):
        return [_to_value(item, type_.value_type) for item in value]
    return {type_[i].name: _to_value(item, type_[i].type) for i, item in enumerate(value)}
