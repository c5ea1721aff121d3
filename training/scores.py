"""Scores of the heads other than attribution: counts that add up, from gold examples and what was found.

Nothing here reads a model or a file. Each function takes one example's labels and gives `Counts`; `sum_counts` adds them up
over a set (micro-averaged, as the published figures are).
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sayso.text.spans import length, overlap
from training.examples import Example, Link, Spans
from training.sets.labels import TEACHES, UNSURE, Labelled

WORD = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|ll|re|ve|d|m)\b|\w+(?:-\w+)*|[^\w\s]", re.IGNORECASE)
"""Words as the Penn Treebank cuts them, near enough: "didn't" is two, marks are words of their own."""


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked that was found; 0 where nothing is marked."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


def sum_counts(counts: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Add up by label; "all" is the sum over the labels."""
    total: defaultdict[str, Counts] = defaultdict(Counts)
    for one in counts:
        for label, count in one.items():
            total[label] += count
            total["all"] += count
    return dict(total)


def count_spans(gold: Labelled, found: Labelled) -> dict[str, Counts]:
    """Count spans by label; right are those with the same characters and label."""
    return _compare(set(gold), set(found))


def count_words(text: str, gold: Labelled, found: Labelled) -> dict[str, Counts]:
    """Count words by label; a word bears the label of any span that touches it."""
    return _compare(_label_words(text, gold), _label_words(text, found))


def count_names(example: Example, found: Labelled) -> dict[str, Counts]:
    """Count names by label, same characters and label, where the example's set can tell.

    A found name with a label that the set doesn't mark throughout (`TEACHES`), or on words that are marked unsure, is
    neither right nor wrong unless it is marked just so.
    """
    gold = set(example.spans.get("name", ()))
    known = TEACHES.get(example.set, frozenset())
    unsure = example.spans.get(UNSURE, ())
    judged = {
        name for name in found if name in gold or (name[2] in known and not any(_touch(name, span) for span in unsure))
    }
    return _compare(gold, judged)


def count_negation_cues(gold: Sequence[Link], found: Sequence[Link]) -> Counts:
    """Count negation cues; right are those with the same characters, all parts of a cue counted as one."""
    marked, said = {link.cue for link in gold}, {link.cue for link in found}
    return Counts(len(marked & said), len(said - marked), len(marked - said))


def count_scope_words(text: str, gold: Sequence[Link], found: Sequence[Link]) -> Counts:
    """Count the words of scopes, negation by negation: NegBERT's scope token F1 (Khandelwal and Sawant 2020).

    Pairs are made by cue: give links with the gold cues for the score "given gold cue", links with found cues for the score
    of the whole way. All scope words of a cue without a partner are missed, or wrong.
    """
    total = Counts()
    for marked, said in _pair(gold, found):
        wanted, given = (_find_words(text, link.roles.get("scope", ())) if link else set() for link in (marked, said))
        total += Counts(len(wanted & given), len(given - wanted), len(wanted - given))
    return total


def count_scopes(text: str, gold: Sequence[Link], found: Sequence[Link]) -> Counts:
    """Count whole scopes: right are those with just the words of the marked one; paired as in `count_scope_words`.

    A cue that has no scope and was given none counts as right.
    """
    total = Counts()
    for marked, said in _pair(gold, found):
        wanted, given = (_find_words(text, link.roles.get("scope", ())) if link else None for link in (marked, said))
        is_right = wanted == given
        total += Counts(int(is_right), int(said is not None and not is_right), int(marked is not None and not is_right))
    return total


def count_sentences(gold: Labelled, p_vague: Sequence[float], *, floor: float = 0.5) -> Counts:
    """Count vague sentences.

    Args:
        gold: the labelled sentences, "vague" or "O".
        p_vague: for each of them how likely it is vague, [0, 1].
        floor: the least that counts as found.
    """
    total = Counts()
    for (_, _, label), share in zip(gold, p_vague, strict=True):
        is_vague, is_found = label == "vague", share >= floor
        total += Counts(int(is_vague and is_found), int(is_found and not is_vague), int(is_vague and not is_found))
    return total


@dataclasses.dataclass(frozen=True, slots=True)
class FactivityScore:
    """`accuracy` in [0, 1]; `by_label`; `correlation` of given and gold values (Pearson), null where either never varies."""

    accuracy: float
    by_label: dict[str, Counts]
    correlation: float | None


def score_factivity(
    gold: Sequence[str], found: Sequence[str], *, gold_values: Sequence[float], values: Sequence[float]
) -> FactivityScore:
    """Score the classes of cue words.

    Args:
        gold: the marked classes; found: the given ones, in the same order.
        gold_values: the marked classes as numbers (`sets.factivity.VALUES`); values: the model's expectation of them, such as
            p(factive) - p(counterfactive).
    """
    if not gold:
        raise ValueError("no cue word with a class: nothing to score")
    by_label = sum_counts(
        _compare({(i, i, label)}, {(i, i, said)}) for i, (label, said) in enumerate(zip(gold, found, strict=True))
    )
    accuracy = by_label.pop("all").right / len(gold)
    return FactivityScore(accuracy, by_label, correlate(gold_values, values))


def correlate(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Pearson's correlation; null where one of the two never varies."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values against {len(second)}")
    if not first:
        return None
    mean_first, mean_second = math.fsum(first) / len(first), math.fsum(second) / len(second)
    apart = [(a - mean_first, b - mean_second) for a, b in zip(first, second, strict=True)]
    spread = math.sqrt(math.fsum(a * a for a, _ in apart) * math.fsum(b * b for _, b in apart))
    return math.fsum(a * b for a, b in apart) / spread if spread else None


def _compare(gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> dict[str, Counts]:
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for _, _, label in gold & found:
        counts[label] += Counts(right=1)
    for _, _, label in found - gold:
        counts[label] += Counts(wrong=1)
    for _, _, label in gold - found:
        counts[label] += Counts(missed=1)
    return dict(counts)


def _label_words(text: str, spans: Labelled) -> set[tuple[int, int, str]]:
    return {(*word, label) for start, end, label in spans for word in _find_words(text, ((start, end),))}


def _find_words(text: str, spans: Spans) -> set[tuple[int, int]]:
    """Words that some span touches."""
    words = (match.span() for match in WORD.finditer(text))
    return {word for word in words if any(word[0] < end and start < word[1] for start, end in spans)}


def _touch(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _pair(gold: Sequence[Link], found: Sequence[Link]) -> list[tuple[Link | None, Link | None]]:
    """Links with the same cue, then links whose cues share most characters, each once; then those left alone."""
    shared = [
        (n == length(marked.cue) == length(said.cue), n, -i, -j)
        for i, marked in enumerate(gold)
        for j, said in enumerate(found)
        if (n := overlap(marked.cue, said.cue))
    ]
    partners: dict[int, int] = {}
    for _, _, i, j in sorted(shared, reverse=True):
        if -i not in partners and -j not in partners.values():
            partners[-i] = -j
    pairs: list[tuple[Link | None, Link | None]] = [
        (marked, found[partners[i]] if i in partners else None) for i, marked in enumerate(gold)
    ]
    alone = set(range(len(found))) - set(partners.values())
    return pairs + [(None, found[j]) for j in sorted(alone)]
