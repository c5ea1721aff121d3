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
  bear names: "a mortar", "armored vehicles" count. Strikes and attacks, marked as weapons too, are deeds and don't.

Much is unmarked (whole paragraphs of boilerplate), and a country that acts is an Organisation, which in the other sets is a
place. So unsure are: every capitalised word outside the names kept; every word that some weapon or vehicle has in the set;
Organisations whose words are a Location elsewhere. Of two names that overlap the longer one is kept.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from training.examples import Example
from training.sets.archives import DamagedSet, read_all
from training.sets.labels import UNSURE, Labelled

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
PLAIN_WORD = re.compile(r"\w+(?:[-.]\w+)*")
SMALL = frozenset(
    ["of", "the", "for", "and", "in", "to", "on", "at", "de", "la", "al", "el", "bin", "ibn", "abu", "bu", "&", "-"]
)
ARTICLES = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "such", "other"]
)
PRONOUNS = frozenset(["i", "we", "he", "she", "they", "it", "you", "who", "him", "her", "them", "us", "me"])
ROLES = frozenset(
    """secretary minister president general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral
    commander commodore ambassador envoy spokesman spokeswoman spokesperson director chief chairman chairwoman king queen
    prince princess sheikh officer operator mr mrs ms dr sir lord lady prof professor""".split()  # noqa: SIM905, a list of 40 quoted words is harder to read
)
DEED = re.compile(r"(?i)strikes?\b|\battacks?\b|bombardment|bombing")
THINGS = frozenset(["weapon", "vehicle"])


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
        rows = [row for row in _read_rows(files, "/documents.json") if row["sourceName"] != LEFT_OUT]
        texts = {row["_id"]: row["text"] for row in rows}
        mentions: dict[str, list[Mention]] = {document_id: [] for document_id in texts}
        for row in _read_rows(files, "/entities.json"):
            if row["documentId"] in mentions:
                mention = Mention(row["begin"], row["end"], row["type"], row["confidence"])
                mentions[row["documentId"]].append(mention)
    except (ValueError, KeyError) as error:
        raise DamagedSet(f"{ARCHIVE} isn't in its form: {error!r}", where=str(archive)) from error
    if not rows:
        raise DamagedSet(f"{ARCHIVE} holds no documents.json with documents to use", where=str(archive))
    named = {document_id: _find_names(texts[document_id], found) for document_id, found in mentions.items()}
    places = {
        texts[document_id][mention.start : mention.end].removeprefix("the ")
        for document_id, found in mentions.items()
        for mention in found
        if mention.type == "Location"
    }
    things = {
        word
        for document_id, names in named.items()
        for start, end, label in names
        if label in THINGS
        for word in PLAIN_WORD.findall(texts[document_id][start:end].lower())
        if len(word) > 2 and word not in SMALL
    }
    return [_make_example(document_id, texts[document_id], named[document_id], places, things) for document_id in texts]


def _read_rows(files: dict[str, str], ending: str) -> Iterator[dict[str, Any]]:
    for name, text in files.items():
        if name.endswith(ending):
            yield from (json.loads(line) for line in text.split("\n") if line.strip())


def _find_names(text: str, mentions: Iterable[Mention]) -> Labelled:
    found = ((find_name(text, mention), mention) for mention in mentions if mention.confidence >= SURE)
    return _keep_longest((*span, TYPES[mention.type]) for span, mention in found if span is not None)


def _make_example(
    document_id: str, text: str, names: Labelled, places: Collection[str], things: Collection[str]
) -> Example:
    kept = tuple(
        (start, end, label) for start, end, label in names if label != "organisation" or text[start:end] not in places
    )
    covered = bytearray(len(text))
    for start, end, _ in kept:
        covered[start:end] = b"x" * (end - start)
    unsure = tuple(
        (match.start(), match.end(), "unmarked")
        for match in PLAIN_WORD.finditer(text)
        if not any(covered[match.start() : match.end()]) and _is_unsure(match.group(), things)
    )
    return Example(f"re3d/train/{document_id}", "re3d", text, {"name": kept, UNSURE: unsure}, {}, {})


def _is_unsure(word: str, things: Collection[str]) -> bool:
    plain = word.lower()
    return plain in things or (word[0].isupper() and plain not in PRONOUNS and plain not in ARTICLES)


def _keep_longest(named: Iterable[tuple[int, int, str]]) -> Labelled:
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(set(named), key=lambda name: (name[0] - name[1], name)):
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in kept):
            kept.append((start, end, label))
    return tuple(sorted(kept))


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
    if TYPES[mention.type] in THINGS:
        if DEED.search(text[mention.start : mention.end]):
            return None
    elif not _is_name([word for _, word in words], mention.type):
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    tail = re.search(r"(?:['’]s?|[,;:”\"])+$", text[start:end])
    return (start, end - len(tail.group())) if tail and tail.start() else (start, end)


def _is_name(words: list[str], kind: str) -> bool:
    if kind == "Person" and any(word.lower() in {"of", "for", "to", "the"} for word in words):
        return False  # "Envoy for the Coalition", "Secretary of State Jo Bloggs": where the name begins is unclear
    bare = [word.lstrip("(“\"'").removeprefix("al-").removeprefix("el-") for word in words]
    is_capital = [word[:1].isupper() or word[:1].isdigit() for word in bare]
    fits = all(capital or word.lower() in SMALL for word, capital in zip(words, is_capital, strict=True))
    return fits and words[0][:1].isupper() and any(word[:1].isupper() for word in words)
