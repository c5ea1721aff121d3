"""Make a case of documents, export it, and score the export against a gold file.

    python benchmarks/seeds.py ../shared/cases/seeds/gold.yaml ../shared/cases/seeds/docs [--verbose]
    python benchmarks/seeds.py --demo

Calls ../shared/bench/case_score.py, whose docstring says what each figure means.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from pathlib import Path
from typing import Any

from sayso import demo
from sayso.read.reader import DEFAULT, reader_names
from scoring import SCORER, SHARED, make_case, score_case

__all__ = ["SCORER", "SEEDS", "score_demo", "score_docs", "score_seeds"]

SEEDS = SHARED / "cases" / "seeds"


def score_docs(gold: Path, docs: Path, *, flags: tuple[str, ...] = ("--json",), reader: str = DEFAULT) -> str:
    """Score the case of `docs` with the shared scorer; gives what it prints."""
    with make_case(docs, reader=reader) as case:
        return score_case(gold, case, flags=flags)


def score_seeds() -> dict[str, Any]:
    """Figures of the seed case."""
    figures: dict[str, Any] = json.loads(score_docs(SEEDS / "gold.yaml", SEEDS / "docs"))
    return figures


def score_demo() -> dict[str, Any]:
    """Figures of the built-in case."""
    with demo.open_docs() as docs, demo.open_gold() as gold:
        figures: dict[str, Any] = json.loads(score_docs(gold, docs))
    return figures


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=SEEDS / "gold.yaml")
    parser.add_argument("docs", type=Path, nargs="?", default=SEEDS / "docs")
    parser.add_argument("--demo", action="store_true", help="score the built-in case")
    parser.add_argument("--reader", default=DEFAULT, choices=reader_names())
    parser.add_argument("--verbose", action="store_true", help="say of each gold claim what became of it")
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        gold, docs = args.gold, args.docs
        if args.demo:
            gold, docs = stack.enter_context(demo.open_gold()), stack.enter_context(demo.open_docs())
        flags = ("--verbose",) if args.verbose else ()
        print(score_docs(gold, docs, flags=flags, reader=args.reader), end="")


if __name__ == "__main__":
    main()
