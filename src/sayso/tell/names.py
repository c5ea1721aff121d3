"""Where names stand in a text, however they are written: in parts, in capitals, with accents or without, broken over lines.

A text is read word by word, each word folded (no case, no accents, no hidden characters), so that the time grows with the
text and not with the number of names. In what looks like an address (`i.tarn@harbour.example`, `/people/ilse-tarn`,
`Ilse%20Tarn.pdf`) names are found in any case and run together with other words.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from anyascii import anyascii

TITLES = frozenset((
    "mr mrs ms miss mx dr sir lord lady dame prof professor president general colonel captain major lieutenant sergeant corporal "
    "judge justice minister mayor mayoress governor senator king queen prince princess inspector constable sheriff bishop father "
    "rabbi imam sheikh director chairman chairwoman chair secretary spokesman spokeswoman spokesperson chief officer deputy vice "
    "ambassador chancellor councillor commissioner admiral engineer former hon rev the of and for"
).split())
"""Words before a name that are nobody's name by themselves."""
PARTICLES = frozenset("van von der den del dos das da de di du bin ibn al el la le y zu ter ten abu umm bint ap mac".split())
SHORTEST = 3  # letters of a part of a name that is found by itself: of 'Jo Ab Quill' only 'Quill'; the whole name always is
BETWEEN = 40  # characters between two parts of one name
SHORTEST_INSIDE = 5  # letters of a part that is found inside a word of an address: 'ann' would be found in 'announcements'

_HIDDEN = "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_GAP = re.compile(rf"[\s.\-‐‑‒–'’ʼ·_{_HIDDEN}]{{1,6}}")
_HYPHEN_BREAK = re.compile(r"[-‐\xad]\s*\n\s*")
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
    rf"[\s,{_HIDDEN}]*(?:(?:[^\W\d_]\.?|{'|'.join(sorted(PARTICLES))})[\s{_HIDDEN}]+|[\"“‘'(][^\W\d_]+[\"”’')][\s{_HIDDEN}]+){{0,3}}"
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
class _Word:
    start: int
    end: int
    text: str  # as it stands
    folded: str


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
        if joined := _join_broken(text, words):
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

    def _find_names(self, text: str, words: Sequence[_Word]) -> Iterator[_Hit]:
        i = 0
        while i < len(words):
            hit, n = self._find_whole(text, words, i)
            hit = hit or self._find_part(text, words, i)
            if hit:
                yield hit
            i += n

    def _find_whole(self, text: str, words: Sequence[_Word], i: int) -> tuple[_Hit | None, int]:
        """The longest whole name, or dotted initials, that begin with a word; and how many words to go on."""
        word = words[i]
        for names in sorted(self._whole.get(word.folded, {}), key=len, reverse=True):
            last = _match(text, words, i, names)
            if last is None or (len(names) == 1 and word.text[0].islower() and not word.text.isdigit()):
                continue
            if len(names) == 1 and self._is_common(text, word):
                continue
            return _Hit(word.start, last.end, frozenset(self._whole[word.folded][names])), len(names)
        if len(word.text) == 1 and word.text.isupper():
            for initials in self._initials:
                last = _match(text, words, i, initials) if initials[0] == word.folded else None
                if last and all("." in text[words[k].end : words[k].end + 1] for k in range(i, i + len(initials) - 1)):
                    return _Hit(word.start, last.end, frozenset(self._initials[initials])), len(initials)
        return None, 1

    def _find_part(self, text: str, words: Sequence[_Word], i: int) -> _Hit | None:
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
        givens = {letter for stand_in in stand_ins for letter in self._givens[stand_in]}
        end = word.end
        k = i - 1
        while k >= 0 and i - k <= 3 and _is_initial(text, words[k], givens) and len(text[words[k].end : start].strip(" .\u00a0")) == 0:
            start = words[k].start
            k -= 1
        if i + 1 < len(words) and words[i + 1].folded in givens and words[i + 1].text.isupper() and len(words[i + 1].text) == 1:
            following = words[i + 1]
            if re.fullmatch(r",?\s", text[word.end : following.start]):
                end = following.end + (text[following.end : following.end + 1] == ".")
        return _Hit(start, end, frozenset(stand_ins))

    def _is_common(self, text: str, word: _Word) -> bool:
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
            bits = [(found.start(), found.group()), *((found.start() + m.start(), m.group()) for m in _CAMEL.finditer(found.group()))]
            for at, bit in bits:
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
    def _find_within(words: Sequence[_Word], pattern: re.Pattern[str], known: Mapping[str, set[str]]) -> Iterator[_Hit]:
        for word in words:
            if len(word.folded) == len(word.text):
                for found in pattern.finditer(word.folded):
                    yield _Hit(word.start + found.start(), word.start + found.end(), frozenset(known[found.group()]))


CACHED = 20_000  # texts of which the masked one is kept: names and reasons come again and again
LONG = 400  # characters of a text that is


@functools.lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word without case, accents and hidden characters; Latin letters as ASCII."""
    if word.isascii():
        return word.casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not _is_mark(c))
    return "".join(c if c.isascii() else _to_plain(c) for c in plain).casefold()


@functools.lru_cache(maxsize=4096)
def _to_plain(character: str) -> str:
    return anyascii(character) if unicodedata.name(character, "").startswith("LATIN") else character


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def split_words(text: str) -> Iterator[_Word]:
    """Words of a text: letters and digits, with the accents and hidden characters among them."""
    for found in _word_pattern().finditer(text):
        yield _Word(found.start(), found.end(), found.group(), fold(found.group()))


@functools.cache
def _word_pattern() -> re.Pattern[str]:
    marks = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")]
    ranges, first = [], marks[0]
    for code, following in zip(marks, [*marks[1:], sys.maxunicode], strict=True):
        if following != code + 1:
            ranges.append(f"{chr(first)}-{chr(code)}")
            first = following
    return re.compile(rf"[^\W_](?:[^\W_]|[{''.join(ranges)}{_HIDDEN}])*")


def list_parts(name: str) -> list[str]:
    """Words of a person's name that are names by themselves, folded: what stands before them as a title is left out."""
    words = [word for word in split_words(name.split(",")[0] if name.count(",") == 1 and _has_title(name) else name)]
    kept = [word for word in words if word.folded not in TITLES] or words
    return [
        word.folded for word in kept
        if len(word.folded) >= SHORTEST and word.folded not in PARTICLES and not word.text.islower() and not word.folded.isdigit()
        and word.folded not in TITLES
    ]


def _has_title(name: str) -> bool:
    """Whether what comes after a name's comma says what somebody is: `Bo Quill, mayor of Saltmere`."""
    return any(word.folded in TITLES for word in split_words(name.split(",", 1)[1]))


def is_name(name: str) -> bool:
    """Whether words are a name and not a description such as `the mayor's sister`: no plain word is among them."""
    words = list(split_words(name))
    return any(word.folded not in TITLES for word in words) and all(
        not word.text.islower() or word.folded in PARTICLES or word.folded in ("the", "of", "and", "s") for word in words
    ) and not all(word.folded in TITLES or word.folded in PARTICLES for word in words)


def find_common(texts: Iterable[str], words: frozenset[str]) -> frozenset[str]:
    """Of some folded words those that texts write small more often than not: `Will`, `Bank`."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for word in split_words(text):
            if word.folded in words:
                (small if word.text[0].islower() else large)[word.folded] += 1
    return frozenset(word for word, n in small.items() if n > large[word])


def _match(text: str, words: Sequence[_Word], i: int, names: tuple[str, ...]) -> _Word | None:
    """The last word of a name that begins at a word, if it does."""
    if i + len(names) > len(words):
        return None
    for k, name in enumerate(names):
        if words[i + k].folded != name:
            last = words[i + k]
            if k != len(names) - 1 or k == 0 or last.folded != name + "s":
                return None
        if k and not _GAP.fullmatch(text[words[i + k - 1].end : words[i + k].start]):
            return None
    return words[i + len(names) - 1]


def _is_initial(text: str, word: _Word, givens: set[str]) -> bool:
    return len(word.text) == 1 and word.text.isupper() and (text[word.end : word.end + 1] == "." or word.folded in givens)


def _join_broken(text: str, words: Sequence[_Word]) -> list[_Word]:
    """The words with those as one that a hyphen breaks over two lines; none when there are none."""
    if not _HYPHEN_BREAK.search(text):
        return []
    joined: list[_Word] = []
    for word in words:
        if joined and _HYPHEN_BREAK.fullmatch(text[joined[-1].end : word.start]):
            last = joined.pop()
            joined.append(_Word(last.start, word.end, last.text + word.text, last.folded + word.folded))
        else:
            joined.append(word)
    return joined


def _decode(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """An address with its percent signs read, and by place in that the place in the text."""
    plain, places, at = "", [], start
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
    return " or ".join(told) if len(told) <= 3 else "a masked person"  # noqa: PLR2004 - more names than a sentence bears


def _any_of(words: Mapping[str, set[str]]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))) if words else None
