"""Publishers of the case's documents: known by name from the documents themselves, whether or not a text speaks of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from sayso.link.bearers import BODY, PERSON, PLACE, Bearer
from sayso.link.names import parse_name, strip_classes
from sayso.link.ties import Tie, Ties
from sayso.schema import Document


def find_publishers(documents: Sequence[Document], *, first: int) -> dict[str, Bearer]:
    """Publishers as bearers of their names; their places start at `first`, behind those of the referents."""
    named = sorted({doc.publisher for doc in documents if doc.publisher and parse_name(doc.publisher).words})
    return {
        name: Bearer(first + i, "", BODY, (parse_name(name),), is_outlet=True) for i, name in enumerate(named)
    }


def tie_own_outlet(
    bearers: Sequence[Bearer], documents: Sequence[Document], publishers: Mapping[str, Bearer], ties: Ties
) -> list[Bearer]:
    """Join 'the Post' in a document that the Harbour Post brought out to that paper: a paper speaks of itself so.

    Its last words do, or its first without the word that says it is a magazine; a person of that name stays a person.
    Such a bearer comes back with the paper's full name alone: the Post of another paper's text is another Post.
    """
    outlet_of = {doc.id: publishers[doc.publisher] for doc in documents if doc.publisher and doc.publisher in publishers}
    return [_name_in_full(bearer, outlet_of.get(bearer.document_id), ties) for bearer in bearers]


def _name_in_full(bearer: Bearer, outlet: Bearer | None, ties: Ties) -> Bearer:
    if outlet is None or bearer.sort in (PERSON, PLACE):
        return bearer
    form = outlet.forms[0]
    for words, surface in sorted(set(bearer.words())):
        is_short = len(words) < len(form.words) and (form.words[-len(words) :] == words or strip_classes(form.words) == words)
        if is_short and ties.join(Tie(
            outlet.place, bearer.place, 0.85, f"“{surface}” in a document that {form.surface} brought out"
        )):
            local = (*bearer.local, *(own.surface for own in bearer.forms[1:]))
            return dataclasses.replace(bearer, forms=(form,), local=local)
    return bearer
