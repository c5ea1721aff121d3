"""Pages fetched by their addresses: kept and told in the manifest as soon as they come, and not fetched twice."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sayso.acquire import Item, make_problem
from sayso.acquire.fetch.addresses import PUBLIC, Reach
from sayso.acquire.fetch.fetching import Fetched, fetch
from sayso.acquire.fetch.limits import Limits
from sayso.acquire.listing.urllists import SUFFIXES, find_addresses
from sayso.case.arriving import make_arrival, read_chunks
from sayso.case.steps import STDIN, Loss, Step, Tell
from sayso.errors import FetchingIsOff
from sayso.schema import Arrival
from sayso.store.contract import Store
from sayso.store.originals import spool

WAITING = "waiting"
SCHEMES = ("http://", "https://")


def split_addresses(paths: Sequence[str], *, fetch: bool) -> tuple[list[str], list[str]]:
    """Part addresses of pages from paths.

    Raises:
        FetchingIsOff: there are addresses and they aren't to be fetched.
    """
    addresses = [path for path in paths if path.lower().startswith(SCHEMES)]
    if addresses and not fetch:
        raise FetchingIsOff(
            f"{len(addresses)} of {len(paths)} paths are addresses, and sayso uses the network only when told to", got=addresses,
            fix="add --fetch to the command, or save the pages and give the files",
        )
    return addresses, [path for path in paths if path not in addresses]


def split_lists(items: Sequence[Item], *, fetch: bool) -> tuple[list[Item], list[str], list[Loss]]:
    """Part files that hold nothing but addresses from documents.

    Returns:
        The documents, the addresses that are to be fetched, and a loss for each such file when they aren't.
    """
    given, addresses, losses = [], [], []
    for item in items:
        is_list = item.path != STDIN and Path(item.name).suffix.lower() in SUFFIXES
        found = find_addresses(Path(item.path)) if is_list else None
        if found is None:
            given.append(item)
        elif fetch:
            addresses += found
        else:
            why = "add --fetch to have them fetched; sayso uses the network only when told to"
            problem = make_problem(item.where, f"a list of {len(found)} addresses of pages", why, is_lost=True)
            losses.append(Loss(item.where, (problem,)))
    return given, addresses, losses


def fetch_items(
    addresses: Sequence[str], *, place: Path, store: Store, reach: Reach | None, contact: str, tell: Tell
) -> Iterator[Item | Loss]:
    """Give an item for each page that comes, and what befell the others; what came before is not fetched again.

    Args:
        place: folder for the bytes, each file named by its SHA-256.
        store: its manifest tells what came, and takes what comes.
        reach: how far to go; null for public addresses alone.
        contact: sent along with each request; may be empty.
    Raises:
        BadSettings: the contact can't stand in a header.
    """
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return
    came = {row.path: row for row in store.tables(with_linked=False).take(Arrival) if row.how == "fetched"}
    for address in wanted:
        if address in came and (place / came[address].sha256).is_file():
            yield _to_item(came[address], place)
    new = [address for address in wanted if address not in came or not (place / came[address].sha256).is_file()]
    limits = Limits(contact=contact)
    tell(Step("fetching", "", 0, len(new)))
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetching-") as scratch:
        for number, got in enumerate(fetch(new, to=Path(scratch), limits=limits, reach=reach or PUBLIC), start=1):
            if isinstance(got, Fetched):
                yield _keep(got, place, store)
            else:
                yield Loss(got.where, (got,))
            tell(Step("fetching", got.asked if isinstance(got, Fetched) else got.where, number, len(new)))


def _keep(got: Fetched, place: Path, store: Store) -> Item:
    kept = spool(place, read_chunks(got.item.path))
    Path(got.item.path).unlink(missing_ok=True)
    meta = dict(got.item.meta)
    told = (f"sayso-name: {got.item.name}", f"sayso-url: {got.url}", f"sayso-charset: {meta.get('charset', '')}")
    item = dataclasses.replace(got.item, path=str(kept.path), given=got.asked, headers=(*got.item.headers, *told))
    arrival = make_arrival(item, sha256=kept.sha256, n_bytes=kept.n_bytes, media_type=None, became=WAITING)
    store.save_arrivals([dataclasses.replace(arrival, arrived=got.at)])
    return item


def _to_item(arrival: Arrival, place: Path) -> Item:
    """Make the item of a page that was fetched by an earlier run."""
    told = dict(line.split(": ", 1) for line in arrival.headers if ": " in line)
    meta = [("url", told.get("sayso-url", arrival.path))]
    if told.get("sayso-charset"):
        meta.append(("charset", told["sayso-charset"]))
    return Item(
        str(place / arrival.sha256), told.get("sayso-name", arrival.path), meta=tuple(meta), how="fetched",
        modified=arrival.modified, headers=arrival.headers, given=arrival.path,
    )


