"""What of an archive is handed over and what is left aside: the same for every kind of archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.acquire.containers.membernames import LedOut, MemberNames, show_name
from sayso.acquire.listing.metafile import META_NAME, Meta, MetaFile
from sayso.acquire.listing.unread import UnreadKinds, find_page_folders, is_litter, is_read
from sayso.acquire.members import Passed


def to_plain(name: str) -> str:
    """Give a member's name as a path parted by `/`, relative, without `.`."""
    parts = name.replace("\\", "/").split("/")
    return "/".join([part for part in parts if part and part != "."])


class Sorter:
    """Sorts the members of one archive.

    Args:
        paths: all of them, as `to_plain` gives them.
        metas: what the archive's meta.csv files say, by folder.
    """

    def __init__(self, paths: Iterable[str], metas: dict[str, MetaFile]) -> None:
        self._metas = metas
        self._missing = {folder: set(meta.rows) for folder, meta in metas.items()}
        self._beside = dict.fromkeys(_find_beside(paths), 0)
        self._kinds = UnreadKinds()
        self._n_litter = 0
        self._names = MemberNames()

    def is_wanted(self, path: str) -> bool:
        """Whether a member is to be looked at; counts those that are not."""
        folder, _, last = path.rpartition("/")
        if folder in self._missing:
            self._missing[folder].discard(last)
        if is_litter(path):
            self._n_litter += 1
            return False
        for parent in _to_parents(path) if self._beside else ():
            if parent in self._beside:
                self._beside[parent] += 1
                return False
        return last != META_NAME

    def find_meta(self, path: str) -> Meta:
        """What meta.csv says of a member."""
        folder, _, last = path.rpartition("/")
        return self._metas[folder].rows.get(last, ()) if folder in self._metas else ()

    def admit(self, path: str, head: bytes, *, called: str) -> tuple[str, Passed | None]:
        """Name a member that is to be read.

        Args:
            head: its first bytes.
            called: its name as the archive has it.
        Returns:
            The name and null; an empty name for a member of a type that isn't read, with a row while there are few of the
            kind, and for one whose name leads out of the archive.
        """
        if not is_read(path, head):
            told = self._kinds.add(path)
            return "", Passed(told.name, told.what, told.why) if told else None
        try:
            return self._names.make(called), None
        except LedOut:
            why = "such names are made to overwrite other files; unpack it yourself if you trust it"
            return "", Passed(show_name(called), "its name leads out of the archive", why)

    def end(self) -> Iterator[Passed]:
        """Give the rows of all that was counted, and what is wrong with the meta.csv files."""
        for folder, n in self._beside.items():
            why = "pictures, styles and frames of a page that was saved by a browser; the page itself is read"
            yield Passed(show_name(folder), f"{n} files that belong to a saved page left out", why, is_lost=False)
        if self._n_litter:
            why = "hidden files and what systems leave behind (__MACOSX, .DS_Store) are no documents"
            yield Passed("", f"{self._n_litter} hidden files left out", why, is_lost=False)
        for told in self._kinds.end():
            yield Passed(told.name, told.what, told.why)
        for folder, meta in self._metas.items():
            name = show_name(f"{folder}/{META_NAME}" if folder else META_NAME)
            for what, why in meta.remarks:
                yield Passed(name, what, why, is_lost=False)
            for file in sorted(self._missing[folder]):
                why = "add the file, or take its row out"
                yield Passed(name, f"names {show_name(file)}, which isn't in the folder", why, is_lost=False)


def _to_parents(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _find_beside(paths: Iterable[str]) -> list[str]:
    """Find the folders that belong to saved pages."""
    pages: dict[str, set[str]] = {}
    folders: dict[str, set[str]] = {}
    for path in paths:
        folder, _, last = path.rpartition("/")
        if last.lower().endswith((".html", ".htm", ".xhtml")):
            pages.setdefault(folder, set()).add(last)
        for parent in _to_parents(path):
            above, _, name = parent.rpartition("/")
            if "files" in name or "-" in name or "_" in name or "." in name:  # few folders are called like that
                folders.setdefault(above, set()).add(name)
    return sorted(
        f"{folder}/{name}" if folder else name
        for folder, names in pages.items()
        for name in find_page_folders(folders.get(folder, ()), names)
    )
