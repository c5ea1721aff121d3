"""Referents that go by a proper name, and what sort of thing each is taken for."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sayso.link import names
from sayso.link.gazetteer import find_known, is_adjective, load_equivalents
from sayso.link.names import Form, parse_name
from sayso.link.naming import Words, load_words
from sayso.link.people import clash
from sayso.schema import Referent

PERSON, BODY, PLACE, ANY = "person", "body", "place", "any"
CLASSES = {"person": PERSON, "official": PERSON, "organisation": BODY, "group": BODY, "place": PLACE}
OUTLETS = load_words("outlets")
GENERIC = load_words("generic")
COURTESIES = load_words("courtesies")


@dataclasses.dataclass(frozen=True, slots=True)
class Bearer:
    """A referent that has a name, with all the forms of it that its document gives."""

    place: int
    document_id: str
    sort: str  # PERSON, BODY, PLACE or ANY
    forms: tuple[Form, ...]
    is_outlet: bool = False  # whether it published a document of the case
    local: tuple[str, ...] = ()  # descriptions that stand for it in its document only

    def words(self) -> Iterator[tuple[Words, str]]:
        """Comparable names and the surface each comes from; titles are off where it may be a person."""
        for form in self.forms:
            for words in (form.words, *form.nicknames, *form.brackets):
                if words and self.sort in (PERSON, ANY):
                    yield names.strip_titles(words), form.surface
                elif words:
                    yield words, form.surface
                if words in form.nicknames and len(words) == 1 and len(form.words) > 1:
                    yield (*words, form.words[-1]), form.surface  # Tilly Farr of Ottilie "Tilly" Farr
                bare = names.strip_place(words)
                if self.sort == PLACE and bare != words and bare not in load_equivalents():
                    yield bare, form.surface  # not of Lake Chad: a lake is no country
                elif len(words) > 1 and self._has_article(words):
                    yield words[1:], form.surface

    def _has_article(self, words: Words) -> bool:
        return words[0] == "al" if self.sort == PLACE else len(words) == 2 and words[0] in names.FOREIGN_ARTICLES

    def titles(self) -> set[Words]:
        """Titles that stand before the name: 'governor' of 'Governor Kell'; courtesies tell nobody apart."""
        found = set()
        for form in self.forms:
            bare = names.strip_titles(form.words)
            n = len(form.words) - len(bare)
            told = tuple(word for word in form.words[:n] if word in names.TITLES - COURTESIES)
            if told and form.words[n:] == bare:
                found.add(told)
        return found


def find_bearers(
    referents: Sequence[Referent], sorts: Mapping[str, str], *, also: Mapping[int, Sequence[str]] | None = None
) -> list[Bearer]:
    """Bearers of proper names; works are left to `works`.

    Args:
        referents: sorted; a bearer's `place` is its index here.
        sorts: what tellers are, name to PERSON or BODY.
        also: further names of a referent, by place, that its document states.
    """
    found = []
    for place, referent in enumerate(referents):
        if not is_bearer(referent):
            continue
        aliases = (*referent.aliases, *((also or {}).get(place, ())))
        forms = tuple(parse_name(surface) for surface in dict.fromkeys((referent.name, *aliases)))
        sort = sorts.get(referent.name, ANY) if referent.kind == "teller" else CLASSES.get(referent.kind, ANY)
        if is_outlet_name(referent):
            sort = BODY
        if known := _known_kind(forms[0]):
            sort = CLASSES[known]
        elif names.strip_place(forms[0].words) != forms[0].words:
            sort = PLACE
        is_outlet = sorts.get(referent.name) == BODY
        stated = {parse_name(surface) for surface in (also or {}).get(place, ())}
        theirs = [form for form in forms[1:] if form in stated or not is_strangers(form, forms[0], sort=sort)]
        local = tuple(form.surface for form in theirs if form not in stated and is_description(form, sort=sort))
        own = tuple(form for form in theirs if form.surface not in local)
        found.append(Bearer(place, referent.document_id, sort, (forms[0], *own), is_outlet, local))
    return _drop_strange(found)


def is_description(alias: Form, *, sort: str) -> bool:
    """Whether what a document calls somebody only describes him: 'a senior aide', 'the observatory', 'the State'.

    It holds in that document only: another one's senior aide is somebody else.
    """
    surface = alias.surface.strip()
    if surface.startswith("government of "):
        return False  # as the reader calls the body that a country's name stands for
    words = [word for word in surface.replace("-", " ").split() if word[:1].isalnum()]
    if not any(word[:1].isupper() or word[:1].isdigit() for word in words) or words[0] in ("A", "An"):
        return True
    if sort == PERSON and len(words) > 1 and words[-1].islower():
        return True  # 'War College professor'
    return len(alias.words) == 1 and alias.words[0] in GENERIC


def is_strangers(alias: Form, name: Form, *, sort: str) -> bool:
    """Whether an alias is really the name of something else.

    'Syrian' of the Syrian Observatory says whose it is, 'United Nations' of one of its funds is the name of another body,
    and two full names that clash are two people's.
    """
    if alias.words == name.words:
        return False
    if is_adjective(alias.words):
        return True
    theirs, ours = find_known(alias.words, alias.surface), find_known(name.words, name.surface)
    if theirs and theirs != ours:
        return not (ours is None and not set(alias.words) < set(name.words) and sort != PLACE and theirs[1] != "place")
    return sort == PERSON and clash(names.strip_titles(alias.words), names.strip_titles(name.words))


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
        and (referent.kind not in ("document", "dataset", "crowd", "nobody") or is_outlet_name(referent))
        and bool(parse_name(referent.name).words)
    )


def is_outlet_name(referent: Referent) -> bool:
    """Whether what was read as a work is an outlet by name: 'Harbour magazine'."""
    if referent.kind != "document" or (referent.head or "") not in OUTLETS or not referent.is_named:
        return False
    words = referent.name.removeprefix("the ").removeprefix("The ").split()
    return 2 <= len(words) <= 4 and words[0][:1].isupper() and words[-1].lower() in OUTLETS


def find_kind(surfaces: Iterable[str]) -> str | None:
    """The kind that the lists give to most of these names; null when they know none."""
    counts = Counter(kind for surface in surfaces if (kind := _known_kind(parse_name(surface))))
    return min(counts, key=lambda kind: (-counts[kind], kind)) if counts else None


def _known_kind(form: Form) -> str | None:
    known = find_known(form.words, form.surface)
    return known[1] if known else None
