"""The command that measures sayso on a person's own documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.output import STDOUT, write_file
from sayso.errors import NoSuchPath, NoTerminal, WontOverwrite

if TYPE_CHECKING:
    from sayso.case import Checking

MOST = 2**31 - 1  # what any database keeps as a number

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]


def check(
    case: CaseFolder,
    n: Annotated[
        int | None,
        typer.Option("--n", min=1, max=MOST, help="So many attributions, and as many paragraphs; at first 30, then as before."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, max=MOST, help="Which sample: one seed, one sample; at first 1, then as before."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who answers; else the login name.")] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="FILE", help="Write what isn't answered yet as CSV to fill in; - is standard output."),
    ] = None,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="FILE", help="Take answers from CSV (id, answer); - is standard input.")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Ask nothing; show what the answers come to.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object a person.")] = False,
) -> None:
    """Measure the reader on a sample of a case: a person answers what is right, and gets precision and recall."""
    from sayso.case import Case, Checking  # noqa: PLC0415

    if sheet is not None and sheet != STDOUT and Path(sheet).exists():  # it may hold a colleague's answers
        raise WontOverwrite("there is a file here already, and it may hold answers", where=sheet, fix="--sheet ANOTHER.csv")
    with Case.open(case) as opened:
        checking = Checking(opened, by=by, n=n, seed=seed)
        is_over = report or answers is not None
        if answers is not None:
            _take_answers(checking, answers)
        if sheet is not None:
            _write_sheet(checking, sheet, case)
        elif not is_over:
            is_over = _ask(checking, case)
        if is_over:
            everyone = checking.figures.raters() if report and by is None and answers is None else []
            _print_report(checking, everyone or [checking.by], as_json=as_json)


def _ask(checking: Checking, case: str) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoTerminal(
            "there is nobody to ask: standard input or standard error is no terminal", where=f"sayso check {case}",
            fix=f"sayso check {case} --sheet FILE.csv, fill in its column `answer`, then sayso check {case} --answers FILE.csv; "
                "or --report for what was answered before",
        )
    from rich.console import Console  # noqa: PLC0415

    from sayso.cli.asking import ask_all  # noqa: PLC0415
    from sayso.cli.keys import Keys  # noqa: PLC0415

    with Keys() as keys:
        is_over = ask_all(checking, keys, Console(stderr=True, highlight=False))
    n_left = len(checking.unanswered())
    done = f"{len(checking.items) - n_left} of {len(checking.items)} are answered"
    if not is_over:
        _say(f"\n{done} and kept in the case.\nThe same command goes on from there; --report shows what they come to.")
    return is_over


def _take_answers(checking: Checking, place: str) -> None:
    from sayso.tell import read_answers  # noqa: PLC0415

    given = read_answers(_read_text(place), population=checking.figures.population, where=place)
    known = checking.answers()
    new = [one for one in given if known.get(one.item.shown_id) != one.answer]
    for one in new:
        checking.save(one.item, one.answer)
    known_too = f", {len(given) - len(new)} known already" if len(new) < len(given) else ""
    _say(f"{len(new)} answers of {checking.by} kept{known_too}; {len(checking.unanswered())} of this sample to go")


def _write_sheet(checking: Checking, place: str, case: str) -> None:
    from sayso.tell import make_sheet  # noqa: PLC0415

    items = checking.unanswered()
    if not items:
        _say(f"{checking.by} has answered all of this sample; --by NAME writes the sheet of somebody else, --n a larger sample")
        return
    write_file(place, make_sheet(items, checking.screens))
    if place != STDOUT:
        _say(f"{len(items)} questions are in {place}. Fill in its columns `answer` and `wrong`, then:\n"
             f"  sayso check {case} --by NAME --answers {place}")


def _read_text(place: str) -> str:
    try:
        data = sys.stdin.buffer.read() if place == STDOUT else Path(place).read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NoSuchPath("there is no such file of answers", where=place,
                         fix="sayso check CASE --sheet FILE.csv writes one to fill in") from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what Excel calls Unicode text
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # ids and answers are ASCII; only the passages suffer


def _print_report(checking: Checking, raters: list[str], *, as_json: bool) -> None:
    from sayso.tell import tell_figures  # noqa: PLC0415

    for i, rater in enumerate(raters):
        row = checking.describe(rater)
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(("\n" if i else "") + tell_figures(row), end="")


def _say(words: str) -> None:
    print(words, file=sys.stderr)


COMMANDS: tuple[Callable[..., None], ...] = (check,)
