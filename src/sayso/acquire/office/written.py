"""Heads and articles of files that someone wrote: office documents and books, which are no web pages.

What the file itself marks as heading, list or table stays what it is, and nothing is furniture for where it stands: a letter has no
menu, and its short last lines are a signature, not teasers.
"""

from __future__ import annotations

from sayso.acquire.facts.frontmatter import Facts
from sayso.acquire.facts.heads import FoundPart, learn_closing_byline, mark_title, name_kinds, read_head, split_parts
from sayso.acquire.furniture import mark_by_words
from sayso.acquire.mail.quoting import mark_mail_heads
from sayso.acquire.paragraphs import Block

_READ = {"paragraph", "heading"}


def read_document(blocks: list[Block], facts: Facts) -> list[FoundPart]:
    """Find titles, bylines, dates and articles among the blocks of an office file, as `plain.read_parts` does of a page.

    Args:
        facts: what is known of the document; the first article's head adds to it.
    """
    running = mark_mail_heads([block for block in blocks if not block.is_out and block.kind in _READ])
    mark_by_words([block for block in running if block.kind == "paragraph"])
    parts = split_parts(running)
    parts[0].facts = facts
    for part in parts:
        mark_title(part)
        before = [(block, block.kind) for block in part.blocks if not block.is_out]
        read_head(part)
        for block, kind in before:
            if (
                block.kind == "furniture"
            ):  # on a page a section's name stands above the headline; here it is a letterhead
                block.kind, block.why = kind, ""
        learn_closing_byline(part)
    name_kinds(blocks)
    return parts


def read_book(blocks: list[Block], facts: Facts) -> list[FoundPart]:
    """Take the blocks of a book as they are: its file tells chapters, titles and authors."""
    return [FoundPart(0, blocks, facts)]
