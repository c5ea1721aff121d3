"""How each claim stands: the lines behind it, who speaks against it, what was mended, what changed on the way."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sayso.schema import Contradiction, Dispute, Document, Drift, Identity, Ruled, Source, Tables, Tally
from sayso.text.counting import count_alike, find_counts
from sayso.weigh.owners import Side, Word, find_words

CONFIRMED, OUTWEIGHED, MENDED = "confirmed", "outweighed", "mended"
REVERSED, DISPUTED, UNTESTED = "reversed", "disputed", "untested"


_TEXTS = ("document", "dataset")  # "his diary" has no name, and yet whoever doubts it knows what to ask for
_Counts = frozenset[tuple[str, float]]  # what is counted, and how many
_Key = tuple[Side, tuple[str, ...], _Counts]


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What the case holds for and against one claim; lines are counted by `trace`, opponents on its own side, and who gives another
    number there, taken off.

    Attributes:
        word: whose word it is.
        n_lines: established independent lines behind it; 0 when all were withdrawn or nobody puts it forward.
        n_possible: lines if every unnamed source were someone else.
        n_plain: of `n_lines`, those that may rest on named sources which the claim doesn't speak of.
        n_tellings: documents that carry its side.
        is_known: whether anybody with a name stands behind it.
        against: names of those that contradict it, have a name or are a text, and of whom their own claim doesn't speak, sorted.
        n_against: independent lines of theirs, of the one statement against it that has most of them.
        against_parties: names of named sources that contradict it in a matter of their own, sorted.
        is_against_unnamed: whether only people without a name contradict it.
        mended: 'corrected' (what was printed was mended), 'reversed' (its source says otherwise elsewhere), 'withdrawn', or empty.
        drifts: what changed when it was taken from another claim.
    """

    word: Word
    n_lines: int
    n_possible: int
    n_plain: int
    n_tellings: int
    is_known: bool
    against: tuple[str, ...] = ()
    n_against: int = 0
    against_parties: tuple[str, ...] = ()
    is_against_unnamed: bool = False
    mended: str = ""
    drifts: tuple[Drift, ...] = ()

    @property
    def is_contradicted(self) -> bool:
        """Whether anybody speaks against it."""
        return bool(self.against or self.against_parties or self.is_against_unnamed)

    @property
    def outcome(self) -> str:
        """What the rest of the case makes of it; only `confirmed`, `outweighed` and `mended` tell anything of its source."""
        if self.mended in ("corrected", "withdrawn"):
            return MENDED
        if self.n_against > max(self.n_lines, 1):
            return OUTWEIGHED
        if self.mended:
            return REVERSED
        if self.n_plain > 1 and self.n_lines > self.n_against:
            return CONFIRMED
        return DISPUTED if self.is_contradicted else UNTESTED


def find_standings(tables: Tables) -> dict[str, Standing]:
    """Give every claim's standing, by claim id, in order of id."""
    words = find_words(tables)
    return _Case(tables, words).find_standings()


def find_withdrawn(tables: Tables) -> set[str]:
    """Ids of documents and sources that a ruling withdraws; a source and the document that it is fall together."""
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
    rows = [row for row in tables.take(Ruled) if row.kind == "withdraw" and row.state == "applied"]
    gone = {source_of.get(row.a_id, row.a_id) for row in rows}
    for source in tables.take(Source):
        if source.document_id is not None and gone & {source.id, source.document_id}:
            gone |= {source.id, source.document_id}
    return gone


@dataclasses.dataclass(frozen=True, slots=True)
class _Voices:
    """Whose word some claims are: named and disinterested, named and a party to the matter, or unnamed."""

    plain: frozenset[str]
    parties: frozenset[str]
    unnamed: frozenset[str]


class _Case:
    """What every standing is looked up in."""

    def __init__(self, tables: Tables, words: dict[str, Word]) -> None:
        self.words = words
        self.sources = {source.id: source for source in tables.take(Source)}
        self.tallies = {(row.group_id, row.side): row for row in tables.take(Tally)}
        self.gone = find_withdrawn(tables)
        self.tellings: defaultdict[Side, list[Word]] = defaultdict(list)
        for word in words.values():
            if word.is_telling:
                self.tellings[word.side].append(word)
        self.counts = {id_: _find_counts(word) for id_, word in words.items()}
        self._backing: dict[tuple[Side, _Counts], tuple[set[str], set[str]]] = {}
        self.drifts: defaultdict[str, list[Drift]] = defaultdict(list)
        for drift in sorted(tables.take(Drift), key=lambda row: (-row.score, row.id)):
            self.drifts[drift.to_claim].append(drift)
        told_both_ways = {
            row.group_id for row in tables.take(Dispute) if row.kind == "both ways" and row.other_group_id is None
        }
        self.both_ways = {side for side in self.tellings if side[0] in told_both_ways}
        self.opponents, self.mended = self._find_clashes(tables)
        self._voices: dict[Side, _Voices] = {}

    def find_standings(self) -> dict[str, Standing]:
        return {id_: self._find_standing(word) for id_, word in self.words.items()}

    def _find_standing(self, word: Word) -> Standing:
        tally = self.tallies.get(word.side)
        direct = self.opponents.get(self._key(word), [])
        if not word.is_telling:
            return Standing(word, 0, 0, 0, 0, is_known=False)
        standing = Standing(
            word, *self._count_lines(word, tally, direct),
            n_tellings=tally.tellings if tally else 1,
            is_known=any(self._is_named(owner) for owner in word.owners),
            mended=self.mended.get(word.claim.id, ""),
            drifts=tuple(self.drifts.get(word.claim.id, ())),
        )
        if word.claim.document_id in self.gone or (word.owners and self.gone.issuperset(word.owners)):
            standing = dataclasses.replace(standing, n_lines=0, n_plain=0, mended="withdrawn")
        return self._set_against(standing, direct)

    def _count_lines(self, word: Word, tally: Tally | None, direct: Iterable[Word]) -> tuple[int, int, int]:
        """Lines behind a claim, possible lines, and plain ones: its side's, less who gives another number or clashes with it."""
        backing, astray = self._find_backing(word)
        if tally is None:
            return 1, 1, min(1, len(backing))
        hostile = {owner for other in direct if other.side == word.side for owner in other.owners} - set(word.owners)
        plain, off = backing - hostile, len(astray | hostile)
        lines = tally.lines if not off else max(min(tally.lines, 1), tally.lines - off)
        return lines, max(lines, tally.lines_possible - off), min(lines, len(plain))

    def _find_backing(self, word: Word) -> tuple[set[str], set[str]]:
        """Named owners of the claims of its side that don't give another number, and owners of none but those that do."""
        counts = self.counts[word.claim.id]
        if (word.side, counts) not in self._backing:
            tellings = self.tellings.get(word.side, [])
            alike = [other for other in tellings if not _clash(counts, self.counts[other.claim.id])]
            owners = {owner for other in alike for owner in other.owners}
            astray = {owner for other in tellings for owner in other.owners} - owners
            self._backing[word.side, counts] = (self._find_plain(alike), astray)
        return self._backing[word.side, counts]

    def _set_against(self, standing: Standing, direct: Iterable[Word]) -> Standing:
        """Add who contradicts a claim: those whose claims clash with it, and all who tell the other side of its group."""
        word = standing.word
        group_id, side = word.side
        other_side = (group_id, "negated" if side == "affirmed" else "affirmed")
        by_side: defaultdict[Side, list[Word]] = defaultdict(list)
        for other in direct:
            by_side[other.side].append(other)
        voices = {place: self._find_voices(others) for place, others in by_side.items()}
        if word.side in self.both_ways and other_side in self.tellings:
            voices[other_side] = self._voices_of(other_side)
        own = set(word.owners)
        plain = {id_ for voice in voices.values() for id_ in voice.plain} - own
        parties = {id_ for voice in voices.values() for id_ in voice.parties} - own - plain
        unnamed = {id_ for voice in voices.values() for id_ in voice.unnamed} - own
        texts = {id_ for id_ in unnamed if id_ in self.sources and self.sources[id_].kind in _TEXTS}
        n_against = max((min(len(voice.plain - own), self._count_side(place)) for place, voice in voices.items()), default=0)
        if not plain and texts:  # may well be the text that somebody else names, so they never add to those with a name
            plain, n_against = texts, 1
        return dataclasses.replace(
            standing, against=self._name(plain), n_against=n_against, against_parties=self._name(parties),
            is_against_unnamed=bool(unnamed) and not plain and not parties,
        )

    def _count_side(self, side: Side) -> int:
        return max(1, self.tallies[side].lines) if side in self.tallies else 1

    def _voices_of(self, side: Side) -> _Voices:
        if side not in self._voices:
            self._voices[side] = self._find_voices(self.tellings[side])
        return self._voices[side]

    def _find_voices(self, words: Iterable[Word]) -> _Voices:
        standing = [word for word in words if word.claim.document_id not in self.gone]
        owners = {owner for word in standing for owner in word.owners} - self.gone
        plain = self._find_plain(standing)
        named = {owner for owner in owners if self._is_named(owner)}
        return _Voices(frozenset(plain), frozenset(named - plain), frozenset(owners - named))

    def _find_clashes(self, tables: Tables) -> tuple[dict[_Key, list[Word]], dict[str, str]]:
        """Words that clash with each statement, and how claims were mended, by claim id."""
        opponents: defaultdict[_Key, list[Word]] = defaultdict(list)
        mended: dict[str, str] = {}
        dated = {document.id: document.published or "" for document in tables.take(Document)}
        for row in sorted(tables.take(Contradiction), key=lambda row: row.id):
            a, b = self.words.get(row.claim_a), self.words.get(row.claim_b)
            if a is None or b is None or not (a.is_telling and b.is_telling):
                continue
            if row.relation == "dispute":
                opponents[self._key(a)].append(b)
                opponents[self._key(b)].append(a)
            elif row.relation == "reversal":
                mended.setdefault(a.claim.id, "reversed")
                mended.setdefault(b.claim.id, "reversed")
            elif row.relation == "correction":
                early, late = sorted((a, b), key=lambda word: dated.get(word.claim.document_id, ""))
                when = [dated.get(word.claim.document_id, "") for word in (early, late)]
                if all(when) and when[0] != when[1]:  # without dates nothing tells which of the two mends the other
                    mended[early.claim.id] = "corrected"
        return dict(opponents), mended

    def _key(self, word: Word) -> _Key:
        """What makes two claims one statement on one word: what clashes with one of them clashes with the other, too."""
        return word.side, word.owners, self.counts[word.claim.id]

    def _find_plain(self, words: Iterable[Word]) -> set[str]:
        """Named sources that vouch for a statement which doesn't speak of them."""
        return {owner for word in words for owner in set(word.owners) - set(word.parties) if self._is_named(owner)} - self.gone

    def _is_named(self, source_id: str) -> bool:
        source = self.sources.get(source_id)
        return source is not None and source.is_named and source.kind != "nobody"

    def _name(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self.sources[id_].name for id_ in ids}))


def _find_counts(word: Word) -> _Counts:
    return frozenset((count.noun, count.value) for count in find_counts(word.claim.text) if count.noun)


def _clash(ours: _Counts, theirs: _Counts) -> bool:
    """Whether two claims count one thing and come to other numbers: five died, seven died."""
    for noun in {noun for noun, _ in ours}:
        mine = {value for other, value in ours if other == noun}
        its = {value for other, value in theirs if count_alike(noun, other)}
        if its and not mine & its:
            return True
    return False


def group_statements(standings: Mapping[str, Standing]) -> dict[str, dict[Side, list[Standing]]]:
    """Give what rests on each source's word, by source id, then by side: a statement is one however often it is told."""
    found: defaultdict[str, defaultdict[Side, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for standing in standings.values():
        if standing.word.is_telling:
            for owner in standing.word.owners:
                found[owner][standing.word.side].append(standing)
    return {owner: dict(sides) for owner, sides in sorted(found.items())}
