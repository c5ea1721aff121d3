"""The export keeps its contract: the JSON Schema, the offsets, the order."""

from __future__ import annotations

import json
import random
from typing import Any

import jsonschema
import pytest

from sayso.schema import TABLES, Claim, Document, Grade, Membership, Tables, Tally
from sayso.tell import load_export_schema, make_export
from tell.rows import TEXTS

FILES = ["documents", "attributions", "claims", "groups", "contradictions", "sources", "problems"]


def rows(export: dict[str, str], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export[f"{name}.jsonl"].splitlines()]


@pytest.fixture
def export(case: Tables) -> dict[str, str]:
    return make_export(case, version="0.0.test")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(load_export_schema())


@pytest.mark.parametrize("name", FILES)
def test_every_row_keeps_the_schema(export: dict[str, str], name: str) -> None:
    schema = {**load_export_schema(), "$ref": f"#/$defs/{name}"}
    found = rows(export, name)
    assert found
    for row in found:
        jsonschema.validate(row, schema, cls=jsonschema.Draft202012Validator)


def test_meta(export: dict[str, str]) -> None:
    assert json.loads(export["meta.json"]) == {"format": "sayso-jsonl", "version": 1, "sayso": "0.0.test"}
    assert sorted(export) == sorted(["meta.json", *(f"{name}.jsonl" for name in FILES)])


def test_the_schema_refuses_a_group_that_counts_lines_of_nobody(export: dict[str, str]) -> None:
    schema = {**load_export_schema(), "$ref": "#/$defs/groups"}
    row = rows(export, "groups")[0] | {"tellings": 0, "lines": 1}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(row, schema, cls=jsonschema.Draft202012Validator)


def test_spans_hold_the_words(export: dict[str, str]) -> None:
    texts = {row["id"]: row["text"] for row in rows(export, "documents")}
    assert texts == TEXTS
    for claim in rows(export, "claims"):
        words = [texts[claim["document"]][start:end] for start, end in claim["spans"]]
        assert words == [claim["text"]]
        for hop in claim["chain"][1:]:
            assert [texts[claim["document"]][start:end] for start, end in hop["spans"]] == [hop["name"]]
    (attribution,) = [row for row in rows(export, "attributions") if row["document"] == "weir"]
    assert [TEXTS["weir"][start:end] for start, end in attribution["cue"]] == ["say"]


def test_chains_begin_with_the_teller_and_keep_the_documents_own_names(export: dict[str, str]) -> None:
    chains = {claim["id"]: [(hop["name"], hop["source_id"]) for hop in claim["chain"]] for claim in rows(export, "claims")}
    assert chains["c2"] == [("Fenwick Herald", None), ("The Brackwater Board's report", "s-report")]
    assert chains["c9"] == [("The Saltmere Courier", None)]


def test_not_text_holds_page_numbers_and_no_line_breaks(export: dict[str, str]) -> None:
    (courier,) = [row for row in rows(export, "documents") if row["id"] == "courier"]
    assert [courier["text"][start:end].strip() for start, end in courier["not_text"]] == ["12"]


def test_groups_tell_both_sides(export: dict[str, str]) -> None:
    groups = {group["id"]: group for group in rows(export, "groups")}
    dye = groups["g-dye"]
    assert (dye["affirmed"], dye["negated"]) == (["c1", "c2"], ["c3"])
    assert (dye["tellings"], dye["lines"], dye["lines_possible"], dye["verdict"]) == (2, 1, 1, "same origin")
    assert dye["denial"] == {
        "tellings": 1, "lines": 1, "lines_possible": 1, "cut": ["Mayor Ilse Tarn"], "verdict": "single telling"
    }
    assert groups["g-shut"]["denial"] is None


def test_a_group_that_is_only_denied_has_no_lines_of_its_own(case: Tables) -> None:
    left = Tables({name: case.named(name) for name in case.names()})
    kept = [row for row in case.take(Membership) if row.claim_id not in ("c1", "c2")]
    tallies = [row for row in case.take(Tally) if (row.group_id, row.side) != ("g-dye", "affirmed")]
    left = Tables({**{name: case.named(name) for name in case.names()}, "memberships": kept, "tallies": tallies})
    (dye,) = [group for group in rows(make_export(left, version="x"), "groups") if group["id"] == "g-dye"]
    assert (dye["tellings"], dye["lines"], dye["lines_possible"], dye["cut"], dye["verdict"]) == (0, 0, 0, [], None)
    jsonschema.validate(dye, {**load_export_schema(), "$ref": "#/$defs/groups"}, cls=jsonschema.Draft202012Validator)


def test_order_of_rows_changes_no_byte(case: Tables, export: dict[str, str]) -> None:
    shuffled = Tables()
    for name in TABLES:
        some = list(case.named(name))
        random.Random(7).shuffle(some)
        shuffled.add(name, some)
    assert make_export(shuffled, version="0.0.test") == export


def test_lines_are_lines_and_can_be_written(case: Tables) -> None:
    claim = case.take(Claim)[0]
    document = next(row for row in case.take(Document) if row.id == claim.document_id)
    odd = Tables({"documents": [type(document)(**{
        **{name: getattr(document, name) for name in document.__slots__}, "text": "half \ud800 and \u2028 line", "title": None
    })]})
    content = make_export(odd, version="x")["documents.jsonl"]
    content.encode("utf8")
    assert len(content.splitlines()) == 1
    assert json.loads(content)["text"] == "half \ud800 and \u2028 line"


def test_a_grade_is_a_persons(case: Tables) -> None:
    case.add("grades", [
        Grade("source", "s-mayor", "C", "C", ("a party to it",), None, (), "a party to it"),
        Grade("source", "s-works", "B", "C", (), None, ("Ann ruled B",), "Ann ruled B", "confirmed"),
    ])
    grades = {row["id"]: row["grade"] for row in rows(make_export(case, version="0.0.test"), "sources")}
    assert (grades["s-mayor"], grades["s-works"], grades["s-person"]) == (None, "B", None)
