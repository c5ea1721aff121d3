"""The gold's lines, counted a second time: by maximum flow over its own chains.

The first count was made by hand. This one shares nothing with `sayso.trace`, so that neither can hide a slip
of the other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
import yaml

from sayso.demo import open_gold

IS_DOCUMENT = {  # whom a careful reader takes for a document of the case
    "internal Bridge Office e-mail": "email",
    "e-mail to the Bridge Office": "email",
    "Corran Wire": "wire",
    "Gazette": "gazette",
    "Riverline magazine": "riverline",
    "audit": "audit",
    "county audit": "audit",
    "Dunmarch Bridge Office, Statement (footnote 4)": "statement",
    "Dunmarch Bridge Office, Statement (footnote 5, Ibid.)": "statement",
}
MANY = 99  # a document of the case carries any number of lines


def load_gold() -> dict[str, Any]:
    with open_gold() as path:
        loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


GOLD = load_gold()
SIDES = [
    pytest.param(name, side, tally, id=f"{name} {side}")
    for name, group in GOLD["groups"].items()
    for side, tally in (("affirmed", group), ("negated", group.get("denial", {})))
    if "lines" in tally
]


def find_paths(group: dict[str, Any], side: str) -> list[list[str]]:
    """Each claim of a side as nodes from its document to the last source that its chain names."""
    paths = []
    for stem, doc in GOLD["documents"].items():
        for claim in doc["claims"]:
            if claim["id"] in group[side]:
                names = [
                    name.split(" (footnote")[0] if "Log" in name else name for name in claim["chain"][1:]
                ]
                # an unnamed source of another document is taken for someone else
                nodes = [
                    f"{name} in {stem}" if name.endswith("?") else IS_DOCUMENT.get(name, name)
                    for name in names
                ]
                paths.append([stem, *nodes])
    return paths


def count_lines(paths: list[list[str]], *, established: bool) -> int:
    """Vertex-disjoint paths to origins; `established` leaves out bare assertions and the unnamed."""
    documents = set(GOLD["documents"])
    graph = nx.DiGraph()
    carriers = {path[0] for path in paths if len(path) > 1} | {node for path in paths for node in path[1:-1]}
    for path in paths:
        graph.add_edge("tellings", (path[0], "in"), capacity=MANY)
        for node in path:
            graph.add_edge((node, "in"), (node, "out"), capacity=MANY if node in documents else 1)
        for tail, head in pairwise(path):
            graph.add_edge((tail, "out"), (head, "in"), capacity=MANY)
        last, is_bare = path[-1], len(path) == 1
        goes_on = last in carriers and not is_bare
        if goes_on or (established and (is_bare or "? in " in last)):
            continue
        graph.add_edge((last, "out"), "origins", capacity=1)
    if "origins" not in graph:
        return 1
    return max(1, int(nx.maximum_flow_value(graph, "tellings", "origins")))


@pytest.mark.parametrize(("name", "side", "tally"), SIDES)
def test_lines_follow_from_the_chains(name: str, side: str, tally: dict[str, Any]) -> None:
    paths = find_paths(GOLD["groups"][name], side)
    assert count_lines(paths, established=True) == tally["lines"]
    if "lines_possible" in tally:
        assert count_lines(paths, established=False) == tally["lines_possible"]
