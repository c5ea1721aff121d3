"""How alike two claims are: meaning, telling words, shared actors, shared passages.

Meaning is the cosine of sentence vectors, with half of the case's mean taken off, since all claims of a case speak of
one topic, and between documents with a share of the vectors around it, since a claim leans on its paragraph ("the deal"
is which deal?). Inside one document the surroundings are the same and say nothing, so they are left out there.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sayso.link.quantities import find_amounts, find_clash
from sayso.link.wording import find_stems
from sayso.models.encoder import encode_kept
from sayso.models.keeping import remember
from sayso.schema import Claim, Copy, Spans
from sayso.text import spans as arithmetic

Floats = npt.NDArray[np.float32]

# Swept on two hand-grouped cases (docs/method/link.md has the numbers) and read by eye on four piles of news, 2026-11.
CENTRED = 0.5  # share of the case's mean taken off; with less, claims of one topic but of two propositions merge
CENTRED_FROM = 50  # claims at which half of that is reached: the mean of a few claims is those claims
AROUND = 0.25  # share of the surroundings in a vector, between documents; more pulls neighbouring statements together
REACH = 2  # claims before and after that count as surroundings
MEANING, WORDS, ACTORS = 0.75, 0.15, 0.10  # weights of the three likenesses
COPIED = 0.9  # likeness of claims whose words are one copied passage
NUMBERS = 0.55  # likeness from which different numbers of one thing are about one thing; under it most are of two events
OTHER_NUMBER = 0.30  # likeness of such claims at most: "40 died" and "14 died" are two statements that can't both hold
MIN_STEMS = 2  # telling words below which a claim ("It is true") can be said of anything
FEW_STEMS = 4  # telling words under which equal words ("they have agreed to it") may be of two things
SAME_WORDS = 0.5  # share of telling words that two claims inside one copied passage have in common to be one statement
MAX_SAME = 50  # equal texts tied with each other; boilerplate beyond them is tied by likeness
_WORDS, _ACTORS = 512, 256  # columns of hashed stems and actors; a claim has about ten and two of them


@dataclasses.dataclass(frozen=True, slots=True)
class Features:
    """What likeness is worked out from; row i of each array is claim i.

    Attributes:
        claims: sorted by id.
        plain: (n, 384) unit vectors of the claims alone.
        around: (n, 384) unit vectors with their surroundings.
        words: (n, 512) unit vectors of hashed stems, rare ones weighing more; zero for a claim that tells too little.
        tells: (n,) whether a claim tells enough to be matched.
        actors: source ids of each claim's actors, with how much each tells.
        speaks_of: (n, 256) unit vectors of the same, hashed; zero for a claim that speaks of nobody known.
        documents: (n,) which document, as a number.
        ties: for each claim that shares words with others, those and their likeness.
        clashes: for each claim whose number others exclude, those and their likeness but for that.
    """

    claims: tuple[Claim, ...]
    plain: Floats
    around: Floats
    words: Floats
    tells: npt.NDArray[np.bool_]
    actors: tuple[Mapping[str, float], ...]
    speaks_of: Floats
    documents: npt.NDArray[np.int64]
    ties: Mapping[int, Mapping[int, float]]
    clashes: Mapping[int, Mapping[int, float]] = dataclasses.field(default_factory=dict)

    def score(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Floats:
        """Likeness of claims `rows` to claims `columns`, as a matrix of values up to 1."""
        same = self.documents[rows][:, None] == self.documents[columns][None, :]
        meaning = np.where(same, self.plain[rows] @ self.plain[columns].T, self.around[rows] @ self.around[columns].T)
        is_told = np.logical_and.outer(self.speaks_of[rows].any(axis=1), self.speaks_of[columns].any(axis=1))
        shared = self.speaks_of[rows] @ self.speaks_of[columns].T
        score = MEANING * meaning + WORDS * (self.words[rows] @ self.words[columns].T)
        score += ACTORS * np.where(is_told, shared, meaning)
        score[~self.tells[rows], :] = 0.0
        score[:, ~self.tells[columns]] = 0.0
        self._put_ties(score, rows, columns)
        return np.minimum(score, 1.0).astype(np.float32)

    def _put_ties(self, score: Floats, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> None:
        at_column = {j: k for k, j in enumerate(columns.tolist())}
        for row, i in enumerate(rows.tolist()):
            for j, likeness in self.ties.get(i, {}).items():
                if j in at_column:
                    score[row, at_column[j]] = max(float(score[row, at_column[j]]), likeness)
            for j in self.clashes.get(i, {}):
                if j in at_column:
                    score[row, at_column[j]] = OTHER_NUMBER


def to_unit(rows: Floats) -> Floats:
    """Rows of length one; a row of zeros stays."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def make_features(claims: Sequence[Claim], copies: Sequence[Copy], *, source_of: Mapping[str, str]) -> Features:
    """Work out what likeness needs, each distinct text encoded once.

    Args:
        claims: of the case, in any order; at least one.
        copies: of the case.
        source_of: source id by referent id.
    """
    some = tuple(sorted(claims, key=lambda claim: claim.id))
    names = {document_id: k for k, document_id in enumerate(sorted({claim.document_id for claim in some}))}
    said, filled = zip(*((claim.text, claim.standalone or claim.text) for claim in some), strict=True)
    plain = centre(encode_claims(said, filled))
    words, actors = _to_words(some), _weigh_actors(some, source_of)
    features = Features(
        claims=some, plain=plain, around=_look_around(some, plain), words=words, tells=np.asarray(words.any(axis=1)), actors=actors,
        speaks_of=_hash_weights(actors, width=_ACTORS),
        documents=np.array([names[claim.document_id] for claim in some], dtype=np.int64),
        ties=_both_ways(find_ties(some, copies)),
    )
    return dataclasses.replace(features, clashes=_both_ways(_find_clashes(features)))


def _find_clashes(features: Features) -> dict[tuple[int, int], float]:
    """Pairs of claims that are alike but for a number, with that likeness; compared only where one thing is counted."""
    amounts = [find_amounts(claim.quantities) for claim in features.claims]
    counting: dict[str, list[int]] = defaultdict(list)
    for i, some in enumerate(amounts):
        for ending in sorted({amount.counted[-4:] for amount in some}):  # girls and schoolgirls meet
            counting[ending].append(i)
    found: dict[tuple[int, int], float] = {}
    for _, places in sorted(counting.items()):
        likeness = features.score(np.array(places), np.array(places))
        for x, y in zip(*np.nonzero(np.triu(likeness >= NUMBERS, 1)), strict=True):
            i, j = places[int(x)], places[int(y)]
            if features.claims[i].polarity == features.claims[j].polarity and find_clash(amounts[i], amounts[j]):
                found[min(i, j), max(i, j)] = float(likeness[x, y])
    return found


@remember(maxsize=1)
def encode_claims(said: tuple[str, ...], filled: tuple[str, ...]) -> Floats:
    """Mean vectors of claims as said and with their pronouns filled in; kept, since two stages ask for the same.

    Both, for on the hand-grouped cases a pronoun filled in wrongly was as common as one that helped. Each distinct text
    is encoded once.
    """
    distinct = sorted({*said, *filled})
    place = {text: k for k, text in enumerate(distinct)}
    vectors = encode_kept(distinct)
    return to_unit(vectors[[place[text] for text in said]] + vectors[[place[text] for text in filled]])


def centre(vectors: Floats) -> Floats:
    """Take a share of the case's mean off, the more the larger the case."""
    n = len(vectors)
    if not n:
        return vectors
    return to_unit(vectors - CENTRED * n / (n + CENTRED_FROM) * vectors.mean(axis=0))


def _look_around(claims: Sequence[Claim], plain: Floats) -> Floats:
    by_document: dict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        by_document[claim.document_id].append(i)
    out = np.zeros_like(plain)
    for places in by_document.values():
        places.sort(key=lambda i: (claims[i].spans, claims[i].id))
        for at, i in enumerate(places):
            near = places[max(0, at - REACH) : at + REACH + 1]
            out[i] = (1 - AROUND) * plain[i] + AROUND * plain[near].mean(axis=0)
    return to_unit(out)


def _to_words(claims: Sequence[Claim]) -> Floats:
    stems = [find_stems(claim.standalone or claim.text) for claim in claims]
    counts = Counter(stem for some in stems for stem in some)
    weights = [
        {stem: math.log((len(claims) + 1) / counts[stem]) for stem in sorted(some)} if len(some) >= MIN_STEMS else {}
        for some in stems
    ]
    return _hash_weights(weights, width=_WORDS)


def _hash_weights(rows: Sequence[Mapping[str, float]], *, width: int) -> Floats:
    """Unit vectors of weighted words or ids, each in the column that its hash names (Weinberger et al. 2009)."""
    out = np.zeros((len(rows), width), dtype=np.float32)
    for i, some in enumerate(rows):
        for name, weight in some.items():
            out[i, zlib.crc32(name.encode()) % width] += weight
    return to_unit(out)


def _weigh_actors(claims: Sequence[Claim], source_of: Mapping[str, str]) -> tuple[Mapping[str, float], ...]:
    found = [sorted({source_of.get(actor, actor) for actor in claim.actors}) for claim in claims]
    counts = Counter(actor for some in found for actor in some)
    return tuple({actor: math.log((len(claims) + 1) / counts[actor]) for actor in some} for some in found)


# ---------------------------------------------------------------- claims that share words


def find_ties(claims: Sequence[Claim], copies: Sequence[Copy]) -> dict[tuple[int, int], float]:
    """Pairs of claims (as indices) that are the same words: equal texts, one inside the other, one copied passage."""
    ties: dict[tuple[int, int], float] = {}
    by_text: dict[str, list[int]] = defaultdict(list)
    by_document: dict[str, list[int]] = defaultdict(list)
    stems = [find_stems(claim.text) for claim in claims]
    for i, claim in enumerate(claims):
        if len(stems[i]) >= MIN_STEMS:
            said = claim.text if len(stems[i]) >= FEW_STEMS else claim.standalone
            by_text[" ".join(re.findall(r"\w+", said.lower()))].append(i)
        by_document[claim.document_id].append(i)
    for same in by_text.values():
        ties |= dict.fromkeys(itertools.combinations(same[:MAX_SAME], 2), 1.0)
    for places in by_document.values():
        ties |= _find_nested(claims, sorted(places, key=lambda i: arithmetic.hull(claims[i].spans)))
    for copy in copies:
        left = _find_inside(claims, by_document[copy.document_a], copy.spans_a)
        right = _find_inside(claims, by_document[copy.document_b], copy.spans_b)
        for i, covered, at in left:
            for j, its, place in right:
                shared = len(stems[i] & stems[j]) / max(min(len(stems[i]), len(stems[j])), 1)
                if shared >= SAME_WORDS and abs(at - place) <= 0.25:  # alike, at about the same place of the passage
                    pair = min(i, j), max(i, j)
                    ties[pair] = max(ties.get(pair, 0.0), COPIED * copy.score * (covered + its) / 2)
    return ties


def _both_ways(ties: Mapping[tuple[int, int], float]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), likeness in ties.items():
        found[i][j] = found[j][i] = likeness
    return dict(found)


def _find_nested(claims: Sequence[Claim], places: Sequence[int]) -> dict[tuple[int, int], float]:
    """Claims of one document that are mostly the same words, as when one chain is read twice."""
    ties = {}
    for at, i in enumerate(places):
        end = arithmetic.hull(claims[i].spans)[1]
        for j in places[at + 1 :]:
            if arithmetic.hull(claims[j].spans)[0] >= end:
                break
            shared = arithmetic.overlap(claims[i].spans, claims[j].spans)
            longer = max(arithmetic.length(claims[i].spans), arithmetic.length(claims[j].spans))
            if shared / longer >= 0.6:
                ties[min(i, j), max(i, j)] = 0.5 + shared / longer / 2
    return ties


def _find_inside(
    claims: Sequence[Claim], places: Sequence[int], spans: Spans
) -> list[tuple[int, float, float]]:
    """Claims that a passage covers in good part, with how much of them, and where in it their middle stands, 0 to 1.

    A short passage covers a claim well when the claim holds most of it: quoted words stand in longer sentences.
    """
    found = []
    first, last = arithmetic.hull(spans)
    for i in places:
        shared = arithmetic.overlap(claims[i].spans, spans)
        size = min(arithmetic.length(claims[i].spans), arithmetic.length(spans))
        if shared >= 0.7 * size:
            start, end = arithmetic.hull(claims[i].spans)
            middle = (max(start, first) + min(end, last)) / 2
            covered = 0.5 + 0.5 * shared / arithmetic.length(claims[i].spans)
            found.append((i, covered, (middle - first) / max(last - first, 1)))
    return found
