"""`link.sources`: who is who over documents, with the reason of every tie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from sayso.engine import Stage
from sayso.link.bearers import BODY, CLASSES, PERSON, Bearer, find_bearers, find_kind
from sayso.link.hung import tie_hung
from sayso.link.named import tie_names
from sayso.link.names import Words, is_acronym, parse_name, strip_classes, strip_titles
from sayso.link.naming import load_words
from sayso.link.ruled import tie_ruled
from sayso.link.ties import CONFIRMED, SUGGESTED, Tie, Ties
from sayso.link.works import CITED_AS_ARTICLE, Shelf, Work, find_works, tie_works
from sayso.schema import Citation, Document, Hop, Identity, Part, Referent, Ruled, Source, Tables, make_id

Found = tuple[str, str]  # document id, why
PLATFORMS = load_words("platforms")


def link_sources(tables: Tables) -> Tables:
    """Merge referents over documents into sources; one identity row a referent."""
    referents = sorted(tables.take(Referent), key=lambda referent: referent.id)
    documents, parts = tables.take(Document), tables.take(Part)
    citations = sorted(tables.take(Citation), key=lambda citation: citation.id)
    ties = Ties(len(referents))
    tie_ruled(referents, tables.take(Ruled), ties)
    bearers = find_bearers(referents, sort_tellers(documents, parts))
    tie_names(bearers, ties)
    works = find_works(referents, citations, key_of=make_keys(referents, bearers, ties))
    tie_works(works, ties)
    shelf = Shelf.of(documents, parts)
    found = find_documents(referents, works, shelf=shelf, ties=ties)
    _tie_found(found, ties)
    tie_hung(referents, tables.take(Hop), ties)
    return _to_rows(referents, ties, found)


def sort_tellers(documents: Sequence[Document], parts: Sequence[Part]) -> dict[str, str]:
    """What a teller's name is: people write, bodies publish."""
    sorts = {doc.publisher: BODY for doc in documents if doc.publisher}
    sorts |= {author: PERSON for doc in documents for author in doc.authors}
    return sorts | {author: PERSON for part in parts for author in part.authors}


def make_keys(
    referents: Sequence[Referent], bearers: Sequence[Bearer], ties: Ties
) -> Callable[[str], str | None]:
    """Give a function from a name to the key of the identity it belongs to: null for a place, its words if unknown."""
    keys: dict[tuple[str, ...], str | None] = {}
    for bearer in sorted(bearers, key=lambda bearer: (CLASSES.get(referents[bearer.place].kind) == "place", bearer.place)):
        name = min(referents[member].name for member in ties.members(bearer.place))
        for words, _ in bearer.words():
            if words[0] in PLATFORMS:
                continue
            keys.setdefault(words, None if bearer.sort == "place" else f"{ties.root(bearer.place)}:{name}")

    def key_of(name: str) -> str | None:
        words = parse_name(name).words
        if words and words[0] in PLATFORMS:
            return None
        return keys[words] if words in keys else (f"-:{' '.join(words)}" if words else None)

    return key_of


def find_documents(
    referents: Sequence[Referent], works: Sequence[Work], *, shelf: Shelf, ties: Ties
) -> dict[int, Found]:
    """Referents (by place) that are documents of the case, with why.

    By title; by kind of work and the only document that its publisher or author has in the case; and an outlet that is
    cited as a source by name, when it brought out only one document of the case.
    """
    found: dict[int, Found] = {}
    for work in works:
        if (titled := shelf.find_titled(work)) is not None:
            found[work.place] = (titled, "its title is this document's")
        elif work.kind in CITED_AS_ARTICLE or not work.kind:
            for name in referents[work.place].anchors:
                document_id = shelf.find_named(name)
                if document_id not in (None, work.document_id):
                    why = f"{name} brought out only this document of the case"
                    found.setdefault(work.place, (str(document_id), why))
    told = {work.place for work in works}
    for place, referent in enumerate(referents):
        if place in told or not (referent.is_named and referent.is_source) or referent.kind == "teller":
            continue
        for name in dict.fromkeys(referents[member].name for member in ties.members(place)):
            document_id = shelf.find_named(name)
            if document_id not in (None, referent.document_id):
                found.setdefault(place, (str(document_id), f"{name} brought out only this document of the case"))
    return found


def _tie_found(found: Mapping[int, Found], ties: Ties) -> None:
    """Join works that are one and the same document of the case, by title or by description."""
    first: dict[str, int] = {}
    for place in sorted(found):
        document_id, why = found[place]
        if "title" in why and document_id in first:
            ties.join(Tie(first[document_id], place, 0.9, "both are one document of the case"))
        elif "title" in why:
            first[document_id] = place


# ---------------------------------------------------------------- rows


def _to_rows(referents: Sequence[Referent], ties: Ties, found: Mapping[int, Found]) -> Tables:
    sources, identities = [], []
    for places in ties.sets():
        members = [referents[place] for place in places]
        source_id = make_id("s", *(member.id for member in members))
        documents = sorted({found[place] for place in places if place in found})
        only = documents[0] if len({document_id for document_id, _ in documents}) == 1 else None
        name, aliases = name_source(members)
        sources.append(Source(
            id=source_id, name=name, kind=pick_kind(members), aliases=aliases,
            is_named=any(m.is_named for m in members), is_source=any(m.is_source for m in members),
            document_id=only and only[0], why_document=only and only[1],
        ))
        identities += [
            _to_identity(referents[place].id, source_id, ties.reason(place), ties.apart(place)) for place in places
        ]
    return Tables({
        "sources": sorted(sources, key=lambda source: source.id),
        "identities": sorted(identities, key=lambda identity: identity.referent_id),
    })


def _to_identity(referent_id: str, source_id: str, tie: Tie | None, apart: Sequence[str]) -> Identity:
    """Why a referent is a source, and what rulings keep it from being another."""
    kept = f"kept apart from others: {'; '.join(dict.fromkeys(apart))}"
    if tie is None and apart:
        return Identity(referent_id, source_id, 1.0, kept, CONFIRMED)
    if tie is None:
        return Identity(referent_id, source_id, 1.0, "nothing else in the case goes by this name", SUGGESTED)
    return Identity(referent_id, source_id, tie.score, "; ".join([tie.why, *([kept] if apart else [])]), tie.state)


def name_source(members: Sequence[Referent]) -> tuple[str, tuple[str, ...]]:
    """The fullest name its documents give, and all others, most used first.

    A named form goes before a description; then the more often used form of the most words wins, so that one
    document's misspelling does not name the source.
    """
    counts: Counter[str] = Counter()
    for member in members:
        counts.update(dict.fromkeys((member.name, *member.aliases), 1))
    own = {member.name for member in members if member.is_named} or {member.name for member in members}
    forms: Counter[Words] = Counter()
    for surface in own:
        forms[parse_name(surface).words] += counts[surface]

    def rank(surface: str) -> tuple[bool, bool, int, int, int, int, str]:
        words = parse_name(surface).words
        n_words = min(len(strip_classes(strip_titles(words))), 6)
        is_cut = not surface[:1].isalpha()
        return is_cut, is_acronym(surface), -n_words, -forms[words], -counts[surface], -len(surface), surface

    name = min(own, key=rank)
    rest = sorted(set(counts) - {name}, key=lambda surface: (-counts[surface], surface))
    return name, tuple(rest)


def pick_kind(members: Sequence[Referent]) -> str:
    """The kind that the curated list, else most of its documents give; 'other' and 'teller' when nothing else is said."""
    known = find_kind(member.name for member in members if member.is_named)
    if known:
        return known
    counts = Counter(member.kind for member in members)
    told = {kind: n for kind, n in counts.items() if kind not in ("other", "teller")} or dict(counts)
    return min(told, key=lambda kind: (-told[kind], kind))


SOURCES = Stage(
    "link.sources",
    reads=("documents", "parts", "referents", "citations", "claims", "hops", "ruled"),
    writes=("sources", "identities"),
    run=link_sources,
)
