"""GraphML and GEXF are read back by networkx, with types, and hold the same graph."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from sayso.schema import StemmaEdge, Tables
from tell.export_rows import ABOUT, CASES, NAMES, make_hostile, write
from tell.rows import SAID

# What the schemata of GEXF 1.2 (gexf.xsd, data.xsd) and GraphML 1.0 (graphml-structure.xsd) demand of what is used here:
# for each element where it may stand, in which order, and its attributes; `!` are required.
ELEMENTS: dict[str, dict[str, tuple[str, str, str]]] = {
    "gexf": {
        "gexf": ("", "meta graph", "version!"), "meta": ("gexf", "creator description", "lastmodifieddate"),
        "creator": ("meta", "", ""), "description": ("meta", "", ""),
        "graph": ("gexf", "attributes nodes edges", "defaultedgetype mode"), "attributes": ("graph", "attribute", "class! mode"),
        "attribute": ("attributes", "", "id! title! type!"), "nodes": ("graph", "node", ""), "edges": ("graph", "edge", ""),
        "node": ("nodes", "attvalues", "id! label"), "edge": ("edges", "attvalues", "id! source! target! weight"),
        "attvalues": ("node edge", "attvalue", ""), "attvalue": ("attvalues", "", "for! value!"),
    },
    "graphml": {
        "graphml": ("", "key graph", ""), "key": ("graphml", "", "id! for attr.name attr.type"),
        "graph": ("graphml", "data node edge", "id edgedefault!"), "data": ("graph node edge", "", "key!"),
        "node": ("graph", "data", "id!"), "edge": ("graph", "data", "id source! target!"),
    },
}
NAMESPACES = {"gexf": "http://www.gexf.net/1.2draft", "graphml": "http://graphml.graphdrawing.org/xmlns"}
TYPED = {
    "weight": r"\d+(\.\d+)?", "lastmodifieddate": r"\d{4}-\d\d-\d\d", "version": r"1\.2", "mode": "static", "class": "node|edge",
    "defaultedgetype": "directed", "edgedefault": "directed", "type": "string|boolean|integer|long",
    "attr.type": "string|boolean|int|long", "label": r"(\S+( \S+)*)?",
}
"""What an attribute's value must be made like; a label of GEXF is an `xs:token`."""


def list_faults(content: bytes, to: str) -> list[str]:
    """What in a file the format's schema doesn't allow."""
    faults = []
    for element in etree.fromstring(content).iter():
        name = etree.QName(element)
        parents, children, attributes = ELEMENTS[to].get(name.localname, ("nowhere", "", ""))
        parent = element.getparent()
        above = "" if parent is None else etree.QName(parent).localname
        if name.namespace != NAMESPACES[to] or above not in (parents.split() or [""]):
            faults.append(f"{name} stands in {above}")
        order = [children.split().index(etree.QName(child).localname) for child in element]
        if order != sorted(order):
            faults.append(f"{name.localname}: children out of order")
        known = {one.removesuffix("!"): one.endswith("!") for one in attributes.split()}
        faults += [f"{name.localname} lacks {one}" for one, needed in known.items() if needed and one not in element.attrib]
        for one, value in element.attrib.items():
            if one not in known or not re.fullmatch(TYPED.get(one, r"(?s).*"), value):
                faults.append(f"{name.localname} {one}={value!r}")
    return faults


READERS: dict[str, Callable[[Any], Any]] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def read(tables: Tables, name: str, to: str) -> Any:
    return READERS[to](io.BytesIO(write(tables, to)[f"{name}.{to}"]))


def flatten(graph: Any) -> tuple[dict[str, Any], list[Any]]:
    """Nodes and edges with what both formats carry."""
    edges = [(a, b, {name: value for name, value in about.items() if name != "id"}) for a, b, about in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), sorted(edges, key=repr)


@pytest.mark.parametrize("name", ["stemmata", "sources"])
@pytest.mark.parametrize("of", CASES)
def test_both_formats_hold_the_same(name: str, of: str) -> None:
    tables = CASES[of]()
    (nodes_a, edges_a), (nodes_b, edges_b) = (flatten(read(tables, name, to)) for to in ("graphml", "gexf"))
    assert nodes_a == nodes_b
    assert edges_a == edges_b


@pytest.mark.parametrize("to", ["graphml", "gexf"])
@pytest.mark.parametrize("of", CASES)
def test_files_are_made_as_the_schema_has_it(to: str, of: str) -> None:
    for content in write(CASES[of](), to).values():
        assert list_faults(content, to) == []
        ids = [element.get("id") for element in etree.fromstring(content).iter("{*}node")]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("bad", "fault"), [
    (b'<node id="x" colour="red"/>', "node colour='red'"), (b"<node/>", "node lacks id"), (b"<vertex/>", "vertex} stands in"),
])
def test_the_schema_refuses_a_broken_file(case: Tables, bad: bytes, fault: str) -> None:
    content = write(case, "gexf")["sources.gexf"].replace(b"<nodes>", b"<nodes>" + bad)
    if fault.startswith("vertex"):
        with pytest.raises(ValueError, match="vertex"):
            list_faults(content, "gexf")
    else:
        assert list_faults(content, "gexf") == [fault]


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
