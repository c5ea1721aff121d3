"""Works over documents: a report, leaked mails, a book that several documents cite or describe, each in its own words.

Two descriptions are one work when their address, title, or authors and year say so, or when the kind of work agrees
(an e-mail is a mail) and the names they hang on do: 'leaked Acme emails' and 'mails of a clerk to Acme'. A place is no
name to hang on ('a French report'), and where two works of one document fit, none is chosen.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz

from sayso.link.bearers import is_outlet_name
from sayso.link.names import SMALL_WORDS, parse_name
from sayso.link.ties import Tie, Ties
from sayso.schema import Citation, Referent

KINDS = {
    "report": "report study paper survey analysis assessment review dossier investigation thesis audit",
    "mail": "e-mail email mail correspondence message leak",
    "statement": "statement release communique communiqué announcement declaration notice",
    "article": "article story piece post blog column dispatch editorial op-ed essay",
    "video": "video footage clip recording tape film",
    "letter": "letter", "cable": "cable telegram", "book": "book memoir biography", "memo": "memo memorandum note",
    "document": "document file paperwork record transcript", "interview": "interview", "tweet": "tweet",
    "data": "data dataset figure statistics database", "filing": "filing affidavit indictment complaint lawsuit plea",
}
KIND_OF_HEAD = {head: kind for kind, heads in KINDS.items() for head in heads.split()}
TITLE_LIKENESS = 92.0  # of 100; titles as cited lose a subtitle or an article, not a fifth of their letters
TITLE_MIN = 12  # characters; shorter titles ("Report", "Annex 1") say nothing
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """A referent that is a work, with all that its document says to tell it from others."""

    place: int
    document_id: str
    kind: str
    anchors: frozenset[str]  # keys of the names that it hangs on, places left out
    years: frozenset[str]
    titles: tuple[str, ...]
    authors: tuple[str, ...]  # last words of the authors' names
    urls: tuple[str, ...]


def find_works(
    referents: Sequence[Referent], citations: Sequence[Citation], *, key_of: Callable[[str], str | None]
) -> list[Work]:
    """Works among the referents.

    Args:
        referents: sorted; a work's `place` is its index here.
        citations: of the same documents.
        key_of: key of the identity that a name belongs to, null for a place.
    """
    cited: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        cited[citation.referent_id].append(citation)
    return [
        _to_work(place, referent, cited[referent.id], key_of)
        for place, referent in enumerate(referents)
        if (referent.kind in ("document", "dataset") and not is_outlet_name(referent)) or referent.id in cited
    ]


def _to_work(
    place: int, referent: Referent, cited: Sequence[Citation], key_of: Callable[[str], str | None]
) -> Work:
    titles = {normal_title(c.title) for c in cited if c.title}
    if referent.is_named and not referent.anchors:
        titles |= {normal_title(name) for name in (referent.name, *referent.aliases)}
    named = [*referent.anchors, *(c.publisher for c in cited if c.publisher)]
    return Work(
        place=place,
        document_id=referent.document_id,
        kind=KIND_OF_HEAD.get((referent.head or "").lower(), referent.head or ""),
        anchors=frozenset(key for name in named if (key := key_of(name)) is not None),
        years=frozenset(_YEAR.findall(referent.name)) | {c.year for c in cited if c.year},
        titles=tuple(sorted(title for title in titles if len(title) >= TITLE_MIN)),
        authors=tuple(sorted({w[-1] for c in cited for a in c.authors if (w := parse_name(_turn(a)).words)})),
        urls=tuple(sorted({normal_url(c.url) for c in cited if c.url})),
    )


def _turn(author: str) -> str:
    """'Doe, Jane' as 'Jane Doe'."""
    last, comma, first = author.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else author


def normal_title(title: str) -> str:
    """A title as compared: no accents, capitals, marks or leading article."""
    return " ".join(parse_name(title.replace("(", " ").replace(")", " ").replace('"', " ")).words)


def normal_url(url: str) -> str:
    """An address as compared: no scheme, www, fragment or closing slash."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.partition("#")[0].strip().lower()).rstrip("/")


def tie_works(works: Sequence[Work], ties: Ties) -> None:
    """Join all works that are one."""
    for url, some in _block(works, lambda work: work.urls):
        _join_first(some, ties, score=1.0, why=f"same address {url}")
    for _, some in _block(works, _title_blocks):
        for i, work in enumerate(some):
            for other in some[:i]:
                if _same_title(work, other):
                    ties.join(Tie(other.place, work.place, 0.95, "same title"))
    for key, some in _block(works, _author_blocks):
        for other in some[1:]:
            if not (some[0].titles and other.titles):
                ties.join(Tie(some[0].place, other.place, 0.8, f"same authors and year: {key}"))
    _tie_described(works, ties)


def _block(works: Sequence[Work], keys_of: Callable[[Work], Sequence[str]]) -> Iterator[tuple[str, list[Work]]]:
    blocks: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        for key in dict.fromkeys(keys_of(work)):
            blocks[key].append(work)
    for key in sorted(blocks):
        if len(blocks[key]) > 1:
            yield key, blocks[key]


def _join_first(works: Sequence[Work], ties: Ties, *, score: float, why: str) -> None:
    for other in works[1:]:
        ties.join(Tie(works[0].place, other.place, score, why))


def _title_blocks(work: Work) -> list[str]:
    """First and last telling word of each title: a fuzzy likeness without either is not looked for."""
    keys = []
    for title in work.titles:
        told = [word for word in title.split() if word not in SMALL_WORDS]
        keys += [f"^{told[0]}", f"{told[-1]}$"] if told else []
    return keys


def _author_blocks(work: Work) -> list[str]:
    return [f"{', '.join(work.authors)}, {year}" for year in sorted(work.years)] if work.authors else []


def _anchor_blocks(work: Work) -> list[str]:
    return [f"{work.kind}|{anchor}" for anchor in sorted(work.anchors)] if work.kind else []


def _same_title(a: Work, b: Work) -> bool:
    if a.years and b.years and not a.years & b.years:
        return False
    return any(like_title(x, y) for x in a.titles for y in b.titles)


def like_title(x: str, y: str) -> bool:
    """Whether two normal titles are one: nearly the same, or one is the other without its subtitle."""
    short, long = sorted((x, y), key=len)
    if len(short) < TITLE_MIN:
        return False
    return fuzz.ratio(x, y) >= TITLE_LIKENESS or (len(short.split()) >= 4 and long.startswith(short + " "))


def _tie_described(works: Sequence[Work], ties: Ties) -> None:
    """Join descriptions of one kind that hang on the same names, where only one of each document fits."""
    for key, some in _block(works, _anchor_blocks):
        kind, _, anchor = key.partition("|")
        by_document: dict[str, set[int]] = defaultdict(set)
        for work in some:
            by_document[work.document_id].add(ties.root(work.place))
        first: Work | None = None
        for work in some:
            if len(by_document[work.document_id]) > 1:
                continue
            if first is None:
                first = work
            elif work.document_id != first.document_id and _agree(first, work):
                ties.join(Tie(first.place, work.place, 0.7, f"both a {kind} that hangs on {anchor.partition(':')[2]}"))


def _agree(a: Work, b: Work) -> bool:
    if a.years and b.years and not a.years & b.years:
        return False
    if a.titles and b.titles and not _same_title(a, b):
        return False
    return a.anchors <= b.anchors or b.anchors <= a.anchors
