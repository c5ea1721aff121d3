"""Whether two statements are one: a small cross-encoder reads both together.

The encoder is MiniLM-L6 (Wang et al. 2020), trained by `training/pairs`; weights, hashes and card stand in `weights/`.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelMissing
from sayso.models.sessions import open_session
from sayso.models.wordpiece import WordPiece

FOLDER = Path(__file__).parent / "weights"
FILE, TOLD = "pairs.onnx", "pairs.json"
FORMAT = 1  # of the weights' files; others are refused
FIX = "python -m pip install --force-reinstall sayso"

RELATIONS = ("same", "a in b", "b in a", "clash", "other")
"""What one statement is to another: the same (told, hedged or denied); a an instance of b, b of a; alike but excluding each
other by a number, date, place or name; none of these."""

NLI = ("entailment", "neutral", "contradiction")
"""What follows for b when a holds."""

MAX_PIECES = 64  # of each statement
BATCH = 32  # length-sorted

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Packed:
    """Pairs padded to one length: `ids`, `mask`, `kinds`, each (pairs, pieces)."""

    ids: Longs
    mask: Longs
    kinds: Longs


def pack_pairs(pairs: Sequence[tuple[str, str]], words: WordPiece) -> Packed:
    """Put pairs of statements side by side: border, a, border, b, border."""
    rows = [(words.encode(a, max_pieces=MAX_PIECES), words.encode(b, max_pieces=MAX_PIECES)[1:]) for a, b in pairs]
    n = max(len(a) + len(b) for a, b in rows)
    ids, mask, kinds = (np.zeros((len(rows), n), dtype=np.int64) for _ in range(3))
    for row, (a, b) in enumerate(rows):
        size = len(a) + len(b)
        ids[row, :size] = [*a, *b]
        mask[row, :size] = 1
        kinds[row, len(a) : size] = 1
    return Packed(ids, mask, kinds)


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """What each pair's statements are to one another: probabilities, not calibrated.

    Attributes:
        relations: (pairs, RELATIONS); each row sums to 1.
        nli: (pairs, NLI), of the second after the first; likewise.
    """

    relations: Floats
    nli: Floats


@dataclasses.dataclass(frozen=True, slots=True)
class PairModel:
    """The loaded model: its name, for `made_by`, and its session."""

    name: str
    session: Any


def compare_texts(pairs: Sequence[tuple[str, str]], model: PairModel | None = None) -> Compared:
    """Compare pairs of statements; each is cut at MAX_PIECES word pieces.

    Args:
        model: another than sayso's own.
    Raises:
        ModelMissing: the weights aren't there or aren't the ones named in pairs.json.
    """
    relations = np.zeros((len(pairs), len(RELATIONS)), dtype=np.float32)
    nli = np.zeros((len(pairs), len(NLI)), dtype=np.float32)
    if pairs:
        model, words = model or load_pair_model(), _load_words()
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            packed = pack_pairs([pairs[i] for i in batch], words)
            feed = {"ids": packed.ids, "mask": packed.mask, "kinds": packed.kinds}
            relations[batch], nli[batch] = map(to_shares, model.session.run(None, feed))
    return Compared(relations, nli)


def to_shares(scores: Floats) -> Floats:
    """Scores as probabilities, by row."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


@functools.cache
def load_pair_model(folder: Path = FOLDER) -> PairModel:
    """Load the weights, once a process.

    Raises:
        ModelMissing: a file isn't there, was changed, or is of another format.
    """
    path = folder / TOLD
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        name, sha256, format_ = told["name"], told["sha256"], told["format"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelMissing(f"the pair model's {TOLD} can't be read", where=str(path), got=[str(error)], fix=FIX) from error
    if format_ != FORMAT:
        raise ModelMissing(f"the pair model is of format {format_}, not {FORMAT}", where=str(path), got=[str(format_)], fix=FIX)
    session = open_session(folder / FILE, sha256=sha256, what="the pair model", fix=FIX)
    return PairModel(f"{name} {sha256[:8]}", session)


@functools.cache
def _load_words() -> WordPiece:
    return WordPiece.load()
