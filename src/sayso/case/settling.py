"""Which of several rulings on who is who, and on what says the same, holds: the later one, as far as it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Sides = dict[int, str]
Verdict = tuple[str, str, tuple[int, ...]]
"""Both ids of a row, and the later rulings that say otherwise; none when it applies."""


class Settling:
    """Takes rulings from the last to the first; what a later one joined or parted, an earlier one can't undo."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._sides: defaultdict[str, Sides] = defaultdict(dict)
        self._joined_by: defaultdict[str, set[int]] = defaultdict(set)

    def join(self, number: int, ids: Sequence[str]) -> Iterator[Verdict]:
        """Make all one: each row ties an id to one before it, or says which later rulings keep it from all of them."""
        standing: list[str] = []  # one id for each set that the ids before make
        for id_ in ids:
            against: set[int] = set()
            partner = None
            for other in standing:
                clashing = self._find_clashing(other, id_)
                if not clashing:
                    partner = other
                    break
                against |= clashing
            if partner is not None:
                self._unite(number, partner, id_)
                yield partner, id_, ()
                continue
            if standing:
                yield standing[0], id_, tuple(sorted(against))
            standing.append(id_)

    def part(self, number: int, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[Verdict]:
        """Keep two sides apart: rows lead from each id to the first of the other side."""
        ours, theirs = list(dict.fromkeys(ours)), list(dict.fromkeys(theirs))
        mixed = {self._root(id_) for id_ in ours} & {self._root(id_) for id_ in theirs}
        free_a, free_b = ([id_ for id_ in side if self._root(id_) not in mixed] for side in (ours, theirs))
        for side, ids in (("a", free_a), ("b", free_b)):
            for id_ in ids if free_a and free_b else ():
                self._sides[self._root(id_)][number] = side
        if free_a and free_b:
            yield from ((id_, free_b[0], ()) for id_ in free_a)
            yield from ((free_a[0], id_, ()) for id_ in free_b[1:])
        for id_ in ours if not free_b else [id_ for id_ in ours if id_ not in free_a]:
            yield id_, theirs[0], self._say_joined(id_, theirs)
        for id_ in [id_ for id_ in theirs[1:] if id_ not in free_b]:
            yield ours[0], id_, self._say_joined(id_, ours)

    def _say_joined(self, id_: str, others: Iterable[str]) -> tuple[int, ...]:
        roots = [self._root(id_), *map(self._root, others)]
        return tuple(sorted({number for root in roots for number in self._joined_by[root]}))

    def _find_clashing(self, a: str, b: str) -> set[int]:
        ours, theirs = self._sides[self._root(a)], self._sides[self._root(b)]
        return {number for number, side in ours.items() if theirs.get(number, side) != side}

    def _unite(self, number: int, a: str, b: str) -> None:
        x, y = sorted((self._root(a), self._root(b)))
        if x != y:
            self._parent[y] = x
            self._sides[x].update(self._sides.pop(y, {}))
            self._joined_by[x] |= self._joined_by.pop(y, set()) | {number}

    def _root(self, id_: str) -> str:
        while (parent := self._parent.get(id_, id_)) != id_:
            id_ = parent
        return id_
