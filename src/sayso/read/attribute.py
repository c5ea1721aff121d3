"""All attributions of a text: finders, then quotations given to those who speak them, then nesting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.layings import Laying, overlaps, take_out, trim_all
from sayso.read.lexicon import Lexicon, load_lexicon
from sayso.read.phrases import find_by_adverbs, find_by_labels, find_by_nouns, find_by_phrases
from sayso.read.quotes import Quotation, find_quotations
from sayso.read.verbs import cue_span, find_by_verbs, find_source, phrase_before, phrase_spans
from sayso.schema import Spans
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPEAKS = {"say", "claim", "ask", "admit", "suggest", "accuse", "fear", "deny", "promise", "find", "believe"}
LONG_QUOTE = 4  # words; shorter quotations are names, titles and scare quotes, and stay where they are


def find_layings(text: str, blocks: Sequence[tuple[int, int, Doc]]) -> list[Laying]:
    """Find every attribution of a text.

    Args:
        text: the flow.
        blocks: flow start and end of each block, and the block parsed.
    Returns:
        Layings in order of their cues, not yet nested.
    """
    lexicon = load_lexicon()
    found: list[Laying] = []
    previous: Laying | None = None
    for start, end, doc in blocks:
        quotations = find_quotations(text, start, end)
        layings = [x for x in _find_in_block(text, start, doc, lexicon) if not _is_crossed(x, quotations)]
        _find_inserted(text, start, doc, quotations, layings, lexicon)
        _give_quotations(text, (start, doc), quotations, layings, previous)
        layings = [laying for laying in layings if laying.content and not _is_self(laying, quotations)]
        for laying in layings:
            _name_kind(laying, quotations)
        found.extend(layings)
        previous = _last_speaker(layings, quotations) or (previous if not layings and quotations else None)
    found.sort(key=lambda laying: laying.start)
    return found


def _find_in_block(text: str, start: int, doc: Doc, lexicon: Lexicon) -> list[Laying]:
    layings = [
        *find_by_verbs(text, doc, start, lexicon),
        *find_by_phrases(text, doc, start, lexicon),
        *find_by_nouns(text, doc, start, lexicon),
        *find_by_adverbs(text, doc, start, lexicon),
        *find_by_labels(text, doc, start),
    ]
    for laying in layings:
        _over_colon(text, start, doc, laying)
    taken: dict[tuple[int, int], Laying] = {}
    for laying in layings:
        taken.setdefault(laying.cue[-1], laying)
    return sorted(taken.values(), key=lambda laying: laying.start)


def _over_colon(text: str, base: int, doc: Doc, laying: Laying) -> None:
    """'identified two aims: A and B': what a colon opens belongs to the content."""
    end = laying.content[-1][1] if laying.content else 0
    if not laying.content or text[end : end + 1] != ":" or end < laying.start:
        return
    after = next((sent for sent in doc.sents if base + sent.end_char > end + 2), None)
    if after is not None:
        laying.content = trim_all(text, (*laying.content[:-1], (laying.content[-1][0], base + after.end_char)))


def _is_crossed(laying: Laying, quotations: list[Quotation]) -> bool:
    """A source in a quotation whose cue stands outside it, or a cue in one whose content stands outside, is a parse gone wrong."""
    return any(not q.is_open and _is_apart(laying, q) for q in quotations)


def _is_apart(laying: Laying, q: Quotation) -> bool:
    if _inside(laying, q):
        return bool(laying.content) and all(end <= q.start or start >= q.end for start, end in laying.content)
    return any(q.start <= start and end <= q.end for start, end in laying.source[:1])


def _find_inserted(
    text: str, base: int, doc: Doc, quotations: list[Quotation], layings: list[Laying], lexicon: Lexicon
) -> None:
    """Speaking verbs that the parse left without a content: what stands before or in marks beside them is theirs."""
    cued = {place for laying in layings for start, end in laying.cue for place in range(start, end)}
    for token in doc:
        cue = lexicon.pick_verb(token.lemma_.lower(), "c") if token.pos_ in ("VERB", "AUX") else None
        if cue is None or base + token.idx in cued or cue.cue_class not in SPEAKS or token.tag_ == "VB":
            continue
        if any(q.start <= base + token.idx < q.end for q in quotations):
            continue
        head, source = find_source(text, token, base)
        if any(q.start <= start < q.end for q in quotations for start, _ in source):
            head = phrase_before(token)
            source = phrase_spans(head, base, token) if head is not None else ()
        if head is None:
            continue
        cue_spans = cue_span(token, base)
        content = _beside(text, base, token, quotations, source)
        content = trim_all(text, take_out(content, (*cue_spans, *source)))
        if content:
            layings.append(Laying(cue_spans, source, content, "direct", cue.cue_class, cue.force, 0.7, "c", head))
    layings.sort(key=lambda laying: laying.start)


def _beside(text: str, base: int, verb: Token, quotations: list[Quotation], source: Spans) -> Spans:
    sent = verb.sent
    start, end = base + sent.start_char, base + sent.end_char
    quoted = [(q.start, q.end) for q in quotations if q.start < end and q.end > start and _is_long(text, q)]
    if quoted:
        return to_spans(quoted)
    ahead = [q for q in quotations if q.end <= start + 1 and start - q.end <= 3 and _is_long(text, q)]
    if (
        ahead and sum(not t.is_punct and not t.is_space for t in sent) <= 12
    ):  # '"..." Jones said.' cut in two by the parser
        return ((ahead[-1].start, ahead[-1].end),)
    clause_start = min([base + verb.idx, *(s for s, _ in source)])
    before = text[start:clause_start].rstrip()
    if before.endswith(",") and len(before.split()) >= LONG_QUOTE and verb.dep_ != "conj":
        return ((start, clause_start),)
    if len(before.split()) > LONG_QUOTE and _is_last_word(verb) and source and source[0][0] < base + verb.idx:
        return ((start, clause_start),)  # "This is a crime Moss told reporters."
    after = text[base + verb.idx + len(verb) : base + verb.idx + len(verb) + 2]
    if after.startswith(":"):
        return ((base + verb.idx + len(verb) + 1, base + len(verb.doc.text)),)
    return ()


def _is_last_word(verb: Token) -> bool:
    """Whether nothing but a hearer stands behind a finite cue in its sentence, and its subject right before it."""
    rest = [token for token in verb.sent if token.i > verb.i and not token.is_punct and not token.is_space]
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    is_near = subject is not None and 0 < verb.i - subject.i <= 2
    return (
        is_near and len(rest) <= 3 and verb.tag_ in ("VBD", "VBZ") and not any(c.dep_ == "ccomp" for c in verb.children)
    )


def _is_long(text: str, quotation: Quotation) -> bool:
    return text.count(" ", quotation.start, quotation.end) + 1 >= LONG_QUOTE


def _give_quotations(
    text: str, block: tuple[int, Doc], quotations: list[Quotation], layings: list[Laying], previous: Laying | None
) -> None:
    """Give each quotation wholly to the one whose content holds most of it; one nobody holds carries on the last speaker's."""
    base, doc = block
    speaker: Laying | None = previous
    for quotation in quotations:
        span = ((quotation.start, quotation.end),)
        holders = [
            laying for laying in layings if overlaps(span, laying.content) > 0.3 and not _inside(laying, quotation)
        ]
        if holders:
            holder = max(holders, key=lambda laying: (overlaps(span, laying.content), -laying.start))
            holder.add_content(span)
            holder.content = trim_all(text, holder.content)
            speaker = holder
            continue
        if not _is_long(text, quotation):
            continue
        mine = _speaker_beside(base, doc, quotation, layings) or speaker
        if mine is not None and mine.cue_class in SPEAKS and (mine in layings or _opens_block(text, base, quotation)):
            if mine in layings:
                mine.add_content(span)
            else:  # carried on from the block before
                carried = Laying(
                    mine.cue, mine.source, span, "direct", mine.cue_class, mine.force, 0.5, "c", mine.source_head
                )
                mine.add_content(span)
                carried.content = ()
            speaker = mine


def _inside(laying: Laying, quotation: Quotation) -> bool:
    return quotation.start <= laying.start < quotation.end


def _opens_block(text: str, base: int, quotation: Quotation) -> bool:
    return not text[base : quotation.start].strip(' “"«„')


def _speaker_beside(base: int, doc: Doc, quotation: Quotation, layings: list[Laying]) -> Laying | None:
    """The speaking cue in the quotation's own sentence, else the nearest before it in the block."""
    near = [laying for laying in layings if laying.cue_class in SPEAKS and not _inside(laying, quotation)]
    for sent in doc.sents:
        start, end = base + sent.start_char, base + sent.end_char
        if start < quotation.end and quotation.start < end:
            here = [laying for laying in near if start <= laying.start < end]
            if here:
                return min(here, key=lambda laying: abs(laying.start - quotation.start))
    before = [laying for laying in near if laying.start < quotation.start]
    return before[-1] if before else None


def _is_self(laying: Laying, quotations: list[Quotation]) -> bool:
    """'I think' in a quotation lays nothing to anyone but its speaker, who is known already."""
    if laying.source_head is None or laying.source_head.lower_ not in ("i", "we", "you"):
        return False
    return laying.cue_class in ("believe", "fear", "promise", "judge", "seem") or any(
        _inside(laying, q) for q in quotations
    )


def _name_kind(laying: Laying, quotations: list[Quotation]) -> None:
    if laying.kind not in ("indirect", "direct"):
        return
    marked = to_spans((q.start, q.end) for q in quotations)
    share = overlaps(laying.content, marked)
    laying.kind = "direct" if share > 0.8 else "mixed" if share > 0 else "indirect"
    if laying.cue_class == "ask" and laying.frame == "c":
        laying.kind = "question" if share == 0 else laying.kind


def _last_speaker(layings: list[Laying], quotations: list[Quotation]) -> Laying | None:
    """Who may go on speaking in the next block: whoever holds the last quotation of this one."""
    if not quotations:
        return None
    last = quotations[-1]
    span = ((last.start, last.end),)
    holders = [
        laying for laying in layings if overlaps(span, laying.content) > 0.5 and hull(laying.content)[0] <= last.start
    ]
    return max(holders, key=lambda laying: overlaps(span, laying.content), default=None)
