"""Average linkage against the plain greedy method."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.linkage import find_components, group_average


def greedy(likeness: np.ndarray, at_least: float) -> list[list[int]]:
    groups = [[i] for i in range(len(likeness))]
    while len(groups) > 1:
        pairs = itertools.combinations(range(len(groups)), 2)
        mean, a, b = max((np.mean([likeness[i, j] for i in groups[a] for j in groups[b]]), a, b) for a, b in pairs)
        if mean < at_least:
            break
        groups[a] += groups.pop(b)
    return sorted(sorted(group) for group in groups)


@given(st.integers(1, 9), st.integers(0, 10**6))
def test_chains_find_the_greedy_groups(n: int, seed: int) -> None:
    likeness = np.random.default_rng(seed).random((n, n)).astype(np.float32)  # no ties: they may go either way
    likeness = (likeness + likeness.T) / 2
    assert group_average(likeness, at_least=0.5) == greedy(likeness, 0.5)


def test_a_vague_item_does_not_chain_two_groups() -> None:
    likeness = np.array([[1, 0.9, 0.6, 0], [0.9, 1, 0.6, 0], [0.6, 0.6, 1, 0.7], [0, 0, 0.7, 1]], dtype=np.float32)
    assert group_average(likeness, at_least=0.5) == [[0, 1], [2, 3]]


def test_components() -> None:
    assert find_components(5, np.array([0, 3]), np.array([2, 4])) == [[0, 2], [1], [3, 4]]
