"""Block quotations: paragraphs that are someone's words without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.read.attribute import find_in_block
from sayso.read.carrying import SPEAKS
from sayso.read.describe import load_words
from sayso.read.layings import Laying, to_span
from sayso.read.lexicon import load_lexicon
from sayso.read.page import Block, Page
from sayso.read.quotes import find_quotations
from sayso.read.verbs import cue_span, find_source

EDITORIAL = re.compile(r"\[(?![\d*†]+\])[^\[\]\n]{1,60}\]")  # an editor's insertion; [12] and [*] are notes
LONG = 120  # characters from which a paragraph after any colon is a quotation; shorter ones need a cue right before the colon
CUE_REACH = 6  # tokens between a speaking verb and the colon: 'wrote in a letter to the council:'


def find_block_quotations(page: Page, blocks: Sequence[Block]) -> list[Laying]:
    """Find blocks that are quoted whole.

    Three signs: the piece is a block quotation in the original; the block before it ends in a colon; it holds an
    editor's square brackets outside quotation marks, which stand only in other people's words. The speaker is whoever
    spoke last in the block that leads to it, else the document which that block speaks of last.

    Args:
        blocks: one article's blocks that nothing else has claimed.
    """
    found: list[Laying] = []
    lead: Block | None = None
    is_spent = False  # whether the colon of the lead has had its quotation
    run: Laying | None = None  # set-off blocks one under the other are one quotation
    for block in blocks:
        if not block.is_prose:
            run, lead = None, block if _find_lead_verb(page, block) is not None else lead
            is_spent = False
            continue
        if lead is not None and (block.kind == "block_quote" or not is_spent) and _is_quoted(page, lead, block):
            if run is not None and block.kind == "block_quote":
                run.content = (*run.content, (block.start, block.end))
                continue
            run = _lay_block(page, lead, block)
            if run is not None:
                found.append(run)
            if block.kind == "block_quote":
                is_spent = True
                continue
        run, lead, is_spent = None, block, False
    return found


def _is_quoted(page: Page, lead: Block, block: Block) -> bool:
    if block.kind == "block_quote":
        return True
    text = page.text
    quoted = find_quotations(text, block.start, block.end)
    if text[lead.start : lead.end].rstrip().endswith(":") and block.kind != "list_item":
        return not quoted and (block.end - block.start > LONG or _find_lead_verb(page, lead) is not None)
    return any(
        not any(q.start <= match.start() < q.end for q in quoted)
        for match in EDITORIAL.finditer(text, block.start, block.end)
    )


def _find_lead_verb(page: Page, lead: Block) -> Laying | None:
    """The speaking verb that ends a lead, 'the engineer wrote:', with its source; null when none does."""
    lexicon = load_lexicon()
    tokens = [token for token in lead.words if not token.is_space]
    if not tokens or tokens[-1].text != ":":
        return None
    for token in reversed(tokens[-1 - CUE_REACH : -1]):
        cue = lexicon.pick_verb(token.lemma_.lower(), "c") if token.pos_ in ("VERB", "AUX") else None
        if cue is None or cue.cue_class not in SPEAKS or token.tag_ == "VB":
            continue
        head, source = find_source(page.text, token, lead.start)
        if head is not None and head.lower_ not in ("which", "who", "that"):
            return Laying(cue_span(token, lead.start), source, (), "block_quote", "say", "neutral", 0.5, "c", head)
    return None


def _lay_block(page: Page, lead: Block, block: Block) -> Laying | None:
    content = ((block.start, block.end),)
    last = _find_lead_verb(page, lead)
    if last is None:
        spoken = [
            x
            for x in find_in_block(page.text, lead.start, lead.words)
            if x.cue_class in SPEAKS | {"cite"} and x.source_head is not None
        ]
        last = spoken[-1] if spoken else None
    if last is not None:
        return Laying(last.cue, last.source, content, "block_quote", "say", "neutral", 0.5, "c", last.source_head)
    documents = load_words()["document"]
    for token in reversed(list(lead.words)):
        if token.lemma_.lower() in documents and token.pos_ in ("NOUN", "PROPN"):
            span = to_span(token, lead.start)
            return Laying((span,), (span,), content, "block_quote", "say", "neutral", 0.4, "c", token)
    return None
