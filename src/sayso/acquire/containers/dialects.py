"""How a table's rows are parted: by what character, how quotes are escaped, whether the first row names the columns."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_DELIMITERS = ",;\t|"
_ALONE = "\x1f"  # parts a table of one column; no text holds it
_ESCAPED = re.compile(r'[^"\\]\\"')
_MOST_ROWS = 200
_LONGEST_NAME = 60  # characters of a column's name
_NO_NAME = re.compile(r"[\d\s.,:/+-]+|https?://.*", re.IGNORECASE)
_EXCEL = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the rows; `n_skipped` is of lines before them."""

    delimiter: str
    escape: str | None
    n_skipped: int = 0

    def read(self, lines: Iterable[str]) -> Iterable[list[str]]:
        """Read rows."""
        return csv.reader(lines, delimiter=self.delimiter, escapechar=self.escape)


def find_dialect(sample: str, *, is_whole: bool) -> Dialect:
    """Tell how the rows of a table are parted.

    The standard library's sniffer counts characters, also those inside quoted texts, and is often wrong on tables of
    prose; this one parses the sample in each way and takes the way in which rows have as many cells as the first.

    Args:
        is_whole: whether the sample is the whole table; else its last row may be cut.
    """
    told = _EXCEL.match(sample)
    if told:
        return Dialect(told[1], None, 1)
    lines = sample.splitlines(keepends=True)[: None if is_whole else -1] or [sample]
    escapes = (None, "\\") if _ESCAPED.search(sample) else (None,)
    best, most = Dialect(_ALONE, None), (0.0, 0)
    for delimiter in _DELIMITERS:
        for escape in escapes:
            dialect = Dialect(delimiter, escape)
            score = _score(dialect, lines, is_whole=is_whole)
            if score > most:
                best, most = dialect, score
    return best


def _score(dialect: Dialect, lines: Sequence[str], *, is_whole: bool) -> tuple[float, int]:
    """Share of rows that have as many cells as the first, and how many these are; nothing for a single cell."""
    rows = []
    try:
        for row in dialect.read(lines):
            if row:
                rows.append(len(row))
            if len(rows) > _MOST_ROWS:
                break
    except csv.Error:
        pass
    counts = Counter(rows[:-1] if len(rows) > 2 and not is_whole else rows)
    if not rows or rows[0] < 2:
        return 0.0, 0
    return round(counts[rows[0]] / max(1, counts.total()), 2), rows[0]


def is_header(row: Sequence[str], known: Iterable[str]) -> bool:
    """Whether a first row names the columns: short words, each another, or a name that many tables have.

    Args:
        known: the row's names that are known, as plain names.
    """
    if any(known):
        return True
    cells = [cell.strip() for cell in row]
    cells = cells[not cells[0] :] if cells else []  # a column of row numbers often has no name
    return (
        len(cells) > 1
        and len(set(cells)) == len(cells)
        and all(cell and len(cell) <= _LONGEST_NAME and not _NO_NAME.fullmatch(cell) for cell in cells)
    )
