"""Labels of names, and which of them each set can teach."""

from __future__ import annotations

NAMES = ("person", "organisation", "place", "work", "weapon", "vehicle", "other")
UNSURE = "name_unsure"
"""Head in `Example.spans` of words whose label is not known in our terms: not to be learnt from, as name or as none."""
TEACHES = {
    "wnut17": frozenset(["person", "organisation", "place", "work"]),
    "wikigold": frozenset(["person", "organisation", "place", "work", "other"]),
    "crossner": frozenset(["person", "organisation", "place", "work", "other"]),
    "re3d": frozenset(["person", "organisation", "place", "weapon", "vehicle"]),
}
"""For each set the labels that a word outside all its spans certainly doesn't bear.

A label that is missing here may still be given to some words of the set (wnut17's products are "other", but its nationalities
and events, "other" too, are unmarked): learn from those, and leave the label out of the sum where a word is unmarked.
"""

Labelled = tuple[tuple[int, int, str], ...]
"""Characters, end exclusive, and a label."""
