"""The English pipeline's name finder, its greedy decoding done in numpy.

spaCy decodes word by word and asks each of its 74 moves in turn whether it may follow; that takes longer than the network
itself. Outside a name the scores of a word depend on no earlier decision, so all of them come from one matrix product,
and only the words inside a name of several words are gone through one by one. Same weights, same rules, same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.tokens import Span
from spacy.util import minibatch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

MOST_AT_ONCE = 32  # blocks; more gain nothing and hold more memory


class Moves(NamedTuple):
    """The moves of one kind, as columns of the scores, by label."""

    begin: dict[int, int]
    inside: dict[int, int]
    last: dict[int, int]
    unit: dict[int, int]
    outside: int


class EntityFinder:
    """A component for spaCy's pipeline that sets `doc.ents` as the pipeline's own `ner` would.

    Args:
        ner: the trained component, whose weights it takes over.
    """

    def __init__(self, ner: Any) -> None:
        self._tok2vec = ner.model.get_ref("tok2vec")
        lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        n_feats, n_hidden, n_pieces, width = lower.get_param("W").shape
        self._n_feats, self._n_hidden, self._n_pieces = n_feats, n_hidden, n_pieces
        self._lower: Floats = np.ascontiguousarray(lower.get_param("W").reshape(-1, width).T)
        self._bias: Floats = lower.get_param("b").reshape(-1)
        self._pad: Floats = lower.get_param("pad").reshape(n_feats, -1)
        self._upper: Floats = upper.get_param("W")
        self._upper_bias: Floats = upper.get_param("b")
        self._moves = _sort_moves(ner)
        self._may_follow_none = np.full(len(self._upper), -np.inf, np.float32)
        for column in (*self._moves.begin.values(), *self._moves.unit.values(), self._moves.outside):
            self._may_follow_none[column] = 0
        self._begins = {column: label for label, column in self._moves.begin.items()}
        self._units = {column: label for label, column in self._moves.unit.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = MOST_AT_ONCE) -> Iterator[Doc]:
        """Find the names of texts, some at a time."""
        for batch in minibatch(docs, size=min(batch_size, MOST_AT_ONCE)):
            full = [doc for doc in batch if len(doc)]
            if full:
                self._find_names(full)
            yield from batch

    def _find_names(self, docs: list[Doc]) -> None:
        rows: Floats = self._tok2vec.predict(docs) @ self._lower
        parts = rows.reshape(len(rows), self._n_feats, -1)
        free = parts[:, 0] + (self._pad[1] + self._pad[2] + self._bias)
        scores = self._most(free) @ self._upper.T + (self._upper_bias + self._may_follow_none)
        flags = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs]).astype(np.int64)
        ends = np.cumsum([len(doc) for doc in docs])
        may_go_on = np.append(flags[1:, 0] != 1, False)
        may_go_on[ends - 1] = False
        is_space = flags[:, 1] != 0
        scores[np.ix_(~may_go_on | is_space, list(self._begins))] = -np.inf
        scores[np.ix_(is_space, list(self._units))] = -np.inf
        best = scores.argmax(axis=1)
        start = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            found = self._walk(best[start:end], parts[start:end], may_go_on[start:end])
            doc.set_ents([Span(doc, *span) for span in found], default="outside")
            start = end

    def _walk(self, best: Any, parts: Floats, may_go_on: Any) -> Iterator[tuple[int, int, int]]:
        """First token, past the last token and label of each name of one text."""
        at = 0
        for place in np.flatnonzero(best != self._moves.outside).tolist():
            if place < at:
                continue  # inside the name before
            move = int(best[place])
            if move in self._units:
                yield place, place + 1, self._units[move]
                at = place + 1
            else:
                label = self._begins[move]
                at = self._end_of(place, label, parts, may_go_on)
                yield place, at, label

    def _end_of(self, start: int, label: int, parts: Floats, may_go_on: Any) -> int:
        pair = [self._moves.inside[label], self._moves.last[label]]
        weights, bias = self._upper[pair], self._upper_bias[pair]
        at = start + 1
        while may_go_on[at]:
            inside, last = weights @ self._most(parts[at, 0] + parts[start, 1] + parts[at - 1, 2] + self._bias) + bias
            if last > inside or (last == inside and pair[1] < pair[0]):
                break
            at += 1
        return at + 1

    def _most(self, sums: Floats) -> Floats:
        shape = (*sums.shape[:-1], self._n_hidden, self._n_pieces)
        most: Floats = sums.reshape(shape).max(axis=-1)
        return most


def _sort_moves(ner: Any) -> Moves:
    strings = ner.vocab.strings
    names = [ner.moves.get_class_name(column) for column in range(ner.moves.n_moves)]
    moves = Moves({}, {}, {}, {}, names.index("O"))
    kinds = {"B": moves.begin, "I": moves.inside, "L": moves.last, "U": moves.unit}
    for column, name in enumerate(names):
        kind, _, label = name.partition("-")
        if kind in kinds and label:
            kinds[kind][strings[label]] = column
    return moves
