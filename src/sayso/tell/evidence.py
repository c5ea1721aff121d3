"""Evidence for and against a question: the groups that bear on it, each with who tells it. No prose is made up."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterator

from sayso.errors import BadQuestion
from sayso.models.encoder import encode_texts
from sayso.schema import Claim, Tables
from sayso.tell.listings import name_chain
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line, elide
from sayso.tell.stems import find_stem, find_words

# Chosen on the open half of benchmarks/asking.toml, 2026-11; docs/method/ask.md has what each came to.
CONTEXT_WEIGHT = 0.6  # of a claim's paragraph beside the claim itself; swept 0.2-0.6: who "she" is often stands a sentence before
SHARED_WEIGHT = 0.15  # of shared words, once in the claim, once in its paragraph and names; 0.2-0.5 in all came to the same
ANSWER_FLOOR = 0.50  # the best answer of 20 questions scored 0.54 or more; put to five other cases five in a hundred did
BESIDE_FLOOR = 0.30  # 0.35 and more lost statements that bear on the question
ANSWER_SHARE = 0.85  # of the best score; nearer to it stands an answer, farther what stands beside: 54 of 69 right, 41 without
CONSIDERED = 150  # claims whose paragraph is read, the nearest by their own words; reading all costs twice the time
BEFORE, AFTER = 160, 80  # characters of the paragraph around a claim: about a sentence and a half before, half of one after
MOST_ASKED = 4_000  # characters; the encoder reads about the first 400, and a page of text is no question
SHOWN_ASKED = 60  # characters of it in an error
QUOTED_WORDS = 4  # so many words in a row are somebody's own; three ("in the office") stand in claims about anything

# Words that questions are made of and that tell nothing of what they are about.
_EMPTY = frozenset(
    word for line in (
        "a an the of by to for in on at and or but with from as is are was were be been being do does did done has",
        "have had having can could may might must shall should will would who whom whose what which when where why how many",
        "much long that this these those there here it its he she they them his her their i we you any some about into",
        "really actually ever after before than then so if say says said claim claims tell tells isn't wasn't aren't",
        "weren't didn't doesn't don't hasn't haven't hadn't won't",
        "wouldn't can't couldn't",
    )
    for word in line.split()
)
_NEGATIONS = frozenset((
    "no", "not", "never", "none", "nobody", "nothing", "neither", "without", "false", "untrue", "deny", "denied",
    "denies", "denying", "denial", "refute", "refuted", "refutes", "reject", "rejected", "rejects",
))
# 'Didn't he take it?' asks whether he did; 'He didn't take it?' asks whether he did not.
_CONTRACTED = re.compile(r"n['’]t$")


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
        verdict: null when no document stands behind it (it was only asked).
    """

    side: str
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
        standing: answers; beside: on the same matter, and neither a yes nor a no; near: the nearest thing in a case that
            holds nothing on the question.
        beside: of what stands beside or near, each side that is told.
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
        nearest: when nothing answers, the group that comes nearest, which is not about it; else null.
    """

    evidence: tuple[Evidence, ...]
    nearest: Evidence | None


def find_evidence(tables: Tables, question: str, *, limit: int = 10) -> list[Evidence]:
    """Find the groups that bear on a question, the nearest first; `look_up_question` has more to tell when there are none.

    Raises:
        BadQuestion: the question has no word in it, or is too long.
    """
    return list(look_up_question(tables, question, limit=limit).evidence)


def look_up_question(tables: Tables, question: str, *, limit: int = 10) -> Finding:
    """Find the groups that bear on a question, the nearest first, or the one that comes nearest to it.

    Args:
        tables: every table of the case.
        question: a question or a statement; 'was there no ...' and 'did he deny ...' turn for and against round.
        limit: at most so many groups.
    Raises:
        BadQuestion: the question has no word in it, or is too long (`MOST_ASKED`).
    """
    asked = check_question(question)
    lookup = Lookup(tables)
    best: dict[str, _Near] = {}
    for near in _find_near(lookup, question, asked):
        if near.group_id not in best or near.score > best[near.group_id].score:
            best[near.group_id] = near
    rank = {group_id: i for i, group_id in enumerate(lookup.groups)}
    found = sorted(best.values(), key=lambda near: (-near.score, -near.likeness, rank[near.group_id]))
    if not found or found[0].score < ANSWER_FLOOR:
        near = next((near for near in found if near.score >= BESIDE_FLOOR), None)
        return Finding((), _make_evidence(lookup, near, turned=False, standing="near") if near else None)
    turned, least = is_negated(question), ANSWER_SHARE * found[0].score
    return Finding(tuple(
        _make_evidence(lookup, near, turned=turned, standing="answers" if near.score >= least else "beside")
        for near in found[:limit] if near.score >= BESIDE_FLOOR
    ), None)


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


def is_negated(question: str) -> bool:
    """Whether a question asks for what is not so: an odd number of negating words in it, but for 'Didn't he ...?'."""
    words = find_words(question)
    count = sum(word in _NEGATIONS for word in words)
    count += sum(bool(_CONTRACTED.search(word)) for word in words[1:])
    return count % 2 == 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Near:
    """A claim and how near it is to the question."""

    group_id: str
    score: float
    likeness: float
    why: str


def _find_near(lookup: Lookup, question: str, asked: list[str]) -> Iterator[_Near]:
    """Score the claims whose own words are nearest to the question, their paragraphs taken in."""
    members = [(group_id, claim) for group_id in lookup.groups for claim in _list_members(lookup, group_id)]
    if not members:
        return
    held = [_find_stems(claim.text) for _, claim in members]
    wanted = _weigh_words(asked, held)
    vectors = encode_texts([question, *(clean_line(claim.text) for _, claim in members)])
    likeness = vectors[1:] @ vectors[0]
    own = [float(likeness[i]) + SHARED_WEIGHT * _share(wanted, held[i]) for i in range(len(members))]
    quoting = {i for i, (_, claim) in enumerate(members) if _is_quoting(claim, asked)}
    order = sorted(range(len(members)), key=lambda i: (i not in quoting, -round(own[i], 6), i))[:CONSIDERED]
    around = [_find_context(lookup, members[i][1]) for i in order]
    nearness = encode_texts([question, *around])
    for place, i in enumerate(order):
        group_id, claim = members[i]
        like = round(float(likeness[i]), 6)
        told = like, round(float(nearness[place + 1] @ nearness[0]), 6)
        names = [*lookup.actor_names(claim), *name_chain(lookup, claim)[1:]]
        wide = _find_stems(around[place]).union(*map(_find_stems, names))
        score = SHARED_WEIGHT * (_share(wanted, held[i]) + _share(wanted, wide))
        score += 1.0 if i in quoting else (told[0] + CONTEXT_WEIGHT * told[1]) / (1 + CONTEXT_WEIGHT)
        if _share(wanted, wide) > 0.999:  # 'What did Dr Pryce say?' is like nothing that she said, but for her name
            score = max(score, ANSWER_FLOOR)
        why = "holds these very words" if i in quoting else f"likeness {told[0]:.2f}, of its paragraph {told[1]:.2f}"
        yield _Near(group_id, round(score, 6), like, why + _tell_shared(asked, held[i], wide, names))


def _weigh_words(asked: list[str], held: list[set[str]]) -> dict[str, float]:
    """Stems of a question's telling words, the rarer in the case the heavier; they add up to 1."""
    stems = {find_stem(word) for word in asked if word not in _EMPTY and word not in _NEGATIONS}
    counts = Counter(stem for one in held for stem in one if stem in stems)
    weights = {stem: math.log(1 + len(held) / (1 + counts[stem])) for stem in sorted(stems)}
    total = sum(weights.values())
    return {stem: weight / total for stem, weight in weights.items()} if total else {}


def _share(wanted: dict[str, float], held: set[str]) -> float:
    return sum(weight for stem, weight in wanted.items() if stem in held)


def _is_quoting(claim: Claim, asked: list[str]) -> bool:
    """Whether a claim holds the question's very words, and enough of them to tell."""
    return len(asked) >= QUOTED_WORDS and f" {' '.join(asked)} " in f" {' '.join(find_words(claim.text))} "


def _find_context(lookup: Lookup, claim: Claim) -> str:
    """A claim with what stands around it in its paragraph."""
    start = max(claim.passage_start, claim.spans[0][0] - BEFORE)
    end = min(max(claim.passage_end, claim.spans[-1][1]), claim.spans[-1][1] + AFTER)
    return lookup.words(claim.document_id, ((start, end),))


def _tell_shared(asked: list[str], held: set[str], wide: set[str], names: list[str]) -> str:
    telling = [word for word in dict.fromkeys(asked) if word not in _EMPTY and word not in _NEGATIONS]
    shared = sorted(word for word in telling if find_stem(word) in held | wide)
    called = sorted(name for name in names if any(find_stem(word) in _find_stems(name) - held for word in telling))
    why = f"; shares {', '.join(shared)}" if shared else ""
    return why + (f"; names {clean_line(called[0])}" if called else "")


def _find_stems(text: str) -> set[str]:
    return {find_stem(word) for word in find_words(text) if word not in _EMPTY}


def _list_members(lookup: Lookup, group_id: str) -> list[Claim]:
    return [claim for side in SIDES for claim in lookup.members(group_id, side)]


def _make_evidence(lookup: Lookup, near: _Near, *, turned: bool, standing: str) -> Evidence:
    affirmed, negated = (_find_bearing(lookup, near.group_id, side) for side in SIDES)
    text, score = clean_line(lookup.groups[near.group_id].text), round(near.score, 4)
    if standing != "answers":
        told = tuple(side for side in (affirmed, negated) if side is not None)
        return Evidence(near.group_id, text, score, near.why, None, None, standing, told)
    supporting, opposing = (negated, affirmed) if turned else (affirmed, negated)
    return Evidence(near.group_id, text, score, near.why, supporting, opposing)


def _find_bearing(lookup: Lookup, group_id: str, side: str) -> Bearing | None:
    claims, tally = lookup.members(group_id, side), lookup.tally(group_id, side)
    if not claims:
        return None
    return Bearing(
        side=side,
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
