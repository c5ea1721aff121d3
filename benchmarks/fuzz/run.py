"""Fuzz all readers, sharing the time out among them: `python benchmarks/fuzz/run.py --seconds 1200 [--at-once 2] [TARGET ...]`.

Inputs that reach somewhere else are kept in a folder outside the repository, for the next run; what breaks a reader is told and
written there too, to be mended and put into seeds/, where a test replays it.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import dataclasses
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from fuzz.targets import MEDIA_TYPES, SEEDS, list_inputs  # noqa: E402

MOST_MB = 1_300  # address space in use that ends a run: what the libraries take, and a gigabyte
HANG_S = 60  # an input that takes longer ends a run; `targets.MOST_S` is what makes it a finding
MOST_BYTES = 20_000
_STATUS = re.compile(r"^#(\d+)\s+\S+.*?cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)


@dataclasses.dataclass(slots=True)
class Tally:
    """What came of one target."""

    n_runs: int = 0
    n_edges: int = 0
    n_features: int = 0
    n_kept: int = 0
    n_died: int = 0


def fuzz(target: str, seconds: int, place: Path) -> Tally:
    """Fuzz one reader; a process that is ended by what it read is started again."""
    corpus, findings = place / target, place / "findings"
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for data in list_inputs(target):
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    tally, left = Tally(), seconds
    while left > 5 and tally.n_died < 10:
        began = os.times().elapsed
        told = _start(target, left, corpus, findings)
        left -= int(os.times().elapsed - began) + 1
        statuses = _STATUS.findall(told.stderr)
        if statuses:
            n_runs, n_edges, n_features, n_kept = map(int, statuses[-1])
            tally.n_runs += n_runs
            tally.n_edges, tally.n_features, tally.n_kept = n_edges, n_features, n_kept
        if told.returncode == 0:
            break
        tally.n_died += 1
        (findings / f"{target}-{tally.n_died}.log").write_text(told.stderr[-20_000:])
    return tally


def _start(target: str, seconds: int, corpus: Path, findings: Path) -> subprocess.CompletedProcess[str]:
    command = [
        "nice", "-n", "10", sys.executable, str(HERE / "target.py"), target, str(findings), f"-max_total_time={seconds}",
        f"-rss_limit_mb={MOST_MB}", f"-timeout={HANG_S}", f"-max_len={MOST_BYTES}", f"-artifact_prefix={findings}/{target}-",
        "-reduce_inputs=0", "-print_final_stats=1", str(corpus),
    ]  # fmt: skip
    kept = SEEDS / target
    if kept.is_dir():
        command.append(str(kept))
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, errors="replace", env=env, timeout=seconds + 300, check=False)


def main() -> int:
    """Print a row a target, and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(MEDIA_TYPES), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=1200, help="by the clock, for all targets together")
    parser.add_argument("--at-once", type=int, default=1, help="targets that run at a time")
    parser.add_argument("--place", type=Path, default=Path.home() / ".cache/sayso-fuzz", help="folder of inputs that are kept")
    given = parser.parse_args()
    share = given.seconds * given.at_once // len(given.targets)
    print(f"{'target':8}{'runs':>10}{'edges':>8}{'features':>10}{'kept':>7}{'died':>6}")
    with concurrent.futures.ThreadPoolExecutor(given.at_once) as pool:
        jobs = {pool.submit(fuzz, target, share, given.place): target for target in given.targets}
        total = 0
        for job in concurrent.futures.as_completed(jobs):
            tally = job.result()
            total += tally.n_runs
            name, sizes = jobs[job], f"{tally.n_edges:>8}{tally.n_features:>10}{tally.n_kept:>7}{tally.n_died:>6}"
            print(f"{name:8}{tally.n_runs:>10,}{sizes}", flush=True)
    found = [path for path in sorted((given.place / "findings").iterdir()) if path.suffix not in {".why", ".log"}]
    print(f"{total:,} runs, {len(found)} findings")
    for path in found:
        why = path.with_name(f"{path.name}.why")
        print(f"{path}: {why.read_text() if why.exists() else 'ended the process'}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
