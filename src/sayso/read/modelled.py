"""Attributions as the trained model sees them: who, by which words, what, to any depth, in flow offsets."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Callable, Sequence

from sayso.models.reading import Linked, Reading
from sayso.read.layings import Sureness
from sayso.schema import Spans
from sayso.text.spans import length, to_spans

DEEPEST = 5  # times that contents are read again; real chains in one sentence are three long at the most
SHORTEST = 20  # characters of a content that may hold another attribution
JOINT = " "


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """One attribution of the model: flow spans, its score for the cue, how sure it is of the parts, and how deep it stands."""

    cue: Spans
    source: Spans
    content: Spans
    score: float
    sure: Sureness
    depth: int


def find_seen(text: str, read: Callable[[str], Reading], is_worth: Callable[[Spans], bool]) -> list[Seen]:
    """Find a text's attributions: its own, then those within their contents, read again as a text of their own.

    Args:
        text: with offsets of the flow.
        read: reads a text.
        is_worth: whether a content may hold another attribution, so that it is read again.
    """
    seen = [_to_seen(link, lambda start, end: ((start, end),), 0) for link in read(text).links["attribution"]]
    last = seen
    for depth in range(1, DEEPEST + 1):
        contents = [one.content for one in last if length(one.content) >= SHORTEST and is_worth(one.content)]
        if not contents:
            break
        excerpt = _Excerpt(text, _outermost(contents))
        last = [_to_seen(link, excerpt.to_flow, depth) for link in read(excerpt.text).links["attribution"]]
        last = [one for one in last if one.content]
        seen.extend(last)
    return seen


def _to_seen(link: Linked, place: Callable[[int, int], Spans], depth: int) -> Seen:
    source, content = (
        to_spans(piece for start, end in link.roles[role] for piece in place(start, end))
        for role in ("source", "content")
    )
    return Seen(place(*link.cue), source, content, link.score, Sureness(**link.sure), depth)


class _Excerpt:
    """Contents put under each other as paragraphs of one text, with the way back to the flow."""

    def __init__(self, flow: str, contents: Sequence[Spans]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._spans: list[tuple[int, int]] = []
        at = 0
        for content in contents:
            for i, (start, end) in enumerate(content):
                joint = "" if not parts else JOINT if i else "\n"
                part = " ".join(flow[start:end].split("\n"))
                parts.extend((joint, part))
                at += len(joint)
                self._starts.append(at)
                self._spans.append((start, end))
                at += len(part)
        self.text = "".join(parts)

    def to_flow(self, start: int, end: int) -> Spans:
        """Flow spans of a span of the excerpt."""
        found = []
        for i in range(max(bisect.bisect_right(self._starts, start) - 1, 0), len(self._starts)):
            at, (first, last) = self._starts[i], self._spans[i]
            if at >= end:
                break
            b, e = max(first, first + start - at), min(last, first + end - at)
            if b < e:
                found.append((b, e))
        return to_spans(found)


def _outermost(contents: Sequence[Spans]) -> list[Spans]:
    """Contents in order, each once, without those that another holds whole."""
    kept: list[Spans] = []
    for content in sorted(set(contents), key=lambda spans: (spans[0][0], -spans[-1][1])):
        if not kept or content[-1][1] > kept[-1][-1][1]:
            kept.append(content)
    return kept
