"""Each kind of picture says what its rows say: places, counts and marks."""

from __future__ import annotations

import datetime
import itertools
import re
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UnknownName
from sayso.schema import Cell, EvidenceItem, Hypothesis, Sensitivity, Tables, Tally, Weighing
from sayso.tell.lookup import Lookup
from sayso.tell.pictures import (
    COLUMN,
    Actor,
    Tie,
    draw_drift,
    draw_lines,
    draw_matrix,
    draw_network,
    draw_side,
    draw_sources,
    draw_stemma,
    draw_timeline,
    draw_tornado,
)
from sayso.tell.pictures.graph import MOST_SOURCES, MOST_TELLINGS, find_side
from sayso.tell.pictures.lines import find_ways
from sayso.tell.pictures.timeline import MOST_BINS, make_axis, read_day
from tell.painted import make_pile
from tell.shapes import SVG, find_texts
from tell.test_stemma_picture import make_group


def find_told(svg: str) -> str:
    return ElementTree.fromstring(svg).findtext(f"{SVG}desc") or ""


def find_title(svg: str) -> str:
    return ElementTree.fromstring(svg).findtext(f"{SVG}title") or ""


# ---------------------------------------------------------------- stemma


def test_tellings_stand_by_date_from_left_to_right(case: Tables) -> None:
    svg = draw_stemma(case, "g-dye", side="affirmed")
    rights = {
        title: float(rect.get("x", "")) + float(rect.get("width", ""))
        for node in ElementTree.fromstring(svg).iter(f"{SVG}g")
        if (rect := node.find(f"{SVG}rect")) is not None and (title := node.findtext(f"{SVG}title"))
    }
    assert rights["The Saltmere Courier"] < rights["Fenwick Herald"] < rights["report by the Brackwater Board"]
    words = [box.words for box in find_texts(svg)]
    assert words.index("2031-03-04") < words.index("2031-03-05")


def test_what_has_no_date_stands_last_and_says_so(case: Tables) -> None:
    side = find_side(Lookup(make_pile(30)), "g0", side="affirmed")
    published = [side.nodes[node].published for node in side.tellings]
    assert published == sorted(published, key=lambda day: (not day, day))
    assert "" in published
    assert "no date" in [box.words for box in find_texts(draw_stemma(case, "g-sixty", side="affirmed"))]


def test_a_stemma_of_one_column_fits_a_phone(case: Tables) -> None:
    svg = draw_side(Lookup(case), "g-dye", side="affirmed", room=COLUMN)
    assert float(ElementTree.fromstring(svg).get("width", "")) <= COLUMN
    assert "stemma-small" in svg[:120]


def test_what_is_too_much_is_folded_and_counted() -> None:
    tables = make_pile(900)
    side = find_side(Lookup(tables), "g0", side="affirmed")
    assert len(side.tellings) == MOST_TELLINGS
    assert len(side.others) == MOST_SOURCES
    tellers = Lookup(tables).tellers("g0", "affirmed")
    assert side.nodes["\x1fmore-tellings"].name.startswith(f"and {len(tellers) - MOST_TELLINGS + 1} more documents, 20")
    assert {"s0", "s1"} <= set(side.others), "the weakest point is never folded away"


def test_no_edge_runs_through_a_name() -> None:
    for seed in range(6):
        svg = draw_stemma(make_pile(26, seed=seed), "g0", side="affirmed")
        boxes = [
            tuple(float(rect.get(key, "")) for key in ("x", "y", "width", "height"))
            for node in ElementTree.fromstring(svg).iter(f"{SVG}g") if (rect := node.find(f"{SVG}rect")) is not None
        ]
        for edge in ElementTree.fromstring(svg).iter(f"{SVG}g"):
            if edge.get("class") == "stemma-edge":
                way = (edge.findall(f"{SVG}path")[0].get("d") or "")
                points = [tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([-\d.]+ [-\d.]+)", way)]
                for (x, y), (u, v) in itertools.pairwise(points):
                    for left, top, width, height in boxes:
                        is_through = (
                            max(min(x, u), left + 1) < min(max(x, u), left + width - 1) + 0.01
                            and max(min(y, v), top + 1) < min(max(y, v), top + height - 1) + 0.01
                        )
                        assert not is_through, (edge.findtext(f"{SVG}title"), (x, y, u, v), (left, top, width, height))


# ---------------------------------------------------------------- lines


def add_tally(tables: Tables, *, lines: int, possible: int, cut: tuple[str, ...] = ()) -> Tables:
    tables.add("tallies", [Tally("g", "affirmed", 1, 1, lines, possible, cut, cut, "independent", False, (), "")])
    return tables


def test_lines_share_no_source_and_named_ones_come_first() -> None:
    edges = [("d1", "s1", "attribution"), ("d2", "s1", "attribution"), ("d2", "s2", "attribution"), ("d3", "u1", "attribution")]
    tables = add_tally(make_group(edges, ["d1", "d2", "d3"]), lines=2, possible=3, cut=("s1", "s2"))
    ways = find_ways(find_side(Lookup(tables), "g", side="affirmed"))
    assert ways.established == (("d1", "s1"), ("d2", "s2"))
    assert ways.possible == (("d3", "u1"),)
    svg = draw_lines(tables, "g", side="affirmed")
    assert find_title(svg).startswith("2 lines established, 3 possible")
    assert "line 3, possible: Paper d3, then Source u1" in find_told(svg)
    assert len(re.findall(r'<path[^>]*stroke-width="3"[^>]*stroke-dasharray', svg)) == 1
    assert len(re.findall(r'<path[^>]*stroke-width="3"', svg)) == 3


def test_a_bottleneck_leaves_one_line() -> None:
    edges = [(f"d{i}", "s9", "attribution") for i in range(3)] + [("s9", f"s{i}", "attribution") for i in range(3)]
    ways = find_ways(find_side(Lookup(add_tally(make_group(edges, ["d0", "d1", "d2"]), lines=1, possible=1)), "g", side="affirmed"))
    assert len(ways.established) == 1
    assert ways.established[0][1] == "s9"


def test_what_cannot_be_drawn_is_said() -> None:
    tables = add_tally(make_group([("d1", "s1", "attribution")], ["d1"]), lines=1, possible=4)
    assert find_title(draw_lines(tables, "g", side="affirmed")).startswith("1 line established, 4 possible; 3 not drawn")


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_ways_are_as_many_as_the_smallest_cut(data: st.DataObject) -> None:
    tellers = [f"d{i}" for i in range(data.draw(st.integers(1, 5)))]
    names = [*tellers, *(f"{kind}{i}" for kind in "su" for i in range(3))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names), st.just("attribution"))
    edges = data.draw(st.lists(pairs.filter(lambda edge: edge[0] < edge[1]), max_size=14, unique_by=lambda e: e[:2]))
    tables = add_tally(make_group(edges, tellers), lines=99, possible=99)
    side = find_side(Lookup(tables), "g", side="affirmed")
    ways = find_ways(side)
    for way in ways.established + ways.possible:
        assert way[0] in tellers
        assert all(pair in side.kinds for pair in itertools.pairwise(way))
    sources = [node for way in ways.established + ways.possible for node in way if not node.startswith("d")]
    assert len(sources) == len(set(sources))
    graph = nx.DiGraph([(tail, head) for tail, head, _ in edges])
    graph.add_nodes_from(tellers)
    ends = [node for node in graph if graph.out_degree(node) == 0 and (node in tellers or graph.in_degree(node))]
    split = nx.DiGraph()
    for node in graph:
        split.add_edge((node, 0), (node, 1), capacity=99 if node.startswith("d") else 1)
    for tail, head in graph.edges:
        split.add_edge((tail, 1), (head, 0), capacity=99)
    for node in ends:
        split.add_edge((node, 1), "end", capacity=1)
    for node in tellers:
        split.add_edge("start", (node, 0), capacity=99)
    assert len(ways.established) + len(ways.possible) == nx.maximum_flow_value(split, "start", "end")


# ---------------------------------------------------------------- timeline


@given(st.dates(), st.dates())
def test_every_day_has_its_column(a: datetime.date, b: datetime.date) -> None:
    first, last = sorted((a, b))
    axis = make_axis(first, last)
    assert 1 <= len(axis.starts) <= MOST_BINS
    assert axis.starts[0] <= first
    assert axis.find(first) == 0
    assert axis.find(last) == len(axis.starts) - 1


@pytest.mark.parametrize(
    ("published", "day"),
    [
        pytest.param("2031-03-04T10:00:00Z", datetime.date(2031, 3, 4), id="a time of day"),
        pytest.param("2031-03", datetime.date(2031, 3, 1), id="a month"),
        pytest.param("2031", datetime.date(2031, 1, 1), id="a year"),
        pytest.param("2031-02-31", None, id="no such day"),
        pytest.param("0000-01-01", None, id="no such year"),
        pytest.param("soon", None, id="no date"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_days_are_read(published: str | None, day: datetime.date | None) -> None:
    assert read_day(published) == day


def test_the_timeline_counts_each_side_and_names_the_first(case: Tables) -> None:
    svg = draw_timeline(case, "g-dye")
    assert find_title(svg).startswith("3 tellings over time: ")
    assert find_told(svg) == (
        "told by 2 documents: told by 2 documents (1 in 4 Mar 2031, 1 in 5 Mar 2031); first The Saltmere Courier, 2031-03-04. "
        "denied by 1 document: denied by 1 document (1 in 6 Mar 2031); first Moor Tribune, 2031-03-06."
    )
    assert "no date" not in {box.words for box in find_texts(svg)}


def test_what_has_no_date_stands_apart(case: Tables) -> None:
    svg = draw_timeline(case, "g-sixty")
    assert "no date" in {box.words for box in find_texts(svg)}
    assert "1 without a date" in find_told(svg)


def test_hundreds_of_tellings_become_numbers() -> None:
    svg = draw_timeline(make_pile(900), "g0")
    counts = [int(box.words) for box in find_texts(svg) if box.words.isdigit() and int(box.words) < 1900]
    alone = [mark for mark in ElementTree.fromstring(svg).iter() if mark.get("r") == "4.2" or "l9 9m0 -9" in mark.get("d", "")]
    lookup = Lookup(make_pile(900))
    assert sum(counts) + len(alone) == sum(len(lookup.tellers("g0", side)) for side in ("affirmed", "negated"))


def test_a_timeline_of_no_group_is_an_error(case: Tables) -> None:
    with pytest.raises(UnknownName):
        draw_timeline(case, "nothing")


# ---------------------------------------------------------------- sources, drift


def test_sources_say_how_much_hangs_on_them(case: Tables) -> None:
    told = find_told(draw_sources(case))
    assert told.startswith("report by the Brackwater Board: 2 claims, 1 statement, alone behind 1 side. ")
    assert "a person with knowledge of the matter (unnamed): 1 claim, 1 statement, alone behind 1 side. " in told


def test_a_drift_marks_what_went_and_what_came(case: Tables) -> None:
    svg = draw_drift(case, "drift-0")
    spans = {
        span.text: span.get("text-decoration")
        for span in ElementTree.fromstring(svg).iter(f"{SVG}tspan") if span.get("text-decoration")
    }
    assert spans == {"may have": "line-through", "was": "underline"}
    assert "Two officials [-may have-] opened the sluice at night" in find_told(svg)
    with pytest.raises(UnknownName):
        draw_drift(case, "nothing")


# ---------------------------------------------------------------- matrix, tornado


def make_matrix() -> Tables:
    tables = Tables()
    tables.add("hypotheses", [
        Hypothesis("H0", 0, "None of these", True), Hypothesis("H2", 2, "The pump failed", False),
        Hypothesis("H1", 1, "The river rose", False),
    ])
    tables.add("evidence", [
        EvidenceItem("g2", "negated", 2, (), 1.0, None, None, False, ""),
        EvidenceItem("g1", "affirmed", 1, (), 1.0, None, None, False, ""),
    ])
    tables.add("cells", [
        Cell("H1", "g1", "affirmed", "consistent", None, 0.5, (("Ann", "consistent"),), 0.0, ""),
        Cell("H1", "g2", "negated", "inconsistent", None, 0.5, (), 0.0, ""),
        Cell("H2", "g1", "affirmed", "neutral", None, 0.5, (("Ann", "neutral"), ("Bo", "consistent")), 1.0, ""),
        Cell("H2", "g2", "negated", None, None, 0.0, (), 0.0, ""),
    ])
    return tables


@pytest.mark.parametrize("rows", ["hypotheses", "evidence"])
def test_each_cell_has_a_sign_and_a_letter(rows: str) -> None:
    svg = draw_matrix(make_matrix(), rows=rows)  # type: ignore[arg-type]
    cells = [node for node in ElementTree.fromstring(svg).iter(f"{SVG}g") if node.get("class") == "matrix-cell"]
    shown = {node.findtext(f"{SVG}title"): "".join(text.text or "" for text in node.iter(f"{SVG}text")) for node in cells}
    pair = "{} and {}" if rows == "hypotheses" else "{1} and {0}"
    assert {title: words for title, words in shown.items() if words} == {
        f"{pair.format('H1', '1')}: consistent, ruled": "+ C",
        f"{pair.format('H1', '2')}: inconsistent, proposed": "− I",
        f"{pair.format('H2', '1')}: neutral, ruled, raters differ": "0 N",
    }
    assert len(cells) == 6
    corners = [node for node in cells if any((path.get("d") or "").endswith("z") for path in node.iter(f"{SVG}path"))]
    assert len(corners) == 2
    assert "H1, The river rose: 1 consistent, 1 inconsistent; 1 ruled. H2, " in find_told(svg)


def test_a_matrix_too_large_is_cut_and_says_so() -> None:
    svg = draw_matrix(make_pile(400))
    assert "9 hypotheses and 70 pieces of evidence more not drawn" in [box.words for box in find_texts(svg)]
    assert find_told(svg).endswith("9 hypotheses and 70 pieces of evidence more not drawn.")


def make_tornado() -> Tables:
    tables = Tables()
    tables.add("weighings", [
        Weighing("H2", 2, 0, 2, 2.0, 1.5, None, 1, ""), Weighing("H1", 1, 1, 1, 1.0, 0.5, None, 1, ""),
    ])
    tables.add("sensitivities", [
        Sensitivity("document", "d1", "The log", ("H1", "H2"), (("H1", 0.5), ("H2", 1.25)), False, 0.25, "a little"),
        Sensitivity("origin", "s1", "The miller", ("H2", "H1"), (("H1", 0.5), ("H2", 0.0)), True, 1.5, "it turns"),
    ])
    return tables


def test_the_tornado_shows_what_passes_nought() -> None:
    svg = draw_tornado(make_tornado())
    words = [box.words for box in find_texts(svg)]
    assert words.index("The miller") < words.index("The log")
    assert [word for word in words if word in ("−0.50", "0.75")] == ["−0.50", "0.75"]
    assert words.count("✕ turns") == 1
    assert find_told(svg) == (
        "H1 leads by 1.00. Without origin The miller the lead is -0.50, which turns the order to H2, H1. "
        "Without document The log the lead is 0.75."
    )


def test_the_tornado_says_what_is_turned_round_and_who_leads_together() -> None:
    tables = make_tornado()
    level, past = (("H1", 1.0), ("H2", 1.0)), (("H1", 2.0), ("H2", 1.5))
    tables.add("sensitivities", [
        Sensitivity("cell", "H1 g9 affirmed", "H1 and g9", ("H1", "H2"), level, True, 0.5, "level"),
        Sensitivity("cells", "H1 g9 affirmed; H2 g9 affirmed", "2 cells together", ("H2", "H1"), past, True, 1.5, "past"),
    ])
    told = find_told(draw_tornado(tables))
    assert "With cell H1 and g9 the other way round the lead is 0.00, which turns the order: H1, H2 lead together." in told
    assert "With 2 cells together the other way round the lead is -0.50, which turns the order to H2, H1." in told
    assert "Without cell" not in told and "Without 2 cells" not in told


# ---------------------------------------------------------------- network


def test_those_who_cooperate_stand_on_one_side_and_those_who_fight_face_each_other() -> None:
    actors = [Actor(f"a{i}", f"Guild {i}", 1) for i in range(6)]
    ties = [Tie(f"a{i}", f"a{j}", "cooperates with", 1.0, ("x",)) for i, j in ((0, 2), (2, 4), (1, 3), (3, 5))]
    ties += [Tie(f"a{i}", f"a{j}", "fights", -1.0, ("x",), ("y",)) for i, j in ((0, 1), (4, 5))]
    svg = draw_network(actors, ties)
    at = {box.words: box.left for box in find_texts(svg) if re.fullmatch(r"Guild \d", box.words)}
    middle = 360
    assert {name for name, x in at.items() if x < middle} in ({"Guild 0", "Guild 2", "Guild 4"}, {"Guild 1", "Guild 3", "Guild 5"})
    assert find_title(svg) == "6 actors, 6 pairs with ties: 4 cooperate, 2 fight"
    assert "Guild 0 fights Guild 1: said by x, denied by y" in find_told(svg)


def test_both_signs_of_one_pair_are_shown_as_both() -> None:
    ties = [Tie("a", "b", "backs", 0.5, ("x",)), Tie("b", "a", "fights", -1.0, ("y",)), Tie("a", "a", "fights", -1.0, ("z",))]
    svg = draw_network([Actor("a", "Ann"), Actor("b", "Bo")], ties)
    assert find_told(svg) == "Ann backs Bo: said by x; Bo fights Ann: said by y."
    assert find_title(svg).endswith("1 pair with ties: 0 cooperate, 0 fight")


def test_of_many_tellings_those_on_a_line_are_drawn() -> None:
    edges = [(f"d{i:03}", "s0", "attribution") for i in range(120)] + [("d077", "s1", "attribution"), ("d077", "s2", "citation")]
    tables = add_tally(make_group(edges, [f"d{i:03}" for i in range(120)]), lines=3, possible=3, cut=("s0", "s1", "s2"))
    svg = draw_lines(tables, "g", side="affirmed")
    assert find_title(svg).startswith("3 lines established, 3 possible. ")
    assert len(re.findall(r'<path[^>]*stroke-width="3"', svg)) == 3
    assert "Paper d077" in {box.words for box in find_texts(svg)}


@pytest.mark.parametrize("named", ["s1", "s5"])
def test_where_one_way_is_all_there_is_it_ends_in_a_name(named: str) -> None:
    edges = [("d1", "s3", "attribution"), ("s3", named, "attribution"), *(("s3", f"u{i}", "attribution") for i in (0, 2, 9))]
    tables = add_tally(make_group(edges, ["d1"]), lines=1, possible=1)
    ways = find_ways(find_side(Lookup(tables), "g", side="affirmed"))
    assert ways.established == (("d1", "s3", named),)
    assert ways.possible == ()
