"""Every export: the same bytes for the same rows, hostile text in it, nothing in it, and in chunks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sayso.errors import UnknownFormat
from sayso.schema import Tables
from sayso.tell.exports import export_tables, list_formats
from sayso.tell.exports.chunks import CHUNK_BYTES
from tell.export_rows import ABOUT, ARABIC, EMOJI, HEBREW, make_hostile, many_claims, shuffle_rows, write

TEXTUAL = ("csv", "prov", "webannotation", "graphml", "gexf", "argdown", "jsonl", "stix", "ftm")
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "exports.md"
RAW_CONTROLS = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@pytest.mark.parametrize("name", list_formats())
def test_the_order_of_rows_changes_no_byte(name: str) -> None:
    tables = make_hostile()
    assert write(shuffle_rows(tables, 7), name) == write(tables, name)


@pytest.mark.parametrize("name", TEXTUAL)
def test_every_script_survives_and_no_control_character_does(name: str) -> None:
    found = b"".join(write(make_hostile(), name).values())
    assert RAW_CONTROLS.search(found) is None
    text = found.decode("utf8")
    for words in (ARABIC, HEBREW, EMOJI):
        assert words in text


def test_the_page_on_exports_has_a_row_for_every_format_and_its_options() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*)\|$", PAGE.read_text(encoding="utf8"), re.MULTILINE)
    assert [(name, options.split()) for name, options in rows] == [
        (name, ", ".join(f"`--{option}`" for option in format_.options).split()) for name, format_ in list_formats().items()
    ]


@pytest.mark.parametrize("name", ["prov", "webannotation", "graphml", "gexf", "argdown", "stix", "ftm"])
def test_a_name_of_a_megabyte_is_cut(name: str) -> None:
    assert max(len(content) for content in write(make_hostile(), name).values()) < 500_000


@pytest.mark.parametrize("name", [*TEXTUAL, "parquet"])
def test_a_case_without_rows_gives_files(name: str) -> None:
    files = write(Tables(), name)
    assert files
    assert name in {"jsonl", "ftm"} or all(files.values())


@pytest.mark.parametrize("name", ["csv", "prov", "webannotation", "stix", "ftm"])
def test_a_file_comes_in_chunks(case: Tables, name: str) -> None:
    files = export_tables(many_claims(case, 5_000), name, about=ABOUT)
    largest = {"csv": "claims.csv", "prov": "case.prov.jsonld", "webannotation": "annotations.jsonld",
               "stix": "bundle.json", "ftm": "entities.ftm.json"}[name]
    sizes = [len(chunk) for chunk in files[largest]]
    assert len(sizes) > 3
    assert max(sizes) < 1.5 * CHUNK_BYTES


def test_formats_have_their_own_names() -> None:
    formats = list_formats()
    assert set(formats) >= {*TEXTUAL, "parquet"}
    assert all(name == format_.name and format_.what for name, format_ in formats.items())


def test_an_unknown_format_or_option_is_said(case: Tables) -> None:
    with pytest.raises(UnknownFormat, match="fix:   --to jsonl or csv"):
        export_tables(case, "xml", about=ABOUT)
    with pytest.raises(UnknownFormat, match="bom"):
        export_tables(case, "argdown", about=ABOUT, bom=True)
