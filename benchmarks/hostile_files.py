"""Feed sayso files made to do harm, and say what each cost: seconds, memory, what was told. docs/security.md has the table.

    python benchmarks/hostile_files.py            all of them
    python benchmarks/hostile_files.py deep.html  those named
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
_LIST = "import json; from hostile.files import FILES; from hostile.tricks import TRICKS; print(json.dumps([*FILES, *TRICKS]))"
MOST_S = 300.0  # a file that takes longer than this hangs the run, whatever its limit says


def run(name: str) -> dict[str, object]:
    """Acquire one file in processes of its own."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "hostile.run", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_S, env=env, check=False)
    except subprocess.TimeoutExpired:
        return {"name": name, "failed": f"still running after {MOST_S:.0f} s"}
    if done.returncode:
        return {"name": name, "failed": done.stderr.strip().splitlines()[-1][:200] if done.stderr else f"status {done.returncode}"}
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    if not told["n_documents"] and not told["n_problems"]:
        told["failed"] = "neither a document nor a problem"
    if told["is_leaked"] or told["is_planted"]:
        told["failed"] = "it read or wrote a file of the machine's"
    return told


def main() -> int:
    """Print a row a file, and how many did harm."""
    names = sys.argv[1:] or json.loads(
        subprocess.run(
            [sys.executable, "-c", _LIST],
            capture_output=True, text=True, check=True, cwd=HERE,
        ).stdout
    )
    failed = 0
    print(f"{'file':22}{'seconds':>8}{'MB':>6}{'documents':>10}{'problems':>9}  told")
    for name in names:
        row = run(name)
        if "failed" in row:
            failed += 1
            print(f"{name:22} FAILED: {row['failed']}", flush=True)
            continue
        told = row["told"][0][:90] if isinstance(row["told"], list) and row["told"] else ""
        print(
            f"{name:22}{row['seconds']:>8}{row['mb_apart']:>6}{row['n_documents']:>10}{row['n_problems']:>9}  {told}", flush=True
        )
    print(f"{len(names)} files, {failed} did harm")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
