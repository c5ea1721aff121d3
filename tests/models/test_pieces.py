"""Pieces and windows: every character's place is kept, every piece is read once."""

from __future__ import annotations

import functools

from hypothesis import given
from hypothesis import strategies as st

from sayso.models.pieces import find_pieces, make_windows
from sayso.models.wordpiece import WordPiece

TEXTS = st.text(alphabet=st.sampled_from(list("abcdeÉßİ \n\t.,\"“”'9-_e\u0301漢€")), max_size=400)


@functools.cache
def words() -> WordPiece:
    return WordPiece.load()


@given(TEXTS)
def test_places_stay_in_the_text_and_in_order(text: str) -> None:
    pieces = find_pieces(text, words())
    assert all(0 <= b <= e <= len(text) for b, e in zip(pieces.starts, pieces.ends, strict=True))
    assert list(pieces.starts) == sorted(pieces.starts)
    assert len({len(x) for x in (pieces.ids, pieces.starts, pieces.ends, pieces.kinds, pieces.words)}) == 1


@given(TEXTS)
def test_every_letter_lies_in_a_piece(text: str) -> None:
    pieces = find_pieces(text, words())
    covered = {place for b, e in zip(pieces.starts, pieces.ends, strict=True) for place in range(b, e)}
    assert all(i in covered for i, char in enumerate(text) if char.isalnum())


def test_pieces_spell_their_words() -> None:
    text = "Unacknowledged barrels, the harbourmaster said."
    pieces = find_pieces(text, words())
    vocabulary = {i: piece for piece, i in words()._ids.items()}
    for id_, b, e in zip(pieces.ids, pieces.starts, pieces.ends, strict=True):
        assert vocabulary[int(id_)].removeprefix("##") == text[b:e].lower()


def test_case_and_quotation_marks_are_told() -> None:
    text = 'NATO said "nine Barrels" were 40.'
    pieces = find_pieces(text, words())
    told = {text[b:e]: int(kind) for b, e, kind in zip(pieces.starts, pieces.ends, pieces.kinds, strict=True)}
    assert told["NATO"] // 2 == 2 and told["said"] // 2 == 0 and told["40"] // 2 == 4
    assert told["nine"] % 2 == 1 and told["were"] % 2 == 0


def test_a_mark_left_open_ends_with_its_paragraph() -> None:
    pieces = find_pieces("“It rained\n\nand then", words())
    assert pieces.kinds[1] % 2 == 1 and pieces.kinds[-1] % 2 == 0


@given(
    st.lists(st.integers(1, 90), min_size=1, max_size=12), st.integers(16, 80), st.one_of(st.none(), st.integers(1, 60))
)
def test_windows_share_out_the_pieces(lengths: list[int], longest: int, first: int | None) -> None:
    pieces = find_pieces("\n\n".join("a " * n for n in lengths), words())
    windows = make_windows(pieces, longest=longest, first=first)
    assert [w.core_first for w in windows] == [0, *(w.core_last for w in windows[:-1])]
    assert windows[-1].core_last == len(pieces)
    assert all(w.first <= w.core_first < w.core_last <= w.last <= w.first + longest for w in windows)
