"""Examples to batches: windows cut, labelled piece by piece, packed by length."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from sayso.models.heads import LINKS, NAMES, TAGS, distance
from sayso.models.pieces import Pieces, Window, find_pieces, make_windows
from sayso.models.wordpiece import WordPiece
from training.examples import Example
from training.sets.labels import TEACHES, UNSURE

IGNORED = -100  # torch's mark for a place without a label
UNQUOTED = frozenset('“”"„«»,')


@dataclasses.dataclass(frozen=True, slots=True)
class Cue:
    """One cue of a window: kind of link, its pieces, and each piece's role."""

    kind: int
    span: tuple[int, int]
    roles: npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True, slots=True)
class Labelled:
    """One window with its labels: `tags` by head, (pieces,), for the heads that its set labels; `set` is where it is from."""

    set: str

    ids: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    tags: dict[str, npt.NDArray[np.int64]]
    cues: tuple[Cue, ...]


class Labeller:
    """Cuts examples into labelled windows, each time elsewhere when given chance."""

    def __init__(self, words: WordPiece, *, longest: int) -> None:
        self.words, self.longest = words, longest
        self.marks = {words.split_word(mark)[0] for mark in UNQUOTED}
        self._pieces: dict[str, Pieces] = {}

    def label(
        self, example: Example, chance: random.Random | None, *, no_case: float, no_marks: float
    ) -> list[Labelled]:
        """Label an example's windows.

        Args:
            chance: for the place of the first cut and for noise; null cuts as at reading time and adds none.
            no_case, no_marks: shares of windows that lose letter case, and quotation marks and commas.
        """
        key = f"{example.set}/{example.id}"
        if key not in self._pieces:
            self._pieces[key] = find_pieces(example.text, self.words)
        pieces = self._pieces[key]
        first = chance.randint(self.longest // 3, self.longest) if chance else None
        found = [_label(example, pieces, window) for window in make_windows(pieces, longest=self.longest, first=first)]
        if chance is None:
            return found
        return [self._roughen(one, chance, no_case=no_case, no_marks=no_marks) for one in found]

    def _roughen(self, one: Labelled, chance: random.Random, *, no_case: float, no_marks: float) -> Labelled:
        if chance.random() < no_case:
            shape = chance.choice((0, 2))  # all small, all capitals
            one = dataclasses.replace(one, kinds=np.where(one.kinds < 8, shape * 2 + one.kinds % 2, one.kinds))
        if chance.random() < no_marks:
            one = _drop(one, np.isin(one.ids, list(self.marks)))
        return one


def _label(example: Example, pieces: Pieces, window: Window) -> Labelled:
    cut = slice(window.first, window.last)
    starts, ends = pieces.starts[cut], pieces.ends[cut]

    def touched(start: int, end: int) -> npt.NDArray[np.int64]:
        return np.flatnonzero((starts < end) & (ends > start))

    tags: dict[str, npt.NDArray[np.int64]] = {}
    for tag in TAGS:
        if tag.name in example.spans or tag.name in example.cue_classes:
            spans = example.spans.get(tag.name) or example.cue_classes.get(tag.name) or ()
            blank = IGNORED if tag.name in example.cue_classes else 0
            tags[tag.name] = np.full(len(starts), blank, dtype=np.int64)
            for start, end, label in spans:
                _mark(tags[tag.name], touched(start, end), tag.labels, label)
    for start, end, _ in example.spans.get(UNSURE, ()):
        tags["name"][touched(start, end)] = IGNORED
    cues: list[Cue] = []
    for kind, link in enumerate(LINKS):
        if link.name not in example.links:
            continue
        tags[link.cue] = np.zeros(len(starts), dtype=np.int64)
        for found in example.links[link.name]:
            cue = np.concatenate([touched(*span) for span in found.cue])
            if not len(cue):
                continue
            _mark(tags[link.cue], cue, ("O", "B-x", "I-x"), "x")
            roles = np.zeros(len(starts), dtype=np.int64)
            for role, name in enumerate(link.roles, start=1):
                for span in found.roles.get(name, ()):
                    roles[touched(*span)] = role
            roles[cue] = 0
            cues.append(Cue(kind, (int(cue[0]), int(cue[-1]) + 1), roles))
    return Labelled(example.set, pieces.ids[cut], pieces.kinds[cut], tags, tuple(cues))


def _mark(into: npt.NDArray[np.int64], places: npt.NDArray[np.int64], labels: Sequence[str], label: str) -> None:
    if not len(places):
        return
    inside = labels.index(f"I-{label}" if f"I-{label}" in labels else label)
    into[places] = inside
    if f"B-{label}" in labels:
        into[places[0]] = labels.index(f"B-{label}")


def _drop(one: Labelled, gone: npt.NDArray[np.bool_]) -> Labelled:
    """Take pieces out of a window; its labels move up, and nothing is known to stand in quotation marks."""
    stay = ~gone
    moved = np.concatenate(([0], np.cumsum(stay)))
    if not stay.any():
        return one
    cues = tuple(
        Cue(cue.kind, (int(moved[cue.span[0]]), int(moved[cue.span[1]])), cue.roles[stay])
        for cue in one.cues
        if moved[cue.span[0]] < moved[cue.span[1]]
    )
    tags = {name: labels[stay] for name, labels in one.tags.items()}
    return Labelled(one.set, one.ids[stay], one.kinds[stay] // 2 * 2, tags, cues)


@dataclasses.dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length, borders added; arrays as the network takes them.

    `ids`, `kinds`, `mask`: (windows, pieces); `tags` by head: (windows, pieces), IGNORED where unlabelled;
    `blurred`: (windows, labels of names), the labels that an unmarked word of the window's set may bear all the same;
    `cue_window`, `cue_kind`: (cues,); `cue_span`: (cues, 2); `far`, `roles`: (cues, pieces).
    """

    ids: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    tags: dict[str, npt.NDArray[np.int64]]
    blurred: npt.NDArray[np.bool_]
    cue_window: npt.NDArray[np.int64]
    cue_kind: npt.NDArray[np.int64]
    cue_span: npt.NDArray[np.int64]
    far: npt.NDArray[np.int64]
    roles: npt.NDArray[np.int64]


def make_batches(windows: list[Labelled], chance: random.Random, *, budget: int) -> Iterator[Batch]:
    """Pack windows of like length into batches of about `budget` pieces, in chance order."""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids) + chance.random() * 24)
    packs: list[list[Labelled]] = [[]]
    for i in order:
        longest = max(len(one.ids) for one in [*packs[-1], windows[i]]) + 2
        if packs[-1] and longest * (len(packs[-1]) + 1) > budget:
            packs.append([])
        packs[-1].append(windows[i])
    chance.shuffle(packs)
    for pack in packs:
        yield pad(pack)


def pad(pack: Sequence[Labelled], *, first: int = 101, last: int = 102) -> Batch:
    """Put windows side by side with their borders (BERT's [CLS] and [SEP])."""
    n = max(len(one.ids) for one in pack) + 2
    ids, kinds, mask = (np.zeros((len(pack), n), dtype=np.int64) for _ in range(3))
    tags = {tag.name: np.full((len(pack), n), IGNORED, dtype=np.int64) for tag in TAGS}
    cues = [(row, cue) for row, one in enumerate(pack) for cue in one.cues]
    far, roles = np.zeros((len(cues), n), dtype=np.int64), np.full((len(cues), n), IGNORED, dtype=np.int64)
    for row, one in enumerate(pack):
        size = len(one.ids)
        ids[row, 0], ids[row, 1 : size + 1], ids[row, size + 1] = first, one.ids, last
        kinds[row, 1 : size + 1], mask[row, : size + 2] = one.kinds, 1
        for name, labels in one.tags.items():
            tags[name][row, 1 : size + 1] = labels
    for i, (row, cue) in enumerate(cues):
        far[i] = distance(n, (cue.span[0] + 1, cue.span[1] + 1))
        roles[i, 1 : len(pack[row].ids) + 1] = cue.roles
        roles[i, cue.span[0] + 1 : cue.span[1] + 1] = IGNORED
    return Batch(
        ids,
        kinds,
        mask,
        tags,
        np.stack([_find_blurred(one.set) for one in pack]),
        np.asarray([row for row, _ in cues], dtype=np.int64),
        np.asarray([cue.kind for _, cue in cues], dtype=np.int64),
        np.asarray([(cue.span[0] + 1, cue.span[1] + 1) for _, cue in cues], dtype=np.int64).reshape(-1, 2),
        far,
        roles,
    )


def _find_blurred(name: str) -> npt.NDArray[np.bool_]:
    labels = next(tag.labels for tag in TAGS if tag.name == "name")
    known = TEACHES.get(name, frozenset(NAMES))
    return np.asarray([label == "O" or label[2:] not in known for label in labels])
