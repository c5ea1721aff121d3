"""Attributions that hang on a verb: who says, and what is said, by the sentence's parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.read.layings import Laying, take_out, to_span, trim_all
from sayso.read.lexicon import Cue, Lexicon
from sayso.read.participles import shows_clause
from sayso.schema import Spans
from sayso.text.spans import to_spans

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = {"nsubj", "csubj"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
RELATIVES = {"who", "which", "that", "whom"}
TOLD = {"tell", "inform", "ask", "brief", "notify", "assure", "remind", "warn", "advise", "instruct", "order", "urge"}
NO_SOURCE = {"there", "nobody", "none", "nothing"}
CUE_PARTS = {"aux", "auxpass", "neg", "prt"}
AS_VERBS = {"describe", "portray", "characterize", "view", "see", "regard", "label"}
OF_CLASSES = {"accuse"}  # the object belongs to the content: "accused [the CIA of importing]"


def find_by_verbs(text: str, doc: Doc, base: int, lexicon: Lexicon) -> Iterator[Laying]:
    """Find the attributions whose cue is a verb of the lexicon.

    Args:
        text: the flow.
        doc: one block of it, parsed.
        base: flow offset of the block.
        lexicon: the cues.
    """
    for token in doc:
        if token.lemma_.lower() not in lexicon.verbs:
            continue
        if token.pos_ not in ("VERB", "AUX"):
            if token.tag_ == "NNS" and _is_aside(token):
                laying = _lay_misparsed(text, token, base, lexicon)
                if laying is not None:
                    yield laying
            continue
        if shows_clause(token, lexicon):
            continue
        lay = _lay_misparsed if _is_modifier(token) else _lay
        laying = lay(text, token, base, lexicon)
        if laying is not None:
            yield laying


def _is_modifier(verb: Token) -> bool:
    """'the reported deal', 'so-called': a participle before its noun lays nothing."""
    return verb.dep_ in ("amod", "compound", "nmod") or (verb.dep_ == "aux")


def _is_aside(noun: Token) -> bool:
    """', Smith claims,': a plural noun after a name, between commas, is a verb."""
    doc = noun.doc
    if noun.i < 2 or doc[noun.i - 1].pos_ not in ("PROPN", "NOUN"):
        return False
    first = min([noun.i - 1, *(child.i for child in noun.lefts), doc[noun.i - 1].left_edge.i])
    if not any(token.pos_ == "PROPN" for token in doc[first : noun.i]):
        return False
    after = doc[noun.i + 1].text if noun.i + 1 < len(doc) else "."
    return first > 0 and doc[first - 1].text == "," and after in {",", "."}


def _lay_misparsed(text: str, verb: Token, base: int, lexicon: Lexicon) -> Laying | None:
    """A finite cue that the parser took for part of a noun: the phrase before it speaks, the rest of the sentence is said."""
    if (
        verb.tag_ not in ("VBZ", "VBD", "NNS")
        or verb.i == verb.sent.start
        or verb.nbor(-1).pos_ not in ("NOUN", "PROPN")
    ):
        return None
    cue = lexicon.pick_verb(verb.lemma_.lower(), "c")
    if cue is None:
        return None
    head = phrase_before(verb) or verb.nbor(-1)
    sent = to_span(verb.sent, base)
    first = min(head.left_edge.i, head.i)
    source = (to_span(verb.doc[first : verb.i], base),)
    content = (
        take_out((sent,), (*source, to_span(verb, base)))
        if verb.tag_ == "NNS"
        else ((base + verb.idx + len(verb), sent[1]),)
    )
    content = trim_all(text, content)
    return (
        Laying((to_span(verb, base),), source, content, "indirect", cue.cue_class, cue.force, 0.5, "c", head)
        if content
        else None
    )


def phrase_before(verb: Token) -> Token | None:
    """Head of the noun phrase that ends right before a verb, its auxiliaries and an 'as'; null when there is none."""
    at = verb.i - 1
    while at > verb.sent.start and (verb.doc[at].pos_ in ("AUX", "ADV", "PART") or verb.doc[at].lower_ == "as"):
        at -= 1
    head = verb.doc[at]
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
        return None
    while head.head.i < verb.i and head.head != head and head.head.pos_ in ("NOUN", "PROPN", "ADP", "NUM"):
        head = head.head
    return head


def _lay(text: str, verb: Token, base: int, lexicon: Lexicon) -> Laying | None:
    lemma = verb.lemma_.lower()
    for frame, content_tokens in find_frames(verb):
        cue = lexicon.pick_verb(lemma, frame) or (
            lexicon.pick_verb(lemma, "q") if frame == "c" and _is_spoken(content_tokens[0], verb) else None
        )
        if cue is None or _is_void(verb, cue, frame):
            continue
        content = _content_spans(text, verb, cue, content_tokens, base)
        if not content:
            continue
        source_head, source = find_source(text, verb, base)
        if source_head is None and cue.cue_class in ("judge", "promise", "seem", "ask", "believe") and frame != "c":
            continue
        extra = _prep_of(verb, frame) if cue.cue_class not in OF_CLASSES else None
        cue_spans = cue_span(verb, base, extra)
        content = trim_all(text, take_out(content, (*cue_spans, *source)))
        if content:
            return Laying(cue_spans, source, content, "indirect", cue.cue_class, cue.force, 0.8, frame, source_head)
    return None


def _is_spoken(clause: Token, verb: Token) -> bool:
    """Whether a clause stands before its verb or opens with a quotation mark."""
    return clause.i < verb.i or any(mark.text in {'"', "“", "``"} for mark in clause.doc[verb.i : clause.i])


def _is_void(verb: Token, cue: Cue, frame: str) -> bool:
    """Frames that look right and lay nothing: 'made his case', 'I think', imperatives such as 'see below'."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if frame == "o" and cue.cue_class in ("find", "believe") and not subjects:
        return True
    return (
        verb.tag_ == "VB"
        and verb.dep_ == "ROOT"
        and not subjects
        and not any(c.dep_ in ("aux", "mark") for c in verb.children)
    )


def _prep_of(verb: Token, frame: str) -> Token | None:
    return next((child for child in verb.children if child.dep_ in ("prep", "prt") and child.lower_ == frame), None)


def find_frames(verb: Token) -> Iterator[tuple[str, list[Token]]]:
    """The frames that stand around a verb, the surest first, with the heads of what they hold."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    if clauses:
        yield "c", clauses
    host = verb.head
    if verb.dep_ in ("parataxis",) or (
        verb.dep_ in ("ccomp", "advcl", "conj") and host.i < verb.i and _is_inserted(verb)
    ):
        yield "c", [host]
    if not clauses and is_passive(verb) and any(child.dep_ == "xcomp" for child in verb.children):
        yield "c", [child for child in verb.children if child.dep_ in ("xcomp", *PASSIVE_SUBJECTS)]
    for child in verb.children:
        if child.dep_ == "xcomp" and child.i > verb.i:
            has_to = any(part.dep_ == "aux" and part.lower_ == "to" for part in child.children)
            yield ("x" if has_to else "c"), [child]
    hosts = [verb, *(child for child in verb.children if child.dep_ in ("dobj", *PASSIVE_SUBJECTS))]
    for child in (part for host in hosts for part in host.children):
        if child.dep_ == "prep" and child.i > verb.i and (child.head == verb or child.lower_ in ("of", "for", "as")):
            held = [part for part in child.children if part.dep_ in ("pobj", "pcomp")]
            if held:
                yield child.lower_, held
    objects = [child for child in verb.children if child.dep_ in ("dobj", "oprd", "attr") and child.i > verb.i]
    if not objects and is_passive(verb):
        objects = [child for child in verb.children if child.dep_ in PASSIVE_SUBJECTS]
    if objects:
        yield "o", objects


def _is_inserted(verb: Token) -> bool:
    """Whether the clause stands behind a comma or a closing mark, as in '..., he said'."""
    left = verb.left_edge
    return left.i > left.sent.start and left.nbor(-1).text in {",", "”", '"', "''", "—", "–", "’"}


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, also one that shares the be of another."""
    if any(child.dep_ in PASSIVE_SUBJECTS or child.dep_ == "auxpass" for child in verb.children):
        return True
    host = verb.head  # 'are fugitives and accused of': the second participle shares the first one's be
    shares = (
        verb.dep_ == "conj" and verb.tag_ == "VBN" and host != verb and not any(c.dep_ == "aux" for c in verb.children)
    )
    return shares and (host.lemma_ == "be" or any(child.dep_ == "auxpass" for child in host.children))


def _content_spans(text: str, verb: Token, cue: Cue, heads: list[Token], base: int) -> Spans:
    pieces: list[tuple[int, int]] = []
    for head in heads:
        if head == verb.head:  # the clause that the cue was put into
            pieces.append(to_span(head.doc[head.left_edge.i : head.right_edge.i + 1], base))
            clause = to_span(verb.doc[verb.left_edge.i : verb.right_edge.i + 1], base)
            return take_out(to_spans(pieces), (clause,))
        left, right = head.left_edge.i, head.right_edge.i
        right = _to_but(head, left, right)
        if right < verb.i and verb.dep_ == "ROOT" and head.dep_ == "ccomp":
            left = _first_of_sentence(verb)  # a clause before its cue: the parse often drops its beginning
        if left > verb.i and head.dep_ in ("dobj", "pobj", "ccomp", "oprd"):
            right = _tail_of(verb, right)
        pieces.append(to_span(head.doc[left : right + 1], base))
    if cue.cue_class in OF_CLASSES or verb.lemma_ in AS_VERBS:
        for child in verb.children:
            is_object = child.dep_ in ("dobj", *PASSIVE_SUBJECTS, "oprd")
            if is_object or (child.dep_ == "prep" and child.i > verb.i and child.lower_ in ("of", "for", "with", "as")):
                pieces.append(to_span(child.doc[child.left_edge.i : child.right_edge.i + 1], base))
    return to_spans(pieces)


def _to_but(head: Token, left: int, right: int) -> int:
    """'that not only A, but B': the parser often hangs B elsewhere; it belongs to the content."""
    doc = head.doc
    opening = [t.lower_ for t in doc[left : left + 4]]
    if (
        "not" in opening
        and "only" in opening
        and right + 2 < head.sent.end
        and doc[right + 1].text == ","
        and doc[right + 2].lower_ == "but"
    ):
        last = head.sent.end - 1
        return int(last - 1 if doc[last].is_punct else last)
    return right


def _first_of_sentence(verb: Token) -> int:
    first = verb.sent[0]
    return int(first.i + 1 if first.dep_ == "cc" and first.i + 1 < verb.i else first.i)


def _tail_of(verb: Token, right: int) -> int:
    """Last token of the phrases that follow an object and hang on its verb, up to a mark or a clause of its own."""
    for child in verb.children:
        if (
            child.i > right
            and child.left_edge.i == right + 1
            and child.dep_ in ("prep", "dative", "advmod", "oprd", "acomp", "npadvmod", "agent")
        ):
            right = child.right_edge.i
    return right


def cue_span(verb: Token, base: int, extra: Token | None = None) -> Spans:
    """The verb with its auxiliaries, negation, particle and the preposition of its frame."""
    parts = [verb, *(child for child in verb.children if child.dep_ in CUE_PARTS and abs(child.i - verb.i) <= 4)]
    if extra is not None:
        parts.append(extra)
    return to_spans(to_span(part, base) for part in parts)


def find_source(text: str, verb: Token, base: int) -> tuple[Token | None, Spans]:
    """Who does what the verb says: the head of the noun phrase and its flow spans; null and nothing when untold."""
    head = _source_head(verb, depth=0)
    if (head is None and verb.dep_ in ("ROOT", "ccomp", "parataxis", "conj")) or (
        head is not None and head.pos_ in ("VERB", "AUX", "ADV")
    ):
        head = _noun_before(verb) or (None if head is None or head.pos_ in ("VERB", "AUX", "ADV") else head)
    if head is None or head.lower_ in NO_SOURCE or (head.lower_ == "it" and verb.lemma_ in ("seem", "appear")):
        return None, ()
    clause = next((up for up in head.ancestors if up.dep_ == "relcl"), None)
    if head.lower_ in RELATIVES and clause is not None:
        return clause.head, (to_span(head, base),)
    return head, phrase_spans(head, base, verb)


def _source_head(verb: Token, *, depth: int) -> Token | None:
    if depth > 4:
        return None
    quoted = _quoted_person(verb)
    if quoted is not None:
        return quoted
    if is_passive(verb):
        return _agent_of(verb)
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
    return _inverted_subject(verb) or _shared_subject(verb, depth)


def _shared_subject(verb: Token, depth: int) -> Token | None:
    """The subject that a verb has from the one it hangs on, or the noun that it describes."""
    is_passive_participle = verb.tag_ == "VBN" and not any(child.lemma_ == "have" for child in verb.children)
    if is_passive_participle and verb.dep_ in ("advcl", "xcomp"):
        return _agent_of(verb)  # "..., accused of theft": they are accused, they accuse nobody
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VBN"):
        return _agent_of(verb) or (_issuer(verb.head) if verb.tag_ == "VBG" else None)
    if verb.dep_ == "relcl":
        return verb.head
    if verb.dep_ in ("conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "dep"):
        host = verb.head
        while host.pos_ not in ("VERB", "AUX", "NOUN", "PROPN") and host.head != host:
            host = host.head
        if host.pos_ in ("VERB", "AUX") and host != verb:
            if is_passive(host) and verb.dep_ != "conj":
                return next((child for child in host.children if child.dep_ in PASSIVE_SUBJECTS), None)
            return _source_head(host, depth=depth + 1)
    return None


def _noun_before(verb: Token) -> Token | None:
    """The parse found no subject: the name or pronoun right before a finite cue is it."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return None
    before = verb.nbor(-1)
    return before if before.pos_ in ("PROPN", "PRON") and before.tag_ not in ("WP", "WDT") else None


def _quoted_person(verb: Token) -> Token | None:
    """'It quoted the mayor as saying', 'reports one of them as having stated': the object speaks, not the subject."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.lower_ != "as" or prep.head.pos_ != "VERB":
        return None
    host = prep.head
    if is_passive(host):
        return next((child for child in host.children if child.dep_ in PASSIVE_SUBJECTS), None)
    return next((child for child in host.children if child.dep_ == "dobj"), None)


def _issuer(noun: Token) -> Token:
    """'Acme issued a statement saying': Acme speaks."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in (
        "issue",
        "release",
        "publish",
        "post",
        "give",
        "make",
        "put",
        "send",
    ):
        return _source_head(noun.head, depth=3) or noun
    return noun


def _agent_of(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((part for part in child.children if part.dep_ == "pobj"), None)
    return None


def _inverted_subject(verb: Token) -> Token | None:
    """'..., said the mayor': the parser often takes the mayor for an object."""
    if verb.i == verb.sent.start:
        return None
    before = verb.nbor(-1).text
    if before not in {",", "”", '"', "''", "’", "?", "!"} or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    for child in verb.children:
        if (
            child.i > verb.i
            and child.dep_ in ("dobj", "attr", "npadvmod", "dep", "appos")
            and child.pos_ in ("PROPN", "NOUN", "PRON")
        ):
            return child
    at = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    while at.dep_ in ("det", "amod", "compound", "poss", "nummod") and verb.i < at.head.i < verb.i + 8:
        at = at.head
    return at if at.pos_ == "PROPN" else None


def phrase_spans(head: Token, base: int, verb: Token | None = None) -> Spans:
    """The noun phrase of a head with all that hangs on it, but for the clause that `verb`, its cue, stands in."""
    left, right = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if verb is not None and child.left_edge.i <= verb.i <= child.right_edge.i:
            if child.i > head.i:
                right = min(right, child.left_edge.i - 1)
            else:
                left = max(left, child.right_edge.i + 1)
    return (to_span(head.doc[left : max(right, head.i) + 1], base),)
