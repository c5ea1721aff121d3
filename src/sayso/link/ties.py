"""Referents taken to be one, each tie with its score and reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

SUGGESTED, CONFIRMED = "suggested", "confirmed"


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """That two referents (by place in a sorted list) are one; `state` is that of the links that rest on it."""

    a: int
    b: int
    score: float
    why: str
    state: str = SUGGESTED


class Ties:
    """Partition of `n` referents, grown by ties; every member can say which tie brought it in.

    What a ruling sets apart (`part`) is never joined again, by whichever way round.
    """

    __slots__ = ("_apart", "_is_ruled", "_members", "_parent", "_reasons", "_sides")

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))
        self._members: dict[int, list[int]] = {i: [i] for i in range(n)}
        self._reasons: list[list[Tie]] = [[] for _ in range(n)]
        self._sides: dict[int, dict[int, str]] = {}  # by root: on which side of which ruling its set stands
        self._apart: dict[int, list[str]] = {}
        self._is_ruled: set[int] = set()  # roots of sets that a ruling made

    def root(self, i: int) -> int:
        """Stand-in of the set that holds `i`."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def together(self, a: int, b: int) -> bool:
        """Whether two are one already."""
        return self.root(a) == self.root(b)

    def members(self, i: int) -> list[int]:
        """All that are one with `i`, in order."""
        return sorted(self._members[self.root(i)])

    def sets(self) -> list[list[int]]:
        """The partition, each set in order, sets by their first."""
        return sorted(sorted(members) for members in self._members.values())

    def may_join(self, a: int, b: int) -> bool:
        """Whether no ruling keeps the sets of two apart."""
        ours, theirs = self._sides.get(self.root(a)), self._sides.get(self.root(b))
        if not ours or not theirs:
            return True
        return all(theirs.get(ruling, side) == side for ruling, side in ours.items())

    def join(self, tie: Tie) -> bool:
        """Make two one, unless a ruling keeps them apart; a tie inside one set only adds its reason. Says whether they are one."""
        a, b = sorted((self.root(tie.a), self.root(tie.b)))
        if a != b and not self.may_join(a, b):
            return False
        self._reasons[tie.a].append(tie)
        self._reasons[tie.b].append(tie)
        if a != b:
            self._parent[b] = a
            self._members[a].extend(self._members.pop(b))
            if b in self._sides:
                self._sides[a] = self._sides.get(a, {}) | self._sides.pop(b)
        if tie.state == CONFIRMED or b in self._is_ruled:
            self._is_ruled.add(a)
        return True

    def part(self, i: int, *, ruling: int, side: str, why: str) -> bool:
        """Put `i` on one side of a ruling, away from its other side; false when its set stands on the other already."""
        sides = self._sides.setdefault(self.root(i), {})
        if sides.setdefault(ruling, side) != side:
            return False
        self._apart.setdefault(i, []).append(why)
        return True

    def is_ruled(self, i: int) -> bool:
        """Whether a ruling made the set that holds `i` one."""
        return self.root(i) in self._is_ruled

    def reason(self, i: int) -> Tie | None:
        """The surest tie that `i` has, a ruled one first; null when it stands alone."""
        return max(
            self._reasons[i], key=lambda tie: (tie.state == CONFIRMED, tie.score, -tie.a, -tie.b), default=None
        )

    def apart(self, i: int) -> list[str]:
        """What rulings keep apart from `i`, in words."""
        return self._apart.get(i, [])


def pick_only(candidates: Sequence[int] | set[int]) -> int | None:
    """The one candidate; null when there is none or more than one."""
    return next(iter(candidates)) if len(candidates) == 1 else None
