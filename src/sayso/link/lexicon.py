"""What predicates mean for one another, from `frames.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from sayso.link.wording import find_stems

SHORTEST = 3  # letters of a word whose last s is no plural: gas, bus


def class_of(lemma: str, *, is_noun: bool = False) -> str | None:
    """The class of an event's word: `die` for "drown" and for "death"; a verb on no line is its own, a noun none."""
    table = _load_classes("nouns" if is_noun else "verbs")
    return table.get(lemma, None if is_noun else lemma)


def thing_of(noun: str) -> str:
    """What a counted noun's synonyms count: `body` for "corpse"; a noun on no line is its own."""
    return _load_classes("things").get(noun, noun)


def find_words(text: str) -> frozenset[str]:
    """Stems of the words that tell something, one for singular and plural; no numbers."""
    return frozenset(
        stem[:-1] if stem.endswith("s") and len(stem) > SHORTEST else stem for stem in find_stems(text) if not stem[0].isdigit()
    )


@functools.cache
def load_list(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_load()[name].split())


@functools.cache
def load_phrases(name: str) -> tuple[str, ...]:
    """The phrases of one list, between bars."""
    return tuple(" ".join(phrase.split()) for phrase in _load()[name].split("|"))


@functools.cache
def load_opposites() -> frozenset[frozenset[str]]:
    """Pairs of classes that can't both hold of one thing."""
    return frozenset(frozenset(line.split()) for line in _load()["opposites"].strip().splitlines())


@functools.cache
def find_kin(name: str) -> frozenset[str]:
    """Other classes whose events one may tell for this class's: who was told of a danger was warned."""
    lines = [frozenset(line.split()) for line in _load()["kin"].strip().splitlines()]
    return frozenset().union(*(line for line in lines if name in line)) - {name}


@functools.cache
def _load_classes(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _load()[name].strip().splitlines():
        head, members = line.split(":")
        for member in members.split():
            found.setdefault(member, head)
    return found


@functools.cache
def _load() -> dict[str, str]:
    return tomllib.loads(resources.files("sayso.link").joinpath("frames.toml").read_text(encoding="utf-8"))
