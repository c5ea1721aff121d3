"""Grade sources and claims on the Admiralty scale: proposed by rule, ruled by a person.

A letter says how far a source can be relied on, a digit how credible a claim is. Neither says how likely anything is, nor how
sure anybody is of it; they are never made of one another and never added up to one.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sayso.engine.stage import Stage
from sayso.schema import Grade, Identity, Referent, Ruled, Source, Tables
from sayso.weigh.digits import DIGITS, propose_digit
from sayso.weigh.letters import LETTERS, UNJUDGED, make_record, propose_letter, say_passing
from sayso.weigh.owners import Word, find_bodies
from sayso.weigh.standing import Standing, find_standings, find_withdrawn, group_statements
from sayso.weigh.wording import cut_name, say_sentence

CLAIM, SOURCE = "claim", "source"
CONFIRMED_STATE = "confirmed"

# Equal steps from complete reliability to none, as the MISP taxonomy `admiralty-scale` (version 5) has them, in hundredths. That
# taxonomy gives F the middle, 50; here F has no worth: not to know a source is no reason to half believe it.
_WORTH = {"A": 1.0, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}


def worth(letter: str) -> float | None:
    """What a letter is worth in arithmetic, 1.0 for A down to 0.0 for E in equal steps; null for F, which is left out of it.

    Only for weights: it is not a probability that the source is right. Digits have no worth: what they hold, lines and
    contradictions, is counted already.

    Raises:
        ValueError: it is no letter of the scale.
    Source: MISP taxonomy `admiralty-scale`, version 5, for A to E.
    """
    if letter not in LETTERS:
        raise ValueError(f"{letter!r} is no letter of the Admiralty scale, A to F")
    return _WORTH.get(letter)


def grade_all(tables: Tables) -> Tables:
    """Give a letter to every source on whose word or through whom a claim is told, and to each speaking document's own voice;
    and a digit to every claim. What a person ruled wins; `proposed` keeps what the rules say.
    """
    standings = find_standings(tables)
    history = _find_history(tables, standings)
    sources = {source.id: source for source in tables.take(Source)}
    letters = _grade_sources(tables, standings, sources, history)
    return Tables({"grades": [*letters, *_grade_claims(standings, sources, history)]})


# ---------------------------------------------------------------- what people ruled


def _find_history(tables: Tables, claims: Collection[str]) -> dict[tuple[str, str], list[Ruled]]:
    """Rulings on the grade of what is there, by what it is about and its id, in order; each once, applied where any of it is."""
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
    sources = {source.id for source in tables.take(Source)}
    found: defaultdict[tuple[str, str], dict[int, Ruled]] = defaultdict(dict)
    for row in sorted(tables.take(Ruled), key=lambda row: (row.number, row.state != "applied", row.a_id)):
        if row.kind != "grade" or row.state == "gone":
            continue
        id_ = source_of.get(row.a_id, row.a_id)  # a ruling that was undone keeps the ids of its day
        is_there, scale = (id_ in claims, DIGITS) if row.about == CLAIM else (id_ in sources, LETTERS)
        if is_there and row.value in scale:
            found[CLAIM if row.about == CLAIM else SOURCE, id_].setdefault(row.number, row)
    return {key: list(rows.values()) for key, rows in found.items()}


def _pick_ruling(rows: Iterable[Ruled]) -> Ruled | None:
    """The ruling that holds: the last of those that apply."""
    return max((row for row in rows if row.state == "applied"), key=lambda row: row.number, default=None)


def _to_grade(key: tuple[str, str], proposed: str, reasons: tuple[str, ...], rows: Sequence[Ruled]) -> Grade:
    ruling = _pick_ruling(rows)
    grade = Grade(
        about=key[0], object_id=key[1], grade=proposed, proposed=proposed, reasons=reasons, inherited_from=None,
        history=tuple(f"{row.value}: {row.why}" for row in rows), why=say_sentence(reasons),
    )
    if ruling is None or ruling.value is None:
        return grade
    return dataclasses.replace(grade, grade=ruling.value, why=ruling.why, state=CONFIRMED_STATE)


# ---------------------------------------------------------------- sources


def _grade_sources(
    tables: Tables, standings: Mapping[str, Standing], sources: Mapping[str, Source], history: Mapping[tuple[str, str], list[Ruled]]
) -> list[Grade]:
    bodies, statements = find_bodies(tables), group_statements(standings)
    words = [standing.word for standing in standings.values()]
    passing = _find_passing(words)
    graded = {id_ for word in words for id_ in (word.teller, *word.path, *word.owners) if id_ is not None}
    graded |= {source.id for source in sources.values() if source.is_source} | {id_ for about, id_ in history if about == SOURCE}
    graded |= {bodies[id_] for id_ in graded & bodies.keys()}
    referents = _find_referents(tables)
    gone = find_withdrawn(tables)
    own: dict[str, Grade] = {}
    for id_ in sorted(graded - bodies.keys()):
        record = make_record(sources[id_], statements.get(id_, {}), referents.get(id_, ()), gone=gone)
        own[id_] = _to_grade((SOURCE, id_), *propose_letter(record), history.get((SOURCE, id_), ()))
    found = dict(own)
    for id_ in sorted(graded):
        rows = history.get((SOURCE, id_), ())
        if id_ in bodies:
            found[id_] = _inherit(id_, own[bodies[id_]], f"it speaks for “{cut_name(sources[bodies[id_]].name)}”", rows)
        elif id_ not in statements and id_ not in gone and sources[id_].is_named and passing.get(id_):
            owners = sorted(passing[id_], key=lambda owner: (sources[owner].name, owner))
            told = say_passing([sources[owner].name for owner in owners])
            if len(owners) == 1:
                found[id_] = _inherit(id_, own[owners[0]], told, rows)
            else:
                found[id_] = _to_grade((SOURCE, id_), UNJUDGED, (told,), rows)
    return [found[id_] for id_ in sorted(found)]


def _inherit(id_: str, of: Grade, told: str, rows: Sequence[Ruled]) -> Grade:
    """Give a source the grade of the one whose word it passes on; a ruling on itself still wins, and then nothing is inherited."""
    grade = _to_grade((SOURCE, id_), of.grade, (told, f"that one's letter is {of.grade}: {of.why}"), rows)
    return grade if grade.state == CONFIRMED_STATE else dataclasses.replace(grade, inherited_from=of.object_id)


def _find_passing(words: Iterable[Word]) -> dict[str, set[str]]:
    """Whose word each source passes on, by source id."""
    passing: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        if word.is_telling:
            for id_ in (word.teller, *word.path):
                if id_ is not None:
                    passing[id_].update(set(word.owners) - {id_})
    return passing


def _find_referents(tables: Tables) -> dict[str, list[Referent]]:
    source_of = {row.referent_id: row.source_id for row in tables.take(Identity)}
    found: defaultdict[str, list[Referent]] = defaultdict(list)
    for referent in tables.take(Referent):
        if referent.id in source_of:
            found[source_of[referent.id]].append(referent)
    return found


# ---------------------------------------------------------------- claims


def _grade_claims(
    standings: Mapping[str, Standing], sources: Mapping[str, Source], history: Mapping[tuple[str, str], list[Ruled]]
) -> list[Grade]:
    """Digits of all claims; what was ruled of one goes for all of its side that are the same one's word and weren't ruled on."""
    carried: dict[tuple[tuple[str, str], str], tuple[int, Ruled]] = {}
    for id_, standing in standings.items():
        ruling = _pick_ruling(history.get((CLAIM, id_), ()))
        owner = _find_owner(standing.word)
        if ruling is not None and owner is not None:
            key = (standing.word.side, owner)
            carried[key] = max(carried.get(key, (0, ruling)), (ruling.number, ruling), key=lambda pair: pair[0])
    found = []
    for id_, standing in standings.items():
        word, owner = standing.word, _find_owner(standing.word)
        digit, reasons = propose_digit(standing)
        if owner is not None and owner != word.teller:
            reasons = (*reasons, f"it is the word of “{cut_name(sources[owner].name)}”: who passes it on adds nothing")
        grade = _to_grade((CLAIM, id_), digit, reasons, history.get((CLAIM, id_), ()))
        ruling = carried[word.side, owner][1] if owner is not None and (word.side, owner) in carried else None
        if ruling is not None and ruling.value is not None and grade.state != CONFIRMED_STATE:
            why = f"follows from {ruling.why} (the same statement, on the same word)"
            grade = dataclasses.replace(grade, grade=ruling.value, why=why)
        found.append(dataclasses.replace(grade, inherited_from=owner if owner != word.teller else None))
    return found


def _find_owner(word: Word) -> str | None:
    """The one on whose word alone a claim rests."""
    return word.owners[0] if len(word.owners) == 1 and word.is_telling else None


GRADES = Stage(
    "weigh.grades",
    reads=(
        "documents", "referents", "claims", "hops", "ruled", "sources", "identities", "memberships", "contradictions",
        "stemma_edges", "tallies", "disputes", "drifts",
    ),
    writes=("grades",),
    run=grade_all,
)
