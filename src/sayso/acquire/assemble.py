"""Pieces and cuts: from blocks and what stands between them to the rows of a document."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Sequence

from sayso.acquire.paragraphs import HYPHEN_OFF
from sayso.schema import Cut, Piece
from sayso.text.flow import BREAK

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclasses.dataclass(slots=True)
class Stretch:
    """A stretch of canonical text that is one thing.

    Attributes:
        why: how it was recognised, of what is out of the flow; else empty.
        glue: what joins it to the flow before it: a break, a space, nothing, or nothing with the hyphen before it left out.
        place: where it stands in the original, of formats without boxes: an element's path, a mail's part, a table's row.
        box: left, top, right and bottom on its page in points from the top left corner.
    """

    start: int
    end: int
    kind: str
    why: str = ""
    glue: str = BREAK
    page: int | None = None
    place: str = ""
    box: Box | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class InnerCut:
    """A cut inside a stretch of the flow, such as a note's mark."""

    start: int
    end: int
    why: str


def to_pieces(document_id: str, stretches: Sequence[Stretch], parts: Sequence[tuple[int, str]]) -> list[Piece]:
    """Give pieces; stretches of one block that touch but for line breaks become one piece.

    Args:
        stretches: in order of the text.
        parts: first character and id of each part, in order.
    """
    merged: list[Stretch] = []
    for stretch in stretches:
        last = merged[-1] if merged else None
        same = last is not None and _tell_kind(last) == _tell_kind(stretch)
        if last is not None and same and (stretch.why or stretch.glue != BREAK):
            last.end = stretch.end
            last.box = _unite(last.box, stretch.box)
        else:
            merged.append(dataclasses.replace(stretch))
    pieces, at = [], 0
    for ordinal, stretch in enumerate(merged):
        while at + 1 < len(parts) and parts[at + 1][0] <= stretch.start:
            at += 1
        pieces.append(
            Piece(
                document_id,
                ordinal,
                parts[at][1],
                stretch.kind,
                stretch.start,
                stretch.end,
                stretch.page,
                stretch.why or None,
                _tell_place(stretch),
            )
        )
    return pieces


def _tell_kind(stretch: Stretch) -> tuple[str, str, int | None, str]:
    return stretch.kind, stretch.why, stretch.page, stretch.place


def _unite(a: Box | None, b: Box | None) -> Box | None:
    """Give the smallest box around both."""
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _tell_place(stretch: Stretch) -> str | None:
    if stretch.box is None:
        return stretch.place or None
    return f"page={stretch.page or 1}&box={','.join(f'{side:.0f}' for side in stretch.box)}"


def to_cuts(document_id: str, text: str, stretches: Sequence[Stretch], inner: Iterable[InnerCut]) -> list[Cut]:
    """Give the cuts that turn the text into its flow: blocks parted by one empty line, no other line breaks."""
    cuts: list[Cut] = []
    at, outs, is_begun = 0, [], False
    for stretch in stretches:
        if stretch.why:
            outs.append(stretch)
            continue
        put = stretch.glue if is_begun else ""
        if put == HYPHEN_OFF:
            put, at = "", at - 1
        cuts += _cut_gap(document_id, text, (at, stretch.start), outs, put=put, glue=stretch.glue if is_begun else "")
        at, outs, is_begun = stretch.end, [], True
    cuts += _cut_gap(document_id, text, (at, len(text)), outs, put="", glue="")
    held = (Cut(document_id, cut.start, cut.end, "", cut.why) for cut in inner)
    return _merge_cuts(cuts, sorted(held, key=lambda cut: cut.start))


def _merge_cuts(cuts: Sequence[Cut], inner: Iterable[Cut]) -> list[Cut]:
    """Put cuts inside stretches among those between them; one that lies in or over another, as a headline's mark does, goes."""
    starts = [cut.start for cut in cuts]
    merged, at = list(cuts), 0
    for cut in inner:
        i = bisect.bisect_right(starts, cut.start)
        is_free = i == 0 or (cuts[i - 1].end <= cut.start and cuts[i - 1].start < cut.start)
        if is_free and cut.start >= at and (i == len(cuts) or cut.end <= cuts[i].start):
            merged.append(cut)
            at = cut.end
    return sorted(merged, key=lambda cut: cut.start)


_GLUE_WHY = {BREAK: "paragraph break", " ": "line break", HYPHEN_OFF: "hyphen", "": "line break"}


def _cut_gap(
    document_id: str, text: str, gap: tuple[int, int], outs: Sequence[Stretch], *, put: str, glue: str
) -> list[Cut]:
    """Cut what stands between two stretches of the flow; the first cut carries what is put in its place."""
    start, end = gap
    if not outs:
        if text[start:end] == put:
            return []
        return [Cut(document_id, start, end, put, _GLUE_WHY[glue])]
    cuts = []
    for i, out in enumerate(outs):
        last = i == len(outs) - 1
        if not last and (outs[i + 1].kind, outs[i + 1].why) == (out.kind, out.why):
            continue
        until = end if last else out.end
        cuts.append(Cut(document_id, start, until, put, f"{out.kind.replace('_', ' ')}: {out.why}"))
        start, put = until, ""
    return cuts
