"""Rows in their order, text as bytes, files in chunks: what every format needs and no format is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, TypeVar

from sayso.schema import Table, Tables

CHUNK_BYTES = 1 << 18  # 256 KiB: larger chunks made no format faster on 50,000 claims

_SURROGATES = re.compile("[\ud800-\udfff]")

Item = TypeVar("Item")


def sort_rows(tables: Tables, table: Table) -> list[Any]:
    """Give the rows of a table in the order of its key, so that the order in which they were written doesn't tell."""
    return sorted(tables.named(table.name), key=attrgetter(*table.key))


def to_encodable(text: str) -> str:
    """Give a text that UTF-8 can hold: half a surrogate pair becomes U+FFFD, one for one, so that offsets hold."""
    return _SURROGATES.sub("\ufffd", text) if not text.isascii() else text


def join_chunks(texts: Iterable[str]) -> Iterator[bytes]:
    """Put short texts together into chunks of UTF-8 of about `CHUNK_BYTES`."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= CHUNK_BYTES:
            yield to_encodable("".join(held)).encode("utf8")
            held, size = [], 0
    if held:
        yield to_encodable("".join(held)).encode("utf8")


def to_json(value: Any) -> str:
    """Give a value as JSON on one line, not escaped to ASCII, floats as Python prints them."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Line and paragraph separators are line ends to some readers.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def list_json(items: Iterable[Any]) -> Iterator[str]:
    """Give the members of a JSON array, one a line, without its brackets."""
    for i, item in enumerate(items):
        yield (",\n" if i else "") + to_json(item)
