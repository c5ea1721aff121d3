"""Names of persons, organisations, places, works and other things: WNUT17, WikiGold, CrossNER politics; `conflict.py` has re3d.

wnut17: Derczynski, Nichols, van Erp and Limsopatham (2017), "Results of the WNUT2017 shared task on novel and emerging entity
recognition": posts and comments. Licence: CC BY 4.0.
wikigold: Balasuriya, Ringland, Nothman, Murphy and Curran (2009), "Named entity recognition in Wikipedia". Licence: CC BY 4.0.
crossner: Liu, Xu, Yu, Dai, Ji, Cahyawijaya, Madotto and Fung (2021), "CrossNER: evaluating cross-domain named entity
recognition": Wikipedia on politics. Licence: MIT.

How types map is in `WNUT_TYPES`, `WIKIGOLD_TYPES` and `CROSSNER_TYPES`; null is unsure.
MISC and misc hold works, peoples and events alike, so their words are marked unsure (`labels.UNSURE`) and teach nothing;
what stands outside all marks of these two sets is no name of any kind but, perhaps, a weapon or vehicle.
`labels.TEACHES` says which labels an unmarked word of each set can't bear.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.examples import Example
from training.sets.archives import DamagedSet, read_members
from training.sets.conflict import read_re3d
from training.sets.joining import cover, join_sentences
from training.sets.labels import UNSURE

NEWS_AND_POSTS, POLITICS = "ner-wnut17-wikigold.tar.xz", "ner-crossner-politics.tar.xz"
WNUT = {
    "train": "NER-misc/data/WNUT17/CONLL-format/data/train/wnut17train.conll",
    "dev": "NER-misc/data/WNUT17/CONLL-format/data/dev/emerging.dev.conll",
}
WIKIGOLD = "NER-misc/data/wikigold/CONLL-format/data/wikigold.conll.txt"
CROSSNER = {part: f"CrossNER/ner_data/politics/{part}.txt" for part in ("train", "dev")}
BORDER = "-DOCSTART-"

WNUT_TYPES = {
    "person": "person",
    "location": "place",
    "group": "organisation",
    "corporation": "organisation",
    "creative-work": "work",
    "product": "other",
}
WIKIGOLD_TYPES = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": None}
CROSSNER_TYPES = {
    "person": "person",
    "politician": "person",
    "organisation": "organisation",
    "politicalparty": "organisation",
    "location": "place",
    "country": "place",
    "election": "other",
    "event": "other",
    "misc": None,
}

Types = Mapping[str, str | None]
Sentence = list[tuple[str, str]]
"""Tokens with their tags: "O", or "B-" or "I-" and a type."""


def read_names(folder: Path) -> list[Example]:
    """Read all four sets of names.

    Raises:
        MissingSet, DamagedSet: an archive isn't there, or isn't in its form.
    """
    return [*read_wnut17(folder), *read_wikigold(folder), *read_crossner(folder), *read_re3d(folder)]


def read_wnut17(folder: Path) -> list[Example]:
    """Read WNUT17's train and dev: one example a post."""
    archive = folder / NEWS_AND_POSTS
    examples: list[Example] = []
    for part, text in zip(WNUT, read_members(archive, tuple(WNUT.values())), strict=True):
        for n, sentence in enumerate(_read_sentences(text, archive)):
            typed = [(html.unescape(token).strip() or token, tag) for token, tag in sentence]  # "&amp;"
            examples.append(_make_example(f"wnut17/{part}/{n}", [typed], WNUT_TYPES))
    return examples


def read_wikigold(folder: Path) -> list[Example]:
    """Read WikiGold: one example an article."""
    archive = folder / NEWS_AND_POSTS
    (text,) = read_members(archive, (WIKIGOLD,))
    articles: list[list[Sentence]] = [[]]
    for sentence in _read_sentences(text, archive):
        if sentence[0][0] == BORDER:
            articles.append([])
        else:
            articles[-1].append(sentence)
    filled = [article for article in articles if article]
    return [_make_example(f"wikigold/train/{n}", article, WIKIGOLD_TYPES) for n, article in enumerate(filled)]


def read_crossner(folder: Path) -> list[Example]:
    """Read CrossNER's politics, train and dev: one example a sentence."""
    archive = folder / POLITICS
    examples: list[Example] = []
    for part, text in zip(CROSSNER, read_members(archive, tuple(CROSSNER.values())), strict=True):
        for n, sentence in enumerate(_read_sentences(text, archive)):
            examples.append(_make_example(f"crossner/{part}/{n}", [sentence], CROSSNER_TYPES))
    return examples


def _read_sentences(text: str, archive: Path) -> Iterator[Sentence]:
    sentence: Sentence = []
    for n, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            fields = line.split()
            if len(fields) != 2:
                raise DamagedSet(f"line {n} isn't a token and a tag", where=f"{archive}: {line[:60]!r}")
            sentence.append((fields[0], fields[1]))
            if fields[0] == BORDER:
                yield sentence
                sentence = []
        elif sentence:
            yield sentence
            sentence = []


def _make_example(example_id: str, sentences: Sequence[Sentence], types: Types) -> Example:
    text, places = join_sentences([[token for token, _ in sentence] for sentence in sentences])
    named: list[tuple[int, int, str]] = []
    unsure: list[tuple[int, int, str]] = []
    for sentence, spans in zip(sentences, places, strict=True):
        for first, last, kind in _find_runs([tag for _, tag in sentence]):
            if kind not in types:
                raise DamagedSet(f"a name of the unknown type {kind!r}", where=example_id)
            ((start, end),) = cover(spans, range(first, last))
            label = types[kind]
            if label is None:
                unsure.append((start, end, kind))
            else:
                named.append((start, end, label))
    name = example_id.partition("/")[0]
    return Example(example_id, name, text, {"name": tuple(named), UNSURE: tuple(unsure)}, {}, {})


def _find_runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Runs of tokens of one name, [first, last), with its type; "I-" after another type begins one too."""
    first = 0
    for i, tag in enumerate([*tags, "O"]):
        before = tags[i - 1] if i else "O"
        is_inside = tag.startswith("I-") and before != "O" and before[2:] == tag[2:]
        if is_inside:
            continue
        if before != "O":
            yield first, i, before[2:]
        first = i
