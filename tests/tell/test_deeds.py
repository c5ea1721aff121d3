"""Deeds read off a sentence: the right doer and done-to, whichever way round it is said, and whether it is denied."""

from __future__ import annotations

import pytest

from sayso.models.parser import load_parser
from sayso.tell.deeds import find_deeds
from sayso.tell.plover import load_plover


def read(text: str) -> set[tuple[str, str, str, bool]]:
    deeds = find_deeds(list(load_parser()(text)), load_plover())
    return {(deed.use.event, deed.doer.text, deed.done_to.text, deed.is_denied) for deed in deeds}


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        pytest.param("Ostry attacked Lemna in March.", ("ASSAULT", "Ostry", "Lemna", False), id="active"),
        pytest.param("Lemna was attacked by Ostry in March.", ("ASSAULT", "Ostry", "Lemna", False), id="passive"),
        pytest.param("Ostry did not attack Lemna.", ("ASSAULT", "Ostry", "Lemna", True), id="not"),
        pytest.param("Lemna was never attacked by Ostry.", ("ASSAULT", "Ostry", "Lemna", True), id="passive and never"),
        pytest.param("Ostry failed to help Lemna.", ("AID", "Ostry", "Lemna", True), id="failed to"),
        pytest.param("Ostry refused to meet Lemna.", ("REJECT", "Ostry", "Lemna", False), id="a refusal is an act of its own"),
        pytest.param("Ostry threatened to bomb Lemna.", ("THREATEN", "Ostry", "Lemna", False), id="threatened, not done"),
        pytest.param("Ostry promised to help Lemna.", ("AGREE", "Ostry", "Lemna", False), id="promised, not done"),
        pytest.param("Ostry held talks with Lemna.", ("CONSULT", "Ostry", "Lemna", False), id="carried by a light verb"),
        pytest.param("Ostry denied talks with Lemna.", ("CONSULT", "Ostry", "Lemna", True), id="denied by its verb"),
        pytest.param("Ostry launched an attack on Lemna.", ("ASSAULT", "Ostry", "Lemna", False), id="attack on"),
        pytest.param("The attack on Lemna by Ostry went on.", ("ASSAULT", "Ostry", "Lemna", False), id="by, at a noun"),
        pytest.param("Ostry's attack on Lemna went on.", ("ASSAULT", "Ostry", "Lemna", False), id="owner of a noun"),
        pytest.param("Ostry and Lemna clashed on Friday.", ("ASSAULT", "Ostry", "Lemna", False), id="mutual"),
        pytest.param("Talks between Ostry and Lemna began.", ("CONSULT", "Ostry", "Lemna", False), id="between"),
        pytest.param("Ostry urged Lemna to pay.", ("DEMAND", "Ostry", "Lemna", False), id="urged"),
        pytest.param("Ostry, which had funded Lemna, closed.", ("AID", "Ostry", "Lemna", False), id="relative clause"),
        pytest.param("Ostry is an ally of Lemna.", ("COOPERATE", "Ostry", "Lemna", False), id="is an ally of"),
        pytest.param("A truce was concluded between Ostry and Lemna.", ("AGREE", "Ostry", "Lemna", False), id="passive between"),
        pytest.param("Ties between Ostry and Lemna have grown.", ("COOPERATE", "Ostry", "Lemna", False), id="ties between"),
        pytest.param("An alliance between Ostry and Lemna was announced.", ("COOPERATE", "Ostry", "Lemna", False), id="alliance"),
        pytest.param("Ostry has denied agreeing to any cease-fire with Lemna.", ("AGREE", "Ostry", "Lemna", True), id="agreed to"),
        pytest.param("Ostry entered into talks with Lemna.", ("CONSULT", "Ostry", "Lemna", False), id="entered into"),
        pytest.param("Ostry's kidnapping of Lemna went on.", ("ASSAULT", "Ostry", "Lemna", False), id="kidnapping of"),
        pytest.param("Lemna received two million crowns from Ostry.", ("AID", "Ostry", "Lemna", False), id="received from"),
        pytest.param("Lemna never took money from Ostry.", ("AID", "Ostry", "Lemna", True), id="never took from"),
        pytest.param("Ostry sent weapons to Lemna.", ("AID", "Ostry", "Lemna", False), id="sent weapons"),
        pytest.param("Ostry withdrew and attacked Lemna.", ("ASSAULT", "Ostry", "Lemna", False), id="subject of the verb before"),
    ],
)
def test_a_deed(text: str, deed: tuple[str, str, str, bool]) -> None:
    assert deed in read(text)


@pytest.mark.parametrize("text", [
    pytest.param("Ostry wants to attack Lemna.", id="wished"),
    pytest.param("If Ostry attacks Lemna, prices will rise.", id="a condition"),
    pytest.param("Ostry should help Lemna.", id="a duty"),
    pytest.param("Ostry sent Lemna nine questions.", id="words are no aid"),
    pytest.param("Ostry received a threat from Lemna.", id="what is received is no good"),
    pytest.param("Ostry holds shares of Lemna.", id="what is held is no actor"),
])
def test_no_deed_between_them(text: str) -> None:
    assert not [deed for deed in read(text) if deed[1:3] == ("Ostry", "Lemna")]


def test_the_direction_of_a_threat_is_not_turned() -> None:
    assert not [deed for deed in read("Lemna was threatened by Ostry.") if deed[1] == "Lemna"]


def test_every_word_stands_once_in_the_table() -> None:
    table = load_plover()
    assert set(table.events.values()) <= set(table.signs) and len(table.events) == 16
    assert all(use.joins for use in [*table.verbs.values(), *table.nouns.values()])


def test_classes_are_the_published_ones() -> None:
    """The sixteen of CAMEO2PLOVER-2021.txt, each on the side of the scale that PLOVER's quad class gives it."""
    friendly = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
    hostile = {"DEMAND", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    table = load_plover()
    assert {event for event, sign in table.events.items() if sign > 0} == friendly
    assert {event for event, sign in table.events.items() if sign < 0} == hostile
    assert {use.event for use in (*table.verbs.values(), *table.nouns.values())} <= friendly | hostile
