"""Trace: each group's stemma and the lines behind it, what is disputed, what changed on the way, what to fetch next."""

from sayso.engine.stage import Stage
from sayso.trace.disputes import DISPUTES
from sayso.trace.drift import DRIFT
from sayso.trace.leads import LEADS
from sayso.trace.losses import Loss, find_losses
from sayso.trace.silences import SILENCES
from sayso.trace.stemma import STEMMA
from sayso.trace.tallies import TALLIES

TRACE_STAGES: tuple[Stage, ...] = (STEMMA, TALLIES, DISPUTES, DRIFT, LEADS, SILENCES)
"""The room's stages in the order in which they run."""

__all__ = ["TRACE_STAGES", "Loss", "find_losses"]
