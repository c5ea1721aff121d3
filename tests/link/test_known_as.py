"""Other names that a text states itself."""

from __future__ import annotations

import pytest
from link_rows import document, referent

from sayso.link.known_as import find_other_names
from sayso.schema import Referent


def mention(text: str, name: str, kind: str = "organisation", **columns: object) -> Referent:
    start = text.index(name)
    return referent("d1", name, kind, spans=((start, start + len(name)),), **columns)


def read(text: str, *named: Referent) -> list[tuple[str, str, bool]]:
    rows = sorted(named, key=lambda row: row.id)
    return [
        (rows[other.place].name, other.name, other.other is not None)
        for other in find_other_names(rows, [document("d1", text)], [])
    ]


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        pytest.param("The Lantern Brigade, also known as the Eel, left.", "Lantern Brigade", "Eel", id="also known as"),
        pytest.param("The Lantern Brigade (formerly the Marsh Front) denied it.", "Lantern Brigade", "Marsh Front", id="formerly"),
        pytest.param("He met Ilya Venn, a.k.a. Doctor Moth, in May.", "Ilya Venn", "Doctor Moth", id="a.k.a."),
        pytest.param("Ilya Venn, better known by his nickname “Moth”, left.", "Ilya Venn", "Moth", id="nickname"),
        pytest.param("The Lantern Brigade, known by its acronym LBG, left.", "Lantern Brigade", "LBG", id="acronym"),
        pytest.param("the Northern Harbour Police (NHP) said no.", "Northern Harbour Police", "NHP", id="brackets"),
        pytest.param("the Northern Harbour Police, or NHP, said no.", "Northern Harbour Police", "NHP", id="or"),
        pytest.param("Verrano, variously known as Union, rules there.", "Verrano", "Union", id="variously"),
        pytest.param("Ilya Venn, whose real name is Boris Tack, left.", "Ilya Venn", "Boris Tack", id="real name"),
    ],
)
def test_a_stated_name(text: str, name: str, other: str) -> None:
    assert read(text, mention(text, name)) == [(name, other, False)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The head of the Lantern Brigade, known as Moth, left.", id="the head or the brigade"),
        pytest.param("The Lantern Brigade identified 40 wells.", id="a verb"),
        pytest.param("The Lantern Brigade (Selm) said no.", id="a place in brackets"),
        pytest.param("The Lantern Brigade, known for its raids, left.", id="known for"),
        pytest.param("The Lantern Brigade called Ada Kell on Monday.", id="called somebody"),
        pytest.param("The Lantern Brigade was named Guest of the Year.", id="an honour"),
    ],
)
def test_what_states_no_name(text: str) -> None:
    assert read(text, mention(text, "Lantern Brigade")) == []


def test_both_names_may_be_referents() -> None:
    text = "Verrano, also known as the Union, rules. The Union has boats."
    assert read(text, mention(text, "Verrano"), mention(text, "Union")) == [("Verrano", "Union", True)]


def test_an_unnamed_person_with_a_code_name() -> None:
    text = "A harbour clerk, identified only as XQ4, wrote the mail."
    clerk = mention(text, "A harbour clerk", "official", is_named=False, head="clerk")
    assert read(text, clerk) == [("A harbour clerk", "XQ4", False)]
