"""Measure whether memory stays flat while a large folder is acquired, and how fast that goes.

    python benchmarks/folder.py [--megabytes 2000]

Makes a folder of texts, web pages and ZIPs of texts, a megabyte each, and takes it in as a case does: listed, opened to the
bottom, each document parsed in a process of its own, its rows counted and dropped. A process of its own does so for a tenth of
the folder, then for all of it, and tells seconds and the most memory that it, and that any child of it, ever held.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from containers import WORDS
from sayso.acquire import find_items
from sayso.case.apart import acquire_apart, get_apart
from sayso.case.arriving import open_items
from sayso.case.steps import Loss

FILE_BYTES = 1_000_000
TENTH = 10
_A_PAGE_IN, _A_ZIP_IN = 5, 20  # of so many files one is a page, one a ZIP


def make_folder(folder: Path, n_files: int) -> None:
    """Write the files: the first tenth of them into `part`, the others into `rest`."""
    pick = random.Random(1)
    for name in ("part", "rest"):
        (folder / name).mkdir(parents=True)
    for number in range(n_files):
        place = folder / ("part" if number < n_files // TENTH else "rest")
        paragraphs = list(_make_paragraphs(pick))
        if number % _A_ZIP_IN == 0:
            with zipfile.ZipFile(place / f"{number:05}.zip", "w", zipfile.ZIP_STORED) as archive:
                for i, start in enumerate(range(0, len(paragraphs), 20)):
                    archive.writestr(f"{i}.txt", "\n\n".join(paragraphs[start : start + 20]))
        elif number % _A_PAGE_IN == 0:
            body = "".join(f"<p>{words}</p>" for words in paragraphs)
            page = f"<html><title>Page {number}</title><body><article>{body}</article></body></html>"
            (place / f"{number:05}.html").write_text(page)
        else:
            (place / f"{number:05}.txt").write_text("\n\n".join(paragraphs))


def _make_paragraphs(pick: random.Random) -> list[str]:
    made, n_bytes = [], 0
    while n_bytes < FILE_BYTES:
        sentences = (" ".join(pick.choices(WORDS, k=18)).capitalize() + "." for _ in range(5))
        made.append(" ".join(sentences))
        n_bytes += len(made[-1]) + 2
    return made


def take_folder(paths: list[str]) -> dict[str, float]:
    """Acquire everything in the folders; what it took."""
    start, n_documents, n_lost, n_rows = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryDirectory() as place:
        for got in open_items(find_items(paths).items, place=Path(place), is_kept=False):
            if isinstance(got, Loss):
                n_lost += any(problem.is_lost for problem in got.problems)
                continue
            acquired = acquire_apart(got)
            n_documents += len(acquired.tables.named("documents"))
            n_rows += sum(len(acquired.tables.named(name)) for name in acquired.tables.names())
    get_apart().stop()
    seconds = time.monotonic() - start
    own, children = (resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"documents": n_documents, "lost": n_lost, "rows": n_rows, "seconds": seconds, "MB": own, "MB of a child": children}


def main() -> None:
    """Make the folder and print a line for a tenth of it and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=2000)
    parser.add_argument("--take", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.take:
        print(json.dumps(take_folder(options.take)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_folder(folder, options.megabytes)
        for parts, size in ((["part"], options.megabytes / TENTH), (["part", "rest"], options.megabytes)):
            command = [sys.executable, __file__, "--take", *(str(folder / part) for part in parts)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            figures = json.loads(done.stdout)
            shown = ", ".join(f"{name} {figure:,.0f}" for name, figure in figures.items())
            print(f"{size:,.0f} MB: {shown}; {size / figures['seconds']:.1f} MB/s", flush=True)


if __name__ == "__main__":
    main()
