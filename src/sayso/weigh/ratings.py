"""What people ruled of cells: each signer's last word, what rulings are about that is gone, and what can't be read."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from sayso.schema import Hypothesis, Membership, Ruled, Ruling, Tables, Tally
from sayso.weigh.proposals import VALUES

SIDES = ("affirmed", "negated")
CellKey = tuple[str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """A ruling that counts for nothing: `is_gone` when its object isn't there any more, else it can't be read."""

    ruling: Ruling
    is_gone: bool
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Ratings:
    """Rulings of cells.

    Attributes:
        by_cell: hypothesis, group and side, with each signer's last word, by signer.
        faults: the rulings that count for nothing, by number.
    """

    by_cell: dict[CellKey, tuple[Ruling, ...]]
    faults: tuple[Fault, ...]


def find_standing(rulings: Iterable[Ruling], kind: str) -> list[Ruling]:
    """Rulings of a kind that no later one takes back, by number; an undo that is undone takes nothing back."""
    undone: set[int] = set()
    ordered = sorted(rulings, key=lambda ruling: (ruling.number, ruling.by, ruling.object_ids))
    for ruling in reversed(ordered):
        if ruling.undoes is not None and ruling.number not in undone:
            undone.add(ruling.undoes)
    return [ruling for ruling in ordered if ruling.kind == kind and ruling.number not in undone]


def find_ratings(tables: Tables) -> Ratings:
    """Read the rulings of kind `cell`; reads `rulings`, `ruled`, `hypotheses`, `tallies` and `memberships`."""
    labels = {hypothesis.id for hypothesis in tables.take(Hypothesis)}
    told = {(tally.group_id, tally.side) for tally in tables.take(Tally)}
    sides = {row.claim_id: (row.group_id, row.side) for row in tables.take(Membership)}
    places = _find_places(tables, sides)
    words: dict[CellKey, dict[str, Ruling]] = defaultdict(dict)
    faults = []
    for ruling in find_standing(tables.take(Ruling), "cell"):
        if len(ruling.object_ids) != 3 or ruling.object_ids[2] not in SIDES:
            faults.append(Fault(ruling, is_gone=False, why="it names no cell: a cell is a hypothesis, a group and a side"))
            continue
        value = to_value(ruling.value)
        if value is None:
            faults.append(Fault(ruling, is_gone=False, why=f"its value is none of {', '.join(VALUES)}"))
            continue
        label = ruling.object_ids[0]
        place = places.get(ruling.number, (ruling.object_ids[1], ruling.object_ids[2]))
        if label not in labels:
            faults.append(Fault(ruling, is_gone=True, why="its hypothesis isn't in the case any more"))
        elif place not in told:
            faults.append(Fault(ruling, is_gone=True, why="nobody tells its statement as the case is read now"))
        else:
            words[label, *place][" ".join(ruling.by.split()).casefold()] = dataclasses.replace(ruling, value=value)
    return Ratings({key: tuple(signed[by] for by in sorted(signed)) for key, signed in words.items()}, tuple(faults))


def to_value(said: str | None) -> str | None:
    """A cell's value as it was written, or null."""
    value = " ".join((said or "").replace("_", " ").replace("-", " ").split()).lower()
    return value if value in VALUES else None


def pick_value(values: Iterable[str]) -> str | None:
    """The value that more than half of the raters gave, else null."""
    counts = Counter(values)
    value, n = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(None, 0))
    return value if 2 * n > counts.total() else None


def score_disagreement(values: Iterable[str]) -> float:
    """Share of pairs of raters who differ; 0 with fewer than two."""
    pairs = list(combinations(sorted(values), 2))
    return sum(a != b for a, b in pairs) / len(pairs) if pairs else 0.0


def _find_places(tables: Tables, sides: dict[str, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """By number of a ruling, the group and side that most of the claims it was ruled on belong to by now.

    Ids of groups change when claims come in; `ruled` has the claims as they are found again.
    """
    found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in tables.take(Ruled):
        if row.kind == "cell" and row.a_id in sides:
            found[row.number][sides[row.a_id]] += 1
    return {number: max(counts, key=lambda place: (counts[place], place)) for number, counts in found.items()}
