"""Which words are common: whether a word, or what it is an ending of, stands in the encoder's vocabulary."""

from __future__ import annotations

import functools
from importlib import resources

_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "ment", "ments", "ist", "ists", "able", "al", "ally")
_LEAST = 4  # letters before an ending; shorter ones are pieces of words


@functools.cache
def load_words() -> frozenset[str]:
    """Load the whole words of BERT's vocabulary: some 20,000 that are common in English, and beginnings of words."""
    lines = resources.files("sayso.models").joinpath("vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())


def is_word(word: str) -> bool:
    """Whether a word in small letters is common, as it is or without an ending."""
    words = load_words()
    if word in words:
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        # "measur-ing" and "stabl-ed" lose an e, "occur-r-ing" doubles
        if stem != word and len(stem) >= _LEAST and (
            stem in words or f"{stem}e" in words or (stem[-1] == stem[-2] and stem[:-1] in words)
        ):
            return True
    return word.endswith("ies") and f"{word[:-3]}y" in words
