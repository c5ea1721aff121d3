"""Sentences with vague wording: WikiWeasel, as the CoNLL-2010 shared task gave it.

Source: Farkas, Vincze, Móra, Csirik and Szarvas (2010), "The CoNLL-2010 shared task: learning to detect hedges and their
scope in natural language text"; Ganter and Strube (2009) for the idea. Licence: none stated; the texts are Wikipedia's.

What is marked is a sentence, yes or no. It is broader than vague sourcing: beside "some say" and "it is often said" a
sentence counts for "various", "many cities", "legendary". Half of the sentences that have a hedge in the Szeged corpus are
not marked here (699 of 1,352), so it isn't hedging either. 9 of 10 sentences stand in the Szeged documents too.

How it is encoded: neighbouring sentences make one text, so that a model learns where a vague one begins and ends, and
`cue_classes["vague"]` gives every sentence of it, as one span: "vague", or "O" for plain. A word's label is therefore its
sentence's, not a claim that this word is the vague one, which nobody marked: read a sentence by the mean over its words.
A loss that takes the sentence's greatest score instead may use the same spans.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from training.examples import Example
from training.sets.archives import DamagedSet, read_members
from training.sets.joining import join_sentences

ARCHIVE = "vague-source-weasel.tar.xz"
MEMBER = "WikiWeasel-csv/nlp/hedge_classifier/data/wiki_weasel_clean/train.csv"
LABELS = {"0": "O", "1": "vague"}
PASSAGE = 6
"""Sentences of a text: about 130 words. They come in the order of their articles, but without the articles' names."""
BLOCK = 4
"""Texts that are split together, for the same reason."""


def read_vague(folder: Path) -> list[Example]:
    """Read the vague and the plain sentences: one example a passage of neighbouring sentences.

    Raises:
        MissingSet, DamagedSet: the archive isn't there, or isn't in its form.
    """
    archive = folder / ARCHIVE
    (table,) = read_members(archive, (MEMBER,))
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    for n, row in enumerate(rows):
        if row.get("label") not in LABELS or row.get("text") is None:
            raise DamagedSet(f"row {n + 1} has no text or a label other than 0 and 1", where=f"{archive}: {MEMBER}")
    kept = [row for row in rows if row["text"].strip()]
    return [_make_example(n // PASSAGE, kept[n : n + PASSAGE]) for n in range(0, len(kept), PASSAGE)]


def _make_example(n: int, rows: Sequence[dict[str, str]]) -> Example:
    text, places = join_sentences([row["text"].split() for row in rows])
    classes = tuple((spans[0][0], spans[-1][1], LABELS[row["label"]]) for row, spans in zip(rows, places, strict=True))
    return Example(f"weasel/train/{n // BLOCK}#{n % BLOCK}", "weasel", text, {}, {}, {"vague": classes})
