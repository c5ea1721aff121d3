"""Hedge cues of four types: the Szeged uncertainty corpus, its Wikipedia part.

Source: Vincze (2013), "Weasels, hedges and peacocks"; Szarvas, Vincze, Farkas, Móra and Gurevych (2012), "Cross-genre and
cross-domain detection of semantic uncertainty"; the texts are those of WikiWeasel (CoNLL-2010 shared task).
Licence: none stated; the texts are Wikipedia's.

The types: "epistemic" (may, likely; published as "probable"), "doxastic" (considered, believed), "condition" (if, unless),
"investigation" (examined whether). Cues may be several words ("it is possible that") and are marked as published; the texts
are untokenised.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from training.examples import Example, Spans
from training.sets.archives import DamagedSet, read_members
from training.sets.labels import Labelled

ARCHIVE = "hedge-szeged.tar.xz"
MEMBER = "SzegedUncertainty/corpora/old/wiki.xml"
TYPES = {
    "speculation_modal_probable_": "epistemic",
    "speculation_hypo_doxastic _": "doxastic",
    "speculation_hypo_condition _": "condition",
    "speculation_hypo_investigation _": "investigation",
}
"""The published names, as they are written, and ours."""


def read_hedges(folder: Path) -> list[Example]:
    """Read the hedge cues: one example a document, its title a paragraph of its own.

    Raises:
        MissingSet, DamagedSet: the archive isn't there, or isn't in its form.
    """
    return [
        Example(f"szeged/train/{name}", "szeged", text, {"hedge": cues}, {}, {})
        for name, text, _, cues in _read_documents(folder)
    ]


def find_sentences(folder: Path) -> Iterator[tuple[str, str, Spans]]:
    """Name and text of each document with the spans of its sentences, the title being the first."""
    for name, text, sentences, _ in _read_documents(folder):
        yield name, text, sentences


def _read_documents(folder: Path) -> Iterator[tuple[str, str, Spans, Labelled]]:
    archive = folder / ARCHIVE
    (xml,) = read_members(archive, (MEMBER,))
    try:
        root = ET.fromstring(xml)
    except ET.ParseError as error:
        raise DamagedSet(f"{MEMBER} isn't XML: {error}", where=str(archive)) from error
    for document in root.iter("Document"):
        name = document.findtext("DocID", default="")
        text, sentences, cues = "", [], []
        for part in document.iter("DocumentPart"):
            gap = "\n"
            for sentence in part.iter("Sentence"):
                text += gap if text else ""
                start = len(text)
                for words, kind in _read_sentence(sentence):
                    if kind:
                        cues.append(_place_cue(len(text), words, kind, f"{archive}: {name}"))
                    text += words
                sentences.append((start, len(text)))
                gap = " "
        yield name, text, tuple(sentences), tuple(cues)


def _read_sentence(sentence: ET.Element) -> Iterator[tuple[str, str]]:
    """Stretches of a sentence in order, each with the type of the cue that it is, or ""."""
    yield sentence.text or "", ""
    for cue in sentence.iter("ccue"):
        if cue.text:
            yield cue.text, cue.get("type", "?")
        yield cue.tail or "", ""


def _place_cue(at: int, words: str, kind: str, where: str) -> tuple[int, int, str]:
    """The cue without the spaces that some were marked with."""
    if kind not in TYPES:
        raise DamagedSet(f"a hedge of the unknown type {kind!r}", where=where)
    start = at + len(words) - len(words.lstrip())
    return start, start + len(words.strip()), TYPES[kind]
