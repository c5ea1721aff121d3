"""Every case file under tests/cases/read: a few sentences, and what a careful reader gets out of them.

A case is the text, a line `---`, then one block a claim looked for. `claim` gives words that the claim's text must hold;
every other line is checked: chain (hops after the teller, parted by `>`; `-` for the teller alone), stance, polarity,
quote (yes or no), kind, speaks_for and near (of the last hop), quantities, decided (words that decided the stance or
polarity), none (no claim holds these words). Cases in one file are parted by `===`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from plain import make_tables
from sayso.engine import run_stage
from sayso.read import make_read_stage
from sayso.schema import Claim, Hop, Referent, Tables
from sayso.text.spans import cut_text

CASES = Path(__file__).parent.parent / "cases" / "read"


def load_cases() -> Iterator[ParameterSet]:
    for path in sorted(CASES.rglob("*.txt")):
        for number, case in enumerate(path.read_text(encoding="utf-8").split("\n===\n"), start=1):
            head, _, body = case.partition("\n---\n")
            lines = head.splitlines()
            title = lines[0].removeprefix("# ") if lines[0].startswith("#") else ""
            text = "\n".join(lines[1:] if title else lines).strip()
            wanted = [
                dict(line.split(None, 1) for line in block.splitlines() if line.strip())
                for block in body.strip().split("\n\n")
            ]
            yield pytest.param(text, wanted, id=f"{path.relative_to(CASES).with_suffix('')}-{number} {title}")


@functools.cache
def read_text(text: str) -> Tables:
    return run_stage(make_read_stage("rules"), make_tables(text))


def find_claim(made: Tables, words: str, *, chain: str | None = None) -> Claim | None:
    """The shortest claim that holds the words; of two with the same words, the one with the chain looked for."""
    holding = [claim for claim in made.take(Claim) if words.lower() in claim.text.lower()]
    return min(holding, key=lambda claim: (len(claim.text), name_chain(made, claim) != chain), default=None)


def name_chain(made: Tables, claim: Claim) -> str:
    return " > ".join(hop.name for hop in chain_of(made, claim)) or "-"


def chain_of(made: Tables, claim: Claim) -> list[Hop]:
    return sorted((hop for hop in made.take(Hop) if hop.claim_id == claim.id), key=lambda hop: hop.ordinal)[1:]


def find_referent(made: Tables, referent_id: str) -> Referent:
    return next(row for row in made.take(Referent) if row.id == referent_id)


def name_body(made: Tables, hop: Hop) -> str:
    body_id = find_referent(made, hop.referent_id).speaks_for_id
    return find_referent(made, body_id).name if body_id is not None else "-"


@pytest.mark.parametrize(("text", "wanted"), list(load_cases()))
def test_case(text: str, wanted: list[dict[str, str]]) -> None:
    made = read_text(text)
    for want in wanted:
        if "none" in want:
            assert find_claim(made, want["none"]) is None, f"a claim holds {want['none']!r}"
            continue
        claim = find_claim(made, want["claim"], chain=want.get("chain"))
        assert claim is not None, f"no claim holds {want['claim']!r}; got {[c.text for c in made.take(Claim)]}"
        hops = chain_of(made, claim)
        got = {
            "claim": want["claim"],
            "chain": name_chain(made, claim),
            "stance": claim.stance,
            "polarity": claim.polarity,
            "quote": "yes" if claim.is_quote else "no",
            "kind": hops[-1].kind if hops else "teller",
            "speaks_for": name_body(made, hops[-1]) if hops else "-",
            "near": (find_referent(made, hops[-1].referent_id).near or "-") if hops else "-",
            "quantities": ", ".join(claim.quantities) or "-",
            "decided": cut_text(text, (*claim.stance_spans, *claim.polarity_spans)),
        }
        assert {key: got[key] for key in want} == want


@pytest.mark.parametrize(("text", "wanted"), list(load_cases()))
def test_spans_hold_the_words(text: str, wanted: list[dict[str, str]]) -> None:
    del wanted
    made = read_text(text)
    for claim in made.take(Claim):
        assert " ".join(cut_text(text, claim.spans).split()) == " ".join(claim.text.split())
        assert claim.passage_start <= claim.spans[0][0] and claim.spans[-1][1] <= claim.passage_end


def test_reading_twice_gives_the_same_rows() -> None:
    text = "The harbour master said the crane was unsafe. It had been checked in May, she added."
    once, twice = (run_stage(make_read_stage("rules"), make_tables(text)) for _ in range(2))
    assert {name: once.named(name) for name in once.names()} == {name: twice.named(name) for name in twice.names()}
