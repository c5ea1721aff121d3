"""Canonical text that sayso composes itself, for formats that carry structure of their own (HTML, DOCX)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from sayso.acquire.assemble import InnerCut
from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.heads import FoundPart, name_kinds
from sayso.acquire.lines import Line
from sayso.acquire.notes.footnotes import FoundNote
from sayso.acquire.paragraphs import Block
from sayso.acquire.plain import read_parts, to_stretches
from sayso.acquire.reading import Link, Reading
from sayso.text.flow import BREAK


@dataclasses.dataclass(slots=True)
class Draft:
    """A block on its way into the canonical text; offsets are into its own words.

    Attributes:
        kind: paragraph where the format says nothing else.
        why: how it was recognised, of what is out of the flow.
        links: start, end, address.
        marks: start, end, key of the note that is marked, label.
        note_key: of a note's own words, the key that its marks give.
        note_start, note_end: the note's words without its label and the links back to its marks; end 0 is the draft's end.
        place: where it stands in the original: an element's path, a mail's part.
        page: of formats that have pages, 1 for the first.
        cuts: start, end and why, of words that the text holds and the flow does not: deleted ones, hidden ones.
        head: what is known of the part that the block begins, of pages that hold several (a forum's posts); else null.
    """

    text: str
    kind: str = "paragraph"
    why: str = ""
    links: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)
    marks: list[tuple[int, int, str, str]] = dataclasses.field(default_factory=list)
    note_key: str = ""
    note_start: int = 0
    note_end: int = 0
    place: str = ""
    page: int | None = None
    head: Facts | None = None
    cuts: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)

    @property
    def said(self) -> str:
        """The words that are in the flow, marks and cuts left out, by which a block is told; all of them if none is."""
        if not self.marks and not self.cuts:
            return self.text
        gone = sorted([(low, high) for low, high, *_ in self.marks] + [(low, high) for low, high, _ in self.cuts])
        kept, at = [], 0
        for low, high in gone:
            kept.append(self.text[at:low])
            at = max(at, high)
        return "".join([*kept, self.text[at:]]).strip() or self.text


def compose(
    drafts: list[Draft], facts: Facts, read: Callable[[list[Block], Facts], list[FoundPart]] | None = None
) -> Reading:
    """Set blocks one under the other, find furniture, heads and articles among them, link notes to their marks.

    Args:
        read: finds heads and articles and names the kinds of blocks; null for the way of web pages.
    """
    drafts = [draft for draft in drafts if draft.text]
    starts: list[int] = []
    at = 0
    for draft in drafts:
        starts.append(at)
        at += len(draft.text) + len(BREAK)
    text = BREAK.join(draft.text for draft in drafts)
    lines = [
        Line(start, start + len(draft.text), draft.text, 0, 1, False, 0)
        for start, draft in zip(starts, drafts, strict=True)
    ]
    blocks = [
        Block([line], [BREAK], draft.said, draft.kind, draft.why or ("a note" if draft.note_key else ""))
        for line, draft in zip(lines, drafts, strict=True)
    ]
    parts = (read or _read_page)(blocks, facts)
    notes, inner = _link_notes(drafts, starts)
    for start, draft, block in zip(starts, drafts, blocks, strict=True):
        inner += [InnerCut(start + low, start + high, why) for low, high, why in draft.cuts if not block.is_out]
    links = [
        Link(start + low, start + high, url)
        for start, draft, block in zip(starts, drafts, blocks, strict=True)
        if not block.is_out
        for low, high, url in draft.links
        if low < high
    ]
    stretches = to_stretches([], blocks)
    for stretch, draft in zip(stretches, drafts, strict=True):
        stretch.place, stretch.page = draft.place, draft.page
    return Reading(
        text,
        stretches,
        _find_parts(drafts, starts, facts) or [(part.start, part.facts) for part in parts],
        facts,
        notes=notes,
        links=links,
        inner=inner,
    )


def _read_page(blocks: list[Block], facts: Facts) -> list[FoundPart]:
    parts = read_parts(blocks, facts)
    name_kinds(blocks)
    return parts


def _find_parts(drafts: list[Draft], starts: list[int], facts: Facts) -> list[tuple[int, Facts]]:
    """Give the parts that drafts begin by themselves; empty when none does."""
    parts = [(start, draft.head) for start, draft in zip(starts, drafts, strict=True) if draft.head is not None]
    return [(0, facts), *parts] if parts else []


def _link_notes(drafts: list[Draft], starts: list[int]) -> tuple[list[FoundNote], list[InnerCut]]:
    marks: dict[str, list[tuple[int, int, str]]] = {}
    inner = []
    for start, draft in zip(starts, drafts, strict=True):
        for low, high, key, label in draft.marks:
            marks.setdefault(key, []).append((start + low, start + high, label))
            if not draft.why:
                inner.append(InnerCut(start + low, start + high, f"note mark {label}"))
    notes: dict[str, FoundNote] = {}
    for start, draft in zip(starts, drafts, strict=True):
        words = (start + draft.note_start, start + (draft.note_end or len(draft.text)))
        if not draft.note_key or words[0] >= words[1]:
            continue
        if draft.note_key in notes:  # a note of several paragraphs
            notes[draft.note_key].spans.append(words)
            continue
        led = marks.get(draft.note_key, [])
        label = led[0][2] if led else draft.note_key
        found = FoundNote("footnote", label, [words], start, [(low, high) for low, high, _ in led])
        notes[draft.note_key] = found
    return list(notes.values()), inner
