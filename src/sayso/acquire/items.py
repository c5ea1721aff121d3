"""Items: which documents a list of paths names, and what meta.csv says of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sayso.acquire.dates import find_date
from sayso.acquire.media import BY_SUFFIX, READABLE, SNIFFED_BYTES, find_media_type, find_suffix
from sayso.acquire.reading import make_problem
from sayso.errors import NoSuchPath
from sayso.schema import Problem

META_NAME = "meta.csv"
META_COLUMNS = ("title", "authors", "author", "publisher", "published", "origin", "url")
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

    Folders are gone through to the bottom, in order of name; hidden files and each folder's `meta.csv` are left out. A path given
    twice counts once.

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
    problems: list[Problem] = []
    metas = _MetaFiles(problems)
    for path in paths:
        if path == STDIN:
            items.setdefault(STDIN, Item(STDIN, STDIN))
        elif Path(path).is_dir():
            _add_folder(Path(path), items, problems, metas)
        elif not Path(path).is_file():
            problems.append(_tell_special(path))
        elif Path(path).name != META_NAME:
            _add_file(Path(path), Path(path).name, items, problems, metas.read(Path(path).parent))
    return Found(tuple(items.values()), tuple(dict.fromkeys(problems)))


def _add_folder(root: Path, items: dict[str, Item], problems: list[Problem], metas: _MetaFiles) -> None:
    def on_error(error: OSError) -> None:
        problems.append(
            make_problem(str(error.filename), "folder not read", f"{error.strerror}; allow reading it", is_lost=True)
        )

    for folder, folders, files in os.walk(root, onerror=on_error):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        rows = metas.read(here)
        for name in sorted(files):
            if (here / name).exists() and not (here / name).is_file():
                problems.append(_tell_special(str(here / name)))
            elif not name.startswith(".") and name != META_NAME:
                _add_file(here / name, (here / name).relative_to(root).as_posix(), items, problems, rows)
        missing = [name for name in rows if not (here / name).exists()]
        problems += [
            make_problem(
                str(here / META_NAME), f"names {name}, which isn't in the folder", "add the file, or take its row out"
            )
            for name in missing
        ]


def _tell_special(path: str) -> Problem:
    why = "reading a pipe, socket or device could wait for ever; take it out, or pass its text as `-`"
    return make_problem(path, "not a regular file", why, is_lost=True)


def _add_file(
    path: Path, name: str, items: dict[str, Item], problems: list[Problem], rows: Mapping[str, Mapping[str, str]]
) -> None:
    if path.suffix and find_suffix(path.name) not in BY_SUFFIX and not _is_known_by_bytes(path):
        problems.append(
            make_problem(
                str(path),
                f"a file of type {path.suffix} is not read",
                f"sayso reads {READABLE}; convert it, or take it out",
                is_lost=True,
            )
        )
        return
    meta = tuple(sorted(rows.get(path.name, {}).items()))
    items.setdefault(str(path), Item(str(path), name, meta))


def _is_known_by_bytes(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return find_media_type(file.read(SNIFFED_BYTES), path.name) is not None
    except OSError:
        return False


class _MetaFiles:
    """Reads each folder's meta.csv once."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._read: dict[Path, dict[str, dict[str, str]]] = {}

    def read(self, folder: Path) -> dict[str, dict[str, str]]:
        """Give by file name what a folder's meta.csv says; empty when it has none."""
        if folder not in self._read:
            path = folder / META_NAME
            self._read[folder] = self._parse(path) if path.is_file() else {}
        return self._read[folder]

    def _parse(self, path: Path) -> dict[str, dict[str, str]]:
        try:
            text = path.read_bytes().decode("utf-8-sig", errors="replace")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
        except (OSError, csv.Error) as error:
            self._tell(path, "meta.csv not read", f"{error}; save it as plain CSV in UTF-8")
            return {}
        return dict(self._to_meta(path, rows))

    def _to_meta(self, path: Path, rows: Iterable[Mapping[str | None, object]]) -> Iterable[tuple[str, dict[str, str]]]:
        met: set[str] = set()
        for number, row in enumerate(rows, start=2):
            told = {
                str(key).strip().lower(): value.strip() for key, value in row.items() if key and isinstance(value, str)
            }
            name = told.get("file", "")
            if not name:
                self._tell(path, f"row {number} names no file", "give the file's name in a column called `file`")
                continue
            if name in met:
                self._tell(path, f"row {number} names {name} again", "the last of its rows counts; take the others out")
            met.add(name)
            day = told.get("published", "")
            if _is_given(day) and find_date(day) is None:
                self._tell(path, f"row {number} gives {name} a date that can't be read: {day[:60]}", "write it as 2020-01-31")
            yield name, {column: told[column] for column in META_COLUMNS if _is_given(told.get(column, ""))}

    def _tell(self, path: Path, what: str, why: str) -> None:
        self._problems.append(make_problem(str(path), what, why))


def _is_given(value: str) -> bool:
    """Whether a value says anything: "(not in the data)", wholly in parentheses, does not."""
    return bool(value) and not (value.startswith("(") and value.endswith(")"))
