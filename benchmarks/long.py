"""Time the reading of one long document at several lengths, and take peak memory.

    python benchmarks/long.py [--sizes 0.1 0.5 1 2 5] [--shapes] [--reader NAME]

Sizes are millions of characters. The text is made up here, of sentences that differ, with speakers, quotations, headings
and notes, from a fixed seed. Each size is acquired and read in a fresh process; time is the process's own (CPU) and wall.
Reading is linear when seconds per million characters don't grow. `--shapes` adds odd shapes of text.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sayso.read.reader import DEFAULT, reader_names

FIRST = [
    "Ada", "Bren", "Cato", "Dela", "Emil", "Fanni", "Gero", "Hilde", "Ivo", "Jana", "Karel", "Lotte", "Mika", "Nils",
    "Olga", "Piet", "Runa", "Sven", "Tilda", "Ugo", "Vera", "Wim",
]  # fmt: skip
LAST = [
    "Abendrot", "Brakel", "Corvin", "Dahlke", "Ebner", "Farro", "Grunau", "Halm", "Ilvesk", "Jarnow", "Korda",
    "Lembke", "Moravec", "Nordin", "Ostrava",
]  # fmt: skip
PLACES = [
    "Velmark", "Ostrow", "Karst", "Lindmoor", "Tarnfeld", "Brugg", "Solvay", "Querfurt", "Haldern", "Montrava",
    "Eskil", "Norden", "Pellworm",
]  # fmt: skip
BODIES = [
    "the harbour board", "the water ministry", "the audit office", "the dockers' union", "Norling Freight",
    "the river police", "the provincial court", "Halm Insurance", "the election commission", "the fire service",
]  # fmt: skip
ROLES = ["spokeswoman", "engineer", "former inspector", "clerk", "deputy mayor", "witness", "lawyer", "pilot", "nurse"]
VERBS = ["said", "claimed", "insisted", "admitted", "warned", "reported", "denied", "argued", "confirmed", "suggested"]
THINGS = [
    "the bridge", "the second dam", "the grain store", "the ferry", "the archive", "the signal box", "the east gate",
    "the pumping station", "the cargo list", "the payroll", "the old tunnel", "the radar mast", "the voting register",
]  # fmt: skip
DID = [
    "had been closed for {n} days before the flood", "was sold to {body} in {month}", "had cost {n} million crowns",
    "was never inspected after {month}", "had been moved to {place} by night", "failed in at least {n} places",
    "was checked by {n} men from {place}", "may have been damaged by the storm in {month}", "did not belong to {body}",
]  # fmt: skip
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
FRAMES = [
    "{who}, a {role} of {body}, {verb} that {thing} {did}.",
    "“{Thing} {did},” {verb} {who}, who has lived in {place} since {year}.",
    "According to {body}, {thing} {did}, and {n} people from {place} were told of it only in {month}.",
    "{Thing} {did}. Nobody in {place} could say why.",
    "He {verb} that {thing} {did}, citing a report by {body}.",
    "The report {verb} that {thing} {did}, but two officials in {place} said it {did2}.",
    "In {month} {year}, {who} wrote to {body} that {thing} {did}; the letter was leaked in {place}.",
    "Critics of {body} allegedly knew that {thing} {did}.",
    "It is not known whether {thing} {did}, although {who} {verb} that it {did2}.",
]


def make_text(n_chars: int, *, seed: int = 11) -> str:
    """Make up a document of nearly `n_chars` characters, and no more: headings, and paragraphs of two to seven sentences."""
    pick = random.Random(seed)
    out: list[str] = []
    size = 0
    while True:
        block = (
            f"{pick.choice(PLACES)}, {pick.choice(MONTHS)} {pick.randint(1950, 2020)}"
            if pick.random() < 0.05
            else " ".join(_make_sentence(pick) for _ in range(pick.randint(2, 7)))
        )
        size += len(block) + 2
        if size > n_chars:
            return "\n\n".join(out)
        out.append(block)


def _make_sentence(pick: random.Random) -> str:
    words = {
        "who": f"{pick.choice(FIRST)} {pick.choice(LAST)}{pick.choice(['', '', 'sen', 'berg', 'ova'])}",
        "role": pick.choice(ROLES), "verb": pick.choice(VERBS), "thing": pick.choice(THINGS),
        "body": pick.choice(BODIES), "place": pick.choice(PLACES), "month": pick.choice(MONTHS),
        "n": str(pick.randint(2, 900)), "year": str(pick.randint(1950, 2020)),
    }  # fmt: skip
    words["Thing"] = words["thing"][0].upper() + words["thing"][1:]
    words["did"], words["did2"] = pick.choice(DID).format(**words), pick.choice(DID).format(**words)
    return pick.choice(FRAMES).format(**words)


SHAPES: dict[str, Callable[[], str]] = {
    "one line of 1 M": lambda: make_text(1_000_000).replace("\n\n", " "),
    "100,000 paragraphs of a word": lambda: "\n\n".join(["word"] * 100_000),
    "one word of 1 M": lambda: "x" * 1_000_000,
    "1 M without punctuation": lambda: re.sub(r"[.,;:“”]", "", make_text(1_000_000)),
    "1 M in capitals": lambda: make_text(1_000_000).upper(),
}

READ = """
import json, resource, sys, time
from sayso.acquire import acquire_item, find_items
from sayso.case.reading import load_read_stage
from sayso.engine import run_stage
from sayso.models.parser import load_parser
load_parser()("Warm.")
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
item = find_items([sys.argv[1]]).items[0]
at = time.process_time()
tables = acquire_item(item).tables
acquired, begun, wall = time.process_time() - at, time.process_time(), time.monotonic()
made = run_stage(load_read_stage(sys.argv[2]), tables)
print(json.dumps([acquired, time.process_time() - begun, time.monotonic() - wall, before, peak(), len(made.named("claims"))]))
"""


def measure(name: str, text: str, *, reader: str) -> None:
    """Acquire and read one text in a fresh process, and print what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "long.txt"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", READ, str(path), reader], stdout=subprocess.PIPE, text=True, check=True)
    acquire, cpu, wall, before, peak, claims = json.loads(done.stdout)
    print(
        f"{name:30} {acquire:6.1f} s {cpu:8.1f} s {cpu / len(text) * 1e6:9.1f} s {wall:8.1f} s"
        f" {peak:7.0f} ({before:.0f}) MB {claims:7,}",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=float, nargs="*", default=[0.1, 0.5, 1, 2, 5])
    parser.add_argument("--shapes", action="store_true")
    parser.add_argument("--reader", default=DEFAULT, choices=reader_names())
    args = parser.parse_args()
    print("characters                    acquire   read CPU   per million   wall     peak (loaded)   claims")
    for size in args.sizes:
        measure(f"{size:g} M", make_text(int(size * 1_000_000)), reader=args.reader)
    for name, make in SHAPES.items() if args.shapes else ():
        measure(name, make(), reader=args.reader)


if __name__ == "__main__":
    main()
