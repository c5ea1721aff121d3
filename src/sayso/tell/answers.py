"""What can be answered to `sayso check`: keys, words, and what a file of answers may hold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from sayso.tell.samples import ATTRIBUTION

RIGHT, NONE, UNSURE, COUNTED = "right", "none", "unsure", "counted"
MOST_COUNTED = 9  # one key; a stretch of sixteen lines seldom holds ten statements


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its key, the word that is kept, and what to say of it on the screen."""

    key: str
    word: str
    label: str


FAULTS = (
    Choice("s", "source", "source wrong"),
    Choice("l", "long", "cut too long"),
    Choice("t", "short", "cut too short"),
    Choice("c", "content", "other words"),
    Choice("h", "stance", "how it is put"),
    Choice("p", "polarity", "yes or no"),
)
"""What can be wrong with an attribution; several may be."""

WHOLES = (
    Choice("r", RIGHT, "right"),
    Choice("n", NONE, "no attribution"),
    Choice("d", UNSURE, "can't tell"),
)
"""Answers that stand alone."""

_WORDS = {choice.key: choice.word for choice in (*FAULTS, *WHOLES)} | {c.word: c.word for c in (*FAULTS, *WHOLES)}
_ORDER = [choice.word for choice in (*FAULTS, *WHOLES)]
_ALONE = {choice.word for choice in WHOLES}
_WRONG_CUTS = frozenset(("long", "short", "content"))


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept; the numbers are null except where a stretch was counted."""

    words: tuple[str, ...]
    n_wrong: int | None = None
    n_missing: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it says anything."""
        return UNSURE not in self.words

    @property
    def is_laid(self) -> bool:
        """Whether anything is laid to anybody there at all."""
        return NONE not in self.words

    @property
    def has_source(self) -> bool:
        """Whether it is laid to the right one."""
        return self.is_laid and "source" not in self.words

    @property
    def has_content(self) -> bool:
        """Whether the right words are laid to somebody."""
        return self.is_laid and not _WRONG_CUTS.intersection(self.words)

    @property
    def is_right(self) -> bool:
        """Whether source and content are right, however it is put."""
        return self.has_source and self.has_content


def make_answer(words: Iterable[str]) -> Answer:
    """Make the answer to an attribution of keys or words.

    Raises:
        ValueError: with what is wrong, in words.
    """
    given = {word.strip().lower() for word in words}
    unknown = sorted(word for word in given if word not in _WORDS)
    if unknown or not given:
        raise ValueError(f"`{' '.join(unknown)}` is no answer; answers are {', '.join(_ORDER)}")
    found = {_WORDS[word] for word in given}
    if len(found) > 1 and found & _ALONE:
        raise ValueError(f"`{min(found & _ALONE)}` can't stand beside another answer")
    return Answer(tuple(sorted(found, key=_ORDER.index)))


def parse_answer(task: str, answer: str, *, wrong: str = "", n_marked: int = 0) -> Answer:
    """Read an answer as it stands in a file.

    Args:
        answer: of an attribution, keys or words with anything but letters between them; of a stretch, how many are missing.
        wrong: of a stretch, how many of those marked are wrong; none when empty.
        n_marked: of a stretch, how many are marked.
    Raises:
        ValueError: with what is wrong, in words.
    """
    words = re.findall(r"[^\W_]+", answer)
    if task == ATTRIBUTION:
        return make_answer(words)
    if [_WORDS.get(word.lower()) for word in words] == [UNSURE]:
        return Answer((UNSURE,))
    n_missing, n_wrong = _parse_count(answer, most=MOST_COUNTED), _parse_count(wrong or "0", most=n_marked)
    return Answer((COUNTED,), n_wrong, n_missing)


def _parse_count(given: str, *, most: int) -> int:
    told = re.sub(r"\.0+$", "", given.strip())  # a spreadsheet may write 2 as 2.0
    if not re.fullmatch(r"[0-9]{1,3}", told) or int(told) > most:
        raise ValueError(f"`{given.strip()}` is no number from 0 to {most}")
    return int(told)
