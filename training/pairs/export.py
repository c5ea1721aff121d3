"""Write a trained pair model as sayso runs it: `python -m training.pairs.export OUT INTO`.

`INTO` gets pairs.onnx, its matrices int8, and pairs.json; the float network stands beside OUT's weights.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file

from sayso.models.pairing import FILE, FORMAT, TOLD
from training.export import export_network, hash_file, quantize
from training.network import Shape
from training.pairs.network import PairNet

NAME = "sayso-pairs-1"


def load_trained(out: Path) -> PairNet:
    """The model that a training left in its folder."""
    with safe_open(out / "model.safetensors", "pt") as file:
        shape = Shape(**json.loads((file.metadata() or {}).get("shape", "{}")))
    model = PairNet(shape)
    model.load_state_dict(load_file(out / "model.safetensors"))
    return model.eval()


def export(out: Path, into: Path) -> None:
    """Write the float network to OUT and the int8 one, with pairs.json, to INTO."""
    into.mkdir(parents=True, exist_ok=True)
    two = torch.zeros(2, 9, dtype=torch.int64)
    kinds = torch.tensor([[0] * 5 + [1] * 4] * 2)
    axes = {"ids": "bn", "mask": "bn", "kinds": "bn", "relations": "b", "nli": "b"}
    export_network(load_trained(out), (two, torch.ones_like(two), kinds), out / FILE, axes)
    quantize(out / FILE, into / FILE)
    told = {"name": NAME, "format": FORMAT, "sha256": hash_file(into / FILE)}
    (into / TOLD).write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def main() -> None:
    """Read the command line and export."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("into", type=Path)
    given = ask.parse_args()
    export(given.out, given.into)


if __name__ == "__main__":
    main()
