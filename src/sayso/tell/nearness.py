"""How near claims are to a question, and whether any of them is near enough to answer it.

Three readings are added up: likeness of sentences (the claim's own and its paragraph's), words in common, and what the pair
model makes of question and claim read together. Whether the case answers at all is another matter than which claim is
nearest: in a case on one subject every question on that subject is near to something.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from sayso.models.encoder import encode_kept, encode_texts
from sayso.models.pairing import RELATIONS, compare_texts
from sayso.schema import Claim
from sayso.tell.listings import name_chain
from sayso.tell.lookup import SIDES, Lookup
from sayso.tell.shown import clean_line
from sayso.tell.stems import find_stem, find_words

# Chosen on the open half of benchmarks/asking.toml, 2026-11; docs/method/ask.md has what each came to.
CONTEXT_WEIGHT = 0.6  # of a claim's paragraph beside the claim itself; 0.3-1.0 within 0.01: who "she" is often stands before
SHARED_WEIGHT = 0.15  # of shared words, once in the claim, once in its paragraph and names; 0.05-0.25 within 0.01
PAIR_WEIGHT = 0.2  # of the pair model, trained on statements and not on questions; 0.15-0.3 within 0.01, under 0.1 no gain
CONSIDERED = 150  # claims whose paragraph is read, the nearest by their own words; reading all costs twice the time
BEFORE, AFTER = 160, 80  # characters of the paragraph around a claim: about a sentence and a half before, half of one after
QUOTED_WORDS = 4  # so many words in a row are somebody's own; three ("in the office") stand in claims about anything
NAMED_SCORE = 0.5  # the least of a claim that holds all telling words: "What did Dr Pryce say?" is like nothing that she said
# A case answers when its best score, with these shares added, comes to the floor, which lies two standard deviations under the
# mean of 20 questions that have an answer: 8 of 12 that have none fall under it, of the score alone 6 and one that has.
COVERED_WEIGHT = 0.5  # of how well each telling word is met by some word of the best claim's paragraph: "fired" by "dismissed"
KNOWN_WEIGHT = 0.25  # of the telling words that stand anywhere in the case
ANSWER_FLOOR = 1.0  # the least of the 20 came to 1.12, but at 1.08 five of 20 others were lost

# Words that questions are made of and that tell nothing of what they are about.
EMPTY = frozenset(
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
NEGATIONS = frozenset((
    "no", "not", "never", "none", "nobody", "nothing", "neither", "without", "false", "untrue", "deny", "denied",
    "denies", "denying", "denial", "refute", "refuted", "refutes", "reject", "rejected", "rejects",
))
# 'Didn't he take it?' asks whether he did; 'He didn't take it?' asks whether he did not.
_CONTRACTED = re.compile(r"n['’]t$")


@dataclasses.dataclass(frozen=True, slots=True)
class Near:
    """A claim of a group and how near it is to the question.

    Attributes:
        score: what it is ordered by.
        likeness: of the claim's own words alone.
        covered: how well the question's telling words are met by words of the claim's paragraph and names, 0 to 1.
        is_named: whether these hold all of them, or the claim the question's very words.
        why: what makes up the score.
    """

    group_id: str
    score: float
    likeness: float
    covered: float
    is_named: bool
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Nearness:
    """What is near to a question.

    Attributes:
        groups: the nearest claim of each group considered, the nearest group first.
        known: share of the question's telling words that stand anywhere in the case, the rarer the heavier.
    """

    groups: tuple[Near, ...]
    known: float

    def has_answer(self) -> bool:
        """Whether the nearest claim is near enough to answer."""
        if not self.groups:
            return False
        best = self.groups[0]
        reached = best.score + COVERED_WEIGHT * best.covered + KNOWN_WEIGHT * self.known
        return any(near.is_named for near in self.groups) or reached >= ANSWER_FLOOR


@dataclasses.dataclass(frozen=True, slots=True)
class _Held:
    """A claim with the words around it and the names of its chain and actors.

    Attributes:
        own: which of the question's stems are among its own words.
        wide: which are among those of its paragraph, chain and actors.
    """

    group_id: str
    claim: Claim
    around: str
    names: tuple[str, ...]
    own: frozenset[str]
    wide: frozenset[str]


def find_near(lookup: Lookup, question: str, asked: Sequence[str]) -> Nearness:
    """Order the groups of a case by how near their nearest claim is to a question.

    Args:
        asked: the question's words.
    """
    members = [(group_id, claim) for group_id in lookup.groups for claim in _list_members(lookup, group_id)]
    if not members:
        return Nearness((), 0.0)
    stems = frozenset(find_stem(word) for word in list_telling(asked))
    told = [find_words(claim.text) for _, claim in members]
    own = [_pick_stems(words, stems) for words in told]
    wanted = _weigh_stems(stems, own)
    likeness = _find_likeness(question, [clean_line(claim.text) for _, claim in members])
    scores = [like + SHARED_WEIGHT * _share(wanted, held) for like, held in zip(likeness, own, strict=True)]
    quoting = {i for i, words in enumerate(told) if _is_quoting(words, asked)}
    order = sorted(range(len(members)), key=lambda i: (i not in quoting, -round(scores[i], 6), i))[:CONSIDERED]
    held = [_hold(lookup, *members[i], own[i], stems) for i in order]
    nearness = _find_likeness(question, [one.around for one in held])
    compared = compare_texts([(question, clean_line(one.claim.standalone)) for one in held])
    related = 1 - compared.relations[:, RELATIONS.index("other")]
    found = [
        _score(one, wanted, (likeness[i], nearness[place], round(float(related[place]), 4)), is_quoting=i in quoting)
        for place, (i, one) in enumerate(zip(order, held, strict=True))
    ]
    best: dict[str, Near] = {}
    for near in found:
        if near.group_id not in best or near.score > best[near.group_id].score:
            best[near.group_id] = near
    rank = {group_id: i for i, group_id in enumerate(lookup.groups)}
    ordered = sorted(best.values(), key=lambda near: (-near.score, -near.likeness, rank[near.group_id]))
    first = max(range(len(found)), key=lambda i: (found[i].score, -i))
    ordered[0] = dataclasses.replace(ordered[0], covered=_cover(wanted, asked, held[first]))
    known = _find_known(lookup, [claim for _, claim in members], stems, known=frozenset[str]().union(*own))
    return Nearness(tuple(ordered), _share(wanted, known))


def is_negated(question: str) -> bool:
    """Whether a question asks for what is not so: an odd number of negating words in it, but for 'Didn't he ...?'."""
    words = find_words(question)
    count = sum(word in NEGATIONS for word in words)
    count += sum(bool(_CONTRACTED.search(word)) for word in words[1:])
    return count % 2 == 1


def list_telling(asked: Iterable[str]) -> list[str]:
    """Words of a question that tell what it is about, each once."""
    return [word for word in dict.fromkeys(asked) if word not in EMPTY and word not in NEGATIONS]


def _find_likeness(question: str, texts: Sequence[str]) -> list[float]:
    return [round(float(like), 6) for like in encode_kept(texts) @ encode_texts([question])[0]]


def _score(held: _Held, wanted: dict[str, float], likes: tuple[float, float, float], *, is_quoting: bool) -> Near:
    """Add up what a claim's own likeness, its paragraph's and the pair model's reading come to."""
    own, around, related = likes
    shared, wide = _share(wanted, held.own), _share(wanted, held.wide)
    is_named = is_quoting or wide > 0.999
    like = 1.0 if is_quoting else (own + CONTEXT_WEIGHT * around) / (1 + CONTEXT_WEIGHT)
    score = like + SHARED_WEIGHT * (shared + wide) + PAIR_WEIGHT * related
    if is_named:
        score = max(score, NAMED_SCORE)
    why = f"likeness {own:.2f}, of its paragraph {around:.2f}, read together {related:.2f}"
    if is_quoting:
        why = "holds these very words"
    return Near(held.group_id, round(score, 6), own, 0.0, is_named, why + _tell_shared(wanted, held))


def _cover(wanted: dict[str, float], asked: Sequence[str], held: _Held) -> float:
    """How well a question's telling words are met, each by the likest word around the claim, the rarer the heavier."""
    words = list_telling(asked)
    theirs = [word for word in dict.fromkeys(find_words(" ".join((held.around, *held.names)))) if word not in EMPTY]
    if not words or not theirs:
        return 0.0
    vectors = encode_texts([*words, *theirs])
    met = (vectors[: len(words)] @ vectors[len(words) :].T).max(1)
    weights = np.array([wanted[find_stem(word)] for word in words])
    return round(float(met @ weights / weights.sum()), 4)


def _weigh_stems(stems: frozenset[str], held: Sequence[frozenset[str]]) -> dict[str, float]:
    """Stems of a question's telling words, the rarer in the case the heavier; they add up to 1."""
    counts = Counter(stem for one in held for stem in one)
    weights = {stem: math.log(1 + len(held) / (1 + counts[stem])) for stem in sorted(stems)}
    total = sum(weights.values())
    return {stem: weight / total for stem, weight in weights.items()} if total else {}


def _share(wanted: dict[str, float], held: frozenset[str]) -> float:
    return sum(weight for stem, weight in wanted.items() if stem in held)


def _is_quoting(words: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether a claim's words hold the question's very words, and enough of them to tell."""
    return len(asked) >= QUOTED_WORDS and f" {' '.join(asked)} " in f" {' '.join(words)} "


def _hold(lookup: Lookup, group_id: str, claim: Claim, own: frozenset[str], stems: frozenset[str]) -> _Held:
    around, names = _find_context(lookup, claim), _list_names(lookup, claim)
    wide = _pick_stems([word for text in (around, *names) for word in find_words(text)], stems)
    return _Held(group_id, claim, around, names, own, wide)


def _list_names(lookup: Lookup, claim: Claim) -> tuple[str, ...]:
    return (*lookup.actor_names(claim), *name_chain(lookup, claim)[1:])


def _find_known(lookup: Lookup, claims: Sequence[Claim], stems: frozenset[str], *, known: frozenset[str]) -> frozenset[str]:
    """Which of some stems stand in the paragraph, chain or actors of any claim, beside those that are known to stand in one."""
    for claim in claims:
        if known == stems:
            break
        texts = (*_list_names(lookup, claim), _find_context(lookup, claim))
        known |= _pick_stems([word for text in texts for word in find_words(text)], stems)
    return known


def _find_context(lookup: Lookup, claim: Claim) -> str:
    """A claim with what stands around it in its paragraph."""
    start = max(claim.passage_start, claim.spans[0][0] - BEFORE)
    end = min(max(claim.passage_end, claim.spans[-1][1]), claim.spans[-1][1] + AFTER)
    return lookup.words(claim.document_id, ((start, end),))


def _tell_shared(wanted: dict[str, float], held: _Held) -> str:
    shared = sorted(stem for stem in wanted if stem in held.own | held.wide)
    words = {find_stem(word): word for text in (*held.names, held.around) for word in reversed(find_words(text))}
    others = frozenset(wanted) - held.own
    called = sorted(name for name in held.names if _pick_stems(find_words(name), others))
    why = f"; shares {', '.join(words.get(stem, stem) for stem in shared)}" if shared else ""
    return why + (f"; names {clean_line(called[0])}" if called else "")


def _pick_stems(words: Iterable[str], stems: frozenset[str]) -> frozenset[str]:
    """Which of a question's stems some words have."""
    return stems.intersection(find_stem(word) for word in words if word not in EMPTY)


def _list_members(lookup: Lookup, group_id: str) -> list[Claim]:
    return [claim for side in SIDES for claim in lookup.members(group_id, side)]
