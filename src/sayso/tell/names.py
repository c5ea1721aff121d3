"""Where names stand in a text, however they are written: in parts, in capitals, with accents or without, broken over lines.

A text is read word by word, each word folded (no case, no accents, no hidden characters), so that the time grows with the
text and not with the number of names. In what looks like an address (`i.tarn@harbour.example`, `/people/ilse-tarn`,
`Ilse%20Tarn.pdf`) names are found in any case and run together with other words.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from sayso.tell.words import HIDDEN, PARTICLES, SHORTEST, Word, fold, join_broken, list_parts, match_words, split_words

BETWEEN = 40  # characters between two parts of one name
INITIALS = 3  # before a name
APOSTROPHES = ("'", "’", "ʼ")
SHORTEST_INSIDE = 5  # letters of a part that is found inside a word of an address: 'ann' would be found in 'announcements'

# Words that make an address of what they are in. A file's name counts as one wherever it stands.
_RUN = re.compile(r"[^\s<>\"“”]+")
_ADDRESS = re.compile(
    r"@|://|www\.|\\|/[\w%~-]+[./]|_|%20|\w\.(?:pdf|docx?|html?|txt|eml|msg|jpe?g|png|xlsx?|csv)\b", re.IGNORECASE
)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SUBWORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"[A-Z][a-z]{2,}")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_JOINED = {"R": "ובלהשמכ", "AL": "وفبلك"}  # letters that Hebrew and Arabic write as one word with the name after them
_BETWEEN = re.compile(
    rf"[-_.+]|%20|[\s,{HIDDEN}]*(?:(?:[^\W\d_]\.?|{'|'.join(sorted(PARTICLES))})[\s{HIDDEN}]+|[\"“‘'(][^\W\d_]+[\"”’')][\s{HIDDEN}]+){{0,3}}"
)  # what may stand between two parts of one name: an initial, a particle, a nickname in quotes
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n\"“‘]\s*)$")


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or something, whose names are to be found.

    Attributes:
        has_parts: whether words of its names are names by themselves, as a person's are.
    """

    stand_in: str
    names: tuple[str, ...]
    has_parts: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    stand_ins: frozenset[str]


class Names:
    """Finds the names of some persons in texts.

    Args:
        persons: whom to find. A word that two of them share stands for either.
        common: folded words that the documents use as plain words too: at a sentence's start they are no names.
    """

    def __init__(self, persons: Iterable[Person], *, common: frozenset[str] = frozenset()) -> None:
        self._common = common
        self._whole: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._initials: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._givens: dict[str, set[str]] = defaultdict(set)  # initials of a stand-in's names
        self._inside: dict[str, set[str]] = defaultdict(set)  # found inside words of addresses
        self._unspaced: dict[str, set[str]] = defaultdict(set)
        for person in persons:
            for name in person.names:
                self._add(name, person)
        self._find_inside = _any_of(self._inside)
        self._find_unspaced = _any_of(self._unspaced)
        self._cache: dict[str, str] = {}

    @property
    def parts(self) -> frozenset[str]:
        """Folded words that are names by themselves."""
        return frozenset(self._parts)

    def _add(self, name: str, person: Person) -> None:
        words = tuple(word.folded for word in split_words(name))
        if not words:
            return
        if _UNSPACED.search(name):
            self._unspaced[fold(name)].add(person.stand_in)
        self._whole[words[0]][words].add(person.stand_in)
        parts = list_parts(name) if person.has_parts else []
        for part in parts:
            self._parts[part].add(person.stand_in)
        if len(parts) > 1:
            initials = tuple(part[0] for part in parts)
            self._initials[initials].add(person.stand_in)
            self._givens[person.stand_in].update(initials[:-1])
            for run in ("".join(parts), "".join(reversed(parts)), initials[0] + parts[-1], parts[-1] + initials[0]):
                self._inside[run].add(person.stand_in)
        for part in parts or (["".join(words)] if len("".join(words)) >= SHORTEST_INSIDE else []):
            if len(part) >= SHORTEST_INSIDE:
                self._inside[part].add(person.stand_in)

    # ------------------------------------------------------------ finding

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and stand-in of each name, in order; names of one person that stand side by side are one."""
        words = list(split_words(text))
        hits = [*self._find_names(text, words), *self._find_in_addresses(text)]
        if joined := join_broken(text, words):
            hits += self._find_names(text, joined)
        if self._find_unspaced:
            hits += self._find_within(words, self._find_unspaced, self._unspaced)
        for hit in _merge(text, hits):
            yield hit.start, hit.end, _describe(hit.stand_ins)

    def replace(self, text: str) -> str:
        """The text with stand-ins."""
        known = self._cache.get(text)
        if known is not None:
            return known
        parts, at = [], 0
        for start, end, stand_in in self.find(text):
            parts += [text[at:start], stand_in]
            at = end
        told = "".join([*parts, text[at:]])
        if len(self._cache) < CACHED and len(text) < LONG:
            self._cache[text] = told
        return told

    def replace_address(self, text: str) -> str:
        """A path or an address with stand-ins; all of it is taken for one, spaces and all."""
        words = list(split_words(text))
        hits = [*self._find_names(text, words), *self._find_in(text, 0, len(text))]
        parts, at = [], 0
        for hit in _merge(text, hits):
            parts += [text[at : hit.start], _describe(hit.stand_ins)]
            at = hit.end
        return "".join([*parts, text[at:]])

    def _find_names(self, text: str, words: Sequence[Word]) -> Iterator[_Hit]:
        i = 0
        while i < len(words):
            hit, n = self._find_whole(text, words, i)
            hit = hit or self._find_part(text, words, i)
            if hit:
                yield hit
            i += n

    def _find_whole(self, text: str, words: Sequence[Word], i: int) -> tuple[_Hit | None, int]:
        """The longest whole name, or dotted initials, that begin with a word; and how many words to go on."""
        word = words[i]
        for names in sorted(self._whole.get(word.folded, {}), key=len, reverse=True):
            last = match_words(text, words, i, names)
            if last is None or (len(names) == 1 and word.text[0].islower() and not word.text.isdigit()):
                continue
            if len(names) == 1 and self._is_common(text, word):
                continue
            return _Hit(word.start, last.end, frozenset(self._whole[word.folded][names])), len(names)
        if len(word.text) == 1 and word.text.isupper():
            for initials in self._initials:
                last = match_words(text, words, i, initials) if initials[0] == word.folded else None
                if last and all("." in text[words[k].end : words[k].end + 1] for k in range(i, i + len(initials) - 1)):
                    return _Hit(word.start, last.end, frozenset(self._initials[initials])), len(initials)
        return None, 1

    def _find_part(self, text: str, words: Sequence[Word], i: int) -> _Hit | None:
        """A word of a name by itself, with the initials beside it."""
        word = words[i]
        start, stand_ins = word.start, self._parts.get(word.folded)
        if not stand_ins and len(word.folded) > SHORTEST + 1 and word.folded[-1] == "s":  # the Tarns
            stand_ins = self._parts.get(word.folded[:-1])
        joined = _JOINED.get(unicodedata.bidirectional(word.text[0]), "")
        if not stand_ins and joined and word.text[0] in joined:
            start, stand_ins = word.start + 1, self._parts.get(word.folded[1:])
        if not stand_ins or word.text[0].islower() or self._is_common(text, word):
            return None
        start, end = self._stretch(text, words, i, start, stand_ins)
        return _Hit(start, end, frozenset(stand_ins))

    def _stretch(self, text: str, words: Sequence[Word], i: int, start: int, stand_ins: set[str]) -> tuple[int, int]:
        """Start and end of a part of a name with the initials before it, or with one after it: `I. B. Tarn`, `Tarn, I.`"""
        givens = {letter for stand_in in stand_ins for letter in self._givens[stand_in]}
        k = i - 1
        if k >= 0 and len(words[k].text) < SHORTEST and text[words[k].end : start] in APOSTROPHES:  # O'Braith, d'Arles
            start = words[k].start
            k -= 1
        while k >= max(0, i - INITIALS) and _is_initial(text, words[k], givens):
            if text[words[k].end : start].strip(" .\u00a0"):
                break
            start = words[k].start
            k -= 1
        if i + 1 < len(words) and words[i + 1].folded in givens and words[i + 1].text.isupper():
            following = words[i + 1]
            if len(following.text) == 1 and re.fullmatch(r",?\s", text[words[i].end : following.start]):
                return start, following.end + (text[following.end : following.end + 1] == ".")
        return start, words[i].end

    def _is_common(self, text: str, word: Word) -> bool:
        """Whether this is a plain word with which a sentence begins, and not the name that is written the same."""
        return word.folded in self._common and bool(_SENTENCE_START.search(text[max(0, word.start - 3) : word.start]))

    # ------------------------------------------------------------ addresses

    def _find_in_addresses(self, text: str) -> Iterator[_Hit]:
        if not any(sign in text for sign in "@/\\_%.") or not self._inside:
            return
        for found in _RUN.finditer(text):
            if _ADDRESS.search(found.group()):
                yield from self._find_in(text, *found.span())

    def _find_in(self, text: str, start: int, end: int) -> Iterator[_Hit]:
        plain, places = _decode(text, start, end)
        for found in _SUBWORD.finditer(plain):
            humps = ((found.start() + hump.start(), hump.group()) for hump in _CAMEL.finditer(found.group()))
            for at, bit in ((found.start(), found.group()), *humps):
                folded = fold(bit)
                if stand_ins := self._parts.get(folded) or self._inside.get(folded):
                    yield _Hit(places[at], places[at + len(bit)], frozenset(stand_ins))
            folded = fold(found.group())
            if self._find_inside and len(folded) == len(found.group()):
                for inner in self._find_inside.finditer(folded):
                    if len(inner.group()) >= SHORTEST_INSIDE:
                        a, b = found.start() + inner.start(), found.start() + inner.end()
                        yield _Hit(places[a], places[b], frozenset(self._inside[inner.group()]))

    @staticmethod
    def _find_within(words: Sequence[Word], pattern: re.Pattern[str], known: Mapping[str, set[str]]) -> Iterator[_Hit]:
        for word in words:
            if len(word.folded) == len(word.text):
                for found in pattern.finditer(word.folded):
                    yield _Hit(word.start + found.start(), word.start + found.end(), frozenset(known[found.group()]))


TOGETHER = 3  # stand-ins that a shared name is replaced by; more would be no sentence
CACHED = 20_000  # texts of which the masked one is kept: names and reasons come again and again
LONG = 400  # characters of a text that is


def _is_initial(text: str, word: Word, givens: set[str]) -> bool:
    return len(word.text) == 1 and word.text.isupper() and (text[word.end : word.end + 1] == "." or word.folded in givens)


def _decode(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """An address with its percent signs read, and by place in that the place in the text."""
    places: list[int] = []
    plain, at = "", start
    for found in _PERCENT.finditer(text, start, end):
        plain += text[at : found.start()]
        places += range(at, found.start())
        read = unquote(found.group(), errors="replace")
        plain += read
        places += [found.start()] * len(read)
        at = found.end()
    return plain + text[at:end], [*places, *range(at, end + 1)]


def _merge(text: str, hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Hits in order, none over another; those of one person with but an initial or the like between are one."""
    last: _Hit | None = None
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if last is None:
            last = hit
        elif hit.start < last.end:
            shared = last.stand_ins if hit.end <= last.end else last.stand_ins & hit.stand_ins or last.stand_ins | hit.stand_ins
            last = _Hit(last.start, max(last.end, hit.end), shared)
        elif (shared := last.stand_ins & hit.stand_ins) and _is_between(text, last.end, hit.start):
            last = _Hit(last.start, hit.end, shared)
        else:
            yield last
            last = hit
    if last:
        yield last


def _is_between(text: str, start: int, end: int) -> bool:
    return end - start <= BETWEEN and "\n\n" not in text[start:end] and bool(_BETWEEN.fullmatch(text[start:end]))


def _describe(stand_ins: frozenset[str]) -> str:
    """One stand-in, or those that a shared name may stand for."""
    told = sorted(stand_ins, key=lambda name: (len(name), name))
    return " or ".join(told) if len(told) <= TOGETHER else "a masked person"


def _any_of(words: Mapping[str, set[str]]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))) if words else None
