"""Evidence for and against a question: the groups that bear on it, each with who tells it. No prose is made up."""

from __future__ import annotations

import dataclasses

from sayso.errors import BadQuestion
from sayso.schema import Claim, Tables
from sayso.tell.listings import name_chain
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.nearness import Near, find_near, is_negated
from sayso.tell.shown import clean_line, elide
from sayso.tell.stems import find_words
from sayso.text.declining import is_declining

# Chosen on the open half of benchmarks/asking.toml, 2026-11; docs/method/ask.md has what each came to.
BESIDE_FLOOR = 0.30  # 0.35 and more lost statements that bear on the question
ANSWER_SHARE = 0.85  # of the best score; nearer to it stands an answer, farther what stands beside: 58 of 73 right, 56 at 0.75
NEAREST_SHOWN = 3  # where nothing answers: enough to see that it doesn't, or that the floor was wrong
MOST_ASKED = 4_000  # characters; the encoder reads about the first 400, and a page of text is no question
READS = (
    "documents", "claims", "hops", "referents", "attributions", "sources", "identities", "groups", "memberships",
    "tallies", "ruled",
)
"""Tables that a question is answered from; the others needn't be there."""
SHOWN_ASKED = 60  # characters of it in an error


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One claim as evidence: who tells it, through whom, in which words."""

    claim_id: str
    document_id: str
    document: str
    published: str | None
    text: str
    stance: str
    chain: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Bearing:
    """One side of a group as evidence.

    Attributes:
        side: affirmed or negated, as the group has it.
        is_against: whether it denies the words that stand for the group.
        verdict: null when no document stands behind it (it was only asked).
    """

    side: str
    is_against: bool
    verdict: str | None
    lines: int
    lines_possible: int
    cut: tuple[str, ...]
    is_all_unnamed: bool
    told: tuple[Told, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """A group that bears on a question: what speaks for it, what against it, or what only stands beside it.

    Attributes:
        score: likeness to the question, 0 to 1 and a little over where words are shared.
        why: what makes up the score.
        supporting: the side that answers the question with yes; null when nobody tells it, and of what stands beside.
        opposing: the side that answers it with no; null likewise.
        standing: answers; beside: on the same matter, and neither a yes nor a no; near: among the nearest in a case that
            holds nothing on the question.
        beside: of what stands beside or near, each side that is told; of what answers, a side on which everybody only asks
            or declines to say.
    """

    group_id: str
    text: str
    score: float
    why: str
    supporting: Bearing | None
    opposing: Bearing | None
    standing: str = "answers"
    beside: tuple[Bearing, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What a case holds on a question.

    Attributes:
        evidence: groups that answer, then those that stand beside; empty when nothing in the case answers.
        nearest: when nothing answers, the few groups that come nearest, and are most likely not about it; else empty.
    """

    evidence: tuple[Evidence, ...]
    nearest: tuple[Evidence, ...]


def find_evidence(tables: Tables, question: str, *, limit: int = 10) -> list[Evidence]:
    """Find the groups that bear on a question, the nearest first; `look_up_question` has more to tell when there are none.

    Raises:
        BadQuestion: the question has no word in it, or is too long.
    """
    return list(look_up_question(tables, question, limit=limit).evidence)


def look_up_question(tables: Tables, question: str, *, limit: int = 10) -> Finding:
    """Find the groups that bear on a question, the nearest first, or, where none answers, the few that come nearest.

    Args:
        tables: those of the case that READS names, or all.
        question: a question or a statement; 'was there no ...' and 'did he deny ...' turn for and against round.
        limit: at most so many groups.
    Raises:
        BadQuestion: the question has no word in it, or is too long (`MOST_ASKED`).
    """
    asked = check_question(question)
    lookup = Lookup(tables)
    found = find_near(lookup, question, asked)
    if not found.has_answer():
        nearest = [near for near in found.groups[:NEAREST_SHOWN] if near.score >= BESIDE_FLOOR]
        return Finding((), tuple(_make_evidence(lookup, near, turned=False, standing="near") for near in nearest))
    turned, least = is_negated(question), ANSWER_SHARE * found.groups[0].score
    return Finding(tuple(
        _make_evidence(lookup, near, turned=turned, standing="answers" if near.score >= least else "beside")
        for near in found.groups[:limit] if near.score >= BESIDE_FLOOR
    ), ())


def check_question(question: str) -> list[str]:
    """Words of a question, in lower case.

    Raises:
        BadQuestion: it has none, or is longer than any question (`MOST_ASKED`).
    """
    fix = 'sayso ask CASE "Who opened the sluice?"'
    if len(question) > MOST_ASKED:
        told = elide(clean_line(question[:SHOWN_ASKED * 2]), at_most=SHOWN_ASKED)
        raise BadQuestion(
            f"the question has {len(question):,} characters, and at most {MOST_ASKED:,} are compared", got=[told], fix=fix
        )
    asked = find_words(question)
    if not asked:
        raise BadQuestion("the question has no word in it", got=[elide(clean_line(question), at_most=SHOWN_ASKED)], fix=fix)
    return asked


def _make_evidence(lookup: Lookup, near: Near, *, turned: bool, standing: str) -> Evidence:
    affirmed, negated = (_find_bearing(lookup, near.group_id, side) for side in SIDES)
    text, score = clean_line(lookup.groups[near.group_id].text), round(near.score, 4)
    if standing != "answers":
        told = tuple(side for side in (affirmed, negated) if side is not None)
        return Evidence(near.group_id, text, score, near.why, None, None, standing, told)
    beside = tuple(side for side in (affirmed, negated) if side is not None and not _takes_side(lookup, near.group_id, side))
    affirmed, negated = (None if side in beside else side for side in (affirmed, negated))
    supporting, opposing = (negated, affirmed) if turned else (affirmed, negated)
    standing = "answers" if supporting or opposing else "beside"
    return Evidence(near.group_id, text, score, near.why, supporting, opposing, standing, beside)


def _takes_side(lookup: Lookup, group_id: str, side: Bearing) -> bool:
    """Whether anybody says so: a question says nothing, nor does who declined to speak."""
    return any(
        claim.stance != "asks" and not (claim.polarity == "negated" and is_declining(claim.text))
        for claim in lookup.members(group_id, side.side)
    )


def _find_bearing(lookup: Lookup, group_id: str, side: str) -> Bearing | None:
    claims, tally = lookup.members(group_id, side), lookup.tally(group_id, side)
    if not claims:
        return None
    return Bearing(
        side=side,
        is_against=lookup.is_against(group_id, side),
        verdict=tally.verdict if tally else None,
        lines=tally.lines if tally else 0,
        lines_possible=tally.lines_possible if tally else 0,
        cut=tally.cut if tally else (),
        is_all_unnamed=bool(tally and tally.is_all_unnamed),
        told=tuple(_make_told(lookup, claim) for claim in claims),
    )


def _make_told(lookup: Lookup, claim: Claim) -> Told:
    document = lookup.documents[claim.document_id]
    return Told(
        claim.id, claim.document_id, lookup.title(claim.document_id), document.published, clean_line(claim.text),
        claim.stance, tuple(map(clean_line, name_chain(lookup, claim))),
    )
