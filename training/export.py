"""Write a trained model as sayso runs it: `python -m training.export OUT INTO`.

`INTO` gets reader.onnx and linker.onnx, their matrices int8 (one scale a column, 7 bits so that processors without VNNI don't
overflow), and the float versions beside OUT's weights for comparison.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from sayso.models.network import FILES, FORMAT, OnnxNetwork
from training.evaluate import load_trained
from training.train import Model

NAME = "sayso-reader-1"
OPSET = 17


def export_float(model: Model, into: Path) -> None:
    """Write both networks in float32; batch and pieces stay free."""
    width = model.linker.roles.in_features
    two = torch.zeros(2, 9, dtype=torch.int64)
    export_network(
        model.reader,
        (two, torch.ones_like(two), two),
        into / "reader.onnx",
        {"ids": "bn", "mask": "bn", "kinds": "bn", "tags": "bn", "query": "bn", "key": "bn"},
    )
    given = (torch.zeros(2, 9, width), torch.zeros(2, width), two, two[:, 0], torch.ones_like(two))
    names = {"keys": "bn", "cue": "b", "far": "bn", "kind": "b", "mask": "bn", "roles": "bn"}
    export_network(model.linker, given, into / "linker.onnx", names)


def export_network(network: nn.Module, given: tuple[torch.Tensor, ...], path: Path, axes: dict[str, str]) -> None:
    """Write a network in float32 as ONNX.

    Args:
        given: inputs to trace it with.
        axes: names of inputs, then outputs, each with its free sides: b(atch), n (pieces).
    """
    names = list(axes)
    free = {name: {i: ("batch", "pieces")[i] for i in range(len(kind))} for name, kind in axes.items()}
    with warnings.catch_warnings():  # the newer exporter wants another package and gives the same graph
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network.eval(),
            given,
            str(path),
            input_names=names[: len(given)],
            output_names=names[len(given) :],
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,
        )


def quantize(path: Path, into: Path) -> None:
    """Turn matrices to int8, activations being scaled as they come."""
    quantize_dynamic(
        path,
        into,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    onnx.checker.check_model(str(into))


def hash_file(path: Path) -> str:
    """SHA-256 of a file, by which sayso knows its weights."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_exported(folder: Path) -> OnnxNetwork:
    """The networks of a folder whatever their hashes."""
    return OnnxNetwork(folder, {name: hash_file(folder / name) for name in FILES})


def export(out: Path, into: Path) -> None:
    """Write the float networks to OUT and the int8 ones, with model.json, to INTO."""
    into.mkdir(parents=True, exist_ok=True)
    export_float(load_trained(out), out)
    for name in FILES:
        quantize(out / name, into / name)
    told = json.loads((into / "model.json").read_text("utf-8")) if (into / "model.json").is_file() else {}
    told |= {
        "name": NAME,
        "format": FORMAT,
        "sha256": {name: hash_file(into / name) for name in FILES},
    }
    (into / "model.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def main() -> None:
    """Read the command line and export."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("into", type=Path)
    given = ask.parse_args()
    export(given.out, given.into)


if __name__ == "__main__":
    main()
