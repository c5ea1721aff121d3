"""Rows for pictures: a case of any size about a flooded cellar, with every kind of row that a picture reads."""

from __future__ import annotations

import random

from sayso.schema import (
    Cell,
    Claim,
    Document,
    Drift,
    EvidenceItem,
    Group,
    Hop,
    Hypothesis,
    Identity,
    Membership,
    Sensitivity,
    Source,
    StemmaEdge,
    Tables,
    Tally,
    Weighing,
)
from sayso.tell.pictures import Actor, Tie

NASTY = (
    "</title><script>alert(1)</script>", "\u202egnp.exe\x1b[31m\x00 & \"quotes\" 'n' <b>", "وزارة الداخلية والشؤون البلدية",
    "משרד ראש העיר", "👩‍👩‍👧‍👦 Family Post 🏴‍☠️🎉", "東京都下水道局第三管理事務所の報告書", "Z̸̢̛̖͔̱͇̼̰̪̊͌̿̓͝a̴̡͕̱͐̀͛̏̕͠l̸̛̰g̴o", "﷽﷽﷽ 𒐫𒐫 ⸻⸻", "W" * 300,
    "The Standing Committee on Cellars " * 12, "\ufffe\uffff", "", "ñandú Ærø ß", "m" * 40 + " " + "i" * 40,
)
TEXT = "The cellar of Mill Lane 4 may have flooded at night. The cellar flooded. Nine pumps ran. "


def make_pile(n: int, *, names: tuple[str, ...] = (), seed: int = 1) -> Tables:
    """A group `g0` told by n documents and denied by some, its sources, hypotheses, cells and sensitivities."""
    pick = random.Random(seed)
    name = (lambda i, kind: names[i % len(names)]) if names else (lambda i, kind: f"{kind} number {i}")
    tables = Tables()
    n_sources = max(n // 3, 2)
    tables.add("sources", [
        Source(f"s{i}", name(i, "Office"), "organisation", i % 3 != 2, True, (), None, None) for i in range(n_sources)
    ])
    tables.add("groups", [Group(f"g{i}", name(i, "The cellar flooded, statement"), "c0") for i in range(max(n // 4, 2))])
    for i in range(n):
        side = "negated" if i % 5 == 4 else "affirmed"
        published = None if i % 7 == 6 else f"20{20 + i % 12:02}-{i % 12 + 1:02}-{i % 28 + 1:02}"
        tables.add("documents", [Document(
            f"d{i}", f"{i:064x}", f"{i}.txt", "text/plain", len(TEXT), TEXT, name(i + 1, "Paper"), (), None, published, "en",
            None, None, (), "test",
        )])
        tables.add("claims", [Claim(
            f"c{i}", f"d{i}", "p", ((0, 51),), "x", "x", 0, len(TEXT), None, False, side, (), "", "reports", (), "", (), (), "test",
        )])
        group = "g0" if i % 3 else f"g{i % max(n // 4, 2)}"
        tables.add("memberships", [Membership(f"c{i}", group, side, 1.0, "")])
        source = f"s{pick.randrange(n_sources)}"
        tables.add("hops", [
            Hop(f"c{i}", 0, f"d{i}", f"t{i}", "teller", "teller", (), (), "teller"),
            Hop(f"c{i}", 1, f"d{i}", f"r{i}", "source", "organisation", (), (), "attribution"),
        ])
        tables.add("identities", [Identity(f"r{i}", source, 1.0, "")])
        kind = pick.choice(["attribution", "citation", "same utterance", "speaks for"])
        edges = [StemmaEdge(group, side, f"d{i}", source, f"c{i}", kind, "")]
        if i % 4 == 1:
            edges.append(StemmaEdge(group, side, f"d{i}", f"d{pick.randrange(n)}", f"c{i}", "copy", ""))
        if i % 4 == 2:
            edges.append(StemmaEdge(group, side, source, f"s{pick.randrange(n_sources)}", f"c{i}", "attribution", ""))
        if i % 9 == 5:
            edges.append(StemmaEdge(group, side, source, f"d{pick.randrange(n)}", f"c{i}", "citation", ""))
        tables.add("stemma_edges", [edge for edge in edges if edge.tail != edge.head])
    for side in ("affirmed", "negated"):
        tables.add("tallies", [Tally(
            "g0", side, n, n, 2, 4, ("s0", "s1"), (name(0, "Office"), name(1, "Office")), "independent", False, (), "two"
        )])
    tables.add("drifts", [Drift(
        "x0", "g0", "c1", "c2", "hedge lost", "may have", "", ((25, 33),), (), 0.5, name(3, "the hedge went, reason")
    )])
    _add_weighing(tables, n, name, pick)
    return tables


def _add_weighing(tables: Tables, n: int, name, pick: random.Random) -> None:  # type: ignore[no-untyped-def]
    readings = [Hypothesis(f"H{i + 1}", i, name(i, "The cellar was flooded by neighbour"), False) for i in range(min(n, 20))]
    readings.append(Hypothesis("H0", 99, "None of these", True))
    items = [EvidenceItem(f"g{i}", "affirmed", i, (), 1.0, None, None, False, "") for i in range(max(n // 4, 2))]
    values = ["consistent", "inconsistent", "neutral", "not applicable", None]
    tables.add("hypotheses", readings)
    tables.add("evidence", items)
    tables.add("cells", [
        Cell(
            row.id, item.group_id, item.side, pick.choice(values), None, 0.5,
            (("Ann", "neutral"),) if pick.random() < 0.3 else (), 0.5 if pick.random() < 0.1 else 0.0, "",
        )
        for row in readings for item in items
    ])
    tables.add("weighings", [Weighing(row.id, i + 1, 1, 1, 1.0, 1.0 + i / 2, None, 1, "") for i, row in enumerate(readings)])
    tables.add("sensitivities", [
        Sensitivity(
            "source", f"s{i}", name(i, "Office"), ("H2", "H1") if i % 4 == 0 else ("H1", "H2"),
            tuple((row.id, 2.0 + j / 2 - (i % 4 == 0) * j) for j, row in enumerate(readings)), i % 4 == 0, float(i), "because",
        )
        for i in range(n)
    ])


def make_network(n: int, *, names: tuple[str, ...] = (), seed: int = 1) -> tuple[list[Actor], list[Tie]]:
    """n actors and twice as many ties."""
    pick = random.Random(seed)
    label = (lambda i: names[i % len(names)]) if names else (lambda i: f"Neighbour number {i}")
    actors = [Actor(f"a{i}", label(i), i % 9, i % 4 != 3) for i in range(n)]
    words = {-1.0: "fights", -0.5: "accuses", 0.0: "meets", 0.5: "backs", 1.0: "cooperates with"}
    ties = []
    for i in range(2 * n):
        a, b = pick.sample(range(n), 2)
        sign = pick.choice(sorted(words))
        ties.append(Tie(f"a{a}", f"a{b}", words[sign], sign, (label(i), "Paper"), (label(b),) if i % 5 == 0 else ()))
    return actors, ties


def shuffle(tables: Tables, seed: int = 5) -> Tables:
    """The same rows in another order."""
    held = {}
    for table in tables.names():
        rows = list(tables.named(table))
        random.Random(seed).shuffle(rows)
        held[table] = rows
    return Tables(held)
