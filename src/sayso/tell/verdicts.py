"""The words for how a claim stands and what each means: one place, so that every screen says the same."""

from __future__ import annotations

import dataclasses

from sayso.schema import Dispute, Tables

STANDING = (
    "sayso never says that a claim is true. It shows who says so, on whose word, through whom, and how many of those "
    "words are independent of one another."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict of `tallies`: its key in style sheets, the word on screen, what it means."""

    key: str
    word: str
    meaning: str


VERDICTS = {
    "independent": Verdict(
        "independent", "independent",
        "Two or more named sources, reached by separate ways, would all have to be wrong.",
    ),
    "same origin": Verdict(
        "same-origin", "same origin",
        "Several documents, one word behind them all: repetition, not corroboration.",
    ),
    "independence not established": Verdict(
        # Not shorter: beside `Affirmed`, "not established" is read as a word on whether it is so.
        "not-established", "independence not established",
        "Several documents. Some name no source, or an unnamed one: the same voice, perhaps, or another.",
    ),
    "single telling": Verdict("single", "single telling", "One document tells it."),
    "withdrawn": Verdict("untold", "withdrawn", "All that it rested on was withdrawn: forged, or taken back."),
}
UNTOLD = Verdict("untold", "told by nobody", "Only asked, or set down at a distance: no document stands behind it.")

STANCES = {
    "asserts": "on its own word",
    "reports": "lays it to someone",
    "hedges": "holds back: may, reportedly, apparently",
    "denies": "says that it isn't so, or reports who says that",
    "distances": "doubts it: so-called, claims without evidence",
    "asks": "asks, without saying",
}

EDGES = {
    "attribution": "lays it to", "citation": "cites", "copy": "copies", "same utterance": "carries the same words as",
    "speaks for": "speaks for",
}
"""Kinds of `stemma_edges` as a verb between two names."""


_CLASHES = {
    "reversal": "One source says the one, then the other", "update": "A later state, and no dispute",
    "correction": "Put right later, and no dispute",
}
SETTLED = ("update", "correction")
"""Kinds of `disputes` that are listed and that nobody disputes."""


def count_rows(tables: Tables, name: str) -> int:
    """How many rows of a table there are; of `disputes`, of those that somebody disputes."""
    if name == "disputes":
        return sum(row.kind not in SETTLED for row in tables.take(Dispute))
    return len(tables.named(name))


def name_dispute(kind: str, *, n_groups: int) -> str:
    """A dispute's kind as its kicker says it."""
    return _CLASHES.get(kind) or ("Told both ways" if n_groups == 1 else f"These can’t both hold ({kind})")


def pick_verdict(word: str | None) -> Verdict:
    """Verdict of a tally's word; of a side that nobody tells `UNTOLD`."""
    return VERDICTS[word] if word else UNTOLD
