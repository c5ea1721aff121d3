"""Who was asked and did not answer, in invented texts."""

from __future__ import annotations

import random

import pytest

from sayso.engine.stage import run_stage
from sayso.schema import Claim, Document, Identity, Membership, Referent, Silence, Source, Tables
from sayso.trace.silences import SILENCES


def make_tables(text: str, *names: str, speaks_for: dict[str, str] | None = None) -> Tables:
    """One document, its named referents at every place where their name stands, one claim in its first paragraph."""
    tables = Tables({"documents": [Document(
        "d", "0", "d.txt", "text/plain", len(text), text, "d", (), None, None, "en", None, None, (), "test"
    )]})
    for name in names:
        places = tuple((at, at + len(name)) for at in range(len(text)) if text.startswith(name, at))
        body = (speaks_for or {}).get(name)
        tables.add("referents", [Referent(
            name, "d", name, "person", True, True, (), None, (), places, body, None, "test"
        )])
        tables.add("sources", [Source(f"s:{name}", name, "person", True, True, (), None, None)])
        tables.add("identities", [Identity(name, f"s:{name}", 1.0, "test")])
    end = text.find("\n\n") if "\n\n" in text else len(text)
    tables.add("claims", [Claim(
        "c", "d", "part", ((0, 5),), "words", "words", 0, end, None, False, "affirmed", (), "", "asserts", (), "", (), (), "test"
    )])
    tables.add("memberships", [Membership("c", "g", "affirmed", 1.0, "test")])
    return tables


def silences(text: str, *names: str, **columns: dict[str, str]) -> list[Silence]:
    return run_stage(SILENCES, make_tables(text, *names, **columns)).take(Silence)


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("Ines Keller declined to comment.", "Ines Keller", "declined"),
        ("Keller would not comment on the valves.", "Keller", "declined"),
        ("The mill had no immediate comment.", "The mill", "declined"),
        ("Orrel Mill did not immediately respond to several requests for comment.", "Orrel Mill", "did not respond"),
        ("Keller has not returned our calls.", "Keller", "did not respond"),
        ("Calls to Orrel Mill were not returned.", "Orrel Mill", "did not respond"),
        ("E-mails sent to the harbour master went unanswered.", "the harbour master", "did not respond"),
        ("We sent the mill nine questions. The mill did not answer.", "The mill", "did not respond"),
        ("There was no response from the ministry.", "the ministry", "did not respond"),
        ("Keller, who left the mill in March, could not be reached.", "Keller", "could not be reached"),
        ("Rowan Tse, the foreman, was not available for comment.", "Rowan Tse", "could not be reached"),
        ("Attempts to reach Keller were unsuccessful.", "Keller", "could not be reached"),
        ("The valves were open, the log says, but Ines Keller declined to comment.", "Ines Keller", "declined"),
    ],
)
def test_ways_to_say_that_nobody_answered(text: str, name: str, how: str) -> None:
    assert [(row.name, row.how) for row in silences(text)] == [(name, how)]


@pytest.mark.parametrize(
    "text",
    [
        "The engine did not respond.",
        "The two sides could not reach a deal.",
        "Keller declined the chair and sat down.",
        "Keller commented on the valves at length.",
        "The pump would not start.",
    ],
)
def test_what_is_no_silence(text: str) -> None:
    assert not silences(text)


def test_the_words_stand_in_the_text_and_the_source_is_known() -> None:
    text = "Spent dye went into the Orrel.\n\nOrrel Mill did not respond to three requests for comment."
    (row,) = silences(text, "Orrel Mill")
    assert row.source_id == "s:Orrel Mill"
    assert [text[start:end] for start, end in row.spans] == ["did not respond to three requests for comment"]


def test_a_spokesman_is_the_body_that_was_asked() -> None:
    (row,) = silences("A spokesman for Orrel Mill declined to comment.", "Orrel Mill")
    assert (row.name, row.source_id) == ("A spokesman for Orrel Mill", "s:Orrel Mill")
    (row,) = silences("Rowan Tse declined to comment.", "Rowan Tse", "Orrel Mill", speaks_for={"Rowan Tse": "Orrel Mill"})
    assert row.source_id == "s:Orrel Mill"


def test_a_guard_of_the_mill_is_not_the_mill() -> None:
    (row,) = silences("Orrel Mill's night guard at the lower gate declined to comment.", "Orrel Mill")
    assert row.source_id is None


def test_a_pronoun_is_whom_the_text_says_was_asked() -> None:
    (row,) = silences("We asked Orrel Mill for the log. It declined to comment.", "Orrel Mill")
    assert (row.name, row.source_id) == ("Orrel Mill", "s:Orrel Mill")
    assert not silences("It declined to comment.", "Orrel Mill")


def test_what_it_may_bear_on() -> None:
    near = silences("Spent dye went into the Orrel, and Ines Keller declined to comment.")
    far = silences("Spent dye went into the Orrel.\n\nInes Keller declined to comment.")
    assert (near[0].group_ids, far[0].group_ids) == (("g",), ())
    assert "1 in the same paragraph" in near[0].why


def test_order_changes_nothing() -> None:
    tables = make_tables("Keller declined to comment. Tse could not be reached. Orrel Mill did not return calls.", "Keller", "Tse")
    made = run_stage(SILENCES, tables).take(Silence)
    assert len(made) == 3
    for seed in range(4):
        for name in tables.names():
            random.Random(seed).shuffle(tables.named(name))
        assert run_stage(SILENCES, tables).take(Silence) == made


def test_the_company_is_the_one_just_asked() -> None:
    (row,) = silences("We sent Orrel Mill nine questions on Monday. The company did not answer.", "Orrel Mill")
    assert (row.name, row.source_id) == ("Orrel Mill", "s:Orrel Mill")
    (row,) = silences("We asked the river board to send someone. It declined to take part.")
    assert (row.name, row.source_id) == ("the river board", None)
