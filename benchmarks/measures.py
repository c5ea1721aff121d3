"""What a case is measured by beyond the shared scorer: lines, verdicts, contradictions, drifts, composites, copies, silences.

Each measure takes the gold, what of it was found, and the rows of the case, and counts into a `Tally`. A gold claim that was
not found counts against every measure that needs it.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from gold import KINDS, RELATIONS, GoldCase, GoldCopy, GoldSide
from matching import Matched, Rules, find_starts
from sayso.schema import (
    Contradiction,
    Copy,
    Drift,
    Group,
    Membership,
    Relation,
    Silence,
    Source,
    Spans,
    StemmaEdge,
    Tables,
)
from sayso.schema import Tally as Counted
from tallying import Balance, Share, Tally

Node = tuple[str, str]
"""A group and a side of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """One case to be measured: gold, its claims in the case, the case's rows, and how words and names are compared."""

    gold: GoldCase
    matched: Matched
    tables: Tables
    rules: Rules

    def group_of(self) -> dict[str, Node]:
        """Group and side of each gold claim that was found and has one."""
        rows = {row.claim_id: (row.group_id, row.side) for row in self.tables.take(Membership)}
        return {id_: rows[claim.id] for id_, claim in self.matched.claims.items() if claim.id in rows}

    def say(self, id_: str) -> str:
        """A gold claim, for a line about a miss."""
        claim = self.gold.claims[id_]
        quote = claim.quote if len(claim.quote) <= 60 else claim.quote[:59].rsplit(" ", 1)[0] + " …"
        return f"{id_} “{quote}”{'' if id_ in self.matched.claims else ' (not found)'}"


# ---------------------------------------------------------------- groups and lines


def measure_lines(scene: Scene, tally: Tally, *, suffix: str = "") -> None:
    """Lines, lines_possible and verdict of each gold side, by the exported side that holds most of it."""
    counted = {(row.group_id, row.side): row for row in scene.tables.take(Counted)}
    node_of = scene.group_of()
    for side in scene.gold.sides:
        node = pick_node(side, node_of)
        row = counted.get(node) if node else None
        held = _say_held(side, node, node_of)
        prefix = "" if side.side == "affirmed" else "denials: "
        for name, wanted in (("lines", side.lines), ("lines possible", side.lines_possible), ("verdict", side.verdict)):
            if wanted is None:
                continue
            got = getattr(row, name.replace(" ", "_")) if row else None
            why = row.why if row else "none of its claims was found"
            key = f"{name}{suffix}" if suffix else f"{prefix}{name} exact".replace("verdict exact", "verdict")
            tally.count(key, got == wanted, f"{side.name}: wanted {wanted}, got {got}; {held}; {why}")


def measure_wholeness(scene: Scene, tally: Tally) -> None:
    """Gold sides that are one exported side, and gold claims of no group that are kept out of every gold group's."""
    node_of = scene.group_of()
    for side in scene.gold.sides:
        if len(side.members) > 1:
            node = pick_node(side, node_of)
            ours = [id_ for id_ in node_of if node_of[id_] == node]
            tally.count("sides whole", sorted(ours) == sorted(side.members), f"{side.name}: {_say_held(side, node, node_of)}")
    taken: defaultdict[str, list[str]] = defaultdict(list)
    for id_, (group_id, _) in node_of.items():
        if scene.gold.claims[id_].group is not None:
            taken[group_id].append(id_)
    for id_, (group_id, _) in node_of.items():
        if scene.gold.claims[id_].group is None:
            with_ = ", ".join(scene.say(other) for other in taken[group_id][:2])
            tally.count("strangers kept out", not taken[group_id], f"{scene.say(id_)} is grouped with {with_}")


def pick_node(side: GoldSide, node_of: dict[str, Node]) -> Node | None:
    """The exported side that holds most of a gold side; of several the one with fewest others, then with its first claim."""
    held = Counter(node_of[id_] for id_ in side.members if id_ in node_of)
    if not held:
        return None
    sizes = Counter(node_of.values())
    first = {node_of[id_]: -at for at, id_ in enumerate(side.members) if id_ in node_of}
    for at, id_ in reversed(list(enumerate(side.members))):
        if id_ in node_of:
            first[node_of[id_]] = at
    return min(held, key=lambda node: (-held[node], sizes[node], first[node]))


def _say_held(side: GoldSide, node: Node | None, node_of: dict[str, Node]) -> str:
    inside = [id_ for id_ in side.members if node_of.get(id_) == node]
    lost = [id_ for id_ in side.members if id_ not in node_of]
    apart = [id_ for id_ in side.members if id_ in node_of and node_of[id_] != node]
    others = sorted(id_ for id_, other in node_of.items() if other == node and id_ not in side.members)
    told = [f"holds {', '.join(inside) or 'none'} of {len(side.members)}"] if node else []
    told += [f"{word} {', '.join(ids)}" for word, ids in (("apart", apart), ("not found", lost), ("strangers", others)) if ids]
    return "; ".join(told)


def regroup(scene: Scene) -> Tables:
    """The case's rows with the gold's groups in place of its own: what `trace` would be given if `link` grouped without fault.

    A claim that stands for gold claims of several groups goes to the first; one that stands for none is a group of its own.
    """
    gold_node: dict[str, Node] = {}
    for side in scene.gold.sides:
        for id_ in side.members:
            if id_ in scene.matched.claims:
                gold_node.setdefault(scene.matched.claims[id_].id, (f"gold {side.group}", side.side))
    memberships = [
        dataclasses.replace(row, group_id=gold_node[row.claim_id][0], side=gold_node[row.claim_id][1])
        if row.claim_id in gold_node else dataclasses.replace(row, group_id=row.claim_id)
        for row in scene.tables.take(Membership)
    ]  # fmt: skip
    texts = {claim.id: claim.text for claim in scene.tables.named("claims")}
    firsts = {row.group_id: row.claim_id for row in reversed(memberships)}
    given = Tables({name: scene.tables.named(name) for name in scene.tables.names()})
    kept = Tables({name: given.named(name) for name in given.names() if name not in ("groups", "memberships", *_TRACED)})
    kept.add("memberships", memberships)
    kept.add("groups", [Group(group_id, texts[claim_id], claim_id) for group_id, claim_id in sorted(firsts.items())])
    return kept


_TRACED = ("stemma_edges", "tallies", "disputes", "drifts", "leads", "silences")


# ---------------------------------------------------------------- what clashes


def measure_contradictions(scene: Scene, tally: Tally) -> None:
    """Pairs of gold claims that the case says can't both hold, against those that can't; updates are no such pairs."""
    gold, gold_of = scene.gold, scene.matched.gold_of
    for name in (*(f"listed: {kind}" for kind in (*KINDS, *RELATIONS)), *(f"rows right: {kind}" for kind in KINDS)):
        tally.add(name, Share())  # a case may have none of a kind; the order is the same for all
    rows_of: defaultdict[frozenset[str], list[Contradiction]] = defaultdict(list)
    said: set[frozenset[str]] = set()
    for row in scene.tables.take(Contradiction):
        pairs = [
            frozenset(pair)
            for pair in itertools.product(gold_of.get(row.claim_a, ()), gold_of.get(row.claim_b, ()))
            if len({*pair}) == 2
        ]
        for pair in pairs:
            rows_of[pair].append(row)
        if row.relation != "update" and pairs:
            right = [pair for pair in pairs if pair in gold.opposed or pair in gold.allied]
            said |= set(right or pairs[:1])
            if not right:
                one, other = sorted(pairs[0])
                tally.misses.append(f"contradictions wrong: {scene.say(one)} against {scene.say(other)}: {row.kind}, {row.why}")
            tally.count(f"rows right: {row.kind}", right)
    missed = gold.opposed - said
    tally.add("contradicting pairs", Balance(len(said & gold.opposed), len(said - gold.opposed - gold.allied), len(missed)))
    for pair in sorted(missed, key=sorted):
        one, other = sorted(pair)
        tally.misses.append(f"contradictions missed: {scene.say(one)} against {scene.say(other)}{_say_near(scene, pair)}")
    for clash in gold.clashes:
        rows = rows_of[clash.pair]
        found = [row for row in rows if (row.relation == "update") == (clash.relation == "update")]
        tally.count(f"listed: {clash.kind or clash.relation}", found)
        if clash.relation != "dispute":
            tally.count("relation told", any(row.relation == clash.relation for row in rows))
        if clash.kind and found:
            one, other = sorted(clash.pair)
            kinds = ", ".join(sorted({row.kind for row in found}))
            tally.count(
                "kind right", any(row.kind == clash.kind for row in found),
                f"{scene.say(one)} against {scene.say(other)}: wanted {clash.kind}, got {kinds}",
            )
    for pair, why in gold.apart:
        rows = [row for row in rows_of[pair] if row.relation != "update"]
        one, other = sorted(pair)
        miss = f"{scene.say(one)} against {scene.say(other)}: {why}"
        tally.count("no contradiction", not rows, miss)


def _say_near(scene: Scene, pair: Iterable[str]) -> str:
    node_of = scene.group_of()
    nodes = [node_of.get(id_) for id_ in pair]
    if None in nodes:
        return ""
    groups = {node[0] for node in nodes if node}
    return "; in one group" + (", on one side" if len({*nodes}) == 1 else "") if len(groups) == 1 else "; in two groups"


def measure_drifts(scene: Scene, tally: Tally) -> None:
    """Gold drifts that a row of `drifts` shows between the very claims, and rows between gold claims that are no drift."""
    claims, gold_of = scene.matched.claims, scene.matched.gold_of
    rows_of: defaultdict[Node, list[Drift]] = defaultdict(list)
    for row in scene.tables.take(Drift):
        rows_of[row.from_claim, row.to_claim].append(row)
    edges = {row.claim_id for row in scene.tables.take(StemmaEdge)}
    wanted: set[Node] = set()
    for drift in scene.gold.drifts:
        ends = [claims.get(id_) for id_ in (drift.from_claim, drift.to_claim)]
        rows = []
        if ends[0] and ends[1]:
            wanted.add((ends[0].id, ends[1].id))
            rows = rows_of.get((ends[0].id, ends[1].id), [])
        near = _say_near(scene, (drift.from_claim, drift.to_claim))
        if ends[1] and ends[1].id not in edges:
            near += "; no edge of a stemma rests on the second"
        told = f"{drift.kind}, {scene.say(drift.from_claim)} to {scene.say(drift.to_claim)}: “{drift.before}”, “{drift.after}”"
        tally.count("drifts found", rows, f"{told}{near}")
        if rows:
            kinds = ", ".join(sorted({row.kind for row in rows}))
            tally.count("drift kind right", any(row.kind == drift.kind for row in rows), f"{told}; got {kinds}")
    for ends_, some in rows_of.items():
        ours, theirs = (gold_of.get(end) for end in ends_)
        if ours and theirs:
            told = f"{scene.say(ours[0])} to {scene.say(theirs[0])}: " + "; ".join(row.why for row in some)
            tally.count("drift rows right", ends_ in wanted, told)


# ---------------------------------------------------------------- what bears on what


def measure_relations(scene: Scene, tally: Tally) -> None:
    """Sums kept apart from their parts and said to be made of them; instances said to be instances."""
    claims, node_of = scene.matched.claims, scene.group_of()
    group_of = {row.claim_id: row.group_id for row in scene.tables.take(Membership)}
    related = defaultdict(set)  # a claim, and the groups of those that it is said to be made of or to rest on
    special = defaultdict(set)
    for row in scene.tables.take(Relation):
        if row.kind in ("made of", "rests on"):
            related[row.claim_a].add(group_of.get(row.claim_b, row.claim_b))
        elif row.kind == "specialises":
            special[row.claim_a].add(row.claim_b)
    for whole, part in scene.gold.composites:
        told = f"{scene.say(whole)} of {scene.say(part)}"
        is_there = whole in node_of and part in node_of
        tally.count("sum apart from part", is_there and node_of[whole][0] != node_of[part][0], told)
        tally.count("sum related to part", is_there and node_of[part][0] in related[claims[whole].id], told)
    for general, instances in scene.gold.specialises:
        ours = {claims[id_].id for id_ in general if id_ in claims}
        found = any(special[claims[id_].id] & ours for id_ in instances if id_ in claims)
        tally.count("instance told", found, f"{scene.say(instances[0])} of {scene.say(general[0])}")


# ---------------------------------------------------------------- copies and silences


def measure_copies(scene: Scene, tally: Tally) -> None:
    """Gold passages that a row of `copies` covers half of in either document, and whether it says who had it first."""
    rows_of: defaultdict[frozenset[str], list[Copy]] = defaultdict(list)
    for row in scene.tables.take(Copy):
        rows_of[frozenset((row.document_a, row.document_b))].append(row)
    for told in scene.gold.copies:
        documents = [scene.matched.documents.get(name) for name in told.documents]
        said = f"{told.documents[0]} to {told.documents[1]}: “{told.quote[:60]} …”"
        if None in documents:
            tally.count("copies found", False, f"{said}; a document is missing")
            continue
        ids = [document.id for document in documents if document]
        rows = [row for row in rows_of[frozenset(ids)] if _covers(scene, told, row)]
        tally.count("copies found", rows, said)
        if rows:
            ways = {None if row.direction is None else row.document_a for row in rows}
            wanted = ids[0] if told.is_directed else None
            tally.count("copy direction", ways == {wanted}, f"{said}: {rows[0].why_direction}")


def _covers(scene: Scene, told: GoldCopy, row: Copy) -> bool:
    spans_of: dict[str, Spans] = {row.document_a: row.spans_a, row.document_b: row.spans_b}
    for name in told.documents:
        document = scene.matched.documents[name]
        where = scene.rules.locate(document.text, told.quote)
        if where and len(where & find_starts(document.text, spans_of[document.id])) >= len(where) / 2:
            return True
    return False


def measure_silences(scene: Scene, tally: Tally) -> None:
    """Who was asked and did not answer, by document and name."""
    names = {source.id: source.name for source in scene.tables.take(Source)}
    rows = [
        (row.document_id, {row.name, names.get(row.source_id or "", "")}, row.why) for row in scene.tables.take(Silence)
    ]
    left = list(rows)
    found = 0
    for stem, who in scene.gold.silences:
        document = scene.matched.documents.get(stem)
        mine = [row for row in left if document and row[0] == document.id and any(scene.rules.is_same(who, n) for n in row[1])]
        if mine:
            left.remove(mine[0])
            found += 1
        else:
            tally.misses.append(f"silences missed: {who} in {stem}")
    stem_of = {document.id: stem for stem, document in scene.matched.documents.items()}
    for document_id, said, why in left:
        who = ", ".join(sorted(filter(None, said)))
        tally.misses.append(f"silences not in the gold: {who} in {stem_of.get(document_id)}: {why}")
    tally.add("silences", Balance(found, len(left), len(scene.gold.silences) - found))


MEASURES: tuple[Callable[[Scene, Tally], None], ...] = (
    measure_lines, measure_wholeness, measure_contradictions, measure_drifts, measure_relations, measure_copies,
    measure_silences,
)  # fmt: skip
"""All of them, in the order in which they are told."""
