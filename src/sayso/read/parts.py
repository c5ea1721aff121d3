"""What a reference says of one work, and where its title and its sentences end."""

from __future__ import annotations

import dataclasses
import re

from sayso.read.imprints import SMALL

FINITE = re.compile(r"\b(?:was|were|is|are|has|had|have|did|does|said|says|would|could|will)\b")
TITLE_END = re.compile(r"(?<=[\w)\]”\"’])[.?!]\s+(?=[A-ZÀ-Þ\[(“\"]|\d|https?:|$)")
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|vs?|St|Dr|Mr|Mrs|Nos?|Vols?|U\.S|U\.K|Inc|Ltd|Gov|Gen|pp?|eds?|Art|Ch|fol|paras?|sec|figs?|"
    r"Tech|Rep|ca?|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """What a reference says of one work; null is untold. `body` stands in the author's place and is no person."""

    authors: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    year: str | None = None
    page: str | None = None
    url: str | None = None
    body: str | None = None


def place_body(parts: Parts) -> Parts:
    """A body in the author's place is the publisher where no other is told, else the author."""
    if parts.body is None:
        return parts
    if parts.publisher is None or parts.publisher.lower() in parts.body.lower() or parts.body.lower() in parts.publisher.lower():
        return dataclasses.replace(parts, publisher=parts.body)
    return dataclasses.replace(parts, authors=(parts.body,))


def split_stops(text: str) -> list[str]:
    """Parts of a reference between full stops that end something; those of abbreviations end nothing."""
    pieces, at = [], 0
    for match in TITLE_END.finditer(text):
        if not (ABBREVIATION.search(text[: match.start()]) and match.group()[0] == "."):
            pieces.append(text[at : match.start() + (match.group()[0] != ".")])
            at = match.end()
    return [*pieces, text[at:].rstrip(". ")]


def is_prose(text: str) -> bool:
    """Whether words are a remark rather than a reference: most are in lower case."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if word.lower() not in SMALL]
    if FINITE.search(text) and sum(word[0].islower() for word in words) >= len(words) / 2:
        return True
    return len(words) >= 4 and sum(word[0].islower() for word in words) > len(words) / 2
