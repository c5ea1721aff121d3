"""Who a label, a mail's head or a post's signature names: a name set apart from any sentence."""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from importlib import resources

from sayso.read.describe import clean_name, load_words

LONGEST_SHORT = 4  # letters; a name in capitals of so few is an acronym and stays as it is
FILLERS = frozenset(["", "the", "vice", "acting", "first", "second"])


@dataclasses.dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: what to call it, its kind as in `referents.kind`, whether that is a proper name."""

    name: str
    kind: str
    is_named: bool


@functools.cache
def load_labels() -> dict[str, frozenset[str]]:
    """Word lists of `labels.toml`: parts in a talk, bodies, words that no speaker goes by."""
    told = tomllib.loads(resources.files("sayso.read").joinpath("labels.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(words.split()) for kind, words in told.items()}


def read_speaker(words: str) -> Speaker:
    """Read the name in a label: 'MS. QUILL' is Quill, 'THE COURT' an office, 'SPEAKER 2' somebody without a name."""
    words = " ".join(words.split())
    if words.startswith("@"):
        return Speaker(words, "person", is_named=True)
    shown = words.title().replace("’S", "’s").replace("'S", "'s") if _is_shouted(words) else words
    if is_office(words):
        return Speaker(re.sub(r"^The\s+", "", shown), "official" if _is_official(words) else "person", is_named=False)
    name = _drop_office(clean_name(shown))
    is_body = bool(load_labels()["body"] & set(name.lower().split())) or (name.isupper() and " " not in name)
    return Speaker(name, "organisation" if is_body else "person", is_named=True)


def is_office(words: str) -> bool:
    """Whether every word of a label names an office or a part in the talk: 'THE COURT', 'Deputy Mayor', 'SPEAKER 1'."""
    named = [word for word in re.split(r"[\s#.]+", words.lower()) if word not in FILLERS and not word.isdigit()]
    told = load_words()
    known = load_labels()["office"] | told["official"] | told["person"]
    return bool(named) and known.issuperset(named)


def _drop_office(name: str) -> str:
    """'Chairman Olsen' is Olsen."""
    words, offices = name.split(), load_words()["official"] | load_labels()["office"]
    while len(words) > 1 and words[0].lower() in offices:
        words = words[1:]
    return " ".join(words)


def _is_official(words: str) -> bool:
    return bool({"court", "president", "chairman", *load_words()["official"]} & set(words.lower().split()))


def _is_shouted(words: str) -> bool:
    bare = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|Gen|Col|Lt|Capt|Sgt|The)\.?\s+", "", words)
    return bare.isupper() and (len(bare) > LONGEST_SHORT or " " in bare or words != bare)
