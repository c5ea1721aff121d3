"""What is known of names before any document is read: bodies and countries with their other names, peoples, given names.

Four lists, each loaded when it is first asked for: `equivalents.txt` and `nations.txt` (by hand), `armed_groups.txt`
(made by training/armed_groups.py from the Phoenix dictionaries of the Open Event Data Alliance, MIT) and `given_names.txt`
(by hand). A name never stands for two: where lists disagree the one written by hand holds.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources

from sayso.link.names import is_acronym, parse_name, strip_classes
from sayso.link.naming import Words

Known = tuple[str, str]  # name, kind
NOWHERE = "-"  # in nations.txt, for adjectives of no one country
WORDS_TOO = frozenset({"ice", "who", "us", "un", "ap", "eta", "let"})  # acronyms that are words when not in capitals


@functools.cache
def load_equivalents() -> dict[Words, Known]:
    """Names that mean the same body or country wherever they stand."""
    known: dict[Words, Known] = {}
    for kind, *names in _read("equivalents.txt"):
        for name in names:
            known[parse_name(name).words] = (names[0], kind)
    for country, *_ in _read("nations.txt"):
        if country == NOWHERE:
            continue
        known.setdefault(parse_name(country).words, (country, "place"))
    return known


@functools.cache
def load_adjectives() -> dict[Words, str]:
    """Adjectives and names of peoples, singular and plural, to the country; faiths and parts of the world to nothing."""
    found: dict[Words, str] = {}
    for country, *adjectives in _read("nations.txt"):
        for adjective in adjectives:
            words = parse_name(adjective).words
            found[words] = country
            found.setdefault((*words[:-1], words[-1] + "s"), country)
    return found


@functools.cache
def load_groups() -> dict[Words, Known]:
    """Armed groups by each of their names."""
    by_hand = load_equivalents()
    known: dict[Words, Known] = {}
    for names in _read("armed_groups.txt"):
        listed = {by_hand[words] for name in names if (words := parse_name(name).words) in by_hand}
        if len(listed) > 1:
            continue  # one entry there, two bodies here: it says nothing that can be relied on
        group = listed.pop() if listed else (names[0], "organisation")
        for name in names:
            words = parse_name(name).words
            if by_hand.get(strip_classes(words), group) == group:  # not "al-Qaeda Organization" for one of its branches
                known.setdefault(words, group)
    return known


@functools.cache
def load_given_names() -> dict[str, frozenset[str]]:
    """For each given name or short form, the lines of the list that it stands in; two that share one may be one name."""
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for names in _read("given_names.txt"):
        for name in names:
            lines[parse_name(name).words[0]].add(names[0])
    return {name: frozenset(found) for name, found in lines.items()}


def find_known(words: Words, surface: str) -> Known | None:
    """The body or country that a name means wherever it stands; null when no list has it.

    A short acronym counts only in capitals: "who" and "let" are words.
    """
    known = load_equivalents().get(words) or load_groups().get(words)
    if known and len(words) == 1 and len(words[0]) <= 4 and not is_acronym(surface.removeprefix("the ").strip()):
        return None if words[0] in WORDS_TOO or words not in load_equivalents() else known
    return known


def is_adjective(words: Words) -> bool:
    """Whether words only say whose something is: 'Syrian', 'Islamic', 'Europeans'."""
    return words in load_adjectives()


def _read(name: str) -> Iterator[list[str]]:
    """Lines of a list, parted at bars."""
    for line in resources.files("sayso.link").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]
