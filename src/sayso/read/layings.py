"""What the finders give: one laying of a content to a source by a cue, in flow offsets."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sayso.schema import Spans
from sayso.text.spans import covers, length, overlap, to_spans

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from sayso.read.speakers import Speaker

TRIM = " \t\n,;:-–—"


@dataclasses.dataclass(frozen=True, slots=True)
class Sureness:
    """How likely a laying is right, calibrated: that there is one, its source, its content, all three."""

    cue: float
    source: float
    content: float
    whole: float


@dataclasses.dataclass(slots=True)
class Laying:
    """An attribution before it is written down; all spans are flow offsets.

    `source_head` is the token that heads the source's noun phrase, for finding out who it is; `speaker` says who it is
    where no phrase does: a label, a mail's head, a post's signature; `sure` is null for what rules found.
    """

    cue: Spans
    source: Spans
    content: Spans
    kind: str
    cue_class: str
    force: str
    score: float
    frame: str
    source_head: Token | None = None
    parent: Laying | None = None
    speaker: Speaker | None = None
    sure: Sureness | None = None

    @property
    def start(self) -> int:
        """First character of the cue."""
        return self.cue[0][0]

    def add_content(self, spans: Spans) -> None:
        """Take more words into the content, leaving the cue and the source out."""
        self.content = take_out(to_spans([*self.content, *spans]), (*self.cue, *self.source))


def take_out(spans: Spans, inner: Spans) -> Spans:
    """Take `inner` out of `spans`."""
    for b, e in inner:
        spans = to_spans(
            piece
            for start, end in spans
            for piece in ((start, min(end, b)), (max(start, e), end))
            if piece[0] < piece[1]
        )
    return spans


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Draw a span in from white space, commas and dashes at its ends."""
    while start < end and text[start] in TRIM:
        start += 1
    while start < end and text[end - 1] in TRIM:
        end -= 1
    return start, end


def trim_all(text: str, spans: Spans) -> Spans:
    """Trim each piece; pieces without a letter or digit go, pieces parted by white space only are one."""
    trimmed = (trim(text, start, end) for start, end in spans)
    joined: list[tuple[int, int]] = []
    for start, end in trimmed:
        if not any(char.isalnum() for char in text[start:end]):
            continue
        if joined and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return to_spans(joined)


def nest(layings: list[Laying]) -> None:
    """Give each laying the one whose content most narrowly holds its cue."""
    for laying in layings:
        around = [
            other
            for other in layings
            if other is not laying and covers(other.content, laying.cue) and not covers(laying.content, other.cue)
        ]
        laying.parent = min(around, key=_size, default=None)


def _size(laying: Laying) -> tuple[int, int]:
    return length(laying.content), laying.start


def overlaps(a: Spans, b: Spans) -> float:
    """Share of `a`'s characters that lie in `b`."""
    size = length(a)
    return overlap(a, b) / size if size else 0.0


def to_span(words: Words | Token, base: int) -> tuple[int, int]:
    """Flow offsets of a token or a slice of tokens."""
    if hasattr(words, "start_char"):
        return base + words.start_char, base + words.end_char
    return base + words.idx, base + words.idx + len(words)


def token_spans(tokens: Iterable[Token], base: int) -> Spans:
    """Flow spans of tokens; those that touch are one."""
    return to_spans(to_span(token, base) for token in tokens)
