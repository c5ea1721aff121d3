"""References in loose styles, and papers without a title: letters, interviews, a body's notices, a paper and its day."""

from __future__ import annotations

import re

from sayso.read.authors import find_authors, is_body, is_body_word_in, split_authors
from sayso.read.imprints import DATE, FULL_DATE, NUMBER_PART, YEAR
from sayso.read.parts import FINITE, Parts, place_body, split_stops

LABELLED = re.compile(
    r"(?:[A-Z][\w’'-]+\s){0,3}?(?:(?:author[’']s?|personal|telephone|phone|e-?mail|written|confidential|"
    r"classified|leaked|internal|open)\s+)*(?:letter|interview|e-?mail|memo|"
    r"memorandum|minutes|press release|speech|testimony|remarks|personal communication|hearing|transcript|"
    r"cable|affidavit|deposition|"
    r"order|statement|telegram|diary|log|deed|treaty|agreement|decree|charter|certificate|will|evidence|invoice|"
    r"contract|message|briefing)s?\b",
    re.IGNORECASE,
)
_SENT = re.compile(rf"[A-ZÀ-Þ][^,.;“\"]{{2,80}} to (?:the |[A-ZÀ-Þ])[^,.;“\"]{{2,80}}, (?:dated )?{DATE}")  # one to another
NAME_WORDS = 5  # of a page's name that stands alone before its address
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


def read_labelled(bare: str) -> Parts | None:
    """Interview with Ada Lomax, Velm, 3 May 2014; letter of the treasurer to the committee, dated ..."""
    head, _, words = bare.partition(", ")
    authors = () if LABELLED.match(bare) else find_authors(head)
    if authors or re.search(r"\b(?:exhibit|file|box|folder|document|annex|record)\b", head, re.IGNORECASE):
        bare = bare if authors else words
    else:
        words = bare
    date = FULL_DATE.search(bare)
    if date is None or not (LABELLED.match(words) or _SENT.match(bare)):
        return None
    if authors:
        found = YEAR.search(date.group())
        return Parts(authors, split_stops(words)[0].split(", ")[0], None, found.group(1) if found else None)
    found = YEAR.search(date.group())
    if re.search(r"\bof\s*$", bare[: date.start()]) and found:  # 'Deed of 9 May 1962, Provincial Archive'
        holder = bare[date.end() :].strip(" ,.").split(", ")[0]
        return Parts((), bare[: date.end()], holder if is_body(holder) else None, found.group(1))
    title = re.split(r",?\s*\(?\b(?:dated|on|of)\s*$", bare[: date.start()].strip(" ,("))[0].strip(" ,(")
    title = re.sub(r"\s(?:taken|given|held|heard)$", "", split_stops(title)[0].split("; ")[0])
    return Parts((), title, None, found.group(1) if found else None) if len(title) > 5 else None


def read_listed(bare: str) -> Parts | None:
    """Ada Lomax, Velm Courier, 3 May 2014, p. 4; Harbour Board, Annual Report, 2014, 12; Velm Courier, 3 May 2014."""
    sentence = split_stops(bare)[0] if bare else ""
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


def read_headed(bare: str) -> Parts | None:
    """Harbour Board, Annual Report, and an address: what is left when the address is taken off."""
    sentence = split_stops(bare)[0].strip(" ,.:") if bare else ""
    pieces = [piece for piece in sentence.split(", ") if piece]
    if len(pieces) == 2 and all(is_body(piece) and len(piece) > 3 for piece in pieces):
        authors = find_authors(pieces[0])
        return Parts(authors, pieces[1], None if authors else pieces[0])
    stops = [piece.strip() for piece in split_stops(bare) if piece.strip()]
    if len(stops) == 2 and all(is_body(piece) for piece in stops):
        return Parts((), stops[0], stops[1])
    return None


def read_plain(bare: str) -> Parts | None:
    """Harbour Board, Note to the head of works, 6 May 2014; Lena Okoro, Wear of iron cables at sea, preprint, section 2.

    Titles in small letters are told from remarks by what stands around them: a name before, a date or a place in the work after.
    """
    sentence = split_stops(bare)[0].rstrip(" .") if bare else ""
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
    return place_body(Parts(authors, title, None, year.group(1) if year else None, body=head or None))


def _is_plain_title(title: str, head: str) -> bool:
    words = title.split()
    if not 1 <= len(words) <= _TITLE_WORDS or FINITE.search(title) or _CALLED_BACK.match(title):
        return False
    return title[0].isupper() or LABELLED.match(title) is not None or (is_body_word_in(head) and len(words) <= NAME_WORDS)
