"""GraphML, written as it goes: networkx's own writer holds the whole tree, and every value, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from sayso.schema import Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks
from sayso.tell.exports.graphs import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Graph, Value, draw_network, draw_stemmata
from sayso.tell.exports.labels import to_label
from sayso.tell.lookup import Lookup

TYPES = {str: "string", int: "long", bool: "boolean"}


def export_graphml(tables: Tables, about: About) -> Files:
    """Give `stemmata.graphml` and `sources.graphml`; see `graphs` for what is in them."""
    lookup = Lookup(tables)
    return {
        "stemmata.graphml": join_chunks(_write_graph(lookup, draw_stemmata, about)),
        "sources.graphml": join_chunks(_write_graph(lookup, draw_network, about)),
    }


def _write_graph(lookup: Lookup, draw: Callable[[Lookup], Graph], about: About) -> Iterator[str]:
    graph = draw(lookup)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for scope, declared in (("node", {"label": str} | NODE_ATTRIBUTES), ("edge", {"weight": int} | EDGE_ATTRIBUTES)):
        for name, type_ in declared.items():
            yield f'<key id="{scope}-{name}" for="{scope}" attr.name="{name}" attr.type="{TYPES[type_]}"/>\n'
    for name in ("sayso", "question", "made_at"):
        yield f'<key id="graph-{name}" for="graph" attr.name="{name}" attr.type="string"/>\n'
    yield '<graph edgedefault="directed">\n'
    yield _write_data("graph", {
        "sayso": to_label(about.version), "question": to_label(about.question), "made_at": to_label(about.made_at),
    })
    for node in graph.nodes.values():
        data = _write_data("node", {"label": node.label, **node.attributes})
        yield f"\n<node id={quoteattr(to_label(node.id))}>{data}</node>"
    for i, edge in enumerate(graph.edges):
        ends = f"source={quoteattr(to_label(edge.tail))} target={quoteattr(to_label(edge.head))}"
        data = _write_data("edge", {"weight": edge.weight, **edge.attributes})
        yield f'\n<edge id="e{i}" {ends}>{data}</edge>'
    yield "\n</graph>\n</graphml>\n"


def _write_data(scope: str, values: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{scope}-{name}">{escape(to_text(value))}</data>' for name, value in values.items())


def to_text(value: Value) -> str:
    """Give a value as XML Schema writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
