"""Attributions that hang on a noun, on a fixed phrase, on an adverb, or on a label before a colon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.read.layings import Laying, take_out, to_span, trim_all
from sayso.read.lexicon import Lexicon
from sayso.read.verbs import phrase_spans
from sayso.schema import Spans
from sayso.text.spans import to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST_FRAME_WORDS = 60  # an of-phrase longer than this is a parse gone wrong


def find_by_nouns(text: str, doc: Doc, base: int, lexicon: Lexicon) -> Iterator[Laying]:
    """Find what a noun lays to someone: 'the mayor's claim that ...', 'allegations by X of ...', 'claims made by X that ...'."""
    for noun in doc:
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in lexicon.nouns:
            continue
        cue = lexicon.nouns[noun.lemma_.lower()]
        frame, heads = _noun_content(noun, cue.frames)
        if not heads:
            continue
        source_head = _noun_source(noun)
        source = phrase_spans(source_head, base) if source_head is not None else ()
        content = to_spans(to_span(doc[head.left_edge.i : head.right_edge.i + 1], base) for head in heads)
        content = trim_all(text, take_out(content, (*source, to_span(noun, base))))
        if content and len(heads[0].doc[heads[0].left_edge.i : heads[0].right_edge.i + 1]) <= MOST_FRAME_WORDS:
            yield Laying(
                (to_span(noun, base),), source, content, "noun", cue.cue_class, cue.force, 0.6, frame, source_head
            )


def _noun_content(noun: Token, frames: frozenset[str]) -> tuple[str, list[Token]]:
    clauses = [
        child
        for child in noun.children
        if child.i > noun.i and child.dep_ in ("acl", "ccomp", "relcl") and _is_that_clause(child)
    ]
    if "c" in frames and clauses:
        return "c", clauses
    made = next((c for c in noun.children if c.dep_ == "acl" and c.lemma_ in ("make", "raise", "bring", "put")), None)
    if made is not None and "c" in frames:  # 'claims made by X that ...': the clause hangs on the participle or on X
        late = [
            t
            for t in made.subtree
            if t.i > made.i and t.dep_ in ("ccomp", "acl", "relcl", "advcl") and _is_that_clause(t)
        ]
        if late:
            return "c", late[:1]
    if "x" in frames:
        infinitives = [
            c
            for c in noun.children
            if c.dep_ in ("acl", "xcomp") and any(p.lower_ == "to" and p.dep_ == "aux" for p in c.children)
        ]
        if infinitives:
            return "x", infinitives
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in frames and child.lower_ not in ("c", "x"):
            return child.lower_, [part for part in child.children if part.dep_ in ("pobj", "pcomp")]
    return "", []


def _is_that_clause(clause: Token) -> bool:
    return any(part.dep_ == "mark" and part.lower_ in ("that", "whether") for part in clause.children)


def _noun_source(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((part for part in child.children if part.dep_ == "pobj"), None)
        if child.dep_ == "acl" and child.tag_ == "VBN":
            for agent in child.children:
                if agent.dep_ == "agent":
                    return next((part for part in agent.children if part.dep_ == "pobj"), None)
    verb = noun.head  # 'the mayor made a claim that ...'
    if noun.dep_ == "dobj" and verb.lemma_ in (
        "make",
        "issue",
        "release",
        "express",
        "have",
        "repeat",
        "voice",
        "raise",
        "give",
        "file",
    ):
        return next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return None


def find_by_phrases(text: str, doc: Doc, base: int, lexicon: Lexicon) -> Iterator[Laying]:
    """Find 'according to X' and its like; the content is the clause that the phrase was put into."""
    words = [token.lower_ for token in doc]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    for phrase, cue_class in lexicon.phrases.items():
        parts = phrase.split()
        first = parts[0]
        for place in places.get(first, ()):
            if words[place : place + len(parts)] != parts:
                continue
            token, last = doc[place], doc[place + len(parts) - 1]
            if first == "per" and (token.i + 1 >= len(doc) or doc[token.i + 1].pos_ != "PROPN"):
                continue
            source_head = _phrase_source(token, last)
            if source_head is None:
                continue
            laying = _lay_phrase(text, (token, last, source_head), base, cue_class)
            if laying is not None:
                yield laying


def _phrase_source(first: Token, last: Token) -> Token | None:
    for token in reversed(list(last.doc[first.i : last.i + 1])):
        for child in token.children:
            if child.dep_ in ("pobj", "pcomp") and child.i > last.i:
                return child
    after = [token for token in last.sent if token.i > last.i and token.pos_ in ("NOUN", "PROPN", "PRON")]
    return after[0] if after and after[0].i - last.i <= 4 else None


def _lay_phrase(text: str, parts: tuple[Token, Token, Token], base: int, cue_class: str) -> Laying | None:
    first, last, source_head = parts
    sent = first.sent
    source = phrase_spans(source_head, base)
    cue = (to_span(first.doc[first.i : last.i + 1], base),)
    phrase_end = max(source[-1][1], cue[-1][1])
    opens = text[base + sent.start_char : cue[0][0]].strip(" “\"‘'")
    if not opens or (len(opens.split()) <= 3 and first.i - sent.start <= 3):
        content = [(phrase_end, base + sent.end_char)]
    else:
        clause = _clause_around(first)
        content = [(base + clause[0], cue[0][0])]
        if text[phrase_end : phrase_end + 1] == "," and clause[1] + base > phrase_end + 1:
            rest = text[phrase_end : base + clause[1]].lstrip(", ")
            if not rest.lower().startswith(("and ", "but ", "while ", "who ", "which ")):
                content.append((phrase_end, base + clause[1]))
    spans = trim_all(text, take_out(to_spans(content), (*source, *cue)))
    return Laying(cue, source, spans, "according_to", cue_class, "neutral", 0.85, "c", source_head) if spans else None


def _clause_around(token: Token) -> tuple[int, int]:
    """Offsets, in the block, of the smallest finite clause around a token."""
    clause = token.head
    while clause.head != clause and not (
        clause.pos_ in ("VERB", "AUX") and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in clause.children)
    ):
        clause = clause.head
    if clause.dep_ == "relcl":
        clause = clause.sent.root
    span = clause.doc[clause.left_edge.i : clause.right_edge.i + 1]
    if token.i < span.start or token.i >= span.end:
        return token.sent.start_char, token.sent.end_char
    return span.start_char, span.end_char


def find_by_adverbs(text: str, doc: Doc, base: int, lexicon: Lexicon) -> Iterator[Laying]:
    """Find 'reportedly', 'allegedly': what they stand in is laid to nobody named."""
    for token in doc:
        cue_class = lexicon.adverbs.get(token.lower_)
        if cue_class is None:
            continue
        start, end = _clause_around(token)
        cue: Spans = (to_span(token, base),)
        spans = trim_all(text, take_out(((base + start, base + end),), cue))
        if spans:
            yield Laying(cue, (), spans, "adverb", cue_class, "neutral", 0.5, "c")
