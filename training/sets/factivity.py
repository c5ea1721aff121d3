"""What a word such as "knew", "claimed" or "forgot" implies of the clause that hangs on it: MegaVeridicality.

Source: White and Rawlins (2018), "The role of veridicality and factivity in clause selection"; White, Rudinger, Rawlins and
Van Durme (2018), "Lexicosyntactic inference in neural models"; recast as yes / no pairs by Poliak et al. (2018), "Collecting
diverse natural language inference problems" (DNC), which is the form read here. Licence: MIT (in its metadata).

Each sentence frame ("someone didn't know that a particular thing happened") comes with three hypotheses: it happened, it
didn't, it might or might not have. Exactly one is marked as entailed, and that is the label of the frame's verb:
"factive" (it happened), "counterfactive" (it didn't), "neutral". The annotators' answers aren't in this form of the set, so
there is no mean to set a threshold on; the thresholds are the recasting's. `VALUES` gives the labels as numbers.

The label is of the verb in its sentence, negation and voice included: "forgot to" is counterfactive, "didn't forget to"
factive. So it isn't factivity in the narrow sense (what stays implied under "not"), which needs both polarities of a verb:
`read_frame` gives them. The set asks what a naive reader takes to be so: "said that" with nothing else known counts as
factive in it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.examples import Example
from training.sets.archives import DamagedSet, read_members
from training.sets.joining import cover, join_tokens
from training.sets.labels import Labelled

ARCHIVE = "veridicality-mega.tar.xz"
MEMBERS = {part: f"DNC/{part}/recast_megaveridicality_data.json" for part in ("train", "dev")}
VALUES = {"factive": 1.0, "neutral": 0.0, "counterfactive": -1.0}
FRAME = re.compile(
    r"(?P<who>someone|a particular person) (?:(?P<be>was|were) )?(?:(?P<do>did) )?(?P<no>n't )?(?P<verb>.+?) "
    r"(?P<clause>that a particular thing happened|for a particular thing to \w+"
    r"|(?:a particular person )?to (?:do|have) a particular thing) \."
)
IRREGULAR = dict(
    pair.split("/")
    for pair in (  # noqa: SIM905, a list of 60 quoted pairs is harder to read
        "knew/know known/know thought/think said/say told/tell felt/feel found/find heard/hear saw/see seen/see read/read "
        "met/meet led/lead misled/mislead made/make meant/mean got/get went/go gone/go took/take taken/take began/begin "
        "came/come chose/choose chosen/choose drawn/draw bought/buy borne/bear forbade/forbid forbidden/forbid "
        "foresaw/foresee foreseen/foresee foretold/foretell forgave/forgive forgiven/forgive forgot/forget "
        "forgotten/forget fought/fight overheard/overhear pled/plead dreamt/dream learnt/learn sent/send shown/show "
        "proven/prove sought/seek stood/stand understood/understand undertook/undertake upheld/uphold sung/sing "
        "swore/swear sworn/swear taught/teach wept/weep wrote/write written/write curst/curse overwhelmed/overwhelm"
    ).split()
)
"""Past forms that don't begin as their verb does."""


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """A sentence frame: its verb's characters, a stem that all forms of the verb share, and whether it is negated."""

    verb: tuple[int, int]
    stem: str
    is_negated: bool


def read_factivity(folder: Path) -> list[Example]:
    """Read the frames: one example each, its verb labelled in `cue_classes["factivity"]`.

    All frames of a verb have one document in their ids, so that a split never tests a verb that was learnt.

    Raises:
        MissingSet, DamagedSet: the archive isn't there, or isn't in its form.
    """
    archive = folder / ARCHIVE
    examples: list[Example] = []
    for part, text in zip(MEMBERS, read_members(archive, tuple(MEMBERS.values())), strict=True):
        try:
            labels = _find_labels(json.loads(text))
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedSet(f"{MEMBERS[part]} isn't in its form: {error!r}", where=str(archive)) from error
        for n, (sentence, label) in enumerate(labels.items()):
            tidy, frame = read_frame(sentence)
            if frame is None or label is None:
                raise DamagedSet(f"a frame without its verb or its one label: {sentence!r}", where=str(archive))
            classes: dict[str, Labelled] = {"factivity": ((*frame.verb, label),)}
            examples.append(Example(f"mega/{part}/{frame.stem}#{n}", "mega", tidy, {}, {}, classes))
    return examples


def read_frame(sentence: str) -> tuple[str, Frame | None]:
    """Put a tokenised frame together, as a sentence, and find its verb.

    A verb of two words ("figured out") is one span. None where the sentence isn't a frame.
    """
    tokens = sentence.split()
    text, places = join_tokens(tokens)
    text = text[:1].upper() + text[1:]
    match = FRAME.fullmatch(sentence)
    if match is None:
        return text, None
    first = len(sentence[: match.start("verb")].split())
    words = match["verb"].split()
    ((start, end),) = cover(places, range(first, first + len(words)))
    return text, Frame((start, end), find_stem(words[0]), is_negated=match["no"] is not None)


def find_stem(word: str) -> str:
    """What the forms of a verb have in common: "promise", "promised" and "promises" give one stem."""
    word = IRREGULAR.get(word, word)
    word = re.sub(r"(?:ied|y)$", "i", word)
    word = re.sub(r"(?:ed|e)$", "", word)
    return re.sub(r"(?:(.)\1|(?<=n)i)$", r"\1", word)


def _find_labels(pairs: Iterable[dict[str, Any]]) -> dict[str, str | None]:
    """For each frame, what the one entailed hypothesis makes of it; null where none or several are."""
    entailed: dict[str, list[str]] = {}
    for pair in pairs:
        said = entailed.setdefault(pair["context"], [])
        if pair["label"] == "entailed":
            said.append(_name_hypothesis(pair["hypothesis"]))
    return {context: said[0] if len(said) == 1 else None for context, said in entailed.items()}


def _name_hypothesis(hypothesis: str) -> str:
    if " might or might not " in hypothesis:
        return "neutral"
    return "counterfactive" if "didn't" in hypothesis or "did n't" in hypothesis else "factive"
