"""Works cited so far, and how later notes call them: by a note's number, an agreed name, an author, part of a title."""

from __future__ import annotations

import dataclasses
import re

from sayso.read.authors import surname_of
from sayso.read.imprints import LINES

NAMELESS = "a work without a name"
_SHORT_TITLE = 6  # words of a title that a short name can hold
_SHORT = 240  # characters of a short form: authors, title and pages
HEAD = 120  # characters of a short form in which its first author stands
SENTENCE = re.compile(r"(?<=[\d”\"’)])\.\s+(?=[A-ZÀ-Þ“\"])")
_NOTE_ABOVE = re.compile(
    r"[,;(]?\s*\b(?:see\s+)?(?:(?:supra|above)[,]?\s*(?:at\s)?(?:(?:foot)?notes?|nn?\.?|fn\.?)\s*(?P<a>\d{1,4})|"
    r"(?:(?:foot)?note|nn?\.?|fn\.?)\s*(?P<b>\d{1,4}),?\s*(?:supra|above)|(?<=\()n(?:ote)?\.?\s?(?P<c>\d{1,4})(?=\))|"
    r"(?:as in |wie |^(?:see )?|,\s|\()(?:(?:foot)?n(?:ote|\.)|Anm\.)\s?(?P<d>\d{1,4})(?=\W*$|[.,;)]))\)?",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"[,;]?\s*\(?\b(?:op\.?\s*cit|loc\.?\s*cit|ob\.?\s*cit|supra|see above|cited above|above)\b\.?\)?", re.IGNORECASE
)
PINPOINT = re.compile(
    r"^[\s,.;:(]*(?:(?:at|S\.|pp?\.?|pages?|para\.?|paras\.?|ch\.?|§+|vol\.\s*\w+,?)\s*)*"
    r"(?P<page>[A-Za-z]?\d{1,5}[a-z]?(?:\s?[–-]\s?\d{1,5})?"
    r"(?:,\s?\d{1,5}(?:[–-]\d{1,5})?)*|[ivxlc]{1,7}(?:[–-][ivxlc]{1,7})?)?(?:ff?\.?|n\.?\s?\d+)?[\s.,;)]*$"
)
_KIND = re.compile(
    r"(?:the )?(?P<name>[A-ZÀ-Þ][\w’'-]+)\s"
    r"(?P<kind>memo(?:randum)?|letter|e-?mail|interview|report|affidavit|statement|deposition)"
)
_LINES = re.compile(rf"\s*(?P<page>{LINES})")
_SHORT_REST = re.compile(
    r"^[\s,.:(]*[“\"‘*_]?(?P<title>[^“”\"*_]{3,160}?)[,.]?[”\"’*_]?(?:[,.]?\s*(?:at|pp?\.?|pages?|para\.?)?\s*"
    r"(?P<page>(?<![\w])\d{1,5}(?:[–-]\d{1,5})?(?:,\s?\d{1,5}(?:[–-]\d{1,5})?)*)(?:\.\s+[A-ZÀ-Þ“].*)?)?[\s.)]*$"
)


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


def first_page(rest: str) -> str | None:
    match = re.match(r"[\s,.;:(]*(?:(?:at|S\.|pp?\.?|pages?)\s*)?(\d{1,5}(?:\s?[–-]\s?\d{1,5})?)(?=[\s.,;)])", rest)
    return match[1].replace(" ", "") if match else None


def find_short(text: str, cites: Cites) -> list[Work]:
    """Earlier works that are called by a note's number, an agreed name, an author, or part of a title."""
    numbered = _NOTE_ABOVE.search(text)
    if numbered is not None and (found := _find_numbered(text, numbered, cites)):
        return found
    by_alias = _find_alias(text, cites)
    if by_alias is not None:
        return [by_alias]
    if len(text) > _SHORT:
        text = SENTENCE.split(text, maxsplit=1)[0]  # a remark follows
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
    works = cites.by_label.get(numbered["a"] or numbered["b"] or numbered["c"] or numbered["d"], ())
    who = text[: numbered.start()].strip(" ,.").lower()
    page = PINPOINT.match(text[numbered.end() :])
    told = page["page"] if page else first_page(text[numbered.end() :])
    named = [
        work
        for work in works
        if any(surname_of(author).lower() in who for author in work.authors)
        or (len(who) > 3 and work.title and is_short_of(who, work.title))
    ]
    if named or len(works) == 1:
        return [_again((named or works)[0], told)]
    return [dataclasses.replace(work, how="short form") for work in works]


def _find_alias(text: str, cites: Cites) -> Work | None:
    low = text.lower().lstrip("“\"‘'*_")
    for alias, work in cites.aliases.items():
        if low.startswith(alias) and not low[len(alias) : len(alias) + 1].isalnum():
            rest = low[len(alias) :].lstrip("”\"’'*_")
            page = PINPOINT.match(rest) or _LINES.match(rest)
            if page is not None or first_page(rest):
                return _again(work, page["page"] if page else first_page(rest))
    return None


def _find_by_author(text: str, cites: Cites, *, is_earlier: bool) -> Work | None:
    """'Lomax, p. 3', 'Lomax, Border Report, 3', 'Lomax and Carver, op. cit., 3'; the latest work that fits."""
    head = text[:HEAD].lower()
    for work in reversed(cites.works):
        if is_earlier and work.publisher and not work.authors and head.startswith(work.publisher.lower()):
            return _again(work, first_page(text[len(work.publisher) :]))
        if not work.authors or surname_of(work.authors[0]).lower() not in head:
            continue
        rest = _after_authors(text, work.authors)
        if rest is None:
            continue
        page = PINPOINT.match(rest)
        if page is not None:
            return _again(work, page["page"])
        told = _SHORT_REST.match(rest)
        if told is not None and work.title and is_short_of(told["title"], work.title):
            return _again(work, told["page"])
        if is_earlier:
            return _again(work, first_page(rest))
    return None


def _after_authors(text: str, authors: tuple[str, ...]) -> str | None:
    """What follows when a text begins with a work's authors, by surname or in full; null when it doesn't."""
    if not authors:
        return None
    surnames = [re.escape(surname_of(author)) for author in authors]
    given = r"(?:[A-ZÀ-Þ][\w.’'-]*\s+){0,3}?"
    others = "".join(rf"(?:,?\s*(?:and|&|,)\s*{given}{name})?" for name in surnames[1:6])
    match = re.match(rf"{given}{surnames[0]}(?:,\s(?:[A-Z]\.\s?)+)?{others}(?:,?\s*(?:et al\.?|and others))?"
                     rf"(?=[\s,.;:(]|$)(?:[’']s)?", text)
    return text[match.end() :] if match else None


def _find_by_title(text: str, cites: Cites, *, is_earlier: bool) -> Work | None:
    told = _SHORT_REST.match(text)
    if told is None:
        return None
    head, _, tail = told["title"].partition(", ")
    kind = _KIND.fullmatch(told["title"].strip())
    for work in reversed(cites.works):
        if kind is not None and _is_of_kind(kind["name"], kind["kind"], work):
            return _again(work, told["page"])
        if work.title and is_short_of(told["title"], work.title) and (
            is_earlier or text.lstrip()[:1] in "“\"‘" or len(_plain(told["title"]).split()) >= 2
        ):
            return _again(work, told["page"])
        if work.publisher and not work.authors and told["page"] and _plain(told["title"]) == _plain(work.publisher):
            return _again(work, told["page"])
        if work.publisher and work.title and told["title"].lower().startswith(work.publisher.lower() + ","):
            rest = told["title"][len(work.publisher) + 1 :]
            if is_short_of(rest, work.title):
                return _again(work, told["page"])
        if work.publisher and work.title and tail and work.publisher.startswith(head) and is_short_of(tail, work.title):
            return _again(work, told["page"])
    return None


def _is_of_kind(name: str, kind: str, work: Work) -> bool:
    """'Salvane memorandum': a work by or from one of that name, or with both words in its title."""
    title = (work.title or "").lower()
    is_by = any(surname_of(author).lower() == name.lower() for author in work.authors)
    return is_by or (name.lower() in title and kind.lower()[:4] in title)


def is_short_of(short: str, title: str) -> bool:
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
