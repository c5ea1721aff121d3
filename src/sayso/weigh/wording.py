"""Plain words for counts and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NAMED = 3  # a sentence names three and counts the rest, as elsewhere in sayso
LONGEST = 80  # characters of a name in a sentence; names come from documents and have no end of their own


def say_count(number: int, noun: str) -> str:
    """Give a number and what it counts: '1 line', '3 lines'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say_list(names: Iterable[str]) -> str:
    """Give names as running words, three at the most: 'a, b, c and 2 more'."""
    known = list(names)
    told = [cut_name(name) for name in known[:NAMED]]
    if len(known) > NAMED:
        told.append(f"{len(known) - NAMED} more")
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def cut_name(name: str) -> str:
    """Give a name on one line and no longer than a sentence bears."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def say_sentence(reasons: Sequence[str]) -> str:
    """Join reasons to one sentence."""
    return "; ".join(reasons)
