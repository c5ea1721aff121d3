"""Commands by which people rule on what was derived, and see what their rulings do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Listed = dict[str, Any]


def rule(
    case: CaseFolder,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="same, different, merge, split, speaker, stance, polarity, withdraw, grade, cell, judgement or undo.",
        ),
    ],
    objects: Annotated[
        list[str],
        typer.Argument(
            metavar="OBJECT...",
            help="Ids as `sayso claims` and `sayso sources` print them, a source's name, a document's path or title; of a cell the "
                 "hypothesis, then a statement's id as `sayso weigh` prints it (`/denied` behind it: its denial); of an undo the "
                 "ruling's number.",
        ),
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who rules.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")],
    value: Annotated[
        str | None,
        typer.Option(
            "--value", help="What is ruled: a source or `teller`, a stance, a polarity, a grade (A-F a source, 1-6 a claim), of a "
                 "cell consistent, inconsistent, neutral or not applicable, of a judgement JSON (`sayso judge` writes it)."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide something that sayso derived: signed, dated, kept for good, obeyed at once and in every later run."""
    from sayso.case import Case  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with Case.open(case) as opened, show_progress() as tell:
        opened.relink(tell=tell)
        before = {row["number"]: row for row in opened.rulings()}
        ruling = opened.rule(kind, *objects, value=value, by=by, why=why, tell=tell)
        after = opened.rulings()
        lost = [row for row in opened.withdrawn() if ruling.number in row["rulings"]]
    changed = [row for row in after if row["number"] not in before or before[row["number"]]["does"] != row["does"]]
    _print(changed if not as_json else changed[-1:], as_json=as_json)
    if not as_json:
        for row in lost:
            _say(_tell_loss(row))


def rulings(case: CaseFolder, as_json: AsJson = False) -> None:
    """List every ruling: who decided what, when and why, and what it does now; undone, overruled and gone ones too."""
    from sayso.case import Case  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with Case.open(case) as opened, show_progress() as tell:
        opened.relink(tell=tell)  # what hypotheses there are may have changed since
        found = opened.rulings()
    if not found and not as_json:
        print("Nothing was ruled in this case.")
    _print(found, as_json=as_json)


def withdrawn(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the statements that lost lines because what they rest on was withdrawn, those without any left first."""
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        found = opened.withdrawn()
    if not found and not as_json:
        print("No statement lost a line to a withdrawal.")
    for row in found:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            _say(_tell_loss(row))


def _print(rows: list[Listed], *, as_json: bool) -> None:
    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            for line in _show_ruling(row):
                _say(line)


def _show_ruling(row: Listed) -> Iterator[str]:
    objects = ", ".join(f"“{name}”" if row["kind"] != "undo" else name for name in row["objects"])
    value = f": {row['value']}" if row["value"] and row["kind"] != "judgement" else ""  # what it does says it in words
    yield f"{row['number']}. {row['kind']} {objects}{value}"
    yield f"    {row['by']}, {row['at'][:10]}: {row['why']}"
    yield f"    {row['state']}: {row['does']}"


def _tell_loss(row: Listed) -> str:
    side = "" if row["side"] == "affirmed" else " denied:"
    lines = "no line is left" if not row["after"] else f"{row['after']} of {row['before']} lines left"
    if row["after"] == row["before"]:
        lines = f"{row['possible_after']} of {row['possible_before']} possible lines left"
    return f"{lines}:{side} “{row['text']}” ({row['group_id']}), without {', '.join(row['withdrawn'])}"


def _say(line: str) -> None:
    from sayso.tell import clean_line  # noqa: PLC0415

    print(line[: len(line) - len(line.lstrip())] + clean_line(line))


COMMANDS: tuple[Callable[..., None], ...] = (rule, rulings, withdrawn)
