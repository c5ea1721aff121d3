"""Average-linkage clustering by nearest-neighbour chains: quadratic in one component, no loop over all pairs in Python.

Source: Benzécri (1982) and Juan (1982) for the chain; Lance & Williams (1967) for the update. Average linkage is
reducible, so the merges found by chains are those of the greedy method.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def group_average(likeness: Floats, *, at_least: float) -> list[list[int]]:
    """Partition items so that groups merge while their mean likeness is at least the threshold.

    Args:
        likeness: symmetric (n, n); the diagonal is not read.
        at_least: mean likeness under which two groups stay apart.
    Returns:
        Groups of indices, each in order, groups by their first.
    """
    n = len(likeness)
    near = likeness.astype(np.float64)
    np.fill_diagonal(near, -np.inf)
    sizes = np.ones(n)
    groups = {i: [i] for i in range(n)}
    is_open = np.ones(n, dtype=np.bool_)
    chain: list[int] = []
    while is_open.any():
        if not chain:
            chain.append(int(np.argmax(is_open)))
        at = chain[-1]
        nearest = int(np.argmax(near[at]))
        if len(chain) > 1 and near[at, chain[-2]] >= near[at, nearest]:
            nearest = chain[-2]  # a tie goes back, so that the chain ends
        if near[at, nearest] < at_least:
            # A chain's likenesses grow, so whatever stands before `at` may still merge once it is out of the way.
            is_open[chain.pop()] = False
            near[at, :] = near[:, at] = -np.inf
            continue
        if len(chain) > 1 and nearest == chain[-2]:
            del chain[-2:]
            _merge(near, sizes, groups, keep=min(at, nearest), gone=max(at, nearest))
            is_open[max(at, nearest)] = False
        else:
            chain.append(nearest)
    return sorted(sorted(members) for members in groups.values())


def _merge(
    near: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], groups: dict[int, list[int]], *, keep: int, gone: int
) -> None:
    with np.errstate(invalid="ignore"):
        mean = (sizes[keep] * near[keep] + sizes[gone] * near[gone]) / (sizes[keep] + sizes[gone])
    near[keep, :] = near[:, keep] = np.where(np.isneginf(near[keep]) | np.isneginf(near[gone]), -np.inf, mean)
    near[gone, :] = near[:, gone] = -np.inf
    near[keep, keep] = -np.inf
    sizes[keep] += sizes[gone]
    groups[keep] += groups.pop(gone)


def find_components(n: int, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> list[list[int]]:
    """Connected components of a graph on n nodes given as two columns of edge ends; nodes in order."""
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in zip(rows.tolist(), columns.tolist(), strict=True):
        x, y = sorted((root(a), root(b)))
        parent[y] = x
    found: dict[int, list[int]] = {}
    for i in range(n):
        found.setdefault(root(i), []).append(i)
    return list(found.values())
