"""How likely two claims state the same proposition: likeness of meaning, words and actors, and the pair model's word.

Every two claims can be judged by their likeness. The pair model reads both statements together, which costs as much as encoding
one, so it is asked only of pairs that likeness leaves open: about one for each claim, the likest first.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.link.likeness import Features
from sayso.link.nearest import find_nearest
from sayso.models.keeping import remember
from sayso.models.pairing import NLI, RELATIONS, compare_kept
from sayso.schema import Claim

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

LIKENESSES = ("meaning", "around", "words", "actors", "actors told", "one document", "other number")
ANSWERS = ("same", "one in the other", "neither", "excluding", "contradiction")
NEIGHBOURS = 12  # claims that stand nearest to one and are judged with it
MEANING = 0.25  # cosine under which claims aren't neighbours
MOST, LEAST = 1.0, 0.4  # pairs a claim of which the model is asked, up to a thousand claims and at ten thousand; three gain no more
MANY = 1000  # claims from which on fewer are asked
CLEAR = 0.7  # likelihood by likeness from which on the model need not be asked
INSTANCE = 0.5  # likelihood from which on one claim is said to be an instance of the other
CHUNK = 20_000  # pairs at a time: vectors of both take 60 MB
OTHER_NUMBER = 0.02  # at most, of claims whose numbers exclude each other: two statements that can't both hold


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of claims (as places in `Features.claims`, the first lower) and how they were judged.

    Attributes:
        first, second: (pairs,), sorted.
        alike: (pairs,), how likely both state one proposition.
        relations: (pairs, RELATIONS) by the pair model; zeros where it wasn't asked.
        contradicts: (pairs,), the model's probability that the second denies the first; zero likewise.
        is_compared: (pairs,), whether the model was asked.
    """

    first: Longs
    second: Longs
    alike: Floats
    relations: Floats
    contradicts: Floats
    is_compared: npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression (Cox 1958): what training/pairs/weigh.py fitted."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def judge(self, features: Floats) -> Floats:
        """Probabilities of rows of features."""
        scores = ((features - self.mean) / self.scale) @ self.weights + self.bias
        return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)


@dataclasses.dataclass(frozen=True, slots=True)
class Judging:
    """The two judges, by likeness alone and with the model's answers; and from which mean likelihood on groups are one.

    Attributes:
        one_pair: of two claims.
        one_group: of groups, the more pairs the nearer to it; see `linkage.group_average`.
    """

    by_likeness: Judge
    by_model: Judge
    one_pair: float
    one_group: float


@functools.cache
def load_judging() -> Judging:
    """The numbers in judging.json."""
    told: dict[str, Any] = json.loads(resources.files("sayso.link").joinpath("judging.json").read_text(encoding="utf-8"))
    return to_judging(told)


def to_judging(told: dict[str, Any]) -> Judging:
    """The judges of a file's content."""
    return Judging(_to_judge(told["by_likeness"]), _to_judge(told["by_model"]), told["one_pair"], told["one_group"])


def _to_judge(told: dict[str, Any]) -> Judge:
    mean, scale, weights = (np.array(told[part], dtype=np.float32) for part in ("mean", "scale", "weights"))
    return Judge(mean, scale, weights, told["bias"])


def judge_pairs(features: Features, judging: Judging | None = None) -> Judged:
    """Judge the pairs of claims that may state one proposition: nearest neighbours, and all that share words.

    Args:
        judging: other judges than those of judging.json.
    """
    judging = judging or load_judging()
    first, second = _find_pairs(features)
    likeness = find_likeness(features, first, second)
    alike = judging.by_likeness.judge(likeness)
    ties = np.array([features.ties.get(i, {}).get(j, 0.0) for i, j in zip(first.tolist(), second.tolist(), strict=True)])
    excludes = likeness[:, LIKENESSES.index("other number")] > 0
    is_open = (alike < CLEAR) & (ties < CLEAR) & ~excludes
    asked = _pick_asked(alike, is_open, n_claims=len(features.claims))
    relations = np.zeros((len(first), len(RELATIONS)), dtype=np.float32)
    contradicts = np.zeros(len(first), dtype=np.float32)
    if len(asked):
        pairs = tuple(zip(first[asked].tolist(), second[asked].tolist(), strict=True))
        relations[asked], nli = _compare(features.claims, pairs)
        contradicts[asked] = nli[:, NLI.index("contradiction")]
        alike[asked] = judging.by_model.judge(np.hstack([likeness[asked], find_answers(relations[asked], nli)]))
    is_compared = np.zeros(len(first), dtype=np.bool_)
    is_compared[asked] = True
    alike = np.maximum(alike, ties.astype(np.float32))
    alike = np.where(excludes, np.minimum(alike, OTHER_NUMBER), alike)
    return Judged(first, second, alike, relations, contradicts, is_compared)


def _find_pairs(features: Features) -> tuple[Longs, Longs]:
    n = len(features.claims)
    first, second, _ = find_nearest(features.around, n=NEIGHBOURS, at_least=MEANING)
    others = [(i, j) for told in (features.ties, features.clashes) for i, some in told.items() for j in some if i < j]
    more = np.array(others, dtype=np.int64).reshape(-1, 2)
    keys = np.unique(np.concatenate([first * n + second, more[:, 0] * n + more[:, 1]]))
    keys = keys[features.tells[keys // n] & features.tells[keys % n]]
    return keys // n, keys % n


def _pick_asked(alike: Floats, is_open: npt.NDArray[np.bool_], *, n_claims: int) -> Longs:
    """Places of the pairs that the model is asked of: of those that likeness leaves open the likest, so many a claim."""
    each = max(LEAST, MOST * min(1.0, (MANY / max(n_claims, 1)) ** 0.4))
    n = min(int(is_open.sum()), round(each * n_claims))
    return np.sort(np.argsort(np.where(is_open, -alike, 1.0), kind="stable")[:n])


@remember(maxsize=2)
def _compare(claims: tuple[Claim, ...], pairs: tuple[tuple[int, int], ...]) -> tuple[Floats, Floats]:
    """What the model says of pairs; kept, since several stages ask for the same."""
    compared = compare_kept([(tell(claims[i]), tell(claims[j])) for i, j in pairs])
    return compared.relations, compared.nli


def tell(claim: Claim) -> str:
    """A claim as the model reads it."""
    return claim.standalone or claim.text


def find_likeness(features: Features, first: Longs, second: Longs) -> Floats:
    """Likenesses of pairs, (pairs, LIKENESSES)."""
    found = [_find_likeness(features, first[at : at + CHUNK], second[at : at + CHUNK]) for at in range(0, len(first), CHUNK)]
    return np.concatenate(found) if found else np.zeros((0, len(LIKENESSES)), dtype=np.float32)


def _find_likeness(features: Features, i: Longs, j: Longs) -> Floats:
    def dot(vectors: Floats) -> Floats:
        product: Floats = np.einsum("pw,pw->p", vectors[i], vectors[j])
        return product

    is_one = features.documents[i] == features.documents[j]
    plain, around = dot(features.plain), dot(features.around)
    is_told = features.speaks_of[i].any(axis=1) & features.speaks_of[j].any(axis=1)
    clashes = [b in features.clashes.get(a, {}) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
    columns = [
        plain, np.where(is_one, plain, around), dot(features.words), np.where(is_told, dot(features.speaks_of), 0.0),
        is_told, is_one, clashes,
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def find_answers(relations: Floats, nli: Floats) -> Floats:
    """The model's answers as features, (pairs, ANSWERS): log odds."""
    same, other = relations[:, RELATIONS.index("same")], relations[:, RELATIONS.index("other")]
    within = relations[:, RELATIONS.index("a in b")] + relations[:, RELATIONS.index("b in a")]
    shares = [same, same + within, other, relations[:, RELATIONS.index("clash")], nli[:, NLI.index("contradiction")]]
    return np.stack([_to_odds(share) for share in shares], axis=1)


def _to_odds(share: Floats) -> Floats:
    kept = np.clip(share, 1e-4, 1 - 1e-4)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def judge_all(
    features: Features, places: Sequence[int], judged: dict[tuple[int, int], float], *, judge: Judge
) -> Floats:
    """How likely every two of some claims state one proposition: as judged, by likeness where they weren't.

    Args:
        places: of claims in `features`.
        judged: probabilities by pair of places, the lower first.
        judge: for the other pairs, by likeness alone.
    Returns:
        Symmetric (places, places); the diagonal is one.
    """
    own = np.array(places, dtype=np.int64)
    x, y = np.triu_indices(len(own), 1)
    likeness = find_likeness(features, own[x], own[y])
    alike = judge.judge(likeness)
    alike[~(features.tells[own[x]] & features.tells[own[y]])] = 0.0
    low, high = np.minimum(own[x], own[y]).tolist(), np.maximum(own[x], own[y]).tolist()
    known = np.array([judged.get(pair, -1.0) for pair in zip(low, high, strict=True)], dtype=np.float32)
    alike = np.where(known >= 0, known, alike)
    out = np.eye(len(own), dtype=np.float32)
    out[x, y] = out[y, x] = alike
    return out


@dataclasses.dataclass(frozen=True, slots=True)
class Instance:
    """That one claim (by place) is a case or a part of what another says in general."""

    special: int
    general: int
    likelihood: float


def find_instances(judged: Judged) -> list[Instance]:
    """Pairs of which the model says that one is in the other, sorted."""
    found = []
    for special, general, name in ((judged.first, judged.second, "a in b"), (judged.second, judged.first, "b in a")):
        shares = judged.relations[:, RELATIONS.index(name)]
        found += [
            Instance(int(special[k]), int(general[k]), round(float(shares[k]), 3)) for k in np.flatnonzero(shares >= INSTANCE)
        ]
    return sorted(found, key=lambda one: (one.special, one.general))
