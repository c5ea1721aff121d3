"""The reading model at work: a text goes in once, and out come attributions, negations, hedges, names and vague sourcing.

The weights are our own (`training/`), int8, run by onnxruntime; their card stands beside them.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sayso.models.heads import (
    LINKS,
    TAGS,
    Decoding,
    Floats,
    Span,
    distance,
    pick_cues,
    pick_roles,
    pick_spans,
    role_columns,
    softmax,
    tag_slices,
)
from sayso.models.pieces import Pieces, Window, find_pieces, make_windows
from sayso.models.wordpiece import WordPiece

Spans = tuple[tuple[int, int], ...]
Longs = npt.NDArray[np.int64]

BUDGET = 512  # pieces run at once: two windows; 4,096 took a fifth longer on one core, and 150 MB more
CUES_AT_ONCE = 32  # rows the linker runs at once


class Network(Protocol):
    """The two networks, however they are run; shapes as in training/network.py."""

    def read(self, ids: Longs, mask: Longs, kinds: Longs) -> tuple[Floats, Floats, Floats]:
        """Tag scores, queries and keys of padded windows."""
        ...

    def link(self, keys: Floats, cue: Floats, far: Longs, kind: Longs, mask: Longs) -> Floats:
        """Role scores of cues."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Linked:
    """One cue with its roles, in characters of the text.

    Scores are means of probabilities, not calibrated; `sure` holds what is, of an attribution, by part: cue, source, content,
    whole.
    """

    cue: tuple[int, int]
    roles: dict[str, Spans]
    score: float
    role_scores: dict[str, float]
    sure: dict[str, float]


@dataclasses.dataclass(frozen=True, slots=True)
class Marked:
    """One labelled span, in characters of the text."""

    start: int
    end: int
    label: str
    score: float


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """All that the model says of one text: by kind of link its cues, by tagging head its spans, in order."""

    links: dict[str, tuple[Linked, ...]]
    marks: dict[str, tuple[Marked, ...]]


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """Numbers beside the weights, chosen and fitted on articles held back from training (training/calibrate.py).

    `floors`: by kind of link, from which score a cue counts, none of a kind that isn't named; `heads`: whose marks are wanted;
    `calibration`: for cue, source, content and whole, weights of the log-odds of cue, source and content, and a constant.
    """

    floors: dict[str, float] = dataclasses.field(default_factory=lambda: {"attribution": 0.5, "negation": 0.5})
    decoding: Decoding = dataclasses.field(default_factory=Decoding)
    calibration: dict[str, tuple[float, ...]] = dataclasses.field(default_factory=dict)
    heads: tuple[str, ...] = ("hedge", "name", "vague")

    def calibrate(self, part: str, scores: Sequence[float]) -> float:
        """How likely a part of an attribution is right, given its scores for cue, source and content."""
        *weights, constant = self.calibration[part]
        sum_ = constant + sum(weight * log_odds(score) for weight, score in zip(weights, scores, strict=True))
        return 1.0 / (1.0 + math.exp(-sum_))


def log_odds(p: float) -> float:
    """Log-odds of a probability, kept within what single precision can tell."""
    p = min(max(p, 1e-4), 1.0 - 1e-4)
    return math.log(p / (1.0 - p))


def read_text(text: str, network: Network, words: WordPiece, settings: Settings) -> Reading:
    """Read one text of any length, in windows; what two windows both saw counts where it stands further from their edges."""
    pieces = find_pieces(text, words)
    windows = make_windows(pieces)
    links: dict[str, list[Linked]] = {link.name: [] for link in LINKS}
    marks: dict[str, list[Marked]] = {name: [] for name in settings.heads}
    for pack in _packs(windows):
        ids, mask, kinds = _pad(pieces, pack, words)
        tags, queries, keys = network.read(ids, mask, kinds)
        for row, window in enumerate(pack):
            size = window.last - window.first
            here = slice(1, size + 1)
            core = (window.core_first - window.first, window.core_last - window.first)
            view = _View(pieces, window, text)
            for name, found in _marks(tags[row, here], core, view, settings.heads):
                marks[name].append(found)
            asked = _ask(tags[row, here], core, settings)
            scores = _link(network, (queries[row, here], keys[row]), asked, mask[row])
            for (kind, cue, score), one in zip(asked, scores, strict=True):
                links[LINKS[kind].name].append(_to_linked(kind, cue, score, one[here], view, settings))
    return Reading(
        {name: tuple(sorted(found, key=lambda one: one.cue)) for name, found in links.items()},
        {name: tuple(sorted(found, key=lambda one: one.start)) for name, found in marks.items()},
    )


@dataclasses.dataclass(frozen=True)
class _View:
    """A window's pieces as characters of the text."""

    pieces: Pieces
    window: Window
    text: str

    def chars(self, span: Span) -> tuple[int, int]:
        """Characters of a span of the window's pieces."""
        first, last = self.window.first + span[0], self.window.first + span[1] - 1
        return int(self.pieces.starts[first]), int(self.pieces.ends[last])

    @functools.cached_property
    def words(self) -> npt.NDArray[np.int32]:
        """Number of the word of each piece, -1 for the end of a paragraph."""
        words = self.pieces.words[self.window.first : self.window.last].copy()
        breaks = self.pieces.breaks
        words[breaks[(breaks >= self.window.first) & (breaks < self.window.last)] - self.window.first] = -1
        return words


def _packs(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, at most BUDGET pieces padded."""
    pack: list[Window] = []
    for window in sorted(windows, key=lambda one: one.last - one.first):
        if pack and (window.last - window.first + 2) * (len(pack) + 1) > BUDGET:
            yield pack
            pack = []
        pack.append(window)
    if pack:
        yield pack


def _pad(pieces: Pieces, pack: Sequence[Window], words: WordPiece) -> tuple[Longs, Longs, Longs]:
    longest = max(window.last - window.first for window in pack) + 2
    ids, mask, kinds = (np.zeros((len(pack), longest), dtype=np.int64) for _ in range(3))
    for row, window in enumerate(pack):
        size = window.last - window.first
        ids[row, 0], ids[row, size + 1] = words.first, words.last
        ids[row, 1 : size + 1] = pieces.ids[window.first : window.last]
        kinds[row, 1 : size + 1] = pieces.kinds[window.first : window.last]
        mask[row, : size + 2] = 1
    return ids, mask, kinds


def _marks(tags: Floats, core: Span, view: _View, heads: Sequence[str]) -> Iterator[tuple[str, Marked]]:
    for tag in TAGS:
        if tag.name not in heads:
            continue
        for span, label, score in pick_spans(softmax(tags[:, tag_slices()[tag.name]]), tag.labels):
            if core[0] <= span[0] < core[1]:
                yield tag.name, Marked(*view.chars(span), label, score)


def _ask(tags: Floats, core: Span, settings: Settings) -> list[tuple[int, Span, float]]:
    """Cues that begin in a window's core, of every kind of link that has a floor: kind, pieces, score."""
    asked = []
    for kind, link in enumerate(LINKS):
        if link.name not in settings.floors:
            continue
        shares = softmax(tags[:, tag_slices()[link.cue]])
        for cue, score in pick_cues(shares, floor=settings.floors[link.name]):
            if core[0] <= cue[0] < core[1]:
                asked.append((kind, cue, score))
    return asked


def _link(
    network: Network, vectors: tuple[Floats, Floats], asked: Sequence[tuple[int, Span, float]], mask: Longs
) -> Iterator[Floats]:
    queries, keys = vectors
    n = len(keys)
    for at in range(0, len(asked), CUES_AT_ONCE):
        some = asked[at : at + CUES_AT_ONCE]
        cue = np.stack([queries[b:e].mean(0) for _, (b, e), _ in some])
        far = np.stack([distance(n, (b + 1, e + 1)) for _, (b, e), _ in some])
        kind = np.asarray([kind for kind, _, _ in some], dtype=np.int64)
        many = len(some)
        yield from network.link(
            np.broadcast_to(keys, (many, *keys.shape)), cue, far, kind, np.broadcast_to(mask, (many, n))
        )


def _to_linked(kind: int, cue: Span, score: float, scores: Floats, view: _View, settings: Settings) -> Linked:
    link = LINKS[kind]
    scores = scores[:, role_columns()[link.name]]
    found = pick_roles(link, scores, cue, view.words, settings.decoding)
    shares = softmax(scores)
    role_scores = {
        role: float(np.concatenate([shares[b:e, i] for b, e in spans]).mean()) if spans else float(1.0 - shares[:, i].max())
        for i, (role, spans) in enumerate(found.items(), start=1)
    }
    roles = {role: tuple(view.chars(span) for span in spans) for role, spans in found.items()}
    scores_of = (score, *role_scores.values())
    sure = {part: settings.calibrate(part, scores_of) for part in settings.calibration if link.name == "attribution"}
    return Linked(view.chars(cue), roles, score, role_scores, sure)
