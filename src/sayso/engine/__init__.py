"""Where stages run."""

from sayso.engine.pool import Outcome, map_jobs, pick_workers
from sayso.engine.stage import Stage, run_stage, run_stages

__all__ = ["Outcome", "Stage", "map_jobs", "pick_workers", "run_stage", "run_stages"]
