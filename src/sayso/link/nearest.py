"""Which vectors stand nearest to each, without comparing all with all: cells of like vectors, of which the nearest are searched.

Source: the inverted file of Jégou, Douze and Schmid (2011), without its compression. Up to EXACT vectors all are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Found = tuple[Longs, Longs, Floats]

EXACT = 6000  # vectors; their products with each other take about a second
BLOCK = 1024  # rows at a time
CELL = 150  # vectors of a cell, on average
PROBES = 12  # cells searched for each vector
ROUNDS = 4  # of moving the cells' centres
SEED = 1


def find_nearest(vectors: Floats, *, n: int, at_least: float) -> Found:
    """Pairs of places whose vectors are alike: the `n` likest of each, from a likeness on.

    Args:
        vectors: (items, width), of length one or zero.
    Returns:
        Two columns of places, the smaller first, each pair once, sorted; and their likeness.
    """
    search = _search_all if len(vectors) <= EXACT else _search_cells
    found = list(search(vectors, n, at_least))
    rows, others, likeness = (np.concatenate(some) for some in zip(*found, strict=True)) if found else _nothing()
    order = np.lexsort((others, -likeness, rows))
    rows, others, likeness = rows[order], others[order], likeness[order]
    first = np.searchsorted(rows, rows)  # of each row's own
    keep = np.arange(len(rows)) - first < n
    rows, others, likeness = rows[keep], others[keep], likeness[keep]
    keys, places = np.unique(np.minimum(rows, others) * len(vectors) + np.maximum(rows, others), return_index=True)
    return keys // max(len(vectors), 1), keys % max(len(vectors), 1), likeness[places]


def _nothing() -> Found:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)


def _search_all(vectors: Floats, n: int, at_least: float) -> Iterator[Found]:
    everyone = np.arange(len(vectors))
    for at in range(0, len(vectors), BLOCK):
        yield _pick(vectors, everyone[at : at + BLOCK], everyone, n, at_least)


def _search_cells(vectors: Floats, n: int, at_least: float) -> Iterator[Found]:
    centres = _find_centres(vectors)
    cells = np.concatenate([  # (items, PROBES), nearest first
        np.argsort(-(vectors[at : at + BLOCK] @ centres.T), axis=1, kind="stable")[:, :PROBES]
        for at in range(0, len(vectors), BLOCK)
    ])
    order = np.argsort(cells.ravel(), kind="stable")
    starts = np.searchsorted(cells.ravel()[order], np.arange(len(centres) + 1))
    for cell in range(len(centres)):
        asking = order[starts[cell] : starts[cell + 1]] // PROBES
        living = asking[cells[asking, 0] == cell]
        for at in range(0, len(asking), BLOCK):
            yield _pick(vectors, asking[at : at + BLOCK], living, n, at_least)


def _find_centres(vectors: Floats) -> Floats:
    """Means of cells, by a few rounds of k-means over a sample."""
    chance = np.random.default_rng(SEED)
    n_cells = max(PROBES, len(vectors) // CELL)
    sample = vectors[np.sort(chance.choice(len(vectors), min(len(vectors), 20 * n_cells), replace=False))]
    centres = sample[np.sort(chance.choice(len(sample), n_cells, replace=False))]
    for _ in range(ROUNDS):
        homes = np.concatenate([(sample[at : at + BLOCK] @ centres.T).argmax(1) for at in range(0, len(sample), BLOCK)])
        sums = np.zeros_like(centres)
        np.add.at(sums, homes, sample)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres).astype(np.float32)
    return centres


def _pick(vectors: Floats, rows: Longs, among: Longs, n: int, at_least: float) -> Found:
    """The `n` likest to each row among some others, from a likeness on."""
    if not len(among):
        return _nothing()
    likeness = vectors[rows] @ vectors[among].T
    likeness[rows[:, None] == among[None, :]] = -1.0
    if n < len(among):
        best = np.argpartition(-likeness, n - 1, axis=1)[:, :n]
        floor = np.take_along_axis(likeness, best, 1).min(1)
        likeness[likeness < floor[:, None]] = -1.0
    i, j = np.nonzero(likeness >= at_least)
    return rows[i], among[j], likeness[i, j].astype(np.float32)
