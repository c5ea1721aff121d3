"""Add damaged files of every format to cases, and account for each: `python benchmarks/damaged.py [--n 10000]`.

Each case is made by a process of its own, the way that `sayso add` does it: readers in children, claims read, case linked. A file
is accounted for when the manifest has it and says truly what became of it, or when a row in `problems` is about it.
docs/security.md has the figures; the same `--seed` makes the same files.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzz.damage import damage, draw_blow, list_layers
from fuzz.files import SAMPLES, find_endings
from sayso.case import Case, Step
from sayso.case.apart import WALL_S
from sayso.config import Settings
from sayso.schema import Arrival, Document, Problem, Tables

BATCH = 100  # files of one case; they are much alike, and linking likes costs their number squared
BATCH_S = 3_600  # a case of so many small files takes ten seconds to a minute, more where tesseract is at its limit
MOST_BLOWS = 6
_WRONG_NAME = 0.06  # of the files have an ending that isn't theirs, or none
_TRIPPED = "the reader failed on this document", "reading it failed, and nothing of it is in the case", "unpacking it failed"
"""Problems that say that sayso's own code gave up, not that it saw what is wrong with a file."""


@dataclasses.dataclass(slots=True)
class Tally:
    """What became of files.

    Attributes:
        files: those written.
        documents: rows in `documents`.
        problems: rows in `problems`.
        unaccounted: files that neither the manifest nor a problem tells of, or tells of wrongly.
        tripped: problems that say that a reader gave up, with the file's name.
        slowest: the file that took longest, and how long.
        seconds: by the clock.
        became: rows of the manifest by what they say became of things.
    """

    files: int = 0
    documents: int = 0
    problems: int = 0
    unaccounted: list[str] = dataclasses.field(default_factory=list)
    tripped: list[str] = dataclasses.field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0
    became: dict[str, int] = dataclasses.field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count another's too."""
        self.files += other.files
        self.documents += other.documents
        self.problems += other.problems
        self.unaccounted += other.unaccounted
        self.tripped += other.tripped
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds
        self.became = dict(Counter(self.became) + Counter(other.became))


def make_file(number: int, seed: int) -> tuple[str, bytes]:
    """Make one damaged file: its name, and its bytes."""
    rng = random.Random(f"{seed}-{number}")
    formats = list(SAMPLES)
    sample = SAMPLES[formats[number % len(formats)]]
    blows = [draw_blow(rng) for _ in range(rng.randint(1, MOST_BLOWS))]
    data = damage(sample, blows, layer=rng.choice(list_layers(sample)), donor=SAMPLES[rng.choice(formats)].make())
    ending = rng.choice(find_endings()) if rng.random() < _WRONG_NAME else "".join(Path(sample.name).suffixes)
    return f"{number:06}{ending}", data


class _Clock:
    """Times what is read: the longest wait between two words of the case."""

    def __init__(self) -> None:
        self._last, self.slowest = time.monotonic(), (0.0, "")

    def hear(self, step: Step) -> None:
        """Take a word of the case."""
        now = time.monotonic()
        if step.what == "reading" and step.name:
            self.slowest = max(self.slowest, (now - self._last, step.name))
        self._last = now


def add_batch(first: int, n: int, seed: int, folder: Path) -> Tally:
    """Make files and add them to one case, in this process."""
    pile, began, clock = folder / "pile", time.monotonic(), _Clock()
    pile.mkdir()
    for number in range(first, first + n):
        name, data = make_file(number, seed)
        (pile / name).write_bytes(data)
    with Case.create(folder / "case") as case:
        case.settings = Settings(workers=1)  # so that what takes long is seen
        case.add([pile], tell=clock.hear)
        tables = case.tables()
        originals = {path.name for path in (folder / "case/originals").iterdir()}
    problems = tables.take(Problem)
    return Tally(
        n, len(tables.take(Document)), len(problems), sorted(_find_unaccounted(pile, tables, originals)),
        [f"{row.where}: {row.what}: {row.why}" for row in problems if row.what in _TRIPPED], clock.slowest,
        time.monotonic() - began, dict(Counter(row.became for row in tables.take(Arrival))),
    )


def _find_unaccounted(pile: Path, tables: Tables, originals: set[str]) -> Iterator[str]:
    documents = {doc.id for doc in tables.take(Document)}
    told = {problem.where for problem in tables.take(Problem)}
    lost = {problem.where for problem in tables.take(Problem) if problem.is_lost}
    arrivals = tables.take(Arrival)
    holders = {arrival.holder for arrival in arrivals}
    for path in sorted(pile.iterdir()):
        if str(path) not in told and not any(arrival.path == str(path) for arrival in arrivals):
            yield f"{path.name}: neither in the manifest nor a problem"
    for arrival in arrivals:
        is_told = any(where.startswith(f"{arrival.path}/") for where in lost)  # of each thing in it
        is_true = {
            "document": arrival.document_id in documents,
            "container": arrival.sha256 in holders or is_told,
            "lost": arrival.path in lost or is_told,
        }
        if not is_true.get(arrival.became, False):
            yield f"{arrival.path}: {arrival.became}, the manifest says"
        if arrival.sha256 not in originals:
            yield f"{arrival.path}: no original"


def run_batch(first: int, n: int, seed: int) -> Tally:
    """Add a batch in a process of its own; one that dies or hangs leaves its files unaccounted for."""
    command = [sys.executable, __file__, "--seed", str(seed), "--batch", str(first), str(n)]
    began = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=BATCH_S, check=False)
        if done.returncode == 0:
            told = json.loads(done.stdout.splitlines()[-1])
            return Tally(**{**told, "slowest": tuple(told["slowest"])})
        why = f"the run crashed: {done.stderr.strip()[-2000:]}"
    except subprocess.TimeoutExpired:
        why = f"the run was not done after {BATCH_S} s"
    return Tally(n, unaccounted=[f"{first} to {first + n - 1}: {why}"] * n, seconds=time.monotonic() - began)


def main() -> int:
    """Print a row a batch, and their sum; fails when a file is unaccounted for, or hangs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="files")
    parser.add_argument("--first", type=int, default=0, help="number of the first file: for a part of a run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, nargs=2, metavar=("FIRST", "N"), help="run one batch here and print it as JSON")
    given = parser.parse_args()
    if given.batch:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(dataclasses.asdict(add_batch(given.batch[0], given.batch[1], given.seed, Path(folder)))))
        return 0
    total = Tally()
    print(f"{'files':>8}{'documents':>11}{'problems':>10}{'unaccounted':>13}{'tripped':>9}{'slowest':>9}{'seconds':>9}")
    for first in range(given.first, given.first + given.n, BATCH):
        tally = run_batch(first, min(BATCH, given.first + given.n - first), given.seed)
        total.add(tally)
        _show(tally)
        for line in [*dict.fromkeys(tally.unaccounted), *tally.tripped]:
            print(f"    {line}", flush=True)
    print("in all")
    _show(total)
    print(", ".join(f"{n:,} {what}" for what, n in sorted(total.became.items())), "in the manifest")
    return bool(total.unaccounted or total.slowest[0] > WALL_S)


def _show(tally: Tally) -> None:
    sizes = f"{tally.files:>8,}{tally.documents:>11,}{tally.problems:>10,}{len(tally.unaccounted):>13,}"
    print(f"{sizes}{len(tally.tripped):>9,}{tally.slowest[0]:>8.1f}s{tally.seconds:>9,.0f}  {tally.slowest[1]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
