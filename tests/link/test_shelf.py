"""Documents of the case that others cite without their title."""

from __future__ import annotations

import pytest
from link_rows import document, referent

from sayso.link.shelf import Shelf, to_item
from sayso.link.works import Work
from sayso.schema import Document, Referent

MAIL = "From: Ida Moor <i.moor@selm.example>\nTo: Piet Lang\nDate: 9 March 2031\nSubject: Pumps\n\nPiet, shut the pumps."
OTHER = "From: Ida Moor\nTo: Olga Rae\nDate: 2 May 2031\nSubject: Lunch\n\nOlga, at noon?"


def described(name: str, kind: str, *anchors: str) -> tuple[Work, Referent]:
    row = referent("cites", name, "document", is_named=False, head=kind, anchors=anchors)
    return Work(0, "cites", kind, frozenset(), frozenset(), (), (), ()), row


def find(work: tuple[Work, Referent], *documents: Document) -> str | None:
    found = Shelf.of(documents, []).find_described(*work)
    return found and found[0]


def test_a_mail_is_known_by_its_head() -> None:
    item = to_item(document("m", MAIL))
    assert (item.kind, item.parties, item.days) == ("mail", {("ida", "moor"), ("piet", "lang")}, {(9, 3)})


def test_a_cited_mail_is_found_by_its_parties_and_its_day() -> None:
    cites = document("cites", "In an e-mail of 9 March Ida Moor told Piet Lang to shut the pumps.")
    mails = document("m1", MAIL), document("m2", OTHER)
    assert find(described("e-mail", "mail"), cites, *mails) == "m1"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Leaked e-mails show that the pumps were shut.", id="nothing of either stands there"),
        pytest.param("In leaked e-mails Ida Moor speaks of pumps.", id="two mails fit"),
    ],
)
def test_no_mail_is_found_when_none_or_two_fit(text: str) -> None:
    assert find(described("e-mails", "mail"), document("cites", text), document("m1", MAIL), document("m2", OTHER)) is None


def test_a_mail_without_the_name_that_the_description_hangs_on_is_another() -> None:
    cites = document("cites", "Mails of Acme, of 9 March, name Ida Moor.")
    assert find(described("Acme mails", "mail", "Acme"), cites, document("m1", MAIL)) is None


def test_a_statement_is_found_by_its_publisher_and_the_day_of_the_week() -> None:
    cites = document("cites", "The Selm Line's Saturday statement denied it.", published="2031-03-11")
    said = [
        document(f"s{day}", publisher="Selm Line", title="Statement", published=f"2031-03-{day:02}") for day in (1, 6, 8)
    ]
    assert find(described("Saturday statement", "statement", "Selm Line"), cites, *said) == "s8"
    assert find(described("statement", "statement", "Selm Line"), cites, *said) is None


def test_a_report_is_found_by_the_words_of_its_title() -> None:
    cites = document("cites", "An interim report of the Selm Water Board says so.")
    reports = [
        document("r1", publisher="Selm Water Board", title="Pumps of Selm: Interim Report"),
        document("r2", publisher="Selm Water Board", title="Pumps of Selm: Final Report"),
    ]
    assert find(described("interim report", "report"), cites, *reports) == "r1"
    assert find(described("report", "report", "Selm Water Board"), cites, *reports) is None
