"""Measure the pair model as sayso runs it: `python -m training.pairs.measure [--data DIR] [--int8 FOLDER]`.

    MRPC, SNLI, SICK, RTE, CANNOT, PERSPECTRUM, news, stories    a tenth of each, held out by story or pair
    CheckThat! 2020 dev                                     tweets to the claims that they repeat, among 10,375

Needs no torch. A threshold is 0.5 everywhere: none was chosen on what is measured.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.models.encoder import encode_texts
from sayso.models.pairing import FOLDER, NLI, RELATIONS, Compared, PairModel, compare_texts, load_pair_model
from training.pairs.data import load_pairs
from training.pairs.examples import Pair, is_held_out, read_checkthat

ONE = tuple(RELATIONS.index(name) for name in ("same", "a in b", "b in a"))
RERANKED = 20  # claims nearest to a tweet that the model reads again
MIX = 0.5  # of the model's likelihood beside the cosine, in the order of claims
SEED = 5

Bools = npt.NDArray[np.bool_]


def measure_sets(pairs: Sequence[Pair], model: PairModel) -> dict[str, dict[str, float]]:
    """What each set asks: F1 of the same statement, accuracy of entailment."""
    by_set: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_set[pair.set].append(pair)
    return {
        name: _measure(some, compare_texts([(pair.a, pair.b) for pair in some], model)) for name, some in sorted(by_set.items())
    }


def _measure(pairs: Sequence[Pair], compared: Compared) -> dict[str, float]:
    is_one = compared.relations[:, ONE].sum(1) >= 0.5
    yes = np.array([pair.relations <= {"same", "a in b", "b in a"} for pair in pairs])
    no = np.array(["same" not in pair.relations for pair in pairs])
    told: dict[str, float] = {"pairs": len(pairs)}
    if yes.any() and no.any():
        told |= {"same f1": find_f1(yes[yes | no], is_one[yes | no]), "share same": float(yes.sum() / (yes | no).sum())}
    labelled = [i for i, pair in enumerate(pairs) if pair.nli]
    if len({pairs[i].nli for i in labelled}) > 1:
        right = [NLI[compared.nli[i].argmax()] == pairs[i].nli for i in labelled]
        told |= {"nli accuracy": float(np.mean(right)), "nli pairs": len(labelled)}
    return told


def measure_contradiction(pairs: Sequence[Pair], model: PairModel) -> dict[str, float]:
    """CANNOT's pairs, all contradictions, against as many held-out pairs of other sets that are none."""
    against = [pair for pair in pairs if pair.set == "cannot-wikifactcheck"]
    others = [pair for pair in pairs if pair.nli in ("entailment", "neutral") and pair.set in ("snli-dev", "sick-train")]
    others += [pair for pair in pairs if pair.set == "mrpc" and pair.relations == {"same"}]
    some = [*against, *sorted(others, key=lambda pair: (len(pair.a), pair.key))[-len(against) :]]
    compared = compare_texts([(pair.a, pair.b) for pair in some], model)
    found = compared.nli.argmax(1) == NLI.index("contradiction")
    is_one = np.arange(len(some)) < len(against)
    return {"pairs": len(some), "contradiction f1": find_f1(is_one, found)}


def find_f1(wanted: Bools, found: Bools) -> float:
    """F1 of what was found."""
    return float(2 * (wanted & found).sum() / max(wanted.sum() + found.sum(), 1))


def measure_checkthat(data: Path, model: PairModel) -> dict[str, float]:
    """Mean average precision at 5 of claims for tweets, by cosine and with the pair model."""
    checked = read_checkthat(data, "dev")
    tweets, claims = sorted(checked.right), list(checked.claims)
    cosine = encode_texts([checked.tweets[one] for one in tweets]) @ encode_texts([checked.claims[one] for one in claims]).T
    near = np.argsort(-cosine, axis=1, kind="stable")[:, :RERANKED]
    asked = [(checked.tweets[one], checked.claims[claims[k]]) for one, row in zip(tweets, near, strict=True) for k in row]
    shares = compare_texts(asked, model).relations[:, ONE].sum(1).reshape(near.shape)
    order = np.argsort(-(MIX * shares + np.take_along_axis(cosine, near, 1)), axis=1, kind="stable")
    right = [{claims.index(claim) for claim in checked.right[one]} for one in tweets]
    return {
        "tweets": len(tweets), "map@5 cosine": find_map(near[:, :5].tolist(), right),
        "map@5": find_map(np.take_along_axis(near, order, 1)[:, :5].tolist(), right),
    }


def find_map(found: Sequence[Sequence[int]], right: Sequence[set[int]]) -> float:
    """Mean average precision of ranked answers."""
    scores = []
    for answers, wanted in zip(found, right, strict=True):
        hits = [rank for rank, answer in enumerate(answers, start=1) if answer in wanted]
        scores.append(sum(n / rank for n, rank in enumerate(hits, start=1)) / max(min(len(wanted), len(answers)), 1))
    return float(np.mean(scores))


def main() -> None:
    """Measure and print, one JSON object a line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    ask.add_argument("--int8", type=Path, default=FOLDER, help="folder of pairs.onnx and pairs.json")
    ask.add_argument("--kept", type=Path, help="file of the news claims' words, kept between runs")
    given = ask.parse_args()
    model = load_pair_model(given.int8)
    pairs = [pair for pair in load_pairs(given.data, seed=SEED, kept=given.kept) if is_held_out(pair)]
    told: dict[str, Any] = measure_sets(pairs, model)
    told |= {"contradiction": measure_contradiction(pairs, model), "checkthat dev": measure_checkthat(given.data, model)}
    for name, figures in told.items():
        print(json.dumps({"set": name} | {key: round(value, 3) for key, value in figures.items()}), flush=True)


if __name__ == "__main__":
    main()
