"""Leads: what is cited and not in the case, by what hangs on it."""

from __future__ import annotations

from pile_tables import Pile

from sayso.schema import Lead


def leads_of(pile: Pile) -> list[Lead]:
    return pile.trace().take(Lead)


def test_leads_come_by_the_claims_that_hang_on_them() -> None:
    pile = Pile()
    pile.tell("A", "survey", "engineer")
    pile.tell("A", "survey")
    pile.tell("B", "survey")
    pile.tell("B", "engineer")
    pile.tell("B", "mayor")
    pile.change_source("survey", kind="document")
    found = [(lead.name, lead.n_claims, lead.n_documents) for lead in leads_of(pile)]
    assert found == [("survey", 3, 2), ("engineer", 2, 2), ("mayor", 1, 1)]
    assert leads_of(pile)[0].why == "3 claims in 2 documents rest on it; none of the documents is it"
    why = "1 claim in 1 document rests on their word, and 1 line would fall with it; no document is theirs"
    assert leads_of(pile)[2].why == why


def test_more_documents_come_first_at_equal_claims() -> None:
    pile = Pile()
    pile.tell("A", "abbot")
    pile.tell("A", "abbot")
    pile.tell("A", "bishop")
    pile.tell("B", "bishop")
    assert [lead.name for lead in leads_of(pile)] == ["bishop", "abbot"]


def test_works_come_first_at_equal_rank() -> None:
    pile = Pile()
    pile.tell("A", "abbot")
    pile.tell("A", "yearbook")
    pile.change_source("yearbook", kind="dataset")
    assert [lead.name for lead in leads_of(pile)] == ["yearbook", "abbot"]


def test_documents_of_the_case_and_unnamed_people_are_no_leads() -> None:
    pile = Pile()
    pile.tell("A", "=B")
    pile.tell("A", "aide?")
    pile.tell("A")
    assert leads_of(pile) == []


def test_unnamed_works_are_leads() -> None:
    pile = Pile()
    pile.tell("A", "leaked letters?")
    pile.change_source("leaked letters?", kind="document")
    assert [lead.name for lead in leads_of(pile)] == ["leaked letters"]


def test_a_lead_carries_what_citations_know_of_it() -> None:
    pile = Pile()
    pile.tell("A", "Harbour Survey")
    pile.tell("B", "Harbour Survey")
    pile.change_source("Harbour Survey", kind="document")
    pile.cite("A", "Harbour Survey", publisher="Port Board", year="1931", url="https://example.org/survey")
    pile.cite("B", "Harbour Survey", publisher="Port Board", title="Harbour Survey")
    (lead,) = leads_of(pile)
    assert lead.name == "Harbour Survey (Port Board; 1931)"
    assert lead.url == "https://example.org/survey"


def test_a_lead_that_tells_a_document_itself_says_so() -> None:
    pile = Pile()
    pile.tell("A", "mayor")
    pile.tell("release", teller="mayor")
    assert leads_of(pile)[0].why.endswith("a document of the case is theirs")


def test_lines_count_beside_claims() -> None:
    pile = Pile()
    for group in ("g1", "g2"):
        pile.tell("A", "mayor", group=group)
    for group in ("g3", "g3"):
        pile.tell("A", "guard", group=group)
        pile.tell("B", "guard?", group=group)
    found = [(lead.name, lead.n_claims, lead.n_lines) for lead in leads_of(pile)]
    assert found == [("mayor", 2, 2), ("guard", 2, 1)]
