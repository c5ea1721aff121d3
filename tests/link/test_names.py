"""Names as they are compared."""

from __future__ import annotations

import pytest

from sayso.link import names
from sayso.link.gazetteer import load_equivalents, load_groups
from sayso.link.names import parse_name
from sayso.link.people import clash
from sayso.link.spellings import is_misspelt, is_spelt_alike


@pytest.mark.parametrize(
    ("surface", "words"),
    [
        pytest.param("The Harbour Times'", ("harbour", "times"), id="article and possessive"),
        pytest.param("José Peñalba’s", ("jose", "penalba"), id="accents and curly possessive"),
        pytest.param("U.N.", ("un",), id="dotted acronym"),
        pytest.param("U.N", ("un",), id="dotted acronym as a parser cuts it"),
        pytest.param("al-Marun", ("al", "marun"), id="hyphen"),
        pytest.param("Port Authority (PA)", ("port", "authority"), id="brackets are kept apart"),
        pytest.param("(no outlet given)", (), id="nothing but brackets is no name"),
    ],
)
def test_words_of_a_name(surface: str, words: tuple[str, ...]) -> None:
    assert parse_name(surface).words == words


def test_a_nickname_in_quotes_and_an_acronym_in_brackets_are_found() -> None:
    assert parse_name("Ramiro “El Zorro” Quint").nicknames == (("el", "zorro"),)
    assert parse_name("Ramiro “El Zorro” Quint").words == ("ramiro", "quint")
    assert parse_name("Port Authority (PA)").brackets == (("pa",),)


@pytest.mark.parametrize(
    ("surface", "left"),
    [
        pytest.param("Verrano drug cartel", ("verrano",), id="class pair"),
        pytest.param("Los Verranos", ("verranos",), id="foreign article"),
        pytest.param("Acme Shipping Ltd", ("acme", "shipping"), id="company form"),
        pytest.param("Mexican cartel", ("mexican", "cartel"), id="an adjective is no name"),
        pytest.param("drug cartel", ("drug", "cartel"), id="a common noun is no name"),
        pytest.param("Nigerians", ("nigerian",), id="people in the plural"),
    ],
)
def test_a_body_without_its_class(surface: str, left: tuple[str, ...]) -> None:
    assert names.strip_classes(parse_name(surface).words) == left


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        pytest.param("Ahmadu", "Ahamdu", True, id="two letters swapped"),
        pytest.param("Khan Marikhun", "Khan Marikhoun", True, id="another transliteration"),
        pytest.param("Niger", "Nigeria", False, id="a longer name"),
        pytest.param("Mario", "Maria", False, id="another last letter"),
        pytest.param("Iran", "Iraq", False, id="too short"),
        pytest.param("Unit 5101", "Unit 5102", False, id="digits"),
        pytest.param("Jonas Welter", "Jonah Walter", False, id="both words differ"),
        pytest.param("Boko haram", "Bokoharam", True, id="parted otherwise"),
    ],
)
def test_misspellings(a: str, b: str, is_one: bool) -> None:
    assert is_misspelt(parse_name(a).words, parse_name(b).words) is is_one


@pytest.mark.parametrize(
    ("a", "b", "is_two"),
    [
        pytest.param("Ada Kell", "Bruno Kell", True, id="other first names"),
        pytest.param("A. Kell", "Ada Kell", False, id="initial fits"),
        pytest.param("Ada Mary Kell", "Ada Kell", False, id="middle name"),
        pytest.param("al-Kell", "Ada Kell", False, id="a particle is no first name"),
    ],
)
def test_two_people_of_one_surname(a: str, b: str, is_two: bool) -> None:
    assert clash(parse_name(a).words, parse_name(b).words) is is_two


def test_titles_come_off_but_never_the_whole_name() -> None:
    assert names.strip_titles(("air", "chief", "marshal", "ada", "kell")) == ("ada", "kell")
    assert names.strip_titles(("ardenmoor", "county", "prosecutor", "ada", "kell")) == ("ada", "kell")
    assert names.strip_titles(("general",)) == ("general",)


def test_the_curated_list_names_kinds_the_schema_knows() -> None:
    assert {kind for _, kind in load_equivalents().values()} <= {"organisation", "place", "person"}


def test_no_name_of_the_lists_means_two_things() -> None:
    by_hand = load_equivalents()
    for words, group in load_groups().items():
        assert by_hand.get(words, group) == group


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        pytest.param("mohammed", "muhammad", True, id="dark and bright vowels"),
        pytest.param("youssef", "yousef", True, id="double letters"),
        pytest.param("sergei", "sergey", True, id="i and y"),
        pytest.param("maria", "marie", False, id="another last vowel"),
        pytest.param("ali", "aly", False, id="too short"),
    ],
)
def test_words_that_are_spelt_alike(a: str, b: str, alike: bool) -> None:
    assert is_spelt_alike(a, b) is alike
