"""Which place lies in which, learned from how the documents name them: "Tal Ada, in the province of Rum", "Rum's Tal Ada"."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.link.lexicon import load_list
from sayso.schema import Document, Referent

GAP = 40  # characters between two names that one phrase joins
_IN = re.compile(r"(?:,? (?:\w+ )?(?:in|of|within) (?:the )?(?:[\w-]+ ){0,5}|, (?:the )?)", re.IGNORECASE)
_OF = re.compile(r"(?:'s|’s| state's| state’s| city) (?:[\w-]+ ){0,5}(?:of )?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Places:
    """What lies in what.

    Args:
        referents: of the case.
        documents: of the case.
    """

    def __init__(self, referents: Iterable[Referent], documents: Iterable[Document]) -> None:
        self._near: dict[frozenset[str], set[frozenset[str]]] = defaultdict(set)
        texts = {document.id: document.text for document in documents}
        mentions: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.names: set[frozenset[str]] = set()
        for referent in referents:
            if referent.kind == "place" and referent.is_named:
                self.names |= {_to_key(name) for name in (referent.name, *referent.aliases)}
                mentions[referent.document_id].update(referent.spans)
        for document_id, spans in mentions.items():
            self._learn(texts.get(document_id, ""), sorted(spans))

    def _learn(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        for (start, end), (after, last) in itertools.pairwise(spans):
            gap = text[end:after]
            if after > end and len(gap) <= GAP and (_IN.fullmatch(gap) or _OF.fullmatch(gap)):
                one, other = _to_key(text[start:end]), _to_key(text[after:last])
                self._near[one].add(other)
                self._near[other].add(one)

    def is_place(self, text: str) -> bool:
        """Whether the case takes a name for a place."""
        return _to_key(text) in self.names

    def exclude(self, one: str, other: str) -> bool:
        """Whether a thing can't be in both: two names, neither in the other so far as anyone says, neither a wide area.

        Two countries exclude each other. A country or a province and a town don't: the town may lie in it.
        """
        a, b = _to_key(one), _to_key(other)
        if not a or not b or a & b or b in self._reach(a):
            return False
        return is_wide(a) == is_wide(b)

    def _reach(self, start: frozenset[str]) -> set[frozenset[str]]:
        """Places told together with one, or with one of those."""
        first = self._near.get(start, set())
        return first.union(*(self._near.get(near, set()) for near in first)) if first else set()


@functools.cache
def is_wide(key: frozenset[str]) -> bool:
    """Whether a name is a country's or says that it is an area's."""
    return bool(key & load_list("wide_places"))


@functools.cache
def _to_key(name: str) -> frozenset[str]:
    """Words of a name, without articles and sides: 'the northern town of Rum' is of Rum."""
    words = {word.lower() for word in _WORD.findall(name)}
    return frozenset(words - {"the", "of", "in", "al", "el", "s", "near", "town", "city", "village"})
