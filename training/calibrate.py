"""Choose what stands beside the weights: `python -m training.calibrate OUT INTO`.

On the articles held back from training it chooses the floor of a cue and the constants of decoding, and fits how far the
model's scores can be believed: logistic regression from the log-odds of cue, source and content to whether each is right
(Platt 1999). All of it goes to INTO/model.json.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.agreement import judge
from benchmarks.scoring import load_scorer

from sayso.models.heads import Decoding, Floats
from sayso.models.reading import Longs, Network, Reading, Settings, log_odds, read_text
from sayso.models.wordpiece import WordPiece
from training.evaluate import TorchNetwork, gold_rows, load_trained, to_rows
from training.examples import Example
from training.polnear import is_held_back, read_polnear

SEEN_FROM = 0.1  # floor of the cues that the fit looks at: the reader asks for some below its own floor too
PARTS = ("cue", "source", "content", "whole")


class Remembered:
    """A network that reads the same windows once, however often they are decoded."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._read: dict[bytes, tuple[Floats, Floats, Floats]] = {}
        self.link = network.link

    def read(self, ids: Longs, mask: Longs, kinds: Longs) -> tuple[Floats, Floats, Floats]:
        """As the network's own."""
        key = ids.tobytes() + kinds.tobytes()
        if key not in self._read:
            self._read[key] = self._network.read(ids, mask, kinds)
        return self._read[key]


def choose(examples: Sequence[Example], network: Network, scorer: Any) -> Settings:
    """The floor and decoding with the best sum of whole and exact F1."""
    words, gold = WordPiece.load(), gold_rows(examples)
    tried: list[tuple[float, float, int, Settings]] = []
    for floor, switch, keep in itertools.product((0.5, 0.6), (0.0, 0.25, 0.5), (0.15,)):
        how = Settings({"attribution": floor, "negation": 0.5}, Decoding(switch=switch, keep=keep))
        found = [to_rows(one, read_text(one.text, network, words, how)) for one in examples]
        scores = scorer.score(gold, {row["id"]: row["attributions"] for row in found})
        tried.append((scores["whole"]["f1"] + scores["exact"]["f1"], scores["cue"]["f1"], -len(tried), how))
        print(floor, switch, keep, {k: v.get("f1") for k, v in scores.items()}, flush=True)
    return max(tried, key=lambda one: one[:3])[3]


def to_odds(example: Example, reading: Reading, scorer: Any) -> list[tuple[list[float], list[float]]]:
    """For each attribution found its three log-odds, and which of cue, source, content and all three are right."""
    gold, found = (told["attributions"] for told in (gold_rows([example])[0], to_rows(example, reading)))
    judged = judge(scorer, example.text, gold=gold, found=found).found
    rows = []
    for right, link in zip(judged, reading.links["attribution"], strict=True):
        odds = [log_odds(x) for x in (link.score, link.role_scores["source"], link.role_scores["content"])]
        rows.append((odds, [float(x) for x in (*right, right.whole)]))
    return rows


def fit(odds: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> list[float]:
    """Weights of the log-odds and a constant, by maximum likelihood with a little shrinkage."""
    x = torch.tensor(np.column_stack([odds, np.ones(len(odds))]), dtype=torch.float64)
    y = torch.tensor(right, dtype=torch.float64)
    weights = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights, y) + 1e-4 * weights.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return [round(float(value), 4) for value in weights.detach()]


def main() -> None:
    """Read the command line, choose, fit and write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("into", type=Path)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    ask.add_argument("--scorer", type=Path, default=Path("../shared/bench/attribution_score.py"))
    given = ask.parse_args()
    polnear = read_polnear(given.data / "attribution" / "polnear-train.jsonl.gz")
    examples = [one for one in polnear if is_held_back(one)]
    network, scorer = Remembered(TorchNetwork(load_trained(given.out))), load_scorer(given.scorer)
    settings = choose(examples, network, scorer)
    wide = dataclasses.replace(settings, floors={**settings.floors, "attribution": SEEN_FROM})
    words = WordPiece.load()
    judged = [row for one in examples for row in to_odds(one, read_text(one.text, network, words, wide), scorer)]
    odds, right = np.asarray([row[0] for row in judged]), np.asarray([row[1] for row in judged])
    told = json.loads((given.into / "model.json").read_text("utf-8"))
    told |= {
        "floors": settings.floors,
        "decoding": dataclasses.asdict(settings.decoding),
        "calibration": {part: fit(odds, right[:, i]) for i, part in enumerate(PARTS)},
    }
    (given.into / "model.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
