"""Folders gone through to the bottom: which files in them are read, and what is left aside."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.acquire.listing.ignoring import IGNORE_NAME, IgnoreFile, find_ignoring, load_ignore
from sayso.acquire.listing.metafile import META_NAME, MOST_BYTES, NO_META, Meta, MetaFile, read_meta
from sayso.acquire.listing.unread import Told, UnreadKinds, find_page_folders, is_read
from sayso.acquire.media import SNIFFED_BYTES

_DEEPEST = 100  # folders within folders; people's have 10 to 20
_MAILDIR = {"cur", "new"}
_MAIL = ".eml"


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file to read.

    Attributes:
        path: where it is.
        name: its path within the folder that was given, parted by `/`; with an ending also where the files have none, in a Maildir.
    """

    path: Path
    name: str
    meta: Meta = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """A folder to go through: its path within the root with `/` at its end, and what the folders above leave out."""

    name: str
    depth: int
    ignores: tuple[IgnoreFile, ...]
    is_mail: bool = False


def walk_folder(root: Path) -> Iterator[File | Told]:
    """Go through a folder: each folder's files by name, then what is in its folders, likewise.

    Holds the names of one folder at a time. Hidden files and folders, what a .saysoignore names, the pictures of saved pages and
    links that lead elsewhere are left out; all but the hidden ones are told.

    Returns:
        The files, and rows to be about the rest; their `name` is a path as the root was given.
    """
    yield from _Walk(root).go()


def load_meta(folder: Path) -> MetaFile:
    """Read a folder's meta.csv; nothing when there is none."""
    path = folder / META_NAME
    try:
        if not path.is_file():
            return NO_META
        with path.open("rb") as file:
            return read_meta(file.read(MOST_BYTES + 1))
    except OSError as error:
        return MetaFile({}, (("meta.csv not read", f"{error.strerror or error}; allow reading it"),))


def tell_meta(folder: Path, meta: MetaFile) -> Iterator[Told]:
    """Give the rows about a meta.csv itself."""
    for what, why in meta.remarks:
        yield Told(str(folder / META_NAME), what, why, is_lost=False)


class _Walk:
    """One going through of one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real = os.path.realpath(root)
        self._stack = [_Place("", 0, ())]
        self._n_ignored: Counter[Path] = Counter()

    def go(self) -> Iterator[File | Told]:
        while self._stack:
            yield from self._go_through(self._stack.pop())
        for path, n in self._n_ignored.items():
            why = "take lines out of it to have them read"
            yield Told(str(path), f"{n} files and folders left out, as it says", why, is_lost=False)

    def _go_through(self, place: _Place) -> Iterator[File | Told]:
        here = self._root / place.name
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Told(str(here), "folder not read", f"{error.strerror}; allow reading it")
            return
        if any(entry.name == IGNORE_NAME for entry in listed):
            ignore, remarks = load_ignore(here / IGNORE_NAME, place.name)
            place = dataclasses.replace(place, ignores=(*place.ignores, ignore))
            for what, why in remarks:
                yield Told(str(here / IGNORE_NAME), what, why, is_lost=False)
        folders = [entry.name for entry in listed if entry.is_dir(follow_symlinks=False)]
        is_maildir = set(folders) >= _MAILDIR
        yield from self._give_files(place, here, [entry for entry in listed if not entry.is_dir(follow_symlinks=False)])
        beside = find_page_folders(folders, (entry.name for entry in listed))
        inner = []
        for name in folders:
            is_hidden = name.startswith(".") and not _is_maildir(here / name)
            if is_hidden or (is_maildir and name == "tmp") or self._is_ignored(place, f"{name}/"):
                continue
            if name in beside:
                why = "pictures, styles and frames of a page that was saved by a browser; the page itself is read"
                n = _count_entries(here / name)
                yield Told(str(here / name), f"{n} files that belong to a saved page left out", why, is_lost=False)
            elif place.depth >= _DEEPEST:
                why = f"it lies {_DEEPEST} folders deep; add it by its path"
                yield Told(str(here / name), "folder not read", why)
            else:
                is_mail = is_maildir and name in _MAILDIR
                inner.append(_Place(f"{place.name}{name}/", place.depth + 1, place.ignores, is_mail))
        self._stack += reversed(inner)

    def _give_files(self, place: _Place, here: Path, entries: list[os.DirEntry[str]]) -> Iterator[File | Told]:
        meta = load_meta(here) if any(entry.name == META_NAME for entry in entries) else NO_META
        yield from tell_meta(here, meta)
        kinds = UnreadKinds()
        for entry in entries:
            if entry.name.startswith(".") or entry.name == META_NAME or self._is_ignored(place, entry.name):
                continue
            bar = self._find_bar(entry, place)
            if bar is not None:
                yield bar
                continue
            path = here / entry.name
            name = f"{place.name}{entry.name}{_MAIL if place.is_mail else ''}"
            if is_read(name, b"") or is_read(name, read_head(path)):
                yield File(path, name, meta.rows.get(entry.name, ()))
            else:
                told = kinds.add(str(path))
                if told is not None:
                    yield told
        yield from kinds.end()
        for name in sorted(set(meta.rows) - {entry.name for entry in entries}) if meta.rows else ():
            if not (here / name).exists():
                why = "add the file, or take its row out"
                yield Told(str(here / META_NAME), f"names {name}, which isn't in the folder", why, is_lost=False)

    def _is_ignored(self, place: _Place, name: str) -> bool:
        ignoring = find_ignoring(place.ignores, f"{place.name}{name}") if place.ignores else None
        if ignoring is not None:
            self._n_ignored[ignoring.path] += 1
        return ignoring is not None

    def _find_bar(self, entry: os.DirEntry[str], place: _Place) -> Told | None:
        """What keeps an entry that is no folder from being read; null when nothing does."""
        path = str(self._root / place.name / entry.name)
        if entry.is_symlink():
            return self._follow(path, place)
        return None if entry.is_file() else tell_special(path)

    def _follow(self, path: str, place: _Place) -> Told | None:
        """Tell of a link; null for one to a file in the folder that would not be read by itself."""
        if not os.path.exists(path):  # noqa: PTH110  # a path that can't be resolved is none to Path either, but raises
            return Told(path, "a link that leads nowhere", "put back what it leads to, or take it out")
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(self._real):
            return Told(path, "a link that leads out of the folder is not followed", f"add {target} itself if it belongs here")
        inside = target.relative_to(self._real)
        if target.is_dir():
            return Told(path, "a link to a folder is not followed", "what it leads to is read in its own place", is_lost=False)
        if not target.is_file():
            return tell_special(path)
        if any(part.startswith(".") for part in inside.parts) or find_ignoring(place.ignores, inside.as_posix()):
            return None
        return Told(path, "a link to another file of the folder", "that file is read under its own name", is_lost=False)


def tell_special(path: str) -> Told:
    """Give the row about what is neither a file nor a folder."""
    why = "reading a pipe, socket or device could wait for ever; take it out, or pass its text as `-`"
    return Told(path, "not a regular file", why)


def _is_maildir(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in _MAILDIR)


def read_head(path: Path) -> bytes:
    """Read the first bytes of a file, by which its type is told; none when it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(SNIFFED_BYTES)
    except OSError:
        return b""


def _count_entries(folder: Path) -> int:
    try:
        with os.scandir(folder) as entries:
            return sum(1 for _ in entries)
    except OSError:
        return 0
