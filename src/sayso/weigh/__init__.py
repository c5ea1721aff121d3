"""Weigh: how far each source can be relied on and how credible each claim is, and which reading of the case they leave standing."""

from sayso.engine.stage import Stage
from sayso.weigh.grades import GRADES

WEIGH_STAGES: tuple[Stage, ...] = (GRADES,)
"""The room's stages in the order in which they run."""

__all__ = ["GRADES", "WEIGH_STAGES"]
