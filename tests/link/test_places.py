"""Which places exclude each other."""

from __future__ import annotations

from link_rows import document, referent

from sayso.link.places import Places


def places_of(text: str, *names: str) -> Places:
    rows = [
        referent("d1", name, "place", spans=tuple((i, i + len(name)) for i in [text.find(name)])) for name in names
    ]
    return Places(rows, [document("d1", text)])


def test_two_towns_exclude_each_other() -> None:
    assert places_of("Velm is far from Dunsee", "Velm", "Dunsee").exclude("Velm", "Dunsee")


def test_a_town_and_the_province_it_is_said_to_lie_in_do_not() -> None:
    assert not places_of("in Velm, in the hills of Norland, it rained", "Velm", "Norland").exclude("Velm", "Norland")
    assert not places_of("Norland's old port of Velm", "Norland", "Velm").exclude("Velm", "Norland")


def test_a_town_and_a_wide_area_do_not_but_two_countries_do() -> None:
    known = places_of("", "Velm")
    assert not known.exclude("Velm", "the north") and not known.exclude("Velm", "Portugal")
    assert known.exclude("Portugal", "Norway")


def test_one_name_more_or_less_full_is_one_place() -> None:
    assert not places_of("", "Velm").exclude("Velm", "the town of Velm")
