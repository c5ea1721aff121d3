"""Names as they are compared: accents, capitals, articles, titles and class nouns out of the way."""

from __future__ import annotations

import dataclasses
import functools
import re
from importlib import resources

from anyascii import anyascii
from rapidfuzz.distance import OSA

from sayso.link.naming import load_words

Words = tuple[str, ...]

TITLES = load_words("titles")
AFTER_NAMES = load_words("after_names")
COMPANY_FORMS = load_words("company_forms")
ARTICLES = load_words("articles")
FOREIGN_ARTICLES = load_words("foreign_articles")
PARTICLES = load_words("particles")
SMALL_WORDS = load_words("small_words")
CLASS_NOUNS = load_words("class_nouns")
CLASS_PAIRS = frozenset({("drug", "cartel"), ("news", "agency"), ("terror", "group"), ("terrorist", "group"),
                         ("militant", "group"), ("extremist", "group"), ("rebel", "group"), ("crime", "group"),
                         ("news", "service"), ("news", "network"), ("drug", "gang"), ("drug", "trafficking")})
PLACE_CLASSES = frozenset({
    ("ciudad",), ("river",), ("lake",), ("mount",), ("city", "of"), ("town", "of"), ("village", "of"), ("state", "of"),
    ("province", "of"),
})
NOT_NAMES = load_words("not_names")

_DOTTED = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b\.?")  # U.S. and U.S, as a parser cuts it
_QUOTED = re.compile(r'"([^"]{2,40})"|(?<!\w)\'([^\']{2,40})\'(?!\w)')
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')\s*$")
_WORD = re.compile(r"[a-z0-9]+")
_DEMONYM = re.compile(r"(?:ian|ean|can|ese|ish|iri|raqi|aeli|stani|abi|emeni|ist|lamic|lim)s?$")  # Mexican, Iraqi, Maoist


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """One surface of a name, taken apart.

    Attributes:
        surface: as the document writes it.
        words: the name's words, without article, possessive, nickname and brackets.
        nicknames: what stood in quotation marks inside it, as words.
        brackets: what stood in brackets inside it, as words: usually an acronym.
    """

    surface: str
    words: Words
    nicknames: tuple[Words, ...]
    brackets: tuple[Words, ...]


@functools.lru_cache(maxsize=65536)
def parse_name(surface: str) -> Form:
    """Take a surface apart into comparable words; a name of nothing but brackets has no words."""
    text = anyascii(surface.replace("“", '"').replace("”", '"'))
    nicknames = tuple(words for a, b in _QUOTED.findall(text) if (words := _to_words(a or b)))
    bare = _QUOTED.sub(" ", text)
    brackets = tuple(words for a, b in _BRACKETED.findall(bare) if (words := _to_words(a or b)))
    words = _to_words(_BRACKETED.sub(" ", bare))
    if not words and nicknames:  # the whole name stood in quotation marks
        return Form(surface, nicknames[0], nicknames[1:], brackets)
    return Form(surface, words, nicknames, brackets)


def _to_words(text: str) -> Words:
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = _POSSESSIVE.sub("", text.strip().removeprefix("'s ")).replace("'", "").lower()
    words = _WORD.findall(text)
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return tuple(words)


def strip_titles(words: Words) -> Words:
    """A person's name without titles before it and letters after it."""
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in AFTER_NAMES:
        words = words[:-1]
    last = max((i for i, word in enumerate(words[:-2]) if word in TITLES), default=None)
    return words if last is None else words[last + 1 :]  # 'Ardenmoor County Prosecutor Jane Doe'


def strip_particles(words: Words) -> Words:
    """A surname without what stands before it: al-Baghdadi gives baghdadi."""
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return words


def strip_classes(words: Words) -> Words:
    """A body's name without company form, class noun and foreign article: 'los X', 'X drug cartel' give X.

    Nothing is stripped when what is left is no name by itself: 'Mexican cartel' stays.
    """
    left = words
    while len(left) > 1:
        if left[-1] in COMPANY_FORMS:
            left = left[:-1]
        elif len(left) > 2 and left[-2:] in CLASS_PAIRS:
            left = left[:-2]
        elif left[-1] in CLASS_NOUNS:
            left = left[:-1]
        else:
            break
    if len(left) > 1 and left[0] in FOREIGN_ARTICLES:
        left = left[1:]
    if left != words and len(left) == 1 and (left[0] in NOT_NAMES or len(left[0]) < 3 or _DEMONYM.search(left[0])):
        return words
    if len(left) == 1 and left[0].endswith("s") and _DEMONYM.search(left[0]):
        return (left[0][:-1],)  # Nigerians and Nigerian
    return left


def to_singular(words: Words) -> Words:
    """A body's name with no plural in it, for papers differ: 'Zetas cartel' and 'Zeta cartel'."""
    return tuple(word[:-1] if len(word) >= 5 and word.endswith("s") and not word.endswith("ss") else word for word in words)


def is_head(short: Words, full: Words) -> bool:
    """Whether a body's name of two words or more is what stands before 'of', 'for', 'on' ... in a fuller one."""
    n = len(short)
    return 2 <= n < len(full) and full[:n] == short and full[n] in SMALL_WORDS - {"and", "y", "et"}


def is_tail(short: Words, full: Words) -> bool:
    """Whether a body's name of two words or more is a fuller one without its first word or two: 'Bridge Office'."""
    return len(short) >= 2 and 1 <= len(full) - len(short) <= 2 and full[-len(short) :] == short


def is_kin(alias: Words, name: Words) -> bool:
    """Whether one name looks like a form of the other: a word in common, or initials."""
    shared = set(alias) & set(name) - SMALL_WORDS
    glued = "".join(alias), "".join(name)
    return bool(shared) or glued[0] in initials(name) or glued[1] in initials(alias) or is_misspelt(alias, name)


def strip_place(words: Words) -> Words:
    """A place's name without 'city of' and the like; 'X City' stays, for it is often another place than X."""
    for lead in PLACE_CLASSES:
        if words[: len(lead)] == lead and len(words) > len(lead):
            return words[len(lead):]
    return words


def initials(words: Words) -> set[str]:
    """Acronyms a name of several words may have: with and without its small words."""
    if len(words) < 2:
        return set()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL_WORDS)}


def is_acronym(surface: str) -> bool:
    """Whether a surface is one word of 2 to 6 capitals, dots allowed: FBI, U.N., MX1."""
    bare = surface.replace(".", "").removesuffix("'s").removesuffix("’s")
    return 2 <= len(bare) <= 6 and bare.isalnum() and bare.upper() == bare and any(c.isalpha() for c in bare)


def is_misspelt(a: Words, b: Words) -> bool:
    """Whether two names of as many words are one, misspelt or transliterated in another way.

    One edit (a swap counts as one) in a word of five letters or more, two in one of nine or more, none in shorter
    ones; endings that make an adjective or plural of a name (Niger, Nigerian) aren't misspellings, nor are digits.
    """
    if len(a) != len(b):
        return is_glued(a, b)
    edits = 0
    for x, y in zip(a, b, strict=True):
        if x == y:
            continue
        if not is_word_misspelt(x, y):
            return False
        edits += 1
    return edits > 0 and (edits == 1 or edits < len(a))


def is_word_misspelt(x: str, y: str) -> bool:
    """As `is_misspelt`, of one word."""
    short, long = sorted((x, y), key=len)
    if len(short) < 5 or x[0] != y[0] or any(c.isdigit() for c in x + y):
        return False
    if long.startswith(short) or (len(x) == len(y) and x[:-1] == y[:-1]):
        return False  # Niger and Nigerian, Mario and Maria, Smith and Smiths: other names, not other spellings
    allowed = 2 if len(short) >= 9 else 1
    return OSA.distance(x, y, score_cutoff=allowed) <= allowed


def is_glued(a: Words, b: Words) -> bool:
    """Whether two names differ only by where words are parted: 'alQaeda', 'Boko-haram'."""
    return "".join(a) == "".join(b) and len("".join(a)) >= 6


def is_subname(short: Words, full: Words) -> bool:
    """Whether a person's shorter name of two words or more is inside a fuller one, in order, initials counted."""
    if not 2 <= len(short) <= len(full) or short == full:
        return False
    if full[-len(short) :] == short:
        return True
    if not _fits(short[0], full[0]):
        return False
    rest = iter(full[1:])
    return all(any(_fits(word, other) for other in rest) for word in short[1:])


def _fits(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other[0] == word) or (len(other) == 1 and word[0] == other)


def clash(a: Words, b: Words) -> bool:
    """Whether two full names of persons bear one surname but other first names: two people."""
    a, b = strip_particles(a), strip_particles(b)
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1]:
        return False
    if is_subname(a, b) or is_subname(b, a) or a == b or is_misspelt(a, b):
        return False
    return not _fits(a[0], b[0])


@functools.cache
def load_equivalents() -> dict[Words, tuple[str, str]]:
    """The curated list of names that mean the same body or country: words to (name, kind)."""
    known: dict[Words, tuple[str, str]] = {}
    text = resources.files("sayso.link").joinpath("equivalents.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, *names = (part.strip() for part in line.split("|"))
        for name in names:
            known[parse_name(name).words] = (names[0], kind)
    return known
