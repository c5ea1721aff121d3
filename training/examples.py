"""One labelled text, whatever set it comes from."""

from __future__ import annotations

import dataclasses

Spans = tuple[tuple[int, int], ...]  # characters, end exclusive


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """A cue and what hangs on it: attribution has the roles `source` and `content`, negation has `scope`."""

    cue: Spans
    roles: dict[str, Spans]


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A text with labels for some heads; the loss of a head that its set doesn't label is masked.

    `spans`: head to (start, end, label), everything else being "O"; `links`: kind of link to its cues; `cue_classes`: head to
    (start, end, label) where everything else is unknown.
    """

    id: str
    set: str
    text: str
    spans: dict[str, tuple[tuple[int, int, str], ...]]
    links: dict[str, tuple[Link, ...]]
    cue_classes: dict[str, tuple[tuple[int, int, str], ...]]
