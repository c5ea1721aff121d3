"""Which attributions and paragraphs are drawn: every unit alike within its stratum, and the same for everyone."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.schema import Attribution, Piece, Tables
from sayso.tell.samples import (
    ATTRIBUTION,
    DOUBTFUL,
    LONGEST_STRETCH,
    OTHER,
    PARAGRAPH,
    allot,
    cut_stretches,
    draw_items,
    find_doubtful_below,
    find_population,
)
from tell.check_rows import change, join, make_document, make_gates


def ids(items):
    return [item.unit_id for item in items]


def draw(tables, task=ATTRIBUTION, *, n=6, seed=1):
    return draw_items(find_population(tables), task, n=n, seed=seed)


@pytest.mark.parametrize("task", [ATTRIBUTION, PARAGRAPH])
def test_one_seed_is_one_sample(task):
    tables = make_gates(40)
    turned = Tables({name: reversed(tables.named(name)) for name in tables.names()})
    assert ids(draw(tables, task)) == ids(draw(turned, task))
    assert ids(draw(tables, task)) != ids(draw(tables, task, seed=2))


@pytest.mark.parametrize("task", [ATTRIBUTION, PARAGRAPH])
def test_a_larger_sample_holds_the_smaller_one(task):
    tables = make_gates(40)
    assert set(ids(draw(tables, task, n=8))) <= set(ids(draw(tables, task, n=20)))


def test_more_than_there_is_takes_all():
    assert len(draw(make_gates(5), n=30)) == len(draw(make_gates(5), PARAGRAPH, n=30)) == 5


def test_most_of_a_sample_stays_when_documents_are_added():
    before = set(ids(draw(make_gates(60), PARAGRAPH, n=20)))
    after = set(ids(draw(join(make_gates(60), make_gates(6, name="more.txt")), PARAGRAPH, n=20)))
    assert len(before & after) >= 15


def test_doubtful_ones_are_drawn_twice_as_densely_and_take_turns():
    drawn = draw(make_gates(80), n=25)
    assert Counter(item.stratum for item in drawn) == {DOUBTFUL: 10, OTHER: 15}
    assert Counter(item.stratum for item in drawn[:10])[DOUBTFUL] == 4


def test_every_unit_of_a_stratum_is_drawn_as_often_as_any_other():
    population = find_population(make_gates(20))
    counts = Counter(id_ for seed in range(400) for id_ in ids(draw_items(population, PARAGRAPH, n=5, seed=seed)))
    assert len(counts) == 20
    assert all(65 <= count <= 137 for count in counts.values())  # 100 expected; four standard deviations to either side


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 100))
def test_allotting_gives_what_was_asked_or_all(doubtful, other, n):
    sizes = {name: size for name, size in ((DOUBTFUL, doubtful), (OTHER, other)) if size}
    allotted = allot(sizes, n=n)
    assert sum(allotted.values()) == min(n, doubtful + other)
    assert all(0 <= allotted[name] <= sizes[name] for name in sizes)


@pytest.mark.parametrize(
    ("scores", "below"),
    [
        pytest.param([0.1, 0.5, 0.6, 0.7], 0.5, id="a quarter"),
        pytest.param([0.8] * 90 + [0.4] * 10, 0.8, id="what comes nearest to a quarter"),
        pytest.param([0.4] * 90 + [0.8] * 10, 0.8, id="when most are doubtful"),
        pytest.param([0.8] * 9, None, id="all alike"),
        pytest.param([], None, id="none"),
    ],
)
def test_who_is_doubtful(scores, below):
    assert find_doubtful_below(scores) == below


def test_what_is_shown_otherwise_has_another_id():
    tables = make_gates(3)
    [first, *_] = find_population(tables).items[ATTRIBUTION]
    for changed in (
        change(tables, "referents", "rgates.txt0", name="Keeper Zero"),
        change(tables, "claims", "cgates.txt1", stance="hedges"),
    ):
        items = find_population(changed).items[ATTRIBUTION]
        assert ids(items) == ids(find_population(tables).items[ATTRIBUTION])
        assert len({item.shown_id for item in items} & {i.shown_id for i in find_population(tables).items[ATTRIBUTION]}) == 2
    paragraphs = find_population(change(tables, "referents", "rgates.txt0", name="Keeper Zero")).items[PARAGRAPH]
    assert first.marked[0] in paragraphs[0].marked
    assert paragraphs[0].shown_id != find_population(tables).items[PARAGRAPH][0].shown_id


def test_a_score_alone_changes_nothing_that_is_shown():
    tables = make_gates(3)
    again = change(tables, "attributions", "agates.txt0", score=0.1)
    assert [i.shown_id for i in find_population(again).items[PARAGRAPH]] == [
        i.shown_id for i in find_population(tables).items[PARAGRAPH]
    ]


def test_a_calibrated_probability_tells_doubt_better_than_a_score():
    tables = Tables({"attributions": [], **{name: make_gates(4).named(name) for name in ("documents", "pieces", "referents")}})
    rows = make_gates(4).take(Attribution)
    tables.add("attributions", [dataclasses.replace(row, p=p) for row, p in zip(rows, (0.2, 0.9, 0.9, 0.9), strict=True)])
    doubtful = [item.unit_id for item in find_population(tables).items[ATTRIBUTION] if item.stratum == DOUBTFUL]
    assert doubtful == ["agates.txt0"]


def make_pieces(*told):
    """Pieces of kind and words, one under another."""
    text, pieces = "", []
    for i, (kind, words) in enumerate(told):
        pieces.append(Piece("d-p.txt", i, "part", kind, len(text), len(text) + len(words), None, None))
        text += words + "\n\n"
    return text, pieces


def make_row(content):
    spans = (((0, 10),), ((11, 15),), content)
    return Attribution("a1", "d-p.txt", *spans, "indirect", "say", None, None, 0.5, None, None, None, None, "read 1")


def test_prose_alone_is_drawn_from():
    text, pieces = make_pieces(
        ("title", "The keeper said the gate was shut"), ("paragraph", "The gate was shut."), ("furniture", "Read more about gates"),
        ("list_item", "It was shut again."), ("paragraph", "***"), ("paragraph", "So what?"),
    )
    tables = Tables({"documents": [make_document(text, "p.txt")], "pieces": pieces})
    shown = [text[slice(*item.spans[0])] for item in find_population(tables).items[PARAGRAPH]]
    assert shown == ["The gate was shut.", "It was shut again."]


def test_an_attribution_outside_prose_is_shown_in_its_piece():
    text, pieces = make_pieces(("title", "The keeper said the gate was shut"), ("paragraph", "The gate was shut."))
    row = make_row(((16, 33),))
    tables = Tables({"documents": [make_document(text, "p.txt")], "pieces": pieces, "attributions": [row]})
    population = find_population(tables)
    assert [item.spans for item in population.items[ATTRIBUTION]] == [((0, 33),)]
    assert [item.marked for item in population.items[PARAGRAPH]] == [()]


def test_content_that_goes_on_in_another_paragraph_is_carried():
    text, pieces = make_pieces(("paragraph", "The keeper said this:"), ("block_quote", "The gate was shut."))
    quote = (pieces[1].start, pieces[1].end)
    row = make_row((quote,))
    tables = Tables({"documents": [make_document(text, "p.txt")], "pieces": pieces, "attributions": [row]})
    home, other = find_population(tables).items[PARAGRAPH]
    assert (home.marked, home.carried) == ((row,), ())
    assert (other.marked, other.carried) == ((), (row,))


@settings(deadline=None)
@given(st.text(alphabet="ab .!?\n”", min_size=0, max_size=5000))
def test_stretches_cover_their_piece_and_fit_on_a_screen(text):
    cut = list(cut_stretches(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(end - start <= LONGEST_STRETCH for start, end in cut)


def test_a_long_piece_is_cut_at_a_sentence_end():
    text = "The keeper of the gate had not slept at all. " * 60
    cut = list(cut_stretches(text, 0, len(text)))
    assert len(cut) > 1
    assert all(text[start:end].endswith(". ") for start, end in cut)
