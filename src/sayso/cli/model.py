"""Commands that ask a language model, if the case's settings name one; nothing else of sayso does."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sayso.schema import Tables

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def second(
    case: CaseFolder,
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[DOCUMENT...]", help="Ids, paths or titles; without any, the whole case.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Ask nothing: show what was found before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have your language model read documents a second time, and show where it and sayso's own reader part."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with Case.open(case) as opened:
        if not show:
            with show_progress() as told:
                opened.read_again(documents or (), tell=told)
        wanted = opened.find_documents(documents or ())
        tables = opened.tables()
        rows = [row for row in tell.describe_proposals(tables) if not wanted or row["document_id"] in wanted]
    _tell_problems(tables)
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        _show_second(rows)


def draft(
    case: CaseFolder,
    show: Annotated[bool, typer.Option("--show", help="Ask nothing: show the draft that is kept.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Ask nothing: take the kept draft away.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have your language model draft a bottom line out of claims, word for word; the brief shows it as a draft."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        if drop:
            opened.drop_draft()
        elif not show:
            opened.draft()
        tables = opened.tables()
        rows = tell.describe_draft(tables)
    _tell_problems(tables)
    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(tell.clean_line(row["text"]))
            for one in row["against"]:
                print(tell.clean_line(f"    told otherwise: “{one['text']}” ({one['claim']})"))
    if not as_json:
        print(f"\nDrafted by {rows[0]['made_by']}, out of claims of the case." if rows else "No draft is kept.")


def _tell_problems(tables: Tables) -> None:
    """Say what a language model gave that was not used; of its words nothing is repeated."""
    from sayso.tell import clean_line, find_llm_problems  # noqa: PLC0415

    for problem in find_llm_problems(tables):
        print(clean_line(f"{problem.where}: {problem.what}: {problem.why}"), file=sys.stderr)


def _show_second(rows: list[dict[str, Any]]) -> None:
    from sayso.tell import clean_line  # noqa: PLC0415

    document = ""
    for row in rows:
        if row["found_by"] == "both":
            continue
        if row["document"] != document:
            document = row["document"]
            print(document)
        print(clean_line(f"  {row['found_by']}: {row['source'] or '(nobody named)'} | {row['cue']} | {row['content']}"))
    counts = Counter(row["found_by"] for row in rows)
    told = ", ".join(f"{counts[name]} by {name}" for name in ("both", "the model only", "sayso only"))
    print(f"{len(rows)} found: {told}" if rows else "Nothing was found.")


COMMANDS: tuple[Callable[..., None], ...] = (second, draft)
