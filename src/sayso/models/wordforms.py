"""Parts of speech and lemmas from a table of word forms met, in place of the pipeline's rules gone through word by word.

The pipeline's `attribute_ruler` holds 170 patterns of one word, which look at its tag, its dependency and, for some 100
words, at the word itself; and 8 of two words. What the patterns of one word give is worked out once for each combination,
by the ruler itself on a text of that one word, and kept. Lemmas are kept by form, part of speech and morphology. The same
values come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, ORTH, POS, TAG
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language

PARTS_LISTED = ("noun", "verb", "adj", "adv")  # parts of speech that the lemmatizer's dictionary lists
KEPT = [TAG, DEP, POS, MORPH, LEMMA]
MOST_LEMMAS = 200_000  # forms kept, about 20 MB; a text of more different words than that is no text


class Pairs(NamedTuple):
    """The ruler's patterns of two words, and the words and dependencies with which one can begin."""

    ruler: AttributeRuler
    lowers: frozenset[int]
    deps: frozenset[int]


class WordForms:
    """A component for spaCy's pipeline that sets what `attribute_ruler` and then `lemmatizer` would.

    Args:
        nlp: the pipeline with both components, whose patterns and tables are taken over.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        _index(self._lemmatizer.lookups)
        self._pairs = _take_pairs(self._ruler)
        self._looked_at = self._find_looked_at()
        self._given: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}
        self._known: dict[str, bool] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology and lemma of each word."""
        if not len(doc):
            return doc
        read = doc.to_array([ORTH, LOWER, IS_SPACE, TAG, DEP])
        given, looked_at = self._given, self._looked_at
        rows = []
        for orth, lower, is_space, tag, dep in read.tolist():
            key = (orth if lower in looked_at else 0, is_space, tag, dep)
            rows.append(given.get(key) or self._ask_ruler(key, self._vocab.strings[orth]))
        self._set(doc, rows)
        lowers, deps = set(read[:, 1].tolist()), set(read[:, 4].tolist())
        if lowers & self._pairs.lowers or deps & self._pairs.deps:
            self._pairs.ruler(doc)
        self._lemmatize(doc)
        return doc

    def is_word(self, form: str) -> bool:
        """Whether the lemmatizer's dictionary has a form in small letters, or one that it is an inflection of."""
        known = self._known.get(form)
        if known is None:
            if len(self._known) > MOST_LEMMAS:
                self._known.clear()
            known = self._known[form] = _is_listed(form, self._lemmatizer.lookups)
        return known

    def _ask_ruler(self, key: tuple[int, ...], word: str) -> tuple[int, ...]:
        """What the ruler makes of a word alone."""
        alone = Doc(self._vocab, words=[word])
        alone.from_array([TAG, DEP], np.array([key[2:]], dtype=np.uint64))
        row = tuple(self._ruler(alone).to_array(KEPT)[0].tolist())
        self._given[key] = row
        return row

    def _set(self, doc: Doc, rows: list[tuple[int, ...]]) -> None:
        doc.from_array([POS, MORPH, LEMMA], np.array([row[2:] for row in rows], dtype=np.uint64))
        for place, row in enumerate(rows):
            token = doc[place]
            if token.is_space:
                token.tag, token.dep = row[:2]

    def _lemmatize(self, doc: Doc) -> None:
        known = self._lemmas
        if len(known) > MOST_LEMMAS:
            known.clear()
        read = doc.to_array([ORTH, POS, MORPH, LEMMA])
        lemmas = []
        for place, (orth, pos, morph, lemma) in enumerate(read.tolist()):
            if not lemma:
                lemma = known.get((orth, pos, morph)) or self._add_lemma((orth, pos, morph), doc, place)
            lemmas.append(lemma)
        doc.from_array([LEMMA], np.array(lemmas, dtype=np.uint64)[:, None])

    def _add_lemma(self, key: tuple[int, int, int], doc: Doc, place: int) -> int:
        lemma = int(self._vocab.strings.add(self._lemmatizer.lemmatize(doc[place])[0]))
        self._lemmas[key] = lemma
        return lemma

    def _find_looked_at(self) -> frozenset[int]:
        return frozenset(
            self._vocab.strings.add(word) for rule in self._ruler.patterns for word in _words_of(rule["patterns"])
        )


def _index(lookups: Any) -> None:
    """Make sets of the dictionary's lists, which spaCy searches from end to end for each word that it hasn't met."""
    listed = lookups.get_table("lemma_index")
    for pos in PARTS_LISTED:
        listed.set(pos, frozenset(listed.get(pos, ())))


def _is_listed(form: str, lookups: Any) -> bool:
    if form in STOP_WORDS:
        return True
    index, rules, exceptions = (lookups.get_table(f"lemma_{name}") for name in ("index", "rules", "exc"))
    for pos in PARTS_LISTED:
        listed = index.get(pos, ())
        if form in listed or form in exceptions.get(pos, ()):
            return True
        if any(form.endswith(old) and form[: len(form) - len(old)] + new in listed for old, new in rules.get(pos, ())):
            return True
    return False


def _take_pairs(ruler: Any) -> Pairs:
    pairs = AttributeRuler(ruler.vocab)
    rules = [rule for rule in ruler.patterns if any(len(pattern) > 1 for pattern in rule["patterns"])]
    pairs.add_patterns(rules)
    strings = ruler.vocab.strings
    firsts = [pattern[0] for rule in rules for pattern in rule["patterns"]]
    lowers = {strings.add(word) for first in firsts for word in _words_of([[first]])}
    deps = {strings.add(first["DEP"]) for first in firsts if "DEP" in first}
    return Pairs(pairs, frozenset(lowers), frozenset(deps))


def _words_of(patterns: Iterable[Any]) -> set[str]:
    """Words that patterns name, in lower case; those of a regular expression as it is spelt out below."""
    words: set[str] = set()
    for token in (token for pattern in patterns for token in pattern):
        lower = token.get("LOWER", ())
        if isinstance(lower, dict):
            words.update(lower.get("IN", ()))
            words.update(SPELT_OUT.get(lower.get("REGEX", ""), ()))
        else:
            words.update([lower] if lower else ())
    return words


SPELT_OUT = {
    "^n'?t$": ("nt", "n't"),
    "^n[ou]thin'$": ("nothin'", "nuthin'"),
    "^y'?$": ("y", "y'"),
}
"""The three regular expressions among the patterns, as the words that they match."""
