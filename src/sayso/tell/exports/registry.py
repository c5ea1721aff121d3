"""Formats by name: what each is called on the command line, what it is, and the function that writes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
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
from sayso.tell.exports.tables_parquet import export_parquet, load_pyarrow


@dataclasses.dataclass(frozen=True, slots=True)
class Format:
    """A format that a case can be exported to.

    Attributes:
        name: as given to `sayso export --to`.
        what: what it is, in a few words.
        write: gives the files from tables and `About`; further keywords are `options`.
        options: names of keywords that `write` takes besides.
        check: raises `ExtraMissing` where a library that `write` needs isn't installed; null when it needs none.
    """

    name: str
    what: str
    write: Callable[..., Files]
    options: tuple[str, ...] = ()
    check: Callable[[], object] | None = None


def list_formats() -> dict[str, Format]:
    """Give every format by its name, in the order in which they are told."""
    formats = (
        Format("jsonl", "JSON lines, the versioned contract", export_jsonl),
        Format("csv", "every table as CSV", export_csv, ("bom", "lossless")),
        Format("parquet", "every table as Parquet (needs sayso[parquet])", export_parquet, check=load_pyarrow),
        Format("prov", "W3C PROV as JSON-LD", export_prov),
        Format("webannotation", "W3C Web Annotations as JSON-LD", export_annotations),
        Format("graphml", "stemmata and sources as GraphML", export_graphml),
        Format("gexf", "stemmata and sources as GEXF, for Gephi", export_gexf),
        Format("argdown", "claims, disputes and hypotheses as Argdown", export_argdown),
        Format("stix", "a STIX 2.1 bundle", export_stix, ("tlp",)),
        Format("ftm", "FollowTheMoney entities", export_ftm),
        Format("claimreview", "schema.org ClaimReview, of what a person judged", export_claimreview),
    )
    return {format_.name: format_ for format_ in formats}


def check_options(format_names: Collection[str], options: Collection[str]) -> None:
    """Refuse, before any work is done, what can't be written.

    Args:
        format_names: what is to be written.
        options: names of options; each must be one that some of these formats has.
    Raises:
        UnknownFormat: no format has this name, or none of those named has such an option.
        ExtraMissing: a format needs a library that isn't installed.
    """
    formats = list_formats()
    for name in format_names:
        if name not in formats:
            raise UnknownFormat("sayso doesn't write that format", where="--to", got=[name], fix=f"--to {' or '.join(formats)}")
    for option in options:
        if not any(option in formats[name].options for name in format_names):
            owners = [name for name, format_ in formats.items() if option in format_.options]
            raise UnknownFormat(
                f"{' and '.join(format_names)} has no option {option}", where=f"--{option}", got=sorted(format_names),
                fix=f"--to {' or '.join(owners)}, or leave --{option} out" if owners else f"leave --{option} out",
            )
    for name in format_names:
        if check := formats[name].check:
            check()


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
    check_options([format_name], options)
    return list_formats()[format_name].write(tables, about, **options)
