"""Where stages run."""

from sayso.engine.stage import Stage, run_stage, run_stages

__all__ = ["Stage", "run_stage", "run_stages"]
