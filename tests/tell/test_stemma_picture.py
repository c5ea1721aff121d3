"""Stemma pictures: well-formed, bounded, the same for the same rows, and readable without sight or colour."""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UnknownName
from sayso.schema import Claim, Document, Group, Membership, Source, StemmaEdge, Tables
from sayso.tell import draw_stemma
from sayso.tell.layering import lay_out
from sayso.tell.pictures import NODE_WIDTHS, WIDTH

SVG = "{http://www.w3.org/2000/svg}"


def make_group(edges: list[tuple[str, str, str]], tellers: list[str]) -> Tables:
    """A group told by documents `d..` whose sources are `s..` and, unnamed, `u..`."""
    nodes = dict.fromkeys([*tellers, *(node for tail, head, _ in edges for node in (tail, head))])
    tables = Tables()
    for node in nodes:
        if node.startswith("d"):
            tables.add("documents", [Document(
                node, "0" * 64, f"{node}.txt", "text/plain", 1, "x y", f"Paper {node}", (), None, None, "en", None, None,
                (), "test",
            )])
        else:
            tables.add("sources", [Source(node, f"Source {node}", "person", node[0] == "s", True, (), None, None)])
    for teller in tellers:
        tables.add("claims", [Claim(
            f"c-{teller}", teller, "p", ((0, 1),), "x", "x", 0, 3, None, False, "affirmed", (), "", "reports", (), "", (),
            (), "test",
        )])
        tables.add("memberships", [Membership(f"c-{teller}", "g", "affirmed", 1.0, "")])
    tables.add("groups", [Group("g", "the bridge fell", f"c-{tellers[0]}")])
    tables.add("stemma_edges", [StemmaEdge("g", "affirmed", tail, head, "c", kind, "") for tail, head, kind in edges])
    return tables


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    found = [node.find(f"{SVG}rect") for node in ElementTree.fromstring(svg).iter(f"{SVG}g")]
    return [
        tuple(float(rect.get(key, "")) for key in ("x", "y", "width", "height")) for rect in found if rect is not None
    ]  # type: ignore[misc]


def test_the_picture_says_in_words_what_it_shows(case: Tables) -> None:
    root = ElementTree.fromstring(draw_stemma(case, "g-dye", side="affirmed"))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "2 documents tell: Forty barrels of dye were dumped into it"
    assert root.findtext(f"{SVG}desc") == (
        "The Saltmere Courier lays it to report by the Brackwater Board. Fenwick Herald lays it to report by the "
        "Brackwater Board. Weakest point: report by the Brackwater Board."
    )
    assert root.get("aria-labelledby") == "stemma-g-dye-affirmed-t stemma-g-dye-affirmed-d"


def test_unnamed_sources_are_dashed_and_the_cut_is_named(case: Tables) -> None:
    svg = draw_stemma(case, "g-sluice", side="affirmed")
    assert len(re.findall(r"<rect[^>]*stroke-dasharray", svg)) == 2
    assert svg.count("✕ weakest point") == 1


def test_a_copy_is_a_double_line_and_the_same_utterance_a_dotted_one() -> None:
    tables = make_group([("d1", "d2", "copy"), ("d3", "d2", "same utterance"), ("d2", "s1", "attribution")], ["d1", "d2", "d3"])
    root = ElementTree.fromstring(draw_stemma(tables, "g", side="affirmed"))
    edges = [edge for edge in root if edge.get("class") == "stemma-edge"]
    drawn = {edge.findtext(f"{SVG}title"): edge.findall(f"{SVG}path")[:-1] for edge in edges}
    assert [len(paths) for paths in drawn.values()] == [2, 1, 1]
    assert [bool(paths[0].get("stroke-dasharray")) for paths in drawn.values()] == [False, False, True]


def test_thirty_tellings_stay_within_the_width() -> None:
    tellers = [f"d{i:02}" for i in range(30)]
    edges = [(teller, f"s{i % 4}", "attribution") for i, teller in enumerate(tellers)]
    edges += [(f"s{i}", "s9", "attribution") for i in range(4)]
    svg = draw_stemma(make_group(edges, tellers), "g", side="affirmed")
    found = boxes(svg)
    assert len(found) == 35
    assert max(x + width for x, _, width, _ in found) <= WIDTH
    assert min(width for _, _, width, _ in found) >= NODE_WIDTHS[0]


def test_long_names_are_elided_and_told_in_full() -> None:
    tables = make_group([("d1", "s1", "attribution")], ["d1"])
    name = "The Permanent Commission of Inquiry into the Condition of Bridges, Culverts and Weirs of the Upper Valley"
    tables = Tables({**{table: tables.named(table) for table in tables.names() if table != "sources"}, "sources": [
        Source("s1", name, "organisation", True, True, (), None, None)
    ]})
    svg = draw_stemma(tables, "g", side="affirmed")
    assert f"<title>{name}</title>" in svg
    assert "…</text>" in svg


def test_a_circle_is_drawn() -> None:
    tables = make_group([("d1", "d2", "citation"), ("d2", "d1", "citation")], ["d1", "d2"])
    svg = draw_stemma(tables, "g", side="affirmed")
    assert svg.count('class="stemma-edge"') == 2


def test_hostile_names_stay_text(case: Tables) -> None:
    svg = draw_stemma(case, "g-sixty", side="affirmed")
    assert "<b onmouseover" not in svg
    ElementTree.fromstring(svg)


def test_an_unknown_group_is_said(case: Tables) -> None:
    with pytest.raises(UnknownName):
        draw_stemma(case, "nothing", side="affirmed")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_boxes_never_overlap_and_order_of_rows_never_matters(data: st.DataObject) -> None:
    tellers = [f"d{i}" for i in range(data.draw(st.integers(1, 6)))]
    others = [f"{kind}{i}" for kind in "su" for i in range(3)]
    kinds = st.sampled_from(["attribution", "citation", "copy", "same utterance", "speaks for"])
    pairs = st.tuples(st.sampled_from(tellers + others), st.sampled_from(tellers + others), kinds)
    edges = data.draw(st.lists(pairs.filter(lambda edge: edge[0] != edge[1]), max_size=14, unique_by=lambda e: e[:2]))
    svg = draw_stemma(make_group(edges, tellers), "g", side="affirmed")
    found = boxes(svg)
    for i, (x, y, w, h) in enumerate(found):
        for u, v, a, b in found[i + 1 :]:
            assert x + w <= u or u + a <= x or y + h <= v + 0.2 or v + b <= y + 0.2
    shuffled = list(edges)
    random.Random(1).shuffle(shuffled)
    assert draw_stemma(make_group(shuffled, tellers), "g", side="affirmed").count("<path") == svg.count("<path")


def test_edges_bend_round_the_nodes_between() -> None:
    layout = lay_out(
        {"a": 20, "b": 20, "c": 20}, [("a", "b"), ("b", "c"), ("a", "c")], starts=["a"], gap=10
    )
    (_, middle) = layout.ways["a", "c"][1]
    assert abs(middle - layout.middles["b"]) >= 13
