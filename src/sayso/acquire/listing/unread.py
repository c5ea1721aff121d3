"""What among files is not read, told once where it comes in heaps: pictures, fonts and style sheets beside saved pages."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from sayso.acquire.media import BY_SUFFIX, READABLE, find_media_type, find_suffix

MOST_EACH = 5  # files of one ending in one folder that have a row each; more are counted
_READ = re.compile("(?:" + "|".join(map(re.escape, BY_SUFFIX)) + ")$", re.IGNORECASE)
_PAGES = {".html", ".htm", ".xhtml"}
# what browsers and office programs call the folder beside a saved page, by their language
_BESIDE = re.compile(
    r"(?P<page>.+)(?:_files|\.files|_file|-Dateien|_fichiers|_bestanden|_archivos|-filer|\.filer|_tiedostot|_pliki|"
    r"_soubory|_elemei|_ficheiros|_arquivos|_dosyalar|_datoteke|_fitxers|_failid|_fails|_bylos|_fajlovi|_fitxategiak)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One row to be: where, what, why, and whether a document may have been lost by it."""

    name: str
    what: str
    why: str
    is_lost: bool = True


class UnreadKinds:
    """Counts files of types that aren't read, by folder and ending."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, name: str) -> Told | None:
        """Count one more; gives its row while they are few."""
        path = PurePosixPath(name)
        key = ("" if str(path.parent) == "." else str(path.parent), path.suffix.lower())
        self._counts[key] += 1
        if self._counts[key] > MOST_EACH:
            return None
        what = f"a file of type {path.suffix} is not read" if path.suffix else "not a document that sayso reads"
        return Told(name, what, f"sayso reads {READABLE}; convert it, or take it out")

    def end(self) -> Iterator[Told]:
        """Give the rows of those that were only counted."""
        for (folder, suffix), n in sorted(self._counts.items()):
            if n > MOST_EACH:
                yield Told(
                    folder, f"{n - MOST_EACH} more files of type {suffix or '(none)'} are not read",
                    f"sayso reads {READABLE}; convert them, or take them out",
                )  # fmt: skip
        self._counts.clear()


def is_read(name: str, head: bytes) -> bool:
    """Whether a file is of a type that sayso reads, by its name and then by its first bytes; text needs no ending."""
    if _READ.search(name):
        return True
    suffix = find_suffix(name)
    return not suffix or suffix in BY_SUFFIX or find_media_type(head, name) is not None


def find_page_folders(folders: Iterable[str], files: Iterable[str]) -> set[str]:
    """Find the folders that hold the pictures and styles of a saved page beside them.

    Args:
        folders, files: names in one folder.
    """
    pages = {path.stem for name in files if (path := PurePosixPath(name)).suffix.lower() in _PAGES}
    return {name for name in folders if (match := _BESIDE.fullmatch(name)) and match["page"] in pages}


def is_litter(name: str) -> bool:
    """Whether a name is one that systems leave behind, or hidden."""
    parts = name.split("/")
    return parts[-1].lower() in {"thumbs.db", "desktop.ini"} or any(
        (part[:1] == "." and part not in {".", ".."}) or part == "__MACOSX" for part in parts
    )
