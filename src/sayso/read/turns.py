"""Turns of a talk: transcripts, hearings and interviews whose speakers stand before a colon."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sayso.read.interviews import find_interviewee, is_about_questions
from sayso.read.layings import Laying, take_out, trim_all
from sayso.read.page import Block, Page
from sayso.read.quotes import find_quotations
from sayso.read.speakers import Speaker, is_office, load_labels, read_speaker
from sayso.schema import Spans

LONGEST_LABEL = 90  # characters up to the colon: a name, an office and a time; the longest met in hearings has 71
LONGEST_TURN = 25  # blocks without a label that still belong to the one who speaks, between two labels
NEAR = 2  # blocks that the last turn may pass over to the next that says "I"
DENSE = 0.3  # share of labelled blocks from which the blocks between two labels are turns that go on
OWN_SHARE = 0.2  # share of turns that say "I" or ask, from which labels without a known name are speakers

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\.?)?[\])]?"
_TITLE = r"(?i:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|Gen|Col|Lt|Capt|Sgt|Rev|Sir|Lord|Lady|The)\.?\s+)"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*(?:c[A-Z]+)?"
_WORD = r"[A-ZÀ-Þ][\w.’'-]*"
_NAME = (
    rf"(?:{_TITLE}?{_CAPITALS}(?:\s+(?:{_CAPITALS}|\#?\d{{1,3}})){{0,4}}|{_WORD}(?:\s+(?:(?:de|del|van|von|al|bin|of)\s+)*{_WORD}){{0,3}}"
    rf"(?:\s+\d{{1,3}})?)"
)
_ASIDE = r"\s*[(\[][^()\[\]\n]{1,40}[)\]]"
LABEL = re.compile(
    rf"(?:{_TIME}\s*[-–—]?\s*)?(?P<name>{_NAME})(?:,\s[^:.?!\n]{{2,60}}|{_ASIDE})?(?:{_ASIDE})?(?P<colon>\s?:)(?=\s|$)"
)
ASKED = re.compile(
    r"(?P<name>Q|A|QUESTION|ANSWER|Question|Answer)(?:\s?\d{1,3})?(?P<colon>[.:]+)\s+(?=\S)|(?P<bare>Q)(?=[A-Z][a-z])"
)
BARE = re.compile(r"(?P<name>(?P<colon>Q))\s+(?=[A-Z“\"(])")
POINTED = re.compile(  # 'Mr. RUDMAN. Thank you', as parliaments print it
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr)\.|Senator|Representative|Chairman|Chairwoman|The)\s+[A-ZÀ-Þ][A-ZÀ-Þ’'-]{2,}(?:\s[A-ZÀ-Þ’'-]{2,})?)"
    r"(?:\s+of\s[A-Z]\w+(?:\s[A-Z]\w+)?)?(?P<colon>\.)(?=\s|$)"
)
TIMED = re.compile(rf"(?P<name>{_NAME})\s*(?P<colon>[(\[]?\d{{1,2}}:\d{{2}}(?::\d{{2}})?[)\]]?)\s*:?$")
OWN = re.compile(r"\b(?:I|I['’]\w+|my|me|myself)\b|\?")
FIRST = re.compile(r"\b(?:I|I['’]\w+|my|me|myself|we|our|us|you|your)\b", re.I)
_DIRECTIONS = (
    "applause|laughter|laughs?|laughing|crosstalk|cross-talk|inaudible|unintelligible|indiscernible|pause|pauses|silence|"
    "music|sighs?|nods|crying|cries|interrupting|off mic|video clip|begin video|end video|recess|ph|sic"
)
STAGE = re.compile(rf"[(\[](?:(?:{_DIRECTIONS})\b[^()\[\]\n]{{0,80}}|{_TIME})[)\]]", re.I)
BRACKETED = re.compile(r"(?:(?<=[.!?…”\"])\s+|^)[(\[][^()\[\]\n]{1,160}[)\]](?=\s+[A-Z“\"]|\s*$)")


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """A label at a block's head: its words, colon and block's place; flow offsets."""

    words: str
    name: tuple[int, int]
    colon: tuple[int, int]
    end: int
    at: int
    is_sure: bool = False

    @property
    def is_shouted(self) -> bool:
        """Whether the name stands in capitals, titles aside."""
        return re.sub(rf"^{_TITLE}", "", self.words).isupper()

    @property
    def key(self) -> str:
        """What makes two labels one."""
        return re.sub(rf"^{_TITLE}", "", self.words).lower()


def find_turns(page: Page, blocks: Sequence[Block]) -> list[Laying]:
    """Find the turns of one article.

    Args:
        blocks: the article's blocks that nothing else has claimed.
    """
    labels = [label for i, block in enumerate(blocks) if (label := read_label(page.text, block, i)) is not None]
    answers = _find_answers(page, blocks)
    if answers:
        return answers
    spoken = pick_spoken(page, blocks, labels)
    return [laying for label, spans in _take_turns(page, blocks, spoken) for laying in _lay(page, label, spans)]


def read_label(text: str, block: Block, at: int) -> Label | None:
    """Read the label that a block begins with; null when it begins with none, or with one that is never a speaker's."""
    if block.kind in ("title", "caption"):
        return None
    timed = TIMED.fullmatch(text, block.start, block.end)
    until = min(block.end, block.start + LONGEST_LABEL)
    match = timed or next((m for form in (LABEL, POINTED, BARE) if (m := form.match(text, block.start, until))), None)
    if match is None:
        return None
    words = " ".join(match["name"].split())
    first = words.split()[0].lower().strip(".")
    if first in load_labels()["none"] or (len(words) < 2 and match.re is not BARE):
        return None
    is_sure = timed is not None or match.re is POINTED
    return Label(words, match.span("name"), match.span("colon"), match.end(), at, is_sure)


def pick_spoken(page: Page, blocks: Sequence[Block], labels: Sequence[Label]) -> list[Label]:
    """Pick the labels that speakers stand in.

    A name, an office or a title says so by itself where there are two; other words must come again, and the turns must
    say "I" or ask something: "INGREDIENTS:" and datelines come again too.
    """
    if not labels:
        return []
    counts = Counter(label.key.split()[-1] for label in labels)
    known = _known_names(page, blocks)
    sure = [label for label in labels if _is_sure(label, known)]
    said = {label.at: _own_words(page, blocks[label.at], label) for label in labels}
    recurring = [label for label in labels if counts[label.key.split()[-1]] > 1 and label not in sure]
    n_own = sum(bool(OWN.search(said[label.at])) for label in recurring)
    picked = list(sure)
    if recurring and n_own >= max(2 if not sure else 1, OWN_SHARE * len(recurring)):
        picked += recurring
    beside = {label.at + step for label in picked for step in (-1, 1)}
    picked += [x for x in labels if x not in picked and x.at in beside and _is_like_name(x)]
    if len(picked) == 1:
        return picked if _is_whole_name(picked[0], known) and _has_verb(blocks[picked[0].at]) else []
    if len(picked) >= 3 and _is_dense(picked):
        low, high = min(label.at for label in picked), max(label.at for label in picked)
        shouted = sum(label.is_shouted for label in picked) > len(picked) / 2
        picked += [x for x in labels if x not in picked and low < x.at <= high + 1 and x.is_shouted == shouted]
    return sorted(picked, key=lambda label: label.at)


def _known_names(page: Page, blocks: Sequence[Block]) -> set[str]:
    """People whom the article names elsewhere than in labels: full names and surnames, in small letters."""
    known: set[str] = set()
    for block in page.blocks:
        label = read_label(page.text, block, 0)
        past = label.end - block.start if label is not None else 0
        for ent in block.words.ents:
            if ent.label_ == "PERSON" and ent.start_char >= past and not ent.text.isupper():
                name = ent.text.lower().removesuffix("’s").removesuffix("'s")
                known |= {name, name.split()[-1]}
    return known


def _is_sure(label: Label, known: set[str]) -> bool:
    if label.is_sure or is_office(label.words) or re.match(_TITLE, label.words) or label.key in known:
        return True
    return label.key.split()[-1] in known and len(label.key.split()) > 1


def _is_whole_name(label: Label, known: set[str]) -> bool:
    return label.key in known and " " in label.key


def _is_like_name(label: Label) -> bool:
    """Two or more words with capitals: 'Petra Sand', next to somebody known who speaks."""
    words = label.words.split()
    return len(words) > 1 and all(word[0].isupper() for word in words) and not label.is_shouted


def _has_verb(block: Block) -> bool:
    return any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in block.words)


def _is_dense(labels: Sequence[Label]) -> bool:
    low, high = min(label.at for label in labels), max(label.at for label in labels)
    return len(labels) >= DENSE * (high - low + 1)


def _own_words(page: Page, block: Block, label: Label) -> str:
    """A turn's words outside quotation marks."""
    quoted = tuple((q.start, q.end) for q in find_quotations(page.text, block.start, block.end))
    return " ".join(page.text[start:end] for start, end in take_out(((label.end, block.end),), quoted))


def _take_turns(page: Page, blocks: Sequence[Block], labels: Sequence[Label]) -> Iterator[tuple[Label, Spans]]:
    """Each label with the words of its turn: its block's rest and the blocks that go on."""
    goes_on = len(labels) > 1 and _is_dense(labels)
    for i, label in enumerate(labels):
        spans = [(label.end, blocks[label.at].end)]
        until = labels[i + 1].at if i + 1 < len(labels) else len(blocks)
        is_last = i + 1 == len(labels)
        for block_at in range(label.at + 1, min(until, label.at + 1 + LONGEST_TURN)):
            block = blocks[block_at]
            alone = label.end >= blocks[label.at].end and block_at == label.at + 1
            if block.kind == "heading" and not alone:
                break
            ahead = blocks[block_at + 1 : min(block_at + 1 + NEAR, until)]
            is_held = goes_on and (not is_last or any(_is_own(page, other) for other in ahead))
            if not alone and not is_held and not _is_own(page, block):
                break
            spans.append((block.start, block.end))
        yield label, _leave_directions(page.text, tuple(spans))


def _is_own(page: Page, block: Block) -> bool:
    """Whether somebody speaks of himself or to somebody in a block, outside quotation marks."""
    quoted = tuple((q.start, q.end) for q in find_quotations(page.text, block.start, block.end))
    rest = take_out(((block.start, block.end),), quoted)
    return any(FIRST.search(page.text, start, end) for start, end in rest)


def _leave_directions(text: str, spans: Spans) -> Spans:
    """Without what the transcriber put in brackets: '[Laughter]', '(00:14)'; an insertion within a sentence stays."""
    cut = [m.span() for start, end in spans for m in STAGE.finditer(text, start, end)]
    cut += [m.span() for start, end in spans for m in BRACKETED.finditer(text, start, end)]
    whole = [span for span in spans if text[span[0]] in "([" and text[span[1] - 1 : span[1]] in (")", "]")]
    kept = take_out(take_out(spans, tuple(cut)), tuple(whole))
    return tuple(span for piece in kept for span in trim_all(text, (piece,)))


def _lay(page: Page, label: Label, spans: Spans, speaker: Speaker | None = None) -> Iterator[Laying]:
    if spans:
        speaker = speaker or read_speaker(label.words)
        yield Laying((label.colon,), (label.name,), spans, "speaker_label", "say", "neutral", 0.7, "c", speaker=speaker)


# ------------------------------------------------------------------ Q and A


def _find_answers(page: Page, blocks: Sequence[Block]) -> list[Laying]:
    """The answers of an interview printed as Q and A; none in a leaflet, whose answers are its own."""
    found: list[Label] = []
    for i, block in enumerate(blocks):
        match = ASKED.match(page.text, block.start, block.end)
        if match is not None:
            name, colon = ("bare", "bare") if match["bare"] else ("name", "colon")
            found.append(Label(match[name][0].upper(), match.span(name), match.span(colon), match.end(), i))
    answers = [label for label in found if label.words == "A"]
    if not answers or len(answers) == len(found) or is_about_questions(page, blocks):
        return []
    n_own = sum(bool(re.search(r"\b(?:I|I['’]\w+|my)\b", _own_words(page, blocks[x.at], x))) for x in answers)
    if n_own < OWN_SHARE * len(answers):
        return []
    known = find_interviewee(page, blocks[: found[0].at])
    speaker = known[0] if known is not None else Speaker("A", "person", is_named=False)
    turns = _take_turns(page, blocks, found)
    return [laying for label, spans in turns if label.words == "A" for laying in _lay(page, label, spans, speaker)]
