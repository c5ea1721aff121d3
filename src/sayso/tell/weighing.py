"""The weighing told: the matrix of hypotheses and evidence, the sums, what turns the order, and what to be careful of."""

from __future__ import annotations

import dataclasses
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sayso.schema import Caution, Cell, EvidenceItem, Hypothesis, Judgement, Sensitivity, Tables, Weighing
from sayso.tell.lookup import Lookup
from sayso.tell.shown import clean_line, count_of, elide

Listed = dict[str, Any]
Key = tuple[str, str]

SIGNS = {"consistent": "+", "inconsistent": "-", "neutral": "o", "not applicable": "."}
UNFILLED, RULED, DIFFER = "?", "!", "≠"
WIDTH = 80  # columns of a terminal
SHOWN_HYPOTHESES = 40  # of more, those that lead; --json has all
SHOWN_EVIDENCE = 30  # pieces of evidence that tell something; the rest is counted, and --json has it all
SHOWN_TURNS = 8
SHOWN_SUMS = 4
SHOWN_CAUTIONS = 5  # of one kind
TEXT_MOST = 100  # characters of a statement
NOBODY = "nobody filled"  # kind of the cautions that often say the same of every hypothesis
CELLS_FEWEST = "cells"  # kind of the row that says which cells must all be wrong


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
            "group": row.group_id, "side": row.side, "is_against": lookup.is_against(row.group_id, row.side),
            "text": clean_line(lookup.group(row.group_id).text), "value": row.value, "proposed": row.proposed,
            "score": row.score, "state": row.state,
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
    """Tell the weighing in plain text of 80 columns: hypotheses, matrix, what turns the order, cautions.

    Args:
        is_transposed: hypotheses in columns rather than in rows. Rows are the default: they bias readers less
            (Dhami et al. 2024).
    """
    hypotheses = sorted(tables.take(Hypothesis), key=lambda row: row.ordinal)
    if not hypotheses:
        cautions = list(_tell_cautions(tables))
        return "\n".join(['No hypothesis is weighed in this case: sayso hypothesis add CASE "TEXT"', *cautions]) + "\n"
    matrix = _Matrix(tables, hypotheses)
    lines = [
        *_tell_hypotheses(tables, matrix.hypotheses), "", *matrix.tell(is_transposed=is_transposed),
        *_tell_turns(tables, matrix), *_tell_cautions(tables),
    ]
    return "\n".join([*lines, "", "The least inconsistent hypothesis leads; that doesn't make it true."]) + "\n"


def tell_hypothesis(row: Listed) -> Iterator[str]:
    """Lines of plain text for a row of `describe_hypotheses`: its words, its place, what people judge of it."""
    yield from _wrap(f"{row['id']}  {row['text']}", at=0, hang=len(row["id"]) + 2)
    if "rank" in row:
        yield from _wrap(f"place {row['rank']}: {clean_line(row['why'])}", at=4)
    for one in row["judgements"]:
        yield from _wrap(
            f"{clean_line(one['by'])}, {one['at'][:10]}: likelihood {one['likelihood']} ({one['low']:.0%} to {one['high']:.0%}); "
            f"confidence {one['confidence']}; {clean_line(one['why'])}", at=4,
        )
        for name, told in (
            ("confidence rests on", one["reasons"]), ("assumes", one["assumptions"]), ("seen otherwise", one["dissent"]),
            ("would change it", one["would_change"]),
        ):
            if told:
                yield from _wrap(f"{name}: {clean_line('; '.join(told))}", at=6)


def _tell_hypotheses(tables: Tables, shown: Sequence[Hypothesis]) -> Iterator[str]:
    ids = {row.id for row in shown}
    rows = describe_hypotheses(tables)
    for row in rows:
        if row["id"] in ids:
            yield from tell_hypothesis(row)
    if len(rows) > len(ids):
        yield f"and {len(rows) - len(ids)} more, which don't lead; --json has all"


# ---------------------------------------------------------------- the matrix


class _Matrix:
    """Cells by hypothesis and evidence, the evidence that tells something numbered."""

    def __init__(self, tables: Tables, hypotheses: Sequence[Hypothesis]) -> None:
        ranks = {row.hypothesis_id: row.rank for row in tables.take(Weighing)}
        leading = sorted(hypotheses, key=lambda row: (ranks.get(row.id, len(hypotheses)), row.ordinal))[:SHOWN_HYPOTHESES]
        self.hypotheses = sorted(leading, key=lambda row: row.ordinal)
        self.lookup = Lookup(tables)
        self.cells = {(row.hypothesis_id, row.group_id, row.side): row for row in tables.take(Cell)}
        self.evidence = sorted(tables.take(EvidenceItem), key=lambda row: (row.ordinal, row.group_id, row.side))
        silent: defaultdict[Key, bool] = defaultdict(lambda: True)
        for cell in self.cells.values():
            is_silent = cell.state != "confirmed" and not cell.ratings and cell.value in ("neutral", "not applicable")
            silent[cell.group_id, cell.side] &= is_silent
        self.shown = [item for item in self.evidence if not silent[item.group_id, item.side]][:SHOWN_EVIDENCE]
        self.numbers = {(item.group_id, item.side): item.ordinal + 1 for item in self.shown}  # as in pictures of the matrix
        self.n_silent = sum(silent[item.group_id, item.side] for item in self.evidence)

    def tell(self, *, is_transposed: bool) -> Iterator[str]:
        if not self.evidence:
            yield "No statement of the case bears on any of them."
            return
        if self.shown:
            ids = [row.id for row in self.hypotheses]
            names = [f"{number}" for number in self.numbers.values()]
            signs = [[self._sign(id_, item) for item in self.shown] for id_ in ids]
            if is_transposed:
                yield from _lay_out(names, ids, [list(row) for row in zip(*signs, strict=True)])
            else:
                yield from _lay_out(ids, names, signs)
            yield f"+ consistent, - inconsistent, o neutral, . not applicable, {UNFILLED} not filled;"
            yield f"{RULED} ruled by a person, {DIFFER} people differ; all else is only proposed"
            yield ""
        for item in self.shown:
            yield from self._tell_item(item)
        if rest := len(self.evidence) - len(self.shown) - self.n_silent:
            yield f"and {count_of(rest, 'more piece')} of evidence; --json has all"
        if self.n_silent:
            n = self.n_silent
            yield from _wrap(
                f"{count_of(n, 'more piece')} of evidence {'is' if n == 1 else 'are'} near to the question and, so far as sayso "
                "can tell, neutral to all hypotheses; nobody ruled on them. --json has them.", at=0,
            )

    def name(self, cell_id: str) -> str:
        """A cell of a sensitivity row, by the number of its evidence or its words."""
        hypothesis, _, key = cell_id.partition(" ")
        group_id, _, side = key.rpartition(" ")
        number = self.numbers.get((group_id, side))
        denied = "denied: " if self.lookup.is_against(group_id, side) else ""
        words = elide(clean_line(self.lookup.group(group_id).text), at_most=40) if group_id in self.lookup.groups else group_id
        cell = self.cells.get((hypothesis, group_id, side))
        told = f" ({'as ruled' if cell.state == 'confirmed' else 'as proposed'}: {cell.value})" if cell else ""
        known = "" if number else f" ({group_id})"  # to rule on it, where the matrix doesn't have it
        return f"{f'[{number}] ' if number else ''}{denied}“{words}”{known} with {hypothesis}{told}"

    def value(self, cell_id: str) -> str | None:
        """What a cell of a sensitivity row holds."""
        hypothesis, _, key = cell_id.partition(" ")
        group_id, _, side = key.rpartition(" ")
        cell = self.cells.get((hypothesis, group_id, side))
        return cell.value if cell else None

    def _sign(self, id_: str, item: EvidenceItem) -> str:
        cell = self.cells.get((id_, item.group_id, item.side))
        if cell is None:
            return UNFILLED
        mark = DIFFER if cell.disagreement > 0 else RULED if cell.state == "confirmed" else ""
        return SIGNS.get(cell.value or "", UNFILLED) + mark

    def _tell_item(self, item: EvidenceItem) -> Iterator[str]:
        denied = "denied: " if self.lookup.is_against(item.group_id, item.side) else ""
        text = elide(clean_line(self.lookup.group(item.group_id).text), at_most=TEXT_MOST)
        yield from _wrap(f"{self.numbers[item.group_id, item.side]:>3}  {denied}“{text}” ({item.group_id})", at=0, hang=5)
        yield from _wrap(clean_line(item.why), at=5)
        reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.hypotheses:
            cell = self.cells.get((row.id, item.group_id, item.side))
            if cell is not None and (cell.value not in ("neutral", "not applicable") or cell.state == "confirmed" or cell.ratings):
                reasons[cell.value or "not filled", _say_why(cell)].append(row.id)
        for (value, why), ids in reasons.items():
            more = f" and {len(ids) - 6} more" if len(ids) > 6 else ""
            yield from _wrap(f"{SIGNS.get(value, UNFILLED)} {', '.join(ids[:6])}{more}: {why}", at=5, hang=7)


def _say_why(cell: Cell) -> str:
    """The reason of a cell; where several people ruled, each one's word."""
    if len(cell.ratings) > 1:
        said = ", ".join(f"{clean_line(by)}: {value}" for by, value in cell.ratings)
        return said if not cell.disagreement else f"they differ: {said} (proposed: {cell.proposed or 'nothing'})"
    return clean_line(cell.why)


def _lay_out(down: Sequence[str], across: Sequence[str], signs: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table of signs, in as many blocks as its columns need to stay within the width."""
    left = max(map(len, down)) + 2
    each = max(2, *map(len, across)) + 1
    n = max(1, (WIDTH - left) // each)
    for start in range(0, len(across), n):
        if start:
            yield ""
        yield (" " * left + "".join(f"{name:>{each - 1}} " for name in across[start : start + n])).rstrip()
        for name, row in zip(down, signs, strict=True):
            # The sign stands under the last character of its column's name; what marks it follows.
            cells = "".join(f"{sign[:1]:>{each - 1}}{sign[1:] or ' '}" for sign in row[start : start + n])
            yield f"{name:>{left}}{cells}".rstrip()


# ---------------------------------------------------------------- how wrong it would have to be


def _tell_turns(tables: Tables, matrix: _Matrix) -> Iterator[str]:
    weighings = sorted(tables.take(Weighing), key=lambda row: row.hypothesis_id)
    leaders = [row.hypothesis_id for row in weighings if row.rank == 1]
    if len(weighings) < 2 or not matrix.evidence:
        return
    yield ""
    if len(leaders) == len(weighings):
        yield "No hypothesis leads: the evidence speaks against all of them alike."
        yield ""
    yield "How wrong would it have to be?"
    rows = sorted(tables.take(Sensitivity), key=lambda row: (-row.swing, row.kind, row.object_id))
    turned = [row for row in rows if row.is_turned and row.kind != CELLS_FEWEST]
    counts = Counter(row.kind for row in turned)
    taken = [f"{count_of(counts[kind], kind)}" for kind in ("origin", "source", "document") if counts[kind]]
    if taken:
        yield from _wrap(f"Without {' or '.join(taken)}, any one alone, another hypothesis leads:", at=2)
        yield from _tell_rows([row for row in turned if row.kind != "cell"], matrix)
    else:
        yield "  No single origin, source or document, taken away, makes another lead."
    if counts["cell"]:
        yield from _tell_cells([row for row in turned if row.kind == "cell"], matrix)
        return
    yield "  No single cell, turned round, makes another lead."
    fewest = next((row for row in rows if row.kind == CELLS_FEWEST), None)
    if fewest is not None:
        ids = fewest.object_id.split("; ")
        yield f"  The fewest cells found that must all be wrong for another to lead: {len(ids)}."
        for id_ in ids:
            yield from _wrap(f"- {matrix.name(id_)}", at=4, hang=6)
        yield from _wrap(f"then {_say_then(fewest).partition(', ')[2]}", at=4)
    elif len(leaders) == 1:
        yield "  Nor were up to ten cells found that make another lead together."


def _tell_cells(rows: Sequence[Sensitivity], matrix: _Matrix) -> Iterator[str]:
    """Cells any one of which is enough: first those that say something and would have to be wrong, then those that say nothing."""
    wrong = [row for row in rows if matrix.value(row.object_id) in ("consistent", "inconsistent")]
    open_ = [row for row in rows if row not in wrong]
    yield "  One cell is enough."
    if wrong:
        speaking = count_of(len(wrong), "cell that speaks", "cells that speak")
        yield from _wrap(f"{speaking} for or against would do it, any one turned round:", at=2)
        yield from _tell_rows(wrong, matrix)
    if open_:
        yield from _wrap(f"{count_of(len(open_), 'cell')} held neutral would do it, any one of them made inconsistent:", at=2)
        yield from _tell_rows(open_[: SHOWN_TURNS // 2], matrix)
        if (more := len(open_) - SHOWN_TURNS // 2) > 0:
            yield f"    and {more} more"


def _tell_rows(rows: Sequence[Sensitivity], matrix: _Matrix) -> Iterator[str]:
    for row in rows[:SHOWN_TURNS]:
        name = matrix.name(row.object_id) if row.kind == "cell" else f"{row.kind} {clean_line(row.name)}"
        yield from _wrap(f"- {name}: {_say_then(row)}", at=4, hang=6)
    if len(rows) > SHOWN_TURNS:
        yield f"    and {len(rows) - SHOWN_TURNS} more"


def _say_then(row: Sensitivity) -> str:
    """Who would lead, and the sums of those at the head."""
    sums = dict(row.sums)
    told = ", ".join(f"{id_} {sums[id_]:.2f}" for id_ in row.order[:SHOWN_SUMS] if id_ in sums)
    return f"{clean_line(row.why).rpartition('; ')[0]}; weighted sums then: {told}"


# ---------------------------------------------------------------- cautions


def _tell_cautions(tables: Tables) -> Iterator[str]:
    kinds: defaultdict[str, list[Caution]] = defaultdict(list)
    for row in sorted(tables.take(Caution), key=lambda row: (row.kind, row.object_id)):
        kinds[row.kind].append(row)
    if kinds:
        yield ""
        yield "Be careful:"
    for kind, rows in kinds.items():
        alike: defaultdict[str, list[str]] = defaultdict(list)  # what is said of several in the same words is said once
        for row in rows:
            name = f" {row.object_id} "
            alike[row.why.replace(name, " {} ") if name in row.why and kind == NOBODY else row.why].append(row.object_id)
        told = [
            why.replace("{}", ", ".join(ids[:SHOWN_CAUTIONS]) + (" and others" if len(ids) > SHOWN_CAUTIONS else ""))
            for why, ids in alike.items()
        ]
        for why in told[:SHOWN_CAUTIONS]:
            yield from _wrap(f"- {kind}: {clean_line(why)}", at=2, hang=4)
        if len(told) > SHOWN_CAUTIONS:
            yield f"    and {len(told) - SHOWN_CAUTIONS} more of this kind"


def _wrap(text: str, *, at: int, hang: int | None = None) -> list[str]:
    """Lines of the width, indented; of continued lines as far as `hang`, else two more."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=" " * at, subsequent_indent=" " * (at + 2 if hang is None else hang), break_on_hyphens=False,
        drop_whitespace=True,
    ) or [""]
