"""Formats by name: what each is called on the command line, what it is, and the function that writes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from sayso.errors import UnknownFormat
from sayso.schema import Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.annotations import export_annotations
from sayso.tell.exports.argdown import export_argdown
from sayso.tell.exports.claimreview import export_claimreview
from sayso.tell.exports.ftm import export_ftm
from sayso.tell.exports.gexf import export_gexf
from sayso.tell.exports.graphml import export_graphml
from sayso.tell.exports.jsonl import export_jsonl
from sayso.tell.exports.prov import export_prov
from sayso.tell.exports.stix import export_stix
from sayso.tell.exports.tables_csv import export_csv
from sayso.tell.exports.tables_parquet import export_parquet


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """A format that a case can be exported to.

    Attributes:
        name: as given to `sayso export --to`.
        what: what it is, in a few words.
        write: gives the files from tables and `About`; further keywords are `options`.
        options: names of keywords that `write` takes besides.
    """

    name: str
    what: str
    write: Callable[..., Files]
    options: tuple[str, ...] = ()


def list_formats() -> dict[str, Format]:
    """Give every format by its name, in the order in which they are told."""
    formats = (
        Format("jsonl", "JSON lines, the versioned contract", export_jsonl),
        Format("csv", "every table as CSV", export_csv, ("bom", "lossless")),
        Format("parquet", "every table as Parquet (needs sayso[parquet])", export_parquet),
        Format("prov", "W3C PROV as JSON-LD", export_prov),
        Format("annotations", "W3C Web Annotations as JSON-LD", export_annotations),
        Format("graphml", "stemmata and sources as GraphML", export_graphml),
        Format("gexf", "stemmata and sources as GEXF, for Gephi", export_gexf),
        Format("argdown", "claims, disputes and hypotheses as Argdown", export_argdown),
        Format("stix", "a STIX 2.1 bundle", export_stix),
        Format("ftm", "FollowTheMoney entities", export_ftm),
        Format("claimreview", "schema.org ClaimReview, of what a person judged", export_claimreview),
    )
    return {format_.name: format_ for format_ in formats}


def export_tables(tables: Tables, format_name: str, *, about: About, **options: Any) -> Files:
    """Give the files of an export, by name; each content is an iterator of chunks that can be walked once.

    The same tables, options and `about` give the same bytes, in whatever order the rows stand.

    Args:
        tables: every table of the case.
        format_name: one of `list_formats()`.
        about: version, question and time, which the exporters don't ask for themselves.
        options: as the format has them, such as `bom=True` for CSV.
    Raises:
        UnknownFormat: no format has this name, or the format has no such option.
        ExtraMissing: the format needs a library that isn't installed.
    """
    formats = list_formats()
    if format_name not in formats:
        raise UnknownFormat("sayso doesn't write that format", where="--to", got=[format_name], fix=f"--to {' or '.join(formats)}")
    format_ = formats[format_name]
    if unknown := sorted(set(options) - set(format_.options)):
        raise UnknownFormat(
            f"{format_name} has no such option", where="options", got=unknown,
            fix=f"leave it out; {format_name} has {', '.join(format_.options) or 'none'}",
        )
    return format_.write(tables, about, **options)
