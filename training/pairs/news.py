"""Pairs of claims from news, as sayso reads them, labelled for what one is to the other.

The articles are BASIL's (Fan et al. 2019: three outlets on each of 100 events) and ECB+'s (Cybulska and Vossen 2014). `news.csv`
names claims by document and offsets and holds no text. Labels were given once, by a language model that was told to read every pair
and to judge as a reporter would who files statements: S the same, A or B that one a more specific case of the other, N alike but
excluding each other, R related, U unrelated; `-` where one affirms what the other denies.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from sayso.case import Case
from sayso.schema import Claim, Document
from training.pairs.examples import GENERAL, NOT_SAME, SPECIFIC, Pair

LABELS = Path(__file__).with_name("news.csv")
RELATION_OF = {
    "S": frozenset({"same"}), "A": frozenset({SPECIFIC}), "B": frozenset({GENERAL}), "N": frozenset({"clash"}),
    "R": frozenset({"other"}), "U": frozenset({"other"}),
}
Place = tuple[str, str, str]
"""Story, document and offsets (as `0-12 20-31`) of a claim."""


def read_news(data: Path, kept: Path | None = None) -> Iterator[Pair]:
    """Labelled pairs of claims, pronouns filled in as sayso fills them.

    Args:
        data: the folder of stories-basil.tar.xz and stories-ecbplus.tar.xz.
        kept: file in which the claims' words are kept between runs: reading all stories takes ten minutes.
    """
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words: dict[str, str] = {}
    if kept is not None and kept.is_file():
        words = json.loads(kept.read_text("utf-8"))
    elif rows:
        stories = {**dict(read_basil(data)), **dict(read_ecb(data))}
        for story in sorted({row["story"] for row in rows}):
            words |= read_story(story, stories[story])
        if kept is not None:
            kept.write_text(json.dumps(words), "utf-8")
    for row in rows:
        a, b = (words.get(f"{row['story']} {row[f'document_{side}']} {row[f'spans_{side}']}") for side in "ab")
        if a and b:
            yield to_pair(row, a, b)


def to_pair(row: Mapping[str, str], a: str, b: str) -> Pair:
    """A labelled pair; a label that its giver doubted may also be `other`."""
    letter = row["label"][0]
    relations = RELATION_OF[letter]
    if "?" in row["label"]:
        relations = relations | (frozenset({"other"}) if letter in "SABN" else NOT_SAME)
    nli = None
    if "?" not in row["label"] and (letter == "N" or "-" in row["label"]):
        nli = "contradiction"
    return Pair("news", f"{row['story']}/{row['number']}", a, b, relations, nli)


def read_story(story: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Claims of a story's articles, standing alone, by `story document spans`."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            Path(folder, f"{name}.txt").write_text(text, encoding="utf-8")
        with Case.in_memory() as case:
            case.add([folder])
            tables = case.tables()
    names = {doc.id: Path(doc.path).stem for doc in tables.take(Document)}
    return {
        f"{story} {names[claim.document_id]} {tell_spans(claim.spans)}": claim.standalone or claim.text
        for claim in tables.take(Claim)
    }


def tell_spans(spans: tuple[tuple[int, int], ...]) -> str:
    """Offsets as one field of a table."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def read_basil(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """BASIL's stories: articles' texts by name."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    with tarfile.open(data / "stories-basil.tar.xz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if "/articles/" in member.name and member.name.endswith(".json") else None
            if file is not None:
                told = json.loads(file.read())
                paragraphs = told["body-paragraphs"]
                paragraphs = ast.literal_eval(paragraphs) if isinstance(paragraphs, str) else paragraphs
                body = [" ".join(one) if isinstance(one, list) else one for one in paragraphs]
                name = f"{Path(member.name).stem}_{told['source']}"
                found[told["triplet-uuid"]][name] = "\n\n".join([told["title"], *body])
    yield from sorted(found.items())


PER_TOPIC = 12  # articles of an ECB+ topic: enough pairs, and a story stays quick to read


def read_ecb(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """ECB+'s topics, its two halves apart, each the first PER_TOPIC articles."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    with tarfile.open(data / "stories-ecbplus.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            name = Path(member.name).stem
            file = archive.extractfile(member) if re.search(r"/ECB\+/\d+/[^/.][^/]*\.xml$", member.name) else None
            topic = name.split("_")[0] + ("p" if "plus" in name else "")
            if file is not None and len(found[topic]) < PER_TOPIC:
                found[topic][name] = _to_text(file.read())
    yield from sorted(found.items())


def _to_text(xml: bytes) -> str:
    sentences: defaultdict[int, list[str]] = defaultdict(list)
    for token in ET.fromstring(xml).findall("token"):
        sentences[int(token.get("sentence", "0"))].append(token.text or "")
    return "\n".join(map(_join_tokens, sentences.values()))


def _join_tokens(tokens: list[str]) -> str:
    """Tokens as running text."""
    text = re.sub(r" ([.,;:!?%)])", r"\1", " ".join(tokens))
    text = re.sub(r"([($]) ", r"\1", text)
    return re.sub(r" ('s|n't|'re|'ve|'ll|'d|'m)\b", r"\1", text).replace("`` ", '"').replace(" ''", '"')
