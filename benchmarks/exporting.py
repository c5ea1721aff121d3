"""CPU time and memory of every export on a made-up case: `python benchmarks/exporting.py [--claims 50000] [--format csv ...]`.

Each format runs in a process of its own, so that its peak of memory is its own; `peak` is how far memory rose above what the
rows themselves take. Nothing is written to disk: chunks are counted and dropped, as a door that writes them would.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from sayso.schema import (
    Attribution,
    Claim,
    Document,
    Group,
    Hop,
    Identity,
    Membership,
    Referent,
    Source,
    StemmaEdge,
    Tables,
    Tally,
)
from sayso.tell.exports import About, export_tables, list_formats

CLAIMS_A_DOCUMENT = 25  # the three cases of this folder that were counted have 14 to 17
CLAIMS_A_GROUP = 4
N_SOURCES = 2_000
SENTENCE = "The keeper of the lock at Ulmen said that {i} barrels were seen by the weir before dawn on that day. "
MB = 1_000_000


def make_case(n: int) -> Tables:
    """Rows of a case with `n` claims, each laid to one of `N_SOURCES` sources, in groups of `CLAIMS_A_GROUP`."""
    tables = Tables()
    tables.add("sources", [
        Source(f"s{i:05}", f"Keeper {i} of the lock", "person", True, True, (), None, None) for i in range(N_SOURCES)
    ])
    for d in range(0, n, CLAIMS_A_DOCUMENT):
        _add_document(tables, d, range(d, min(n, d + CLAIMS_A_DOCUMENT)))
    for g in range(0, n, CLAIMS_A_GROUP):
        tables.add("groups", [Group(f"g{g:06}", tables.take(Claim)[g].text, f"c{g:06}")])
        tables.add("tallies", [Tally(
            f"g{g:06}", "affirmed", 1, CLAIMS_A_GROUP, 1, 2, (f"s{g % N_SOURCES:05}",), (f"Keeper {g % N_SOURCES}",),
            "same origin", False, (), "one document",
        )])
    return tables


def _add_document(tables: Tables, d: int, claims: range) -> None:
    told = [SENTENCE.format(i=i) for i in claims]
    text, name = "".join(told), f"d{d:06}"
    tables.add("documents", [Document(
        name, f"{d:064x}", f"papers/{name}.txt", "text/plain", len(text), text, f"Barrels {d}", (), "Ulmen Post",
        f"2031-01-{d % 28 + 1:02}", "en", None, None, (), "acquire 1",
    )])
    at = 0
    for i, words in zip(claims, told, strict=True):
        _add_claim(tables, name, i, (at, at + len(words) - 1), text)
        at += len(words)


def _add_claim(tables: Tables, document: str, i: int, span: tuple[int, int], text: str) -> None:
    claim, source, group = f"c{i:06}", f"s{i % N_SOURCES:05}", f"g{i - i % CLAIMS_A_GROUP:06}"
    referent, words = f"r{i:06}", text[slice(*span)]
    speaker, cue, content = ((span[0] + a, span[0] + b) for a, b in ((0, 31), (32, 36), (42, span[1] - span[0])))
    tables.add("referents", [Referent(
        referent, document, f"Keeper {i}", "person", True, True, (), None, (), (speaker,), None, None, "read 1"
    )])
    tables.add("identities", [Identity(referent, source, 1.0, "the same name")])
    tables.add("attributions", [Attribution(
        f"a{i:06}", document, (speaker,), (cue,), (content,), "indirect", "say", None, referent, 0.9, 0.8, 0.9, 0.9, 0.9, "read 1"
    )])
    tables.add("claims", [Claim(
        claim, document, "p", (content,), words[42:], words[42:], *span, f"a{i:06}", False, "affirmed", (), "no cue", "reports",
        (cue,), "by its cue", (), (f"{i} barrels",), "read 1",
    )])
    tables.add("hops", [
        Hop(claim, 0, document, "none", "Ulmen Post", "teller", (), (), "teller"),
        Hop(claim, 1, document, referent, f"Keeper {i}", "person", (speaker,), (cue,), "attribution"),
    ])
    tables.add("memberships", [Membership(claim, group, "affirmed", 0.9, "the same words")])
    tables.add("stemma_edges", [StemmaEdge(group, "affirmed", document, source, claim, "attribution", "'said'")])


def measure(format_name: str, n: int) -> dict[str, float]:
    """CPU seconds, size and memory of one export; the rows are made before anything is measured."""
    tables = make_case(n)
    about = About("0.0.0", "What was in the barrels?", "2031-06-01T10:00:00Z")
    list(_walk(Tables(), format_name, about))  # libraries are loaded before the clock starts
    held = _peak()
    begun = time.process_time()
    sizes = list(_walk(tables, format_name, about))
    seconds = time.process_time() - begun
    return {"s": seconds, "mb": sum(sizes) / MB, "rows_mb": held, "peak_mb": _peak() - held, "chunk_mb": max(sizes) / MB}


def _walk(tables: Tables, format_name: str, about: About) -> Iterator[int]:
    for chunks in export_tables(tables, format_name, about=about).values():
        for chunk in chunks:
            yield len(chunk)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB  # Linux counts in KiB


def main() -> None:
    """Measure each format in a process of its own and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--format", nargs="*", default=list(list_formats()))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.claims)))
        return
    print(f"{given.claims} claims\n{'format':12} {'CPU s':>7} {'MB':>7} {'rows MB':>8} {'peak MB':>8} {'chunk MB':>9}")
    for name in given.format:
        command = [sys.executable, __file__, "--claims", str(given.claims), "--one", name]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        told = " ".join(f"{found[key]:{width}.1f}" for key, width in (("s", 7), ("mb", 7), ("rows_mb", 8), ("peak_mb", 8)))
        print(f"{name:12} {told} {found['chunk_mb']:9.2f}")


if __name__ == "__main__":
    main()
