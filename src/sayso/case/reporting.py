"""Briefs and exports of a case, in every format: what the command line and Python ask for by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.errors import UnknownFormat
from sayso.schema import Tables

if TYPE_CHECKING:
    from sayso.tell.exports.about import Files
    from sayso.tell.model import Brief


def make_report(tables: Tables, kind: str, *, question: str, made_at: str, mask: Sequence[str] = ()) -> str | bytes:
    """Write the brief as a file of some kind: html, md, docx or pdf.

    Args:
        tables: every table of the case, rulings laid over them.
        made_at: when, ISO 8601.
        mask: sources, by name or id, that are called "Person 1", "Person 2" and so on throughout; not in HTML.
    Raises:
        UnknownFormat: there is no such kind, names can't be masked in it, or it needs a library that isn't installed.
        UnknownName: a source to be masked isn't in the case.
    """
    from sayso import tell  # noqa: PLC0415
    from sayso.case.objects import SOURCE, Objects  # noqa: PLC0415

    if kind == "html" and not mask:
        return tell.make_brief(tables, question=question, made_at=made_at, version=__version__)
    writers: dict[str, Callable[[Brief], str | bytes]] = {"md": tell.to_markdown, "docx": tell.to_docx, "pdf": tell.to_pdf}
    if kind not in writers:
        raise UnknownFormat(
            "names can't be masked in HTML" if kind == "html" else "briefs are HTML, PDF, DOCX or Markdown",
            where="--mask" if kind == "html" else "-o", got=[kind], fix="-o brief.pdf, brief.docx or brief.md",
        )
    objects = Objects(tables)
    masked = {objects.find(named, sorts=(SOURCE,)).id: f"Person {number}" for number, named in enumerate(mask, start=1)}
    return writers[kind](
        tell.make_model(tables, question=question, made_at=made_at, version=__version__, mask=masked)
    )


def make_files(tables: Tables, format_name: str, *, question: str, made_at: str, **options: Any) -> Files:
    """Give an export's files in one of the formats of docs/reference/exports.md, each as chunks of bytes.

    Raises:
        UnknownFormat: there is no such format.
        ExtraMissing: it needs a library that isn't installed.
    """
    from sayso.tell.exports.about import About  # noqa: PLC0415
    from sayso.tell.exports.registry import export_tables  # noqa: PLC0415

    about = About(version=__version__, question=question, made_at=made_at)
    return export_tables(tables, format_name, about=about, **options)
