"""Lists of addresses: files in which every line is the URL of a page."""

from __future__ import annotations

import re
from pathlib import Path

SUFFIXES = {".txt", ".text", ".csv", ".tsv", ".urls", ".list", ".md"}
_MOST_BYTES = 20_000_000  # some 200,000 addresses
_MOST_SNIFFED = 400
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,4000}", re.IGNORECASE)
_HEAD = re.compile(r"(?:#.*|urls?|links?|address(?:es)?|website|page)", re.IGNORECASE)


def find_addresses(path: Path) -> list[str] | None:
    """Find the addresses in a file that holds nothing else, each once, in order; null when it is anything else.

    Empty lines, lines that begin with `#` and a heading such as `url` don't count; quotes around an address do no harm.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_MOST_SNIFFED)
            if b"://" not in head and not head.lstrip(b"\xef\xbb\xbf").startswith(b"#"):
                return None
            data = head + file.read(_MOST_BYTES - len(head) + 1)
    except OSError:
        return None
    if len(data) > _MOST_BYTES or b"\0" in data:
        return None
    addresses: dict[str, None] = {}
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines()):
        given = line.strip(" \t,;\"'<>")
        if not given or given.startswith("#") or (number == 0 and _HEAD.fullmatch(given)):
            continue
        if not _ADDRESS.fullmatch(given):
            return None
        addresses[given] = None
    return list(addresses) or None
