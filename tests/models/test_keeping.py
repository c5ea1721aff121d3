"""What the models gave is kept and given back to the last bit, whatever stood beside it; a keeper changes no result."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.models import encoder, pairing
from sayso.models.encoder import encode_kept, encode_texts
from sayso.models.keeping import SPARE_LEAST, MemoryKeeper, find_keeper, is_too_many, keep_in, make_key, remember
from sayso.models.pairing import compare_kept, compare_texts

TEXTS = (
    "The lock keeper said that the gates had stood open since noon.", "Nobody asked.", "", "On 4 June 31 barges were counted.",
    "Ilse Marran, who had been at the weir, denied that anyone had told her of the order before the water rose over the towpath.",
    "é" * 40, "\ud800 and a half", "שער \U0001f6a7", "The lock keeper said that the gates had stood open since noon.",
)


class Counting(MemoryKeeper):
    """Counts what it was asked to keep."""

    def __init__(self):
        super().__init__()
        self.n_kept = 0

    def keep(self, found):
        self.n_kept += len(found)
        super().keep(found)


def test_what_is_kept_comes_back_to_the_last_bit():
    bare, keeper = encode_texts(TEXTS), Counting()
    with keep_in(keeper):
        first, again = encode_kept(TEXTS), encode_kept(TEXTS[::-1])
    assert np.array_equal(first, bare) and np.array_equal(again, bare[::-1])
    assert first.dtype == again.dtype == np.float32
    assert keeper.n_kept == len(set(TEXTS))
    assert find_keeper() is None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(TEXTS) | st.text(max_size=200), min_size=1, max_size=40), st.randoms())
def test_a_vector_does_not_hang_on_the_texts_beside_it(texts, pick):
    some = pick.sample(range(len(texts)), pick.randint(1, len(texts)))
    assert np.array_equal(encode_texts(texts)[some], encode_texts([texts[i] for i in some]))


def test_half_known_texts_are_filled_in():
    keeper, bare = Counting(), encode_texts(TEXTS)
    with keep_in(keeper):
        encode_kept(TEXTS[2:5])
        assert np.array_equal(encode_kept(TEXTS), bare)
    assert keeper.n_kept == len(set(TEXTS))


def test_where_vectors_hang_on_one_another_nothing_is_kept(monkeypatch):
    keeper, bare = Counting(), encode_texts(TEXTS)
    monkeypatch.setattr(encoder, "_name_maker", lambda: None)
    with keep_in(keeper):
        assert np.array_equal(encode_kept(TEXTS), bare)
    assert keeper.n_kept == 0


def test_another_machine_s_vectors_are_not_taken(monkeypatch):
    keeper = Counting()
    with keep_in(keeper):
        encode_kept(TEXTS)
        monkeypatch.setattr(encoder, "_name_maker", lambda: "of another arithmetic")
        encode_kept(TEXTS)
    assert keeper.n_kept == 2 * len(set(TEXTS))


@pytest.mark.parametrize("data", [b"", b"short", b"\0" * (4 * encoder.WIDTH + 1)])
def test_what_can_be_no_vector_is_made_anew(data):
    keeper, bare = Counting(), encode_texts(TEXTS[:2])
    keeper.keep({make_key(encoder._name_maker(), text): data for text in TEXTS[:2]})
    with keep_in(keeper):
        assert np.array_equal(encode_kept(TEXTS[:2]), bare)
        encode_kept(TEXTS[:2])
    assert keeper.n_kept == 4


def test_pairs_are_kept_by_the_batch_that_they_stood_in():
    pairs = [(one, other) for one in TEXTS for other in TEXTS if "\ud800" not in one + other]
    random.Random(7).shuffle(pairs)
    bare, keeper = compare_texts(pairs), Counting()
    with keep_in(keeper):
        first, again, fewer = compare_kept(pairs), compare_kept(pairs), compare_kept(pairs[:5])
    for found in (first, again):
        assert np.array_equal(found.relations, bare.relations) and np.array_equal(found.nli, bare.nli)
    assert np.array_equal(fewer.relations, compare_texts(pairs[:5]).relations)  # of another batch, so not taken from the first
    assert keeper.n_kept == -(-len(pairs) // pairing.BATCH) + 1


def test_a_key_is_of_each_text_by_itself():
    keys = {make_key("a", "b", "c"), make_key("ab", "c"), make_key("a", "bc"), make_key("a", "c", "b"), make_key("abc")}
    assert len(keys) == 5 and {len(key) for key in keys} == {16}


def test_what_nothing_asks_for_is_dropped_when_there_is_much_of_it():
    keeper = MemoryKeeper()
    keeper.keep({bytes([1, i % 256, i // 256]): b"x" for i in range(SPARE_LEAST + 10)})
    keeper.drop_unused()
    assert len(keeper.take([bytes([1, 0, 0]), bytes([1, 9, 0])])) == 2  # asked for since it was opened
    keeper._used = {bytes([1, 0, 0])}
    keeper.drop_unused()
    assert set(keeper.take([bytes([1, 0, 0]), bytes([1, 9, 0])])) == {bytes([1, 0, 0])}
    assert not is_too_many(SPARE_LEAST, 0) and is_too_many(SPARE_LEAST + 1, 0) and not is_too_many(40_000, 20_000)


def test_each_keeper_hears_of_what_another_was_asked():
    asked = []
    double = remember(maxsize=4)(lambda n: asked.append((find_keeper(), n)) or 2 * n)
    one, other = MemoryKeeper(), MemoryKeeper()
    for keeper in (None, one, other, one, None):
        with keep_in(keeper):
            assert double(21) == 42
    assert asked == [(None, 21), (one, 21), (other, 21)]
