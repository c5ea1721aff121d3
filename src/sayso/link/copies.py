"""`link.copies`: passages that two documents share, word for word or lightly rewritten.

Runs of six equal words are found by sorting their hashes (near-linear), extended to maximal runs, and runs that follow
each other in both documents with a few words between are one passage. Quoted words are the same utterance from six
words on; running text is a copy only when it is long.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from sayso.engine import Stage
from sayso.link.credit import Way, pick_way
from sayso.link.wording import STOP_WORDS
from sayso.schema import Copy, Cut, Document, Spans, Tables, make_id
from sayso.text.flow import Flow

SEED = 6  # words; shorter runs are phrases of the language ("at the end of the day")
MIN_WORDS = 12  # swept 8-30 on four piles of news: at 8-11 half are names with titles, from 12 on all but a few are copies
MIN_SHARE = 0.6  # of the longer side's words that must agree; a rewriter keeps that much of a sentence that he took over
MAX_GAP = 6  # words between two runs of one passage: a changed clause; more is another sentence
MIN_QUOTE, MIN_QUOTE_TOLD = 6, 4  # words, and words that tell something (all names as one), of quoted speech
MAX_BUCKET = 60  # places of one run; boilerplate that stands in more is followed through its first 60 only

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTE = re.compile(r"(?:“|(?<![\w.,!?])\"(?=\S))[^“”\"\n]{20,1500}(?:”|(?<=\S)\")")


@dataclasses.dataclass(frozen=True, slots=True)
class Paged:
    """A document as a row of words, each with its place in the flow.

    Attributes:
        is_quoted: whether a word stands in quotation marks.
        is_told: whether it tells something: no grammar word, no name.
        is_name: whether it is written with a capital.
    """

    id: str
    flow: Flow
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    is_quoted: npt.NDArray[np.bool_]
    is_told: npt.NDArray[np.bool_]
    is_name: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, doc: Document, cuts: Sequence[Cut]) -> Paged:
        """Split a document's flow into words."""
        flow = Flow(doc.text, cuts)
        found = list(_WORD.finditer(flow.text))
        starts = np.array([m.start() for m in found], dtype=np.int64)
        is_quoted = np.zeros(len(found), dtype=np.bool_)
        for quote in _QUOTE.finditer(flow.text):
            is_quoted[np.searchsorted(starts, quote.start()) : np.searchsorted(starts, quote.end())] = True
        words = tuple(_normal(m.group()) for m in found)
        is_told = [m.group()[0].islower() and word not in STOP_WORDS for m, word in zip(found, words, strict=True)]
        return cls(
            id=doc.id, flow=flow, starts=tuple(m.start() for m in found), ends=tuple(m.end() for m in found),
            words=words, is_quoted=is_quoted, is_told=np.array(is_told, dtype=np.bool_),
            is_name=np.array([m.group()[0].isupper() for m in found], dtype=np.bool_),
        )

    def spans(self, first: int, past: int) -> Spans:
        """Canonical spans of words `[first, past)`."""
        return self.flow.to_canonical(self.starts[first], self.ends[past - 1])


def _normal(word: str) -> str:
    plain = word if word.isascii() else anyascii(word)
    return plain.lower().replace("'", "")


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Words `[a, a + n)` of one document are words `[b, b + m)` of another, `same` of them alike."""

    a: int
    n: int
    b: int
    m: int
    same: int

    @property
    def share(self) -> float:
        """Share of the longer side's words that agree."""
        return self.same / max(self.n, self.m)


def find_copies(tables: Tables) -> Tables:
    """Find shared passages of every two documents."""
    cuts: dict[str, list[Cut]] = defaultdict(list)
    for cut in tables.take(Cut):
        cuts[cut.document_id].append(cut)
    documents = {doc.id: doc for doc in tables.take(Document)}
    pages = [Paged.of(documents[id_], cuts[id_]) for id_ in sorted(documents)]
    copies: list[Copy] = []
    for (x, y), places in find_seeds(pages).items():
        a, b = pages[x], pages[y]
        way: Way | None = None
        for run in join_runs(extend_seeds(places)):
            why = tell_copy(a, b, run)
            if why:
                way = way or pick_way(documents[a.id], a.flow.text, documents[b.id], b.flow.text)
                copies.append(_to_copy(a, b, run, way=way, why=why))
    return Tables({"copies": sorted(copies, key=lambda copy: copy.id)})


def _to_copy(a: Paged, b: Paged, run: Run, *, way: Way, why: str) -> Copy:
    sides = [(a.id, a.spans(run.a, run.a + run.n)), (b.id, b.spans(run.b, run.b + run.m))]
    if way.is_turned:
        sides.reverse()
    (one, spans_a), (two, spans_b) = sides
    return Copy(
        id=make_id("k", one, spans_a, two, spans_b), document_a=one, spans_a=spans_a, document_b=two, spans_b=spans_b,
        n_words=run.same, direction=way.direction, why_direction=way.why, score=round(run.share, 3), why=why,
    )


# ---------------------------------------------------------------- seeds and runs


def find_seeds(pages: Sequence[Paged]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Places of equal runs of SEED words, by pair of documents (as indices, the smaller first)."""
    vocabulary: dict[str, int] = {}
    hashes, owners, places = [], [], []
    for index, page in enumerate(pages):
        ids = np.array([vocabulary.setdefault(word, len(vocabulary) + 1) for word in page.words], dtype=np.uint64)
        n = len(ids) - SEED + 1
        if n > 0:
            hashes.append(_hash_runs(ids, n))
            owners.append(np.full(n, index, dtype=np.int64))
            places.append(np.arange(n, dtype=np.int64))
    found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    if not hashes:
        return found
    all_hashes, owner, place = np.concatenate(hashes), np.concatenate(owners), np.concatenate(places)
    order = np.lexsort((place, owner, all_hashes))
    for start, end in _equal_stretches(all_hashes[order]):
        bucket = order[start : min(end, start + MAX_BUCKET)]
        for i, p in enumerate(bucket):
            for q in bucket[i + 1 :]:
                x, y = int(owner[p]), int(owner[q])
                same = x != y and pages[x].words[place[p] : place[p] + SEED] == pages[y].words[place[q] : place[q] + SEED]
                if same:
                    found[x, y].append((int(place[p]), int(place[q])))
    return dict(sorted(found.items()))


def _hash_runs(ids: npt.NDArray[np.uint64], n: int) -> npt.NDArray[np.uint64]:
    value = np.zeros(n, dtype=np.uint64)
    for k in range(SEED):
        value = value * np.uint64(0x9E3779B97F4A7C15) + ids[k : k + n]
    return value


def _equal_stretches(values: npt.NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Stretches of two or more equal values in a sorted array."""
    edges = np.flatnonzero(np.r_[True, values[1:] != values[:-1], True])
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start > 1:
            yield start, end


def extend_seeds(places: Sequence[tuple[int, int]]) -> list[Run]:
    """Seeds that follow each other word by word, as maximal runs, in order."""
    runs: list[Run] = []
    last: tuple[int, int, int] | None = None  # diagonal, first word, past the last word
    for diagonal, a in sorted((b - a, a) for a, b in places):
        if last and last[0] == diagonal and a <= last[2]:
            last = (diagonal, last[1], a + SEED)
            continue
        if last:
            runs.append(_to_run(last))
        last = (diagonal, a, a + SEED)
    if last:
        runs.append(_to_run(last))
    return sorted(runs, key=lambda run: (run.a, run.b, -run.n))


def _to_run(stretch: tuple[int, int, int]) -> Run:
    diagonal, first, past = stretch
    return Run(first, past - first, first + diagonal, past - first, past - first)


def join_runs(runs: Sequence[Run]) -> list[Run]:
    """Runs that follow each other in both documents with at most MAX_GAP words between are one passage."""
    open_: list[Run] = []
    done: list[Run] = []
    for run in runs:
        best = None
        for at, before in enumerate(open_):
            gap_a, gap_b = run.a - before.a - before.n, run.b - before.b - before.m
            if 0 <= gap_a <= MAX_GAP and 0 <= gap_b <= MAX_GAP and (best is None or gap_b < best[0]):
                best = (gap_b, at)
        if best:
            before = open_[best[1]]
            open_[best[1]] = Run(
                before.a, run.a + run.n - before.a, before.b, run.b + run.m - before.b, before.same + run.same
            )
        else:
            done += [old for old in open_ if old.a + old.n + MAX_GAP < run.a]
            open_ = [old for old in open_ if old.a + old.n + MAX_GAP >= run.a] + [run]
    return sorted(done + open_, key=lambda run: (run.a, run.b))


def tell_copy(a: Paged, b: Paged, run: Run) -> str | None:
    """Why a run is a copy, in words; null when it is too short to be one."""
    told = int(a.is_told[run.a : run.a + run.n].sum()) + int(a.is_name[run.a : run.a + run.n].any())
    quoted_a = float(a.is_quoted[run.a : run.a + run.n].mean())
    quoted_b = float(b.is_quoted[run.b : run.b + run.m].mean())
    if max(quoted_a, quoted_b) >= 0.8 and run.same >= MIN_QUOTE and told >= MIN_QUOTE_TOLD and run.share == 1:
        if min(quoted_a, quoted_b) >= 0.8:
            return "the same quotation"
        return "quoted words of one appear in the other"
    if run.same >= MIN_WORDS and run.share >= MIN_SHARE and told >= MIN_WORDS // 3:
        how = "word for word" if run.share == 1 else f"but for {max(run.n, run.m) - run.same} of them"
        return f"{max(run.n, run.m)} words in a row agree {how}"
    return None


COPIES = Stage("link.copies", reads=("documents", "cuts"), writes=("copies",), run=find_copies)
