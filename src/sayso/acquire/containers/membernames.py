"""Names of what is inside containers: safe to show and to put behind a path, and each given once."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

MOST_CHARS = 200  # of a whole name
_JOINERS = "\u200c\u200d"  # without them words of Persian and Hindi are spelt wrong
_DRIVE = re.compile(r"^(?:[A-Za-z]:|//[?.]/(?:UNC/)?|//(?=[^/]))+")
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}


class LedOut(Exception):
    """A name with `..` in it, that would lead out of the container."""


class MemberNames:
    """Makes the names of one container's members, each another."""

    def __init__(self) -> None:
        self._given: set[bytes] = set()  # hashes: a large archive has 200,000 names

    def make(self, name: str) -> str:
        """Make a name that is safe, at most `MOST_CHARS` long and not given before.

        Raises:
            LedOut: it leads out of the container.
        """
        clean = clean_name(name)
        given, number = clean, 1
        while (key := blake2b(given.encode(), digest_size=12).digest()) in self._given:
            number += 1
            given = _add_to_stem(clean, f" ({number})")
            if number > 50:  # thousands of the same name: numbers in a row would take ever longer to find
                given = _add_to_stem(clean, f" ({len(self._given) + 1})")
        self._given.add(key)
        return given


def clean_name(name: str) -> str:
    """Make a path inside a container of a name: parted by `/`, without drive, control and bidirectional characters.

    Raises:
        LedOut: it leads out of the container.
    """
    plain = _DRIVE.sub("", name.replace("\\", "/").replace("\0", ""))
    parts = [part for part in map(_clean_part, plain.split("/")) if part and part != "."]
    if ".." in parts:
        raise LedOut(name)
    return shorten_name("/".join(parts) or "unnamed")


def shorten_name(name: str, most: int = MOST_CHARS) -> str:
    """Shorten a name to so many characters, its ending kept: the middle gives way to a few letters of its hash."""
    if len(name) <= most:
        return name
    ending = re.search(r"(?:\.[A-Za-z0-9]{1,8}){1,2}$", name)
    tail = f"~{blake2b(name.encode(), digest_size=4).hexdigest()}{ending.group() if ending else ''}"
    return name[: most - len(tail)].rstrip("/. ") + tail


def show_name(name: str) -> str:
    """Give any name fit for a row that says why it was not taken."""
    return shorten_name("".join(map(_clean_char, name))) or "unnamed"


def _clean_part(part: str) -> str:
    if part.isascii() and part.isprintable():
        return part.strip()
    return "".join(map(_clean_char, part)).strip()


def _clean_char(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    kind = unicodedata.category(char)
    if kind == "Cs":
        return "\ufffd"
    return "" if kind in _UNSEEN and char not in _JOINERS else char


def _add_to_stem(name: str, tail: str) -> str:
    head, slash, last = name.rpartition("/")
    stem, dot, suffix = last.partition(".") if not last.startswith(".") else (last, "", "")
    return shorten_name(f"{head}{slash}{stem}{tail}{dot}{suffix}")
