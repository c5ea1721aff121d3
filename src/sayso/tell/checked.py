"""The figures of `sayso check` in words, for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from sayso.tell.answers import FAULTS
from sayso.tell.shown import clean_line, count_of

Listed = dict[str, Any]

COLUMNS = 80
WIDTH = 34  # of a line's name; figure, interval and count fit beside it
PRECISION = (
    ("right", "right: source and words"),
    ("laid", "  laid to somebody at all"),
    ("source", "  laid to the right one"),
    ("content", "  the right words"),
    ("stance", "of those right: how it is put"),
    ("polarity", "of those right: yes or no"),
    ("everything", "everything right"),
)
AGREEMENT = (("right", "right or not"), ("same_answer", "the very same answer"), ("anything_missing", "anything missing or not"))
FAULT_NAMES = {choice.word: choice.label for choice in FAULTS} | {"none": "no attribution"}


def tell_figures(row: Listed) -> str:
    """Tell what one rater's answers come to (`Figures.describe`)."""
    return "\n".join(_tell(row)) + "\n"


def _tell(row: Listed) -> Iterator[str]:
    found, prose = row["attributions"], row["paragraphs"]
    read_by = "; ".join(row["made_by"]) or "found nothing"
    yield f"Checked by {clean_line(row['by'])} (sample {row['seed']}; the reader: {clean_line(read_by)})"
    yield f"  {_tell_counts(found, 'attribution')}, {_tell_counts(prose, 'paragraph')} of the case"
    yield ""
    yield "Precision: of what sayso lays to somebody"
    if found["in_case"]:
        yield from (_tell_line(name, found["precision"][key]) for key, name in PRECISION)
        if found["expected"] is not None:
            yield f"  {'what sayso itself expected':<{WIDTH}} {round(found['expected'] * 100):>3} %"
        yield from _tell_table("by kind (right)", found["by_kind"])
        yield from _tell_table("by source (right)", found["by_source"])
        below = found["doubtful_below"]
        names = {"doubtful": f"score under {below:g}" if below else "", "other": f"score from {below:g}" if below else "all"}
        yield from _tell_table("by sayso's own doubt (right)", {names[key]: fig for key, fig in found["by_score"].items()})
    else:
        yield "  sayso found nothing that is laid to anybody, so there is nothing to be right or wrong"
    if found["faults"]:
        faults = (f"{FAULT_NAMES[word]} {n}" for word, n in found["faults"].items())
        yield f"  what was wrong: {', '.join(faults)}"
    yield ""
    yield "Recall: of what the paragraphs lay to somebody"
    yield _tell_line("found, and right", prose["recall"])
    yield f"  {prose['found_right']} found right, {prose['missing']} missing, {prose['wrong']} found wrongly"
    yield from _tell_agreement(row["agreement"])
    if row["warnings"]:
        yield ""
    for warning in row["warnings"]:
        yield textwrap.fill(f"Note: {warning}", width=COLUMNS, subsequent_indent="  ")
    yield ""
    yield "Shares are estimates for the whole case, with 95 % intervals: see"
    yield "docs/method/check.md."


def _tell_counts(counts: Listed, what: str) -> str:
    return f"{counts['answered']} of {count_of(counts['in_case'], what)}"


def _tell_table(title: str, figures: dict[str, Listed]) -> Iterator[str]:
    told = {name: figure for name, figure in figures.items() if figure["n"]}
    if len(told) > 1:
        yield f" {title}"
        yield from (_tell_line(f"  {name}", figure) for name, figure in told.items())


def _tell_line(name: str, figure: Listed) -> str:
    if figure["share"] is None:
        return f"  {name:<{WIDTH}}   -    {figure['why_none']}"
    count = f"{figure['n_right']} of {figure['n']}"
    if figure["is_too_few"]:
        return f"  {name:<{WIDTH}}   -    {count}: too few to say"
    share, low, high = (round(figure[key] * 100) for key in ("share", "low", "high"))
    between = f"{low} to {high}" if figure["low"] != figure["high"] else "all seen"
    return f"  {name:<{WIDTH}} {share:>3} %  {between:<10} {count}"


def _tell_agreement(rows: list[Listed]) -> Iterator[str]:
    for row in rows:
        told = [(name, row[key]) for key, name in AGREEMENT if row[key]["n"]]
        if told:
            yield ""
            yield f"Agreement with {clean_line(row['with'])}, over what both answered"
        for name, agreed in told:
            kappa = f"kappa {agreed['kappa']:.2f}" if agreed["kappa"] is not None else f"no kappa: {agreed['why_none']}"
            yield f"  {name:<{WIDTH}} {round(agreed['share'] * 100):>3} %  {kappa:<10} of {agreed['n']}"
