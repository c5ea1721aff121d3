"""Plain words for counts: names of nodes, lists, singular and plural."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from sayso.schema import Document, Source, Tables

NAMED = 3  # a sentence names three and counts the rest, as errors do


def find_names(tables: Tables) -> dict[str, str]:
    """Give every node a name: a document's title, else its file's name; a source's name."""
    names = {source.id: source.name for source in tables.take(Source)}
    names.update((document.id, name_document(document)) for document in tables.take(Document))
    return names


def name_document(document: Document) -> str:
    """Give a document's title, else the name of its file."""
    return document.title or PurePath(document.path).name or document.path


def say_count(number: int, noun: str) -> str:
    """Give a number and what it counts: '1 line', '3 lines'."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say_list(names: Iterable[str], *, joint: str = "and") -> str:
    """Give names as running words, three at the most: 'a, b, c and 2 more'."""
    told = list(names)
    if len(told) > NAMED:
        told = [*told[:NAMED], f"{len(told) - NAMED} more"]
        joint = "and"
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {joint} {told[-1]}" if told else ""
