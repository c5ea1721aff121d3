"""Someone or something in one document: its names, its mentions, what is known of it."""

from __future__ import annotations

import bisect
import dataclasses

UNNAMED_KINDS = ("person", "official", "crowd", "document", "other")  # of which it is told how near they stand


@dataclasses.dataclass(eq=False, slots=True)
class Entry:
    """Someone or something in this document; `spans` are flow offsets of its mentions, sorted."""

    name: str
    kind: str
    is_named: bool
    head: str | None = None
    anchors: tuple[str, ...] = ()
    modifiers: frozenset[str] = frozenset()
    is_plural: bool = False
    is_source: bool = False
    gender: str | None = None
    aliases: list[str] = dataclasses.field(default_factory=list)
    roles: set[str] = dataclasses.field(default_factory=set)
    spans: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    author: Entry | None = None
    above: Entry | None = None  # the source under which it was first named: a report's own sources
    speaks_for: Entry | None = None
    stands: str | None = None  # how near it says it stands; see `near`

    @property
    def near(self) -> str | None:
        """How near an unnamed source says it stands to what it tells; null for a named one and for bodies."""
        return self.stands if not self.is_named and self.kind in UNNAMED_KINDS else None

    def add(self, span: tuple[int, int], name: str) -> None:
        """Note one more mention."""
        if span not in self.spans:
            bisect.insort(self.spans, span)
        if name != self.name and name not in self.aliases:
            self.aliases.append(name)

    def last_before(self, place: int) -> int | None:
        """Where it was last mentioned before `place`; null when it wasn't."""
        i = bisect.bisect_left(self.spans, (place, place))
        return self.spans[i - 1][0] if i else None


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """One mention in the flow: whose, where, and whether something is laid to it there."""

    entry: Entry
    span: tuple[int, int]
    is_speaking: bool


def to_key(name: str) -> str:
    """A name for comparing: lower case, without hyphens and article."""
    return " ".join(name.lower().replace("-", " ").removeprefix("the ").split())
