"""Words to pieces, as BERT's uncased models expect them (Wu et al. 2016; Devlin et al. 2019)."""

from __future__ import annotations

import functools
import unicodedata
from importlib import resources

LONGEST_WORD = 100  # characters; longer words become one unknown piece, as in the reference code


class WordPiece:
    """Greedy longest-match-first tokeniser over a fixed vocabulary.

    `first` and `last` are the border pieces, `lengths` gives the characters of each piece, and `split_word` the pieces
    of one lower-case word without accents.
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._ids = vocabulary
        self._unknown = vocabulary["[UNK]"]
        self.first, self.last = vocabulary["[CLS]"], vocabulary["[SEP]"]
        self.lengths = {i: len(piece.removeprefix("##")) for piece, i in vocabulary.items()}
        self.split_word = functools.lru_cache(maxsize=50_000)(self._split_word)

    @classmethod
    def load(cls) -> WordPiece:
        """Load the vocabulary beside this file."""
        lines = resources.files("sayso.models").joinpath("vocab.txt").read_text(encoding="utf-8").splitlines()
        return cls({piece: i for i, piece in enumerate(lines)})

    def encode(self, text: str, *, max_pieces: int) -> list[int]:
        """Piece ids of a text between the two border pieces, at most `max_pieces` in all."""
        ids = [self.first]
        for word in split_words(text):
            ids.extend(self.split_word(word))
            if len(ids) >= max_pieces - 1:
                break
        return [*ids[: max_pieces - 1], self.last]

    def _split_word(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        ids, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                found = self._ids.get(word[start:end] if start == 0 else "##" + word[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(ids)


def split_words(text: str) -> list[str]:
    """Lower-case words and single punctuation marks, accents dropped."""
    out: list[str] = []
    word: list[str] = []
    for char in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or char == "\ufffd" or (category[0] == "C" and char not in "\t\n\r"):
            continue
        if char.isspace():
            _flush(word, out)
        elif _is_mark(char, category):
            _flush(word, out)
            out.append(char)
        else:
            word.append(char)
    _flush(word, out)
    return out


def _flush(word: list[str], out: list[str]) -> None:
    if word:
        out.append("".join(word))
        word.clear()


def _is_mark(char: str, category: str) -> bool:
    code = ord(char)
    is_ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    is_cjk = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF
    return is_ascii_mark or is_cjk or category.startswith("P")
