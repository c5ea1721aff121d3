"""What stands in sentences: all attributions that a parse and the cue lexicon find in a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.carrying import LONG_QUOTE, SPEAKS, is_inside, is_long
from sayso.read.layings import Laying, take_out, to_span, trim_all
from sayso.read.lexicon import Lexicon, load_lexicon
from sayso.read.misplaced import find_displaced
from sayso.read.passives import find_unsaid
from sayso.read.phrases import find_by_adverbs, find_by_nouns, find_by_phrases
from sayso.read.quotes import Quotation, find_quotations
from sayso.read.verbs import TOLD, cue_span, find_by_verbs, find_source, phrase_before, phrase_spans
from sayso.schema import Spans
from sayso.text.spans import covers, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find_layings(text: str, blocks: Sequence[tuple[int, int, Doc]]) -> list[Laying]:
    """Find every attribution of a text.

    Args:
        text: the flow.
        blocks: flow start and end of each block, and the block parsed.
    Returns:
        Layings in order of their cues, not yet nested; quotations not yet given (see `carrying`).
    """
    lexicon = load_lexicon()
    found: list[Laying] = []
    for start, end, doc in blocks:
        quotations = find_quotations(text, start, end)
        layings = [x for x in find_in_block(text, start, doc) if not _is_crossed(x, quotations)]
        _find_inserted(text, start, doc, quotations, layings, lexicon)
        for laying in layings:
            _find_subject(doc, start, laying)
            _free_accused(text, doc, start, laying, lexicon)
        found.extend(laying for laying in layings if laying.content and not _is_self(laying, quotations))
    found.sort(key=lambda laying: laying.start)
    return found


def find_in_block(text: str, start: int, doc: Doc) -> list[Laying]:
    """Find the attributions of one block, one a cue, quotations aside."""
    lexicon = load_lexicon()
    layings = [
        *find_by_verbs(text, doc, start, lexicon),
        *find_by_phrases(text, doc, start, lexicon),
        *find_by_nouns(text, doc, start, lexicon),
        *find_by_adverbs(text, doc, start, lexicon),
    ]
    for laying in layings:
        _over_colon(text, start, doc, laying)
    _raise_added(text, layings)
    _past_citing(text, layings)
    taken: dict[tuple[int, int], Laying] = {}
    for laying in layings:
        if laying.start == start and text[laying.cue[-1][1]] == ":":
            continue  # 'Warning: ...' is a label
        taken.setdefault(laying.cue[-1], laying)
    return sorted(taken.values(), key=lambda laying: laying.start)


def _raise_added(text: str, layings: list[Laying]) -> None:
    """'He said the sirens had failed, adding that ...': he adds it, whatever the parse hangs it on."""
    for laying in layings:
        if text[slice(*laying.cue[-1])].lower() != "adding" or len(laying.cue) != 1:
            continue
        around = [x for x in layings if x is not laying and x.cue_class in SPEAKS and covers(x.content, laying.cue)]
        host = min(around, key=lambda x: laying.start - x.start if x.start < laying.start else len(text), default=None)
        if host is not None and host.start < laying.start and host.source:
            laying.source, laying.source_head = host.source, host.source_head
            host.content = trim_all(text, take_out(host.content, ((laying.start, host.content[-1][1]),)))


def _past_citing(text: str, layings: list[Laying]) -> None:
    """'The service said citing its log that ...': the log is no part of what it said."""
    for cited in layings:
        if cited.cue_class != "cite" or text[slice(*cited.cue[-1])].lower() != "citing":
            continue
        for laying in layings:
            if laying is not cited and laying.cue_class in SPEAKS and 0 <= cited.start - laying.cue[-1][1] <= 2:
                laying.content = trim_all(text, take_out(laying.content, (*cited.cue, *cited.content)))


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
    if is_inside(laying, q):
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
    start, end = to_span(sent, base)
    quoted = [(q.start, q.end) for q in quotations if q.start < end and q.end > start and is_long(text, q)]
    if quoted:
        return to_spans(quoted)
    ahead = [q for q in quotations if q.end <= start + 1 and start - q.end <= 3 and is_long(text, q)]
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
    if verb.lemma_ not in TOLD and any(token.dep_ == "dobj" for token in rest):
        return False  # 'and the company says nothing of it'
    is_near = subject is not None and subject.i < verb.i and verb.i - min(subject.right_edge.i, verb.i - 1) <= 2
    return (
        is_near and len(rest) <= 3 and verb.tag_ in ("VBD", "VBZ") and not any(c.dep_ == "ccomp" for c in verb.children)
    )


def _find_subject(doc: Doc, base: int, laying: Laying) -> None:
    subject = find_displaced(_tokens_in(doc, base, laying.cue), _tokens_in(doc, base, laying.source))
    if subject is not None:
        laying.source, laying.source_head = (to_span(subject, base),), subject.root


def _free_accused(text: str, doc: Doc, base: int, laying: Laying, lexicon: Lexicon) -> None:
    """Take a laying from the one whom it accuses; give it to the one whom a by-phrase names, or to nobody."""
    unsaid = find_unsaid(_tokens_in(doc, base, laying.cue), _tokens_in(doc, base, laying.source), lexicon)
    if unsaid is None:
        return
    told = to_spans((*laying.source, *laying.content)) if unsaid.is_content else laying.content
    laying.source = (to_span(unsaid.phrase, base),) if unsaid.phrase is not None else ()
    laying.source_head = unsaid.agent
    by = (to_span(unsaid.by, base),) if unsaid.by is not None else ()
    laying.content = trim_all(text, take_out(told, (*laying.cue, *laying.source, *by)))


def _tokens_in(doc: Doc, base: int, spans: Spans) -> list[Token]:
    words = (doc.char_span(start - base, end - base, alignment_mode="expand") for start, end in spans)
    return [token for piece in words for token in piece or ()]


def _is_self(laying: Laying, quotations: list[Quotation]) -> bool:
    """'I think' in a quotation lays nothing to anyone but its speaker, who is known already."""
    if laying.source_head is None or laying.source_head.lower_ not in ("i", "we", "you"):
        return False
    return laying.cue_class in ("believe", "fear", "promise", "judge", "seem") or any(
        is_inside(laying, q) for q in quotations
    )
