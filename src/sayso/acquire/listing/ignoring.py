""".saysoignore: which files of a folder are left aside, in the syntax of .gitignore."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from pathspec import GitIgnoreSpec

from sayso.acquire.media import Unreadable, decode_text

IGNORE_NAME = ".saysoignore"
_MOST_BYTES = 100_000
_MOST_PATTERNS = 1000
_MOST_STARS = 4  # in one pattern: matching takes the length of a path to the power of their number less one


@dataclasses.dataclass(frozen=True, slots=True)
class IgnoreFile:
    """The patterns of one folder's .saysoignore; they speak for what is under it.

    Attributes:
        folder: path of the folder, relative to the one that was given, with `/` at its end; empty for that one itself.
        path: the file.
    """

    folder: str
    path: Path
    spec: GitIgnoreSpec


def load_ignore(path: Path, folder: str) -> tuple[IgnoreFile, list[tuple[str, str]]]:
    """Read a .saysoignore.

    Returns:
        Its patterns, and what is wrong with lines of it: what, why.
    """
    remarks: list[tuple[str, str]] = []
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        return IgnoreFile(folder, path, GitIgnoreSpec([])), [("not read", f"{error.strerror or error}; allow reading it")]
    if not data.strip():
        return IgnoreFile(folder, path, GitIgnoreSpec([])), remarks
    try:
        text, guess = decode_text(data[:_MOST_BYTES])
    except Unreadable as error:
        why = "nothing is left out by it; write one pattern a line and save it as plain text in UTF-8, or take it out"
        return IgnoreFile(folder, path, GitIgnoreSpec([])), [(f"not heeded: {error.what}", why)]
    if guess:
        remarks.append(("its encoding is guessed", guess))
    lines = text.splitlines()
    if len(data) > _MOST_BYTES or len(lines) > _MOST_PATTERNS:
        remarks.append((f"only its first {_MOST_PATTERNS} lines are heeded", "name folders instead of files"))
        lines = lines[: min(len(lines) - 1, _MOST_PATTERNS)]
    kept = []
    for number, line in enumerate(lines, start=1):
        if _count_stars(line) > _MOST_STARS and not line.startswith("#"):
            remarks.append((f"line {number} is not heeded: more than {_MOST_STARS} stars", "write it as several lines"))
            continue
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error) as error:
            remarks.append((f"line {number} is no pattern: {' '.join(str(error).split())[:80]}", "mend it or take it out"))
            continue
        kept.append(line)
    return IgnoreFile(folder, path, GitIgnoreSpec.from_lines(kept)), remarks


def find_ignoring(files: Sequence[IgnoreFile], path: str) -> IgnoreFile | None:
    """Find the file that leaves a path out; null when it is read. The last pattern of the nearest file that fits decides.

    Args:
        files: of the folders above the path, from the outermost.
        path: relative to the folder that was given; a folder's ends with `/`.
    """
    for file in reversed(files):
        told = file.spec.check_file(path.removeprefix(file.folder)).include
        if told is not None:
            return file if told else None
    return None


def _count_stars(line: str) -> int:
    return line.replace("**", "*").replace("**", "*").count("*")
