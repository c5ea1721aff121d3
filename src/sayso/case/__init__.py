"""A case: documents in, rows kept, briefs and answers out."""

from sayso.case.adding import Added
from sayso.case.case import Case
from sayso.case.checking import Checking
from sayso.case.reading import read_paths
from sayso.case.showing import find_groups
from sayso.case.steps import Loss, Step

__all__ = ["Added", "Case", "Checking", "Loss", "Step", "find_groups", "read_paths"]
