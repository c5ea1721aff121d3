"""Time and memory of linking and tracing piles of growing size, beside the time that reading the same claims takes.

    python benchmarks/cost.py [--sizes 1000 10000] [--runs 1] [--reader NAME] [--stages] [--profile N]

The piles are replicas (replicas.py) of the cases of benchmarks/cases and of the built-in case, each another story in other
words, given as rows. Each size is linked and traced in a process of its own with the models loaded. Time is processor time of
all its threads; memory the process's peak over what it took with the models loaded and no rows. Reading is timed in a process
of its own on the documents themselves, acquiring included, models loaded; several runs go turn about and medians are told.

    CPU s       of linking and tracing; of which the encoder's and the pair model's
    x reading   that time as a multiple of what reading as many claims takes
    mixed       share of claims that are grouped with one of another replica: another story
    exponent    k of cost ~ claims^k, fitted to all sizes by least squares of the logarithms; 1 is linear
"""

from __future__ import annotations

import argparse
import cProfile
import dataclasses
import functools
import importlib
import json
import pickle
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cases import DOCS, find_cases
from replicas import Pile, number_of
from sayso import demo
from sayso.case.overlay import lay_over
from sayso.case.reading import read_paths
from sayso.config import Settings
from sayso.engine import run_stages
from sayso.errors import ModelMissing
from sayso.read.reader import DEFAULT, reader_names
from sayso.schema import Claim, Document, Membership, Tables
from sayso.store.contract import Reading

MODELS = {
    "encoder": ("sayso.models.encoder", "encode_texts", (["Warm."],)),
    "pair model": ("sayso.models.pairing", "compare_texts", ([("Warm.", "Cold.")],)),
}
"""Whose share of the time is told: module, function, and what to call it with so that it is loaded."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What linking and tracing one pile cost.

    Attributes:
        cpu_s: processor seconds; `models` and `stages` are parts of it.
        peak_mb: over what the process held with the models loaded.
        rows_mb: of that, what the rows took that it was given.
        n_rows: rows made, by table.
        mixed: share of claims grouped with one of another replica.
    """

    claims: int
    cpu_s: float
    wall_s: float
    peak_mb: float
    rows_mb: float
    models: dict[str, float]
    stages: dict[str, float]
    n_rows: dict[str, int]
    mixed: float


class Meter:
    """Adds up the processor time that functions take, wherever sayso has them by name."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def watch(self, name: str, function: Callable[..., Any]) -> None:
        """Put a timed function in the place of one, in every module of sayso that is loaded."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds[name] += time.process_time() - began

        for module in [module for key, module in sys.modules.items() if key.startswith("sayso.")]:
            for key, value in list(vars(module).items()):
                if value is function:
                    setattr(module, key, timed)


def read_piles(reader: str) -> tuple[Tables, float]:
    """Read the documents of all cases: their rows, and the processor seconds that it took."""
    settings = Settings(reader=reader, workers=1)
    tables, seconds = Tables(), 0.0
    with demo.open_docs() as own:
        for place in (own, *(folder / DOCS for folder in find_cases())):
            if not seconds:
                list(read_paths([str(place)], settings=settings))  # loads the models
            began = time.process_time()
            found = list(read_paths([str(place)], settings=settings))
            seconds += time.process_time() - began
            for reading in found:
                if isinstance(reading, Reading):
                    for name in reading.tables.names():
                        tables.add(name, reading.tables.named(name))
    return tables, seconds


def measure(base: Tables, n_claims: int, *, profile: int = 0) -> Cost:
    """Link and trace a pile of that many claims in this process.

    Args:
        base: rows as read, to be replicated.
        n_claims: how many to make of them.
        profile: how many functions to tell on stderr, those that took most first; the figures then hold the profiler's own time.
    """
    from sayso.link import LINK_STAGES  # noqa: PLC0415  what they load is part of what is measured as loaded
    from sayso.trace import TRACE_STAGES  # noqa: PLC0415

    meter = Meter()
    _watch_models(meter)
    pile = Pile.of(base)
    loaded = memory_mb("VmRSS")
    tables = lay_over(pile.replicate(n_claims))
    rows_mb = memory_mb("VmRSS") - loaded
    stages: list[tuple[str, float]] = []
    profiler = cProfile.Profile(time.process_time) if profile else None
    began, wall = time.process_time(), time.monotonic()
    if profiler:
        profiler.enable()
    made = run_stages(
        [*LINK_STAGES, *TRACE_STAGES], tables, tell=lambda name: stages.append((name, time.process_time()))
    )
    if profiler:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(profile)
    ended, walled = time.process_time(), time.monotonic()
    ends = [at for _, at in stages[1:]] + [ended]
    return Cost(
        claims=len(tables.named("claims")), cpu_s=ended - began, wall_s=walled - wall,
        peak_mb=memory_mb("VmHWM") - loaded, rows_mb=rows_mb, models=dict(meter.seconds),
        stages={name: end - at for (name, at), end in zip(stages, ends, strict=True)},
        n_rows={name: len(made.named(name)) for name in made.names()}, mixed=find_mixed(tables, made),
    )  # fmt: skip


def _watch_models(meter: Meter) -> None:
    for name, (place, function, given) in MODELS.items():
        try:
            found = getattr(importlib.import_module(place), function)
            found(*given)
        except (ImportError, ModelMissing):
            continue
        meter.watch(name, found)


def find_mixed(tables: Tables, made: Tables) -> float:
    """Share of claims whose group holds claims of several replicas."""
    numbers = {document.id: number_of(document) for document in tables.take(Document)}
    replica = {claim.id: numbers[claim.document_id] for claim in tables.take(Claim)}
    held = defaultdict(set)
    for row in made.take(Membership):
        held[row.group_id].add(replica[row.claim_id])
    mixed = [len(held[row.group_id]) > 1 for row in made.take(Membership)]
    return sum(mixed) / max(len(mixed), 1)


def memory_mb(what: str) -> float:
    """A figure of /proc/self/status in MB: VmRSS is held at present, VmHWM the most ever held.

    Raises:
        OSError: this isn't Linux.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


def fit_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The k of cost ~ size^k that fits best, by least squares of the logarithms.

    Raises:
        ValueError: fewer than two sizes, or a cost that isn't positive.
    """
    if len({*sizes}) < 2 or min(costs) <= 0:
        raise ValueError(f"no exponent fits sizes {list(sizes)} and costs {list(costs)}")
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


# ---------------------------------------------------------------- processes


def run_apart(*args: str) -> dict[str, Any]:
    """Run this script in a process of its own and give what it told."""
    done = subprocess.run([sys.executable, __file__, *args], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join([__file__, *args])}` failed")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def work(job: str, file: Path, args: argparse.Namespace) -> dict[str, Any]:
    """What a process of its own does: read the piles into a file, or link and trace what is made of that file."""
    if job == "read":
        tables, seconds = read_piles(args.reader)
        file.write_bytes(pickle.dumps({name: tables.named(name) for name in tables.names()}))
        return {"claims": len(tables.named("claims")), "cpu_s": seconds}
    base = Tables(pickle.loads(file.read_bytes()))
    return dataclasses.asdict(measure(base, int(job), profile=args.profile))


def measure_all(args: argparse.Namespace) -> tuple[list[dict[str, Any]], dict[int, list[Cost]]]:
    """Reading and each size as often as asked, turn about."""
    read: list[dict[str, Any]] = []
    costs: dict[int, list[Cost]] = {size: [] for size in args.sizes}
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(args.runs):
            file = f"{scratch}/rows"
            read.append(run_apart("--job", "read", file, "--reader", args.reader))
            for size, some in costs.items():
                some.append(Cost(**run_apart("--job", str(size), file, "--profile", str(args.profile))))
                print(f"{size:,} claims: {some[-1].cpu_s:.1f} CPU s, {some[-1].wall_s:.1f} s", file=sys.stderr)
    return read, costs


def median(costs: Sequence[Cost], pick: Callable[[Cost], float]) -> float:
    """The median of a figure over runs."""
    return statistics.median(map(pick, costs))


def tell(read: Sequence[Mapping[str, Any]], costs: Mapping[int, Sequence[Cost]], *, reader: str) -> None:
    """Print the table and the exponents."""
    a_claim = statistics.median(run["cpu_s"] / run["claims"] for run in read)
    print(f"reading by {reader}: {a_claim * 1000:.1f} CPU ms a claim, of {read[0]['claims']:,} claims; {len(read)} runs, medians")
    heads = ("claims", "CPU s", "encoder", "pairs", "x reading", "wall s", "peak MB", "rows MB")
    print(" ".join(f"{head:>{max(8, len(head))}}" for head in heads), "mixed")
    for some in costs.values():
        cpu_s = median(some, lambda cost: cost.cpu_s)
        encoder, pairs = (statistics.median(cost.models.get(name, 0.0) for cost in some) for name in MODELS)
        print(
            f"{some[0].claims:8,} {cpu_s:8.2f} {encoder:8.2f} {pairs:8.2f} {cpu_s / a_claim / some[0].claims:9.2f}"
            f" {median(some, lambda cost: cost.wall_s):8.2f} {median(some, lambda cost: cost.peak_mb):8.0f}"
            f" {median(some, lambda cost: cost.rows_mb):8.0f} {median(some, lambda cost: cost.mixed):.3f}"
        )
    if len(costs) > 1:
        print("exponents: " + ", ".join(f"{name} {k:.2f}" for name, k in fit_all(costs).items()))


def fit_all(costs: Mapping[int, Sequence[Cost]]) -> dict[str, float]:
    """Exponents of time, of time without the models, and of memory."""
    sizes = [float(some[0].claims) for some in costs.values()]
    picks: dict[str, Callable[[Cost], float]] = {
        "CPU": lambda cost: cost.cpu_s, "without the models": lambda cost: cost.cpu_s - sum(cost.models.values()),
        "memory": lambda cost: cost.peak_mb,
    }  # fmt: skip
    return {name: fit_exponent(sizes, [median(some, pick) for some in costs.values()]) for name, pick in picks.items()}


def tell_stages(costs: Mapping[int, Sequence[Cost]]) -> None:
    """Print each stage's time by size, with its exponent, and the rows made."""
    sizes = [float(some[0].claims) for some in costs.values()]
    first = next(iter(costs.values()))[0]
    for stage in first.stages:
        seconds = [max(statistics.median(cost.stages[stage] for cost in some), 1e-4) for some in costs.values()]
        fitted = f"{fit_exponent(sizes, seconds):9.2f}" if len(sizes) > 1 else ""
        print(f"{stage:24}" + "".join(f"{one:9.2f}" for one in seconds) + fitted)
    for table in first.n_rows:
        print(f"{table:24}" + "".join(f"{some[0].n_rows.get(table, 0):9,}" for some in costs.values()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="claims")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--reader", default=DEFAULT, choices=reader_names())
    parser.add_argument("--stages", action="store_true", help="tell each stage's time and rows")
    parser.add_argument("--profile", type=int, default=0, metavar="N", help="tell the N functions that took most")
    parser.add_argument("--json", action="store_true", help="every figure of every run")
    parser.add_argument("--job", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.job:
        print(json.dumps(work(args.job[0], Path(args.job[1]), args)))
        return
    if min(args.sizes) < 1 or args.runs < 1:
        parser.error("sizes and runs are 1 or more")
    read, costs = measure_all(args)
    if args.json:
        told = {size: [dataclasses.asdict(cost) for cost in some] for size, some in costs.items()}
        print(json.dumps({"reading": read, "sizes": told}))
        return
    tell(read, costs, reader=args.reader)
    if args.stages:
        tell_stages(costs)


if __name__ == "__main__":
    main()
