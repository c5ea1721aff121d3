"""The pair model's way in small: a tiny network learns which of our own statements are one, is exported, and answers the same."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sayso.models.pairing import FILE, RELATIONS, pack_pairs
from sayso.models.sessions import open_session
from sayso.models.wordpiece import WordPiece
from training.export import hash_file
from training.pairs.examples import ANY, GENERAL, NOT_SAME, SPECIFIC, Pair, is_held_out
from training.pairs.export import export, load_trained
from training.pairs.network import PairNet
from training.pairs.news import to_pair
from training.pairs.train import CONFIG, train

WHO = ("the mayor", "two dockers", "a clerk", "the harbourmaster", "Ina Rask")
DID = (("sold the barge", "parted with the barge"), ("found six drums", "came upon six drums"), ("left the harbour", "went away"))


def make_pairs() -> list[Pair]:
    """Statements told twice in other words, and statements of other people or deeds."""
    found = []
    for i, who in enumerate(WHO):
        for j, (one, other) in enumerate(DID):
            found.append(Pair("own", f"{i}{j}", f"{who} {one}", f"{who} {other}", frozenset({"same"})))
            stray = DID[(j + 1) % len(DID)][1]
            found.append(Pair("own", f"{i}{j}x", f"{who} {one}", f"{who} {stray}", NOT_SAME, "neutral"))
    return found


def small() -> dict[str, Any]:
    """The real configuration with a small network and many epochs."""
    config = tomllib.loads(CONFIG.read_text("utf-8"))
    config["shape"] = {"width": 48, "layers": 2, "heads": 4, "inner": 96}
    config |= {"epochs": 60, "batch": 8, "average": 0.9}
    config["rates"]["encoder"] = 1e-3
    return config


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pairs")
    train(out, make_pairs(), small(), start=None)
    export(out, out / "int8")
    return out


def answer(model: PairNet) -> tuple[np.ndarray[Any, Any], ...]:
    packed = pack_pairs([(pair.a, pair.b) for pair in make_pairs()], WordPiece.load())
    with torch.inference_mode():
        found = model(*(torch.from_numpy(x) for x in (packed.ids, packed.mask, packed.kinds)))
    return tuple(x.numpy() for x in found)


def answer_onnx(path: Path) -> tuple[np.ndarray[Any, Any], ...]:
    packed = pack_pairs([(pair.a, pair.b) for pair in make_pairs()], WordPiece.load())
    session = open_session(path, sha256=hash_file(path), what="the pair model", fix="train it")
    return tuple(session.run(None, {"ids": packed.ids, "mask": packed.mask, "kinds": packed.kinds}))


def test_it_learns_what_is_the_same(trained: Path) -> None:
    rows = [json.loads(line) for line in (trained / "log.jsonl").read_text("utf-8").splitlines()]
    assert rows[-1]["loss"] < 0.5 * rows[0]["loss"]
    relations, _ = answer(load_trained(trained))
    right = [RELATIONS[k] in pair.relations for k, pair in zip(relations.argmax(-1), make_pairs(), strict=True)]
    assert np.mean(right) > 0.9


def test_the_exports_answer_as_the_trained_network(trained: Path) -> None:
    ours = answer(load_trained(trained))
    for mine, exact, rough in zip(ours, answer_onnx(trained / FILE), answer_onnx(trained / "int8" / FILE), strict=True):
        assert np.abs(mine - exact).max() < 1e-4
        assert np.abs(mine - rough).mean() < 2e-2 * np.ptp(mine)


def test_a_killed_training_goes_on(tmp_path: Path) -> None:
    config = small() | {"epochs": 3}
    for name in ("whole", "parted"):
        (tmp_path / name).mkdir()
    whole = train(tmp_path / "whole", make_pairs(), config, start=None)
    with pytest.raises(SystemExit, match="start again"):
        train(tmp_path / "parted", make_pairs(), config, start=None, minutes=0.0)
    again = train(tmp_path / "parted", make_pairs(), config, start=None)
    for (name, one), other in zip(whole.state_dict().items(), again.state_dict().values(), strict=True):
        assert torch.allclose(one, other, atol=1e-3), name


def test_a_turned_pair_turns_what_is_special() -> None:
    pair = Pair("own", "1", "a dog barked", "an animal made a noise", frozenset({SPECIFIC}), "entailment")
    assert pair.turn().relations == {GENERAL}
    assert pair.turn().nli is None
    assert Pair("own", "1", "it rained", "it didn't", ANY, "contradiction").turn().nli == "contradiction"


def test_what_shares_a_story_is_held_out_together() -> None:
    pairs = [Pair("news", f"{story}/{n}", "a", "b") for story in range(200) for n in range(5)]
    held = [is_held_out(pair) for pair in pairs]
    assert all(len(set(held[at : at + 5])) == 1 for at in range(0, 1000, 5))
    assert 0.03 < np.mean(held) < 0.2


def test_a_doubted_label_may_be_another() -> None:
    row = {"story": "s", "number": "1", "label": "S-?"}
    assert to_pair(row, "a", "b").relations == {"same", "other"}
    assert to_pair(row | {"label": "S-"}, "a", "b").nli == "contradiction"
