"""Files inside the packed sets, read where they lie."""

from __future__ import annotations

import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path


class SetError(Exception):
    """A set that can't be read: says what, where and what to do."""

    def __init__(self, what: str, *, where: str, fix: str) -> None:
        super().__init__(f"{what}\n  where: {where}\n  fix:   {fix}")


class MissingSet(SetError):
    """There is no such archive."""

    def __init__(self, archive: Path) -> None:
        super().__init__(
            f"the set {archive.name} is not there",
            where=str(archive),
            fix="give the folder that holds it, or leave the set out of the training",
        )


class DamagedSet(SetError):
    """The archive can't be unpacked, lacks a file, or a line of it isn't in the set's form."""

    def __init__(self, what: str, *, where: str) -> None:
        super().__init__(what, where=where, fix="fetch the archive again; if it is whole, the set came in another form")


def read_members(archive: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Read text files of a packed set, in the order asked for.

    Args:
        names: whole names inside the archive.
    Raises:
        MissingSet: no such archive. DamagedSet: it can't be unpacked or lacks a file.
    """
    found = dict(read_all(archive, names))
    for name in names:
        if name not in found:
            raise DamagedSet(f"{archive.name} holds no file of that name", where=f"{archive}: {name}")
        yield found[name]


def read_all(archive: Path, endings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Names and texts of the files whose name ends with one of `endings`, sorted by name.

    Raises:
        MissingSet: no such archive. DamagedSet: it can't be unpacked, or a file isn't UTF-8.
    """
    if not archive.is_file():
        raise MissingSet(archive)
    texts: dict[str, str] = {}
    try:
        with tarfile.open(archive, "r:xz") as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.name.endswith(endings) else None
                if stream is not None:
                    texts[member.name] = stream.read().decode("utf-8-sig")
    except (tarfile.TarError, lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise DamagedSet(f"{archive.name} can't be unpacked: {error}", where=str(archive)) from error
    yield from sorted(texts.items())
