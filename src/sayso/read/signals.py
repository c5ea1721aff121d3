"""What a trained model may add to the rules' own words: hedges and negations it has seen, in flow offsets.

The trained reader gives none: with its present heads polarity on the blind half of benchmarks/stance.py fell from .955 to .879
and stance from .864 to .818, and the surest of them alone (0.95 and more) still cost .05 of polarity.
"""

from __future__ import annotations

import dataclasses

from sayso.schema import Spans


@dataclasses.dataclass(frozen=True, slots=True)
class Signals:
    """Hedges and negations of one page, each with the model's probability; offsets are those of the flow.

    `hedges` are start, end, type and probability of each cue; `negations` are cue spans, scope spans and probability.
    """

    hedges: tuple[tuple[int, int, str, float], ...] = ()
    negations: tuple[tuple[Spans, Spans, float], ...] = ()


NO_SIGNALS = Signals()
