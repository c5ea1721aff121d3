"""Chains: from the teller, through each source that the text names, down to the origin."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.read.cast import Cast, Entry
from sayso.read.describe import clean_name, load_words
from sayso.read.layings import Laying, to_span
from sayso.read.page import Page
from sayso.read.verbs import phrase_spans
from sayso.schema import Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

NO_HOP = {"seem", "judge", "promise"}  # how things look, praise and promises lay no statement to anyone
SPOKEN = {"say", "claim", "deny", "believe", "fear", "accuse"}
SHOWN = {
    "highlight",
    "underline",
    "underscore",
    "emphasize",
    "emphasise",
    "point",
    "convey",
    "echo",
    "spell",
    "detail",
    "outline",
    "contradict",
    "read",
    "hold",
    "warn",
    "stress",
}
OWN_NOUNS = {"paper", "article", "essay", "thesis", "chapter", "section", "monograph", "brief", "briefing", "study"}
LETTER_REACH = 1_500  # characters: the paragraph before a block quotation
COURTS = {
    "reporters",
    "court",
    "congress",
    "senate",
    "house",
    "parliament",
    "committee",
    "police",
    "jury",
    "lawmakers",
    "council",
}
NOBODY = "nobody named"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One hop of a chain before it is written down; spans are flow offsets."""

    entry: Entry
    spans: Spans
    cue: Spans
    how: str


class Chains:
    """Who stands behind each laying of one page."""

    def __init__(self, page: Page, cast: Cast, layings: Sequence[Laying]) -> None:
        self.page, self.cast = page, cast
        self.sources: dict[int, Entry] = {}
        self.nobody = Entry(NOBODY, "nobody", is_named=False)
        self._via: dict[int, list[Step]] = {}
        self._heard: dict[int, Step] = {}
        self._layings = sorted(layings, key=lambda laying: laying.start)
        self._starts = [laying.start for laying in self._layings]
        self._told: dict[str, int] = {}
        bases = self._find_bases()
        for laying in layings:
            self._resolve(laying)
            self._join_base(laying, bases)
        for laying in layings:
            self._join_via(laying)
        for laying in layings:
            self._note_above(laying)

    def source_of(self, laying: Laying) -> Entry | None:
        """The entry a laying's source resolved to; null when the text names none."""
        return self.sources.get(id(laying))

    def is_via(self, laying: Laying) -> bool:
        """Whether a laying only names what its source rests on: 'citing a leaked memo'."""
        return laying.cue_class == "cite"

    def denial_around(self, laying: Laying) -> Laying | None:
        """A denial of a thing that is only described by this laying: 'denied knowing the man who she says was sent'."""
        parent = laying.parent
        if parent is None or parent.force != "denying" or laying.kind == "noun":
            return None
        cue = self.page.tokens_in(laying.cue)
        is_described = any(token.dep_ == "relcl" for token in (cue[-1], *cue[-1].ancestors)) if cue else False
        return parent if is_described or parent.frame != "c" else None

    def is_mute(self, laying: Laying) -> bool:
        """Whether its source can say nothing: 'the incident underlines', 'the terrain suggests'."""
        entry = self.source_of(laying)
        return entry is not None and entry.kind == "other" and not entry.is_named

    def _times_told(self, name: str) -> int:
        if name not in self._told:
            self._told[name] = self.page.text.count(f"told {name}")
        return self._told[name]

    def _is_teller(self, entry: Entry) -> bool:
        """'Corran Wire has seen the letter', in Corran Wire: the document speaks of itself."""
        doc = self.page.doc
        own = {name.lower().removeprefix("the ") for name in (doc.publisher, *doc.authors) if name}
        return entry.is_named and entry.name.lower().removeprefix("the ") in own

    def _shows(self, laying: Laying) -> bool:
        return any(token.lemma_.lower() in SHOWN for token in self.page.tokens_in(laying.cue))

    def _is_finite(self, laying: Laying) -> bool:
        """'The crew believes', not 'to make them feel'."""
        return any(token.tag_ in ("VBD", "VBZ", "VBP") for token in self.page.tokens_in(laying.cue))

    def _resolve(self, laying: Laying) -> None:
        if laying.speaker is not None:
            speaking = self.cast.find_speaker(laying.speaker, laying.source[0])
            if laying.parent is not None or not self._is_teller(speaking):
                self.sources[id(laying)] = speaking
            return
        head = laying.source_head
        if head is None or head.lower_ in ("i", "we", "you", "my", "our", "me", "us") or _is_own(head):
            return
        base = self.page.block_at(laying.source[0][0] if laying.source else laying.start).start
        span = laying.source[0] if laying.source else to_span(head, base)
        entry = self.cast.find_source(head, span, base=base)
        if self._is_teller(entry):
            return
        cue = self.page.text[laying.cue[-1][0] : laying.cue[-1][1]]
        entry.name = entry.name.removesuffix(f" {cue}") or entry.name  # the name finder ran on into the cue
        is_said = laying.parent is None or (laying.frame == "c" and self._is_finite(laying))
        is_spoken = laying.cue_class in SPOKEN and is_said and not self._shows(laying)
        if entry.kind == "other" and not entry.is_named and is_spoken:
            entry.kind = "crowd" if entry.is_plural else "person"  # only people say, claim and deny
        self.sources[id(laying)] = entry
        self._hear(laying, base)

    def _hear(self, laying: Laying, base: int) -> None:
        """'Told the Tribune': an outlet that was told and is not this document's own carries the words to the teller."""
        verb = next((t for t in self.page.tokens_in(laying.cue) if t.lemma_ == "tell"), None)
        told = next((c for c in verb.children if _is_outlet(c)), None) if verb is not None else None
        if told is None:
            return
        ent = next((e for e in told.doc.ents if e.start <= told.i < e.end), told.doc[told.i : told.i + 1])
        name = clean_name(ent.text)
        doc = self.page.doc
        own = f"{doc.publisher or ''} {doc.title or ''} {doc.path}".lower()
        if name.lower() in own or COURTS & set(name.lower().split()) or self._times_told(ent.text) > 1:
            return
        span = to_span(ent, base)
        self._heard[id(laying)] = Step(self.cast.find_source(told, span, base=base), (span,), laying.cue, "attribution")

    def _join_via(self, laying: Laying) -> None:
        """'Citing X, Y wrote': X stands behind Y for what Y says in that sentence."""
        if not self.is_via(laying):
            return
        cue = self.page.tokens_in(laying.cue)
        if not cue or cue[-1].tag_ != "VBG":
            return
        head = self._head_of(laying.content)
        host = self.source_of(laying)
        if head is None or host is None:
            return
        entry = self._find(head, laying.content)
        sentence = self._sentence(laying.start)
        for other in self._near(sentence):
            if (
                other is not laying
                and sentence[0] <= other.start < sentence[1]
                and self.source_of(other) is host
                and not self.is_via(other)
            ):
                self._via.setdefault(id(other), []).append(Step(entry, laying.content, laying.cue, "based on"))

    def _near(self, sentence: tuple[int, int]) -> list[Laying]:
        """Layings whose cue stands in a sentence."""
        return self._layings[
            bisect.bisect_left(self._starts, sentence[0]) : bisect.bisect_left(self._starts, sentence[1])
        ]

    def _find_bases(self) -> dict[int, list[tuple[Token, Spans, Spans]]]:
        """What sentences say they are based on, by the place where the sentence begins: head, spans and cue of each."""
        found: dict[int, list[tuple[Token, Spans, Spans]]] = {}
        for block in self.page.blocks:
            for token in block.words:
                if (
                    token.lower_ not in ("based", "relying", "drawing")
                    or token.i + 1 >= len(block.words)
                    or token.nbor(1).lower_ not in ("on", "upon")
                ):
                    continue
                head = next((part for part in token.nbor(1).children if part.dep_ == "pobj"), None)
                if head is not None:
                    cue = (block.start + token.idx, block.start + token.nbor(1).idx + len(token.nbor(1)))
                    start = block.start + token.sent.start_char
                    found.setdefault(start, []).append((head, phrase_spans(head, block.start), (cue,)))
        return found

    def _join_base(self, laying: Laying, bases: dict[int, list[tuple[Token, Spans, Spans]]]) -> None:
        """'Based on X, the report states': X stands behind the report for what it says in that sentence."""
        entry = self.source_of(laying)
        if entry is None or laying.parent is not None:
            return
        for head, spans, cue in bases.pop(self._sentence(laying.start)[0], ()):
            below = self._find(head, spans)
            if below is not entry:
                self._via.setdefault(id(laying), []).append(Step(below, spans, cue, "based on"))
                below.above = below.above or (entry if not below.is_named else None)

    def _note_above(self, laying: Laying) -> None:
        """An unnamed source first met under another keeps that one above it, for when it is spoken of again."""
        entry = self.source_of(laying)
        outer = self._outer_source(laying)
        if entry is None:
            return
        if entry.above is None and outer is not None and outer is not entry and _is_second_hand(entry):
            entry.above = outer
        if entry.author is not None and entry.author.above is None and not entry.author.is_named:
            entry.author.above = entry
        for step in self._via.get(id(laying), ()):
            if not step.entry.is_named and step.entry.above is None and entry is not None:
                step.entry.above = entry

    def _outer_source(self, laying: Laying) -> Entry | None:
        above = laying.parent
        while above is not None:
            found = self.source_of(above)
            if found is not None:
                return found
            above = above.parent
        return None

    def trace(self, laying: Laying, *, skip: Laying | None = None) -> list[Step]:
        """Steps from the one nearest the teller down to the origin, the teller left out.

        Args:
            laying: the innermost one.
            skip: a laying around it that doesn't carry its words, such as a denial of them.
        """
        path: list[Laying] = []
        at: Laying | None = laying
        while at is not None and len(path) < 12:
            if at is not skip:
                path.append(at)
            at = at.parent
        steps: list[Step] = []
        for at in reversed(path):
            steps.extend(self._steps_of(at, is_inner=bool(steps)))
        last = len(steps) - 1
        return _drop_repeats([step for i, step in enumerate(steps) if step.how != "authored by" or i == last])

    def _steps_of(self, laying: Laying, *, is_inner: bool) -> Iterator[Step]:
        if laying.cue_class in NO_HOP:
            return
        entry = self.source_of(laying)
        if entry is None:
            is_self = laying.source_head is not None or laying.speaker is not None
            if not is_inner and not is_self:
                yield Step(self.nobody, (), laying.cue, "attribution")
            return
        if not is_inner and laying.parent is None:
            for above in _all_above(entry):
                yield Step(above, (), (), "carried on")
        if laying.kind == "block_quote" and not is_inner and entry.author is None:
            letter = self._letter_by(entry, laying)
            if letter is not None:
                yield Step(letter, (), (), "carried on")
        if id(laying) in self._heard and not is_inner:
            yield self._heard[id(laying)]
        yield Step(entry, laying.source, laying.cue, "attribution")
        yield from self._via.get(id(laying), ())
        if entry.author is not None:
            yield Step(entry.author, tuple(entry.author.spans[:1]), (), "authored by")

    def _letter_by(self, author: Entry, laying: Laying) -> Entry | None:
        """The letter by this author that the text spoke of right before it quotes him."""
        start = laying.content[0][0]
        for entry in self.cast.entries:
            at = entry.last_before(start) if entry.author is author else None
            if at is not None and start - at < LETTER_REACH:
                return entry
        return None

    def _find(self, head: Token, spans: Spans) -> Entry:
        base = self.page.block_at(spans[0][0]).start
        return self.cast.find_source(head, spans[0], base=base)

    def _head_of(self, spans: Spans) -> Token | None:
        tokens = self.page.tokens_in(spans[:1])
        inside = {token.i for token in tokens}
        return next(
            (t for t in tokens if t.pos_ in ("NOUN", "PROPN", "PRON") and (t.head.i not in inside)),
            tokens[-1] if tokens else None,
        )

    def _sentence(self, place: int) -> tuple[int, int]:
        block = self.page.block_at(place)
        for sent in block.words.sents:
            start, end = to_span(sent, block.start)
            if start <= place < end:
                return start, end
        return block.start, block.end


def _is_outlet(told: Token) -> bool:
    """Whether what was told is a body by name: 'told Reuters', 'told the Herald'."""
    if told.dep_ not in ("dobj", "dative") or told.pos_ != "PROPN":
        return False
    return told.ent_type_ == "ORG" or (not told.ent_type_ and any(child.lower_ == "the" for child in told.children))


def _is_second_hand(entry: Entry) -> bool:
    """Whether the teller knows it only through the one it was first met under: the unnamed, and letters and leaks."""
    return not entry.is_named or (entry.kind == "document" and entry.head in load_words()["correspondence"])


def _all_above(entry: Entry) -> list[Entry]:
    """Those an unnamed source was first met under, the outermost first."""
    found: list[Entry] = []
    above = entry.above
    while above is not None and above not in found and above is not entry:
        found.append(above)
        above = above.above
    return found[::-1]


def _is_own(head: Token) -> bool:
    """'This paper concludes': the document speaks of itself, so the teller speaks."""
    return head.lemma_.lower() in OWN_NOUNS and any(child.lower_ == "this" for child in head.children)


def _drop_repeats(steps: list[Step]) -> list[Step]:
    """One who is named twice on a chain stands where named first; 'nobody' only where nobody else stands."""
    seen: list[Step] = []
    for step in steps:
        if step.entry.kind == "nobody" and len(steps) > 1:
            continue
        if all(step.entry is not other.entry for other in seen):
            seen.append(step)
    return seen
