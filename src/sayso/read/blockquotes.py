"""Block quotations: paragraphs that are someone's words without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.read.attribute import SPEAKS
from sayso.read.describe import load_words
from sayso.read.layings import Laying
from sayso.read.page import Block, Page
from sayso.read.quotes import find_quotations

EDITORIAL = re.compile(r"\[(?![\d*†]+\])[^\[\]\n]{1,60}\]")  # an editor's insertion; [12] and [*] are notes


def find_block_quotations(page: Page, layings: Sequence[Laying]) -> list[Laying]:
    """Find blocks that are quoted whole.

    Three signs: the piece is a block quotation in the original; the block before it ends in a colon; it holds an
    editor's square brackets outside quotation marks, which stand only in other people's words. The speaker is whoever
    spoke last in the block before, else the document that block speaks of last.
    """
    found = []
    for before, block in zip(page.blocks, page.blocks[1:], strict=False):
        if block.kind in ("heading", "title", "caption") or not _is_quoted(page, before, block):
            continue
        if any(
            block.start <= laying.start < block.end and laying.content and _covers_block(laying, block)
            for laying in layings
        ):
            continue
        laying = _lay_block(page, before, block, layings)
        if laying is not None:
            found.append(laying)
    return found


def _is_quoted(page: Page, before: Block, block: Block) -> bool:
    if block.kind == "block_quote":
        return True
    text = page.text
    if (
        text[before.start : before.end].rstrip().endswith(":")
        and before.kind != "heading"
        and block.kind != "list_item"
    ):
        return block.end - block.start > 120 and not find_quotations(text, block.start, block.end)
    quoted = find_quotations(text, block.start, block.end)
    return any(
        not any(q.start <= match.start() < q.end for q in quoted)
        for match in EDITORIAL.finditer(text, block.start, block.end)
    )


def _covers_block(laying: Laying, block: Block) -> bool:
    return sum(end - start for start, end in laying.content) > 0.6 * (block.end - block.start)


def _lay_block(page: Page, before: Block, block: Block, layings: Sequence[Laying]) -> Laying | None:
    spoken = [
        x
        for x in layings
        if before.start <= x.start < before.end and x.cue_class in SPEAKS | {"cite"} and x.source_head is not None
    ]
    content = ((block.start, block.end),)
    if spoken:
        last = spoken[-1]
        return Laying(last.cue, last.source, content, "block_quote", "say", "neutral", 0.5, "c", last.source_head)
    documents = load_words()["document"]
    for token in reversed(list(before.words)):
        if token.lemma_.lower() in documents and token.pos_ in ("NOUN", "PROPN"):
            span = (before.start + token.idx, before.start + token.idx + len(token))
            return Laying((span,), (span,), content, "block_quote", "say", "neutral", 0.4, "c", token)
    return None
