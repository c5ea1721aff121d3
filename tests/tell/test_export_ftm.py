"""The FollowTheMoney file: what its model allows, and what stands in it.

The model is ftm_model.py; test_ftm_library.py lets the library itself read the same files, where it is installed.
"""

from __future__ import annotations

import dataclasses
import json
import random
from typing import Any

import pytest

from sayso.schema import TABLES, Claim, Document, Tables
from sayso.tell.exports.about import About
from sayso.tell.exports.ftm import export_ftm
from tell.export_rows import CASES
from tell.ftm_model import list_faults
from tell.rows import TEXTS
from tell.weighed import ARABIC, make_weighed, replace_rows

ABOUT = About("0.0.test", "Who dumped it?", "2031-06-01T12:00:00+00:00")
Entity = dict[str, Any]


def write(tables: Tables) -> bytes:
    (content,) = export_ftm(tables, ABOUT).values()
    return b"".join(content)


def read(tables: Tables) -> dict[str, Entity]:
    lines = write(tables).decode().split("\n")
    assert lines.pop() == ""
    found = [json.loads(line) for line in lines]
    assert len({entity["id"] for entity in found}) == len(found)
    return {entity["id"]: entity for entity in found}


@pytest.fixture(scope="module")
def entities() -> dict[str, Entity]:
    return read(make_weighed())


@pytest.mark.parametrize("name", CASES)
def test_the_model_allows_it(name: str) -> None:
    assert list_faults(read(CASES[name]())) == []


@pytest.mark.parametrize(("schema", "change", "fault"), [
    ("PlainText", {"contentHash": ["a" * 64]}, "no contentHash"), ("PlainText", {"date": ["soon"]}, "date: 'soon'"),
    ("PlainText", {"fileName": []}, "fileName is no list"), ("Note", {"proof": ["sayso-s-mayor"]}, "proof: 'sayso-s-mayor'"),
    ("Mention", {"document": ["sayso-nowhere"]}, "document: 'sayso-nowhere'"), ("Person", {"name": ["x" * 400]}, "name: 'xxx"),
])
def test_the_model_refuses_a_broken_one(schema: str, change: dict[str, list[str]], fault: str) -> None:
    found = read(make_weighed())
    entity = next(entity for entity in found.values() if entity["schema"] == schema)
    entity["properties"].update(change)
    [told] = list_faults(found)
    assert fault in told


def test_a_claim_is_a_note_on_whom_it_is_laid_to_with_its_document_as_proof(entities: dict[str, Entity]) -> None:
    note = entities["sayso-c2"]
    assert note["schema"] == "Note"
    assert (note["properties"]["entity"], note["properties"]["proof"]) == (["sayso-s-report"], ["sayso-herald"])
    assert note["properties"]["description"] == ["40 barrels of dye were dumped into the reservoir"]
    assert "Told by Fenwick Herald, laid to" in note["properties"]["summary"][0]
    assert set(note["properties"]["keywords"]) == {"claim", "stance:reports", "side:affirmed", "group:g-dye"}


def test_sources_by_kind(entities: dict[str, Entity]) -> None:
    kinds = {name: entities[f"sayso-{name}"]["schema"] for name in ("s-mayor", "s-works", "s-sources", "s-plant", "s-report")}
    assert kinds == {
        "s-mayor": "Person", "s-works": "Organization", "s-sources": "LegalEntity", "s-plant": "Address", "s-report": "Article"
    }
    assert entities["sayso-s-report"]["properties"]["sourceUrl"] == ["https://board.example/report.pdf"]
    assert "sourceUrl" not in entities["sayso-s-pryce"]["properties"]  # its address was javascript:


def test_a_source_that_is_a_document_of_the_case_is_that_document() -> None:
    tables = make_weighed()
    sources = [dataclasses.replace(row, document_id="courier") if row.id == "s-report" else row for row in tables.named("sources")]
    found = read(replace_rows(tables, "sources", sources))
    assert "sayso-s-report" not in found
    assert found["sayso-c2"]["properties"]["entity"] == ["sayso-courier"]


def test_a_body_that_is_a_document_of_the_case_is_no_entity_that_a_mention_resolves_to() -> None:
    tables = make_weighed()
    sources = [dataclasses.replace(row, document_id="weir") if row.id == "s-works" else row for row in tables.named("sources")]
    found = read(replace_rows(tables, "sources", sources))
    assert "resolved" not in found["sayso-mention-r-c4-1"]["properties"]
    assert list_faults(found) == []


def test_groups_documents_grades_and_judgements(entities: dict[str, Entity]) -> None:
    group = entities["sayso-g-dye"]["properties"]
    assert group["entity"] == ["sayso-c1", "sayso-c2", "sayso-c3"]
    assert "1 independent line" in group["summary"][0]
    courier = entities["sayso-courier"]["properties"]
    assert courier["keywords"][0].startswith("sha256:")
    assert (courier["language"], courier["publishedAt"]) == (["eng"], ["2031-03-04"])
    assert courier["bodyText"] == [TEXTS["courier"]]
    assert entities["sayso-s-person"]["properties"]["notes"][0].startswith("Admiralty F (suggested)")
    assert entities["sayso-judgement-2"]["properties"]["entity"] == ["sayso-hypothesis-H1"]
    assert "sayso-judgement-5" not in entities  # overtaken by a later one


def test_who_copies_and_what_cannot_both_hold(entities: dict[str, Entity]) -> None:
    links = {(e["properties"]["subject"][0], e["properties"]["object"][0]): e["properties"]["role"][0]
             for e in entities.values() if e["schema"] == "UnknownLink"}
    assert links == {
        ("sayso-herald", "sayso-courier"): "copy", ("sayso-c1", "sayso-c3"): "can't both hold: polarity",
        ("sayso-c2", "sayso-c8"): "can't both hold: number",
    }


def test_hostile_long_and_foreign_text() -> None:
    tables = make_weighed()
    long = "word " * 40_000
    claims = [dataclasses.replace(row, text=long) if row.id == "c9" else row for row in tables.take(Claim)]
    documents = [dataclasses.replace(row, text=row.text + long, title="half \ud800 \u2028 line", language="x<y>")
                 if row.id == "hostile" else row for row in tables.take(Document)]
    found = read(replace_rows(replace_rows(tables, "claims", claims), "documents", documents))
    assert list_faults(found) == []
    raw = json.dumps(found, ensure_ascii=False)
    assert [bad for bad in ("\u202e", "\x1b", "\ud800", "javascript:") if bad in raw] == []
    assert found["sayso-weir"]["properties"]["title"] == [ARABIC]
    assert "language" not in found["sayso-hostile"]["properties"]
    assert found["sayso-c9"]["properties"]["description"][0].endswith("…")


def test_order_of_rows_changes_no_byte() -> None:
    tables = make_weighed()
    shuffled = Tables()
    for name in TABLES:
        some = list(tables.named(name))
        random.Random(6).shuffle(some)
        shuffled.add(name, some)
    assert write(shuffled) == write(tables)


def test_an_empty_case_gives_an_empty_file() -> None:
    assert write(Tables()) == b""
