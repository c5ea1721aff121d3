"""Interviews without labels: paragraphs that ask, then paragraphs of the one who answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.read.describe import clean_name
from sayso.read.layings import Laying, take_out, to_span
from sayso.read.page import Block, Page
from sayso.read.quotes import find_quotations
from sayso.read.speakers import Speaker

FEWEST_QUESTIONS = 3  # question paragraphs that make an interview; essays ask one or two in a row of their own
LONGEST_QUESTION = 60  # words
OWN_SHARE = 0.4  # share of answers that say "I": interviews have over 0.6, leaflets of questions under 0.1
FIRST = re.compile(r"\b(?:I|I['’]\w+|my|me|myself)\b")
TALKED = re.compile(
    r"\b(?:interview(?:ed|s)?|spoke|speaks|talked|talks|sat down|met|in conversation|answer(?:s|ed)|told|asked"
    r"|questions (?:to|for))\b",
    re.I,
)
LEAFLET = re.compile(r"\bFAQs?\b|frequently asked|questions and answers about|common questions", re.I)


def find_interview(page: Page, blocks: Sequence[Block]) -> list[Laying]:
    """Find the answers of an interview whose questions stand in paragraphs of their own.

    Args:
        blocks: one article's blocks that nothing else has claimed.
    """
    asked = [i for i, block in enumerate(blocks) if _is_question(page, block)]
    answered = [i for i in asked if i + 1 < len(blocks) and not _is_question(page, blocks[i + 1])]
    if len(answered) < FEWEST_QUESTIONS or is_about_questions(page, blocks):
        return []
    known = find_interviewee(page, blocks[: answered[0]])
    answers = [
        [block for block in blocks[i + 1 : until] if block.is_prose]
        for i, until in zip(answered, [*answered[1:], len(blocks)], strict=True)
    ]
    answers = [[block for block in answer if not _is_question(page, block)] for answer in answers]
    answers[-1] = _own_run(page, answers[-1])
    n_own = sum(any(_says_own(page, block) for block in answer) for answer in answers)
    if known is None or n_own < max(2, OWN_SHARE * len(answers)):
        return []
    speaker, span = known
    return [
        Laying(
            (span,),
            (span,),
            tuple((block.start, block.end) for block in answer),
            "speaker_label",
            "say",
            "neutral",
            0.5,
            "c",
            speaker=speaker,
        )
        for answer in answers
        if answer
    ]


def find_interviewee(page: Page, lead: Sequence[Block]) -> tuple[Speaker, tuple[int, int]] | None:
    """Find who answers, from the blocks before the first question: whom a sentence of talking names, else who is named most."""
    authors = {name.lower() for part in {block.part.id: block.part for block in lead}.values() for name in part.authors}
    named: dict[str, list[tuple[int, int, int]]] = {}
    for block in lead:
        for ent in block.words.ents:
            name = clean_name(ent.text)
            if ent.label_ != "PERSON" or name.lower() in authors or not name[:1].isupper():
                continue
            weight = 3 if TALKED.search(ent.sent.text) else 1
            full = next((known for known in named if known.split()[-1] == name.split()[-1]), name)
            named.setdefault(full, []).append((weight, *to_span(ent, block.start)))
    if not named:
        return None
    best = max(named, key=lambda name: (sum(weight for weight, _, _ in named[name]), " " in name))
    _, start, end = named[best][0]
    return Speaker(best, "person", is_named=True), (start, end)


def is_about_questions(page: Page, blocks: Sequence[Block]) -> bool:
    """Whether a leaflet asks and answers its own questions, by its title or a heading."""
    heads = [page.doc.title or "", *(part.title or "" for part in {b.part.id: b.part for b in blocks}.values())]
    heads += [page.text[block.start : block.end] for block in blocks if block.kind in ("heading", "title")]
    return any(LEAFLET.search(head) for head in heads)


def _is_question(page: Page, block: Block) -> bool:
    text = page.text[block.start : block.end]
    return (
        block.kind in ("heading", "paragraph", "list_item", "block_quote")
        and text.endswith("?")
        and len(text.split()) <= LONGEST_QUESTION
        and text[:1] not in "“\"‘'«"
    )


def _own_run(page: Page, answer: list[Block]) -> list[Block]:
    """Of the last answer the paragraphs that speak of oneself, and the first: after it the article may go on."""
    kept = answer[:1]
    for block in answer[1:]:
        if not _says_own(page, block):
            break
        kept.append(block)
    return kept


def _says_own(page: Page, block: Block) -> bool:
    quoted = tuple((q.start, q.end) for q in find_quotations(page.text, block.start, block.end))
    rest = take_out(((block.start, block.end),), quoted)
    return any(FIRST.search(page.text, start, end) for start, end in rest)
