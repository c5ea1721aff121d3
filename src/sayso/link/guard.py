"""Who may be joined with whom: never two people whose full names clash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.link.bearers import ANY, PERSON, Bearer
from sayso.link.naming import Words
from sayso.link.people import clash
from sayso.link.ties import Tie, Ties


class Guard:
    """Joins bearers unless that would make one of two people.

    What is known of each set (full names, sorts) is kept by root and merged as sets merge, so that a name which ten
    thousand documents bear costs no more than as many names.
    """

    __slots__ = ("_fulls", "_sorts", "notes", "ties")

    def __init__(self, bearers: Sequence[Bearer], ties: Ties) -> None:
        self.ties = ties
        self.notes: dict[int, str] = {}  # by place: why it was not joined with what bears its name
        self._fulls: dict[int, set[Words]] = {}
        self._sorts: dict[int, Counter[str]] = {}
        for bearer in bearers:
            root = ties.root(bearer.place)
            fulls = {words for words, _ in bearer.words() if len(words) > 1} if bearer.sort in (PERSON, ANY) else set()
            self._fulls.setdefault(root, set()).update(fulls)
            self._sorts.setdefault(root, Counter())[bearer.sort] += 1

    def full_names(self, place: int) -> set[Words]:
        """Names of two words or more that the people one with `place` bear."""
        return self._fulls.get(self.ties.root(place), set())

    def sort(self, place: int) -> str:
        """What most of those one with `place` are; ANY only when nothing else is known."""
        told = {sort: n for sort, n in self._sorts.get(self.ties.root(place), Counter()).items() if sort != ANY}
        return min(told, key=lambda sort: (-told[sort], sort)) if told else ANY

    def size(self, place: int) -> int:
        """How many bearers are one with `place`."""
        return sum(self._sorts.get(self.ties.root(place), Counter()).values())

    def note(self, place: int, why: str) -> None:
        """Keep why a bearer was left apart from what bears its name."""
        self.notes.setdefault(place, why)

    def may_join(self, a: int, b: int) -> bool:
        """Whether neither names nor a ruling speak against making one of two."""
        # People whom a ruling made one bear names that clash with each other: whoever fits one of them may join.
        clashes = all if self.ties.is_ruled(a) or self.ties.is_ruled(b) else any
        ours, theirs = self.full_names(a), self.full_names(b)
        return not (ours and theirs and clashes(clash(x, y) for x in ours for y in theirs))

    def join(self, a: int, b: int, *, score: float, why: str) -> bool:
        """Join two unless their full names clash or a ruling keeps them apart; says whether they are one now."""
        x, y = self.ties.root(a), self.ties.root(b)
        if x == y:
            return True
        if not self.may_join(x, y) or not self.ties.join(Tie(a, b, score, why)):
            return False
        root = self.ties.root(a)
        other = y if root == x else x
        fulls, sorts = self._fulls.pop(other, set()), self._sorts.pop(other, Counter())
        self._fulls.setdefault(root, set()).update(fulls)
        self._sorts.setdefault(root, Counter()).update(sorts)
        return True
