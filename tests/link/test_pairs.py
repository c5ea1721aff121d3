"""How likely two claims are one, and which pairs the model is asked of."""

from __future__ import annotations

import numpy as np
import pytest
from link_rows import claim

from sayso.link.likeness import make_features
from sayso.link.nearest import EXACT, find_nearest
from sayso.link.pairs import Judged, find_instances, judge_pairs
from sayso.models.pairing import RELATIONS
from sayso.schema import Claim


def judge(*claims: Claim) -> dict[frozenset[str], float]:
    features = make_features(claims, [], source_of={})
    judged = judge_pairs(features)
    texts = [one.text for one in features.claims]
    return {
        frozenset((texts[i], texts[j])): float(p)
        for i, j, p in zip(judged.first, judged.second, judged.alike, strict=True)
    }


SOLD = claim("d1", "the mayor sold the barge to a cousin")
RESOLD = claim("d2", "a relative of the mayor bought the barge from her")
DENIED = claim("d3", "the mayor never sold the barge to anyone", polarity="negated")
PAINTED = claim("d4", "the mayor had the barge painted red last summer")


@pytest.mark.parametrize("other", [RESOLD, DENIED])
def test_a_restatement_and_a_denial_are_likelier_one_than_a_neighbour(other: Claim) -> None:
    found = judge(SOLD, RESOLD, DENIED, PAINTED)
    assert found[frozenset((SOLD.text, other.text))] > 2 * found.get(frozenset((SOLD.text, PAINTED.text)), 0.0)


def test_what_excludes_by_a_number_is_not_one() -> None:
    a, b = (claim(f"d{n}", f"{n} sailors drowned when the barge sank", quantities=(f"{n} sailors",)) for n in (43, 57))
    assert judge(a, b)[frozenset((a.text, b.text))] <= 0.02


def test_the_same_words_are_one() -> None:
    again = claim("d9", SOLD.text)
    features = make_features([SOLD, again], [], source_of={})
    assert judge_pairs(features).alike.tolist() == [1.0]


def test_instances_go_from_the_special_to_the_general() -> None:
    relations = np.zeros((2, len(RELATIONS)), dtype=np.float32)
    relations[0, RELATIONS.index("a in b")] = relations[1, RELATIONS.index("b in a")] = 0.8
    places = np.array([0, 1]), np.array([2, 3])
    judged = Judged(*places, np.zeros(2, np.float32), relations, np.zeros(2, np.float32), np.ones(2, np.bool_))
    assert [(one.special, one.general) for one in find_instances(judged)] == [(0, 2), (3, 1)]


def test_many_vectors_find_nearly_the_neighbours_that_comparing_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    topics = chance.normal(size=(300, 32))
    vectors = (topics[chance.integers(0, 300, 3000)] + 0.5 * chance.normal(size=(3000, 32))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert len(vectors) <= EXACT
    exact = set(zip(*(some.tolist() for some in find_nearest(vectors, n=5, at_least=0.2)[:2]), strict=True))
    monkeypatch.setattr("sayso.link.nearest.EXACT", 1000)
    found = set(zip(*(some.tolist() for some in find_nearest(vectors, n=5, at_least=0.2)[:2]), strict=True))
    assert len(found & exact) > 0.95 * len(exact)


def test_neighbours_are_each_pair_once_the_lower_first() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 0]]
    first, second, likeness = find_nearest(vectors, n=2, at_least=0.5)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 3), (1, 3)]
    assert likeness.tolist() == [1.0, 1.0, 1.0]


def test_nothing_has_no_neighbours() -> None:
    assert [len(some) for some in find_nearest(np.zeros((0, 8), dtype=np.float32), n=3, at_least=0.1)] == [0, 0, 0]
