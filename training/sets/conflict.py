"""Names in reports on the war in Syria and Iraq: re3d, with weapons and vehicles.

Source: Relationship and Entity Extraction Evaluation Dataset, Dstl with Aleph Insights and Committed Software (2017).
Licence: per publisher: Open Government Licence 3.0 (UK Government), public domain (CENTCOM, US State Department), CC BY-SA 3.0
(Wikipedia), CC BY 3.0 AU (Australia), the European Union's legal notice (its delegation to Syria). The BBC part is CC BY-NC 3.0
and is left out, so that the trained model binds nobody to non-commercial use.

re3d marks mentions, not names: pronouns, "the army", "key bridges crossing the river Tigris". Kept are, of mentions that the
annotators were sure of (confidence 0.5 and more):

- Person, Organisation, Location -> person, organisation, place; DocumentReference -> work; Nationality -> other: where all its
  words bear capitals, bar the small ones that names hold ("of", "al"). Articles are cut off; ranks and roles too ("U.S. Army
  General Joseph Votel" is "Joseph Votel"). A role alone ("the Foreign Secretary") is no name.
- Weapon -> weapon; MilitaryPlatform, Vehicle -> vehicle: as they are, without the article, because weapons and vehicles seldom
  bear names: "a mortar", "armored vehicles" count.

Capitalised words in all other mentions, sure or not, are marked unsure. Of two that overlap the longer one is kept.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.examples import Example
from training.sets.archives import DamagedSet, read_all
from training.sets.labels import UNSURE

ARCHIVE = "ner-re3d.tar.xz"
LEFT_OUT = "BBC Online"
TYPES = {
    "Person": "person",
    "Organisation": "organisation",
    "Location": "place",
    "DocumentReference": "work",
    "Nationality": "other",
    "Weapon": "weapon",
    "MilitaryPlatform": "vehicle",
    "Vehicle": "vehicle",
}
SURE = 0.5  # confidence is all but 0 or 1: 9 in 10 mentions are beyond 0.05 and 0.95, so the cut hardly matters
WORD = re.compile(r"\S+")
SMALL = frozenset("of the for and in to on at de la al el bin ibn abu bu & -".split())
ARTICLES = frozenset("the a an this that these those its his her their our my".split())
ROLES = frozenset(
    "secretary minister president general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral commander "
    "commodore ambassador envoy spokesman spokeswoman spokesperson director chief chairman chairwoman king queen prince "
    "princess sheikh mr mrs ms dr sir lord lady prof professor".split()
)
PRONOUNS = frozenset("i we he she they it you who him her them us me".split())


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """One annotated mention: characters, re3d's type, the crowd's confidence."""

    start: int
    end: int
    type: str
    confidence: float


def read_re3d(folder: Path) -> list[Example]:
    """Read re3d: one example a document, its text as published.

    Raises:
        MissingSet, DamagedSet: the archive isn't there, or isn't in its form.
    """
    archive = folder / ARCHIVE
    files = dict(read_all(archive, ("/documents.json", "/entities.json")))
    try:
        mentions: dict[str, list[Mention]] = {}
        for row in _read_rows(files, "/entities.json"):
            mention = Mention(row["begin"], row["end"], row["type"], row["confidence"])
            mentions.setdefault(row["documentId"], []).append(mention)
        return [
            _make_example(row["_id"], row["text"], mentions.get(row["_id"], []))
            for row in _read_rows(files, "/documents.json")
            if row["sourceName"] != LEFT_OUT
        ]
    except (ValueError, KeyError) as error:
        raise DamagedSet(f"{ARCHIVE} isn't in its form: {error!r}", where=str(archive)) from error


def _read_rows(files: dict[str, str], ending: str) -> Iterator[dict[str, Any]]:
    for name, text in files.items():
        if name.endswith(ending):
            yield from (json.loads(line) for line in text.split("\n") if line.strip())


def _make_example(document_id: str, text: str, mentions: Iterable[Mention]) -> Example:
    named: list[tuple[int, int, str]] = []
    doubtful: list[tuple[int, int]] = []
    for mention in mentions:
        span = find_name(text, mention) if mention.confidence >= SURE else None
        if span is not None:
            named.append((*span, TYPES[mention.type]))
        doubtful.append((mention.start, mention.end))
    kept = _keep_longest(named)
    unsure = [
        (match.start() + start, match.end() + start, "capital")
        for start, end in sorted(set(doubtful))
        for match in WORD.finditer(text[start:end])
        if _is_unsure(match.group())
    ]
    free = {word for word in unsure if not any(word[0] < end and start < word[1] for start, end, _ in kept)}
    spans = {"name": tuple(kept), UNSURE: tuple(sorted(free))}
    return Example(f"re3d/train/{document_id}", "re3d", text, spans, {}, {})


def _is_unsure(word: str) -> bool:
    plain = word.strip(".,'’\"“”()").lower()
    return word[:1].isupper() and plain not in PRONOUNS and plain not in ARTICLES


def _keep_longest(named: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(set(named), key=lambda name: (name[0] - name[1], name)):
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in kept):
            kept.append((start, end, label))
    return sorted(kept)


def find_name(text: str, mention: Mention) -> tuple[int, int] | None:
    """Find the name in a mention, or the whole mention of a weapon or vehicle; null where it is no name.

    Args:
        text: the document's.
        mention: one whose type may be unknown.
    Returns:
        Characters without articles, roles, possessives and marks.
    """
    if mention.type not in TYPES:
        return None
    words = [(m.start() + mention.start, m.group()) for m in WORD.finditer(text[mention.start : mention.end])]
    while words and words[0][1].lower() in ARTICLES:
        words = words[1:]
    if mention.type == "Person":
        roles = [i for i, (_, word) in enumerate(words) if word.rstrip(".,").lower() in ROLES]
        words = words[roles[-1] + 1 :] if roles else words
    if not words or (len(words) == 1 and words[0][1].lower() in PRONOUNS):
        return None
    if TYPES[mention.type] not in {"weapon", "vehicle"} and not _is_name([word for _, word in words], mention.type):
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    tail = re.search(r"(?:['’]s?|[,;:”\"])+$", text[start:end])
    return (start, end - len(tail.group())) if tail and tail.start() else (start, end)


def _is_name(words: list[str], kind: str) -> bool:
    if kind == "Person" and any(word.lower() in {"of", "for", "to", "the"} for word in words):
        return False  # "Envoy for the Coalition", "Secretary of State Jo Bloggs": where the name begins is unclear
    is_capital = [word.lstrip("(“\"'al-").lstrip()[:1].isupper() or word[:1].isdigit() for word in words]
    fits = all(capital or word.lower() in SMALL for word, capital in zip(words, is_capital, strict=True))
    return fits and words[0][:1].isupper() and any(word[:1].isupper() for word in words)
