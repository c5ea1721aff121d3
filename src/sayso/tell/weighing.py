"""The weighing told: the matrix of hypotheses and evidence, the sums, what turns the order, and what to be careful of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from sayso.schema import Caution, Cell, EvidenceItem, Hypothesis, Judgement, Sensitivity, Tables, Weighing
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide

Listed = dict[str, Any]
SIGNS = {"consistent": "+", "inconsistent": "-", "neutral": "o", "not applicable": "."}
UNFILLED = "?"
SHOWN_EVIDENCE = 30  # rows of the matrix on a terminal; the rest is counted, and --json has it all
SHOWN_TURNS = 12
TEXT_MOST = 76  # characters of a statement beside its row


def describe_weighing(tables: Tables) -> list[Listed]:
    """One object a cell, by hypothesis and then by evidence, with the words of both, the evidence's weight and who ruled what."""
    lookup = Lookup(tables)
    evidence = {(row.group_id, row.side): row for row in tables.take(EvidenceItem)}
    hypotheses = {row.id: row for row in tables.take(Hypothesis)}
    cells = [row for row in tables.take(Cell) if row.hypothesis_id in hypotheses and (row.group_id, row.side) in evidence]
    order = {row.id: row.ordinal for row in hypotheses.values()}
    cells.sort(key=lambda row: (order[row.hypothesis_id], evidence[row.group_id, row.side].ordinal, row.group_id, row.side))
    return [
        {
            "hypothesis": row.hypothesis_id, "hypothesis_text": clean_line(hypotheses[row.hypothesis_id].text),
            "group": row.group_id, "side": row.side, "text": clean_line(lookup.group(row.group_id).text),
            "value": row.value, "proposed": row.proposed, "score": row.score, "state": row.state,
            "ratings": [{"by": clean_line(by), "value": value} for by, value in row.ratings],
            "disagreement": row.disagreement, "why": clean_line(row.why),
            "weight": evidence[row.group_id, row.side].weight, "graded_weight": evidence[row.group_id, row.side].graded_weight,
            "diagnosticity": evidence[row.group_id, row.side].diagnosticity,
        }
        for row in cells
    ]


def describe_hypotheses(tables: Tables) -> list[Listed]:
    """Hypotheses in their order, each with its sums and the judgements that people made of it."""
    sums = {row.hypothesis_id: row for row in tables.take(Weighing)}
    judged = sorted(tables.take(Judgement), key=lambda row: row.number)
    return [
        {
            "id": row.id, "text": clean_line(row.text), "is_null": row.is_null,
            **({} if row.id not in sums else {k: v for k, v in dataclasses.asdict(sums[row.id]).items() if k != "hypothesis_id"}),
            "judgements": [_describe_judgement(one) for one in judged if one.hypothesis_id == row.id and one.is_current],
        }
        for row in sorted(tables.take(Hypothesis), key=lambda row: row.ordinal)
    ]


def _describe_judgement(row: Judgement) -> Listed:
    return {name: value for name, value in dataclasses.asdict(row).items() if name not in ("hypothesis_id", "is_current")}


def tell_weighing(tables: Tables, *, is_transposed: bool) -> str:
    """Tell the weighing in plain text: hypotheses, matrix, what turns the order, cautions.

    Args:
        is_transposed: hypotheses in columns rather than in rows. Rows are the default: they bias readers less
            (Dhami et al. 2024).
    """
    hypotheses = sorted(tables.take(Hypothesis), key=lambda row: row.ordinal)
    if not hypotheses:
        return "No hypothesis is weighed in this case: sayso hypothesis add CASE \"TEXT\"\n"
    lines = [*_tell_hypotheses(tables), "", *_tell_matrix(tables, hypotheses, is_transposed=is_transposed)]
    turned = [row for row in tables.take(Sensitivity) if row.is_turned]
    turns = sorted(turned, key=lambda row: (-row.swing, row.kind, row.object_id))
    if turns:
        lines += ["", "What would turn the order:"]
        lines += [f"  {row.kind} {clean_line(row.name)}: {clean_line(row.why)}" for row in turns[:SHOWN_TURNS]]
        lines += [f"  and {count_of(len(turns) - SHOWN_TURNS, 'more thing')}"] if len(turns) > SHOWN_TURNS else []
    cautions = sorted(tables.take(Caution), key=lambda row: (row.kind, row.object_id))
    if cautions:
        lines += ["", "Be careful:", *(f"  {clean_line(row.why)}" for row in cautions)]
    lines += ["", "The least inconsistent hypothesis leads; that doesn't make it true."]
    return "\n".join(lines) + "\n"


def _tell_hypotheses(tables: Tables) -> Iterator[str]:
    for row in describe_hypotheses(tables):
        yield f"{row['id']}  {row['text']}"
        if "rank" in row:
            yield f"    place {row['rank']}: {clean_line(row['why'])}"
        for one in row["judgements"]:
            yield (
                f"    {clean_line(one['by'])}, {one['at'][:10]}: {one['likelihood']} ({one['low']:.0%} to {one['high']:.0%}), "
                f"{one['confidence']} confidence; {clean_line(one['why'])}"
            )


def _tell_matrix(tables: Tables, hypotheses: Sequence[Hypothesis], *, is_transposed: bool) -> Iterator[str]:
    lookup = Lookup(tables)
    evidence = sorted(tables.take(EvidenceItem), key=lambda row: (row.ordinal, row.group_id, row.side))
    cells = {(row.hypothesis_id, row.group_id, row.side): row for row in tables.take(Cell)}
    if not evidence:
        yield "No statement of the case bears on any of them."
        return
    shown = evidence[:SHOWN_EVIDENCE]
    numbers = [f"{number}" for number in range(1, len(shown) + 1)]

    def sign(hypothesis: Hypothesis, item: EvidenceItem) -> str:
        cell = cells.get((hypothesis.id, item.group_id, item.side))
        mark = UNFILLED if cell is None or cell.value is None else SIGNS.get(cell.value, UNFILLED)
        return mark + ("!" if cell is not None and cell.state == "confirmed" else "")

    if is_transposed:
        yield "     " + " ".join(f"{row.id:>4}" for row in hypotheses)
        for number, item in zip(numbers, shown, strict=True):
            yield f"{number:>4} " + " ".join(f"{sign(row, item):>4}" for row in hypotheses)
    else:
        yield "      " + " ".join(f"{number:>3}" for number in numbers)
        for row in hypotheses:
            yield f"{row.id:>5} " + " ".join(f"{sign(row, item):>3}" for item in shown)
    yield f"+ consistent, - inconsistent, o neutral, . not applicable, {UNFILLED} not filled, ! ruled by a person"
    yield ""
    for number, item in zip(numbers, shown, strict=True):
        denied = "denied: " if item.side == "negated" else ""
        yield f"{number:>4}  {denied}{elide(clean_line(lookup.group(item.group_id).text), at_most=TEXT_MOST)} ({item.group_id})"
        yield f"      {clean_line(item.why)}"
    if len(evidence) > len(shown):
        yield f"      and {len(evidence) - len(shown):,} more, less telling; --json has all"
