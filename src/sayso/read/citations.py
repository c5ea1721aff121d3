"""Works that a document cites by note: which works a note names, and *ibid.*, *supra*, *op. cit.* and short forms followed back."""

from __future__ import annotations

import dataclasses
import re

from sayso.read.authors import find_authors, surname_of
from sayso.read.references import THESIS, YEAR, Parts, join_lines, read_reference
from sayso.read.shortforms import HEAD, NAMELESS, PINPOINT, SENTENCE, Cites, Work, find_short, first_page, is_short_of

_MOST_REMARKS = 8  # sentences of a note that may stand before the one that cites
_LONGEST_NOTE = 8000  # characters that are read; notes of two printed pages have 6,000
_MOST_WORKS = 40  # in one note; a longer list is cut, which a text made to be slow would need
_IBID = re.compile(
    r"(?:[il1]b[il]d(?:em)?|id[il]d|ibib|[il]dem|eadem)\b[.,]*|id\.(?=[\s,;)]|$)|id\b(?=,?\s(?:at|p)\b)"
    r"|(?:loc|op)\.?\s?cit\b[.,]*|ebd\.|ebenda\b|a\.\s?a\.\s?O\.", re.IGNORECASE
)
_SIGNAL = re.compile(
    r"(?:but\s+cf\.|(?:but\s|and\s)?see(?:\salso|\sgenerally|\sespecially|\sfor example|,?\se\.g\.)?|cf\.|compare|contra|"
    r"accord|e\.g\.|also|vgl\.|siehe(?:\s(?:auch|dagegen|dazu))?|s\.a\.|voir(?:\saussi)?|ähnlich|dazu|"
    r"for (?:example|instance)|i\.e\.|quoted in|cited in|as quoted in|as cited in|qtd\.? in|source|sources|"
    r"from|based on|adapted from|"
    r"according to)\s*[,:]?\s+(?=[A-ZÀ-Þ“\"‘'i]|al-)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^[^.;“\"]{5,160}?\b(?:see|see also|see, for example|cf\.)[,:]?\s+(?=[A-ZÀ-Þ“\"‘])")
_SECOND = re.compile(
    r"[\s,;.(\[]+(?:as\s+)?(?:quoted|cited|printed|qtd\.?|reproduced|reprinted|reported|recounted|excerpted)\s+(?:in|"
    r"by)\s*:?\s+", re.IGNORECASE
)
_DASHES = re.compile(r"\s*(?:[—–_-]{2,}|—)[.,]?\s*")
_HELD_IN = re.compile(r",\s+in:?\s+(?=[A-ZÀ-Þ])")
_EXHIBIT = re.compile(r"(?P<label>(?:Exhibit|Ex\.|Tab|Annex)\s?[A-Z]{0,3}-?\d{1,4}[A-Z]?)(?P<rest>.*)", re.DOTALL)
_HEARD = re.compile(r"(?:Interview|Deposition|Testimony|Examination|Evidence|Hearing) (?:of|with) (?P<name>[^,]{3,60})")
_NEXT_WORK = re.compile(r"(?<=\d)\s+with\s+(?=(?:Exhibit|Ex\.)\s)|(?<=\d)\s+and\s+(?=[A-ZÀ-Þ][\w’' ]{1,40}\s\((?:n|note)\.?\s\d)|"
                        r"(?<=[.\d)”\"/\w])\.?\s+(?=(?:See also|See|Cf\.|But see|Compare|And see|Also see|For "
                        r"[^.;]{3,90}? see)[,:]?\s+[A-ZÀ-Þ“\"‘])")
_HEREAFTER = re.compile(
    r"[,;]?\s*[(\[]?\s*(?:hereinafter|hereafter|henceforth)(?:\s+(?:cited|referred to|abbreviated|quoted)"
    r"(?:\s+(?:as|to))?)?[:,]?\s*"
    r"[“\"‘'*_]?(?P<alias>[^)\]”\"’;*_]{2,70}?)[”\"’'*_]?\s*(?:[)\]]|\.(?=\s|$)|;|$)",
    re.IGNORECASE,
)
_QUOTES = {"“": "”", "(": ")", "[": "]"}


def read_entry(body: str, cites: Cites) -> list[Work]:
    """Read an entry of a list of works; a dash in the author's place is the author of the entry before."""
    text = join_lines(body[:_LONGEST_NOTE])
    dashes = _DASHES.match(text)
    if dashes and cites.last:
        text = f"{_invert(cites.last[0])}. {text[dashes.end() :]}"
    work = _read_full(text)
    if work is None:
        return []
    cites.works.append(work)
    cites.last = (work,)
    return [work]


def _invert(work: Work) -> str:
    """Authors of a work as a list prints them: 'Okoro, Lena, and Paul Senn'."""
    if not work.authors:
        return work.publisher or ""
    first, others = work.authors[0], work.authors[1:]
    surname = surname_of(first)
    given = first.removesuffix(surname).strip()
    return " and ".join([f"{surname}, {given}" if given else surname, *others])


def read_note(body: str, cites: Cites, label: str = "") -> list[Work]:
    """Read one note: every work that it names, in order.

    A work quoted through another gives both, the one that was read last (`quoted in`). *Ibid.* gives the works of the
    citation before, a short form the earlier work that it fits.

    Args:
        body: the note's words, lines as they are printed.
        cites: works cited so far; the note's are added.
        label: the note's number, by which later notes may call it.

    Returns:
        The works; empty when the note cites none (a remark).
    """
    works: list[Work] = []
    for part in _split_works(join_lines(body[:_LONGEST_NOTE]))[:_MOST_WORKS]:
        found = _read_part(part, cites)
        if found:
            cites.last = tuple(found)
            works += found
    if label and works:
        cites.by_label[label] = tuple(works)
    return works


# ------------------------------------------------------------------ one note, several works


def _split_works(text: str) -> list[str]:
    """Split a note where one work ends and the next begins: at semicolons, and before 'See also'."""
    pieces: list[str] = []
    for sentence in _NEXT_WORK.split(text):
        start = depth = 0
        opened = ""
        for at, char in enumerate(sentence):
            if char == opened:
                opened = ""
            elif not opened and char == "“":
                opened = _QUOTES[char]
            elif char in "([":
                depth += 1
            elif char in ")]":
                depth = max(0, depth - 1)
            elif char == ";" and not opened and not depth and sentence[at + 1 : at + 2].isspace():
                pieces.append(sentence[start:at])
                start = at + 1
        pieces.append(sentence[start:])
    return _join_halves([piece.strip() for piece in pieces if piece.strip(" .;,")])


def _join_halves(pieces: list[str]) -> list[str]:
    """Join what a semicolon parted inside one reference: authors, and 'Press; 2014'."""
    joined: list[str] = []
    for piece in pieces:
        is_tail = re.match(r"(?:1[5-9]|20)\d\d[a-z]?\b|pp?\.\s|vol\.|no\.|accessed|retrieved|available|"
                           r"hereafter|hereinafter", piece, re.I)
        if joined and (is_tail or (find_authors(joined[-1]) and not re.search(r"\d", joined[-1]) and "," in joined[-1])):
            joined[-1] = f"{joined[-1]}; {piece}"
        else:
            joined.append(piece)
    return joined


def _read_part(part: str, cites: Cites) -> list[Work]:
    text = _strip_signals(part)
    exhibit = _EXHIBIT.match(text)
    if exhibit is not None and (cited := _read_exhibit(exhibit["label"].lower(), exhibit["rest"], cites)):
        return cited
    alias = _HEREAFTER.search(text)
    if alias is not None:
        text = f"{text[: alias.start()]}{text[alias.end() :]}".strip()
    second = _SECOND.search(text) or _find_held_in(text, cites)
    if second is not None and second.start() > 3:
        found = _read_second(text[: second.start()], text[second.end() :].strip(" )]"), cites)
    else:
        found = _read_work(text, cites)
    if alias is not None and found:
        is_carriers = second is not None and second.start() < alias.start()
        cites.aliases[alias["alias"].strip(" .,").lower()] = found[-1 if is_carriers else 0]
    for work in found:
        cites.add(work)
        heard = _HEARD.match(work.title or "") if re.search(r"\bTr\.", text) else None
        if heard is not None:
            cites.aliases[f"{surname_of(heard['name']).lower()} tr."] = work
    return found


def _read_exhibit(label: str, rest: str, cites: Cites) -> list[Work]:
    """'Ex. 14, Valmer Line, Plan (2015), at 88', and later 'Ex. 14 at 91'."""
    known = cites.aliases.get(label)
    if known is not None and not rest.startswith(", "):
        return [dataclasses.replace(known, how="short form", page=first_page(rest))]
    found = _read_work(rest.removeprefix(", "), cites) if rest.startswith(", ") else []
    for work in found[:1]:
        cites.aliases[label] = work
        cites.add(work)
    return found


def _find_held_in(text: str, cites: Cites) -> re.Match[str] | None:
    """Where a paper without a title is said to stand in a work cited before: 'A to B, 3 May 1926, in Hale, Lines, 19'."""
    for match in _HELD_IN.finditer(text):
        if find_short(text[match.end() :], cites):
            return match
    return None


def _strip_signals(part: str) -> str:
    text = re.sub(r"^(?:and|also|or)\s+", "", part.strip(" ,;"))
    text = re.sub(r"^\W*(?:[^.;“\"]{3,60}\b[Ss]ource:\s)", "", text)
    while (signal := _SIGNAL.match(text)) is not None:
        text = text[signal.end() :]
    return text


def _read_second(original: str, carrier: str, cites: Cites) -> list[Work]:
    """A work cited through another: 'Lomax, The Pier (1911), quoted in Carver, Hulls (2014), 12'."""
    through = _read_work(_strip_signals(carrier), cites)
    first = _read_work(original, cites) or _read_name(original)
    through = [dataclasses.replace(work, how="quoted in") if work.how == "note" else work for work in through]
    return [*first, *through] if through else first


def _read_name(original: str) -> list[Work]:
    """A speaker or paper whose work isn't told: 'Ada Lomax, quoted in ...'."""
    authors = find_authors(original)
    return [Work(authors, None, None, None, None, False, "note")] if authors else []


def _read_work(text: str, cites: Cites, tries: int = _MOST_REMARKS) -> list[Work]:
    ibid = _IBID.match(text)
    if ibid is not None:
        return _read_ibid(text[ibid.end() :], cites, is_author=ibid.group().lower().startswith(("idem", "eadem")))
    text = re.sub(r",?\s*s\.\s?v\.\s*[“\"][^”\"]{1,80}[”\"]", "", text)
    short = find_short(text, cites)
    if short:
        return short
    peeled = _peel_short(text, cites)
    if peeled:
        return peeled
    work = _read_full(text)
    if work is None and tries and (lead := _LEAD_IN.match(text)) is not None:
        return _read_work(_strip_signals(text[lead.end() :]), cites, tries - 1)
    if work is None or work.name == NAMELESS:
        rest = _after_remark(text) if tries else ""
        told = _read_work(_strip_signals(rest), cites, tries - 1) if rest else []
        return told or ([work] if work else [])
    known = next((other for other in reversed(cites.works) if other.key == work.key), None) if work.title else None
    if known is None and work.title and not work.year and not work.url:
        known = next((other for other in reversed(cites.works) if _is_named_short(work, other)), None)
    if known is not None and not work.year and not work.url:
        return [dataclasses.replace(known, how="short form", page=work.page)]
    return [work]


def _is_named_short(work: Work, other: Work) -> bool:
    """Whether a work without a year is one cited before: of the same body, with the beginning of its title."""
    is_same_body = work.publisher is not None and work.publisher == other.publisher
    return is_same_body and is_short_of(work.title or "", other.title or "")


def _peel_short(text: str, cites: Cites) -> list[Work]:
    """A short form, and after it a remark that cites another work: 'Bekele, 53. It is lower in Delta Cement: Report (1981)'."""
    match = SENTENCE.search(text)
    if match is None or match.start() > HEAD:
        return []
    short = find_short(text[: match.start()], cites)
    rest = text[match.end() :]
    colon = re.match(r"[^.;:“\"]{5,160}(?:\.\d[^.;:“\"]{0,80})?:\s+(?=[A-ZÀ-Þ“\"‘])", rest)
    if not short or not YEAR.search(rest):
        return short
    work = _read_full(rest[colon.end() :] if colon else rest)
    return [*short, work] if work is not None and work.title and work.year else short


def _after_remark(text: str) -> str:
    """What follows a first sentence that is a remark."""
    match = re.search(r"(?<=[a-z\d”\"’)])\.\s+(?=[A-ZÀ-Þ“\"])", text)
    return text[match.end() :] if match else ""


def _read_full(text: str) -> Work | None:
    parts = read_reference(text)
    return _to_work(parts, text) if parts is not None else None


def _to_work(parts: Parts, text: str) -> Work:
    return Work(
        parts.authors,
        parts.title,
        parts.publisher,
        parts.year,
        parts.url,
        THESIS.search(text) is not None,
        "note",
        parts.page,
    )


# ------------------------------------------------------------------ ibid


def _read_ibid(rest: str, cites: Cites, *, is_author: bool) -> list[Work]:
    if not cites.last:
        return []
    pinpoint = PINPOINT.match(rest)
    if pinpoint is None and is_author:
        other = _read_full(rest.strip(" ,."))
        if other is not None and other.title:
            return [dataclasses.replace(other, authors=cites.last[0].authors)]
    page = pinpoint["page"] if pinpoint else first_page(rest)
    return [
        dataclasses.replace(work, how="ibid", page=page or (work.page if i else None)) if i == 0 or len(cites.last) == 1
        else work
        for i, work in enumerate(cites.last)
    ]


# ------------------------------------------------------------------ short forms


