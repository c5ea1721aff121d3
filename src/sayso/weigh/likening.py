"""How near evidence stands to hypotheses: likeness of meaning of every pair, the pair model's word on the nearest.

A hypothesis of several clauses ("the police fired, and the union had no part in it") is near to evidence that is near to one
of them; each clause has a polarity of its own.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sayso.models.encoder import encode_texts
from sayso.models.pairing import RELATIONS, compare_texts
from sayso.text.counting import find_counts

Floats = npt.NDArray[np.float32]

ASK = 0.42  # cosine from which on the pair model is asked: under it no answer lifts the mean of both to `proposals.TELLS`
MOST_ASKED = 1500  # pairs that the model is asked of, the nearest first: a few seconds on two cores
LONGEST = 1000  # characters of a statement that are read; the models cut far sooner
MIN_CLAUSE = 3  # words of a clause

_CLAUSES = re.compile(r"[;,]?\s+(?:and|but|while|whereas)\s+|\s*;\s*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|false|untrue|denie[sd]|deny)\b|n['’]t\b", re.IGNORECASE
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


@dataclasses.dataclass(frozen=True, slots=True)
class Likened:
    """Hypotheses in rows, evidence in columns.

    Attributes:
        near: (hypotheses, evidence) cosine of the nearest clause.
        same: likewise, probability by the pair model that both are one statement; NaN where it wasn't asked.
        is_opposed: whether the nearest clause and the evidence are of different polarity.
        clashes: the words of a number that excludes another, by row and column.
        is_open: whether the pair is near enough to be asked of the model, but others were nearer and the limit was reached.
    """

    near: Floats
    same: Floats
    is_opposed: npt.NDArray[np.bool_]
    clashes: dict[tuple[int, int], str]
    is_open: npt.NDArray[np.bool_]


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
    return tuple(Statement(part, part, is_negated(part)) for part in parts)


def is_negated(text: str) -> bool:
    """Whether a statement's own words deny something; two denials affirm."""
    return len(_NEGATION.findall(text)) % 2 == 1


def liken(hypotheses: Sequence[str], evidence: Sequence[Statement]) -> Likened:
    """Compare every hypothesis with every piece of evidence.

    Args:
        hypotheses: their texts, in an order that doesn't hang on the order of rows.
        evidence: likewise.
    """
    shape = (len(hypotheses), len(evidence))
    clauses = [split_clauses(text) for text in hypotheses]
    near, chosen = _find_nearest(clauses, evidence, shape)
    told = np.array([one.is_negated for one in evidence], dtype=np.bool_)
    denies = np.zeros(shape, dtype=np.bool_)
    for row, some in enumerate(clauses):
        denies[row] = np.array([clause.is_negated for clause in some], dtype=np.bool_)[chosen[row]] if shape[1] else False
    asked, is_open = _pick_asked(near)
    same = np.full(shape, np.nan, dtype=np.float32)
    pairs = tuple((evidence[column].filled[:LONGEST], clauses[row][chosen[row, column]].text) for row, column in asked)
    for (row, column), value in zip(asked, _ask(pairs), strict=True):
        same[row, column] = value
    clashes = {
        (row, column): clash for row, column in asked
        if (clash := find_clash(clauses[row][chosen[row, column]].text, evidence[column].text))
    }
    return Likened(near, same, denies != told[None, :], clashes, is_open)


def find_clash(one: str, other: str) -> str:
    """The words of two numbers of the same thing that can't both hold; empty when there are none."""
    theirs = [(count.noun, count.value, other[count.start : count.end]) for count in find_counts(other[:LONGEST]) if count.noun]
    for count in find_counts(one[:LONGEST]):
        here = [value for noun, value, _ in theirs if noun == count.noun]
        if here and count.value not in here:
            words = next(words for noun, _, words in theirs if noun == count.noun)
            return f"“{words}” against “{one[count.start : count.end]}”"
    return ""


def _find_nearest(
    clauses: Sequence[Sequence[Statement]], evidence: Sequence[Statement], shape: tuple[int, int]
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Cosine of each hypothesis's nearest clause to each piece of evidence, and which clause it is."""
    near, chosen = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.int64)
    if not all(shape):
        return near, chosen
    theirs = encode_statements(tuple(evidence))
    ours = encode_statements(tuple(clause for some in clauses for clause in some))
    at = 0
    for row, some in enumerate(clauses):
        scores = ours[at : at + len(some)] @ theirs.T
        chosen[row] = scores.argmax(axis=0)
        near[row] = scores.max(axis=0)
        at += len(some)
    return np.round(near, 4), chosen  # rounded: a batch of another length moves the last digits


@functools.lru_cache(maxsize=4)
def encode_statements(statements: tuple[Statement, ...]) -> Floats:
    """Mean unit vectors of statements as said and as filled in, each distinct text encoded once."""
    texts = sorted({text[:LONGEST] for one in statements for text in (one.text, one.filled)})
    place = {text: at for at, text in enumerate(texts)}
    vectors = encode_texts(texts)
    both = vectors[[place[one.text[:LONGEST]] for one in statements]] + vectors[[place[one.filled[:LONGEST]] for one in statements]]
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _pick_asked(near: Floats) -> tuple[list[tuple[int, int]], npt.NDArray[np.bool_]]:
    rows, columns = np.nonzero(near >= ASK)
    order = np.lexsort((columns, rows, -near[rows, columns]))
    is_open = np.zeros(near.shape, dtype=np.bool_)
    left = order[MOST_ASKED:]
    is_open[rows[left], columns[left]] = True
    return [(int(rows[at]), int(columns[at])) for at in order[:MOST_ASKED]], is_open


@functools.lru_cache(maxsize=2)
def _ask(pairs: tuple[tuple[str, str], ...]) -> tuple[float, ...]:
    """Probability that both are one statement, or one an instance of the other; kept, since a case is weighed again and again."""
    relations = compare_texts(pairs).relations
    columns = [RELATIONS.index(name) for name in ("same", "a in b", "b in a")]
    return tuple(round(float(value), 4) for value in relations[:, columns].sum(axis=1))
