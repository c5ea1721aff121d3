"""Composite claims: those said to be made of others, or to rest on them. A part is no support of the whole."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.link.sums import Share, Sum, find_ground, find_sum, is_same_count
from sayso.schema import Claim, Document
from sayso.text.counting import Count, count_alike, find_counts
from sayso.text.spans import hull, overlap
from sayso.text.words import find_sentence, find_stems

MADE_OF, RESTS_ON = "made of", "rests on"
# Surer the more a part's own words stand in the claim that is taken for it; parts that add up are surer still. The
# numbers rank what is found and are no probabilities.
SCORE, PER_WORD, ADDS_UP, MOST = 0.5, 0.1, 0.15, 0.95
MAX_CANDIDATES = 200  # claims with one number of one thing; more are a form or a table
SAID_AGAIN = 0.6  # share of a clause's telling words that a claim must hold to be what "the finding that ..." speaks of
MIN_SAID = 3  # telling words below which such a clause can be said of anything

CUES = find_stems("including includes included brings bringing total number far")  # of the sum, not of what is summed

_MONTH = re.compile(
    r"\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """That one claim (`whole`) is said to be made of another (`part`), or to rest on it, with why; both by id."""

    whole: str
    part: str
    kind: str
    score: float
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """A claim as it is matched: what it counts, all its numbers, its telling words, the months it may speak of."""

    claim: Claim
    counts: tuple[Count, ...]
    values: frozenset[float]
    stems: frozenset[str]
    months: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence and the claims in it; `start` is its place in the document, null where the words are a claim's own."""

    text: str
    before: str
    start: int | None
    claims: tuple[Claim, ...]


def find_parts(claims: Iterable[Claim], documents: Iterable[Document] = ()) -> list[Pair]:
    """Pairs of a whole and a part of it, best first for each whole; use it to keep both out of one group.

    A part is found by what it counts, by its number and by the words that tell which ones are meant; wholes are matched
    over all documents. Where documents are given, the sentence around a claim is read, else the claim's words alone.
    """
    pages = {document.id: document for document in documents}
    told = [_to_told(claim, pages.get(claim.document_id)) for claim in sorted(claims, key=lambda claim: claim.id)]
    index = _Index(told)
    found: dict[tuple[str, str], Pair] = {}
    for sentence in _find_sentences([one.claim for one in told], pages):
        for pair in (*_match_sum(sentence, index), *_match_ground(sentence, index)):
            known = found.get((pair.whole, pair.part))
            if known is None or pair.score > known.score:
                found[pair.whole, pair.part] = pair
    return sorted(found.values(), key=lambda pair: (pair.whole, -pair.score, pair.part))


class _Index:
    """Claims by the numbers they give, by document and by telling words."""

    def __init__(self, told: Sequence[_Told]) -> None:
        self.by_id = {one.claim.id: one for one in told}
        self._by_value: defaultdict[float, list[tuple[_Told, Count]]] = defaultdict(list)
        self.by_document: defaultdict[str, list[_Told]] = defaultdict(list)
        self.by_stem: defaultdict[str, list[_Told]] = defaultdict(list)
        for one in told:
            self.by_document[one.claim.document_id].append(one)
            for count in one.counts:
                self._by_value[count.value].append((one, count))
            for stem in one.stems:
                self.by_stem[stem].append(one)

    def counting(self, count: Count) -> list[_Told]:
        """Claims that give this number of this thing."""
        found = {one.claim.id: one for one, its in self._by_value[count.value] if count_alike(its.noun, count.noun)}
        return list(found.values())[:MAX_CANDIDATES]


def _to_told(claim: Claim, document: Document | None) -> _Told:
    months = _find_months(claim.text)
    if not months and document is not None and re.match(r"\d{4}-\d\d", document.published or ""):
        months = {_MONTHS[int((document.published or "")[5:7]) - 1]}
    every = find_counts(claim.text)
    counts, values = tuple(count for count in every if count.noun), frozenset(count.value for count in every)
    return _Told(claim, counts, values, find_stems(claim.standalone or claim.text), frozenset(months))


def _find_months(text: str) -> set[str]:
    return {month[:3].lower() for month in _MONTH.findall(text)}


# ---------------------------------------------------------------- sentences


def _find_sentences(claims: Sequence[Claim], pages: Mapping[str, Document]) -> Iterator[_Sentence]:
    around: defaultdict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        page = pages.get(claim.document_id)
        if page is None:
            yield _Sentence(claim.text, "", None, (claim,))
        else:
            bounds = find_sentence(page.text, hull(claim.spans), inside=(claim.passage_start, claim.passage_end))
            around[claim.document_id, *bounds].append(claim)
    for (document_id, start, end), some in around.items():
        text = pages[document_id].text
        end_before = max(some[0].passage_start, start - 1)
        first = find_sentence(text, (end_before, end_before), inside=(some[0].passage_start, start))[0]
        before = text[first:start].rstrip()
        yield _Sentence(text[start:end].replace("\n", " "), before, start, tuple(some))


# ---------------------------------------------------------------- made of


def _match_sum(sentence: _Sentence, index: _Index) -> Iterator[Pair]:
    told = find_sum(sentence.text)
    if told is None:
        return
    told = _fill(told, sentence, index)
    wholes = _find_wholes(sentence, told.whole, index)
    if not wholes or not told.whole.noun:
        return
    if told.how == "combined":
        yield from _match_combined(told, wholes, index)
        return
    for share in told.shares:
        for part, shared in _find_candidates(share, told, sentence, index):
            for whole in wholes:
                if _can_be_part(part, whole, told):
                    score = min(MOST, SCORE + PER_WORD * len(shared) + (ADDS_UP if told.is_full else 0.0))
                    yield Pair(whole.id, part.claim.id, MADE_OF, round(score, 3), _say_sum(told, share, shared))


def _fill(told: Sum, sentence: _Sentence, index: _Index) -> Sum:
    """Find what is counted where the sentence leaves it out, and the part that the sentence before tells."""
    whole = told.whole
    document_id = sentence.claims[0].document_id
    if not whole.noun:
        place = sentence.start if sentence.start is not None else hull(sentence.claims[0].spans)[0]
        earlier = [
            (hull(one.claim.spans)[0], count.noun)
            for one in index.by_document[document_id] if hull(one.claim.spans)[0] < place
            for count in one.counts if count.value == whole.value
        ]
        whole = dataclasses.replace(whole, noun=max(earlier, default=(0, ""))[1])
    shares = told.shares
    if told.how == "total" and not shares:
        shares = tuple(
            Share(count, sentence.before[count.end :])
            for count in find_counts(sentence.before) if count.noun and count.value < whole.value
        )[-1:]
    if told.how == "total" and not whole.noun and shares:  # "nine more, bringing the total to 31"
        whole = dataclasses.replace(whole, noun=shares[0].count.noun)
    filled = (dataclasses.replace(s, count=dataclasses.replace(s.count, noun=s.count.noun or whole.noun)) for s in shares)
    return dataclasses.replace(told, whole=whole, shares=tuple(filled))


def _find_wholes(sentence: _Sentence, whole: Count, index: _Index) -> list[Claim]:
    """Claims that give the whole: those of the sentence that hold the number, and others of the document that give it."""
    if sentence.start is None:
        inside = list(sentence.claims)
    else:
        place = ((sentence.start + whole.start, sentence.start + whole.end),)
        inside = [claim for claim in sentence.claims if overlap(claim.spans, place)]
    if not inside:
        return []
    same = [
        one.claim for one in index.by_document[inside[0].document_id]
        if any(is_same_count(count, whole) for count in one.counts)
    ]
    return list({claim.id: claim for claim in (*inside, *same)}.values())


def _find_candidates(share: Share, told: Sum, sentence: _Sentence, index: _Index) -> Iterator[tuple[_Told, list[str]]]:
    """Claims that give a part's number of the thing and share words with it: its own words, where it has any."""
    own = find_stems(share.words) - {share.count.noun}
    months = _find_months(share.words)
    counted = find_stems(f"{share.count.noun} {told.whole.noun}")
    around = find_stems(sentence.text) - counted - CUES
    numbers = {stem for stem in around if stem[0].isdigit()}
    for one in index.counting(share.count):
        shared = sorted(((own - counted) & one.stems) - numbers) + sorted(month for month in months & one.months)
        if not own - counted and not months:
            shared = sorted((around & one.stems) - numbers)
            if len(shared) < 2:  # one word in common is the case's topic
                continue
        if shared:
            yield one, shared


def _can_be_part(part: _Told, whole: Claim, told: Sum) -> bool:
    claim = part.claim
    if claim.id == whole.id or claim.stance == "asks" or told.whole.value in part.values:  # another telling of the whole
        return False
    return claim.document_id != whole.document_id or not overlap(claim.spans, whole.spans)


def _match_combined(told: Sum, wholes: Sequence[Claim], index: _Index) -> Iterator[Pair]:
    """'Combining the two counts': the one pair of numbers in the document that adds up to the whole."""
    given: defaultdict[float, list[_Told]] = defaultdict(list)
    for one in index.by_document[wholes[0].document_id]:
        for count in one.counts:
            if count_alike(count.noun, told.whole.noun) and count.value < told.whole.value:
                given[count.value].append(one)
    pairs = [(a, told.whole.value - a) for a in given if a <= told.whole.value - a and told.whole.value - a in given]
    if len(pairs) != 1:
        return
    for value in sorted({*pairs[0]}):
        for part in given[value]:
            for whole in wholes:
                if _can_be_part(part, whole, told):
                    why = f"puts two counts together: {pairs[0][0]:g} + {pairs[0][1]:g} = {told.whole.value:g}"
                    yield Pair(whole.id, part.claim.id, MADE_OF, SCORE + ADDS_UP, why)


def _say_sum(told: Sum, share: Share, shared: Sequence[str]) -> str:
    numbers = [f"{part.count.value:g}" for part in told.shares]
    if told.is_full:
        made = f"the {told.whole.value:g} are made of {' + '.join(numbers)}"
    elif told.how == "total":
        made = f"{share.count.value:g} more bring the total to {told.whole.value:g}"
    else:
        made = f"the {told.whole.value:g} include {share.count.value:g}"
    return f"{made}; the part is told with the same number and “{'”, “'.join(shared[:4])}”"


# ---------------------------------------------------------------- rests on


def _match_ground(sentence: _Sentence, index: _Index) -> Iterator[Pair]:
    ground = find_ground(sentence.text)
    if ground is None:
        return
    wholes = [claim for claim in sentence.claims if _stands_on(claim, sentence, ground.at)]
    if not wholes:
        return
    stems, after = find_stems(ground.said), find_stems(sentence.text[ground.at :])
    found: list[tuple[_Told, list[str]]] = []
    for count in ground.counts:
        own = stems - find_stems(count.noun)
        found += [(one, sorted(own & one.stems)) for one in index.counting(count) if own & one.stems]
    if ground.is_clause and len(stems) >= MIN_SAID:
        rare = min(stems, key=lambda stem: (len(index.by_stem[stem]) or MAX_CANDIDATES, stem))
        found += [
            (one, sorted(stems & one.stems)) for one in index.by_stem[rare][:MAX_CANDIDATES]
            if len(stems & one.stems) >= max(MIN_SAID, SAID_AGAIN * len(stems))
        ]
    for one, shared in found:
        for whole in wholes:
            is_other = one.claim.id != whole.id and one.claim.stance != "asks" and one.claim not in sentence.claims
            if is_other and not _say_alike(one, index.by_id[whole.id], but_for=after):
                why = f"said to be {ground.cue} this: both speak of “{'”, “'.join(shared[:4])}”"
                if not ground.cue.startswith(("based", "founded", "built", "drawn", "derived")):
                    why = f"“{ground.cue}” lays it on this: both speak of “{'”, “'.join(shared[:4])}”"
                yield Pair(whole.id, one.claim.id, RESTS_ON, min(MOST, SCORE + PER_WORD * len(shared)), why)


def _stands_on(claim: Claim, sentence: _Sentence, at: int) -> bool:
    """Whether a claim is what rests, and not what it rests on: it begins before the words 'based on'."""
    return sentence.start is None or hull(claim.spans)[0] < sentence.start + at


def _say_alike(one: _Told, other: _Told, *, but_for: frozenset[str]) -> bool:
    """Whether two claims say the same even without the words of the ground: then the one is no ground of the other."""
    head = other.stems - but_for
    is_head = len(one.stems & head) >= SAID_AGAIN * max(1, len(head))
    is_nested = one.claim.document_id == other.claim.document_id and overlap(one.claim.spans, other.claim.spans) > 0
    return is_nested or is_head
