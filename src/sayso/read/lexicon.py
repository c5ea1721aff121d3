"""The cue lexicon: which words lay something to someone, of what class, and where their content stands."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from importlib import resources
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Cue:
    """One sense of a cue word: its class, what it implies of its content, and the frames its content stands in."""

    cue_class: str
    force: str
    frames: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by lemma, for verbs, nouns, phrases and adverbs; `forces` holds those whose force is not their class's."""

    verbs: dict[str, tuple[Cue, ...]]
    nouns: dict[str, Cue]
    phrases: dict[str, str]
    adverbs: dict[str, str]
    forces: dict[str, str]

    def pick_verb(self, lemma: str, frame: str) -> Cue | None:
        """The first sense of a verb that has the frame; null when none has."""
        return next((cue for cue in self.verbs.get(lemma, ()) if frame in cue.frames), None)


@functools.cache
def load_lexicon() -> Lexicon:
    """Load `cues.toml`, which tells its form and how it was curated."""
    told = tomllib.loads(resources.files("sayso.read").joinpath("cues.toml").read_text(encoding="utf-8"))
    verbs: dict[str, tuple[Cue, ...]] = {}
    for cue_class, entry in told["verb"].items():
        for lemma, frames in _split_words(entry["words"]):
            cue = Cue(cue_class, entry["force"], frozenset((frames or entry["frames"]).split()))
            verbs[lemma] = (*verbs.get(lemma, ()), cue)
    nouns = {}
    for lemma, rest in _split_words(told["noun"]["words"]):
        cue_class, *noun_frames = rest.split()
        nouns[lemma] = Cue(cue_class, _force_of(told, cue_class), frozenset(noun_frames))
    forces = {lemma: force for force, lemmas in told["force"].items() for lemma in lemmas.split()}
    return Lexicon(
        verbs, nouns, dict(_split_words(told["phrase"]["words"])), dict(_split_words(told["adverb"]["words"])), forces
    )


def _force_of(told: dict[str, Any], cue_class: str) -> str:
    return str(told["verb"][cue_class]["force"])


def _split_words(words: str) -> list[tuple[str, str]]:
    entries = [entry.strip() for entry in words.replace("\n", " ").split(";")]
    return [
        (lemma.strip(), frames.strip()) for lemma, _, frames in (entry.partition(":") for entry in entries if entry)
    ]
