"""Train the pair model: `python -m training.pairs.train OUT [--data DIR] [--labels FILE] [--minutes N]`.

    labelled pairs -> pieces of both -> batches of like length -> encoder, heads -> one loss -> averaged weights

Each set is drawn from by its share every epoch, pairs are turned round at chance. State is saved every few minutes and gone on
from; two cores with bfloat16 need about 40 minutes.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from sayso.models.pairing import NLI, RELATIONS, Packed, pack_pairs
from sayso.models.wordpiece import WordPiece
from training.network import Shape, load_encoder
from training.pairs.data import load_pairs
from training.pairs.examples import Pair, is_held_out
from training.pairs.network import HEADS, PairNet
from training.train import Progress, find_encoder, make_optimizer, rate_at

CONFIG = Path(__file__).with_name("config.toml")
SAVE_EVERY = 300.0  # seconds


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side; `allowed` is (batch, RELATIONS), `nli` a label's place or -100, `weights` of each in the loss."""

    packed: Packed
    allowed: Tensor
    nli: Tensor
    weights: Tensor


def make_batches(pairs: Sequence[Pair], words: WordPiece, chance: random.Random, config: dict[str, Any]) -> Iterator[Batch]:
    """Draw an epoch's pairs and pack those of like length together, in chance order."""
    shares, weights = config["shares"], config["weights"]
    drawn = [pair for pair in pairs if chance.random() < shares.get(pair.set, 1.0)]
    drawn = [pair.turn() if chance.random() < (0.5 if pair.nli is None else 0.15) else pair for pair in drawn]
    order = sorted(drawn, key=lambda pair: len(pair.a) + len(pair.b) + chance.random() * 60)
    size = config["batch"]
    packs = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(packs)
    for pack in packs:
        packed = pack_pairs([(pair.a, pair.b) for pair in pack], words)
        allowed = torch.tensor([[name in pair.relations for name in RELATIONS] for pair in pack])
        nli = torch.tensor([NLI.index(pair.nli) if pair.nli else -100 for pair in pack])
        yield Batch(packed, allowed, nli, torch.tensor([weights.get(pair.set, 1.0) for pair in pack]))


def find_loss(model: nn.Module, batch: Batch, *, nli_weight: float) -> Tensor:
    """What the relations that a pair may be fall short of being sure, and cross entropy of NLI labels."""
    relations, nli = model(*(torch.from_numpy(x) for x in (batch.packed.ids, batch.packed.mask, batch.packed.kinds)))
    log = relations.float().log_softmax(-1)
    missed = -log.masked_fill(~batch.allowed, -1e4).logsumexp(-1)
    loss: Tensor = (missed * batch.weights).mean()
    if (batch.nli >= 0).any():
        loss = loss + nli_weight * F.cross_entropy(nli.float(), batch.nli, ignore_index=-100)
    return loss


def train(
    out: Path, pairs: Sequence[Pair], config: dict[str, Any], *, start: Path | None, minutes: float = 1e9
) -> PairNet:
    """Train on pairs and give the model with its averaged weights; `out` keeps the state between runs.

    Args:
        config: as config.toml; a table `shape` may give other sizes than MiniLM's.
        start: MiniLM's model.safetensors, or a trained pair model's; null begins with chance weights, for tests.
        minutes: stops after so long and leaves the state; the next run goes on.
    """
    torch.manual_seed(config["seed"])
    torch.set_flush_denormal(True)  # numbers near nothing cost a hundred times as long on a processor
    shape = Shape(**config.get("shape", {}))
    model, words = PairNet(shape), WordPiece.load()
    if start is not None:
        begin_from(model, start)
    optimizer = make_optimizer(model, config["rates"], heads=HEADS)
    full = [group["lr"] for group in optimizer.param_groups]
    progress = Progress(0, {name: value.detach().clone() for name, value in model.state_dict().items()})
    if (out / "state.pt").is_file():
        state = torch.load(out / "state.pt", weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        progress = Progress(state["step"], state["average"])
    began = saved = time.monotonic()
    batches = _all_batches(pairs, words, config)
    total = sum(1 for _ in _all_epochs(pairs, config))
    is_half = torch.cpu._is_avx512_bf16_supported()
    model.train()
    for step, batch in enumerate(batches, start=1):
        if step <= progress.step:
            continue
        torch.manual_seed(config["seed"] * 1_000_003 + step)  # a training that was stopped goes on as if it wasn't
        for group, rate in zip(optimizer.param_groups, full, strict=True):
            group["lr"] = rate * rate_at(step / total, config["rates"]["warm"])
        with torch.autocast("cpu", torch.bfloat16, enabled=is_half):
            loss = find_loss(model, batch, nli_weight=config["nli_weight"])
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), config["rates"]["clip"])
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        progress.step = step
        progress.follow(model, config["average"])
        if step % 20 == 0:
            told = {"step": step, "of": total, "s": round(time.monotonic() - began), "loss": round(loss.item(), 4)}
            with (out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(told) + "\n")
        is_late = time.monotonic() - began > minutes * 60
        if is_late or time.monotonic() - saved > SAVE_EVERY:
            saved = time.monotonic()
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
                     "average": progress.average}
            torch.save(state, out / "state.new")
            (out / "state.new").replace(out / "state.pt")
        if is_late:
            raise SystemExit(f"stopped after {minutes:g} minutes at step {step} of {total}; start again to go on")
    model.load_state_dict(progress.average)
    weights = {name: value.contiguous() for name, value in progress.average.items()}
    save_file(weights, out / "model.safetensors", {"shape": json.dumps(dataclasses.asdict(shape))})
    return model.eval()


def begin_from(model: PairNet, weights: Path) -> None:
    """Put MiniLM's weights, or those of a trained pair model, into a model."""
    from safetensors.torch import load_file  # noqa: PLC0415

    given = load_file(weights)
    if "mix.weight" in given:
        model.load_state_dict(given)
    else:
        load_encoder(model, weights, heads=HEADS)


def _all_epochs(pairs: Sequence[Pair], config: dict[str, Any]) -> Iterator[int]:
    """One number a step, without the work of packing."""
    for epoch in range(config["epochs"]):
        chance = random.Random(config["seed"] * 1000 + epoch)
        n = sum(chance.random() < config["shares"].get(pair.set, 1.0) for pair in pairs)
        yield from range(int(np.ceil(n / config["batch"])))


def _all_batches(pairs: Sequence[Pair], words: WordPiece, config: dict[str, Any]) -> Iterator[Batch]:
    """Batches of all epochs, the same in every run."""
    for epoch in range(config["epochs"]):
        yield from make_batches(pairs, words, random.Random(config["seed"] * 1000 + epoch), config)


def main() -> None:
    """Read the command line and train."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=Path)
    ask.add_argument("--data", type=Path, default=Path("../shared/data"))
    ask.add_argument("--config", type=Path, default=CONFIG)
    ask.add_argument("--start", type=Path, help="MiniLM's or a pair model's model.safetensors; by default MiniLM's")
    ask.add_argument("--minutes", type=float, default=150.0)
    given = ask.parse_args()
    config = tomllib.loads(given.config.read_text(encoding="utf-8"))
    given.out.mkdir(parents=True, exist_ok=True)
    kept = given.out.parent / "news.json"
    pairs = [pair for pair in load_pairs(given.data, seed=config["seed"], kept=kept) if not is_held_out(pair)]
    train(given.out, pairs, config, start=given.start or find_encoder(), minutes=given.minutes)


if __name__ == "__main__":
    main()
