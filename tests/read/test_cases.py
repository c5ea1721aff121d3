"""Every case file under tests/cases/read: a few sentences, and what a careful reader gets out of them."""

from __future__ import annotations

import functools

import pytest

from plain import make_tables
from read.case_files import CASES, Want, check_case, load_cases, parse_case
from sayso.engine import run_stage
from sayso.read import make_read_stage
from sayso.schema import Claim, Tables
from sayso.text.spans import cut_text


@functools.cache
def read_text(text: str) -> Tables:
    return run_stage(make_read_stage("rules"), make_tables(text))


@pytest.mark.parametrize(("text", "wanted"), list(load_cases("read")))
def test_case(text: str, wanted: list[Want]) -> None:
    check_case(read_text(text), text, wanted)


@pytest.mark.parametrize(("text", "wanted"), list(load_cases("read")))
def test_spans_hold_the_words(text: str, wanted: list[Want]) -> None:
    del wanted
    made = read_text(text)
    for claim in made.take(Claim):
        assert " ".join(cut_text(text, claim.spans).split()) == " ".join(claim.text.split())
        assert claim.passage_start <= claim.spans[0][0] and claim.spans[-1][1] <= claim.passage_end


def test_reading_twice_gives_the_same_rows() -> None:
    text = "The harbour master said the crane was unsafe. It had been checked in May, she added."
    once, twice = (run_stage(make_read_stage("rules"), make_tables(text)) for _ in range(2))
    assert {name: once.named(name) for name in once.names()} == {name: twice.named(name) for name in twice.names()}


def test_the_example_for_contributors_is_a_case_that_passes() -> None:
    told = (CASES.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, text, wanted = parse_case(told.partition("## A case file")[2].split("```")[1].strip("\n"))
    assert wanted
    check_case(read_text(text), text, wanted)
