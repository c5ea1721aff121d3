"""Stemma edges, and what copies do to the count."""

from __future__ import annotations

from pile_tables import Pile

from sayso.schema import Copy, StemmaEdge


def test_chains_become_edges() -> None:
    pile = Pile()
    pile.tell("A", "=B", "mayor")
    assert pile.edges() == {("A", "B", "citation"), ("B", "s:mayor", "attribution")}


def test_a_note_is_a_citation() -> None:
    pile = Pile()
    pile.tell("A", "survey", how="note")
    assert pile.edges() == {("A", "s:survey", "citation")}


def test_an_edge_says_why_in_the_documents_words() -> None:
    pile = Pile()
    pile.tell("A", "mayor", "engineer?")
    whys = [row.why for row in pile.trace().take(StemmaEdge)]
    assert whys == ["A lays it to mayor (“said”)", "A says that mayor has it from engineer (“said”)"]


def test_a_bare_copy_hangs_on_what_it_copies() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("B")
    pile.copy("A", "B")
    assert ("B", "A", "copy") in pile.edges()
    assert (pile.tally().lines_possible, pile.tally().verdict) == (1, "same origin")


def test_a_bare_copy_of_a_bare_telling_adds_no_line() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B")
    pile.copy("A", "B")
    assert (pile.tally().lines_possible, pile.tally().cut) == (1, ("A",))


def test_to_be_copied_is_not_to_be_named() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B")
    pile.tell("C", "mayor")
    pile.copy("A", "B")
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 2)


def test_copies_without_direction_are_one_utterance() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B")
    pile.copy("A", "B", direction=None)
    assert pile.edges() == {("B", "A", "same utterance")}
    assert (pile.tally().lines_possible, pile.tally().verdict) == (1, "same origin")


def test_the_bare_one_of_one_utterance_follows_the_attributed_one() -> None:
    for ours, theirs in ((("mayor",), ()), ((), ("mayor",))):
        pile = Pile()
        pile.tell("A", *ours)
        pile.tell("B", *theirs)
        pile.copy("A", "B", direction=None)
        assert (pile.tally().lines_possible, pile.tally().cut) == (1, ("mayor",))


def test_a_copied_telling_follows_the_source_that_its_copy_quotes() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B", "mayor", is_quote=True)
    pile.copy("A", "B")
    assert ("A", "s:mayor", "attribution") in pile.edges()
    assert (pile.tally().lines_possible, pile.tally().cut) == (1, ("mayor",))


def test_a_copied_telling_keeps_its_own_word_where_the_copy_only_reports() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B", "mayor")
    pile.copy("A", "B")
    assert (pile.tally().lines, pile.tally().lines_possible) == (1, 2)


def test_a_copy_that_credits_what_it_copies_adds_no_line() -> None:
    pile = Pile()
    pile.tell("A")
    pile.tell("B", "=A")
    pile.copy("A", "B")
    assert (pile.tally().lines_possible, pile.tally().cut) == (1, ("A",))


def test_the_same_words_under_two_names_are_one_speaker() -> None:
    pile = Pile()
    pile.tell("A", "mails?", "diplomat?")
    pile.tell("B", "letters?", "envoy")
    pile.copy("A", "B", direction=None)
    assert ("s:envoy", "s:diplomat?", "same utterance") in pile.edges()
    assert (pile.tally().lines_possible, pile.tally().cut, pile.tally().verdict) == (
        1,
        ("envoy",),
        "same origin",
    )


def test_one_quotation_under_two_names_is_one_speaker() -> None:
    pile = Pile()
    pile.tell("A", "mayor", is_quote=True)
    pile.tell("B", "head of the town", is_quote=True)
    pile.copy("A", "B")
    assert pile.tally().lines == 1


def test_a_copy_that_asked_somebody_of_its_own_has_a_line_of_its_own() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("B", "guard")
    pile.copy("A", "B")
    assert ("B", "A", "copy") in pile.edges()
    assert pile.tally().lines == 2


def test_a_passage_carries_a_claim_of_which_it_holds_half() -> None:
    for shared, possible in ((60, 1), (30, 2)):
        pile = Pile()
        pile.tell("A")
        pile.tell("B")
        row = Copy("c", "A", ((4, 4 + shared),), "B", ((4, 4 + shared),), 6, "b_from_a", "dates", 1.0, "same words")
        pile.tables.add("copies", [row])
        assert pile.tally().lines_possible == possible


def test_neighbours_in_a_copied_passage_keep_their_speakers() -> None:
    pile = Pile()
    for document in ("A", "B"):
        pile.tell(document, "mayor")
        pile.tell(document, "guard")
    pile.copy("A", "B")
    pile.copy("A", "B", claims=("A/1", "B/1"))
    assert not [edge for edge in pile.edges() if edge[2] == "same utterance"]
    assert pile.tally().lines == 2


def test_speakers_are_matched_by_their_place_in_the_passage() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("A", "guard")
    pile.tell("B", "head of the town")
    pile.tell("B", "keeper of the lock")
    pile.copy_whole("A", "B")
    same = {edge for edge in pile.edges() if edge[2] == "same utterance"}
    assert same == {
        ("s:head of the town", "s:mayor", "same utterance"),
        ("s:keeper of the lock", "s:guard", "same utterance"),
    }
    assert pile.tally().lines == 2


def test_a_copy_that_credits_the_teller_of_its_original_is_no_circle() -> None:
    pile = Pile()
    pile.tell("A", "engineer", teller="mayor", is_quote=True)
    pile.tell("B", "mayor", is_quote=True)
    pile.copy("A", "B")
    assert not [edge for edge in pile.edges() if edge[2] == "same utterance"]
    assert (pile.tally().circles, pile.tally().cut) == ((), ("engineer",))


def test_one_named_twice_running_is_one_step() -> None:
    pile = Pile()
    pile.tell("A", "mayor", "mayor")
    assert pile.edges() == {("A", "s:mayor", "attribution")}


def test_a_source_that_cites_the_telling_document_makes_a_circle() -> None:
    pile = Pile()
    pile.tell("A", "mayor", "=A")
    pile.tell("B", "guard", "writer", teller="writer")
    assert {("s:mayor", "A", "citation"), ("s:guard", "B", "citation")} <= pile.edges()
    assert pile.tally().circles == (("A", "s:mayor"), ("B", "s:guard"))


def test_a_copy_elsewhere_in_the_documents_changes_nothing() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("B")
    pile.tell("A", group="other")
    pile.tell("B", group="other")
    pile.copy("A", "B", claims=("A/1", "B/1"))
    assert (pile.tally().lines_possible, pile.tally(group="other").lines_possible) == (2, 1)


def test_a_teller_whom_only_the_document_itself_cites_is_not_joined_to_it() -> None:
    pile = Pile()
    pile.tell("A", "guard", teller="mayor")
    pile.tell("A", "mayor")
    pile.tell("B", "guard")
    assert ("s:mayor", "A", "citation") not in pile.edges()


def test_a_cited_teller_has_a_bare_document_whatever_others_say_of_it() -> None:
    pile = Pile()
    pile.tell("release", teller="mayor")
    pile.tell("A", "=release", "engineer")
    pile.tell("B", "mayor")
    assert ("release", "s:mayor", "attribution") in pile.edges()
