"""Weigh: how far each source can be relied on and how credible each claim is, and which reading of the case they leave standing."""

from sayso.engine.stage import Stage
from sayso.weigh.cautions import CAUTIONS
from sayso.weigh.cells import CELLS
from sayso.weigh.disputes import take_from_dispute
from sayso.weigh.grades import GRADES
from sayso.weigh.judgements import JUDGEMENTS
from sayso.weigh.scores import SCORES
from sayso.weigh.sensitivity import SENSITIVITY

WEIGH_STAGES: tuple[Stage, ...] = (GRADES, CELLS, SCORES, SENSITIVITY, JUDGEMENTS, CAUTIONS)
"""The room's stages in the order in which they run."""

__all__ = ["GRADES", "WEIGH_STAGES", "take_from_dispute"]
