"""Hedge cues of four types: the Szeged uncertainty corpus, its Wikipedia part.

Source: Vincze (2013), "Weasels, hedges and peacocks"; Szarvas, Vincze, Farkas, Móra and Gurevych (2012), "Cross-genre and
cross-domain detection of semantic uncertainty"; the texts are those of WikiWeasel (CoNLL-2010 shared task).
Licence: none stated; the texts are Wikipedia's.

The types: "epistemic" (may, likely; published as "probable"), "doxastic" (considered, believed), "condition" (if, unless), "investigation"
(examined whether). Cues may be several words ("it is possible that") and are marked as published; texts are untokenised.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from training.examples import Example
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
    archive = folder / ARCHIVE
    (text,) = read_members(archive, (MEMBER,))
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise DamagedSet(f"{MEMBER} isn't XML: {error}", where=str(archive)) from error
    return [_read_document(document, archive) for document in root.iter("Document")]


def _read_document(document: ET.Element, archive: Path) -> Example:
    name = document.findtext("DocID", default="")
    parts: list[str] = []
    cues: list[tuple[int, int, str]] = []
    at = 0
    for part in document.iter("DocumentPart"):
        gap = "\n" if parts else ""
        for sentence in part.iter("Sentence"):
            for words, kind in _read_sentence(sentence):
                if not words:
                    continue
                parts.append(gap + words)
                at += len(gap)
                if kind:
                    if kind not in TYPES:
                        raise DamagedSet(f"a hedge of the unknown type {kind!r}", where=f"{archive}: {name}")
                    cues.append((at, at + len(words), TYPES[kind]))
                at += len(words)
                gap = ""
            gap = " "
    return Example(f"szeged/train/{name}", "szeged", "".join(parts), {"hedge": _trim(cues, "".join(parts))}, {}, {})


def _read_sentence(sentence: ET.Element) -> Iterator[tuple[str, str]]:
    """Stretches of a sentence in order, each with the type of the cue that it is, or ""."""
    yield sentence.text or "", ""
    for cue in sentence.iter("ccue"):
        yield cue.text or "", cue.get("type", "")
        yield cue.tail or "", ""


def _trim(cues: list[tuple[int, int, str]], text: str) -> Labelled:
    """Cues without the spaces that some were marked with."""
    trimmed = []
    for start, end, kind in cues:
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        trimmed.append((start, start + len(words.strip()), kind))
    return tuple(trimmed)
