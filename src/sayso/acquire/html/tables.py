"""Tables of a page: those that hold data, and those that lay it out."""

from __future__ import annotations

import re
from typing import Any

_LAYOUT_CELL = 300  # characters in one cell of a table that lays out a page; cells of data seen have under 200
_TOLD_CELL = 100  # characters of a cell that tells something in sentences, as a board's posts do
_TOLD_ROWS = 0.5  # of the rows with such a cell: then the table is a list of texts
_SENTENCES = re.compile(r"[.!?](?:\s|$)")


def is_data(table: Any) -> bool:
    """Whether a table holds data, one line a row, rather than lays out the page."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    n_cells = n_rows = n_long = n_blocks = n_told = 0
    for element in table.iterdescendants():
        tag = element.tag
        if tag == "table":
            return False
        if tag in {"td", "th"}:
            n_cells += 1
            words = "".join(element.itertext())
            n_long = max(n_long, len(words))
            n_told += len(words) >= _TOLD_CELL and len(_SENTENCES.findall(words[:1000])) >= 2
            if n_long > 3 * _LAYOUT_CELL or n_cells > 5000:
                break
        elif tag == "tr":
            n_rows += 1
        elif tag in {"h1", "h2", "article", "form", "hr", "blockquote"}:
            return False
        elif tag == "p":
            n_blocks += 1
    if table.find(".//th") is not None or table.find("caption") is not None:
        return n_long <= 3 * _LAYOUT_CELL
    if n_cells <= 1 or n_cells <= n_rows:
        return False
    return n_long <= _LAYOUT_CELL and n_blocks <= n_cells and n_told < _TOLD_ROWS * max(n_rows, 1)
