"""A folder of documents made into a case in memory, exported, and scored by ../shared/bench/case_score.py."""

from __future__ import annotations

import functools
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sayso.case import Case
from sayso.config import Settings
from sayso.read.reader import DEFAULT
from sayso.schema import Tables

SHARED = Path(__file__).resolve().parents[2] / "shared"
SCORER = SHARED / "bench" / "case_score.py"
FOLDERS = (Path(__file__).parent / "cases", SHARED / "cases")
"""Where cases lie, our own first."""


def make_case(docs: Path, *, reader: str = DEFAULT, workers: int = 0) -> Case:
    """Read, link and trace `docs` as one case that is not kept.

    Args:
        docs: a folder of documents, with meta.csv where it has one.
        reader: by name.
        workers: processes that read; 1 reads in this one, so that of many small cases only the first loads the models.
    """
    case = Case.in_memory(settings=Settings(reader=reader, workers=workers))
    case.add([docs])
    return case


@functools.cache
def load_tables(name: str, made: Path | None, folders: tuple[Path, ...] = FOLDERS) -> Tables | None:
    """The rows of a case, made once when it has to be, or opened in the folder `made`; null when its documents aren't there."""
    if made and (made / name).is_dir():
        with Case.open(made / name) as case:
            return case.tables()
    folder = next((folder / name / "docs" for folder in folders if (folder / name / "docs").is_dir()), None)
    if folder is None:
        return None
    with make_case(folder) as case:
        return case.tables()


def score_case(gold: Path, case: Case, *, flags: tuple[str, ...] = ("--json",)) -> str:
    """Score a case's export with the shared scorer; gives what it prints.

    Raises:
        CalledProcessError: the scorer failed; what it said is in `stderr`.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case.export().items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        command = [sys.executable, str(SCORER), str(gold), folder, *flags]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def load_scorer(path: Path = SCORER) -> Any:
    """A shared scorer as a module, so that what it calls the same name or the same words is so here too.

    Raises:
        FileNotFoundError: ../shared isn't beside the checkout.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
