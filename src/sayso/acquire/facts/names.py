"""Bylines: the names of those who wrote, apart from the bodies, handles and addresses beside them."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

from sayso.acquire.facts.agencies import find_agencies, is_agency

_PARTICLES = frozenset(
    ["de", "del", "la", "las", "los", "van", "von", "zu", "den", "der", "ter", "ten", "al", "el", "bin", "bint", "ibn", "di",
     "da", "dos", "das", "du", "le", "y", "e", "of", "abu", "ben", "af", "av", "st"]
)  # fmt: skip
MOST_WORDS = 5  # of a name, particles apart
MOST = 400  # characters of what stands as authors; more is no byline
_LEAD = re.compile(
    r"(?:(?:written|reported|story|words|report|reporting|posted|published|edited|compiled|text|interview|analysis|opinion)\s+)?"
    r"(?:by|von|por|par|di|da|av|af|door|od|автор|текст|作者|文|بقلم)(?:\s*[:：/]\s*|\s+)(?=\S)"
    r"|(?:author|authors|byline|writer|reporter|autor|auteur|autore|автор|作者|記者|记者)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_ENGLISH_LEADS = ("by", "written", "reported", "story", "words", "report", "posted", "published", "edited", "compiled", "author",
                  "byline", "writer")  # fmt: skip
_ROLE = (
    r"(?:reporter|correspondent|editor|columnist|journalist|writer|analyst|contributor|author|researcher|fellow|professor|"
    r"photographer|producer|staff|blogger|commentator|bureau chief)"
)
_ROLE_TAIL = re.compile(
    rf",?\s+(?!(?:told|asked|assured|informed|met|said)\b)(?:(?:[a-z][\w’'-]*|Staff|Senior|Special|Chief|Foreign|Political|National|Business|Science|Sports|Deputy)\s+){{0,4}}?"
    rf"(?i:{_ROLE})s?\b.*$"
)
_OFFICE = re.compile(
    r"\b(?:auditor|director|minister|president|chair(?:man|woman)?|officer|secretary|manager|commissioner|inspector|judge|"
    r"attorney|doctor|captain|colonel|lieutenant|general|mayor|senator|governor)s?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;/、，]|\band\b|&|\bwith\b|\bas told to\b|\bund\b|\bet\b|\by\b|\bи\b)\s*")
_CUT = re.compile(  # what follows the names on the line
    r"\s*(?:[|·•–—(\[<]|\s-\s|\bat\s+\d|\bon\s+(?=[A-Z\d])|\b(?:for|in|at|of|from)\s+(?:the\s+)?[A-ZÀ-Þ]"
    r"|\b(?i:published|posted|updated|last|photograph|photos?|illustrat|twitter|follow|e-?mail)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d|\d).*$"
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})*|@\w{2,40}|\bhttps?://\S+|\bwww\.\S+")
_BODY = re.compile(
    r"\b(?:the|from|news|newsroom|newswire|wires?|times|post|press|agenc\w+|staff|team|desk|bureau|editorial|editors?|reporters?|"
    r"correspondents?|contributors?|writers?|admin|administrator|webmaster|redaktion|rédaction|redacción|university|college|department|"
    r"institute|school|ministry|office|council|committee|commission|foundation|association|society|service|services|network|group|"
    r"media|radio|television|tv|online|magazine|journal|gazette|herald|courier|tribune|chronicle|telegraph|observer|daily|weekly|"
    r"copyright|rights|photo|updated|ltd|inc|llc|gmbh|sources?|union|party|government|project|centre|center|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b|\.(?:com|org|net)\b|\d",
    re.IGNORECASE,
)
_GIVEN = frozenset(["may", "april", "june", "august", "tribune", "page"])  # a name may begin with these


@dataclasses.dataclass(frozen=True, slots=True)
class Byline:
    """Who is said to have written: people, bodies ("Staff", an outlet), and the agencies among these."""

    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def names_body(text: str) -> bool:
    """Whether words name a paper, an office or another body rather than people."""
    return _BODY.search(text) is not None


def read_names(text: str) -> tuple[str, ...]:
    """Read a list of personal names, "A. Writer and B. Reporter"; empty when it is anything else."""
    return split_byline(text).people


def read_byline(line: str) -> tuple[str, ...] | None:
    """Read a line that says who wrote: "By A. Writer", or a name and a role; null when the line is no byline."""
    found = read_credits(line)
    return found.people if found else None


def read_credits(line: str) -> Byline | None:
    """As `read_byline`, with the bodies and agencies that the line names beside people."""
    line = line.strip()
    if len(line) > 160:
        return None
    lead = _LEAD.match(line)
    if lead:
        return _read_after_lead(line[lead.end() :], lead.group())
    if len(line) <= 120 and not line.endswith((".", "?", "!")):
        role = _ROLE_TAIL.search(line)
        if role and role.start() and _is_name(line[: role.start()]):
            return Byline((_normal(line[: role.start()]),), agencies=find_agencies(role.group()))
    name, comma, rest = line.partition(", ")
    if comma and is_agency(rest) and _is_name(name):
        return Byline((_normal(name),), (rest,), find_agencies(rest))
    if is_agency(line) and len(line) <= 60:
        return Byline(bodies=(line,), agencies=find_agencies(line))
    return None


def _read_after_lead(rest: str, lead: str) -> Byline | None:
    is_english = lead.lower().startswith(_ENGLISH_LEADS)
    found = split_byline(rest, is_labelled=not is_english)
    if found.people:
        # "By Carol the sea had risen": running text that begins like a byline
        return None if len(rest) > 60 and rest.rstrip()[-1:] in ".?!" and not _ADDRESS.search(rest) else found
    # "by" and an outlet, "By Staff Reporters": a byline without a personal name
    if is_english and len(rest.split()) <= 6 and rest[:1].isupper() and rest[-1:] not in ".?!":
        return Byline(bodies=(rest.strip(),), agencies=find_agencies(rest))
    return None


def split_byline(text: str, *, is_labelled: bool = False) -> Byline:
    """Part people from bodies in what stands as an author.

    Args:
        text: names, perhaps with a lead ("By"), roles, towns, outlets, addresses beside them.
        is_labelled: whether a label or a tag says that these are authors; names in scripts without capitals count only then.
    """
    text = text[:MOST]
    agencies = find_agencies(text)
    text = _ADDRESS.sub(" ", _LEAD.sub("", text.strip(), count=1) if _LEAD.match(text.strip()) else text)
    text = _CUT.sub("", text) if not _CUT.match(text) else text
    people: list[str] = []
    bodies: list[str] = []
    parts = [part.strip(" \t.;:\"“”'‘’-–—|·•") for part in _SPLIT.split(text)]
    for part in (part for part in parts if part):
        role = _ROLE_TAIL.search(part)
        name = part[: role.start()] if role and role.start() else part
        if people and _OFFICE.search(name):
            continue  # after a name: an outlet, a town, a role, an office
        if _is_name(name, is_labelled=is_labelled):
            people.append(_normal(name))
        elif people or bodies or is_labelled or is_agency(part):
            bodies.append(part)
        else:
            return Byline(bodies=(part,), agencies=agencies)
    return Byline(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(bodies)), agencies)


def _normal(name: str) -> str:
    words = name.strip(" ,.;:\"“”").split()
    if name.isupper() and len(words) > 1:
        words = [word if _is_initials(word) else _to_title(word) for word in words]
    return " ".join(words)


def _to_title(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)


def _is_initials(word: str) -> bool:
    return "." in word and len(word) <= 5


def _is_name(text: str, *, is_labelled: bool = False) -> bool:
    """Whether words are a person's name: two to five with capitals, particles between them."""
    words = text.strip(" ,;:\"“”").split()
    if not words or len(words) > MOST_WORDS + 2 or is_agency(text):
        return False
    if _BODY.search(" ".join(words[1:] if words[0].lower() in _GIVEN else words)):
        return False
    if is_labelled and any(_is_caseless(word[0]) for word in words):
        return all(_is_caseless(char) or char in ".·・" for word in words for char in word) and len(words) <= MOST_WORDS
    names = [word for i, word in enumerate(words) if not (0 < i < len(words) - 1 and word in _PARTICLES)]
    return 2 <= len(names) <= MOST_WORDS and all(_is_name_word(word) for word in names)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,'’‘\"“”")
    if not bare or not all(char.isalpha() or char in ".'’-‑" or unicodedata.combining(char) for char in bare):
        return False
    return bare[0].isupper() or bare[0] in "'’" or re.match(r"(?:d|l|al|el|ul|o)['’-][A-ZÀ-Þ]", bare) is not None


def _is_caseless(char: str) -> bool:
    """Whether a letter is of a script without capitals."""
    return unicodedata.category(char) in {"Lo", "Lm"}
