"""Sentences with vague wording: WikiWeasel, as the CoNLL-2010 shared task gave it.

Source: Farkas, Vincze, Móra, Csirik and Szarvas (2010), "The CoNLL-2010 shared task: learning to detect hedges and their
scope in natural language text"; Ganter and Strube (2009) for the idea. Licence: none stated; the texts are Wikipedia's.

What is marked is a sentence, yes or no. It is broader than vague sourcing: beside "some say" and "it is often said" a
sentence counts for "various", "many cities", "legendary". Half of the sentences that have a hedge in the Szeged corpus are
not marked here (699 of 1,352), so it isn't hedging either.

The table has no documents and is sorted by label, so its neighbours are no context. But 9 of 10 of its sentences stand in
the Szeged corpus, in their articles and as typed: those are found there by their letters and figures, and the article is the
example. The others are examples of one sentence.

How it is encoded: `cue_classes["vague"]` gives every labelled sentence as one span: "vague", or "O" for plain; sentences
that the table lacks are unknown. A word's label is therefore its sentence's, not a claim that this word is the vague one,
which nobody marked: read a sentence by the mean over its words. A loss that takes the greatest score of a sentence's words
instead (a plain sentence has no vague word, a vague one at least one) may use the same spans.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from training.examples import Example
from training.sets.archives import DamagedSet, read_members
from training.sets.hedges import find_sentences
from training.sets.joining import join_tokens
from training.sets.labels import Labelled

ARCHIVE = "vague-source-weasel.tar.xz"
MEMBER = "WikiWeasel-csv/nlp/hedge_classifier/data/wiki_weasel_clean/train.csv"
LABELS = {"0": "O", "1": "vague"}
BRACKET, MARKS = re.compile(r"-[LR][RSC]B-"), re.compile(r"[\W_]+")


def read_vague(folder: Path) -> list[Example]:
    """Read the vague and the plain sentences, in their articles where the Szeged corpus has them.

    Args:
        folder: holds this archive and that of `hedges.py`.
    Raises:
        MissingSet, DamagedSet: one of them isn't there, or isn't in its form.
    """
    labels = _read_labels(folder / ARCHIVE)
    examples: list[Example] = []
    for name, text, sentences in find_sentences(folder):
        keys = [_find_key(text[start:end]) for start, end in sentences]
        classes: Labelled = tuple(
            (start, end, labels[key][1]) for key, (start, end) in zip(keys, sentences, strict=True) if key in labels
        )
        if classes:
            examples.append(Example(f"weasel/train/{name}", "weasel", text, {}, {}, {"vague": classes}))
            for key in keys:
                labels.pop(key, None)
    for n, (words, label) in enumerate(labels.values()):
        text, _ = join_tokens(words.split())
        examples.append(
            Example(f"weasel/train/single {n}", "weasel", text, {}, {}, {"vague": ((0, len(text), label),)})
        )
    return examples


def _read_labels(archive: Path) -> dict[str, tuple[str, str]]:
    """For each sentence of the table, by its letters and figures: its words and its label; without those labelled both ways."""
    (table,) = read_members(archive, (MEMBER,))
    labels: dict[str, tuple[str, str]] = {}
    torn: set[str] = set()
    for n, row in enumerate(csv.DictReader(io.StringIO(table, newline=""))):
        if row.get("label") not in LABELS or row.get("text") is None:
            raise DamagedSet(f"row {n + 1} has no text or a label other than 0 and 1", where=f"{archive}: {MEMBER}")
        key, label = _find_key(row["text"]), LABELS[row["label"]]
        if labels.setdefault(key, (row["text"], label))[1] != label:
            torn.add(key)
    return {key: known for key, known in labels.items() if key and key not in torn}


def _find_key(sentence: str) -> str:
    return MARKS.sub("", BRACKET.sub("", sentence)).lower()
