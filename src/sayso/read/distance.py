"""Where the teller stands off from what is said: irony, scare quotes, a section or a sentence that states the other side."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.read.layings import to_span
from sayso.read.quotes import find_quotations
from sayso.read.wording import is_word, load_wording
from sayso.schema import Spans

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from sayso.read.cast import Entry
    from sayso.read.claims import Statement
    from sayso.read.layings import Laying
    from sayso.read.page import Block, Page

Found = tuple[str, Spans]

OTHER_SIDE = re.compile(
    r"counter-?\s?argument|opposing view|other side|objections?\b|critics|the case (?:for|against)|sceptics|skeptics|myths?\b"
    r"|what (?:they|opponents) say|['’]s? (?:account|version|case|side|view|position|defen[cs]e|response)\s*$",
    re.I,
)
PHRASE = re.compile(
    r"\bif (?:indeed|true\b|[a-z]+ (?:is|are) to be believed|there (?:ever )?(?:was|were|is) (?:one|any)\b)"
    r"|\bso (?:they|he|she) (?:say|says|claim|claims)\b"
    r"|\bwould (?:like|have) (?:us|you|everyone|the \w+)(?: to)? (?:believe|think)\b",
    re.I,
)
LABEL = re.compile(
    r"\b[Ww]hat (?!is\b|was\b|are\b|were\b)(?:[\w’']+ ){1,3}(?<!\bis )(?<!\bwas )(?<!\bare )(?<!\bwere )(?<!\bbe )call(?:s|ed)?\b"
    r"|\b[Ss]o-called (?=[a-z])"  # before a name it tells what somebody is known as
)
OR_SO = re.compile(r"\bor so\s+$", re.I)  # before 'purports'

# A sentence that takes back what was laid to someone in the one before.
FLAT = re.compile(
    r"^(?:this|that|it|they|these|the (?:claim|charge|story|idea|theory)s?)\W+(?:is|are|was|were)\W+(?:\w+ly )?"
    r"(?:not (?:true|so|the case)(?=\W*$|[,.;:])|false|untrue|wrong|mistaken|nonsense|baseless|unfounded|fiction"
    r"|an? (?:myth|legend|lie|fiction|fable))\b"
    r"|^not so\b",
    re.I,
)
UNBACKED = re.compile(
    r"^(?:nothing|no\b|there (?:is|was) (?:no|little|nothing)|the (?:facts?|records?|figures?|evidence))\b.*"
    r"\b(?:support|bear|back|confirm|evidence|proof|basis|otherwise|opposite|contrary)",
    re.I | re.S,
)
TURN = re.compile(r"^(?:however|but|yet|in (?:fact|reality|truth)|nonetheless|nevertheless)\b", re.I)
OPPONENTS = {"critic", "opponent", "sceptic", "skeptic", "detractor", "some", "many", "others", "apologist"}
OFTEN = re.compile(r"\b(?:often|commonly|widely|generally|frequently|sometimes|usually|regularly)\b", re.I)


class Distances:
    """What keeps the statements of one page at a distance."""

    def __init__(self, page: Page, layings: Sequence[Laying]) -> None:
        self.page = page
        self._cued = sorted(laying.start for laying in layings)
        self._purported: list[tuple[int, Spans, Found]] = []
        for block in page.blocks:
            self._note_purports(block)

    def find(self, statement: Statement, block: Block, sources: Sequence[Entry]) -> Found | None:
        """The words that keep a statement at a distance, if any; `sources` are those of its chain, teller left out."""
        if statement.is_quote:
            return None
        is_plain = statement.laying is None
        speaker = sources[0] if sources else None
        return (
            (self._by_heading(block, statement) if is_plain or speaker is None or not speaker.is_named else None)
            or (None if is_plain else self._by_purports(statement, sources))
            or self._by_phrase(statement, block)
            or (self._by_scare(statement, block) if is_plain else self._by_refutal(statement, block, speaker))
        )

    def _note_purports(self, block: Block) -> None:
        """A source brought in with 'or so purports ...' is kept at a distance from there on."""
        for token in block.words:
            if is_word(token.lemma_, "distance.verbs") and token.tag_ in ("VBZ", "VBP", "VBD"):
                place = block.start + token.idx
                opening = OR_SO.search(self.page.text, block.start, place)
                span = (opening.start() if opening else place, place + len(token))
                who = [child for child in token.children if child.dep_ in ("nsubj", "dobj", "attr", "ccomp")]
                subjects = [(block.start + c.left_edge.idx, block.start + c.right_edge.idx + 1) for c in who]
                self._purported.append((place, tuple(subjects), (self.page.text[slice(*span)], (span,))))

    def _by_heading(self, block: Block, statement: Statement) -> Found | None:
        if not block.is_other_side or self._has_turned(block, statement):
            return None
        heading = max(
            (b for b in self.page.blocks if b.kind == "heading" and b.start < block.start), key=lambda b: b.start
        )
        return self.page.text[heading.start : heading.end], ((heading.start, heading.end),)

    def _has_turned(self, block: Block, statement: Statement) -> bool:
        """Whether, in a section that states the other side, the teller has taken the word back: 'However, not one ...'."""
        place = statement.spans[0][0]
        for sent in block.words.sents:
            start = block.start + sent.start_char
            if start > place:
                break
            if TURN.match(sent.text) and any(is_word(token.text, "negate.words") for token in sent[:6]):
                return True
        return False

    def _by_purports(self, statement: Statement, sources: Sequence[Entry]) -> Found | None:
        """What such a source says later, or another says through it."""
        if not self._purported:
            return None
        spans = [span for entry in sources for span in entry.spans]
        for place, subjects, found in reversed(self._purported):
            is_after = place < statement.spans[-1][1]
            if is_after and any(b < end and start < e for b, e in subjects for start, end in spans):
                return found
        return None

    def _by_phrase(self, statement: Statement, block: Block) -> Found | None:
        """'If indeed', 'would have us believe', 'what it calls', in the statement or in the words that lay it to someone."""
        sent = self._sentence(statement, block)
        if sent is None:
            return None
        start, end = to_span(sent, block.start)
        if any(
            q.start < end and start < q.end and " " in self.page.text[q.start : q.end]
            for q in find_quotations(self.page.text, start, end)
        ):
            return None  # what stands beside a quotation is as a rule the reporter's grammar, not his doubt
        match = PHRASE.search(self.page.text, start, end)
        if match is None and statement.laying is None:
            match = self._find_label(start, end, block)
        if match is None or (statement.laying is not None and match.end() < statement.laying.start):
            return None
        return match.group().strip(), ((match.start(), match.start() + len(match.group().rstrip())),)

    def _find_label(self, start: int, end: int, block: Block) -> re.Match[str] | None:
        """'The so-called audit', 'what it calls a rescue fund', where the statement is about the thing so called."""
        match = LABEL.search(self.page.text, start, end)
        words = (
            block.words.char_span(match.start() - block.start, match.end() - block.start, alignment_mode="expand")
            if match is not None
            else None
        )
        last = words[-1] if words else None
        while last is not None and (last.is_space or last.is_punct):
            last = last.nbor(-1)
        if last is None:
            return None
        up = last.head if last.dep_ in ("pcomp", "amod") else last
        return match if _hangs_near(up) or up.head.dep_ == "ROOT" or up.head.head.dep_ == "ROOT" else None

    def _by_scare(self, statement: Statement, block: Block) -> Found | None:
        """One or two small words in marks that nobody is said to have said: the trust's “independent” review."""
        sent = self._sentence(statement, block)
        if sent is None:
            return None
        start, end = to_span(sent, block.start)
        if self._is_cued(start, end):
            return None
        for quotation in find_quotations(self.page.text, start, end):
            if quotation.end <= end and self._is_scare(quotation.start, quotation.end, block):
                words = self.page.text[quotation.start : quotation.end].strip("“”\"'‘’ ")
                return words, ((quotation.start, quotation.end),)
        return None

    def _is_cued(self, start: int, end: int) -> bool:
        """Whether something is laid to someone in flow characters `[start, end)`."""
        i = bisect.bisect_left(self._cued, start)
        return i < len(self._cued) and self._cued[i] < end

    def _is_scare(self, start: int, end: int, block: Block) -> bool:
        words = block.words.char_span(start - block.start, end - block.start, alignment_mode="contract")
        inner = [token for token in words or () if not token.is_punct and not token.is_space]
        if not 1 <= len(inner) <= 2 or any(not token.is_lower or not token.is_alpha for token in inner):
            return False
        before = [t for t in block.words if block.start + t.idx < start and not t.is_punct and not t.is_space][-3:]
        if not before or any(token.lower_ in load_wording()["distance.naming"] for token in before):
            return False
        is_a = before[-1].lower_ in ("a", "an", "some", "any", "no")  # "a “sister” city": a figure, not a doubt
        is_held = not is_a and (before[-1].dep_ in ("det", "poss", "case") or before[-1].tag_ in ("DT", "PRP$", "POS"))
        head = inner[-1]
        return is_held and _hangs_near(head)

    def _by_refutal(self, statement: Statement, block: Block, speaker: Entry | None) -> Found | None:
        """'It is often said that p. Nothing in the record supports this.'"""
        sent = self._sentence(statement, block)
        after = self._next_sentence(sent, block) if sent is not None else None
        if sent is None or after is None:
            return None
        start, end = after
        text = self.page.text[start:end].strip()
        if self._is_cued(start, end) and not FLAT.search(text):
            return None
        source = statement.laying.source_head if statement.laying is not None else None
        is_unnamed = speaker is None or not speaker.is_named
        is_opponent = source is not None and is_word_of(source, OPPONENTS)
        is_common = source is None and OFTEN.search(sent.text) is not None
        match = FLAT.search(text)
        if match is None and is_unnamed:
            match = UNBACKED.search(text) or (TURN.search(text) if is_opponent or is_common else None)
        if match is None:
            return None
        words = match.group()
        return words, ((start, start + len(words)),)

    def _sentence(self, statement: Statement, block: Block) -> Words | None:
        place = statement.spans[0][0] - block.start
        return next((sent for sent in block.words.sents if sent.start_char <= place < sent.end_char), None)

    def _next_sentence(self, sent: Words, block: Block) -> tuple[int, int] | None:
        """The sentence that follows, in this block or at the head of the next paragraph."""
        rest = [other for other in block.words.sents if other.start_char >= sent.end_char]
        if rest:
            return to_span(rest[0], block.start)
        following = next((b for b in self.page.blocks if b.start >= block.end), None)
        if following is None or not following.is_prose:
            return None
        first = next(iter(following.words.sents), None)
        return None if first is None else to_span(first, following.start)


def is_word_of(token: Token, words: set[str]) -> bool:
    """Whether a token is one of some words, by its lemma or as written."""
    return token.lemma_.lower() in words or token.lower_ in words


def _hangs_near(token: Token) -> bool:
    """Whether a word belongs to the subject, the object or the predicate of its sentence's main clause."""
    noun = token.head if token.dep_ in ("amod", "compound", "nmod") else token
    return noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and noun.head.dep_ == "ROOT"
