"""What the setting of a page says of who speaks, and how it joins with what sentences say."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from sayso.read.blockquotes import find_block_quotations
from sayso.read.carrying import carry_on
from sayso.read.interviews import find_interview
from sayso.read.layings import Laying, nest, overlaps
from sayso.read.mails import find_mails
from sayso.read.page import Block, Page
from sayso.read.posts import find_posts
from sayso.read.turns import find_turns
from sayso.schema import Spans
from sayso.text.spans import to_spans

COVERED = 0.6  # share of a block that its own sentences lay to someone, from which it is no block quotation


def find_by_layout(page: Page) -> list[Laying]:
    """Find what the setting lays to someone: mails, posts, turns of talks and interviews, block quotations.

    It asks no other reader. What one kind has claimed is no longer there for the next: a mail may hold a talk, and a
    talk's turns are no block quotations.
    """
    found: list[Laying] = []
    for blocks in _by_part(page):
        mails = find_mails(page, blocks)
        found += mails.layings
        rest = [block for block in blocks if block.start not in mails.heads]
        posts, signed = find_posts(page, rest)
        found += posts
        rest = _unclaimed(rest, (span for laying in posts for span in laying.content), signed)
        turns = find_turns(page, rest) or find_interview(page, rest)
        found += turns
        rest = _unclaimed(
            rest, (span for x in (*turns, *mails.layings) for span in (*x.content, *x.source, *x.cue)), set()
        )
        found += find_block_quotations(page, rest)
    return sorted(found, key=lambda laying: (laying.start, laying.content))


def join_layout(page: Page, layings: Iterable[Laying]) -> list[Laying]:
    """Put together what sentences and what the setting lay to someone; carry quotations on; nest.

    Args:
        layings: what a reader found in sentences.
    Returns:
        All layings in order, each with the one around it.
    """
    placed = find_by_layout(page)
    heads = to_spans(span for x in placed if x.speaker is not None for span in (*x.cue, *x.source))
    said = [x for x in layings if x.content and not any(_touches(heads, span) for span in x.cue)]
    said += carry_on(page, [*said, *placed])
    joined = said + _drop_covered(page, placed, said)
    joined.sort(key=lambda laying: (laying.start, laying.content))
    by_block: dict[int, list[Laying]] = {}
    for laying in joined:
        for start in sorted({page.block_at(b).start for b, _ in (*laying.content, *laying.cue)}):
            by_block.setdefault(start, []).append(laying)
    for some in by_block.values():
        nest(some)
    return joined


def _by_part(page: Page) -> list[list[Block]]:
    parts: dict[str, list[Block]] = {}
    for block in page.blocks:
        parts.setdefault(block.part.id, []).append(block)
    return list(parts.values())


def _unclaimed(blocks: Sequence[Block], claimed: Iterable[tuple[int, int]], heads: set[int]) -> list[Block]:
    taken = to_spans(claimed)
    return [b for b in blocks if b.start not in heads and not _touches(taken, (b.start, b.end))]


def _touches(spans: Spans, span: tuple[int, int]) -> bool:
    i = bisect.bisect_left(spans, (span[1], 0)) - 1
    return i >= 0 and spans[i][1] > span[0]


def _drop_covered(page: Page, placed: Sequence[Laying], said: Sequence[Laying]) -> list[Laying]:
    """Without block quotations whose own sentences lay most of them to someone."""
    ordered = sorted(said, key=lambda laying: laying.start)
    starts = [laying.start for laying in ordered]
    kept = []
    for laying in placed:
        block = page.block_at(laying.content[0][0])
        here = ordered[bisect.bisect_left(starts, block.start) : bisect.bisect_left(starts, block.end)]
        is_bare = laying.kind == "block_quote" and laying.speaker is None
        if not (is_bare and any(overlaps(laying.content, x.content) > COVERED for x in here)):
            kept.append(laying)
    return kept
