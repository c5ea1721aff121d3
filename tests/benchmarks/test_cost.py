"""Piles of any size made of a small one, and the exponent fitted to what they cost."""

from __future__ import annotations

import pytest

import cost
from replicas import Pile, Vocabulary, Wording, number_of
from sayso.case import Case
from sayso.config import Settings
from sayso.schema import TABLES, Claim, Document, Hop, Membership, Referent, Tables
from sayso.store.check import check_tables

TEXT = """Maud Teller of the Brandle Harbour Board said on Friday 3 May 2019 that nine boats were lost off the north light.

"The light was dark, and we don't know why," Teller said. According to a report by the board, 41 lamps had failed.
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    for name, text in (("wire.txt", TEXT), ("echo.txt", TEXT.replace("nine boats", "ten boats"))):
        (folder / name).write_text(text, encoding="utf-8")
    with Case.in_memory(Settings(reader="rules", workers=1)) as case:
        case.add([folder])
        return case.store.tables(with_linked=False)


@pytest.mark.parametrize("n", [1, 7, 40])
def test_a_pile_has_as_many_claims_as_asked_and_holds_together(read, n):
    made = Pile.of(read).replicate(n)
    check_tables(made)  # every claim's words are those at its spans, every id is there
    assert len(made.take(Claim)) == n
    assert {hop.claim_id for hop in made.take(Hop)} == {claim.id for claim in made.take(Claim)}
    for table in (table for table in TABLES.values() if table.key == ("id",)):
        ids = [row.id for row in made.named(table.name)]
        assert len(ids) == len({*ids}), table.name


def test_the_first_replica_is_the_pile_itself(read):
    made = Pile.of(read).replicate(len(read.take(Claim)))
    assert sorted(made.take(Claim), key=lambda row: row.id) == sorted(read.take(Claim), key=lambda row: row.id)
    assert [document.text for document in made.take(Document)] == [document.text for document in read.take(Document)]


def test_another_replica_tells_another_story_in_the_same_places(read):
    n = len(read.take(Claim))
    texts = [document.text for document in Pile.of(read).replicate(3 * n).take(Document)]
    assert len(texts) == 6
    for text, own in zip(texts[2:], texts[:2] * 2, strict=True):
        assert "Maud" not in text and "Teller" not in text and "boats" not in text
        assert "Friday" in text and "May" in text and "don't" in text
        assert [len(word) for word in text.split()] == [len(word) for word in own.split()]
    assert len({text.split()[0] for text in texts}) == 3, "a name in each"
    assert {number_of(row) for row in Pile.of(read).replicate(3 * n).take(Document)} == {0, 1, 2}


def test_one_word_becomes_one_word_all_through_a_replica(read):
    wording = Wording(Vocabulary.of(read), 1)
    assert wording.put("Maud Teller. Teller, TEXT 41, 41").split()[1].strip(".") == wording.put("Teller")
    assert wording.put("the lamps") == wording.put("the lamps") != "the lamps"
    assert wording.put("Lamps") == wording.put("lamps").capitalize()
    assert len(wording.put("2019")) == 4 and wording.put("2019").startswith("201")
    assert Wording(Vocabulary.of(read), 0).put("Maud Teller") == "Maud Teller"
    assert len({Wording(Vocabulary.of(read), number).put("Teller") for number in range(20)}) == 20


def test_kinds_of_sources_keep_their_word(read):
    heads = {row.head for row in read.take(Referent) if row.head}
    assert "report" in heads
    assert Wording(Vocabulary.of(read), 1).put("a report") == "a report"


@pytest.mark.parametrize(
    ("costs", "exponent"),
    [
        pytest.param([2.0, 20.0, 200.0], 1.0, id="linear"),
        pytest.param([3.0, 300.0, 30_000.0], 2.0, id="quadratic"),
        pytest.param([5.0, 5.0, 5.0], 0.0, id="the same whatever the size"),
    ],
)
def test_the_exponent_of_what_grows(costs, exponent):
    assert cost.fit_exponent([1_000, 10_000, 100_000], costs) == pytest.approx(exponent)


@pytest.mark.parametrize(("sizes", "costs"), [([1000, 1000], [1.0, 2.0]), ([10, 20], [0.0, 1.0])])
def test_an_exponent_that_nothing_tells(sizes, costs):
    with pytest.raises(ValueError, match="no exponent"):
        cost.fit_exponent(sizes, costs)


def test_a_watched_function_is_timed_wherever_it_is_known():
    from sayso.link import wording  # noqa: PLC0415

    before = wording.find_stems
    meter = cost.Meter()
    try:
        meter.watch("stems", before)
        assert wording.find_stems("the dark lamps") == before("the dark lamps")
        assert list(meter.seconds) == ["stems"]
    finally:
        for module in [module for key, module in __import__("sys").modules.items() if key.startswith("sayso.")]:
            if getattr(module, "find_stems", before) is not before:
                module.find_stems = before


def test_groups_of_two_stories_are_counted():
    from link.link_rows import claim, document  # noqa: PLC0415

    claims = [claim("a", "one"), claim("b", "two"), claim("c", "three")]
    tables = Tables({"documents": [document(name, path=f"{k}/{name}.txt") for k, name in enumerate("abc")], "claims": claims})
    rows = [Membership(row.id, group, "affirmed", 1.0, "") for row, group in zip(claims, "xxy", strict=True)]
    assert cost.find_mixed(tables, Tables({"memberships": rows})) == pytest.approx(2 / 3)


def test_a_small_pile_is_measured(read):
    found = cost.measure(read, 12)
    assert found.claims == 12
    assert found.cpu_s > 0 and sum(found.stages.values()) == pytest.approx(found.cpu_s, rel=0.05)
    assert 0 < found.models["encoder"] <= found.cpu_s
    assert found.n_rows["memberships"] == 12
