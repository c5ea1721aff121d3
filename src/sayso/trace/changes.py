"""What changed between a claim and the one it was taken from, word by word. Precision before recall: doubt is no change."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import Indel

from sayso.schema import Document, Hop, Spans
from sayso.text.counting import Count, count_alike, find_counts
from sayso.text.spans import hull, to_spans
from sayso.text.words import FUNCTION_WORDS, find_sentence, find_stems
from sayso.trace.chains import Chain
from sayso.trace.lexicon import load_ladders, load_leads, load_words

MIN_SHARED = 3  # telling words that two claims have in common, but for the words that changed; fewer is another statement
# Shares of the shorter and of the longer claim's telling words; below them differences are other sentences, not changes.
# Where two tellings only have an origin in common, each may have picked another sentence of it, so more is asked. Read by
# eye on four piles of news: with half of the shorter alone, two thirds of the finds compared two statements.
ALIKE, ALIKE_LONGER, ALIKE_APART = 0.42, 0.28, 0.4
MIN_CLAUSE = 1 / 3  # share of the words around a hedge that the other claim must hold more than
LIKE = 0.6  # share of the shorter, for words that are not aligned but only stand in both
FAR = 1.0  # a number that doubles, or halves, weighs in full
CLOSE = 0.5  # weight of the smallest change of a number

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<month2>{_MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)(?:,? (?P<year>(?:19|20)\d\d))?\b"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A word of a document and where it stands."""

    word: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.word.lower()


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, the words before and after by their spans, how much it weighs (0 to 1), and in words."""

    kind: str
    before: Spans
    after: Spans
    weight: float
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """A claim with the sentence around it.

    Attributes:
        tokens: words of the claim's own span, first to last.
        sentence: words of the whole sentence.
        stems: telling words of the claim.
        others: the claims of the same document and side, the claim itself included.
        speaker: the person or official nearest to the document that the claim is laid to; null where there is none.
        is_named: whether the speaker has a name.
        weights: how much each stem of the case tells; what every claim holds tells nothing.
    """

    chain: Chain
    document: Document
    tokens: tuple[Token, ...]
    sentence: tuple[Token, ...]
    stems: frozenset[str]
    others: tuple[Chain, ...]
    speaker: Hop | None
    is_named: bool
    weights: Mapping[str, float]

    @property
    def stance(self) -> str:
        """How its teller puts it."""
        return self.chain.claim.stance

    @property
    def text(self) -> str:
        """The claim's words."""
        start, end = hull(self.chain.claim.spans)
        return self.document.text[start:end]

    @property
    def start(self) -> int:
        """First character of the claim."""
        return hull(self.chain.claim.spans)[0]

    def words(self) -> set[str]:
        """Words of the sentence in lower case."""
        return {token.lower for token in self.sentence}

    def quote(self, spans: Spans) -> str:
        """Words at spans."""
        return " … ".join(" ".join(self.document.text[start:end].split()) for start, end in spans)


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What all tellings of a case are looked at with: documents by id, sources without a name, weights of stems."""

    documents: Mapping[str, Document]
    unnamed: frozenset[str]
    weights: Mapping[str, float]


def weigh_stems(texts: Iterable[str]) -> dict[str, float]:
    """Weight of each stem of some claims: the log of how few of them hold it."""
    counts = Counter(stem for text in texts for stem in find_stems(text))
    n = max(counts.values(), default=0) + 1
    return {stem: math.log(1 + n / count) for stem, count in counts.items()}


def make_telling(chain: Chain, setting: Setting, *, others: Sequence[Chain]) -> Telling:
    """Look a claim up in its document; `others` are all claims of that document on its side."""
    document = setting.documents[chain.document_id]
    claim = chain.claim
    start, end = hull(claim.spans)
    first, last = find_sentence(document.text, (start, end), inside=(claim.passage_start, claim.passage_end))
    sentence = find_tokens(document.text, first, last)
    inside = tuple(token for token in sentence if start <= token.start and token.end <= end)
    persons = [(node, hop) for node, hop in chain.steps if hop.kind in ("person", "official") and hop.spans]
    node, speaker = persons[0] if persons else ("", None)
    is_named = speaker is not None and node not in setting.unnamed
    stems = find_stems(claim.text)
    return Telling(chain, document, inside, sentence, stems, tuple(others), speaker, is_named, setting.weights)


def find_tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Words of a stretch of a document, with their places in it."""
    return tuple(Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end))


def find_changes(earlier: Telling, later: Telling, *, is_direct: bool, is_clash: bool) -> Iterator[Change]:
    """What changed between two claims, one of each kind.

    Args:
        earlier: the claim nearer to the origin.
        later: the claim taken from it.
        is_direct: whether the later document copies or cites the earlier one.
        is_clash: whether they are of two groups, of numbers, dates or names that exclude each other.
    """
    hedges = find_stems(" ".join(load_words("hedges")))
    ours, theirs = earlier.stems - hedges, later.stems - hedges
    shared, our, their = (
        sum(earlier.weights.get(stem, 1.0) for stem in some) for some in (ours & theirs, ours, theirs)
    )
    share, of_longer = shared / max(1e-9, min(our, their)), shared / max(1e-9, our, their)
    if len(ours & theirs) < MIN_SHARED or share < ALIKE or of_longer < (ALIKE_LONGER if is_direct else ALIKE_APART):
        return
    found = [*_find_number(earlier, later), *_find_date(earlier, later)]
    if not is_clash:
        found += [*_find_hedge(earlier, later), *_find_names(earlier, later), *_find_verbs(earlier, later, share)]
        if is_direct:
            found += _find_speaker(earlier, later)
    seen: set[str] = set()
    for change in found:
        if change.kind not in seen:
            seen.add(change.kind)
            yield change


# ---------------------------------------------------------------- hedges


def _find_hedge(earlier: Telling, later: Telling) -> Iterator[Change]:
    before, after = (
        spans if _is_of_both(spans, one, other) else ()
        for spans, one, other in ((_find_open(earlier), earlier, later), (_find_open(later), later, earlier))
    )
    if before and not after and _is_closed(later):
        words = earlier.quote(before)
        suspecting, accusing = load_words("suspecting"), load_words("accusing")
        lower = set(words.lower().split())
        if lower & accusing:
            if later.stance == "asserts":  # "accused by X of" told as "X said that he did" is no step
                yield Change("verb hardened", before, (), 1.0, f"“{words}” is gone, and it is told as a fact")
        elif lower & suspecting:
            yield Change("verb hardened", before, (), 1.0, f"“{words}” is gone: a suspicion is told as what happened")
        else:
            yield Change("hedge lost", before, (), 1.0, f"“{words}” left it open; no word of the later sentence does")
    elif after and not before and _is_closed(earlier) and all(_find_open_of(chain) for chain in later.others):
        words = later.quote(after)
        kind = "verb softened" if set(words.lower().split()) & load_words("suspecting") else "hedge gained"
        yield Change(kind, (), after, 1.0, f"“{words}” leaves open what was told without a hedge")


def _is_of_both(spans: Spans, telling: Telling, other: Telling) -> bool:
    """Whether the words between two commas that hold a hedge tell what the other claim tells too."""
    start, end = hull(telling.chain.claim.spans)
    if not spans or not start <= spans[0][0] < end:
        return bool(spans)  # a hedge outside the claim is over all of it
    text, at = telling.document.text, spans[0][0]
    first = max(text.rfind(mark, start, at) for mark in ",;:—–(") + 1
    last = min((place for mark in ",;:—–)" if (place := text.find(mark, at, end)) >= 0), default=end)
    stems = find_stems(text[max(start, first) : last]) - find_stems(" ".join(load_words("hedges")))
    return len(stems & other.stems) > len(stems) * MIN_CLAUSE


def _find_open(telling: Telling) -> Spans:
    """The words that leave a claim open: those that decided its stance, else a word of suspicion over what it says."""
    spans = _find_open_of(telling.chain)
    if spans:
        lower = set(re.findall(r"[\w-]+", telling.quote(spans).lower()))
        return spans if telling.stance == "hedges" or lower & load_words("hedges") else ()
    suspecting = load_words("suspecting") | load_words("accusing")
    for at, token in enumerate(telling.tokens[:-1]):
        if token.lower in suspecting and telling.tokens[at + 1].lower in ("of", "to", "that", "with"):
            return ((token.start, token.end),)
    return ()


def _find_open_of(chain: Chain) -> Spans:
    return chain.claim.stance_spans if chain.claim.stance in ("hedges", "distances") else ()


def _is_closed(telling: Telling) -> bool:
    """Whether neither the sentence nor any other telling of the document leaves the claim open."""
    if any(chain.claim.stance not in ("asserts", "reports") for chain in telling.others):
        return False
    return not telling.words() & (load_words("hedges") | load_words("suspecting") | load_words("accusing"))


# ---------------------------------------------------------------- numbers and dates


def _find_number(earlier: Telling, later: Telling) -> Iterator[Change]:
    ours, theirs = find_counts(earlier.text), find_counts(later.text)
    for count in ours:
        alike = [other for other in theirs if count_alike(count.noun, other.noun)]
        rivals = [other for other in ours if count_alike(count.noun, other.noun)]
        if len(alike) != 1 or len(rivals) != 1 or not _excludes(count, earlier.text, alike[0], later.text):
            continue
        other = alike[0]
        before = ((earlier.start + count.start, earlier.start + count.end),)
        after = ((later.start + other.start, later.start + other.end),)
        far = min(FAR, abs(math.log2(other.value / count.value)))
        grown = "grown" if other.value > count.value else "shrunk"
        why = f"the number has {grown}: “{earlier.quote(before)}” became “{later.quote(after)}”"
        yield Change("number", before, after, CLOSE + (1 - CLOSE) * far, why)


def _excludes(one: Count, text: str, other: Count, its: str) -> bool:
    (a, b), (c, d) = _to_interval(one, text), _to_interval(other, its)
    return b < c or d < a


def _to_interval(count: Count, text: str) -> tuple[float, float]:
    before = text[max(0, count.start - 30) : count.start]
    if load_leads("at_least").search(before):
        return count.value, math.inf
    if load_leads("at_most").search(before):
        return 0.0, count.value
    if load_leads("about").search(before):
        return count.value * 0.8, count.value * 1.2
    return count.value, count.value


def _find_date(earlier: Telling, later: Telling) -> Iterator[Change]:
    ours, theirs = list(_DATE.finditer(earlier.text)), list(_DATE.finditer(later.text))
    if len(ours) != 1 or len(theirs) != 1 or _to_date(ours[0])[:2] == _to_date(theirs[0])[:2]:
        return
    before = ((earlier.start + ours[0].start(), earlier.start + ours[0].end()),)
    after = ((later.start + theirs[0].start(), later.start + theirs[0].end()),)
    yield Change("date", before, after, 1.0, f"the date “{ours[0].group()}” became “{theirs[0].group()}”")


def _to_date(match: re.Match[str]) -> tuple[str, int, str | None]:
    return (match["month"] or match["month2"])[:3], int(match["day"] or match["day2"]), match["year"]


# ---------------------------------------------------------------- names


def _find_names(earlier: Telling, later: Telling) -> Iterator[Change]:
    for ours, theirs in _find_replaced(earlier, later):
        vaguer = _is_name(ours, earlier) and _is_nameless(theirs) and not _names(later, ours[-1].word)
        sharper = _is_nameless(ours) and _is_name(theirs, later) and not _names(earlier, theirs[-1].word)
        if vaguer or sharper:
            yield _to_name("name vaguer" if vaguer else "name sharper", _span(ours), _span(theirs), earlier, later)
            return


def _find_speaker(earlier: Telling, later: Telling) -> Iterator[Change]:
    """The speaker that a claim is laid to: named in one, without a name in the other, whose document never names him.

    The one nearest to the document is compared: a retelling leaves out those further away, not the first.
    """
    ours, theirs = earlier.speaker, later.speaker
    if ours is None or theirs is None or earlier.is_named == later.is_named:
        return
    named, other = (ours, later) if earlier.is_named else (theirs, earlier)
    words = find_tokens(named.name, 0, len(named.name))
    names = [token.word for token in words if token.word[0].isupper() and token.lower not in FUNCTION_WORDS]
    nameless = theirs if earlier.is_named else ours
    is_nameless = _is_nameless(find_tokens(nameless.name, 0, len(nameless.name)))
    if names and is_nameless and not any(_names(other, name) for name in names):
        yield _to_name("name vaguer" if earlier.is_named else "name sharper", ours.spans, theirs.spans, earlier, later)


def _to_name(kind: str, before: Spans, after: Spans, earlier: Telling, later: Telling) -> Change:
    how = "lost its name" if kind == "name vaguer" else "was given a name"
    return Change(kind, before, after, 1.0, f"“{earlier.quote(before)}” {how}: “{later.quote(after)}”")


def _is_name(tokens: Sequence[Token], telling: Telling) -> bool:
    """Whether words are a name: two or more, each with a capital, not the sentence's first alone."""
    if not 2 <= len(tokens) <= 4 or not all(token.word[0].isupper() for token in tokens):
        return False
    return tokens[0] != telling.sentence[0] or tokens[0].lower not in FUNCTION_WORDS


def _is_nameless(tokens: Sequence[Token]) -> bool:
    """'An official', 'one senior officer', 'officials'; not 'the official', whose name may stand before."""
    words = [token.lower for token in tokens]
    if not words or any(token.word[0].isupper() for token in tokens[1:]):
        return False
    nameless = load_words("nameless")
    is_one = words[0] in ("a", "an", "one", "some", "two", "several", "another") and len(words) <= 6
    is_many = len(words) <= 3 and words[-1].endswith("s") and words[0] not in ("the", "these", "those", "his", "her", "its")
    return (is_one and any(word in nameless for word in words[1:])) or (is_many and words[-1] in nameless)


def _names(telling: Telling, name: str) -> bool:
    """Whether a document uses a name anywhere."""
    plain = re.escape(name.removesuffix("'s").removesuffix("’s"))
    return re.search(rf"(?<!\w){plain}(?!\w)", telling.document.text) is not None


def _find_replaced(earlier: Telling, later: Telling) -> Iterator[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """Runs of words that one sentence has where the other has others, with equal words before or behind them."""
    ours, theirs = earlier.sentence, later.sentence
    operations = Indel.opcodes([token.lower for token in ours], [token.lower for token in theirs])
    blocks: list[list[int]] = []
    for operation in operations:
        if operation.tag == "equal":
            blocks.append([])
        elif blocks and blocks[-1]:
            blocks[-1][1], blocks[-1][3] = operation.src_end, operation.dest_end
        else:
            if not blocks:
                blocks.append([])
            blocks[-1].extend((operation.src_start, operation.src_end, operation.dest_start, operation.dest_end))
    for block in blocks:
        if block and block[0] < block[1] and block[2] < block[3]:
            yield ours[block[0] : block[1]], theirs[block[2] : block[3]]


def _span(tokens: Sequence[Token]) -> Spans:
    return ((tokens[0].start, tokens[-1].end),)


# ---------------------------------------------------------------- verbs


def _find_verbs(earlier: Telling, later: Telling, share: float) -> Iterator[Change]:
    """A word of a ladder in the place of another of the same ladder; each claim has one of that ladder only."""
    if share < LIKE or earlier.chain.claim.polarity != later.chain.claim.polarity:
        return
    for ladder in load_ladders().values():
        ours, theirs = (_find_rungs(telling.tokens, ladder) for telling in (earlier, later))
        if len(ours) != 1 or len(theirs) != 1:
            continue
        (a, our), (b, their) = ours[0], theirs[0]
        if a == b:
            continue
        before, after = to_spans([(our.start, our.end)]), to_spans([(their.start, their.end)])
        kind = "verb hardened" if a < b else "verb softened"
        more = "more" if a < b else "less"
        yield Change(kind, before, after, 0.9, f"“{their.word}” says {more} than “{our.word}”")
        return


def _find_rungs(tokens: Sequence[Token], ladder: Sequence[frozenset[str]]) -> list[tuple[int, Token]]:
    return [(at, token) for token in tokens for at, rung in enumerate(ladder) if token.lower in rung]
