"""Negation cues and their scopes: ConanDoyle-neg.

Source: Morante and Daelemans (2012), "ConanDoyle-neg: Annotation of negation in Conan Doyle stories"; the columns are those
of the *SEM 2012 shared task (Morante and Blanco 2012). Licence: none stated; the stories are out of copyright.

A cue may be a word ("never"), several ("neither ... nor", "by no means") or part of a word: "un" in "unknown", "less" in
"careless", "n't" in "didn't" have exactly those characters, and "known", "care" may then be the scope. The third column of
a negation, the negated event, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from training.examples import Example, Link, Spans
from training.sets.archives import DamagedSet, read_members
from training.sets.joining import join_sentences

ARCHIVE = "negation-conandoyle.tar.xz"
MEMBERS = {
    "train": "ConanDoyle-neg/data/training/sherlock_train.txt",
    "dev": "ConanDoyle-neg/data/dev/sherlock_dev.txt",
}
PASSAGE = 8  # sentences of an example: about 130 words, which fits one window, and a quotation mostly ends within it

Sentence = list[list[str]]
"""Rows of one sentence: document, sentence, number, word, lemma, tag, tree, then three columns a negation or "***"."""


def read_negations(folder: Path) -> list[Example]:
    """Read the negations: one example a passage of some sentences, numbered within its chapter.

    Raises:
        MissingSet, DamagedSet: the archive isn't there, or isn't in its form.
    """
    archive = folder / ARCHIVE
    texts = read_members(archive, tuple(MEMBERS.values()))
    examples: list[Example] = []
    for part, text in zip(MEMBERS, texts, strict=True):
        for chapter, group in groupby(_read_sentences(text, archive), key=lambda sentence: sentence[0][0]):
            sentences = list(group)
            for n in range(0, len(sentences), PASSAGE):
                example_id = f"conandoyle/{part}/{chapter}#{n // PASSAGE}"
                examples.append(_make_example(example_id, sentences[n : n + PASSAGE]))
    return examples


def _read_sentences(text: str, archive: Path) -> Iterator[Sentence]:
    rows: Sentence = []
    for n, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            row = line.rstrip("\n").split("\t")
            if len(row) < 8 or (row[7] != "***" and (len(row) - 7) % 3):
                raise DamagedSet(f"line {n} hasn't three columns a negation", where=f"{archive}: {line[:60]}")
            rows.append(row)
        elif rows:
            yield rows
            rows = []


def _make_example(example_id: str, sentences: Sequence[Sentence]) -> Example:
    text, places = join_sentences([[row[3] for row in rows] for rows in sentences])
    links: list[Link] = []
    for rows, spans in zip(sentences, places, strict=True):
        n_links = 0 if rows[0][7] == "***" else (len(rows[0]) - 7) // 3
        for k in range(n_links):
            cue = _find_spans(rows, 7 + 3 * k, spans)
            scope = _find_spans(rows, 8 + 3 * k, spans)
            links.append(Link(cue, {"scope": scope}))
    return Example(example_id, "conandoyle", text, {}, {"negation": tuple(links)}, {})


def _find_spans(rows: Sentence, column: int, places: Spans) -> Spans:
    """Characters that one column marks; tokens that are marked whole and stand side by side become one span."""
    spans: list[tuple[int, int]] = []
    last = -2
    for i, row in enumerate(rows):
        marked = row[column]
        if marked == "_":
            continue
        start, end = places[i]
        is_whole = len(marked) == len(row[3])
        if not is_whole:
            start += _find_part(row, column, marked)
            end = start + len(marked)
        if last == i - 1 and start == places[i][0] and spans[-1][1] == places[i - 1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = i
    return tuple(spans)


def _find_part(row: Sequence[str], column: int, marked: str) -> int:
    """Where in its word a marked part begins.

    A cue such as "in" may stand twice in "inclination"; a prefix comes first, and a suffix ("less" in "carelessness") is
    the last of its kind. A part that is scope is looked for on the other side: after a prefix it is the last.
    """
    word, part = row[3].lower(), marked.lower()
    if word.startswith(part):
        return 0
    return max(word.rfind(part), 0)
