"""Make a case of documents, export it, and score the export against a gold file.

    python benchmarks/seeds.py ../shared/cases/seeds/gold.yaml ../shared/cases/seeds/docs [--verbose]
    python benchmarks/seeds.py --demo

Calls ../shared/bench/case_score.py, whose docstring says what each figure means.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sayso import demo
from sayso.case import Case
from sayso.config import Settings
from sayso.read.reader import DEFAULT, reader_names

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "bench" / "case_score.py"
SEEDS = SHARED / "cases" / "seeds"


def export_case(docs: Path, folder: Path, *, reader: str = DEFAULT) -> None:
    """Read `docs` as one case and write its export into `folder`."""
    with Case.in_memory(settings=Settings(reader=reader)) as case:
        case.add([docs])
        for name, text in case.export().items():
            (folder / name).write_text(text, encoding="utf-8")


def score_case(gold: Path, docs: Path, *, flags: tuple[str, ...] = ("--json",), reader: str = DEFAULT) -> str:
    """Score the case of `docs` with the shared scorer; gives what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        export_case(docs, Path(folder), reader=reader)
        command = [sys.executable, str(SCORER), str(gold), folder, *flags]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def score_seeds() -> dict[str, Any]:
    """Figures of the seed case."""
    figures: dict[str, Any] = json.loads(score_case(SEEDS / "gold.yaml", SEEDS / "docs"))
    return figures


def score_demo() -> dict[str, Any]:
    """Figures of the built-in case."""
    with demo.open_docs() as docs, demo.open_gold() as gold:
        figures: dict[str, Any] = json.loads(score_case(gold, docs))
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
        print(score_case(gold, docs, flags=flags, reader=args.reader), end="")


if __name__ == "__main__":
    main()
