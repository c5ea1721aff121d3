"""Commands that weigh: hypotheses, the matrix of evidence, judgements."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated

import typer

from sayso.errors import BadSettings

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judges.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reasoning.")]
Many = list[str] | None
ACTIONS = ("add", "list", "edit", "remove")


def hypothesis(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="add, list, edit or remove.")],
    case: CaseFolder,
    words: Annotated[
        Many, typer.Argument(metavar="[LABEL] [TEXT]", help="Of add the text; of edit the label and the text; of remove the label.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep the readings of the case that are weighed against one another."""
    from sayso.case import Case  # noqa: PLC0415

    given = words or []
    n_needed = {"add": 1, "list": 0, "edit": 2, "remove": 1}.get(action)
    if n_needed is None or len(given) != n_needed:
        raise BadSettings(
            "there is no such action" if n_needed is None else f"`hypothesis {action}` takes {n_needed} after CASE",
            got=[action, *given], fix='sayso hypothesis add CASE "TEXT" · list CASE · edit CASE LABEL "TEXT" · remove CASE LABEL',
        )
    with Case.open(case) as opened:
        if action == "add":
            opened.add_hypothesis(given[0])
        elif action == "edit":
            opened.edit_hypothesis(given[0], given[1])
        elif action == "remove":
            opened.edit_hypothesis(given[0], None)
        hypotheses = dict(opened.settings.hypotheses)
    if not hypotheses and not as_json:
        print("No hypothesis is weighed in this case.")
    for label, text in hypotheses.items():
        print(json.dumps({"id": label, "text": text}, ensure_ascii=False) if as_json else f"{label}  {text}")


def weigh(
    case: CaseFolder,
    transpose: Annotated[bool, typer.Option("--transpose", help="Hypotheses in columns.")] = False,
    as_json: AsJson = False,
) -> None:
    """Set the evidence against the hypotheses: matrix, sums, what turns the order; with --json one object a cell."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with Case.open(case) as opened, show_progress() as told:
        opened.relink(tell=told)
        tables = opened.tables()
    if as_json:
        for row in tell.describe_weighing(tables):
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(tell.tell_weighing(tables, is_transposed=transpose), end="")


def judge(
    case: CaseFolder,
    hypothesis: Annotated[str, typer.Argument(metavar="HYPOTHESIS", help="Its label or text.")],
    likelihood: Annotated[
        str,
        typer.Option(
            "--likelihood",
            help="almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely or almost certain.",
        ),
    ],
    confidence: Annotated[str, typer.Option("--confidence", help="low, moderate or high: how good the ground is.")],
    by: By,
    why: Why,
    reason: Annotated[Many, typer.Option("--reason", help="A reason for the confidence: lines, grades, gaps.")] = None,
    assumption: Annotated[Many, typer.Option("--assumption", help="A key assumption.")] = None,
    dissent: Annotated[Many, typer.Option("--dissent", help="Who sees it otherwise, and how.")] = None,
    change: Annotated[Many, typer.Option("--change", help="What would change it.")] = None,
) -> None:
    """Record how likely a hypothesis is, in words of ICD 203, and apart from that how sure of it you are."""
    from sayso.case import Case  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    told = {
        "likelihood": likelihood, "confidence": confidence, "reasons": reason, "assumptions": assumption, "dissent": dissent,
        "would_change": change,
    }
    with Case.open(case) as opened, show_progress() as tell:
        ruling = opened.rule("judgement", hypothesis, value=json.dumps(told), by=by, why=why, tell=tell)
    print(f"{ruling.number}. {ruling.object_ids[0]}: {likelihood}, {confidence} confidence")


COMMANDS: tuple[Callable[..., None], ...] = (hypothesis, weigh, judge)
