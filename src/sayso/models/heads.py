"""What the reading model answers for each piece of a text: the heads' names, and how scores become spans."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]  # pieces [first, last)

UNLIKELY = 0.02  # words before the first and after the last whose chance of a role is above this have none
REACH = 64  # pieces; a role further from its cue than this is placed as if this far


@dataclasses.dataclass(frozen=True, slots=True)
class Tag:
    """One tagging head: labels a piece may bear, "O" first; a label "B-x" begins what "I-x" goes on."""

    name: str
    labels: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """One kind of link: the tagging head that finds its cues, and the roles that pieces may have to a cue.

    `unbroken` are the roles that stand in one stretch: of PolNeAR's 18,360 sources nine do not.
    """

    name: str
    cue: str
    roles: tuple[str, ...]
    unbroken: tuple[str, ...] = ()


def _begin_inside(*labels: str) -> tuple[str, ...]:
    return ("O", *(f"{mark}-{label}" for label in labels for mark in "BI"))


NAMES = ("person", "organisation", "place", "work", "weapon", "vehicle", "other")
TAGS = (
    Tag("cue", _begin_inside("cue")),
    Tag("negation", _begin_inside("negation")),
    Tag("hedge", ("O", "epistemic", "doxastic", "investigation", "condition")),
    Tag("name", _begin_inside(*NAMES)),
    Tag("vague", ("O", "vague")),
    Tag("factivity", ("neutral", "factive", "counterfactive")),
)
LINKS = (Link("attribution", "cue", ("source", "content"), ("source",)), Link("negation", "negation", ("scope",)))


def tag_slices() -> dict[str, slice]:
    """Where each tagging head's labels stand in the model's tag scores."""
    found, at = {}, 0
    for tag in TAGS:
        found[tag.name] = slice(at, at + len(tag.labels))
        at += len(tag.labels)
    return found


def role_columns() -> dict[str, list[int]]:
    """Which of the linker's columns each kind of link reads: "none", then its roles."""
    found, at = {}, 1
    for link in LINKS:
        found[link.name] = [0, *range(at, at + len(link.roles))]
        at += len(link.roles)
    return found


def softmax(scores: Floats) -> Floats:
    """Scores to probabilities over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Floats = raised / raised.sum(-1, keepdims=True)
    return shares


def distance(n: int, cue: Span) -> npt.NDArray[np.int64]:
    """How far each of n pieces is from a cue, clipped to REACH and shifted to begin at 0; REACH on the cue itself."""
    at = np.arange(n)
    far = np.where(at < cue[0], at - cue[0], np.where(at >= cue[1], at - cue[1] + 1, 0))
    return np.clip(far, -REACH, REACH) + REACH


def pick_cues(shares: Floats, *, floor: float) -> list[tuple[Span, float]]:
    """Cues in one window.

    Args:
        shares: (pieces, 3), probabilities of no cue, its beginning, its inside.
        floor: a cue's mean probability over its pieces at the least.
    Returns:
        Spans in pieces with that mean, in order.
    """
    inside = 1.0 - shares[:, 0]
    found = []
    for first, last in _runs(inside >= min(floor, 0.5)):
        cuts = [first, *(i for i in range(first + 1, last) if shares[i, 1] > shares[i, 2]), last]
        for b, e in itertools.pairwise(cuts):
            score = float(inside[b:e].mean())
            if score >= floor:
                found.append(((b, e), score))
    return found


def pick_spans(shares: Floats, labels: Sequence[str]) -> Iterator[tuple[Span, str, float]]:
    """Labelled spans by the likeliest label of each piece: span, label without its mark, mean probability."""
    best = shares.argmax(1)
    names = [label.split("-")[-1] for label in labels]
    at = 0
    while at < len(best):
        if best[at] == 0:
            at += 1
            continue
        end = at + 1
        while end < len(best) and names[best[end]] == names[best[at]] and not labels[best[end]].startswith("B-"):
            end += 1
        columns = [i for i, name in enumerate(names) if name == names[best[at]]]
        yield (at, end), names[best[at]], float(shares[at:end, columns].sum(1).mean())
        at = end


@dataclasses.dataclass(frozen=True, slots=True)
class Decoding:
    """How role scores become spans; chosen on a slice of the training articles."""

    switch: float = 0.25  # log-odds that a change of role costs, so that single pieces don't flicker
    keep: float = 0.15  # a run of a role that holds less than this share of the role's largest run goes
    bridge: int = 2  # words; runs of one role no further apart are one


def pick_roles(
    link: Link, scores: Floats, cue: Span, words: npt.NDArray[np.int32], how: Decoding
) -> dict[str, list[Span]]:
    """The spans of each role for one cue, by the likeliest sequence of roles.

    Args:
        link: the kind of link.
        scores: (pieces, 1 + roles), "none" first.
        cue: its pieces, which can have no role.
        words: (pieces,), number of the word that each piece belongs to, -1 for the end of a paragraph: a word has one role,
            a paragraph's end has none and parts stretches.
        how: constants of decoding.
    Returns:
        For each role its spans in pieces, in order; an unbroken role has one at most.
    """
    shares = softmax(scores)
    shares[cue[0] : cue[1], 1:] = 0.0
    shares[words < 0, 1:] = 0.0
    starts = np.flatnonzero(np.diff(words, prepend=words[0] - 1))
    ends = np.append(starts[1:], len(words))
    likely = np.flatnonzero(np.maximum.reduceat(1.0 - shares[:, 0], starts) > UNLIKELY)
    if not len(likely):
        return {role: [] for role in link.roles}
    first, last = int(likely[0]), int(likely[-1]) + 1
    logs = np.add.reduceat(np.log(shares + 1e-9), starts, axis=0)[first:last]
    path = np.asarray(_best_path(logs.tolist(), how.switch))
    path[words[starts[first:last]] < 0] = -1
    found = {}
    for i, role in enumerate(link.roles, start=1):
        spans = [(int(starts[first + b]), int(ends[first + e - 1])) for b, e in _bridge(path, i, how.bridge)]
        mass = [float(shares[b:e, i].sum()) for b, e in spans]
        if role in link.unbroken and spans:
            found[role] = [spans[int(np.argmax(mass))]]
            continue
        floor = how.keep * max(mass, default=0.0)
        found[role] = [span for span, one in zip(spans, mass, strict=True) if one >= floor]
    return found


def _best_path(logs: list[list[float]], switch: float) -> list[int]:
    """Viterbi's path where staying is free and any change costs `switch`; plain lists, since arrays this small are slower."""
    came: list[list[int]] = []
    best = logs[0]
    for now in logs[1:]:
        top = max(range(len(best)), key=best.__getitem__)
        jump = best[top] - switch
        came.append([i if score >= jump else top for i, score in enumerate(best)])
        best = [max(score, jump) + log for score, log in zip(best, now, strict=True)]
    path = [max(range(len(best)), key=best.__getitem__)]
    for back in reversed(came):
        path.append(back[path[-1]])
    return path[::-1]


def _bridge(path: npt.NDArray[np.int64], role: int, bridge: int) -> list[Span]:
    """Runs of a role, those being one that no more than `bridge` words without any role part."""
    joined: list[Span] = []
    for b, e in _runs(path == role):
        if joined and b - joined[-1][1] <= bridge and not path[joined[-1][1] : b].any():
            joined[-1] = (joined[-1][0], e)
        else:
            joined.append((b, e))
    return joined


def _runs(flags: npt.NDArray[np.bool_]) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(b), int(e)) for b, e in zip(edges[::2], edges[1::2], strict=True)]
