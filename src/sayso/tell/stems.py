"""Words without their commonest endings, for comparing a question, a lexicon and a claim."""

from __future__ import annotations

import functools
import re

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
LEAST = 3  # letters that must be left: "red" is no past tense


def find_words(text: str) -> list[str]:
    """Words of a text in lower case, in order; "isn't" and "e-mail" are one each."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


@functools.lru_cache(maxsize=50_000)
def find_stem(word: str) -> str:
    """A word without its commonest endings: enough to meet 'dumped' with 'dump' and 'bodies' with 'body'."""
    word = word.removesuffix("'s")
    for ending, put in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST and not word.endswith("ss"):
            bare = word.removesuffix(ending) + put
            if ending in ("ing", "ed"):
                bare = _DOUBLED.sub(r"\1", bare)
            return bare.removesuffix("e") if len(bare) > LEAST else bare
    return word.removesuffix("e") if len(word) > LEAST else word
