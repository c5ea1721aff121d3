"""The reading model: one small encoder, heads that tag its pieces, and a linker that gives each cue its roles.

The encoder is BERT (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020). A linker's vector for piece t, asked by
cue c, is key(t) + mean of query over the cue + place of t from the cue + kind of the cue; two narrow layers of attention
over those vectors let the pieces of one answer see each other. Scoring every piece against every cue of a window costs about
an eighth of the encoder, so that no second pass is needed and cues may share words.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sayso.models.heads import LINKS, REACH, TAGS
from sayso.models.pieces import N_KINDS

N_ROLES = 1 + sum(len(link.roles) for link in LINKS)


@dataclasses.dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; the encoder's are MiniLM-L6's."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    link_width: int = 128
    link_layers: int = 2
    link_heads: int = 4
    dropout: float = 0.1


class Layer(nn.Module):
    """One layer of attention, normalised after each half (as BERT) or before it."""

    def __init__(self, width: int, heads: int, inner: int, *, dropout: float, is_norm_first: bool) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_a, self.norm_b = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.heads, self.dropout, self.is_norm_first = heads, dropout, is_norm_first

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (batch, pieces, width); mask: (batch, 1, 1, pieces), 0 where read and very negative where padded."""
        if self.is_norm_first:
            x = x + self._drop(self._attend(self.norm_a(x), mask))
            return x + self._drop(self._widen(self.norm_b(x)))
        x = self.norm_a(x + self._drop(self._attend(x, mask)))
        y: Tensor = self.norm_b(x + self._drop(self._widen(x)))
        return y

    def _attend(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, n, width = x.shape
        q, k, v = (
            part(x).view(batch, n, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        if self.training:  # without dropout: with it torch leaves its fused form, and a step takes four times as long
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        else:  # spelled out, so that the exported graph is plain matrix products
            mixed = (q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask).softmax(-1) @ v
        y: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, n, width))
        return y

    def _widen(self, x: Tensor) -> Tensor:
        y: Tensor = self.narrow(F.gelu(self.widen(x)))
        return y

    def _drop(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.dropout, self.training)


class Reader(nn.Module):
    """Encoder and tagging heads: what runs once over every piece."""

    def __init__(self, shape: Shape, *, n_words: int = 30522, n_places: int = 512) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(n_words, shape.width), nn.Embedding(n_places, shape.width)
        self.kinds = nn.Embedding(N_KINDS, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, dropout=shape.dropout, is_norm_first=False)
            for _ in range(shape.layers)
        )
        self.tags = nn.Linear(shape.width, sum(len(tag.labels) for tag in TAGS))
        self.query, self.key = nn.Linear(shape.width, shape.link_width), nn.Linear(shape.width, shape.link_width)
        self.dropout = shape.dropout

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read windows.

        Args:
            ids, kinds: (batch, pieces), borders included; mask: the same, 1 where there is a piece.
        Returns:
            Tag logits (batch, pieces, labels of all heads in order); queries and keys (batch, pieces, link width).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places) + self.kinds(kinds))
        x = F.dropout(x, self.dropout, self.training)
        hidden = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        y = F.dropout(x, self.dropout, self.training)
        return self.tags(y), self.query(y), self.key(y)


class Linker(nn.Module):
    """What every piece of a window is to one cue."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.link_width
        self.reach, self.kinds = nn.Embedding(2 * REACH + 1, width), nn.Embedding(len(LINKS), width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(
            Layer(width, shape.link_heads, 2 * width, dropout=shape.dropout, is_norm_first=True)
            for _ in range(shape.link_layers)
        )
        self.last = nn.LayerNorm(width)
        self.roles = nn.Linear(width, N_ROLES)

    def forward(self, keys: Tensor, cue: Tensor, far: Tensor, kind: Tensor, mask: Tensor) -> Tensor:
        """Score roles.

        Args:
            keys: (cues, pieces, width), the keys of each cue's window; cue: (cues, width), its mean query;
            far: (cues, pieces), pieces from the cue, clipped and shifted to 0 .. 2 * REACH; kind: (cues,); mask: as `keys`.
        Returns:
            Role logits (cues, pieces, roles of all kinds of link, "none" first).
        """
        x = self.norm(F.gelu(keys + cue[:, None] + self.reach(far) + self.kinds(kind)[:, None]))
        hidden = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        roles: Tensor = self.roles(self.last(x))
        return roles


def load_encoder(model: nn.Module, weights: Path, *, heads: tuple[str, ...] = ("tags", "query", "key")) -> None:
    """Put MiniLM's weights into a model's encoder; the heads keep what they were born with.

    Args:
        model: with `words`, `places`, `kinds`, `norm` and `layers` as `Reader` has them; with more than two kinds each
            begins as MiniLM's first.
        weights: model.safetensors of all-MiniLM-L6-v2 with the names of Hugging Face's BertModel.
        heads: names of what isn't MiniLM's.
    """
    from safetensors.torch import load_file  # noqa: PLC0415

    given = load_file(weights)
    kinds = given["embeddings.token_type_embeddings.weight"]
    n_kinds = len(model.get_parameter("kinds.weight"))
    own = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "places.weight": given["embeddings.position_embeddings.weight"],
        "kinds.weight": kinds if n_kinds == len(kinds) else kinds[:1].repeat(n_kinds, 1),
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_a": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "norm_b": "output.LayerNorm",
    }
    for i in range(len(list(model.get_submodule("layers").children()))):
        for mine, theirs in names.items():
            for part in ("weight", "bias"):
                own[f"layers.{i}.{mine}.{part}"] = given[f"encoder.layer.{i}.{theirs}.{part}"]
    missing, unknown = model.load_state_dict(own, strict=False)
    left = [name for name in missing if not name.startswith(heads)]
    if left or unknown:
        raise ValueError(f"{weights} doesn't hold MiniLM-L6: missing {left[:3]}, unknown {unknown[:3]}")
