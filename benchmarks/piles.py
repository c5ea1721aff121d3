"""Grouping on real piles of news whose groups were labelled: `python benchmarks/piles.py [NAME...] [--reader NAME]`.

`piles/NAME.csv` names claims of ../shared/cases/NAME by document and offsets and gives each its group; `piles/NAME-clashes.csv`
pairs that can't both hold. A language model labelled them once, from the texts alone, before any of it was read by sayso; they
hold no text. F1 is over pairs of claims that were found, as ../shared/bench/case_score.py has it. Nothing was chosen on HELD_OUT.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from matching import find_starts, pick_claim
from sayso.case import Case
from sayso.config import Settings
from sayso.read.reader import DEFAULT
from sayso.schema import Claim, Document, Hop, Membership, Spans, Tables

FOLDER = Path(__file__).with_name("piles")
CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
CHOSEN_ON, HELD_OUT = ("boko-ceasefire", "iguala"), ("khan-sheikhun", "baghdadi-strike")
Groups = dict[str, frozenset[str]]
"""Labelled groups of a claim, by its id; empty for a labelled claim of none."""


def load_groups(name: str, tables: Tables) -> tuple[Groups, int]:
    """Claims that stand for a pile's labelled ones, with their groups; and how many were labelled."""
    documents = {Path(doc.path).stem: doc for doc in tables.take(Document)}
    n_hops = Counter(hop.claim_id for hop in tables.take(Hop))
    claims: defaultdict[str, list[tuple[Claim, set[int]]]] = defaultdict(list)
    texts = {doc.id: doc.text for doc in documents.values()}
    for claim in tables.take(Claim):
        claims[claim.document_id].append((claim, find_starts(texts[claim.document_id], claim.spans)))
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = list(read_rows(FOLDER / f"{name}.csv"))
    for row in rows:
        document = documents.get(row["document"])
        if document is None:
            continue
        where = find_starts(document.text, to_spans(row["spans"]))
        standing = pick_claim(claims[document.id], where, n_hops)
        if standing is not None:
            found[standing.id] |= {row["group"]} - {""}
    return {id_: frozenset(groups) for id_, groups in found.items()}, len(rows)


def read_rows(path: Path) -> Iterable[dict[str, str]]:
    """Rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def to_spans(told: str) -> Spans:
    """Offsets as they stand in a table."""
    pairs = (part.split("-") for part in told.split())
    return tuple((int(start), int(end)) for start, end in pairs)


def score_groups(groups: Groups, group_of: Mapping[str, str]) -> dict[str, float]:
    """F1 over pairs of claims, with the counts behind it.

    `f1` is over claims that have a group, as the shared scorer has it; `strict` counts it wrong as well to put a labelled claim
    that belongs nowhere into a group.
    """
    right = wrong = missed = strays = 0
    for a, b in itertools.combinations(sorted(groups), 2):
        is_one, is_found = bool(groups[a] & groups[b]), group_of[a] == group_of[b]
        if groups[a] and groups[b]:
            right, wrong, missed = right + (is_one and is_found), wrong + (is_found > is_one), missed + (is_one > is_found)
        else:
            strays += is_found
    return {
        "f1": 2 * right / max(2 * right + wrong + missed, 1), "strict": 2 * right / max(2 * right + wrong + strays + missed, 1),
        "right": right, "wrong": wrong, "strays": strays, "missed": missed,
    }


def read_pile(name: str, *, reader: str) -> Tables:
    """Read, link and trace a pile."""
    with Case.in_memory(settings=Settings(reader=reader)) as case:
        case.add([CASES / name / "docs"])
        return case.tables()


def main() -> None:
    """Score and print, a line a pile."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("names", nargs="*", default=[*CHOSEN_ON, *HELD_OUT])
    ask.add_argument("--reader", default=DEFAULT)
    given = ask.parse_args()
    for name in given.names:
        tables = read_pile(name, reader=given.reader)
        groups, n = load_groups(name, tables)
        group_of = {row.claim_id: row.group_id for row in tables.take(Membership)}
        told = {"pile": name, "found": len(groups), "labelled": n, **score_groups(groups, group_of)}
        print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in told.items()}), flush=True)


if __name__ == "__main__":
    main()
