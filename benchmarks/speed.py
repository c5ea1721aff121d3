"""Time `sayso brief` on a folder as a multiple of a bare spaCy pass over the same texts, and take peak memory.

    python benchmarks/speed.py FOLDER [--runs 5] [--workers N ...]

Both run in fresh processes, start-up and loading of the model included, turn about so that a busy machine slows both.
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
import sys
from pathlib import Path
from sayso.models.parser import load_parser
texts = [Path(name).read_text(encoding="utf-8", errors="replace") for name in sys.argv[1:]]
print(sum(len(doc) for doc in load_parser().pipe(texts)))
"""


class Run(NamedTuple):
    """Wall seconds, CPU seconds of all processes, and the peak of the largest one in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def time_run(command: list[str]) -> Run:
    """Run a command in a process of its own and measure it and all that it starts."""
    meter = (
        "import json, os, resource, subprocess, sys, time\n"
        "began = time.monotonic()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "if done.returncode: sys.exit(done.stderr.decode())\n"
        "print(json.dumps([time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))\n"
    )
    done = subprocess.run([sys.executable, "-c", meter, *command], capture_output=True, text=True, check=True)
    return Run(*json.loads(done.stdout))


def tell(name: str, runs: list[Run], *, bare: list[Run]) -> None:
    """Print one line: medians, and the ratio to the bare pass."""
    wall, cpu, peak = (statistics.median(values) for values in zip(*runs, strict=True))
    base = statistics.median(run.wall_s for run in bare)
    base_cpu = statistics.median(run.cpu_s for run in bare)
    print(
        f"{name:28} {wall:6.2f} s ({wall / base:4.2f} x)   {cpu:6.2f} CPU s ({cpu / base_cpu:4.2f} x)   peak {peak:4.0f} MB"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--workers", type=int, nargs="*", default=[0], help="0 lets sayso choose")
    args = parser.parse_args()
    texts = sorted(str(path) for path in args.folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as scratch:
        sayso = [sys.executable, "-m", "sayso.cli.main", "brief", str(args.folder), "-o", f"{scratch}/brief.html"]
        bare: list[Run] = []
        ours: dict[int, list[Run]] = {workers: [] for workers in args.workers}
        for _ in range(args.runs):
            bare.append(time_run([sys.executable, "-c", BARE, *texts]))
            for workers, runs in ours.items():
                runs.append(time_run([*sayso, "--workers", str(workers)]))
    size = sum(Path(name).stat().st_size for name in texts)
    print(f"{len(texts)} texts, {size:,} bytes, {args.runs} runs, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}; medians")
    tell("bare spaCy pass", bare, bare=bare)
    for workers, runs in ours.items():
        tell(f"sayso brief --workers {workers}", runs, bare=bare)


if __name__ == "__main__":
    main()
