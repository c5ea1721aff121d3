"""Average linkage in which few pairs must be surer than many, and components of a graph.

Source: Sokal and Michener (1958) for average linkage. The mean of many likelihoods says more than a single one, so the least mean
that joins two groups falls with the number of pairs that it is taken over.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def group_average(likeness: Floats, *, at_least: float, alone: float | None = None) -> list[list[int]]:
    """Partition items: the two groups whose mean likeness is highest above the least that joins them merge, until none is.

    Args:
        likeness: symmetric (n, n); the diagonal is not read.
        at_least: mean likeness under which two groups stay apart, however many pairs it is taken over.
        alone: the same for a single pair; the least for n pairs is at_least + (alone - at_least) / sqrt(n).
    Returns:
        Groups of indices, each in order, groups by their first.
    """
    extra = (alone if alone is not None else at_least) - at_least
    n = len(likeness)
    sums = likeness.astype(np.float64)
    sizes = np.ones(n)
    groups = {i: [i] for i in range(n)}
    is_open = np.ones(n, dtype=np.bool_)

    def margins(i: int) -> npt.NDArray[np.float64]:
        n_pairs = sizes[i] * sizes
        found: npt.NDArray[np.float64] = sums[i] / n_pairs - at_least - extra / np.sqrt(n_pairs)
        found[i] = -np.inf
        found[~is_open] = -np.inf
        return found

    best = np.full(n, -np.inf)
    nearest = np.zeros(n, dtype=np.int64)

    def look(i: int) -> None:
        margin = margins(i)
        nearest[i] = int(np.argmax(margin)) if n > 1 else i
        best[i] = margin[nearest[i]] if n > 1 else -np.inf

    for i in range(n):
        look(i)
    while n > 1:
        a = int(np.argmax(best))
        if best[a] < 0:
            break
        keep, gone = sorted((a, int(nearest[a])))
        sums[keep] += sums[gone]
        sums[:, keep] += sums[:, gone]
        sizes[keep] += sizes[gone]
        groups[keep] += groups.pop(gone)
        is_open[gone], best[gone] = False, -np.inf
        margin = margins(keep)
        for changed in np.flatnonzero(is_open & np.isin(nearest, (keep, gone))).tolist():
            look(changed)  # what it stood nearest to has changed
        closer = is_open & (margin > best)
        closer[keep] = False
        best[closer], nearest[closer] = margin[closer], keep
        look(keep)
    return sorted(sorted(members) for members in groups.values())


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
