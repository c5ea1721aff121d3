"""Claims: what is laid to sources, and the teller's own statements that could be checked."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sayso.read.chains import Chains
from sayso.read.governors import find_cue_negators, find_force
from sayso.read.layings import Laying, overlaps, take_out, to_span, trim_all
from sayso.read.lexicon import load_lexicon
from sayso.read.page import Block, Page
from sayso.read.verbs import TOLD
from sayso.read.wording import is_word
from sayso.schema import Spans
from sayso.text.spans import hull, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

CLAIMING = {"say", "claim", "deny", "suggest", "admit", "accuse", "find", "believe", "fear"}
NOMINAL = {
    "deny": "o as",
    "accuse": "of for o with",
    "suggest": "o of",
    "claim": "o of",
    "admit": "o of",
    "say": "o",
}  # classes and frames whose noun phrase may be a claim: "revealed the existence of camps"
SHOWING = {"identify", "show", "document", "demonstrate", "uncover", "record", "list", "register"}
CLAUSES = {"c", "q", "as", "x"}  # frames whose content is a clause
FEWEST_WORDS = 4  # shorter contents ("yes", "no comment", "the deal") say nothing that could be matched or checked
FEWEST_NOMINAL = 5
UNREAL = {"must", "should", "ought", "can", "could", "might"}
NOT_ONLY = re.compile(r"\bnot only\b(?:\W+\w+){4,}?(?P<joint>,\s+but\s+)(?=(?:\w+\W+){4})")
EVENTIVE = re.compile(
    r"(?:tion|sion|ment|ence|ance|ing|ure|al|ity|age|ship)$"
    r"|^(?:death|attack|deal|link|use|plan|sale|loss|murder|theft|strike|raid|leak|tie|role|collapse|rise|fall|increase|drop)$"
)
ATTITUDES = {"hope", "pray", "wish", "dread"}
OPEN = re.compile(r"(?:whether|if)\b", re.I)
REFLEXIVE = re.compile(r"(?:him|her|it|them)sel(?:f|ves)\b")
MARKS = '“”"«»„ '
JOINT = re.compile(r"(?:that\b[:,]?\s*(?=.)|[”\"’]\s+(?=\w))", re.I)
WORD = re.compile(r"\w+")
SAID_OF_SELF = {
    "think",
    "believe",
    "feel",
    "hope",
    "wish",
    "love",
    "like",
    "guess",
    "know",
    "suppose",
    "remember",
    "question",
    "wonder",
    "agree",
    "disagree",
    "thank",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """One statement before it is written down; spans are flow offsets. `laying` is null for the teller's own words."""

    spans: Spans
    laying: Laying | None
    skip: Laying | None
    is_question: bool
    is_quote: bool
    is_denied_by: Laying | None = None


def find_statements(page: Page, layings: Sequence[Laying], chains: Chains) -> list[Statement]:
    """Find every statement of a page: attributed ones first cut into sentences and clauses, then the teller's own."""
    layings = [laying for laying in layings if not chains.is_mute(laying)]
    held: dict[int, list[Laying]] = {}
    for laying in layings:
        for above in _above(laying):
            held.setdefault(id(above), []).append(laying)
    statements: list[Statement] = []
    for laying in layings:
        if page.block_at(laying.content[0][0]).is_prose:
            statements.extend(_of_laying(page, laying, held, chains))
    said = {id(x): x for s in statements if s.laying is not None for x in (s.laying, *_above(s.laying))}
    covered = to_spans(
        (
            *(span for x in said.values() for span in (*x.content, *x.cue, *x.source)),
            *(span for x in layings if x.speaker is not None for span in _set_off(page, x)),
        )
    )
    for block in page.blocks:
        if not block.is_prose:
            continue
        near = covered[bisect.bisect_left(covered, (block.start, 0)) : bisect.bisect_left(covered, (block.end, 0))]
        for sent in block.words.sents:
            own = _of_teller(page, block, sent, near)
            if own is not None:
                statements.append(own)
    return sorted(statements, key=lambda statement: hull(statement.spans))


def _set_off(page: Page, laying: Laying) -> Spans:
    """What is not the teller's where the setting says who speaks: every word of it, and the line that says so."""
    if laying.cue == laying.source:
        return laying.content
    block = page.block_at(laying.start)
    return (*laying.content, (block.start, block.end))


def _of_laying(page: Page, laying: Laying, held: Mapping[int, Sequence[Laying]], chains: Chains) -> Iterator[Statement]:
    if not _makes_claim(page, laying, chains):
        return
    skip = chains.denial_around(laying)
    parent = laying.parent
    is_contested = parent is not None and parent.force == "denying" and laying.kind == "noun"
    if is_contested and chains.source_of(laying) is not None:
        skip = parent  # "denied Smith's claim that p": Smith claims it; the denial follows
        yield from _cut(page, laying, laying.content, skip=None, denied_by=parent)
    inner = [x for x in held.get(id(laying), ()) if x.kind != "adverb" and _makes_claim(page, x, chains)]
    if inner and laying.frame == "as":
        return
    rest = _left_over(page, laying, inner)
    if inner and _n_words(page.text, rest) < max(FEWEST_WORDS, 0.3 * _n_words(page.text, laying.content)):
        return
    for spans in _by_sentence(page, laying.content):
        if overlaps(spans, rest) > 0.4 and (laying.speaker is None or _is_stated(page, spans)):
            yield from _cut(page, laying, spans, skip=skip, denied_by=None, is_nominal=laying.frame not in CLAUSES)


def _is_stated(page: Page, spans: Spans) -> bool:
    """Whether a sentence of a talk or a mail states something: most thanks, calls and questions in them do not."""
    tokens = page.tokens_in(spans)
    text = page.text[spans[-1][0] : spans[-1][1]].rstrip("”\"’' )")
    has_subject = any(token.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for token in tokens)
    return has_subject and not text.endswith("?") and any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in tokens)


def _makes_claim(page: Page, laying: Laying, chains: Chains) -> bool:
    if chains.is_mute(laying) or not _says_something(page, laying, chains):
        return False
    return laying.frame in CLAUSES or _is_nominal_claim(page, laying, chains)


def _says_something(page: Page, laying: Laying, chains: Chains) -> bool:
    """Whether a laying puts a statement into anyone's mouth at all."""
    if laying.cue_class not in CLAIMING or chains.is_via(laying) or laying.kind == "question":
        return False
    if laying.frame == "x" and laying.cue_class != "claim":
        return False  # "agreed to pay", "hopes to win": an intent, told by the teller
    force = find_force(page, laying)
    if laying.cue_class not in {"believe", "find"} and force != "denying" and find_cue_negators(page, laying):
        return False  # "did not say whether": nothing is laid to anyone
    if force != "denying" and any(t.tag_ == "MD" and t.lower_ in UNREAL for t in page.tokens_in(laying.cue)):
        return False  # "must understand that", "could say that": nobody has said it
    cue = page.tokens_in(laying.cue)
    if any(token.lemma_ in ATTITUDES for token in cue):
        return False  # what one hopes is no statement of what is
    if force != "denying" and laying.cue_class in ("suggest", "find") and any(token.tag_ == "MD" for token in cue):
        return False  # "would suggest that": nothing has suggested it
    is_after = (
        laying.content[0][0] > laying.start and laying.speaker is None
    )  # "If they pay, he said, ..." is a statement
    if is_after and OPEN.match(page.text, laying.content[0][0]):
        return False  # "asked whether", "knows if": left open, laid to nobody
    if laying.source_head is None and any(token.lemma_ in TOLD for token in page.tokens_in(laying.cue)):
        return False  # "the office was warned that": that it was warned is the teller's own statement
    if REFLEXIVE.match(page.text, laying.content[0][0]):
        return False  # "introduced himself": nothing is said of the world
    is_adverb = laying.kind == "adverb"  # "reportedly" in somebody's words is theirs
    return not (is_adverb and any(chains.source_of(above) is not None for above in _above(laying)))


def _left_over(page: Page, laying: Laying, inner: Sequence[Laying]) -> Spans:
    """What of a content no nested attribution takes."""
    rest = laying.content
    for other in inner:
        rest = take_out(rest, to_spans((*other.content, *other.cue, *other.source)))
    return trim_all(page.text, rest)


def _is_nominal_claim(page: Page, laying: Laying, chains: Chains) -> bool:
    if any(is_word(token.lemma_, "frame.evidence") for token in page.tokens_in(laying.content)[:3]):
        return True  # "found no evidence of tampering"
    if chains.source_of(laying) is None:
        return False
    if laying.cue_class == "find":
        return laying.frame in ("o", "as") and any(
            token.lemma_.lower() in SHOWING for token in page.tokens_in(laying.cue)
        )
    return laying.frame in NOMINAL.get(laying.cue_class, "").split() and _is_eventive(page, laying)


def _is_eventive(page: Page, laying: Laying) -> bool:
    """Whether a noun phrase tells of something that happens or holds: it has a verb in it, or its head names an event."""
    tokens = page.tokens_in(laying.content)
    if any(
        token.pos_ == "VERB" and token.dep_ in ("relcl", "acl", "pcomp", "ccomp", "xcomp", "advcl") for token in tokens
    ):
        return True
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.pos_ == "NOUN" and token.head.i not in inside]
    return any(EVENTIVE.search(head.lemma_.lower()) for head in heads)


def _above(laying: Laying) -> list[Laying]:
    found: list[Laying] = []
    above = laying.parent
    while above is not None and above not in found:
        found.append(above)
        above = above.parent
    return found


def _cut(
    page: Page, laying: Laying, spans: Spans, *, skip: Laying | None, denied_by: Laying | None, is_nominal: bool = False
) -> Iterator[Statement]:
    is_quote = laying.kind in ("direct", "block_quote", "speaker_label")
    for piece in [spans] if is_quote else _split_clauses(page, spans):
        piece = _drop_joints(page.text, trim_all(page.text, piece))
        if _n_words(page.text, piece) >= (FEWEST_NOMINAL if is_nominal else FEWEST_WORDS):
            yield Statement(piece, laying, skip, is_question=False, is_quote=is_quote, is_denied_by=denied_by)


def _drop_joints(text: str, spans: Spans) -> Spans:
    """Without the 'that' or the stray quotation mark it begins with."""
    if not spans:
        return spans
    (start, end), *rest = spans
    match = JOINT.match(text, start, end)
    pieces = [(match.end() if match else start, end), *rest]
    start, end = pieces[0]
    while start < end and text[start] in MARKS:
        start += 1
    pieces[0] = (start, end)
    start, end = pieces[-1]
    while start < end and text[end - 1] in MARKS:
        end -= 1
    pieces[-1] = (start, end)
    return trim_all(text, to_spans(pieces))


def _by_sentence(page: Page, content: Spans) -> list[Spans]:
    """A content sentence by sentence; what a cue cut in two stays together."""
    cut: dict[int, list[tuple[int, int]]] = {}
    for start, end in content:
        block = page.block_at(start)
        for sent in block.words.sents:
            b, e = max(start, block.start + sent.start_char), min(end, block.start + sent.end_char)
            if b < e:
                cut.setdefault(block.start + sent.start_char, []).append((b, e))
    return [to_spans(pieces) for _, pieces in sorted(cut.items())]


def _split_clauses(page: Page, spans: Spans) -> list[Spans]:
    """Part 'not only X but has even Y' into its clauses; each must be able to stand as a statement."""
    both = NOT_ONLY.search(page.text, *hull(spans)) if len(spans) == 1 else None
    if both is not None:
        (start, end) = spans[0]
        return [((start, both.start("joint")),), ((both.end("joint"), end),)]
    start, end = hull(spans)
    block = page.block_at(start)
    tokens = page.tokens_in(spans)
    inside = {token.i for token in tokens}
    root = next((t for t in tokens if t.pos_ in ("VERB", "AUX") and t.head.i not in inside), None) or next(
        (t for t in tokens if t.head == t and t.pos_ in ("VERB", "AUX")), None
    )
    if root is None:
        return [spans]
    for second in root.conjuncts:
        if second.i <= root.i or second.i not in inside or second.pos_ not in ("VERB", "AUX"):
            continue
        has_own = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "expl") for c in second.children)
        left = second.left_edge.i
        joint = next((t.i for t in reversed(tokens) if t.i < left and t.dep_ == "cc"), left)
        cut_at = block.start + block.words[min(joint, left)].idx
        resume = block.start + block.words[left].idx
        if (
            has_own
            and cut_at > start
            and resume < end
            and min(len(WORD.findall(page.text, start, cut_at)), len(WORD.findall(page.text, resume, end))) >= 6
        ):
            return [((start, cut_at),), *_split_clauses(page, ((resume, end),))]
    return [spans]


def _of_teller(page: Page, block: Block, sent: Words, covered: Spans) -> Statement | None:
    span = to_span(sent, block.start)
    text = page.text[span[0] : span[1]].strip()
    root = sent.root
    if overlaps((span,), covered) > 0.55 or _n_words(page.text, (span,)) < FEWEST_WORDS + 1:
        return None
    place = block.start + root.idx
    if any(b <= place < e for b, e in covered) and overlaps((span,), covered) > 0.3:
        return None
    is_question = text.rstrip("”\"’' )").endswith("?")
    if not is_question and not _could_be_checked(root, sent):
        return None
    spans = trim_all(page.text, (span,))
    return Statement(spans, None, None, is_question=is_question, is_quote=False) if spans else None


def _could_be_checked(root: Token, sent: Words) -> bool:
    """Whether a sentence states something of the world: a finite verb and a subject; no order, no talk to the reader."""
    root = _past_label(root)
    has_verb = root.pos_ in ("VERB", "AUX")
    subjects = [child for child in root.children if child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")]
    if not has_verb or not subjects:
        return False
    if any(token.lower_ in ("you", "your", "yours") for token in sent):
        return False
    if _is_unsaid(root):
        return False
    if subjects[0].lower_ in ("i", "we") and root.lemma_.lower() in SAID_OF_SELF:
        return False
    return root.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG", "MD")


def _past_label(root: Token) -> Token:
    """'Note: the gate stays closed': the verb of what a label opens."""
    colon = next((token for token in root.sent[:6] if token.text == ":"), None)
    if colon is None or root.i > colon.i:
        return root
    behind = [t for t in root.subtree if t.i > colon.i and t.pos_ in ("VERB", "AUX") and t.head.i < colon.i]
    return behind[0] if behind else root


def _is_unsaid(root: Token) -> bool:
    """'Did not say that': nothing is said; 'did not see the buoy', 'did not refuse to pay' tell what was not done."""
    if root.lemma_.lower() not in load_lexicon().verbs or is_word(root.lemma_, "negate.undo"):
        return False
    has_object = any(child.dep_ in ("dobj", "nsubjpass", "prep") for child in root.children)
    has_clause = any(child.dep_ in ("ccomp", "xcomp") for child in root.children)
    return any(child.dep_ == "neg" for child in root.children) and (has_clause or not has_object)


def _n_words(text: str, spans: Spans) -> int:
    return sum(len(WORD.findall(text, start, end)) for start, end in spans)
