"""What of a document can be read as English prose: other languages stay out, capitals are made small, bad OCR is told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from sayso.models.casing import is_shouted, restore_case
from sayso.models.language import guess_all, name_language
from sayso.schema import Document, Problem, make_id

if TYPE_CHECKING:
    from sayso.models.parser import Parser
    from sayso.text.flow import Flow

MADE_BY = "read.legible 1"
MOST_TOLD = 3  # stretches whose places a problem names
# Of 85 clean documents none has more than 0.036; 2 % of letters misread, which lose a quarter of the attributions, give 0.09.
BROKEN_SHARE = 0.07  # of ordinary words
FEWEST_JUDGED = 60  # ordinary words; the share of fewer says little
MOST_JUDGED = 20_000  # words looked at, from the beginning
ORDINARY = re.compile(r"(?<![^\s(\[“‘\"'—–-])[a-z][^\s\-–—/'’“”\"()\[\].,:;?!…]{2,}(?=[\s\-–—'’”\").,:;?!…\]]|$)")
"""A word of running text: small first letter, three characters or more, no address, no path."""
INNER_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?![\w.])")
SMALL = re.compile(r"\b[a-z]+\b")


def find_foreign(texts: Sequence[str]) -> list[str | None]:
    """The language of each stretch that is in another than English; null where it is English or may be.

    A stretch that says nothing itself, such as a heading, goes with the stretches around it: it is foreign when those
    next to it on both sides, or on the one side where there are any, are.
    """
    guesses = guess_all(texts)
    known = [i for i, guess in enumerate(guesses) if guess.language is not None]
    if not any(guesses[i].is_foreign for i in known):
        return [None] * len(texts)
    found: list[str | None] = []
    before: int | None = None
    following = iter([*known, None])
    after = next(following)
    for i, guess in enumerate(guesses):
        if i == after:
            before, after = i, next(following)
            found.append(guess.language if guess.is_foreign else None)
            continue
        around = [guesses[near] for near in (before, after) if near is not None]
        found.append(around[0].language if all(near.is_foreign for near in around) else None)
    return found


def tell_foreign(
    doc: Document, flow: Flow, places: Sequence[tuple[int, int]], tags: Sequence[str | None]
) -> list[Problem]:
    """Say what was left unread for its language: a row for the document, or none."""
    left = [(place, tag) for place, tag in zip(places, tags, strict=True) if tag is not None]
    if not left:
        return []
    names = ", ".join(name_language(tag) for tag in dict.fromkeys(tag for _, tag in left))
    if len(left) == len(places):
        return [
            _tell(
                doc,
                f"in {names}",
                "sayso reads English only, and read nothing of it; add a translation of it",
                is_lost=True,
            )
        ]
    size, whole = (sum(end - start for start, end in some) for some in ([place for place, _ in left], places))
    spans = [(flow.to_canonical(*place)[0][0], flow.to_canonical(*place)[-1][1]) for place, _ in _join(places, left)]
    shown = ", ".join(f"{start}-{end}" for start, end in spans[:MOST_TOLD])
    more = f" and {len(spans) - MOST_TOLD} more" if len(spans) > MOST_TOLD else ""
    what = f"{size:,} of {whole:,} characters are in another language ({names})"
    why = f"sayso reads English only; it left out characters {shown}{more}; add a translation of them"
    return [_tell(doc, what, why)]


def _join(
    places: Sequence[tuple[int, int]], left: Sequence[tuple[tuple[int, int], str]]
) -> list[tuple[tuple[int, int], str]]:
    """Stretches that follow on each other in one language as one."""
    after = dict(itertools.pairwise(places))
    joined: list[tuple[tuple[int, int], str]] = []
    last: tuple[int, int] | None = None
    for place, tag in left:
        if joined and joined[-1][1] == tag and last is not None and after.get(last) == place:
            joined[-1] = ((joined[-1][0][0], place[1]), tag)
        else:
            joined.append((place, tag))
        last = place
    return joined


def tell_noise(doc: Document, texts: Sequence[str], *, is_word: Callable[[str], bool]) -> list[Problem]:
    """Say that a text looks badly recognised: too many of its ordinary words are in no dictionary."""
    n_words = n_broken = 0
    for match in (match for text in texts for match in ORDINARY.finditer(text)):
        n_words += 1
        n_broken += not is_word(match.group())
        if n_words == MOST_JUDGED:
            break
    if n_words < FEWEST_JUDGED or n_broken < BROKEN_SHARE * n_words:
        return []
    what = f"{n_broken:,} of {n_words:,} ordinary words are in no dictionary"
    why = "it looks like badly recognised or garbled text, and much will be missed or misread; get a cleaner copy or scan it again"
    return [_tell(doc, what, why)]


def calm(texts: Sequence[str], kinds: Sequence[str], *, parser: Parser) -> list[str]:
    """Give shouted paragraphs as they would be written in a newspaper, each as long as it was.

    Headings are left as they are unless most of the document is in capitals.
    """
    shouted = [is_shouted(text) for text in texts]
    if not any(shouted):
        return list(texts)
    is_all = 2 * sum(len(text) for text, is_ in zip(texts, shouted, strict=True) if is_) > sum(map(len, texts))
    names = _find_names(text for text, is_ in zip(texts, shouted, strict=True) if not is_)
    return [
        restore_case(text, parse=parser, is_word=parser.is_word, names=names)
        if is_ and (is_all or kind not in ("heading", "title"))
        else text
        for text, kind, is_ in zip(texts, kinds, shouted, strict=True)
    ]


def _find_names(texts: Iterable[str]) -> frozenset[str]:
    """Words that texts write with a capital within sentences, and never without, in small letters."""
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        capital.update(match.group().lower() for match in INNER_CAPITAL.finditer(text))
        small.update(match.group() for match in SMALL.finditer(text))
    return frozenset(capital - small)


def _tell(doc: Document, what: str, why: str, *, is_lost: bool = False) -> Problem:
    return Problem(make_id("x", doc.path, what, why), doc.path, what, why, is_lost, MADE_BY)
