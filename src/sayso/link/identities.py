"""Rows of `sources` and `identities`: what each set of referents is called, and why each belongs to it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from sayso.link.bearers import find_kind
from sayso.link.gazetteer import find_known
from sayso.link.names import is_acronym, parse_name, strip_classes, strip_titles
from sayso.link.naming import Words
from sayso.link.ties import CONFIRMED, SUGGESTED, Tie, Ties
from sayso.schema import Identity, Referent, Source, Tables, make_id


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What is known of referents beside their rows, all by place.

    Attributes:
        names: other names of a referent, in its document's words.
        notes: why it was left apart from what bears its name.
        publishers: names of publishers; their places lie behind those of the referents.
        found: the document of the case that a referent is, and why.
    """

    names: Mapping[int, tuple[str, ...]]
    notes: Mapping[int, str]
    publishers: Mapping[int, str]
    found: Mapping[int, tuple[str, str]]


def to_rows(referents: Sequence[Referent], ties: Ties, known: Known) -> Tables:
    """Sources and identities, sorted by id."""
    sources, identities = [], []
    for all_places in ties.sets():
        places = [place for place in all_places if place < len(referents)]
        if not places:
            continue
        members = [referents[place] for place in places]
        source_id = make_id("s", *(member.id for member in members))
        documents = sorted({known.found[place] for place in places if place in known.found})
        only = documents[0] if len({document_id for document_id, _ in documents}) == 1 else None
        also = [known.publishers[place] for place in all_places if place in known.publishers]
        others = [known.names.get(place, referents[place].aliases) for place in places]
        name, aliases = name_source(members, others, also)
        sources.append(Source(
            id=source_id, name=name, kind="organisation" if also else pick_kind(members), aliases=aliases,
            is_named=any(m.is_named for m in members), is_source=any(m.is_source for m in members),
            document_id=only and only[0], why_document=only and only[1],
        ))
        identities += [
            _to_identity(referents[place].id, source_id, ties.reason(place), ties.apart(place), known.notes.get(place))
            for place in places
        ]
    return Tables({
        "sources": sorted(sources, key=lambda source: source.id),
        "identities": sorted(identities, key=lambda identity: identity.referent_id),
    })


def _to_identity(referent_id: str, source_id: str, tie: Tie | None, apart: Sequence[str], note: str | None) -> Identity:
    """Why a referent is a source, and what rulings, or names that two bear, keep it from being another."""
    kept = f"kept apart from others: {'; '.join(dict.fromkeys(apart))}"
    if tie is None and apart:
        return Identity(referent_id, source_id, 1.0, kept, CONFIRMED)
    if tie is None:
        return Identity(referent_id, source_id, 1.0, note or "nothing else in the case goes by this name", SUGGESTED)
    told = [tie.why, *([kept] if apart else []), *([note] if note else [])]
    return Identity(referent_id, source_id, tie.score, "; ".join(told), tie.state)


def name_source(
    members: Sequence[Referent], others: Sequence[Sequence[str]], also: Sequence[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """The fullest name its documents give, and all others, most used first.

    A named form goes before a description, the name that the lists give first before others; then the more often used form
    of the most words wins, so that one document's misspelling does not name the source.

    Args:
        members: who is one.
        others: for each of them, the other names that its document gives.
        also: names from elsewhere, as a publisher's from the documents it brought out.
    """
    counts: Counter[str] = Counter(also)
    for member, given in zip(members, others, strict=True):
        counts.update(dict.fromkeys((member.name, *given), 1))
    own = {member.name for member in members if member.is_named} | set(also) or {member.name for member in members}
    forms: Counter[Words] = Counter()
    for surface in own:
        forms[parse_name(surface).words] += counts[surface]

    def rank(surface: str) -> tuple[bool, bool, bool, int, int, int, int, str]:
        words = parse_name(surface).words
        n_words = min(len(strip_classes(strip_titles(words))), 6)
        is_cut = not surface[:1].isalpha() or surface.count("(") != surface.count(")")
        known = find_known(words, surface)
        is_usual = known is not None and parse_name(known[0]).words == words
        return is_cut, not is_usual, is_acronym(surface), -n_words, -forms[words], -counts[surface], -len(surface), surface

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
