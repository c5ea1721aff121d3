"""Documents into a case: what is given is found, fetched, unpacked and read, and each document kept as soon as it is read."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from sayso.case.files import hash_item
from sayso.case.reading import load_read_stage, make_key, read_items, to_utf8, to_utf8_text
from sayso.case.steps import Loss, Tell
from sayso.config import Settings
from sayso.schema import Document, Problem
from sayso.store.contract import Reading, Store
from sayso.store.originals import FOLDER as ORIGINALS
from sayso.store.originals import save_original

if TYPE_CHECKING:
    from sayso.acquire import Item
    from sayso.acquire.fetch.addresses import Reach


@dataclasses.dataclass(frozen=True, slots=True)
class Added:
    """What became of the paths given to `Case.add`.

    Attributes:
        n_read: documents read now.
        n_known: documents that the case had read before, unchanged.
        problems: what befell any of them, lost or not.
    """

    n_read: int
    n_known: int
    problems: tuple[Problem, ...]

    @property
    def lost(self) -> list[Problem]:
        """Problems that cost a whole document."""
        return [problem for problem in self.problems if problem.is_lost]


class Adding:
    """Reads documents into a case's store.

    Args:
        store: where rows are kept.
        settings: the case's.
        folder: the case's, which keeps the originals; null when the case isn't kept.
    """

    def __init__(self, store: Store, *, settings: Settings, folder: Path | None) -> None:
        self._store, self._settings, self._folder = store, settings, folder

    def add(self, paths: Sequence[str | Path], *, fetch: bool | Reach, tell: Tell) -> Added:
        """Acquire and read documents, and keep what came of them; what links and traces the case comes after. See `Case.add`."""
        from sayso.acquire import find_items  # noqa: PLC0415
        from sayso.case.arriving import open_items  # noqa: PLC0415
        from sayso.case.fetching import fetch_items, split_addresses, split_lists  # noqa: PLC0415
        from sayso.case.sites import mark_sites  # noqa: PLC0415

        load_read_stage(self._settings.reader)  # an unknown reader is the caller's mistake, not each document's
        addresses, files = split_addresses([str(path) for path in paths], fetch=bool(fetch))
        found = find_items(files)
        problems = list(map(to_utf8, found.problems))
        for where in dict.fromkeys(problem.where for problem in problems):
            self._store.save_problems(where, [problem for problem in problems if problem.where == where])
        with self._make_room() as place:
            items, n_read = [], 0
            given, more, lost = split_lists(found.items, fetch=bool(fetch))
            for loss in lost:
                problems += self._save_loss(loss)
            reach = None if isinstance(fetch, bool) else fetch
            for fetched in fetch_items(
                [*addresses, *more], place=place, store=self._store, reach=reach, contact=self._settings.contact, tell=tell
            ):
                if isinstance(fetched, Loss):
                    problems += self._save_loss(fetched)
                else:
                    given.append(fetched)
            for got in open_items(given, place=place, is_kept=self._folder is not None, tell=tell):
                if isinstance(got, Loss):
                    problems += self._save_loss(got)
                else:
                    items.append(got)
            first, others = self._find_new(items)
            new = mark_sites(first, self._store.tables(with_linked=False).take(Document))
            for result in self._read(new, others, tell=tell):
                if isinstance(result, Reading):
                    self._store.save_reading(result)
                    n_read += 1
                    problems += result.problems
                else:
                    problems += self._save_loss(result)
        return Added(n_read, len(items) - len(new), tuple(problems))

    @contextlib.contextmanager
    def _make_room(self) -> Iterator[Path]:
        """Give a folder for what is inside containers: that of the originals, else one that is gone afterwards."""
        if self._folder is not None:
            yield self._folder / ORIGINALS
        else:
            with tempfile.TemporaryDirectory(prefix="sayso-") as place:
                yield Path(place)

    def _save_loss(self, loss: Loss) -> tuple[Problem, ...]:
        problems = tuple(map(to_utf8, loss.problems))
        self._keep_lost(loss)
        self._store.save_problems(to_utf8_text(loss.path), problems)
        self._store.save_arrivals([to_utf8(arrival) for arrival in loss.arrivals])
        return problems

    def _keep_lost(self, loss: Loss) -> None:
        """Keep the bytes of a file that gave no document: a later sayso may read it, and it was evidence all the same."""
        from sayso.case.arriving import read_chunks  # noqa: PLC0415

        for arrival in loss.arrivals:
            if self._folder is not None and arrival.became == "lost" and arrival.how == "file":
                with contextlib.suppress(OSError):
                    save_original(self._folder, sha256=arrival.sha256, n_bytes=arrival.n_bytes, chunks=read_chunks(loss.path))

    def _read(self, new: Sequence[Item], others: Sequence[tuple[Item, str]], *, tell: Tell) -> Iterator[Reading | Loss]:
        """Read what is new; what is the same as something else gets its row of the manifest, or its own loss."""
        from sayso.case.arriving import make_known_arrival  # noqa: PLC0415

        lost: set[tuple[str, str]] = set()
        for item, result in zip(new, read_items(new, settings=self._settings, tell=tell), strict=True):
            if isinstance(result, Loss):
                lost.add(name_bytes(hash_item(item) or "", item.name))
            yield result
        known = [one for one in others if name_bytes(one[1], one[0].name) not in lost]
        self._store.save_arrivals([to_utf8(make_known_arrival(item, sha256)) for item, sha256 in known])
        again = [item for item, sha256 in others if name_bytes(sha256, item.name) in lost]
        if again:
            yield from read_items(again, settings=self._settings, tell=tell)  # which says why, of each

    def _find_new(self, items: Sequence[Item]) -> tuple[list[Item], list[tuple[Item, str]]]:
        """Items that the case hasn't read, each once however many folders and containers hold it; the others with their hashes."""
        known, taken = set(self._store.known()), set()
        new, others = [], []
        for item in items:
            sha256 = hash_item(item)
            if sha256 is None:
                new.append(item)
                continue
            same = name_bytes(sha256, item.name)  # one document, whatever is said of its second copy elsewhere
            if same in taken or make_key(sha256=sha256, item=item, reader=self._settings.reader) in known:
                others.append((item, sha256))
            else:
                new.append(item)
            taken.add(same)
        return new, others


def name_bytes(sha256: str, path: str) -> tuple[str, str]:
    """What the reading of a file depends on, metadata apart: the same bytes under the same name are the same document."""
    return sha256, PurePath(path).name
