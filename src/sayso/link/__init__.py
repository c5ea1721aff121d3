"""link: who is who, what was copied, which claims say the same and which can't both hold, over all documents."""

from sayso.engine import Stage
from sayso.link.contradictions import CONTRADICTIONS
from sayso.link.copies import COPIES
from sayso.link.groups import GROUPS
from sayso.link.relations import RELATIONS
from sayso.link.sources import SOURCES

LINK_STAGES: tuple[Stage, ...] = (SOURCES, COPIES, GROUPS, RELATIONS, CONTRADICTIONS)
"""The room's stages, in order; `link.groups` needs the identities and copies, `link.contradictions` the groups."""

__all__ = ["LINK_STAGES"]
