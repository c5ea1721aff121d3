"""The words of one block while they are gathered: white space put in order, marks, links and cuts kept beside them."""

from __future__ import annotations

import dataclasses
import re

from sayso.acquire.composed import Draft

_SCHEMES = ("http://", "https://", "ftp://", "mailto:")
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\xad\u200b\ufeff\x00-\x08\x0e-\x1b\x7f]")
"""Soft hyphens, zero-width spaces, control characters: no reader sees them, and words with them are not found."""


class Words:
    """Gathers the words of a block and what stands in them; offsets are into the words so far."""

    __slots__ = ("_ends_in_space", "_held", "_open_cut", "_said", "cuts", "links", "marks", "size")

    def __init__(self) -> None:
        self._said: list[str] = []
        self._held = ""
        self._ends_in_space = True
        self._open_cut: tuple[int, str] | None = None
        self.size = 0
        self.links: list[tuple[int, int, str]] = []
        self.marks: list[tuple[int, int, str, str]] = []
        self.cuts: list[tuple[int, int, str]] = []

    def say(self, words: str) -> None:
        """Add words; runs of white space become one space."""
        if not words.isprintable() or "  " in words:
            words = _SPACE.sub(" ", _UNSEEN.sub("", words))
        if self._ends_in_space and words.startswith(" "):
            words = words[1:]
        if words:
            if self._held and words != " ":
                self.start()
                words = words.lstrip(" ")
            self._said.append(words)
            self.size += len(words)
            self._ends_in_space = words[-1] == " "

    def hold(self, words: str) -> None:
        """Add words once others follow: what parts the cells of a row."""
        self._held += words

    def start(self) -> int:
        """Where the next words will stand."""
        held, self._held = self._held, ""
        self.say(held)
        return self.size

    def cut(self, why: str) -> None:
        """What is said from here on is out of the flow for a reason; an empty one ends that."""
        if (self._open_cut[1] if self._open_cut else "") == why:
            return
        if self._open_cut and self._open_cut[0] < self.size:
            self.cuts.append((self._open_cut[0], self.size, self._open_cut[1]))
        self._open_cut = (self.size, why) if why else None

    def mark(self, label: str, key: str) -> None:
        """Add the mark of a note; one among cut words is words only."""
        start = self.start()
        self.say(label)
        if not self._open_cut and start < self.size:
            self.marks.append((start, self.size, key, label))

    def take_mark(self, start: int, key: str) -> str:
        """Make what was said since `start` the mark of a note; give it."""
        label = "".join(self._said)[start:].strip()
        self.marks.append((self.size - len("".join(self._said)[start:].lstrip()), self.size, key, label))
        return label

    def link(self, start: int, url: str) -> None:
        """Link the words said since `start` to an address of the web or of mail.

        One that leads to the writer's disk, to a script or into the document itself is no link.
        """
        bare = "".join(url.split())
        if start < self.size and bare.lower().startswith(_SCHEMES):
            self.links.append((start, self.size, bare))

    def to_draft(self, kind: str = "paragraph", why: str = "", place: str = "") -> Draft | None:
        """Give the block and begin anew; null when nothing was said."""
        self.cut("")
        if not self.size:
            self._held = ""
            return None
        text = "".join(self._said)
        links, marks, cuts = self.links, self.marks, self.cuts
        self._said, self._held, self.size, self._ends_in_space = [], "", 0, True
        self.links, self.marks, self.cuts = [], [], []
        text = text.rstrip()
        if not text:
            return None
        draft = Draft(text, kind, why, place=place)
        if not links and not marks and not cuts:
            return draft
        size = len(text)
        draft.links = [bare for link in links if (bare := _bare_link(text, link))]
        draft.marks = [(low, min(high, size), key, label) for low, high, key, label in marks if low < size]
        whole = sum(min(high, size) - low for low, high, _ in cuts if low < size)
        if cuts and (whole == size or not _kept(text, cuts)):
            draft.kind, draft.why = "furniture", why or cuts[0][2]
        else:
            draft.cuts = [_with_space(text, cut) for cut in cuts if cut[0] < size]
        return draft


def _kept(text: str, cuts: list[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for low, high, _ in cuts:
        out.append(text[at:low])
        at = high
    return "".join([*out, text[at:]]).strip()


def _bare_link(text: str, link: tuple[int, int, str]) -> tuple[int, int, str] | None:
    """A link without the spaces around its words; null when it has none."""
    low, high, url = link
    words = text[low:high]
    bare = words.strip()
    if not bare:
        return None
    low += len(words) - len(words.lstrip())
    return low, low + len(bare), url


def _with_space(text: str, cut: tuple[int, int, str]) -> tuple[int, int, str]:
    """Take one of the two spaces around cut words along, so that the flow has one."""
    low, high, why = cut
    high = min(high, len(text))
    before = low == 0 or text[low - 1] == " "
    if before and high < len(text) and text[high] == " ":
        return low, high + 1, why
    if high == len(text) and low and text[low - 1] == " ":
        return low - 1, high, why
    return low, high, why


def to_note(drafts: list[Draft], key: str, label: str, place: str) -> list[Draft]:
    """Make a note of its blocks: its label before them, all under the key that its mark gives.

    Args:
        label: as the page prints it; empty for a note without a mark.
        place: where the note stands in the original; its blocks stand in it.
    """
    kind = key.partition(" ")[0]
    notes = []
    for n, draft in enumerate(drafts):
        shift = 0
        if n == 0 and label and not draft.text.startswith(label):
            shift = len(label) + 1
            draft.text = f"{label} {draft.text}"
        draft.links = [(low + shift, high + shift, url) for low, high, url in draft.links]
        draft.cuts = [(low + shift, high + shift, why) for low, high, why in draft.cuts]
        draft.marks = []
        own = shift or (len(label) if n == 0 and draft.text.startswith(label) else 0)
        draft.note_start = own + len(draft.text[own:]) - len(draft.text[own:].lstrip(" .)]"))
        notes.append(
            dataclasses.replace(
                draft, kind="footnote", why=f"{_ARTICLE.get(kind, 'a')} {kind}", note_key=key, place=place
            )
        )
    return notes


_ARTICLE = {"endnote": "an"}


def join_drafts(drafts: list[Draft], glue: str) -> Draft:
    """Put blocks together into one, what stands in them shifted; empty ones hold their place but for the last."""
    while drafts and not drafts[-1].text:
        drafts = drafts[:-1]
    joined, texts, at = Draft(""), [], 0
    for draft in drafts:
        joined.links += [(low + at, high + at, url) for low, high, url in draft.links]
        joined.marks += [(low + at, high + at, key, label) for low, high, key, label in draft.marks]
        joined.cuts += [(low + at, high + at, why) for low, high, why in draft.cuts]
        if draft.why and draft.text:
            joined.cuts.append((at, at + len(draft.text), draft.why))
        step = draft.text + glue
        if not draft.text and glue.startswith(" "):
            step = glue[1:]  # one space between the bars of an empty cell
        texts.append(step)
        at += len(step)
    joined.text = "".join(texts)[: -len(glue)] if texts else ""
    return joined
