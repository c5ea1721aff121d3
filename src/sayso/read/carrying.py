"""Quotations given to those who speak them: within a paragraph, over several, and in one of their own that goes on."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.layings import Laying, overlaps, trim_all
from sayso.read.quotes import Quotation, find_quotations
from sayso.schema import Spans
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sayso.read.page import Block, Page

SPEAKS = {"say", "claim", "ask", "admit", "suggest", "accuse", "fear", "deny", "promise", "find", "believe"}
LONG_QUOTE = 4  # words; shorter quotations are names, titles and scare quotes, and stay where they are
OUT_OF_PROSE = ("heading", "title", "caption")


def carry_on(page: Page, layings: Sequence[Laying]) -> None:
    """Give every quotation to one speaker, and say how much of each content stands in marks.

    A quotation goes to whoever's content holds most of it, else to the cue beside it, else to the one whose quotation
    ended the paragraph before. One whose mark is open at a paragraph's end goes on in the next, whatever that holds.

    Args:
        layings: of any reader; those found by layout (`speaker` or kind block_quote) end what went before.
            Changed in place.
    """
    ordered = sorted((laying for laying in layings if not _is_by_layout(laying)), key=lambda laying: laying.start)
    starts = [laying.start for laying in ordered]
    set_off = to_spans(span for laying in layings if _is_by_layout(laying) for span in laying.content)
    previous: Laying | None = None
    is_open = False
    for block in page.blocks:
        if block.kind in OUT_OF_PROSE:
            continue
        if _is_within(set_off, block):
            previous, is_open = None, False
        here = ordered[bisect.bisect_left(starts, block.start) : bisect.bisect_left(starts, block.end)]
        quotations = find_quotations(page.text, block.start, block.end)
        giver = _Giver(page.text, block.start, block.words, here, previous)
        last = giver.give(quotations, goes_on=is_open)
        for laying in here:
            name_kind(laying, quotations)
        is_open = bool(quotations) and quotations[-1].is_open and last is not None
        previous = last or (previous if not here and quotations else None)


def _is_by_layout(laying: Laying) -> bool:
    return laying.speaker is not None or laying.kind == "block_quote"


def _is_within(spans: Spans, block: Block) -> bool:
    i = bisect.bisect_left(spans, (block.end, 0)) - 1
    return i >= 0 and spans[i][1] > block.start


class _Giver:
    """Gives the quotations of one block."""

    def __init__(self, text: str, base: int, doc: Doc, layings: list[Laying], previous: Laying | None) -> None:
        self.text, self.base, self.doc, self.layings, self.previous = text, base, doc, layings, previous

    def give(self, quotations: list[Quotation], *, goes_on: bool) -> Laying | None:
        """Give each quotation wholly to one laying; say who may go on speaking in the next block.

        Args:
            goes_on: whether the last quotation of the block before was left open.
        """
        speaker = self.previous
        last: Laying | None = None
        for i, quotation in enumerate(quotations):
            span = ((quotation.start, quotation.end),)
            is_next = opens_block(self.text, self.base, quotation)
            if goes_on and i == 0 and is_next and self.previous is not None:
                self.previous.add_content(span)
                last = self.previous
                continue
            holder = self._holder(quotation, span)
            if holder is not None:
                holder.add_content(span)
                holder.content = trim_all(self.text, holder.content)
                speaker = holder
                last = holder if hull(holder.content)[0] <= quotation.start else None
                continue
            last = None
            if not is_long(self.text, quotation):
                continue
            mine = self._beside(quotation) or speaker
            if mine is None or mine.cue_class not in SPEAKS:
                continue
            if mine in self.layings or is_next or self._follows(quotation, mine):
                mine.add_content(span)
                speaker = last = mine
        return last

    def _holder(self, quotation: Quotation, span: Spans) -> Laying | None:
        holders = [x for x in self.layings if overlaps(span, x.content) > 0.3 and not is_inside(x, quotation)]
        return max(holders, key=lambda x: (overlaps(span, x.content), -x.start), default=None)

    def _beside(self, quotation: Quotation) -> Laying | None:
        """The speaking cue in the quotation's own sentence, else the nearest before it in the block."""
        near = [x for x in self.layings if x.cue_class in SPEAKS and not is_inside(x, quotation)]
        for sent in self.doc.sents:
            start, end = self.base + sent.start_char, self.base + sent.end_char
            if start < quotation.end and quotation.start < end:
                here = [x for x in near if start <= x.start < end]
                if here:
                    return min(here, key=lambda x: abs(x.start - quotation.start))
        before = [x for x in near if x.start < quotation.start]
        return before[-1] if before else None

    def _follows(self, quotation: Quotation, mine: Laying) -> bool:
        """Whether nothing but marks stands between a quotation and what the same one said right before it."""
        before = [end for start, end in mine.content if self.base <= start < quotation.start]
        return bool(before) and not self.text[max(before) : quotation.start].strip(" ”“\"’‘'.,")


def is_inside(laying: Laying, quotation: Quotation) -> bool:
    """Whether a cue stands in a quotation."""
    return quotation.start <= laying.start < quotation.end


def is_long(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is longer than a name, a title or a scare quote."""
    return text.count(" ", quotation.start, quotation.end) + 1 >= LONG_QUOTE


def opens_block(text: str, base: int, quotation: Quotation) -> bool:
    """Whether nothing stands between a block's beginning and the quotation."""
    return not text[base : quotation.start].strip(" “\"«„‘'")


def name_kind(laying: Laying, quotations: list[Quotation]) -> None:
    """Say whether a content stands in quotation marks: direct, mixed or indirect."""
    if laying.kind not in ("indirect", "direct"):
        return
    marked = to_spans((q.start, q.end) for q in quotations)
    share = overlaps(laying.content, marked)
    laying.kind = "direct" if share > 0.8 else "mixed" if share > 0 else "indirect"
    if laying.cue_class == "ask" and laying.frame == "c":
        laying.kind = "question" if share == 0 else laying.kind
