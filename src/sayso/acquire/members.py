"""What is inside a container (an archive, a mailbox, a table of texts): how it is handed over, and how much is too much."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sayso.acquire.media import Unreadable

MOST_DEEP = 5  # containers within containers; mailboxes in archives of archives reach 3, only made-up files go on
MOST_MEMBERS = 200_000  # of one file that was given, all depths taken together; a large leak's mailbox has some 100,000 mails
MOST_BYTES = 20_000_000_000  # unpacked, likewise
RATIO = 200  # unpacked bytes a packed one; text packs 3 to 20 times, logs and tables up to 100
RATIO_FROM = 10_000_000  # unpacked bytes under which a high ratio does no harm


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """One thing inside a container.

    Attributes:
        name: path inside the container, parted by `/`, without `..` or a leading `/`; unique in it.
        chunks: its bytes; to be taken before the next member is asked for.
        meta: what the container says of it, by the columns of meta.csv (title, published, url ...).
        how: member, mail, attachment or row.
        modified: ISO 8601 in UTC.
        headers: of what had been fetched, the status line and headers of the response.
    """

    name: str
    chunks: Iterable[bytes]
    meta: tuple[tuple[str, str], ...] = ()
    how: str = "member"
    modified: str | None = None
    headers: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Passed:
    """Something inside a container that was not taken, and why, or a remark; becomes a row in `problems`.

    Attributes:
        name: path inside the container; empty when it is about the whole.
        is_lost: whether a document may have been lost by it; false for a remark.
    """

    name: str
    what: str
    why: str
    is_lost: bool = True


Unpack = Callable[[Path], Iterator[Member | Passed]]
"""Gives what is inside the container at a path, as it comes; raises `Unreadable` when it can't go on."""


class Meter:
    """Counts what comes out of one file that was given, all depths taken together, and says when it is too much.

    Args:
        n_packed: size of that file in bytes.
    """

    def __init__(self, n_packed: int) -> None:
        self._n_packed = n_packed
        self._n_members = 0
        self._n_bytes = 0

    def count_member(self) -> None:
        """Count one more.

        Raises:
            Unreadable: there are too many.
        """
        self._n_members += 1
        if self._n_members > MOST_MEMBERS:
            raise Unreadable(
                f"more than {MOST_MEMBERS:,} things inside", "unpack it yourself and add the folders that matter"
            )

    def count_bytes(self, n_bytes: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            Unreadable: there are too many, or too many for the size of the file: a zip bomb.
        """
        self._n_bytes += n_bytes
        if self._n_bytes > MOST_BYTES:
            raise Unreadable(
                f"it unpacks to more than {MOST_BYTES // 1_000_000_000} GB",
                "unpack it yourself and add the folders that matter",
            )
        if self._n_bytes > max(RATIO_FROM, RATIO * self._n_packed):
            raise Unreadable(
                f"it unpacks to more than {RATIO} times its size",
                "archives of documents don't: this looks like a zip bomb; unpack it yourself if you trust it",
            )
