"""All labelled texts that the model learns from, and those held out."""

from __future__ import annotations

from pathlib import Path

from training.examples import Example
from training.polnear import is_held_back, read_polnear
from training.sets.conflict import read_re3d
from training.sets.factivity import read_factivity
from training.sets.hedges import read_hedges
from training.sets.merging import merge_examples
from training.sets.names import read_crossner, read_wikigold, read_wnut17
from training.sets.negations import read_negations
from training.sets.splits import read_part, split
from training.sets.vague import read_vague

HELD_OUT = 0.15  # share of the documents of sets without a published dev part


def load_examples(folder: Path, *, is_whole: bool) -> list[Example]:
    """Read the training parts of all sets.

    Args:
        folder: the archives, as `../shared/data`.
        is_whole: false leaves out the articles held back for choosing.
    """
    polnear = read_polnear(folder / "attribution" / "polnear-train.jsonl.gz")
    kept, _ = load_others(folder)
    return [*(example for example in polnear if is_whole or not is_held_back(example)), *kept]


def load_others(folder: Path) -> tuple[list[Example], list[Example]]:
    """Read the sets of the other heads: what to learn from, and what is held out to measure on."""
    whole = [
        *merge_examples([*read_hedges(folder), *read_vague(folder)]),
        *read_wikigold(folder),
        *read_re3d(folder),
    ]
    kept, held = split(whole, HELD_OUT)
    for example in (*read_negations(folder), *read_factivity(folder), *read_wnut17(folder), *read_crossner(folder)):
        (held if read_part(example) == "dev" else kept).append(example)
    return kept, held
