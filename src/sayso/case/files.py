"""What is known of a file before it is read: its hash and its size."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.case.steps import STDIN

if TYPE_CHECKING:
    from sayso.acquire import Item


def hash_item(item: Item) -> str | None:
    """Hash an item's bytes before it is read; null for what can't be hashed beforehand."""
    if item.path == STDIN:
        return None
    try:
        with Path(item.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # acquire says what is wrong with it


def size_of(path: str) -> int:
    """Give a file's size in bytes; 0 for what isn't there."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
