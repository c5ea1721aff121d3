"""From scores to spans."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sayso.models.heads import LINKS, REACH, Decoding, distance, pick_cues, pick_roles, pick_spans, softmax

ATTRIBUTION = LINKS[0]


def role_scores(n: int, **spans: tuple[int, int]) -> np.ndarray:
    scores = np.tile(np.asarray([4.0, 0.0, 0.0], dtype=np.float32), (n, 1))
    for role, (b, e) in spans.items():
        scores[b:e] = [0.0, 5.0, 0.0] if role.startswith("source") else [0.0, 0.0, 5.0]
    return scores


def test_a_begun_cue_parts_two_that_touch() -> None:
    scores = np.log(np.asarray([[0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]], dtype=np.float32))
    assert [span for span, _ in pick_cues(softmax(scores), floor=0.5)] == [(1, 3), (3, 4)]


def test_an_unbroken_role_keeps_its_heaviest_stretch() -> None:
    scores = role_scores(30, source=(2, 6), source_b=(20, 21), content=(10, 18))
    found = pick_roles(ATTRIBUTION, scores, (8, 9), np.arange(30, dtype=np.int32), Decoding())
    assert found == {"source": [(2, 6)], "content": [(10, 18)]}


def test_a_small_gap_is_bridged_and_a_speck_dropped() -> None:
    scores = role_scores(40, content=(4, 20), content_b=(36, 37))
    scores[10] = [5.0, 0.0, 0.0]
    found = pick_roles(ATTRIBUTION, scores, (0, 1), np.arange(40, dtype=np.int32), Decoding())
    assert found["content"] == [(4, 20)]


def test_a_word_is_not_cut() -> None:
    scores = role_scores(6, source=(1, 2))
    scores[2] = [0.4, 0.0, 0.0]  # the second piece of the same word, undecided
    found = pick_roles(ATTRIBUTION, scores, (4, 5), np.asarray([0, 1, 1, 2, 3, 4], dtype=np.int32), Decoding())
    assert found["source"] == [(1, 3)]


def test_a_stretch_ends_with_its_paragraph() -> None:
    words = np.asarray([0, 1, 2, -1, 4, 5, 6], dtype=np.int32)
    found = pick_roles(ATTRIBUTION, role_scores(7, source=(1, 6)), (6, 7), words, Decoding())
    assert found["source"] == [(1, 3)]
    found = pick_roles(ATTRIBUTION, role_scores(7, content=(1, 6)), (6, 7), words, Decoding())
    assert found["content"] == [(1, 3), (4, 6)]


def test_a_cue_has_no_role() -> None:
    found = pick_roles(ATTRIBUTION, role_scores(5, source=(0, 5)), (2, 3), np.arange(5, dtype=np.int32), Decoding(bridge=0))
    assert all(e <= 2 or b >= 3 for b, e in found["source"])


@given(st.integers(1, 300), st.data())
def test_distance_is_nought_on_the_cue_only(n: int, data: st.DataObject) -> None:
    b = data.draw(st.integers(0, n - 1))
    e = data.draw(st.integers(b + 1, n))
    far = distance(n, (b, e))
    assert ((far == REACH) == ((np.arange(n) >= b) & (np.arange(n) < e))).all()
    assert far.min() >= 0 and far.max() <= 2 * REACH


def test_labels_go_on_until_another_begins() -> None:
    labels = ("O", "B-person", "I-person", "B-place", "I-place")
    best = [0, 1, 2, 1, 3, 4, 0]
    shares = np.full((len(best), 5), 0.05, dtype=np.float32)
    shares[np.arange(len(best)), best] = 0.8
    assert [(span, label) for span, label, _ in pick_spans(shares, labels)] == [
        ((1, 3), "person"),
        ((3, 4), "person"),
        ((4, 6), "place"),
    ]
