"""What rulings say of links: which referents and which claims must be one, which must never be, and what follows from it.

All of it comes from the rows of `ruled` whose state is applied; the case has settled which ruling wins. A row of `same`,
`merge` or `speaker` joins its two; the rows of one `different` or `split` set all that stand in column a apart from all
that stand in column b.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sayso.link.bearers import BODY, CLASSES, PERSON
from sayso.link.names import parse_name, strip_titles
from sayso.link.naming import Words
from sayso.link.ties import CONFIRMED, Tie, Ties
from sayso.schema import Claim, Referent, Ruled, Tables

JOINING, PARTING = ("same", "merge", "speaker"), ("different", "split")
A, B = "a", "b"
FOLLOWS = 0.97  # the score of a tie of one name, which is what makes a neighbour of a ruled referent one with it

Pair = tuple[str, str]
Sides = tuple[list[str], list[str]]
Whys = dict[Pair, str]


def find_claim_rulings(tables: Tables) -> tuple[Whys, Whys]:
    """Pairs of claims that rulings say state one proposition, and pairs of which they say that they don't, each with why.

    Claims with the very words of a ruled one go with it, unless they were ruled on themselves: a copy in another paper is
    no other statement. Pairs are sorted inside; none stands in both.
    """
    rows = [row for row in tables.take(Ruled) if row.about == "claim" and row.state == "applied"]
    joins, parts = _find_joins(rows), _find_parts(rows)
    alike = _find_alike(tables.take(Claim), {id_ for row in rows if row.kind in JOINING + PARTING for id_ in (row.a_id, row.b_id)})
    never: Whys = {}
    for number, (ours, theirs) in parts.items():
        why = next(row.why for row in rows if row.number == number)
        for a, b in itertools.product(_add_alike(ours, alike, why), _add_alike(theirs, alike, why)):
            if a[0] != b[0]:
                never.setdefault(_sort(a[0], b[0]), a[1] if a[1] != why else b[1])
    must: Whys = {}
    for row in joins:
        must.setdefault(_sort(row.a_id, row.b_id), row.why)
    for id_ in sorted({id_ for pair in must for id_ in pair}):
        why = next(why for pair, why in must.items() if id_ in pair)
        for other in alike.get(id_, ()):
            must.setdefault(_sort(id_, other), tell_follows(why, "the very same words"))
    return {pair: why for pair, why in must.items() if pair not in never}, never


def tie_ruled(referents: Sequence[Referent], ruled: Iterable[Ruled], ties: Ties) -> None:
    """Join and set apart what rulings on sources say, then those that go by the very same names.

    Args:
        referents: sorted; ties name them by their index here.
        ruled: all rows of the table.
        ties: nothing must have been joined yet.
    """
    places = {referent.id: place for place, referent in enumerate(referents)}
    rows = [
        row for row in ruled
        if row.about == "source" and row.state == "applied" and row.a_id in places and row.b_id in places
    ]
    joins, parts = _find_joins(rows), _find_parts(rows)
    if not joins and not parts:
        return
    for row in joins:
        ties.join(Tie(places[row.a_id], places[row.b_id], 1.0, row.why, CONFIRMED))
    whys = {row.number: row.why for row in rows}
    for number, sides in parts.items():
        for side, ids in zip((A, B), sides, strict=True):
            for id_ in ids:
                ties.part(places[id_], ruling=number, side=side, why=whys[number])
    for number in sorted({row.number for row in rows if row.kind == "split"}):
        rest = [places[id_] for id_ in parts[number][0]]
        for place in rest[1:]:  # who took one document out of a source saw the others as one
            ties.join(Tie(rest[0], place, FOLLOWS, tell_follows(whys[number], "the rest of what it split")))
    names, named = _find_named(referents)
    for number, (ours, theirs) in parts.items():
        on_a, on_b = {places[id_] for id_ in ours}, {places[id_] for id_ in theirs}
        for name in sorted({names[place] for place in on_a | on_b if place in names}):
            _part_namesakes(number, named[name], (on_a, on_b), referents, ties, why=whys[number])
    for row in joins:
        for place in (places[row.a_id], places[row.b_id]):
            _join_namesakes(place, named.get(names.get(place, ()), ()), referents, ties, why=row.why)


def tell_follows(why: str, how: str) -> str:
    """That a link follows from a ruling and wasn't ruled on itself: `why` is the ruling's."""
    return f"follows from {why} ({how})"


# ---------------------------------------------------------------- rows


def _find_joins(rows: Iterable[Ruled]) -> list[Ruled]:
    joins = [row for row in rows if row.kind in JOINING and row.b_id]
    return sorted(joins, key=lambda row: (-row.number, row.a_id, row.b_id))


def _find_parts(rows: Iterable[Ruled]) -> dict[int, Sides]:
    """Both sides of each ruling that sets apart, by its number."""
    found: defaultdict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in rows:
        if row.kind in PARTING and row.b_id:
            found[row.number][0].add(row.a_id)
            found[row.number][1].add(row.b_id)
    return {number: (sorted(ours), sorted(theirs)) for number, (ours, theirs) in sorted(found.items())}


def _sort(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


# ---------------------------------------------------------------- neighbours: claims of the same words


def _find_alike(claims: Iterable[Claim], ruled: set[str]) -> dict[str, list[str]]:
    """Claims that nobody ruled on and that have the words and the side of a ruled one, by that one's id."""
    if not ruled:
        return {}
    by_words: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in claims:
        by_words[" ".join(claim.standalone.lower().split()), claim.polarity].append(claim.id)
    found = {}
    for ids in by_words.values():
        fixed, free = sorted(ruled.intersection(ids)), sorted(set(ids) - ruled)
        if free:
            found.update(dict.fromkeys(fixed, free))
    return found


def _add_alike(ids: Iterable[str], alike: Mapping[str, list[str]], why: str) -> list[tuple[str, str]]:
    found = dict.fromkeys(ids, why)
    for id_ in list(found):
        for other in alike.get(id_, ()):
            found.setdefault(other, tell_follows(why, "the very same words"))
    return sorted(found.items())


# ---------------------------------------------------------------- neighbours: referents of the same name


def _find_named(referents: Sequence[Referent]) -> tuple[dict[int, Words], dict[Words, list[int]]]:
    """Name by place and places by name, of names that a stranger is unlikely to share: a lone surname says too little."""
    names: dict[int, Words] = {}
    named: defaultdict[Words, list[int]] = defaultdict(list)
    for place, referent in enumerate(referents):
        sort = CLASSES.get(referent.kind)
        words = parse_name(referent.name).words
        words = strip_titles(words) if sort != BODY else words
        if referent.is_named and words and (len(words) > 1 or sort not in (PERSON, None)):
            names[place] = words
            named[words].append(place)
    return names, dict(named)


def _join_namesakes(place: int, others: Iterable[int], referents: Sequence[Referent], ties: Ties, *, why: str) -> None:
    for other in others:
        if other != place and _may_be_one(referents[place], referents[other]):
            told = f"same name, “{referents[place].name}”; {tell_follows(why, 'the very same name')}"
            ties.join(Tie(place, other, FOLLOWS, told))


def _part_namesakes(
    number: int, others: Iterable[int], sides: tuple[set[int], set[int]], referents: Sequence[Referent], ties: Ties, *, why: str
) -> None:
    """Put those that bear a name of one side on that side, too, with its bearer.

    Where two of one name were set apart, nothing tells which of them a third of that name is: he is taken for the one that
    more documents name, as he would be had nobody ruled, and never for both.
    """
    others = set(others)
    bearing_a, bearing_b = (sorted(places & others) for places in sides)
    side, bearing = (A, bearing_a) if len(bearing_a) >= len(bearing_b) else (B, bearing_b)
    how = "the very same name"
    if bearing_a and bearing_b:
        how = "two go by this name, and this is taken for the one that more documents name"
    for other in sorted(others.difference(*sides)):
        if ties.part(other, ruling=number, side=side, why=tell_follows(why, how)):
            _join_namesakes(bearing[0], [other], referents, ties, why=why)


def _may_be_one(known: Referent, other: Referent) -> bool:
    return CLASSES.get(other.kind) in (CLASSES.get(known.kind), None)
