"""Pairs of claims worth comparing: those that share rare telling words, looked up and never all with all."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from sayso.link.likeness import Features
from sayso.link.wording import find_stems

BUDGET = 2000  # other claims looked at for one, those with the rarest words in common first: bounds the time a claim takes
NEIGHBOURS = 60  # kept of these for one claim, the most shared words first
NEAR = 0.30  # likeness under which two claims are about two things, whatever words they share


def find_near(features: Features) -> Iterator[tuple[int, int, float]]:
    """Give pairs of claims (as indices, the lower first) that share telling words, with their likeness."""
    stems = [sorted(find_stems(claim.standalone or claim.text)) for claim in features.claims]
    for i, near in enumerate(_find_neighbours(stems)):
        if near:
            for j, alike in zip(near, likeness_of(features, i, near), strict=True):
                if alike >= NEAR:
                    yield i, j, alike


def likeness_of(features: Features, i: int, others: Sequence[int]) -> list[float]:
    """How alike a claim is to others, but for a number that they exclude."""
    scores = features.score(np.array([i]), np.array(others))[0].tolist()
    but_for = features.clashes.get(i, {})
    return [max(score, but_for.get(j, 0.0)) for j, score in zip(others, scores, strict=True)]


def _find_neighbours(stems: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """For each claim those after it in order that share most words with it; rare words weigh more."""
    counts = Counter(stem for some in stems for stem in some)
    holders: dict[str, list[int]] = defaultdict(list)
    for i, some in enumerate(stems):
        for stem in some:
            holders[stem].append(i)
    arrays = {stem: np.array(places) for stem, places in holders.items() if len(places) > 1}
    for i, some in enumerate(stems):
        found, weights, looked_at = [], [], 0
        for stem in sorted((stem for stem in some if stem in arrays), key=lambda stem: (counts[stem], stem)):
            if looked_at and looked_at + counts[stem] > BUDGET:
                break
            later = arrays[stem][np.searchsorted(arrays[stem], i, side="right"):][:BUDGET]
            looked_at += counts[stem]
            found.append(later)
            weights.append(np.full(len(later), math.log((len(stems) + 1) / counts[stem])))
        yield _pick(np.concatenate(found), np.concatenate(weights)) if found else []


def _pick(places: np.ndarray[tuple[int], np.dtype[np.int64]], weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int]:
    distinct, where = np.unique(places, return_inverse=True)
    shared = np.bincount(where, weights=weights)
    order = np.lexsort((distinct, -shared))[:NEIGHBOURS]
    return sorted(distinct[order].tolist())
