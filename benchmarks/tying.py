"""Measure the ties that `sayso actors` tells: how many of those in the texts are found, and how many found are in the texts.

    python benchmarks/tying.py [--made FOLDER] [--verbose]

Ties read by hand stand in tying.toml. One is found when the same document is said to tell, of two actors whose names hold those
words, a tie of that sign, in that direction unless it is mutual, and said or denied likewise.
"""

from __future__ import annotations

import argparse
import dataclasses
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any

from sayso.schema import Document, Tables
from sayso.tell import find_ties
from scoring import FOLDERS, load_tables

TIES = Path(__file__).with_name("tying.toml")
MUTUAL = 1  # a sign that is mutual in the main: meetings and agreements are held against either direction


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """A tie as one document tells it; a and b are names, or the words that a name must hold one of."""

    case: str
    document: str
    a: str
    b: str
    sign: int
    is_denied: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """Ties by hand that were found, those that weren't, and tellings that no tie by hand is."""

    found: tuple[Telling, ...]
    missed: tuple[Telling, ...]
    right: tuple[Telling, ...]
    wrong: tuple[Telling, ...]


def list_tellings(case: str, tables: Tables, documents: Sequence[str]) -> Iterator[Telling]:
    """What sayso tells, a tie once a document; of all documents when none is named."""
    stems = {document.id: PurePath(document.path).stem for document in tables.take(Document)}
    told = {
        Telling(case, stems[said.document_id], tie.a, tie.b, tie.sign, said.is_denial)
        for tie in find_ties(tables) for said in (*tie.said, *tie.denied)
    }
    yield from (row for row in sorted(told, key=dataclasses.astuple) if not documents or row.document in documents)


def is_same(marked: Telling, told: Telling) -> bool:
    """Whether a telling is the tie that was read by hand."""
    if (marked.case, marked.document, marked.sign, marked.is_denied) != (told.case, told.document, told.sign, told.is_denied):
        return False
    pairs = [(told.a, told.b), (told.b, told.a)] if marked.sign == MUTUAL else [(told.a, told.b)]
    return any(re.search(marked.a, a) and re.search(marked.b, b) for a, b in pairs)


def measure(made: Path | None = None, *, folders: tuple[Path, ...] = FOLDERS) -> dict[str, Result]:
    """Compare the ties of each case that is there with those read by hand."""
    table: dict[str, Any] = tomllib.loads(TIES.read_text("utf8"))
    rows = [Telling(**{"is_denied": False, **row}) for row in table["tie"]]
    results = {}
    for name in dict.fromkeys(row.case for row in rows):
        tables = load_tables(name, made, folders)
        if tables is not None:
            told = list(list_tellings(name, tables, table["read"].get(name, ())))
            marked = [row for row in rows if row.case == name]
            results[name] = Result(
                tuple(row for row in marked if any(is_same(row, one) for one in told)),
                tuple(row for row in marked if not any(is_same(row, one) for one in told)),
                tuple(one for one in told if any(is_same(row, one) for row in marked)),
                tuple(one for one in told if not any(is_same(row, one) for row in marked)),
            )
    return results


def score_tying() -> dict[str, dict[str, float]]:
    """Figures that have a floor, over the cases that come with the benchmarks."""
    results = measure(folders=FOLDERS[:1]).values()
    found, missed, right, wrong = (
        sum(len(getattr(result, name)) for result in results) for name in ("found", "missed", "right", "wrong")
    )
    return {"found": {"rate": found / (found + missed)}, "right": {"rate": right / max(1, right + wrong)}}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--made", type=Path, metavar="FOLDER", help="a folder of cases that are made already")
    parser.add_argument("--verbose", action="store_true", help="a line for each tie missed, and each that is wrong")
    args = parser.parse_args()
    for name, result in measure(args.made).items():
        n_marked, n_told = len(result.found) + len(result.missed), len(result.right) + len(result.wrong)
        print(f"{name:16} found {len(result.found)} of {n_marked}, right {len(result.right)} of {n_told}")
        for word, rows in (("missed", result.missed), ("wrong", result.wrong)):
            for row in rows if args.verbose else ():
                print(f"  {word:6} {row.document}: {row.a} -> {row.b} {row.sign:+d}{' denied' if row.is_denied else ''}")


if __name__ == "__main__":
    main()
