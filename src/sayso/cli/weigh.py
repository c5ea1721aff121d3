"""Commands that weigh: grades, hypotheses, the matrix of evidence, judgements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.errors import BadRuling, BadSettings

if TYPE_CHECKING:
    from sayso.case import Case

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Many = list[str] | None
Listed = dict[str, Any]
USAGE = (
    'sayso hypothesis add CASE "TEXT" · add CASE --dispute ID · list CASE · edit CASE LABEL "TEXT" · remove CASE LABEL · '
    "null CASE on|off"
)
N_WORDS = {"add": 1, "list": 0, "edit": 2, "remove": 1, "null": 1}
"""What follows CASE, by action."""


def grades(
    case: CaseFolder,
    what: Annotated[str | None, typer.Argument(metavar="[WHAT]", help="A source's name or id, or a claim's id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how reliable each source is (A to F) and how credible each claim (1 to 6): proposed or ruled, why, what was before."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415
    from sayso.case.weighing import find_graded  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with Case.open(case) as opened, show_progress() as told:
        opened.relink(tell=told)
        tables = opened.tables()
    wanted = find_graded(tables, what) if what is not None else None
    rows = [row for row in tell.describe_grades(tables) if wanted is None or row["id"] == wanted]
    if not rows and not as_json:
        print("Nothing in the case has a grade." if what is None else "It has no grade: nothing rests on its word.")
    for row in rows:
        _say([json.dumps(row, ensure_ascii=False)] if as_json else tell.tell_grade(row), as_json=as_json)


def hypothesis(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="add, list, edit, remove or null.")],
    case: CaseFolder,
    words: Annotated[
        Many,
        typer.Argument(
            metavar="[LABEL] [TEXT]",
            help="Of add the text; of edit the label and the text; of remove the label; of null on or off: whether `none of these` "
                 "is weighed too.",
        ),
    ] = None,
    dispute: Annotated[
        str | None,
        typer.Option("--dispute", metavar="ID", help="Of add: take the readings that a dispute sets against each other."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep the readings of the case that are weighed against one another."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    given = words or []
    n_needed = N_WORDS.get(action, -1) - (dispute is not None)
    if action not in N_WORDS or (dispute is not None and action != "add"):
        told = "there is no such action" if action not in N_WORDS else "only `hypothesis add` takes --dispute"
        raise BadSettings(told, got=[action, *given], fix=USAGE)
    if len(given) != n_needed:
        beside = " beside --dispute" if dispute is not None else ""
        takes = {0: "nothing", 1: "one argument", 2: "a label and a text"}[n_needed]
        told = f"`hypothesis {action}` takes {takes} after CASE{beside}"
        raise BadSettings(told, got=[action, *given], fix=USAGE)
    with Case.open(case) as opened:
        left = _change(opened, action, given, dispute)
        is_weighed, rows = opened.is_linked(), opened.hypotheses()
    for row in rows:
        _say([json.dumps(row, ensure_ascii=False)] if as_json else tell.tell_hypothesis(row), as_json=as_json)
    if as_json:
        return
    if not rows:
        print("No hypothesis is weighed in this case.")
    _say(left)
    if rows and not is_weighed:
        print(f"Not weighed as they stand: sayso weigh {case}")


def _change(opened: Case, action: str, given: Sequence[str], dispute: str | None) -> list[str]:
    """Do what an action says, and give what else there is to say of it."""
    if action == "add" and dispute is not None:
        opened.take_hypotheses(dispute)
    elif action == "add":
        opened.add_hypothesis(given[0])
    elif action == "edit":
        opened.edit_hypothesis(given[0], given[1])
    elif action == "remove":
        return [*filter(None, [opened.remove_hypothesis(given[0])])]
    elif action == "null":
        if given[0] not in ("on", "off"):
            raise BadSettings("the null is on or off", got=list(given), fix="sayso hypothesis null CASE off")
        opened.change(null_hypothesis=given[0] == "on")
    return []


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
        str | None,
        typer.Option(
            "--likelihood",
            help="almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely or almost certain.",
        ),
    ] = None,
    confidence: Annotated[str | None, typer.Option("--confidence", help="low, moderate or high: how good the ground is.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who judges.")] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reasoning.")] = None,
    reason: Annotated[Many, typer.Option("--reason", help="A reason for the confidence: lines, grades, gaps.")] = None,
    assumption: Annotated[Many, typer.Option("--assumption", help="A key assumption.")] = None,
    dissent: Annotated[Many, typer.Option("--dissent", help="Who sees it otherwise, and how.")] = None,
    change: Annotated[Many, typer.Option("--change", help="What would change it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record how likely a hypothesis is, and apart from that how sure you are; with nothing said, show what is known of it."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415
    from sayso.case.weighing import find_hypothesis  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    needed = {"--likelihood": likelihood, "--confidence": confidence, "--by": by, "--why": why}
    lists = {"reasons": reason, "assumptions": assumption, "dissent": dissent, "would_change": change}
    is_judging = any(value is not None for value in (*needed.values(), *lists.values()))
    missing = [name for name, value in needed.items() if value is None]
    if is_judging and missing:
        raise BadRuling(
            "a judgement says how likely and how sure, is signed, and says why", where=", ".join(missing), got=["nothing"],
            fix='sayso judge CASE HYPOTHESIS --likelihood likely --confidence low --by NAME --why "TEXT"',
        )
    with Case.open(case) as opened, show_progress() as told:
        if is_judging:
            value = json.dumps({"likelihood": likelihood, "confidence": confidence, **lists})
            opened.rule("judgement", hypothesis, value=value, by=by or "", why=why or "", tell=told)
        opened.relink(tell=told)
        tables = opened.tables()
    ground = tell.describe_ground(tables, find_hypothesis(tables, hypothesis).id)
    row = next(row for row in tell.describe_hypotheses(tables) if row["id"] == ground["id"])
    if as_json:
        print(json.dumps(ground | {"judgements": row["judgements"]}, ensure_ascii=False))
        return
    _say(tell.tell_ground(ground))
    if row["judgements"]:
        print("What people judge:")
        _say(tell.tell_hypothesis({"id": row["id"], "text": row["text"], "judgements": row["judgements"]}))


def _say(lines: Iterator[str] | Sequence[str], *, as_json: bool = False) -> None:
    from sayso.tell import clean_text  # noqa: PLC0415

    for line in lines:  # what documents hold must not steer the terminal
        print(line if as_json else clean_text(line))


COMMANDS: tuple[Callable[..., None], ...] = (grades, hypothesis, weigh, judge)
