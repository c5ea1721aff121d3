"""The blocks of an HTML page: one walk over its tree, without recursion, gives every block with where it stands."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from lxml import etree

from sayso.acquire.composed import Draft
from sayso.acquire.html.frames import PLACED_DEPTH, Frame, Shown
from sayso.acquire.html.notes import lead_marks
from sayso.acquire.html.tables import is_data
from sayso.acquire.html.tags import (
    BLOCKS,
    KINDS,
    MOST_CLASS,
    SKIPPED,
    is_hidden,
    read_meaning,
)

_CUES_MOST = 30  # nested elements with a furniture word that are looked at one by one
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*")  # what an XPath step can name as it is; `o:p` it can't
_SPACES = re.compile(r"\s+")
_NOTE_LABEL = re.compile(r"\[?(\d{1,3}|[*†‡§]|[a-z])\]?")
_BACK = re.compile(r"[\^¶↑↩⏎⬆↵\ufe0e\ufe0f]+|(?:jump|go|return)\b.{0,20}|back(?: to .{1,20})?", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_NAME_MOST = 60


@dataclasses.dataclass(slots=True)
class Walked:
    """What a page holds: its blocks and elements in order, and the names of people that elements of that class give.

    Attributes:
        posts: elements that may be posts, by kind, once `posts.group_posts` has looked for them; null before.
    """

    shown: list[Shown]
    frames: list[Frame]
    names: list[tuple[int, str]]
    depth: int
    posts: dict[str, list[Frame]] | None = None


def walk_blocks(tree: Any) -> Walked:
    """Gather the blocks of a page."""
    walker = _Walker()
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if walker.open(element):
                events.skip_subtree()
        else:
            walker.close(element)
    return walker.finish()


class _Walker:
    """Takes the events of a walk; words gather until a block's edge."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.frames: list[Frame] = []
        self.names: list[tuple[int, str]] = []
        self.depth = 0
        root = Frame("", None, 0, "")
        root.block = root.placed = root
        self._stack = [root]
        self._pulled = False
        self._row: Frame | None = None  # the row of a table of data that is being read
        self._data: list[bool] = []  # of each table around, whether it holds data
        self._targets: dict[str, int] = {}
        self._reset()

    def _reset(self) -> None:
        self._words: list[str] = []
        self._size = 0
        self._owner: Frame | None = None
        self._kind_of = ""
        self._links: list[tuple[int, int, str]] = []
        self._marks: list[tuple[int, int, str, str]] = []
        self._cuts: list[tuple[int, int, str]] = []
        self._linked = 0
        self._after_break = False

    # -------------------------------------------------------------- events

    def open(self, element: Any) -> bool:
        """Take an element's start; whether what is in it is passed over."""
        tag = element.tag if isinstance(element.tag, str) else ""
        parent = self._stack[-1]
        frame = self._make_frame(tag, parent, element)
        self._stack.append(frame)
        if tag in SKIPPED or not tag:
            return True
        if frame.is_block:
            self._edge(frame)
        elif tag == "br":
            self._break()
        target = element.get("id") or (element.get("name") if tag == "a" else None)
        if target:
            self._targets.setdefault(target, len(self.shown))
        frame.first, frame.at = len(self.shown), self._size
        text = element.text
        if text and (self._size or not text.isspace()):
            self._say(text, frame)
        return False

    def close(self, element: Any) -> None:
        """Take an element's end and the words behind it."""
        frame = self._stack.pop()
        parent = self._stack[-1]
        tag = frame.tag
        if tag and tag not in SKIPPED:
            if len(self.shown) > frame.first:
                frame.at = 0
            if tag == "a":
                self._link(element, frame)
            self._close_inline(frame)
            if frame.is_block:
                self._edge(frame)
            if tag == "table":
                self._data.pop()
            if frame is self._row:
                self._row = None
            frame.last = len(self.shown)
            parent.letters += frame.letters
            parent.linked += frame.linked
        tail = element.tail
        if tail and (self._size or not tail.isspace()):
            self._say(tail, parent)

    def finish(self) -> Walked:
        """Give the blocks, marks led to their notes."""
        self._flush()
        lead_marks(self.shown, self._targets)
        return Walked(self.shown, self.frames, sorted(self.names, key=lambda named: named[0]), self.depth)

    # -------------------------------------------------------------- elements

    def _make_frame(self, tag: str, parent: Frame, element: Any) -> Frame:
        counts = parent.counts
        if counts is None:
            counts = parent.counts = {}
        nth = counts["*"] = counts.get("*", 0) + 1
        n = counts[tag] = counts.get(tag, 0) + 1
        step = f"{tag}[{n}]" if _PLAIN_NAME.fullmatch(tag) else f"*[{nth}]"
        frame = Frame(tag, parent, parent.depth + 1, step, parent.kind)
        self.depth = max(self.depth, frame.depth)
        frame.is_block = tag in BLOCKS
        frame.block = frame if frame.is_block else parent.block
        frame.placed = frame if frame.depth <= PLACED_DEPTH else parent.placed
        frame.cued, frame.n_cues, frame.hidden = parent.cued, parent.n_cues, parent.hidden
        frame.is_pre = parent.is_pre or tag in {"pre", "xmp", "listing", "plaintext"}
        frame.is_inner = parent.is_inner or tag in {"article", "main", "section"}
        if frame.is_block:
            self.frames.append(frame)
        if tag in KINDS and not (parent.kind == "block_quote" and tag == "li"):
            frame.kind = KINDS[tag]
        if tag != "a" and tag not in SKIPPED:
            self._read_attributes(frame, element)
        if tag == "table":
            self._data.append(frame.depth <= PLACED_DEPTH and is_data(element))
        return frame

    def _read_attributes(self, frame: Frame, element: Any) -> None:
        names, key = element.get("class") or "", element.get("id")
        frame.names = names = f"{names[:MOST_CLASS]} {key[:MOST_CLASS]}" if key else names[:MOST_CLASS]
        if frame.tag not in {"html", "body"}:
            meaning = read_meaning(frame.tag, (element.get("role") or "").lower()[:MOST_CLASS], names)
            cue, is_hard, frame.is_named = meaning.cue, meaning.is_hard, meaning.is_named
            if (frame.tag == "footer" and frame.kind == "block_quote") or (cue == "header" and frame.is_inner):
                cue = ""  # who is quoted; an article's own head
            if cue and frame.n_cues < _CUES_MOST:
                frame.cue, frame.is_hard, frame.cued = cue, is_hard, frame
                frame.n_cues += 1
                if not frame.is_block:
                    self.frames.append(frame)
            frame.kind = meaning.kind or frame.kind
        frame.hidden = frame.hidden or is_hidden(element, is_block=frame.is_block)

    def _edge(self, frame: Frame) -> None:
        """Part blocks; in a row of data cells are parted by a bar, and what else is in them by a space."""
        if frame.tag == "tr" and self._data and self._data[-1]:
            self._flush()
            self._row = frame if self._row is None else self._row
            frame.kind = "table"
        elif self._row is None:
            self._flush()
        elif frame.tag in {"td", "th"}:
            if self._size and len(self._stack) and self._stack[-1] is frame:
                self._say(" | " if "".join(self._words).strip() else "", frame)
        elif frame is self._row:
            self._flush()
        else:
            self._say(" ", frame)

    def _close_inline(self, frame: Frame) -> None:
        words = ""
        if not frame.is_block and self._size > frame.at and (frame.hidden or frame.is_hard or frame.is_named):
            words = "".join(self._words)[frame.at :]
        bare = words.strip()
        if bare and self._owner is not None:
            low = frame.at + words.index(bare)
            around = self._stack[-1]
            if frame.hidden and not around.hidden:
                self._cuts.append((low, low + len(bare), "hidden on the page"))
            elif frame.cue == "mw-editsection" or (
                frame.is_hard and frame.cue.startswith(("screen", "visually", "sr-"))
            ):
                self._cuts.append((low, low + len(bare), "a page's own wording"))
        if frame.is_named:
            text = (
                bare
                or " ".join(shown.draft.text for shown in self.shown[frame.first : frame.first + 2])
                or "".join(self._words)
            )
            if 2 <= len(text.strip()) <= _NAME_MOST:
                self.names.append((frame.first, text.strip()))

    # -------------------------------------------------------------- words

    def _say(self, words: str | None, frame: Frame) -> None:
        if not words:
            return
        if "\n" in words and frame.is_pre and self._row is None:
            first, *rest = _EMPTY_LINE.split(words)
            self._say_flat(first, frame)
            for paragraph in rest:
                self._flush()
                self._say_flat(paragraph, frame)
            return
        self._say_flat(words, frame)

    def _say_flat(self, words: str, frame: Frame) -> None:
        flat = _SPACES.sub(" ", words)
        if flat[:1] == " " and (self._size == 0 or self._words[-1][-1] == " "):
            flat = flat[1:]
        if not flat:
            return
        if self._owner is None:
            self._owner = self._row or frame.block
            self._kind_of = frame.kind if self._row is None else "table"
        self._words.append(flat)
        self._size += len(flat)
        if self._after_break and flat != " ":
            self._after_break = False

    def _break(self) -> None:
        if self._after_break and self._row is None:
            self._flush()
        else:
            self._say_flat(" ", self._stack[-1])
            self._after_break = True

    def _link(self, element: Any, frame: Frame) -> None:
        href = (element.get("href") or "").strip()
        if not href:
            return
        if len(self.shown) > frame.first:  # the link holds whole blocks
            for shown in self.shown[frame.first :]:
                unlinked = len(shown.draft.text) - shown.linked
                shown.linked += unlinked
                shown.frame.linked += unlinked
                frame.linked += unlinked
        words = "".join(self._words)[frame.at :] if self._size > frame.at else ""
        bare = words.strip()
        if not bare:
            return
        low = frame.at + words.index(bare)
        self._linked += len(bare)
        label = _NOTE_LABEL.fullmatch(bare) if len(bare) <= 5 else None
        if href.startswith("#"):
            if _BACK.fullmatch(bare) or (label and label[1].isalpha()):
                self._cuts.append((low, low + len(bare), "a link back to the text"))
            elif label:
                self._marks.append((low, low + len(bare), href[1:], label[1]))
        elif not href.lower().startswith("javascript:"):
            self._links.append((low, low + len(bare), href[:4000]))

    def _flush(self) -> None:
        if not self._size:
            return
        text = "".join(self._words).rstrip(" ")
        owner = self._owner
        if self._kind_of == "table":
            text = text.rstrip(" |")
        if text.strip(" |") and owner is not None:
            n = len(text)
            links = [(low, min(high, n), url) for low, high, url in self._links if low < n]
            cuts = [(low, min(high, n), why) for low, high, why in self._cuts if low < n]
            draft = Draft(text, self._kind_of or "paragraph", "", links, self._marks, place=owner.path(), cuts=cuts)
            self.shown.append(Shown(draft, owner, min(self._linked, n)))
            owner.letters += n
            owner.linked += min(self._linked, n)
        self._reset()
