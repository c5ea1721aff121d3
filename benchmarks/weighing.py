"""How often a proposed cell is what a person fills in: `python benchmarks/weighing.py`.

Three hypotheses on each case of benchmarks/cases, cells filled by hand in weighing.tsv. The thresholds of
`sayso.weigh.proposals` were set on the first two cases; the other two were filled before and not looked at.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections import Counter
from pathlib import Path

from sayso.case import Case
from sayso.engine.stage import run_stages
from sayso.schema import Claim, Group, Hypothesis, Membership, StemmaEdge, Tables, Tally
from sayso.weigh.cells import CELLS, find_clashing, find_statements
from sayso.weigh.likening import encode_statements
from sayso.weigh.proposals import NOT_APPLICABLE, propose_cells
from sayso.weigh.scores import SCORES
from sayso.weigh.sensitivity import SENSITIVITY

HERE = Path(__file__).parent
LABELS = {"C": "consistent", "I": "inconsistent", "N": "neutral", "-": NOT_APPLICABLE}
STAGES = (CELLS, SCORES, SENSITIVITY)
SET_ON = ("border-ferry", "contract-audit")


@dataclasses.dataclass(frozen=True)
class Filled:
    """One piece of evidence filled by hand: its side, words of a claim of it, a value for each hypothesis."""

    side: str
    words: str
    values: tuple[str, ...]


def load_filled(path: Path = HERE / "weighing.tsv") -> dict[str, tuple[list[str], list[Filled]]]:
    """Hypotheses and filled evidence by case."""
    cases: dict[str, tuple[list[str], list[Filled]]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        sort, case, *rest = line.split("\t")
        texts, filled = cases.setdefault(case, ([], []))
        if sort == "hypothesis":
            texts.append(rest[0])
        else:
            filled.append(Filled(rest[0], rest[1], tuple(LABELS[mark] for mark in rest[2].split())))
    return cases


def propose(tables: Tables, texts: list[str], filled: list[Filled]) -> list[tuple[str, str, str]]:
    """For each filled cell: its evidence in a word, the hand's value, what is proposed; `lost` where no group tells it."""
    hypotheses = [Hypothesis(f"H{i}", i, text, is_null=False) for i, text in enumerate(texts, 1)]
    proposed = propose_cells(hypotheses, find_statements(tables), find_clashing(tables))
    claims = {claim.id: claim for claim in tables.take(Claim)}
    found = []
    for one in filled:
        keys = sorted({
            (row.group_id, row.side) for row in tables.take(Membership)
            if row.side == one.side and one.words.lower() in claims[row.claim_id].text.lower()
        })
        for hypothesis, value in zip(hypotheses, one.values, strict=True):
            cell = proposed.get(keys[0], {}).get(hypothesis.id) if keys else None
            answer = "lost" if not keys else cell.value or "null" if cell else NOT_APPLICABLE
            found.append((f"{hypothesis.id} {one.side} {one.words}", value, answer))
    return found


def main() -> None:
    """Read the cases, propose, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list every cell that differs")
    parser.add_argument("--time", action="store_true", help="time 50 and 500 hypotheses on 2,000 groups instead")
    args = parser.parse_args()
    if args.time:
        time_matrix()
        return
    totals: dict[str, Counter[tuple[str, str]]] = {"set on": Counter(), "held out": Counter()}
    for name, (texts, filled) in load_filled().items():
        with Case.in_memory() as case:
            case.add([HERE / "cases" / name / "docs"])
            cells = propose(case.tables(), texts, filled)
        for where, value, answer in cells:
            if args.show and value != answer:
                print(f"{name:16} {where:90} hand {value:15} proposed {answer}")
        totals["set on" if name in SET_ON else "held out"].update((value, answer) for _, value, answer in cells)
    for part, counts in (*totals.items(), ("all", totals["set on"] + totals["held out"])):
        report(part, counts)


def report(part: str, counts: Counter[tuple[str, str]]) -> None:
    """Print what one part of the cells came to."""
    speaks = ("consistent", "inconsistent")
    right = sum(n for (value, answer), n in counts.items() if value == answer)
    said = {key: n for key, n in counts.items() if key[1] in speaks}
    spoken = sum(n for (value, answer), n in said.items() if value == answer)
    turned = sum(n for (value, answer), n in said.items() if value in speaks and value != answer)
    due = sum(n for (value, _), n in counts.items() if value in speaks)
    lost = sum(n for (_, answer), n in counts.items() if answer == "lost")
    print(
        f"{part:9} {counts.total()} cells: {right / counts.total():.2f} right; for or against proposed {sum(said.values())} times, "
        f"{spoken} right, {turned} the wrong way round, of {due} due; {lost} not found in any group of that side"
    )


def time_matrix() -> None:
    """Time the matrix, its sums and what turns them, on made statements."""
    makers = ("board", "mayor", "fleet", "clinic", "council", "union", "court", "press")
    deeds = ("sold", "closed", "burned", "opened", "bought", "hid", "moved", "flooded")
    things = ("the mill", "the harbour", "the archive", "the school", "the bridge", "the depot", "the ferry")
    texts = [
        f"The {makers[i % 8]} of district {i // 448} {deeds[i // 8 % 8]} {things[i // 64 % 7]} in the year {1900 + i % 97}"
        for i in range(2500)
    ]
    for n in (50, 500):
        hypotheses = [Hypothesis(f"H{i}", i, text, is_null=False) for i, text in enumerate(texts[2000 : 2000 + n], 1)]
        encode_statements.cache_clear()
        start, used = time.perf_counter(), time.process_time()
        tables = make_pile(texts[:2000])
        tables.add("hypotheses", hypotheses)
        made = run_stages(STAGES, tables)
        print(
            f"{n} hypotheses, 2,000 groups: {time.perf_counter() - start:.1f} s, {time.process_time() - used:.1f} s of processor; "
            + ", ".join(f"{len(made.named(name)):,} {name}" for name in made.names())
        )


def make_pile(texts: list[str]) -> Tables:
    """Every text told by one document on the word of one of a hundred sources."""
    tables = Tables()
    for i, text in enumerate(texts):
        source = f"s{i % 100}"
        tables.add("claims", [make_claim(f"c{i}", text, document=f"d{i}")])
        tables.add("groups", [Group(f"g{i}", text, f"c{i}")])
        tables.add("memberships", [Membership(f"c{i}", f"g{i}", "affirmed", 1.0, "")])
        tables.add("tallies", [Tally(f"g{i}", "affirmed", 1, 1, 1, 1, (source,), (source,), "single telling", False, (), "")])
        tables.add("stemma_edges", [StemmaEdge(f"g{i}", "affirmed", f"d{i}", source, f"c{i}", "attribution", "")])
    return tables


def make_claim(id_: str, text: str, *, document: str) -> Claim:
    """A claim that is told in so many words."""
    return Claim(
        id=id_, document_id=document, part_id="", spans=(), text=text, standalone=text, passage_start=0, passage_end=0,
        attribution_id=None, is_quote=False, polarity="affirmed", polarity_spans=(), why_polarity="", stance="reports",
        stance_spans=(), why_stance="", actors=(), quantities=(), made_by="benchmark",
    )


if __name__ == "__main__":
    main()
