"""Pairs of claims that can't both hold."""

from __future__ import annotations

from link_rows import claim, document

from sayso.engine import run_stages
from sayso.link import LINK_STAGES
from sayso.schema import Claim, Contradiction, Document, Tables


def link(*claims: Claim, documents: tuple[Document, ...] = ()) -> list[Contradiction]:
    return run_stages(LINK_STAGES, Tables({"claims": claims, "documents": documents})).take(Contradiction)


YES = claim("d1", "the ferry company had been warned about the broken ramp")
NO = claim("d2", "the ferry company was never warned about the broken ramp", polarity="negated", why_polarity="“never”")


def test_a_denial_contradicts_what_it_denies() -> None:
    (row,) = link(YES, NO)
    assert (row.kind, {row.claim_a, row.claim_b}) == ("polarity", {YES.id, NO.id})
    assert "“never”" in row.why


def test_a_question_contradicts_nothing() -> None:
    assert not link(claim("d1", YES.text, stance="asks"), NO)


def test_one_sentence_does_not_contradict_itself() -> None:
    assert not link(YES, claim("d1", YES.text, polarity="negated", id="other"))


def test_numbers_that_exclude_each_other() -> None:
    a = claim("d1", "43 crew members drowned when the ferry sank", quantities=("43 crew members",))
    b = claim("d2", "57 crew members drowned when the ferry sank", quantities=("57 crew members",))
    documents = document("d1", published="2031-05-01"), document("d2", published="2031-05-03")
    (row,) = link(a, b)
    assert row.kind == "number"
    assert row.why in {
        "says 43 crew members where the other says 57 crew members",
        "says 57 crew members where the other says 43 crew members",
    }
    (row,) = link(a, b, documents=documents)
    assert row.why.endswith("so that the number may have changed between")


def test_numbers_that_fit_or_count_other_things_do_not_clash() -> None:
    a = claim("d1", "43 crew members drowned when the ferry sank", quantities=("43 crew members",))
    fits = claim("d2", "at least 40 crew members drowned when the ferry sank", quantities=("at least 40 crew members",))
    other = claim("d3", "12 crates drowned when the ferry sank", quantities=("12 crates",))
    assert not link(a, fits, other)
