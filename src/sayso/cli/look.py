"""Commands that show what is in a case: rows to standard output, as text or, with --json, one object a line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

import typer

from sayso.errors import CannotWrite

CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Listed = dict[str, Any]

COUNTED = ("documents", "claims", "groups", "disputes", "leads", "problems")


def ask(
    case: CaseFolder,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question or a statement.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many statements.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Show what speaks for and against a question, quoted and traced."""
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        found = opened.look_up(question, limit=limit)
    if not found.evidence and not as_json:
        print("The case holds nothing on this question.")
        for near in found.nearest:
            print(f"  near, but not about it: “{near.text}” ({near.group_id})")
    _print((dataclasses.asdict(evidence) for evidence in found.evidence), _show_evidence, as_json=as_json)


def disputes(case: CaseFolder, as_json: AsJson = False) -> None:
    """List what is told both ways, and numbers that can't both hold."""
    _list(case, "describe_disputes", _show_dispute, as_json=as_json)


def claims(case: CaseFolder, as_json: AsJson = False) -> None:
    """List every claim with its chain, the teller first."""
    _list(case, "describe_claims", _show_claim, as_json=as_json)


def sources(case: CaseFolder, as_json: AsJson = False) -> None:
    """List those to whom claims are laid; those that end most chains come first."""
    _list(case, "describe_sources", _show_source, as_json=as_json)


def actors(
    case: CaseFolder,
    name: Annotated[str | None, typer.Argument(metavar="[A]", help="Name, alias or id of an actor to tell of.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="[B]", help="Another, to set beside it.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many actors, or rows under each head.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List those of whom claims speak; tell what is said of one, and by whom; set two side by side with their ties."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        if name is None:
            rows = tell.describe_actors(opened.tables())
            _print(rows[:limit], _show_actor, as_json=as_json)
            return
        described = opened.profile(name) if other is None else opened.pair(name, other)
    if as_json:
        _print([tell.cut_rows(described, limit) if limit else described], _show_nothing, as_json=True)
        return
    lay_out = tell.tell_profile if other is None else tell.tell_pair
    print("\n".join(lay_out(described, limit=limit) if limit else lay_out(described)))


def leads(case: CaseFolder, as_json: AsJson = False) -> None:
    """List what is cited but not in the case, by claims and lines that hang on it; then who was asked and did not answer."""
    _list(case, "describe_leads", _show_lead, as_json=as_json)
    _list(case, "describe_silences", _show_silence, as_json=as_json)


def drift(
    case: CaseFolder,
    what: Annotated[
        str | None, typer.Argument(metavar="[WHAT]", help="Id of a group, claim or dispute, or words near to it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed from telling to telling, the worst first: words that went [-so-], words that came {+so+}."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case, find_groups  # noqa: PLC0415

    with Case.open(case) as opened:
        tables = opened.tables()
        groups = find_groups(tables, what, keeper=opened.keeper) if what else None
    _print(tell.describe_drifts(tables, groups=groups), _show_drift, as_json=as_json)


def diff(
    case: CaseFolder,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="RUN", help="The run whose end is compared with; else the state before the last."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what has changed in the case: documents, lines gained and lost, disputes, the order of hypotheses."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        changes = opened.diff(since=since)
    if as_json:
        _print((dataclasses.asdict(change) for change in changes), _show_nothing, as_json=True)
    else:
        print(tell.tell_diff(changes), end="")


def problems(case: CaseFolder, as_json: AsJson = False) -> None:
    """List what was not read, was cut or couldn't be placed, and why."""
    _list(case, "describe_problems", _show_problem, as_json=as_json)


def manifest(case: CaseFolder, as_json: AsJson = False) -> None:
    """List everything that came in, by path: its hash, size and time, how it came, what became of it."""
    _list(case, "describe_manifest", _show_arrival, as_json=as_json)


def documents(case: CaseFolder, as_json: AsJson = False) -> None:
    """List the documents of the case by date."""
    _list(case, "describe_documents", _show_document, as_json=as_json)


def duplicates(case: CaseFolder, as_json: AsJson = False) -> None:
    """List documents that are the same, near copies or versions of one article, with the words in which they differ."""
    _list(case, "describe_duplicates", _show_duplicate, as_json=as_json)


def trace(
    case: CaseFolder,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="Id of a group, claim or dispute, or words near to it.")],
    as_json: AsJson = False,
) -> None:
    """Show the stemma and the lines of a statement: who tells it, on whose word, and what that comes to."""
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case, find_groups  # noqa: PLC0415

    with Case.open(case) as opened:
        tables = opened.tables()
        ids = find_groups(tables, what, keeper=opened.keeper)
    if as_json:
        _print((row for row in tell.describe_groups(tables) if row["id"] in ids), _show_nothing, as_json=True)
    else:
        print("\n".join(tell.tell_trace(tables, group_id) for group_id in ids), end="")


def status(
    case: CaseFolder,
    originals: Annotated[bool, typer.Option("--originals", help="Also hash every original again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count what is in a case, check its log, and say whether anything is unfinished."""
    from sayso.case import Case  # noqa: PLC0415
    from sayso.store.sqlite import SqliteStore  # noqa: PLC0415
    from sayso.tell import count_rows  # noqa: PLC0415

    with Case.open(case) as opened:
        assert isinstance(opened.store, SqliteStore)
        tables, runs = opened.tables(), opened.store.runs()
        row: Listed = {
            "case": case, "question": opened.settings.question, "reader": opened.settings.reader,
            **{name: count_rows(tables, name) for name in COUNTED},
            "runs": len(runs), "unfinished_runs": sum(run.ended_at is None for run in runs),
            "is_linked": opened.is_linked(), "log_entries": opened.store.check(),
        }
        changed = opened.store.find_changed_originals() if originals else []
        if originals:
            row["changed_originals"] = changed
    _print([row], _show_status, as_json=as_json)
    if changed:
        raise CannotWrite(
            f"{len(changed)} originals are gone or were changed", where=f"{case}/originals", got=changed,
            fix="bring them back from a backup, or add the documents again",
        )


def _list(case: str, describe: str, show: Callable[[Listed], Iterator[str]], *, as_json: bool) -> None:
    from sayso import tell  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    with Case.open(case) as opened:
        tables = opened.tables()
    _print(getattr(tell, describe)(tables), show, as_json=as_json)


def _print(rows: Iterable[Listed], show: Callable[[Listed], Iterator[str]], *, as_json: bool) -> None:
    from sayso.tell import clean_line  # noqa: PLC0415

    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            for line in show(row):  # what documents hold must not steer the terminal
                print(line[: len(line) - len(line.lstrip())] + clean_line(line))


def _show_side(side: Listed | None, *, name: str) -> Iterator[str]:
    if side is None:
        return
    possible = f" ({side['lines_possible']} possible)" if side["lines_possible"] > side["lines"] else ""
    lines = "1 line" if side["lines"] == 1 else f"{side['lines']} lines"
    unnamed = ", all unnamed" if side["is_all_unnamed"] else ""
    cut = f"; weakest point: {', '.join(side['cut'])}" if side["cut"] else ""
    yield f"  {name}: {side['verdict'] or 'told by nobody'}, {lines}{possible}{unnamed}{cut}"


def _show_group(group: Listed | None) -> Iterator[str]:
    if group is None:
        return
    yield f"“{group['text']}” ({group['id']})"
    for side in sorted(filter(None, (group["affirmed"], group["negated"])), key=lambda side: side["is_against"]):
        yield from _show_side(side, name="denied" if side["is_against"] else "affirmed")
        for claim in side["claims"]:
            yield f"    {' > '.join(claim['chain'])}: “{claim['text']}”"


def _show_dispute(row: Listed) -> Iterator[str]:
    yield f"{row['why']} ({row['id']})"
    yield from _show_group(row["group"])
    yield from _show_group(row["other"])
    yield ""


def _show_claim(row: Listed) -> Iterator[str]:
    from sayso.tell import say_grade  # noqa: PLC0415

    negated = ", negated" if row["polarity"] == "negated" else ""
    grade = f"; {say_grade(row, about='claim')}" if row["grade"] else ""
    yield f"“{row['text']}”"
    yield f"    {' > '.join(row['chain'])} ({row['stance']}{negated}{grade}) {row['id']}"


def _show_source(row: Listed) -> Iterator[str]:
    from sayso.tell import say_grade  # noqa: PLC0415

    also = f"; also {', '.join(row['aliases'])}" if row["aliases"] else ""
    grade = f"; {say_grade(row, about='source')}" if row["grade"] else ""
    yield f"{row['name']} ({row['kind']}{grade}): {row['n_claims']} claims in {row['n_documents']} documents{also} {row['id']}"


def _show_actor(row: Listed) -> Iterator[str]:
    also = f"; also {', '.join(row['aliases'])}" if row["aliases"] else ""
    yield f"{row['name']} ({row['kind']}): {row['n_claims']} claims in {row['n_documents']} documents{also}"


def _show_lead(row: Listed) -> Iterator[str]:
    url = f" {row['url']}" if row["url"] else ""
    yield f"{row['name']} ({row['kind']}): {row['n_claims']} claims in {row['n_documents']} documents{url}"
    yield f"    {row['why']}"


def _show_silence(row: Listed) -> Iterator[str]:
    yield f"{row['name']}: {row['how']}, says {row['document']}"
    yield f"    {row['why']}"


def _show_drift(row: Listed) -> Iterator[str]:
    yield f"{row['kind']} ({row['score']:.2f}) {row['id']}"
    for side in ("from", "to"):
        told = row[side]
        dated = f", {told['published']}" if told["published"] else ""
        yield f"  {told['document']}{dated}: “{told['marked']}”"
    yield f"    {row['why']}"


def _show_problem(row: Listed) -> Iterator[str]:
    yield f"{row['where']}: {row['what']}{' (not read)' if row['is_lost'] else ''}"
    yield f"    {row['why']}"


def _show_arrival(row: Listed) -> Iterator[str]:
    changed = f", last changed {row['modified']}" if row["modified"] else ""
    yield f"{row['path']}: {row['became']} ({row['media_type'] or 'of an unknown type'}, {row['n_bytes']:,} bytes)"
    yield f"    {row['how']}{changed}, came {row['arrived']}; SHA-256 {row['sha256']}"


def _show_document(row: Listed) -> Iterator[str]:
    known = ", ".join(filter(None, (row["publisher"], row["published"], ", ".join(row["authors"]))))
    yield f"{row['title'] or row['path']}{f' ({known})' if known else ''}: {row['n_claims']} claims"
    yield f"    {row['path']} {row['id']}"


def _show_duplicate(row: Listed) -> Iterator[str]:
    order = ", the earlier first" if row["is_dated"] else ""
    yield f"{row['kind']} ({row['likeness']:.2f}{order})"
    for side, n_only in (("a", row["n_only_a"]), ("b", row["n_only_b"])):
        told = row[side]
        dated = told["updated"] if row["kind"] == "version" and told["updated"] else told["published"]
        own = f", {n_only} words of its own" if n_only else ""
        yield f"  {told['title']} ({told['path']}{f', {dated}' if dated else ''}){own}"
    for marked in row["differences"] or ():
        yield f"    {marked}"
    if row["differences"] and row["n_differences"] > len(row["differences"]):
        yield f"    and {row['n_differences'] - len(row['differences'])} more"
    yield f"    {row['why']}"


def _show_evidence(row: Listed) -> Iterator[str]:
    beside = "" if row["standing"] == "answers" else f" {row['standing']} the question:"
    yield f"{beside.lstrip()} “{row['text']}” ({row['group_id']})".lstrip()
    sides = [(row["supporting"], "for"), (row["opposing"], "against")]
    words = ("asked, or left unsaid",) * 2 if row["standing"] == "answers" else ("told", "denied")
    sides += [(side, words[side["is_against"]]) for side in row["beside"]]
    for side, name in sides:
        yield from _show_side(side, name=name)
        for told in (side or {"told": []})["told"]:
            yield f"    {' > '.join(told['chain'])} ({told['stance']}): “{told['text']}”"
    yield ""


def _show_status(row: Listed) -> Iterator[str]:
    yield f"{row['case']}: {row['question'] or '(no question set)'}"
    for name in COUNTED:
        yield f"  {row[name]} {name}"
    yield f"  log: {row['log_entries']} entries, each follows the one before"
    if row["unfinished_runs"]:
        yield f"  {row['unfinished_runs']} of {row['runs']} runs were stopped before their end, or are under way"
    if not row["is_linked"]:
        yield f"  not linked and traced yet over all its documents and rulings: `sayso add {row['case']} PATH` goes on"


def _show_nothing(_: Listed) -> Iterator[str]:
    yield from ()


COMMANDS: tuple[Callable[..., None], ...] = (
    ask, disputes, claims, sources, actors, drift, diff, leads, problems, documents, duplicates, manifest, trace, status
)
