"""The reading model's weights: found, checked and run by onnxruntime."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from sayso.errors import ModelMissing
from sayso.models.heads import Decoding, Floats
from sayso.models.reading import Longs, Settings

FORMAT = 1  # of the weights' files; others are refused
FOLDER = Path(__file__).parent / "weights"
FILES = ("reader.onnx", "linker.onnx")
FIX = "python -m pip install --force-reinstall sayso"


class OnnxNetwork:
    """Both networks in onnxruntime, on one thread: two threads cost half again the processor time, processes don't."""

    def __init__(self, folder: Path) -> None:
        self._reader, self._linker = (_open(folder / name) for name in FILES)

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
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise _missing(f"the reading model has no {name}", path, "no file")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != told["sha256"][name]:
            raise _missing(f"the reading model's {name} isn't the one that its model.json names", path, found)
    calibration = {part: tuple(weights) for part, weights in told["calibration"].items()}
    settings = Settings(told["floors"], Decoding(**told["decoding"]), calibration)
    return OnnxNetwork(folder), settings, f"{told['name']} {told['sha256']['reader.onnx'][:8]}"


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
    return ModelMissing(what, where=str(where), got=list(got), fix=f"{FIX}; or read with --reader rules")


def _open(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415  costs a tenth of a second

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
