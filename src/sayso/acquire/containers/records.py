"""Records of JSON: one a line, in an array, or one behind the other; damage costs the record that it is in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

MOST_CHARS = 20_000_000  # of one record; past the length of any document that is read
_GAP = re.compile(r"[ \t\r\n,\ufeff\0]*")
_CHUNK = 1 << 16
_DEEPEST, _MOST_KEYS = 4, 200  # of a record that are looked at


class BadRecord(Exception):
    """A record that can't be read: why, and the line."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


def read_lines(file: TextIO) -> Iterator[tuple[int, Any] | BadRecord]:
    """Give the records of a file that has one on each line, and the line's number."""
    number = 0
    while line := file.readline(MOST_CHARS):
        number += 1
        if len(line) == MOST_CHARS and not line.endswith("\n"):
            while (rest := file.readline(MOST_CHARS)) and not rest.endswith("\n"):
                pass
            yield BadRecord(number, f"longer than {MOST_CHARS // 1_000_000} million characters")
            continue
        text = line.strip(" \t\r\n\ufeff\0")
        if text:
            try:
                yield number, json.loads(text.rstrip(","))
            except (ValueError, RecursionError) as error:
                yield BadRecord(number, _show(error))


def read_values(file: TextIO) -> Iterator[tuple[int, Any] | BadRecord]:
    """Give the elements of an array, or values that stand behind one another, however they are laid out over lines."""
    decoder = json.JSONDecoder()
    held, line = file.read(_CHUNK), 1
    at = _skip(held, 0)
    is_array, is_over, n_wanted = held.startswith("[", at), False, _CHUNK
    line += held.count("\n", 0, at)
    at += is_array
    while True:
        start, at = at, _skip(held, at)
        line += held.count("\n", start, at)
        if is_array and held.startswith("]", at):
            return
        why = "the array is not closed" if is_array else ""
        if at < len(held):
            try:
                value, end = decoder.raw_decode(held, at)
            except (ValueError, RecursionError) as error:
                why = _show(error)
            else:
                if end < len(held) or is_over:  # a number may go on
                    yield line, value
                    line += held.count("\n", at, end)
                    at, n_wanted = end, _CHUNK
                    continue
        if is_over or len(held) - at > MOST_CHARS:
            if why:
                yield BadRecord(line, why)
            return
        more = file.read(n_wanted)
        is_over = len(more) < n_wanted
        held, at = held[at:] + more, 0
        n_wanted = max(_CHUNK, len(held))  # trying twice as much each time keeps it linear


def _skip(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def flatten(value: object) -> dict[str, str]:
    """Lay out a record as a row of texts; the names of nested values are parted by points. Empty when it is no record."""
    row: dict[str, str] = {}
    if isinstance(value, Mapping):
        _flatten(value, "", row, 0)
    elif isinstance(value, str):
        row["text"] = value
    return row


def _flatten(value: Mapping[Any, Any], before: str, row: dict[str, str], depth: int) -> None:
    for key, inner in value.items():
        if len(row) >= _MOST_KEYS:
            return
        name = f"{before}{key}"[:200]
        if isinstance(inner, Mapping):
            if depth < _DEEPEST:
                _flatten(inner, f"{name}.", row, depth + 1)
        elif isinstance(inner, list):
            row[name] = _join(inner)
        elif inner is not None and not isinstance(inner, bool):
            row[name] = inner if isinstance(inner, str) else str(inner)


def _join(values: list[Any]) -> str:
    """A list as one text: paragraphs stay paragraphs, sentences in lists of lists become such, names are parted by semicolons."""
    texts = []
    is_prose = False
    for value in values:
        named = value.get("name") or value.get("text") if isinstance(value, Mapping) else value
        if isinstance(named, list):
            named = " ".join(inner.strip() for inner in named if isinstance(inner, str))
            is_prose = True
        if isinstance(named, (str, int, float)) and not isinstance(named, bool):
            texts.append(str(named))
    is_prose = is_prose or any(len(text) > 80 for text in texts)
    return ("\n\n" if is_prose else "; ").join(texts)


def _show(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else " ".join(str(error).split())[:120]
