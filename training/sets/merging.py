"""Texts that several sets label, read once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from training.examples import Example


def merge_examples(examples: Iterable[Example]) -> list[Example]:
    """Make one example of those that have the same text, with the labels of all: the articles of `hedges` and `vague`.

    It keeps id, set and place of the first. Where two label one head, the first's labels stand.
    """
    merged: dict[str, Example] = {}
    for example in examples:
        first = merged.setdefault(example.text, example)
        if first is not example:
            merged[example.text] = dataclasses.replace(
                first,
                spans={**example.spans, **first.spans},
                links={**example.links, **first.links},
                cue_classes={**example.cue_classes, **first.cue_classes},
            )
    return list(merged.values())
