"""Quotations given to those who speak them: within a paragraph, over several, and in one of their own that goes on."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.describe import describe
from sayso.read.layings import Laying, overlaps, to_span, trim_all
from sayso.read.quotes import Quotation, find_quotations
from sayso.read.verbs import phrase_spans
from sayso.schema import Spans
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from sayso.read.page import Block, Page

SPEAKS = {"say", "claim", "ask", "admit", "suggest", "accuse", "fear", "deny", "promise", "find", "believe"}
MOSTLY = 0.9  # share of a paragraph in marks from which it is a quotation alone
SILENT_WORDS = 6  # words of a quotation that may be given to one who is only spoken of before it: shorter ones are titles and signs
LONG_QUOTE = 4  # words; shorter quotations are names, titles and scare quotes, and stay where they are


def carry_on(page: Page, layings: Sequence[Laying]) -> list[Laying]:
    """Give every quotation to one speaker, and say how much of each content stands in marks.

    A quotation goes to whoever's content holds most of it, else to the cue beside it, else to the one whose quotation
    ended the paragraph before. One whose mark is open at a paragraph's end goes on in the next, whatever that holds.

    Args:
        layings: of any reader; those found by layout (`speaker` or kind block_quote) end what went before.
            Changed in place.
    Returns:
        New layings, of paragraphs in marks that nothing gives to anyone but the one whom the paragraph before speaks of last:
        'Salt shook his head.' / '“We lost money.”'
    """
    ordered = sorted((laying for laying in layings if not _is_by_layout(laying)), key=lambda laying: laying.start)
    starts = [laying.start for laying in ordered]
    set_off = to_spans(span for laying in layings if _is_by_layout(laying) for span in laying.content)
    made: list[Laying] = []
    previous: Laying | None = None
    before: Block | None = None
    is_open = False
    for block in page.blocks:
        if not block.is_prose:
            before = None
            continue
        if _is_within(set_off, block):
            previous, before, is_open = None, None, False
        here = ordered[bisect.bisect_left(starts, block.start) : bisect.bisect_left(starts, block.end)]
        quotations = find_quotations(page.text, block.start, block.end)
        if before is not None and previous is None and not here and _is_all_quoted(page.text, block, quotations):
            silent = _lay_silent(before, quotations[0])
            previous = silent
            made.extend([silent] if silent is not None else [])
        giver = _Giver(page.text, block.start, block.words, here, previous)
        last = giver.give(quotations, goes_on=is_open)
        for laying in here:
            name_kind(laying, quotations)
        is_open = bool(quotations) and quotations[-1].is_open and last is not None
        previous = last or (previous if not here and quotations else None)
        before = block
    return [laying for laying in made if laying.content]


def _is_all_quoted(text: str, block: Block, quotations: Sequence[Quotation]) -> bool:
    if not quotations or not opens_block(text, block.start, quotations[0]):
        return False
    inside = sum(q.n_chars for q in quotations)
    n_words = sum(text.count(" ", q.start, q.end) for q in quotations)
    return inside > MOSTLY * (block.end - block.start) and n_words >= SILENT_WORDS


def _lay_silent(before: Block, quotation: Quotation) -> Laying | None:
    """Give a quotation without a cue to the person who is subject of the sentence before it."""
    last = list(before.words.sents)[-1]
    head = next((child for child in last.root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    people = [ent.root for ent in last.ents if ent.label_ == "PERSON"]
    if head is None and len({person.text for person in people}) == 1:
        head = people[0]
    if head is None or last.text.rstrip().endswith("?") or not _is_someone(head):
        return None
    mark = (quotation.start - 1, quotation.start)
    source = phrase_spans(head, before.start, last.root)
    return Laying((mark,), source, (), "direct", "say", "neutral", 0.4, "c", head)


def _is_someone(head: Token) -> bool:
    if head.lower_ in ("he", "she") or head.ent_type_ == "PERSON":
        return True
    told = describe(head)
    return told.kind in ("person", "official") and not told.is_plural and told.is_definite


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
            start, end = to_span(sent, self.base)
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
