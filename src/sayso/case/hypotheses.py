"""The hypotheses of a case as its settings hold them: rows of them, labels, changes of their words."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from sayso.case.anchors import from_json
from sayso.config import NULL, Settings, to_hypothesis
from sayso.errors import UnknownName
from sayso.schema import Hypothesis, Ruling, Tables

CELL, JUDGEMENT = "cell", "judgement"
WEIGHED = (CELL, JUDGEMENT)
"""Kinds of rulings that are about a hypothesis."""
NONE_OF_THESE = "None of these"


def make_hypotheses(settings: Settings) -> list[Hypothesis]:
    """Rows of the hypotheses that the settings name, the null last where it is wanted and there is another."""
    rows = [
        Hypothesis(label, place, to_hypothesis(text), is_null=False)
        for place, (label, text) in enumerate(settings.hypotheses.items())
    ]
    if rows and settings.null_hypothesis:
        rows.append(Hypothesis(NULL, len(rows), NONE_OF_THESE, is_null=True))
    return rows


def pick_label(text: str, settings: Settings, rulings: Iterable[Ruling]) -> str:
    """A label for one more hypothesis, never one that was given: what was ruled on one is not about another.

    Whoever writes a hypothesis that was taken away in its very words has it back, with its label and what was ruled on it.
    """
    words, taken = to_hypothesis(text).casefold(), set(settings.hypotheses)
    for ruling in sorted(rulings, key=lambda ruling: -ruling.number):
        if ruling.kind in WEIGHED and ruling.object_ids:
            anchor = from_json(ruling.anchors[0]) if ruling.anchors else {}
            if ruling.object_ids[0] not in {*settings.hypotheses, NULL} and anchor.get("name", "").casefold() == words:
                return ruling.object_ids[0]
            taken.add(ruling.object_ids[0])
    numbers = [int(found[1]) for label in taken if (found := re.fullmatch(r"H(\d{1,6})", label))]
    free = itertools.count(max(numbers, default=0) + 1)
    return next(label for n in free if (label := f"H{n}") not in taken)


def say_left(label: str, rulings: Iterable[Ruling], *, undone: Iterable[int]) -> str:
    """What becomes of the rulings on a hypothesis that is taken away, in a sentence; empty when there are none."""
    gone = set(undone)
    found = [one for one in rulings if one.kind in WEIGHED and one.object_ids[:1] == (label,) and one.number not in gone]
    if not found:
        return ""
    counts = Counter((one.kind, one.by) for one in found)
    told = ", ".join(
        f"{n} {kind if n == 1 else kind + 's'} by {by}" for (kind, by), n in sorted(counts.items())
    )
    stay = "1 ruling on it stays" if len(found) == 1 else f"{len(found)} rulings on it stay"
    return f"{stay} in the case ({told}); nothing of that counts until {label} is there again in the same words"


def change_words(label: str, text: str | None, settings: Settings) -> dict[str, str]:
    """Give the hypotheses of the settings with one said otherwise, or taken away where `text` is null.

    Raises:
        UnknownName: there is none of that label.
        BadSettings: it has no words or too many.
    """
    kept = dict(settings.hypotheses)
    label = next((one for one in kept if one.casefold() == label.casefold()), label)
    if label not in kept:
        told = "the null is switched, not written" if label == NULL else "no hypothesis of the case has this label"
        fix = "sayso hypothesis null CASE off" if label == NULL else "`sayso hypothesis list CASE` has them"
        raise UnknownName(told, got=[label], fix=fix)
    kept[label] = to_hypothesis(text or "")
    if text is None:
        del kept[label]
    return kept


def find_readings(tables: Tables, dispute_id: str) -> list[str]:
    """The readings that a dispute sets against each other, as texts of hypotheses.

    Raises:
        UnknownName: there is no such dispute.
    """
    from sayso.weigh import take_from_dispute  # noqa: PLC0415  a case is opened without the weighing

    texts = [to_hypothesis(text) for text in take_from_dispute(tables, dispute_id)]
    if not texts:
        raise UnknownName("no dispute of the case has this id", got=[dispute_id], fix="`sayso disputes CASE` prints ids")
    return texts
