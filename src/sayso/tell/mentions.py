"""Where a claim's words name those the case knows: characters of the claim's text to sources."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable

from sayso.schema import Referent, Source, Spans
from sayso.tell.lookup import Lookup

# Documents, data and nobody do nothing to anybody.
ACTING_KINDS = frozenset(("person", "organisation", "group", "official", "crowd", "place", "other"))
_SPACE = re.compile(r"\s+")
_EDGE = re.compile(r"^[\s,;:()“”\"'‘’]+|(?:['’]s)?[\s,;:()“”\"'‘’]+$|['’]s$")
# A pronoun is taken for somebody by a guess that is wrong too often for a tie to rest on.
_PRONOUNS = frozenset(
    word for line in (
        "he him his she her hers it its they them their theirs who whom whose which that this these those one ones we us our",
        "i me my you your himself herself itself themselves",
    )
    for word in line.split()
)


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a text name `source_id`, a source of that kind."""

    start: int
    end: int
    source_id: str
    kind: str


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a document as they flow, and where they stand in it."""

    document_id: str
    text: str
    spans: Spans


class Mentions:
    """Finds who is named in some words of a document."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._referents: defaultdict[str, list[Referent]] = defaultdict(list)
        for referent in lookup.referents.values():
            self._referents[referent.document_id].append(referent)
        self._called: dict[str, dict[str, str]] = {}

    def find(self, stretch: Stretch) -> list[Mention]:
        """Mentions in a text, by place; of two that begin together the longer first. Pronouns are none."""
        found = []
        for referent in self._list_near(stretch):
            source = self._lookup.sources.get(self._lookup.source_id(referent.id) or "")
            if source is not None and _can_act(source):
                for name in self._list_names(referent, stretch):
                    found += [Mention(*span, source.id, source.kind) for span in _find_places(name, stretch.text)]
        taken = [(mention.start, mention.end) for mention in found]
        for name, source_id in self._find_called(stretch.document_id).items():
            for start, end in _find_places(name, stretch.text):
                if not any(start < last and first < end for first, last in taken):
                    found.append(Mention(start, end, source_id, self._lookup.sources[source_id].kind))
        return sorted(set(found), key=lambda mention: (mention.start, -mention.end, mention.source_id))

    def _find_called(self, document_id: str) -> dict[str, str]:
        """Names that stand in a document and mean one source alone: full ones and, of people named in full there, last ones.

        A document's own referents leave out many a later mention by surname.
        """
        if document_id not in self._called:
            text = self._lookup.documents[document_id].text
            owners: defaultdict[str, set[str]] = defaultdict(set)
            for source in self._lookup.sources.values():
                if not source.is_named or not _can_act(source):
                    continue
                for name in {source.name, *source.aliases}:
                    if " " in name and name[0].isupper() and name in text:
                        owners[name].add(source.id)
                        if source.kind == "person" and name.split()[-1][0].isupper():
                            owners[name.split()[-1]].add(source.id)
            self._called[document_id] = {name: min(ids) for name, ids in sorted(owners.items()) if len(ids) == 1}
        return self._called[document_id]

    def _list_near(self, stretch: Stretch) -> Iterable[Referent]:
        """Referents with a mention in the words."""
        for referent in self._referents[stretch.document_id]:
            if any(start < last and first < end for start, end in referent.spans for first, last in stretch.spans):
                yield referent

    def _list_names(self, referent: Referent, stretch: Stretch) -> list[str]:
        text = self._lookup.documents[stretch.document_id].text
        words = {
            text[start:end] for start, end in referent.spans for first, last in stretch.spans if start < last and first < end
        }
        names = {_EDGE.sub("", _SPACE.sub(" ", word)) for word in words}
        return sorted(name for name in names if len(name) > 1 and name.lower() not in _PRONOUNS)


def _can_act(source: Source) -> bool:
    return source.kind in ACTING_KINDS and (source.kind != "other" or source.name[:1].isupper())


def _find_places(name: str, text: str) -> list[tuple[int, int]]:
    if name not in text:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
