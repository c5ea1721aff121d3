"""The reading model: its weights, and the numbers chosen with them."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np

from sayso.errors import ModelMissing
from sayso.models.heads import Decoding, Floats
from sayso.models.reading import Longs, Settings
from sayso.models.sessions import open_session

FORMAT = 1  # of the weights' files; others are refused
FOLDER = Path(__file__).parent / "weights"
FILES = ("reader.onnx", "linker.onnx")
FIX = "python -m pip install --force-reinstall sayso"
FIX_READER = f"{FIX}; or read with --reader rules"


class OnnxNetwork:
    """Both networks in onnxruntime, on one thread: two threads cost half again the processor time, processes don't."""

    def __init__(self, folder: Path, hashes: dict[str, str]) -> None:
        self._reader, self._linker = (
            open_session(folder / name, sha256=hashes[name], what="the reading model", fix=FIX_READER) for name in FILES
        )

    def read(self, ids: Longs, mask: Longs, kinds: Longs) -> tuple[Floats, Floats, Floats]:
        """Tag scores, queries and keys of padded windows."""
        tags, query, key = self._reader.run(None, {"ids": ids, "mask": mask, "kinds": kinds})
        return tags, query, key

    def link(self, keys: Floats, cue: Floats, far: Longs, kind: Longs, mask: Longs) -> Floats:
        """Role scores of cues."""
        feed = {"keys": keys, "cue": cue, "far": far, "kind": kind, "mask": mask}
        scores: Floats = self._linker.run(None, {name: np.ascontiguousarray(value) for name, value in feed.items()})[0]
        return scores


@functools.cache
def load_network(folder: Path = FOLDER) -> tuple[OnnxNetwork, Settings, str]:
    """Load the networks, the numbers chosen with them, and their name, for `made_by`.

    Raises:
        ModelMissing: a file isn't there, was changed, or is of another format.
    """
    told = _read_told(folder)
    calibration = {part: tuple(weights) for part, weights in told["calibration"].items()}
    settings = Settings(told["floors"], Decoding(**told["decoding"]), calibration)
    return OnnxNetwork(folder, told["sha256"]), settings, f"{told['name']} {told['sha256']['reader.onnx'][:8]}"


def _read_told(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    if not path.is_file():
        raise _missing("the reading model isn't installed", path, "no file")
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if told["format"] != FORMAT:
            raise _missing(f"the reading model is of format {told['format']}, not {FORMAT}", path, str(told["format"]))
        missing = [key for key in ("name", "sha256", "floors", "decoding", "calibration") if key not in told]
    except (ValueError, TypeError, KeyError) as error:
        raise _missing("the reading model's model.json can't be read", path, str(error)) from error
    if missing:
        raise _missing(f"the reading model's model.json lacks {', '.join(missing)}", path, *missing)
    return told


def _missing(what: str, where: Path, *got: str) -> ModelMissing:
    return ModelMissing(what, where=str(where), got=list(got), fix=FIX_READER)
