"""Score a trained model: `python -m training.evaluate OUT GOLD.jsonl.gz [--slice]`, by the scorer given with --scorer."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.scoring import load_scorer
from safetensors import safe_open
from safetensors.torch import load_file

from sayso.models.heads import Decoding, Floats
from sayso.models.reading import Longs, Reading, Settings, read_text
from sayso.models.wordpiece import WordPiece
from training.examples import Example
from training.network import Shape
from training.polnear import is_held_back, read_polnear
from training.train import Model


class TorchNetwork:
    """The trained networks as `sayso.models.reading` runs them."""

    def __init__(self, model: Model) -> None:
        self.model = model.eval()

    def read(self, ids: Longs, mask: Longs, kinds: Longs) -> tuple[Floats, Floats, Floats]:
        """Tag scores, queries and keys of padded windows."""
        with torch.inference_mode():
            found = self.model.reader(*(torch.from_numpy(x) for x in (ids, mask, kinds)))
        tags, query, key = (x.float().numpy() for x in found)
        return tags, query, key

    def link(self, keys: Floats, cue: Floats, far: Longs, kind: Longs, mask: Longs) -> Floats:
        """Role scores of cues."""
        with torch.inference_mode():
            given = (torch.from_numpy(np.array(x)) for x in (keys, cue, far, kind, mask))
            scores: Floats = self.model.linker(*given).numpy()
        return scores


def load_trained(out: Path) -> Model:
    """The model that a training left in its folder."""
    with safe_open(out / "model.safetensors", "pt") as file:
        shape = Shape(**json.loads((file.metadata() or {}).get("shape", "{}")))
    model = Model(shape)
    model.load_state_dict(load_file(out / "model.safetensors"))
    return model.eval()


def to_rows(example: Example, reading: Reading) -> dict[str, Any]:
    """An article's attributions in the scorer's form."""
    return {
        "id": example.id,
        "text": example.text,
        "attributions": [
            {"cue": [one.cue], "source": one.roles["source"], "content": one.roles["content"]}
            for one in reading.links["attribution"]
        ],
    }


def gold_rows(examples: Iterable[Example]) -> list[dict[str, Any]]:
    """The marked attributions in the scorer's form."""
    return [
        {
            "id": example.id,
            "text": example.text,
            "attributions": [{"cue": found.cue, **found.roles} for found in example.links["attribution"]],
        }
        for example in examples
    ]


def main() -> None:
    """Read the command line and print scores for each floor of the cue."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("out", type=Path)
    ask.add_argument("gold", type=Path)
    ask.add_argument("--slice", action="store_true", help="only the articles held back from training")
    ask.add_argument("--scorer", type=Path, default=Path("../shared/bench/attribution_score.py"))
    ask.add_argument("--floors", type=float, nargs="+", default=[0.4, 0.5, 0.6])
    ask.add_argument("--switch", type=float, nargs="+", default=[0.25])
    given = ask.parse_args()
    examples = [one for one in read_polnear(given.gold) if not given.slice or is_held_back(one)]
    network, words, scorer = TorchNetwork(load_trained(given.out)), WordPiece.load(), load_scorer(given.scorer)
    for switch in given.switch:
        for floor in given.floors:
            settings = Settings({"attribution": floor, "negation": 0.5}, dataclasses.replace(Decoding(), switch=switch))
            found = [to_rows(one, read_text(one.text, network, words, settings)) for one in examples]
            scores = scorer.score(gold_rows(examples), {row["id"]: row["attributions"] for row in found})
            print(
                f"floor {floor} switch {switch}", json.dumps({k: v.get("f1", v) for k, v in scores.items()}), flush=True
            )


if __name__ == "__main__":
    main()
