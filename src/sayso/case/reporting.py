"""Briefs and exports of a case, in every format: what the command line and Python ask for by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.errors import ExtraMissing, ModelMissing, UnknownFormat
from sayso.schema import Tables

if TYPE_CHECKING:
    from sayso.tell.exports.about import Files
    from sayso.tell.pdf import Paper
    from sayso.tell.ties import Tie

KINDS = ("html", "pdf", "docx", "md")
PAPERS = ("a4", "letter")
MOST_FOR_TIES = 5000  # claims; to look for ties in so many takes 2 to 10 s
_SUFFIXES = {"html": "html", "htm": "html", "xhtml": "html", "pdf": "pdf", "docx": "docx", "md": "md", "markdown": "md"}
_NEEDS = {"pdf": ("typst", "pip install typst"), "docx": ("docx", "pip install python-docx")}


def pick_kind(place: str, kind: str | None = None) -> str:
    """Give the kind of brief that a file is to hold: as it is said, else as the file's name ends; HTML for `-`.

    Raises:
        UnknownFormat: there is no such kind, or the name has no ending or one that is no brief's.
        ExtraMissing: that kind needs a library that isn't installed.
    """
    suffix = "" if place == "-" else PurePath(place).suffix.lower().removeprefix(".")
    picked = kind or ("html" if place == "-" else _SUFFIXES.get(suffix))
    if picked not in KINDS:
        stem = PurePath(place).stem if suffix else place
        what = f"a brief can't be {kind}" if kind else f"a brief's file doesn't end in .{suffix}" if suffix else (
            "the file's name doesn't end in a kind of brief"
        )
        raise UnknownFormat(
            what, where="--to" if kind else "-o", got=[kind or place],
            fix=f"--to {', '.join(KINDS[:-1])} or {KINDS[-1]}" if kind else f"-o {', '.join(f'{stem}.{one}' for one in KINDS)}",
        )
    library, fix = _NEEDS.get(picked, ("", ""))
    if library and find_spec(library) is None:
        raise ExtraMissing(f"briefs as {picked.upper()} need a library that isn't installed", got=[library], fix=fix)
    return picked


def check_paper(paper: str) -> Paper:
    """Give a size of paper, when there is such a one.

    Raises:
        UnknownFormat: there is no such paper.
    """
    if paper not in PAPERS:
        raise UnknownFormat("there is no such paper", where="--paper", got=[paper], fix=f"--paper {' or '.join(PAPERS)}")
    return "letter" if paper == "letter" else "a4"


@dataclasses.dataclass(frozen=True, slots=True)
class Form:
    """What a brief is to look like.

    Attributes:
        kind: html, md, docx or pdf.
        mask: names or ids of sources and actors, or names that stand in documents; they are called "Person 1", "Person 2" and
            so on throughout.
        mask_private: whether all whom sayso takes for private persons are masked too (docs/method/brief.md has the rule).
        paper: a4 or letter, of PDF and DOCX.
    """

    kind: str
    mask: Sequence[str] = ()
    mask_private: bool = False
    paper: str = "a4"


def make_report(tables: Tables, form: Form, *, question: str, made_at: str) -> str | bytes:
    """Write the brief as a file of some kind.

    Args:
        tables: every table of the case, rulings laid over them.
        made_at: when, ISO 8601.
    Raises:
        UnknownFormat: there is no such kind or paper.
        ExtraMissing: it needs a library that isn't installed.
        UnknownName: a name to be masked is nobody's in the case.
    """
    from sayso import tell  # noqa: PLC0415
    from sayso.tell.masking import pick_masked  # noqa: PLC0415

    kind = pick_kind("-", form.kind)
    paper = check_paper(form.paper)
    masked = pick_masked(tables, form.mask, private=form.mask_private) if form.mask or form.mask_private else None
    about: dict[str, Any] = {"question": question, "made_at": made_at, "version": __version__}
    given = (("mask", masked), ("draft", tell.find_draft(tables)), ("ties", _find_ties(tables)))
    about |= {name: value for name, value in given if value}
    if kind == "html":
        return tell.make_brief(tables, **about)
    brief = tell.make_model(tables, **about)
    if kind == "md":
        return tell.to_markdown(brief)
    return tell.to_docx(brief, paper=paper) if kind == "docx" else tell.to_pdf(brief, paper=paper)


def _find_ties(tables: Tables) -> list[Tie]:
    """Ties for a brief; of a case that is large, or without the parser, none: `sayso actors CASE` looks for them in any."""
    from sayso.tell import find_ties  # noqa: PLC0415

    if len(tables.named("claims")) > MOST_FOR_TIES:
        return []
    try:
        return find_ties(tables)
    except ModelMissing:
        return []


def make_files(
    tables: Tables, format_name: str, *, question: str, made_at: str, mask: Sequence[str] = (), mask_private: bool = False,
    **options: Any,
) -> Files:  # fmt: skip
    """Give an export's files in one of the formats of docs/reference/exports.md, each as chunks of bytes.

    Args:
        tables: every table of the case, rulings laid over them.
        format_name: a format's name.
        question: of the case.
        made_at: when, ISO 8601.
        mask: as of `make_report`.
        mask_private: likewise.
        options: as the format has them, such as `bom=True` for CSV.
    Raises:
        UnknownFormat: there is no such format, or it has no such option.
        ExtraMissing: it needs a library that isn't installed.
        UnknownName: a name to be masked is nobody's in the case.
    """
    from sayso.tell.exports import About, check_options, export_tables  # noqa: PLC0415
    from sayso.tell.masking import mask_tables, pick_masked  # noqa: PLC0415

    check_options([format_name], options)  # before names are masked, which takes its time
    if mask or mask_private:
        masked = mask_tables(tables, pick_masked(tables, mask, private=mask_private))
        tables, question = masked.tables, masked.mask_words(question)
    return export_tables(tables, format_name, about=About(version=__version__, question=question, made_at=made_at), **options)
