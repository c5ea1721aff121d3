"""Authors as references print them: 'Lomax, A., & Carver, B.', 'Lomax A, Carver B', 'Ada Lomax and Bo Carver', a body."""

from __future__ import annotations

import re

_UP = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĞĪŁŃŌŘŚŞŠŤŪŹŻŽİ"
_WORD = rf"[{_UP}][\w’'-]*[\w]"
_PARTICLE = r"(?:von|van|der|den|de|del|della|di|da|du|dos|la|le|el|al|bin|ibn|ben|ter|ten|zu|af)"
_SURNAME = rf"(?:(?:{_PARTICLE}\s|al-|el-|Al-|El-|O[’'])*{_WORD}(?:[ -]{_WORD})?)"
_INITIALS = rf"(?:[{_UP}]\.[ -]?){{0,3}}[{_UP}]\."
_JUNIOR = r"(?:,?\s(?:Jr|Sr|II|III|IV)\.?)?"
_INVERTED_INITIALS = re.compile(rf"(?P<surname>{_SURNAME}),\s(?P<given>{_INITIALS})(?:\s?"
                                rf"(?P<particle>{_PARTICLE})(?=,|\s|$))?{_JUNIOR}")
_PACKED = re.compile(rf"(?P<surname>{_SURNAME}) (?P<given>[{_UP}]{{1,3}})(?=[,;]|\s(?:et|and|&)|$)")
_INVERTED = re.compile(rf"(?P<surname>{_SURNAME}),\s(?P<given>{_WORD}(?:\s(?:{_INITIALS}|"
                       rf"{_WORD})){{0,3}}\.?){_JUNIOR}")
_GIVEN = re.compile(
    rf"(?:{_INITIALS}\s?|{_WORD}\s)(?:\s?{_INITIALS}\s?|{_PARTICLE}\s|{_WORD}\s){{0,4}}\s?(?:{_PARTICLE}\s|"
    rf"al-|el-|O[’'])*{_WORD}{_JUNIOR}"
)
_LONE = re.compile(rf"{_SURNAME}")
_BETWEEN = re.compile(r"\s*(?:,?\s+(?:and|&|y|und|et)\s+|[,;]\s*&\s*|;\s*|,\s+)")
_LAST = re.compile(r"(?:\s(?:and|&)\s|&|;)")
_ET_AL = re.compile(r",?\s*(?:et\s+al\b\.?|and others\b|and colleagues\b)", re.IGNORECASE)
_ROLE = re.compile(r",?\s*[(\[]?\b(?:eds?|editors?|trans|comps?|hrsg)\b\.?[)\]]?$", re.IGNORECASE)
_HONOUR = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Gen|Col|Lt|Capt)\.?\s+(?=[A-Z])")
_SMALL = frozenset(
    ["of", "the", "on", "and", "for", "upon", "in", "to", "de", "la", "des", "du", "del", "&", "against", "at", "a", "an"]
)
_MOST_WORDS = 14  # of a body's name
_BODY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "commission committee department office agency institute university council center centre threats "
        "news nations ministry "
        "authority board service watch international group press times post courier herald network "
        "association society federation "
        "union party bank fund foundation trust company corporation inc ltd llc college school court bureau "
        "administration "
        "government parliament congress senate house assembly republic states organisation organization "
        "programme program project "
        "forum alliance league coalition campaign initiative daily gazette tribune journal review magazine "
        "weekly standard "
        "observer guardian telegraph independent mail express star globe chronicle record register reporter "
        "dispatch bulletin "
        "monitor today tv radio broadcasting media wire reuters police army navy force forces guard command "
        "staff museum library "
        "archive archives church hospital health rights laboratory division branch directorate secretariat "
        "tribunal embassy "
        "mission delegation team panel survey statistics observatory academy partners associates research "
        "studies consultants "
        "syndicate guild chamber exchange harbour port airlines railways ferries statement report letter "
        "minutes advertiser argus "
        "echo argosy examiner inquirer leader ledger messenger mercury mirror sentinel bbc cnn afp ap who un "
        "eu nato ngo",
    )
)
"""Words of which a person's name has none; one of them makes a name a body's or an outlet's."""
_ALSO_SURNAMES = frozenset(["post", "church", "bank", "school", "house", "star", "mail", "guard", "court", "fund", "ledger"])


def find_authors(who: str) -> tuple[str, ...]:
    """People that words before a title name, given name first; empty when they don't name people and nothing else."""
    plain = _clean(who)
    has_more = _ET_AL.search(plain) is not None
    plain = _ET_AL.sub("", plain).strip(" ,;")
    if not plain or any(char.isdigit() for char in plain):
        return ()
    for first, other in _SHAPES:
        names = _read_list(plain, first, other)
        # a list of full names is closed by "and"; without it the last may be a title
        is_closed = len(names) == 1 or has_more or _LAST.search(plain) or first in (_PACKED, _INVERTED_INITIALS)
        if names and _are_people(names) and is_closed:
            return tuple(names)
    return ()


def _are_people(names: list[str]) -> bool:
    """Whether no name is a body's; a word that is a surname as well counts only in a name that stands alone, without initials."""
    if any(_is_bodys(name) for name in names):
        return False
    return not any(is_body_word_in(name) for name in names) or len(names) > 1 or "." in names[0]


def _is_bodys(name: str) -> bool:
    """Whether a name holds a body's word that is not its last and a surname as well."""
    words = re.findall(r"\w+", name.lower())
    return any(word in _BODY_WORDS and not (i == len(words) - 1 and word in _ALSO_SURNAMES) for i, word in enumerate(words))


def split_authors(text: str) -> tuple[tuple[str, ...], str]:
    """People at the head of a reference, and what follows: 'Ada Lomax and Bo Carver, The Pier' gives both and 'The Pier'.

    Returns:
        Names and the rest; no names and the whole text where it doesn't begin with people.
    """
    best: tuple[tuple[str, ...], str] = ((), text)
    for match in re.finditer(r"[.,]\s+|\s(?=[“\"‘])", text[:400]):
        who, rest = text[: match.start() + (match.group()[0] == ".")], text[match.end() :]
        if not rest or rest[0].islower() or rest[0] in "&," or re.match(r"(?:and|&|Jr\b|Sr\b)", rest):
            continue
        names = find_authors(who)
        # one name alone may be followed by a title that looks like another: only a list that is closed may go on
        if names and (len(names) >= len(best[0]) if best[0] else True):
            best = (names, rest)
    return best


def is_body(who: str) -> bool:
    """Whether words before a title name a body: every word but the small ones begins with a capital."""
    words = who.split()
    capital = [word for word in words if word.lower() not in _SMALL]
    return (
        len(capital) > 0
        and len(words) <= _MOST_WORDS
        and all(word.strip("(\"“'‘[")[:1].isupper() or word[0].isdigit() for word in capital)
        and words[0].lower() not in {"see", "but", "for", "this", "these", "according"}
        and not re.search(r"[.?!]\s", re.sub(r"\b(?:[A-Z]\.)+|\b(?:St|Dept|Inc|Gov|Int|Univ)\.", "", who))
    )


def is_body_word_in(who: str) -> bool:
    """Whether a name holds a word that only bodies' and outlets' names have."""
    return any(word in _BODY_WORDS for word in re.findall(r"\w+", who.lower()))


def surname_of(author: str) -> str:
    """Last word of a person's name; a body's whole name."""
    words = [word for word in author.split() if word.rstrip(".") not in {"Jr", "Sr", "II", "III", "IV"}]
    return author if _is_bodys(author) else words[-1] if words else author


def _clean(who: str) -> str:
    plain = re.sub(rf"(?<=[{_UP}]\.)(?=[{_UP}][a-z])", " ", who.strip(" ,;:(“\"‘"))
    plain = _ROLE.sub("", plain).strip(" ,;")
    if re.search(rf"[,.]\s?[{_UP}]$", plain):
        plain += "."  # the full stop after a last initial was taken for the reference's own
    while (honour := _HONOUR.match(plain)) is not None:
        plain = plain[honour.end() :]
    if plain.endswith(".") and not re.search(rf"(?:\b[{_UP}]|Jr|Sr|al)\.$", plain):
        plain = plain[:-1]
    if len(plain) > 3 and plain.isupper():
        plain = plain.title()  # Bluebook sets authors of books in capitals
    return plain


_Shape = re.Pattern[str]
_SHAPES: tuple[tuple[_Shape, _Shape], ...] = (
    (_INVERTED_INITIALS, _INVERTED_INITIALS),
    (_PACKED, _PACKED),
    (_INVERTED_INITIALS, _GIVEN),
    (_GIVEN, _GIVEN),
    (_INVERTED, _GIVEN),
    (_INVERTED, _INVERTED),
    (_LONE, _LONE),
)
_ARTICLES = ("The", "A", "An", "On", "In", "From", "How", "Why", "When", "What", "Who", "Of", "For", "To", "No", "New")


def _read_list(plain: str, first: _Shape, other: _Shape) -> list[str]:
    names: list[str] = []
    at = 0
    while at < len(plain):
        match = (first if not names else other).match(plain, at)
        if match is None:
            return []
        name = _to_name(match)
        words = name.split()
        if not 1 <= len(words) <= 6 or any(word in _ARTICLES for word in words):
            return []
        names.append(name)
        at = match.end()
        if at >= len(plain) or not plain[at:].strip(" .,"):
            break
        between = _BETWEEN.match(plain, at)
        if between is None:
            return []
        at = between.end()
    return names


def _to_name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if "surname" not in groups:
        return " ".join(match.group().split()).strip(" ,")
    given = groups["given"].strip()
    if re.fullmatch(rf"[{_UP}]{{1,3}}", given):
        given = " ".join(f"{letter}." for letter in given)
    elif given.endswith(".") and len(given.split()[-1]) > 2 and not re.search(rf"[{_UP}]\.$", given):
        given = given[:-1]
    given = re.sub(rf"\.(?=[{_UP}])", ". ", given)
    particle = groups.get("particle")
    return " ".join(part for part in (given, particle, groups["surname"]) if part)
