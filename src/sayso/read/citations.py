"""Works that a document cites by note: which works a note names, and *ibid.*, *supra*, *op. cit.* and short forms followed back."""

from __future__ import annotations

import dataclasses
import re

from sayso.read.authors import find_authors, surname_of
from sayso.read.references import THESIS, YEAR, Parts, join_lines, read_reference

NAMELESS = "a work without a name"
_SHORT_TITLE = 6  # words of a title that a short name can hold
_SHORT = 240  # characters of a short form: authors, title and pages
_HEAD = 120  # characters of a short form in which its first author stands
_MOST_REMARKS = 8  # sentences of a note that may stand before the one that cites
_LONGEST_NOTE = 8000  # characters that are read; notes of two printed pages have 6,000
_MOST_WORKS = 40  # in one note; a longer list is cut, which a text made to be slow would need
_IBID = re.compile(
    r"(?:[il1]b[il]d(?:em)?|id[il]d|ibib|[il]dem|eadem)\b[.,]*|id\.(?=[\s,;)]|$)|id\b(?=,?\s(?:at|p)\b)", re.IGNORECASE
)
_SIGNAL = re.compile(
    r"(?:(?:but\s|and\s)?see(?:\salso|\sgenerally|\sespecially|\sfor example|,?\se\.g\.)?|cf\.|compare|contra|accord|e\.g\.|also|"
    r"for (?:example|instance)|i\.e\.|quoted in|cited in|as quoted in|as cited in|qtd\.? in|source|sources|from|based on|adapted from|"
    r"according to)\s*[,:]?\s+(?=[A-ZÀ-Þ“\"‘'i]|al-)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^[^.;“\"]{5,160}?\b(?:see|see also|see, for example|cf\.)[,:]?\s+(?=[A-ZÀ-Þ“\"‘])")
_SECOND = re.compile(
    r"[\s,;.(\[]+(?:as\s+)?(?:quoted|cited|qtd\.?|reproduced|reprinted|reported|recounted|excerpted)\s+(?:in|by)\s*:?\s+", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[\d”\"’)])\.\s+(?=[A-ZÀ-Þ“\"])")
_DASHES = re.compile(r"\s*(?:[—–_-]{2,}|—)[.,]?\s*")
_HELD_IN = re.compile(r",\s+in:?\s+(?=[A-ZÀ-Þ])")
_NEXT_WORK = re.compile(r"(?<=\d)\s+and\s+(?=[A-ZÀ-Þ][\w’' ]{1,40}\s\((?:n|note)\.?\s\d)|(?<=[.\d)”\"/\w])\.?\s+(?=(?:See also|See|Cf\.|But see|Compare|And see|Also see|For [^.;]{3,90}? see)[,:]?\s+[A-ZÀ-Þ“\"‘])")
_HEREAFTER = re.compile(
    r"[,;]?\s*[(\[]?\s*(?:hereinafter|hereafter|henceforth)(?:\s+(?:cited|referred to|abbreviated|quoted)(?:\s+(?:as|to))?)?[:,]?\s*"
    r"[“\"‘'*_]?(?P<alias>[^)\]”\"’;*_]{2,70}?)[”\"’'*_]?\s*(?:[)\]]|\.(?=\s|$)|;|$)",
    re.IGNORECASE,
)
_NOTE_ABOVE = re.compile(
    r"[,;(]?\s*\b(?:see\s+)?(?:(?:supra|above)[,]?\s*(?:at\s)?(?:(?:foot)?notes?|nn?\.?|fn\.?)\s*(?P<a>\d{1,4})|"
    r"(?:(?:foot)?note|nn?\.?|fn\.?)\s*(?P<b>\d{1,4}),?\s*(?:supra|above)|(?<=\()n\.?\s?(?P<c>\d{1,4})(?=\)))\)?",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"[,;]?\s*\(?\b(?:op\.?\s*cit|loc\.?\s*cit|ob\.?\s*cit|supra|see above|cited above|above)\b\.?\)?", re.IGNORECASE)
_PINPOINT = re.compile(
    r"^[\s,.;:(]*(?:(?:at|pp?\.?|pages?|para\.?|paras\.?|ch\.?|§+|vol\.\s*\w+,?)\s*)*(?P<page>[A-Za-z]?\d{1,5}[a-z]?(?:\s?[–-]\s?\d{1,5})?"
    r"(?:,\s?\d{1,5}(?:[–-]\d{1,5})?)*|[ivxlc]{1,7}(?:[–-][ivxlc]{1,7})?)?(?:ff?\.?|n\.?\s?\d+)?[\s.,;)]*$"
)
_SHORT_REST = re.compile(
    r"^[\s,.:(]*[“\"‘*_]?(?P<title>[^“”\"*_]{3,160}?)[,.]?[”\"’*_]?(?:[,.]?\s*(?:at|pp?\.?|pages?|para\.?)?\s*"
    r"(?P<page>(?<![\w])\d{1,5}(?:[–-]\d{1,5})?(?:,\s?\d{1,5}(?:[–-]\d{1,5})?)*)(?:\.\s+[A-ZÀ-Þ“].*)?)?[\s.)]*$"
)
_QUOTES = {"“": "”", "(": ")", "[": "]"}


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """A cited work, as far as a note tells: null is untold.

    Attributes:
        page: where in the work the note points.
        how: note, ibid, short form, quoted in (the work through which another is cited), named (by author and year in the
            text) or listed (in a list of works, without a mark).
    """

    authors: tuple[str, ...]
    title: str | None
    publisher: str | None
    year: str | None
    url: str | None
    is_thesis: bool
    how: str
    page: str | None = None

    @property
    def name(self) -> str:
        """Short name: surnames and where it was published, else the title."""
        surnames = [surname_of(author) for author in self.authors[:2]]
        who = " and ".join(surnames) + (" and others" if len(self.authors) > 2 else "")
        where = "thesis" if self.is_thesis else self.publisher
        if not who and where and self.title and len(self.title.split()) <= _SHORT_TITLE:
            return f"{where}, {self.title}"
        if who and where and where.lower() not in who.lower():
            return f"{who}, {where}"
        return who or where or self.title or NAMELESS

    @property
    def key(self) -> tuple[tuple[str, ...], str] | None:
        """What makes two citations one work: authors and title, else publisher and address; null when neither is told."""
        if self.title:
            return tuple(surname_of(author).lower() for author in self.authors), _plain(self.title)
        if self.url or self.authors or self.publisher:
            return (*self.authors, self.publisher or "", self.year or ""), self.url or ""
        return None


@dataclasses.dataclass(slots=True)
class Cites:
    """Works that a document has cited so far, and how it calls them.

    Attributes:
        works: in the order in which they were first cited.
        last: those of the citation before, which *ibid.* means.
        by_label: those of each note.
        aliases: works by the short names that notes give them ("hereafter Pier Report").
    """

    works: list[Work] = dataclasses.field(default_factory=list)
    last: tuple[Work, ...] = ()
    by_label: dict[str, tuple[Work, ...]] = dataclasses.field(default_factory=dict)
    aliases: dict[str, Work] = dataclasses.field(default_factory=dict)

    def add(self, work: Work) -> None:
        """Note a work cited in full."""
        if work.how in ("note", "quoted in", "listed"):
            self.works.append(work)


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
        is_tail = re.match(r"(?:1[5-9]|20)\d\d[a-z]?\b|pp?\.\s|vol\.|no\.|accessed|retrieved|available|hereafter|hereinafter", piece, re.I)
        if joined and (is_tail or (find_authors(joined[-1]) and not re.search(r"\d", joined[-1]) and "," in joined[-1])):
            joined[-1] = f"{joined[-1]}; {piece}"
        else:
            joined.append(piece)
    return joined


def _read_part(part: str, cites: Cites) -> list[Work]:
    text = _strip_signals(part)
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
    return found


def _find_held_in(text: str, cites: Cites) -> re.Match[str] | None:
    """Where a paper without a title is said to stand in a work cited before: 'A to B, 3 May 1926, in Hale, Lines, 19'."""
    for match in _HELD_IN.finditer(text):
        if _find_short(text[match.end() :], cites):
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
    short = _find_short(text, cites)
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
    if known is not None and not work.year and not work.url:
        return [dataclasses.replace(known, how="short form", page=work.page)]
    return [work]


def _peel_short(text: str, cites: Cites) -> list[Work]:
    """A short form, and after it a remark that cites another work: 'Bekele, 53. The figure is lower: Delta Cement, Report (1981)'."""
    match = _SENTENCE.search(text)
    if match is None or match.start() > _HEAD:
        return []
    short = _find_short(text[: match.start()], cites)
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
    pinpoint = _PINPOINT.match(rest)
    if pinpoint is None and is_author:
        other = _read_full(rest.strip(" ,."))
        if other is not None and other.title:
            return [dataclasses.replace(other, authors=cites.last[0].authors)]
    page = pinpoint["page"] if pinpoint else _first_page(rest)
    return [
        dataclasses.replace(work, how="ibid", page=page or (work.page if i else None)) if i == 0 or len(cites.last) == 1
        else work
        for i, work in enumerate(cites.last)
    ]


def _first_page(rest: str) -> str | None:
    match = re.match(r"[\s,.;:(]*(?:(?:at|pp?\.?|pages?)\s*)?(\d{1,5}(?:\s?[–-]\s?\d{1,5})?)(?=[\s.,;)])", rest)
    return match[1].replace(" ", "") if match else None


# ------------------------------------------------------------------ short forms


def _find_short(text: str, cites: Cites) -> list[Work]:
    """Earlier works that are called by a note's number, an agreed name, an author, or part of a title."""
    numbered = _NOTE_ABOVE.search(text)
    if numbered is not None and (found := _find_numbered(text, numbered, cites)):
        return found
    by_alias = _find_alias(text, cites)
    if by_alias is not None:
        return [by_alias]
    if len(text) > _SHORT:
        text = _SENTENCE.split(text, maxsplit=1)[0]  # a remark follows
    if not cites.works or len(text) > _SHORT or re.search(r"\((?:[^()]*\s)?(?:1[5-9]|20)\d\d\)", text):
        return []
    earlier = _EARLIER.search(text)
    plain = f"{text[: earlier.start()]} {text[earlier.end() :]}" if earlier else text
    is_earlier = earlier is not None
    work = _find_by_author(plain, cites, is_earlier=is_earlier) or _find_by_title(plain, cites, is_earlier=is_earlier)
    return [work] if work else []


def _again(work: Work, page: str | None) -> Work:
    return dataclasses.replace(work, how="short form", page=page.replace(" ", "") if page else None)


def _find_numbered(text: str, numbered: re.Match[str], cites: Cites) -> list[Work]:
    """Works of a note above: the one whose author or title is named with it, else all."""
    works = cites.by_label.get(numbered["a"] or numbered["b"] or numbered["c"], ())
    who = text[: numbered.start()].strip(" ,.").lower()
    page = _PINPOINT.match(text[numbered.end() :])
    told = page["page"] if page else _first_page(text[numbered.end() :])
    named = [
        work
        for work in works
        if any(surname_of(author).lower() in who for author in work.authors)
        or (len(who) > 3 and work.title and _is_short_of(who, work.title))
    ]
    if named or len(works) == 1:
        return [_again((named or works)[0], told)]
    return [dataclasses.replace(work, how="short form") for work in works]


def _find_alias(text: str, cites: Cites) -> Work | None:
    low = text.lower().lstrip("“\"‘'*_")
    for alias, work in cites.aliases.items():
        if low.startswith(alias) and not low[len(alias) : len(alias) + 1].isalnum():
            rest = low[len(alias) :].lstrip("”\"’'*_")
            page = _PINPOINT.match(rest)
            if page is not None or _first_page(rest):
                return _again(work, page["page"] if page else _first_page(rest))
    return None


def _find_by_author(text: str, cites: Cites, *, is_earlier: bool) -> Work | None:
    """'Lomax, p. 3', 'Lomax, Border Report, 3', 'Lomax and Carver, op. cit., 3'; the latest work that fits."""
    head = text[:_HEAD].lower()
    for work in reversed(cites.works):
        if not work.authors or surname_of(work.authors[0]).lower() not in head:
            continue
        rest = _after_authors(text, work.authors)
        if rest is None:
            continue
        page = _PINPOINT.match(rest)
        if page is not None:
            return _again(work, page["page"])
        told = _SHORT_REST.match(rest)
        if told is not None and work.title and _is_short_of(told["title"], work.title):
            return _again(work, told["page"])
        if is_earlier:
            return _again(work, _first_page(rest))
    return None


def _after_authors(text: str, authors: tuple[str, ...]) -> str | None:
    """What follows when a text begins with a work's authors, by surname or in full; null when it doesn't."""
    if not authors:
        return None
    surnames = [re.escape(surname_of(author)) for author in authors]
    given = r"(?:[A-ZÀ-Þ][\w.’'-]*\s+){0,3}?"
    others = "".join(rf"(?:,?\s*(?:and|&|,)\s*{given}{name})?" for name in surnames[1:6])
    match = re.match(rf"{given}{surnames[0]}(?:,\s(?:[A-Z]\.\s?)+)?{others}(?:,?\s*(?:et al\.?|and others))?(?=[\s,.;:(]|$)(?:[’']s)?", text)
    return text[match.end() :] if match else None


def _find_by_title(text: str, cites: Cites, *, is_earlier: bool) -> Work | None:
    told = _SHORT_REST.match(text)
    if told is None:
        return None
    for work in reversed(cites.works):
        if work.title and _is_short_of(told["title"], work.title) and (
            is_earlier or text.lstrip()[:1] in "“\"‘" or len(_plain(told["title"]).split()) >= 2
        ):
            return _again(work, told["page"])
        if work.publisher and not work.authors and told["page"] and _plain(told["title"]) == _plain(work.publisher):
            return _again(work, told["page"])
        if work.publisher and work.title and told["title"].lower().startswith(work.publisher.lower() + ","):
            rest = told["title"][len(work.publisher) + 1 :]
            if _is_short_of(rest, work.title):
                return _again(work, told["page"])
    return None


def _is_short_of(short: str, title: str) -> bool:
    """Whether a title is another one's beginning, or made of its words in their order."""
    a, b = _plain(short).split(), _plain(title).split()
    if not a or len(a) > len(b) or not any(len(word) > 2 for word in a):
        return False
    if b[: len(a)] == a:
        return True
    rest = iter(b)
    return all(word in rest for word in a) and (len(a) > 1 or len(a[0]) > 4)


def _plain(title: str) -> str:
    words = re.findall(r"\w+", title.lower())
    return " ".join(words[1:] if words[:1] and words[0] in ("the", "a", "an") and len(words) > 1 else words)



