"""Quotation marks: which stretches of the flow stand inside them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

OPENERS = "“«„"
CLOSERS = "”»"
MARK = re.compile(r'[“”«»„"]|``|\'\'|(?<![\w.,!?…])[‘\'](?=\w)|(?<=[\w.,!?…])[’\'](?!\w)')
MAY_BE_MARK = re.compile("[“”«»„\"`'‘’]")
LONGEST_OPEN = 1_500  # characters an unclosed quotation may run on in its block before it is taken for a stray mark


@dataclasses.dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, marks left out; `is_open` when the block ends before a closing mark."""

    start: int
    end: int
    is_open: bool

    @property
    def n_chars(self) -> int:
        """Length in characters."""
        return self.end - self.start


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Find the quotations of one block, outermost only; single marks count only where no double one is open.

    An odd mark is no error: a closing mark without an opening one is left alone; an opening mark without a closing one
    runs to the end of the block, as newspapers write a quotation that carries on in the next paragraph.
    """
    found: list[Quotation] = []
    opened: int | None = None
    depth = 0
    single: int | None = None
    for match in _find_marks(text, start, end):
        mark = match.group()
        is_single = mark in "‘’'"
        if is_single:
            if opened is None:
                single = _take_single(text, match, single, found)
            continue
        if opened is None and mark not in CLOSERS:
            if mark != '"' or _opens(text, match.start(), start):
                opened, single, depth = match.end(), None, 0
        elif opened is not None and mark in OPENERS:
            depth += 1  # a quotation within one
        elif opened is not None and (mark != '"' or _closes(text, match.end(), end)):
            if depth:
                depth -= 1
                continue
            found.append(Quotation(opened, match.start(), is_open=False))
            opened = None
    if opened is not None and end - opened <= LONGEST_OPEN:
        found.append(Quotation(opened, end, is_open=True))
    return sorted((quotation for quotation in found if quotation.n_chars > 0), key=lambda quotation: quotation.start)


def _find_marks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """As `MARK.finditer`, which looks behind and ahead of every character, where this looks only where one may stand."""
    at = start
    for spot in MAY_BE_MARK.finditer(text, start, end):
        match = MARK.match(text, spot.start(), end) if spot.start() >= at else None
        if match is not None:
            at = match.end()
            yield match


def _take_single(text: str, match: re.Match[str], single: int | None, found: list[Quotation]) -> int | None:
    is_opener = match.start() == 0 or not (text[match.start() - 1].isalnum() or text[match.start() - 1] in ".,!?…")
    if is_opener:
        return match.end()
    if single is not None and text.count(" ", single, match.start()) >= 2:  # shorter ones are names and scare quotes
        found.append(Quotation(single, match.start(), is_open=False))
        return None
    return single


def _opens(text: str, place: int, start: int) -> bool:
    """A straight mark opens unless it hangs on the end of a word with a space behind it."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    return not (before.isalnum() and not after.isalnum()) and not after.isspace()


def _closes(text: str, place: int, end: int) -> bool:
    """A straight mark closes unless a word follows at once."""
    return place >= end or not text[place].isalnum()
