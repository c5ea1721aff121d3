"""Where a place of the flow stands: its token, its sentence, whether it is quoted, what part it plays there."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.quotes import find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass")


class Scenes:
    """The blocks of one document, asked by flow offset."""

    def __init__(self, blocks: Sequence[tuple[int, int, Doc]]) -> None:
        self.blocks = sorted(blocks, key=lambda block: block[0])
        self._starts = [start for start, _, _ in self.blocks]
        self._sentences = [start + sent.start_char for start, _, doc in self.blocks for sent in doc.sents]
        self._quoted = sorted(
            (start + quote.start, start + quote.end)
            for start, _, doc in self.blocks
            for quote in find_quotations(doc.text, 0, len(doc.text))
        )
        self._opened = [start for start, _ in self._quoted]

    def block_at(self, place: int) -> tuple[int, Doc]:
        """Flow start and parse of the block that holds a place."""
        start, _, doc = self.blocks[max(bisect.bisect_right(self._starts, place) - 1, 0)]
        return start, doc

    def head_at(self, span: tuple[int, int]) -> Token | None:
        """The token that heads the words of a span."""
        start, doc = self.block_at(span[0])
        words = doc.char_span(max(span[0] - start, 0), max(span[1] - start, 1), alignment_mode="expand")
        return words.root if words is not None and len(words) else None

    def sentence_at(self, place: int) -> int:
        """Number of the sentence that holds a place, counted through the document."""
        return bisect.bisect_right(self._sentences, place) - 1

    def quotation_at(self, place: int) -> tuple[int, int] | None:
        """The quotation that holds a place; null outside any."""
        i = bisect.bisect_right(self._opened, place) - 1
        return self._quoted[i] if i >= 0 and place < self._quoted[i][1] else None


def is_subject(token: Token) -> bool:
    """Whether a token, or the phrase it heads or helps to name, is the subject of a clause."""
    while token.dep_ in ("appos", "conj") or (token.dep_ in ("compound", "nmod") and token.head.pos_ == "PROPN"):
        token = token.head
    return token.dep_ in SUBJECTS


def is_of_main_clause(token: Token) -> bool:
    """Whether the clause that a token belongs to is not put under another as something said, or as an aside."""
    verb = token
    while verb.dep_ != "ROOT" and verb.pos_ not in ("VERB", "AUX"):
        verb = verb.head
    return verb.dep_ in ("ROOT", "conj")


def is_hearer(token: Token) -> bool:
    """Whether a token names who was told: 'told the Herald'."""
    return token.dep_ in ("dobj", "dative") and token.head.lemma_.lower() in ("tell", "inform", "brief", "assure")
