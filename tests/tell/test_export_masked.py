"""A masked name is in no byte of any export, and what points into a text still finds its words."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from sayso.case.reporting import make_files
from sayso.schema import Arrival, Document, Grade, Hypothesis, Judgement, Referent, Ruling, Tables
from sayso.tell.exports import list_formats
from tell.export_rows import make_hostile, shuffle_rows
from tell.weighed import judge, make_weighed, replace_rows

NAME, PARTS = "Mayor Ilse Tarn", ("ilse", "tarn")
QUESTION = "Did Ilse Tarn know?"


def make_named() -> Tables:
    """The weighed affair; the mayor's name stands wherever people and documents may put one."""
    tables = make_weighed()
    documents = [
        dataclasses.replace(
            row, title="Tarn denies it", authors=("Ilse Tarn",), publisher="The Ilse Tarn Herald",
            path="papers/ilse-tarn_letter.txt", url="https://paper.example/ilse.tarn/Tarn?who=ilse%20tarn",
        ) if row.id == "tribune" else row
        for row in tables.take(Document)
    ]
    referents = [
        dataclasses.replace(row, head="tarn", anchors=("Tarn",)) if row.id == "r-c3-1" else row for row in tables.take(Referent)
    ]
    arrivals = [
        dataclasses.replace(row, headers=("HTTP/1.1 200 OK", 'content-disposition: attachment; filename="ilse-tarn.txt"'))
        for row in tables.take(Arrival)
    ]
    tables = replace_rows(replace_rows(tables, "referents", referents), "manifest", arrivals)
    rulings = [dataclasses.replace(row, why="Tarn said so", by="Ilse Tarn") for row in tables.take(Ruling)]
    judgements = [dataclasses.replace(row, why="Tarn has reasons", dissent=("ILSE TARN",)) for row in tables.take(Judgement)]
    tables = replace_rows(replace_rows(tables, "documents", documents), "rulings", rulings)
    tables = replace_rows(tables, "judgements", [*judgements, judge(9, "H4", "Ilse Tarn")])
    tables.add("hypotheses", [Hypothesis("H4", 9, "No dye was dumped, Ilse Tarn holds", False)])
    tables.add("grades", [Grade("source", "s-works", "B", "B", ("Tarn trusts them",), None, ("Ilse Tarn ruled B",), "Tarn's word")])
    return tables


def write(tables: Tables, to: str, *mask: str) -> dict[str, bytes]:
    files = make_files(tables, to, question=QUESTION, made_at="2031-06-01T10:00:00Z", mask=mask)
    return {name: b"".join(chunks) for name, chunks in files.items()}


def read_all(files: dict[str, bytes]) -> str:
    """All that a reader of the files could read, in small letters; Parquet is unpacked."""
    told = []
    for name, content in files.items():
        if name.endswith(".parquet"):
            table = pq.read_table(io.BytesIO(content))
            told.append(json.dumps([table.to_pylist(), str(table.schema.metadata)], ensure_ascii=False))
        told.append(content.decode("utf8", "replace"))
    return "\n".join(told).casefold()


@pytest.mark.parametrize("to", list_formats())
def test_a_masked_name_is_in_no_byte(to: str) -> None:
    plain, masked = (read_all(write(make_named(), to, *mask)) for mask in ((), (NAME,)))
    assert all(part in plain for part in PARTS)
    assert [part for part in PARTS if part in masked] == []
    assert "person 1" in masked


@pytest.mark.parametrize("to", list_formats())
def test_several_are_masked_apart_and_the_rest_stays(to: str) -> None:
    told = read_all(write(make_named(), to, "s-mayor", "Dr Anwen Pryce"))  # whose id has Pryce in it
    assert [name for name in (*PARTS, "anwen") if name in told] == []
    assert "fenwick herald" in told


def test_spans_still_hold_their_words() -> None:
    files = write(make_named(), "jsonl", NAME)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [json.loads(line) for line in files[f"{name}.jsonl"].decode().splitlines()] for name in ("documents", "claims")
    }
    texts = {row["id"]: row["text"] for row in rows["documents"]}
    for claim in rows["claims"]:
        assert [texts[claim["document"]][start:end] for start, end in claim["spans"]] == [claim["text"]]
        for hop in claim["chain"][1:]:
            assert [texts[claim["document"]][start:end] for start, end in hop["spans"]] == [hop["name"]]
    mayor = next(claim for claim in rows["claims"] if claim["id"] == "c3")
    assert mayor["chain"][1]["name"].endswith("Person 1")
    annotations = json.loads(write(make_named(), "webannotation", NAME)["annotations.jsonld"])
    for item in annotations["first"]["items"]:
        for target in item["target"]:
            place, quoted = target["selector"]
            assert texts[target["source"]["sayso:document"]][place["start"] : place["end"]] == quoted["exact"]


@pytest.mark.parametrize("to", list_formats())
def test_the_order_of_rows_changes_no_byte(to: str) -> None:
    tables = make_hostile()
    assert write(shuffle_rows(tables, 3), to, NAME) == write(tables, to, NAME)
