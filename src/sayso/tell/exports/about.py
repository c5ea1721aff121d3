"""What an export says of itself, and what it is made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

Files = dict[str, Iterator[bytes]]
"""Files of an export by name; the content comes in chunks, each made when it is asked for, and only once."""


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """What an export tells of its making; the exporters ask no clock.

    Attributes:
        version: of sayso.
        question: of the case; empty when it has none.
        made_at: when, ISO 8601 in UTC.
    """

    version: str
    question: str
    made_at: str
