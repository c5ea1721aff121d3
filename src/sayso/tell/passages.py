"""A claim in its passage: the paragraph taken apart into bits, each with what it is in the eyes of the claim.

What the flow cuts out (a page number in the middle of a sentence, a note mark, an advert) is never shown as if it were
part of the sentence: short cuts are set apart, long ones become an ellipsis that says what it stands for.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sayso.schema import Claim, Cut, Document, Hop, Spans

AROUND = 420  # characters shown before and after a claim: four or five sentences; a whole paragraph is usually shorter
SHORT_CUT = 24  # a cut no longer than this is shown, dimmed; longer ones become an ellipsis
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"[-\xad‐]?\s*")  # a rejoined hyphen or a line break: typesetting, nothing to show


@dataclasses.dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a passage and what it is.

    Attributes:
        text: its characters, line breaks as spaces.
        is_claim: whether the claim's words are in it.
        part: what else it is: source, cue, stance, cut, gap, sign, or nothing.
        why: of a cut, what it was.
    """

    text: str
    is_claim: bool = False
    part: str = ""
    why: str = ""


def cut_passage(document: Document, claim: Claim, *, hops: Iterable[Hop], cuts: Sequence[Cut]) -> list[Bit]:
    """Take the passage around a claim apart.

    Args:
        document: the document that holds the claim.
        claim: the claim; the words outside `AROUND` of it are left out, with a gap in their place.
        hops: the claim's chain; the words that name and introduce each hop are marked.
        cuts: the document's cuts, in order.
    """
    start, end = _find_window(document.text, claim)
    bits = cut_window(document.text, (start, end), held=claim.spans, marks=_list_marks(claim, list(hops)), cuts=cuts)
    before = [Bit("…", part="gap")] if start > claim.passage_start else []
    after = [Bit("…", part="gap")] if end < claim.passage_end else []
    return [*before, *bits, *after]


def cut_around(text: str, spans: Spans, *, cuts: Sequence[Cut]) -> list[Bit]:
    """Take what stands around some words apart, half of `AROUND` before and after, from word to word.

    Args:
        cuts: the document's cuts, in order.
    """
    start, end = _find_words(text, spans[0][0], spans[-1][1], at_most=AROUND // 2)
    bits = cut_window(text, (start, end), held=spans, marks=(), cuts=cuts)
    before, after = [Bit("…", part="gap")] if start > 0 else [], [Bit("…", part="gap")] if end < len(text) else []
    return [*before, *bits, *after]


def cut_window(
    text: str, window: tuple[int, int], *, held: Spans, marks: Sequence[tuple[Spans, str]], cuts: Sequence[Cut],
    signs: Mapping[int, str] = MappingProxyType({}),
) -> list[Bit]:
    """Take a stretch of a document's text apart.

    Args:
        held: what is set off as the words of the claim.
        marks: other spans and what they are; where two lie on the same words the first wins.
        cuts: the document's cuts, in order.
        signs: by place, what to put in there that is no part of the text.
    """
    start, end = window
    shown_cuts = [cut for cut in cuts[bisect.bisect_left(cuts, start, key=lambda cut: cut.end) :] if cut.start < end]
    edges = {start, end, *(place for place in signs if start < place < end)}
    for spans in [held, *(spans for spans, _ in marks), tuple((cut.start, cut.end) for cut in shown_cuts)]:
        edges.update(place for span in spans for place in span if start < place < end)
    bits: list[Bit] = []
    for b, e in itertools.pairwise(sorted(edges)):
        if b in signs:
            bits.append(Bit(signs[b], part="sign"))
        cut = next((cut for cut in shown_cuts if cut.start <= b and e <= cut.end), None)
        _append(bits, _show_cut(text[b:e], cut) if cut else _show_words(text[b:e], b, held, marks))
    return [*bits, Bit(signs[end], part="sign")] if end in signs else bits


def _find_window(text: str, claim: Claim) -> tuple[int, int]:
    first, last = claim.spans[0][0], claim.spans[-1][1]
    start, end = min(claim.passage_start, first), max(claim.passage_end, last)
    if first - start > AROUND:
        space = text.find(" ", first - AROUND, first)
        start = space + 1 if space >= 0 else first - AROUND
    if end - last > AROUND:
        space = text.rfind(" ", last, last + AROUND)
        end = space if space >= 0 else last + AROUND
    return start, min(end, len(text))


def _find_words(text: str, first: int, last: int, *, at_most: int) -> tuple[int, int]:
    """Begin and end of whole words around a stretch; of one word longer than that, anywhere in it."""
    start, end = max(0, first - at_most), min(len(text), last + at_most)
    if start > 0 and (space := _SPACE.search(text, start - 1, first)):
        start = space.end()
    if end < len(text) and (spaces := [found.start() for found in _SPACE.finditer(text, last, end + 1)]):
        end = spaces[-1]
    return start, end


def _list_marks(claim: Claim, hops: list[Hop]) -> list[tuple[Spans, str]]:
    """Marks, the surest first: where two lie on the same words the first wins."""
    marks = [(hop.spans, "source") for hop in hops]
    marks += [(hop.cue_spans, "cue") for hop in hops]
    return [*marks, (claim.polarity_spans, "stance"), (claim.stance_spans, "stance")]


def _show_words(text: str, start: int, held: Spans, marks: Sequence[tuple[Spans, str]]) -> Bit:
    part = next((name for spans, name in marks if _holds(spans, start)), "")
    return Bit(_flatten(text), _holds(held, start), part)


def _show_cut(text: str, cut: Cut) -> Bit:
    if _BREAK.fullmatch(text):
        return Bit(" " if cut.put.strip(" ") else cut.put, part="break")
    flat = _flatten(text).strip()
    return Bit(flat if len(flat) <= SHORT_CUT else "[…]", part="cut", why=cut.why)


def _append(bits: list[Bit], bit: Bit) -> None:
    """Append a bit, joined to the last one when both look the same; a break looks as what stands before it."""
    if bits and _looks_like(bits[-1], bit):
        bits[-1] = dataclasses.replace(bits[-1], text=bits[-1].text + bit.text)
    elif bit.text:
        bits.append(dataclasses.replace(bit, part="") if bit.part == "break" else bit)


def _looks_like(last: Bit, bit: Bit) -> bool:
    if "cut" in (last.part, bit.part) or last.part in ("gap", "sign"):
        return False
    return bit.part == "break" or (last.is_claim, last.part) == (bit.is_claim, bit.part)


def _holds(spans: Spans, place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def _flatten(text: str) -> str:
    return re.sub(r"\s+", " ", text)
