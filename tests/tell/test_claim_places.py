"""Where a claim's words stand in the original: pages and boxes, the ones that hold its words and no others."""

import dataclasses

import pytest

from sayso import tell
from sayso.schema import Claim, Piece
from sayso.tell.lookup import Lookup
from tell.rows import make_case


@pytest.fixture
def claimed():
    tables = make_case()
    claim = tables.take(Claim)[0]
    tables.take(Piece)[:] = [piece for piece in tables.take(Piece) if piece.document_id != claim.document_id]
    return tables, claim


def add_pieces(tables, claim, *edges):
    tables.add("pieces", [
        Piece(claim.document_id, i, "part", "paragraph", start, end, i + 1, None, f"page={i + 1}&box=1,2,3,4")
        for i, (start, end) in enumerate(edges)
    ])


def test_a_claim_over_a_page_break_stands_on_both_pages(claimed):
    tables, claim = claimed
    (start, end), middle = claim.spans[0], claim.spans[0][0] + 4
    add_pieces(tables, claim, (0, max(start - 1, 0)), (start, middle), (middle, end), (end, end + 9))
    [row] = [row for row in tell.describe_claims(tables) if row["id"] == claim.id]
    assert row["places"] == ["page=2&box=1,2,3,4", "page=3&box=1,2,3,4"]
    assert "page 2–3" in tell.make_brief(tables, question="", made_at="2024-01-01", version="1")


def test_what_lies_in_a_gap_of_a_claim_is_no_place_of_it(claimed):
    tables, claim = claimed
    start, end = claim.spans[0]
    gapped = dataclasses.replace(claim, spans=((start, start + 2), (end - 2, end)))
    add_pieces(tables, claim, (start, start + 2), (start + 2, end - 2), (end - 2, end))
    assert [piece.page for piece in Lookup(tables).places(gapped)] == [1, 3]
