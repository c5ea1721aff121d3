"""Score polarity and stance on sentences written to try them, phenomenon by phenomenon.

    python benchmarks/stance.py [--verbose]

Two halves with other words about other affairs: `stance_open.tsv` was looked at while the rules were mended,
`stance_blind.tsv` was written before and only its totals were looked at. Columns: phenomenon, text (` ¶ ` parts
paragraphs, `# ` begins a heading), words of the claim looked for, polarity (`none`: no claim may state them), stance, and
the words that should be among those that decided it (parted by ` | `; `-`: not checked).

A row is right when the shortest claim that holds the words has the polarity, the stance and the deciding words.
"""

from __future__ import annotations

import argparse
import collections
import csv
import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from plain import make_tables
from sayso.engine import Stage, run_stage
from sayso.read import make_read_stage
from sayso.schema import Claim
from sayso.text.spans import cut_text

HERE = Path(__file__).resolve().parent
HALVES = {"open": HERE / "stance_open.tsv", "blind": HERE / "stance_blind.tsv"}
ROOM = 3  # words by which a claim may exceed what must not be claimed before it is a statement of its own


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One sentence or short text, the claim looked for in it, and how it should be put."""

    phenomenon: str
    text: str
    claim: str
    polarity: str
    stance: str
    decided: str


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row; a null claim was not found."""

    row: Row
    claim: Claim | None
    is_polarity_right: bool
    is_stance_right: bool
    is_decided_right: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.is_polarity_right and self.is_stance_right and self.is_decided_right


def load_rows(path: Path) -> list[Row]:
    """Load one half."""
    with path.open(encoding="utf-8", newline="") as lines:
        told = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(**{key: value.replace(" ¶ ", "\n\n") for key, value in line.items()}) for line in told]


def score_row(row: Row, stage: Stage) -> Outcome:
    """Read a row's text and compare the claim looked for."""
    claims = run_stage(stage, make_tables(row.text)).take(Claim)
    holding = [claim for claim in claims if row.claim.lower() in claim.text.lower()]
    claim = min(holding, key=lambda claim: len(claim.text), default=None)
    if row.polarity == "none":
        is_free = claim is None or len(claim.text.split()) > len(row.claim.split()) + ROOM
        return Outcome(row, claim, is_free, is_free, is_free)
    if claim is None:
        return Outcome(row, None, False, False, False)
    words = set(cut_text(row.text, (*claim.stance_spans, *claim.polarity_spans)).lower().split())
    is_decided = row.decided == "-" or set(row.decided.lower().replace("|", " ").split()) <= words
    return Outcome(row, claim, claim.polarity == row.polarity, claim.stance == row.stance, is_decided)


def score_half(path: Path, *, reader: str = "rules") -> list[Outcome]:
    """Score every row of a half."""
    stage = make_read_stage(reader)
    return [score_row(row, stage) for row in load_rows(path)]


def sum_up(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Shares of rows with the polarity, the stance, the deciding words and everything right."""
    told = list(outcomes)
    return {
        "polarity": sum(x.is_polarity_right for x in told) / len(told),
        "stance": sum(x.is_stance_right for x in told) / len(told),
        "decided": sum(x.is_decided_right for x in told) / len(told),
        "right": sum(x.is_right for x in told) / len(told),
    }


def tell_wrong(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each row that is not wholly right."""
    for outcome in outcomes:
        row, claim = outcome.row, outcome.claim
        if not outcome.is_right:
            got = (
                f"{claim.polarity}, {claim.stance} ({claim.why_polarity}; {claim.why_stance})" if claim else "no claim"
            )
            yield f"  {row.phenomenon}: {row.text!r}\n    want {row.polarity}, {row.stance} ({row.decided})\n    got  {got}"


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="tell the wrong rows of the open half")
    parser.add_argument("--reader", default="rules")
    args = parser.parse_args()
    for name, path in HALVES.items():
        outcomes = score_half(path, reader=args.reader)
        figures = " ".join(f"{key}={value:.3f}" for key, value in sum_up(outcomes).items())
        print(f"{name:6} n={len(outcomes)} {figures}")
        by_kind = collections.Counter(x.row.phenomenon for x in outcomes)
        right = collections.Counter(x.row.phenomenon for x in outcomes if x.is_right)
        print("       " + " ".join(f"{kind}={right[kind]}/{n}" for kind, n in by_kind.items()))
        if args.verbose and name == "open":
            print(*tell_wrong(outcomes), sep="\n")


if __name__ == "__main__":
    main()
