"""Posts from social networks set into a text: a signature under them, a handle before them, a head line above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.read.layings import Laying, take_out, trim_all
from sayso.read.page import Block, Page
from sayso.read.quotes import find_quotations
from sayso.read.speakers import read_speaker
from sayso.schema import Spans

FEWEST_WORDS = 3  # a shorter post states nothing
SIGNED = re.compile(
    r"(?P<cue>[—–]|--|(?<=\s)-)\s*+(?P<name>[^()@\n—–]{2,60}?)\s*\((?P<handle>@\w{2,30})\)\s*(?P<date>(?:[^.\n]{0,12}\d[^.\n]{0,30})?)$"
)
HANDLE = re.compile(r"(?P<name>@\w{2,30})\s*(?:\([^()]{3,40}\)\s*)?(?P<cue>:)\s+(?=\S)")
HEADED = re.compile(
    r"(?P<name>[^\W\d_][^@:\n]{1,50}?)\s+\(?(?P<handle>@\w{2,30})\)?\s*(?P<cue>[·•|,–—-])\s*(?P<date>[^.\n]{0,12}\d[^.\n]{0,24})$"
)
_WORD = r"[A-ZÀ-Þ][\w.'’-]*"
WORKS = re.compile(
    rf"(?P<cue>[—–])\s*+(?P<name>{_WORD}(?:\s+(?:(?:de|van|von|al|bin|of)\s+)*{_WORD}){{1,3}})(?:,\s[^.\n]{{2,60}})?$"
)
LINKS = re.compile(r"\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+")


def find_posts(page: Page, blocks: Sequence[Block]) -> tuple[list[Laying], set[int]]:
    """Find posts and signed quotations; give their layings and the starts of the blocks that only say who wrote them.

    Args:
        blocks: one article's blocks that nothing else has claimed.
    """
    layings: list[Laying] = []
    heads: set[int] = set()
    for i, block in enumerate(blocks):
        for found in (_signed(page, blocks, i), _handled(page, block), _headed(page, blocks, i)):
            if found is None:
                continue
            laying, is_head = found
            layings.append(laying)
            if is_head:
                heads.add(block.start)
            break
    return layings, heads


def _signed(page: Page, blocks: Sequence[Block], i: int) -> tuple[Laying, bool] | None:
    """'... — Name (@handle) May 3, 2021', at a block's end or in one of its own; '— Name, office' under a set-off quotation."""
    block, text = blocks[i], page.text
    match = SIGNED.search(text, block.start, block.end)
    if match is not None and match.start() > block.start:
        return _with_head(_lay(page, match, ((block.start, match.start()),)), is_head=False)
    above = _quoted_above(page, blocks, i, is_sure=match is not None)
    match = match or WORKS.fullmatch(text, block.start, block.end)
    return _with_head(_lay(page, match, above), is_head=True) if match is not None and above else None


def _quoted_above(page: Page, blocks: Sequence[Block], i: int, *, is_sure: bool) -> Spans:
    """The words that a signature stands under: set-off blocks, one in marks, or, of a post, the block before."""
    above: list[tuple[int, int]] = []
    for block in reversed(blocks[:i]):
        if block.kind != "block_quote":
            break
        above.insert(0, (block.start, block.end))
    if above or not i:
        return tuple(above)
    before = blocks[i - 1]
    quoted = find_quotations(page.text, before.start, before.end)
    is_marked = bool(quoted) and quoted[0].start - before.start <= 2 and before.end - quoted[0].end <= 2
    if not is_marked and (not is_sure or not before.is_prose):
        return ()
    return ((quoted[0].start, quoted[0].end),) if is_marked else ((before.start, before.end),)


def _handled(page: Page, block: Block) -> tuple[Laying, bool] | None:
    match = HANDLE.match(page.text, block.start, block.end)
    return _with_head(_lay(page, match, ((match.end(), block.end),)), is_head=False) if match is not None else None


def _headed(page: Page, blocks: Sequence[Block], i: int) -> tuple[Laying, bool] | None:
    """'Name @handle · 3 May' and the post under it."""
    match = HEADED.fullmatch(page.text, blocks[i].start, blocks[i].end)
    if match is None or i + 1 >= len(blocks) or blocks[i + 1].kind in ("title", "caption"):
        return None
    return _with_head(_lay(page, match, ((blocks[i + 1].start, blocks[i + 1].end),)), is_head=True)


def _with_head(laying: Laying | None, *, is_head: bool) -> tuple[Laying, bool] | None:
    return (laying, is_head) if laying is not None else None


def _lay(page: Page, match: re.Match[str], content: Spans) -> Laying | None:
    links = tuple(m.span() for start, end in content for m in LINKS.finditer(page.text, start, end))
    spans = tuple(span for piece in take_out(content, links) for span in trim_all(page.text, (piece,)))
    if sum(len(page.text[start:end].split()) for start, end in spans) < FEWEST_WORDS:
        return None
    return Laying(
        (match.span("cue"),),
        (match.span("name"),),
        spans,
        "block_quote",
        "say",
        "neutral",
        0.7,
        "c",
        speaker=read_speaker(match["name"].strip()),
    )
