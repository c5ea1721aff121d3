"""What stands before a document's text: report forms, mail headings, title pages, tables of contents."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
from collections.abc import Sequence

from sayso.acquire.facts.dates import Told, find_date, read_dateline, read_dates
from sayso.acquire.facts.names import read_names
from sayso.acquire.lines import Line, is_terminal

_LABEL = re.compile(r"\d{1,2}[a-z]?\.\s+[A-Z][A-Z/&()'’,. -]{3,}")
_ABSTRACT = re.compile(r"\b(?:ABSTRACT|SUMMARY)\b")
_ABSTRACT_MIN = 120  # characters; an abstract is a paragraph, not a word in a box
_LABELS_MIN = 5  # numbered capital labels that make a form; a paper with that many numbered headings spreads them wider
_LABEL_EVERY = 8  # mean lines from label to label, at most: forms seen have 2-4, numbered sections over 20
_LABEL_APART = 25
_FORM_REACH = 30  # lines that a form may hold before its first or after its last label
_MAIL = re.compile(
    r"(from|to|cc|bcc|subject|re|date|sent|ref|reply-to|released on|created|classification|origin|tags)\s*:\s*(.*)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:SUBJECT|SUBJ):\s+(\S.*)")
_CABLE = re.compile(r"(?:Classified By|REF|TAGS|E\.O\. \d+|Reason|DECL):?:\s|(?:[A-Z] ){6,}|UNCLASSIFIED\b[A-Z /0-9]*$")
_CABLE_REACH = 40  # lines of a cable's heading: addressees and tags take up to 30
_CONTENTS = re.compile(r"(?:table of )?contents:?", re.IGNORECASE)
_ENTRY = re.compile(r".{2,160}?(?:\s*\.{3,}\s*|\s*(?:\.\s){3,}\s*|\s{2,}|\t)(?:\d{1,4}|[ivxl]{1,7})")
_LEADERS = re.compile(r".{2,160}?(?:\.{4,}|(?:\.\s){4,})\s*(?:\d{1,4}|[ivxl]{1,7})")
_LEADERS_MIN = 4  # rows without a heading that make a table of contents; a form has one or two
_BODY = re.compile(
    r"(?:\d\.?\s*)?(abstract|introduction|(?:executive )?summary|preface|foreword|acknowledg\w+)\b.{0,3}", re.IGNORECASE
)
_HOUSE = re.compile(
    r"\b(university|college|institute|center|centre|department|press|school|agency|foundation|service)\b", re.IGNORECASE
)


@dataclasses.dataclass(slots=True)
class Facts:
    """What a document says of itself, and how each is known; columns as in the table `documents`."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    agency: tuple[str, ...] = ()
    updated: str | None = None
    known_by: dict[str, str] = dataclasses.field(default_factory=dict)

    def learn(self, field: str, value: str | tuple[str, ...] | None, *, how: str) -> None:
        """Keep a value if none is known yet."""
        if value and not getattr(self, field):
            setattr(self, field, value)
            self.known_by[field] = how

    def learn_date(self, field: str, value: str, *, how: str) -> None:
        """Keep the day that a tag gives; of the last change the time of day and its zone as well."""
        found = find_date(_to_spaced(value)[:60])
        if found is None and re.fullmatch(r"\d{10}(?:\d{3})?", value.strip()):
            day = datetime.datetime.fromtimestamp(int(value.strip()[:10]), datetime.UTC)
            self.learn(field, day.isoformat(timespec="minutes") if field == "updated" else day.date().isoformat(), how=how)
        elif found is None and (month := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value.strip())):
            self.learn(field, month.group(), how=how)
        elif found is not None:
            told = read_dates(f"updated {_to_spaced(value)[:60]}") if field == "updated" else None
            sure = "" if found.is_sure else ", read as month/day"
            self.learn(field, (told and told.updated) or found.iso, how=f"{how}{sure}")

    def learn_told(self, told: Told, *, how: str) -> None:
        """Keep what a line of dates says."""
        if told.published:
            sure = "" if told.published.is_sure else ", read as month/day"
            self.learn("published", told.published.iso, how=f"{how}{sure}")
        if told.clock and self.published and len(self.published) == len("2020-01-31"):
            self.learn("updated", self.published + told.clock, how=f"{how}, a time on the day of publication")
        self.learn("updated", told.updated, how=how)


def to_iso(value: str) -> str | None:
    """Give a date tag's value as an ISO day; null when it holds no date."""
    found = find_date(_to_spaced(value)[:60])
    return found.iso if found else None


def _to_spaced(value: str) -> str:
    return re.sub(r"(?<=\d)T(?=\d)", " ", value.strip())


def mark_front_matter(lines: Sequence[Line], facts: Facts) -> None:
    """Mark forms, mail headings, contents; learn what they say."""
    _mark_mail_heading(lines, facts)
    _mark_cable(lines, facts)
    form = _mark_form(lines)
    _mark_contents(lines)
    if form:
        _learn_form(form, facts)


def mark_title_page(lines: Sequence[Line], facts: Facts) -> None:
    """Mark a title page: a page with a lone "by", the title above it, the author below; learn what it says.

    Runs after page numbers and contents are marked: they bound it.
    """
    at = next((i for i, line in enumerate(lines[:120]) if not line.kind and line.text.lower().strip(":") == "by"), None)
    if at is None or at + 1 >= len(lines):
        return
    low, high = _page_around(lines, at)
    title_from = at
    while title_from > low and (title_from == at or lines[title_from].gap <= 1):
        title_from -= 1
    authors = read_names(lines[at + 1].text)
    if title_from == at or not authors:
        return
    page = lines[low:high]
    for line in page:
        line.mark("form", "title page")
    for line in lines[title_from:at]:
        line.mark("title", "stands above 'by' on the title page")
    lines[at].mark("byline", "title page")
    lines[at + 1].mark("byline", "title page")
    facts.title, facts.authors = " ".join(line.text for line in lines[title_from:at]), authors
    facts.known_by |= {"title": "title page", "authors": "title page"}
    house = next((line for line in lines[low:title_from] if _HOUSE.search(line.text)), None)
    if house:
        facts.learn("publisher", house.text.title() if house.text.isupper() else house.text, how="title page")
    for line in page:
        found = read_dateline(line.text)
        if found:
            line.mark("dateline", "title page")
            facts.published, facts.known_by["published"] = found.iso, "title page"


def _page_around(lines: Sequence[Line], at: int) -> tuple[int, int]:
    low = at
    while low > 0 and at - low < 15 and not lines[low - 1].kind and lines[low - 1].page == lines[at].page:
        low -= 1
    high = at + 1
    while high < len(lines) and high - at < 25 and not lines[high].kind and lines[high].page == lines[at].page:
        text = lines[high].text
        if _BODY.fullmatch(text) or (len(text) > 200 and is_terminal(text)):
            break
        high += 1
    return low, high


def _mark_form(lines: Sequence[Line]) -> Sequence[Line]:
    labels = [i for i, line in enumerate(lines) if not line.kind and _LABEL.match(line.text)]
    clusters: list[list[int]] = []
    for i in labels:
        if clusters and i - clusters[-1][-1] <= _LABEL_APART:
            clusters[-1].append(i)
        else:
            clusters.append([i])
    for cluster in clusters:
        if len(cluster) < _LABELS_MIN or (cluster[-1] - cluster[0]) / len(cluster) > _LABEL_EVERY:
            continue
        low, high = cluster[0], cluster[-1] + 1
        while (
            low > 0
            and cluster[0] - low < _FORM_REACH
            and lines[low].gap < 3
            and _is_same_page(lines[low - 1], lines[low])
        ):
            low -= 1
        while (
            high < len(lines)
            and high - cluster[-1] < _FORM_REACH
            and lines[high].gap < 3
            and _is_same_page(lines[high - 1], lines[high])
        ):
            high += 1
        abstract = _find_abstract(lines[low:high])
        for line in lines[low:high]:
            if line not in abstract:
                line.mark("form", f"a form: {len(cluster)} numbered labels in capitals")
        return lines[low:high]
    return ()


def _find_abstract(form: Sequence[Line]) -> Sequence[Line]:
    """The running prose that a form holds under the label of an abstract: the document's own words, not the form's."""
    for i, line in enumerate(form):
        if _LABEL.match(line.text) and _ABSTRACT.search(line.text):
            held = list(itertools.takewhile(lambda line: not _LABEL.match(line.text), form[i + 1 :]))
            return held if sum(len(line.text) for line in held) >= _ABSTRACT_MIN else ()
    return ()


def _is_same_page(a: Line, b: Line) -> bool:
    return a.page == b.page


def _learn_form(form: Sequence[Line], facts: Facts) -> None:
    values: dict[str, list[str]] = {"title": [], "authors": [], "published": []}
    field = ""
    for line in form:
        label = _LABEL.match(line.text)
        if label:
            words = label.group()
            main = not re.match(r"\d+[a-z]", words)
            if main:
                field = (
                    "title"
                    if "TITLE" in words
                    else "authors"
                    if "AUTHOR" in words
                    else "published"
                    if "REPORT DATE" in words
                    else ""
                )
            continue
        value = _LABEL.split(line.text)[0].strip()
        if field and value:
            values[field].append(value)
    facts.learn("title", " ".join(values["title"]), how="form")
    facts.learn("authors", next((names for value in values["authors"] if (names := read_names(value))), ()), how="form")
    found = find_date(" ".join(values["published"]))
    facts.learn("published", found.iso if found else None, how="form")


def _mark_mail_heading(lines: Sequence[Line], facts: Facts) -> None:
    heads: list[tuple[Line, str, str]] = []
    for line in lines[:14]:
        match = _MAIL.fullmatch(line.text)
        if match is None and heads and line.indent and not line.gap:
            heads.append((line, "", ""))  # a field that runs on
            continue
        if match is None:
            break
        heads.append((line, match[1].lower(), match[2].strip()))
    if len(heads) < 3:
        return
    for line, label, value in heads:
        line.mark("form", "mail heading")
        if label == "subject":
            facts.learn("title", value, how="mail heading")
        elif label == "from":
            facts.learn("authors", read_names(re.sub(r"[<(\[].*", "", value)), how="mail heading")
        elif label in {"date", "sent"}:
            found = find_date(value)
            facts.learn("published", found.iso if found else None, how="mail heading")


def _mark_cable(lines: Sequence[Line], facts: Facts) -> None:
    """A cable's or memorandum's lines above its text: the subject is the title."""
    for line in lines[:_CABLE_REACH]:
        subject = _SUBJECT.fullmatch(line.text) if not line.kind else None
        if subject:
            line.mark("title", "the subject line")
            facts.learn("title", subject[1], how="subject line")
        elif not line.kind and _CABLE.match(line.text):
            line.mark("form", "a line of a cable's heading")


def _mark_contents(lines: Sequence[Line]) -> None:
    for i, line in enumerate(lines):
        if line.kind or not _CONTENTS.fullmatch(line.text):
            continue
        end = _entries_end(lines, i + 1)
        if end > i + 2:
            for entry in lines[i:end]:
                if not entry.kind:
                    entry.mark("contents", "entries with page numbers under a contents heading")
    for is_entry, group in itertools.groupby(
        lines, key=lambda line: not line.kind and _LEADERS.fullmatch(line.text) is not None
    ):
        run = list(group)
        if is_entry and len(run) >= _LEADERS_MIN:
            for entry in run:
                entry.mark("contents", "rows of dots that lead to page numbers")


def _entries_end(lines: Sequence[Line], start: int) -> int:
    end, misses = start, 0
    for i in range(start, len(lines)):
        if _ENTRY.fullmatch(lines[i].text):
            end, misses = i + 1, 0
        else:
            misses += 1
            if misses > 2:
                break
    return end
