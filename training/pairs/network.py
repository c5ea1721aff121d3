"""The pair model: one small encoder reads both statements together, two heads say what one is to the other.

Beside the first piece's vector the heads see the mean vectors of both statements, their product and their difference: MiniLM was
made to compare such means (Reimers and Gurevych 2019), and from few labelled pairs a head learns faster from them.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sayso.models.pairing import NLI, RELATIONS
from training.network import Layer, Shape

HEADS = ("mix", "relations", "nli")


class PairNet(nn.Module):
    """Encoder and heads over two statements."""

    def __init__(self, shape: Shape, *, n_words: int = 30522, n_places: int = 512) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(n_words, shape.width), nn.Embedding(n_places, shape.width)
        self.kinds = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, dropout=shape.dropout, is_norm_first=False)
            for _ in range(shape.layers)
        )
        self.mix = nn.Linear(3 * shape.width, shape.width)
        self.relations, self.nli = nn.Linear(shape.width, len(RELATIONS)), nn.Linear(shape.width, len(NLI))
        self.dropout = shape.dropout

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        """Compare statements.

        Args:
            ids: (batch, pieces), [CLS] a [SEP] b [SEP]; mask: the same, 1 where there is a piece; kinds: 1 in b, else 0.
        Returns:
            Logits (batch, RELATIONS) and (batch, NLI).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.places(places) + self.kinds(kinds))
        x = F.dropout(x, self.dropout, self.training)
        hidden = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        a, b = _mean(x, mask * (1 - kinds)), _mean(x, mask * kinds)
        y = F.gelu(self.mix(torch.cat([x[:, 0], a * b, (a - b).abs()], -1)))
        y = F.dropout(y, self.dropout, self.training)
        return self.relations(y), self.nli(y)


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    weight = mask[..., None].to(x.dtype)
    mean: Tensor = F.normalize((x * weight).sum(1) / weight.sum(1), dim=-1) * 20.0  # about the length of the first vector
    return mean
