"""Words of a claim that tell something: for lexical likeness and to see that a passage is more than grammar."""

from __future__ import annotations

import re

from anyascii import anyascii

from sayso.link.naming import load_words

STOP_WORDS = load_words("stop_words")
STEM = 6  # letters; enough to bring forms of one word together and to keep most words apart

_WORD = re.compile(r"[a-z][a-z']+|\d[\d,.]*\d|\d")


def find_stems(text: str) -> frozenset[str]:
    """Stems of the words that tell something; numbers without their commas."""
    words = _WORD.findall(anyascii(text).lower())
    return frozenset(
        word.replace(",", "") if word[0].isdigit() else word.replace("'s", "").replace("'", "")[:STEM]
        for word in words
        if word not in STOP_WORDS
    )
