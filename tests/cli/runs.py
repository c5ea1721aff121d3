"""Run the command as a user does, in a process of its own; or in this one, where the process is not the point."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.main import make_app

SAYSO = [sys.executable, "-m", "sayso.cli.main"]
NOTE = (
    "The sluice at Hexworth was open all night, Mayor Orla Penn said on Tuesday.\n\n"
    "The water board denied that the sluice had been open. \"Nobody touched it,\" said its spokesman, Tam Reed.\n"
)


def run(*args, cwd, code=0, stdin=None):
    """Run sayso and check its exit code; gives what it printed on both streams."""
    done = subprocess.run(
        [*SAYSO, *map(str, args)], cwd=cwd, input=stdin, capture_output=True, encoding="utf-8", timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}, check=False,
    )
    if done.returncode != code:
        pytest.fail(f"exit {done.returncode}, not {code}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done


def run_here(*args, cwd, code=0, stdin=None):
    """Run sayso in this process, which loads its models once for all tests; else as `run`."""
    with contextlib.chdir(cwd):
        done = CliRunner(env={"COLUMNS": "200"}).invoke(make_app(), [*map(str, args)], input=stdin)
    if done.exit_code != code:
        pytest.fail(f"exit {done.exit_code}, not {code}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done


def write(folder: Path, name: str, text: str = NOTE) -> Path:
    """Write a document."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
