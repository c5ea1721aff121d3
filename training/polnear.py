"""PolNeAR: political news with sources, cues and contents marked (Newell, Margolin & Ruths 2018); no licence stated."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

from training.examples import Example, Link

HELD_BACK = 14  # one article in so many is for choosing: 60 of 840


def read_polnear(path: Path) -> list[Example]:
    """Read articles with their attributions, whose roles are `source` and `content`."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_to_example(json.loads(line)) for line in lines]


def _to_example(row: dict[str, object]) -> Example:
    links = tuple(
        Link(_spans(found["cue"]), {"source": _spans(found["source"]), "content": _spans(found["content"])})
        for found in row["attributions"]  # type: ignore[attr-defined]
        if found["cue"]
    )
    return Example(str(row["id"]), "polnear", str(row["text"]), {}, {"attribution": links}, {})


def _spans(found: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in found)


def is_held_back(example: Example) -> bool:
    """Whether an article belongs to the slice on which everything is chosen; the same articles on every machine."""
    return zlib.crc32(example.id.encode()) % HELD_BACK == 0
