"""Where what a command makes goes: a file that is whole or not there, a folder, or standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sayso.errors import CannotWrite, WontOverwrite

STDOUT = "-"
MARK_BYTES = 4096  # a brief says what made it well within its first lines
BRIEF_MARK = 'name="generator" content="sayso'
EXPORT_MARK = "sayso-jsonl"


def check_file(place: str, *, mark: str) -> None:
    """Refuse a place that holds something sayso didn't make, before any work is done for it.

    Args:
        place: a path, or `-`.
        mark: words that a file of ours has near its beginning.
    Raises:
        WontOverwrite: it holds another file, or is a folder.
    """
    path = Path(place)
    if place == STDOUT or not (path.is_file() or path.is_dir()):
        return
    if path.is_dir():
        raise WontOverwrite("a file is to be written, and this is a folder", where=place, fix=f"-o {path}/brief.html")
    with path.open("rb") as file:
        head = file.read(MARK_BYTES)
    if head and mark.encode() not in head:
        raise WontOverwrite("sayso didn't make the file that is here", where=place, fix="name another file with -o")


def check_folder(place: str, *, mark: str) -> None:
    """Refuse a folder that holds something other than an earlier export.

    Raises:
        WontOverwrite: it is a file, or a folder with something else in it.
    """
    path = Path(place)
    if not path.exists():
        return
    if not path.is_dir():
        raise WontOverwrite("this is a file, and a folder is to be written", where=place, fix="name a folder with -o")
    meta = path / "meta.json"
    if any(path.iterdir()) and not (meta.is_file() and mark in meta.read_text(encoding="utf-8", errors="replace")):
        raise WontOverwrite("something that is no export is in this folder", where=place, fix="-o NEWFOLDER")


def write_file(place: str, text: str) -> None:
    """Write text to a path or, for `-`, to standard output."""
    path = Path(place)
    if place == STDOUT:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    elif path.exists() and not path.is_file():  # a pipe or a device
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    else:
        _write_whole(path, text)


def write_folder(place: str, files: Mapping[str, str]) -> None:
    """Write files into a folder, made if need be."""
    for name, text in files.items():
        _write_whole(Path(place) / name, text)


def _write_whole(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
            # mkstemp's files are for their owner only; a brief has the rights that any new file gets.
            mask = os.umask(0)
            os.umask(mask)
            Path(scratch).chmod(0o666 & ~mask)
            Path(scratch).replace(path)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(
            f"it can't be written: {error.strerror or error}", where=str(path), fix="name another place with -o"
        ) from error
