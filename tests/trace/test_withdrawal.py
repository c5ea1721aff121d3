"""What is withdrawn carries no line, and what rested on it alone has none left."""

from __future__ import annotations

import pytest
from pile_tables import Pile

from sayso.schema import Identity, Ruled, Tables, Tally
from sayso.trace import find_losses
from sayso.trace.tallies import tally_sides
from sayso.trace.withdrawal import find_withdrawn


def make_pile(told: str, copies: str = "") -> Pile:
    """`A > mayor, B` is a claim of A laid to the mayor and a bare one of B; copies `A B`: B copies A."""
    pile = Pile()
    for one in told.split(", "):
        document, *chain = one.split(" > ")
        pile.tell(document, *chain)
    if copies:
        pile.copy_whole(*copies.split())
    return pile


def withdraw(pile: Pile, name: str, *, state: str = "applied") -> Tables:
    """All rows once `name` is withdrawn: a document by its name, else a source."""
    tables = pile.trace()
    ids = [row.referent_id for row in pile.trace_input("identities") if row.source_id == Pile.source_id(name)]
    given = Tables({table: pile.trace_input(table) for table in (
        "documents", "referents", "claims", "hops", "identities", "sources", "memberships", "copies",
    )})
    given.add("stemma_edges", tables.named("stemma_edges"))
    about = "source" if ids else "document"
    given.add("ruled", [
        Ruled(1, "withdraw", about, id_, "", None, state, "ruling 1 by Ann, 2031-05-01: forged") for id_ in ids or [name]
    ])
    return given


# told | withdrawn | lines, possible, verdict after
CASES = {
    "the only source": "A > mayor, B > mayor | mayor | 0 0 withdrawn",
    "one of two": "A > mayor, B > guard | mayor | 1 1 single telling",
    "one of three": "A > mayor, B > guard, C > guard | mayor | 1 1 same origin",
    "a carrier": "A > wire > mayor, B > mayor | wire | 1 1 single telling",
    "the only way": "A > wire > mayor, B > wire > mayor | wire | 0 0 withdrawn",
    "the only telling": "A > mayor | A | 0 0 withdrawn",
    "a bare telling": "A | A | 0 0 withdrawn",
    "one of two tellings": "A > mayor, B > mayor | A | 1 1 single telling",
    "a document that others cite": "A > mayor, B > =A, C > =A | A | 0 0 withdrawn",
    "a cited document that told it on its own word": "A, B > =A, C > guard | A | 1 1 single telling",
    "one of a circle": "A > =B, B > =A | A | 0 0 withdrawn",
    "one beside an unnamed": "A > mayor, B > aide? | mayor | 1 1 single telling",
    "what is in no chain": "A > mayor, B > guard, C | C | 2 2 independent",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_left(case: str) -> None:
    told, name, wanted = case.split(" | ")
    tables = withdraw(make_pile(told), name)
    [tally] = tally_sides(tables).take(Tally)
    assert f"{tally.lines} {tally.lines_possible} {tally.verdict}" == wanted
    assert "ruling 1 by Ann, 2031-05-01: forged" in tally.why
    before = make_pile(told).tally()
    losses = find_losses(tables)
    assert bool(losses) == ((before.lines, before.lines_possible) != (tally.lines, tally.lines_possible))
    for loss in losses:
        assert (loss.before, loss.after, loss.rulings) == (before.lines, tally.lines, (1,))
        assert len(loss.withdrawn) == 1


def test_a_copy_falls_with_what_it_copied() -> None:
    [tally] = tally_sides(withdraw(make_pile("A, B", copies="A B"), "A")).take(Tally)
    assert (tally.lines, tally.verdict) == (0, "withdrawn")


@pytest.mark.parametrize("state", ["undone", "overruled", "gone"])
def test_a_ruling_that_does_not_apply_takes_nothing(state: str) -> None:
    pile = make_pile("A > mayor, B > mayor")
    tables = withdraw(pile, "mayor", state=state)
    assert tally_sides(tables).take(Tally) == [pile.tally()]
    assert find_losses(tables) == []


def test_a_source_that_is_a_document_of_the_case_is_withdrawn_as_that_document() -> None:
    tables = withdraw(make_pile("A > =B, B > mayor"), "=B")
    assert set(find_withdrawn(tables)) == {"B"}
    assert tables.take(Identity)
