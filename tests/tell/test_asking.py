"""What stands beside a question is not shown as its answer; what answers stands first."""

from __future__ import annotations

import random

import pytest

from sayso.schema import Tables
from sayso.tell import find_evidence


def test_what_stands_beside_is_neither_for_nor_against(case: Tables) -> None:
    found = find_evidence(case, "Was dye dumped into the reservoir?")
    standings = [row.standing for row in found]
    assert standings[0] == "answers" and "beside" in standings
    assert standings == sorted(standings)
    for row in found:
        if row.standing == "beside":
            assert row.supporting is None and row.opposing is None and row.beside
            assert all(side.told for side in row.beside)
        else:
            assert not row.beside and (row.supporting or row.opposing)


def test_everything_shown_is_quoted_with_chain_and_lines(case: Tables) -> None:
    for row in find_evidence(case, "Was dye dumped into the reservoir?"):
        for side in (row.supporting, row.opposing, *row.beside):
            if side is None:
                continue
            assert side.lines >= 1 and side.verdict
            for told in side.told:
                assert told.text and told.chain and told.stance


def test_a_name_that_only_the_chain_holds_calls_its_claim(case: Tables) -> None:
    (first, *_) = find_evidence(case, "What did Dr Pryce say?")
    assert first.group_id == "g-sixty" and "names Dr Anwen Pryce" in first.why


@pytest.mark.parametrize("question", ["Which bank financed the harbour tunnel?", "Who trains the choir?"])
def test_nothing_beside_is_shown_where_nothing_answers(case: Tables, question: str) -> None:
    assert find_evidence(case, question) == []


def test_order_of_rows_changes_nothing(case: Tables) -> None:
    mixed = Tables()
    for name in case.names():
        rows = list(case.named(name))
        random.Random(5).shuffle(rows)
        mixed.add(name, rows)
    question = "Was dye dumped into the reservoir?"
    assert [(row.group_id, row.standing) for row in find_evidence(mixed, question)] == [
        (row.group_id, row.standing) for row in find_evidence(case, question)
    ]
