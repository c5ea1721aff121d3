"""Publishers of the case's documents: known by name from the documents themselves, whether or not a text speaks of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.link.bearers import BODY, PERSON, PLACE, Bearer
from sayso.link.guard import Guard
from sayso.link.names import parse_name, strip_classes
from sayso.schema import Document


def find_publishers(documents: Sequence[Document], *, first: int) -> dict[str, Bearer]:
    """Publishers as bearers of their names; their places start at `first`, behind those of the referents."""
    named = sorted({doc.publisher for doc in documents if doc.publisher and parse_name(doc.publisher).words})
    return {
        name: Bearer(first + i, "", BODY, (parse_name(name),), is_outlet=True) for i, name in enumerate(named)
    }


def tie_own_outlet(
    bearers: Sequence[Bearer], documents: Sequence[Document], publishers: Mapping[str, Bearer], guard: Guard
) -> None:
    """Join 'the Post' in a document that the Harbour Post brought out to that paper: a paper speaks of itself so.

    Its last words do, or its first without the word that says it is a magazine; a person of that name stays a person.
    """
    outlet_of = {doc.id: publishers[doc.publisher] for doc in documents if doc.publisher and doc.publisher in publishers}
    for bearer in bearers:
        outlet = outlet_of.get(bearer.document_id)
        if outlet is None or bearer.sort in (PERSON, PLACE):
            continue
        full = outlet.forms[0].words
        for words, surface in sorted(set(bearer.words())):
            if len(words) < len(full) and (full[-len(words) :] == words or strip_classes(full) == words):
                why = f"“{surface}” in a document that {outlet.forms[0].surface} brought out"
                guard.join(outlet.place, bearer.place, score=0.85, why=why)
                break
