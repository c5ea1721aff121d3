"""Measure the other heads on what was held out: `python -m training.measure OUT`.

Hedges, vague sentences, names and negations of documents that training never saw; published test parts are not touched. With
--int8 FOLDER the exported networks are measured instead of the trained ones.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from benchmarks.agreement import Pairs, find_error

from sayso.models.heads import TAGS, Floats, role_columns, softmax, tag_slices
from sayso.models.reading import Network, Reading, Settings, read_text
from sayso.models.wordpiece import WordPiece
from training.batches import IGNORED, Batch, Labeller, pad
from training.data import load_others
from training.evaluate import TorchNetwork, load_trained
from training.examples import Example, Link
from training.export import load_exported
from training.scores import (
    Counts,
    FactivityScore,
    count_names,
    count_negation_cues,
    count_scope_words,
    count_scopes,
    count_sentences,
    count_spans,
    count_words,
    score_factivity,
    sum_counts,
)
from training.sets.factivity import VALUES
from training.train import Model, score_batch

Row = tuple[str, str, Counts]


def measure_readings(examples: Iterable[Example], network: Network) -> list[Row]:
    """Counts of what reading a whole text finds: set or head, label, counts."""
    words, settings = WordPiece.load(), Settings()
    found: defaultdict[str, list[dict[str, Counts]]] = defaultdict(list)
    for example in examples:
        reading = read_text(example.text, network, words, settings)
        for name, counts in _count(example, reading):
            found[name].append(counts)
    return [(name, label, counts) for name, some in found.items() for label, counts in sum_counts(some).items()]


def _count(example: Example, reading: Reading) -> Iterable[tuple[str, dict[str, Counts]]]:
    marks = {name: tuple((x.start, x.end, x.label) for x in some) for name, some in reading.marks.items()}
    if "hedge" in example.spans:
        yield "hedge, words", count_words(example.text, example.spans["hedge"], marks["hedge"])
        yield "hedge, cues", count_spans(example.spans["hedge"], marks["hedge"])
    if "name" in example.spans:
        yield f"name, {example.set}", count_names(example, marks["name"])
    if "negation" in example.links:
        gold = example.links["negation"]
        said = [Link((x.cue,), {"scope": x.roles["scope"]}) for x in reading.links["negation"]]
        yield "negation", {"cue": count_negation_cues(gold, said)}
        yield "negation scope, found cues", {"words": count_scope_words(example.text, gold, said)}
        yield "negation scope, found cues", {"whole": count_scopes(example.text, gold, said)}
    if "vague" in example.cue_classes:
        gold_sentences = example.cue_classes["vague"]
        shares = [_share(start, end, marks["vague"]) for start, end, _ in gold_sentences]
        yield "vague", {"sentences": count_sentences(gold_sentences, shares)}


def _share(start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> float:
    """How much of a stretch is marked."""
    return sum(max(0, min(e, end) - max(b, start)) for b, e, _ in marks) / max(1, end - start)


def measure_factivity(examples: Iterable[Example], model: Model) -> FactivityScore:
    """Score the factivity of given cue words, piece by piece."""
    columns, labels = tag_slices()["factivity"], next(tag.labels for tag in TAGS if tag.name == "factivity")
    gold: list[str] = []
    found: list[str] = []
    values: list[float] = []
    for batch, tags, _ in _score((one for one in examples if "factivity" in one.cue_classes), model):
        at = batch.tags["factivity"] != IGNORED
        shares = softmax(tags[..., columns][at])
        gold.extend(labels[i] for i in batch.tags["factivity"][at])
        found.extend(labels[i] for i in shares.argmax(-1))
        values.extend((shares @ [VALUES[label] for label in labels]).tolist())
    return score_factivity(gold, found, gold_values=[VALUES[label] for label in gold], values=values)


def measure_scope(examples: Iterable[Example], model: Model) -> float:
    """F1 over the pieces of the scopes of given negation cues."""
    columns, total = role_columns()["negation"], Counts()
    for batch, _, roles in _score((one for one in examples if "negation" in one.links), model):
        for i in np.flatnonzero(batch.cue_kind == 1):
            here = batch.roles[i] != IGNORED
            picked = roles[i][:, columns].argmax(-1)[here] == 1
            marked = batch.roles[i][here] == 1
            total += Counts(int((picked & marked).sum()), int((picked & ~marked).sum()), int((marked & ~picked).sum()))
    return total.f1


def measure_sureness(examples: Iterable[Example], model: Model) -> dict[str, float]:
    """Expected calibration error of each head, over the pieces that it gives a label other than "O" (ten bins)."""
    seen: defaultdict[str, Pairs] = defaultdict(list)
    for batch, tags, _ in _score(examples, model):
        for name, columns in tag_slices().items():
            labels = batch.tags[name]
            shares = softmax(tags[..., columns])
            best = shares.argmax(-1)
            at = (labels != IGNORED) & ((best != 0) | (name == "factivity"))
            seen[name].extend(zip(shares.max(-1)[at].tolist(), (best == labels)[at].tolist(), strict=True))
    return {name: round(find_error(pairs), 4) for name, pairs in seen.items() if pairs}


def _score(examples: Iterable[Example], model: Model) -> Iterator[tuple[Batch, Floats, Floats]]:
    """Each window of the examples, its tag scores, and role scores of the cues that are given."""
    labeller = Labeller(WordPiece.load(), longest=256)
    for example in examples:
        for one in labeller.label(example, None, no_case=0, no_marks=0):
            batch = pad([one])
            with torch.inference_mode():
                tags, roles = score_batch(model, batch, torch.device("cpu"))
            yield batch, tags.numpy(), roles.numpy()


def main() -> None:
    """Read the command line, measure, print Markdown."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("--int8", type=Path)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = ask.parse_args()
    _, held = load_others(given.data)
    model = load_trained(given.out)
    network: Network = load_exported(given.int8) if given.int8 else TorchNetwork(model)
    print("| head | label | precision | recall | F1 | n |\n|---|---|---|---|---|---|")
    factivity = measure_factivity(held, model)
    rows = [*measure_readings(held, network), *(("factivity, given cue", *one) for one in factivity.by_label.items())]
    for name, label, c in sorted(rows, key=lambda row: row[:2]):
        print(f"| {name} | {label} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.right + c.missed} |")
    told = {"factivity accuracy": factivity.accuracy, "factivity correlation": factivity.correlation}
    print(json.dumps({**told, "scope F1, given cue": measure_scope(held, model)}))
    print(json.dumps(measure_sureness(held, model)))


if __name__ == "__main__":
    main()
