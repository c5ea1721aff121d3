"""Who a label, a mail's head or a post's signature names: a name set apart from any sentence."""

from __future__ import annotations

import dataclasses
import re

from sayso.read.describe import clean_name, load_words

LONGEST_SHORT = 4  # letters; a name in capitals of so few is an acronym and stays as it is
FILLERS = frozenset(["", "the", "vice", "acting", "first", "second"])
BODIES = frozenset(
    "agency association board bureau club committee company council daily department desk group inc institute list ltd "
    "ministry network news office party police press secretariat service station support team times union university".split()
)
OFFICES = frozenset(
    "anchor announcer answer attorney audience caller chair chairman chairperson chairwoman clerk correspondent counsel court "
    "expert female guest host interviewee interviewer journalist juror male man member moderator narrator operator panelist "
    "panellist participant presenter president prosecutor question questioner reporter respondent secretary speaker student "
    "translator unidentified unknown voice witness woman".split()
)


@dataclasses.dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: what to call it, its kind as in `referents.kind`, whether that is a proper name."""

    name: str
    kind: str
    is_named: bool


def read_speaker(words: str) -> Speaker:
    """Read the name in a label: 'MS. QUILL' is Quill, 'THE COURT' an office, 'SPEAKER 2' somebody without a name."""
    words = " ".join(words.split())
    if words.startswith("@"):
        return Speaker(words, "person", is_named=True)
    shown = words.title().replace("’S", "’s").replace("'S", "'s") if _is_shouted(words) else words
    if is_office(words):
        return Speaker(re.sub(r"^The\s+", "", shown), "official" if _is_official(words) else "person", is_named=False)
    name = clean_name(shown)
    is_body = bool(BODIES & set(name.lower().split())) or (name.isupper() and " " not in name)
    return Speaker(name, "organisation" if is_body else "person", is_named=True)


def is_office(words: str) -> bool:
    """Whether every word of a label names an office or a part in the talk: 'THE COURT', 'Deputy Mayor', 'SPEAKER 1'."""
    named = [word for word in re.split(r"[\s#.]+", words.lower()) if word not in FILLERS and not word.isdigit()]
    told = load_words()
    return bool(named) and all(word in OFFICES or word in told["official"] or word in told["person"] for word in named)


def _is_official(words: str) -> bool:
    return bool({"court", "president", "chairman", *load_words()["official"]} & set(words.lower().split()))


def _is_shouted(words: str) -> bool:
    bare = re.sub(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|Gen|Col|Lt|Capt|Sgt|The)\.?\s+", "", words)
    return bare.isupper() and (len(bare) > LONGEST_SHORT or " " in bare or words != bare)
