"""The laws of counting lines (DESIGN.md section 4), over random stemmata."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sayso.trace.lines import Lines, Pair, Stemma, _count_graph, _count_path, _find_only_path, count_lines

DOCUMENTS = ("a", "b", "c", "d")
CITED_DOCUMENT = "e"  # a document of the case that never tells it
SOURCES = ("p", "q", "r", "s", "t")
CHECKED = settings(max_examples=250, deadline=None)


@st.composite
def stemmata(draw: st.DrawFn) -> Stemma:
    """Any graph over four documents that may tell it, one that doesn't and five sources; cycles and all."""
    tellings = draw(st.frozensets(st.sampled_from(DOCUMENTS), min_size=1))
    carriers = (*sorted(tellings), CITED_DOCUMENT, *SOURCES)
    edges = draw(st.frozensets(st.tuples(st.sampled_from(carriers), st.sampled_from(carriers)), max_size=12))
    copied = st.tuples(st.sampled_from(sorted(tellings)), st.sampled_from(sorted(tellings)))
    return Stemma(
        tellings=tellings,
        edges=edges,
        copies=draw(st.frozensets(copied, max_size=2)),
        same=draw(st.frozensets(copied, max_size=1)),
        documents=frozenset({CITED_DOCUMENT}),
        unnamed=draw(st.frozensets(st.sampled_from(SOURCES), max_size=3)),
        bare=draw(st.frozensets(st.sampled_from(sorted(tellings)), max_size=2)),
    )


def rename(stemma: Stemma, old: str, new: str) -> Stemma:
    """Take source `old` for source `new`."""
    edges = {(new if tail == old else tail, new if head == old else head) for tail, head in stemma.edges}
    return dataclasses.replace(stemma, edges=frozenset(edges), unnamed=stemma.unnamed - {old})


# ---------------------------------------------------------------- the count is the smallest cut, by brute force


def paths_left(stemma: Stemma, origins: Iterable[str], cut: frozenset[str]) -> bool:
    """Whether a telling still reaches an origin with `cut` gone; a document in it ends no path but carries on."""
    documents = stemma.tellings | stemma.documents
    walls = cut - documents
    seen, todo = set(stemma.tellings), list(stemma.tellings)
    while todo:
        at = todo.pop()
        if at in origins and at not in cut:
            return True
        for tail, head in stemma.edges | stemma.copies:
            if tail == at and head not in seen and head not in walls:
                seen.add(head)
                todo.append(head)
    return False


def smallest_cuts(stemma: Stemma, origins: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every smallest set of nodes that leaves no path to an origin."""
    nodes = sorted({node for pair in stemma.edges | stemma.copies for node in pair} | stemma.tellings)
    for size in range(len(nodes) + 1):
        found = [set_ for set_ in map(frozenset, combinations(nodes, size)) if not paths_left(stemma, origins, set_)]
        if found:
            yield from found
            return


def reach(stemma: Stemma, start: str) -> set[str]:
    """All nodes that one leads to, itself too."""
    seen, todo = {start}, [start]
    while todo:
        at = todo.pop()
        for tail, head in stemma.edges | stemma.copies:
            if tail == at and head not in seen:
                seen.add(head)
                todo.append(head)
    return seen


def close_circles(stemma: Stemma) -> tuple[Stemma, set[str], set[str]]:
    """The definition, written out: closed circles made one node; named origins; all origins."""
    reached = set().union(*(reach(stemma, telling) for telling in stemma.tellings))
    documents = stemma.tellings | stemma.documents
    one: dict[str, str] = {}
    for node in reached:
        circle = reach(stemma, node)
        if all(node in reach(stemma, other) for other in circle):
            one[node] = min(circle, key=lambda m: (m not in documents, m in stemma.unnamed, m))
    cited = {one.get(head, head) for tail, head in stemma.edges if tail in reached and tail != head}
    ends = set(one.values())
    named = {end for end in ends if end in cited and end not in stemma.unnamed}

    def renamed(pairs: frozenset[Pair]) -> frozenset[Pair]:
        both = {(one.get(tail, tail), one.get(head, head)) for tail, head in pairs if tail in reached}
        return frozenset((tail, head) for tail, head in both if tail != head)

    closed = dataclasses.replace(
        stemma,
        tellings=frozenset(one.get(node, node) for node in stemma.tellings),
        edges=renamed(stemma.edges),
        copies=renamed(stemma.copies),
        documents=frozenset(one.get(node, node) for node in stemma.documents),
    )
    return closed, named, ends | {one.get(node, node) for node in stemma.bare}


@given(stemmata())
@CHECKED
def test_the_cut_is_a_smallest_one_and_the_count_is_its_size(stemma: Stemma) -> None:
    stemma = dataclasses.replace(stemma, same=frozenset())
    lines = count_lines(stemma)
    closed, named, everyone = close_circles(stemma)
    assert set(lines.named) == named
    assert {*lines.named, *lines.unnamed, *lines.bare} == everyone
    cuts = list(smallest_cuts(closed, named or everyone))
    assert frozenset(lines.cut) in cuts
    assert len(lines.cut) == (lines.established if named else lines.possible)
    assert lines.possible == len(next(smallest_cuts(closed, everyone)))
    unnamed = stemma.unnamed & {node for cut in cuts for node in cut}
    if not stemma.bare:
        assert len(unnamed & set(lines.cut)) == min(len(unnamed & cut) for cut in cuts)


# ---------------------------------------------------------------- the interval


@given(stemmata())
@CHECKED
def test_the_count_is_an_interval_within_the_origins(stemma: Stemma) -> None:
    lines = count_lines(stemma)
    assert 1 <= lines.established <= lines.possible
    assert lines.possible <= len(lines.named) + len(lines.unnamed) + len(lines.bare)
    assert lines.established <= max(1, len(lines.named))


@given(stemmata())
def test_no_telling_no_line(stemma: Stemma) -> None:
    assert count_lines(dataclasses.replace(stemma, tellings=frozenset())) == Lines(0, 0)


@given(stemmata())
@CHECKED
def test_naming_a_source_never_lowers_the_established(stemma: Stemma) -> None:
    named = dataclasses.replace(stemma, unnamed=frozenset())
    assert count_lines(named).established >= count_lines(stemma).established
    assert count_lines(named).possible == count_lines(stemma).possible


# ---------------------------------------------------------------- copies


@given(stemmata(), st.data(), st.booleans())
@CHECKED
def test_a_copy_adds_no_line(stemma: Stemma, data: st.DataObject, is_directed: bool) -> None:
    copied = data.draw(st.sampled_from(sorted(stemma.tellings)))
    pair = frozenset({("z", copied)})
    if is_directed:
        more = dataclasses.replace(stemma, tellings=stemma.tellings | {"z"}, copies=stemma.copies | pair)
    else:
        more = dataclasses.replace(
            stemma, tellings=stemma.tellings | {"z"}, same=stemma.same | pair, bare=stemma.bare | {"z"}
        )
    before, after = count_lines(stemma), count_lines(more)
    assert after.established <= before.established
    assert after.possible <= before.possible


@given(stemmata(), st.data())
@CHECKED
def test_a_copy_that_keeps_the_chains_adds_no_line(stemma: Stemma, data: st.DataObject) -> None:
    copied = data.draw(st.sampled_from(sorted(stemma.tellings)))
    chains = {("z", head) for tail, head in stemma.edges if tail == copied and head != copied}
    assume(chains)
    more = dataclasses.replace(
        stemma,
        tellings=stemma.tellings | {"z"},
        edges=stemma.edges | chains,
        copies=stemma.copies | {("z", copied)},
    )
    before, after = count_lines(stemma), count_lines(more)
    assert after.established <= before.established
    assert after.possible <= before.possible


# ---------------------------------------------------------------- merging and splitting origins


@st.composite
def stemmata_with_origins(draw: st.DrawFn) -> Stemma:
    """Any graph in which `p` and `q` are named origins."""
    stemma = draw(stemmata())
    tails = [*sorted(stemma.tellings), CITED_DOCUMENT, *SOURCES[2:]]
    edges = {pair for pair in stemma.edges if pair[0] not in ("p", "q")}
    for origin in ("p", "q"):
        edges |= {(tail, origin) for tail in draw(st.lists(st.sampled_from(tails), min_size=1, max_size=3))}
    edges |= {(draw(st.sampled_from(sorted(stemma.tellings))), draw(st.sampled_from(tails)))}
    return dataclasses.replace(stemma, edges=frozenset(edges), unnamed=stemma.unnamed - {"p", "q"})


@given(stemmata_with_origins())
@CHECKED
def test_merging_named_origins_never_raises(stemma: Stemma) -> None:
    apart, merged = count_lines(stemma), count_lines(rename(stemma, "p", "q"))
    assert merged.established <= apart.established
    assert merged.possible <= apart.possible


@given(stemmata_with_origins(), st.data())
@CHECKED
def test_splitting_a_named_origin_never_lowers(stemma: Stemma, data: st.DataObject) -> None:
    into = sorted(pair for pair in stemma.edges if pair[1] == "p")
    moved = data.draw(st.sets(st.sampled_from(into)))
    edges = {(tail, "twin") if (tail, head) in moved else (tail, head) for tail, head in stemma.edges}
    whole, split = count_lines(stemma), count_lines(dataclasses.replace(stemma, edges=frozenset(edges)))
    assert split.established >= whole.established
    assert split.possible >= whole.possible


# ---------------------------------------------------------------- order, names, the short way


@given(stemmata())
@CHECKED
def test_counting_again_gives_the_same(stemma: Stemma) -> None:
    again = dataclasses.replace(
        stemma,
        edges=frozenset(sorted(stemma.edges, reverse=True)),
        tellings=frozenset(sorted(stemma.tellings)),
    )
    assert count_lines(stemma) == count_lines(again)


@given(
    st.lists(st.sampled_from((*SOURCES, CITED_DOCUMENT)), unique=True),
    st.frozensets(st.sampled_from(SOURCES)),
)
@CHECKED
def test_the_short_way_of_a_single_chain_counts_the_same(chain: list[str], unnamed: frozenset[str]) -> None:
    nodes = ["a", *chain]
    edges: frozenset[Pair] = frozenset(pairwise(nodes))
    stemma = Stemma(
        frozenset({"a"}),
        edges,
        documents=frozenset({CITED_DOCUMENT}),
        unnamed=unnamed & set(nodes),
        bare=frozenset() if chain else frozenset({"a"}),
    )
    path = _find_only_path(stemma)
    assert path == tuple(nodes)
    assert _count_path(stemma, path) == _count_graph(stemma)


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param({("a", "p"), ("a", "q")}, id="a branch"),
        pytest.param({("a", "p"), ("p", "q"), ("q", "p")}, id="a circle"),
        pytest.param({("a", "a")}, id="a document that cites itself"),
    ],
)
def test_the_short_way_is_for_single_chains_only(edges: set[Pair]) -> None:
    assert _find_only_path(Stemma(frozenset({"a"}), frozenset(edges))) is None


# ---------------------------------------------------------------- withdrawal


@given(stemmata(), st.data())
@CHECKED
def test_what_is_left_when_something_is_withdrawn(stemma: Stemma, data: st.DataObject) -> None:
    gone = data.draw(st.frozensets(st.sampled_from((*DOCUMENTS, CITED_DOCUMENT, *SOURCES)), max_size=3))
    stemma = dataclasses.replace(stemma, same=frozenset())
    before, after = count_lines(stemma), count_lines(dataclasses.replace(stemma, withdrawn=gone))
    assert after.established <= before.established
    assert after.possible <= before.possible
    assert after.established <= after.possible
    assert not gone.intersection((*after.named, *after.unnamed, *after.bare, *after.cut))
    closed, named, everyone = close_circles(stemma)
    assume(not before.circles)  # a circle stands and falls as one
    left = dataclasses.replace(
        closed,
        tellings=closed.tellings - gone,
        edges=frozenset(pair for pair in closed.edges if not gone.intersection(pair)),
        copies=frozenset(pair for pair in closed.copies if not gone.intersection(pair)),
    )
    reached = set().union(set(), *(reach(left, telling) for telling in left.tellings))
    assert {*after.named, *after.unnamed, *after.bare} == everyone & reached
    assert after.possible == len(next(smallest_cuts(left, everyone & reached)))
    assert after.established == (len(next(smallest_cuts(left, named & reached))) if named & reached else min(1, after.possible))
    lost = {telling for telling in stemma.tellings if telling in gone or not reach(left, telling) & everyone & reached}
    assert set(after.lost) == (lost if gone else set())


@given(stemmata(), st.data())
@CHECKED
def test_withdrawing_more_leaves_no_more(stemma: Stemma, data: st.DataObject) -> None:
    nodes = (*DOCUMENTS, CITED_DOCUMENT, *SOURCES)
    gone = data.draw(st.frozensets(st.sampled_from(nodes), max_size=3))
    more = count_lines(dataclasses.replace(stemma, withdrawn=gone | {data.draw(st.sampled_from(nodes))}))
    fewer = count_lines(dataclasses.replace(stemma, withdrawn=gone))
    assert more.established <= fewer.established
    assert more.possible <= fewer.possible
    assert set(more.lost) >= set(fewer.lost)


@given(stemmata())
@CHECKED
def test_with_every_telling_withdrawn_nothing_is_left(stemma: Stemma) -> None:
    lines = count_lines(dataclasses.replace(stemma, withdrawn=stemma.tellings))
    assert (lines.established, lines.possible, lines.cut) == (0, 0, ())
