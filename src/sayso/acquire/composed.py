"""Canonical text that sayso composes itself, for formats that carry structure of their own (HTML, DOCX)."""

from __future__ import annotations

import dataclasses

from sayso.acquire.assemble import InnerCut
from sayso.acquire.frontmatter import Facts
from sayso.acquire.heads import name_kinds
from sayso.acquire.lines import Line
from sayso.acquire.notes import FoundNote
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
    """

    text: str
    kind: str = "paragraph"
    why: str = ""
    links: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)
    marks: list[tuple[int, int, str, str]] = dataclasses.field(default_factory=list)
    note_key: str = ""
    note_start: int = 0


def compose(drafts: list[Draft], facts: Facts) -> Reading:
    """Set blocks one under the other, find furniture, heads and articles among them, link notes to their marks."""
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
        Block([line], [BREAK], draft.text, draft.kind, draft.why or ("a note" if draft.note_key else ""))
        for line, draft in zip(lines, drafts, strict=True)
    ]
    parts = read_parts(blocks, facts)
    name_kinds(blocks)
    notes, inner = _link_notes(drafts, starts)
    links = [
        Link(start + low, start + high, url)
        for start, draft, block in zip(starts, drafts, blocks, strict=True)
        if not block.is_out
        for low, high, url in draft.links
        if low < high
    ]
    return Reading(
        text,
        to_stretches([], blocks),
        [(part.start, part.facts) for part in parts],
        facts,
        notes=notes,
        links=links,
        inner=inner,
    )


def _link_notes(drafts: list[Draft], starts: list[int]) -> tuple[list[FoundNote], list[InnerCut]]:
    marks: dict[str, tuple[int, int, str]] = {}
    inner = []
    for start, draft in zip(starts, drafts, strict=True):
        for low, high, key, label in draft.marks:
            marks.setdefault(key, (start + low, start + high, label))
            if not draft.why:
                inner.append(InnerCut(start + low, start + high, f"note mark {label}"))
    notes = []
    for start, draft in zip(starts, drafts, strict=True):
        if not draft.note_key:
            continue
        mark = marks.get(draft.note_key)
        label = mark[2] if mark else draft.note_key
        words = (start + draft.note_start, start + len(draft.text))
        if words[0] < words[1]:
            notes.append(FoundNote("footnote", label, [words], start, [(mark[0], mark[1])] if mark else []))
    return notes, inner
