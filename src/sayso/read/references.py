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
    DATE,
    DOI,
    EDITION,
    FULL_DATE,
    IMPRINT,
    NUMBER_PART,
    PLACE_PRESS,
    SMALL,
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

_QUOTED = re.compile(
    r"(?:[“\"](?P<double>[^”\"]{3,300}?(?:[“\"][^”\"]{1,80}[”\"][^”\"]{0,200})?)[”\"])|(?:(?<![\w])[‘']"
    r"(?P<single>[^‘”\"]{6,300}?)[’'](?=[\s,.;:)]|$))"
)
_LABELLED = re.compile(
    r"(?:[A-Z][\w’'-]+\s){0,3}?(?:(?:author[’']s?|personal|telephone|phone|e-?mail|written|confidential|"
    r"classified|leaked|internal|open)\s+)*(?:letter|interview|e-?mail|memo|"
    r"memorandum|minutes|press release|speech|testimony|remarks|personal communication|hearing|transcript|"
    r"cable|affidavit|deposition|"
    r"order|statement|telegram|diary|log|deed|treaty|agreement|decree|charter|certificate|will|evidence|invoice|"
    r"contract|message|briefing)s?\b",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"(?:\w+ )?(?:memorandum|memo|letter|e-?mail|cable|note) (?:from|by|of) (?P<who>[^,“\"]{3,60}?)(?: to .*|,.*|)$", re.IGNORECASE
)
_SENT = re.compile(rf"[A-ZÀ-Þ][^,.;“\"]{{2,80}} to (?:the |[A-ZÀ-Þ])[^,.;“\"]{{2,80}}, (?:dated )?{DATE}")  # one to another
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
_NAME_WORDS = 5  # of a page's name that stands alone before its address
_OUTLET_WORDS = 5  # of a paper's name; what is longer is a title
_TITLE_WORDS = 20  # of a title in small letters; what is longer is a remark more often
_MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SPAN_OF_MONTHS = rf"(?:\d{{1,2}} )?{_MONTHS} (?:and|to) |{_MONTHS}[–-]"
_SPANNING_DATE = re.compile(rf"(?:dated |of )?(?:{_SPAN_OF_MONTHS})?{DATE}$|(?:1[5-9]|20)\d\d(?: (?:and|to) (?:1[5-9]|20)\d\d)?$")
_WITHIN = re.compile(  # where in a work: its section, page, table
    r"(?:sections?|sec\.|§|paras?\.?|paragraphs?|tabs?|tables?|annex(?:es)?|appendix|version|chapters?|ch\.|pp?\.|pages?|entry|"
    r"entries|items?|figures?|fig\.|fol\.|lines?|columns?|vol\.|volume|part)\s?[\dA-Z][\w./–-]*$|(?:at )?\d[\d./–-]*$",
    re.IGNORECASE,
)
_CALLED_BACK = re.compile(r"(?:op|loc|ob)\.?\s?cit\b|supra\b|above\b|as in\b|ibid", re.IGNORECASE)
_KINDS = {"preprint", "press release", "working paper", "unpublished", "draft", "mimeo", "manuscript", "report", "summary"}
_IN_TITLE = re.compile(r"[A-Za-z]\s$")
_FINITE = re.compile(r"\b(?:was|were|is|are|has|had|have|did|does|said|says|would|could|will)\b")
_TITLE_END = re.compile(r"(?<=[\w)\]”\"’])[.?!]\s+(?=[A-ZÀ-Þ\[(“\"]|\d|https?:|$)")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|vs?|St|Dr|Mr|Mrs|Nos?|Vols?|U\.S|U\.K|Inc|Ltd|Gov|Gen|pp?|eds?|Art|Ch|fol|paras?|sec|figs?|"
    r"Tech|Rep|ca?|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """What a reference says of one work; null is untold. `body` stands in the author's place and is no person."""

    authors: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    year: str | None = None
    page: str | None = None
    url: str | None = None
    body: str | None = None


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
    is_telling = is_body(words) or (words[:1].isupper() and len(words.split()) <= _NAME_WORDS and not _FINITE.search(words))
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
    authors = find_authors(who)
    if who and not authors and not is_body(who.strip(" .")) and _is_prose(who):
        return None
    written = _WRITTEN_BY.match(who) if not authors else None
    authors = authors or (find_authors(written["who"]) if written else ())
    body = who.strip(" ,.(") if who and not authors else None
    year = year_told["year"] if year_told else find_year(rest)
    reporter = _VOLUME_FIRST.match(rest) or _YEAR_FIRST.match(rest)
    if reporter:
        return Parts(authors, title, reporter["reporter"], year, reporter["pin"] or reporter["first"], body=body)
    return _place_body(Parts(authors, title, find_container(rest), year, find_page(rest), body=body))


def _stands_for_title(bare: str, match: re.Match[str]) -> bool:
    """Whether quoted words are a title: punctuation, nothing, or a name stands before them."""
    before = bare[: match.start()].rstrip()
    if before.endswith(("s.v.", "s. v.")):
        return False  # an entry of a dictionary
    return not before or before[-1] in ".,;:()—–" or bool(find_authors(before))


def _place_body(parts: Parts) -> Parts:
    """A body in the author's place is the publisher where no other is told, else the author."""
    if parts.body is None:
        return parts
    if parts.publisher is None or parts.publisher.lower() in parts.body.lower() or parts.body.lower() in parts.publisher.lower():
        return dataclasses.replace(parts, publisher=parts.body)
    return dataclasses.replace(parts, authors=(parts.body,))


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
    return _place_body(Parts(authors, title, publisher, year, find_article_page(rest), body=body))


def _split_title(rest: str) -> tuple[str | None, str]:
    """A title and what follows it: to its full stop; in styles of commas to the first comma before a name or number."""
    quoted = _QUOTED.match(rest)
    if quoted:
        return (quoted["double"] or quoted["single"]).strip(" .,"), rest[quoted.end() :].lstrip(" .,;:")
    for match in _TITLE_END.finditer(rest):
        if _ABBREVIATION.search(rest[: match.start()]) and match.group()[0] == ".":
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
    return _place_body(Parts(authors, title, publisher, year, page, body=head["who"] if is_bodys else None))


# ------------------------------------------------------------------ cases, and journals as lawyers cite them


def _read_statute(bare: str) -> Parts | None:
    """Harbours (Safety) Act 1996, s 12(3)."""
    found = _STATUTE.match(bare)
    return Parts((), found["title"], None, found["year"]) if found and not _FINITE.search(found["title"]) else None


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
    return _place_body(Parts(authors, title, press, year, page[1] if page else None, body=body))


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
    if is_body(before.split(",")[0]) and len(before) > 5 and not _is_prose(before):
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
    pieces = [piece.strip() for piece in _split_stops(rest) if piece.strip()]
    body = None
    if not authors and len(pieces) >= 3 and is_body(pieces[0]) and is_body_word_in(pieces[0]):
        body, pieces = pieces[0], pieces[1:]
    if len(pieces) < 2 or len(pieces[0]) < 4:
        return None
    tail = ". ".join(pieces[1:])
    year = find_year(tail)
    if year is None or (not authors and not body and _is_prose(pieces[0])):
        return None
    page = find_article_page(tail) or find_page(tail)
    return _place_body(Parts(authors, pieces[0].strip(" .*_"), find_container(tail), year, page, body=body))


def _split_stops(text: str) -> list[str]:
    pieces, at = [], 0
    for match in _TITLE_END.finditer(text):
        if not (_ABBREVIATION.search(text[: match.start()]) and match.group()[0] == "."):
            pieces.append(text[at : match.start() + (match.group()[0] != ".")])
            at = match.end()
    return [*pieces, text[at:].rstrip(". ")]


# ------------------------------------------------------------------ loose styles, and papers without a title


def _read_labelled(bare: str) -> Parts | None:
    """Interview with Ada Lomax, Velm, 3 May 2014; letter of the treasurer to the committee, dated ..."""
    head, _, words = bare.partition(", ")
    authors = () if _LABELLED.match(bare) else find_authors(head)
    if authors or re.search(r"\b(?:exhibit|file|box|folder|document|annex|record)\b", head, re.IGNORECASE):
        bare = bare if authors else words
    else:
        words = bare
    date = FULL_DATE.search(bare)
    if date is None or not (_LABELLED.match(words) or _SENT.match(bare)):
        return None
    if authors:
        found = YEAR.search(date.group())
        return Parts(authors, _split_stops(words)[0].split(", ")[0], None, found.group(1) if found else None)
    found = YEAR.search(date.group())
    if re.search(r"\bof\s*$", bare[: date.start()]) and found:  # 'Deed of 9 May 1962, Provincial Archive'
        holder = bare[date.end() :].strip(" ,.").split(", ")[0]
        return Parts((), bare[: date.end()], holder if is_body(holder) else None, found.group(1))
    title = re.split(r",?\s*\(?\b(?:dated|on|of)\s*$", bare[: date.start()].strip(" ,("))[0].strip(" ,(")
    title = re.sub(r"\s(?:taken|given|held|heard)$", "", _split_stops(title)[0].split("; ")[0])
    return Parts((), title, None, found.group(1) if found else None) if len(title) > 5 else None


def _read_listed(bare: str) -> Parts | None:
    """Ada Lomax, Velm Courier, 3 May 2014, p. 4; Harbour Board, Annual Report, 2014, 12; Velm Courier, 3 May 2014."""
    sentence = _split_stops(bare)[0] if bare else ""
    date = FULL_DATE.search(sentence) or YEAR.search(sentence)
    head = sentence[: date.start()] if date else sentence
    if date and _IN_TITLE.search(head) and FULL_DATE.fullmatch(date.group()) is None:
        head = sentence[: date.end()]  # 'Rivers Act 1974': the year is a part of the name
    pieces = [piece.strip(" .(") for piece in re.split(r",\s|\s\(", head) if piece.strip(" .(")]
    numbered = next((i for i, piece in enumerate(pieces) if i and NUMBER_PART.match(piece)), len(pieces))
    is_paged = numbered < len(pieces)
    pieces = pieces[:numbered]
    if not pieces or not (date or is_paged) or not all(is_body(piece) for piece in pieces) or len(pieces) > 5:
        return None
    year = YEAR.search(date.group()) if date else None
    told = year.group(1) if year else None
    authors, rest = split_authors(", ".join(pieces) + ", ")
    if authors:
        left = [piece for piece in rest.strip(" ,").split(", ") if piece]
        if len(left) == 1 and (is_body_word_in(left[0]) or date):
            return Parts(authors, None, left[0], told)
        if not left:
            return None
        title, outlet = (", ".join(left[:-1]), left[-1]) if len(left) > 1 else (left[0], None)
        return Parts(authors, title, outlet, told)
    if len(pieces) == 1:
        if not date or len(pieces[0]) < 3:
            return None
        is_outlet = FULL_DATE.fullmatch(date.group()) is not None and len(pieces[0].split()) <= _OUTLET_WORDS
        return Parts((), None, pieces[0], told) if is_outlet else Parts((), pieces[0], None, told)
    if is_body_word_in(pieces[-1]) and not is_body_word_in(pieces[0]):
        return Parts((), ", ".join(pieces[:-1]), pieces[-1], told)
    return Parts((), ", ".join(pieces[1:]), pieces[0], told)


def _read_headed(bare: str) -> Parts | None:
    """Harbour Board, Annual Report, and an address: what is left when the address is taken off."""
    sentence = _split_stops(bare)[0].strip(" ,.:") if bare else ""
    pieces = [piece for piece in sentence.split(", ") if piece]
    if len(pieces) == 2 and all(is_body(piece) and len(piece) > 3 for piece in pieces):
        authors = find_authors(pieces[0])
        return Parts(authors, pieces[1], None if authors else pieces[0])
    stops = [piece.strip() for piece in _split_stops(bare) if piece.strip()]
    if len(stops) == 2 and all(is_body(piece) for piece in stops):
        return Parts((), stops[0], stops[1])
    return None


def _read_plain(bare: str) -> Parts | None:
    """Harbour Board, Note to the head of works, 6 May 2014; Lena Okoro, Wear of iron cables at sea, preprint, section 2.

    Titles in small letters are told from remarks by what stands around them: a name before, a date or a place in the work after.
    """
    sentence = _split_stops(bare)[0].rstrip(" .") if bare else ""
    authors, rest = split_authors(sentence)
    head = "" if authors else sentence.partition(", ")[0]
    rest = rest if authors else sentence[len(head) + 2 :]
    if not authors and not (is_body(head) and len(head) > 3):
        return None
    date = re.search(rf",\s(?:{_SPAN_OF_MONTHS})?{DATE}", f", {rest}")
    pieces = rest.split(", ")
    places = next((i for i, piece in enumerate(pieces) if _WITHIN.match(piece) or _SPANNING_DATE.match(piece)), len(pieces))
    title = ", ".join(piece for piece in pieces[:places] if piece.lower() not in _KINDS)
    is_place = all(_WITHIN.match(piece) or _SPANNING_DATE.match(piece) for piece in pieces[places:])
    if not 0 < places < len(pieces) or not is_place or not _is_plain_title(title, head):
        return None
    year = YEAR.search(date.group()) if date else None
    return _place_body(Parts(authors, title, None, year.group(1) if year else None, body=head or None))


def _is_plain_title(title: str, head: str) -> bool:
    words = title.split()
    if not 1 <= len(words) <= _TITLE_WORDS or _FINITE.search(title) or _CALLED_BACK.match(title):
        return False
    return title[0].isupper() or _LABELLED.match(title) is not None or (is_body_word_in(head) and len(words) <= _NAME_WORDS)


def _is_prose(text: str) -> bool:
    """Whether words are a remark rather than a reference: most are in lower case."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if word.lower() not in SMALL]
    if _FINITE.search(text) and sum(word[0].islower() for word in words) >= len(words) / 2:
        return True
    return len(words) >= 4 and sum(word[0].islower() for word in words) > len(words) / 2


_STYLES: tuple[Callable[[str], Parts | None], ...] = (
    _read_quoted,
    _read_statute,
    _read_reporter,
    _read_packed,
    _read_labelled,
    _read_dated,
    _read_book,
    _read_stopped,
    _read_listed,
    _read_headed,
    _read_plain,
)
__all__ = ["THESIS", "URL", "YEAR", "Parts", "join_lines", "read_reference", "surname_of"]
