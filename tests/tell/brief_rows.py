"""Rows that tests of the brief's formats add to the affair of Saltmere, and models made of them."""

from __future__ import annotations

import dataclasses

from sayso.schema import (
    Caution,
    Cell,
    Claim,
    EvidenceItem,
    Grade,
    Hop,
    Hypothesis,
    Judgement,
    Source,
    Tables,
    Weighing,
)
from sayso.tell.making import make_model
from sayso.tell.model import Brief

MADE_AT = "2031-03-08T09:30:00+00:00"
ARABIC, HEBREW, EMOJI = "سد المياه", "מאגר המים", "🙂"
ODD_NAME = f"# [x](javascript:y) *{ARABIC}* {EMOJI} <b>|`$a$ \\ @x"
"""A name that every format has to survive."""


def model_of(tables: Tables, question: str = "Who dumped the dye?", mask: dict[str, str] | None = None) -> Brief:
    return make_model(tables, question=question, made_at=MADE_AT, version="0.0.test", mask=mask)


def add_odd_names(tables: Tables) -> Tables:
    """The same case with the mayor's name, a title and a publisher of every awkward sign."""
    renamed = {"s-mayor": ODD_NAME, "s-report": f"{HEBREW} report"}
    rows = {name: tables.named(name) for name in tables.names()}
    rows["sources"] = [dataclasses.replace(row, name=renamed.get(row.id, row.name)) for row in tables.take(Source)]
    rows["hops"] = [
        dataclasses.replace(row, name=ODD_NAME) if row.claim_id == "c3" and row.ordinal else row for row in tables.take(Hop)
    ]
    return Tables(rows)


def add_weighing(tables: Tables) -> Tables:
    """Two hypotheses with everything that weighing and judging them gives."""
    tables.add("hypotheses", [
        Hypothesis("H1", 0, "The plant dumped the dye", False), Hypothesis("H0", 1, "None of the others holds", True)
    ])
    tables.add("evidence", [EvidenceItem("g-dye", "affirmed", 0, ("s-report",), 1.0, None, 0.5, False, "one origin")])
    tables.add("cells", [
        Cell("H1", "g-dye", "affirmed", "consistent", "consistent", 0.8, (), 0.0, "it says so"),
        Cell("H0", "g-dye", "affirmed", "inconsistent", "inconsistent", 0.8, (), 0.0, "it says otherwise", "confirmed"),
    ])
    tables.add("weighings", [
        Weighing("H1", 1, 1, 0, 0.0, 0.0, None, 1, "nothing is inconsistent with it"),
        Weighing("H0", 2, 0, 1, 1.0, 1.0, None, 0, "one piece of evidence is"),
    ])
    tables.add("judgements", [Judgement(
        7, "H1", "Ann Weir", "2031-03-07T08:00:00+00:00", "likely", 0.55, 0.8, "moderate", ("one line only",),
        ("the report is real",), ("Bo thinks otherwise",), ("a second laboratory",), "the report names the plant", True,
    )])
    tables.add("cautions", [Caution("ca1", "rests on one line", "H1", "all of it rests on one report")])
    tables.add("grades", [Grade("source", "s-report", "B", "B", ("it was near",), None, (), "it was near")])
    return tables


def add_claims(tables: Tables, number: int) -> Tables:
    """The same case with so many more claims, each told once and in no group."""
    claim = next(claim for claim in tables.take(Claim) if claim.id == "c1")
    hops = [hop for hop in tables.take(Hop) if hop.claim_id == "c1"]
    tables.add("claims", [dataclasses.replace(claim, id=f"more-{i:05}") for i in range(number)])
    tables.add("hops", [dataclasses.replace(hop, claim_id=f"more-{i:05}") for i in range(number) for hop in hops])
    return tables
