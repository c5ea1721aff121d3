"""`link.sources`: who is who over documents, with the reason of every tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sayso.engine import Stage
from sayso.link.bearers import BODY, CLASSES, PERSON, Bearer, find_bearers
from sayso.link.guard import Guard
from sayso.link.hung import tie_hung
from sayso.link.identities import Known, to_rows
from sayso.link.known_as import OtherName, find_other_names
from sayso.link.named import tie_names
from sayso.link.names import parse_name
from sayso.link.naming import Words, load_words
from sayso.link.outlets import find_publishers, tie_own_outlet
from sayso.link.ruled import tie_ruled
from sayso.link.shelf import Found, Shelf, find_documents
from sayso.link.surfaces import find_titled
from sayso.link.ties import Tie, Ties
from sayso.link.works import find_works, tie_works
from sayso.schema import Citation, Cut, Document, Hop, Part, Referent, Ruled, Tables

PLATFORMS = load_words("platforms")


def link_sources(tables: Tables) -> Tables:
    """Merge referents over documents into sources; one identity row a referent."""
    referents = sorted(tables.take(Referent), key=lambda referent: referent.id)
    documents, parts = tables.take(Document), tables.take(Part)
    citations = sorted(tables.take(Citation), key=lambda citation: citation.id)
    publishers = find_publishers(documents, first=len(referents))
    ties = Ties(len(referents) + len(publishers))
    tie_ruled(referents, tables.take(Ruled), ties)
    others = find_other_names(referents, documents, tables.take(Cut))
    bearers = find_bearers(referents, sort_tellers(documents, parts), also=_sort_names(others))
    bearers = tie_own_outlet(bearers, documents, publishers, ties)
    guard = tie_names([*bearers, *publishers.values()], ties)
    _tie_others(others, guard)
    works = find_works(referents, citations, key_of=make_keys(referents, bearers, ties))
    tie_works(works, ties)
    found = find_documents(referents, works, shelf=Shelf.of(documents, parts), ties=ties)
    _tie_found(found, ties)
    tie_hung(referents, tables.take(Hop), documents, ties)
    return to_rows(referents, ties, Known(
        names=_find_all_names(referents, bearers, documents), notes=guard.notes,
        publishers={bearer.place: name for name, bearer in publishers.items()}, found=found,
    ))


def sort_tellers(documents: Sequence[Document], parts: Sequence[Part]) -> dict[str, str]:
    """What a teller's name is: people write, bodies publish."""
    sorts = {doc.publisher: BODY for doc in documents if doc.publisher}
    sorts |= {author: PERSON for doc in documents for author in doc.authors}
    return sorts | {author: PERSON for part in parts for author in part.authors}


def _sort_names(others: Sequence[OtherName]) -> dict[int, tuple[str, ...]]:
    """Stated names by bearer, but for those that texts give to bearers of different names: they may mean either."""
    given: dict[Words, set[int]] = defaultdict(set)
    for other in others:
        given[parse_name(other.name).words].add(other.place)
    names: dict[int, tuple[str, ...]] = {}
    for other in others:
        if len(given[parse_name(other.name).words]) == 1:
            names[other.place] = (*names.get(other.place, ()), other.name)
    return names


def _tie_others(others: Sequence[OtherName], guard: Guard) -> None:
    """Join two referents of one document of which it says that they are one."""
    for other in others:
        if other.other is not None:
            guard.join(other.place, other.other, score=0.95, why=other.why)


def _find_all_names(
    referents: Sequence[Referent], bearers: Sequence[Bearer], documents: Sequence[Document]
) -> dict[int, tuple[str, ...]]:
    """All other names of referents, as their documents write them, without what is another's name."""
    texts = {doc.id: doc.text for doc in documents}
    names = {}
    for bearer in bearers:
        referent = referents[bearer.place]
        own = (form.surface for form in bearer.forms if form.surface != referent.name)
        names[bearer.place] = tuple(dict.fromkeys((*own, *bearer.local, *find_titled(referent, texts))))
    return names


def make_keys(
    referents: Sequence[Referent], bearers: Sequence[Bearer], ties: Ties
) -> Callable[[str], str | None]:
    """Give a function from a name to the key of the identity it belongs to: null for a place, its words if unknown."""
    keys: dict[Words, str | None] = {}
    names: dict[int, str] = {}  # by root; a name that ten thousand documents bear is looked for once
    for bearer in sorted(bearers, key=lambda bearer: (CLASSES.get(referents[bearer.place].kind) == "place", bearer.place)):
        root = ties.root(bearer.place)
        if root not in names:
            names[root] = min(referents[member].name for member in ties.members(root) if member < len(referents))
        for words, _ in bearer.words():
            if words[0] in PLATFORMS:
                continue
            keys.setdefault(words, None if bearer.sort == "place" else f"{root}:{names[root]}")

    def key_of(name: str) -> str | None:
        words = parse_name(name).words
        if words and words[0] in PLATFORMS:
            return None
        return keys[words] if words in keys else (f"-:{' '.join(words)}" if words else None)

    return key_of


def _tie_found(found: Mapping[int, Found], ties: Ties) -> None:
    """Join works that are one and the same document of the case, by title or by description."""
    first: dict[str, int] = {}
    for place in sorted(found):
        document_id, why = found[place]
        if "title" in why and document_id in first:
            ties.join(Tie(first[document_id], place, 0.9, "both are one document of the case"))
        elif "title" in why:
            first[document_id] = place


SOURCES = Stage(
    "link.sources",
    reads=("documents", "parts", "cuts", "referents", "citations", "claims", "hops", "ruled"),
    writes=("sources", "identities"),
    run=link_sources,
)
