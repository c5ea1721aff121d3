"""Acquire one hostile file as a case does, and say what became of it; a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from hostile.files import FILES, SECRET
from hostile.tricks import TRICKS
from sayso.acquire import find_items
from sayso.case.apart import acquire_apart, get_apart
from sayso.case.arriving import open_items
from sayso.case.steps import Loss
from sayso.schema import Document, Problem

PLANTED = Path("/tmp/sayso-planted.txt")


def main() -> None:
    """Run on the file that the first argument names and print one JSON object."""
    name = sys.argv[1]
    PLANTED.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes((FILES | TRICKS)[name]())
        get_apart().start()
        began = time.monotonic()
        texts, told = _acquire(path, Path(folder) / "originals")
        seconds = time.monotonic() - began
    get_apart().stop()
    print(json.dumps({
        "name": name, "seconds": round(seconds, 1), "n_documents": len(texts), "n_problems": len(told), "told": told[:3],
        "mb_apart": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "mb_here": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "is_leaked": any(SECRET in text for text in texts), "is_planted": PLANTED.exists(),
    }))


def _acquire(path: Path, place: Path) -> tuple[list[str], list[str]]:
    found = find_items([str(path)])
    texts, told = [], [f"{row.what}: {row.why}" for row in found.problems]
    for got in open_items(found.items, place=place, is_kept=True):
        if isinstance(got, Loss):
            told += [f"{row.what}: {row.why}" for row in got.problems]
            continue
        tables = acquire_apart(got).tables
        texts += [doc.text for doc in tables.take(Document)]
        told += [f"{row.what}: {row.why}" for row in tables.take(Problem)]
    return texts, told


if __name__ == "__main__":
    main()
