"""What comes in: containers opened, each thing in them put on disk under its hash, and a row of the manifest for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sayso.acquire import (
    MAIL,
    MOST_DEEP,
    SNIFFED_BYTES,
    Item,
    Member,
    Meter,
    Passed,
    Unreadable,
    is_container,
    make_problem,
    name_document,
    pick_media_type,
)
from sayso.case.apart import unpack_apart
from sayso.case.files import hash_item, size_of
from sayso.case.steps import STDIN, Loss, Step, Tell, tell_nobody
from sayso.schema import Arrival, Problem
from sayso.store.originals import Kept, spool

_MAY_HOLD = re.compile(rb"content-disposition|name\*?=|message/rfc822|multipart/mixed", re.IGNORECASE)
"""What a mail with attachments has somewhere."""
_CHUNK = 1 << 20


def open_items(
    items: Sequence[Item], *, place: Path, is_kept: bool, tell: Tell = tell_nobody
) -> Iterator[Item | Loss]:
    """Give documents to read, those inside containers among them, and what was left out.

    Args:
        place: folder for the bytes of what was inside something, each file named by its SHA-256.
        is_kept: whether containers are to be kept there too.
    """
    for number, item in enumerate(items):
        opener = _Opener(item, place=place, is_kept=is_kept)
        for got in opener.open(item, depth=0):
            if opener.n_opened:
                tell(Step("unpacking", item.name, number, len(items)))
            yield got


class _Opener:
    """Opens one thing that was given, and what is in it, to the bottom."""

    def __init__(self, item: Item, *, place: Path, is_kept: bool) -> None:
        self._place, self._is_kept = place, is_kept
        self._meter = Meter(size_of(item.path))
        self.n_opened = 0

    def open(self, item: Item, *, depth: int) -> Iterator[Item | Loss]:
        media_type = None if item.path == STDIN else _find_container(item)
        if media_type is None or media_type == MAIL:
            yield item
        if media_type is None or (media_type == MAIL and not _may_hold(item.path)):
            return
        kept = self._keep(item, is_new=depth == 0 and self._is_kept and media_type != MAIL)
        if kept is None:
            yield item  # reading it says what is wrong
            return
        if depth >= MOST_DEEP:
            why = f"it lies {depth} containers deep, deeper than files that people make; unpack it yourself if you trust it"
            yield _lose(item, kept, media_type, [make_problem(item.where, "not opened", why, is_lost=True)])
            return
        self.n_opened += 1
        problems: list[Problem] = []
        members = list(self._unpack(item, kept, media_type, problems))
        if media_type != MAIL:
            yield _lose(item, kept, media_type, problems, became="container" if members else "lost")
        elif problems:
            yield Loss(f"{item.where}/", tuple(problems))
        for member in members:
            yield from self.open(member, depth=depth + 1)

    def _keep(self, item: Item, *, is_new: bool) -> Kept | None:
        try:
            if is_new:
                return spool(self._place, read_chunks(item.path))
        except OSError:
            return None
        sha256 = hash_item(item)
        return Kept(Path(item.path), sha256, size_of(item.path)) if sha256 else None

    def _unpack(self, holder: Item, kept: Kept, media_type: str, problems: list[Problem]) -> Iterator[Item]:
        """Give the members of one container, put on disk."""
        frames = _Frames(unpack_apart(media_type, holder.path, n_bytes=kept.n_bytes), self._meter)
        holder_id = name_document(kept.sha256, holder.name) if media_type == MAIL else None
        try:
            for got in frames:
                if isinstance(got, Passed):
                    where = f"{holder.where}/{got.name}" if got.name else holder.where
                    problems.append(make_problem(where, got.what, got.why, is_lost=got.is_lost))
                    continue
                member = spool(self._place, frames.take_bytes())
                yield Item(
                    path=str(member.path), name=f"{holder.name}/{got.name}", meta=got.meta, how=got.how, holder=kept.sha256,
                    holder_id=holder_id, modified=got.modified, headers=got.headers, given=f"{holder.where}/{got.name}",
                )
        except Unreadable as error:
            problems.append(make_problem(holder.where, error.what, f"{error.why}; what came before it is read", is_lost=True))
        finally:
            frames.close()


class _Frames:
    """Members and what was passed, as they come; the bytes of a member are taken before the next one is asked for."""

    def __init__(self, frames: Iterator[object], meter: Meter) -> None:
        self._frames, self._meter = frames, meter
        self._next: object = None

    def __iter__(self) -> Iterator[Member | Passed]:
        while (got := self._take()) is not None:
            if isinstance(got, Member):
                self._meter.count_member()
            if isinstance(got, (Member, Passed)):
                yield got

    def take_bytes(self) -> Iterator[bytes]:
        """Give the bytes of the member that came last."""
        while isinstance(chunk := self._take(), bytes):
            self._meter.count_bytes(len(chunk))
            yield chunk
        self._next = chunk

    def close(self) -> None:
        """End what sends them."""
        close = getattr(self._frames, "close", None)
        if close is not None:
            close()

    def _take(self) -> object:
        got, self._next = self._next, None
        return next(self._frames, None) if got is None else got


def make_arrival(
    item: Item, *, sha256: str, n_bytes: int, media_type: str | None, became: str, document_id: str | None = None
) -> Arrival:
    """Make a row of the manifest; its time is the clock's."""
    return Arrival(
        path=item.where, sha256=sha256, n_bytes=n_bytes, media_type=media_type,
        how="standard input" if item.path == STDIN else item.how, became=became, holder=item.holder, document_id=document_id,
        modified=item.modified or (_find_modified(item.path) if item.how == "file" else None),
        arrived=datetime.now(UTC).isoformat(timespec="seconds"), headers=item.headers,
    )


def make_known_arrival(item: Item, sha256: str) -> Arrival:
    """Make a row of the manifest for what the case has read before, here or elsewhere."""
    media_type = find_media_type(item)
    document_id = name_document(sha256, item.name)
    return make_arrival(
        item, sha256=sha256, n_bytes=size_of(item.path), media_type=media_type, became="document", document_id=document_id
    )


def _lose(item: Item, kept: Kept, media_type: str, problems: Iterable[Problem], *, became: str = "lost") -> Loss:
    arrival = make_arrival(item, sha256=kept.sha256, n_bytes=kept.n_bytes, media_type=media_type, became=became)
    return Loss(item.where, tuple(problems), (arrival,))


def _find_container(item: Item) -> str | None:
    """Media type of what holds documents; null for anything else, and for what can't be opened."""
    media_type = find_media_type(item)
    return media_type if media_type and is_container(media_type) else None


def find_media_type(item: Item) -> str | None:
    """Media type of a file by its first bytes and its name; null for what isn't read, and for what can't be opened."""
    try:
        with Path(item.path).open("rb") as file:
            return pick_media_type(item, file.read(SNIFFED_BYTES))
    except OSError:
        return None


def _may_hold(path: str) -> bool:
    try:
        return any(_MAY_HOLD.search(chunk) for chunk in read_chunks(path))
    except OSError:
        return False


def read_chunks(path: str) -> Iterator[bytes]:
    """Give a file's bytes, a megabyte at a time."""
    with Path(path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _find_modified(path: str) -> str | None:
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC).isoformat(timespec="seconds")
    except (OSError, ValueError, OverflowError):
        return None
