"""Fit how likely two claims are one, from cases whose groups are known: `python benchmarks/judging.py [--into FILE]`.

Writes src/sayso/link/judging.json: a logistic regression on likenesses alone, one with the pair model's answers beside, and the
mean likelihood from which on groups merge. Fitted on two labelled piles of news and two cases of our own, each of which counts
the same however many pairs it has; run it when the pair model or a likeness has changed.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gold import load_gold
from matching import load_rules, match_claims
from piles import CHOSEN_ON, Groups, load_groups, read_pile, score_groups
from sayso import demo
from sayso.case import Case
from sayso.link import pairs
from sayso.link.groups import Bounds, partition
from sayso.link.likeness import Features, make_features
from sayso.models.pairing import compare_texts
from sayso.read.reader import DEFAULT
from sayso.schema import Claim, Copy, Identity, Tables

INTO = Path(pairs.__file__).with_name("judging.json")
OWN = Path(__file__).with_name("cases") / "harbour-barrels"
RIDGE = 3.0  # on standardised features: a few hundred right pairs carry a dozen weights
STEPS = 60  # of Newton's method
ONE_PAIR = 0.4  # under it most pairs of two claims were wrong when read by eye; the labelled claims hold too few of them to tell
NEARLY = 0.1  # of eight figures summed; of thresholds that are about equal the strictest is taken
THRESHOLDS = np.arange(0.14, 0.62, 0.02)

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A case with known groups: its claims' features, the places of labelled claims with their groups, all their pairs."""

    name: str
    tables: Tables
    features: Features
    groups: Groups
    likeness: Floats
    answers: Floats
    is_one: Floats


def load_known(name: str, tables: Tables, groups: Groups) -> Known:
    """Work out features and answers of all pairs of labelled claims."""
    source_of = {identity.referent_id: identity.source_id for identity in tables.take(Identity)}
    features = make_features(tables.take(Claim), tables.take(Copy), source_of=source_of)
    places = [i for i, claim in enumerate(features.claims) if claim.id in groups]
    both = np.array(list(itertools.combinations(places, 2)), dtype=np.int64)
    likeness = pairs.find_likeness(features, both[:, 0], both[:, 1])
    texts = [pairs.tell(claim) for claim in features.claims]
    compared = compare_texts([(texts[i], texts[j]) for i, j in both.tolist()])
    ids = [claim.id for claim in features.claims]
    is_one = [bool(groups[ids[i]] & groups[ids[j]]) for i, j in both.tolist()]
    answers = pairs.find_answers(compared.relations, compared.nli)
    return Known(name, tables, features, groups, likeness.astype(float), answers.astype(float), np.array(is_one, dtype=float))


def load_all(*, reader: str) -> list[Known]:
    """Every case that is fitted on."""
    found = []
    for name in CHOSEN_ON:
        tables = read_pile(name, reader=reader)
        found.append(load_known(name, tables, load_groups(name, tables)[0]))
    with demo.open_docs() as docs, demo.open_gold() as gold:
        found.append(_load_own("demo", docs, gold))
    found.append(_load_own(OWN.name, OWN / "docs", OWN / "gold.yaml"))
    return found


def _load_own(name: str, docs: Path, gold: Path) -> Known:
    with Case.in_memory() as case:
        case.add([docs])
        tables = case.tables()
    told = load_gold(gold)
    matched = match_claims(told, tables, load_rules())
    groups = {
        claim_id: frozenset(filter(None, (told.claims[id_].group for id_ in ids))) for claim_id, ids in matched.gold_of.items()
    }
    return load_known(name, tables, groups)


def fit(features: Floats, is_one: Floats, weights: Floats) -> dict[str, Any]:
    """A ridge logistic regression on standardised features, by Newton's method."""
    mean, scale = features.mean(0), features.std(0) + 1e-6
    rows = np.c_[(features - mean) / scale, np.ones(len(features))]
    ridge = RIDGE * np.eye(rows.shape[1])
    ridge[-1, -1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (p - is_one)) + ridge @ found
        found -= np.linalg.solve((rows * (weights * p * (1 - p))[:, None]).T @ rows + ridge, slope)
    told = {"mean": mean, "scale": scale, "weights": found[:-1]}
    return {name: [round(float(value), 4) for value in values] for name, values in told.items()} | {
        "bias": round(float(found[-1]), 4)
    }


def fit_all(known: list[Known]) -> dict[str, Any]:
    """Both judges."""
    is_one = np.concatenate([one.is_one for one in known])
    n = sum(len(one.is_one) for one in known) / len(known)
    weights = np.concatenate([np.full(len(one.is_one), n / len(one.is_one)) for one in known])
    likeness, answers = (np.concatenate([getattr(one, name) for one in known]) for name in ("likeness", "answers"))
    return {
        "likenesses": list(pairs.LIKENESSES), "answers": list(pairs.ANSWERS),
        "by_likeness": fit(likeness, is_one, weights), "by_model": fit(np.hstack([likeness, answers]), is_one, weights),
    }


def score(known: Known, judging: pairs.Judging) -> dict[float, dict[str, float]]:
    """Grouping by each threshold."""
    found = {}
    for threshold in THRESHOLDS:
        own = dataclasses.replace(judging, one_group=float(threshold))
        judged = pairs.judge_pairs(known.features, own)
        group_of = {
            known.features.claims[i].id: str(k)
            for k, (places, _) in enumerate(partition(known.features, judged, Bounds(known.features), own))
            for i in places
        }
        found[round(float(threshold), 2)] = score_groups(known.groups, group_of)
    return found


def main() -> None:
    """Fit, choose the threshold, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--into", type=Path, default=INTO)
    ask.add_argument("--reader", default=DEFAULT)
    given = ask.parse_args()
    known = load_all(reader=given.reader)
    told = fit_all(known)
    judging = pairs.to_judging(told | {"one_pair": ONE_PAIR, "one_group": 0.5})
    scores = [score(one, judging) for one in known]
    for threshold in scores[0]:
        figures = {
            one.name: [round(some[threshold][kind], 3) for kind in ("f1", "strict")]
            for one, some in zip(known, scores, strict=True)
        }
        print(threshold, json.dumps(figures))
    sums = {threshold: sum(some[threshold]["f1"] + some[threshold]["strict"] for some in scores) for threshold in scores[0]}
    best = max(threshold for threshold, total in sums.items() if total > max(sums.values()) - NEARLY)
    given.into.write_text(json.dumps(told | {"one_pair": ONE_PAIR, "one_group": best}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
