"""Pages of one site, taken together: what they all show is no part of what any of them says."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from sayso.acquire import Item
from sayso.acquire.media import HTML
from sayso.acquire.repeated import PAGES_MIN, find_repeated
from sayso.case.apart import acquire_apart
from sayso.case.arriving import find_media_type
from sayso.schema import Document


def mark_sites(items: Sequence[Item], known: Iterable[Document]) -> list[Item]:
    """Give the items, each page of a site with the lines that many of that site's pages hold.

    Pages are read once for it, which costs a fiftieth of what reading their claims does.

    Args:
        known: documents that the case has read before; their pages count, and stay as they were read.
    """
    pages = [item for item in items if find_media_type(item) == HTML]
    known_pages = [doc for doc in known if doc.media_type == HTML]
    if len(pages) + len(known_pages) < PAGES_MIN or not pages:
        return list(items)
    sites = {id(item): doc for item in pages for doc in acquire_apart(item).tables.take(Document)}
    counts = Counter(map(_name_site, [*sites.values(), *known_pages]))
    repeated = find_repeated(
        (site, doc.text.splitlines())
        for doc in [*sites.values(), *known_pages] if (site := _name_site(doc)) and counts[site] >= PAGES_MIN
    )
    return list(_mark(items, {key: repeated.get(_name_site(doc), {}) for key, doc in sites.items()}))


def _mark(items: Sequence[Item], repeated: dict[int, dict[str, int]]) -> Iterator[Item]:
    for item in items:
        lines = repeated.get(id(item))
        yield dataclasses.replace(item, repeated=tuple(sorted(lines.items()))) if lines else item


def _name_site(doc: Document) -> str:
    """The house that a page belongs to: its host, else its publisher; empty when neither is known."""
    host = urlsplit(doc.url).hostname if doc.url else None
    return (host or doc.publisher or "").lower().removeprefix("www.")
