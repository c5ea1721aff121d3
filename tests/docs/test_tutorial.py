"""The tutorial runs: each of its commands, in order, in one new folder.

A ```console block holds commands after `$ ` and, under each, lines of what it prints. A command should exit with 0,
unless a line under it reads `[exit 2]` or the like. Every other line under it must stand in what it printed, apart
from white space; a line of three dots stands for anything.
"""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXIT = re.compile(r"\[exit (\d+)\]")
MOST_SECONDS = 300  # a command takes seconds; a slow machine that also runs other tests may need many of them


@dataclasses.dataclass
class Command:
    """One command of the tutorial, the exit code it should give, and lines that it should print."""

    line: str
    exit_code: int = 0
    printed: list[str] = dataclasses.field(default_factory=list)


def find_commands(page: str) -> Iterator[Command]:
    for block in BLOCK.findall(page):
        command: Command | None = None
        for line in block.splitlines():
            code = EXIT.fullmatch(line.strip())
            if line.startswith("$ "):
                if command:
                    yield command
                command = Command(line[2:])
            elif command is None:
                raise ValueError(f"a console block begins with what is no command: {line!r}")
            elif code:
                command.exit_code = int(code[1])
            elif line.strip() not in {"", "..."}:
                command.printed.append(line)
        if command:
            yield command


def squeeze(text: str) -> str:
    return " ".join(text.split())


def run(command: Command, folder: Path) -> str:
    """Run a command as a reader would, with this environment's `sayso` first on the path; give all it printed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    env = {**os.environ, "PATH": path, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["bash", "-c", command.line],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert done.returncode == command.exit_code, f"{command.line}\n{printed}"
    return printed


def test_the_tutorial_runs(tmp_path: Path) -> None:
    commands = list(find_commands(TUTORIAL.read_text(encoding="utf-8")))
    assert {"demo", "brief", "ask", "disputes", "trace", "export"} <= {
        command.line.split()[1] for command in commands if command.line.startswith("sayso ")
    }
    for command in commands:
        printed = squeeze(run(command, tmp_path))
        missing = [line for line in command.printed if squeeze(line) not in printed]
        assert missing == [], f"{command.line} printed:\n{printed}"


def test_a_page_is_taken_apart() -> None:
    page = "Words.\n```console\n$ true\n$ sayso nonsense\n[exit 2]\nNo such\n...\n```\n```console\n$ ls\n```\n"
    assert list(find_commands(page)) == [Command("true"), Command("sayso nonsense", 2, ["No such"]), Command("ls")]
