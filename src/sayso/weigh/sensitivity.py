"""What would turn the order: each origin, source and document taken away, each cell turned round.

Heuer (1999, step 6) asks how sensitive the conclusion is to a few critical items of evidence. Everything is tried, one thing at
a time; what changes no sum has no row.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from sayso.engine.stage import Stage
from sayso.schema import Claim, Document, Membership, Sensitivity, Source, StemmaEdge, Tables
from sayso.weigh.proposals import Key
from sayso.weigh.scores import PLACES, Matrix, make_matrix, score_line

MOST_ROWS = 200
"""Rows of one kind: all that turn the order come first, then those that move a sum furthest; a tornado shows twenty."""
MOST_SUMS = 20_000  # sums in the rows of one kind: of 500 hypotheses 40 rows
MOST_TURNED = 10  # cells that are turned together, at most, before the search for the fewest gives up: who errs in more errs in all
SHOWN = 3

Floats = npt.NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One thing that was tried: what it is, and the sums with it."""

    kind: str
    object_id: str
    name: str
    sums: Floats
    told: str


class Sums:
    """Sums of what is inconsistent, by origin, so that a change works out only the origins it touches.

    An origin's unit is shared by the pieces that rest on it and speak against anything; see `scores.share_out`.
    """

    def __init__(self, matrix: Matrix) -> None:
        self.against = matrix.against.astype(np.float64)
        self.origins, self.lines = matrix.origins, matrix.lines
        self.pieces: dict[str, list[int]] = defaultdict(list)
        for at, some in enumerate(matrix.origins):
            for origin in some:
                self.pieces[origin].append(at)
        self.each = [score_line(lines, len(some)) for lines, some in zip(matrix.lines, matrix.origins, strict=True)]
        self.parts = {
            origin: _share(self.against[pieces], [self.each[at] for at in pieces]) for origin, pieces in self.pieces.items()
        }
        self.total = _round(sum((self.parts[origin] for origin in sorted(self.parts)), np.zeros(len(matrix.hypotheses))))

    def without(self, lost: Mapping[int, frozenset[str]]) -> Floats:
        """Sums when pieces of evidence lose some of their origins."""
        touched = sorted({origin for at in lost for origin in self.origins[at]})
        each = {at: score_line(self.lines[at], len(self.origins[at] - gone)) for at, gone in lost.items()}
        sums = self.total.copy()
        for origin in touched:
            left = [at for at in self.pieces[origin] if origin not in lost.get(at, frozenset())]
            sums += _share(self.against[left], [each.get(at, self.each[at]) for at in left]) - self.parts[origin]
        return _round(sums)

    def turned(self, at: int, column: int, *, to: float) -> Floats:
        """Sums when one cell is, or is not, inconsistent."""
        sums = self.total.copy()
        for origin in sorted(self.origins[at]):
            pieces = self.pieces[origin]
            rows = self.against[pieces]
            rows[pieces.index(at), column] = to
            sums += _share(rows, [self.each[one] for one in pieces]) - self.parts[origin]
        return _round(sums)


def _share(rows: Floats, each: Sequence[float]) -> Floats:
    """What one origin adds to each sum, from the pieces that rest on it and what each of its lines counts."""
    n = int(rows.any(axis=1).sum())
    shared: Floats = np.asarray(each, dtype=np.float64) @ rows / max(n, 1)
    return shared


def _round(sums: Floats) -> Floats:
    return np.asarray(np.round(sums, PLACES) + 0.0)  # no negative zero


def try_changes(tables: Tables) -> Tables:
    """Give the rows of what moves a sum; none with fewer than two hypotheses."""
    matrix = make_matrix(tables)
    if len(matrix.hypotheses) < 2 or not matrix.keys:
        return Tables()
    sums = Sums(matrix)
    names = _find_names(tables)
    changes = [*_take_away(tables, matrix, sums, names), *_turn_cells(matrix, sums)]
    rows = []
    for kind in ("origin", "source", "document", "cell"):
        some = [change for change in changes if change.kind == kind]
        rows += [_to_row(matrix, sums.total, change) for change in _pick_furthest(some, sums.total)]
    fewest = find_fewest_turns(matrix)
    if len(fewest) > 1:
        rows.append(_to_row(matrix, sums.total, _turn_together(matrix, fewest)))
    return Tables({"sensitivities": rows})


def find_leaders(sums: Floats) -> frozenset[int]:
    """Places of the hypotheses with the least sum."""
    return frozenset(np.flatnonzero(sums == sums.min()).tolist())


def find_fewest_turns(matrix: Matrix) -> list[tuple[int, int]]:
    """How wrong the matrix would have to be: cells, as piece and hypothesis, that must all be turned for another to lead.

    For each rival the cell is turned that brings it nearest to the leader, again and again, and the shortest list wins; a
    shorter one that no such search finds may exist. Empty when nothing that can be turned makes another lead.
    """
    start = Sums(matrix)
    leaders = find_leaders(start.total)
    if len(leaders) != 1 or len(matrix.hypotheses) < 2:
        return []
    (leader,) = leaders
    best: list[tuple[int, int]] = []
    for rival in np.argsort(start.total, kind="stable")[1 : SHOWN + 1].tolist():
        found = _search_turns(matrix, leader, rival, limit=len(best) - 1 if best else MOST_TURNED)
        if found and (not best or len(found) < len(best)):
            best = found
    return best


def _search_turns(matrix: Matrix, leader: int, rival: int, *, limit: int) -> list[tuple[int, int]]:
    numbers = matrix.numbers.copy()
    found: list[tuple[int, int]] = []
    while len(found) < limit:
        sums = Sums(dataclasses.replace(matrix, numbers=numbers))
        gap = sums.total[rival] - sums.total[leader]
        tries = []
        for at in range(len(numbers)):
            for column, to in ((rival, 0.0), (leader, 1.0)):
                number = numbers[at, column]
                if (at, column) not in found and not np.isnan(number) and (number == -1.0) != bool(to):
                    moved = sums.turned(at, column, to=to)
                    tries.append((float(moved[rival] - moved[leader]), at, column))
        if not tries or min(tries)[0] >= gap:
            return []
        after, at, column = min(tries)
        numbers[at, column] = 1.0 if column == rival else -1.0
        found.append((at, column))
        if after <= 0:
            return found
    return []


# ---------------------------------------------------------------- taken away


def _take_away(tables: Tables, matrix: Matrix, sums: Sums, names: Mapping[str, str]) -> Iterable[Change]:
    """Every node of a stemma: an origin of some evidence, else a source or a document on the way to one."""
    documents = {document.id for document in tables.take(Document)}
    losses: dict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    graphs = _Graphs(tables, matrix.keys)
    for at, key in enumerate(matrix.keys):
        for node, lost in graphs.find_losses(key, matrix.origins[at]).items():
            losses[node][at] = lost
    for node in sorted(losses):
        kind = "origin" if node in sums.pieces else "document" if node in documents else "source"
        n = len(losses[node])
        told = f"without it {n} {'piece' if n == 1 else 'pieces'} of evidence {'loses' if n == 1 else 'lose'} a line"
        yield Change(kind, node, names.get(node, node), sums.without(losses[node]), told)


class _Graphs:
    """The stemma of each side: who tells it, and whom each node lays it to."""

    def __init__(self, tables: Tables, keys: Sequence[Key]) -> None:
        wanted = set(keys)
        claims = {claim.id: claim.document_id for claim in tables.take(Claim)}
        self.tellings: dict[Key, set[str]] = defaultdict(set)
        for row in tables.take(Membership):
            if (row.group_id, row.side) in wanted and row.claim_id in claims:
                self.tellings[row.group_id, row.side].add(claims[row.claim_id])
        self.heads: dict[Key, dict[str, set[str]]] = {}
        for edge in tables.take(StemmaEdge):
            key = (edge.group_id, edge.side)
            if key not in wanted:
                continue
            heads = self.heads.setdefault(key, defaultdict(set))
            heads[edge.tail].add(edge.head)
            if edge.kind in ("same utterance", "speaks for"):
                heads[edge.head].add(edge.tail)

    def find_losses(self, key: Key, origins: frozenset[str]) -> dict[str, frozenset[str]]:
        """By node, the origins of a side that no telling reaches once the node is taken away."""
        heads, tellings = self.heads.get(key, {}), self.tellings.get(key, set())
        nodes = set(tellings) | set(heads) | {head for some in heads.values() for head in some} | set(origins)
        whole = self._reach(heads, tellings, without="")
        found = {}
        for node in nodes:
            left = self._reach(heads, tellings, without=node)
            # An origin that the rows give no way to (a cut node merged with another) falls only with itself.
            lost = frozenset(one for one in origins if one == node or (one in whole and one not in left))
            if lost:
                found[node] = lost
        return found

    @staticmethod
    def _reach(heads: Mapping[str, set[str]], tellings: set[str], *, without: str) -> set[str]:
        reached = tellings - {without}
        todo = list(reached)
        while todo:
            fresh = heads.get(todo.pop(), set()) - reached - {without}
            reached |= fresh
            todo.extend(fresh)
        return reached


# ---------------------------------------------------------------- turned round


def _turn_cells(matrix: Matrix, sums: Sums) -> Iterable[Change]:
    """Each judged cell: what is inconsistent made consistent, what is not made inconsistent."""
    for at, key in enumerate(matrix.keys):
        for column, id_ in enumerate(matrix.hypotheses):
            number = matrix.numbers[at, column]
            if not np.isnan(number):
                to, words = (0.0, "consistent") if number == -1.0 else (1.0, "inconsistent")
                name, told = f"{id_} and {key[0]}, {key[1]}", f"were it {words}"
                yield Change("cell", f"{id_} {key[0]} {key[1]}", name, sums.turned(at, column, to=to), told)


def _turn_together(matrix: Matrix, turns: Sequence[tuple[int, int]]) -> Change:
    numbers = matrix.numbers.copy()
    for at, column in turns:
        numbers[at, column] = 1.0 if numbers[at, column] == -1.0 else -1.0
    ids = [f"{matrix.hypotheses[column]} {matrix.keys[at][0]} {matrix.keys[at][1]}" for at, column in turns]
    return Change(
        "cells", "; ".join(ids), f"{len(turns)} cells together", Sums(dataclasses.replace(matrix, numbers=numbers)).total,
        f"were all of {len(turns)} cells the other way round",
    )


def _pick_furthest(changes: Iterable[Change], total: Floats) -> list[Change]:
    leaders = find_leaders(total)
    ranked = [
        (not find_leaders(change.sums) <= leaders, float(np.abs(change.sums - total).max()), change) for change in changes
    ]
    moved = [row for row in ranked if row[1] > 0]
    moved.sort(key=lambda row: (not row[0], -row[1], row[2].object_id))
    return [change for _, _, change in moved[: min(MOST_ROWS, MOST_SUMS // len(total))]]


def _to_row(matrix: Matrix, total: Floats, change: Change) -> Sensitivity:
    before, after = find_leaders(total), find_leaders(change.sums)
    is_turned = not after <= before
    order = sorted(range(len(total)), key=lambda at: (change.sums[at], at))
    furthest = int(np.abs(change.sums - total).argmax())
    moved = f"the sum of {matrix.hypotheses[furthest]} goes from {total[furthest]:.2f} to {change.sums[furthest]:.2f}"
    lead = _say_lead(matrix, after)
    if is_turned:
        was = f"no longer {_list(matrix, before)} alone" if before & after else f"not {_list(matrix, before)}"
        told = f"{change.told}, {lead}, {was}"
    else:
        told = f"{change.told}; {lead} as before" if after == before else f"{change.told}, {lead} alone"
    return Sensitivity(
        kind=change.kind, object_id=change.object_id, name=change.name,
        order=tuple(matrix.hypotheses[at] for at in order),
        sums=tuple((id_, float(change.sums[at])) for at, id_ in enumerate(matrix.hypotheses)),
        is_turned=is_turned, swing=round(float(np.abs(change.sums - total).max()), PLACES), why=f"{told}; {moved}",
    )


def _say_lead(matrix: Matrix, leaders: frozenset[int]) -> str:
    return f"{_list(matrix, leaders)} {'leads' if len(leaders) == 1 else 'lead'}"


def _list(matrix: Matrix, places: Iterable[int]) -> str:
    ids = [matrix.hypotheses[at] for at in sorted(places)]
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more if more else " and ".join(ids)


def _find_names(tables: Tables) -> dict[str, str]:
    names = {document.id: document.title or document.path for document in tables.take(Document)}
    return names | {source.id: source.name for source in tables.take(Source)}


SENSITIVITY = Stage(
    "weigh.sensitivity",
    reads=(
        "hypotheses", "cells", "tallies", "grades", "sources", "documents", "hops", "identities", "claims", "memberships",
        "stemma_edges",
    ),
    writes=("sensitivities",),
    run=try_changes,
)
