"""Evidence for and against a question: the groups that bear on it, each with who tells it. No prose is made up."""

from __future__ import annotations

import dataclasses
import re

from sayso.errors import BadQuestion
from sayso.models.encoder import encode_texts
from sayso.schema import Claim, Tables
from sayso.tell.listings import name_chain
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line

# Chosen on about a dozen questions to a made-up case (tests/tell/test_evidence.py holds the hardest): groups that answered stood
# at 0.39 or more, groups that had nothing to do with the question at 0.31 or less. Likeness alone does not part them:
# 'What did Dr Pryce say?' is no likelier to be near what she said than anything else, so the words and names
# that question and group share count as much as a third of it.
FLOOR = 0.35
SHARED_WEIGHT = 0.35
QUOTED_WORDS = 4  # so many words in a row are somebody's own; three ("in the office") stand in claims about anything

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
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
    """A group that bears on a question, parted into what speaks for and what speaks against it.

    Attributes:
        score: likeness to the question, 0 to 1 and a little over where words are shared.
        why: what makes up the score.
        supporting: the side that answers the question with yes; null when nobody tells it.
        opposing: the side that answers it with no.
    """

    group_id: str
    text: str
    score: float
    why: str
    supporting: Bearing | None
    opposing: Bearing | None


def find_evidence(tables: Tables, question: str, *, limit: int = 10) -> list[Evidence]:
    """Find the groups that bear on a question, the nearest first.

    Args:
        tables: every table of the case.
        question: a question or a statement; 'was there no ...' and 'did he deny ...' turn for and against round.
        limit: at most so many groups.
    Returns:
        Empty when nothing in the case is near enough to the question (`FLOOR`).
    Raises:
        BadQuestion: the question has no word in it.
    """
    asked = _find_words(question)
    if not asked:
        fix = 'sayso ask CASE "Who opened the sluice?"'
        raise BadQuestion("the question has no word in it", got=[question], fix=fix)
    lookup = Lookup(tables)
    ids = list(lookup.groups)
    if not ids:
        return []
    quoted = [_find_quoted(lookup, group_id, asked) for group_id in ids]
    texts = [_choose_text(lookup, group_id, claim) for group_id, claim in zip(ids, quoted, strict=True)]
    vectors = encode_texts([question, *texts])
    likeness = [round(float(like), 6) for like in vectors[1:] @ vectors[0]]
    scored = []
    for i, group_id in enumerate(ids):
        told = (1.0, "holds these very words") if quoted[i] else (likeness[i], f"likeness {likeness[i]:.2f}")
        score, why = _score(lookup, group_id, texts[i], asked, told)
        if score >= FLOOR:
            scored.append((-round(score, 6), -likeness[i], i, why))
    turned = is_negated(question)
    return [_make_evidence(lookup, ids[i], -score, why, turned=turned) for score, _, i, why in sorted(scored)[:limit]]


def is_negated(question: str) -> bool:
    """Whether a question asks for what is not so: an odd number of negating words in it, but for 'Didn't he ...?'."""
    words = [word.lower() for word in _WORD.findall(question)]
    count = sum(word in _NEGATIONS for word in words)
    count += sum(bool(_CONTRACTED.search(word)) for word in words[1:])
    return count % 2 == 1


def _find_quoted(lookup: Lookup, group_id: str, asked: list[str]) -> Claim | None:
    """The shortest claim of a group that holds the question's very words; null when none does, or they are too few to tell."""
    if len(asked) < QUOTED_WORDS:
        return None
    words = f" {' '.join(asked)} "
    holding = [x for x in _list_members(lookup, group_id) if words in f" {' '.join(_find_words(x.text))} "]
    return min(holding, key=lambda claim: (len(claim.text), claim.id), default=None)


def _choose_text(lookup: Lookup, group_id: str, quoted: Claim | None) -> str:
    """The claim that is quoted, else the group's nearest, with its pronouns filled in, so that a question's names can meet it."""
    group = lookup.groups[group_id]
    claim = quoted or lookup.claims.get(group.claim_id)
    return clean_line(claim.standalone if claim else group.text)


def _find_words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _score(
    lookup: Lookup, group_id: str, text: str, asked: list[str], told: tuple[float, str]
) -> tuple[float, str]:
    """Likeness of meaning, raised by shared words and by names that the question calls.

    Args:
        told: the likeness, 0 to 1, and why.
    """
    wanted = {_stem(word) for word in asked if word not in _EMPTY and word not in _NEGATIONS}
    held = _find_stems(text)
    people = {
        name: wanted & _find_stems(name) for claim in _list_members(lookup, group_id)
        for name in [*lookup.actor_names(claim), *name_chain(lookup, claim)[1:]]
    }
    called = sorted(name for name, stems in people.items() if stems - held)
    shared = wanted & held | set().union(*people.values())
    score, why = told
    if shared:
        score += SHARED_WEIGHT * len(shared) / len(wanted)
        why += f"; shares {', '.join(sorted(word for word in asked if _stem(word) in shared))}"
    if called:
        why += f"; names {clean_line(called[0])}"
    return score, why


def _find_stems(text: str) -> set[str]:
    return {_stem(word) for word in _find_words(text) if word not in _EMPTY}


def _stem(word: str) -> str:
    """A word without its commonest endings: enough to meet 'dumped' with 'dump'."""
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending).removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word


def _list_members(lookup: Lookup, group_id: str) -> list[Claim]:
    return [claim for side in SIDES for claim in lookup.members(group_id, side)]


def _make_evidence(lookup: Lookup, group_id: str, score: float, why: str, *, turned: bool) -> Evidence:
    affirmed, negated = (_find_bearing(lookup, group_id, side) for side in SIDES)
    supporting, opposing = (negated, affirmed) if turned else (affirmed, negated)
    text = clean_line(lookup.groups[group_id].text)
    return Evidence(group_id, text, round(score, 4), why, supporting, opposing)


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
