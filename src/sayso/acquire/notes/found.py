"""A note as found in a text, before it is a row."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(slots=True)
class FoundNote:
    """A note of the text: its label, its words, and where its marks stand.

    Attributes:
        at: where the note itself begins, its number and all.
        cuts: what leaves the flow with its marks; a mark of several notes is cut with the first of them.
        page: 0 for the first page; -1 for a note that belongs to no page: an endnote, or a text without pages.
        family: 0 for footnotes, else which list it stands in; marks are matched family by family.
        style: how its number is printed: bracket, paren or empty.
    """

    kind: str
    label: str
    spans: list[tuple[int, int]]
    at: int
    marks: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    cuts: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    page: int = -1
    family: int = 0
    style: str = ""
