"""Words by which one text gives another the credit: 'via', 'h/t', 'first reported by', '(Agency)' in a dateline."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

HEAD = 700  # characters at the top where a dateline or a byline stands
TAIL = 400  # characters at the end where a credit line stands
MIN_INITIALS = 3  # letters; two stand for too many things

_NAME = r"(?P<name>(?:the )?[A-Z][\w.&'’-]*(?: (?:of|and|the|for|&|[A-Z][\w.&'’-]*)){0,5})"
_WHOLE = (  # of a whole text
    # RIVERTON, June 24 (Agency) - ; not ANCHOR (Rowan Tse): of a transcript
    re.compile(r"^[^\n(]{0,60}\((?P<name>[A-Z][\w.&'’ -]{1,40})\) ?(?:[-–—]|\n)", re.M),
    re.compile(
        r"^[ \t]*\(?(?i:via|source:|originally published (?:by|in)|by arrangement with|©|credit:|h/t|hat[- ]tip)(?: to)?:? ?"
        rf"{_NAME}\)?\.?[ \t]*$", re.M,
    ),
    re.compile(rf"^[^\n]{{0,40}}\b[Bb]y (?:[A-Z][\w.'’-]+ ){{1,3}}(?:,|of|for|/) ?{_NAME}[ \t]*$", re.M),
)
_HERE = (  # of the sentence
    re.compile(rf"(?:\b(?i:h/t|hat tip)(?: to)?|\(via) {_NAME}"),  # not "the ferry goes via Orrel"
    re.compile(rf"\b(?:as )?(?:first|originally) (?:reported|published|revealed|disclosed) (?:by|in|on) {_NAME}"),
    re.compile(rf"{_NAME},? (?:which |who )?(?:first|originally) (?:reported|published|revealed|disclosed|broke)\b"),
)
_HINTS = ("h/t", "hat tip", "via ", "first ", "originally ")
_LAYS_BEFORE = "|".join((
    "according to", "via", "h/t", "hat tip to", "told", "citing", "quoting", "reported (?:by|in)", "reports? (?:by|in|from)",
    "revealed (?:by|in)", "published (?:by|in)", "source:", "copyright", "courtesy of", "seen by", "obtained by",
    "written (?:for|in)", "said in", "interview with",
))
_LAYS_BEHIND = "|".join((
    "says?", "said", "reports?", "reported", "writes?", "wrote", "quotes?", "quoted", "reveal(?:s|ed)", "claim(?:s|ed)",
    "publish(?:es|ed)", "learn(?:s|ed|t)", "story", "article", "account", "investigation", "front page",
))

@dataclasses.dataclass(frozen=True, slots=True)
class Credit:
    """That a text, or the sentence around, gives someone the credit.

    Attributes:
        name: who is named.
        start: first character of the words that say so.
        end: past the last.
        is_whole: whether the whole text is credited, as by a dateline; else the sentence only.
    """

    name: str
    start: int
    end: int
    is_whole: bool


def find_credits(text: str) -> Iterator[Credit]:
    """Every credit that a text gives, those of the whole text first."""
    lines: list[tuple[int, int]] = []
    for pattern in _WHOLE:
        for start, end in _find_ends(text):
            for match in pattern.finditer(text, start, end):
                lines.append(match.span())
                yield Credit(_trim(match["name"]), match.start(), match.end(), is_whole=True)
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return
    for pattern in _HERE:
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in lines):
                yield Credit(_trim(match["name"]), match.start(), match.end(), is_whole=False)


def _find_ends(text: str) -> list[tuple[int, int]]:
    """The top and the end of a text, from and to a line break; the whole of a short one."""
    if len(text) <= HEAD + TAIL:
        return [(0, len(text))]
    top, end = text.find("\n", HEAD), text.rfind("\n", 0, len(text) - TAIL) + 1
    return [(0, top), (end, len(text))] if 0 <= top < end else [(0, HEAD), (len(text) - TAIL, len(text))]


def _trim(name: str) -> str:
    return re.sub(r"^the |(?: (?:of|and|the|for|&))+$", "", " ".join(name.split()), flags=re.I).strip(" .,'’-")


def is_name_of(name: str, *others: str) -> bool:
    """Whether a credit's name is one of these names, or the initials of one."""
    plain = _plain(name)
    for other in others:
        words = [word for word in re.findall(r"\w+", other) if word[0].isupper() and word.lower() != "the"]
        initials = "".join(word[0] for word in words)
        if plain and plain == _plain(other):
            return True
        if len(initials) >= MIN_INITIALS and name.replace(".", "") == initials:
            return True
    return False


def _plain(name: str) -> str:
    return re.sub(r"^the |[^\w ]", "", name.lower()).strip()


def names_as_source(text: str, name: str) -> bool:
    """Whether a text lays anything to a publisher: 'told the Post', 'the Post reports', '(Post)', 'via Post'."""
    for called in (name, *_to_initials(name)):
        it = re.escape(called)
        before = rf"\b(?:{_LAYS_BEFORE}) (?:the )?{it}(?!\w)|[(©] ?{it}[,)]"
        behind = rf"(?<!\w){it}(?:['’]s)?,? (?:has |had |also |first |later |which )*(?:{_LAYS_BEHIND})\b"
        if re.search(f"{before}|{behind}", text, re.I if called == name else 0):
            return True
    return False


def _to_initials(name: str) -> tuple[str, ...]:
    initials = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper() and word.lower() != "the")
    return (initials,) if len(initials) >= MIN_INITIALS else ()
