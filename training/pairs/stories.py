"""Invented stories, each with propositions told many ways: pairs of tellings are one, pairs across propositions aren't.

`stories/*.txt`, written for this training: `## story N: what`, `# pN: a proposition`, then its tellings, `+` that it is so, `-`
that it isn't, `~` hedged or asked; `!` a statement of the story that belongs to none of its propositions. A language model wrote
them to a brief that asked for tellings as unlike, and neighbours as like, as journalists make them.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from training.pairs.examples import Pair

FOLDER = Path(__file__).with_name("stories")
STRAYS = 2.0  # pairs across propositions for each pair of one: in a case, neighbours that aren't one outnumber those that are
APART = frozenset({"other", "clash"})


@dataclasses.dataclass(slots=True)
class Story:
    """One story: tellings by proposition, each with its mark, and what belongs to none."""

    key: str
    propositions: list[list[tuple[str, str]]]
    strays: list[str]


def read_stories(folder: Path = FOLDER) -> Iterator[Story]:
    """Every story of every file.

    Raises:
        ValueError: a line that is none of the above, with its place.
    """
    for path in sorted(folder.glob("*.txt")):
        story: Story | None = None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            mark, _, text = line.strip().partition(" ")
            if mark == "##":
                if story:
                    yield story
                story = Story(f"{path.stem} {number}", [], [])
            elif mark == "#" and story:
                story.propositions.append([("+", text.partition(":")[2].strip())])
            elif mark in ("+", "-", "~") and story and story.propositions:
                story.propositions[-1].append((mark, text.strip()))
            elif mark == "!" and story:
                story.strays.append(text.strip())
            elif mark:
                raise ValueError(f"{path}, line {number}: neither a story, a proposition nor a telling: {line[:60]!r}")
        if story:
            yield story


def make_pairs(stories: Iterator[Story], chance: random.Random) -> Iterator[Pair]:
    """Pairs of each story, those of one proposition all, the others as many as STRAYS says."""
    for story in stories:
        tellings = [(n, text) for n, some in enumerate(story.propositions) for _, text in some]
        tellings += [(-1 - n, text) for n, text in enumerate(story.strays)]
        n_same = 0
        for some in story.propositions:
            for (mark, a), (other, b) in itertools.combinations(some, 2):
                n_same += 1
                is_denied = "-" in (mark, other) and mark != other and "~" not in (mark, other)
                yield Pair("stories", f"{story.key}/{n_same}", a, b, frozenset({"same"}), "contradiction" if is_denied else None)
        across = [(a, b) for (n, a), (m, b) in itertools.combinations(tellings, 2) if n != m]
        for n, (a, b) in enumerate(chance.sample(across, min(len(across), round(STRAYS * n_same)))):
            yield Pair("stories", f"{story.key}/x{n}", a, b, APART)
