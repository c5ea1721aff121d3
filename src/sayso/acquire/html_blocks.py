"""The blocks of an HTML page: one walk over its tree, without recursion, gives every block with where it stands."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from lxml import etree

from sayso.acquire.composed import Draft
from sayso.acquire.html_tags import (
    BLOCKS,
    KINDS,
    MOST_CLASS,
    SKIPPED,
    is_hidden,
    read_meaning,
)

PLACED_DEPTH = 200  # elements; a path that goes deeper ends at the ancestor there: real pages have up to 60
_CUES_MOST = 30  # nested elements with a furniture word that are looked at one by one
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*")  # what an XPath step can name as it is; `o:p` it can't
_SPACES = re.compile(r"\s+")
_NOTE_LABEL = re.compile(r"\[?(\d{1,3}|[*†‡§]|[a-z])\]?")
_BACK = re.compile(r"[\^¶↑↩⏎⬆↵\ufe0e\ufe0f]+|(?:jump|go|return)\b.{0,20}|back(?: to .{1,20})?", re.IGNORECASE)
_LAYOUT_CELL = 300  # characters in one cell of a table that lays out a page; cells of data seen have under 200
_TOLD_CELL = 100  # characters of a cell that tells something in sentences, as a board's posts do
_TOLD_ROWS = 0.5  # of the rows with such a cell: then the table is a list of texts
_SENTENCES = re.compile(r"[.!?](?:\s|$)")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_NAME_MOST = 60


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


@dataclasses.dataclass(slots=True)
class Walked:
    """What a page holds: its blocks and elements in order, and the names of people that elements of that class give."""

    shown: list[Shown]
    frames: list[Frame]
    names: list[tuple[int, str]]
    depth: int


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
        _lead_marks(self.shown, self._targets)
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
            self._data.append(_is_data(element, frame))
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


def _is_data(table: Any, frame: Frame) -> bool:
    """Whether a table holds data, one line a row, rather than lays out the page."""
    if (table.get("role") or "").lower() in {"presentation", "none"} or frame.depth > PLACED_DEPTH:
        return False
    n_cells = n_rows = n_long = n_blocks = n_told = 0
    for element in table.iterdescendants():
        tag = element.tag
        if tag == "table":
            return False
        if tag in {"td", "th"}:
            n_cells += 1
            words = "".join(element.itertext())
            n_long = max(n_long, len(words))
            n_told += len(words) >= _TOLD_CELL and len(_SENTENCES.findall(words[:1000])) >= 2
            if n_long > 3 * _LAYOUT_CELL or n_cells > 5000:
                break
        elif tag == "tr":
            n_rows += 1
        elif tag in {"h1", "h2", "article", "form", "hr", "blockquote"}:
            return False
        elif tag == "p":
            n_blocks += 1
    if table.find(".//th") is not None or table.find("caption") is not None:
        return n_long <= 3 * _LAYOUT_CELL
    if n_cells <= 1 or n_cells <= n_rows:
        return False
    return n_long <= _LAYOUT_CELL and n_blocks <= n_cells and n_told < _TOLD_ROWS * max(n_rows, 1)


def _lead_marks(shown: list[Shown], targets: dict[str, int]) -> None:
    """Lead marks to the blocks that they link to, and take those for notes."""
    for i, block in enumerate(shown):
        kept = []
        for low, high, target, label in block.draft.marks:
            at = targets.get(target)
            if at is None or not i < at < len(shown) or shown[at].draft.note_key not in {"", target}:
                continue  # a link back to the text, or to a section
            _make_note(shown, at, target, label)
            kept.append((low, high, target, label))
        block.draft.marks = kept


def _make_note(shown: list[Shown], at: int, target: str, label: str) -> None:
    note = shown[at].draft
    number = re.match(rf"(?:\[?{re.escape(label)}\]?[.)\s]*)?(?:[\^↑]\s*(?:[a-z]\s)*)?", note.text)
    note.note_key, note.kind = target, "footnote"
    note.note_start = number.end() if number else 0
    note.why = "a note that a mark in the text links to"
    low = note.note_start
    high = len(note.text)
    for start, end, why in reversed(note.cuts):
        if why.startswith("a link back") and not note.text[end:high].strip():
            high = len(note.text[:start].rstrip())
    note.note_end = max(high, low)
    item = shown[at].frame
    if item.tag == "p" and item.parent is not None and item.parent.tag in {"li", "div", "dd"}:
        item = item.parent
    for more in shown[at + 1 : item.last]:  # a note of several paragraphs; an item that is still open has no end
        if item.tag == "li" and not more.draft.note_key and not more.draft.marks:
            more.draft.note_key, more.draft.kind, more.draft.why = target, "footnote", note.why
