"""How long a question and a relink take on a case of many claims, first without and then with what the models gave kept.

    python benchmarks/asking_speed.py make FOLDER 50000 [--from CASE]   # a case folder with that many claims, read and not linked
    python benchmarks/asking_speed.py link FOLDER                       # link it as it is: what is kept is used, the rest made
    python benchmarks/asking_speed.py ask FOLDER [QUESTION ...]         # each question in a process of its own
    python benchmarks/asking_speed.py bare FOLDER                       # the encoder over every distinct text of the case, alone

`make` replicates the rows that reading gave (replicas.py) of the cases of benchmarks/cases and the built-in one, or of a case that
is there. Each prints wall and processor seconds and the most memory that the process held, the start of Python and of
the libraries included. Delete `cache.db` in the folder to measure without.
"""

from __future__ import annotations

import argparse
import dataclasses
import resource
import subprocess
import sys
import time
from pathlib import Path

from cost import read_piles
from replicas import Pile
from sayso import __version__
from sayso.case import Case
from sayso.config import Settings, save_settings
from sayso.models.encoder import encode_texts
from sayso.read.reader import DEFAULT
from sayso.schema import Claim, Document, Tables
from sayso.store.contract import Reading
from sayso.store.sqlite import SqliteStore
from sayso.text.spans import cut_text

QUESTIONS = ("Who was told of it before the meeting?", "Was nobody warned?", "How many people were hurt?")


def make(folder: Path, n_claims: int, source: Path | None) -> None:
    """Make a case folder of that many claims out of replicas."""
    if source is None:
        base, _ = read_piles(DEFAULT)
    else:
        with Case.open(source) as case:
            base = case.store.tables(with_linked=False)
    made = Pile.of(base).replicate(n_claims)
    texts = {document.id: document.text for document in made.take(Document)}
    claims = made.take(Claim)
    # A span can end within a word, whose beginning alone becomes another word than the whole.
    claims[:] = [dataclasses.replace(claim, text=cut_text(texts[claim.document_id], claim.spans)) for claim in claims]
    of_claim = {claim.id: claim.document_id for claim in made.take(Claim)}
    rows: dict[str, Tables] = {document.id: Tables() for document in made.take(Document)}
    for name in made.names():
        sets: dict[str, list[object]] = {}
        for row in made.named(name):
            id_ = row.id if name == "documents" else getattr(row, "document_id", "") or of_claim[row.claim_id]
            sets.setdefault(id_, []).append(row)
        for id_, some in sets.items():
            rows[id_].add(name, some)
    folder.mkdir(parents=True)
    save_settings(folder, Settings(name=folder.name))
    store = SqliteStore(folder, version=__version__)
    for document in made.take(Document):
        store.save_reading(Reading(document.sha256, document.path, document.id, rows[document.id], None))
    store.close()
    print(f"{len(of_claim):,} claims of {len(rows):,} documents")


def link(folder: Path) -> None:
    """Link the case, whatever has been linked before."""
    with Case.open(folder) as case:
        case.store.save_linked(Tables(), over="")
        case.relink(tell=lambda step: print(f"{time.process_time():8.1f} CPU s  {step}", file=sys.stderr, flush=True))


def ask(folder: Path, question: str) -> None:
    """Ask one question and tell what stands first."""
    with Case.open(folder) as case:
        found = case.look_up(question)
        first = (*found.evidence, *found.nearest)[:1]
        print(f"{len(found.evidence)} statements; {first[0].score if first else 0}  ", end="")


def encode(folder: Path) -> None:
    """Encode every text that linking encodes, once each."""
    with Case.open(folder) as case:
        texts = {text for claim in case.tables().take(Claim) for text in (claim.text, claim.standalone or claim.text)}
    began, spent = time.monotonic(), time.process_time()
    encode_texts(sorted(texts))
    wall, cpu = time.monotonic() - began, time.process_time() - spent
    print(f"{len(texts):,} texts in {wall:.1f} s, {cpu:.1f} CPU s  ", end="")


def main() -> None:
    """Do one of the four."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=("make", "link", "ask", "one", "bare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--from", dest="source", type=Path)
    args = parser.parse_args()
    if args.job == "ask":
        for question in args.words or QUESTIONS:
            subprocess.run([sys.executable, __file__, "one", str(args.folder), question], check=True)
        return
    began = time.monotonic()
    if args.job == "make":
        make(args.folder, int(args.words[0]), args.source)
    elif args.job == "link":
        link(args.folder)
    elif args.job == "one":
        ask(args.folder, args.words[0])
    else:
        encode(args.folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - began:.1f} s, {time.process_time():.1f} CPU s, {most:.0f} MB")


if __name__ == "__main__":
    main()
