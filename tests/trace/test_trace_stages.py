"""The room as a whole: what it refuses, that order of rows is nothing to it, how long it takes."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pile_tables import Pile

from sayso.engine.stage import run_stages
from sayso.errors import UnknownRows
from sayso.schema import Copy, Identity, Membership, Tables
from sayso.trace import TRACE_STAGES

NAMES = ("mayor", "guard", "wire", "aide?", "clerk?", "=A", "=B", "=C")


@st.composite
def piles(draw: st.DrawFn) -> Pile:
    """Up to eight claims of four documents in two groups, any chains, stances, sides and copies."""
    pile = Pile()
    for _ in range(draw(st.integers(1, 8))):
        pile.tell(
            draw(st.sampled_from("ABCD")),
            *draw(st.lists(st.sampled_from(NAMES), max_size=3)),
            group=draw(st.sampled_from(("g", "h"))),
            side=draw(st.sampled_from(("affirmed", "affirmed", "negated"))),
            stance=draw(st.sampled_from(("reports", "asserts", "asks", "distances"))),
            teller=draw(st.sampled_from((None, "mayor"))),
        )
    told = sorted({row.document_id for row in pile.trace_input("claims")})
    for a in told:
        for b in told:
            if a != b and draw(st.integers(0, 3)) == 0:
                pile.copy(a, b, direction=draw(st.sampled_from((None, "b_from_a"))))
    return pile


@given(piles(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_order_of_rows_never_matters(pile: Pile, shuffler: random.Random) -> None:
    shuffled = Tables()
    for name in pile.tables.names():
        rows = list(pile.tables.named(name))
        shuffler.shuffle(rows)
        shuffled.add(name, rows)
    ours, theirs = pile.trace(), run_stages(TRACE_STAGES, shuffled)
    assert {name: ours.named(name) for name in ours.names()} == {name: theirs.named(name) for name in theirs.names()}


@given(piles())
@settings(max_examples=150, deadline=None)
def test_every_tally_stays_within_its_chains(pile: Pile) -> None:
    for tally in pile.trace().named("tallies"):
        assert 1 <= tally.lines <= tally.lines_possible <= tally.claims
        assert len(tally.cut) == len(tally.cut_ids) >= 1


@given(piles(), st.sampled_from((None, "b_from_a")))
@settings(max_examples=150, deadline=None)
def test_a_bare_copy_of_a_telling_raises_nothing(pile: Pile, direction: str | None) -> None:
    before = {(row.group_id, row.side): row for row in pile.trace().named("tallies")}
    copied = pile.trace_input("claims")[0]
    membership = next(row for row in pile.trace_input("memberships") if row.claim_id == copied.id)
    if (membership.group_id, membership.side) not in before or copied.stance in ("asks", "distances"):
        return
    pile.tell("Z", group=membership.group_id, side=membership.side)
    pile.copy(copied.document_id, "Z", direction=direction, claims=(copied.id, "Z/0"))
    for row in pile.trace().named("tallies"):
        was = before[row.group_id, row.side]
        assert (row.lines, row.lines_possible) == (was.lines, was.lines_possible)


def test_rows_that_name_others_which_are_not_there_are_refused() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tables.add("memberships", [Membership("lost", "g", "affirmed", 1.0, "alone")])
    with pytest.raises(UnknownRows, match="memberships"):
        pile.trace()

    pile = Pile()
    pile.tell("A", "mayor")
    pile.tables.take(Identity).clear()
    with pytest.raises(UnknownRows, match="identities"):
        pile.trace()

    pile = Pile()
    pile.tell("A", "mayor")
    pile.tables.named("sources").clear()
    with pytest.raises(UnknownRows, match="sources"):
        pile.trace()


def test_copies_of_untold_documents_are_ignored() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tables.add("copies", [Copy("c", "A", ((0, 9),), "B", ((0, 9),), 2, None, "", 1.0, "")])
    assert pile.edges() == set()


def test_thousands_of_groups_take_no_time() -> None:
    pile = Pile()
    for number in range(2000):
        pile.tell(f"D{number % 50}x{number // 20}", f"source {number % 7}", group=f"g{number}")
    started = time.process_time()
    assert len(pile.trace().named("tallies")) == 2000
    assert time.process_time() - started < 1.0
