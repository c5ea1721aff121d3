"""One reference taken apart: who wrote it, what it is called, who published it, when, which page, where it is to be had.

The styles (Chicago, APA, MLA, Harvard, Bluebook, IEEE, Vancouver, newspapers' and the web's own) are told by where the year
stands, whether the title is quoted, and how the authors are set; each has its function, and the first that fits reads.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from sayso.read.authors import find_authors, is_body, is_body_word_in, split_authors, surname_of
from sayso.read.imprints import (
    ACCESS,
    DOI,
    EDITION,
    FULL_DATE,
    IMPRINT,
    NUMBER_PART,
    PLACE_PRESS,
    THESIS,
    URL,
    YEAR,
    find_article_page,
    find_container,
    find_page,
    find_press,
    find_url,
    find_year,
    join_lines,
    trim,
)
from sayso.read.loose import NAME_WORDS, read_headed, read_labelled, read_listed, read_plain
from sayso.read.parts import ABBREVIATION, FINITE, TITLE_END, Parts, is_prose, place_body, split_stops

_QUOTED = re.compile(
    r"(?:[“\"](?P<double>[^”\"]{3,300}?(?:[“\"][^”\"]{1,80}[”\"][^”\"]{0,200})?)[”\"])|(?:(?<![\w])[‘']"
    r"(?P<single>[^‘”\"]{6,300}?)[’'](?=[\s,.;:)]|$))"
)
_WRITTEN_BY = re.compile(
    r"(?:\w+ )?(?:memorandum|memo|letter|e-?mail|cable|note) (?:from|by|of) (?P<who>[^,“\"]{3,60}?)(?: to .*|,.*|)$", re.IGNORECASE
)
_REPORTER = re.compile(
    r",\s(?P<volume>\d{1,4})\s(?P<reporter>[A-Z][\w.’'& ]{0,40}?)\s(?P<first>\d{1,5})(?:,\s(?P<pin>\d{1,5}"
    r"(?:[–-]\d{1,5})?))?\s\((?P<court>[^()]*?)(?P<year>(?:1[5-9]|20)\d\d)\)"
)
_VOLUME_FIRST = re.compile(
    r"\d{1,4}\s(?P<reporter>[A-Z][\w.’'& ]{0,40}?)\s(?P<first>\d{1,5})(?:,\s(?P<pin>\d{1,5}(?:[–-]\d{1,5})?))?\s\("
)
_YEAR_FIRST = re.compile(
    r"[(\[]?(?:1[5-9]|20)\d\d[)\]]\s(?:\d{1,4}\s)?(?P<reporter>[A-Z][\w.’'& ]{0,60}?)\s(?P<first>\d{1,5})"
    r"(?:,\s(?P<pin>\d{1,5}(?:[–-]\d{1,5})?))?\.?$"
)
_NEUTRAL = re.compile(
    r"^(?P<parties>[^\[\]\d]{3,80}\sv\.?\s[^\[\]\d]{2,80}?),?\s[\[(](?P<year>(?:1[5-9]|20)\d\d)[\])]\s[\w.() "
    r"]*?(?P<first>\d{1,5})"
    r"(?:,\s(?P<pin>\d{1,5}(?:[–-]\d{1,5})?))?(?:\s\([^()]*\))?\.?$"
)
_STATUTE = re.compile(
    r"(?P<title>[A-ZÀ-Þ][^.;“‘\"\d]{2,120}?\b(?:Act|Ordinance|Regulations?|Statute|Code|Rules)\s(?:of\s)?(?P<year>(?:1[5-9]|20)\d\d))"
    r"(?:,|\s\(|\.?$)"
)
_EXHIBIT = re.compile(r"(?:Exhibits?|Exs?\.|Tab|Annex)\s?[A-Z]{0,3}-?\d{1,4}[A-Z]?,\s+(?=\S)")
_REVISION = re.compile(r",\s(?:rev|version|ver|v)\.?\s?\d[\d.]*\s*$")
_SERIES = re.compile(  # a series and a number in it, behind a title
    r",\s(?:Cm(?:nd)?|HC|HL|H\.?R\.?|S\.?|UN Doc\.?|(?:Special|Research|Technical|Working|Staff) [Rr]eport)"
    r"(?:\s(?:No\.?\s?)?[\w/–-]*\d[\w/–-]*)$"
)
_CASE = re.compile(r"^(?:In re |Ex parte )|\sv\.?s?\.\s")
_JOURNAL_NUMBER = re.compile(r"\b(?P<year>(?:1[5-9]|20)\d\d)(?:\s\w{3}(?:\s\d{1,2})?)?;\s?\d{1,4}"
                             r"(?:\(\w[\w–-]*\))?:\s?(?P<page>[\w–-]+)")
_LONGEST = 1200  # characters of a reference; with twenty authors and an address it has 700


def read_reference(text: str) -> Parts | None:
    """Take one reference apart.

    Args:
        text: the words of one work, on one line, without signals such as 'see'.

    Returns:
        What it says of the work; null when it is no reference.
    """
    text = text[:_LONGEST]
    url = find_url(text)
    bare = DOI.sub(" ", URL.sub(" ", text))
    bare = ACCESS.sub(" ", bare)
    bare = re.sub(r"\s+([,.;])", r"\1", " ".join(bare.split()))
    bare = _EXHIBIT.sub("", re.sub(r"(?:[<(\[]\s*[>)\]])|[<>]", "", bare).strip(" ,;"))
    for read in _STYLES:
        parts = read(bare)
        if parts is not None:
            title = _SERIES.sub("", parts.title) if parts.title else None
            page = parts.page or find_page(_after_title(bare, parts.title))
            return dataclasses.replace(parts, title=title or parts.title, url=url, page=page)
    if url is None:
        return None
    words = bare.strip(" .,:")
    is_telling = is_body(words) or (words[:1].isupper() and len(words.split()) <= NAME_WORDS and not FINITE.search(words))
    return Parts(url=url, title=bare.strip(" .,:") if is_telling and len(bare) > 3 else None)


def _after_title(bare: str, title: str | None) -> str:
    at = bare.find(title) if title else -1
    return bare[at + len(title or "") :] if at >= 0 else bare


# ------------------------------------------------------------------ titles in quotation marks


def _read_quoted(bare: str) -> Parts | None:
    """Chicago, MLA, IEEE, Bluebook, newspapers, the web: authors, “title”, where it appeared."""
    quoted = next((match for match in _QUOTED.finditer(bare) if _stands_for_title(bare, match)), None)
    if quoted is None:
        return None
    title = (quoted["double"] or quoted["single"]).strip(" .,")
    who, rest = bare[: quoted.start()].strip(" ,;:(“\""), bare[quoted.end() :].lstrip(" .,;:)”\"")
    year_told = re.search(r"[\s,(]*\(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?[.,]?\s*$", who)
    if year_told:
        who = who[: year_told.start()].strip(" ,.(")
    written = _WRITTEN_BY.match(who)
    authors = find_authors(who) or (find_authors(written["who"]) if written else ())
    if who and not authors and not is_body(who.strip(" .")) and is_prose(who):
        return None
    body = who.strip(" ,.(") if who and not authors else None
    year = year_told["year"] if year_told else find_year(rest)
    reporter = _VOLUME_FIRST.match(rest) or _YEAR_FIRST.match(rest)
    if reporter:
        return Parts(authors, title, reporter["reporter"], year, reporter["pin"] or reporter["first"], body=body)
    return place_body(Parts(authors, title, find_container(rest), year, find_page(rest), body=body))


def _stands_for_title(bare: str, match: re.Match[str]) -> bool:
    """Whether quoted words are a title: punctuation, nothing, or a name stands before them."""
    before = bare[: match.start()].rstrip()
    if before.endswith(("s.v.", "s. v.")):
        return False  # an entry of a dictionary
    return not before or before[-1] in ".,;:()—–" or bool(find_authors(before))


# ------------------------------------------------------------------ the year behind the authors


def _read_dated(bare: str) -> Parts | None:
    """APA, Harvard, Chicago's author and date: authors, year, title, where it appeared."""
    match = re.match(
        r"(?P<who>[^“\"]{2,260}?)[.,]?\s*\((?P<year>(?:1[5-9]|20)\d\d|n\.d\.)[a-z]?(?P<day>,\s[^"
        r"()]{2,30})?\)[.,:]?\s+(?P<rest>\S.+)", bare
    ) or re.match(r"(?P<who>[^“\"()]{2,200}?)[.,]?\s+(?P<year>(?:1[5-9]|20)\d\d)[a-z]?(?P<day>,\s[^.]{3,20}"
                  r"(?=\.))?[.,:]\s+(?P<rest>[A-ZÀ-Þ‘'“\"].{5,})", bare)
    if match is None:
        return None
    who = match["who"].strip(" ,")
    authors = find_authors(who)
    body = who.strip(" .,") if not authors else None
    if not authors and (not is_body(who.strip(" .,")) or NUMBER_PART.match(who.rsplit(",", 1)[-1].strip())):
        return None
    if body and not match["rest"][:1].isupper() and match["rest"][:1] not in "“\"‘'":
        return None
    if body and re.match(r"\W*(?:pp?\.|\d|at\b)", match["rest"]):
        return None
    title, rest = _split_title(match["rest"])
    if title is None:
        return None
    publisher = find_container(rest) if rest else None
    year = None if match["year"] == "n.d." else match["year"]
    return place_body(Parts(authors, title, publisher, year, find_article_page(rest), body=body))


def _split_title(rest: str) -> tuple[str | None, str]:
    """A title and what follows it: to its full stop; in styles of commas to the first comma before a name or number."""
    quoted = _QUOTED.match(rest)
    if quoted:
        return (quoted["double"] or quoted["single"]).strip(" .,"), rest[quoted.end() :].lstrip(" .,;:")
    for match in TITLE_END.finditer(rest):
        if ABBREVIATION.search(rest[: match.start()]) and match.group()[0] == ".":
            continue
        if match.group()[0] != "." and re.match(r"[^.,;:\d]{8,120}\.\s+[A-ZÀ-Þ]", rest[match.end() :]):
            continue  # 'How far off? Errors of date. Applied Memory': the title goes on
        title = rest[: match.start() + (match.group()[0] != ".")]
        return _strip_title(title), rest[match.end() :]
    comma = re.search(r",\s(?=(?:\d+(?:st|nd|rd|th) ed|[A-Z][\w ]+ (?:Press|University|Publish\w+|Books)|"
                      r"vol\.|[A-Z][\w ]{2,40}, [A-Z][\w ]{2,30}\.?$))", rest)
    if comma:
        return _strip_title(rest[: comma.start()]), rest[comma.end() :]
    title = rest.strip(" .")
    return (_strip_title(title), "") if 3 < len(title) < 250 else (None, rest)


def _strip_title(title: str) -> str:
    title = re.sub(r"\s*\[[^\]]{3,80}\]$", "", title.strip(" .,"))
    title = re.sub(r"\s*\((?:Report|Working Paper|Paper|Publication|Briefing|Policy Brief|Rep\.|Vol\.|\d+\w* "
                   r"ed|No\.)[^)]*\)$", "", title, flags=re.I)
    return EDITION.sub("", title).strip(" .,*_") or title


# ------------------------------------------------------------------ Vancouver


def _read_packed(bare: str) -> Parts | None:
    """Lomax A, Carver B. Title. Journal. 2014;12(3):45-7."""
    head = re.match(r"(?P<who>(?:[^\W\d_][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s[A-Z]{1,3}(?:,\s|(?=\.)))+(?:et "
                    r"al)?)\.\s+(?P<rest>[A-ZÀ-Þ].+)", bare)
    is_bodys = False
    if head is not None and head["who"].count(",") == 0 and not re.search(
        r";\s?(?:1[5-9]|20)\d\d|\d\d;\s?\d|\b[A-Z][a-z]{2};\s?\d", bare):
        return None  # 'Ada L. Lomax' begins alike
    if head is None:
        if _JOURNAL_NUMBER.search(bare) is None and not re.search(r":\s[^:;]+;\s(?:1[5-9]|20)\d\d", bare):
            return None
        head = re.match(r"(?P<who>[A-ZÀ-Þ][^.]{3,80})\.\s+(?P<rest>[A-ZÀ-Þ].+)", bare)
        is_bodys = head is not None and is_body(head["who"])
        if head is None:
            return None
    authors = () if is_bodys else find_authors(head["who"])
    title, rest = _split_title(head["rest"])
    if title is None or (not authors and not is_bodys):
        return None
    numbered = _JOURNAL_NUMBER.search(rest)
    publisher = trim(rest[: numbered.start()]) if numbered else find_container(rest)
    year = numbered["year"] if numbered else find_year(rest)
    page = numbered["page"] if numbered else None
    return place_body(Parts(authors, title, publisher, year, page, body=head["who"] if is_bodys else None))


# ------------------------------------------------------------------ cases, and journals as lawyers cite them


def _read_statute(bare: str) -> Parts | None:
    """Harbours (Safety) Act 1996, s 12(3)."""
    found = _STATUTE.match(bare)
    return Parts((), found["title"], None, found["year"]) if found and not FINITE.search(found["title"]) else None


def _read_reporter(bare: str) -> Parts | None:
    """Lomax v. Carver, 12 F.3d 34, 36 (9th Cir. 2001); Ada Lomax, Title, 12 J. Harb. L. 345, 347 (2014)."""
    neutral = _NEUTRAL.match(bare)
    if neutral is not None:
        return Parts((), neutral["parties"].strip(" ,"), None, neutral["year"], neutral["pin"] or neutral["first"])
    match = _REPORTER.search(bare)
    if match is None:
        return None
    before = bare[: match.start()]
    page = match["pin"] or match["first"]
    if _CASE.search(before):
        parties = next((piece for piece in before.split(", ") if _CASE.search(piece)), before)
        name = before[before.index(parties) :]  # 'Brief at 12, Moss v. Aster': the case
        return Parts((), name.strip(" ,."), trim(match["court"]) or None, match["year"], page)
    authors, title = split_authors(before + ", ")
    if not authors:
        return None
    return Parts(authors, title.strip(" ,"), match["reporter"].strip(), match["year"], page)


# ------------------------------------------------------------------ books


def _read_book(bare: str) -> Parts | None:
    """Ada Lomax, Title (Velm: Pier Press, 2014), 12; Lomax, Ada. Title. Velm: Pier Press, 2014."""
    imprint = IMPRINT.search(bare)
    if imprint is not None and imprint.start() > 5:
        before, inside = bare[: imprint.start()].strip(" ,"), imprint["inside"]
        is_dated = FULL_DATE.search(imprint.group()) is not None
        press, year = find_press(inside), imprint["year"]
        if is_dated:
            press = None
    else:
        found = [match for match in PLACE_PRESS.finditer(bare) if match.start() > 5]
        placed = next((match for match in found if match["year"]), found[-1] if found else None)
        if placed is None or (not placed["year"] and YEAR.search(bare[placed.end() :])):
            return None  # 'Crossings: A History. Quay Press, 1998': a title with a colon
        before, press = bare[: placed.start()].strip(" ,"), trim(placed["press"])
        year = placed["year"] or find_year(bare[placed.start() :])
    parts = _split_book(before)
    if parts is None:
        return None
    authors, body, title = parts
    page = re.search(r"\s(\d{1,4}(?:[–-]\d{1,4})?)$", title) if press is None else None  # lawyers: TITLE 12 (2d ed. 2014)
    title = title[: page.start()] if page else title
    year = year if YEAR.fullmatch(year or "") else None
    return place_body(Parts(authors, title, press, year, page[1] if page else None, body=body))


def _split_book(before: str) -> tuple[tuple[str, ...], str | None, str] | None:
    """Authors or body, and title, of what stands before an imprint."""
    before = _REVISION.sub("", EDITION.sub("", before))
    authors, rest = split_authors(before + ", ")
    title = rest.strip(" ,.")
    if authors and title:
        return authors, None, _cut_title(title)
    plain = re.split(r"[.,]\s+", before, maxsplit=1)
    if len(plain) == 2 and is_body(plain[0]) and plain[1][:1].isupper():
        return (), plain[0], _cut_title(plain[1].strip(" .,"))
    if is_body(before.split(",")[0]) and len(before) > 5 and not is_prose(before):
        return (), None, _cut_title(before.strip(" .,"))
    return None


def _cut_title(title: str) -> str:
    title = re.split(r",\s+(?=p{1,2}\.|entry\b|vol\.|no\.|\d|press release|trans\.|ed\.|eds\.|edited by|"
                     r"translated by|[A-Z][\w ]*? (?:Report|Paper|Briefing|Series) (?:No\.?|Number)? ?\d)", title, maxsplit=1)[0]
    title = re.split(r"\.\s+(?:Trans|Edited|Translated|Ed|Vol)\b", title, maxsplit=1)[0]
    return title.strip(" .,*_").title() if len(title) > 8 and title.isupper() else title.strip(" .,*_")


def _read_stopped(bare: str) -> Parts | None:
    """MLA and its like: Lomax, Ada. Title. Pier Press, 2014. Title. Velm Courier. 3 May 2014."""
    authors, rest = split_authors(bare)
    if authors and not bare[: len(bare) - len(rest)].rstrip().endswith("."):
        return None
    pieces = [piece.strip() for piece in split_stops(rest) if piece.strip()]
    body = None
    if not authors and len(pieces) >= 3 and is_body(pieces[0]) and is_body_word_in(pieces[0]):
        body, pieces = pieces[0], pieces[1:]
    if len(pieces) < 2 or len(pieces[0]) < 4:
        return None
    tail = ". ".join(pieces[1:])
    year = find_year(tail)
    if year is None or (not authors and not body and is_prose(pieces[0])):
        return None
    page = find_article_page(tail) or find_page(tail)
    return place_body(Parts(authors, pieces[0].strip(" .*_"), find_container(tail), year, page, body=body))


_STYLES: tuple[Callable[[str], Parts | None], ...] = (
    _read_quoted,
    _read_statute,
    _read_reporter,
    _read_packed,
    read_labelled,
    _read_dated,
    _read_book,
    _read_stopped,
    read_listed,
    read_headed,
    read_plain,
)
__all__ = ["THESIS", "URL", "YEAR", "Parts", "join_lines", "read_reference", "surname_of"]
