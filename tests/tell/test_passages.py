"""A claim in its passage: what is marked, what is set apart."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from sayso.schema import Claim, Cut, Document, Hop, Tables
from sayso.tell.passages import AROUND, Bit, cut_passage
from tell.rows import make_case


def bits_of(case: Tables, claim_id: str) -> list[Bit]:
    claim = next(claim for claim in case.take(Claim) if claim.id == claim_id)
    document = next(document for document in case.take(Document) if document.id == claim.document_id)
    hops = [hop for hop in case.take(Hop) if hop.claim_id == claim_id]
    cuts = [cut for cut in case.take(Cut) if cut.document_id == document.id]
    return cut_passage(document, claim, hops=hops, cuts=cuts)


def test_claim_source_and_cue_are_marked(case: Tables) -> None:
    bits = bits_of(case, "c1")
    assert "".join(bit.text for bit in bits if bit.is_claim) == "Forty barrels of dye were dumped into it"
    assert [bit.text for bit in bits if bit.part == "cue"] == ["according to"]
    assert [bit.text for bit in bits if bit.part == "source"] == ["a report by the Brackwater Board"]


def test_a_line_break_is_a_space(case: Tables) -> None:
    assert "into it, according to" in "".join(bit.text for bit in bits_of(case, "c1"))


def test_a_page_number_is_set_apart() -> None:
    text = "The bridge was\n12\nclosed at noon."
    document = dataclasses.replace(make_case().take(Document)[0], text=text)
    claim = dataclasses.replace(
        make_case().take(Claim)[0], spans=((0, 14), (18, 32)), passage_start=0, passage_end=len(text), stance_spans=(),
        polarity_spans=(),
    )
    bits = cut_passage(document, claim, hops=(), cuts=[Cut(document.id, 14, 18, " ", "page number")])
    assert [(bit.text, bit.part, bit.is_claim) for bit in bits] == [
        ("The bridge was", "", True), ("12", "cut", False), ("closed at noon", "", True), (".", "", False),
    ]


def test_a_long_passage_is_shown_around_the_claim() -> None:
    text = "word " * 400 + "The bridge was closed." + " word" * 400
    document = dataclasses.replace(make_case().take(Document)[0], text=text)
    claim = dataclasses.replace(
        make_case().take(Claim)[0], spans=((2000, 2022),), passage_start=0, passage_end=len(text), stance_spans=(),
        polarity_spans=(),
    )
    bits = cut_passage(document, claim, hops=(), cuts=[])
    assert (bits[0].part, bits[-1].part) == ("gap", "gap")
    assert sum(len(bit.text) for bit in bits) <= 2 * AROUND + 22 + 2


@given(st.data())
def test_no_character_of_the_claim_is_lost_or_doubled(data: st.DataObject) -> None:
    text = data.draw(st.text("ab c", min_size=5, max_size=60))
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = tuple(zip(places[::2], places[1::2], strict=False))
    hop_at = data.draw(st.integers(0, len(text) - 1))
    document = dataclasses.replace(make_case().take(Document)[0], text=text)
    claim = dataclasses.replace(
        make_case().take(Claim)[0], spans=spans, passage_start=0, passage_end=len(text), stance_spans=(), polarity_spans=()
    )
    hop = Hop(claim.id, 1, document.id, "r", "x", "person", ((hop_at, hop_at + 1),), (), "attribution")
    bits = cut_passage(document, claim, hops=[hop], cuts=[])
    assert "".join(bit.text for bit in bits).replace(" ", "") == text.replace(" ", "")
