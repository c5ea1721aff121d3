"""What the answers of `sayso check` come to: precision, recall, agreement of raters, and what no longer counts."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.schema import Attribution, Check, Referent, Tables
from sayso.tell.answers import FAULTS, NONE, RIGHT, Answer
from sayso.tell.intervals import Figure, Judged, estimate_ratio, estimate_share, measure_agreement
from sayso.tell.samples import ATTRIBUTION, DOUBTFUL, OTHER, PARAGRAPH, Item, Population, draw_items, find_population

WIDE = 0.2  # an interval of twenty points, ten to either side, doesn't tell a reader that errs once in five from one in ten
AIM = 0.1  # what the number to answer is reckoned for: five points to either side

NAMED, UNNAMED, NOBODY = "named", "unnamed", "nobody named"

Listed = dict[str, Any]
Answered = Mapping[str, Answer]


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What was drawn: how many of each task, under which seed."""

    n: int
    seed: int


class Figures:
    """Works out figures for one case; everything in them is a function of its rows."""

    def __init__(self, tables: Tables, *, asked: Asked) -> None:
        self.asked = asked
        self.population: Population = find_population(tables)
        self.checks = sorted(tables.take(Check), key=lambda check: check.number)
        self.drawn = {
            task: draw_items(self.population, task, n=asked.n, seed=asked.seed) for task in (ATTRIBUTION, PARAGRAPH)
        }
        self._shown = {item.shown_id for items in self.population.items.values() for item in items}
        self._referents = {row.id: row for row in tables.take(Referent)}
        self._claimed = {claim.attribution_id for claim in tables.named("claims")}

    def raters(self) -> list[str]:
        """Who answered anything in this case, in order of name."""
        return sorted({check.by for check in self.checks})

    def answers(self, by: str) -> dict[str, Answer]:
        """What a rater answered last, by what was shown."""
        return {check.shown_id: to_answer(check) for check in self.checks if check.by == by}

    def describe(self, by: str) -> Listed:
        """Everything that the answers of one rater come to, JSON-ready."""
        answers = self.answers(by)
        row: Listed = {
            "by": by, "seed": self.asked.seed, "n": self.asked.n,
            "made_by": sorted({item.marked[0].made_by for item in self.population.items[ATTRIBUTION]}),
            "attributions": self._describe_attributions(answers),
            "paragraphs": self._describe_paragraphs(answers),
            "agreement": [self._describe_agreement(by, other) for other in self.raters() if other != by],
            "changed": self._describe_changed(by),
        }
        row["warnings"] = list(_warn(row, n=self.asked.n))
        return row

    # ------------------------------------------------------------ precision

    def _describe_attributions(self, answers: Answered) -> Listed:
        drawn = self.drawn[ATTRIBUTION]
        sure = [(item, answers[item.shown_id]) for item in drawn if _is_sure(item, answers)]
        sizes = self.population.sizes(ATTRIBUTION)
        kinds = sorted({item.marked[0].kind for item in self.population.items[ATTRIBUTION]})

        def estimate(rights: Iterable[bool], among: Iterable[bool]) -> Listed:
            judged = [
                Judged(item.stratum, is_in, is_right)
                for (item, _), is_right, is_in in zip(sure, rights, among, strict=True)
            ]
            return describe_figure(estimate_share(judged, sizes=sizes))

        def estimate_right(among: Iterable[bool]) -> Listed:
            return estimate([answer.is_right for _, answer in sure], among)

        chances = [item.marked[0].p for item in self.population.items[ATTRIBUTION]]
        known = [p for p in chances if p is not None]
        every = [True] * len(sure)
        is_put = [answer.is_right and item.unit_id in self._claimed for item, answer in sure]
        return {
            **self._count(ATTRIBUTION, answers), "doubtful_below": self.population.doubtful_below,
            "expected": sum(known) / len(known) if known and len(known) == len(chances) else None,
            "precision": {
                "right": estimate_right(every),
                "laid": estimate([answer.is_laid for _, answer in sure], every),
                "source": estimate([answer.has_source for _, answer in sure], every),
                "content": estimate([answer.has_content for _, answer in sure], every),
                "stance": estimate(["stance" not in answer.words for _, answer in sure], is_put),
                "polarity": estimate(["polarity" not in answer.words for _, answer in sure], is_put),
                "everything": estimate([answer.words == (RIGHT,) for _, answer in sure], every),
            },
            "by_kind": {kind: estimate_right([item.marked[0].kind == kind for item, _ in sure]) for kind in kinds},
            "by_source": {
                named: estimate_right([self._name_source(item.marked[0]) == named for item, _ in sure])
                for named in (NAMED, UNNAMED, NOBODY)
            },
            "by_score": {
                stratum: estimate_right([item.stratum == stratum for item, _ in sure])
                for stratum in (DOUBTFUL, OTHER) if stratum in sizes
            },
            "faults": _count_faults(answer for _, answer in sure),
        }

    def _name_source(self, row: Attribution) -> str:
        referent = self._referents.get(row.referent_id or "")
        if referent is None or referent.kind == "nobody":
            return NOBODY
        return NAMED if referent.is_named else UNNAMED

    # ------------------------------------------------------------ recall

    def _describe_paragraphs(self, answers: Answered) -> Listed:
        drawn = self.drawn[PARAGRAPH]
        sure = [(item, answers[item.shown_id]) for item in drawn if _is_sure(item, answers)]
        counts = [(len(item.marked), answer.n_wrong or 0, answer.n_missing or 0) for item, answer in sure]
        clusters = [(marked - wrong, marked - wrong + missing) for marked, wrong, missing in counts]
        size = len(self.population.items[PARAGRAPH])
        return {
            **self._count(PARAGRAPH, answers),
            "found_right": sum(right for right, _ in clusters), "wrong": sum(wrong for _, wrong, _ in counts),
            "missing": sum(missing for *_, missing in counts),
            "recall": describe_figure(estimate_ratio(clusters, size=size)),
        }

    # ------------------------------------------------------------ who answered what

    def _count(self, task: str, answers: Answered) -> Listed:
        drawn = self.drawn[task]
        answered = [item for item in drawn if item.shown_id in answers]
        return {
            "in_case": len(self.population.items[task]), "drawn": len(drawn), "answered": len(answered),
            "unsure": sum(not answers[item.shown_id].is_sure for item in answered),
            "is_in_order": _is_in_order(drawn, answers),
        }

    def _describe_agreement(self, by: str, other: str) -> Listed:
        mine, theirs = self.answers(by), self.answers(other)

        def pair(task: str) -> list[tuple[Answer, Answer]]:
            both = [item for item in self.drawn[task] if _is_sure(item, mine) and _is_sure(item, theirs)]
            return [(mine[item.shown_id], theirs[item.shown_id]) for item in both]

        told = {
            "right": [(str(a.is_right), str(b.is_right)) for a, b in pair(ATTRIBUTION)],
            "same_answer": [(" ".join(a.words), " ".join(b.words)) for a, b in pair(ATTRIBUTION)],
            "anything_missing": [(str(bool(a.n_missing)), str(bool(b.n_missing))) for a, b in pair(PARAGRAPH)],
        }
        return {"with": other} | {what: dataclasses.asdict(measure_agreement(pairs)) for what, pairs in told.items()}

    def _describe_changed(self, by: str) -> list[Listed]:
        """Answers to what the case no longer shows so: read otherwise since, or gone."""
        last = {(check.task, check.unit_id, check.shown_id): check for check in self.checks if check.by == by}
        return [
            {"number": check.number, "at": check.at, "task": check.task, "unit_id": check.unit_id,
             "answer": list(check.answer), "n_wrong": check.n_wrong, "n_missing": check.n_missing, "shown": check.shown,
             "made_by": check.made_by}
            for check in last.values() if check.shown_id not in self._shown
        ]


def to_answer(check: Check) -> Answer:
    """The answer that a row keeps."""
    return Answer(check.answer, check.n_wrong, check.n_missing)


def describe_figure(figure: Figure) -> Listed:
    """A figure, JSON-ready."""
    return {**dataclasses.asdict(figure), "is_too_few": figure.is_too_few}


def _is_sure(item: Item, answers: Answered) -> bool:
    return item.shown_id in answers and answers[item.shown_id].is_sure


def _is_in_order(drawn: Sequence[Item], answers: Answered) -> bool:
    """Whether in each stratum those answered are the first drawn: only then are they a sample like the whole one."""
    by_stratum: dict[str, list[bool]] = {}
    for item in drawn:
        by_stratum.setdefault(item.stratum, []).append(item.shown_id in answers)
    return all(before >= after for told in by_stratum.values() for before, after in itertools.pairwise(told))


def _count_faults(answers: Iterable[Answer]) -> dict[str, int]:
    counts = Counter(word for answer in answers for word in answer.words)
    return {word: counts[word] for word in (NONE, *(choice.word for choice in FAULTS)) if counts[word]}


def _warn(row: Listed, *, n: int) -> Iterable[str]:
    told = (("attributions", "precision"), ("paragraphs", "recall"))
    for task, what in told:
        counts, figure = row[task], row[task][what]
        figure = figure["right"] if task == "attributions" else figure
        if counts["in_case"] < n:
            yield f"the case has {counts['in_case']} {task}, fewer than the {n} asked for: all were drawn"
        if not counts["in_case"]:
            continue
        if counts["answered"] < counts["drawn"]:
            yield f"{counts['drawn'] - counts['answered']} of {counts['drawn']} {task} have no answer yet"
        if not counts["is_in_order"]:
            yield (f"the {task} without an answer were not the last ones drawn: until they are answered, {what} leans to "
                   "those that were")
        if counts["unsure"]:
            yield f"{counts['unsure']} {task} nobody could tell were left out, as if they were like the others"
        if figure["share"] is not None and figure["high"] - figure["low"] > WIDE:
            yield _tell_wide(what, figure, counts)
    if row["changed"]:
        yield (f"{len(row['changed'])} older answers are about what the case now reads otherwise, and are not counted")


def _tell_wide(what: str, figure: Listed, counts: Listed) -> str:
    """An interval narrows with the root of the number, and faster near the end of the pile."""
    n, size = counts["answered"] - counts["unsure"], counts["in_case"]
    times = ((figure["high"] - figure["low"]) / AIM) ** 2
    odds = times * n / (size - n) if size > n else float("inf")  # 1/n - 1/size falls by `times`
    need = min(size, max(n + 1, round(odds * size / (1 + odds))))
    told = "all there are" if need >= size else f"about {need}"
    points = round((figure["high"] - figure["low"]) * 100)
    return f"too few to say much: {what} is known to within {points} points; {told} would bring that to {round(AIM * 100)}"
