"""Whether two statements are one: a small cross-encoder reads both together.

The encoder is MiniLM-L6 (Wang et al. 2020), trained by `training/pairs`; weights, hashes and card stand in `weights/`.

It scales its activations batch by batch, so that what comes out for a pair hangs on the pairs beside it: only whole batches can be
kept, and are found again when the very same batch is asked for.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelMissing
from sayso.models.keeping import find_keeper, make_key
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
KEPT_AT_ONCE = 64  # batches between two writes: some five seconds of work are lost with a process that is killed
DISK = "<f4"  # how answers are kept: float32, whatever the machine's order of bytes
PROBES = (
    ("The sluice was shut.", "Nobody shut the sluice."),
    ("The harbour master said on 3 May that 14 barrels had been landed by night.", "On 4 May 40 barrels were landed."),
)
"""Pairs whose answers tell one machine's arithmetic from another's."""

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
    relations, nli = _make_room(len(pairs))
    if pairs:
        model, words = model or load_pair_model(), _load_words()
        for batch in _make_batches(pairs):
            relations[batch], nli[batch] = _run(model, words, [pairs[i] for i in batch])
    return Compared(relations, nli)


def compare_kept(pairs: Sequence[tuple[str, str]]) -> Compared:
    """The same by sayso's own model, each batch looked up first in the keeper of the context (`sayso.models.keeping`).

    Raises:
        ModelMissing: likewise, also when all is kept.
    """
    keeper = find_keeper()
    if keeper is None or not pairs:
        return compare_texts(pairs)
    maker = _name_maker()
    relations, nli = _make_room(len(pairs))
    batches = _make_batches(pairs)
    keys = [make_key(maker, *(text for i in batch for text in pairs[i])) for batch in batches]
    known = keeper.take(keys)
    made: dict[bytes, bytes] = {}
    for at, (key, batch) in enumerate(zip(keys, batches, strict=True), start=1):
        shares = _unpack(known[key], len(batch)) if key in known else None
        if shares is None:
            shares = np.hstack(_run(load_pair_model(), _load_words(), [pairs[i] for i in batch]))
            made[key] = shares.astype(DISK).tobytes()
        relations[batch], nli[batch] = shares[:, : len(RELATIONS)], shares[:, len(RELATIONS) :]
        if made and (at == len(batches) or len(made) >= KEPT_AT_ONCE):
            keeper.keep(made)
            made = {}
    return Compared(relations, nli)


def _unpack(data: bytes, n_pairs: int) -> Floats | None:
    width = len(RELATIONS) + len(NLI)
    if len(data) != 4 * n_pairs * width:
        return None
    return np.frombuffer(data, dtype=DISK).reshape(n_pairs, width)


@functools.cache
def _name_maker() -> str:
    """What comes out hangs on besides the pairs: the weights, and the arithmetic of this machine, as it comes out on PROBES."""
    model, words = load_pair_model(), _load_words()
    shares = np.hstack(_run(model, words, PROBES))
    return f"{model.name} {MAX_PIECES} {hashlib.sha256(shares.astype(DISK).tobytes()).hexdigest()}"


def _make_room(n_pairs: int) -> tuple[Floats, Floats]:
    return np.zeros((n_pairs, len(RELATIONS)), dtype=np.float32), np.zeros((n_pairs, len(NLI)), dtype=np.float32)


def _make_batches(pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    return [order[at : at + BATCH] for at in range(0, len(order), BATCH)]


def _run(model: PairModel, words: WordPiece, pairs: Sequence[tuple[str, str]]) -> tuple[Floats, Floats]:
    packed = pack_pairs(pairs, words)
    relations, nli = model.session.run(None, {"ids": packed.ids, "mask": packed.mask, "kinds": packed.kinds})
    return to_shares(relations), to_shares(nli)


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
