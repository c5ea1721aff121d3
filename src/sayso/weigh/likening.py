"""How near evidence stands to hypotheses: likeness of meaning of every pair, the pair model's word on the nearest.

A hypothesis of several clauses ("the police fired, and the union had no part in it") is near to evidence that is near to one
of them; each clause has a polarity of its own. A piece of evidence is told in several wordings, some of which stray: what counts
is the mean over them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.models.encoder import encode_kept
from sayso.models.keeping import remember
from sayso.models.pairing import NLI, RELATIONS, compare_kept
from sayso.text.counting import find_counts
from sayso.weigh.exclusions import mask_exclusions

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Pairs = list[tuple[int, int]]

ASK = 0.30  # mean cosine from which on the pair model is asked: of what is further off it says hardly anything
MOST_TELLINGS = 6  # wordings of a piece that are compared; of 1 to 8 the best on the cells that `proposals` was set on
MOST_ASKED = 3000  # wordings beside hypotheses that the model is asked of, the nearest first: some ten seconds on two cores
LONGEST = 1000  # characters of a statement that are read; the models cut far sooner
MIN_CLAUSE = 3  # words of a clause

# Swept with the thresholds of `proposals`, on the same cells: MEANING of 0.3 to 0.7 (0.55 to 0.7 hardly differ), FOLLOWS 0 to 0.1.
MEANING = 0.65  # share of the cosine in a likeness; the rest is the pair model's
FOLLOWS = 0.03  # what each tenfold of the model's probability that the hypothesis follows adds to likeness
USUAL = -2.5  # log10 of that probability where nothing follows: the model gives little to what it wasn't trained on

_CLAUSES = re.compile(r"[;,]?\s+(?:and|but|while|whereas)\s+|\s*;\s*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|false|untrue|denie[sd]|deny)\b|n['’]t\b", re.IGNORECASE
)
_FRAME = re.compile(
    r"^.{0,80}?\b(?:no|any|little) (?:\w+ )?(?:evidence|proof|sign|indication) that\s+"
    r"|^.{0,80}?\b(?:not (?:true|the case)|untrue|false|denie[sd]|deny|denying) that\s+",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it is compared.

    Attributes:
        text: as said.
        filled: the same with its pronouns filled in.
        is_negated: whether it says that something is not so.
    """

    text: str
    filled: str
    is_negated: bool


Tellings = Sequence[Statement]
"""The wordings of one piece of evidence, the likest first; never empty."""


@dataclasses.dataclass(frozen=True, slots=True)
class Likened:
    """Hypotheses in rows, evidence in columns.

    Attributes:
        near: (hypotheses, evidence) cosine of the nearest clause to the first wording.
        alike: likewise, how likely both say the same, the mean over wordings of meaning and the pair model's word; NaN where it
            wasn't asked.
        is_opposed: whether the nearest clause and the evidence are of different polarity.
        clashes: the words of a number that excludes another, by row and column.
        is_open: whether the pair is near enough to be asked of the model, but others were nearer and the limit was reached.
    """

    near: Floats
    alike: Floats
    is_opposed: npt.NDArray[np.bool_]
    clashes: dict[tuple[int, int], str]
    is_open: npt.NDArray[np.bool_]


def drop_frame(text: str) -> str:
    """What a denial denies, without the words that say so in front: "we found no evidence that it sank" is about "it sank"."""
    rest = _FRAME.sub("", text, count=1)
    return rest if len(rest.split()) >= MIN_CLAUSE else text


def split_clauses(text: str) -> tuple[Statement, ...]:
    """Give the clauses of a hypothesis, each with its polarity; the whole where it has but one."""
    text = text[:LONGEST]
    parts: list[str] = []
    joined = ""
    for part in _CLAUSES.split(text):
        joined = f"{joined} and {part}" if joined else part
        if len(joined.split()) >= MIN_CLAUSE:
            parts.append(joined)
            joined = ""
    if joined and parts:
        parts[-1] += f" and {joined}"
    if len(parts) < 2:  # "Handley and Marlow reported" is one clause
        parts = [text]
    return tuple(Statement(part, part, is_negated(mask_exclusions(part))) for part in parts)


def is_negated(text: str) -> bool:
    """Whether a statement's own words deny something; two denials affirm."""
    return len(_NEGATION.findall(text)) % 2 == 1


def liken(hypotheses: Sequence[str], evidence: Sequence[Tellings], *, bears: float) -> Likened:
    """Compare every hypothesis with every piece of evidence.

    Args:
        hypotheses: their texts, in an order that doesn't hang on the order of rows.
        evidence: likewise.
        bears: cosine to some hypothesis under which a piece isn't looked at any further.
    """
    shape = (len(hypotheses), len(evidence))
    clauses = [split_clauses(text) for text in hypotheses]
    near, chosen = _find_nearest(clauses, [told[0] for told in evidence], shape)
    meant = near.copy()
    kept = np.flatnonzero(near.max(axis=0, initial=0.0) >= bears)
    several = [column for column in kept.tolist() if len(evidence[column]) > 1]
    if several:
        meant[:, several], chosen[:, several] = _find_meant(clauses, [evidence[column] for column in several])
    told = np.array([one[0].is_negated for one in evidence], dtype=np.bool_)
    denies = np.zeros(shape, dtype=np.bool_)
    for row, some in enumerate(clauses):
        denies[row] = np.array([clause.is_negated for clause in some], dtype=np.bool_)[chosen[row]] if shape[1] else False
    asked, is_open = _pick_asked(meant, evidence, kept)
    texts = {(row, column): clauses[row][chosen[row, column]].text for row, column in asked}
    alike = _find_alike(asked, texts, evidence, meant)
    clashes = {
        (row, column): clash for (row, column), text in texts.items() if (clash := find_clash(text, evidence[column][0].text))
    }
    return Likened(near, alike, denies != told[None, :], clashes, is_open)


def find_clash(one: str, other: str) -> str:
    """The words of two numbers of the same thing that can't both hold; empty when there are none."""
    theirs = [(count.noun, count.value, other[count.start : count.end]) for count in find_counts(other[:LONGEST]) if count.noun]
    for count in find_counts(one[:LONGEST]):
        here = [value for noun, value, _ in theirs if noun == count.noun]
        if here and count.value not in here:
            words = next(words for noun, _, words in theirs if noun == count.noun)
            return f"“{words}” against “{one[count.start : count.end]}”"
    return ""


def _find_nearest(clauses: Sequence[Tellings], evidence: Tellings, shape: tuple[int, int]) -> tuple[Floats, Places]:
    """Cosine of each hypothesis's nearest clause to each statement, and which clause it is."""
    if not all(shape):
        return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.int64)
    return _pick_clauses(clauses, encode_statements(tuple(evidence)))


def _find_meant(clauses: Sequence[Tellings], evidence: Sequence[Tellings]) -> tuple[Floats, Places]:
    """The same for pieces of several wordings: the mean of each clause's cosine over them."""
    flat = tuple(statement for told in evidence for statement in told[:MOST_TELLINGS])
    starts = np.cumsum([0, *(len(told[:MOST_TELLINGS]) for told in evidence)])
    sums = np.add.reduceat(encode_statements(flat), starts[:-1], axis=0)
    return _pick_clauses(clauses, sums / np.diff(starts)[:, None])  # the mean of cosines is the cosine with the mean


def _pick_clauses(clauses: Sequence[Tellings], theirs: npt.NDArray[np.floating[Any]]) -> tuple[Floats, Places]:
    ours = encode_statements(tuple(clause for some in clauses for clause in some))
    near = np.zeros((len(clauses), len(theirs)), dtype=np.float32)
    chosen = np.zeros(near.shape, dtype=np.int64)
    at = 0
    for row, some in enumerate(clauses):
        scores = ours[at : at + len(some)] @ theirs.T
        chosen[row] = scores.argmax(axis=0)
        near[row] = scores.max(axis=0)
        at += len(some)
    return np.round(near, 4), chosen  # rounded: a batch of another length moves the last digits


@remember(maxsize=6)
def encode_statements(statements: tuple[Statement, ...]) -> Floats:
    """Mean unit vectors of statements as said and as filled in, each distinct text encoded once."""
    texts = sorted({text[:LONGEST] for one in statements for text in (one.text, one.filled)})
    place = {text: at for at, text in enumerate(texts)}
    vectors = encode_kept(texts)
    both = vectors[[place[one.text[:LONGEST]] for one in statements]] + vectors[[place[one.filled[:LONGEST]] for one in statements]]
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _pick_asked(meant: Floats, evidence: Sequence[Tellings], kept: Places) -> tuple[Pairs, npt.NDArray[np.bool_]]:
    """Pairs that the model is asked of, the nearest first until MOST_ASKED wordings, and those that are left."""
    rows, at = np.nonzero(meant[:, kept] >= ASK)
    columns = kept[at]
    order = np.lexsort((columns, rows, -meant[rows, columns]))
    costs = np.array([min(len(told), MOST_TELLINGS) for told in evidence], dtype=np.int64)
    n = int(np.searchsorted(np.cumsum(costs[columns[order]]), MOST_ASKED, side="right")) if len(order) else 0
    is_open = np.zeros(meant.shape, dtype=np.bool_)
    is_open[rows[order[n:]], columns[order[n:]]] = True
    return [(int(rows[at]), int(columns[at])) for at in order[:n]], is_open


def _find_alike(
    asked: Pairs, texts: dict[tuple[int, int], str], evidence: Sequence[Tellings], meant: Floats
) -> Floats:
    """How likely evidence and clause say the same, 0 to 1; NaN where the model isn't asked."""
    alike = np.full(meant.shape, np.nan, dtype=np.float32)
    pairs = [(statement.filled[:LONGEST], texts[pair]) for pair in asked for statement in evidence[pair[1]][:MOST_TELLINGS]]
    words = [ask_one(pair) for pair in pairs]  # kept, since a case is weighed again and again
    at = 0
    for row, column in asked:
        n = min(len(evidence[column]), MOST_TELLINGS)
        alike[row, column] = np.clip(MEANING * float(meant[row, column]) + sum(words[at : at + n]) / n, 0, 1)
        at += n
    return np.round(alike, 4)


@remember(maxsize=2 * MOST_ASKED)
def ask_one(pair: tuple[str, str]) -> float:
    """What the model adds to the likeness of one pair: its share for the probability that both are one statement, or one an
    instance of the other, and how much likelier than usual it is that the second follows.
    """
    # One pair at a time takes half again as long as 32, but in a batch the rounding of each hangs on the others: a likeness moves
    # by 0.02 on the mean and 0.11 at the most, and a cell would turn because a document was added that has no part in it.
    compared = compare_kept((pair,))
    same = compared.relations[0, [RELATIONS.index(name) for name in ("same", "a in b", "b in a")]].sum()
    follows = np.log10(max(float(compared.nli[0, NLI.index("entailment")]), 1e-5))
    return round(float((1 - MEANING) * same + FOLLOWS * (follows - USUAL)), 4)
