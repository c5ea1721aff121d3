"""Referents that go by a proper name, and what sort of thing each is taken for."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sayso.link import names
from sayso.link.names import Form, Words, parse_name
from sayso.schema import Referent

PERSON, BODY, PLACE, ANY = "person", "body", "place", "any"
CLASSES = {"person": PERSON, "official": PERSON, "organisation": BODY, "group": BODY, "place": PLACE}


@dataclasses.dataclass(frozen=True, slots=True)
class Bearer:
    """A referent that has a name, with all the forms of it that its document gives."""

    place: int
    document_id: str
    sort: str  # PERSON, BODY, PLACE or ANY
    forms: tuple[Form, ...]
    is_outlet: bool = False  # whether it published a document of the case

    def words(self) -> Iterator[tuple[Words, str]]:
        """Comparable names and the surface each comes from; titles are off where it may be a person."""
        for form in self.forms:
            for words in (form.words, *form.nicknames, *form.brackets):
                if words and self.sort in (PERSON, ANY):
                    yield names.strip_titles(words), form.surface
                elif words:
                    yield words, form.surface
                if self.sort == PLACE and names.strip_place(words) != words:
                    yield names.strip_place(words), form.surface
                elif self.sort != PLACE and len(words) == 2 and words[0] in names.FOREIGN_ARTICLES:
                    yield words[1:], form.surface


def find_bearers(referents: Sequence[Referent], sorts: dict[str, str]) -> list[Bearer]:
    """Bearers of proper names; works are left to `works`, and tellers are sorted by `sorts` (name to PERSON or BODY)."""
    found = []
    for place, referent in enumerate(referents):
        if not is_bearer(referent):
            continue
        forms = tuple(parse_name(surface) for surface in dict.fromkeys((referent.name, *referent.aliases)))
        sort = sorts.get(referent.name, ANY) if referent.kind == "teller" else CLASSES.get(referent.kind, ANY)
        if known := _known_kind(forms[0]):
            sort = CLASSES[known]
        elif names.strip_place(forms[0].words) != forms[0].words:
            sort = PLACE
        is_outlet = sorts.get(referent.name) == BODY
        found.append(Bearer(place, referent.document_id, sort, forms, is_outlet))
    return _drop_strange(found)


def _drop_strange(bearers: Sequence[Bearer]) -> list[Bearer]:
    """Leave out aliases that don't look like their name and are the very name of something of another sort.

    A document that calls the agency "Norland" once, in "Agency, Norland", must not make one of agency and country.
    """
    sorts: dict[Words, set[str]] = defaultdict(set)
    for bearer in bearers:
        sorts[bearer.forms[0].words].add(bearer.sort)

    def is_strange(bearer: Bearer, alias: Form) -> bool:
        others = sorts.get(alias.words, set()) - {bearer.sort, ANY}
        known = find_known(alias.words, alias.surface), find_known(bearer.forms[0].words, bearer.forms[0].surface)
        if known[0] is not None and known[0] == known[1]:
            return False
        other_kind = known[0] is not None and CLASSES[known[0][1]] != bearer.sort
        return bool(others or other_kind) and not names.is_kin(alias.words, bearer.forms[0].words)

    return [
        dataclasses.replace(b, forms=(b.forms[0], *(form for form in b.forms[1:] if not is_strange(b, form))))
        for b in bearers
    ]


def is_bearer(referent: Referent) -> bool:
    """Whether a referent goes by a proper name that other documents may use."""
    return (
        referent.is_named
        and referent.kind not in ("document", "dataset", "crowd", "nobody")
        and bool(parse_name(referent.name).words)
    )


def find_kind(surfaces: Iterable[str]) -> str | None:
    """The kind that the curated list gives to most of these names; null when it knows none."""
    counts = Counter(kind for surface in surfaces if (kind := _known_kind(parse_name(surface))))
    return min(counts, key=lambda kind: (-counts[kind], kind)) if counts else None


def _known_kind(form: Form) -> str | None:
    known = find_known(form.words, form.surface)
    return known[1] if known else None


def find_known(words: Words, surface: str) -> tuple[str, str] | None:
    known = names.load_equivalents().get(words)
    if known and len(words) == 1 and len(words[0]) <= 4 and not names.is_acronym(surface.removeprefix("the ").strip()):
        return None if words[0] in ("ice", "who", "us", "un", "ap") else known
    return known
