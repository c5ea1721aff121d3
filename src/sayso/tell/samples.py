"""A sample of the case to be checked by a person: which attributions, which stretches of prose.

Every unit has a number made from the seed and its id, and a sample is the units with the least numbers (permanent random
numbers; Ohlsson 1995). So one seed gives everyone the same sample, a larger sample holds the smaller one, and most of a
sample stays when documents are added.
"""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.schema import Attribution, Claim, Document, Piece, Referent, Spans, Tables, make_id
from sayso.text.spans import hull, to_spans

ATTRIBUTION, PARAGRAPH = "attribution", "paragraph"
DOUBTFUL, OTHER, PROSE = "doubtful", "other", "prose"

PROSE_KINDS = frozenset(("paragraph", "list_item", "block_quote", "caption", "correction"))
"""Pieces in which statements are told. Titles and headings repeat what stands below them; notes are citations."""

DOUBTFUL_SHARE = 0.25  # the least sure quarter, or what is nearest to it when many scores are equal
DOUBTFUL_TIMES = 2
"""How much likelier a doubtful attribution is drawn: with a quarter of them it is what Neyman's rule gives for shares right
of 50 % among the doubtful and 90 % among others, and where they don't differ it costs an eighth of the answers at most."""

LONGEST_STRETCH = 1200  # characters: sixteen lines of 76, which leaves room for the questions on a screen of 24
FEWEST_WORDS = 3  # "Not so, he said": with fewer, nobody says anything and is named
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n")
_WORD = re.compile(r"\w+")


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at and to answer.

    Attributes:
        task: attribution or paragraph.
        unit_id: the attribution's, or the stretch's.
        shown_id: hash of all that is shown; an answer counts for as long as it stays the same.
        spans: the stretch; of an attribution the one that it stands in.
        marked: the attribution, or those whose cue stands in the stretch, in order.
        carried: of a stretch, attributions from elsewhere whose content reaches into it.
    """

    task: str
    unit_id: str
    shown_id: str
    document_id: str
    stratum: str
    spans: Spans
    marked: tuple[Attribution, ...]
    carried: tuple[Attribution, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph, or a part of a long one: where it stands, and what was found there."""

    start: int
    end: int
    home: tuple[Attribution, ...]
    carried: tuple[Attribution, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Population:
    """All that a sample can be drawn from.

    Attributes:
        items: by task, in order of document and place.
        doubtful_below: attributions whose `sureness` is under it are doubtful; null where the scores don't tell.
    """

    items: dict[str, list[Item]]
    doubtful_below: float | None

    def sizes(self, task: str) -> dict[str, int]:
        """Units of each stratum."""
        return dict(Counter(item.stratum for item in self.items[task]))


def find_population(tables: Tables) -> Population:
    """Find every attribution and every stretch of prose of a case, each with all that would be shown of it."""
    rows: dict[str, list[Attribution]] = {}
    for row in sorted(tables.take(Attribution), key=place_of):
        rows.setdefault(row.document_id, []).append(row)
    pieces: dict[str, list[Piece]] = {}
    for piece in sorted(tables.take(Piece), key=lambda piece: piece.start):
        pieces.setdefault(piece.document_id, []).append(piece)
    taken = _list_taken(tables)
    below = find_doubtful_below([sureness(row) for row in tables.take(Attribution)])
    items: dict[str, list[Item]] = {ATTRIBUTION: [], PARAGRAPH: []}
    for doc in sorted(tables.take(Document), key=lambda doc: doc.id):
        stretches = find_stretches(doc.text, pieces.get(doc.id, ()), rows.get(doc.id, ()))
        items[PARAGRAPH] += [_to_item(stretch, doc, taken) for stretch in stretches]
        home = {row.id: ((stretch.start, stretch.end),) for stretch in stretches for row in stretch.home}
        for row in rows.get(doc.id, ()):
            stratum = DOUBTFUL if below is not None and sureness(row) < below else OTHER
            spans = home.get(row.id) or _find_piece(row, pieces.get(doc.id, ()))
            items[ATTRIBUTION].append(
                Item(ATTRIBUTION, row.id, make_id("w", row.id, *taken[row.id]), doc.id, stratum, spans, (row,))
            )
    return Population(items, below)


def draw_items(population: Population, task: str, *, n: int, seed: int) -> list[Item]:
    """Draw a sample of one task in the order in which to answer it: strata take turns, so that a sample half answered serves.

    Args:
        n: how many; all there are when there are fewer.
    """
    by_stratum: dict[str, list[Item]] = {}
    for item in population.items[task]:
        by_stratum.setdefault(item.stratum, []).append(item)
    allotted = allot({stratum: len(items) for stratum, items in by_stratum.items()}, n=n)
    placed = []
    for stratum, items in by_stratum.items():
        drawn = sorted(items, key=lambda item: draw_number(item.unit_id, seed=seed))[: allotted[stratum]]
        placed += [((i + 0.5) / len(drawn), stratum, item) for i, item in enumerate(drawn)]
    return [item for _, _, item in sorted(placed, key=lambda place: place[:2])]


def draw_number(unit_id: str, *, seed: int) -> int:
    """The number of a unit under a seed: as good as random, and the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{seed} {unit_id}".encode()).digest()[:8])


def allot(sizes: dict[str, int], *, n: int) -> dict[str, int]:
    """Share a sample out among strata: doubtful ones twice as likely as others, two of each stratum where there are two."""
    if n >= sum(sizes.values()):
        return sizes
    if set(sizes) != {DOUBTFUL, OTHER}:
        return dict.fromkeys(sizes, n)
    heavy = DOUBTFUL_TIMES * sizes[DOUBTFUL]
    doubtful = max(round(n * heavy / (heavy + sizes[OTHER])), min(2, n // 2), n - sizes[OTHER])
    doubtful = min(doubtful, sizes[DOUBTFUL])
    return {DOUBTFUL: doubtful, OTHER: n - doubtful}


def sureness(row: Attribution) -> float:
    """How sure the reader is of an attribution: calibrated where it was calibrated."""
    return row.p if row.p is not None else row.score


def find_doubtful_below(scores: Sequence[float]) -> float | None:
    """The score under which an attribution is doubtful: about a quarter are, or none where the scores don't tell."""
    steps = sorted(set(scores))[1:]  # under the least score stands nothing
    ordered = sorted(scores)
    at = [(abs(bisect.bisect_left(ordered, step) / len(ordered) - DOUBTFUL_SHARE), step) for step in steps]
    return min(at)[1] if at else None


def find_stretches(text: str, pieces: Sequence[Piece], rows: Sequence[Attribution]) -> list[Stretch]:
    """Cut the prose of a document into stretches that fit on a screen, each with the attributions that stand there.

    Args:
        pieces: the document's, in order.
        rows: its attributions, by place.
    """
    places = [
        (start, end)
        for piece in pieces if piece.kind in PROSE_KINDS
        for start, end in cut_stretches(text, piece.start, piece.end)
        if len(_WORD.findall(text, start, end)) >= FEWEST_WORDS
    ]
    starts, cues = [start for start, _ in places], [place_of(row)[0] for row in rows]
    carried: dict[int, dict[str, Attribution]] = {}
    for row in rows:
        for b, e in row.content_spans:
            for i in range(max(bisect.bisect_right(starts, b) - 1, 0), bisect.bisect_left(starts, e)):
                start, end = places[i]
                if b < end and not start <= place_of(row)[0] < end:
                    carried.setdefault(i, {})[row.id] = row
    return [
        Stretch(start, end, tuple(rows[bisect.bisect_left(cues, start) : bisect.bisect_left(cues, end)]),
                tuple(carried.get(i, {}).values()))
        for i, (start, end) in enumerate(places)
    ]


def cut_stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a piece of text at sentence ends into stretches of at most `LONGEST_STRETCH` characters."""
    while end - start > LONGEST_STRETCH:
        ends = [found.end() for found in _SENTENCE_END.finditer(text, start, start + LONGEST_STRETCH)]
        at = next((place for place in reversed(ends) if place > start + LONGEST_STRETCH // 4), start + LONGEST_STRETCH)
        yield start, at
        start = at
    yield start, end


def _to_item(stretch: Stretch, doc: Document, taken: dict[str, tuple[object, ...]]) -> Item:
    unit_id = make_id("s", doc.id, stretch.start, stretch.end)
    named = [(row.id, taken[row.id][0]) for row in (*stretch.home, *stretch.carried)]
    shown_id = make_id("w", unit_id, doc.text[stretch.start : stretch.end], *named)
    spans = ((stretch.start, stretch.end),)
    return Item(PARAGRAPH, unit_id, shown_id, doc.id, PROSE, spans, stretch.home, stretch.carried)


def _find_piece(row: Attribution, pieces: Sequence[Piece]) -> Spans:
    """The title, heading or note that an attribution outside prose stands in."""
    at = bisect.bisect_right(pieces, place_of(row)[0], key=lambda piece: piece.start) - 1
    place = hull(to_spans((*row.source_spans, *row.cue_spans, *row.content_spans)))
    return ((pieces[at].start, pieces[at].end),) if at >= 0 and place[0] < pieces[at].end else (place,)


def _list_taken(tables: Tables) -> dict[str, tuple[object, ...]]:
    """By attribution, what it is taken to mean, as far as that is shown: who, and how each of its claims is put."""
    names = {row.id: (row.name, row.kind) for row in tables.take(Referent)}
    claims: dict[str, list[tuple[object, ...]]] = {}
    for claim in tables.take(Claim):
        if claim.attribution_id:
            told = (claim.spans, claim.polarity, claim.polarity_spans, claim.stance, claim.stance_spans)
            claims.setdefault(claim.attribution_id, []).append(told)
    return {
        row.id: (names.get(row.referent_id or ""), *sorted(claims.get(row.id, ()))) for row in tables.take(Attribution)
    }


def place_of(row: Attribution) -> tuple[int, str]:
    """Where an attribution stands: at its cue, else where its content begins."""
    spans = row.cue_spans or row.content_spans or row.source_spans
    return (spans[0][0] if spans else -1, row.id)
