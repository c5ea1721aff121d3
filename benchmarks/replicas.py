"""Piles of any size, made of a small one: each replica tells another story in other words, and every offset stays true.

In a replica names are put into invented ones, numbers into others and all telling words into other English words, each
time by words of the same length, so that spans, cuts and passages hold as they are. The same word becomes the same
word all through a replica: who is who, what was copied and what contradicts stays as it was. The sentences make no sense, but
are of the shapes, lengths and repetitions that news has.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from sayso.link.wording import STOP_WORDS
from sayso.schema import TABLES, Claim, Document, Referent, Tables

WORDS = 15_000  # most frequent pieces of the encoder's vocabulary that telling words are taken from
ROOMS = ("acquire", "read")
NOT_READ = ("manifest", "duplicates")  # of a room whose other tables come from reading: replicas are no files
KEPT = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "never", "none", "nothing",
    "nobody", "neither", "without", "million", "thousand", "hundred", "billion",
))
"""Words that stay, since what a claim says turns on them."""

COUNTS = ("one two six ten", "four five nine", "three seven eight", "eleven twelve twenty thirty", "fifteen sixteen")
VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvwz"

TEXTS: Mapping[str, tuple[str, ...]] = {
    "documents": ("text", "title", "authors", "publisher", "url"), "parts": ("title", "authors"), "notes": ("url",),
    "referents": ("name", "aliases", "anchors"), "citations": ("authors", "title", "publisher", "url"),
    "claims": ("text", "standalone", "quantities"), "hops": ("name",),
}  # fmt: skip
"""Columns that hold words of the documents; other texts are kinds and reasons."""

_TOKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?!['’]t\b)|\d+")  # of "don't" nothing


@dataclasses.dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of a pile can become.

    Attributes:
        names: words that are names, as written.
        told: telling words that may become others.
        others: English words by length and last letters.
    """

    names: frozenset[str]
    told: frozenset[str]
    others: Mapping[tuple[int, str], tuple[str, ...]]

    @classmethod
    def of(cls, tables: Tables) -> Vocabulary:
        """Take the words of all documents; those that name kinds of sources ("report") stay, since rows hold them apart."""
        words = {word for document in tables.take(Document) for word in _TOKEN.findall(document.text)}
        small = {word for word in words if word.islower() and word.isascii()}
        said = {word for row in tables.take(Referent) if row.is_named for word in _TOKEN.findall(row.name)}
        names = {word for word in said if word[0].isupper() and word.lower() not in small | KEPT | set(STOP_WORDS)}
        heads = {row.head for row in tables.take(Referent) if row.head}
        counts = {word for some in COUNTS for word in some.split()}
        kept = heads | {f"{head}s" for head in heads} | counts | KEPT | set(STOP_WORDS)
        pieces = resources.files("sayso.models").joinpath("vocab.txt").read_text(encoding="utf-8").split()[:WORDS]
        others = defaultdict(list)
        for word in pieces:
            if word.isascii() and word.isalpha() and len(word) > 2 and word not in kept:
                others[len(word), word[-2:]].append(word)
                others[len(word), ""].append(word)
        told = {word for word in small - kept if len(word) > 2}
        return cls(frozenset(names), frozenset(told), {key: tuple(some) for key, some in others.items()})


class Wording:
    """The words of one replica; replica 0 is the pile as it is."""

    def __init__(self, vocabulary: Vocabulary, number: int) -> None:
        self.vocabulary, self.number = vocabulary, number
        self._known: dict[str, str] = {}
        pick = random.Random(number)
        self._letters: dict[str, str] = {}
        for letters in (VOWELS, CONSONANTS):
            turned = "".join(pick.sample(letters, len(letters)))
            self._letters |= dict(zip(letters, turned, strict=True)) | dict(zip(letters.upper(), turned.upper(), strict=True))

    def put(self, text: str) -> str:
        """A text in this replica's words, as long as it was."""
        return _TOKEN.sub(self._put_match, text) if self.number else text

    def _put_match(self, match: re.Match[str]) -> str:
        word = match.group()
        if word not in self._known:
            self._known[word] = self._put_word(word)
        return self._known[word]

    def _put_word(self, word: str) -> str:
        if word in self.vocabulary.names:
            return "".join(self._letters.get(letter, letter) for letter in word)
        small = word.lower()
        pick = random.Random(f"{self.number} {small}")
        if word.isdigit():
            return _pick_number(word, pick)
        for counts in COUNTS:
            if small in counts.split():
                return _as_written(pick.choice([count for count in counts.split() if len(count) == len(small)]), word)
        others = self.vocabulary.others
        some = others.get((len(small), small[-2:]), ())
        if len(some) < 20:  # too few to tell replicas apart
            some = others.get((len(small), ""), ())
        if small not in self.vocabulary.told or not some:
            return word
        return _as_written(pick.choice(some), word)


def _as_written(small: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return small.upper()
    return small.capitalize() if like[0].isupper() else small


def _pick_number(digits: str, pick: random.Random) -> str:
    """Another number with as many digits; of what may be a day a day, of what may be a year a year near it."""
    number = int(digits)
    if digits[0] == "0" or not digits.isascii():
        return digits
    if 1900 <= number < 2100:
        return str(number - number % 10 + pick.randrange(10))
    least, most = 10 ** (len(digits) - 1), 10 ** len(digits) - 1
    return str(pick.randint(least, 28 if 10 <= number <= 31 else most))


@dataclasses.dataclass(frozen=True, slots=True)
class Pile:
    """A pile to replicate: its rows by document, and its words."""

    rows: Mapping[str, Mapping[str, tuple[Any, ...]]]
    vocabulary: Vocabulary
    ids: frozenset[str]

    @classmethod
    def of(cls, tables: Tables) -> Pile:
        """Take the rows that reading gave, apart by document."""
        document_of = {row.id: row.document_id for row in tables.take(Claim)}
        rows: dict[str, dict[str, list[Any]]] = {row.id: defaultdict(list) for row in tables.take(Document)}
        ids: set[str] = set()
        for table in TABLES.values():
            if table.room not in ROOMS or table.name in NOT_READ:
                continue
            for row in tables.named(table.name):
                id_ = row.id if table.name == "documents" else getattr(row, "document_id", "") or document_of[row.claim_id]
                rows[id_][table.name].append(row)
                ids |= {row.id} if table.key == ("id",) else set()
        return cls(
            {id_: {name: tuple(some) for name, some in sets.items()} for id_, sets in rows.items()},
            Vocabulary.of(tables), frozenset(ids),
        )  # fmt: skip

    def replicate(self, n_claims: int) -> Tables:
        """Rows of as many replicas as give that many claims; of the last document the claims past it are left out.

        The path of a document begins with its replica's number.
        """
        made, left, number = Tables(), n_claims, 0
        while left > 0:
            wording = Wording(self.vocabulary, number)
            for sets in self.rows.values():
                made_rows = {name: [self._put(name, row, wording) for row in some] for name, some in sets.items()}
                kept = {claim.id for claim in made_rows.get("claims", [])[:left]}
                for name, some in made_rows.items():
                    made.add(name, [row for row in some if name not in ("claims", "hops") or _claim_id(row) in kept])
                left -= len(kept)
                if left <= 0:
                    break
            number += 1
        return made

    def _put(self, table: str, row: Any, wording: Wording) -> Any:
        texts = TEXTS.get(table, ())
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(row):
            value = getattr(row, field.name)
            if field.name in texts:
                changed[field.name] = _map(value, wording.put)
            elif isinstance(value, (str, tuple)):
                changed[field.name] = _map(value, lambda text: self._put_id(text, wording.number))
        if table == "documents":
            changed["path"] = f"{wording.number}/{row.path.rsplit('/', 1)[-1]}"
            changed["sha256"] = _hash(row.sha256, wording.number)
        return dataclasses.replace(row, **changed)

    def _put_id(self, text: str, number: int) -> str:
        return f"{text[0]}{_hash(text, number)[:14]}" if text in self.ids and number else text


def _claim_id(row: Any) -> str:
    id_: str = row.id if isinstance(row, Claim) else row.claim_id
    return id_


def _map(value: Any, put: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return put(value)
    return tuple(_map(one, put) for one in value) if isinstance(value, tuple) else value


@functools.lru_cache(maxsize=200_000)
def _hash(text: str, number: int) -> str:
    return hashlib.sha256(f"{text} {number}".encode()).hexdigest()


def number_of(document: Document) -> int:
    """The replica that a document belongs to."""
    return int(document.path.split("/", 1)[0])
