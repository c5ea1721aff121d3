"""Acquire: bytes to documents, with their canonical text, its pieces and what is cut from the flow."""

from sayso.acquire.acquire import (
    Acquired,
    acquire_bytes,
    acquire_item,
    is_container,
    load_bytes,
    pick_media_type,
    unpack_frames,
)
from sayso.acquire.duplicates import DUPLICATES
from sayso.acquire.listing.items import Found, Item, find_items
from sayso.acquire.media import MAIL, SNIFFED_BYTES, Unreadable
from sayso.acquire.members import MOST_DEEP, Member, Meter, Passed
from sayso.acquire.reading import make_problem, name_document
from sayso.engine import Stage

ACQUIRE_STAGES: tuple[Stage, ...] = (DUPLICATES,)
"""What the room finds out over all documents once they are read; it runs before `link`."""

__all__ = [
    "ACQUIRE_STAGES",
    "MAIL", "MOST_DEEP", "SNIFFED_BYTES", "Acquired", "Found", "Item", "Member", "Meter", "Passed", "Unreadable",
    "acquire_bytes", "acquire_item", "find_items", "is_container", "load_bytes", "make_problem",
    "name_document", "pick_media_type", "unpack_frames",
]
