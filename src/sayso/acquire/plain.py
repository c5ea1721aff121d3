"""Plain text and text layers: from characters to blocks, articles, notes and furniture.

The order of the passes matters: each one takes what it knows off the table, and what is left at the end is the flow.
"""

from __future__ import annotations

from sayso.acquire.assemble import InnerCut, Stretch
from sayso.acquire.frontmatter import Facts, mark_front_matter, mark_title_page
from sayso.acquire.furniture import mark_by_place, mark_by_words, mark_comments, mark_teasers
from sayso.acquire.heads import (
    HEAD_BLOCKS,
    FoundPart,
    learn_closing_byline,
    mark_title,
    name_kinds,
    read_head,
    split_parts,
    split_single_line,
)
from sayso.acquire.lines import Line, split_lines
from sayso.acquire.mails import cut_quoting, mark_mail_heads
from sayso.acquire.notes import FoundNote, link_marks, mark_footnotes, mark_references
from sayso.acquire.pages import mark_page_furniture
from sayso.acquire.paragraphs import Block, group_paragraphs
from sayso.acquire.reading import Reading

_EDIT = "[edit]"  # what an encyclopedia's headings end in


def read_plain(text: str, *, title: str | None = None) -> Reading:
    """Read a plain text or a PDF's text layer, its pages parted by form feeds.

    Args:
        text: the canonical text; it stays as it is.
        title: the title, where it is known from elsewhere.
    """
    facts = Facts()
    lines = split_single_line(split_lines(text), title, facts)
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
    notes += mark_references(unquoted)
    blocks = group_paragraphs(text, lines)
    parts = read_parts(blocks, facts)
    name_kinds(blocks)
    stretches = to_stretches(lines, blocks)
    kept = {stretch.start for stretch in stretches if not stretch.why}
    inner = [cut for cut in quoting if cut.start in kept] + _link(text, stretches, notes)
    return Reading(
        text,
        stretches,
        [(part.start, part.facts) for part in parts],
        parts[0].facts,
        notes=sorted(notes, key=lambda note: note.at),
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
    has_pages = bool(lines) and lines[-1].page > 0
    stretches = [
        Stretch(line.start, line.end, line.kind, line.why, page=line.page + 1 if has_pages else None)
        for line in lines
        if line.kind
    ]
    for block in blocks:
        for line, glue in zip(block.lines, block.glues, strict=True):
            page = line.page + 1 if has_pages else None
            stretches.append(Stretch(line.start, line.end, block.kind, block.why, glue, page))
    return sorted(stretches, key=lambda stretch: stretch.start)


def _link(text: str, stretches: list[Stretch], notes: list[FoundNote]) -> list[InnerCut]:
    running = [(stretch.start, stretch.end) for stretch in stretches if not stretch.why]
    link_marks(text, running, notes)
    marks = [InnerCut(*cut, f"note mark {note.label}") for note in notes for cut in note.cuts]
    edits = [
        InnerCut(end - len(_EDIT), end, "a page's own wording")
        for start, end in running
        if end - start > len(_EDIT) and text.endswith(_EDIT, start, end)
    ]
    return marks + edits
