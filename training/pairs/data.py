"""All labelled pairs that the model learns from or is measured on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.models.encoder import encode_texts
from training.pairs.examples import (
    Pair,
    make_checkthat,
    read_checkthat,
    read_claimdiff,
    read_mrpc,
    read_nli,
    read_perspectrum,
)
from training.pairs.news import read_news
from training.pairs.stories import make_pairs, read_stories

NLI_SETS = ("snli-dev", "sick-train", "rte-train", "climate-fever", "fool-me-twice-dev", "cannot-wikifactcheck")


def load_pairs(data: Path, *, seed: int, kept: Path | None = None) -> list[Pair]:
    """Every pair of every set; `examples.is_held_out` says which are only measured on. `kept` is as `read_news` has it."""
    pairs = [pair for name in NLI_SETS for pair in read_nli(data, name)]
    pairs += [*read_mrpc(data), *read_claimdiff(data), *read_perspectrum(data, random.Random(seed))]
    pairs += make_checkthat(read_checkthat(data, "train"), find_nearest)
    pairs += make_pairs(read_stories(), random.Random(seed))
    return pairs + list(read_news(data, kept))


def find_nearest(texts: Sequence[str], among: Sequence[str], *, n: int = 12) -> list[list[int]]:
    """Places of the texts `among` which stand nearest to each text, nearest first."""
    likeness = encode_texts(texts) @ encode_texts(among).T
    nearest: list[list[int]] = np.argsort(-likeness, axis=1, kind="stable")[:, :n].tolist()
    return nearest
