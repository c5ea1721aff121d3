"""How two clashing claims stand to each other: two sources' dispute, one source's reversal, a correction, an update."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping

from sayso.link.counts import find_carrier
from sayso.link.frames import Event
from sayso.link.lexicon import load_list, load_phrases
from sayso.link.quantities import find_clash
from sayso.link.readings import Find, Reading
from sayso.schema import Claim, Copy, Document, Hop, Identity, Part, Piece, Source, Tables
from sayso.text import spans as arithmetic

_PERFECT = re.compile(r"\b(?:have|has) (?:(?:now|so far|already|also|since|been) ){0,3}$")
VERSION = 0.5  # share of the shorter document that two versions of one article have in common, at least
BEFORE = 160  # characters before a claim in which words such as "an earlier version" speak of it


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """On whose word a claim rests.

    Attributes:
        source_id: the origin over the case; null when the document says it itself and nobody signs.
        name: what to call it.
        is_named: whether it has a name.
        is_teller: whether it is the document's own voice.
    """

    source_id: str | None
    name: str
    is_named: bool
    is_teller: bool


class Bearing:
    """Tells relations apart by origins, dates and what stands around the claims.

    Args:
        tables: documents, parts, pieces, hops, identities, sources and copies of the case.
    """

    def __init__(self, tables: Tables) -> None:
        self._documents = {document.id: document for document in tables.take(Document)}
        self._dates = {part.id: part.published for part in tables.take(Part)}
        self._sources = {source.id: source for source in tables.take(Source)}
        self._source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
        self._hops: dict[str, list[Hop]] = defaultdict(list)
        for hop in sorted(tables.take(Hop), key=lambda hop: (hop.claim_id, hop.ordinal)):
            self._hops[hop.claim_id].append(hop)
        self._mended: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for piece in tables.take(Piece):
            if piece.kind == "correction":
                self._mended[piece.document_id].append((piece.start, piece.end))
        self._versions = _find_versions(tables.take(Copy), self._documents)

    def when_written(self, claim: Claim) -> str | None:
        """ISO date of the article that tells a claim."""
        document = self._documents.get(claim.document_id)
        return self._dates.get(claim.part_id) or (document.published if document else None)

    def origin_of(self, claim: Claim) -> Word:
        """On whose word a claim rests, so far as its document tells."""
        hops = self._hops.get(claim.id, [])
        if not hops:
            return Word(None, "the document itself", is_named=False, is_teller=True)
        last = hops[-1]
        source = self._sources.get(self._source_of.get(last.referent_id, ""))
        name = source.name if source else last.name
        is_named = source.is_named if source else False
        return Word(source.id if source else None, name, is_named=is_named, is_teller=last.ordinal == 0)

    def is_own_voice(self, a: Claim, b: Claim) -> bool:
        """Whether one document says both on its own word and nothing shows that it mends itself: a turn of phrase."""
        if a.document_id != b.document_id or not (self.origin_of(a).is_teller and self.origin_of(b).is_teller):
            return False
        return not (self._mends(a) or self._mends(b) or self._around(a, "turns") or self._around(b, "turns"))

    def relate(self, a: Reading, b: Reading, find: Find) -> tuple[str, str]:
        """The relation of two clashing claims, and why in words."""
        one, other = a.claim, b.claim
        if reason := self._find_correction(one, other):
            return "correction", reason
        if find.kind == "number" and (reason := self._find_update(a, b)):
            return "update", reason
        mine, its = self.origin_of(one), self.origin_of(other)
        if mine.source_id is not None and mine.source_id == its.source_id and mine.is_named:
            return "reversal", f"both are the word of {mine.name}, {self._say_order(one, other)}"
        if find.kind == "polarity" and (reason := self._find_progress(a, b)):
            return "update", reason
        return "dispute", self._say_two(one, other, mine, its)

    def _find_correction(self, a: Claim, b: Claim) -> str | None:
        for one, other in ((a, b), (b, a)):
            words = self._mends(one)
            if words and (one.document_id == other.document_id or self._one_house(one, other)):
                return f"{self._title(one)} mends what was printed: “{words}”"
        if frozenset((a.document_id, b.document_id)) in self._versions and self.when_written(a) != self.when_written(b):
            first, last = sorted((a, b), key=lambda claim: self.when_written(claim) or "")
            return f"{self._title(last)} ({self.when_written(last)}) is a later version of {self._title(first)}"
        return None

    def _find_update(self, a: Reading, b: Reading) -> str | None:
        """A count that grew: of a later day, or said to have grown."""
        pair = find_clash(a.amounts, b.amounts)
        if pair is None:
            return None
        (small, less), (large, more) = sorted(zip((a, b), pair, strict=True), key=lambda item: (item[1].low, item[1].high))
        early, late = self.when_written(small.claim), self.when_written(large.claim)
        words = self._around(large.claim, "so_far") or self._around(small.claim, "so_far")
        carriers = [find_carrier(reading, amount) for reading, amount in ((small, less), (large, more))]
        told = {name for reading, event in zip((small, large), carriers, strict=True) for name in _find_told(reading, event)}
        grows = bool(told) and told <= load_list("tolls")
        if grows and not (early and late and early >= late) and (words_so_far := _find_perfect(small, carriers[0])):
            return f"“{words_so_far}” counts up to the day of writing, and the number may have grown since"
        if grows and early and late and early < late:
            return f"told on {early} and on {late}: the count had grown by then"
        if words and not (early and late and early > late):
            return f"“{words}” shows that the number is one state of a count"
        return None

    def _find_progress(self, a: Reading, b: Reading) -> str | None:
        """'Has not yet answered', and later 'has answered'."""
        for one, other in ((a, b), (b, a)):
            early, late = self.when_written(one.claim), self.when_written(other.claim)
            is_denied = any(event.is_negated for event in one.events)
            if is_denied and " yet" in one.text.lower() and not (early and late and early > late):
                return "“yet” says that it may still come"
        return None

    def _say_order(self, a: Claim, b: Claim) -> str:
        """Then and now, with dates."""
        first, last = sorted((a, b), key=lambda claim: (self.when_written(claim) or "", claim.spans))
        then, now = self.when_written(first), self.when_written(last)
        if then and now and then != now:
            return f"then in {self._title(first)} ({then}), now in {self._title(last)} ({now})"
        if first.document_id == last.document_id:
            return f"both in {self._title(first)}"
        return f"in {self._title(first)} and in {self._title(last)}; which came first isn't known"

    def _say_two(self, a: Claim, b: Claim, mine: Word, its: Word) -> str:
        names = [self._title(claim) if word.is_teller else word.name for claim, word in ((a, mine), (b, its))]
        told = f"{names[0]} says the one, {names[1]} the other"
        one, other = self.when_written(a), self.when_written(b)
        return told + (f"; published {one} and {other}" if one and other and one != other else "")

    def _title(self, claim: Claim) -> str:
        document = self._documents.get(claim.document_id)
        return (document.title or document.path.rsplit("/", 1)[-1]) if document else claim.document_id

    def _mends(self, claim: Claim) -> str | None:
        """The words that say that a claim mends, or tells of, something printed."""
        if any(arithmetic.overlap(claim.spans, (piece,)) for piece in self._mended.get(claim.document_id, ())):
            return "a note of correction"
        return self._around(claim, "corrections")

    def _around(self, claim: Claim, phrases: str) -> str | None:
        document = self._documents.get(claim.document_id)
        if document is None:
            return None
        start, end = arithmetic.hull(claim.spans)
        start = max(claim.passage_start, start - BEFORE)
        words = " ".join(document.text[start : min(claim.passage_end, end + BEFORE // 2)].lower().split())
        return next((phrase for phrase in load_phrases(phrases) if phrase and phrase in words), None)

    def _one_house(self, a: Claim, b: Claim) -> bool:
        """Whether two documents come from one publisher."""
        one, other = (self._documents.get(claim.document_id) for claim in (a, b))
        return bool(one and other and one.publisher and not one.publisher.startswith("(") and one.publisher == other.publisher)


def _find_told(reading: Reading, carrier: Event | None) -> list[str]:
    """What happened to those counted: the event that counts them, else what else of the claim has a count that grows."""
    if carrier is not None and carrier.predicate not in load_list("light"):
        return [carrier.predicate]
    return [event.predicate for event in reading.events if event.predicate in load_list("tolls")]


def _find_perfect(reading: Reading, carrier: Event | None) -> str | None:
    """“Have been arrested”: the words that tell a count up to now; null for any other tense."""
    if carrier is None:
        return None
    found = _PERFECT.search(reading.text[: carrier.start])
    return reading.text[found.start() : carrier.end] if found else None


def _find_versions(copies: list[Copy], documents: Mapping[str, Document]) -> set[frozenset[str]]:
    """Pairs of documents that are two versions of one article: one publisher, half of the shorter text in common."""
    shared: dict[frozenset[str], int] = defaultdict(int)
    for copy in copies:
        if copy.document_a != copy.document_b:
            shared[frozenset((copy.document_a, copy.document_b))] += arithmetic.length(copy.spans_a)
    found = set()
    for pair, length in shared.items():
        one, other = (documents.get(name) for name in sorted(pair))
        if not (one and other and one.publisher and one.publisher == other.publisher and one.title and other.title):
            continue
        if length >= VERSION * min(len(one.text), len(other.text)):
            found.add(pair)
    return found
