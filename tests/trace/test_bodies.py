"""Whoever speaks for a body, and the body itself, are one source for the count."""

from __future__ import annotations

from pile_tables import Pile

from sayso.schema import StemmaEdge


def make_pile(*chains: tuple[str, str], speaking: tuple[tuple[str, str, str], ...]) -> Pile:
    pile = Pile()
    for document, source in chains:
        pile.tell(document, source)
    for document, name, body in speaking:
        pile.speak_for(document, name, body)
    return pile


def test_a_spokesman_and_his_ministry_are_one_line() -> None:
    told = (("A", "spokesman"), ("B", "ministry"))
    assert make_pile(*told, speaking=()).tally().lines == 2
    pile = make_pile(*told, speaking=(("A", "spokesman", "ministry"),))
    assert (pile.tally().lines, pile.tally().verdict) == (1, "same origin")


def test_the_reason_is_told_in_words() -> None:
    pile = make_pile(("A", "spokesman"), ("B", "ministry"), speaking=(("A", "spokesman", "ministry"),))
    (edge,) = [row for row in pile.trace().take(StemmaEdge) if row.kind == "speaks for"]
    assert (edge.tail, edge.head) == ("s:spokesman", "s:ministry")
    assert edge.why == "spokesman speaks for ministry in A"


def test_two_who_speak_for_one_body_are_one_line_though_nobody_names_it() -> None:
    pile = make_pile(
        ("A", "spokesman"), ("B", "envoy"), speaking=(("A", "spokesman", "ministry"), ("B", "envoy", "ministry"))
    )
    assert pile.tally().lines == 1
    whys = [row.why for row in pile.trace().take(StemmaEdge) if row.kind == "speaks for"]
    assert whys == ["spokesman speaks for ministry in A, as envoy does in B"]


def test_unnamed_officials_of_a_body_may_be_different_people() -> None:
    speaking = (("A", "officials?", "ministry"), ("B", "aides?", "ministry"))
    pile = make_pile(("A", "officials?"), ("B", "aides?"), speaking=speaking)
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 2)


def test_unnamed_officials_of_a_body_are_one_with_the_body() -> None:
    pile = make_pile(("A", "officials?"), ("B", "ministry"), speaking=(("A", "officials?", "ministry"),))
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 1)


def test_a_body_that_nobody_speaks_for_keeps_its_line() -> None:
    pile = make_pile(("A", "spokesman"), ("B", "council"), speaking=(("A", "spokesman", "ministry"),))
    assert pile.tally().lines == 2


def test_a_release_of_the_body_rests_on_the_one_word_of_its_spokesman() -> None:
    pile = Pile()
    pile.tell("A", "spokesman")
    pile.tell("release", teller="ministry")
    pile.speak_for("A", "spokesman", "ministry")
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 1)


def test_a_document_of_the_case_is_never_one_with_its_spokesman() -> None:
    pile = make_pile(("A", "spokesman"), ("B", "=C"), speaking=(("A", "spokesman", "=C"),))
    assert not [edge for edge in pile.edges() if edge[2] == "speaks for"]
