"""Rows of a case as flat dicts, for frames of pandas and polars: lists with names resolved, and every table as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, SupportsIndex, overload

from sayso.errors import UnknownName
from sayso.schema import TABLES, Dispute, Tables

if TYPE_CHECKING:
    from sayso.tell import Listed

Side = Literal["affirmed", "negated"]
SIDES: tuple[Side, ...] = ("affirmed", "negated")


class Rows(list[dict[str, Any]]):
    """Rows as a list of dicts, which pandas and polars make a frame of; shows itself as a table."""

    @overload
    def __getitem__(self, at: SupportsIndex) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: SupportsIndex | slice) -> dict[str, Any] | Rows:
        return Rows(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    def _repr_html_(self) -> str:
        from sayso.tell import show_listing, to_listing  # noqa: PLC0415

        return show_listing(to_listing(self, none="No rows."))

    def __repr__(self) -> str:
        names = ", ".join(self[0]) if self else "none"
        return f"{len(self):,} rows; columns: {names}"


def list_sides(tables: Tables) -> Rows:
    """A row for each side of each group, the most told group first."""
    from sayso.tell import describe_groups  # noqa: PLC0415

    disputed = {id_ for row in tables.take(Dispute) for id_ in (row.group_id, row.other_group_id) if id_}
    return Rows(
        {"group_id": row["id"], "text": row["text"], "side": side, "is_disputed": row["id"] in disputed}
        | {name: row[side][name] for name in ("is_against", "verdict", "tellings", "lines", "lines_possible", "cut")}
        | {"n_claims": len(row[side]["claims"])}
        for row in describe_groups(tables) for side in SIDES if row[side]
    )


def list_rows(tables: Tables, what: str) -> Rows:
    """Give rows as flat dicts: of a list with names resolved, else of a table as it stands.

    Raises:
        UnknownName: there is no such list or table.
    """
    if what in _LISTS:
        return Rows(_LISTS[what](tables))
    if what not in TABLES:
        raise UnknownName(
            "there are no rows of that name", got=[what], fix=f"one of {', '.join(sorted({*_LISTS, *TABLES}))}"
        )
    return Rows(dataclasses.asdict(row) for row in tables.named(what))


def _list_by(name: str, **joined: str) -> Callable[[Tables], Iterator[Listed]]:
    """A list of `sayso.tell`, with some columns under another name or with texts joined."""

    def rows(tables: Tables) -> Iterator[Listed]:
        from sayso import tell  # noqa: PLC0415

        for row in getattr(tell, name)(tables):
            yield row | {column: by.join(row[column]) for column, by in joined.items()}

    return rows


def _list_disputes(tables: Tables) -> Iterator[Listed]:
    from sayso.tell import describe_disputes  # noqa: PLC0415

    for row in describe_disputes(tables):
        other = row["other"] or {"id": None, "text": None}
        yield {
            "id": row["id"], "kind": row["kind"], "group_id": row["group"]["id"], "text": row["group"]["text"],
            "other_group_id": other["id"], "other_text": other["text"], "score": row["score"], "why": row["why"],
        }


_LISTS: dict[str, Callable[[Tables], Any]] = {
    "actors": _list_by("describe_actors"), "cells": _list_by("describe_weighing"),
    "claims": _list_by("describe_claims", chain=" > "), "disputes": _list_disputes,
    "documents": _list_by("describe_documents"), "drifts": _list_by("describe_drifts"), "groups": list_sides,
    "hypotheses": _list_by("describe_hypotheses"), "leads": _list_by("describe_leads"),
    "problems": _list_by("describe_problems"), "rulings": _list_by("describe_rulings"),
    "silences": _list_by("describe_silences"), "sources": _list_by("describe_sources"),
}
"""Lists with names resolved, by the name that `Case.rows` knows them by."""
