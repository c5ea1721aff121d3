"""A case of three short documents, its gold, and its rows: what the tests of the benchmarks measure."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import matching
from gold import GoldCase, load_gold
from link.link_rows import claim, document
from measures import Scene
from sayso.schema import Claim, Contradiction, Drift, Group, Membership, Relation, Silence, Tables, Tally

TEXTS = {
    "wire": "Pilots said the north light may be dark. Nine boats were lost. Maud Teller did not answer.",
    "echo": "The north light is dark. Ten boats were lost.",
    "office": "The north light is not dark. It was dark in May.",
}
GOLD = """
documents:
  wire: {claims: [{id: W1, quote: "the north light may be dark"}, {id: W2, quote: "Nine boats were lost"}]}
  echo: {claims: [{id: E1, quote: "The north light is dark"}, {id: E2, quote: "Ten boats were lost"}]}
  office: {claims: [{id: O1, quote: "The north light is not dark"}, {id: O2, quote: "It was dark in May"}]}
groups:
  dark: {members: [W1, E1, O1], negated: [O1], lines: 2, lines_possible: 2, verdict: independent,
         denial: {lines: 1, lines_possible: 1, verdict: single telling}}
contradictions: [{a: W2, b: E2, kind: number, words: [Nine, Ten]}, {a: O1, b: O2, kind: update, words: [is not, was]}]
no_contradiction: [{a: E1, b: O2, why: "another month"}]
drifts: [{from: W1, to: E1, kind: hedge lost, before: may be, after: is}]
composites: [{whole: E2, parts: [W2]}]
copies: [{from: wire, to: echo, quote: "boats were lost"}]
silences: [{doc: wire, who: Maud Teller}]
specialises: [{general: dark, special: O2}]
"""
RULES = matching.Rules(matching.locate_words, matching.is_same_name, is_shared=False)


def read_gold(folder: Path, text: str = GOLD) -> GoldCase:
    """The gold of a text."""
    path = folder / "gold.yaml"
    path.write_text(text, encoding="utf-8")
    return load_gold(path)


def claim_of(stem: str, words: str, **columns: Any) -> Claim:
    """The claim of a document that has these words."""
    return claim(stem, words, TEXTS[stem].index(words), **columns)


CLAIMS = {
    "W1": claim_of("wire", "the north light may be dark"), "W2": claim_of("wire", "Nine boats were lost"),
    "E1": claim_of("echo", "The north light is dark"), "E2": claim_of("echo", "Ten boats were lost"),
    "O1": claim_of("office", "The north light is not dark", polarity="negated"),
    "O2": claim_of("office", "It was dark in May"),
}  # fmt: skip


def id_of(name: str) -> str:
    """Id of the row that a gold claim matches."""
    return CLAIMS[name].id


@dataclasses.dataclass
class Rows:
    """The rows of the case, as its makers gave them: groups as lists of gold names."""

    groups: dict[str, list[str]]
    tallies: list[Tally] = dataclasses.field(default_factory=list)
    contradictions: list[Contradiction] = dataclasses.field(default_factory=list)
    drifts: list[Drift] = dataclasses.field(default_factory=list)
    relations: list[Relation] = dataclasses.field(default_factory=list)
    silences: list[Silence] = dataclasses.field(default_factory=list)

    def to_tables(self) -> Tables:
        """As tables."""
        memberships = [
            Membership(id_of(name), group, CLAIMS[name].polarity, 1.0, "") for group, names in self.groups.items() for name in names
        ]
        return Tables({
            "documents": [document(stem, text) for stem, text in TEXTS.items()], "claims": list(CLAIMS.values()),
            "groups": [Group(group, group, id_of(names[0])) for group, names in self.groups.items()],
            "memberships": memberships, "tallies": self.tallies, "contradictions": self.contradictions,
            "drifts": self.drifts, "relations": self.relations, "silences": self.silences,
        })  # fmt: skip

    def to_scene(self, gold: GoldCase) -> Scene:
        """With a gold, to be measured."""
        tables = self.to_tables()
        return Scene(gold, matching.match_claims(gold, tables, RULES), tables, RULES)


def counted(group: str, side: str, lines: int, possible: int, verdict: str) -> Tally:
    """A row of tallies."""
    return Tally(group, side, 2, 2, lines, possible, (), (), verdict, False, (), "why")


def clash(a: str, b: str, kind: str = "polarity", relation: str = "dispute") -> Contradiction:
    """A row of contradictions."""
    return Contradiction(f"{a}{b}", id_of(a), id_of(b), kind, 1.0, "why", relation)
