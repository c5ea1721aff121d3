"""Words that tell something, and the sentence that a passage stands in: what rooms compare texts by."""

from __future__ import annotations

import re
from importlib import resources

from anyascii import anyascii

STEM = 6  # letters; brings most forms of one word together and keeps most words apart

_WORD = re.compile(r"[a-z][a-z']+|\d[\d,]*\d|\d")
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bLt)(?<!\bMrs)(?<!\bGen)(?<!\bSen)(?<!\bGov)(?<!\bCol)"
    r"(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)"
    r"[.!?][\"”’)]*\s+(?=[\"“(‘']?[A-Z0-9])|\n\s*\n"
)

FUNCTION_WORDS: frozenset[str] = frozenset(
    resources.files("sayso.text").joinpath("function_words.txt").read_text(encoding="utf-8").split()
)
"""Words of the grammar: they tell nothing about what a text is about."""


def find_stems(text: str) -> frozenset[str]:
    """Stems of the words that tell something; numbers without their commas."""
    plain = text if text.isascii() else anyascii(text)
    return frozenset(
        word.replace(",", "") if word[0].isdigit() else word.replace("'s", "").replace("'", "")[:STEM]
        for word in _WORD.findall(plain.lower())
        if word.replace("'", "") not in FUNCTION_WORDS
    )


def find_sentence(text: str, span: tuple[int, int], *, inside: tuple[int, int]) -> tuple[int, int]:
    """Bounds of the sentence, or sentences, that a span stands in.

    Args:
        text: of the document.
        span: what is looked for.
        inside: the paragraph around it; the sentence does not leave it.
    """
    low, high = min(inside[0], span[0]), max(inside[1], span[1])
    ends = [low, *(low + match.end() for match in _SENTENCE_END.finditer(text[low:high])), high]
    return max(end for end in ends if end <= span[0]), min(end for end in ends if end >= span[1])
