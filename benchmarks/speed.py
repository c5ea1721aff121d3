"""Time reading and `sayso brief` on a folder as multiples of a bare spaCy pass over the same texts, and take peak memory.

    python benchmarks/speed.py FOLDER [--runs 5] [--workers N ...] [--reader NAME]

All run in fresh processes, start-up and loading of the model included, turn about so that a busy machine slows all; of the
bare pass and of reading the processor time of the texts alone is given too. `--workers` without a number times no brief.
Memory is the largest process's peak (`ru_maxrss`). Timings of a machine mean little; the ratio is what to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

BARE = """
import importlib, sys, time
from pathlib import Path
from sayso.models.parser import PACKAGE
texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in sys.argv[1:]]
nlp = importlib.import_module(PACKAGE).load()
nlp("Warm.")
at = time.process_time()
for doc in nlp.pipe(texts): pass
print(time.process_time() - at)
"""
READ = """
import sys, time
from sayso.acquire import acquire_item, find_items
from sayso.case.reading import load_read_stage
from sayso.engine import run_stage
from sayso.models.parser import load_parser
stage = load_read_stage(sys.argv[1])
load_parser()("Warm.")
at = time.process_time()
for item in find_items(sys.argv[2:]).items:
    tables = acquire_item(item).tables
    if tables.named("documents"): run_stage(stage, tables)
print(time.process_time() - at)
"""
"""Bare spaCy, as its package gives it, and reading: each prints the processor time of the texts alone, all loaded."""


class Run(NamedTuple):
    """Wall seconds, CPU seconds of all processes, the peak of the largest one in MB, and seconds that it printed itself."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    told_s: float


def time_run(command: list[str]) -> Run:
    """Run a command in a process of its own and measure it and all that it starts."""
    meter = (
        "import json, os, resource, subprocess, sys, time\n"
        "began = time.monotonic()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "if done.returncode: sys.exit(done.stderr.decode())\n"
        "told = float(done.stdout) if done.stdout.strip().replace(b'.', b'').isdigit() else 0.0\n"
        "print(json.dumps([time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told]))\n"
    )
    done = subprocess.run([sys.executable, "-c", meter, *command], capture_output=True, text=True, check=True)
    return Run(*json.loads(done.stdout))


def tell(name: str, runs: list[Run], *, bare: list[Run]) -> None:
    """Print one line: medians, and the ratios to the bare pass."""
    wall, cpu, peak, told = (statistics.median(values) for values in zip(*runs, strict=True))
    base_wall, base_cpu, _, base_told = (statistics.median(values) for values in zip(*bare, strict=True))
    alone = f"   texts alone {told:6.2f} CPU s ({told / base_told:4.2f} x)" if told else ""
    print(
        f"{name:28} {wall:6.2f} s ({wall / base_wall:4.2f} x)   {cpu:6.2f} CPU s ({cpu / base_cpu:4.2f} x)"
        f"   peak {peak:4.0f} MB{alone}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workers", type=int, nargs="*", default=[0], help="0 lets sayso choose")
    parser.add_argument("--reader", default="rules")
    args = parser.parse_args()
    texts = sorted(str(path) for path in args.folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as scratch:
        sayso = [sys.executable, "-m", "sayso.cli.main", "brief", str(args.folder), "-o", f"{scratch}/brief.html"]
        sayso += ["--reader", args.reader]
        bare: list[Run] = []
        read: list[Run] = []
        ours: dict[int, list[Run]] = {workers: [] for workers in args.workers}
        for _ in range(args.runs):
            bare.append(time_run([sys.executable, "-c", BARE, *texts]))
            read.append(time_run([sys.executable, "-c", READ, args.reader, *texts]))
            for workers, runs in ours.items():
                runs.append(time_run([*sayso, "--workers", str(workers)]))
    size = sum(Path(name).stat().st_size for name in texts)
    print(
        f"{len(texts)} texts, {size:,} bytes, {args.runs} runs, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}; medians"
    )
    tell("bare spaCy pass", bare, bare=bare)
    tell(f"reading by {args.reader}", read, bare=bare)
    for workers, runs in ours.items():
        tell(f"sayso brief --workers {workers}", runs, bare=bare)


if __name__ == "__main__":
    main()
