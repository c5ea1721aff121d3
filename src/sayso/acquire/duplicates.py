"""`acquire.duplicates`: documents that are the same, nearly the same, or versions of one article.

Documents are compared by their running text: furniture and set-off quotations say nothing of whether one is a copy. Of those
with the same text only the first is compared with others, so that a text met a thousand times costs a thousand rows and not
half a million. Near copies are looked for by MinHash and locality-sensitive hashing over word shingles (Broder 1997; Indyk
and Motwani 1998) and then judged by the shingles themselves.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from sayso.engine import Stage
from sayso.schema import Cut, Document, Duplicate, Piece, Tables
from sayso.text.differences import align_words, split_words
from sayso.text.flow import Flow

MADE_BY = "acquire.duplicates 1"
SAME_BYTES, SAME_TEXT, NEAR_COPY, VERSION = "same bytes", "same text", "near copy", "version"
SHINGLE = 4  # words
MIN_WORDS = 20  # of a running text that is compared; shorter ones are greetings, error pages, captions
# Swept on benchmarks/duplicates.py, 2026-11 (likeness 0.3-0.7, held 0.6-0.9): from 0.4 on none of 63 pairs found is wrong,
# at 0.3 six are; none is missed up to 0.7 and 0.8, two at 0.9. In the middle stands what leaves room on both sides. In four
# piles of news the next pair below has 0.28 and 0.70: an account that takes over most of a shorter one.
MIN_LIKENESS = 0.5  # of all shingles, that both have
MIN_HELD, MIN_SIZE = 0.8, 0.2  # or so much of the shorter text stands in the longer, and it is so much of its length
MIN_VERSION, MIN_VERSION_HELD = 0.25, 0.5  # the same for two documents of one address or headline of one publisher
TITLE_WORDS = 3  # a headline of fewer is a column's or a section's name
N_HASHES, N_BANDS = 256, 128  # bands of two find 99 of 100 pairs that share a fifth of their shingles, 72 that share a tenth
MOST_COMPARED = 40  # neighbours of one text that are judged: bounds the cost of a mass of near copies
MOST_QUOTED = 0.5  # of a text that may be left out as quotation; past it the whole is compared
SLOT, MIN_SLOTS, SLOT_EVERY = 4, 3, 40  # words of a slot, slots of a form, words of a form for each of its slots
_SEED = 42
_DAY = 10  # characters of an ISO date

Row = TypeVar("Row", Cut, Piece)


@dataclasses.dataclass(frozen=True, slots=True)
class _Text:
    """A document as it is compared: the words of its running text, and their shingles, each once, in order of value.

    `names` says of each word whether it is a number or written with a capital.
    """

    doc: Document
    words: list[str]
    names: list[bool]
    shingles: npt.NDArray[np.uint64]
    is_corrected: bool
    digest: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class _Verdict:
    """What two documents are to each other."""

    kind: str
    likeness: float
    why: str


def find_duplicates(tables: Tables) -> Tables:
    """Find documents that are the same, near copies of one another, or versions of one article."""
    cuts, pieces = _by_document(tables.take(Cut)), _by_document(tables.take(Piece))
    hashes: dict[str, int] = {}
    texts = [
        _to_text(doc, cuts.get(doc.id, []), pieces.get(doc.id, []), hashes)
        for doc in sorted(tables.take(Document), key=lambda doc: doc.id)
    ]
    rows: list[Duplicate] = []
    firsts = _take_firsts(texts, rows, by=lambda text: text.doc.sha256, kind=SAME_BYTES, why="the same bytes (SHA-256)")
    firsts = _take_firsts(
        [text for text in firsts if len(text.words) >= MIN_WORDS], rows,
        by=lambda text: text.digest, kind=SAME_TEXT, why="the same words in the same order",
    )
    for a, b in _find_candidates(firsts):
        verdict = _judge(a, b)
        if verdict:
            rows.append(_to_row(a, b, verdict))
    return Tables({"duplicates": sorted(rows, key=lambda row: (row.a_id, row.b_id))})


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _to_text(doc: Document, cuts: Sequence[Cut], pieces: Sequence[Piece], hashes: dict[str, int]) -> _Text:
    flow = Flow(doc.text, cuts)
    worded = split_words(flow.text)
    quoted = [
        (flow.next_place(piece.start), flow.next_place(piece.end)) for piece in pieces if piece.kind == "block_quote"
    ]
    words = worded.words
    names = [flow.text[start].isupper() or flow.text[start].isdigit() for start, _ in worded.spans]
    if quoted:
        starts = np.array([start for start, _ in worded.spans], dtype=np.int64)
        keep = np.ones(len(words), dtype=np.bool_)
        for start, end in quoted:
            keep[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
        if keep.sum() >= MOST_QUOTED * len(words):
            words = list(itertools.compress(words, keep.tolist()))
            names = list(itertools.compress(names, keep.tolist()))
    digest = hashlib.blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    is_corrected = any(piece.kind == "correction" for piece in pieces)
    return _Text(doc, words, names, _to_shingles(words, hashes), is_corrected, digest)


def _to_shingles(words: Sequence[str], hashes: dict[str, int]) -> npt.NDArray[np.uint64]:
    """Hash every run of words; equal runs have equal hashes in every case and on every machine."""
    n = len(words) - SHINGLE + 1
    if n < 1:
        return np.empty(0, dtype=np.uint64)
    for word in words:
        if word not in hashes:
            data = word.encode("utf-8", "surrogatepass")
            hashes[word] = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
    ids = np.array([hashes[word] for word in words], dtype=np.uint64)
    value = np.zeros(n, dtype=np.uint64)
    for k in range(SHINGLE):
        value = value * np.uint64(0x9E3779B97F4A7C15) + ids[k : k + n]
        value ^= value >> np.uint64(29)
    return np.unique(value)


def _take_firsts(
    texts: Sequence[_Text], rows: list[Duplicate], *, by: Callable[[_Text], Hashable], kind: str, why: str
) -> list[_Text]:
    """Write a row for all but the first of each set of the same; give the firsts."""
    groups: dict[Hashable, list[_Text]] = defaultdict(list)
    for text in texts:
        groups[by(text)].append(text)
    firsts = []
    for same in groups.values():
        first = min(same, key=lambda text: (text.doc.published or "9999", text.doc.id))
        firsts.append(first)
        rows += [_to_row(first, text, _Verdict(kind, 1.0, why)) for text in same if text is not first]
    return firsts


# ---------------------------------------------------------------- which pairs are looked at


def _find_candidates(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Pairs that may be near copies or versions, each once."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415

    sketches = []
    for text in texts:
        raw = text.shingles.tobytes()
        sketch = RMinHash(N_HASHES, _SEED)
        sketch.update([raw[at : at + 8] for at in range(0, len(raw), 8)])
        sketches.append(sketch)
    index = RMinHashLSH(MIN_LIKENESS, N_HASHES, N_BANDS)
    index.insert_pairs(list(enumerate(sketches)))
    pairs: set[tuple[int, int]] = set()
    for i, near in enumerate(index.query_all(sketches) if sketches else ()):
        others = {j for j in near if j != i}
        if len(others) > MOST_COMPARED:
            others = set(sorted(others, key=lambda j: (-sketches[i].jaccard(sketches[j]), j))[:MOST_COMPARED])
        pairs |= {(min(i, j), max(i, j)) for j in others}
    by_article: dict[Hashable, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for key in _find_articles(text.doc):
            by_article[key].append(i)
    for same in by_article.values():
        for at, i in enumerate(same):
            pairs |= {(i, j) for j in same[at + 1 : at + 1 + MOST_COMPARED]}
    for i, j in sorted(pairs):
        yield texts[i], texts[j]


def _find_articles(doc: Document) -> list[tuple[str, ...]]:
    """What tells which article of which outlet a document is: its address, and its headline."""
    keys: list[tuple[str, ...]] = []
    try:
        address = urlsplit(doc.url or "")
        host = address.hostname or ""
    except ValueError:  # brackets that hold no address
        address, host = urlsplit(""), ""
    host = host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = re.sub(r"/(?:amp|index\.\w+)?/*$", "", address.path)
    if host and path:
        keys.append(("address", host, path, address.query))
    title = split_words(doc.title or "").words
    if len(title) >= TITLE_WORDS:
        keys += [("headline", house, *title) for house in (host, _to_house(doc.publisher)) if house]
    return keys


def _to_house(publisher: str | None) -> str:
    return " ".join(split_words(publisher or "").words).removeprefix("the ")


# ---------------------------------------------------------------- what they are to each other


def _judge(a: _Text, b: _Text) -> _Verdict | None:
    """Say what two texts are to each other; null when they are two texts."""
    shared = len(np.intersect1d(a.shingles, b.shingles, assume_unique=True))
    n_least, n_most = sorted((len(a.shingles), len(b.shingles)))
    likeness = shared / (n_least + n_most - shared)
    held, size = shared / n_least, n_least / n_most
    told = f"{likeness:.0%} of all runs of {SHINGLE} words stand in both, {held:.0%} of the shorter one's"
    is_near = likeness >= MIN_LIKENESS or (held >= MIN_HELD and size >= MIN_SIZE)
    article = _tell_one_article(a.doc, b.doc)
    if article and (is_near or likeness >= MIN_VERSION or held >= MIN_VERSION_HELD):
        return _Verdict(VERSION, round(likeness, 3), f"{article}; {told}")
    return _Verdict(NEAR_COPY, round(likeness, 3), told) if is_near and not _is_form(a, b) else None


def _is_form(a: _Text, b: _Text) -> bool:
    """Whether two texts are one form filled in twice: all that was changed are names and figures, and many of them.

    A copy changes words in a few places, or leaves out and adds whole sentences; a name spelt in another way throughout is
    one change.
    """
    slots = set()
    for change in align_words(a.words, b.words):
        n_a, n_b = change.a_end - change.a, change.b_end - change.b
        if not (0 < n_a <= SLOT and 0 < n_b <= SLOT):
            continue
        if any(a.names[change.a : change.a_end]) and any(b.names[change.b : change.b_end]):
            slots.add((*a.words[change.a : change.a_end], "", *b.words[change.b : change.b_end]))
    return len(slots) >= max(MIN_SLOTS, min(len(a.words), len(b.words)) / SLOT_EVERY)


def _tell_one_article(a: Document, b: Document) -> str:
    """By what two documents are one article of one outlet; empty when they aren't known to be."""
    shared = set(_find_articles(a)) & set(_find_articles(b))
    kinds = {key[0] for key in shared}
    if "address" in kinds:
        return "the same address"
    return "the same headline of the same publisher" if "headline" in kinds else ""


def _to_row(a: _Text, b: _Text, verdict: _Verdict) -> Duplicate:
    earlier = _tell_earlier(a, b, is_version=verdict.kind == VERSION)
    if earlier is b or (earlier is None and b.doc.id < a.doc.id):
        a, b = b, a
    changes = [] if a.digest == b.digest else align_words(a.words, b.words)
    return Duplicate(
        a_id=a.doc.id, b_id=b.doc.id, kind=verdict.kind, likeness=verdict.likeness, is_dated=earlier is not None,
        n_only_a=sum(change.a_end - change.a for change in changes),
        n_only_b=sum(change.b_end - change.b for change in changes), why=verdict.why, made_by=MADE_BY,
    )


def _tell_earlier(a: _Text, b: _Text, *, is_version: bool) -> _Text | None:
    """Which of two is the earlier, by date; null when dates don't tell.

    A version goes by its last change; of two of one day the one that carries a correction is the later. Any other copy goes
    by its publication: a page is often changed for reasons of its own.
    """
    one, two = a.doc.published or "", b.doc.published or ""
    if is_version:
        one, two = a.doc.updated or one, b.doc.updated or two
    if is_same_day(one, two) and is_version and a.is_corrected != b.is_corrected:
        return b if a.is_corrected else a
    if not one or not two or is_same_day(one, two):
        return None
    return a if one < two else b


def is_same_day(one: str, two: str) -> bool:
    """Whether two ISO dates don't tell which is the earlier: one is coarser, or times that can't be compared stand behind them."""
    if len(one) > _DAY and len(two) > _DAY and one[_DAY + 6 :] == two[_DAY + 6 :]:
        return one == two
    n = min(len(one), len(two), _DAY)
    return one[:n] == two[:n]


DUPLICATES = Stage(
    "acquire.duplicates", reads=("documents", "pieces", "cuts"), writes=("duplicates",), run=find_duplicates
)
