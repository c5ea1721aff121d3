"""Score the cases of benchmarks/cases: what is found, grouped and counted, and what clashes, drifts, is a sum or a copy.

    python benchmarks/cases.py [FOLDER ...] [--json] [--verbose] [--reader NAME]

Each FOLDER holds `docs/` and `gold.yaml`; without one, all of benchmarks/cases. The upper figures are those of
../shared/bench/case_score.py, whose docstring says what each means; they are left out where ../shared isn't there.

    lines, lines possible, verdict   of gold groups, by the exported side that holds most of theirs; of denials apart
    ... groups given     the same, both sides together, when `trace` is given the gold's groups: what is wrong here is its own
    sides whole          gold sides of several claims that are one exported side with no other gold claim in it
    strangers kept out   found gold claims of no group that are in no group with one of a gold group
    contradicting pairs  F1, right + wrong - missed: pairs of gold claims, updates left out. Wrong ones join two gold claims
    listed: KIND         of the pairs that the gold lists with their kind, those found; updates where found as updates
    rows right: KIND     of rows of that kind between gold claims, those that are right
    kind right, relation told   of listed pairs that are found; of listed reversals, corrections and updates
    no contradiction     pairs that look like one and are kept free of it
    drifts found         a row joins the very claims; of those with the gold's kind; of rows between gold claims, those right
    sum ...              pairs of a sum and its part: not in one group; said to be made of it or to rest on it
    instance told        claims said to be instances of a general one
    copies found, copy direction   half the passage is covered; who had it first is told, or rightly not
    silences             F1 of who was asked and did not answer
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import scoring
from gold import BadGold, GoldCase, load_gold
from matching import Rules, load_rules, match_claims
from measures import MEASURES, Scene, measure_lines, regroup
from sayso.case import Case
from sayso.engine import run_stages
from sayso.read.reader import DEFAULT, reader_names
from sayso.schema import Tables
from sayso.trace import TRACE_STAGES
from tallying import Figure, Tally, sum_figures

CASES = Path(__file__).with_name("cases")
GOLD, DOCS = "gold.yaml", "docs"
NO_SHARED = f"{scoring.SCORER} isn't there: its figures are left out, and claims are matched by plainer rules"


def find_cases() -> list[Path]:
    """Folders of the cases that come with the benchmarks."""
    return sorted(path.parent for path in CASES.glob(f"*/{GOLD}"))


def measure(gold: GoldCase, tables: Tables, rules: Rules) -> Tally:
    """Measure a case's rows against its gold by all but the shared scorer."""
    scene = Scene(gold, match_claims(gold, tables, rules), tables, rules)
    tally = Tally()
    if not rules.is_shared:
        for id_ in gold.claims:
            tally.count("found", id_ in scene.matched.claims)
    tally.misses += [f"found: {line}" for line in scene.matched.missing]
    for one in MEASURES:
        one(scene, tally)
    given = regroup(scene)
    made = run_stages(TRACE_STAGES, given)
    for name in made.names():
        given.add(name, made.named(name))
    measure_lines(Scene(gold, scene.matched, given, rules), tally, suffix=", groups given")
    return tally


def score_folder(folder: Path, *, rules: Rules, reader: str = DEFAULT) -> Tally:
    """Make a case of a folder's documents and score it.

    Raises:
        BadGold: its gold.yaml can't be scored against.
    """
    gold = load_gold(folder / GOLD)
    if not (folder / DOCS).is_dir():
        raise BadGold(f"{folder}: no folder `{DOCS}` beside {GOLD}")
    with scoring.make_case(folder / DOCS, reader=reader, workers=1) as case:
        return score_made(folder / GOLD, gold, case, rules=rules)


def score_made(path: Path, gold: GoldCase, case: Case, *, rules: Rules) -> Tally:
    """Score a case that is made already."""
    tally = Tally()
    if rules.is_shared:
        tally.take_scores(json.loads(scoring.score_case(path, case)))
    own = measure(gold, case.tables(), rules)
    for name, figure in own.figures.items():
        tally.add(name, figure)
    tally.misses += own.misses
    return tally


def score_cases(folders: Sequence[Path] = (), *, reader: str = DEFAULT) -> dict[str, dict[str, float]]:
    """Figures of all cases together, as `floors.py` reads them."""
    rules = load_rules()
    tallies = [score_folder(folder, rules=rules, reader=reader) for folder in folders or find_cases()]
    return {name: figure.to_record() for name, figure in sum_figures(tallies).items()}


def to_table(columns: dict[str, dict[str, Figure]]) -> str:
    """Figures by column as text, a figure a line."""
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    rows = [["", *columns], *([name, *(str(figures.get(name, "-")) for figures in columns.values())] for name in names)]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--verbose", action="store_true", help="say each miss in a line")
    parser.add_argument("--reader", default=DEFAULT, choices=reader_names())
    args = parser.parse_args()
    rules = load_rules()
    if not rules.is_shared:
        print(NO_SHARED, file=sys.stderr)
    tallies: dict[str, Tally] = {}
    for folder in args.folders or find_cases():
        try:
            tallies[folder.name] = score_folder(folder, rules=rules, reader=args.reader)
        except BadGold as error:
            parser.error(str(error))
        except subprocess.CalledProcessError as error:
            sys.exit(f"{scoring.SCORER} failed on {folder}:\n{error.stderr}")
        for miss in tallies[folder.name].misses if args.verbose else ():
            print(f"{folder.name}  {miss}", file=sys.stderr if args.json else sys.stdout)
    columns = {name: tally.figures for name, tally in tallies.items()}
    columns["all"] = sum_figures(tallies.values())
    if args.json:
        print(json.dumps({name: {k: f.to_record() for k, f in figures.items()} for name, figures in columns.items()}))
    else:
        print(to_table(columns))


if __name__ == "__main__":
    main()
