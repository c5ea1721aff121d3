"""Documents of the case that others cite: by title, by who brought them out, a statement or report by its kind, a mail by
whom it is from and to.

A description finds a document only when it is the one that fits; what speaks for it stands in the reason.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from anyascii import anyascii

from sayso.link.names import parse_name
from sayso.link.naming import Words, load_words
from sayso.link.ties import Ties
from sayso.link.works import KIND_OF_HEAD, KINDS, TITLE_MIN, Work, like_title, normal_title
from sayso.schema import Document, Part, Referent

Found = tuple[str, str]  # document id, why
HEAD = 1500  # characters of a document in which a mail's head, or 'press release', stands
SOON = 7  # days; "Saturday's statement" is the last Saturday's
OUT_OF_TITLE = load_words("work_words")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MAIL_HEAD = re.compile(r"^[> ]*\*?(From|To|Cc|Sent|Date|Subject)\*?:[ \t]*(.*)$", re.M | re.I)
_MAIL_NAME = re.compile(r"[^\s<>\"',;@]+(?: [^\s<>\"',;@]+)+")
_RELEASE = re.compile(r"\b(?:press|news|media) release\b|\bfor immediate release\b|\bstatement (?:by|from|of)\b", re.I)
_DAY = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({'|'.join(m[:3] for m in MONTHS)})[a-z]*|"
                  rf"({'|'.join(m[:3] for m in MONTHS)})[a-z]*\.? (\d{{1,2}})(?:st|nd|rd|th)?)\b")
_RELEASES = KINDS["statement"].split()


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A document of the case with what others may call it by.

    Attributes:
        kind: mail, statement, report or article.
        names: who brought it out, as words.
        told: words of its title and of those names.
        parties: of a mail, the full names in its heads.
        days: day and month: of publication; of a mail, of each of its heads.
    """

    id: str
    kind: str
    names: frozenset[Words]
    told: frozenset[str]
    parties: frozenset[Words]
    days: frozenset[tuple[int, int]]
    published: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """Documents of the case by what other documents may call them."""

    titles: tuple[tuple[str, str], ...]  # normal title, document id
    by_name: Mapping[Words, frozenset[str]]  # publisher or author to document ids
    items: Mapping[str, Item]
    by_kind: Mapping[str, tuple[Item, ...]]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, documents: Sequence[Document], parts: Sequence[Part]) -> Shelf:
        """Put the documents of a case on a shelf."""
        titles = {(normal_title(d.title), d.id) for d in documents if d.title}
        titles |= {(normal_title(p.title), p.document_id) for p in parts if p.title}
        by_name: dict[Words, set[str]] = defaultdict(set)
        for id_, name in [(d.id, name) for d in documents for name in (d.publisher, *d.authors)] + [
            (part.document_id, name) for part in parts for name in part.authors
        ]:
            if name and (words := parse_name(name).words):
                by_name[words].add(id_)
        items = {doc.id: to_item(doc) for doc in sorted(documents, key=lambda doc: doc.id)}
        by_kind: dict[str, list[Item]] = defaultdict(list)
        for item in items.values():
            by_kind[item.kind].append(item)
        return cls(
            tuple(sorted(item for item in titles if len(item[0]) >= TITLE_MIN)),
            {words: frozenset(ids) for words, ids in by_name.items()},
            items,
            {kind: tuple(some) for kind, some in by_kind.items()},
            {doc.id: doc.text for doc in documents},
        )

    def find_titled(self, work: Work) -> str | None:
        """The only document of the case that bears the work's title, if one does."""
        found = {id_ for title, id_ in self.titles for told in work.titles if like_title(title, told)}
        found.discard(work.document_id)
        return found.pop() if len(found) == 1 else None

    def find_named(self, name: str) -> str | None:
        """The only document of the case that a publisher or author of this name brought out."""
        found = self.by_name.get(parse_name(name).words, frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def find_described(self, work: Work, referent: Referent) -> Found | None:
        """The only document of the case that a description without a title fits, with what speaks for it."""
        if work.kind == "mail":
            return self._find_mail(work, referent)
        if work.kind in ("statement", "report"):
            return self._find_of_kind(work, referent)
        return None

    def _find_mail(self, work: Work, referent: Referent) -> Found | None:
        """The mail whose parties and days stand in the citing document, if one has more of them there than any other."""
        text = plain_text(self.texts.get(work.document_id, ""))
        days = find_days(text)
        ranked = []
        for item in self.by_kind.get("mail", ()) if work.document_id in self.items else ():
            if item.id == work.document_id or not _holds_anchors(referent, self.texts[item.id]):
                continue
            told = [" ".join(words).title() for words in sorted(item.parties) if f" {' '.join(words)} " in text]
            told += [f"{day} {MONTHS[month - 1].title()}" for day, month in sorted(item.days & days)]
            ranked.append((len(told), item.id, told))
        ranked.sort(reverse=True)
        if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        return ranked[0][1], f"the only mail of the case that fits: {', '.join(ranked[0][2][:4])} stand in both"

    def _find_of_kind(self, work: Work, referent: Referent) -> Found | None:
        """The statement or report whose publisher is named with it, or near it, and that fits the other words and the day."""
        citing = self.items.get(work.document_id)
        if citing is None:
            return None
        text = plain_text(self.texts[work.document_id])
        words = {word for word in parse_name(referent.name).words if KIND_OF_HEAD.get(word) != work.kind}
        days = {word for word in words if word in DAYS}
        anchors = [parse_name(name).words for name in referent.anchors]
        words -= days | {word for anchor in anchors for word in anchor} | OUT_OF_TITLE
        fits = []
        for item in self.by_kind.get(work.kind, ()):
            is_by = bool(item.names.intersection(anchors)) or (
                not anchors and bool(words or days) and any(f" {' '.join(name)} " in text for name in item.names)
            )
            if item.id != citing.id and is_by and words <= item.told and (not days or _is_last(days, item, citing)):
                fits.append(item)
        if len(fits) != 1:
            return None
        return fits[0].id, f"the only {work.kind} of the case that “{referent.name}” fits, by publisher and words"


def to_item(doc: Document) -> Item:
    """What a document may be called by."""
    heads = _MAIL_HEAD.findall(doc.text) if is_mail(doc) else []
    names = frozenset(words for name in (doc.publisher, *doc.authors) if name and (words := parse_name(name).words))
    title = parse_name(doc.title or "").words
    told = {word for name in names for word in name} | set(title)
    parties = {
        parse_name(name).words for label, rest in heads if label.lower() in ("from", "to", "cc")
        for name in _MAIL_NAME.findall(re.sub(r"\[[^\]]*\]|<[^>]*>", ";", rest))
    }
    days = find_days(plain_text(" ".join(rest for label, rest in heads if label.lower() in ("date", "sent"))))
    kind = "article"
    if heads:
        kind = "mail"
    elif told & {*_RELEASES} or "press" in (doc.origin or "").lower().split() or _RELEASE.search(doc.text[:HEAD // 5]):
        kind = "statement"
    elif set(title) & set(KINDS["report"].split()):
        kind = "report"
    full = frozenset(words for words in parties if len(words) > 1)
    return Item(doc.id, kind, names, frozenset(told), full, frozenset(days), _to_date(doc.published))


def is_mail(doc: Document) -> bool:
    """Whether a document is a mail: by its media type, or by a sender and another field of a head at its top."""
    if doc.media_type == "message/rfc822":
        return True
    labels = {label.lower() for label, _ in _MAIL_HEAD.findall(doc.text[:HEAD])}
    return "from" in labels and len(labels) >= 3


@functools.lru_cache(maxsize=256)
def plain_text(text: str) -> str:
    """Words of a text as names are compared, parted and framed by spaces."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', anyascii(text).lower()))} "


def find_days(text: str) -> set[tuple[int, int]]:
    """Day and month of each date in a plain text."""
    months = [month[:3] for month in MONTHS]
    found = set()
    for day, month, month_first, day_last in _DAY.findall(text):
        found.add((int(day or day_last), months.index(month or month_first) + 1))
    return {(day, month) for day, month in found if 1 <= day <= 31}


def _to_date(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _is_last(days: set[str], item: Item, citing: Item) -> bool:
    """Whether a document came out on the last such day of the week before another."""
    if item.published is None or citing.published is None:
        return False
    apart = (citing.published - item.published).days
    return 0 <= apart <= SOON and DAYS[item.published.weekday()] in days


def _holds_anchors(referent: Referent, text: str) -> bool:
    """Whether a mail's text has at least one of the names that its description hangs on, if it hangs on any."""
    held = plain_text(text)
    return not referent.anchors or any(f" {' '.join(parse_name(name).words)} " in held for name in referent.anchors)


# ---------------------------------------------------------------- which referents are documents of the case


def find_documents(
    referents: Sequence[Referent], works: Sequence[Work], *, shelf: Shelf, ties: Ties
) -> dict[int, Found]:
    """Referents (by place) that are documents of the case, with why.

    By title; by what a description says of a mail, statement or report; by kind of work and the only document that its
    publisher or author has in the case; and an outlet that is cited as a source by name, when it brought out only one
    document of the case.
    """
    found: dict[int, Found] = {}
    for work in works:
        if (titled := shelf.find_titled(work)) is not None:
            found[work.place] = (titled, "its title is this document's")
        elif (described := shelf.find_described(work, referents[work.place])) is not None:
            found[work.place] = described
        elif work.kind in ("report", "article") or not work.kind:
            for name in referents[work.place].anchors:
                document_id = shelf.find_named(name)
                if document_id not in (None, work.document_id):
                    found.setdefault(work.place, (str(document_id), f"{name} brought out only this document of the case"))
    told = {work.place for work in works}
    by_root: dict[int, list[tuple[str, str]]] = {}
    for place, referent in enumerate(referents):
        if place in told or not (referent.is_named and referent.is_source) or referent.kind == "teller":
            continue
        root = ties.root(place)
        if root not in by_root:
            members = sorted({referents[member].name for member in ties.members(place) if member < len(referents)})
            by_root[root] = [(name, id_) for name in members if (id_ := shelf.find_named(name)) is not None]
        for name, document_id in by_root[root]:
            if document_id != referent.document_id:
                found.setdefault(place, (document_id, f"{name} brought out only this document of the case"))
    return found
