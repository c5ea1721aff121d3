"""What people judge of hypotheses: likelihood in words of ICD 203, confidence apart from it.

A band is what the word stands for; no number is worked out from evidence, and nothing here says how likely anything is.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from sayso.engine.stage import Stage
from sayso.schema import Hypothesis, Judgement, Ruling, Tables
from sayso.weigh.ratings import Fault, find_standing

BANDS = {
    "almost no chance": (0.01, 0.05),
    "very unlikely": (0.05, 0.20),
    "unlikely": (0.20, 0.45),
    "roughly even chance": (0.45, 0.55),
    "likely": (0.55, 0.80),
    "very likely": (0.80, 0.95),
    "almost certain": (0.95, 0.99),
}
"""Intelligence Community Directive 203, Analytic Standards, 2 January 2015, D.6.e(2)(a)."""
OTHER_WORDS = {
    "remote": "almost no chance", "highly improbable": "very unlikely", "improbable": "unlikely",
    "roughly even odds": "roughly even chance", "probable": "likely", "highly probable": "very likely",
    "nearly certain": "almost certain",
}
"""The directive's second row of words, for the same bands; it asks that the rows not be mixed, so one of them is kept."""
CONFIDENCES = {
    "low": "scant, doubtful or fragmentary ground, or a great concern about the sources",
    "moderate": "plausible ground from credible sources, not good enough or not backed enough for more",
    "high": "good ground from several sources; the judgement may still be wrong",
}
"""What the words say of the ground of a judgement, after the statement that the US intelligence community prefixes to estimates."""
MOST_WORDS = 4000  # characters of one field
MOST_ITEMS = 100  # of one list
_LISTS = ("reasons", "assumptions", "dissent", "would_change")


def read_judgements(tables: Tables) -> tuple[list[Judgement], list[Fault]]:
    """Give the judgements that rulings hold, by number, and the rulings that can't be read as one or judge what is gone.

    Args:
        tables: `rulings` (values are JSON objects: likelihood, confidence, reasons, assumptions, dissent, would_change) and
            `hypotheses`.
    """
    labels = {hypothesis.id for hypothesis in tables.take(Hypothesis)}
    rows: list[Judgement] = []
    faults: list[Fault] = []
    for ruling in find_standing(tables.take(Ruling), "judgement"):
        told = _read(ruling.value)
        why = _find_fault(ruling, told)
        if why:
            faults.append(Fault(ruling, is_gone=False, why=why))
        elif ruling.object_ids[0] not in labels:
            faults.append(Fault(ruling, is_gone=True, why="its hypothesis isn't in the case any more"))
        else:
            rows.append(_make_judgement(ruling, told or {}))
    last = {(_fold(row.by), row.hypothesis_id): row.number for row in rows}
    return [dataclasses.replace(row, is_current=last[_fold(row.by), row.hypothesis_id] == row.number) for row in rows], faults


def judge_hypotheses(tables: Tables) -> Tables:
    """Give a row for each judgement that can be read; see `cautions` for the others."""
    return Tables({"judgements": read_judgements(tables)[0]})


def to_likelihood(said: object) -> str | None:
    """A word of ICD 203 as it is kept, or null; the directive's second row of words is taken for the first."""
    word = _fold(said) if isinstance(said, str) else ""
    word = OTHER_WORDS.get(word, word)
    return word if word in BANDS else None


def to_confidence(said: object) -> str | None:
    """A word for the ground of a judgement as it is kept, or null."""
    word = _fold(said) if isinstance(said, str) else ""
    return word if word in CONFIDENCES else None


def _read(value: str | None) -> dict[str, Any] | None:
    try:
        told = json.loads(value or "")
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _find_fault(ruling: Ruling, told: dict[str, Any] | None) -> str:
    if not ruling.object_ids:
        return "it names no hypothesis"
    if told is None:
        return "its value is no JSON object"
    if to_likelihood(told.get("likelihood")) is None:
        return f"its likelihood is none of {', '.join(BANDS)}"
    if to_confidence(told.get("confidence")) is None:
        return f"its confidence is none of {', '.join(CONFIDENCES)}"
    return ""


def _make_judgement(ruling: Ruling, told: dict[str, Any]) -> Judgement:
    likelihood = to_likelihood(told["likelihood"]) or ""
    low, high = BANDS[likelihood]
    lists = {name: tuple(_list(told.get(name))) for name in _LISTS}
    return Judgement(
        number=ruling.number, hypothesis_id=ruling.object_ids[0], by=ruling.by, at=ruling.at, likelihood=likelihood, low=low,
        high=high, confidence=_fold(told["confidence"]), **lists, why=ruling.why[:MOST_WORDS], is_current=True,
    )


def _list(told: object) -> Iterable[str]:
    """Lines of a list, or of a single text; what is neither text nor number is left out."""
    for item in (told if isinstance(told, list) else [told])[:MOST_ITEMS]:
        if isinstance(item, str | int | float) and not isinstance(item, bool) and str(item).strip():
            yield " ".join(str(item).split())[:MOST_WORDS]


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()


JUDGEMENTS = Stage("weigh.judgements", reads=("hypotheses", "rulings"), writes=("judgements",), run=judge_hypotheses)
