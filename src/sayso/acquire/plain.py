"""Plain text and text layers: from characters to blocks, articles, notes and furniture.

The order of the passes matters: each one takes what it knows off the table, and what is left at the end is the flow.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.acquire.assemble import InnerCut, Stretch
from sayso.acquire.facts.frontmatter import Facts, mark_front_matter, mark_title_page
from sayso.acquire.facts.heads import (
    HEAD_BLOCKS,
    FoundPart,
    learn_closing_byline,
    mark_title,
    name_kinds,
    read_head,
    split_parts,
    split_single_line,
)
from sayso.acquire.furniture import mark_by_place, mark_by_words, mark_comments, mark_teasers
from sayso.acquire.lines import Line, Print, add_prints, mark_left_feet, split_lines
from sayso.acquire.mail.quoting import cut_quoting, mark_mail_heads
from sayso.acquire.notes.endnotes import link_endnotes, mark_endnotes
from sayso.acquire.notes.footnotes import FoundNote, link_marks, mark_footnotes, mark_references
from sayso.acquire.pages import mark_page_furniture
from sayso.acquire.paragraphs import Block, group_paragraphs
from sayso.acquire.reading import Reading

_EDIT = "[edit]"  # what an encyclopedia's headings end in


def read_plain(text: str, *, title: str | None = None, prints: Sequence[Print] = ()) -> Reading:
    """Read a plain text or a PDF's text layer, its pages parted by form feeds.

    Args:
        text: the canonical text; it stays as it is.
        title: the title, where it is known from elsewhere.
        prints: how the lines are printed, where that is known.
    """
    facts = Facts()
    lines = split_lines(text)
    add_prints(lines, prints)
    lines = split_single_line(lines, title, facts)
    mark_front_matter(lines, facts)
    quoting = cut_quoting(lines)
    unquoted = [line for line in lines if not line.depth]
    # form feeds bound pages, and page numbers at their edges bound notes; without them a number alone may be a note's
    has_feeds = bool(lines) and lines[-1].page > 0
    notes = [] if has_feeds else mark_footnotes(unquoted)
    mark_page_furniture(lines)
    mark_title_page(lines, facts)
    if has_feeds:
        notes = mark_footnotes(unquoted)
    mark_left_feet(lines)
    notes += mark_references(unquoted)
    endnotes = mark_endnotes(unquoted)
    blocks = group_paragraphs(text, lines)
    parts = read_parts(blocks, facts)
    name_kinds(blocks)
    stretches = to_stretches(lines, blocks)
    kept = {stretch.start for stretch in stretches if not stretch.why}
    inner = [cut for cut in quoting if cut.start in kept] + _link(text, stretches, notes, endnotes)
    return Reading(
        text,
        stretches,
        [(part.start, part.facts) for part in parts],
        parts[0].facts,
        notes=sorted([*notes, *endnotes], key=lambda note: note.at),
        inner=inner,
    )


def read_parts(blocks: list[Block], facts: Facts) -> list[FoundPart]:
    """Mark furniture, corrections, titles, bylines and dates among blocks; give the articles they make.

    Args:
        facts: what is known of the document; the first article's head adds to it.
    """
    blocks = mark_mail_heads(blocks)
    mark_comments(blocks)
    mark_by_words(blocks)
    parts = split_parts(blocks)
    parts[0].facts = facts
    for part in parts:
        mark_title(part)
        mark_teasers(part.blocks[:HEAD_BLOCKS])  # before the headline is looked for
        read_head(part)
        mark_by_place(part.blocks)
        learn_closing_byline(part)
    return parts


def to_stretches(lines: list[Line], blocks: list[Block]) -> list[Stretch]:
    """Give every line's stretch, in order of the text."""
    has_pages = bool(lines) and (lines[-1].page > 0 or lines[0].print is not None)
    stretches = [_to_stretch(line, line.kind, line.why, has_pages=has_pages) for line in lines if line.kind]
    for block in blocks:
        for line, glue in zip(block.lines, block.glues, strict=True):
            stretch = _to_stretch(line, block.kind, block.why, has_pages=has_pages)
            stretch.glue = glue
            stretches.append(stretch)
    return sorted(stretches, key=lambda stretch: stretch.start)


def _to_stretch(line: Line, kind: str, why: str, *, has_pages: bool) -> Stretch:
    box = line.print.box if line.print else None
    return Stretch(line.start, line.end, kind, why, page=line.page + 1 if has_pages else None, box=box)


def _link(
    text: str, stretches: list[Stretch], notes: list[FoundNote], endnotes: list[FoundNote]
) -> list[InnerCut]:
    running = [(stretch.start, stretch.end) for stretch in stretches if not stretch.why]
    link_marks(text, running, notes)
    link_endnotes(text, running, endnotes)
    marks = [InnerCut(*cut, f"note mark {note.label}") for note in (*notes, *endnotes) for cut in note.cuts]
    edits = [
        InnerCut(end - len(_EDIT), end, "a page's own wording")
        for start, end in running
        if end - start > len(_EDIT) and text.endswith(_EDIT, start, end)
    ]
    return marks + edits
