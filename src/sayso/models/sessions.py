"""Weights on disk: checked against their hash, run by onnxruntime on one thread."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sayso.errors import ModelMissing


def open_session(path: Path, *, sha256: str, what: str, fix: str) -> Any:
    """Open an ONNX file.

    Args:
        sha256: the hash that the file must have.
        what: the model's name in an error.
        fix: the command that puts the file right.
    Raises:
        ModelMissing: the file isn't there or is another.
    """
    if not path.is_file():
        raise ModelMissing(f"{what} has no {path.name}", where=str(path), got=["no file"], fix=fix)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ModelMissing(
            f"{what}: {path.name} isn't the file that sayso was measured with", where=str(path), got=[found], fix=fix
        )
    import onnxruntime  # noqa: PLC0415  costs a tenth of a second

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two threads cost half again the processor time for the same wall time; processes don't
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
