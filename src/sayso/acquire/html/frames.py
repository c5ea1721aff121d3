"""What a walk over an HTML page gives: its elements and the blocks in them."""

from __future__ import annotations

import dataclasses

from sayso.acquire.composed import Draft

LINKED_MOST = 0.5  # of a block's characters in links: running text that cites much has under 0.4
PLACED_DEPTH = 200  # elements; a path that goes deeper ends at the ancestor there: real pages have up to 60


@dataclasses.dataclass(slots=True, eq=False)
class Frame:
    """An element on the way down to a block.

    Attributes:
        kind: what its text is, by its own name or that of an element around it.
        cue, is_hard: the word that says furniture, as `find_cue`.
        cued: the nearest element with such a word, itself or around it.
        hidden: whether it or an element around it is kept from the eye.
        is_inner: whether it is or stands in an element that names an article: a header there is the article's head.
        first, last: the blocks in it, half open.
        letters, linked: letters in it, and in links in it.
        main: letters in it that are the article's; filled in by `html_main`.
    """

    tag: str
    parent: Frame | None
    depth: int
    step: str
    kind: str = ""
    cue: str = ""
    is_hard: bool = False
    cued: Frame | None = None
    n_cues: int = 0
    hidden: bool = False
    is_block: bool = False
    is_inner: bool = False
    is_pre: bool = False
    is_named: bool = False
    block: Frame | None = None
    placed: Frame | None = None
    names: str = ""
    first: int = 0
    last: int = 0
    letters: int = 0
    linked: int = 0
    main: int = 0
    at: int = 0
    trail: str = ""
    counts: dict[str, int] | None = None

    def path(self) -> str:
        """The element's XPath from the root, or that of its ancestor at `PLACED_DEPTH`."""
        steps: list[str] = []
        frame = self.placed
        while frame is not None and frame.step and not frame.trail:
            steps.append(frame.step)
            frame = frame.parent
        trail = (frame.trail if frame is not None else "") + "".join(f"/{step}" for step in reversed(steps))
        if self.placed is not None:
            self.placed.trail = trail
        return trail or "/html[1]"


@dataclasses.dataclass(slots=True, eq=False)
class Shown:
    """A block as the page shows it.

    Attributes:
        linked: characters of its text that are links.
        letters: its letters and digits, small: what it is compared by.
    """

    draft: Draft
    frame: Frame
    linked: int = 0
    letters: str = ""
    is_main: bool = False

    @property
    def link_share(self) -> float:
        """How much of the text is links."""
        return self.linked / max(len(self.draft.text), 1)
