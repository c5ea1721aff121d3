"""Case files: some text, a line `---`, then one block for each claim looked for; cases are parted by a line `===`.

The first line is the case's title. `claim` gives words that the claim's text must hold; every other line is checked: chain
(hops after the teller, parted by `>`; `-` for the teller alone), stance, polarity, quote (yes or no), kind, speaks_for and
near (of the last hop), quantities, decided (words that decided the stance or polarity), none (no claim holds these words).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from sayso.schema import Claim, Hop, Referent, Tables
from sayso.text.spans import cut_text

CASES = Path(__file__).parent.parent / "cases"
Want = dict[str, str]


def load_cases(folder: str) -> Iterator[ParameterSet]:
    """Text and claims wanted of each case under a folder of `tests/cases`."""
    for path in sorted((CASES / folder).rglob("*.txt")):
        for number, case in enumerate(path.read_text(encoding="utf-8").split("\n===\n"), start=1):
            title, text, wanted = parse_case(case)
            name = path.relative_to(CASES / folder).with_suffix("")
            yield pytest.param(text, wanted, id=f"{name}-{number} {title}")


def parse_case(case: str) -> tuple[str, str, list[Want]]:
    """A case's title, its text and the claims wanted."""
    head, _, body = case.partition("\n---\n")
    title, _, text = head.partition("\n")
    blocks = body.strip().split("\n\n")
    wanted = [dict(line.split(None, 1) for line in block.splitlines() if line.strip()) for block in blocks]
    return title.removeprefix("# "), text.strip("\n"), wanted


def check_case(made: Tables, text: str, wanted: list[Want]) -> None:
    """Fail unless the claims that were made of a text are those wanted."""
    for want in wanted:
        if "none" in want:
            assert find_claim(made, want["none"]) is None, f"a claim holds {want['none']!r}"
            continue
        claim = find_claim(made, want["claim"], chain=want.get("chain"))
        assert claim is not None, f"no claim holds {want['claim']!r}; got {[c.text for c in made.take(Claim)]}"
        got = {"claim": want["claim"], **describe(made, claim, text)}
        assert {key: got[key] for key in want} == want


def find_claim(made: Tables, words: str, *, chain: str | None = None) -> Claim | None:
    """The shortest claim that holds the words; of two with the same words, the one with the chain looked for."""
    holding = [claim for claim in made.take(Claim) if words.lower() in claim.text.lower()]
    return min(holding, key=lambda claim: (len(claim.text), name_chain(made, claim) != chain), default=None)


def describe(made: Tables, claim: Claim, text: str) -> Want:
    """All that a case file may say of a claim."""
    hops = chain_of(made, claim)
    return {
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


def name_chain(made: Tables, claim: Claim) -> str:
    return " > ".join(hop.name for hop in chain_of(made, claim)) or "-"


def chain_of(made: Tables, claim: Claim) -> list[Hop]:
    return sorted((hop for hop in made.take(Hop) if hop.claim_id == claim.id), key=lambda hop: hop.ordinal)[1:]


def find_referent(made: Tables, referent_id: str) -> Referent:
    return next(row for row in made.take(Referent) if row.id == referent_id)


def name_body(made: Tables, hop: Hop) -> str:
    body_id = find_referent(made, hop.referent_id).speaks_for_id
    return find_referent(made, body_id).name if body_id is not None else "-"
