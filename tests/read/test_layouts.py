"""Case files under tests/cases/layout: whole documents as plain text, read as a user's file is, from bytes to chains.

The form is that of tests/cases/read (see test_cases.py), but the lines count: mails, turns and posts are known by them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from sayso.acquire.acquire import acquire_item
from sayso.acquire.items import Item
from sayso.engine import run_stage
from sayso.read import make_read_stage
from sayso.schema import Claim, Hop, Tables

CASES = Path(__file__).parent.parent / "cases" / "layout"


def load_cases() -> Iterator[ParameterSet]:
    for path in sorted(CASES.rglob("*.txt")):
        for number, case in enumerate(path.read_text(encoding="utf-8").split("\n===\n"), start=1):
            head, _, body = case.partition("\n---\n")
            title, _, text = head.partition("\n")
            wanted = [
                dict(line.split(None, 1) for line in block.splitlines() if line.strip())
                for block in body.strip().split("\n\n")
            ]
            yield pytest.param(text, wanted, id=f"{path.stem}-{number} {title.removeprefix('# ')}")


@functools.cache
def read_file(folder: Path, text: str) -> Tables:
    path = folder / ("case.html" if text.startswith("<html>") else "case.txt")
    path.write_text(text, encoding="utf-8")
    return run_stage(make_read_stage("rules"), acquire_item(Item(str(path), path.name)).tables)


def name_chain(made: Tables, claim: Claim) -> str:
    hops = sorted((hop for hop in made.take(Hop) if hop.claim_id == claim.id), key=lambda hop: hop.ordinal)[1:]
    return " > ".join(hop.name for hop in hops) or "-"


@pytest.mark.parametrize(("text", "wanted"), list(load_cases()))
def test_layout(tmp_path: Path, text: str, wanted: list[dict[str, str]]) -> None:
    made = read_file(tmp_path, text)
    claims = made.take(Claim)
    for want in wanted:
        if "none" in want:
            assert not [claim.text for claim in claims if want["none"] in claim.text]
            continue
        holding = [claim for claim in claims if want["claim"].lower() in claim.text.lower()]
        assert holding, f"no claim holds {want['claim']!r}; got {[claim.text for claim in claims]}"
        claim = min(holding, key=lambda claim: (len(claim.text), name_chain(made, claim) != want.get("chain")))
        got = {
            "claim": want["claim"],
            "chain": name_chain(made, claim),
            "stance": claim.stance,
            "polarity": claim.polarity,
            "quote": "yes" if claim.is_quote else "no",
        }
        assert {key: got[key] for key in want} == want
