"""Commands that read documents or write files."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.output import (
    BRIEF_MARKS,
    EXPORT_MARK,
    STDOUT,
    check_file,
    check_folder,
    write_file,
    write_folder,
)
from sayso.errors import NothingRead, UnknownFormat, WontOverwrite

if TYPE_CHECKING:
    from sayso.case import Added, Case
    from sayso.schema import Problem, Tables

BINARY = ("pdf", "docx")
FORMATS = (
    "jsonl", "csv", "parquet", "prov", "webannotation", "graphml", "gexf", "argdown", "stix", "ftm", "claimreview",
)  # fmt: skip
"""Names of `sayso.tell.exports.list_formats`, which isn't loaded to show help."""
SHOWN_PROBLEMS = 10  # more would push the summary off the screen; `sayso problems` has them all

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files and folders; - is standard input; with --fetch also addresses of pages."),
]
CaseFolder = Annotated[str, typer.Argument(metavar="CASE", help="The case's folder.")]
BriefFile = Annotated[
    str, typer.Option("--out", "-o", metavar="FILE", help="A file that ends in .html, .pdf, .docx or .md; - is standard output.")
]
BriefKind = Annotated[
    str | None, typer.Option("--to", metavar="KIND", help="html, pdf, docx or md; without it the file's ending tells.")
]
Mask = Annotated[
    list[str] | None,
    typer.Option(
        "--mask", metavar="NAME",
        help="Call someone Person 1, Person 2 ... throughout: a source or actor by name, alias or id, or a name that stands in a "
             "document. Several times for several.",
    ),
]
MaskPrivate = Annotated[
    bool, typer.Option("--mask-private", help="Mask everybody of whom the documents tell no office, title, body or byline.")
]
ReaderName = Annotated[str | None, typer.Option("--reader", metavar="NAME", help="Which reader reads: trained, or rules.")]
Workers = Annotated[int | None, typer.Option("--workers", min=0, help="Processes that read; 0 chooses by the pile.")]
Fetching = Annotated[bool, typer.Option("--fetch", help="Fetch pages whose http(s) addresses are given. Uses the network.")]
Question = Annotated[str | None, typer.Option("--question", help="The contested question, for the top of the brief.")]

Paper = Annotated[str, typer.Option("--paper", metavar="SIZE", help="Of PDF and DOCX: a4 or letter.")]


def brief(
    paths: Paths,
    out: BriefFile = "brief.html",
    to: BriefKind = None,
    mask: Mask = None,
    mask_private: MaskPrivate = False,
    paper: Paper = "a4",
    case: Annotated[str | None, typer.Option("--case", metavar="DIR", help="Keep the case in this folder.")] = None,
    question: Question = None,
    reader: ReaderName = None,
    workers: Workers = None,
    fetch: Fetching = False,
) -> None:
    """Read documents, trace their claims, and write the brief, in one go."""
    from sayso.case import Case  # noqa: PLC0415

    kind = _check_brief(out, to, paper=paper)
    with Case.open_or_create(case) if case else Case.in_memory() as opened:
        _change(opened, question=question, reader=reader, workers=workers)
        added = _add(opened, paths, fetch=fetch)
        write_file(out, opened.report(kind, mask=mask or (), mask_private=mask_private, paper=paper))
        _sum_up(opened, added)
    if out != STDOUT:
        _say(f"The brief is in {out}")


def add(
    case: CaseFolder,
    paths: Paths,
    question: Question = None,
    reader: ReaderName = None,
    workers: Workers = None,
    fetch: Fetching = False,
) -> None:
    """Acquire and read documents into a case, new or old. What it has read before is passed over."""
    from sayso.case import Case  # noqa: PLC0415

    with Case.open_or_create(case) as opened:
        _change(opened, question=question, reader=reader, workers=workers)
        _sum_up(opened, _add(opened, paths, fetch=fetch))


def report(
    case: CaseFolder,
    out: BriefFile = "brief.html",
    to: BriefKind = None,
    mask: Mask = None,
    mask_private: MaskPrivate = False,
    paper: Paper = "a4",
) -> None:
    """Write the brief of a case: HTML, PDF, DOCX or Markdown, by the file's ending or --to."""
    from sayso.case import Case  # noqa: PLC0415

    kind = _check_brief(out, to, paper=paper)
    with Case.open(case) as opened:
        opened.relink()
        write_file(out, opened.report(kind, mask=mask or (), mask_private=mask_private, paper=paper))
    if out != STDOUT:
        _say(f"The brief is in {out}")


def export(
    case: CaseFolder,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="PATH", help="Folder to write to; with several formats one for each, in it.")
    ],
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="FORMAT", help=f"{', '.join(FORMATS)}, or all; several times for several, else jsonl."),
    ] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV: begin each file with a byte order mark, without which Excel misreads UTF-8.")
    ] = False,
    lossless: Annotated[
        bool, typer.Option("--lossless", help="CSV: leave cells as they are, also those that a spreadsheet would run as formulas.")
    ] = False,
    tlp: Annotated[
        str | None,
        typer.Option("--tlp", metavar="LEVEL", help="STIX: whom it may be shown to: clear, green, amber, amber+strict or red."),
    ] = None,
    mask: Mask = None,
    mask_private: MaskPrivate = False,
) -> None:
    """Write everything in a case in documented formats; docs/reference/exports.md has what each carries and loses."""
    from sayso.case import Case  # noqa: PLC0415
    from sayso.tell.exports import check_options, list_formats  # noqa: PLC0415
    from sayso.tell.shown import count_of  # noqa: PLC0415

    formats = list(dict.fromkeys(name for given in to or FORMATS[:1] for name in (FORMATS if given == "all" else (given,))))
    options: dict[str, Any] = {name: value for name, value in (("bom", bom), ("lossless", lossless), ("tlp", tlp)) if value}
    check_options(formats, options)
    places = {name: str(Path(out) / name) if len(formats) > 1 else out for name in formats}
    for name, place in places.items():
        check_folder(place, mark=EXPORT_MARK.format(name))
    with Case.open(case) as opened:
        opened.relink()
        for name, place in places.items():
            own = {key: value for key, value in options.items() if key in list_formats()[name].options}
            files = opened.export_to(name, mask=mask or (), mask_private=mask_private, **own)
            write_folder(place, files, mark=EXPORT_MARK.format(name), is_masked=bool(mask or mask_private))
            _say(f"{count_of(len(files), 'file')} {'is' if len(files) == 1 else 'are'} in {place}")


def attributions(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Documents; - is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="One object a document: id and spans.")] = False,
    reader: ReaderName = None,
    workers: Workers = None,
) -> None:
    """Print who is said to have said what in each document, without a case."""
    from sayso.case import Loss, read_paths  # noqa: PLC0415
    from sayso.cli.progress import show_progress  # noqa: PLC0415
    from sayso.config import Settings  # noqa: PLC0415

    settings = dataclasses.replace(Settings(), **_only(reader=reader, workers=workers))
    n_read = 0
    with show_progress() as tell:
        for result in read_paths(files, settings=settings, tell=tell):
            if isinstance(result, Loss):
                _say_problems(result.problems)
            else:
                n_read += 1
                _print_attributions(result.tables, as_json=as_json)
    if not n_read:
        raise NothingRead("not one document could be read", got=files, fix="what is wrong with each is said above")


def demo(
    out: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Folder to make.")] = "sayso-demo",
) -> None:
    """Run the built-in example case: a bridge that fell, and who had been told."""
    from sayso import demo as built_in  # noqa: PLC0415
    from sayso.case import Case  # noqa: PLC0415

    folder = Path(out)
    case, docs = folder / "case", folder / "documents"
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (case / "case.toml").is_file())):
        raise WontOverwrite("there is something here that is no demo", where=out, fix="sayso demo -o another-folder")
    with built_in.open_docs() as given:
        shutil.copytree(given, docs, dirs_exist_ok=True)
    with Case.open_or_create(case) as opened:
        _change(opened, question=built_in.QUESTION, reader=None, workers=None)
        added = _add(opened, [str(docs)])
        write_file(str(folder / "brief.html"), opened.brief())
        _sum_up(opened, added)
    _say(
        f"\nThe brief is in {folder / 'brief.html'}: open it in a browser. The documents are in {docs}.\n\n"
        f"Three things to try:\n"
        f"  sayso disputes {case}\n"
        f'  sayso ask {case} "Was the Bridge Office warned?"\n'
        f"  sayso leads {case}"
    )


def _check_brief(out: str, to: str | None, *, paper: str) -> str:
    """The kind of brief to write, when it can be written there; before any work is done for it."""
    from sayso.case.reporting import KINDS, check_paper, pick_kind  # noqa: PLC0415

    if to is None and Path(out).is_dir():
        check_file(out, mark=BRIEF_MARKS[KINDS[0]])  # that it is a folder says more than that its name has no ending
    kind = pick_kind(out, to)
    check_paper(paper)
    if out == STDOUT and kind in BINARY and sys.stdout.isatty():
        raise UnknownFormat(
            "a terminal can't show this kind of brief", where="-o", got=[kind], fix=f"-o brief.{kind}, or -o - into a pipe"
        )
    check_file(out, mark=BRIEF_MARKS[kind])
    return kind


def _change(case: Case, *, question: str | None, reader: str | None, workers: int | None) -> None:
    given = _only(question=question, reader=reader, workers=workers)
    if given and any(getattr(case.settings, name) != value for name, value in given.items()):
        case.change(**given)


def _only(**given: str | int | None) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _add(case: Case, paths: Sequence[str], *, fetch: bool = False) -> Added:
    from sayso.cli.progress import show_progress  # noqa: PLC0415

    with show_progress() as tell:
        added = case.add(paths, fetch=fetch, tell=tell)
    _say_problems(added.problems[:SHOWN_PROBLEMS])
    if len(added.problems) > SHOWN_PROBLEMS:
        _say(f"... and {len(added.problems) - SHOWN_PROBLEMS} more; the brief and `sayso problems` have them all")
    if not added.n_read and not added.n_known:
        raise NothingRead("not one document could be read", got=paths, fix="what is wrong with each is said above")
    return added


def _sum_up(case: Case, added: Added) -> None:
    from sayso.tell import count_rows  # noqa: PLC0415

    tables = case.tables()
    known = f", {added.n_known} known already" if added.n_known else ""
    counts = ", ".join(f"{count_rows(tables, name)} {name}" for name in ("claims", "groups", "disputes"))
    _say(f"{added.n_read} documents read{known}, {len(added.lost)} not read; in all {counts}")


def _say_problems(problems: Sequence[Problem]) -> None:
    from sayso.tell import clean_line  # noqa: PLC0415

    for problem in problems:  # a file's name must not steer the terminal
        _say(clean_line(f"{problem.where}: {problem.what}: {problem.why}"))


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _print_attributions(tables: Tables, *, as_json: bool) -> None:
    from sayso.schema import Attribution, Document  # noqa: PLC0415
    from sayso.tell import clean_line  # noqa: PLC0415
    from sayso.text.spans import cut_text  # noqa: PLC0415

    doc = tables.take(Document)[0]
    rows = tables.take(Attribution)
    if as_json:
        told = [{"cue": row.cue_spans, "source": row.source_spans, "content": row.content_spans} for row in rows]
        print(json.dumps({"id": Path(doc.path).stem, "attributions": told}, ensure_ascii=False), flush=True)
        return
    print(f"{clean_line(doc.path)}: {len(rows)} attributions")
    for row in rows:
        source, cue, content = (
            clean_line(cut_text(doc.text, spans)) for spans in (row.source_spans, row.cue_spans, row.content_spans)
        )
        print(f"  {source or '(nobody named)'} | {cue} | {content}")


COMMANDS: tuple[Callable[..., None], ...] = (brief, add, report, export, attributions, demo)
