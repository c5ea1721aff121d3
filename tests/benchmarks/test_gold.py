"""Gold files: one form whoever wrote them, and a clear word where one is wrong."""

from __future__ import annotations

import pytest
from gold_scene import GOLD as TOLD
from gold_scene import read_gold

from cases import DOCS, GOLD, find_cases
from gold import BadGold, load_gold


def test_a_gold_file_is_read(tmp_path):
    gold = read_gold(tmp_path)
    assert [(side.name, side.members, side.lines) for side in gold.sides] == [
        ("dark", ("W1", "E1"), 2), ("dark (denied)", ("O1",), 1),
    ]  # fmt: skip
    assert gold.opposed == {frozenset(pair) for pair in (("W1", "O1"), ("E1", "O1"), ("W2", "E2"))}
    assert {clash.relation for clash in gold.clashes} == {"dispute", "update"}
    assert gold.specialises == ((("W1", "E1"), ("O2",)),)


def test_what_follows_from_a_listed_pair_is_neither_wrong_nor_missed(tmp_path):
    listed = TOLD.replace("{a: O1, b: O2, kind: update", "{a: W1, b: O2, kind: date")
    gold = read_gold(tmp_path, listed)
    assert frozenset(("W1", "O2")) in gold.opposed
    assert gold.allied == {frozenset(("E1", "O2"))}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("id: W2, ", "id: W1, ", "ids are unique", id="an id twice"),
        pytest.param("id: W2, ", "", "no `id`", id="a claim without id"),
        pytest.param("[W1, E1, O1]", "[W1, E1, O1, X9]", "names X9", id="a member that isn't there"),
        pytest.param("negated: [O1]", "negated: [O1], affirmed: [O1]", "on both sides", id="a claim on both sides"),
        pytest.param("verdict: independent", "verdict: sure", "verdict 'sure'", id="a verdict that there isn't"),
        pytest.param("kind: number", "kind: colour", "kind 'colour'", id="a kind that there isn't"),
        pytest.param("kind: hedge lost", "kind: lost", "kind 'lost'", id="a drift that there isn't"),
        pytest.param("{doc: wire,", "{doc: wires,", "document wires", id="a document that isn't there"),
        pytest.param("{a: E1, b: O2,", "{a: E1, b: E1,", "against itself", id="a claim against itself"),
        pytest.param("parts: [W2]", "parts: W2", "without a list `parts`", id="parts that are no list"),
        pytest.param("groups:", "group:", "no mapping `groups`", id="no groups"),
        pytest.param("documents:", "documents: [", "can't be read", id="no YAML"),
    ],
)
def test_a_malformed_gold_file_is_refused(tmp_path, old, new, told):
    assert old in TOLD
    with pytest.raises(BadGold, match=told):
        read_gold(tmp_path, TOLD.replace(old, new, 1))


@pytest.mark.parametrize("folder", find_cases(), ids=lambda folder: folder.name)
def test_every_case_of_the_benchmarks_is_well_formed(folder):
    gold = load_gold(folder / GOLD)
    stems = {path.stem for path in (folder / DOCS).iterdir()}
    assert {claim.document for claim in gold.claims.values()} <= stems
    assert gold.sides and gold.opposed
