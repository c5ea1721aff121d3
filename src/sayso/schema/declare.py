"""How a table is declared: once, as a frozen dataclass whose columns carry their own docs."""

from __future__ import annotations

import dataclasses
import hashlib
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, dataclass_transform, get_args, get_origin, get_type_hints

from sayso.errors import TableNotDeclared

Span = tuple[int, int]
Spans = tuple[Span, ...]
Row = TypeVar("Row")


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the Python type of its values, whether it may be null, and what it means."""

    name: str
    type: Any
    is_nullable: bool
    doc: str

    @property
    def is_list(self) -> bool:
        """Whether values are tuples, kept as JSON arrays outside Python."""
        return get_origin(self.type) is tuple


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, the row class, its key columns, the room that writes it, its columns."""

    name: str
    row: type[Any]
    key: tuple[str, ...]
    room: str
    columns: tuple[Column, ...]

    @property
    def doc(self) -> str:
        """What a row is, from the row class's docstring."""
        return (self.row.__doc__ or "").strip()


TABLES: dict[str, Table] = {}
"""Every table, by name, in the order of the flow."""


@dataclass_transform(frozen_default=True)
def table(name: str, *, key: tuple[str, ...], room: str) -> Callable[[type[Row]], type[Row]]:
    """Declare a row class as table `name`; columns are `Annotated[type, "what it means"]`."""

    def declare(cls: type[Row]) -> type[Row]:
        row = dataclasses.dataclass(frozen=True, slots=True)(cls)
        TABLES[name] = Table(name, row, key, room, tuple(_find_columns(row)))
        return row

    return declare


def _find_columns(row: type[Any]) -> Iterator[Column]:
    for name, hint in get_type_hints(row, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{row.__name__}.{name} has no doc: write Annotated[type, 'what it means']")
        type_, doc = get_args(hint)[:2]
        is_nullable = get_origin(type_) in (Union, types.UnionType) and type(None) in get_args(type_)
        if is_nullable:
            type_ = next(arg for arg in get_args(type_) if arg is not type(None))
        yield Column(name, type_, is_nullable, doc)


def make_id(prefix: str, *parts: object) -> str:
    """Make an id from content: the same parts give the same id on every run and machine."""
    told = "\x1f".join(repr(part) for part in parts)
    return f"{prefix}{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:14]}"


def to_record(row: Any) -> dict[str, Any]:
    """Give a row as plain JSON values: tuples become lists, nothing else changes."""
    return {f.name: _to_plain(getattr(row, f.name)) for f in dataclasses.fields(row)}


def from_record(row: type[Row], record: Mapping[str, Any]) -> Row:
    """Give back the row that `to_record` took apart."""
    return row(**{name: _to_tuples(value) for name, value in record.items()})


def from_values(table: Table, values: Iterable[list[Any]]) -> Iterator[Any]:
    """Give rows back from their plain values in the order of the table's columns; the lists given are changed.

    The same as `from_record`, which takes twice as long: a large case has a million rows.
    """
    lists = [place for place, column in enumerate(table.columns) if column.is_list]
    row = table.row
    for some in values:
        for place in lists:
            if some[place] is not None:
                some[place] = _to_tuples(some[place]) if some[place] else ()
        yield row(*some)


def _to_plain(value: Any) -> Any:
    return [_to_plain(item) for item in value] if isinstance(value, tuple) else value


def _to_tuples(value: Any) -> Any:
    return tuple(_to_tuples(item) for item in value) if isinstance(value, list) else value


class Tables:
    """Rows by table name: what stages read from and write to.

    Only declared tables exist; asking for another is a bug, said at once.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, Iterable[Any]] | None = None) -> None:
        self._rows: dict[str, list[Any]] = {}
        for name, some in (rows or {}).items():
            self.add(name, some)

    def add(self, name: str, rows: Iterable[Any]) -> None:
        """Append rows to table `name`."""
        self._check(name)
        self._rows.setdefault(name, []).extend(rows)

    def take(self, row: type[Row]) -> list[Row]:
        """Give the rows of the table that `row` declares; empty when there are none."""
        return self._rows.get(name_of(row), [])

    def named(self, name: str) -> list[Any]:
        """Give the rows of table `name`; empty when there are none."""
        self._check(name)
        return self._rows.get(name, [])

    def names(self) -> list[str]:
        """Names of the tables that hold rows."""
        return [name for name, rows in self._rows.items() if rows]

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {len(rows)}' for name, rows in self._rows.items())})"

    @staticmethod
    def _check(name: str) -> None:
        if name not in TABLES:
            raise TableNotDeclared(f"no table is called {name!r}", got=sorted(TABLES))


def name_of(row: type[Any]) -> str:
    """Name of the table whose rows are of class `row`."""
    return next(table.name for table in TABLES.values() if table.row is row)
