"""GEXF 1.2, for Gephi; networkx's own writer holds the whole tree and asks the clock for the date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from sayso.schema import Tables
from sayso.tell.exports.about import About, Files
from sayso.tell.exports.chunks import join_chunks
from sayso.tell.exports.graphml import TYPES, to_text
from sayso.tell.exports.graphs import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Graph, Value, draw_network, draw_stemmata
from sayso.tell.exports.labels import to_label
from sayso.tell.lookup import Lookup

DATE_CHARS = 10  # GEXF's own date of change has no time


def export_gexf(tables: Tables, about: About) -> Files:
    """Give `stemmata.gexf` and `sources.gexf`; see `graphs` for what is in them."""
    lookup = Lookup(tables)
    return {
        "stemmata.gexf": join_chunks(_write_graph(lookup, draw_stemmata, about)),
        "sources.gexf": join_chunks(_write_graph(lookup, draw_network, about)),
    }


def _write_graph(lookup: Lookup, draw: Callable[[Lookup], Graph], about: About) -> Iterator[str]:
    graph = draw(lookup)
    changed = f" lastmodifieddate={quoteattr(to_label(about.made_at)[:DATE_CHARS])}" if about.made_at else ""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
        f"<meta{changed}><creator>sayso {escape(to_label(about.version))}</creator>"
        f"<description>{escape(to_label(about.question))}</description></meta>\n"
        '<graph defaultedgetype="directed" mode="static">\n'
    )
    for scope, declared in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        yield f'<attributes class="{scope}" mode="static">\n'
        for name, type_ in declared.items():
            yield f'<attribute id="{name}" title="{name}" type="{TYPES[type_]}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>"
    for node in graph.nodes.values():
        names = f"id={quoteattr(to_label(node.id))} label={quoteattr(node.label)}"
        yield f"\n<node {names}>{_write_values(node.attributes)}</node>"
    yield "\n</nodes>\n<edges>"
    for i, edge in enumerate(graph.edges):
        ends = f"source={quoteattr(to_label(edge.tail))} target={quoteattr(to_label(edge.head))}"
        yield f'\n<edge id="{i}" {ends} weight="{edge.weight}">{_write_values(edge.attributes)}</edge>'
    yield "\n</edges>\n</graph>\n</gexf>\n"


def _write_values(values: Mapping[str, Value]) -> str:
    told = "".join(f'<attvalue for="{name}" value={quoteattr(to_text(value))}/>' for name, value in values.items())
    return f"<attvalues>{told}</attvalues>"
