"""Where what a command makes goes: a file that is whole or not there, a folder, or standard output."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sayso.errors import CannotWrite, WontOverwrite

STDOUT = "-"
MARK_BYTES = 4096  # a brief says what made it well within its first lines
BRIEF_MARK = 'name="generator" content="sayso'
BRIEF_MARKS = {
    "html": BRIEF_MARK, "md": "\n\nsayso ", "docx": "<dc:creator>sayso</dc:creator>", "pdf": "/Author(sayso)",
}  # fmt: skip
"""By a brief's kind what says that it is one of ours."""
PDF_END_BYTES = 200_000  # of a PDF's end, where its properties stand
EXPORT_MARK = "sayso-{}"  # and the format's name
MARK_FILE = "meta.json"  # of the JSON lines their contract's own; beside other formats one that says what they are


def check_file(place: str, *, mark: str) -> None:
    """Refuse a place that holds something sayso didn't make, before any work is done for it.

    Args:
        place: a path, or `-`.
        mark: words that a file of ours has near its beginning.
    Raises:
        WontOverwrite: it holds another file, or is a folder.
        CannotWrite: it can't be written to.
    """
    path = Path(place)
    if place == STDOUT:
        return
    if not (path.is_file() or path.is_dir()):
        _check_room(path)
        return
    if path.is_dir():
        raise WontOverwrite("a file is to be written, and this is a folder", where=place, fix=f"-o {path}/brief.{_ending_of(mark)}")
    if path.stat().st_size and not _is_marked(path, mark):
        raise WontOverwrite("sayso didn't make the file that is here", where=place, fix="name another file with -o")
    _check_room(path)


def _ending_of(mark: str) -> str:
    return next((ending for ending, known in BRIEF_MARKS.items() if known == mark), "html")


def _check_room(path: Path) -> None:
    """Refuse a place where nothing can be written, as far as that can be told without writing."""
    folder = next(folder for folder in path.absolute().parents if folder.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        what = "this folder can't be written to" if folder.is_dir() else "this is a file, and a folder is needed"
        raise CannotWrite(what, where=str(folder), fix="name another place with -o")


def _is_marked(path: Path, mark: str) -> bool:
    """Whether a file says that sayso made it: near its beginning, a PDF near its end, a DOCX in a part of its own."""
    try:
        with path.open("rb") as file:
            head = file.read(MARK_BYTES)
            if head.startswith(b"%PDF-"):
                file.seek(max(0, path.stat().st_size - PDF_END_BYTES))
                return mark.encode() in file.read()
        if head.startswith(b"PK"):
            with zipfile.ZipFile(path) as package:
                return mark.encode() in package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError):
        return False
    return mark.encode() in head


def check_folder(place: str, *, mark: str) -> None:
    """Refuse a folder that holds something other than an earlier export.

    Raises:
        WontOverwrite: it is a file, or a folder with something else in it.
        CannotWrite: it can't be made, or nothing may be written there.
    """
    path = Path(place)
    if not path.exists():
        _check_room(path)
        return
    if not path.is_dir():
        raise WontOverwrite("this is a file, and a folder is to be written", where=place, fix="name a folder with -o")
    meta = path / MARK_FILE
    if any(path.iterdir()) and not (meta.is_file() and mark in meta.read_text(encoding="utf-8", errors="replace")):
        raise WontOverwrite("something that is no export is in this folder", where=place, fix="-o NEWFOLDER")
    _check_room(meta)


def write_file(place: str, content: str | bytes) -> None:
    """Write text or bytes to a path or, for `-`, to standard output."""
    path = Path(place)
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if place == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    elif path.exists() and not path.is_file():  # a pipe or a device
        path.write_bytes(data)
    else:
        _write_whole(path, [data])


def write_folder(place: str, files: Mapping[str, Iterable[bytes]], *, mark: str, **about: Any) -> None:
    """Write files into a folder, made if need be, each from chunks; with one that says what made the folder.

    That file, `MARK_FILE`, comes first: a folder whose writing broke off is known for ours, and can be written again.

    Args:
        mark: the format in that file, by which `check_folder` knows the folder again.
        about: what else stands in it.
    """
    if MARK_FILE not in files:
        _write_whole(Path(place) / MARK_FILE, [json.dumps({"format": mark, **about}).encode() + b"\n"])
    for name, chunks in files.items():
        _write_whole(Path(place) / name, chunks)


def _write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
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
