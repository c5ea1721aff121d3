"""Originals: the bytes of every document as they were found, named by their SHA-256."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

FOLDER = "originals"
SCRAP_S = 3600.0  # writing one original never takes an hour


def save_original(folder: Path, *, sha256: str, n_bytes: int, chunks: Iterable[bytes]) -> None:
    """Keep bytes so that they are wholly on disk, or not there at all, when this returns or the machine dies.

    Args:
        sha256, n_bytes: of the bytes; what is there already, of that size, isn't written again.
        chunks: the bytes, taken only when they are written.
    """
    place = folder / FOLDER
    path = place / sha256
    if not path.exists() or path.stat().st_size != n_bytes:
        spool(place, chunks)
        _sync_folder(place)


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that were written to disk under their hash."""

    path: Path
    sha256: str
    n_bytes: int


def spool(place: Path, chunks: Iterable[bytes]) -> Kept:
    """Write bytes to a file of `place` that is named by their SHA-256, holding no more than a chunk at a time.

    Nothing is left of them when taking a chunk raises.
    """
    place.mkdir(exist_ok=True)
    digest, n_bytes = hashlib.sha256(), 0
    handle, scratch = tempfile.mkstemp(dir=place, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                n_bytes += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path = place / digest.hexdigest()
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    return Kept(path, path.name, n_bytes)


def drop_scraps(folder: Path) -> None:
    """Delete what a killed run left half-written; what is younger may be another run's, under way."""
    for scrap in (folder / FOLDER).glob(".new-*"):
        with contextlib.suppress(OSError):
            if time.time() - scrap.stat().st_mtime > SCRAP_S:
                scrap.unlink()


def find_changed(folder: Path, hashes: Iterable[str]) -> list[str]:
    """Hashes whose original is gone or no longer has that hash."""
    return [sha256 for sha256 in hashes if _hash_file(folder / FOLDER / sha256) != sha256]


def _hash_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make a rename last; Windows can't open folders and needn't."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
