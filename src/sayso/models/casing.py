"""Text in capitals as it would be written otherwise, character for character, so that a parser trained on news can read it.

The parser takes a word in capitals for a name. Lower-cased, it knows most words again and many names; those, the words that
no dictionary has, and names that the rest of the document spells with a capital get theirs back, and the text is parsed
once more. Offsets don't move: a letter whose other case has another length stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CAPITALS_SHARE = 0.85  # of letters: initials, "Mc" and stray words in small letters don't make a text a normal one
FEWEST_LETTERS = 25  # fewer in capitals are headings, acronyms and shouts that the parser gets right or nobody needs
FEWEST_WORDS = 5
NAMES = {"PERSON", "GPE", "ORG", "NORP", "LOC", "FAC"}
LONGEST_ACRONYM = 4  # letters of a body's name that stay capitals: WHO, NATO


def is_shouted(text: str) -> bool:
    """Whether a stretch is written in capitals throughout."""
    letters = sum(map(str.isalpha, text))
    if letters < FEWEST_LETTERS or len(text.split()) < FEWEST_WORDS:
        return False
    return sum(map(str.isupper, text)) >= CAPITALS_SHARE * letters


def lower_in_place(text: str) -> str:
    """Small letters for capitals, one character for one."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def restore_case(
    text: str, *, parse: Callable[[str], Doc], is_word: Callable[[str], bool], names: Collection[str]
) -> str:
    """Write a shouted stretch as it would be written in a newspaper; as long as it was, character for character.

    Args:
        parse: the parser.
        is_word: whether a dictionary has a word, given in small letters.
        names: words, in small letters, that the rest of the document writes with a capital only.
    """
    low = lower_in_place(text)
    out = list(low)
    for token in parse(low):
        start, end = token.idx, token.idx + len(token)
        if token.ent_type_ == "ORG" and token.is_alpha and len(token) <= LONGEST_ACRONYM and not is_word(token.text):
            out[start:end] = text[start:end]
        elif token.is_sent_start or token.lower_ == "i" or _is_name(token, is_word, names):
            at = next((i for i in range(start, end) if low[i].isalpha()), start)
            out[at] = text[at]
    return "".join(out)


def _is_name(token: Token, is_word: Callable[[str], bool], names: Collection[str]) -> bool:
    if token.lower_ in names or token.tag_ in ("NNP", "NNPS"):
        return True
    if token.ent_type_ in NAMES and token.pos_ in ("NOUN", "PROPN", "ADJ") and not token.is_stop:
        return True
    return token.is_alpha and len(token) > 2 and not token.is_stop and not is_word(token.text)
