"""What the model sees and what the rules find, made one: the model says who and what, the lexicon what kind of saying it is."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.read.layings import Laying, take_out, to_span, trim_all
from sayso.read.lexicon import Lexicon, load_lexicon
from sayso.read.misplaced import find_displaced
from sayso.read.participles import shows_clause
from sayso.read.passives import GIVES_VOICE, Unsaid, find_unsaid
from sayso.read.verbs import TOLD, find_frames, is_passive
from sayso.schema import Spans
from sayso.text.spans import to_spans

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from sayso.read.modelled import Seen
    from sayso.read.page import Page

AGREED = 0.25  # score of a cue from which the model is believed where a rule finds the same cue
NESTED = 0.85  # and alone, within a content read again: it has learnt from whole texts only
NESTED_AGREED = 0.1
SEEMING = frozenset({"seem", "appear"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def decide(page: Page, seen: Sequence[Seen], ruled: Sequence[Laying], *, alone: float) -> list[Laying]:
    """Make layings of what the model sees.

    Where a rule finds the same cue, its class, frame and reading of the source's head are taken over. A cue that only rules
    find counts where the model was taught nothing: within a content, and where a source says what it rests on.

    Args:
        seen: the model's, of any depth and any sureness.
        ruled: the rules' layings of the same page, which are not changed.
        alone: score of a cue from which the model is believed without a rule.
    """
    by_start = sorted(ruled, key=lambda laying: laying.cue[-1])
    places = [laying.cue[-1] for laying in by_start]
    found: list[Laying] = []
    used: set[int] = set()
    cued: set[int] = set()  # characters of the cues taken
    for one in sorted(seen, key=lambda one: (one.depth, -one.score)):
        if not one.content or not cued.isdisjoint(_places(one.cue)):
            continue
        rule = next((x for x in _among(by_start, places, one.cue) if _touch(one.cue, _core(page, x))), None)
        if one.score < _floor(one, rule, alone):
            continue
        laying = _to_laying(page, one, rule)
        if laying is not None:
            found.append(laying)
            used.add(id(rule))
            cued.update(_places(laying.cue))
    held = to_spans(span for laying in found for span in laying.content)
    for laying in by_start:
        is_untaught = _is_held(held, laying.cue) or laying.cue_class == "cite"
        if id(laying) not in used and is_untaught and cued.isdisjoint(_places(laying.cue)):
            found.append(dataclasses.replace(laying))
    return sorted(found, key=lambda laying: laying.start)


def _floor(one: Seen, rule: Laying | None, alone: float) -> float:
    if one.depth:
        return NESTED if rule is None else NESTED_AGREED
    return alone if rule is None else min(AGREED, alone)


def _places(spans: Spans) -> Iterator[int]:
    return (place for start, end in spans for place in range(start, end))


def _is_held(held: Spans, cue: Spans) -> bool:
    """Whether every part of a cue lies in one of the spans."""
    for start, end in cue:
        i = bisect.bisect_right(held, (start, start + 10**9)) - 1
        if i < 0 or held[i][0] > start or held[i][1] < end:
            return False
    return True


def _among(
    ordered: Sequence[Laying], places: Sequence[tuple[int, int]], cue: Sequence[tuple[int, int]]
) -> Iterator[Laying]:
    first = bisect.bisect_left(places, (cue[0][0] - 60, 0))
    for laying in ordered[first:]:
        if laying.cue[-1][0] > cue[-1][1] + 60:
            return
        yield laying


def _touch(a: Sequence[tuple[int, int]], b: Sequence[tuple[int, int]]) -> bool:
    return any(start < last and first < end for start, end in a for first, last in b)


def _core(page: Page, rule: Laying) -> Spans:
    """The words of a cue without its auxiliaries, which another cue may share."""
    return tuple(
        to_span(token, page.block_at(rule.start).start)
        for token in page.tokens_in(rule.cue)
        if token.dep_ not in ("aux", "auxpass", "neg")
    )


def _is_no_source(page: Page, one: Seen) -> str | None:
    """Why the words seen as a source lay nothing: addressee of one who is told, or subject of what is said of it.

    'The office was warned that': the office is told, it tells nothing. 'The rivals were expected to meet', 'the dam seemed
    to hold': nobody is named, and the subject belongs to what is expected.
    """
    source = {token.i for token in page.tokens_in(one.source)}
    for verb in page.tokens_in(one.cue):
        for child in verb.children:
            if child.i in source and child.dep_ == "nsubjpass" and is_passive(verb) and verb.lemma_ not in GIVES_VOICE:
                return "addressee" if verb.lemma_ in TOLD else "subject"
            if child.i in source and child.dep_ == "nsubj" and verb.lemma_ in SEEMING:
                return "subject"
    return None


def _to_laying(page: Page, one: Seen, rule: Laying | None) -> Laying | None:
    if any(shows_clause(verb, load_lexicon()) for verb in page.tokens_in(one.cue)):
        return None
    subject = find_displaced(page.tokens_in(one.cue), page.tokens_in(one.source))
    if subject is not None:
        one = dataclasses.replace(one, source=_spans_of(page, one, subject))
    why_none = _is_no_source(page, one)
    unsaid = _find_unsaid(page, one) if why_none != "addressee" else None
    source = _with_clause(page, one.source, one.cue) if why_none is None else ()
    by: Spans = ()
    if unsaid is not None:
        source, by = (_spans_of(page, one, words) for words in (unsaid.phrase, unsaid.by))
    source = source or (rule.source if rule is not None else ())
    is_content = unsaid.is_content if unsaid is not None else why_none == "subject"
    told = to_spans((*one.source, *one.content)) if is_content else one.content
    content = trim_all(page.text, take_out(told, (*one.cue, *source, *by)))
    if not content:
        return None
    if rule is not None:
        is_same = rule.source_head is not None and (not source or _touch(source, rule.source))
        head = rule.source_head if is_same else _find_head(page, source)
        return dataclasses.replace(
            rule, cue=one.cue, source=source, content=content, score=one.score, source_head=head, sure=one.sure
        )
    kind, cue_class, force, frame = classify(page, one.cue, content)
    head = _find_head(page, source)
    return Laying(one.cue, source, content, kind, cue_class, force, one.score, frame, head, sure=one.sure)


def _find_unsaid(page: Page, one: Seen) -> Unsaid | None:
    return find_unsaid(page.tokens_in(one.cue), page.tokens_in(one.source), load_lexicon())


def _spans_of(page: Page, one: Seen, words: Words | Token | None) -> Spans:
    return (to_span(words, page.block_at(one.cue[0][0]).start),) if words is not None else ()


def _with_clause(page: Page, source: Spans, cue: Spans) -> Spans:
    """Take in the clause that goes on from a source: 'Orla Tamm, who runs the yard, said'."""
    head = _find_head(page, source)
    if head is None or len(source) != 1:
        return source
    base, text = page.block_at(source[0][0]).start, page.text
    for clause in head.children:
        start, end = base + clause.left_edge.idx, base + clause.right_edge.idx + len(clause.right_edge)
        is_next = clause.dep_ == "relcl" and source[0][0] <= start and not text[source[0][1] : start].strip(" ,")
        if is_next and end > source[0][1] and not _touch(((start, end),), cue):
            return ((source[0][0], end),)
    return source


def _find_head(page: Page, source: Sequence[tuple[int, int]]) -> Token | None:
    """The token that heads the source's words."""
    tokens = page.tokens_in(tuple(source[:1]))
    inside = {token.i for token in tokens}
    heads = [t for t in tokens if t.head.i not in inside or t.head == t]
    nouns = [t for t in heads if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM")]
    named = [t for t in tokens if t.pos_ in ("NOUN", "PROPN", "PRON")]
    return next(iter(nouns or heads[:1] or named), None)


def classify(
    page: Page, cue: Sequence[tuple[int, int]], content: Sequence[tuple[int, int]]
) -> tuple[str, str, str, str]:
    """Kind, class, force and frame of a cue that no rule finds, by its head word and the shape of its content."""
    lexicon = load_lexicon()
    tokens = page.tokens_in(tuple(cue))
    words = [token for token in tokens if token.is_alpha]
    frame = _find_frame(page, content)
    if not words:
        return "direct", "say", "neutral", "c"  # a colon, a dash
    phrase = " ".join(token.lower_ for token in words)
    if phrase in lexicon.phrases:
        return "according_to", lexicon.phrases[phrase], "neutral", "c"
    if phrase in lexicon.adverbs:
        return "adverb", lexicon.adverbs[phrase], "neutral", "c"
    for token in _heads_first(words):
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") and lemma in lexicon.verbs:
            return "indirect", *_pick_sense(lexicon, token, frame)
        if lemma in lexicon.nouns:
            noun = lexicon.nouns[lemma]
            return "noun" if token.pos_ == "NOUN" else "indirect", noun.cue_class, noun.force, frame
    return "indirect", "say" if frame == "c" else "judge", "neutral", frame


def _heads_first(words: Sequence[Token]) -> list[Token]:
    inside = {token.i for token in words}
    return sorted(words, key=lambda token: (token.head.i in inside and token.head != token, token.i))


def _pick_sense(lexicon: Lexicon, verb: Token, frame: str) -> tuple[str, str, str]:
    lemma = verb.lemma_.lower()
    for name in [frame, *(name for name, _ in find_frames(verb))]:
        cue = lexicon.pick_verb(lemma, name)
        if cue is not None:
            return cue.cue_class, lexicon.forces.get(lemma, cue.force), name
    first = lexicon.verbs[lemma][0]
    return first.cue_class, lexicon.forces.get(lemma, first.force), frame


def _find_frame(page: Page, content: Sequence[tuple[int, int]]) -> str:
    """Whether a content is a clause (c), an infinitive (x) or a noun phrase (o)."""
    tokens = page.tokens_in(tuple(content))
    if not tokens:
        return "o"
    if any(t.tag_ in FINITE and not _is_within_noun(t, tokens[0].i) for t in tokens):
        return "c"
    return "x" if tokens[0].lower_ == "to" else "o"


def _is_within_noun(verb: Token, first: int) -> bool:
    """Whether a finite verb only describes a noun: 'the men who came'."""
    at = verb
    while at.i >= first:
        if at.dep_ in ("relcl", "acl"):
            return True
        if at.head == at:
            return False
        at = at.head
    return False
