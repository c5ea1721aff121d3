"""Referents taken to be one, each tie with its score and reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """That two referents (by place in a sorted list) are one."""

    a: int
    b: int
    score: float
    why: str


class Ties:
    """Partition of `n` referents, grown by ties; every member can say which tie brought it in."""

    __slots__ = ("_members", "_parent", "_reasons")

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))
        self._members: dict[int, list[int]] = {i: [i] for i in range(n)}
        self._reasons: list[list[Tie]] = [[] for _ in range(n)]

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

    def join(self, tie: Tie) -> None:
        """Make two one; a tie inside one set only adds its reason."""
        self._reasons[tie.a].append(tie)
        self._reasons[tie.b].append(tie)
        a, b = sorted((self.root(tie.a), self.root(tie.b)))
        if a != b:
            self._parent[b] = a
            self._members[a].extend(self._members.pop(b))

    def reason(self, i: int) -> Tie | None:
        """The surest tie that `i` has; null when it stands alone."""
        return max(self._reasons[i], key=lambda tie: (tie.score, -tie.a, -tie.b), default=None)


def pick_only(candidates: Sequence[int] | set[int]) -> int | None:
    """The one candidate; null when there is none or more than one."""
    return next(iter(candidates)) if len(candidates) == 1 else None
