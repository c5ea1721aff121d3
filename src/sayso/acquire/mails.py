"""Mails inside a text: quoting marks before lines, and the heads of forwarded and answered mails."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.acquire.assemble import InnerCut
from sayso.acquire.lines import Line
from sayso.acquire.paragraphs import Block

_MARKS = re.compile(r"(?:>\s?)+")
_FEWEST = 2  # lines that begin with a mark; a single one is a prompt, a menu path or a slip
_HEAD = re.compile(r"\*?(from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments?)\*?\s*:", re.IGNORECASE)
_RUN_ON = re.compile(r"[^:.?!]{0,120}<?[^\s@]+@[^\s@]+>?[;,]?(?:\s|$)")  # more addresses, on a line of their own
_SENDER = re.compile(r"[\"'<\[]*(?:[^\s@]+@|[A-ZÀ-Þ])")


def cut_quoting(lines: Sequence[Line]) -> list[InnerCut]:
    """Take the quoting marks (`>`) off lines, note how many there were, and give their cuts."""
    quoted = [line for line in lines if not line.kind and line.text.startswith(">")]
    if len(quoted) < _FEWEST:
        return []
    cuts = []
    for i, line in enumerate(lines):
        match = _MARKS.match(line.text) if not line.kind else None
        if match is None:
            continue
        line.depth = match.group().count(">")
        if match.end() == len(line.text):
            line.mark("form", "a quoting mark alone on its line")
            if i + 1 < len(lines):
                lines[i + 1].gap += 1
            continue
        cuts.append(InnerCut(line.start, line.start + match.end(), "quoting mark"))
        line.text = line.text[match.end() :]
    return cuts


def mark_mail_heads(blocks: Sequence[Block]) -> list[Block]:
    """Mark heads of mails inside a text as headings: their dates and subjects are none of the article's own.

    Returns:
        The blocks that are no part of such a head.
    """
    rest: list[Block] = []
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and not block.is_out and (_HEAD.match(block.text) or (run and _RUN_ON.match(block.text))):
            run.append(block)
            continue
        if _is_head(run):
            for line in run:
                line.kind = "heading"
        else:
            rest += run
        run = []
        if block is not None:
            rest.append(block)
    return rest


def _is_head(run: Sequence[Block]) -> bool:
    labels = {match[1].lower() for block in run if (match := _HEAD.match(block.text))}
    sender = next((block.text for block in run if block.text.lower().lstrip("*").startswith("from")), "")
    return (
        _SENDER.match(sender.partition(":")[2].strip("* ")) is not None
        and len(labels & {"to", "sent", "date", "subject"}) >= 1
    )
