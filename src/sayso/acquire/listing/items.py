"""Items: which documents a list of paths names, and what meta.csv says of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from sayso.acquire.listing.folders import load_meta, read_head, tell_meta, tell_special, walk_folder
from sayso.acquire.listing.metafile import META_NAME, MetaFile
from sayso.acquire.listing.unread import Told, is_read
from sayso.acquire.media import READABLE
from sayso.acquire.reading import make_problem
from sayso.errors import NoSuchPath
from sayso.schema import Problem

STDIN = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A document to acquire: where it is, the name it goes by, and what meta.csv says of it.

    Attributes:
        path: the file that holds its bytes; `-` is standard input.
        name: as shown; what was inside a file stands behind the file's name, parted by `/`.
        how: how it came, as in the table `manifest`.
        holder: SHA-256 of what it was in.
        holder_id: the document that it came with: the mail, of an attachment.
        modified: ISO 8601 in UTC.
        headers: of what was fetched, the response's status line and headers.
        given: the path as given, of what lies elsewhere than at `path`: a member's, behind that of what it was in.
        repeated: lines that many pages of its site hold, and how many hold each (`sayso.acquire.repeated`).
    """

    path: str
    name: str
    meta: tuple[tuple[str, str], ...] = ()
    how: str = "file"
    holder: str | None = None
    holder_id: str | None = None
    modified: str | None = None
    headers: tuple[str, ...] = ()
    given: str = ""
    repeated: tuple[tuple[str, int], ...] = ()

    @property
    def where(self) -> str:
        """What to call it when something befalls it."""
        return self.given or self.path


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The items that a list of paths names, and what among them can't be one."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def find_items(paths: Sequence[str]) -> Found:
    """List the documents under files and folders; `-` is standard input.

    Folders are gone through to the bottom, in order of name; hidden files, what a `.saysoignore` names and each folder's `meta.csv`
    are left out. A path given twice counts once.

    Raises:
        NoSuchPath: a path doesn't exist, or is empty.
    """
    n_empty = sum(not path.strip() for path in paths)
    if n_empty:
        raise NoSuchPath(
            f"{n_empty} of {len(paths)} paths hold nothing", got=[repr(path) for path in paths],
            fix="name the file or folder, `.` for the folder that you are in; a variable of the shell may not be set",
        )
    lost = [path for path in paths if path != STDIN and not Path(path).exists()]
    if lost:
        raise NoSuchPath(
            f"{len(lost)} of {len(paths)} paths don't exist", got=lost, fix="check the spelling, or give the folder"
        )
    items: dict[str, Item] = {}
    told: list[Told] = []
    metas: dict[Path, MetaFile] = {}
    for given in paths:
        path = Path(given)
        if given == STDIN:
            items.setdefault(STDIN, Item(STDIN, STDIN))
        elif path.is_dir():
            _add_folder(path, items, told)
        elif not path.is_file():
            told.append(tell_special(given))
        elif path.name != META_NAME:
            if path.parent not in metas:
                metas[path.parent] = load_meta(path.parent)
                told += tell_meta(path.parent, metas[path.parent])
            _add_file(path, metas[path.parent], items, told)
    problems = (make_problem(row.name, row.what, row.why, is_lost=row.is_lost) for row in told)
    return Found(tuple(items.values()), tuple(dict.fromkeys(problems)))


def _add_folder(root: Path, items: dict[str, Item], told: list[Told]) -> None:
    for found in walk_folder(root):
        if isinstance(found, Told):
            told.append(found)
        else:
            path = str(found.path)
            items.setdefault(path, Item(path, found.name, found.meta))


def _add_file(path: Path, meta: MetaFile, items: dict[str, Item], told: list[Told]) -> None:
    if is_read(path.name, b"") or is_read(path.name, read_head(path)):
        items.setdefault(str(path), Item(str(path), path.name, meta.rows.get(path.name, ())))
        return
    what = f"a file of type {path.suffix} is not read"
    told.append(Told(str(path), what, f"sayso reads {READABLE}; convert it, or take it out"))
