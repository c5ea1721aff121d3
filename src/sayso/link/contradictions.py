"""`link.contradictions`: pairs of claims that can't both hold: denied, or told with another number, day, place or doer."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sayso.engine import Stage
from sayso.link.bearing import Bearing
from sayso.link.clashes import find_clash_of
from sayso.link.counts import find_number
from sayso.link.dates import find_dates
from sayso.link.denials import find_other_words, is_told_against
from sayso.link.frames import Event, find_events
from sayso.link.lexicon import find_words
from sayso.link.likeness import Features, make_features
from sayso.link.nearby import find_near
from sayso.link.pairs import judge_all, judge_pairs, load_judging
from sayso.link.places import Places
from sayso.link.quantities import find_amounts_in
from sayso.link.readings import Find, Reading
from sayso.models.parser import load_parser
from sayso.schema import (
    Claim,
    Contradiction,
    Copy,
    Document,
    Identity,
    Membership,
    Referent,
    Source,
    Spans,
    Tables,
    make_id,
)
from sayso.text.declining import is_declining
from sayso.text.spans import overlap, to_spans

# Likeness from which a clash of a kind counts; read by eye on four piles of news (docs/method/link.md has the counts).
LIKENESS = {"polarity": 0.45, "number": 0.50, "date": 0.45, "place": 0.45, "name": 0.45}  # of one event
REPEATED = 0.60  # a day or a place of what may happen more than once, a number of what isn't told with one verb
OTHER_WORDS = 0.58  # one group, told on two sides with two words: "has agreed" and "concluded no deal"
TWO_SIDES = 0.3  # how likely two claims of one group, told and denied in words of their own, must state the same
MAX_PAIRS = 400  # kept of one group, the likest first: 20 claims a side

Pair = tuple[int, int]


def find_contradictions(tables: Tables) -> Tables:
    """Pairs of claims that clash, with the kind, the words and how the two stand to each other."""
    claims = tables.take(Claim)
    if not claims:
        return Tables()
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    features = make_features(claims, tables.take(Copy), source_of=source_of)
    places = {claim.id: i for i, claim in enumerate(features.claims)}
    groups: dict[str, list[int]] = defaultdict(list)
    for membership in sorted(tables.take(Membership), key=lambda membership: membership.claim_id):
        groups[membership.group_id].append(places[membership.claim_id])
    group_of = {i: group_id for group_id, members in groups.items() for i in members}
    pairs, left_out = _find_pairs(features, groups)
    likely = _find_likely(features, groups)
    bearing = Bearing(tables)
    readings = _read(features.claims, {i for pair in pairs for i in pair}, tables, bearing)
    where = Places(tables.take(Referent), tables.take(Document))
    texts = {document.id: document.text for document in tables.take(Document)}
    found: dict[str, Contradiction] = {}
    for (i, j), alike in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        a, b = readings[i], readings[j]
        if not can_clash(a.claim, b.claim) or bearing.is_own_voice(a.claim, b.claim):
            continue
        find = _pick(_find_clashes(a, b, where, is_grouped=group_of[i] == group_of[j]), alike)
        if find is None and likely.get((i, j), 0.0) >= TWO_SIDES and not takes_no_side(a, b) and is_told_against(a, b):
            find = Find("polarity", a.claim.text, b.claim.text, None, None)
        if find is not None:
            row = _to_row(a, b, find, max(alike, likely.get((i, j), 0.0)), bearing=bearing, texts=texts)
            n = left_out.pop(group_of[i], 0) if group_of[i] == group_of[j] else 0
            found[row.id] = dataclasses.replace(row, why=row.why + _say_left_out(n))
    return Tables({"contradictions": [found[row_id] for row_id in sorted(found)]})


def _find_pairs(features: Features, groups: Mapping[str, Sequence[int]]) -> tuple[dict[Pair, float], dict[str, int]]:
    """Pairs to compare, with their likeness: of one group on two sides, and of any two groups that share telling words.

    Returns:
        The pairs, and how many of each group were left out.
    """
    pairs = {(i, j): alike for i, j, alike in find_near(features)}
    left_out = {}
    for group_id, members in sorted(groups.items()):
        if len(members) < 2:
            continue
        likeness = features.score(np.array(members), np.array(members))
        both = sorted(
            (-float(likeness[x, y]), min(members[x], members[y]), max(members[x], members[y]))
            for x, y in itertools.combinations(range(len(members)), 2)
            if features.claims[members[x]].polarity != features.claims[members[y]].polarity
        )
        pairs |= {(i, j): -score for score, i, j in both[:MAX_PAIRS]}
        if len(both) > MAX_PAIRS:
            left_out[group_id] = len(both) - MAX_PAIRS
    return pairs, left_out


def _find_likely(features: Features, groups: Mapping[str, Sequence[int]]) -> dict[Pair, float]:
    """Pairs of one group on two sides, with how likely both state one proposition."""
    judged = judge_pairs(features)
    known = dict(zip(zip(judged.first.tolist(), judged.second.tolist(), strict=True), judged.alike.tolist(), strict=True))
    found: dict[Pair, float] = {}
    for members in groups.values():
        own = sorted(members)
        if len({features.claims[i].polarity for i in own}) > 1:
            likelihood = judge_all(features, own, known, judge=load_judging().by_likeness)
            found |= {
                (own[x], own[y]): float(likelihood[x, y])
                for x, y in itertools.combinations(range(len(own)), 2)
                if features.claims[own[x]].polarity != features.claims[own[y]].polarity
            }
    return found


def _say_left_out(n: int) -> str:
    return f"; {n} less alike pairs on the two sides of this group were not compared" if n else ""


# ---------------------------------------------------------------- reading the claims


def _read(
    claims: Sequence[Claim], wanted: Iterable[int], tables: Tables, bearing: Bearing
) -> dict[int, Reading]:
    """What the claims that are compared say happened; each distinct text is parsed once."""
    sources = {source.id: source for source in tables.take(Source)}
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    order = sorted(wanted)
    texts = sorted({_text_of(claims[i]) for i in order})
    docs = dict(zip(texts, load_parser().pipe(texts), strict=True))
    found = {}
    for i in order:
        claim, text = claims[i], _text_of(claims[i])
        whens = find_dates(text, written=bearing.when_written(claim))
        events = find_events(list(docs[text]), whens)
        ids = _name_actors(claim, source_of, sources)
        found[i] = Reading(
            claim, text, tuple(_take_side(claim, events)), tuple(find_amounts_in(text, claim.quantities)), find_words(text), ids
        )
    return found


def _text_of(claim: Claim) -> str:
    return claim.standalone or claim.text


def _name_actors(claim: Claim, source_of: Mapping[str, str], sources: Mapping[str, Source]) -> dict[str, str]:
    """Source ids of a claim's actors by each of their names."""
    found = {}
    for actor in claim.actors:
        source = sources.get(source_of.get(actor, ""))
        if source is not None:
            for name in (*source.aliases, source.name):
                found[name.lower()] = source.id
    return found


def _take_side(claim: Claim, events: Sequence[Event]) -> Iterator[Event]:
    """Events, the main ones denied where a cue that lays the claim to someone denies it."""
    main = [event for event in events if event.is_main] or list(events[:1])  # "claims that it had agreed" has no main verb
    is_denied = claim.polarity == "negated" and not any(event.is_negated for event in events)
    for event in events:
        if event in main and is_denied:
            yield dataclasses.replace(event, is_negated=True, is_main=True)
        else:
            yield event


# ---------------------------------------------------------------- finding


def _find_clashes(a: Reading, b: Reading, where: Places, *, is_grouped: bool) -> Iterator[Find]:
    is_silent = _declines(a, b)
    yield from (find for find in find_clash_of(a, b, where, is_grouped=is_grouped) if not (is_silent and find.kind == "polarity"))
    if number := find_number(a, b):
        yield number
    if is_grouped and not takes_no_side(a, b) and a.claim.polarity != b.claim.polarity and (denial := find_other_words(a, b)):
        yield denial


def takes_no_side(a: Reading, b: Reading) -> bool:
    """Whether one of two denies nothing that the other could tell: "not yet", "declined to say"."""
    return says_so_far(a, b) or _declines(a, b)


def _declines(a: Reading, b: Reading) -> bool:
    return any(reading.claim.polarity == "negated" and is_declining(reading.claim.text) for reading in (a, b))


def says_so_far(a: Reading, b: Reading) -> bool:
    """Whether one of two denies only so far: "not yet"."""
    return any(" yet " in f" {reading.text.lower()} " for reading in (a, b))


def _pick(finds: Iterable[Find], alike: float) -> Find | None:
    """The first clash that two claims are alike enough for."""
    for find in finds:
        at_least = {"repeated": REPEATED, "other words": OTHER_WORDS}.get(find.how, LIKENESS[find.kind])
        if alike >= at_least:
            return find
    return None


def can_clash(a: Claim, b: Claim) -> bool:
    """Whether two claims are two sayings: no question, no words in common in one document."""
    if "asks" in (a.stance, b.stance):
        return False
    return a.document_id != b.document_id or not overlap(a.spans, b.spans)


# ---------------------------------------------------------------- rows


def _to_row(
    a: Reading, b: Reading, find: Find, alike: float, *, bearing: Bearing, texts: Mapping[str, str]
) -> Contradiction:
    relation, reason = bearing.relate(a, b, find)
    spans_a, spans_b = (
        _to_spans(reading, place, texts) for reading, place in ((a, find.place_a), (b, find.place_b))
    )
    return Contradiction(
        make_id("x", a.claim.id, b.claim.id, find.kind), a.claim.id, b.claim.id, find.kind, round(min(1.0, alike), 3),
        f"{_say(a, b, find)}; {reason}", relation, spans_a, spans_b,
    )


def _say(a: Reading, b: Reading, find: Find) -> str:
    """Which words clash."""
    if find.kind == "polarity":
        denials = [r.claim.why_polarity for r in (a, b) if r.claim.polarity == "negated" and r.claim.why_polarity]
        return f"“{_cut(find.words_a)}” against “{_cut(find.words_b)}”" + (f" ({denials[0]})" if len(denials) == 1 else "")
    noun = {"number": "", "date": "of the day ", "place": "of the place ", "name": "of who did it "}[find.kind]
    return f"{noun}one says {find.words_a} where the other says {find.words_b}"


def _cut(text: str) -> str:
    return text if len(text) <= 100 else text[:99].rsplit(" ", 1)[0] + " …"


def _to_spans(reading: Reading, place: tuple[int, int] | None, texts: Mapping[str, str]) -> Spans:
    """Where clashing words stand in the document; a polarity without words of its own is the words that decided it."""
    claim = reading.claim
    if place is None:
        return claim.polarity_spans
    said = reading.text[place[0] : place[1]]
    start = place[0] if reading.text == claim.text else claim.text.find(said)
    if start < 0 or claim.text[start : start + len(said)] != said:
        return claim.polarity_spans
    marks = _map(claim, texts.get(claim.document_id, ""))
    return to_spans([(marks[k], marks[k] + 1) for k in range(start, start + len(said)) if marks[k] >= 0])


def _map(claim: Claim, text: str) -> list[int]:
    """For each character of a claim's words where it stands in the document; -1 for what the flow put in."""
    places = (k for start, end in claim.spans for k in range(start, min(end, len(text))))
    marks, at = [], next(places, -1)
    for character in claim.text:
        if character.isspace():
            marks.append(-1)
            continue
        while at >= 0 and text[at] != character:
            at = next(places, -1)
        marks.append(at)
        at = next(places, -1) if at >= 0 else -1
    for k in range(1, len(marks) - 1):  # spaces between neighbours belong with them
        if marks[k] < 0 <= marks[k - 1] and marks[k - 1] + 2 == marks[k + 1]:
            marks[k] = marks[k - 1] + 1
    return marks


CONTRADICTIONS = Stage(
    "link.contradictions",
    reads=(
        "documents", "parts", "pieces", "referents", "claims", "hops", "copies", "sources", "identities", "memberships",
    ),
    writes=("contradictions",),
    run=find_contradictions,
)
