"""GraphML and GEXF are read back by networkx, with types, and hold the same graph."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from sayso.schema import StemmaEdge, Tables
from tell.export_rows import ABOUT, NAMES, make_hostile, write
from tell.rows import SAID

READERS: dict[str, Callable[[Any], Any]] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def read(tables: Tables, name: str, to: str) -> Any:
    return READERS[to](io.BytesIO(write(tables, to)[f"{name}.{to}"]))


def flatten(graph: Any) -> tuple[dict[str, Any], list[Any]]:
    """Nodes and edges with what both formats carry."""
    edges = [(a, b, {name: value for name, value in about.items() if name != "id"}) for a, b, about in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), sorted(edges, key=repr)


@pytest.mark.parametrize("name", ["stemmata", "sources"])
@pytest.mark.parametrize("hostile", [False, True])
def test_both_formats_hold_the_same(case: Tables, name: str, hostile: bool) -> None:
    tables = make_hostile() if hostile else case
    (nodes_a, edges_a), (nodes_b, edges_b) = (flatten(read(tables, name, to)) for to in ("graphml", "gexf"))
    assert nodes_a == nodes_b
    assert edges_a == edges_b


@pytest.mark.parametrize("to", ["graphml", "gexf"])
def test_stemmata_hold_every_telling_and_every_edge(case: Tables, to: str) -> None:
    graph = read(case, "stemmata", to)
    told = {(a, b) for a, b, about in graph.edges(data=True) if about["kind"] == "tells"}
    assert told == {(said.doc, f"{said.group}/{said.side}") for said in SAID}
    edges = {(a, b, about["claim_id"], about["stance"]) for a, b, about in graph.edges(data=True) if about["kind"] != "tells"}
    assert edges == {(said.doc, source, said.id, said.stance) for said in SAID for _, _, source in said.chain}
    side = graph.nodes["g-dye/affirmed"]
    assert (side["tellings"], side["lines"], side["verdict"]) == (2, 1, "same origin")
    assert graph.nodes["s-person"]["is_named"] is False
    assert graph.nodes["courier"]["published"] == "2031-03-04"


@pytest.mark.parametrize("to", ["graphml", "gexf"])
def test_sources_count_claims(case: Tables, to: str) -> None:
    graph = read(case, "sources", to)
    about = graph.edges["tribune", "s-mayor"]
    assert (about["n_claims"], about["n_documents"], about["n_negated"], about["n_denies"]) == (1, 1, 1, 1)
    assert about["weight"] == 1
    assert set(graph.nodes) >= {said.doc for said in SAID}


@pytest.mark.parametrize("to", ["graphml", "gexf"])
def test_two_edges_between_the_same_nodes_are_two(case: Tables, to: str) -> None:
    case.add("stemma_edges", [StemmaEdge("g-shut", "affirmed", "courier", "s-report", "c4", "citation", "note 3")])
    graph = read(case, "stemmata", to)
    assert graph.is_multigraph()
    assert {about["kind"] for about in graph["courier"]["s-report"].values()} == {"attribution", "citation"}


@pytest.mark.parametrize("to", ["graphml", "gexf"])
def test_hostile_names_are_labels_and_nothing_else(to: str) -> None:
    tables = make_hostile()
    graph = read(tables, "sources", to)
    labels = {node: about["label"] for node, about in graph.nodes(data=True) if node.startswith("s-bad")}
    assert len(labels) == len(NAMES)
    assert labels["s-bad-08"] == NAMES[8]
    assert labels["s-bad-10"] == "nul [U+0000] bell [U+0007] esc [U+001B][31m"
    assert labels["s-bad-16"] == "none [U+FFFE] [U+FFFF]"
    assert len(labels["s-bad-17"]) == 300
    tree = etree.fromstring(write(tables, to)[f"sources.{to}"])
    assert {etree.QName(node).localname for node in tree.iter()} <= {
        "graphml", "key", "graph", "data", "node", "edge", "gexf", "meta", "creator", "description", "attributes", "attribute",
        "nodes", "edges", "attvalues", "attvalue",
    }


def test_when_and_by_whom_it_was_made(case: Tables) -> None:
    graph = read(case, "stemmata", "graphml").graph
    assert (graph["sayso"], graph["question"], graph["made_at"]) == ("0.0.test", ABOUT.question, ABOUT.made_at)
    meta = etree.fromstring(write(case, "gexf")["stemmata.gexf"]).find("{*}meta")
    assert meta is not None
    assert meta.get("lastmodifieddate") == "2031-06-01"
    assert meta.findtext("{*}description") == ABOUT.question
