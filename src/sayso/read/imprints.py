"""Who published a work, when, on which pages and where it is to be had: what stands behind its title."""

from __future__ import annotations

import re

URL = re.compile(r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”]+")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)(?=[a-z]?\b)")
THESIS = re.compile(r"\b(?:thesis|dissertation|diss)\b", re.IGNORECASE)
DOI = re.compile(r"\b(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
DATE = (
    rf"(?:(?:(?:\d{{1,2}}(?:[–-]| and ))?\d{{1,2}}(?:st|nd|rd|th)?\s)?{_MONTH}(?:\s\d{{1,2}}(?:st|nd|rd|"
    rf"th)?(?:(?:[–-]| and )\d{{1,2}})?)?,?\s+(?:1[5-9]|20)\d\d|(?:1[5-9]|20)\d\d[ ,]\s?{_MONTH}(?:\s\d{{1,2}})?|"
    rf"\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:1[5-9]|20)\d\d-\d\d-\d\d)"
)
ACCESS = re.compile(
    r"[\[(]?\b(?:last\s+|date\s+)?(?:accessed|retrieved|visited|viewed|checked|consulted|available(?:\s+online)?)\b"
    rf"(?:\s+(?:on|at|from)\b|:)*(?:\s*{DATE})?(?:,?\s*(?:from|at)\b:?)?[\])]?[:.,;]?|\[?\bonline\b\]\.?",
    re.IGNORECASE,
)
FULL_DATE = re.compile(DATE)
_PAGES = (
    r"[A-Za-z]?\d{1,5}[a-z]?(?:\s?[–-]\s?[A-Za-z]?\d{1,5})?"
    r"(?:,\s?(?!(?:1[5-9]|20)\d\d\b)\d{1,4}(?:[–-]\d{1,4})?(?![\w(]))*"
)
LINES = r"\d{1,4}:\d{1,3}(?:[–-](?:\d{1,4}:)?\d{1,3})?"
"""Page and line of a transcript: '33:4-12', '41:20-42:7'."""
_PAGE = (
    re.compile(rf"\bTr\.\s?(?P<page>{LINES})"),
    re.compile(rf"\bS\.\s?(?P<page>{_PAGES})"),
    re.compile(rf"\b(?:pp?|pages?)\.?\s*(?P<page>{_PAGES}|[ivxlc]{{1,7}}(?:[–-][ivxlc]{{1,7}})?\b)"),
    re.compile(rf"\bat\s(?:pp?\.\s?)?(?P<page>{_PAGES})"),
    re.compile(rf"\)\s?:\s?(?P<page>{_PAGES})"),
    re.compile(rf"\b\d{{1,4}}\s?:\s?(?P<page>{_PAGES})"),
    re.compile(rf"\)\s*,\s*(?P<page>{_PAGES}|[ivxlc]{{2,7}}\b)"),
    re.compile(r"\)\s+(?P<page>\d{1,4}(?:[–-]\d{1,4})?)\.?$"),
    re.compile(rf"(?:^|,)\s*(?P<page>{_PAGES})\s*[.)]*$"),
    re.compile(rf"^\W*(?P<page>{_PAGES})\.\s"),
)
IMPRINT = re.compile(r"\((?P<inside>[^()]*?\b(?P<year>(?:1[5-9]|20)\d\d|n\.d\.|forthcoming)[a-z]?)\)")
_PLACE = (
    r"(?:St\. )?[A-ZÀ-Þ][\w’'-]*(?:[ -](?:upon |on |de |la |of |am )?[A-ZÀ-Þ][\w’'-]*){0,3}(?:,\s"
    r"(?:[A-Z]{2,3}|D\.C\.|[A-Z]\.[A-Z]\.|[A-Z][a-z]+))?"
    r"(?:(?:,| and| &|/) ?[A-ZÀ-Þ]\w+){0,2}"
)
_PRESS = r"[A-ZÀ-Þ](?:[^,;:().]|\.(?=[\w,]|\s(?:[a-z&]|Co\b|Inc\b|Ltd\b))){1,90}?"
PLACE_PRESS = re.compile(
    r"(?:^|[.,(?!]\s*)(?:(?:\d+(?:st|nd|rd|th)|[Rr]ev\.|[Ss]econd|[Tt]hird)\s+ed(?:n|ition)?\.?,?\s+)?"
    rf"(?P<place>{_PLACE}):\s(?P<press>{_PRESS})(?:[,;]\s*(?P<year>(?:1[5-9]|20)\d\d)|\.?\s*$|\.\s|,\s)"
)
EDITION = re.compile(r",?\s*\(?\b(?:\d+(?:st|nd|rd|th|d)|rev\.|revised|second|third)\s+ed(?:n|ition|\.)?\.?\)?", re.IGNORECASE)
NUMBER_PART = re.compile(
    r"(?:vol|no|issue|nr|report no|working paper|paper|briefing|art|article|ser|series|pp?|paras?|ch|section|"
    r"entry|ed|eds|trans|case|file|doc|"
    r"document|column|edition|late edition|final edition|sec|tech|technical report|rep|fol|table|annex|box|report$|"
    r"folder|s)\b\.?|\d|[A-Z]\d+\b",
    re.IGNORECASE,
)
SMALL = frozenset(
    ["of", "the", "on", "and", "for", "upon", "in", "to", "de", "la", "des", "du", "del", "&", "at", "a", "an", "von"]
)
_DEGREE = re.compile(
    r"^(?:(?:PhD|MA|Ph\.D\.|master[’']s|doctoral|unpublished)\s+)*(?:diss(?:ertation|\.)|thesis),?\s*", re.IGNORECASE
)


def join_lines(words: str) -> str:
    """Words of a note on one line: addresses that a line's end broke are whole again."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    out = ""
    for line in lines:
        out += "" if not out or _breaks_address(out, line) else " "
        out += line
    return " ".join(out.split())


def _breaks_address(before: str, line: str) -> bool:
    last, first = before.rsplit(" ", 1)[-1], line.split(" ", 1)[0]
    if not (URL.match(last.lstrip("(<[")) or DOI.match(last)) or URL.match(first):
        return False
    if last[-1] in "-/_=&?%" and not first.startswith("("):
        return True
    if last[-1] in ".,;)>]":
        return False
    return bool(re.search(r"[/_=&%?\d]|\.(?:pdf|html?|aspx?|php|com|org|net)\b", first)) and not YEAR.match(first)


def find_url(text: str) -> str | None:
    doi = DOI.search(text)
    found = URL.search(text)
    if found is not None:
        url = found.group().rstrip(".,;:’'”>]")
        return url if url.count("(") == url.count(")") else url.rstrip(")")
    return f"https://doi.org/{doi['doi'].rstrip('.,;')}" if doi else None


def find_page(rest: str) -> str | None:
    rest = FULL_DATE.sub(" ", rest)
    rest = re.sub(r"\bpp?\.\s*cm\b", "", rest)
    for pattern in _PAGE:
        for match in pattern.finditer(rest):
            page = match["page"].replace(" ", "")
            if not YEAR.fullmatch(page) or pattern in _PAGE[:4]:
                return page
    return None


def find_container(rest: str) -> str | None:
    """Where a work appeared: a newspaper, a journal; of a chapter or a thesis who published it."""
    imprint = IMPRINT.search(rest)
    if imprint is not None and FULL_DATE.search(imprint["inside"]) is not None:
        outlet = trim(rest[: imprint.start()])  # The Northern Sentinel (Velm, 9 October 2017)
        if len(outlet) > 2 and outlet[0].isupper() and not re.search(r"\d", outlet):
            return outlet
    if imprint is None or not (imprint.start() == 0 and THESIS.search(imprint["inside"])):
        rest = re.sub(r"^\((?=[A-Z])", "", rest)
        imprint = IMPRINT.search(rest)
    if imprint is not None:
        press = find_press(imprint["inside"])
        if press:
            return press
    placed = PLACE_PRESS.search(rest)
    if placed is not None and not re.match(r"(?:pp?|vol|no)\b", placed["place"]):
        return trim(placed["press"])
    edited = re.match(r"In:? .*?\)\.\s+(?P<press>[A-ZÀ-Þ][^.()]{2,60})\.?\s*$", rest)
    if edited is not None:
        return trim(edited["press"])
    plain = re.sub(r"^(?:in:?|at|for)\s+", "", rest, flags=re.IGNORECASE)
    plain = re.sub(rf"^\(?{DATE}\)?[,.]?\s*\(?", "", plain)
    plain = _DEGREE.sub("", plain)
    segments = re.split(r",\s|\s\(|;\s|:\s|\)|\s(?=\d)|\.\s+(?=[A-Z\d(]|$)|\.$|—", plain)
    for i, segment in enumerate(segments):
        name = trim(segment)
        if not name or NUMBER_PART.match(name) or re.fullmatch(_MONTH, name) or THESIS.fullmatch(name):
            continue
        while re.search(r"(?:\b[A-Z]|\b[A-Z][a-z’']{1,6})\.?$", name) and _goes_on(plain, name, segments, i):
            i += 1
            name = f"{name}. {trim(segments[i])}"
        if name[0].isupper() or re.match(r"al[- ]|e[A-Z]", name):
            return name
    return None


def _goes_on(plain: str, name: str, segments: list[str], i: int) -> bool:
    """Whether an abbreviated name was parted at its full stop: 'J. Harb. Stud.'"""
    if i + 1 >= len(segments) or not segments[i + 1][:1].isupper():
        return False
    last = name.rsplit(maxsplit=1)[-1].rstrip(".")
    following = segments[i + 1].split(" ")[0]
    known = f"{last}. {following}" in plain
    is_short = len(last) == 1 or (len(last) <= 5 and not last.isupper())
    return known and is_short and not re.match(_MONTH, following) and len(name.split()) < 6


def trim(name: str) -> str:
    """A publisher's name without what is said about it: 'Central Command slide show presented to' is Central Command."""
    name = re.sub(r"\s+", " ", name).strip(" .,;:()[]“”\"")
    words = name.split()
    lower = [i for i, word in enumerate(words) if word[0].islower() and word.lower() not in SMALL]
    if len(lower) >= 2 and lower[0] >= 2:
        name = " ".join(words[: lower[0]])
    return name.removesuffix(" vol").removesuffix(" no")


def find_press(inside: str) -> str | None:
    """Who published it, of what stands in brackets before a year: 'Velm: Pier Press, 2014', 'Thesis, College, 2007'."""
    said = YEAR.sub("", inside)
    said = re.sub(_MONTH, "", re.sub(rf"{DATE}", "", said)) if re.search(_MONTH, said) else said
    said = EDITION.sub("", said).split(": ")[-1]
    said = re.sub(r"\b(?:Spring|Summer|Autumn|Fall|Winter)\b", "", said)
    segments = [trim(part) for part in re.split(r",\s|;\s", said)]
    named = [part for part in segments if part and part[0].isupper() and not THESIS.search(part) and not NUMBER_PART.match(part)]
    named = [part for part in named if len(part) > 2]
    return (named[0] if ": " in inside or THESIS.search(inside) else named[-1]) if named else None


def find_year(rest: str) -> str | None:
    imprint = IMPRINT.search(rest)
    if imprint is not None:
        return imprint["year"]
    full = FULL_DATE.search(rest)
    found = YEAR.search(full.group()) if full else None
    found = found or next((match for match in YEAR.finditer(rest) if not re.match(r"\s?[–-]\s?\d", rest[match.end() :])), None)
    return found.group(1) if found else None


def find_article_page(rest: str) -> str | None:
    """Pages of an article: '12(3), 45-67'."""
    match = re.search(rf"\d\s?(?:\(\w[\w–-]*\))?[,:]\s?(?P<page>{_PAGES})\.?\s*$", rest)
    return match["page"] if match else None
