"""How often a proposed cell is what a person fills in: `python benchmarks/weighing.py`.

Three hypotheses on each case of benchmarks/cases and on three piles of ../shared/cases, cells filled by hand in weighing.tsv before
anything was proposed for them. The thresholds of `sayso.weigh.proposals` were set on SET_ON. Beside it stand two that know less:
every cell is the commonest value of its part, and MiniLM alone (whoever is near by cosine tells the hypothesis).
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from matching import find_starts, pick_claim
from piles import FOLDER, read_rows, to_spans
from sayso.engine.stage import run_stages
from sayso.schema import Claim, Document, Group, Hop, Hypothesis, Membership, StemmaEdge, Tables, Tally
from sayso.weigh.cells import CELLS, find_clashing, find_statements, find_tellings
from sayso.weigh.likening import Statement, encode_statements, is_negated
from sayso.weigh.proposals import NOT_APPLICABLE, Key, propose_cells
from sayso.weigh.scores import SCORES
from sayso.weigh.sensitivity import SENSITIVITY
from scoring import load_tables

HERE = Path(__file__).parent
LABELS = {"C": "consistent", "I": "inconsistent", "N": "neutral", "-": NOT_APPLICABLE}
SPEAKS = ("consistent", "inconsistent")
STAGES = (CELLS, SCORES, SENSITIVITY)
SET_ON = ("border-ferry", "contract-audit", "harbour-barrels", "vaccine-trial", "khan-sheikhun")
PILES = ("khan-sheikhun", "baghdadi-strike", "boko-ceasefire")
ALONE_TELLS, ALONE_BEARS = 0.60, 0.40  # of MiniLM alone: so it proposes about as many cells for or against as sayso on SET_ON

Cells = list[tuple[str, str, str]]
"""A filled cell in a word, the hand's value, the answer; `lost` where no group tells the evidence."""


@dataclasses.dataclass(frozen=True, slots=True)
class Filled:
    """One piece of evidence filled by hand: its side, words of a claim of it or `@` and its id, a value for each hypothesis."""

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


def find_keys(name: str, tables: Tables, filled: Sequence[Filled]) -> list[Key | None]:
    """The group and side that tell each piece of evidence; null where none does.

    A claim of a pile brings the side that sayso put it on, right or wrong; words are looked for on the side that the hand named.
    """
    members = tables.take(Membership)
    claims = {claim.id: claim for claim in tables.take(Claim)}
    piled = _find_piled(name, tables) if name in PILES else {}
    found: list[Key | None] = []
    for one in filled:
        if one.words.startswith("@"):
            id_ = piled.get(one.words[1:])
            keys = [(row.group_id, row.side) for row in members if row.claim_id == id_]
        else:
            keys = sorted({
                (row.group_id, row.side) for row in members
                if row.side == one.side and one.words.lower() in claims[row.claim_id].text.lower()
            })
        found.append(keys[0] if keys else None)
    return found


def _find_piled(name: str, tables: Tables) -> dict[str, str]:
    """The claims that stand for a pile's labelled ones, by the latter's ids."""
    documents = {Path(doc.path).stem: doc for doc in tables.take(Document)}
    n_hops = Counter(hop.claim_id for hop in tables.take(Hop))
    found = {}
    for row in read_rows(FOLDER / f"{name}.csv"):
        doc = documents[row["document"]]
        some = [(claim, find_starts(doc.text, claim.spans)) for claim in tables.take(Claim) if claim.document_id == doc.id]
        standing = pick_claim(some, find_starts(doc.text, to_spans(row["spans"])), n_hops)
        if standing is not None:
            found[row["id"]] = standing.id
    return found


def propose(name: str, tables: Tables, texts: Sequence[str], filled: Sequence[Filled]) -> tuple[Cells, Cells]:
    """Filled cells with what sayso proposes, and with what MiniLM alone would."""
    hypotheses = [Hypothesis(f"H{i}", i, text, is_null=False) for i, text in enumerate(texts, 1)]
    statements = find_statements(tables)
    proposed = propose_cells(hypotheses, find_tellings(tables), find_clashing(tables))
    ours, alone = [], []
    for one, key in zip(filled, find_keys(name, tables, filled), strict=True):
        plain = liken_alone(texts, statements[key]) if key in statements else ["lost"] * len(texts)
        for hypothesis, value, by_cosine in zip(hypotheses, one.values, plain, strict=True):
            cell = proposed.get(key, {}).get(hypothesis.id) if key else None
            answer = "lost" if key is None else cell.value or "null" if cell else NOT_APPLICABLE
            what = f"{hypothesis.id} {one.side} {one.words}"
            ours.append((what, value, answer))
            alone.append((what, value, by_cosine))
    return ours, alone


def liken_alone(texts: Sequence[str], statement: Statement) -> list[str]:
    """What cosine and polarity alone give: the nearest hypothesis is told, or denied, and the others are the other way round."""
    ours = encode_statements(tuple(Statement(text, text, is_negated(text)) for text in texts))
    near = (ours @ encode_statements((statement,)).T)[:, 0]
    best = int(near.argmax())
    if near[best] < ALONE_BEARS:
        return [NOT_APPLICABLE] * len(texts)
    if near[best] < ALONE_TELLS:
        return ["neutral"] * len(texts)
    is_opposed = is_negated(texts[best]) != statement.is_negated
    return [SPEAKS[(row == best) == is_opposed] for row in range(len(texts))]


def score_weighing() -> dict[str, dict[str, float]]:
    """Figures that have a floor, over the cases that come with the benchmarks."""
    cells: Cells = []
    for name, (texts, filled) in load_filled().items():
        tables = None if name in PILES else load_tables(name, None)
        if tables is not None:
            cells += propose(name, tables, texts, filled)[0]
    said = [(value, answer) for _, value, answer in cells if answer in SPEAKS]
    due = sum(value in SPEAKS for _, value, _ in cells)
    right = sum(value == answer for value, answer in said)
    turned = sum(value in SPEAKS and value != answer for value, answer in said)
    return {
        "precision": {"rate": right / max(len(said), 1)}, "recall": {"rate": right / due},
        "right way round": {"rate": 1 - turned / max(len(said), 1)},
    }


def main() -> None:
    """Read the cases, propose, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list every cell that differs")
    parser.add_argument("--time", action="store_true", help="time 50 and 500 hypotheses on 2,000 groups instead")
    args = parser.parse_args()
    if args.time:
        time_matrix()
        return
    parts: dict[str, tuple[Cells, Cells]] = {}
    for name, (texts, filled) in load_filled().items():
        tables = load_tables(name, None)
        if tables is None:
            print(f"{name}: not there")
            continue
        ours, alone = propose(name, tables, texts, filled)
        for where, value, answer in ours:
            if args.show and value != answer:
                print(f"{name:16} {where:90} hand {value:15} proposed {answer}")
        for part in (name, "set on" if name in SET_ON else "held out", "all"):
            some = parts.setdefault(part, ([], []))
            some[0].extend(ours)
            some[1].extend(alone)
    print_parts(parts)


def print_parts(parts: Mapping[str, tuple[Cells, Cells]]) -> None:
    """A line for each part: sayso, MiniLM alone, the commonest value."""
    for part, (ours, alone) in parts.items():
        counts = Counter(value for _, value, _ in ours)
        value, n = counts.most_common(1)[0]
        print(f"{part:16} {report(ours)}")
        print(f"{'':16} MiniLM alone: {report(alone)}")
        print(f"{'':16} every cell {value}: {n / len(ours):.2f} right")


def report(cells: Cells) -> str:
    """What some cells came to, in a line."""
    right = sum(value == answer for _, value, answer in cells)
    said = [(value, answer) for _, value, answer in cells if answer in SPEAKS]
    spoken = sum(value == answer for value, answer in said)
    turned = sum(value in SPEAKS and value != answer for value, answer in said)
    due = sum(value in SPEAKS for _, value, _ in cells)
    lost = sum(answer == "lost" for _, _, answer in cells)
    left = [value in SPEAKS for _, value, answer in cells if answer == "null"]
    return (
        f"{len(cells)} cells, {right / max(len(cells), 1):.2f} right; for or against {len(said)} times, {spoken} right, {turned} "
        f"the wrong way round, of {due}: precision {spoken / max(len(said), 1):.2f}, recall {spoken / max(due, 1):.2f}; "
        f"{len(left)} left open, {sum(left)} of them for or against by hand; {lost} lost"
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
