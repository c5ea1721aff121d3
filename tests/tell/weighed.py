"""The affair of Saltmere with grades, hypotheses and judgements, for what shows a weighed case."""

from __future__ import annotations

import dataclasses

from sayso.schema import (
    TABLES,
    Arrival,
    Attribution,
    Document,
    Grade,
    Hypothesis,
    Judgement,
    Source,
    StemmaEdge,
    Tables,
    Weighing,
)
from tell.rows import make_case

ARABIC = "قال المتحدث إن المياه آمنة 🚰"


def replace_rows(tables: Tables, name: str, rows: list[object]) -> Tables:
    """The same tables with other rows in one of them."""
    return Tables({**{other: tables.named(other) for other in TABLES}, name: rows})


def judge(number: int, hypothesis_id: str, by: str = "Ann Ferris", **others: object) -> Judgement:
    """A person's judgement of a hypothesis."""
    made = Judgement(
        number, hypothesis_id, by, "2031-05-02T10:00:00+00:00", "likely", 0.55, 0.8, "moderate", ("one line only",),
        ("the report exists",), ("Bo Lunt thinks it unlikely",), ("the report itself",), "two papers, one report", True,
    )
    return dataclasses.replace(made, **others)


def make_weighed() -> Tables:
    """All rows of the affair, weighed; with a copy, an Arabic title, and times of arrival."""
    tables = make_case()
    tables.add("hypotheses", [
        Hypothesis("H1", 1, "40 barrels of dye were dumped into the reservoir.", False),
        Hypothesis("H2", 2, "Nobody touched the reservoir <b>at all</b>", False),
        Hypothesis("H0", 3, "None of these", True),
    ])
    tables.add("judgements", [
        judge(2, "H1"), judge(3, "H2"), judge(4, "H0"), judge(5, "H1", "Bo Lunt", is_current=False),
    ])
    tables.add("weighings", [
        Weighing("H1", 1, 2, 0, 0.0, 0.0, 0.0, 1, "nothing against it"),
        Weighing("H2", 2, 0, 2, 2.0, 1.5, 1.0, 1, "two against it"),
        Weighing("H0", 3, 0, 3, 3.0, 2.5, 2.0, 1, "three against it"),
    ])
    tables.add("grades", [
        Grade("source", "s-mayor", "C", "C", ("a party to it",), None, (), "a party to it"),
        Grade("source", "s-person", "F", "F", ("unnamed",), None, (), "nobody knows who"),
        Grade("claim", "c1", "2", "3", ("two documents",), None, (), "ruled", "confirmed"),
        Grade("claim", "c7", "6", "6", ("unnamed",), None, (), "nobody knows"),
    ])
    tables.add("stemma_edges", [StemmaEdge("g-dye", "affirmed", "herald", "courier", "c2", "copy", "the same words")])
    tables.add("manifest", [
        Arrival(f"papers/{doc}.txt", "2" * 64, 60, "text/plain", "file", "document", None, doc, None, at)
        for doc, at in (("courier", "2031-03-05T09:00:00+00:00"), ("herald", "2031-03-06T09:00:00+00:00"))
    ])
    documents = [dataclasses.replace(row, title=ARABIC, url="javascript:alert(1)") if row.id == "weir" else row
                 for row in tables.take(Document)]
    attributions = [dataclasses.replace(row, p=0.874) if row.id == "a-c1-1" else row for row in tables.take(Attribution)]
    sources = [dataclasses.replace(row, name=f"{row.name} </script>\u202e\x1b[0m") if row.id == "s-police" else row
               for row in tables.take(Source)]
    for name, rows in (("documents", documents), ("attributions", attributions), ("sources", sources)):
        tables = replace_rows(tables, name, rows)
    return tables
