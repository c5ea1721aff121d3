"""The whole way of a training in small: fifty sentences, a tiny network, export, and the exported network's answers.

Needs the extra `train`; `pytest training` runs it.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sayso.models.network import OnnxNetwork
from sayso.models.wordpiece import WordPiece
from training.batches import Labeller, pad
from training.evaluate import TorchNetwork, load_trained
from training.examples import Example, Link
from training.export import export, load_exported
from training.train import CONFIG, Model, score_batch, train

PEOPLE = ("Ina Rask", "the harbourmaster", "two dockers", "a clerk", "the mayor")
SAYINGS = ("said", "claimed", "denied", "wrote", "warned")
CONTENTS = ("the barrels leaked", "nobody was told")


def make_examples() -> list[Example]:
    """Fifty sentences, each with one attribution, a hedge and, where denied, a negation."""
    found = []
    for i, person in enumerate(PEOPLE):
        for j, said in enumerate(SAYINGS):
            for k, content in enumerate(CONTENTS):
                text = f"{person} {said} that perhaps {content}."
                at = {
                    word: (text.index(word), text.index(word) + len(word))
                    for word in (person, said, content, "perhaps")
                }
                link = Link((at[said],), {"source": (at[person],), "content": ((at["perhaps"][0], at[content][1]),)})
                hedge = ((*at["perhaps"], "epistemic"),)
                found.append(Example(f"{i}{j}{k}", "own", text, {"hedge": hedge}, {"attribution": (link,)}, {}))
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small trained model, its log and its exports."""
    out = tmp_path_factory.mktemp("out")
    train(out, make_examples(), small(), encoder=None, minutes=5)
    export(out, out / "int8")
    return out


def small() -> dict[str, Any]:
    """The real configuration with a small network and many epochs."""
    config = tomllib.loads(CONFIG.read_text("utf-8"))
    config["shape"] = {"width": 48, "layers": 2, "heads": 4, "inner": 96, "link_width": 32, "link_layers": 1}
    config["data"]["budget"] = 256
    config["length"]["epochs"] = 25
    config["rates"]["encoder"] = 1e-3
    return config


def read_log(out: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]


def test_the_loss_falls(trained: Path) -> None:
    rows = read_log(trained)
    for name in ("cue", "attribution roles", "hedge"):
        first, last = (np.mean([row[name] for row in some]) for some in (rows[:5], rows[-5:]))
        assert last < 0.5 * first, name


def test_it_learns_who_said_what(trained: Path) -> None:
    model, labeller = load_trained(trained), Labeller(WordPiece.load(), longest=64)
    right = n = 0
    for example in make_examples():
        batch = pad(labeller.label(example, None, no_case=0, no_marks=0))
        with torch.inference_mode():
            _, roles = score_batch(model, batch, torch.device("cpu"))
        wanted = batch.roles >= 0
        right += int((roles[..., :3].argmax(-1).numpy() == batch.roles)[wanted].sum())
        n += int(wanted.sum())
    assert right / n > 0.9


def answers(network: OnnxNetwork | TorchNetwork) -> list[np.ndarray[Any, Any]]:
    """Tag scores, queries, keys and role scores for one padded batch."""
    labeller = Labeller(WordPiece.load(), longest=64)
    batch = pad(
        [one for example in make_examples()[:6] for one in labeller.label(example, None, no_case=0, no_marks=0)]
    )
    tags, query, key = network.read(batch.ids, batch.mask, batch.kinds)
    cue = np.stack([query[row, b:e].mean(0) for row, (b, e) in zip(batch.cue_window, batch.cue_span, strict=True)])
    roles = network.link(key[batch.cue_window], cue, batch.far, batch.cue_kind, batch.mask[batch.cue_window])
    on = batch.mask.astype(bool)
    return [tags[on], query[on], key[on], roles[on[batch.cue_window]]]


def test_the_float_export_answers_as_the_trained_network(trained: Path) -> None:
    for ours, theirs in zip(answers(TorchNetwork(load_trained(trained))), answers(load_exported(trained)), strict=True):
        assert np.abs(ours - theirs).max() < 1e-4


def test_the_int8_export_answers_nearly_so(trained: Path) -> None:
    """Within a hundredth of the range of the scores."""
    exact, rough = (
        answers(network) for network in (TorchNetwork(load_trained(trained)), load_exported(trained / "int8"))
    )
    for ours, theirs in zip(exact, rough, strict=True):
        assert np.abs(ours - theirs).mean() < 1e-2 * np.ptp(ours)


def test_a_killed_training_goes_on(tmp_path: Path) -> None:
    config = small()
    config["length"]["epochs"] = 3
    whole = train(tmp_path_of(tmp_path, "whole"), make_examples(), config, encoder=None, minutes=5)
    parted = tmp_path_of(tmp_path, "parted")
    with pytest.raises(SystemExit, match="start again"):
        train(parted, make_examples(), config, encoder=None, minutes=0.0)
    again = train(parted, make_examples(), config, encoder=None, minutes=5)
    for (name, one), other in zip(weights(whole), again.state_dict().values(), strict=True):
        assert torch.allclose(one, other, atol=1e-3), name


def tmp_path_of(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def weights(model: Model) -> list[tuple[str, torch.Tensor]]:
    return list(model.state_dict().items())
