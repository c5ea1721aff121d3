"""Names as they are compared: accents, capitals, articles, titles and class nouns out of the way."""

from __future__ import annotations

import dataclasses
import functools
import re

from anyascii import anyascii

from sayso.link.naming import Words, load_words
from sayso.link.spellings import is_misspelt

TITLES = load_words("titles")
OFFICES = load_words("offices")
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
APART = load_words("apart")
SHORT_FORMS = {"mt": "mount", "gen": "general", "gov": "governor", "sen": "senator", "col": "colonel", "capt": "captain",
               "lt": "lieutenant", "sgt": "sergeant", "cllr": "councillor"}
NOT_NAMES = load_words("not_names")
_SHORTENED: dict[Words, str] = {
    ("united", "states"): "us", ("united", "kingdom"): "uk", ("united", "nations"): "un", ("european", "union"): "eu",
}

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
    words = [SHORT_FORMS.get(word, word) for word in _WORD.findall(text)]
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return tuple(words)


def shorten(words: Words) -> Words:
    """A body's name with the country or union before it cut short: "United States Central Command" is "US Central Command"."""
    short = _SHORTENED.get(words[:2]) if len(words) > 2 else None
    return words if short is None or words[2] in ("of", "and") else (short, *words[2:])


def strip_titles(words: Words) -> Words:
    """A person's name without titles before it and letters after it."""
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in AFTER_NAMES:
        words = words[:-1]
    if len(words) > 3 and words[0] == "of":
        words = words[2:]  # 'Secretary of State Jane Doe'
    last = max((i for i, w in enumerate(words[:-1]) if w in (TITLES if i < len(words) - 2 else OFFICES)), default=None)
    return words if last is None else words[last + 1 :]  # 'Ardenmoor County Prosecutor Jane Doe', 'Norland President Doe'


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
    """Whether a body's name of two words or more is a fuller one without its first word or two: 'Bridge Office'.

    'Free Norland Army' is not the Norland Army, nor the National Council the Council: such a word makes another body.
    """
    n = len(full) - len(short)
    return len(short) >= 2 and 1 <= n <= 2 and full[n:] == short and not APART & set(full[:n])


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
    told = [word if word in ("us", "uk", "un", "eu") and i == 0 else word[0] for i, word in enumerate(words)]
    return {
        "".join(told), "".join(word[0] for word in words),
        "".join(letters for letters, word in zip(told, words, strict=True) if word not in SMALL_WORDS),
    }


def is_acronym(surface: str) -> bool:
    """Whether a surface is one word of 2 to 6 capitals, dots allowed: FBI, U.N., MX1."""
    bare = surface.replace(".", "").removesuffix("'s").removesuffix("’s")
    return 2 <= len(bare) <= 6 and bare.isalnum() and bare.upper() == bare and any(c.isalpha() for c in bare)
